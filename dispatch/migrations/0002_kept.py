"""What the database itself keeps of letters, whoever writes: functions and triggers, by what they guard."""

from django.db import migrations

from lib.database import append_only

# What a letter is to an issued one.
RELATIONS = """
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

# What a letter is once it went out. The scan of one on paper may be laid in later, once.
LETTERS = """
CREATE FUNCTION dispatch_letter_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an issued letter is never deleted' USING ERRCODE = 'check_violation';
    ELSIF (NEW.organisation_id, NEW.signed_file_id, NEW.allocation_id, NEW.reference_code, NEW.legal_day,
           CASE WHEN OLD.medium = 'paper' AND OLD.issued_file_id IS NULL THEN NULL ELSE NEW.issued_file_id END, NEW.issued_at, NEW.verify_token, NEW.medium)
          IS DISTINCT FROM
          (OLD.organisation_id, OLD.signed_file_id, OLD.allocation_id, OLD.reference_code, OLD.legal_day,
           OLD.issued_file_id, OLD.issued_at, OLD.verify_token, OLD.medium) THEN
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

# Once a book has its closing page, no line of it is added, changed or taken away.
BOOKS = """
CREATE FUNCTION dispatch_closed_book_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM dispatch_bookclosing WHERE series_id = OLD.series_id) THEN
            RAISE EXCEPTION 'the book of this number is closed' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM dispatch_bookclosing WHERE series_id = NEW.series_id) THEN
            RAISE EXCEPTION 'the book of this number is closed' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER dispatch_closed_book_stays BEFORE INSERT OR UPDATE OR DELETE ON dispatch_numberallocation
    FOR EACH ROW EXECUTE FUNCTION dispatch_closed_book_stays();
"""

# A letter that names a second signatory goes out with everything it names.
SIGNATORIES = """
CREATE FUNCTION dispatch_letter_is_wholly_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A letter that names a second signatory goes out with everything it names, or not at all.
    IF EXISTS (SELECT 1 FROM dispatch_cosignature c WHERE c.letter_id = NEW.id
               AND c.state NOT IN ('refused', 'withdrawn')
               AND c.state <> CASE WHEN c.partner = '' THEN 'signed' ELSE 'sealed' END)
       OR (NEW.printed ? 'second' AND NOT EXISTS (
               SELECT 1 FROM dispatch_cosignature c WHERE c.letter_id = NEW.id
               AND c.state = CASE WHEN c.partner = '' THEN 'signed' ELSE 'sealed' END)) THEN
        RAISE EXCEPTION 'a signature or seal of letter % is missing', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dispatch_letter_wholly_signed BEFORE UPDATE OF status ON dispatch_outgoingletter
    FOR EACH ROW WHEN (NEW.status = 'issued' AND OLD.status = 'numbered')
    EXECUTE FUNCTION dispatch_letter_is_wholly_signed();
CREATE FUNCTION dispatch_cosignature_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a second signatory is never deleted' USING ERRCODE = 'check_violation';
    ELSIF EXISTS (SELECT 1 FROM dispatch_outgoingletter WHERE id = OLD.letter_id AND issued_at IS NOT NULL) THEN
        RAISE EXCEPTION 'an issued letter keeps its second signature' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dispatch_cosignature_kept BEFORE UPDATE OR DELETE ON dispatch_cosignature
    FOR EACH ROW EXECUTE FUNCTION dispatch_cosignature_is_kept();
"""

# Exactly one leads while a letter is in hand, nobody before, and of a finished letter nothing is still open: asked at
# the end of every transaction that touches the handling of a letter or one of its parts.
HANDLING = """
CREATE FUNCTION dispatch_handling_holds_together() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stage text; leads int; going int;
BEGIN
    SELECT h.stage INTO stage FROM dispatch_handling h WHERE h.letter_id = NEW.letter_id;
    IF stage IS NULL THEN
        RAISE EXCEPTION 'an assignment of a letter that is not handled' USING ERRCODE = 'check_violation';
    END IF;
    SELECT count(*) FILTER (WHERE a.role = 'lead' AND a.parent_id IS NULL AND a.status <> 'ended'),
           count(*) FILTER (WHERE a.status IN ('waiting', 'accepted', 'passed_on', 'reported', 'declined'))
      INTO leads, going FROM dispatch_assignment a WHERE a.letter_id = NEW.letter_id;
    IF stage IN ('in_hand', 'confirming') AND leads <> 1 THEN
        RAISE EXCEPTION 'letter % is in hand with % leads', NEW.letter_id, leads USING ERRCODE = 'check_violation';
    ELSIF stage IN ('proposing', 'directing') AND (leads > 0 OR going > 0) THEN
        RAISE EXCEPTION 'letter % waits for direction and has parts', NEW.letter_id
            USING ERRCODE = 'check_violation';
    ELSIF stage = 'confirming' AND going <> 1 OR stage IN ('filing', 'filed', 'over') AND going > 0 THEN
        RAISE EXCEPTION 'letter % is done and % parts of it are open', NEW.letter_id, going
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER dispatch_handling_holds_together AFTER INSERT OR UPDATE ON dispatch_handling
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dispatch_handling_holds_together();
CREATE CONSTRAINT TRIGGER dispatch_assignment_holds_together AFTER INSERT OR UPDATE ON dispatch_assignment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dispatch_handling_holds_together();

CREATE FUNCTION dispatch_handling_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'what was directed and done is never deleted' USING ERRCODE = 'check_violation';
    ELSIF to_jsonb(NEW) - 'replaced_at' <> to_jsonb(OLD) - 'replaced_at' OR OLD.replaced_at IS NOT NULL THEN
        RAISE EXCEPTION 'a directive stays as it was written' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dispatch_directive_is_kept BEFORE UPDATE OR DELETE ON dispatch_directive
    FOR EACH ROW EXECUTE FUNCTION dispatch_handling_is_kept();
CREATE TRIGGER dispatch_assignment_is_kept BEFORE DELETE ON dispatch_assignment
    FOR EACH ROW EXECUTE FUNCTION dispatch_handling_is_kept();
CREATE TRIGGER dispatch_handling_is_kept BEFORE DELETE ON dispatch_handling
    FOR EACH ROW EXECUTE FUNCTION dispatch_handling_is_kept();
"""


class Migration(migrations.Migration):
    """Nothing here is taken back: a house without these is no house."""

    replaces = [("dispatch", "0019_handling")]
    dependencies = [("dispatch", "0001_rows")]

    operations = [
        append_only("dispatch_draftversion"),
        append_only("dispatch_deliveryattempt"),
        append_only("dispatch_deliveryentry"),
        append_only("dispatch_bookclosing"),
        append_only("dispatch_reply"),
        migrations.RunSQL(RELATIONS),
        migrations.RunSQL(LETTERS),
        migrations.RunSQL(BOOKS),
        migrations.RunSQL(SIGNATORIES),
        migrations.RunSQL(HANDLING),
    ]
