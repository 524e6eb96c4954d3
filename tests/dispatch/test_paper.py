"""Letters signed on paper: numbered directly, one series with the electronic ones, never digitally signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from archive.models import Record
from audit.models import Event
from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import EVER_ISSUED, Medium, Secrecy
from dispatch.enums import LetterStatus as S
from dispatch.models import NumberAllocation, NumberSeries, OutgoingLetter
from dispatch.models.content import DraftContent
from dispatch.models.register import RegisterFilters
from dispatch.operations import filing, numbering, paper, signing_off
from dispatch.operations.allocating import SuffixException
from dispatch.operations.paper import PaperLetter
from files.operations.storing import Deposit
from organisation.models import SigningMandate
from search.models import Projection
from tests.cast import Cast
from tests.factories.dispatch import NOON, dossier, fresh, letter_at, year_series

TODAY = NOON.date()


def sheet(cast: Cast, **changes: Any) -> PaperLetter:
    content = DraftContent(
        subject="khen thưởng tập thể, cá nhân có thành tích",
        recipients=("Phòng Cải cách hành chính", "Kế toán"),
        copies=5,
    )
    values: dict[str, Any] = {
        "kind": "quyet_dinh", "drafter_post": cast.minh, "signer_post": cast.binh, "signed_on": TODAY,
        "content": content, **changes,
    }  # fmt: skip
    return PaperLetter(**values)


def scan(cast: Cast, *, media_type: str = "application/pdf", text: str = "bản quét") -> Deposit:
    """A deposit whose bytes lie nowhere, which no rule of letters minds."""
    content = text.encode()
    return Deposit(
        cast.snv.pk, sha256(content).hexdigest(), len(content), media_type, "qd-khen-thuong.pdf", 3
    )


def register(cast: Cast, **how: Any) -> OutgoingLetter:
    if not NumberSeries.objects.filter(organisation=cast.snv).exists():
        year_series(cast.snv, cast)
    given: dict[str, Any] = {
        "paper": sheet(cast),
        "secrecy": Secrecy.NONE,
        "by": cast.actor("lan"),
        "at": NOON,
    }
    return fresh(paper.register(**(given | how)))


def test_number_day_and_line_come_in_one_act(cast: Cast) -> None:
    letter = register(cast, scan=scan(cast))
    assert (letter.status, letter.medium) == (S.ISSUED, Medium.PAPER)
    assert (letter.reference_code, letter.legal_day) == ("01/QĐ-SNV", TODAY)
    assert letter.issued_file is not None
    assert (letter.issued_file.sha256, letter.issued_file.role) == (scan(cast).sha256, "scan")
    assert letter.draft.keep_line == "VT, CCHC"
    (line,) = queries.outgoing_register(cast.snv, RegisterFilters())
    assert (line.letter, line.kind, line.symbol) == (letter, "quyet_dinh", "QĐ-SNV")
    event = Event.objects.get(name="letter.registered_on_paper")
    assert event.facts["sha256"] == letter.issued_file.sha256


def test_paper_and_electronic_letters_share_one_series(cast: Cast) -> None:
    codes = [
        letter_at(cast, S.NUMBERED).reference_code,
        register(cast).reference_code,
        letter_at(cast, S.NUMBERED).reference_code,
    ]
    assert codes == ["01/SNV-CCHC", "02/QĐ-SNV", "03/SNV-CCHC"]


def test_it_is_found_seen_and_filed_like_any_letter(cast: Cast) -> None:
    letter = register(cast)
    assert Projection.objects.get(kind="letter", key=str(letter.pk)).code == "01/QĐ-SNV"
    for name in ("minh", "binh", "lan", "hoa"):
        assert letter in queries.letters_visible_to(cast.actor(name), NOON)
    assert letter not in queries.letters_visible_to(cast.actor("quan"), NOON)
    filing.file_letter(letter=letter, dossier=dossier(cast), by=cast.actor("minh"), at=NOON)
    assert Record.objects.get().code == "01/QĐ-SNV"


def test_it_never_meets_a_digital_signature(cast: Cast) -> None:
    letter = register(cast, scan=scan(cast))
    assert not policies.may_sign(cast.actor("binh"), letter, NOON)
    assert not policies.may_number(cast.actor("lan"), letter)
    with pytest.raises(errors.LetterIsElsewhere):
        signing_off.request_leader_signature(letter=letter, sha256="", by=cast.actor("binh"), at=NOON)
    for status in set(S) - set(EVER_ISSUED):
        assert not lifecycle.may_follow(S.ISSUED, status, medium=Medium.PAPER)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingLetter.objects.filter(pk=letter.pk).update(signed_file=letter.issued_file)


def test_an_electronic_letter_without_its_files_is_refused_by_the_database(cast: Cast) -> None:
    letter = register(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingLetter.objects.filter(pk=letter.pk).update(medium=Medium.ELECTRONIC)


def test_a_kept_number_is_used_by_the_letter_it_was_kept_for(cast: Cast) -> None:
    kept = numbering.reserve(
        number_series=year_series(cast.snv, cast), legal_day=TODAY, reason="Quyết định khen thưởng",
        expires_at=NOON + timedelta(days=3), whom=cast.minh, by=cast.actor("lan"), at=NOON,
    )  # fmt: skip
    assert kept.reserved_to == cast.minh
    later = NOON + timedelta(days=2)
    letter = register(cast, reservation=kept, at=later)
    assert (letter.allocation, letter.legal_day, letter.reference_code) == (kept, TODAY, "01/QĐ-SNV")


def test_a_late_one_gets_a_number_with_a_letter_and_its_reason(cast: Cast) -> None:
    letter_at(cast, S.NUMBERED)
    later = NOON + timedelta(days=5)
    with pytest.raises(errors.NumberedTooLate):
        register(cast, legal_day=TODAY, at=later)
    exception = SuffixException(number=1, suffix="a", reason="Chuyển văn thư chậm")
    letter = register(cast, legal_day=TODAY, exception=exception, at=later)
    assert letter.reference_code == "01a/QĐ-SNV"


@pytest.mark.parametrize("secrecy", [Secrecy.CONFIDENTIAL, Secrecy.SECRET, Secrecy.TOP_SECRET])
def test_a_secret_is_refused_before_anything_exists(cast: Cast, secrecy: Secrecy) -> None:
    with pytest.raises(errors.SecretsAreNotKeptHere):
        register(cast, secrecy=secrecy, scan=scan(cast))
    assert not OutgoingLetter.objects.exists()
    assert not NumberAllocation.objects.exists()


def _content(cast: Cast, **changes: Any) -> PaperLetter:
    return replace(sheet(cast), content=replace(sheet(cast).content, **changes))


def test_what_cannot_be_registered_uses_up_no_number(cast: Cast) -> None:
    year_series(cast.snv, cast)
    tomorrow = TODAY + timedelta(days=1)
    refused: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"by": cast.actor("minh")}, errors.NotTheRegistry),
        ({"by": cast.actor("binh")}, errors.NotTheRegistry),
        ({"paper": sheet(cast, signed_on=tomorrow)}, errors.SignedInFuture),
        ({"paper": sheet(cast, signer_post=cast.minh)}, errors.SignerHasNoMandate),
        ({"paper": sheet(cast, kind="no_such_kind")}, errors.KindIsUnknown),
        ({"paper": _content(cast, subject="")}, errors.SubjectIsMissing),
        ({"paper": _content(cast, recipients=())}, errors.NobodyReceivesIt),
        ({"paper": _content(cast, subject="x" * 501)}, errors.SubjectIsTooLong),
        ({"paper": _content(cast, subject="MẬT")}, errors.SecretMarkFound),
        ({"legal_day": tomorrow}, errors.LegalDayIsInFuture),
        ({"legal_day": date(2026, 11, 23)}, errors.LegalDayIsBeforeSignature),
        ({"scan": scan(cast, media_type="image/png")}, errors.ScanIsNotPdf),
    ]
    for how, refusal in refused:
        with pytest.raises(refusal), transaction.atomic():
            register(cast, **how)
    assert not NumberAllocation.objects.exists()
    assert NumberSeries.objects.get().next_number == 1


def test_the_mandate_is_that_of_the_day_of_signature(cast: Cast) -> None:
    """A signer who has left since signed rightly then (Art. 13); the paper proves it, the register says it."""
    mandate = SigningMandate.objects.get(post=cast.yen)
    SigningMandate.objects.filter(pk=mandate.pk).update(valid_until=TODAY - timedelta(days=1))
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(errors.SignerHasNoMandate):
        register(cast, paper=sheet(cast, signer_post=cast.yen))
    letter = register(cast, paper=sheet(cast, signer_post=cast.yen, signed_on=yesterday))
    assert letter.mandate == mandate


def test_the_scan_may_follow_once_with_the_reason(cast: Cast) -> None:
    letter = register(cast)
    assert letter.issued_file is None
    with pytest.raises(errors.ReasonIsMissing):
        paper.add_scan(letter=letter, scan=scan(cast), reason=" ", by=cast.actor("lan"), at=NOON)
    with pytest.raises(errors.ScanIsNotPdf):
        png = scan(cast, media_type="image/png")
        paper.add_scan(letter=letter, scan=png, reason="Máy quét hỏng", by=cast.actor("lan"), at=NOON)
    with pytest.raises(errors.NotTheRegistry):
        paper.add_scan(letter=letter, scan=scan(cast), reason="Máy quét hỏng", by=cast.actor("minh"), at=NOON)
    paper.add_scan(letter=letter, scan=scan(cast), reason="Máy quét hỏng", by=cast.actor("lan"), at=NOON)
    assert fresh(letter).issued_file is not None
    with pytest.raises(errors.ScanIsThere):
        paper.add_scan(letter=letter, scan=scan(cast), reason="Quét lại", by=cast.actor("lan"), at=NOON)


def test_an_electronic_letter_takes_no_scan(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    with pytest.raises(errors.LetterIsNotOnPaper):
        paper.add_scan(letter=letter, scan=scan(cast), reason="Quét lại", by=cast.actor("lan"), at=NOON)
