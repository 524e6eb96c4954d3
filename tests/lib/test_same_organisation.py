"""Every reference that must not leave its organisation really is a key in the database."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from lib.constraints import SameOrganisation


@pytest.mark.django_db
def test_every_composite_key_of_the_models_stands_in_the_database() -> None:
    wanted = {
        constraint.name
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, SameOrganisation)
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f'")
        standing = {name for (name,) in cursor.fetchall()}
    assert len(wanted) > 20
    assert wanted <= standing, sorted(wanted - standing)
