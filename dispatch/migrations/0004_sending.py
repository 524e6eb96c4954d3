"""Recipients, deliveries and their history, incoming letters, and the use of kept copies."""

import django.db.models.deletion
import lib.constraints
from lib.database import append_only
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dispatch', '0003_relations'),
        ('files', '0001_initial'),
        ('organisation', '0002_leaving'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Correspondent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300)),
                ('name_folded', models.CharField(max_length=300)),
                ('sort_key', models.CharField(db_collation='C', max_length=1200)),
                ('channel', models.CharField(choices=[('inner', 'inside this installation'), ('mail', 'e-mail'), ('post', 'post'), ('hand', 'by hand')], max_length=5)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('address', models.CharField(blank=True, default='', max_length=300)),
                ('created_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('inner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
            ],
            options={
                'ordering': ['organisation', 'sort_key', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('queued', 'queued'), ('sent', 'sent'), ('received', 'received'), ('registered', 'registered'), ('completed', 'completed'), ('refused', 'refused'), ('failed', 'failed')], default='queued', max_length=10)),
                ('attempts', models.PositiveIntegerField(default=1)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('acknowledged_on', models.DateField(blank=True, null=True)),
                ('acknowledged_by', models.CharField(blank=True, default='', max_length=200)),
                ('arrival_code', models.CharField(blank=True, default='', max_length=80)),
                ('reason', models.CharField(blank=True, default='', max_length=1000)),
                ('updated_at', models.DateTimeField()),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='dispatch.outgoingletter')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
            ],
            options={
                'ordering': ['letter', 'recipient'],
            },
        ),
        migrations.CreateModel(
            name='DeliveryAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('channel', models.CharField(choices=[('inner', 'inside this installation'), ('mail', 'e-mail'), ('post', 'post'), ('hand', 'by hand')], max_length=5)),
                ('name', models.CharField(max_length=300)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('address', models.CharField(blank=True, default='', max_length=300)),
                ('copies', models.PositiveIntegerField()),
                ('envelopes', models.PositiveIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tries', to='dispatch.delivery')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('inner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
            ],
            options={
                'ordering': ['delivery', 'number'],
            },
        ),
        migrations.CreateModel(
            name='DeliveryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('queued', 'queued'), ('sent', 'sent'), ('received', 'received'), ('registered', 'registered'), ('completed', 'completed'), ('refused', 'refused'), ('failed', 'failed')], max_length=10)),
                ('said_by', models.CharField(choices=[('system', 'the system'), ('clerk', 'the registry'), ('receiver', 'the receiver')], max_length=8)),
                ('who', models.CharField(blank=True, default='', max_length=300)),
                ('note', models.CharField(blank=True, default='', max_length=1000)),
                ('moved', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('noted_at', models.DateTimeField()),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='dispatch.deliveryattempt')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
            ],
            options={
                'ordering': ['attempt', 'id'],
            },
        ),
        migrations.CreateModel(
            name='IncomingLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('arrived', 'arrived'), ('registered', 'registered'), ('completed', 'completed'), ('refused', 'refused')], default='arrived', max_length=10)),
                ('source', models.CharField(choices=[('installation', 'another organisation of this installation')], max_length=12)),
                ('origin_key', models.CharField(blank=True, default='', max_length=120)),
                ('origin_organisation', models.CharField(blank=True, default='', max_length=20)),
                ('origin_delivery', models.BigIntegerField(blank=True, null=True)),
                ('origin_attempt', models.PositiveIntegerField(blank=True, null=True)),
                ('verify_token', models.CharField(blank=True, default='', max_length=43)),
                ('issuer', models.CharField(max_length=300)),
                ('issuer_folded', models.CharField(max_length=300)),
                ('sender', models.CharField(max_length=300)),
                ('number', models.CharField(blank=True, default='', max_length=20)),
                ('symbol', models.CharField(blank=True, default='', max_length=60)),
                ('reference_code', models.CharField(blank=True, default='', max_length=80)),
                ('dated_on', models.DateField(blank=True, null=True)),
                ('kind', models.CharField(blank=True, default='', max_length=30)),
                ('kind_name', models.CharField(blank=True, default='', max_length=100)),
                ('subject', models.CharField(max_length=500)),
                ('signer', models.CharField(blank=True, default='', max_length=150)),
                ('signer_title', models.CharField(blank=True, default='', max_length=150)),
                ('addressees', models.TextField(blank=True, default='')),
                ('urgency', models.CharField(choices=[('normal', 'normal'), ('urgent', 'urgent'), ('very_urgent', 'very urgent'), ('express', 'express')], default='normal', max_length=12)),
                ('page_count', models.PositiveIntegerField(blank=True, null=True)),
                ('arrived_at', models.DateTimeField()),
                ('arrival_day', models.DateField(blank=True, null=True)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('registered_at', models.DateTimeField(blank=True, null=True)),
                ('refusal_reason', models.CharField(blank=True, default='', max_length=1000)),
                ('refused_at', models.DateTimeField(blank=True, null=True)),
                ('completion_note', models.CharField(blank=True, default='', max_length=1000)),
                ('completed_at', models.DateTimeField(blank=True, null=True)),
                ('updated_at', models.DateTimeField()),
                ('allocation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incoming_letter', to='dispatch.numberallocation')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
                ('same_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dispatch.incomingletter')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'ordering': ['-arrived_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='IncomingAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='dispatch.incomingletter')),
            ],
            options={
                'ordering': ['letter', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='KeptCopyUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lent_on', models.DateField()),
                ('user_name', models.CharField(max_length=150)),
                ('user_unit', models.CharField(blank=True, default='', max_length=200)),
                ('dossier_code', models.CharField(blank=True, default='', max_length=100)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('lent_at', models.DateTimeField()),
                ('returned_on', models.DateField(blank=True, null=True)),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copy_uses', to='dispatch.outgoingletter')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
                ('permitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post')),
            ],
            options={
                'ordering': ['lent_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='LetterRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('line', models.CharField(blank=True, default='', max_length=300)),
                ('name', models.CharField(max_length=300)),
                ('channel', models.CharField(blank=True, choices=[('inner', 'inside this installation'), ('mail', 'e-mail'), ('post', 'post'), ('hand', 'by hand')], default='', max_length=5)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('address', models.CharField(blank=True, default='', max_length=300)),
                ('copies', models.PositiveIntegerField(default=1)),
                ('envelopes', models.PositiveIntegerField(default=1)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('correspondent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letter_rows', to='dispatch.correspondent')),
                ('inner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipient_rows', to='dispatch.outgoingletter')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
            ],
            options={
                'ordering': ['letter', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='LetterSending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_reason', models.CharField(blank=True, default='', max_length=500)),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sending', to='dispatch.outgoingletter')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
            ],
            options={
                'ordering': ['begun_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecipientGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150)),
                ('scope', models.CharField(choices=[('office', 'the whole office'), ('unit', 'one unit'), ('private', 'only me')], max_length=7)),
                ('created_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'ordering': ['organisation', 'name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecipientGroupMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('correspondent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dispatch.correspondent')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='dispatch.recipientgroup')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation')),
            ],
            options={
                'ordering': ['group', 'position', 'id'],
            },
        ),
        migrations.AddField(
            model_name='delivery',
            name='recipient',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='delivery', to='dispatch.letterrecipient'),
        ),
        migrations.AddConstraint(
            model_name='correspondent',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='correspondent_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='deliveryattempt',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='attempt_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='incoming_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='letterrecipient',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='recipient_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='delivery_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='recipientgroup',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='group_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='correspondent',
            constraint=models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('organisation', 'name_folded'), name='correspondent_named_once'),
        ),
        migrations.AddConstraint(
            model_name='correspondent',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='correspondent_has_name'),
        ),
        migrations.AddConstraint(
            model_name='correspondent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'inner'), ('inner__isnull', False)), models.Q(('channel', 'mail'), models.Q(('email', ''), _negated=True)), models.Q(('channel', 'post'), models.Q(('address', ''), _negated=True)), ('channel', 'hand'), _connector='OR'), name='correspondent_can_be_reached'),
        ),
        migrations.AddConstraint(
            model_name='correspondent',
            constraint=models.CheckConstraint(condition=models.Q(('inner__isnull', True), models.Q(('inner', models.F('organisation')), _negated=True), _connector='OR'), name='correspondent_is_another'),
        ),
        migrations.AddConstraint(
            model_name='deliveryattempt',
            constraint=models.UniqueConstraint(fields=('delivery', 'number'), name='attempt_once'),
        ),
        migrations.AddConstraint(
            model_name='deliveryattempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'inner'), ('inner__isnull', False)), models.Q(('channel', 'mail'), models.Q(('email', ''), _negated=True)), models.Q(('channel', 'post'), models.Q(('address', ''), _negated=True)), ('channel', 'hand'), _connector='OR'), name='attempt_can_arrive'),
        ),
        migrations.AddConstraint(
            model_name='deliveryattempt',
            constraint=models.CheckConstraint(condition=models.Q(('inner__isnull', True), models.Q(('inner', models.F('organisation')), _negated=True), _connector='OR'), name='attempt_goes_elsewhere'),
        ),
        migrations.AddConstraint(
            model_name='deliveryattempt',
            constraint=lib.constraints.SameOrganisation('delivery', name='attempt_delivery_same_org'),
        ),
        migrations.AddConstraint(
            model_name='deliveryattempt',
            constraint=lib.constraints.SameOrganisation('file', name='attempt_file_same_org'),
        ),
        migrations.AddIndex(
            model_name='deliveryentry',
            index=models.Index(fields=['organisation', 'status', 'at'], name='entry_day'),
        ),
        migrations.AddConstraint(
            model_name='deliveryentry',
            constraint=models.UniqueConstraint(fields=('attempt', 'status'), name='entry_once'),
        ),
        migrations.AddConstraint(
            model_name='deliveryentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['refused', 'failed']), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='entry_says_why'),
        ),
        migrations.AddConstraint(
            model_name='deliveryentry',
            constraint=models.CheckConstraint(condition=models.Q(('at__lte', models.F('noted_at'))), name='entry_is_not_ahead'),
        ),
        migrations.AddConstraint(
            model_name='deliveryentry',
            constraint=lib.constraints.SameOrganisation('attempt', name='entry_attempt_same_org'),
        ),
        migrations.AddIndex(
            model_name='incomingletter',
            index=models.Index(fields=['organisation', 'status', '-arrived_at'], name='incoming_status'),
        ),
        migrations.AddIndex(
            model_name='incomingletter',
            index=models.Index(fields=['organisation', 'reference_code'], name='incoming_code'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=models.UniqueConstraint(condition=models.Q(('origin_key', ''), _negated=True), fields=('organisation', 'origin_key'), name='arrival_once'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('issuer', ''), _negated=True), models.Q(('sender', ''), _negated=True), models.Q(('subject', ''), _negated=True)), name='incoming_names_issuer'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('allocation__isnull', False), ('arrival_day__isnull', False), ('registered_at__isnull', False), ('status__in', ['registered', 'completed'])), models.Q(models.Q(('status__in', ['registered', 'completed']), _negated=True), ('allocation__isnull', True), ('arrival_day__isnull', True), ('registered_at__isnull', True)), _connector='OR'), name='incoming_registered_has_number'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('refused_at__isnull', False), ('status', 'refused'), models.Q(('refusal_reason', ''), _negated=True)), models.Q(models.Q(('status', 'refused'), _negated=True), ('refusal_reason', ''), ('refused_at__isnull', True)), _connector='OR'), name='incoming_refused_says_why'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', False), ('status', 'completed')), models.Q(models.Q(('status', 'completed'), _negated=True), ('completed_at__isnull', True)), _connector='OR'), name='incoming_completed_has_moment'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=lib.constraints.SameOrganisation('allocation', name='incoming_allocation_same_org'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=lib.constraints.SameOrganisation('unit', name='incoming_unit_same_org'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=lib.constraints.SameOrganisation('file', name='incoming_file_same_org'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=lib.constraints.SameOrganisation('same_as', name='incoming_same_as_same_org'),
        ),
        migrations.AddConstraint(
            model_name='incomingattachment',
            constraint=models.UniqueConstraint(fields=('letter', 'position'), name='incoming_attachment_place'),
        ),
        migrations.AddConstraint(
            model_name='incomingattachment',
            constraint=lib.constraints.SameOrganisation('letter', name='incoming_attachment_letter_org'),
        ),
        migrations.AddConstraint(
            model_name='incomingattachment',
            constraint=lib.constraints.SameOrganisation('file', name='incoming_attachment_file_org'),
        ),
        migrations.AddIndex(
            model_name='keptcopyuse',
            index=models.Index(fields=['organisation', 'lent_on'], name='copy_use_day'),
        ),
        migrations.AddConstraint(
            model_name='keptcopyuse',
            constraint=models.CheckConstraint(condition=models.Q(('user_name', ''), _negated=True), name='copy_use_names_user'),
        ),
        migrations.AddConstraint(
            model_name='keptcopyuse',
            constraint=models.UniqueConstraint(condition=models.Q(('returned_on__isnull', True)), fields=('letter',), name='one_kept_copy_out'),
        ),
        migrations.AddConstraint(
            model_name='keptcopyuse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', True), ('returned_on__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_on__gte', models.F('lent_on'))), _connector='OR'), name='copy_returned_after_lent'),
        ),
        migrations.AddConstraint(
            model_name='keptcopyuse',
            constraint=lib.constraints.SameOrganisation('letter', name='copy_use_letter_same_org'),
        ),
        migrations.AddConstraint(
            model_name='keptcopyuse',
            constraint=lib.constraints.SameOrganisation('permitted_by', name='copy_use_permitted_same_org'),
        ),
        migrations.AddConstraint(
            model_name='letterrecipient',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='recipient_has_name'),
        ),
        migrations.AddConstraint(
            model_name='letterrecipient',
            constraint=models.CheckConstraint(condition=models.Q(('copies__gte', 1), ('envelopes__gte', 1)), name='recipient_gets_a_copy'),
        ),
        migrations.AddConstraint(
            model_name='letterrecipient',
            constraint=models.CheckConstraint(condition=models.Q(('inner__isnull', True), models.Q(('inner', models.F('organisation')), _negated=True), _connector='OR'), name='recipient_is_another'),
        ),
        migrations.AddConstraint(
            model_name='letterrecipient',
            constraint=models.UniqueConstraint(condition=models.Q(('inner__isnull', False), ('removed_at__isnull', True)), fields=('letter', 'inner'), name='inner_recipient_once'),
        ),
        migrations.AddConstraint(
            model_name='letterrecipient',
            constraint=lib.constraints.SameOrganisation('letter', name='recipient_letter_same_org'),
        ),
        migrations.AddConstraint(
            model_name='letterrecipient',
            constraint=lib.constraints.SameOrganisation('correspondent', name='recipient_correspondent_same_org'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['organisation', 'status', '-updated_at'], name='delivery_status'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('attempts__gte', 1)), name='delivery_counts_from_one'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['sent', 'received', 'registered', 'completed', 'refused']), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='delivery_left_has_moment'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['refused', 'failed']), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('status__in', ['refused', 'failed']), _negated=True), ('reason', '')), _connector='OR'), name='delivery_says_why'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=lib.constraints.SameOrganisation('letter', name='delivery_letter_same_org'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=lib.constraints.SameOrganisation('recipient', name='delivery_recipient_same_org'),
        ),
        migrations.AddIndex(
            model_name='lettersending',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['organisation', 'begun_at'], name='sending_open'),
        ),
        migrations.AddConstraint(
            model_name='lettersending',
            constraint=models.CheckConstraint(condition=models.Q(('closed_reason', ''), ('closed_at__isnull', False), _connector='OR'), name='sending_reason_closes'),
        ),
        migrations.AddConstraint(
            model_name='lettersending',
            constraint=lib.constraints.SameOrganisation('letter', name='sending_letter_same_org'),
        ),
        migrations.AddConstraint(
            model_name='recipientgroup',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='group_has_name'),
        ),
        migrations.AddConstraint(
            model_name='recipientgroup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('owner__isnull', True), ('scope', 'office'), ('unit__isnull', True)), models.Q(('owner__isnull', True), ('scope', 'unit'), ('unit__isnull', False)), models.Q(('owner__isnull', False), ('scope', 'private'), ('unit__isnull', True)), _connector='OR'), name='group_scope_names_whose'),
        ),
        migrations.AddConstraint(
            model_name='recipientgroup',
            constraint=lib.constraints.SameOrganisation('unit', name='group_unit_same_org'),
        ),
        migrations.AddConstraint(
            model_name='recipientgroup',
            constraint=lib.constraints.SameOrganisation('owner', name='group_owner_same_org'),
        ),
        migrations.AddConstraint(
            model_name='recipientgroupmember',
            constraint=models.UniqueConstraint(fields=('group', 'correspondent'), name='group_member_once'),
        ),
        migrations.AddConstraint(
            model_name='recipientgroupmember',
            constraint=lib.constraints.SameOrganisation('group', name='group_member_group_same_org'),
        ),
        migrations.AddConstraint(
            model_name='recipientgroupmember',
            constraint=lib.constraints.SameOrganisation('correspondent', name='group_member_same_org'),
        ),
        append_only("dispatch_deliveryattempt"),
        append_only("dispatch_deliveryentry"),
    ]
