"""Recalls, and what the database keeps of a letter once it went out."""

import django.db.models.deletion
import lib.constraints
from django.conf import settings
from django.db import migrations, models


KEPT = """
CREATE FUNCTION dispatch_letter_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an issued letter is never deleted' USING ERRCODE = 'check_violation';
    ELSIF (NEW.organisation_id, NEW.signed_file_id, NEW.allocation_id, NEW.reference_code, NEW.legal_day,
           NEW.issued_file_id, NEW.issued_at, NEW.verify_token)
          IS DISTINCT FROM
          (OLD.organisation_id, OLD.signed_file_id, OLD.allocation_id, OLD.reference_code, OLD.legal_day,
           OLD.issued_file_id, OLD.issued_at, OLD.verify_token) THEN
        RAISE EXCEPTION 'an issued letter stays as it was issued' USING ERRCODE = 'check_violation';
    ELSIF OLD.status IN ('replaced', 'recalled')
       AND to_jsonb(NEW) - '{status,updated_at}'::text[] <> to_jsonb(OLD) - '{status,updated_at}'::text[] THEN
        RAISE EXCEPTION 'a replaced or recalled letter is frozen' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dispatch_letter_kept BEFORE UPDATE OR DELETE ON dispatch_outgoingletter
    FOR EACH ROW WHEN (OLD.issued_at IS NOT NULL) EXECUTE FUNCTION dispatch_letter_is_kept();
"""
LET_GO = """
DROP TRIGGER dispatch_letter_kept ON dispatch_outgoingletter;
DROP FUNCTION dispatch_letter_is_kept();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0001_first_rows'),
        ('dispatch', '0004_sending'),
        ('files', '0001_initial'),
        ('organisation', '0002_leaving'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Recall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=2000)),
                ('ordered_at', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('stop_reason', models.CharField(blank=True, default='', max_length=2000)),
            ],
            options={
                'ordering': ['letter', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='outgoingletter',
            name='letter_laid_out_has_file',
        ),
        migrations.RemoveConstraint(
            model_name='outgoingletter',
            name='letter_approved_on_its_bytes',
        ),
        migrations.RemoveConstraint(
            model_name='outgoingletter',
            name='letter_signed_has_file',
        ),
        migrations.RemoveConstraint(
            model_name='outgoingletter',
            name='letter_number_and_day_together',
        ),
        migrations.RemoveConstraint(
            model_name='outgoingletter',
            name='letter_issued_has_file',
        ),
        migrations.AlterField(
            model_name='outgoingletter',
            name='status',
            field=models.CharField(choices=[('draft', 'draft'), ('content_check', 'content check'), ('format_check', 'format check'), ('preparing', 'being laid out'), ('approval', 'awaiting approval'), ('signature', 'awaiting signature'), ('signing', 'being signed by the leader'), ('signed', 'signed, awaiting number'), ('numbered', 'numbered, awaiting seal'), ('issued', 'issued'), ('replaced', 'replaced'), ('recalled', 'recalled'), ('withdrawn', 'withdrawn'), ('refused', 'refused')], default='draft', max_length=15),
        ),
        migrations.AddConstraint(
            model_name='outgoingletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['approval', 'signature', 'signing', 'signed', 'numbered', 'issued', 'replaced', 'recalled']), _negated=True), models.Q(('prepared_file__isnull', False), ('prepared_sha256__regex', '^[0-9a-f]{64}$'), ('mandate__isnull', False), ('signer_post__isnull', False)), _connector='OR'), name='letter_laid_out_has_file'),
        ),
        migrations.AddConstraint(
            model_name='outgoingletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['signature', 'signing', 'signed', 'numbered', 'issued', 'replaced', 'recalled']), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('approved_sha256', models.F('prepared_sha256'))), _connector='OR'), name='letter_approved_on_its_bytes'),
        ),
        migrations.AddConstraint(
            model_name='outgoingletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['signed', 'numbered', 'issued', 'replaced', 'recalled']), _negated=True), models.Q(('signed_at__isnull', False), ('signed_file__isnull', False)), _connector='OR'), name='letter_signed_has_file'),
        ),
        migrations.AddConstraint(
            model_name='outgoingletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('allocation__isnull', False), ('legal_day__isnull', False), ('status__in', ['numbered', 'issued', 'replaced', 'recalled']), models.Q(('reference_code', ''), _negated=True)), models.Q(models.Q(('status__in', ['numbered', 'issued', 'replaced', 'recalled']), _negated=True), ('allocation__isnull', True), ('legal_day__isnull', True), ('reference_code', '')), _connector='OR'), name='letter_number_and_day_together'),
        ),
        migrations.AddConstraint(
            model_name='outgoingletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('issued_at__isnull', False), ('issued_file__isnull', False), ('status__in', ('issued', 'replaced', 'recalled'))), models.Q(models.Q(('status__in', ('issued', 'replaced', 'recalled')), _negated=True), ('issued_at__isnull', True), ('issued_file__isnull', True)), _connector='OR'), name='letter_issued_has_file'),
        ),
        migrations.AddField(
            model_name='recall',
            name='by_letter',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dispatch.outgoingletter'),
        ),
        migrations.AddField(
            model_name='recall',
            name='letter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recalls', to='dispatch.outgoingletter'),
        ),
        migrations.AddField(
            model_name='recall',
            name='ordered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post'),
        ),
        migrations.AddField(
            model_name='recall',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.organisation'),
        ),
        migrations.AddField(
            model_name='recall',
            name='represented',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post'),
        ),
        migrations.AddField(
            model_name='recall',
            name='stopped_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post'),
        ),
        migrations.AddConstraint(
            model_name='recall',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='recall_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='recall',
            constraint=models.UniqueConstraint(condition=models.Q(('stopped_at__isnull', True)), fields=('letter',), name='one_standing_recall'),
        ),
        migrations.AddConstraint(
            model_name='recall',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='recall_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='recall',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stop_reason', ''), ('stopped_at__isnull', True), ('stopped_by__isnull', True)), models.Q(('stopped_at__isnull', False), ('stopped_by__isnull', False), models.Q(('stop_reason', ''), _negated=True)), _connector='OR'), name='recall_stopped_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='recall',
            constraint=lib.constraints.SameOrganisation('letter', name='recall_letter_same_org'),
        ),
        migrations.AddConstraint(
            model_name='recall',
            constraint=lib.constraints.SameOrganisation('by_letter', name='recall_by_letter_same_org'),
        ),
        migrations.AddConstraint(
            model_name='recall',
            constraint=lib.constraints.SameOrganisation('ordered_by', name='recall_ordered_by_same_org'),
        ),
        migrations.AddConstraint(
            model_name='recall',
            constraint=lib.constraints.SameOrganisation('represented', name='recall_represented_same_org'),
        ),
        migrations.AddConstraint(
            model_name='recall',
            constraint=lib.constraints.SameOrganisation('stopped_by', name='recall_stopped_by_same_org'),
        ),
        migrations.RunSQL(KEPT, LET_GO),
    ]
