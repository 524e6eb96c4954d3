"""Two versions drawn beside each other by the worker: what differs is framed, what is dropped does no harm."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from dispatch import errors, queries
from dispatch.enums import RenderingState
from dispatch.models import ComparedPage, DraftVersion, VersionComparison
from dispatch.models.content import DraftContent
from dispatch.operations import comparing, drafting
from jobs.operations import working
from jobs.ports import join
from tests.cast import Cast
from tests.factories.dispatch import NOON, body, content, draft, fresh


def work() -> None:
    join({comparing.COMPARE: comparing.run})
    while working.run_one(["interactive"], clock=lambda: NOON, kinds=[comparing.COMPARE]):
        pass


def two_versions(cast: Cast, second: DraftContent):
    letter, by = draft(cast), cast.actor("minh")
    drafting.save_version(letter=letter, content=second, base_version=1, by=by, at=NOON)
    return fresh(letter)


def test_pages_that_differ_are_framed_and_equal_ones_are_not(cast: Cast) -> None:
    long_text = [f"Đoạn thứ {n} của văn bản, đủ dài để trang thứ hai có chữ." for n in range(45)]
    letter, by = draft(cast, body=body(*long_text)), cast.actor("minh")
    changed = content(cast, body=body("Đoạn đầu nay đã đổi và vẫn chỉ một dòng.", *long_text[1:]))
    drafting.save_version(letter=letter, content=changed, base_version=1, by=by, at=NOON)
    asked = comparing.request_pictures(letter=fresh(letter), older=1, newer=2, by=by, at=NOON)
    assert asked.state == RenderingState.WORKING
    work()
    asked.refresh_from_db()
    pages = list(queries.comparison_pages(asked))

    assert asked.state == RenderingState.READY
    assert [page.differs for page in pages] == [True, False]
    pictures = [queries.compared_picture(letter, asked.pk, 1, after=side) for side in (False, True)]
    assert all(picture and Image.open(io.BytesIO(picture)).format == "PNG" for picture in pictures)
    assert (28, 68, 104) in Image.open(io.BytesIO(pictures[1] or b"")).convert("RGB").get_flattened_data()


def test_a_page_only_one_version_has_stands_alone(cast: Cast) -> None:
    many = content(cast, body=body(*["Một đoạn văn dài đủ để sang trang."] * 60))
    letter = two_versions(cast, many)
    asked = comparing.request_pictures(letter=letter, older=1, newer=2, by=cast.actor("minh"), at=NOON)
    work()
    last = ComparedPage.objects.filter(comparison=asked).last()
    assert last is not None
    assert (last.number, last.before, bool(last.after), last.differs) == (3, None, True, True)


def test_the_same_two_are_drawn_once_and_only_the_last_three_are_kept(cast: Cast) -> None:
    letter, by = two_versions(cast, content(cast, subject="hai")), cast.actor("minh")
    for number in range(3, 6):
        drafting.save_version(
            letter=fresh(letter),
            content=content(cast, subject=f"số {number}"),
            base_version=number - 1,
            by=by,
            at=NOON,
        )
    first = comparing.request_pictures(letter=letter, older=1, newer=2, by=by, at=NOON)
    assert comparing.request_pictures(letter=letter, older=1, newer=2, by=by, at=NOON) == first
    for newer in range(3, 6):
        comparing.request_pictures(letter=letter, older=1, newer=newer, by=by, at=NOON)
    work()  # the job of the dropped one finds nothing and does no harm
    assert VersionComparison.objects.filter(letter=letter).count() == 3


def test_whoever_does_not_take_part_compares_nothing(cast: Cast) -> None:
    letter = two_versions(cast, content(cast, subject="hai"))
    with pytest.raises(errors.LetterIsNotYours):
        comparing.request_pictures(letter=letter, older=1, newer=2, by=cast.actor("thu"), at=NOON)


def test_a_version_that_was_never_saved_is_not_compared(cast: Cast) -> None:
    letter = two_versions(cast, content(cast, subject="hai"))
    with pytest.raises(DraftVersion.DoesNotExist):
        comparing.request_pictures(letter=letter, older=1, newer=9, by=cast.actor("minh"), at=NOON)
