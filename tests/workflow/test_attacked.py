"""What somebody tries who knows the addresses and keys: nothing is told, taken or lost by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch import errors as letter_errors
from dispatch.enums import LetterStatus
from dispatch.models import Opinion
from dispatch.operations import reading
from jobs import ports as job_ports
from jobs.operations import working
from tests.workflow.office import Office
from tests.workflow.test_stages import advises, looks, submitted, waiting
from workflow import doctor, errors
from workflow.enums import LineState, TrayAct
from workflow.outgoing_letter import consulting, moves
from workflow.tray import acts, queries
from workflow.tray import jobs as tray_jobs

pytestmark = pytest.mark.django_db


def test_the_tray_names_no_letter_to_somebody_who_may_not_see_it(office: Office) -> None:
    letter = office.read(office.at_step("approve"))
    line = acts.Chosen(letter.pk, 1, TrayAct.APPROVE, "0" * 64)
    with pytest.raises(errors.NotOpenedYet) as refused:
        acts.confirm(chosen=[line], by=office.nga, at=office.later())
    assert letter.subject not in str(refused.value)
    assert str(letter.pk) in str(refused.value)


def test_a_batch_shows_no_letter_its_maker_may_not_see(office: Office) -> None:
    own, other = office.read(office.at_step("approve")), office.read(office.at_step("draft"))
    reading.note_viewed(letter=own, file=own.prepared_file, by=office.binh, at=office.later())
    item = office.item(own)
    lines = [
        acts.Chosen(own.pk, item.pk, TrayAct.APPROVE, own.prepared_sha256),
        acts.Chosen(other.pk, item.pk, TrayAct.APPROVE, own.prepared_sha256),
    ]
    with pytest.raises(errors.NotOpenedYet):
        acts.confirm(chosen=lines, by=office.binh, at=office.later())


def test_a_line_of_one_letter_never_moves_another(office: Office, _joined: None) -> None:
    job_ports.join({acts.WORK_OFF: lambda job: tray_jobs.work_off(job, clock=lambda: office.at)})
    first, second = (office.read(office.at_step("approve")) for _ in range(2))
    for one in (first, second):
        reading.note_viewed(letter=one, file=one.prepared_file, by=office.binh, at=office.later())
    crossed = acts.Chosen(first.pk, office.item(second).pk, TrayAct.APPROVE, second.prepared_sha256)
    batch = acts.confirm(
        chosen=[crossed, replace(crossed, letter_key=second.pk, item_key=office.item(first).pk)],
        by=office.binh,
        at=office.later(),
    )
    while working.run_one(["interactive"], clock=lambda: office.at, kinds=[acts.WORK_OFF]):
        pass
    found = queries.outcomes_of(queries.batch_for(office.binh, batch.pk), office.at)
    assert [one.state for one in found] == [LineState.REFUSED] * 2
    assert {office.read(one).status for one in (first, second)} == {LetterStatus.APPROVAL}


def test_a_check_is_not_passed_up_to_who_answers_beside(office: Office) -> None:
    letter = submitted(office, looks())
    item = next(one for one in office.items(letter) if one.owner_post == office.yen.post)
    with pytest.raises(letter_errors.SuperiorIsAskedToo):
        moves.pass_up(item=item, reason="Vượt thẩm quyền", by=office.yen, at=office.later())
    assert waiting(office, letter) == {"binh", "yen", "lan"}
    assert doctor.findings(office.at) == []


def test_an_opinion_is_not_passed_up_to_who_is_asked_beside(office: Office) -> None:
    letter = submitted(office, advises())
    item = next(one for one in office.items(letter) if one.owner_post == office.yen.post)
    opinion = Opinion.objects.select_related("letter").get(pk=item.about_key)
    with pytest.raises(letter_errors.SuperiorIsAskedToo):
        consulting.pass_up(
            item=item, opinion=opinion, reason="Vượt thẩm quyền", by=office.yen, at=office.later()
        )
    assert waiting(office, letter) == {"binh", "yen", "lan"}
