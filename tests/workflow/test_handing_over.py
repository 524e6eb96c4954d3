"""The work of whoever leaves: seen beforehand, given to a named colleague, never waiting for nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.models import Event
from dispatch import errors as letter_errors
from dispatch import queries as letters
from dispatch.enums import LetterStatus
from dispatch.models import OutgoingLetter
from dispatch.operations import signing_off
from jobs.operations import working
from lib.calendar import local_day
from organisation import errors as office_errors
from organisation.enums import Duty
from organisation.models import Post
from organisation.operations import ending, staffing
from signing.enums import SigningRole
from signing.models import SigningCertificate
from tests.workflow.office import Office
from workflow import doctor, errors, queries
from workflow.acting import acting
from workflow.enums import Outcome
from workflow.in_hand import PostsWork, in_hand, left_behind
from workflow.models import WorkItem
from workflow.outgoing_letter import moves
from workflow.rebuilding import rebuild_one

WHY = "chuyển công tác"


def give(office: Office, letter: OutgoingLetter, holder: str, to: str, by: str = "quan") -> None:
    moves.hand_over(
        held=[(letter, office.actors[holder].post)], to=office.actors[to].post, reason=WHY,
        by=office.actors[by], at=office.later(),
    )  # fmt: skip


def keys(office: Office, name: str) -> list[int]:
    return [task.letter.pk for task in in_hand([office.actors[name].post])]


def test_in_hand_is_what_waits_for_a_post_and_what_will_come_back_to_it(office: Office) -> None:
    drafted, checked = office.draft(), office.at_step("check_format")
    filed = office.at_step("number_and_seal")
    assert keys(office, "minh") == [drafted.pk, checked.pk, filed.pk]
    assert keys(office, "dung") == [checked.pk]
    assert keys(office, "hoa") == keys(office, "binh") == []
    assert PostsWork().count(office.minh.post) == 3


def test_a_finished_letter_is_in_nobodys_hand(office: Office) -> None:
    letter = office.at_step("file_letter")
    assert keys(office, "minh") == [letter.pk]
    office.act(office.item(letter), office.read(letter))
    assert keys(office, "minh") == []


@pytest.mark.parametrize("giver", ["quan", "hoa"])
def test_a_draft_goes_to_a_colleague_who_goes_on_with_it(office: Office, giver: str) -> None:
    letter = office.draft()
    before = office.item(letter)
    give(office, letter, "minh", "tam", by=giver)
    item, letter = office.item(letter), office.read(letter)
    assert (letter.drafter, letter.drafter_post) == (office.tam.person, office.tam.post)
    assert (item.owner_post, item.reason, item.step) == (office.tam.post, Outcome.HANDED_OVER, "draft")
    assert letter in letters.letters_visible_to(office.tam, office.at)
    with pytest.raises(errors.StaleTask, match=office.actors[giver].person.full_name):
        moves.submit(item=before, by=office.minh, at=office.later())
    moves.submit(item=item, by=office.tam, at=office.later())
    assert queries.position_of(letter) == {"check_content"}
    assert doctor.findings(office.at) == []


def test_the_history_names_who_gave_it_from_whom_to_whom_and_why(office: Office) -> None:
    letter = office.draft()
    give(office, letter, "minh", "tam")
    event = Event.objects.get(name="letter.handed_over")
    assert (event.facts["from"], event.facts["to"]) == (office.minh.post.pk, office.tam.post.pk)
    assert event.detail.text["handed"] == {"from": "Nguyễn Văn Minh", "to": "Hồ Thanh Tâm"}
    assert event.detail.text["reason"] == WHY
    assert event.detail.text["names"]["person"] == "Đỗ Minh Quân"


def test_a_letter_that_is_with_others_comes_back_to_the_new_drafter(office: Office) -> None:
    letter = office.at_step("check_content")
    waiting = office.item(letter)
    give(office, letter, "minh", "tam")
    assert office.item(letter) == waiting
    moves.send_back(item=waiting, reason="Thiếu căn cứ", by=office.hoa, at=office.later())
    assert office.item(letter).owner_post == office.tam.post
    rail = queries.progress_of(office.read(letter))
    assert {step.step: step.who for step in rail}["draft"] == "Hồ Thanh Tâm"


def test_the_rail_still_names_who_submitted(office: Office) -> None:
    letter = office.at_step("check_content")
    give(office, letter, "minh", "tam")
    rail = queries.progress_of(office.read(letter))
    assert {step.step: step.who for step in rail}["draft"] == "Nguyễn Văn Minh"


def test_an_issued_letter_is_filed_by_the_colleague(office: Office) -> None:
    letter = office.at_step("file_letter")
    give(office, letter, "minh", "tam")
    moves.file_letter(item=office.item(letter), dossier=office.dossier(), by=office.tam, at=office.later())
    assert office.read(letter).dossier is not None


def test_a_check_goes_to_whoever_has_the_duty(office: Office) -> None:
    letter = office.at_step("check_content")
    with pytest.raises(letter_errors.ColleagueDoesNotCheck, match="Hồ Thanh Tâm"):
        give(office, letter, "hoa", "tam")
    successor = staffing.appoint(
        person=office.tam.person, unit=office.units["XDCQ"], title="Trưởng phòng", duties=[Duty.UNIT_HEAD],
        protocol_order=41, since=local_day(office.at), by=office.quan, at=office.at,
    )  # fmt: skip
    moves.hand_over(
        held=[(letter, office.hoa.post)], to=successor, reason=WHY, by=office.quan, at=office.later()
    )
    item = office.item(letter)
    assert (item.owner_post, item.duty, item.step) == (successor, Duty.UNIT_HEAD, "check_content")
    assert office.read(letter).drafter_post == office.minh.post
    moves.check_content(item=item, by=office.tam, at=office.later())
    assert queries.position_of(letter) == {"check_format"}


@pytest.mark.parametrize("step", ["approve", "sign"])
def test_a_letter_its_signer_cannot_sign_goes_back_to_be_drafted(office: Office, step: str) -> None:
    letter = office.at_step(step, signer="yen")
    assert keys(office, "yen") == [letter.pk]
    assert in_hand([office.yen.post])[0].is_to_sign
    moves.take_from_signer(letters=[letter], reason=WHY, by=office.quan, at=office.later())
    letter = office.read(letter)
    item = office.item(letter)
    assert (letter.status, item.step, item.owner_post) == (LetterStatus.DRAFT, "draft", office.minh.post)
    assert letter.prepared_file is None
    assert keys(office, "yen") == []
    office.write(letter, signer="binh")
    office.carry(letter, "number_and_seal")
    assert doctor.findings(office.at) == []


def test_a_letter_that_was_taken_from_its_signer_is_rebuilt_where_it_stands(office: Office) -> None:
    letter = office.at_step("approve", signer="yen")
    moves.take_from_signer(letters=[letter], reason=WHY, by=office.quan, at=office.later())
    before = office.item(letter)
    WorkItem.items.all().delete()
    assert rebuild_one(letter, at=office.later())
    after = office.item(letter)
    assert (after.step, after.reason, after.owner_post) == (before.step, before.reason, before.owner_post)


# ------------------------------------------------------------------ who may, and to whom
@pytest.mark.parametrize("name", ["minh", "tam", "dung", "binh", "lan"])
def test_nobody_but_the_head_of_the_unit_and_administrators_gives_work_on(office: Office, name: str) -> None:
    letter = office.draft()
    with pytest.raises(letter_errors.WorkIsNotYoursToGive):
        give(office, letter, "minh", "tam", by=name)
    assert office.item(letter).owner_post == office.minh.post


@pytest.mark.parametrize(("name", "may"), [("quan", True), ("binh", True), ("hoa", False), ("minh", False)])
def test_the_head_and_administrators_take_a_letter_from_its_signer(
    office: Office, name: str, may: bool
) -> None:
    letter = office.at_step("approve", signer="yen")
    one = {"letters": [letter], "reason": WHY, "by": office.actors[name], "at": office.later()}
    if may:
        assert moves.take_from_signer(**one) == 1
    else:
        with pytest.raises(letter_errors.NotTheSigner):
            moves.take_from_signer(**one)


def test_the_check_of_the_format_is_given_on_by_an_administrator_only(office: Office) -> None:
    letter = office.at_step("check_format")
    deputy = staffing.appoint(
        person=office.nga.person, unit=office.units["VP"], title="Phó Chánh Văn phòng",
        duties=[Duty.CHIEF_OF_OFFICE], protocol_order=31, since=local_day(office.at), by=office.quan, at=office.at,
    )  # fmt: skip
    one = {"held": [(letter, office.dung.post)], "to": deputy, "reason": WHY, "at": office.later()}
    with pytest.raises(letter_errors.WorkIsNotYoursToGive):
        moves.hand_over(by=office.hoa, **one)
    moves.hand_over(by=office.quan, **one)
    assert office.item(letter).owner_post == deputy


def test_a_letter_stays_in_its_unit(office: Office) -> None:
    letter = office.draft()
    with pytest.raises(letter_errors.ColleagueIsOfAnotherUnit, match="Phòng Xây dựng chính quyền"):
        give(office, letter, "minh", "lan")


def test_an_administrator_gives_no_letter_to_himself(office: Office) -> None:
    own = staffing.appoint(
        person=office.quan.person, unit=office.units["XDCQ"], title="Chuyên viên", duties=[Duty.OFFICER],
        protocol_order=90, since=local_day(office.at), by=office.quan, at=office.at,
    )  # fmt: skip
    letter = office.draft()
    one = {"held": [(letter, office.minh.post)], "to": own, "reason": WHY, "at": office.later()}
    with pytest.raises(letter_errors.AdministratorTakesALetter):
        moves.hand_over(by=office.quan, **one)
    moves.hand_over(by=office.hoa, **one)
    assert office.read(letter).drafter_post == own


def test_a_head_takes_the_work_of_the_unit_himself(office: Office) -> None:
    letter = office.draft()
    give(office, letter, "minh", "hoa", by="hoa")
    assert office.read(letter).drafter == office.hoa.person


def test_work_is_not_given_to_who_left_nor_taken_from_who_has_none(office: Office) -> None:
    letter = office.draft()
    with pytest.raises(letter_errors.NothingIsInHand, match="Hồ Thanh Tâm"):
        give(office, letter, "tam", "hoa")
    with pytest.raises(letter_errors.ColleagueIsNotThere):
        give(office, letter, "minh", "minh")
    Post.objects.filter(pk=office.tam.post.pk).update(valid_until=local_day(office.at) - timedelta(days=1))
    office.tam.post.refresh_from_db()
    with pytest.raises(letter_errors.ColleagueIsNotThere):
        give(office, letter, "minh", "tam")
    with pytest.raises(letter_errors.ReasonIsMissing):
        moves.hand_over(
            held=[(letter, office.minh.post)], to=office.hoa.post, reason=" ", by=office.quan, at=office.at
        )


def test_several_letters_go_over_together_or_not_at_all(office: Office) -> None:
    first, second = office.draft(), office.draft()
    withdrawn = office.draft()
    moves.withdraw(letter=withdrawn, reason="Không cần nữa", by=office.minh, at=office.later())
    several = {"to": office.tam.post, "reason": WHY, "by": office.quan}
    minh = office.minh.post
    with pytest.raises(errors.NotUnderWay):
        moves.hand_over(held=[(first, minh), (withdrawn, minh)], at=office.later(), **several)
    assert office.read(first).drafter_post == office.minh.post
    assert moves.hand_over(held=[(first, minh), (second, minh)], at=office.later(), **several) == 2
    assert keys(office, "minh") == []


# ------------------------------------------------------------------ leaving
def test_a_post_ends_when_its_work_is_handed_over(office: Office) -> None:
    letter = office.at_step("check_format")
    one = {"post": office.minh.post, "last_day": local_day(office.at), "reason": WHY, "by": office.quan}
    with pytest.raises(office_errors.WorkIsInHand):
        ending.end_post(at=office.later(), **one)
    give(office, letter, "minh", "tam")
    ending.end_post(at=office.later(), **one)
    assert left_behind(office.organisation, office.later(days=2)) == []


def test_what_a_planned_leaving_left_behind_is_told(office: Office) -> None:
    letter = office.draft()
    last_day = local_day(office.at) + timedelta(days=1)
    ending.end_post(post=office.minh.post, last_day=last_day, reason=WHY, by=office.quan, at=office.later())
    assert left_behind(office.organisation, office.at) == []
    office.later(days=3)
    assert left_behind(office.organisation, office.at) == [(office.minh.person, 1)]
    give(office, letter, "minh", "tam")
    assert left_behind(office.organisation, office.at) == []


def test_a_signature_that_waits_for_who_left_is_given_up_and_the_letter_comes_back(office: Office) -> None:
    letter = office.at_step("sign", signer="yen")
    sha = office.read(letter).approved_sha256
    with pytest.raises(office_errors.WorkIsInHand):
        ending.let_go(person=office.yen.person, reason=WHY, by=office.quan, at=office.later())
    item = office.item(letter)
    with acting(item.pk, by=office.yen, at=office.later()) as step:
        signing_off.request_leader_signature(letter=step.letter, sha256=sha, by=step.by, at=office.at)
    ending.let_go(person=office.yen.person, reason=WHY, by=office.quan, at=office.later())
    assert SigningCertificate.objects.get(person=office.yen.person).retired_at == office.at
    while working.run_one(["interactive"], clock=lambda: office.at, kinds=["workflow.signature_came"]):
        pass
    assert queries.position_of(letter) == {"sign"}
    assert left_behind(office.organisation, office.at) == [(office.yen.person, 1)]
    moves.take_from_signer(letters=[letter], reason=WHY, by=office.quan, at=office.later())
    assert left_behind(office.organisation, office.at) == []
    assert signing_off.request_of(office.read(letter), SigningRole.LEADER).state == "failed"
