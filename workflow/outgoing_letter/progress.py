"""The rail of a letter: which steps are done, by whom and when. Read from legal facts, not from viewflow.

What was passed stands in the endorsements; signature, number and issue in the letter; the rest in the event log.
A return voids what was passed, and the rail goes back with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.functional import Promise

from audit import queries as history
from dispatch import queries as letters
from dispatch.enums import EndorsementKind, LetterStatus, Medium
from dispatch.models import CoSignature, Endorsement, OutgoingLetter
from organisation.enums import Duty
from workflow.enums import NodeState, Outcome
from workflow.models import WorkItem
from workflow.outgoing_letter import stages
from workflow.outgoing_letter.flow import OutgoingLetterProcedure
from workflow.routes.built_in import default_route
from workflow.routes.schema import Stage, StageKind

# What people see of the chart: layout is part of the format check to them, waiting part of sign and seal.
BEFORE, BEHIND = ("draft",), ("approve", "sign", "number_and_seal", "file_letter")
# Shown behind the signature, and the seal, of a letter that bears a second one.
BESIDE, PARTNER_SIGNS, PARTNER_SEALS = "cosign", "await_partner", "await_partner_seal"
# What came before was done at the desk, on paper.
SHOWN_ON_PAPER = ("number_and_seal", "file_letter")
ASKED_BY_THE_DRAFTER = "give_opinion"
_NOW = {
    LetterStatus.DRAFT: "draft",
    LetterStatus.PREPARING: "approve",
    LetterStatus.APPROVAL: "approve",
    LetterStatus.SIGNATURE: "sign",
    LetterStatus.SIGNING: "sign",
    LetterStatus.COSIGNATURE: BESIDE,
    LetterStatus.SIGNED: "number_and_seal",
    LetterStatus.NUMBERED: "number_and_seal",
    LetterStatus.ISSUED: "file_letter",
}


@dataclass(frozen=True, kw_only=True)
class Rail:
    """One step as the rail shows it. ``due_on`` is set only on the step that is now.

    Where several are asked, ``who`` names those still waited for and ``answered`` of ``asked`` have answered.
    """

    step: str
    label: str | Promise
    state: NodeState
    who: str | Promise = ""
    on_behalf_of: str = ""
    at: datetime | None = None
    due_on: date | None = None
    answered: int = 0
    asked: int = 0


@dataclass(frozen=True)
class _Done:
    who: str
    at: datetime | None
    on_behalf_of: str = ""


def rail_of(letter: OutgoingLetter, items: Sequence[WorkItem]) -> list[Rail]:
    """Give the steps of ``letter`` in their order, its route's stages among them; ``items`` are its open steps."""
    endorsed = list(letters.endorsements_of(letter))
    done = _done(letter, endorsed)
    if letter.medium == Medium.PAPER:
        return [
            _rail(step, _title(step), done.get(step), _now(letter, done), items) for step in SHOWN_ON_PAPER
        ]
    drawn = _stages(letter)
    done |= _passed(letter, drawn, endorsed)
    now = _now(letter, done)
    before = BEFORE if now != ASKED_BY_THE_DRAFTER else (*BEFORE, ASKED_BY_THE_DRAFTER)
    second = _second(letter)
    behind = _behind(letter, second)
    titles = {step: _title(step) for step in (*before, *behind)}
    named = {stage.key: _name(stage) for stage in drawn}
    shown = [*before, *named, *behind]
    rails = [_rail(step, (titles | named)[step], done.get(step), now, items) for step in shown]
    if second is None or not second.is_joint:
        return rails
    waits = (PARTNER_SIGNS, PARTNER_SEALS)
    return [
        replace(one, who=second.partner_name) if one.step in waits and not one.who else one for one in rails
    ]


def _second(letter: OutgoingLetter) -> CoSignature | None:
    known = "second" in letter.printed or letter.draft.second_post_id is not None
    return letters.cosignature_of(letter) if known or letter.status == LetterStatus.DRAFT else None


def _behind(letter: OutgoingLetter, second: CoSignature | None) -> tuple[str, ...]:
    """Give the steps behind the layout, with those of a second signatory where there is one."""
    approve, sign, number, file = BEHIND
    if second is not None and second.is_joint:
        return approve, sign, PARTNER_SIGNS, number, PARTNER_SEALS, file
    own = second is not None or letter.draft.second_post_id is not None
    return (approve, sign, BESIDE, number, file) if own else BEHIND


def _stages(letter: OutgoingLetter) -> list[Stage]:
    """Give the stages the letter goes through before its signature."""
    route = stages.route_of(letter, letter.updated_at)
    return [
        one for one in stages.passing(letter, route, letter.updated_at) if one.kind != StageKind.SIGNATURE
    ]


def _title(step: str) -> str | Promise:
    title: str | Promise = OutgoingLetterProcedure.instance.node(step).task_title  # type: ignore[union-attr]
    return title


def _name(stage: Stage) -> str | Promise:
    """Give the name the office gave a stage; the built-in ones are named in the reader's language."""
    return _title(stage.key) if stage in default_route().stages else stage.name


def _rail(
    step: str, label: str | Promise, done: _Done | None, now: str | None, items: Sequence[WorkItem]
) -> Rail:
    if done is not None:
        return Rail(
            step=step,
            label=label,
            state=NodeState.DONE,
            who=done.who,
            at=done.at,
            on_behalf_of=done.on_behalf_of,
        )
    if step != now:
        return Rail(step=step, label=label, state=NodeState.TODO)
    here = [item for item in items if step in (item.step, item.stage)]
    if not here:
        return Rail(step=step, label=label, state=NodeState.NOW)
    names = [
        str(item.owner_post.person.full_name if item.owner_post else Duty(item.duty).label) for item in here
    ]
    dues = [item.due_on for item in here if item.due_on]
    return Rail(
        step=step,
        label=label,
        state=NodeState.NOW,
        who=", ".join(names),
        at=here[0].assigned_at,
        due_on=min(dues) if dues else None,
        answered=_answered(here[0]),
        asked=_answered(here[0]) + len(here),
    )


def _answered(item: WorkItem) -> int:
    """Give how many of those asked together with ``item`` have answered."""
    if not item.stage and item.step != ASKED_BY_THE_DRAFTER:
        return 0
    together = WorkItem.items.filter(process_key=item.process_key, stage=item.stage, step=item.step)
    done = together.filter(assigned_at=item.assigned_at, done_at__isnull=False)
    return done.exclude(outcome__in=(Outcome.CALLED_OFF, Outcome.PASSED_UP)).count()


def _now(letter: OutgoingLetter, done: dict[str, _Done]) -> str | None:
    status = LetterStatus(letter.status)
    step = _NOW.get(status)
    if status in stages.NODE_OF:
        step = letter.stage or stages.NODE_OF[status]
    if status is LetterStatus.COSIGNATURE and letter.printed.get("second", {}).get("joint"):
        step = PARTNER_SIGNS
    if status is LetterStatus.NUMBERED and "number_and_seal" in done:
        step = PARTNER_SEALS
    return None if step in done else step


def _passed(
    letter: OutgoingLetter, drawn: Sequence[Stage], endorsed: Sequence[Endorsement]
) -> dict[str, _Done]:
    """Give the stages that lie behind the letter, with everybody who passed them."""
    status = LetterStatus(letter.status)
    if status is LetterStatus.DRAFT or (status is LetterStatus.OPINIONS and not letter.stage):
        return {}
    keys = [stage.key for stage in drawn]
    passed = keys[: keys.index(letter.stage)] if letter.stage in keys else keys
    if status in (LetterStatus.WITHDRAWN, LetterStatus.REFUSED):
        passed = keys
    said: dict[str, list[tuple[str, datetime, str]]] = {}
    for row in endorsed:
        if row.passed and row.voided_at is None and row.stage:
            absent = row.represented.person.full_name if row.represented else ""
            said.setdefault(row.stage, []).append((row.post.person.full_name, row.at, absent))
    for one in letters.opinions_of(letter).filter(answered_at__isnull=False).exclude(stage=""):
        if one.answered_at and one.answered_by:
            absent = one.represented.person.full_name if one.represented else ""
            said.setdefault(one.stage, []).append((one.answered_by.person.full_name, one.answered_at, absent))
    done = {}
    for key in passed:
        rows = said.get(key, [])
        if rows:
            names, absent = dict.fromkeys(row[0] for row in rows), rows[-1][2] if len(rows) == 1 else ""
            done[key] = _Done(", ".join(names), max(row[1] for row in rows), absent)
    return done


def _done(letter: OutgoingLetter, endorsed: Sequence[Endorsement]) -> dict[str, _Done]:
    done: dict[str, _Done] = {}
    for row in endorsed:
        if row.kind == EndorsementKind.APPROVAL and row.passed and row.voided_at is None:
            absent = row.represented.person.full_name if row.represented else ""
            done["approve"] = _Done(row.post.person.full_name, row.at, absent)
    log = {event.name: event for event in history.history_of(letter.organisation_id, "letter", letter.pk)}
    asked = letter.status == LetterStatus.OPINIONS and not letter.stage
    if asked:
        done["draft"] = _Done(letter.drafter.full_name, None)
    if letter.status != LetterStatus.DRAFT and not asked and "letter.submitted" in log:
        submitted = log["letter.submitted"]  # its own name: the letter may have been handed over since
        done["draft"] = _Done(_who(submitted) or letter.drafter.full_name, submitted.at)
    if letter.signed_at is not None:
        done["sign"] = _Done(letter.printed.get("signer", ""), letter.signed_at)
    second = _second(letter)
    if second is not None:
        done |= _done_beside(second)
    if letter.issued_at is not None or (second is not None and second.sealed_file_id is not None):
        done["number_and_seal"] = _Done(
            _who(log.get("letter.numbered") or log.get("letter.registered_on_paper")),
            letter.issued_at if second is None or not second.is_joint else log["letter.numbered"].at,
        )
    if letter.dossier_id is not None:
        filed = log.get("letter.filed")
        done["file_letter"] = _Done(_who(filed), filed.at if filed else None)
    return done


def _done_beside(second: CoSignature) -> dict[str, _Done]:
    """Give what of a second signatory's steps is done."""
    done = {}
    if second.signed_at is not None:
        done[PARTNER_SIGNS if second.is_joint else BESIDE] = _Done(second.signer_name, second.signed_at)
    if second.sealed_at is not None:
        done[PARTNER_SEALS] = _Done(second.partner_name, second.sealed_at)
    return done


def _who(event: object) -> str:
    detail = getattr(event, "detail", None)
    return str(detail.text.get("names", {}).get("person", "")) if detail else ""
