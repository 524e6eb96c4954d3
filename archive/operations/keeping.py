"""Keep a dossier back with consent, and give dossiers to another keeper (Decree 30/2020 Art. 30, 31)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from archive import errors, policies, queries
from archive.models import Dossier
from archive.operations import showing
from archive.operations.reasons import required
from audit.models import Subject
from audit.operations import recording
from lib.calendar import local_day
from lib.database import locked
from organisation.models import Post
from organisation.models.actor import Actor
from organisation.queries import posts_of

MOST_YEARS = 2


@transaction.atomic
def keep_back(*, dossier: Dossier, until: date, reason: str, by: Actor, at: datetime) -> Dossier:
    """Let the unit keep a closed dossier until ``until``, with the head's consent and a ``reason``.

    Refuses more than two years after it is due, and a day that is over.
    """
    dossier = locked(Dossier, dossier.pk)
    policies.may_keep_back(by, dossier).enforce()
    reason = required(reason)
    ended = dossier.work_ended_on or local_day(at)
    last = queries.a_year_after(ended, 1 + MOST_YEARS)
    if not local_day(at) <= until <= last:
        raise errors.KeptTooLong(day=f"{last:%d/%m/%Y}")
    dossier.kept_back_until, dossier.kept_back_reason = until, reason
    dossier.save(update_fields=["kept_back_until", "kept_back_reason"])
    _note("dossier.kept_back", dossier, by=by, at=at, facts={"until": until.isoformat()}, reason=reason)
    return dossier


@transaction.atomic
def end_keeping_back(*, dossier: Dossier, by: Actor, at: datetime) -> Dossier:
    """Let a dossier that was kept back be handed over after all; keeper and head of the unit may."""
    dossier = locked(Dossier, dossier.pk)
    policies.may_end_keeping_back(by, dossier).enforce()
    dossier.kept_back_until, dossier.kept_back_reason = None, ""
    dossier.save(update_fields=["kept_back_until", "kept_back_reason"])
    _note("dossier.no_longer_kept_back", dossier, by=by, at=at, facts={}, reason="")
    return dossier


@transaction.atomic
def pass_on(*, dossiers: Iterable[Dossier], to: Post, reason: str, by: Actor, at: datetime) -> list[Dossier]:
    """Give dossiers to another keeper, who is of the office today: whoever leaves hands them over (Art. 31).

    What is in custody stays with the archive. Refuses somebody without a post today, and the keeper of before.
    """
    reason = required(reason)
    rows = []
    for key in sorted({dossier.pk for dossier in dossiers}):
        dossier = locked(Dossier.objects.select_related("entry", "unit", "keeper"), key)
        policies.may_pass_on(by, dossier).enforce()
        held = posts_of(to.person, local_day(at)).filter(pk=to.pk).exists()
        if not held or to.organisation_id != dossier.organisation_id or to.person_id == dossier.keeper_id:
            raise errors.NotAMemberOfOffice
        before, dossier.keeper = dossier.keeper, to.person
        dossier.save(update_fields=["keeper"])
        showing.show(dossier, at=at)
        facts: dict[str, object] = {"from": before.pk, "to": to.person_id}
        _note("dossier.passed_on", dossier, by=by, at=at, facts=facts, reason=reason)
        rows.append(dossier)
    return rows


def _note(
    name: str, dossier: Dossier, *, by: Actor, at: datetime, facts: dict[str, object], reason: str
) -> None:
    subject = Subject("dossier", str(dossier.pk))
    detail: dict[str, object] = {"reason": reason} if reason else {}
    recording.record(name, subject=subject, by=by, at=at, facts=facts, detail=detail)
