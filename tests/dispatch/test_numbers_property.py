"""Whatever the registry does in whatever order: no number twice, none lost, every gap explained, counts as listed.

The acts are the operations themselves: direct numbering of paper letters, numbers kept and used or given up or run
out, numbers with a letter behind, days that pass, a clerk who errs, an act undone, the book closed at the end.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.enums import AllocationState as A
from dispatch.enums import Secrecy
from dispatch.models import BookClosing, NumberAllocation, NumberSeries
from dispatch.models.content import DraftContent
from dispatch.operations import closing_books, numbering, paper, series
from dispatch.operations.allocating import SuffixException
from dispatch.operations.paper import PaperLetter
from lib.calendar import local_day
from lib.refusal import Refusal
from tests.cast import Cast
from tests.factories.dispatch import NOON, year_series
from tests.sizes import SIZES

ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["direct", "direct", "late", "keep", "keep ahead", "use", "give up", "run out", "suffix", "undo",
             "tomorrow", "two days"]
        ),
        st.integers(0, 5),
    ),
    max_size=14,
)  # fmt: skip


class UndoneError(Exception):
    """The act ended badly after its number was taken."""


@dataclass
class Registry:
    """The clerk and her clock."""

    cast: Cast
    book: NumberSeries
    at: datetime = NOON
    done: Counter[str] = field(default_factory=Counter)

    @property
    def today(self) -> date:
        return local_day(self.at)

    def act(self, what: str, which: int) -> None:
        """Do one act as one transaction; what is refused changes nothing."""
        try:
            with transaction.atomic():
                self._act(what, which)
            self.done[what] += 1
        except (Refusal, UndoneError):
            self.done[f"{what} refused"] += 1

    def _act(self, what: str, which: int) -> None:
        by, at = self.cast.actor("lan"), self.at
        if what == "tomorrow":
            self.at += timedelta(days=1)
        elif what == "two days":
            self.at += timedelta(days=2)
        elif what == "direct":
            self._register(self.today)
        elif what == "late":
            self._register(self.today - timedelta(days=which), legal_day=self.today - timedelta(days=which))
        elif what in {"keep", "keep ahead"}:
            ahead = timedelta(days=which if what == "keep ahead" else 0)
            numbering.reserve(
                number_series=self.book, legal_day=self.today + ahead, reason="văn bản ký giấy",
                expires_at=at + timedelta(days=1 + which), whom=self.cast.minh, by=by, at=at,
            )  # fmt: skip
        elif what == "run out":
            numbering.expire_reservations(at=at)
        elif what == "undo":
            self._register(self.today)
            raise UndoneError
        else:
            self._with_a_line(what, which)

    def _with_a_line(self, what: str, which: int) -> None:
        lines = list(self.book.allocations.order_by("number", "suffix"))
        kept = [line for line in lines if line.state == A.RESERVED]
        chosen = kept if what in {"use", "give up"} else lines
        if not chosen:
            return
        line = chosen[which % len(chosen)]
        if what == "use":
            self._register(line.legal_day, reservation=line)
        elif what == "give up":
            numbering.void_reservation(
                allocation=line, reason="không ban hành nữa", by=self.cast.actor("lan"), at=self.at
            )
        else:
            exception = SuffixException(number=line.number, suffix="abcd"[which % 4], reason="chuyển chậm")
            self._register(line.legal_day, legal_day=line.legal_day, exception=exception)

    def _register(self, signed_on: date, **how: object) -> None:
        content = DraftContent(subject="triển khai nhiệm vụ", recipients=("Lưu",))
        sheet = PaperLetter(
            kind="cong_van", drafter_post=self.cast.minh, signer_post=self.cast.binh, signed_on=signed_on,
            content=content,
        )  # fmt: skip
        paper.register(paper=sheet, secrecy=Secrecy.NONE, by=self.cast.actor("lan"), at=self.at, **how)  # type: ignore[arg-type]


def check(book: NumberSeries) -> None:
    """Everything that is always true of a book."""
    book = NumberSeries.objects.get(pk=book.pk)
    lines = list(book.allocations.select_related("letter"))
    whole = sorted(line.number for line in lines if not line.suffix)
    assert whole == list(range(book.start, book.next_number)), "none lost, none twice, none beyond"
    assert len({(line.number, line.suffix) for line in lines}) == len(lines)
    given = [line for line in lines if line.state == A.ALLOCATED]
    assert len({line.reference_code for line in given}) == len(given)
    assert len({line.letter_id for line in given}) == len(given)
    for line in lines:
        explained = {
            A.ALLOCATED: line.letter is not None and line.letter.allocation_id == line.pk,
            A.RESERVED: bool(line.reserved_for and line.reserved_to_id and line.expires_at),
            A.VOID: bool(line.void_reason and line.voided_at),
        }
        assert explained[A(line.state)], f"{line} is not explained"
        assert not line.suffix or line.exception_reason
        assert line.suffix == "" or line.number in whole
    ordinary = [line for line in given if not line.suffix and not line.reserved_for]
    days = [line.legal_day for line in sorted(ordinary, key=lambda line: line.number)]
    assert days == sorted(days), "numbers rise with their days; kept ones and those with a letter say why not"


@settings(
    max_examples=max(8, SIZES.hypothesis_examples // 6),
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
@given(acts=ACTS)
def test_a_book_is_whole_whatever_the_registry_does_and_its_closing_page_says_so(
    cast: Cast, acts: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        registry = Registry(cast, year_series(cast.snv, cast))
        for what, which in acts:
            registry.act(what, which)
        check(registry.book)
        _close_and_try_again(registry)
        transaction.set_rollback(True)


def _close_and_try_again(registry: Registry) -> None:
    """Closed, the book says what stands in it, and no act changes a line any more."""
    by, book = registry.cast.actor("lan"), registry.book
    last = max([registry.today, *book.allocations.values_list("legal_day", flat=True)])
    registry.at += last - registry.today
    series.end_series(series=book, on=last, by=by, at=registry.at)
    closing_books.close_book(series=book, by=by, at=registry.at)
    page = BookClosing.objects.get(series=book)
    states = Counter((line.state, bool(line.suffix)) for line in book.allocations.all())
    assert (page.given, page.void) == (states[A.ALLOCATED, False], states[A.VOID, False])
    assert page.suffixed == states[A.ALLOCATED, True] + states[A.VOID, True]
    assert not book.allocations.filter(state=A.RESERVED).exists()
    before = list(NumberAllocation.objects.filter(series=book).order_by("pk").values())
    for what in ("direct", "keep", "suffix", "late", "run out"):
        registry.act(what, 0)
    assert list(NumberAllocation.objects.filter(series=book).order_by("pk").values()) == before
    check(book)
