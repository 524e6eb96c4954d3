"""Everything of whoever leaves goes in one act, with one record that names each thing; or nothing goes."""

from __future__ import annotations

import pytest

from archive.models import Dossier
from archive.operations import opening
from archive.operations.opening import NewDossier
from audit.models import Event
from lib.refusal import Refusal
from organisation.operations import ending
from tests.workflow.office import Office
from workflow import doctor, errors, leaving
from workflow.in_hand import PostsWork

WHY = "nghỉ hưu theo chế độ"


def a_dossier(office: Office, code: str) -> Dossier:
    person, post = office.minh.person, office.minh.post
    assert person and post
    new = NewDossier(code, f"Hồ sơ {code}", post.unit, person, 10)
    return opening.open_dossier(new=new, by=office.minh, at=office.later())


def test_letters_and_dossiers_go_together_and_the_record_names_them(office: Office) -> None:
    letter, dossier = office.draft(), a_dossier(office, "01.CCHC")
    person, to = office.minh.person, office.tam.post
    assert person and to
    event = leaving.hand_everything_over(person=person, to=to, reason=WHY, by=office.quan, at=office.later())
    assert event.facts["letters"] == [letter.pk] and event.facts["dossiers"] == [dossier.pk]
    told = event.detail.text
    assert (told["person"], told["receiver"], told["reason"]) == (person.full_name, to.person.full_name, WHY)
    assert list(map(list, told["lines"]["dossiers"])) == [["01.CCHC (2026)", "Hồ sơ 01.CCHC"]]
    assert office.read(letter).drafter_post == to
    dossier.refresh_from_db()
    assert dossier.keeper == to.person
    assert PostsWork().count(office.minh.post) == 0
    ending.let_go(person=person, reason=WHY, by=office.quan, at=office.later())
    assert doctor.findings(office.at) == []
    with pytest.raises(errors.NothingToHandOver):
        leaving.hand_everything_over(person=person, to=to, reason=WHY, by=office.quan, at=office.later())


def test_nothing_goes_when_one_thing_cannot(office: Office) -> None:
    letter, dossier = office.draft(), a_dossier(office, "02.CCHC")
    person, quan = office.minh.person, office.quan.post
    assert person and quan
    with pytest.raises(Refusal):  # an administrator does not give a letter to himself
        leaving.hand_everything_over(person=person, to=quan, reason=WHY, by=office.quan, at=office.later())
    dossier.refresh_from_db()
    assert dossier.keeper == person
    assert office.read(letter).drafter == person
    assert not Event.objects.filter(name=leaving.HANDED_OVER).exists()
