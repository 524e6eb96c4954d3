"""What every procedure shares: the lock, the letter a process carries, the deadlines and the ways to stop it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.base import Flow
from viewflow.workflow.status import PROCESS, STATUS

from workflow.enums import Outcome
from workflow.locking import OfficeLock
from workflow.passage import Opening, Passage

FINISHED = (STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)


class Term(NamedTuple):
    """Working days for an ordinary letter and for a hurried one."""

    ordinary: int | None
    hurried: int | None


class Procedure(Flow):
    """A chart of steps. Names of procedures and nodes are stored with running letters: never rename them."""

    lock_impl = OfficeLock()
    letter_kind: ClassVar[str] = ""
    letter_model: ClassVar[type[models.Model]]
    letter_joins: ClassVar[tuple[str, ...]] = ("organisation",)
    # Ends reached from wherever the letter stands, by somebody who does not hold the step.
    interruptions: ClassVar[Mapping[Outcome, str]] = {}
    anywhere: ClassVar[str | Promise] = _(
        "at any step before the number"
    )  # where these ends can be reached from

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Build the chart; refuse to inherit one, for viewflow's copied nodes would lead into the parent's chart."""
        if any(hasattr(base, "start") for base in cls.__bases__):
            raise TypeError(f"{cls.__name__} inherits a chart; write its steps anew")
        super().__init_subclass__(**kwargs)

    @classmethod
    def working_days(cls, step: str, letter: Any) -> int | None:
        """Give the working days a step may take, None when it has no term."""
        return None

    @classmethod
    def is_shared(cls, letter: Any) -> bool:
        """Say whether several may be asked at once where ``letter`` stands."""
        return False

    @classmethod
    def openings(cls, letter: Any, at: datetime) -> tuple[Opening, ...] | None:
        """Give the answers ``letter`` waits for where it stands now; None: the chart says who is next."""
        return None

    @classmethod
    def attach(cls, process: Any, passage: Passage) -> None:
        """Let a process carry the letter of ``passage``, and the passage itself while the act lasts."""
        process.artifact_content_type = cls._letter_type()
        process.artifact_object_id = passage.letter.pk
        process.passage = passage

    @classmethod
    def letters(cls) -> Any:
        """Give the letters of this procedure's kind, with what holders and operations ask of them."""
        return cls.letter_model._default_manager.select_related(*cls.letter_joins)

    @classmethod
    def letter_of(cls, process: Any) -> Any:
        """Read the letter a process carries."""
        return cls.letters().get(pk=process.artifact_object_id)

    @classmethod
    def processes_of(cls, letter_key: int) -> Any:
        """Give the processes of a letter in this procedure, oldest first."""
        rows = cls.process_class._default_manager.filter(flow_class=cls)  # type: ignore[union-attr]
        return rows.filter(artifact_content_type=cls._letter_type(), artifact_object_id=letter_key).order_by(
            "id"
        )

    @classmethod
    def _letter_type(cls) -> ContentType:
        return ContentType._default_manager.get_for_model(cls.letter_model)

    @classmethod
    def open_tasks(cls, process: Any) -> Any:
        """Give the tasks of ``process`` that are not finished, oldest first."""
        return (
            cls.task_class._default_manager.filter(process=process)
            .exclude(status__in=FINISHED)
            .order_by("id")
        )

    @classmethod
    @contextmanager
    def holding(cls, process_key: int) -> Iterator[None]:
        """Open the transaction of one act and hold the process until it ends."""
        with cls.lock(process_key):
            yield

    @classmethod
    def is_running(cls, process: Any) -> bool:
        """Say whether a process has not ended."""
        return process.status == PROCESS.NEW
