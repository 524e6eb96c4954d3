"""Whoever an act concerns is told of it once, and nobody else; an act undone tells nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from jobs.errors import LeaseLost
from jobs.models import Job
from jobs.operations import leasing
from lib.refusal import Refusal
from notices.models import Notice
from organisation.enums import Duty
from organisation.models import Person
from organisation.queries import capacities
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from tests.workflow.office import Office, end_request, found
from workflow import errors
from workflow.outgoing_letter import jobs, moves
from workflow.outgoing_letter.telling import News

REASON = "Không còn cần thiết"


def told(office: Office) -> dict[str, tuple[str, dict[str, str]]]:
    """What each person of the office was told, once."""
    names = {actor.person.pk: name for name, actor in office.actors.items()}
    news = list(Notice.objects.order_by("id"))
    assert len({one.person_id for one in news}) == len(news), "somebody was told twice"
    assert {one.created_at for one in news} <= {office.at}
    return {names[one.person_id]: (one.kind, one.facts) for one in news}


# ------------------------------------------------------------------ the ends of a letter
def test_the_drafter_and_the_head_of_the_unit_are_told_number_and_day_of_an_issued_letter(
    office: Office,
) -> None:
    letter = office.at_step("await_seal")
    assert told(office) == {}
    office.next(letter, "await_seal")
    letter = office.read(letter)
    facts = {"code": letter.reference_code, "day": letter.legal_day.isoformat()}
    assert told(office) == {"minh": (News.ISSUED, facts), "hoa": (News.ISSUED, facts)}
    assert {(one.subject_kind, one.subject_key) for one in Notice.objects.all()} == {
        ("letter", str(letter.pk))
    }


def test_a_head_who_drafted_is_told_once(office: Office) -> None:
    office.at_step("file_letter", by="hoa")
    assert list(told(office)) == ["hoa"]


def test_whoever_had_the_letter_sealed_is_not_told_that_it_is(office: Office) -> None:
    letter = office.at_step("await_seal")
    SigningRequest.objects.filter(role=SigningRole.SEAL).update(person=office.minh.person)
    office.next(letter, "await_seal")
    assert list(told(office)) == ["hoa"]


def test_the_drafter_and_the_head_of_the_unit_are_told_why_a_letter_was_refused(office: Office) -> None:
    letter = office.at_step("approve")
    moves.refuse(item=office.item(letter), reason=REASON, by=office.binh, at=office.later())
    news = told(office)
    assert {name: kind for name, (kind, _facts) in news.items()} == {
        "minh": News.REFUSED,
        "hoa": News.REFUSED,
    }
    assert (news["minh"][1]["by"], news["minh"][1]["reason"]) == ("Nguyễn Văn Bình", REASON)


def test_the_drafter_is_told_that_the_number_was_voided_and_later_the_new_one(office: Office) -> None:
    letter = office.at_step("await_seal")
    office.signature_comes(letter, SigningRole.SEAL, RequestState.FAILED)
    first = office.read(letter).reference_code
    moves.void_number(letter=letter, reason="Ghi nhầm ngày", by=office.lan, at=office.later())
    (name, (kind, facts)) = told(office).popitem()
    assert (name, kind, facts["code"]) == ("minh", News.NUMBER_VOIDED, first)

    Notice.objects.all().delete()
    letter = office.carry(letter, "file_letter")
    assert letter.reference_code != first
    assert told(office)["minh"][1]["code"] == letter.reference_code


# ------------------------------------------------------------------ taken from under somebody
@pytest.mark.parametrize(
    ("step", "holder"), [("check_content", "hoa"), ("check_format", "dung"), ("sign", "binh")]
)
def test_whoever_held_the_step_is_told_that_the_letter_was_withdrawn(
    office: Office, step: str, holder: str
) -> None:
    letter = office.at_step(step)
    moves.withdraw(letter=letter, reason=REASON, by=office.minh, at=office.later())
    (name, (kind, facts)) = told(office).popitem()
    assert (name, kind) == (holder, News.WITHDRAWN)
    assert (facts["by"], facts["reason"]) == ("Nguyễn Văn Minh", REASON)


@pytest.mark.parametrize("step", ["draft", "prepare", "number_and_seal"])
def test_nobody_is_told_of_a_letter_withdrawn_while_it_waited_for_nobody_else(
    office: Office, step: str
) -> None:
    moves.withdraw(letter=office.at_step(step), reason=REASON, by=office.minh, at=office.later())
    assert told(office) == {}


def test_the_drafter_is_told_once_that_somebody_else_withdrew_the_letter(office: Office) -> None:
    letter = office.draft()
    office.lend("minh", "tam", Duty.OFFICER)
    by = next(one for one in capacities(office.tam, office.at) if one.represented)
    moves.withdraw(letter=letter, reason=REASON, by=by, at=office.later())
    (name, (kind, facts)) = told(office).popitem()
    assert (name, kind, facts["by"]) == ("minh", News.WITHDRAWN, "Hồ Thanh Tâm")


def test_whoever_held_the_step_is_told_that_the_letter_was_taken_back(office: Office) -> None:
    letter = office.at_step("check_content")
    moves.take_back(letter=letter, by=office.minh, at=office.later())
    (name, (kind, facts)) = told(office).popitem()
    assert (name, kind, facts["by"]) == ("hoa", News.TAKEN_BACK, "Nguyễn Văn Minh")


@pytest.mark.parametrize("step", ["draft", "check_format"])
def test_whoever_drafted_is_told_that_the_letter_was_given_to_another(office: Office, step: str) -> None:
    letter = office.at_step(step)
    moves.hand_over(
        held=[(letter, office.minh.post)], to=office.tam.post, reason=REASON, by=office.hoa, at=office.later()
    )
    (name, (kind, facts)) = told(office).popitem()
    assert (name, kind) == ("minh", News.HANDED_OVER)
    assert (facts["by"], facts["reason"]) == ("Phạm Thị Hòa", REASON)


def test_the_signer_is_told_that_the_letter_was_taken_away(office: Office) -> None:
    letter = office.at_step("approve")
    moves.take_from_signer(letters=[letter], reason=REASON, by=office.quan, at=office.later())
    (name, (kind, facts)) = told(office).popitem()
    assert (name, kind, facts["by"]) == ("binh", News.HANDED_OVER, office.quan.person.full_name)


# ------------------------------------------------------------------ on behalf of the absent
@pytest.mark.parametrize(
    ("step", "absent", "duty", "deputy"),
    [
        ("draft", "minh", Duty.OFFICER, "tam"),
        ("check_content", "hoa", Duty.UNIT_HEAD, "tam"),
        ("check_format", "dung", Duty.CHIEF_OF_OFFICE, "nga"),
        ("number_and_seal", "lan", Duty.REGISTRY_CLERK, "thu"),
    ],
)
def test_the_absent_are_told_what_was_done_in_their_name(
    office: Office, step: str, absent: str, duty: Duty, deputy: str
) -> None:
    letter = office.at_step(step)
    office.lend(absent, deputy, duty)
    office.act(office.item(letter), letter, by=office.actors[deputy])
    (name, (kind, facts)) = told(office).popitem()
    assert (name, kind) == (absent, News.DONE_FOR_YOU)
    assert (facts["step"], facts["by"]) == (step, office.actors[deputy].person.full_name)


def test_the_absent_are_told_what_was_sent_back_in_their_name(office: Office) -> None:
    letter = office.at_step("check_content")
    office.lend("hoa", "tam", Duty.UNIT_HEAD)
    moves.send_back(item=office.item(letter), reason="Thiếu căn cứ", by=office.tam, at=office.later())
    (name, (kind, facts)) = told(office).popitem()
    assert (name, kind) == ("hoa", News.DONE_FOR_YOU)
    assert (facts["outcome"], facts["reason"]) == ("returned", "Thiếu căn cứ")


def test_an_ordinary_step_tells_nobody_for_the_inbox_does(office: Office) -> None:
    letter = office.at_step("approve")
    moves.send_back(item=office.item(letter), reason=REASON, by=office.binh, at=office.later())
    assert told(office) == {}


# ------------------------------------------------------------------ undone, repeated, apart
def test_an_act_refused_in_the_end_tells_nobody(office: Office) -> None:
    """The stand-in passes the content, but nobody holds the next step: all is undone, the telling too."""
    letter = office.at_step("check_content")
    office.lend("hoa", "tam", Duty.UNIT_HEAD)
    office.dung.post.valid_until = office.at.date() - timedelta(days=1)
    office.dung.post.save()
    with pytest.raises(errors.NobodyHoldsTheStep):
        moves.check_content(item=office.item(letter), by=office.tam, at=office.later())
    assert told(office) == {}


def test_a_transaction_that_dies_after_the_act_tells_nobody(office: Office) -> None:
    letter = office.at_step("approve")
    item = office.item(letter)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        moves.refuse(item=item, reason=REASON, by=office.binh, at=office.later())
        assert Notice.objects.exists()
        1 / 0  # noqa: B018
    assert told(office) == {}


def test_a_worker_whose_lease_was_taken_over_tells_nobody_and_the_next_one_once(office: Office) -> None:
    letter = office.at_step("await_seal")
    with transaction.atomic():
        end_request(office, SigningRequest.objects.get(role=SigningRole.SEAL), RequestState.COMPLETED)
    slow = leasing.claim(["interactive"], at=office.at, kinds=[jobs.SIGNATURE_CAME])
    office.later(minutes=10)
    quick = leasing.claim(["interactive"], at=office.at, kinds=[jobs.SIGNATURE_CAME])
    assert slow is not None and quick is not None
    with pytest.raises(LeaseLost):
        jobs.signature_came(slow, clock=lambda: office.at)
    assert told(office) == {}
    jobs.signature_came(quick, clock=lambda: office.at)
    Job.objects.filter(kind=jobs.SIGNATURE_CAME).update(state="queued", finished_at=None)
    again = leasing.claim(["interactive"], at=office.at, kinds=[jobs.SIGNATURE_CAME])
    assert again is not None
    jobs.signature_came(again, clock=lambda: office.at)
    assert sorted(told(office)) == ["hoa", "minh"]
    assert office.item(letter).step == "file_letter"


def test_a_second_click_tells_nobody_again(office: Office) -> None:
    letter = office.at_step("approve")
    item = office.item(letter)
    moves.refuse(item=item, reason=REASON, by=office.binh, at=office.later())
    before = office.at
    with pytest.raises(Refusal):
        moves.refuse(item=item, reason=REASON, by=office.binh, at=office.later())
    assert sorted(Notice.objects.values_list("created_at", flat=True)) == [before, before]


def test_news_stay_in_their_office(office: Office) -> None:
    other = found(office.at, code="STP")
    letter = office.at_step("approve")
    moves.refuse(item=office.item(letter), reason=REASON, by=office.binh, at=office.later())
    assert set(Notice.objects.values_list("organisation", flat=True)) == {office.organisation.pk}
    strangers = [actor.person for actor in other.actors.values()]
    assert not Notice.objects.filter(person__in=strangers).exists()


def test_a_reason_is_kept_as_one_short_line(office: Office) -> None:
    letter = office.at_step("approve")
    reason = "Lý do thứ nhất\n" + "rất dài " * 200
    moves.refuse(item=office.item(letter), reason=reason, by=office.binh, at=office.later())
    kept = told(office)["minh"][1]["reason"]
    assert len(kept) == 300
    assert kept.startswith("Lý do thứ nhất rất dài")


def test_the_inactive_are_told_nothing(office: Office) -> None:
    letter = office.at_step("approve")
    Person.objects.filter(pk=office.minh.person.pk).update(is_active=False)
    moves.refuse(item=office.item(letter), reason=REASON, by=office.binh, at=office.later())
    assert list(told(office)) == ["hoa"]


# ------------------------------------------------------------------ seen
def test_who_opens_the_letter_has_seen_its_news_and_no_others(office: Office) -> None:
    letter, another = office.at_step("file_letter"), office.at_step("file_letter")
    moves.note_opened(letter=letter, by=office.minh, at=office.later())
    unseen = Notice.objects.filter(seen_at=None)
    assert {(one.person, one.subject_key) for one in unseen} == {
        (office.minh.person, str(another.pk)),
        (office.hoa.person, str(letter.pk)),
        (office.hoa.person, str(another.pk)),
    }


def test_who_files_the_letter_has_seen_that_it_was_issued(office: Office) -> None:
    letter = office.at_step("file_letter")
    office.next(letter, "file_letter")
    assert [one.person for one in Notice.objects.filter(seen_at=None)] == [office.hoa.person]
