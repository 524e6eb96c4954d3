"""May this person bring letters in, and write down what stands on an arrival before it has a number?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from dispatch import errors
from dispatch.enums import ArrivalSource
from dispatch.models import IncomingLetter
from dispatch.policies.incoming import may_register_arrival
from lib.refusal import Verdict, permit, permit_if
from organisation.enums import Duty
from organisation.models.actor import Actor


def may_bring_in(actor: Actor) -> Verdict:
    """The registry receives (Decree 30/2020 Art. 21); so do the doors the office has set up itself."""
    return permit_if(actor.is_system or actor.has_duty(Duty.REGISTRY_CLERK), otherwise=errors.NotTheRegistry)


def may_describe_arrival(actor: Actor, letter: IncomingLetter) -> Verdict:
    """The registry writes down what stands on it, unless the issuer's own system has said so already."""
    own_words = letter.source == ArrivalSource.INSTALLATION
    said = permit_if(not own_words, otherwise=errors.OriginalIsFixed)
    return may_register_arrival(actor, letter) and said


def is_described(letter: IncomingLetter) -> Verdict:
    """A number is given only to a letter whose issuer and subject somebody has written down (App. VI)."""
    said = {_("issuer"): letter.issuer, _("subject"): letter.subject}
    lacking = [str(name) for name, value in said.items() if not value]
    if not lacking:
        return permit()
    return Verdict(errors.ArrivalFactsAreMissing(fields=", ".join(lacking)))
