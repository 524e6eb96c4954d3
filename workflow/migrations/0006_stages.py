"""Work items name the stage of the route and the opinion they ask for."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0005_frozen'),
    ]

    operations = [
        migrations.AddField(
            model_name='workitem',
            name='about_key',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='workitem',
            name='stage',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AlterField(
            model_name='workitem',
            name='outcome',
            field=models.CharField(blank=True, choices=[('done', 'done'), ('signed', 'approved and signed at once'), ('returned', 'returned for revision'), ('taken_back', 'taken back by the drafter'), ('failed', 'did not succeed'), ('voided', 'number voided'), ('refused', 'refused'), ('handed_over', 'handed over to a colleague'), ('asked', 'opinions asked for'), ('answered', 'opinions are in'), ('sent_down', 'returned to an earlier step'), ('passed_up', 'passed up'), ('called_off', 'no longer asked'), ('withdrawn', 'withdrawn'), ('frozen', 'replaced or recalled')], default='', max_length=12),
        ),
        migrations.AlterField(
            model_name='workitem',
            name='reason',
            field=models.CharField(choices=[('done', 'done'), ('signed', 'approved and signed at once'), ('returned', 'returned for revision'), ('taken_back', 'taken back by the drafter'), ('failed', 'did not succeed'), ('voided', 'number voided'), ('refused', 'refused'), ('handed_over', 'handed over to a colleague'), ('asked', 'opinions asked for'), ('answered', 'opinions are in'), ('sent_down', 'returned to an earlier step'), ('passed_up', 'passed up'), ('called_off', 'no longer asked'), ('withdrawn', 'withdrawn'), ('frozen', 'replaced or recalled')], max_length=12),
        ),
        migrations.RunSQL(
            """
            UPDATE workflow_workitem SET stage = step
            WHERE step IN ('check_content', 'check_format') AND done_at IS NULL;
            """,
            migrations.RunSQL.noop,
        ),
    ]
