"""The chart of an incoming letter. Who is asked beside whom the ledger says (``openings``); arrows show the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from viewflow import this

from dispatch.models import IncomingLetter
from workflow.enums import Outcome
from workflow.incoming_letter import deadlines
from workflow.incoming_letter.openings import openings_of
from workflow.nodes import End, Start, Step
from workflow.passage import Holder, Opening
from workflow.procedure import Procedure


def asked(activation: Any) -> Holder:
    """Refuse to say whose turn it is: every step here is opened by the ledger."""
    raise ValueError("a step of an incoming letter is opened from its assignments")


class IncomingLetterProcedure(Procedure):
    """Incoming letter."""

    process_title = _("Incoming letter")
    letter_kind = "incoming"
    letter_model = IncomingLetter
    letter_joins = ("organisation", "allocation")
    interruptions: ClassVar[Mapping[Outcome, str]] = MappingProxyType({Outcome.FROZEN: "over"})
    anywhere = _("at any step")

    start = Start().Annotation(title=_("Registered")).Next(this.propose)

    propose = (
        Step(asked)
        .Annotation(title=_("Filter and propose"), description=_("chief of office"))
        .Next(this.direct)
    )
    direct = (
        Step(asked)
        .Annotation(title=_("Direct"), description=_("head or deputy head"))
        .Next(this.assign)
        .When(Outcome.RETURNED, then=this.propose)
    )
    assign = (
        Step(asked)
        .Annotation(title=_("Give it to somebody in the unit"), description=_("head of the unit"))
        .Next(this.handle)
        .When(Outcome.RETURNED, then=this.redirect)
    )
    redirect = (
        Step(asked)
        .Annotation(title=_("Decide on what was handed back"), description=_("head or deputy head"))
        .Next(this.assign)
    )
    handle = (
        Step(asked)
        .Annotation(title=_("Handle"), description=_("whoever has the assignment"))
        .Next(this.check_report)
        .When(Outcome.MORE_TIME, then=this.decide_extension)
        .When(Outcome.ASKED, then=this.give_opinion)
    )
    decide_extension = (
        Step(asked)
        .Annotation(title=_("Decide on more time"), description=_("whoever gave the assignment"))
        .Next(this.handle)
    )
    give_opinion = (
        Step(asked)
        .Annotation(title=_("Give an opinion"), description=_("units and people asked"))
        .Next(this.handle)
    )
    check_report = (
        Step(asked)
        .Annotation(title=_("Check what was reported"), description=_("head of the unit"))
        .Next(this.confirm)
        .When(Outcome.RETURNED, then=this.handle)
    )
    confirm = (
        Step(asked)
        .Annotation(title=_("Confirm that it is done"), description=_("head or deputy head"))
        .Next(this.file_letter)
        .When(Outcome.RETURNED, then=this.handle)
    )
    file_letter = (
        Step(asked).Annotation(title=_("File in a dossier"), description=_("whoever led")).Next(this.end)
    )

    end = End().Annotation(title=_("Filed"))
    over = End().Annotation(title=_("Ended without a result"))

    @classmethod
    def working_days(cls, step: str, letter: Any) -> int | None:
        """Give the term of ``step``, None for the work itself, whose term the leader sets."""
        return deadlines.working_days(step, letter.urgency)

    @classmethod
    def openings(cls, letter: Any, at: datetime) -> tuple[Opening, ...] | None:
        """Give everybody who is asked now; None when nobody is any more."""
        return openings_of(letter, at) or None
