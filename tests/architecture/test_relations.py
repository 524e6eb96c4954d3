"""What import-linter cannot see: relations and migrations that point upwards, rows without an organisation."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.architecture.source import PACKAGES, level_of

OURS = [model for model in apps.get_models() if model._meta.app_label in PACKAGES]

# Rows of the installation, or rows that belong to an organisation through their parent by one-to-one.
WITHOUT_ORGANISATION = {
    "organisation.Organisation": "is the organisation",
    "audit.Event": "keeps the key as it was, no foreign key",
    "audit.EventDetail": "belongs to one event",
    "audit.Leaf": "one tree for the whole installation",
    "jobs.Job": "keeps the key as it was, no foreign key",
}


def relations() -> list[models.Field]:
    return [
        field for model in OURS for field in model._meta.get_fields() if field.is_relation and field.concrete
    ]


@pytest.mark.parametrize("field", relations(), ids=str)
def test_a_foreign_key_points_downwards(field: models.Field) -> None:
    target = field.related_model._meta.app_label
    if target in PACKAGES:
        assert level_of(target) <= level_of(field.model._meta.app_label)


def test_a_migration_depends_downwards() -> None:
    upward = [
        (key, parent)
        for key, migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items()
        for parent in migration.dependencies
        if key[0] in PACKAGES and parent[0] in PACKAGES and level_of(parent[0]) > level_of(key[0])
    ]
    assert upward == []


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_a_row_belongs_to_an_organisation(model: type[models.Model]) -> None:
    if model._meta.label in WITHOUT_ORGANISATION:
        return
    field = model._meta.get_field("organisation")
    assert not field.null
    assert field.remote_field.on_delete is models.PROTECT


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_a_reference_cannot_leave_its_organisation(model: type[models.Model]) -> None:
    if model._meta.label in WITHOUT_ORGANISATION:
        return
    held = {c.field for c in model._meta.constraints if type(c).__name__ == "SameOrganisation"}
    free = {
        field.name
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model._meta.app_label in PACKAGES
        and any(f.name == "organisation" for f in field.related_model._meta.get_fields())
        and field.name != "organisation"
    }
    assert free - held == set()


def test_nothing_is_deleted_by_cascade() -> None:
    cascading = [str(f) for f in relations() if getattr(f.remote_field, "on_delete", None) is models.CASCADE]
    assert cascading == []
