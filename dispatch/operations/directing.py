"""Set a registered letter on its way: propose, direct, transfer, direct anew, take back, settle (Art. 23, 24)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import AssignmentRole as R
from dispatch.enums import AssignmentStatus as A
from dispatch.enums import DirectiveKind, IncomingStatus
from dispatch.enums import HandlingStage as H
from dispatch.models import Assignment, Directive, Handling, IncomingLetter
from dispatch.operations import closing, handled_letters, handled_rows
from dispatch.operations.clock_rules import Term, begin_anew, let_follow, set_term
from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from files.operations.storing import Deposit
from lib.calendar import local_day
from lib.text import nfc, single_line
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Post, Unit
from organisation.models.actor import Actor

_LEADERS = (Duty.HEAD, Duty.DEPUTY_HEAD)


@dataclass(frozen=True, kw_only=True)
class Named:
    """Whom a directive names, as what, until when; ``reply`` means that a written reply is required."""

    role: R
    unit: Unit | None = None
    post: Post | None = None
    term: Term = Term()
    reply: bool = False
    note: str = ""

    @property
    def key(self) -> tuple[int | None, int | None]:
        """Give what makes two the same."""
        return (self.unit.pk if self.unit else None, self.post.pk if self.post else None)

    @property
    def whom(self) -> Unit | Post:
        """Give the unit or the post."""
        found = self.unit or self.post
        if found is None:
            raise errors.NotOfTheOffice
        return found

    def as_json(self) -> dict[str, object]:
        """Give the stored form: what the directive said, whatever becomes of the assignments."""
        name = (
            self.unit.name
            if self.unit
            else f"{self.post.person.full_name}, {self.post.title}"
            if self.post
            else ""
        )
        return {
            "role": self.role.value,
            "unit": self.key[0],
            "post": self.key[1],
            "name": name,
            "days": self.term.days,
            "day": self.term.day.isoformat() if self.term.day else None,
            "reply": self.reply,
        }


@dataclass(frozen=True, kw_only=True)
class OnPaper:
    """A directive the leader wrote on paper: whose, on which day, and the scan of the paper."""

    leader: Post
    day: date
    scan: Deposit | None


@transaction.atomic
def begin(*, letter: IncomingLetter, by: Actor, at: datetime) -> Handling:
    """Begin the handling of a letter just registered: it waits for the chief of office, else for the head.

    The registry, the leaders and the chief of office may read it from now on. Once only: a second call gives the
    same row.
    """
    row = handled_letters.locked_letter(letter, by)
    standing = queries.handling_of(row)
    if standing is not None:
        return standing
    if row.status != IncomingStatus.REGISTERED:
        raise errors.IncomingIsElsewhere(status=IncomingStatus(row.status).label)
    today = local_day(at)
    chief = office.holders_of(row.organisation, Duty.CHIEF_OF_OFFICE, today).exists()
    head = None if chief else office.holders_of(row.organisation, Duty.HEAD, today).first()
    handling = Handling(
        organisation=row.organisation,
        letter=row,
        stage=H.PROPOSING if chief or head is None else H.DIRECTING,
        director=head,
        director_duty=Duty.HEAD.value if head else "",
        begun_at=at,
        stage_since=at,
    )
    handling.save()
    handled_rows.admit(row, [(role, duty) for duty, role in handled_rows.READERS.items()], at=at)
    return handled_rows.close(handling=handling, act="handling_begun", by=by, at=at)


@transaction.atomic
def propose(
    *, letter: IncomingLetter, director: Post, named: Sequence[Named], text: str, by: Actor, at: datetime
) -> Handling:
    """Present the letter to ``director`` with a proposal who handles it; refuses as ``direct`` does."""
    handling = handled_rows.locked_handling(letter, by)
    policies.may_propose(by, handling).enforce()
    _check(named, handling, at)
    _present_to(handling, director, at)
    directive = _write(handling, DirectiveKind.PROPOSAL, named, text, given_by=_post(by), by=by, at=at)
    lifecycle.carry(handling, H.DIRECTING, at=at)
    facts = {"directive": directive.pk, "director": director.pk, "named": directive.named}
    return handled_rows.close(
        handling=handling, act="proposed", by=by, at=at, facts=facts, detail={"text": directive.text}
    )


@transaction.atomic
def return_to_chief(*, letter: IncomingLetter, reason: str, by: Actor, at: datetime) -> Handling:
    """Have the chief of office propose anew, with a reason."""
    handling = handled_rows.locked_handling(letter, by)
    policies.may_return_to_chief(by, handling).enforce()
    why = closing.reason_given(reason)
    lifecycle.carry(handling, H.PROPOSING, at=at)
    return handled_rows.close(
        handling=handling, act="returned_to_chief", by=by, at=at, detail={"reason": why}
    )


@transaction.atomic
def direct(
    *,
    letter: IncomingLetter,
    named: Sequence[Named],
    text: str,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Handling:
    """Direct the letter: exactly one leads, others contribute or are told, each with a deadline (Art. 23, 24).

    While it is in hand this directs anew, with a reason: whoever is named again goes on, the others end. Refuses a
    directive without a lead or with several, somebody named twice, a unit without a head, an impossible deadline.
    """
    handling = handled_rows.locked_handling(letter, by)
    policies.may_direct(by, handling).enforce()
    _check(named, handling, at)
    anew = handling.stage in (H.IN_HAND, H.CONFIRMING)
    why = closing.reason_given(reason) if anew else ""
    if not anew:
        _present_to(handling, _post(by), at)
    return _set_going(
        handling, DirectiveKind.DIRECTIVE, named, text, reason=why, given_by=_post(by), by=by, at=at
    )


@transaction.atomic
def record_on_paper(
    *,
    letter: IncomingLetter,
    paper: OnPaper,
    named: Sequence[Named],
    text: str,
    by: Actor,
    at: datetime,
) -> Handling:
    """Record what a leader wrote on paper, with the scan that shows it; the leader is the director (Art. 23.3)."""
    handling = handled_rows.locked_handling(letter, by)
    policies.may_record_directive(by, handling).enforce()
    _check(named, handling, at)
    if paper.scan is None:
        raise errors.PaperHasNoScan
    if not (handling.letter.arrival_day or paper.day) <= paper.day <= local_day(at):
        raise errors.TermIsImpossible
    _present_to(handling, paper.leader, at)
    scan = storing.keep(by=by, at=at, deposited=paper.scan, role=FileRole.SCAN)
    return _set_going(
        handling,
        DirectiveKind.DIRECTIVE,
        named,
        text,
        given_by=paper.leader,
        given_on=paper.day,
        scan=scan,
        by=by,
        at=at,
    )


@transaction.atomic
def transfer(
    *, letter: IncomingLetter, named: Sequence[Named], text: str, by: Actor, at: datetime
) -> Handling:
    """Send the letter straight to those the office's regulation names; the chief of office follows it up."""
    handling = handled_rows.locked_handling(letter, by)
    policies.may_transfer(by, handling).enforce()
    _check(named, handling, at)
    handling.director, handling.director_duty = None, ""
    return _set_going(handling, DirectiveKind.TRANSFER, named, text, given_by=_post(by), by=by, at=at)


@transaction.atomic
def take_back(*, letter: IncomingLetter, by: Actor, at: datetime) -> Handling:
    """Fetch a directive back while nobody has opened the letter; refuses (TouchedAlready) afterwards."""
    handling = handled_rows.locked_handling(letter, by)
    policies.may_take_back_directive(by, handling).enforce()
    going = handled_rows.live(handling)
    touched = next((one for one in going if one.opened_at or one.accepted_at or one.parent_id), None)
    if touched is not None:
        raise errors.TouchedAlready(name=touched.post.person.full_name if touched.post else str(touched.unit))
    for one in going:
        handled_rows.end(one, "taken back", at=at)
    standing = queries.standing_directive(handling.letter)
    if standing is not None:
        Directive.objects.filter(pk=standing.pk).update(replaced_at=at)
    handling.directed_at = None
    if handling.director is None:
        head = office.holders_of(handling.organisation, Duty.HEAD, local_day(at)).first()
        handling.director, handling.director_duty = head, Duty.HEAD.value if head else ""
    lifecycle.carry(handling, H.DIRECTING, at=at)
    return handled_rows.close(handling=handling, act="directive_taken_back", by=by, at=at)


@transaction.atomic
def settle(*, letter: IncomingLetter, note: str, by: Actor, at: datetime) -> Handling:
    """Say, with a note, that nothing is to be done but to file it; the letter is done."""
    handling = handled_rows.locked_handling(letter, by)
    policies.may_settle(by, handling).enforce()
    why = closing.reason_given(note)
    lifecycle.carry(handling, H.FILING, at=at)
    handling.ended_at = at
    handled_letters.complete(letter=handling.letter, note=why, by=by, at=at)
    return handled_rows.close(handling=handling, act="settled", by=by, at=at, detail={"note": why})


@transaction.atomic
def end_without_result(*, letter: IncomingLetter, reason: str, by: Actor, at: datetime) -> Handling | None:
    """Ask nobody any more about a letter that was cancelled at its sender's recall, or registered by mistake.

    Part of the act that ends the letter, which has asked its own policy. None when the letter was never handled or
    is done.
    """
    row = handled_letters.locked_letter(letter, by)
    standing = queries.handling_of(row)
    if standing is None or (H(standing.stage), H.OVER) not in lifecycle.HANDLING:
        return None
    handling = handled_rows.locked_handling(row, by)
    for one in handled_rows.live(handling):
        if one.is_open and one.parent_id is None:
            handled_rows.end(one, reason, at=at)
    lifecycle.carry(handling, H.OVER, at=at)
    handling.ended_at = at
    return handled_rows.close(
        handling=handling, act="handling_ended", by=by, at=at, detail={"reason": reason}
    )


# ------------------------------------------------------------------ the parts of an act
def _post(by: Actor) -> Post:
    if by.acting_post is None:
        raise errors.NotOfTheOffice
    return by.acting_post


def _present_to(handling: Handling, director: Post, at: datetime) -> None:
    """Let ``director`` decide; refuses whoever is no leader of this office today."""
    posts = office.posts_on(handling.organisation, local_day(at)).filter(pk=director.pk)
    post = posts.first()
    duty = next((duty for duty in _LEADERS if post is not None and duty.value in post.duties), None)
    if duty is None:
        raise errors.NotALeader
    handling.director, handling.director_duty = post, duty.value


def _check(named: Sequence[Named], handling: Handling, at: datetime) -> None:
    """Refuse what no directive may say."""
    if sum(one.role == R.LEAD for one in named) != 1:
        raise errors.ExactlyOneLead
    seen: set[tuple[int | None, int | None]] = set()
    today = local_day(at)
    posts = set(office.posts_on(handling.organisation, today).values_list("pk", flat=True))
    units = set(office.units_of(handling.organisation, today).values_list("pk", flat=True))
    for one in named:
        unit, post = one.key
        if one.key in seen:
            raise errors.NamedTwice(name=str(one.unit or (one.post.person if one.post else "")))
        seen.add(one.key)
        if (
            (unit is None) == (post is None)
            or (unit or 0) not in units | {0}
            or (post or 0) not in posts | {0}
        ):
            raise errors.NotOfTheOffice
        if one.unit is not None and one.role != R.INFORMATION:
            heads = office.holders_of(handling.organisation, Duty.UNIT_HEAD, today, unit=one.unit)
            if not heads.exists():
                raise errors.NobodyHeadsTheUnit(unit=one.unit.name)


def _write(
    handling: Handling,
    kind: DirectiveKind,
    named: Sequence[Named],
    text: str,
    *,
    given_by: Post,
    by: Actor,
    at: datetime,
    given_on: date | None = None,
    scan: StoredFile | None = None,
    reason: str = "",
) -> Directive:
    said = nfc(text.replace("\0", "")).strip()[:2000]
    if not said:
        raise errors.ReportIsMissing
    closing.refuse_secrets(said, *(one.note for one in named))
    standing = Directive.objects.filter(letter=handling.letter, replaced_at__isnull=True)
    if kind == DirectiveKind.PROPOSAL:
        standing.filter(kind=kind).update(replaced_at=at)
    else:
        standing.exclude(kind=DirectiveKind.PROPOSAL).update(replaced_at=at)
    return Directive.objects.create(
        organisation=handling.organisation,
        letter=handling.letter,
        kind=kind,
        given_by=given_by,
        written_by=_post(by),
        given_on=given_on or local_day(at),
        text=said,
        named=[one.as_json() for one in named],
        scan=scan,
        reason=reason,
        written_at=at,
    )


def _set_going(
    handling: Handling,
    kind: DirectiveKind,
    named: Sequence[Named],
    text: str,
    *,
    given_by: Post,
    by: Actor,
    at: datetime,
    given_on: date | None = None,
    scan: StoredFile | None = None,
    reason: str = "",
) -> Handling:
    """Write the directive and its assignments; the letter is in hand."""
    directive = _write(
        handling,
        kind,
        named,
        text,
        given_by=given_by,
        given_on=given_on,
        scan=scan,
        reason=reason,
        by=by,
        at=at,
    )
    ended = _end_others(handling, named, reason, at=at)
    kept = {(one.unit_id, one.post_id): one for one in handled_rows.live(handling) if one.parent_id is None}
    calendar = office.WorkingCalendar.of(handling.organisation)
    # The lead comes last: of two that go on one hands the lead over before the other takes it.
    for one in sorted(named, key=lambda each: each.role == R.LEAD):
        assignment = kept.get(one.key) or Assignment(
            organisation=handling.organisation,
            letter=handling.letter,
            unit=one.unit,
            post=one.post,
            given_at=at,
        )
        _give(assignment, one, directive, given_by=given_by, calendar=calendar, at=at)
    handling.directed_at = at
    if handling.stage != H.IN_HAND:
        lifecycle.carry(handling, H.IN_HAND, at=at)
    names = {DirectiveKind.TRANSFER: "transferred", DirectiveKind.DIRECTIVE: "directed"}
    facts = {"directive": directive.pk, "by_leader": given_by.pk, "named": directive.named, "ended": ended}
    facts |= {"scan": directive.scan.sha256 if directive.scan else None}
    detail = {"text": directive.text, "reason": reason, "leader": given_by.person.full_name}
    act = "directed_anew" if reason else names[kind]
    return handled_rows.close(handling=handling, act=act, by=by, at=at, facts=facts, detail=detail)


def _give(
    assignment: Assignment,
    named: Named,
    directive: Directive,
    *,
    given_by: Post,
    calendar: office.WorkingCalendar,
    at: datetime,
) -> None:
    """Let ``assignment`` be what the directive says of it; one that goes on keeps its status unless it has reported."""
    went_on, was = assignment.pk is not None, assignment.role
    assignment.directive, assignment.role, assignment.given_by = directive, named.role, given_by
    assignment.reply_required = named.reply and named.role == R.LEAD
    assignment.note = single_line(named.note)[:1000]
    if named.role == R.INFORMATION:
        assignment.started_on, assignment.due_on = local_day(at), None
        assignment.term_days = assignment.term_date = None
        if went_on:
            handled_rows.let_go(assignment, at=at)
    else:
        begin_anew(assignment, today=local_day(at))
        set_term(assignment, named.term, today=local_day(at), calendar=calendar)
    if not went_on or (was == R.INFORMATION) != (named.role == R.INFORMATION):
        lifecycle.give(assignment, at=at)
    elif assignment.status in (A.REPORTED, A.DECLINED) or (
        assignment.status == A.DONE and named.role == R.LEAD
    ):
        lifecycle.give_again(assignment, at=at)
    assignment.save()
    let_follow(assignment, today=local_day(at), anew=True)
    handled_rows.admit_assigned(assignment, at=at)


def _end_others(handling: Handling, named: Iterable[Named], reason: str, *, at: datetime) -> list[int]:
    """End what is not named again; give the keys."""
    again = {one.key for one in named}
    asks_nothing = {one.key for one in named if one.role == R.INFORMATION}
    ended = []
    for one in handled_rows.live(handling):
        if (
            one.parent is not None
            and (one.parent.unit_id, one.parent.post_id) in asks_nothing
            and one.is_open
        ):
            handled_rows.end(one, reason, at=at)
        if one.parent_id is not None or (one.unit_id, one.post_id) in again or one.status == A.DONE:
            continue
        handled_rows.end(one, reason or "directed anew", at=at)
        ended.append(one.pk)
    return ended
