"""Viewflow drives and keeps nothing: drop all its rows and ours, rebuild from the letters, and nothing is missing."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from viewflow.workflow.models import Process, Task

from audit.models import Event
from dispatch import queries as letters
from dispatch.models import OutgoingLetter
from jobs.models import Job
from signing.enums import RequestState, SigningRole
from tests.sizes import TIER
from tests.workflow.office import Office
from tests.workflow.test_path import WAY
from workflow import doctor, queries, rebuilding
from workflow.models import WorkItem
from workflow.outgoing_letter import moves

STEPS = [step for step, _status in WAY][:: 4 if TIER == "test" else 1]


def drop_everything() -> None:
    """Empty viewflow's tables and the work items, as after losing them."""
    WorkItem.items.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "TRUNCATE viewflow_task_previous, viewflow_task, viewflow_process RESTART IDENTITY CASCADE"
        )


def boards(office: Office) -> dict[str, Any]:
    """What people see: every inbox with its reasons and days, and where every letter stands."""
    inboxes = {
        name: [
            (
                line.letter.pk,
                line.item.step,
                line.item.reason,
                line.item.due_on,
                line.item.assigned_at,
                line.on_behalf_of,
            )
            for line in queries.inbox(actor, office.at)
        ]
        for name, actor in office.actors.items()
    }
    places = {letter.pk: queries.position_of(letter) for letter in queries.letters_to_rebuild()}
    return {"inboxes": inboxes, "places": places}


def legal_facts() -> list[Any]:
    rows = list(OutgoingLetter.objects.order_by("pk").values())
    return [*rows, *Event.objects.order_by("pk").values_list("leaf_hash", flat=True)]


@pytest.fixture
def full(office: Office) -> Office:
    """A letter at every step (every fourth in the first tier), and one returned, taken back, failed, withdrawn, refused, filed."""
    for step in STEPS:
        office.at_step(step, subject=step)
    returned = office.at_step("approve")
    moves.send_back(item=office.item(returned), reason="Thiếu căn cứ", by=office.binh, at=office.later())
    taken = office.at_step("check_content")
    moves.take_back(letter=taken, by=office.minh, at=office.later())
    office.signature_comes(office.at_step("await_signature"), SigningRole.LEADER, RequestState.FAILED)
    office.signature_comes(office.at_step("await_seal"), SigningRole.SEAL, RequestState.FAILED)
    moves.withdraw(letter=office.at_step("sign"), reason="Không cần nữa", by=office.minh, at=office.later())
    refused = office.at_step("approve")
    moves.refuse(item=office.item(refused), reason="Sai thẩm quyền", by=office.binh, at=office.later())
    filed = office.at_step("file_letter")
    office.next(filed, "file_letter")
    return office


def test_what_is_rebuilt_equals_what_was_and_goes_on_to_the_end(full: Office) -> None:
    result = rebuilding.rebuild(queries.letters_to_rebuild(), at=full.at)
    assert (result.seen, result.made) == (len(STEPS) + 7, 0)  # what stands right is left alone
    before, facts = boards(full), legal_facts()
    drop_everything()
    assert all(line == [] for line in boards(full)["inboxes"].values())
    assert {finding.code for finding in doctor.findings(full.at)} == {"I21"}
    call_command("workflow", "rebuild", stdout=StringIO())
    after = boards(full)
    assert after["places"] == before["places"]
    for name, inbox in before["inboxes"].items():
        assert after["inboxes"][name] == inbox, name
    assert legal_facts() == facts
    assert doctor.findings(full.at) == []
    for letter in queries.letters_to_rebuild():
        while here := queries.position_of(letter):
            full.next(letter, here.pop())
    assert doctor.findings(full.at) == []
    assert letters.all_issued().filter(organisation=full.organisation, dossier__isnull=True).count() == 0


def test_a_job_of_a_lost_task_does_nothing_and_the_rebuilt_one_does_the_work(office: Office) -> None:
    letter = office.at_step("prepare")
    lost = Job.objects.get(kind="workflow.prepare_letter")
    drop_everything()
    rebuilding.rebuild_one(letter, at=office.at)
    jobs = Job.objects.filter(kind="workflow.prepare_letter").order_by("pk")
    assert [job.pk == lost.pk for job in jobs] == [True, False]
    office.lay_out(letter)
    assert queries.position_of(letter) == {"approve"}


def test_a_step_whose_holder_left_goes_to_the_successor_with_a_new_term(office: Office) -> None:
    letter = office.at_step("check_content")
    office.hoa.post.valid_until = office.at.date()
    office.hoa.post.save()
    heir = office.tam.post
    heir.duties = ["unit_head"]
    heir.save()
    office.later(days=2)
    assert "I20" in {finding.code for finding in doctor.findings(office.at)}
    assert rebuilding.rebuild_one(letter, at=office.at)
    item = office.item(letter)
    assert (item.owner_post, item.assigned_at) == (heir, office.at)
    assert doctor.findings(office.at) == []


@pytest.mark.parametrize(
    "broken", ["no item", "item of nobody", "other owner", "ended", "two", "error", "no job", "elsewhere"]
)
def test_the_doctor_finds_what_is_broken_and_rebuilding_cures_it(office: Office, broken: str) -> None:
    letter = office.at_step("prepare" if broken == "no job" else "check_content")
    assert doctor.findings(office.at) == []
    expected = harm(office, letter, broken)
    found = {finding.code for finding in doctor.findings(office.at) if finding.letter == letter.pk}
    assert expected <= found, found
    with pytest.raises(CommandError):
        call_command("workflow", "doctor", stdout=StringIO())
    if broken not in ("other owner", "error", "no job"):
        rebuilding.rebuild_one(letter, at=office.at)
        assert doctor.findings(office.at) == []


def harm(office: Office, letter: OutgoingLetter, broken: str) -> set[str]:
    """Break one invariant behind everybody's back; give the codes that must be found."""
    process = Process.objects.get()
    if broken == "no item":
        WorkItem.items.filter(done_at__isnull=True).delete()
        return {"I9"}
    if broken == "item of nobody":
        Task.objects.filter(process=process, finished__isnull=True).update(
            status="CANCELED", finished=office.at
        )
        return {"I1", "I9", "I21"}
    if broken == "other owner":
        WorkItem.items.filter(done_at__isnull=True).update(owner_post=office.dung.post)
        return {"I9"}
    if broken == "ended":
        Process.objects.update(status="DONE", finished=office.at)
        return {"I1", "I21"}
    if broken == "two":
        process.pk = None
        process.save()
        return {"I1", "I21"}
    if broken == "error":
        Task.objects.filter(process=process, finished__isnull=True).update(status="ERROR")
        return {"I8"}
    if broken == "no job":
        Job.objects.all().delete()
        return {"I8"}
    OutgoingLetter.objects.filter(pk=letter.pk).update(status="format_check")
    return {"I21"}


def test_nobody_is_asked_twice_after_a_restore_of_an_older_database(office: Office) -> None:
    letter = office.at_step("check_content")
    office.at += timedelta(days=1)
    assert not rebuilding.rebuild_one(letter, at=office.at)
    assert queries.open_items_of(letter).count() == 1
