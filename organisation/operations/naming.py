"""Found an organisation and rename it as the years go."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from lib.database import queued
from lib.text import single_line
from organisation import policies
from organisation.models import Organisation, OrganisationPeriod
from organisation.models.actor import Actor


@transaction.atomic
def found(*, code: str, at: datetime) -> Organisation:
    """Create the organisation ``code``. Called by set-up only: nobody can act in it before."""
    organisation = Organisation.objects.create(code=code)
    recording.record(
        "organisation.founded",
        subject=Subject("organisation", str(organisation.pk)),
        by=Actor.system(organisation, "set-up"),
        at=at,
        facts={"code": code},
    )
    return organisation


@transaction.atomic
def rename(
    *, organisation: Organisation, since: date, values: dict[str, str], by: Actor, at: datetime
) -> OrganisationPeriod:
    """Record what the organisation is called from ``since`` on, ending the period before it.

    ``values`` are the fields of OrganisationPeriod as text. Letters already issued keep the values of their day.
    """
    organisation = queued(Organisation, organisation.pk)
    policies.may_administer(by, organisation.pk).enforce()
    before = OrganisationPeriod.objects.filter(organisation=organisation, valid_until__isnull=True).first()
    if before is not None:
        before.valid_until = since - timedelta(days=1)
        before.save(update_fields=["valid_until"])
    cleaned = {name: single_line(value) for name, value in values.items()}
    period = OrganisationPeriod.objects.create(organisation=organisation, valid_from=since, **cleaned)
    recording.record(
        "organisation.renamed",
        subject=Subject("organisation", str(organisation.pk)),
        by=by,
        at=at,
        facts={"period": period.pk, "since": since.isoformat()},
        detail={"after": cleaned},
    )
    return period
