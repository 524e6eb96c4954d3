"""The chart of an outgoing letter. It reads from top to bottom like the office's own procedure sheet."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from viewflow import this

from dispatch.enums import LetterStatus
from dispatch.models import OutgoingLetter
from workflow.enums import Outcome
from workflow.nodes import End, Job, Start, Step
from workflow.outgoing_letter import deadlines, holders
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
    )

    check_content = (
        Step(holders.head_of_unit)
        .Annotation(title=_("Check the content"), description=_("head of the drafting unit"))
        .Next(this.check_format)
        .When(Outcome.RETURNED, Outcome.TAKEN_BACK, then=this.draft)
    )
    check_format = (
        Step(holders.chief_of_office)
        .Annotation(title=_("Check the format"), description=_("chief of office"))
        .Next(this.prepare)
        .When(Outcome.RETURNED, then=this.draft)
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
        .When(Outcome.REFUSED, then=this.refused)
    )
    sign = (
        Step(holders.signer)
        .Annotation(title=_("Sign"), description=_("the signer"))
        .Next(this.await_signature)
        .When(Outcome.RETURNED, Outcome.HANDED_OVER, then=this.draft)
        .When(Outcome.REFUSED, then=this.refused)
    )
    await_signature = (
        Job()
        .Annotation(title=_("Complete the signature"), description=_("the machine"))
        .Next(this.number_and_seal)
        .When(Outcome.FAILED, then=this.sign)
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
        """Give the term of ``step`` from the one table of terms."""
        return deadlines.working_days(step, letter.urgency)


# Where a letter of each status waits: what rebuilding and the doctor compare with. An issued letter waits to be
# filed until a dossier has it; the ends wait nowhere.
POSITIONS: Mapping[LetterStatus, str] = MappingProxyType(
    {
        LetterStatus.DRAFT: "draft",
        LetterStatus.CONTENT_CHECK: "check_content",
        LetterStatus.FORMAT_CHECK: "check_format",
        LetterStatus.PREPARING: "prepare",
        LetterStatus.APPROVAL: "approve",
        LetterStatus.SIGNATURE: "sign",
        LetterStatus.SIGNING: "await_signature",
        LetterStatus.SIGNED: "number_and_seal",
        LetterStatus.NUMBERED: "await_seal",
        LetterStatus.ISSUED: "file_letter",
    }
)
