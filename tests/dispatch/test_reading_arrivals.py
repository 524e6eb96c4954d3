"""The machine reads what arrived: text or letters off the picture, proposals with places, nothing taken over by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import translation

from audit.queries import history_of
from dispatch import errors, policies, queries
from dispatch.enums import ProposalSource, ProposalState
from dispatch.models import IncomingLetter, OutgoingLetter
from dispatch.operations import arriving, describing, holding
from dispatch.operations.arriving import Registration
from dispatch.operations.describing import ArrivalFacts
from files import queries as files
from files.enums import RenditionKind, VirusStatus
from files.models import Rendition, VirusCheck
from files.operations import recognising
from jobs.models import Job
from notices.models import Notice
from tests.cast import Cast
from tests.factories.arrivals import EICAR, clamd, read, taken
from tests.factories.dispatch import NOON
from tests.factories.papers import PARTY_2026, Paper, papers, scanned
from tests.factories.sending import book_of_arrivals
from tests.files.pieces import pdf, picture
from web.news.rows import rows_of

LATER = NOON + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def paper() -> Paper:
    """Give an urgent letter of a Party office."""
    found = [one for one in papers(40) if one.profile == PARTY_2026 and one.truth["urgency"] == "express"]
    return found[0]


def proposed(letter: IncomingLetter) -> dict[str, str]:
    return {name: one.value for name, one in queries.proposals_of(letter).items()}


def matches(found: dict[str, str], truth: dict[str, str]) -> bool:
    return {name: found.get(name, "").casefold() for name in truth} == {
        n: v.casefold() for n, v in truth.items()
    }


def test_a_file_with_text_is_read_and_everything_on_it_proposed_with_its_place(
    cast: Cast, paper: Paper
) -> None:
    letter = taken(cast.actor("lan"), paper.pdf())
    read(at=LATER)
    assert matches(proposed(letter), paper.truth)
    for one in queries.proposals_of(letter).values():
        assert one.source == ProposalSource.TEXT
        assert (one.page, len(one.box), 1 <= one.sure <= 99) == (1, 4, True)
    letter.refresh_from_db()
    assert (letter.issuer, letter.number, letter.subject, letter.dated_on) == ("", "", "", None)


def test_a_scan_is_read_off_its_picture_and_its_bytes_stay_as_they_came(cast: Cast, paper: Paper) -> None:
    content = scanned(paper.pdf(), worn=3)
    letter = taken(cast.actor("lan"), content)
    read(at=LATER)
    found, truth = proposed(letter), paper.truth
    assert (found["dated_on"], found["kind"], found["urgency"]) == (
        truth["dated_on"],
        truth["kind"],
        "express",
    )
    assert found["code"].partition("-")[0] == truth["code"].partition("-")[0]
    assert {one.source for one in queries.proposals_of(letter).values()} == {ProposalSource.OCR}
    assert files.content_of(letter.file) == content
    assert "hành chính, cơ quan đề nghị" in (files.text_of(letter.file) or "")


def test_a_photograph_is_read_too(cast: Cast, paper: Paper) -> None:
    letter = taken(cast.actor("lan"), scanned(paper.pdf(), form="JPEG"), "anh.jpg")
    read(at=LATER)
    assert proposed(letter)["code"] == paper.truth["code"]


def test_proposals_count_one_by_one_or_all_when_a_clerk_takes_them_over(cast: Cast, paper: Paper) -> None:
    lan = cast.actor("lan")
    letter = taken(lan, paper.pdf())
    read(at=LATER)
    letter = describing.accept(letter=letter, fields=["code"], by=lan, at=LATER)
    assert (letter.reference_code, letter.issuer) == (paper.truth["code"], "")
    states = {name: one.state for name, one in queries.proposals_of(letter).items()}
    assert states.pop("code") == ProposalState.ACCEPTED
    assert set(states.values()) == {ProposalState.OPEN}
    letter = describing.accept(letter=letter, fields=list(states), by=lan, at=LATER)
    assert (letter.subject.casefold(), letter.kind, letter.urgency) == (
        paper.truth["subject"], paper.truth["kind"], paper.truth["urgency"],
    )  # fmt: skip
    assert letter.dated_on == date.fromisoformat(paper.truth["dated_on"])
    book_of_arrivals(lan, at=LATER)
    assert arriving.register(letter=letter, entry=Registration(), by=lan, at=LATER).allocation is not None


def test_what_a_clerk_writes_instead_is_remembered_as_changed(cast: Cast, paper: Paper) -> None:
    letter = taken(cast.actor("lan"), paper.pdf())
    read(at=LATER)
    facts = ArrivalFacts(issuer="VĂN PHÒNG HUYỆN ỦY")
    describing.describe(letter=letter, facts=facts, by=cast.actor("lan"), at=LATER)
    assert queries.proposals_of(letter)["issuer"].state == ProposalState.CHANGED


def test_names_the_office_knows_put_wrongly_read_letters_right(cast: Cast) -> None:
    lan = cast.actor("lan")
    book_of_arrivals(lan)
    known = taken(lan)
    facts = ArrivalFacts(issuer="Trung tâm Lưu trữ Hưng Sơn", subject="khai thác tài liệu")
    describing.describe(letter=known, facts=facts, by=lan, at=NOON)
    arriving.register(letter=known, entry=Registration(), by=lan, at=NOON)
    assert queries.known_offices(cast.snv)["trung tam luu tru hung son"] == "Trung tâm Lưu trữ Hưng Sơn"


def test_a_worker_that_dies_goes_on_where_it_stopped(cast: Cast, paper: Paper) -> None:
    letter = taken(cast.actor("lan"), scanned(paper.pdf()))
    job = Job.objects.get(kind="dispatch.read_arrival")
    job.state, job.lease, job.lease_until = "running", "x", LATER
    job.save()
    recognising.read_pages(letter.file.blob, [1], job=job)
    kept = Rendition.objects.get(kind=RenditionKind.WORDS)
    Job.objects.filter(pk=job.pk).update(state="queued", lease="", lease_until=None)
    read(at=LATER)
    assert Rendition.objects.get(kind=RenditionKind.WORDS) == kept
    assert queries.reading_of(letter).read_at is not None


def test_without_the_reading_program_a_scan_comes_in_unread(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    letter = taken(cast.actor("lan"), scanned(pdf()))
    read(at=LATER, kinds=["dispatch.read_arrival", "signing.judge"])
    assert proposed(letter) == {}
    event = list(history_of(cast.snv.pk, "incoming", letter.pk))[-1]
    assert (event.name, event.facts["unread"]) == ("incoming.read", [1])


def test_a_mark_of_secrecy_holds_the_letter_until_somebody_says_why_it_is_none(
    cast: Cast, paper: Paper
) -> None:
    lan = cast.actor("lan")
    page = paper.page.__class__(**{**vars(paper.page), "circulation": "TỐI MẬT"})
    letter = taken(lan, Paper(page, paper.profile, paper.truth).pdf())
    read(at=LATER)
    letter.refresh_from_db()
    assert policies.is_held(letter)
    assert proposed(letter) == {}
    with pytest.raises(errors.ArrivalIsHeld, match="TỐI MẬT"):
        policies.may_open(letter).enforce()
    book_of_arrivals(lan, at=LATER)
    with pytest.raises(errors.ArrivalIsHeld):
        arriving.register(letter=letter, entry=Registration(), by=lan, at=LATER)
    with pytest.raises(errors.NotTheRegistry):
        holding.let_go(letter=letter, reason="Mẫu để tập huấn", by=cast.actor("binh"), at=LATER)
    holding.let_go(letter=letter, reason="Mẫu dấu để tập huấn, không phải tài liệu mật", by=lan, at=LATER)
    read(at=LATER)
    assert proposed(letter)["code"] == paper.truth["code"]


def test_a_mark_read_after_the_number_was_given_is_told_to_the_registry(cast: Cast, paper: Paper) -> None:
    lan = cast.actor("lan")
    page = paper.page.__class__(**{**vars(paper.page), "circulation": "TỐI MẬT"})
    letter = taken(lan, Paper(page, paper.profile, paper.truth).pdf())
    book_of_arrivals(lan, at=LATER)
    facts = ArrivalFacts(issuer="SỞ TÀI CHÍNH", subject="quyết toán")
    describing.describe(letter=letter, facts=facts, by=lan, at=LATER)
    arriving.register(letter=letter, entry=Registration(), by=lan, at=LATER)
    read(at=LATER)
    told = Notice.objects.filter(kind="incoming.mark_found", subject_key=str(letter.pk))
    assert {one.person for one in told} == {cast.lan.person, cast.dung.person}
    assert told[0].facts == {"name": "TỐI MẬT"}
    (row, *_more) = rows_of(told, OutgoingLetter.objects.none(), IncomingLetter.objects.all())
    assert "TỐI MẬT" in row.text


def test_without_a_scanner_nothing_is_said_and_never_clean(cast: Cast) -> None:
    letter = taken(cast.actor("lan"))
    read(at=LATER)
    assert files.virus_check_of(letter.file) is None


def test_the_scanner_says_what_it_found_and_an_infected_letter_is_not_opened(cast: Cast, settings) -> None:
    lan = cast.actor("lan")
    with clamd() as address:
        settings.CLAMD_ADDRESS = address
        clean, bad = taken(lan), taken(lan, pdf() + b"\n%" + EICAR, "bad.pdf")
        read(at=LATER)
    found = files.virus_check_of(clean.file)
    assert found is not None
    assert (found.status, found.scanner.startswith("ClamAV 1.4.6")) == (VirusStatus.CLEAN, True)
    assert policies.may_open(clean)
    with pytest.raises(errors.ArrivalIsInfected, match="Eicar-Test-Signature"):
        policies.may_open(bad).enforce()


@pytest.mark.parametrize("how", ["not there", "limits"])
def test_a_scanner_that_is_silent_or_gives_up_leaves_the_file_not_scanned(
    cast: Cast, settings, how: str
) -> None:
    with clamd(broken=True) as address:
        settings.CLAMD_ADDRESS = "tcp:127.0.0.1:9" if how == "not there" else address
        taken(cast.actor("lan"), picture(), "anh.png")
        read(at=LATER)
    assert not VirusCheck.objects.exists()
    assert Job.objects.get(kind="files.check").state == "queued"
