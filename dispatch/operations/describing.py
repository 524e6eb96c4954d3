"""The registry writes down what stands on an arrival: by hand, or by taking over what the machine proposes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, policies, queries
from dispatch.enums import ProposalState, Urgency
from dispatch.models import IncomingLetter, NumberAllocation, Proposal
from dispatch.models.codes import split_code
from dispatch.models.incoming import LANGUAGE
from dispatch.models.kinds import kind_of
from dispatch.operations import closing, handled_rows
from dispatch.operations.receiving import KIND
from lib.calendar import local_day
from lib.database import locked
from lib.text import fold, single_line
from organisation.models.actor import Actor

_OLDEST = date(1945, 9, 2)
_IDENTITY = {"issuer", "code", "dated_on"}  # by these three a letter is known


@dataclass(frozen=True, kw_only=True)
class ArrivalFacts:
    """What stands on the page. ``issuer`` made it, ``sender`` brought it; ``code`` is number and symbol in one.

    ``due_on`` is the day by which the letter itself asks for an answer (Decree 30/2020 App. VI, field 18).
    """

    issuer: str = ""
    sender: str = ""
    code: str = ""
    dated_on: date | None = None
    kind: str = ""
    subject: str = ""
    signer: str = ""
    signer_title: str = ""
    addressees: str = ""
    urgency: str = Urgency.NORMAL
    language: str = LANGUAGE
    due_on: date | None = None

    @classmethod
    def of(cls, letter: IncomingLetter) -> ArrivalFacts:
        """Give what is written down already."""
        return cls(
            issuer=letter.issuer,
            sender=letter.sender,
            code=letter.reference_code,
            dated_on=letter.dated_on,
            kind=letter.kind,
            subject=letter.subject,
            signer=letter.signer,
            signer_title=letter.signer_title,
            addressees=letter.addressees,
            urgency=letter.urgency,
            language=letter.language,
            due_on=letter.due_on,
        )


@transaction.atomic
def describe(*, letter: IncomingLetter, facts: ArrivalFacts, by: Actor, at: datetime) -> IncomingLetter:
    """Write down the facts of an arrival; give it. Everything may still be empty: registering asks for it.

    Refuses marks of secrecy among the words, a day ahead of the arrival, and what the issuer's own system has said.
    """
    row = locked(IncomingLetter, letter.pk)
    if row.organisation_id == by.organisation.pk:
        row.organisation = by.organisation
    policies.may_describe_arrival(by, row).enforce()
    before = ArrivalFacts.of(row)
    write(row, facts)
    row.updated_at = at
    row.save()
    changed = _changed(before, ArrivalFacts.of(row))
    if changed:
        _decide(row, changed, at)
        recording.record(
            "incoming.described",
            subject=Subject(KIND, str(row.pk)),
            by=by,
            at=at,
            facts={"fields": sorted(changed)},
            detail={name: str(value or "") for name, value in changed.items()},
        )
    return row


@transaction.atomic
def correct(
    *,
    letter: IncomingLetter,
    facts: ArrivalFacts,
    reason: str,
    seen: datetime | None = None,
    by: Actor,
    at: datetime,
) -> IncomingLetter:
    """Correct what the book says of a registered letter, with a reason; number and day of arrival stay (Art. 22).

    What it said before stays in the log, field by field. Refuses what ``describe`` refuses, a line without issuer or
    subject, one that then equals another letter of the book, a day of the letter behind its day of arrival, a closed
    book, and a correction that changes nothing. ``seen`` is when the line was changed last that the clerk has before
    him: refuses (CorrectedMeanwhile) once it was changed again, for a correction says every field.
    """
    row = locked(IncomingLetter, letter.pk)
    if row.organisation_id == by.organisation.pk:
        row.organisation = by.organisation
    policies.may_correct_arrival(by, row).enforce()
    line = locked(NumberAllocation.objects.select_related("series"), row.allocation_id or 0)
    policies.is_open_book(line.series).enforce()
    reason = closing.reason_given(reason)[:500]
    before = ArrivalFacts.of(row)
    if seen is not None and seen != row.updated_at:
        raise errors.CorrectedMeanwhile
    write(row, facts)
    if row.dated_on is not None and row.arrival_day is not None and row.dated_on > row.arrival_day:
        raise errors.DayOfLetterIsImpossible(day=f"{row.dated_on:%d/%m/%Y}")
    policies.is_described(row).enforce()
    changed = _changed(before, ArrivalFacts.of(row))
    if not changed:
        raise errors.NothingIsCorrected
    if changed.keys() & _IDENTITY:
        _refuse_double(row)
    row.allocation, row.updated_at, line.kind = line, at, row.kind
    row.save()
    line.save(update_fields=["kind"])
    recording.record(
        "incoming.corrected",
        subject=Subject(KIND, str(row.pk)),
        by=by,
        at=at,
        facts={"fields": sorted(changed)},
        detail={
            "reason": reason,
            **{name: str(value or "") for name, value in changed.items()},
            **{f"{name}_before": str(getattr(before, name) or "") for name in changed},
        },
    )
    handled_rows.project(row, at=at)
    return row


def _refuse_double(row: IncomingLetter) -> None:
    """Refuse a line that would say of two arrivals that they are the same letter."""
    others = queries.registered_alike(
        row.organisation, issuer=row.issuer, code=row.reference_code, dated_on=row.dated_on
    )
    known = {row.pk, row.same_as_id}
    double = next((one for one in others if one.pk not in known and one.same_as_id != row.pk), None)
    if double is not None:
        raise errors.ArrivalMayBeDouble(number=double.allocation)


@transaction.atomic
def note(*, letter: IncomingLetter, values: Mapping[str, Any], by: Actor, at: datetime) -> IncomingLetter:
    """Write down some facts of an arrival by field, beside what others write down meanwhile; give the letter.

    Refuses what ``describe`` refuses.
    """
    row = locked(IncomingLetter, letter.pk)
    return describe(letter=row, facts=replace(ArrivalFacts.of(row), **values), by=by, at=at)


@transaction.atomic
def accept(*, letter: IncomingLetter, fields: Collection[str], by: Actor, at: datetime) -> IncomingLetter:
    """Take over what is proposed for ``fields``, as it stands; give the letter. Refuses what ``describe`` does."""
    open_ones = letter.proposals.filter(field__in=fields, state=ProposalState.OPEN)
    values: dict[str, Any] = {one.field: value_of(one) for one in open_ones}
    return note(letter=letter, values=values, by=by, at=at)


def value_of(proposal: Proposal) -> str | date:
    """Give a proposed value as the facts hold it."""
    return date.fromisoformat(proposal.value) if proposal.field == "dated_on" else proposal.value


def _decide(row: IncomingLetter, changed: Mapping[str, object], at: datetime) -> None:
    """Note of each proposal whether the clerk took it over or wrote something else."""
    for one in row.proposals.filter(field__in=changed):
        same = single_line(str(changed[one.field] or "")) == single_line(str(value_of(one)))
        one.state = ProposalState.ACCEPTED if same else ProposalState.CHANGED
        one.decided_at = at
        one.save(update_fields=["state", "decided_at"])


def write(row: IncomingLetter, facts: ArrivalFacts) -> None:
    """Put ``facts`` into the locked row, in memory; refuses what ``describe`` refuses."""
    closing.refuse_secrets(facts.issuer, facts.sender, facts.subject, facts.signer, facts.addressees)
    day = facts.dated_on
    if day is not None and not _OLDEST <= day <= local_day(row.arrived_at):
        raise errors.DayOfLetterIsImpossible(day=f"{day:%d/%m/%Y}")
    row.issuer = single_line(facts.issuer)[:300]
    row.issuer_folded = fold(row.issuer)[:300]
    row.sender = single_line(facts.sender)[:300] or row.issuer
    row.number, row.symbol, row.reference_code = split_code(facts.code)
    row.dated_on = day
    row.kind = facts.kind
    row.kind_name = kind_of(facts.kind).name if facts.kind else ""
    row.subject = single_line(facts.subject)[:500]
    row.signer, row.signer_title = single_line(facts.signer)[:150], single_line(facts.signer_title)[:150]
    row.addressees = "\n".join(single_line(line) for line in facts.addressees.splitlines() if line.strip())
    row.urgency = Urgency(facts.urgency)
    if facts.due_on is not None and day is not None and facts.due_on < day:
        raise errors.AnswerIsDueBeforeLetter(day=f"{facts.due_on:%d/%m/%Y}")
    row.language, row.due_on = single_line(facts.language)[:30] or LANGUAGE, facts.due_on


def _changed(before: ArrivalFacts, after: ArrivalFacts) -> Mapping[str, object]:
    return {name: value for name, value in vars(after).items() if value != getattr(before, name)}
