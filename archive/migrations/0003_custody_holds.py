"""In custody nothing changes: the database refuses it, whoever asks (Decree 30/2020 Art. 30)."""

from django.db import migrations

HOLD = """
CREATE FUNCTION archive_dossier_is_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'archived' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'dossier % is in custody', OLD.id; END IF;
    IF (OLD.organisation_id, OLD.year, OLD.code, OLD.title, OLD.unit_id, OLD.entry_id, OLD.retention_years, OLD.state,
        OLD.opened_on, OLD.closed_on, OLD.work_ended_on, OLD.closing_note, OLD.archived_on, OLD.last_ordinal)
       IS DISTINCT FROM
       (NEW.organisation_id, NEW.year, NEW.code, NEW.title, NEW.unit_id, NEW.entry_id, NEW.retention_years, NEW.state,
        NEW.opened_on, NEW.closed_on, NEW.work_ended_on, NEW.closing_note, NEW.archived_on, NEW.last_ordinal)
    THEN RAISE EXCEPTION 'dossier % is in custody', OLD.id; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archive_dossier_custody BEFORE UPDATE OR DELETE ON archive_dossier
    FOR EACH ROW EXECUTE FUNCTION archive_dossier_is_held();

CREATE FUNCTION archive_record_is_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held bigint;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.organisation_id, OLD.dossier_id, OLD.ordinal, OLD.origin_kind, OLD.origin_key, OLD.label, OLD.code,
            OLD.title, OLD.author, OLD.dated_on, OLD.page_count, OLD.filed_at, OLD.digest, OLD.removed_at)
           IS NOT DISTINCT FROM
           (NEW.organisation_id, NEW.dossier_id, NEW.ordinal, NEW.origin_kind, NEW.origin_key, NEW.label, NEW.code,
            NEW.title, NEW.author, NEW.dated_on, NEW.page_count, NEW.filed_at, NEW.digest, NEW.removed_at)
        THEN RETURN NEW; END IF;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        SELECT id INTO held FROM archive_dossier WHERE id = OLD.dossier_id AND state = 'archived';
        IF FOUND THEN RAISE EXCEPTION 'dossier % is in custody', held; END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    SELECT id INTO held FROM archive_dossier WHERE id = NEW.dossier_id AND state = 'archived';
    IF FOUND THEN RAISE EXCEPTION 'dossier % is in custody', held; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archive_record_custody BEFORE INSERT OR UPDATE OR DELETE ON archive_record
    FOR EACH ROW EXECUTE FUNCTION archive_record_is_held();
"""
LET_GO = """
DROP TRIGGER archive_record_custody ON archive_record;
DROP TRIGGER archive_dossier_custody ON archive_dossier;
DROP FUNCTION archive_record_is_held();
DROP FUNCTION archive_dossier_is_held();
"""


class Migration(migrations.Migration):
    dependencies = [("archive", "0002_custody")]
    operations = [migrations.RunSQL(HOLD, LET_GO)]
