"""What the receivers of a recalled letter are asked, and say."""

import django.db.models.deletion
import lib.constraints
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dispatch', '0007_paper_and_closing'),
        ('organisation', '0003_layouts_written_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='IncomingRecall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin_organisation', models.CharField(max_length=20)),
                ('origin_request', models.BigIntegerField(unique=True)),
                ('sender', models.CharField(max_length=300)),
                ('reason', models.CharField(max_length=2000)),
                ('state', models.CharField(choices=[('asked', 'asked'), ('agreed', 'cancelled or returned'), ('refused', 'refused'), ('stopped', 'no longer asked')], default='asked', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answer_reason', models.CharField(blank=True, default='', max_length=1000)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recalls', to='dispatch.incomingletter')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='incoming_recall_of_org'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'agreed'])), fields=('letter',), name='one_open_incoming_recall'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state__in', ('agreed', 'refused'))), models.Q(models.Q(('state__in', ('agreed', 'refused')), _negated=True), ('answer_reason', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), _connector='OR'), name='incoming_recall_answered'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer_reason', ''), _negated=True), _connector='OR'), name='incoming_recall_no_has_reason'), lib.constraints.SameOrganisation('letter', name='incoming_recall_letter_same_org'), lib.constraints.SameOrganisation('answered_by', name='incoming_recall_post_same_org')],
            },
        ),
        migrations.CreateModel(
            name='RecallRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300)),
                ('electronic', models.BooleanField()),
                ('state', models.CharField(choices=[('asked', 'asked'), ('agreed', 'cancelled or returned'), ('refused', 'refused'), ('stopped', 'no longer asked')], default='asked', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('said_by', models.CharField(blank=True, default='', max_length=300)),
                ('note', models.CharField(blank=True, default='', max_length=1000)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recall_requests', to='dispatch.delivery')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
                ('recall', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='dispatch.recall')),
            ],
            options={
                'ordering': ['recall', 'id'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='recall_request_of_organisation'), models.UniqueConstraint(fields=('recall', 'delivery'), name='recall_request_once'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('state__in', ('agreed', 'refused'))), models.Q(models.Q(('state__in', ('agreed', 'refused')), _negated=True), ('answered_at__isnull', True), ('note', ''), ('said_by', '')), _connector='OR'), name='recall_request_answered'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='recall_request_no_has_reason'), lib.constraints.SameOrganisation('recall', name='recall_request_recall_same_org'), lib.constraints.SameOrganisation('delivery', name='recall_request_delivery_same_org')],
            },
        ),
    ]
