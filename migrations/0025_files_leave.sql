-- Which database this is. What is kept outside of it, the folder of the files, says whose it is, and nobody else removes anything there.
-- A copy that a backup makes is the same one.
CREATE TABLE database_identity (
    one boolean NOT NULL PRIMARY KEY DEFAULT true CONSTRAINT database_identity_one CHECK (one),
    id  uuid    NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO database_identity DEFAULT VALUES;

-- A file whose message was deleted is nobody's from then on, unless a ticket has it.
ALTER TABLE attachments ADD COLUMN released_at timestamptz;
UPDATE attachments a SET released_at = m.deleted_at FROM chat_messages m WHERE m.tenant_id = a.tenant_id AND m.id = a.message_id AND m.deleted_at IS NOT NULL;
ALTER TABLE attachments ADD CONSTRAINT attachments_released CHECK (released_at IS NULL OR status = 'attached');
CREATE INDEX attachments_released ON attachments (released_at) WHERE released_at IS NOT NULL;

-- A transcript may name a file that has gone since: the ticket gets what is there.
CREATE FUNCTION leave_out_gone_attachments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM attachments WHERE tenant_id = NEW.tenant_id AND id = NEW.attachment_id AND status = 'attached' FOR KEY SHARE;
    RETURN CASE WHEN FOUND THEN NEW END;
END $$;
CREATE TRIGGER ticket_update_attachments_there BEFORE INSERT ON ticket_update_attachments FOR EACH ROW EXECUTE FUNCTION leave_out_gone_attachments();
