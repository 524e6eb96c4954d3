"""Choose one of the settings an organisation has."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from lib.database import queued
from organisation import policies
from organisation.models import Organisation
from organisation.models.actor import Actor


@transaction.atomic
def choose(*, setting: str, value: str | bool, by: Actor, at: datetime) -> Organisation:
    """Set ``setting`` of the organisation acted in; refuses whoever does not administer it."""
    policies.may_administer(by).enforce()
    organisation = queued(Organisation, by.organisation.pk)
    before = organisation.settings.get(setting)
    organisation.settings = {**organisation.settings, setting: value}
    organisation.save(update_fields=["settings"])
    recording.record(
        "organisation.setting_chosen",
        subject=Subject("organisation", str(organisation.pk)),
        by=by,
        at=at,
        facts={"setting": setting, "before": before, "after": value},
    )
    return organisation
