"""The ways a step is left: a letter replaced or recalled before it was filed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0004_tray_batches'),
    ]

    operations = [
        migrations.AlterField(
            model_name='workitem',
            name='outcome',
            field=models.CharField(blank=True, choices=[('done', 'done'), ('signed', 'approved and signed at once'), ('returned', 'returned for revision'), ('taken_back', 'taken back by the drafter'), ('failed', 'did not succeed'), ('voided', 'number voided'), ('refused', 'refused'), ('handed_over', 'handed over to a colleague'), ('withdrawn', 'withdrawn'), ('frozen', 'replaced or recalled')], default='', max_length=12),
        ),
        migrations.AlterField(
            model_name='workitem',
            name='reason',
            field=models.CharField(choices=[('done', 'done'), ('signed', 'approved and signed at once'), ('returned', 'returned for revision'), ('taken_back', 'taken back by the drafter'), ('failed', 'did not succeed'), ('voided', 'number voided'), ('refused', 'refused'), ('handed_over', 'handed over to a colleague'), ('withdrawn', 'withdrawn'), ('frozen', 'replaced or recalled')], max_length=12),
        ),
    ]
