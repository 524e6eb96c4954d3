"""Reading letters: who sees what, what is written, what stands in the register, what anyone may verify."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from dispatch.enums import AllocationState, Direction, LetterStatus, Period
from dispatch.models import (
    Attachment,
    Autosave,
    DraftVersion,
    Endorsement,
    LetterRendering,
    NumberAllocation,
    NumberSeries,
    OutgoingLetter,
    Participation,
)
from dispatch.models.kinds import kind_of
from dispatch.models.register import RegisterFilters
from lib.text import fold
from organisation import queries as office
from organisation.models import Organisation
from organisation.models.actor import Actor

_CODE = re.compile(
    r"\s*(?P<number>\d{1,9})(?P<rest>[^\W\d]?\s*[/-].*)?\s*$", re.ASCII
)  # 12, 12a/UBND, 12 / ubnd-vp
_SPACED = re.compile(r"\s*([/-])\s*")
_SHOWN = (
    "organisation",
    "unit",
    "drafter",
    "drafter_post__person",
    "signer_post__person",
    "mandate",
    "allocation__series",
    "prepared_file__blob",
    "signed_file__blob",
    "issued_file__blob",
    "dossier",
)


# ---------------------------------------------------------------- who sees what
def letters_visible_to(actor: Actor, at: datetime) -> QuerySet[OutgoingLetter]:
    """Give the letters ``actor`` takes part in, newest first; delegation widens the reader's tokens, never the rows."""
    return letters_seen_with(actor.organisation, office.access_tokens_of(actor, at))


def letters_seen_with(organisation: Organisation, tokens: Collection[str]) -> QuerySet[OutgoingLetter]:
    """Give the letters a reader holding ``tokens`` takes part in, newest first; for lists, without their text."""
    takes_part = Participation.objects.filter(letter=OuterRef("pk"), token__in=tokens)
    letters = OutgoingLetter.objects.filter(Exists(takes_part), organisation=organisation)
    shown = letters.select_related("unit", "drafter", "signer_post__person", "allocation")
    return shown.defer("content", "printed").order_by("-updated_at", "-id")


def letter_for(actor: Actor, at: datetime, pk: int) -> OutgoingLetter:
    """Give one letter with what its page shows; raises DoesNotExist when it is absent or not visible."""
    return letters_visible_to(actor, at).defer(None).select_related(*_SHOWN).get(pk=pk)


def letter_by_key(organisation: Organisation, pk: int) -> OutgoingLetter:
    """Give one letter to a job or a process, which see everything; raises DoesNotExist."""
    return OutgoingLetter.objects.select_related(*_SHOWN).get(organisation=organisation, pk=pk)


def tokens_of(letter: OutgoingLetter) -> list[str]:
    """Give the access tokens of everybody who takes part, for the search projection."""
    parts = Participation.objects.filter(letter=letter).order_by()
    return sorted(set(parts.values_list("token", flat=True)))


# ---------------------------------------------------------------- what is written
def versions_of(letter: OutgoingLetter) -> QuerySet[DraftVersion]:
    """Give the saved versions, newest first."""
    return letter.versions.select_related("author", "post").order_by("-number")


def version_of(letter: OutgoingLetter, number: int) -> DraftVersion:
    """Give one saved version; raises DoesNotExist."""
    return letter.versions.select_related("author", "post").get(number=number)


def autosave_of(letter: OutgoingLetter) -> Autosave | None:
    """Give what was typed last, or None; its ``token`` (0 when there is none) is what the browser sends back."""
    return Autosave.objects.select_related("person").filter(letter=letter).first()


def attachments_of(letter: OutgoingLetter) -> QuerySet[Attachment]:
    """Give the files that go with the letter, in their order; those taken off are left out."""
    return letter.attachments.filter(removed_at__isnull=True).select_related("file__blob", "added_by")


def endorsements_of(letter: OutgoingLetter) -> QuerySet[Endorsement]:
    """Give everything people answered for, oldest first, voided ones included."""
    return letter.endorsements.select_related("post__person", "represented__person").order_by("id")


def rendering_of(letter: OutgoingLetter, content_hash: str | None = None) -> LetterRendering | None:
    """Give the live preview of a content, or the one asked for last; None before the first."""
    found = letter.renderings.defer("pdf", "content")
    return (found if content_hash is None else found.filter(content_hash=content_hash)).first()


def rendering_bytes(letter: OutgoingLetter, rendering_pk: int) -> bytes | None:
    """Give the PDF of a live preview, None while it is drawn or when it was dropped."""
    pdf = letter.renderings.filter(pk=rendering_pk).values_list("pdf", flat=True).first()
    return None if pdf is None else bytes(pdf)


# ---------------------------------------------------------------- numbers and registers
def series_of(
    organisation: Organisation, direction: Direction = Direction.OUTGOING
) -> QuerySet[NumberSeries]:
    """Give the number series, newest period first."""
    return NumberSeries.objects.filter(organisation=organisation, direction=direction).order_by(
        "-year", "-term_from", "code"
    )


def series_for(
    organisation: Organisation, direction: Direction, kind: str, day: date, *, klass: str = ""
) -> NumberSeries | None:
    """Give the series that counts letters of ``kind`` dated ``day``: a year's or a term's, or None."""
    in_period = Q(period=Period.YEAR, year=day.year) | (
        Q(period=Period.TERM, term_from__lte=day) & (Q(term_until__isnull=True) | Q(term_until__gte=day))
    )
    found = NumberSeries.objects.filter(
        in_period, organisation=organisation, direction=direction, klass=klass
    )
    found = found.filter(Q(kinds=[]) | Q(kinds__contains=[kind]), opened_on__lte=day)
    return (
        found.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=day))
        .order_by("-kinds", "-opened_on")
        .first()
    )


def series_by_key(organisation: Organisation, pk: int) -> NumberSeries:
    """Give one series of the organisation; raises DoesNotExist."""
    return NumberSeries.objects.get(organisation=organisation, pk=pk)


def last_day_of(series: NumberSeries) -> date:
    """Give the last day a line of the series bears, or its first day while it has none."""
    last = series.allocations.aggregate(day=Max("legal_day"))["day"]
    return max(last, series.opened_on) if last else series.opened_on


def frozen_series(organisation: Organisation) -> QuerySet[NumberSeries]:
    """Give the series that stand still until the last number used is confirmed."""
    return series_of(organisation).filter(frozen_at__isnull=False)


def can_number(organisation: Organisation, kind: str, day: date) -> bool:
    """Say whether a number can be given on ``day``: a series is there, or last year's will be continued by itself."""
    found = series_for(organisation, Direction.OUTGOING, kind, day)
    if found is not None:
        return found.frozen_at is None
    before = series_for(organisation, Direction.OUTGOING, kind, date(day.year - 1, 12, 31))
    return before is not None and before.period == Period.YEAR


def next_number_hint(series: NumberSeries) -> int:
    """Give the number that would be taken now. A hint for people: only the saving transaction gives numbers."""
    return NumberSeries.objects.values_list("next_number", flat=True).get(pk=series.pk)


def outgoing_register(organisation: Organisation, filters: RegisterFilters) -> QuerySet[NumberAllocation]:
    """Give the lines of the outgoing register: series, number, suffix; void and reserved ones keep their line."""
    lines = NumberAllocation.objects.filter(organisation=organisation, direction=Direction.OUTGOING)
    lines = lines.select_related("series", "letter__unit", "letter__drafter", "letter__signer_post__person")
    if filters.series is not None:
        lines = lines.filter(series=filters.series)
    if filters.year is not None:
        lines = lines.filter(legal_year=filters.year)
    if filters.kinds:
        lines = lines.filter(kind__in=filters.kinds)
    if filters.unit is not None:
        lines = lines.filter(letter__unit=filters.unit)
    if filters.signer is not None:
        lines = lines.filter(letter__signer_post=filters.signer)
    if filters.state is not None:
        lines = lines.filter(state=filters.state)
    if filters.since is not None:
        lines = lines.filter(legal_day__gte=filters.since)
    if filters.until is not None:
        lines = lines.filter(legal_day__lte=filters.until)
    if filters.text:
        lines = _saying(lines, filters.text)
    return lines.order_by("series", "number", "suffix")


def _saying(lines: QuerySet[NumberAllocation], text: str) -> QuerySet[NumberAllocation]:
    """Give the lines with ``text`` in subject or code; a number typed first is that number, not a part of one.

    Where both may answer, two questions are joined: each has an index, an OR over two tables has none.
    """
    subject = Q(letter__subject_folded__contains=fold(text))
    typed = _CODE.match(text)
    if typed is not None:
        code = Q(number=int(typed["number"]))
        if typed["rest"]:
            code &= Q(reference_code__icontains=_SPACED.sub(r"\1", typed["rest"]))
    elif " " in text:  # no code has a space in it
        return lines.filter(subject)
    else:
        code = Q(reference_code__icontains=text)
    plain = lines.select_related(None).order_by()
    return lines.filter(pk__in=plain.filter(code).values("pk").union(plain.filter(subject).values("pk")))


def awaiting_seal(organisation: Organisation | None = None) -> QuerySet[OutgoingLetter]:
    """Give the letters that are numbered and not sealed yet, oldest first: what has to be alarmed (design D18)."""
    waiting = OutgoingLetter.objects.filter(status=LetterStatus.NUMBERED)
    if organisation is not None:
        waiting = waiting.filter(organisation=organisation)
    return waiting.select_related("organisation", "allocation", "unit").order_by("legal_day", "id")


def expired_reservations(at: datetime) -> QuerySet[NumberAllocation]:
    """Give the reserved numbers whose time is over, in every organisation."""
    reserved = NumberAllocation.objects.filter(state=AllocationState.RESERVED, expires_at__lte=at)
    return reserved.select_related("organisation").order_by("id")


# ---------------------------------------------------------------- the whole installation, for doctor and export
def all_issued() -> QuerySet[OutgoingLetter]:
    """Give the issued letters of every organisation in the order of their issue."""
    issued = OutgoingLetter.objects.filter(status=LetterStatus.ISSUED)
    return issued.select_related("organisation", "allocation", "issued_file__blob").order_by(
        "issued_at", "id"
    )


def all_series() -> QuerySet[NumberSeries]:
    """Give the number series of every organisation."""
    return NumberSeries.objects.select_related("organisation").order_by(
        "organisation", "direction", "code", "id"
    )


def numbers_of(series: NumberSeries) -> QuerySet[NumberAllocation, int]:
    """Give the whole numbers that have a line in the register of ``series``, exceptions with a suffix left out."""
    return series.allocations.filter(suffix="").order_by("number").values_list("number", flat=True)


# ---------------------------------------------------------------- what anyone may verify
@dataclass(frozen=True, kw_only=True)
class PublicFacts:
    """What the page behind a QR code says of an issued letter; ``subject`` is None unless the office shows it."""

    issuer: str
    kind: str
    reference_code: str
    legal_day: date
    signer: str
    signer_title: str
    status: LetterStatus
    subject: str | None
    issued_sha256: tuple[str, ...]


def by_verify_token(token: str) -> OutgoingLetter | None:
    """Give the issued letter with this token. Unknown and not yet issued answer alike: None."""
    if not 22 <= len(token) <= 43:
        return None
    issued = OutgoingLetter.objects.filter(verify_token=token, status=LetterStatus.ISSUED)
    return issued.select_related("organisation", "issued_file__blob").first()


def public_facts(letter: OutgoingLetter) -> PublicFacts:
    """Give what may be told of an issued ``letter`` to anyone who holds its token; raises ValueError if not issued."""
    if letter.issued_file is None or letter.legal_day is None:
        raise ValueError("nothing is told of a letter that is not issued")
    return PublicFacts(
        issuer=letter.printed["issuer"],
        kind=kind_of(letter.kind).name,
        reference_code=letter.reference_code,
        legal_day=letter.legal_day,
        signer=letter.printed["signer"],
        signer_title=letter.printed["title"],
        status=LetterStatus(letter.status),
        subject=letter.subject if letter.organisation.settings.get("verify_shows_subject") else None,
        issued_sha256=(letter.issued_file.sha256,),
    )
