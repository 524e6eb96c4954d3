"""Opinions, the stage a letter stands at, and several answers at one check."""

import django.db.models.deletion
import django.db.models.functions.comparison
import lib.constraints
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0001_first_rows'),
        ('dispatch', '0009_signed_attachments'),
        ('files', '0001_initial'),
        ('organisation', '0002_leaving'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveIntegerField()),
                ('stage', models.CharField(blank=True, default='', max_length=40)),
                ('version_number', models.PositiveIntegerField()),
                ('duty', models.CharField(blank=True, default='', max_length=30)),
                ('question', models.CharField(blank=True, default='', max_length=2000)),
                ('asked_at', models.DateTimeField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('text', models.TextField(blank=True, default='')),
                ('typed_at', models.DateTimeField(blank=True, null=True)),
                ('stance', models.CharField(blank=True, choices=[('agree', 'agree'), ('remarks', 'agree, with remarks'), ('disagree', 'disagree')], default='', max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('over_at', models.DateTimeField(blank=True, null=True)),
                ('over_reason', models.CharField(blank=True, default='', max_length=2000)),
                ('resolution', models.CharField(blank=True, choices=[('accepted', 'taken over'), ('partly', 'taken over in part'), ('declined', 'not taken over')], default='', max_length=10)),
                ('resolution_reason', models.CharField(blank=True, default='', max_length=2000)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['letter', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='endorsement',
            name='one_standing_endorsement',
        ),
        migrations.AddField(
            model_name='endorsement',
            name='stage',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AddField(
            model_name='outgoingletter',
            name='asked',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='outgoingletter',
            name='came_from',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AddField(
            model_name='outgoingletter',
            name='moved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post'),
        ),
        migrations.AddField(
            model_name='outgoingletter',
            name='stage',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AlterField(
            model_name='outgoingletter',
            name='status',
            field=models.CharField(choices=[('draft', 'draft'), ('opinions', 'awaiting opinions'), ('content_check', 'content check'), ('format_check', 'format check'), ('preparing', 'being laid out'), ('approval', 'awaiting approval'), ('signature', 'awaiting signature'), ('signing', 'being signed by the leader'), ('signed', 'signed, awaiting number'), ('numbered', 'numbered, awaiting seal'), ('issued', 'issued'), ('replaced', 'replaced'), ('recalled', 'recalled'), ('withdrawn', 'withdrawn'), ('refused', 'refused')], default='draft', max_length=15),
        ),
        migrations.AlterField(
            model_name='participation',
            name='role',
            field=models.CharField(choices=[('drafter', 'drafter'), ('unit', 'drafting unit'), ('consulted', 'asked for an opinion'), ('checker', 'asked at a step'), ('format_checker', 'checks the format'), ('signer', 'signer'), ('approver', 'approver'), ('registry', 'registry'), ('archive', 'archive')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='endorsement',
            constraint=models.UniqueConstraint(models.F('letter'), models.F('kind'), models.F('stage'), django.db.models.functions.comparison.Coalesce('represented', 'post'), condition=models.Q(('passed', True), ('voided_at__isnull', True)), name='one_standing_endorsement_each'),
        ),
        migrations.AddConstraint(
            model_name='outgoingletter',
            constraint=lib.constraints.SameOrganisation('moved_by', name='letter_moved_by_same_org'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='asked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='letter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='dispatch.outgoingletter'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='represented',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='resolved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True), ('over_at__isnull', True)), fields=('letter', 'post'), name='opinion_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('stance', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('stance', ''), _negated=True)), _connector='OR'), name='opinion_answered_says_something'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(('stance__in', ['', 'agree']), models.Q(('text', ''), _negated=True), _connector='OR'), name='opinion_against_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), ('over_at__isnull', True), _connector='OR'), name='opinion_answered_or_over'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolution', ''), ('resolved_at__isnull', True)), models.Q(('answered_at__isnull', False), ('resolved_at__isnull', False), models.Q(('resolution', ''), _negated=True)), _connector='OR'), name='opinion_resolved_was_answered'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(('resolution__in', ['', 'accepted']), models.Q(('resolution_reason', ''), _negated=True), _connector='OR'), name='opinion_declined_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=lib.constraints.SameOrganisation('letter', name='opinion_letter_same_org'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=lib.constraints.SameOrganisation('post', name='opinion_post_same_org'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=lib.constraints.SameOrganisation('unit', name='opinion_unit_same_org'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=lib.constraints.SameOrganisation('asked_by', name='opinion_asked_by_same_org'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=lib.constraints.SameOrganisation('answered_by', name='opinion_answered_by_same_org'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=lib.constraints.SameOrganisation('represented', name='opinion_represented_same_org'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=lib.constraints.SameOrganisation('resolved_by', name='opinion_resolved_by_same_org'),
        ),
        # Letters under way stand at the stages the house went through before there were routes.
        migrations.RunSQL(
            """
            UPDATE dispatch_outgoingletter SET stage = 'check_content' WHERE status = 'content_check';
            UPDATE dispatch_outgoingletter SET stage = 'check_format', came_from = 'check_content'
            WHERE status = 'format_check';
            UPDATE dispatch_outgoingletter SET came_from = 'check_format' WHERE status IN ('preparing', 'approval');
            UPDATE dispatch_endorsement SET stage = 'check_content' WHERE kind = 'content';
            UPDATE dispatch_endorsement SET stage = 'check_format' WHERE kind = 'format';
            """,
            migrations.RunSQL.noop,
        ),
    ]
