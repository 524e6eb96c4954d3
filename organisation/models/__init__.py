"""The rows of the office, by noun."""

from organisation.models.calendar import DayException
from organisation.models.organisations import Organisation, OrganisationPeriod, Unit
from organisation.models.people import Person, Post
from organisation.models.powers import Delegation, SigningMandate

__all__ = [
    "DayException",
    "Delegation",
    "Organisation",
    "OrganisationPeriod",
    "Person",
    "Post",
    "SigningMandate",
    "Unit",
]
