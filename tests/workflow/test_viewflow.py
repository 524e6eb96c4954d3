"""What we rely on in viewflow 2.4.0, so that an upgrade tells us what changed; and our nodes on a small chart."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from viewflow.fsm import TransitionNotAllowed
from viewflow.workflow import lock
from viewflow.workflow.base import Flow
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from tests.workflow.office import Office
from workflow import queries
from workflow.acting import acting
from workflow.enums import Outcome
from workflow.nodes import Job
from workflow.outgoing_letter.flow import OutgoingLetterProcedure
from workflow.passage import Passage


# ------------------------------------------------------------------ our nodes
def test_one_act_is_one_task_row(office: Office) -> None:
    letter = office.at_step("check_format")
    process = OutgoingLetterProcedure.processes_of(letter.pk).get()
    assert [task.flow_task.name for task in Task.objects.filter(process=process).order_by("pk")] == [
        "start",
        "draft",
        "check_content",
        "check_format",
    ]


def test_a_step_cannot_be_left_by_an_outcome_it_has_no_way_for(office: Office) -> None:
    item = office.item(office.draft())
    with (
        pytest.raises(ValueError, match="draft cannot be left by"),
        acting(item.pk, by=office.minh, at=office.at, outcome=Outcome.REFUSED),
    ):
        pass
    item.refresh_from_db()
    assert item.is_open


def test_a_chart_cannot_be_inherited_for_its_arrows_would_lead_into_the_parents() -> None:
    with pytest.raises(TypeError, match="inherits a chart"):

        class Copy(OutgoingLetterProcedure):
            """Viewflow copies nodes shallowly, with arrows that were resolved in the parent (P10)."""


# ------------------------------------------------------------------ viewflow itself
def test_the_version_is_the_one_we_read() -> None:
    assert version("django-viewflow") == "2.4.0"


def test_only_the_engine_is_installed_and_none_of_its_pages_is_mounted() -> None:
    assert "viewflow.workflow" in settings.INSTALLED_APPS
    assert "viewflow" not in settings.INSTALLED_APPS
    urls = (Path(__file__).parents[2] / "config/urls.py").read_text()
    assert "viewflow" not in urls


def test_its_default_is_no_lock_and_ours_is_set() -> None:
    assert isinstance(Flow.lock_impl, lock.NoLock)
    assert type(OutgoingLetterProcedure.lock_impl).__name__ == "OfficeLock"


def test_a_finished_task_cannot_be_executed_again(office: Office) -> None:
    letter = office.at_step("check_format")
    process = OutgoingLetterProcedure.processes_of(letter.pk).get()
    done = Task.objects.filter(process=process, status=STATUS.DONE).order_by("pk").last()
    activation = done.flow_task.activation_class(done)
    activation.process.passage = Passage(at=office.at, by=office.hoa, letter=letter)
    for move in (activation.begin, activation.execute, activation.cancel):
        with transaction.atomic(), pytest.raises(TransitionNotAllowed):
            move()


def test_rows_hold_the_names_of_chart_and_node_as_text(office: Office) -> None:
    from django.db import connection

    letter = office.draft()
    task = Task.objects.get(pk=office.item(letter).task_key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT flow_task FROM viewflow_task WHERE id = %s", [task.pk])
        assert cursor.fetchone() == ("workflow/outgoing_letter.flow.OutgoingLetterProcedure.draft",)


def test_a_node_that_is_gone_leaves_its_task_obsolete_and_the_letter_is_rebuilt(office: Office) -> None:
    from workflow import rebuilding

    letter = office.draft()
    Task.objects.filter(pk=office.item(letter).task_key).update(
        flow_task="workflow/outgoing_letter.flow.OutgoingLetterProcedure.gone"
    )
    assert Task.objects.get(pk=office.item(letter).task_key).flow_task.task_type == "OBSOLETE"
    assert rebuilding.rebuild_one(letter, at=office.at)
    assert queries.position_of(letter) == {"draft"}


def test_a_process_ends_with_its_last_task(office: Office) -> None:
    letter = office.at_step("file_letter")
    assert Process.objects.get().status == PROCESS.NEW
    office.next(letter, "file_letter")
    process = Process.objects.get()
    assert process.status == PROCESS.DONE
    assert process.finished is not None


def test_the_errors_of_a_job_are_not_swallowed_with_the_text_of_the_letter(office: Office) -> None:
    """Viewflow's own job keeps traceback and frame locals in the task row; ours undoes everything (trap 24)."""
    letter = office.at_step("prepare")
    office.binh.post.valid_until = None
    from workflow.acting import completing, wait_of

    key = wait_of(letter.pk, procedure=OutgoingLetterProcedure, node="prepare")
    with pytest.raises(ZeroDivisionError), completing(key, by=office.lan, at=office.at):
        raise ZeroDivisionError
    task = Task.objects.get(external_task_id=key)
    assert (task.status, task.data) == (STATUS.SCHEDULED, {})


def test_a_job_node_writes_its_job_with_the_step_or_not_at_all(office: Office) -> None:
    from jobs.models import Job as Row

    letter = office.at_step("check_format")
    item = office.item(letter)
    from dispatch.operations import endorsing

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        with acting(item.pk, by=office.dung, at=office.later()) as step:
            step.letter = endorsing.check_format(letter=step.letter, by=step.by, at=office.at)
        raise ZeroDivisionError
    assert not Row.objects.filter(kind="workflow.prepare_letter").exists()
    office.next(letter, "check_format")
    job = Row.objects.get(kind="workflow.prepare_letter")
    assert Task.objects.get(external_task_id=job.key).flow_task is OutgoingLetterProcedure.instance.node(
        "prepare"
    )
    assert isinstance(OutgoingLetterProcedure.instance.node("prepare"), Job)
