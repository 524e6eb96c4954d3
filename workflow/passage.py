"""What one act carries along the graph: the moment, who acts, the letter, and how the step is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from organisation.enums import Duty
from organisation.models import Organisation, Post
from organisation.models.actor import Actor
from workflow.enums import Outcome
from workflow.models import WorkItem


class Letter(Protocol):
    """As much of a letter as the engine has to know."""

    pk: Any
    organisation: Organisation


@dataclass(frozen=True)
class Holder:
    """Whose turn it is: the holder of ``post``, or anybody with ``duty`` when there is no post.

    With a post, ``duty`` is what a stand-in must have been delegated; without it nobody can stand in.
    """

    post: Post | None = None
    duty: Duty | None = None


@dataclass(frozen=True)
class Opening:
    """One answer a step waits for, where several may be waited for at once (a stop of a route)."""

    node: str
    holder: Holder
    stage: str = ""
    about_key: int | None = None
    due_on: date | None = None
    since: datetime | None = None


@dataclass
class Passage:
    """One pass through the door. Lies on the process object while the act lasts and is stored nowhere.

    ``letter`` is replaced by what the operation gives back, so that the next step's holder is read from it.
    ``given_to`` is set when a step is handed over to somebody the chart would not have asked. ``shared`` says that
    others may be asked beside this step; ``stays`` that they still are, so that nothing follows yet; ``opens`` what
    follows instead of what the chart says.
    """

    at: datetime
    by: Actor
    letter: Any
    outcome: Outcome = Outcome.DONE
    item: WorkItem | None = None
    given_to: Holder | None = None
    shared: bool = False
    stays: bool = False
    opens: tuple[Opening, ...] | None = None
    opened: list[WorkItem] = field(default_factory=list)


class OutsideTheDoor(RuntimeError):
    """A bug: viewflow was driven without ``acting``, ``interrupting`` or ``completing``."""


def passage_of(activation: Any) -> Passage:
    """Give the passage an activation runs in; raise OutsideTheDoor when somebody went around the door."""
    passage = getattr(activation.process, "passage", None)
    if passage is None:
        raise OutsideTheDoor(str(activation.task))
    return passage
