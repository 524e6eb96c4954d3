"""The screens of incoming letters: what is listed is what is counted, two taps direct, and nothing is betrayed."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dispatch import queries
from dispatch.enums import AssignmentRole as R
from dispatch.enums import AssignmentStatus as A
from dispatch.models import Assignment, IncomingLetter
from files import ports as file_ports
from files.store.filesystem import FilesystemStore
from tests.workflow.incoming_office import Intake, founded
from workflow.incoming_letter import moves

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def intake(db: Any, tmp_path: Any) -> Any:
    kept = list(file_ports._joined)
    store = FilesystemStore(tmp_path / "store")
    file_ports.join(lambda: store)
    yield founded(timezone.now())
    file_ports._joined[:] = kept


def client(intake: Intake, name: str) -> Client:
    person = intake.post(name).person
    person.language = "en"
    person.save(update_fields=["language"])
    signed_in = Client()
    signed_in.force_login(person, backend=BACKEND)
    return signed_in


def page(intake: Intake, name: str, address: str, **query: Any) -> str:
    response = client(intake, name).get(address, query)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def test_the_inbox_asks_the_chief_and_says_why(intake: Intake) -> None:
    letter = intake.registered()
    shown = page(intake, "dung", reverse("inbox:list"))
    assert letter.subject in shown
    assert "say who should handle it" in shown
    assert reverse("incoming:propose", args=[letter.pk]) in shown


def test_a_leader_directs_as_proposed_with_one_tap_on_the_page(intake: Intake) -> None:
    letter = intake.proposed()
    address = reverse("incoming:direct", args=[letter.pk])
    assert "Direct as proposed" in page(intake, "binh", address)
    client(intake, "binh").post(address, {"quick": "proposed"})
    assert intake.asked(letter) == [("assign", "hoa")]
    lead = queries.lead_of(letter)
    assert lead is not None
    assert (lead.unit, lead.term_days) == (intake.office.units["XDCQ"], 5)


def test_one_tap_does_not_direct_by_a_proposal_the_leader_has_not_read(intake: Intake) -> None:
    letter = intake.proposed()
    address = reverse("incoming:direct", args=[letter.pk])
    (read,) = re.findall(r'name="proposal" value="([0-9]+)"', page(intake, "binh", address))
    moves.return_to_chief(letter=letter, reason="chọn phòng khác", by=intake.binh, at=intake.later())
    moves.propose(
        letter=letter, director=intake.post("binh"), named=[intake.lead("TCBC")], text="Kính trình", by=intake.dung,
        at=intake.later(),
    )  # fmt: skip
    shown = client(intake, "binh").post(address, {"quick": "proposed", "proposal": read}, follow=True)
    assert "There is another proposal by now" in str(shown.content.decode())
    assert intake.asked(letter) == [("direct", "binh")]


def test_one_tap_gives_it_to_a_usual_unit(intake: Intake) -> None:
    letter = intake.proposed()
    key = f"u{intake.office.units['TCBC'].pk}"
    client(intake, "binh").post(reverse("incoming:direct", args=[letter.pk]), {"quick": key})
    assert intake.asked(letter) == [("assign", "khoa")]


def test_the_form_names_lead_helpers_and_those_told(intake: Intake) -> None:
    letter = intake.proposed()
    units = intake.office.units
    form = {
        "lead": f"u{units['XDCQ'].pk}",
        "helpers": [f"u{units['TCBC'].pk}"],
        "told": [f"p{intake.post('thu').pk}"],
        "term": "3",
        "reply": "on",
        "text": "Giao phòng XDCQ",
    }
    response = client(intake, "binh").post(reverse("incoming:direct", args=[letter.pk]), form)
    assert response.status_code == 302
    roles = {(str(one.unit or one.post), one.role) for one in queries.assignments_of(letter)}
    assert {role for _who, role in roles} == {R.LEAD, R.CONTRIBUTOR, R.INFORMATION}
    lead = queries.lead_of(letter)
    assert lead is not None
    assert lead.reply_required
    assert "for information" in page(intake, "thu", reverse("news:list"))


def test_somebody_named_twice_is_said_on_the_form(intake: Intake) -> None:
    letter = intake.proposed()
    unit = f"u{intake.office.units['XDCQ'].pk}"
    form = {"lead": unit, "helpers": [unit], "term": "3", "text": "Giao"}
    response = client(intake, "binh").post(reverse("incoming:direct", args=[letter.pk]), form)
    assert response.status_code == 422
    assert "is named twice" in response.content.decode()


def test_the_way_is_walked_on_the_screens(intake: Intake) -> None:
    letter = intake.directed()
    lead = intake.of(letter, "XDCQ")
    shown = page(intake, "hoa", reverse("incoming:letter", args=[letter.pk]))
    assert reverse("incoming:give_on", args=[lead.pk]) in shown
    assert reverse("incoming:confirm", args=[letter.pk]) not in shown
    form = {"lead": f"p{intake.post('minh').pk}", "term": "", "text": "Tham mưu"}
    client(intake, "hoa").post(reverse("incoming:give_on", args=[lead.pk]), form)
    minh = intake.of(letter, "minh")
    at_minh = client(intake, "minh")
    at_minh.get(reverse("incoming:letter", args=[letter.pk]))
    assert intake.of(letter, "minh").opened_at is not None
    at_minh.post(reverse("incoming:accept", args=[minh.pk]))
    at_minh.post(reverse("incoming:report", args=[minh.pk]), {"text": "Đã xong"})
    client(intake, "hoa").post(reverse("incoming:report", args=[lead.pk]), {"text": "Đã xong"})
    client(intake, "binh").post(reverse("incoming:confirm", args=[letter.pk]), {"text": ""})
    assert intake.status(letter) == "completed"
    dossier = intake.dossier()
    client(intake, "minh").post(reverse("incoming:file_letter", args=[letter.pk]), {"dossier": dossier.pk})
    assert intake.asked(letter) == []
    shown = page(intake, "minh", reverse("incoming:way", args=[letter.pk]))
    assert "<svg" in shown
    assert "filed it" in shown


def test_a_double_click_does_it_once(intake: Intake) -> None:
    letter = intake.reported()
    address = reverse("incoming:confirm", args=[letter.pk])
    first = client(intake, "binh").post(address, {"text": ""})
    second = client(intake, "binh").post(address, {"text": ""})
    assert (first.status_code, second.status_code) == (302, 422)
    assert "cannot be done any more" in second.content.decode()


TABS = {
    "mine": "Mine", "unit": "My unit", "direction": "Waiting for direction", "in_hand": "In hand", "late": "Late",
    "confirm": "To confirm", "to_file": "To file",
}  # fmt: skip


def test_every_tab_counts_what_it_opens(intake: Intake) -> None:
    _many(intake)
    for name in ("binh", "hoa", "minh", "lan", "khoa"):
        for show, label in TABS.items():
            shown = page(intake, name, reverse("incoming:list"), show=show)
            counted = re.search(rf'aria-current="page"[^>]*>{label} (\d+)', shown)
            assert counted is not None, (name, show)
            assert int(counted.group(1)) == shown.count('class="letter-row"'), (name, show)


def _many(intake: Intake) -> None:
    intake.registered()
    intake.proposed()
    late = intake.directed(intake.lead(), intake.helper())
    Assignment.objects.filter(letter=late, role=R.LEAD).update(due_on=datetime(2020, 1, 1).date())
    intake.in_hand()
    letter = intake.reported()
    done = intake.reported()
    moves.confirm(letter=done, by=intake.binh, at=intake.later())
    del letter


def test_where_is_it_finds_by_arrival_number_and_says_who_holds_it(intake: Intake) -> None:
    letter = intake.in_hand()
    shown = page(intake, "lan", reverse("incoming:list"), q=str(letter.allocation))
    assert letter.subject in shown
    assert "Nguyễn Văn Minh" in shown


# ---------------------------------------------------------------- who may read
def finds(intake: Intake, name: str, letter: IncomingLetter) -> bool:
    """Say whether searching for its number leads ``name`` to the letter."""
    found = page(intake, name, reverse("search:find"), q=letter.reference_code)
    return reverse("go:to", args=["incoming", letter.pk]) in found


def test_who_has_no_part_sees_no_page_no_line_no_count_and_no_file(intake: Intake) -> None:
    letter = intake.in_hand()
    for name in ("vy", "khoa", "tam", "thu", "quan"):
        stranger = client(intake, name)
        for address in ("letter", "way", "direct", "propose", "settle", "confirm", "file_letter"):
            assert stranger.get(reverse(f"incoming:{address}", args=[letter.pk])).status_code == 404
        assert stranger.get(reverse("incoming:file", args=[letter.pk, letter.file.sha256])).status_code == 404
        part = intake.of(letter, "minh")
        for address in ("report", "progress", "give_on", "hand_back", "pause", "ask_opinion"):
            assert stranger.get(reverse(f"incoming:{address}", args=[part.pk])).status_code == 404
        for show in ("mine", "unit", "all", "in_hand", "late"):
            shown = page(intake, name, reverse("incoming:list"), show=show)
            assert letter.subject not in shown
            assert not re.search(r">(Mine|My unit|In hand|All|Late) [1-9]", shown)
        assert letter.subject not in page(intake, name, reverse("incoming:list"), q=str(letter.allocation))
        assert not finds(intake, name, letter)
        assert letter.subject not in page(intake, name, reverse("inbox:list"))


def test_registry_leaders_unit_head_officer_and_the_informed_read(intake: Intake) -> None:
    letter = intake.directed(intake.lead(), intake.person("thu", R.INFORMATION))
    intake.give_on(letter)
    for name in ("lan", "binh", "yen", "dung", "hoa", "minh", "thu"):
        shown = page(intake, name, reverse("incoming:letter", args=[letter.pk]))
        assert letter.subject in shown
        assert finds(intake, name, letter)


def test_a_wrong_tap_taken_back_unopened_shows_nothing_any_more(intake: Intake) -> None:
    letter = intake.directed()
    address = reverse("incoming:letter", args=[letter.pk])
    moves.take_back_directive(letter=letter, by=intake.binh, at=intake.later())
    assert client(intake, "hoa").get(address).status_code == 404
    assert not finds(intake, "hoa", letter)


def test_another_office_finds_nothing(intake: Intake) -> None:
    from tests.workflow.office import found

    letter = intake.registered()
    other = found(timezone.now(), "STC")
    stranger = Client()
    stranger.force_login(other.binh.person, backend=BACKEND)
    assert stranger.get(reverse("incoming:letter", args=[letter.pk])).status_code == 404


def test_a_reply_is_begun_from_the_page_and_required_before_the_end(intake: Intake) -> None:
    letter = intake.directed(intake.lead(reply=True))
    intake.give_on(letter)
    response = client(intake, "minh").post(reverse("incoming:reply", args=[letter.pk]))
    assert response.status_code == 302
    (reply,) = queries.replies_of(letter)
    assert reply.letter.draft.addressees == (letter.issuer,)
    assert letter.reference_code in reply.letter.subject
    refused = client(intake, "hoa").post(
        reverse("incoming:report", args=[intake.of(letter, "XDCQ").pk]), {"text": "Xong"}
    )
    assert refused.status_code == 422
    assert intake.of(letter, "XDCQ").status == A.PASSED_ON


def test_a_reader_without_the_right_to_an_act_is_not_shown_its_form(intake: Intake) -> None:
    letter = intake.directed(intake.lead(), intake.person("thu", R.INFORMATION))
    intake.give_on(letter)
    for name, part in (("thu", "minh"), ("lan", "minh"), ("minh", "XDCQ")):
        reader, key = client(intake, name), intake.of(letter, part).pk
        for address in ("report", "progress", "hand_back", "pause", "ask_opinion", "ask_for_time", "release"):
            assert reader.get(reverse(f"incoming:{address}", args=[key])).status_code == 409, (name, address)
        for address in ("settle", "to_chief", "confirm", "send_back", "file_letter"):
            assert reader.get(reverse(f"incoming:{address}", args=[letter.pk])).status_code == 409
    own = reverse("incoming:report", args=[intake.of(letter, "minh").pk])
    assert "Report as done" in page(intake, "minh", own)
