"""What follows an act on an issued letter: nobody is asked any more, or again, and those who took part know."""

from __future__ import annotations

import pytest

from dispatch.enums import LetterStatus as S
from dispatch.enums import RelationKind as R
from dispatch.models import OutgoingLetter
from lib.refusal import Refusal
from notices.models import Notice
from tests.workflow.office import Office
from workflow import doctor, freezing, queries
from workflow.outgoing_letter import moves

REASON = "ban hành nhầm nơi nhận"


def told(office: Office, letter: OutgoingLetter, kind: str) -> set[str]:
    people = Notice.objects.filter(subject_key=str(letter.pk), kind=kind).values_list("person", flat=True)
    return {name for name, actor in office.actors.items() if actor.person.pk in set(people)}


def test_nobody_is_asked_to_file_a_recalled_letter_and_everybody_again_when_it_is_stopped(
    office: Office,
) -> None:
    letter = office.at_step("file_letter")
    asked = office.item(letter)
    freezing.recall(letter=letter, reason=REASON, by=office.binh, at=office.later())
    assert queries.position_of(letter) == set()
    assert not queries.open_items_of(letter).exists()
    with pytest.raises(Refusal):
        moves.file_letter(item=asked, dossier=office.dossier(), by=office.minh, at=office.later())
    assert doctor.findings(office.at) == []
    freezing.stop_recall(letter=letter, reason=REASON, by=office.binh, at=office.later())
    assert queries.position_of(letter) == {"file_letter"}
    assert doctor.findings(office.at) == []
    office.act(office.item(letter), office.read(letter))
    assert doctor.findings(office.at) == []


def test_a_filed_letter_is_recalled_and_its_procedure_stays_ended(office: Office) -> None:
    letter = office.at_step("file_letter")
    office.act(office.item(letter), letter)
    freezing.recall(letter=letter, reason=REASON, by=office.binh, at=office.later())
    freezing.stop_recall(letter=letter, reason=REASON, by=office.binh, at=office.later())
    assert queries.position_of(letter) == set()
    assert doctor.findings(office.at) == []


def test_a_replaced_letter_is_asked_of_nobody_once_its_replacement_is_issued(office: Office) -> None:
    old = office.at_step("file_letter")
    new = office.carry(office.about(R.REPLACES, old), "file_letter")
    assert (office.read(old).status, office.read(new).status) == (S.REPLACED, S.ISSUED)
    assert queries.position_of(old) == set()
    assert doctor.findings(office.at) == []
    assert told(office, old, "letter.replaced") == {"minh", "hoa", "dung", "binh", "lan", "nga"}


def test_a_corrected_letter_goes_on_and_those_who_took_part_are_told(office: Office) -> None:
    old = office.at_step("file_letter")
    office.carry(office.about(R.CORRECTS, old), "file_letter")
    assert queries.position_of(old) == {"file_letter"}
    assert "minh" in told(office, old, "letter.corrected")
    assert doctor.findings(office.at) == []


def test_a_recalling_letter_recalls(office: Office) -> None:
    old = office.at_step("file_letter")
    office.carry(office.about(R.RECALLS, old), "file_letter")
    assert office.read(old).status == S.RECALLED
    assert queries.position_of(old) == set()
    assert doctor.findings(office.at) == []


def test_whoever_recalls_is_not_told_of_it_and_the_others_are(office: Office) -> None:
    letter = office.at_step("file_letter")
    freezing.recall(letter=letter, reason=REASON, by=office.binh, at=office.later())
    assert told(office, letter, "letter.recalled") == {"minh", "hoa", "dung", "lan", "nga"}


def test_a_refused_recall_changes_nothing(office: Office) -> None:
    letter = office.at_step("file_letter")
    with pytest.raises(Refusal):
        freezing.recall(letter=letter, reason=REASON, by=office.minh, at=office.later())
    assert queries.position_of(letter) == {"file_letter"}
    assert not Notice.objects.filter(kind="letter.recalled").exists()
