"""The chart of an outgoing letter. It reads from top to bottom like the office's own procedure sheet.

Between draft and layout the route of the letter leads from stage to stage (``stages``); the arrows there show the
built-in one. What follows is bound by law and the same for every letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from viewflow import this

from dispatch.enums import LetterStatus
from dispatch.models import OutgoingLetter
from workflow.enums import Outcome
from workflow.nodes import End, Job, Start, Step
from workflow.outgoing_letter import deadlines, holders, stages
from workflow.passage import Opening
from workflow.procedure import Procedure


class OutgoingLetterProcedure(Procedure):
    """Outgoing letter."""

    process_title = _("Outgoing letter")
    letter_kind = "outgoing"
    letter_model = OutgoingLetter
    letter_joins = ("organisation", "unit", "drafter_post__person", "signer_post__person")
    interruptions: ClassVar[Mapping[Outcome, str]] = MappingProxyType(
        {Outcome.WITHDRAWN: "withdrawn", Outcome.FROZEN: "frozen"}
    )

    start = Start().Annotation(title=_("Begin")).Next(this.draft)

    draft = (
        Step(holders.drafter)
        .Annotation(title=_("Draft"), description=_("the drafter"))
        .Next(this.check_content)
        .When(Outcome.ASKED, then=this.give_opinion)
    )
    give_opinion = (
        Step(holders.asked)
        .Annotation(title=_("Give an opinion"), description=_("units and people asked"))
        .Next(this.prepare)
        .When(Outcome.ANSWERED, Outcome.RETURNED, Outcome.TAKEN_BACK, then=this.draft)
    )

    check_content = (
        Step(holders.asked)
        .Annotation(title=_("Check the content"), description=_("head of the drafting unit"))
        .Next(this.check_format)
        .When(Outcome.RETURNED, Outcome.TAKEN_BACK, then=this.draft)
    )
    check_format = (
        Step(holders.asked)
        .Annotation(title=_("Check the format"), description=_("chief of office"))
        .Next(this.prepare)
        .When(Outcome.RETURNED, Outcome.TAKEN_BACK, then=this.draft)
    )
    prepare = (
        Job("workflow.prepare_letter")
        .Annotation(title=_("Lay out for signature"), description=_("the machine"))
        .Next(this.approve)
        .When(Outcome.FAILED, then=this.draft)
    )
    approve = (
        Step(holders.signer)
        .Annotation(title=_("Approve"), description=_("the signer"))
        .Next(this.sign)
        .When(Outcome.SIGNED, then=this.await_signature)
        .When(Outcome.RETURNED, Outcome.HANDED_OVER, then=this.draft)
        .When(Outcome.PASSED_UP, then=this.prepare)
        .When(Outcome.REFUSED, then=this.refused)
    )
    sign = (
        Step(holders.signer)
        .Annotation(title=_("Sign"), description=_("the signer"))
        .Next(this.await_signature)
        .When(Outcome.RETURNED, Outcome.HANDED_OVER, then=this.draft)
        .When(Outcome.PASSED_UP, then=this.prepare)
        .When(Outcome.REFUSED, then=this.refused)
    )
    await_signature = (
        Job()
        .Annotation(title=_("Complete the signature"), description=_("the machine"))
        .Next(this.number_and_seal)
        .When(Outcome.BESIDE, then=this.cosign)
        .When(Outcome.PARTNER, then=this.await_partner)
        .When(Outcome.FAILED, then=this.sign)
    )
    cosign = (
        Step(holders.second_signer)
        .Annotation(title=_("Sign beside the signer"), description=_("whom the page names"))
        .Next(this.await_cosignature)
        .When(Outcome.RETURNED, Outcome.TAKEN_BACK, then=this.draft)
    )
    await_cosignature = (
        Job()
        .Annotation(title=_("Complete the second signature"), description=_("the machine"))
        .Next(this.number_and_seal)
        .When(Outcome.FAILED, then=this.cosign)
        .When(Outcome.TAKEN_BACK, then=this.draft)
    )
    await_partner = (
        Job()
        .Annotation(title=_("Signature of the partner"), description=_("another organisation"))
        .Next(this.number_and_seal)
        .When(Outcome.REFUSED, Outcome.TAKEN_BACK, then=this.draft)
    )
    number_and_seal = (
        Step(holders.registry)
        .Annotation(title=_("Number and seal"), description=_("the registry"))
        .Next(this.await_seal)
        .When(Outcome.VOIDED, then=this.number_and_seal)
    )

    await_seal = (
        Job()
        .Annotation(title=_("Complete the seal"), description=_("the machine"))
        .Next(this.file_letter)
        .When(Outcome.FAILED, Outcome.VOIDED, then=this.number_and_seal)
        .When(Outcome.PARTNER, then=this.await_partner_seal)
    )
    await_partner_seal = (
        Job()
        .Annotation(title=_("Seal of the partner"), description=_("another organisation"))
        .Next(this.file_letter)
        .When(Outcome.VOIDED, then=this.number_and_seal)
    )
    file_letter = (
        Step(holders.drafter)
        .Annotation(title=_("File in a dossier"), description=_("the drafter"))
        .Next(this.end)
    )

    end = End().Annotation(title=_("Filed"))
    refused = End().Annotation(title=_("Refused"))
    withdrawn = End().Annotation(title=_("Withdrawn"))
    frozen = End().Annotation(title=_("Replaced or recalled"))

    @classmethod
    def working_days(cls, step: str, letter: Any) -> int | None:
        """Give the term of ``step``: what the route says of the signature, else from the one table of terms."""
        if step in ("approve", "sign"):
            drawn = stages.route_of(letter).stages[-1].due_wd
            if drawn is not None:
                return drawn
        return deadlines.working_days(step, letter.urgency)

    @classmethod
    def is_shared(cls, letter: Any) -> bool:
        """Say whether the route asks several at the stage ``letter`` stands at."""
        return stages.is_shared(letter)

    @classmethod
    def openings(cls, letter: Any, at: datetime) -> tuple[Opening, ...] | None:
        """Give whom the route asks at the stage ``letter`` stands at; before and behind the stages the chart leads."""
        return stages.openings(letter, at)


# Where a letter of each status waits: what rebuilding and the doctor compare with. An issued letter waits to be
# filed until a dossier has it; the ends wait nowhere.
POSITIONS: Mapping[LetterStatus, str] = MappingProxyType(
    {
        LetterStatus.DRAFT: "draft",
        LetterStatus.OPINIONS: "give_opinion",
        LetterStatus.CONTENT_CHECK: "check_content",
        LetterStatus.FORMAT_CHECK: "check_format",
        LetterStatus.PREPARING: "prepare",
        LetterStatus.APPROVAL: "approve",
        LetterStatus.SIGNATURE: "sign",
        LetterStatus.SIGNING: "await_signature",
        LetterStatus.COSIGNATURE: "cosign",
        LetterStatus.SIGNED: "number_and_seal",
        LetterStatus.NUMBERED: "await_seal",
        LetterStatus.ISSUED: "file_letter",
    }
)
