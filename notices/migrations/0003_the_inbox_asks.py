"""What is asked of the archive stands in the inbox of whoever answers; the news no longer say it."""

from django.db import migrations

ASKED = ["reading.asked", "holding_copy.asked", "holding_copy.ready", "holding_copy.failed", "transfer.offered"]


def forget(apps, schema_editor):
    apps.get_model("notices", "Notice").objects.filter(kind__in=ASKED).delete()


class Migration(migrations.Migration):

    dependencies = [("notices", "0002_mail_choice")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
