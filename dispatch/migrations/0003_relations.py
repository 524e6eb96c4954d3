"""What a letter is to an issued one, kept by the database itself."""

import django.db.models.deletion
import lib.constraints
from django.db import migrations, models


KEPT = """
CREATE FUNCTION dispatch_relation_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a relation is never deleted' USING ERRCODE = 'check_violation';
    ELSIF TG_OP = 'INSERT' THEN
        -- The target is older than what names it: no circle can close.
        IF EXISTS (SELECT 1 FROM dispatch_outgoingletter WHERE id = NEW.target_id AND issued_at IS NULL)
           OR EXISTS (SELECT 1 FROM dispatch_outgoingletter WHERE id = NEW.letter_id AND issued_at IS NOT NULL) THEN
            RAISE EXCEPTION 'a letter not yet issued names an issued one' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF OLD.in_force_at IS NOT NULL OR OLD.dropped_at IS NOT NULL
       OR (NEW.letter_id, NEW.target_id, NEW.kind, NEW.line, NEW.corrections, NEW.linked_at)
          IS DISTINCT FROM (OLD.letter_id, OLD.target_id, OLD.kind, OLD.line, OLD.corrections, OLD.linked_at) THEN
        RAISE EXCEPTION 'a relation stays as it is' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dispatch_relation_kept BEFORE INSERT OR UPDATE OR DELETE ON dispatch_letterrelation
    FOR EACH ROW EXECUTE FUNCTION dispatch_relation_is_kept();
"""
LET_GO = """
DROP TRIGGER dispatch_relation_kept ON dispatch_letterrelation;
DROP FUNCTION dispatch_relation_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dispatch", "0002_find_lines"),
        ("organisation", "0002_leaving"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterRelation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("corrects", "corrects"),
                            ("replaces", "replaces"),
                            ("recalls", "recalls"),
                            ("based_on", "is based on"),
                        ],
                        max_length=10,
                    ),
                ),
                ("line", models.CharField(blank=True, default="", max_length=300)),
                ("corrections", models.JSONField(blank=True, default=list)),
                ("linked_at", models.DateTimeField()),
                ("in_force_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations",
                        to="dispatch.outgoingletter",
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.organisation",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_by",
                        to="dispatch.outgoingletter",
                    ),
                ),
            ],
            options={
                "ordering": ["letter", "id"],
                "indexes": [models.Index(fields=["target", "kind"], name="relation_target")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="relation_of_organisation"),
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at__isnull", True)),
                        fields=("letter", "kind", "target"),
                        name="relation_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at__isnull", True), ("kind", "replaces")),
                        fields=("target",),
                        name="one_replacement_a_letter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("letter", models.F("target")), _negated=True),
                        name="relation_names_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "corrects"), models.Q(("corrections", []), _negated=True)),
                            models.Q(models.Q(("kind", "corrects"), _negated=True), ("corrections", [])),
                            _connector="OR",
                        ),
                        name="correction_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_at__isnull", True), ("dropped_at__isnull", True), _connector="OR"
                        ),
                        name="relation_in_force_or_dropped",
                    ),
                    lib.constraints.SameOrganisation("letter", name="relation_letter_same_org"),
                    lib.constraints.SameOrganisation("target", name="relation_target_same_org"),
                    lib.constraints.SameOrganisation("linked_by", name="relation_linked_by_same_org"),
                ],
            },
        ),
        migrations.RunSQL(KEPT, LET_GO),
    ]
