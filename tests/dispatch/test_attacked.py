"""What was tried against numbers, opinions, reasons and copies, and is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dispatch import errors, queries
from dispatch.enums import AllocationState, CopyForm, LetterStatus, Medium, Stance
from dispatch.models import CertifiedCopy
from dispatch.operations import closing, copying, numbering, series
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from signing.operations import requesting
from tests.cast import Cast
from tests.dispatch.test_copying import WORDS, desk, make, scan, upload, work
from tests.dispatch.test_operations_numbering import number, reserve
from tests.dispatch.test_opinions import answer, ask
from tests.factories.dispatch import NOON, fresh, letter_at, year_series
from tests.web.desk import Desk
from tests.workflow.office import certificate

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
SECRET = "Xem văn bản kèm theo\nTỐI MẬT\nđề nghị không phổ biến"


def test_a_kept_number_is_not_used_while_its_series_stands_still(cast: Cast) -> None:
    """After a restore it may have been used in the time that was lost: it would be given twice."""
    counter = year_series(cast.snv, cast)
    reserved, letter = reserve(cast, counter), letter_at(cast, LetterStatus.SIGNED)
    series.freeze_series(series=counter, by=cast.system(), at=NOON)
    with pytest.raises(errors.SeriesIsFrozen):
        number(cast, letter, reservation=reserved)
    numbering.void_reservation(
        allocation=reserved, reason="đã dùng trước khi khôi phục", by=cast.actor("lan"), at=NOON
    )
    assert fresh(letter).status == LetterStatus.SIGNED


def test_a_mark_of_secrecy_is_refused_in_opinions_and_reasons(cast: Cast) -> None:
    letter = ask(cast, cast.hoa)
    with pytest.raises(errors.SecretMarkFound):
        answer(cast, letter, "hoa", Stance.REMARKS, SECRET)
    with pytest.raises(errors.SecretMarkFound):
        closing.reason_given(SECRET)
    assert closing.reason_given("Nội dung có độ mật nhưng không đóng dấu") != ""


def test_the_words_of_an_original_bear_no_mark_of_secrecy(desk: Desk) -> None:
    with pytest.raises(errors.SecretMarkFound):
        make(desk, CopyForm.TRUE_COPY, Medium.PAPER, original=copying.Original(**{**WORDS, "subject": "MẬT"}))
    assert CertifiedCopy.objects.count() == 0


def test_a_void_copy_is_not_copied_further(desk: Desk) -> None:
    first = make(desk, CopyForm.TRUE_COPY, Medium.PAPER)
    copying.void(copy=first, reason="nhầm văn bản cần sao", by=desk.actor("lan"), at=datetime.now(UTC))
    with pytest.raises(errors.CopyIsNotFinished):
        make(desk, CopyForm.FURTHER_COPY, Medium.PAPER, original=copying.Original(of_copy=first))


def electronic(desk: Desk) -> CertifiedCopy:
    original = copying.Original(upload=upload(desk, scan()), **WORDS)
    copy = make(desk, CopyForm.TRUE_COPY, Medium.ELECTRONIC, original=original)
    work()
    return queries.copy_by_key(desk.organisation, copy.pk)


def test_an_electronic_copy_is_copied_further_once_it_is_signed(desk: Desk) -> None:
    copy = electronic(desk)
    with pytest.raises(errors.CopyIsNotFinished):
        make(desk, CopyForm.FURTHER_COPY, Medium.PAPER, original=copying.Original(of_copy=copy))


def test_a_copy_is_not_made_void_while_it_is_being_signed(desk: Desk) -> None:
    copy, lan = electronic(desk), desk.actor("lan")
    certificate(desk, None)  # type: ignore[arg-type]  # an office by its organisation and clock
    request = requesting.request_signature(
        by=lan,
        at=datetime.now(UTC),
        file=copy.file,
        role=SigningRole.TEXT,
        origin=requesting.Origin(queries.COPY, str(copy.pk)),
        expected_sha256=copy.file.sha256,
        prefill={requesting.TEXT: "SAO Y"},
    )
    SigningRequest.objects.filter(pk=request.pk).update(
        state=RequestState.AUTHORISED, authorised_at=datetime.now(UTC)
    )
    with pytest.raises(errors.CopyIsBeingSigned):
        copying.void(copy=copy, reason="nhầm văn bản cần sao", by=lan, at=datetime.now(UTC))
    assert queries.copy_by_key(desk.organisation, copy.pk).allocation.state == AllocationState.ALLOCATED


def test_pages_named_backwards_are_refused(desk: Desk) -> None:
    with pytest.raises(errors.PagesAreWrong):
        make(desk, CopyForm.EXCERPT, Medium.PAPER, pages="5-3")
