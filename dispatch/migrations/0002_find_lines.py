"""Indexes for what readers of a large register ask: a number, words of a subject, the lines out of the ordinary."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0001_first_rows")]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            model_name="numberallocation",
            index=models.Index(fields=["organisation", "direction", "number"], name="allocation_number"),
        ),
        migrations.AddIndex(
            model_name="numberallocation",
            index=models.Index(
                fields=["organisation", "direction"],
                name="allocation_unusual",
                condition=~Q(state="allocated") | ~Q(suffix=""),
            ),
        ),
        migrations.AddIndex(
            model_name="numberallocation",
            index=GinIndex(
                OpClass(Upper("reference_code"), name="gin_trgm_ops"), name="allocation_code_part"
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingletter",
            index=GinIndex(OpClass("subject_folded", name="gin_trgm_ops"), name="letter_subject_part"),
        ),
    ]
