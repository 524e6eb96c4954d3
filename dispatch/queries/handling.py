"""Reading who handles an incoming letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from dispatch.enums import EVER_ISSUED, DirectiveKind, ExtensionState, HandlingStage, IncomingStatus
from dispatch.enums import AssignmentRole as R
from dispatch.enums import AssignmentStatus as A
from dispatch.models import (
    Assignment,
    Directive,
    DirectivePhrase,
    Extension,
    Handling,
    HandlingQuestion,
    IncomingLetter,
    IncomingPart,
    OutgoingLetter,
    Reply,
)
from dispatch.models.handling import OPEN
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Organisation, Post
from organisation.models.actor import Actor

SEES_ALL = (Duty.REGISTRY_CLERK, Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE)
_OF_LATE, _MOST_USUAL = 200, 4
_SHOWN = ("allocation", "handling__director__person", "unit")


def registered_visible_to(actor: Actor, at: datetime) -> QuerySet[IncomingLetter]:
    """Give the registered letters ``actor`` may read, also for absent colleagues, the newest arrival first."""
    return registered_seen_with(actor.organisation, office.access_tokens_of(actor, at))


def registered_seen_with(organisation: Organisation, tokens: Iterable[str]) -> QuerySet[IncomingLetter]:
    """Give the registered letters somebody with ``tokens`` may read.

    Registry and leaders have a part in every letter from its first moment on, so of them it need not be asked.
    """
    held = set(tokens)
    found = IncomingLetter.objects.filter(
        organisation=organisation, status__in=[IncomingStatus.REGISTERED, IncomingStatus.COMPLETED]
    )
    if not held & {f"org:{organisation.pk}/duty:{duty.value}" for duty in SEES_ALL}:
        part = IncomingPart.objects.filter(letter=OuterRef("pk"), token__in=sorted(held), until__isnull=True)
        found = found.filter(Exists(part))
    return found.select_related(*_SHOWN).order_by("-id")


def handling_of(letter: IncomingLetter) -> Handling | None:
    """Give the handling of ``letter``, None before it began."""
    row = Handling.objects.select_related("director__person", "director__unit").filter(letter=letter).first()
    if row is not None:
        row.letter, row.organisation = letter, letter.organisation
    return row


def assignments_of(letter: IncomingLetter) -> QuerySet[Assignment]:
    """Give every assignment of ``letter``, ended ones too, in the order they were given."""
    return _joined(Assignment.objects.filter(letter=letter)).order_by("id")


def open_assignments_of(letter: IncomingLetter) -> list[Assignment]:
    """Give what is still to be done about ``letter``."""
    return [one for one in assignments_of(letter) if one.is_open]


def assignment_by_key(organisation: Organisation, pk: int) -> Assignment:
    """Give one assignment with its letter; raises DoesNotExist."""
    rows = _joined(Assignment.objects.filter(organisation=organisation))
    return rows.select_related("letter__handling__director__person", "letter__organisation").get(pk=pk)


def lead_of(letter: IncomingLetter) -> Assignment | None:
    """Give who leads, None before the letter is directed."""
    leads = assignments_of(letter).filter(role=R.LEAD, parent__isnull=True)
    return leads.exclude(status=A.ENDED).first()


def open_assignments(organisation: Organisation) -> QuerySet[Assignment]:
    """Give everything that is still to be done in an office."""
    rows = _joined(Assignment.objects.filter(organisation=organisation, status__in=OPEN))
    return rows.select_related("letter__allocation", "letter__handling").order_by("due_on", "id")


def open_parts_of_post(post: Post) -> int:
    """Give how many assignments would go to the head of the unit if ``post`` ended."""
    return Assignment.objects.filter(post=post, status__in=OPEN).count()


def open_parts_of(post: Post) -> QuerySet[Assignment]:
    """Give the same assignments, each with its letter, the oldest first."""
    rows = _joined(Assignment.objects.filter(post=post, status__in=OPEN))
    return rows.select_related("letter__allocation").order_by("id")


def clocks_running(organisation: Organisation, *, until: date) -> QuerySet[Assignment]:
    """Give what is being worked on with a running clock that ends by ``until``."""
    rows = open_assignments(organisation).filter(
        status__in=[A.WAITING, A.ACCEPTED, A.PASSED_ON, A.DECLINED],
        letter__handling__stage=HandlingStage.IN_HAND,
    )
    return rows.filter(paused_on__isnull=True, due_on__lte=until)


def directives_of(letter: IncomingLetter) -> QuerySet[Directive]:
    """Give what was proposed and directed about ``letter``, replaced ones too, in order."""
    people = ("given_by__person", "written_by__person", "scan__blob")
    return letter.directives.select_related(*people).order_by("id")


def standing_directive(letter: IncomingLetter) -> Directive | None:
    """Give the directive in force."""
    return directives_of(letter).filter(replaced_at__isnull=True).exclude(kind=DirectiveKind.PROPOSAL).first()


def standing_proposal(letter: IncomingLetter) -> Directive | None:
    """Give what the chief of office proposes."""
    return directives_of(letter).filter(replaced_at__isnull=True, kind=DirectiveKind.PROPOSAL).first()


def replies_of(letter: IncomingLetter) -> QuerySet[Reply]:
    """Give the letters begun in reply to an incoming one, oldest first."""
    return letter.replies.select_related("letter__drafter").order_by("id")


def replied_to(letter: OutgoingLetter) -> QuerySet[Reply]:
    """Give what an outgoing letter replies to."""
    return letter.replies_to.select_related("incoming__allocation").order_by("id")


def has_issued_reply(letter: IncomingLetter) -> bool:
    """Say whether a reply to ``letter`` was issued."""
    return letter.replies.filter(letter__status__in=EVER_ISSUED).exists()


def questions_of(letter: IncomingLetter) -> QuerySet[HandlingQuestion]:
    """Give the opinions asked for about ``letter``, in order."""
    return letter.questions.select_related("post__person", "post__unit", "asked_by__person").order_by("id")


def open_questions(letter: IncomingLetter) -> list[HandlingQuestion]:
    """Give the opinions that are still waited for."""
    return list(questions_of(letter).filter(answered_at__isnull=True, over_at__isnull=True))


def extensions_of(letter: IncomingLetter) -> QuerySet[Extension]:
    """Give the wishes for more time, in order."""
    rows = Extension.objects.filter(assignment__letter=letter)
    people = ("asked_by__person", "answered_by__person", "assignment__post__person", "assignment__unit")
    return rows.select_related(*people).order_by("id")


def open_extensions(letter: IncomingLetter) -> list[Extension]:
    """Give the wishes for more time that nobody has answered."""
    return list(extensions_of(letter).filter(state=ExtensionState.ASKED))


def lies_in_intake(organisation: Organisation, pk: int) -> bool:
    """Say whether a letter stands in no book: waiting, returned, or struck out again."""
    rows = IncomingLetter.objects.filter(organisation=organisation, pk=pk)
    return rows.exclude(status__in=[IncomingStatus.REGISTERED, IncomingStatus.COMPLETED]).exists()


def extension_by_key(organisation: Organisation, pk: int) -> Extension:
    """Give one wish for more time; raises DoesNotExist."""
    return Extension.objects.select_related("asked_by__person").get(organisation=organisation, pk=pk)


def question_by_key(organisation: Organisation, pk: int) -> HandlingQuestion:
    """Give one opinion asked for; raises DoesNotExist."""
    joined = (
        "post__person",
        "asked_by__person",
        "letter__organisation",
        "assignment__post",
        "assignment__unit",
    )
    return HandlingQuestion.objects.select_related(*joined).get(organisation=organisation, pk=pk)


def directive_phrases(actor: Actor) -> QuerySet[DirectivePhrase]:
    """Give the words the office and this person keep for directives, in their order."""
    mine = Q(person__isnull=True) | Q(person=actor.person)
    rows = DirectivePhrase.objects.filter(mine, organisation=actor.organisation, retired_at__isnull=True)
    return rows.order_by("position", "id")


def usual_leads(actor: Actor) -> list[tuple[int | None, int | None]]:
    """Give the units and posts this leader named lead most often of late, as (unit, post) keys."""
    post = actor.acting_post
    if post is None:
        return []
    given = Assignment.objects.filter(
        organisation=actor.organisation, given_by=post, role=R.LEAD, parent__isnull=True
    ).order_by("-id")[:_OF_LATE]
    counted = Counter(given.values_list("unit_id", "post_id"))
    return [key for key, _count in counted.most_common(_MOST_USUAL)]


def _joined(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return rows.select_related(
        "unit", "post__person", "post__unit", "given_by__person", "parent__unit", "parent__post__person",
        "parent__post__unit",
    )  # fmt: skip
