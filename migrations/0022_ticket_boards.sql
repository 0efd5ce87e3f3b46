-- What is judged of a chat by its ticket is right whoever gives it the ticket, and wherever the ticket goes: access scopes look at the board.
CREATE FUNCTION take_board_of_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.board_id := (SELECT board_id FROM tickets WHERE tenant_id = NEW.tenant_id AND id = NEW.ticket_id);
    RETURN NEW;
END $$;
CREATE TRIGGER live_chat_sessions_board BEFORE INSERT OR UPDATE OF ticket_id ON live_chat_sessions FOR EACH ROW EXECUTE FUNCTION take_board_of_ticket();

CREATE FUNCTION move_chats_of_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE live_chat_sessions SET board_id = NEW.board_id WHERE tenant_id = NEW.tenant_id AND ticket_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER tickets_moved AFTER UPDATE OF board_id ON tickets FOR EACH ROW WHEN (OLD.board_id IS DISTINCT FROM NEW.board_id) EXECUTE FUNCTION move_chats_of_ticket();
UPDATE live_chat_sessions s SET board_id = t.board_id FROM tickets t WHERE t.tenant_id = s.tenant_id AND t.id = s.ticket_id;

ALTER TABLE ticket_update_attachments ADD FOREIGN KEY (tenant_id, attachment_id) REFERENCES attachments;

-- Whether a ticket's log gets what was said is of one closing, not of the chat: it may be taken up again.
ALTER TABLE transcripts ADD COLUMN is_wanted boolean NOT NULL DEFAULT true;
CREATE OR REPLACE FUNCTION note_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO transcripts (tenant_id, channel_id, kind, up_to_seq, notes_up_to_seq, is_wanted)
    SELECT NEW.tenant_id, NEW.channel_id, 'final', live.last_seq, backstage.last_seq, NEW.source = 'ticket' OR coalesce(s.save_transcript, true)
      FROM chat_channels live, chat_channels backstage, live_chat_sessions s
     WHERE live.tenant_id = NEW.tenant_id AND live.id = NEW.channel_id AND backstage.tenant_id = NEW.tenant_id AND backstage.id = NEW.backstage_id
       AND s.tenant_id = NEW.tenant_id AND s.channel_id = NEW.channel_id;
    UPDATE live_chat_sessions SET save_transcript = NULL WHERE tenant_id = NEW.tenant_id AND channel_id = NEW.channel_id AND save_transcript IS NOT NULL;
    RETURN NULL;
END $$;

-- Named as records name what must be unique: whoever gives a second contact to a user is told so.
ALTER TABLE contacts RENAME CONSTRAINT contacts_user TO contacts_user_id;
