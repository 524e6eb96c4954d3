"""What the organisation declines."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class DelegationIsNotYours(Refusal):
    """Delegating, or ending, a post of somebody else."""

    sentence = _("Only the holder of the post or an administrator can delegate it.")


class AdministratorTakesAPost(Refusal):
    """An administrator who gives somebody else's post to himself would read what the role does not show."""

    sentence = _(
        "An administrator cannot take over somebody else's post. Its holder or a colleague has to do this."
    )


class AnotherOrganisation(Refusal):
    """Changing the office of somebody else."""

    sentence = _("This belongs to another organisation of the installation.")


class DelegationIsTransitive(Refusal):
    """Passing on what was itself delegated (Decree 30/2020 Art. 13: no re-delegation)."""

    sentence = _("A delegated post cannot be delegated further.")


class PeriodIsEmpty(Refusal):
    """A period that ends before it begins."""

    sentence = _("The end of the period lies before its beginning.")


class AdministratorOnly(Refusal):
    """An act reserved to administrators."""

    sentence = _("Only an administrator can do this.")


class OrganisationHasNoName(Refusal):
    """No name, symbol and place are recorded for the day asked about."""

    sentence = _(
        "No name and symbol are recorded for the organisation on %(day)s. An administrator has to add them."
    )
