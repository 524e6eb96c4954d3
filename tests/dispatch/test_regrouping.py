"""A pile falls apart, halves are joined, pages are turned: new files, and what came in stays bit by bit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import pikepdf
import pytest
import segno
from django.utils import translation
from PIL import Image

from dispatch import errors, queries
from dispatch.enums import ArrivalSource, RegroupState, Secrecy
from dispatch.enums import IncomingStatus as I
from dispatch.models import IncomingLetter, Regrouping
from dispatch.operations import arriving, describing, regrouping, taking_in
from dispatch.operations.describing import ArrivalFacts
from files.queries import content_of
from files.reading import opening
from files.reading.places import DIVIDER
from jobs.models import Job
from tests.cast import Cast
from tests.factories.arrivals import lay, read, taken
from tests.factories.dispatch import NOON
from tests.factories.papers import papers
from tests.factories.sending import book_of_arrivals
from tests.files.pieces import picture

LATER = NOON + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@cache  # the second it is made in stands in it: the same pile has to be the same bytes
def marked(*widths: int) -> bytes:
    """Give a PDF whose pages are told apart by their widths."""
    with pikepdf.new() as document:
        for wide in widths:
            document.add_blank_page(page_size=(wide, 842))
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def widths(letter: IncomingLetter) -> list[tuple[int, int]]:
    with pikepdf.open(io.BytesIO(content_of(letter.file))) as document:
        return [(int(page.mediabox[2]), int(page.get("/Rotate", 0))) for page in document.pages]


def done(letters: list[IncomingLetter], plan: list[list[tuple[int, int, int]]], cast: Cast) -> Regrouping:
    row = regrouping.ask(letters=letters, plan=plan, by=cast.actor("lan"), at=LATER)
    read(kinds=[regrouping.REGROUP], at=LATER)
    row.refresh_from_db()
    return row


def test_a_pile_becomes_letters_and_stays_as_it_came(cast: Cast) -> None:
    content = marked(500, 510, 520, 530)
    pile = taken(cast.actor("lan"), content)
    row = done([pile], [[(pile.pk, 1, 0), (pile.pk, 2, 0)], [(pile.pk, 4, 1)]], cast)
    first, second = row.made.order_by("id")
    assert (widths(first), widths(second)) == ([(500, 0), (510, 0)], [(530, 90)])
    pile.refresh_from_db()
    assert (pile.status, content_of(pile.file)) == (I.REGROUPED, content)
    assert (first.status, first.arrived_at, first.source) == (I.ARRIVED, pile.arrived_at, pile.source)
    assert Job.objects.filter(kind="dispatch.read_arrival", payload__letter=first.pk).exists()
    assert queries.made_with(first) == [pile]


def test_halves_and_pictures_are_joined_in_the_order_asked_for(cast: Cast) -> None:
    lan = cast.actor("lan")
    one, two = taken(lan, marked(500)), taken(lan, picture("TIFF", 2), "anh.tif")
    row = done([one, two], [[(two.pk, 2, 0), (one.pk, 1, 0), (two.pk, 1, 0)]], cast)
    (made,) = row.made.all()
    assert made.page_count == 3
    assert widths(made)[1] == (500, 0)
    assert {letter.pk for letter in row.taken.all()} == {one.pk, two.pk}


def test_files_that_came_with_a_letter_go_along(cast: Cast) -> None:
    lan = cast.actor("lan")
    coming = taking_in.Coming(source=ArrivalSource.UPLOAD, secrecy=Secrecy.NONE)
    pile = taking_in.take_in(
        coming=coming,
        main=lay(lan, marked(500, 510)),
        others=[lay(lan, picture(), "kem.png")],
        by=lan,
        at=NOON,
    )
    row = done([pile], [[(pile.pk, 2, 0), (pile.pk, 1, 0)]], cast)
    assert [one.file.name for one in row.made.get().attachments.all()] == ["kem.png"]


def test_taken_back_everything_is_as_before(cast: Cast) -> None:
    pile = taken(cast.actor("lan"), marked(500, 510))
    row = done([pile], [[(pile.pk, 1, 0)], [(pile.pk, 2, 0)]], cast)
    regrouping.undo(regrouping=row, by=cast.actor("lan"), at=LATER)
    pile.refresh_from_db()
    assert (pile.status, pile.regrouped_by) == (I.ARRIVED, None)
    assert {letter.status for letter in row.made.all()} == {I.REGROUPED}
    again = done([pile], [[(pile.pk, 2, 0)]], cast)
    assert again.state == RegroupState.DONE


def test_what_was_registered_since_is_not_taken_back(cast: Cast) -> None:
    lan = cast.actor("lan")
    book_of_arrivals(lan, at=LATER)
    pile = taken(lan, marked(500, 510))
    row = done([pile], [[(pile.pk, 1, 0)], [(pile.pk, 2, 0)]], cast)
    first = row.made.order_by("id").first()
    describing.describe(letter=first, facts=ArrivalFacts(issuer="A", subject="B"), by=lan, at=LATER)
    arriving.register(letter=first, entry=arriving.Registration(), by=lan, at=LATER)
    with pytest.raises(errors.RegroupingIsUsed):
        regrouping.undo(regrouping=row, by=lan, at=LATER)


def test_a_signed_file_stays_whole(cast: Cast) -> None:
    signed = taken(cast.actor("lan"), marked(500, 510) + b"\n%/ByteRange [0 1 2 3]")
    with pytest.raises(errors.SignedFileStaysWhole):
        done([signed], [[(signed.pk, 1, 0)], [(signed.pk, 2, 0)]], cast)
    signed.refresh_from_db()
    assert signed.status == I.ARRIVED


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        ([], errors.PlanIsImpossible),
        ([[]], errors.PlanIsImpossible),
        ([[(0, 3, 0)]], errors.PlanIsImpossible),
        ([[(0, 1, 0)], [(0, 1, 0)]], errors.PlanIsImpossible),
        ([[(0, 1, 0), (0, 2, 0)]], errors.PlanChangesNothing),
    ],
)
def test_a_plan_that_cannot_be_is_refused(cast: Cast, plan: list, refusal: type[Exception]) -> None:
    pile = taken(cast.actor("lan"), marked(500, 510))
    told = [[(pile.pk, page, turns) for _key, page, turns in group] for group in plan]
    with pytest.raises(refusal):
        done([pile], told, cast)


def test_a_file_that_cannot_be_taken_apart_lies_in_the_tray_again(cast: Cast, monkeypatch) -> None:
    pile = taken(cast.actor("lan"), marked(500, 510))
    row = regrouping.ask(
        letters=[pile], plan=[[(pile.pk, 1, 0)], [(pile.pk, 2, 0)]], by=cast.actor("lan"), at=LATER
    )
    monkeypatch.setattr("lib.isolation.room.LARGEST_ANSWER", 10)
    read(kinds=[regrouping.REGROUP], at=LATER)
    row.refresh_from_db()
    pile.refresh_from_db()
    assert (row.state, pile.status) == (RegroupState.FAILED, I.ARRIVED)


def test_blank_pages_and_divider_sheets_are_found_and_letters_with_codes_are_not() -> None:
    code, letter = io.BytesIO(), papers(1)[0].pdf()
    segno.make_qr(DIVIDER).save(code, kind="png", scale=10, border=4)
    sheet = Image.new("RGB", (827, 1169), "white")
    sheet.paste(Image.open(code).convert("RGB"), (200, 300))
    out = io.BytesIO()
    sheet.save(out, "PDF", resolution=100)
    joined = opening.assembled(
        [letter, out.getvalue(), marked(595)], [(0, 1, 0), (1, 1, 0), (0, 1, 0), (2, 1, 0)]
    )
    assert opening.dividers_in(joined, opening.MediaType.PDF) == [(2, "code"), (4, "blank")]
