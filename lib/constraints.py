"""Constraints Django does not bring: a reference that cannot leave its organisation.

``SameOrganisation("letter", name=…)`` adds to the ordinary foreign key a composite one,
``(organisation_id, letter_id) → letter (organisation_id, id)``, so the database refuses a row of one office
that points at a row of another (design D16). The target needs a unique constraint over (organisation, id).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table


class SameOrganisation(models.BaseConstraint):
    """A composite foreign key over (organisation, ``field``)."""

    def __init__(self, field: str, *, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def constraint_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        """Give the clause for CREATE TABLE: none, but have the key added when the tables of the migration stand."""
        if model is not None and schema_editor is not None:
            schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def create_sql(  # type: ignore[override]  # Django gives a Statement, the stubs say str
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        """Give the ALTER TABLE that adds the composite foreign key, checked at the end of the transaction."""
        field: Any = model._meta.get_field(self.field)
        quote = schema_editor.quote_name
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (%(organisation)s, %(column)s) "
            "REFERENCES %(target)s (%(organisation)s, %(id)s) DEFERRABLE INITIALLY DEFERRED",
            table=Table(model._meta.db_table, quote),
            name=quote(self.name),
            organisation=quote("organisation_id"),
            column=quote(field.column),
            target=quote(field.related_model._meta.db_table),
            id=quote(field.related_model._meta.pk.column),
        )

    def remove_sql(  # type: ignore[override]  # Django gives a Statement, the stubs say str
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        """Give the ALTER TABLE that takes the composite foreign key away."""
        quote = schema_editor.quote_name
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, quote),
            name=quote(self.name),
        )

    def validate(self, *args: object, **kwargs: object) -> None:
        """Leave the check to the database, which alone can make it without a race."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Give the parts a migration is written from."""
        path, _args, kwargs = super().deconstruct()
        return path, (self.field,), kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameOrganisation) and (self.field, self.name) == (other.field, other.name)

    def __hash__(self) -> int:
        return hash((self.field, self.name))
