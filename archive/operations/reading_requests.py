"""Ask to read what is not open, say which dossier is meant, allow until a day or refuse (TT 05/2025)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from archive import errors, policies, queries
from archive.enums import Purpose, RequestState
from archive.models import CatalogueUnit, ReadingRequest
from archive.operations import catalogue_showing
from archive.operations.cataloguing import held, lock_fonds
from archive.operations.reasons import required
from archive.operations.showing import show
from archive.operations.telling import tell
from audit.models import Subject
from audit.operations import recording
from lib.calendar import local_day
from lib.database import locked
from lib.text import single_line
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.queries import acting_as


@transaction.atomic
def ask(
    *,
    asked_for: str,
    purpose: Purpose,
    purpose_text: str,
    unit: CatalogueUnit | None,
    by: Actor,
    at: datetime,
) -> ReadingRequest:
    """Ask to read something, in words, or a unit one sees the description of; anybody of the office may.

    It waits for who decides; words alone for the archivist first, who says which unit is meant.
    """
    said = single_line(asked_for)[:500] or (f"{unit.code} {unit.title}".strip()[:500] if unit else "")
    if not said or by.person is None:
        raise errors.RequestSaysNothing
    unit = held(unit) if unit is not None else None
    request = ReadingRequest.objects.create(
        organisation=by.organisation, person=by.person, unit=unit, asked_for=said, purpose=purpose,
        purpose_text=single_line(purpose_text)[:1000], asked_at=at,
    )  # fmt: skip
    _note("reading.requested", request, by=by, at=at, detail={"asked_for": said})
    return request


@transaction.atomic
def name_unit(*, request: ReadingRequest, unit: CatalogueUnit, by: Actor, at: datetime) -> ReadingRequest:
    """Say which unit a request means, the archivist or who decides; from then on it waits for a decision."""
    request, unit = _locked(request), held(unit)
    by = acting_as(by, at, lambda one: policies.may_name_unit(one, request, unit))
    policies.may_name_unit(by, request, unit).enforce()
    _still_open(request)
    request.unit = unit
    request.save(update_fields=["unit"])
    _note("reading.unit_named", request, by=by, at=at)
    return request


@transaction.atomic
def allow(
    *, request: ReadingRequest, until: date, by: Actor, at: datetime, shown: int | None = None
) -> ReadingRequest:
    """Let the person read the unit until a day, that day included; their token is on it from this moment.

    ``shown`` is the key of what was named when the page was drawn: another one named meanwhile is not allowed unseen.
    """
    request = _locked(request)
    by = acting_as(by, at, lambda one: policies.may_decide_reading(one, request))
    policies.may_decide_reading(by, request).enforce()
    _still_open(request)
    if request.unit_id is None:
        raise errors.RequestNamesNoUnit
    if shown is not None and shown != request.unit_id:
        raise errors.RequestNamesAnotherUnit
    if until < local_day(at):
        raise errors.DayIsOver
    request.state, request.until = RequestState.GRANTED, until
    _decided(request, by, at)
    _show(request, at=at)
    _note("reading.allowed", request, by=by, at=at, facts={"until": until.isoformat()})
    tell(request, "allowed", [request.person], at, day=until.isoformat())
    return request


@transaction.atomic
def decline(*, request: ReadingRequest, reason: str, by: Actor, at: datetime) -> ReadingRequest:
    """Refuse a request, for a reason the person reads; the archivist too where nothing of the kind is kept."""
    request = _locked(request)
    by = acting_as(by, at, lambda one: policies.may_decline_reading(one, request))
    policies.may_decline_reading(by, request).enforce()
    _still_open(request)
    request.state, request.answer = RequestState.REFUSED, required(reason)[:1000]
    _decided(request, by, at)
    _note("reading.refused", request, by=by, at=at, detail={"reason": request.answer})
    tell(request, "refused", [request.person], at, reason=request.answer)
    return request


def end_due(*, at: datetime) -> int:
    """Take the sight away whose day is over, each in a transaction of its own; give how many. The schedule calls it."""
    due = ReadingRequest.objects.filter(state=RequestState.GRANTED, until__lt=local_day(at))
    return sum(_end(key, at) for key in due.values_list("pk", flat=True))


@transaction.atomic
def _end(key: int, at: datetime) -> int:
    open_ = ReadingRequest.objects.select_for_update(skip_locked=True).filter(
        pk=key, state=RequestState.GRANTED
    )
    request = open_.first()
    if request is None:
        return 0
    request.state = RequestState.ENDED
    request.save(update_fields=["state"])
    _show(request, at=at)
    by = Actor.system(Organisation.objects.get(pk=request.organisation_id), "archive.end_reading")
    _note("reading.ended", request, by=by, at=at)
    return 1


def _locked(request: ReadingRequest) -> ReadingRequest:
    return locked(ReadingRequest.objects.select_related("organisation", "person"), request.pk)


def _still_open(request: ReadingRequest) -> None:
    if request.state != RequestState.ASKED:
        raise errors.RequestIsDecided


def _decided(request: ReadingRequest, by: Actor, at: datetime) -> None:
    request.decided_by, request.decided_at = by.acting_post, at
    request.save(update_fields=["state", "until", "answer", "decided_by", "decided_at"])


def _show(request: ReadingRequest, *, at: datetime) -> None:
    lock_fonds(request.unit)
    unit = locked(CatalogueUnit.objects.select_related("organisation"), request.unit_id or 0)
    if unit.dossier is not None:
        show(unit.dossier, at=at)
    else:
        catalogue_showing.show_unit(unit, at=at)


def _note(
    name: str,
    request: ReadingRequest,
    *,
    by: Actor,
    at: datetime,
    facts: dict[str, object] | None = None,
    detail: dict[str, object] | None = None,
) -> None:
    told = {"unit": request.unit_id, "person": request.person_id, **(facts or {})}
    subject = Subject(queries.READING, str(request.pk))
    recording.record(name, subject=subject, by=by, at=at, facts=told, detail=detail)
