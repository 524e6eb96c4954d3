"""What every act on the handling of an incoming letter shares: the lock, who may read it, how the act ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, lifecycle, queries
from dispatch.enums import AssignmentRole as R
from dispatch.enums import AssignmentStatus as A
from dispatch.enums import ExtensionState, HandlingPart, HandlingStage, IncomingStatus
from dispatch.models import Assignment, Handling, IncomingLetter, IncomingPart
from dispatch.operations.receiving import KIND
from files import queries as files
from lib.calendar import local_day
from lib.database import locked
from organisation.enums import Duty
from organisation.models import Post, Unit
from organisation.models.actor import Actor
from search.operations import projecting

READERS = {
    Duty.REGISTRY_CLERK: HandlingPart.REGISTRY,
    Duty.HEAD: HandlingPart.LEADERS,
    Duty.DEPUTY_HEAD: HandlingPart.LEADERS,
    Duty.CHIEF_OF_OFFICE: HandlingPart.LEADERS,
}


def locked_handling(letter: IncomingLetter, by: Actor) -> Handling:
    """Give the handling of ``letter`` freshly read, the letter locked before it; refuses one that never began."""
    row = locked(IncomingLetter, letter.pk)
    if row.organisation_id == by.organisation.pk:
        row.organisation = by.organisation
    handling = (
        Handling.objects.select_for_update(of=("self",))
        .select_related("director__person", "director__unit")
        .filter(letter=row)
        .first()
    )
    if handling is None:
        raise errors.HandlingIsUnknown
    handling.letter, handling.organisation = row, row.organisation
    return handling


def assignment_of(handling: Handling, key: int) -> Assignment:
    """Give an assignment of the locked ``handling``, freshly read; raise DoesNotExist."""
    row: Assignment = queries.assignments_of(handling.letter).get(pk=key)
    attach(handling, [row])
    return row


def live(handling: Handling) -> list[Assignment]:
    """Give what has not ended of the locked ``handling``, oldest first."""
    rows = list(queries.assignments_of(handling.letter).exclude(status=A.ENDED))
    attach(handling, rows)
    return rows


def attach(handling: Handling, rows: Iterable[Assignment]) -> None:
    """Lay the locked letter on the rows."""
    for row in rows:
        row.letter, row.organisation = handling.letter, handling.organisation
        if row.parent_id is not None and row.parent is not None:
            row.parent.letter = handling.letter


def end(assignment: Assignment, reason: str, *, at: datetime) -> None:
    """End an assignment and what was given on from it. Whoever had not opened it no longer sees the letter."""
    for child in queries.assignments_of(assignment.letter).filter(parent=assignment).exclude(status=A.ENDED):
        if child.is_open or child.status == A.TOLD:
            child.letter = assignment.letter
            end(child, reason, at=at)
    lifecycle.turn(assignment, A.ENDED, at=at)
    assignment.ended_reason = reason
    let_go(assignment, at=at)
    assignment.save()
    if assignment.opened_at is None and assignment.accepted_at is None:
        dismiss(assignment, at=at)


def let_go(assignment: Assignment, *, at: datetime) -> None:
    """Wait for nothing more beside an assignment: no clock stands still, no wish and no opinion is open. Not saved."""
    assignment.paused_on = None
    assignment.pauses.filter(resumed_on__isnull=True).update(resumed_on=local_day(at))
    assignment.extensions.filter(state=ExtensionState.ASKED).update(
        state=ExtensionState.DROPPED, answered_at=at
    )
    assignment.questions.filter(answered_at__isnull=True, over_at__isnull=True).update(over_at=at)


def end_unhandled(letter: IncomingLetter, *, at: datetime) -> None:
    """Let the handling of the locked ``letter`` wait to be filed, when the registry says that it is dealt with."""
    handling = Handling.objects.select_for_update(of=("self",)).filter(letter=letter).first()
    if handling is not None:
        lifecycle.carry(handling, HandlingStage.FILING, at=at)
        handling.ended_at = at
        handling.save()


# ------------------------------------------------------------------ who may read
def token(organisation_key: int, whom: Post | Unit | Duty) -> str:
    """Give the access token of a post, of the head of a unit, or of a duty."""
    prefix = f"org:{organisation_key}"
    if isinstance(whom, Post):
        return f"{prefix}/post:{whom.pk}"
    if isinstance(whom, Unit):
        return f"{prefix}/unit:{whom.pk}/duty:{Duty.UNIT_HEAD.value}"
    return f"{prefix}/duty:{whom.value}"


def admit(
    letter: IncomingLetter, parts: Iterable[tuple[HandlingPart, Post | Unit | Duty]], *, at: datetime
) -> None:
    """Let several read ``letter``; twice is once, and whoever had lost it has it again."""
    rows = [
        IncomingPart(
            organisation_id=letter.organisation_id,
            letter=letter,
            role=role,
            token=token(letter.organisation_id, whom),
            since=at,
        )
        for role, whom in parts
    ]
    IncomingPart.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["letter", "role", "token"], update_fields=["until"]
    )


def admit_assigned(assignment: Assignment, *, at: datetime) -> None:
    """Let whoever has an assignment read the letter, and the head of the unit."""
    told = assignment.role == R.INFORMATION
    parts: list[tuple[HandlingPart, Post | Unit | Duty]] = []
    if assignment.unit is not None:
        parts = [(HandlingPart.INFORMED if told else HandlingPart.UNIT_HEAD, assignment.unit)]
    elif assignment.post is not None:
        parts = [(HandlingPart.INFORMED if told else HandlingPart.ASSIGNED, assignment.post)]
        parts += [] if told else [(HandlingPart.UNIT_HEAD, assignment.post.unit)]
    admit(assignment.letter, parts, at=at)


def dismiss(assignment: Assignment, *, at: datetime) -> None:
    """Take the letter from whoever had an assignment and never looked, unless they have another part in it."""
    letter = assignment.letter
    standing = queries.assignments_of(letter).exclude(pk=assignment.pk)
    seen = [one for one in standing if one.status != A.ENDED or one.opened_at or one.accepted_at]
    kept = {name for one in seen for name in _tokens(one)}
    gone = set(_tokens(assignment)) - kept
    parts = IncomingPart.objects.filter(letter=letter, token__in=gone, until__isnull=True)
    parts.exclude(role=HandlingPart.CONSULTED).update(until=at)


def _tokens(assignment: Assignment) -> list[str]:
    if assignment.unit is not None:
        return [token(assignment.organisation_id, assignment.unit)]
    if assignment.post is None:
        return []
    own = token(assignment.organisation_id, assignment.post)
    return [own, token(assignment.organisation_id, assignment.post.unit)]


# ------------------------------------------------------------------ how an act ends
def close(
    *,
    handling: Handling,
    act: str,
    by: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    detail: Mapping[str, object] | None = None,
) -> Handling:
    """Save the handling, record the event ``incoming.<act>``, renew what search finds; give the handling."""
    handling.save()
    letter = handling.letter
    recording.record(
        f"incoming.{act}",
        subject=Subject(KIND, str(letter.pk)),
        by=by,
        at=at,
        facts={"stage": str(handling.stage), **(facts or {})},
        detail={"reference_code": letter.reference_code, "subject": letter.subject, **(detail or {})},
    )
    project(letter, at=at)
    return handling


def unproject(letter: IncomingLetter, *, at: datetime) -> None:
    """Let a letter be found no more: it was struck out of the book."""
    projecting.withdraw(organisation=letter.organisation, kind=KIND, key=str(letter.pk), at=at)


def project(letter: IncomingLetter, *, at: datetime) -> None:
    """Write what of a registered letter can be found, and by whom: those who have a part in it, nobody else."""
    if letter.status not in (IncomingStatus.REGISTERED, IncomingStatus.COMPLETED):
        return
    parts = IncomingPart.objects.filter(letter=letter, until__isnull=True)
    tokens = sorted(set(parts.values_list("token", flat=True)))
    read = (files.text_of(letter.file) if letter.file else None) or ""
    projecting.project(
        organisation=letter.organisation,
        kind=KIND,
        key=str(letter.pk),
        title=letter.subject,
        code=letter.reference_code,
        text="\n".join((letter.issuer, letter.signer, letter.addressees, letter.field_of_work, read)),
        facets={"kind": letter.kind, "status": str(letter.status), "direction": "incoming"},
        tokens=tokens or [token(letter.organisation_id, duty) for duty in READERS],
        dated_on=letter.dated_on,
        at=at,
    )
