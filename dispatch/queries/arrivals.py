"""Reading about arrivals: proposals, progress, names known already, letters alike, what could not come in."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from dispatch.enums import IncomingStatus
from dispatch.models import (
    ArrivalFailure,
    ArrivalReading,
    Correspondent,
    IncomingLetter,
    Likeness,
    Proposal,
    Regrouping,
)
from dispatch.reading.lines import page_of
from dispatch.reading.offices import COMMON
from dispatch.reading.proposing import plain
from files import queries as files
from files.models import StoredFile
from organisation.models import Organisation
from signing.enums import ReasonCode, VerdictStatus
from signing.judging.results import Verdict
from signing.queries import verdict_of

_MOST_NAMES = 2_000
_MOST_ALIKE = 60
_FIRST, _LAST = 3, 2
_COMPARED = (IncomingStatus.ARRIVED, IncomingStatus.REGISTERED, IncomingStatus.COMPLETED)


def proposals_of(letter: IncomingLetter) -> dict[str, Proposal]:
    """Give what is proposed for the letter, by field."""
    return {one.field: one for one in letter.proposals.all()}


def reading_of(letter: IncomingLetter) -> ArrivalReading | None:
    """Give how far the letter was read; None for one that came before letters were read."""
    return ArrivalReading.objects.filter(letter=letter).first()


def being_read(organisation: Organisation) -> QuerySet[ArrivalReading]:
    """Give the readings under way, the oldest first."""
    waiting = ArrivalReading.objects.filter(
        organisation=organisation, read_at__isnull=True, letter__status=IncomingStatus.ARRIVED
    )
    return waiting.select_related("letter__file__blob").order_by("asked_at", "id")


def next_arrivals(letter: IncomingLetter) -> tuple[IncomingLetter | None, IncomingLetter | None, int, int]:
    """Give the waiting arrivals before and after this one in the tray's order, its place, and how many wait."""
    waiting = IncomingLetter.objects.filter(
        organisation=letter.organisation_id, status=IncomingStatus.ARRIVED
    )
    newer = Q(arrived_at__gt=letter.arrived_at) | Q(arrived_at=letter.arrived_at, pk__gt=letter.pk)
    before = waiting.filter(newer)
    after = waiting.exclude(newer).exclude(pk=letter.pk)
    return (
        before.order_by("arrived_at", "id").first(),
        after.order_by("-arrived_at", "-id").first(),
        before.count() + 1,
        waiting.count(),
    )


def known_offices(organisation: Organisation) -> dict[str, str]:
    """Give the names of offices as this one writes them, by their plain form: earlier letters before common names."""
    letters = IncomingLetter.objects.filter(organisation=organisation, registered_at__isnull=False)
    issuers = letters.order_by("-registered_at").values_list("issuer", flat=True)[:_MOST_NAMES]
    directory = Correspondent.objects.filter(organisation=organisation, retired_at__isnull=True)
    names = directory.values_list("name", flat=True)[:_MOST_NAMES]
    return {**COMMON, **{plain(name): name for name in (*names, *reversed(issuers)) if plain(name)}}


def name_of_address(organisation: Organisation, address: str) -> str:
    """Give the correspondent who writes from an e-mail address, empty when nobody known does."""
    known = Correspondent.objects.filter(
        organisation=organisation, email__iexact=address, retired_at__isnull=True
    )
    return known.values_list("name", flat=True).first() or "" if address else ""


def signers_of(file: StoredFile) -> list[tuple[str, str]]:
    """Give name and organisation of each signature of a file that was not found false."""
    found = verdict_of(file)
    if found is None or found.status == VerdictStatus.REJECT:
        return []
    stored = found.report or {"status": found.status, "level": found.level, "file_sha256": file.sha256}
    report = Verdict.from_json({"signatures": [], "reasons": [], **stored})
    return [(one.signer or "", one.organisation or "") for one in report.signers]


def is_unsigned(file: StoredFile) -> bool:
    """Say whether the only thing wrong with a file is that it bears no digital signature."""
    found = verdict_of(file)
    return found is not None and (found.report or {}).get("reasons") == [ReasonCode.NOT_SIGNED.value]


def sketched_alike(letter: IncomingLetter, sketched: Sequence[int]) -> list[IncomingLetter]:
    """Give letters whose text may be nearly the same, by what their sketches have in common."""
    others = ArrivalReading.objects.filter(
        organisation=letter.organisation_id, sketch__overlap=list(sketched), letter__status__in=_COMPARED
    ).exclude(letter=letter)
    return [one.letter for one in others.select_related("letter__file__blob").order_by("-id")[:_MOST_ALIKE]]


def first_text_of(letter: IncomingLetter) -> str:
    """Give the text of the pages that were read first, by which letters are compared."""
    count = letter.reading.pages
    wanted = [page for page in range(1, count + 1) if page <= _FIRST or page > count - _LAST]
    told = [(page, files.words_of(letter.scan, page)) for page in wanted]
    return "\n".join(line.text for page, words in told if words for line in page_of(words, page).lines)


def likenesses_of(letter: IncomingLetter) -> QuerySet[Likeness]:
    """Give the letters whose text is nearly the same and that nobody has found to be another."""
    found = letter.likenesses.filter(percent__isnull=False, not_same_at__isnull=True)
    return found.select_related("other__allocation", "other__file").order_by("-percent", "id")


def regrouping_by_key(organisation: Organisation, pk: int) -> Regrouping | None:
    """Give one regrouping of the office."""
    return Regrouping.objects.filter(organisation=organisation, pk=pk).first()


def made_with(letter: IncomingLetter) -> list[IncomingLetter]:
    """Give what a letter that was divided or joined anew was made of, as it came."""
    if letter.made_by is None:
        return []
    return list(letter.made_by.taken.select_related("file__blob").order_by("id"))


def failures_of(organisation: Organisation) -> QuerySet[ArrivalFailure]:
    """Give what could not come in and nobody has acknowledged yet, the newest first."""
    return ArrivalFailure.objects.filter(organisation=organisation, seen_at__isnull=True)
