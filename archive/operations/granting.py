"""Let somebody see a dossier, and take the sight away again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from archive import errors, policies
from archive.models import AccessGrant, Dossier
from archive.operations import showing
from archive.operations.cataloguing import lock_dossier
from audit.models import Subject
from audit.operations import recording
from lib.database import locked
from organisation.models import Person, Post, Unit
from organisation.models.actor import Actor


@transaction.atomic
def grant(*, dossier: Dossier, to: Unit | Post | Person, by: Actor, at: datetime) -> AccessGrant:
    """Let one unit, one post or one person see the dossier; refuse a second grant to the same."""
    dossier = lock_dossier(dossier)
    policies.may_grant(by, dossier).enforce()
    if to.organisation_id != dossier.organisation_id:
        raise errors.NotOfYourOrganisation
    whom = {Unit: "unit", Post: "post", Person: "person"}[type(to)]
    if AccessGrant.objects.filter(dossier=dossier, revoked_at__isnull=True, **{whom: to}).exists():
        raise errors.AlreadyGranted
    row = AccessGrant.objects.create(
        organisation=dossier.organisation, dossier=dossier, granted_at=at, **{whom: to}
    )
    showing.show(dossier, at=at)
    _note("access.granted", row, by=by, at=at)
    return row


@transaction.atomic
def revoke(*, grant: AccessGrant, by: Actor, at: datetime) -> AccessGrant:
    """Take the sight of the dossier away again; the row stays."""
    dossier = lock_dossier(grant.dossier)
    policies.may_grant(by, dossier).enforce()
    row = locked(AccessGrant, grant.pk)
    if row.revoked_at is not None:
        raise errors.AlreadyRevoked
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    showing.show(dossier, at=at)
    _note("access.revoked", row, by=by, at=at)
    return row


def _note(name: str, row: AccessGrant, *, by: Actor, at: datetime) -> None:
    facts = {"grant": row.pk, "unit": row.unit_id, "post": row.post_id, "person": row.person_id}
    recording.record(name, subject=Subject("dossier", str(row.dossier_id)), by=by, at=at, facts=facts)
