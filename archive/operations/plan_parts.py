"""Draft the year's file plan by units, merge it, present it, copy it into the next year (Decree 30/2020 Art. 29)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from archive import errors, lifecycle, policies, queries
from archive.enums import PlanState
from archive.models import FilePlan, FilePlanEntry, FilePlanPart
from archive.operations.planning import NewEntry
from archive.operations.reasons import required
from audit.models import Subject
from audit.operations import recording
from lib.database import locked
from lib.text import single_line
from organisation.models import Unit
from organisation.models.actor import Actor

_YEAR = re.compile(r"(?<!\d)(19|20)\d{2}(?!\d)")
_ROMAN_BEFORE = re.compile(r"^\s*[IVXLC]+\s*[.)-]\s*")
_NUMBER_BEFORE = re.compile(r"^\s*\d+\s*[.)-]\s*")


@transaction.atomic
def change_entry(*, entry: FilePlanEntry, new: NewEntry, by: Actor, at: datetime) -> FilePlanEntry:
    """Put a line of a plan right; refuses lines of others' units to units, and a code the plan has already."""
    plan = locked(FilePlan, entry.plan_id)
    row = locked(FilePlanEntry, entry.pk)
    policies.may_write_part(by, plan, row.unit, queries.part_of(plan, row.unit)).enforce()
    policies.may_write_part(by, plan, new.unit, queries.part_of(plan, new.unit)).enforce()
    code, title = single_line(new.code), single_line(new.title)
    if not code or not title:
        raise errors.DossierNeedsCodeAndTitle
    if plan.entries.filter(code=code).exclude(pk=row.pk).exists():
        raise errors.PlanCodeTaken(year=plan.year, code=code)
    row.code, row.title, row.unit, row.maker = code, title, new.unit, new.maker
    row.heading, row.subheading = single_line(new.heading), single_line(new.subheading)
    row.retention_years, row.retention_item = new.retention_years, new.retention_item
    row.note = single_line(new.note)
    row.save()
    _note("entry_changed", plan, by=by, at=at, facts={"entry": row.pk, "code": code}, detail={"title": title})
    return row


@transaction.atomic
def remove_entry(*, entry: FilePlanEntry, by: Actor, at: datetime) -> None:
    """Take a line out of a plan that is not approved; the lines behind it move up."""
    plan = locked(FilePlan, entry.plan_id)
    row = locked(FilePlanEntry, entry.pk)
    policies.may_write_part(by, plan, row.unit, queries.part_of(plan, row.unit)).enforce()
    if row.dossiers.exists():
        raise errors.EntryIsUsed(code=row.code)
    facts: dict[str, object] = {"entry": row.pk, "code": row.code}
    _note("entry_removed", plan, by=by, at=at, facts=facts, detail={"title": row.title})
    row.delete()
    _renumber(plan)


@transaction.atomic
def hand_in(*, plan: FilePlan, unit: Unit, by: Actor, at: datetime) -> FilePlanPart:
    """Hand the lines of a unit in to the office, which merges them; refuses none, and those of another unit."""
    plan = locked(FilePlan, plan.pk)
    part, _made = FilePlanPart.objects.get_or_create(organisation=plan.organisation, plan=plan, unit=unit)
    policies.may_write_part(by, plan, unit, part).enforce()
    if not plan.entries.filter(unit=unit).exists():
        raise errors.PartIsEmpty
    part.handed_in_at, part.handed_in_by, part.remark = at, by.acting_post, ""
    part.save(update_fields=["handed_in_at", "handed_in_by", "remark"])
    _note("part_handed_in", plan, by=by, at=at, facts={"unit": unit.pk}, detail={})
    return part


@transaction.atomic
def give_back(*, part: FilePlanPart, reason: str, by: Actor, at: datetime) -> FilePlanPart:
    """Give a unit its lines back with a remark; only the office does, before the plan is presented."""
    plan = locked(FilePlan, part.plan_id)
    policies.may_write_plan(by, plan).enforce()
    row = locked(FilePlanPart, part.pk)
    row.remark = required(reason)
    row.handed_in_at, row.handed_in_by = None, None
    row.save(update_fields=["handed_in_at", "handed_in_by", "remark"])
    _note("part_given_back", plan, by=by, at=at, facts={"unit": row.unit_id}, detail={"reason": row.remark})
    return row


@transaction.atomic
def merge(*, plan: FilePlan, restart: bool, by: Actor, at: datetime) -> FilePlan:
    """Order the lines by heading and number them: ``01.VP`` through the whole plan, or anew under each heading.

    Headings get Roman numbers, subheadings Arabic ones, in the order they first stand; only the office merges.
    """
    plan = locked(FilePlan, plan.pk)
    policies.may_write_plan(by, plan).enforce()
    lines = list(plan.entries.select_related("unit").order_by("position", "id"))
    headings = _in_order(_ROMAN_BEFORE.sub("", line.heading) for line in lines)
    number, last = 0, ""
    ordered = sorted(lines, key=lambda line: headings.index(_ROMAN_BEFORE.sub("", line.heading)))
    for position, line in enumerate(_by_subheading(ordered), 1):
        name = _ROMAN_BEFORE.sub("", line.heading)
        if restart and name != last:
            number = 0
        number, last = number + 1, name
        line.position = position
        before = f"{headings.index(name) + 1}." if restart else ""
        line.code = f"{before}{number:02d}.{line.unit.symbol}"
        line.heading = f"{_roman(headings.index(name) + 1)}. {name}" if name else ""
    FilePlanEntry.objects.bulk_update(lines, ["position", "code", "heading", "subheading"])
    _note("merged", plan, by=by, at=at, facts={"entries": len(lines), "restart": restart}, detail={})
    return plan


@transaction.atomic
def present(*, plan: FilePlan, by: Actor, at: datetime) -> FilePlan:
    """Present the merged plan to the head; its lines are left alone until it is approved or sent back."""
    plan = locked(FilePlan, plan.pk)
    policies.may_write_plan(by, plan).enforce()
    if not plan.entries.exists():
        raise errors.PlanIsEmpty(year=plan.year)
    lifecycle.advance_plan(plan, PlanState.PRESENTED)
    plan.save(update_fields=["state"])
    _note("presented", plan, by=by, at=at, facts={"entries": plan.entries.count()}, detail={})
    return plan


@transaction.atomic
def send_back(*, plan: FilePlan, reason: str, by: Actor, at: datetime) -> FilePlan:
    """Send a presented plan back to be written on, for a ``reason``; the head does."""
    plan = locked(FilePlan, plan.pk)
    policies.may_send_plan_back(by, plan).enforce()
    reason = required(reason)
    lifecycle.advance_plan(plan, PlanState.DRAFT)
    plan.save(update_fields=["state"])
    _note("sent_back", plan, by=by, at=at, facts={}, detail={"reason": reason})
    return plan


@transaction.atomic
def copy_to(*, plan: FilePlan, year: int, by: Actor, at: datetime) -> FilePlan:
    """Copy a plan's lines into the draft plan of ``year``, which is begun; the year in a title or code moves along.

    Refuses a plan of that year that has lines already.
    """
    policies.may_begin_plan(by).enforce()
    policies.may_read_plan(by, plan).enforce()
    target, _made = FilePlan.objects.get_or_create(organisation=plan.organisation, year=year)
    target = locked(FilePlan, target.pk)
    policies.may_write_plan(by, target).enforce()
    if target.entries.exists():
        raise errors.PlanHasLines(year=year)
    rows = list(plan.entries.order_by("position", "id"))
    for row in rows:
        row.pk, row.plan = None, target
        row.title = _moved(row.title, plan.year, year)
        row.code = _moved(row.code, plan.year, year)
    FilePlanEntry.objects.bulk_create(rows)
    _note("copied", target, by=by, at=at, facts={"from": plan.year, "entries": len(rows)}, detail={})
    return target


def _renumber(plan: FilePlan) -> None:
    lines = list(plan.entries.order_by("position", "id"))
    for position, line in enumerate(lines, 1):
        line.position = position
    FilePlanEntry.objects.bulk_update(lines, ["position"])


def _in_order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _by_subheading(lines: list[FilePlanEntry]) -> list[FilePlanEntry]:
    """Number the subheadings of each heading and bring their lines together, in the order they first stand."""
    found: list[FilePlanEntry] = []
    for heading in dict.fromkeys(line.heading for line in lines):
        group = [line for line in lines if line.heading == heading]
        names = list(dict.fromkeys(_NUMBER_BEFORE.sub("", line.subheading) for line in group))
        numbers = {name: place for place, name in enumerate((one for one in names if one), 1)}
        for line in sorted(group, key=lambda one: names.index(_NUMBER_BEFORE.sub("", one.subheading))):
            name = _NUMBER_BEFORE.sub("", line.subheading)
            line.subheading = f"{numbers[name]}. {name}" if name else ""
            found.append(line)
    return found


def _roman(number: int) -> str:
    told = ""
    for value, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            told, number = told + sign, number - value
    return told


def _moved(text: str, since: int, to: int) -> str:
    """Write the years of a text ``to - since`` later."""
    return _YEAR.sub(lambda found: str(int(found[0]) + to - since), text)


def _note(
    act: str, plan: FilePlan, *, by: Actor, at: datetime, facts: dict[str, object], detail: dict[str, object]
) -> None:
    subject = Subject("file_plan", str(plan.pk))
    facts = {"year": plan.year, **facts}
    recording.record(f"file_plan.{act}", subject=subject, by=by, at=at, facts=facts, detail=detail)
