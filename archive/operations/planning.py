"""Write a year's file plan and have it approved (Decree 30/2020 Art. 29)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from archive import errors, lifecycle, policies, queries
from archive.enums import PlanState
from archive.models import FilePlan, FilePlanEntry, RetentionItem
from audit.models import Subject
from audit.operations import recording
from lib.database import locked
from lib.text import single_line
from organisation.models import Person, Unit
from organisation.models.actor import Actor


@dataclass(frozen=True)
class NewEntry:
    """A line to add to a plan; ``retention_years`` None keeps for ever."""

    code: str
    title: str
    unit: Unit
    retention_years: int | None
    heading: str = ""
    maker: Person | None = None
    note: str = ""
    subheading: str = ""
    retention_item: RetentionItem | None = None


@transaction.atomic
def begin(*, year: int, by: Actor, at: datetime) -> FilePlan:
    """Begin the plan of ``year``, or give the one that stands."""
    policies.may_begin_plan(by).enforce()
    plan, created = FilePlan.objects.get_or_create(organisation=by.organisation, year=year)
    if created:
        recording.record(
            "file_plan.begun", subject=Subject("file_plan", str(plan.pk)), by=by, at=at, facts={"year": year}
        )
    return plan


@transaction.atomic
def add_entry(*, plan: FilePlan, entry: NewEntry, by: Actor, at: datetime) -> FilePlanEntry:
    """Add a line at the end of a draft plan: the office any, a unit its own until it hands them in.

    Refuses a code the plan has, and a line without code or title.
    """
    plan = locked(FilePlan, plan.pk)
    policies.may_write_part(by, plan, entry.unit, queries.part_of(plan, entry.unit)).enforce()
    code, title = single_line(entry.code), single_line(entry.title)
    if not code or not title:
        raise errors.DossierNeedsCodeAndTitle
    if plan.entries.filter(code=code).exists():
        raise errors.PlanCodeTaken(year=plan.year, code=code)
    row = FilePlanEntry.objects.create(
        organisation=plan.organisation,
        plan=plan,
        position=plan.entries.count() + 1,
        code=code,
        heading=single_line(entry.heading),
        subheading=single_line(entry.subheading),
        title=title,
        retention_years=entry.retention_years,
        retention_item=entry.retention_item,
        unit=entry.unit,
        maker=entry.maker,
        note=single_line(entry.note),
    )
    facts = {"entry": row.pk, "code": code, "unit": entry.unit.pk, "retention_years": entry.retention_years}
    subject = Subject("file_plan", str(plan.pk))
    recording.record(
        "file_plan.entry_added", subject=subject, by=by, at=at, facts=facts, detail={"title": title}
    )
    return row


@transaction.atomic
def approve(*, plan: FilePlan, by: Actor, at: datetime) -> FilePlan:
    """Approve the plan; from now on dossiers are opened from it and its lines stand."""
    plan = locked(FilePlan, plan.pk)
    policies.may_approve_plan(by, plan).enforce()
    count = plan.entries.count()
    if not count:
        raise errors.PlanIsEmpty(year=plan.year)
    lifecycle.advance_plan(plan, PlanState.APPROVED)
    plan.approved_by, plan.approved_at = by.acting_post, at
    plan.save(update_fields=["state", "approved_by", "approved_at"])
    subject = Subject("file_plan", str(plan.pk))
    recording.record(
        "file_plan.approved", subject=subject, by=by, at=at, facts={"year": plan.year, "entries": count}
    )
    return plan
