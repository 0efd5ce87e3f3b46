-- Access scopes look at the board of a chat's ticket: where a ticket goes to another board, who may have its chats, and hear them, is judged
-- anew (account_changes, 0009).
CREATE OR REPLACE FUNCTION move_chats_of_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE live_chat_sessions SET board_id = NEW.board_id WHERE tenant_id = NEW.tenant_id AND ticket_id = NEW.id;
    IF FOUND THEN
        INSERT INTO account_changes (tenant_id) VALUES (NEW.tenant_id);
    END IF;
    RETURN NULL;
END $$;

-- The ticket stays where it is until the chat is there: who moves it meanwhile moves the chat too.
CREATE OR REPLACE FUNCTION take_board_of_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT board_id INTO NEW.board_id FROM tickets WHERE tenant_id = NEW.tenant_id AND id = NEW.ticket_id FOR SHARE;
    RETURN NEW;
END $$;

-- What a client leaves for those who call back is said after the chat left the queue, and is whole when they have called.
DROP TRIGGER live_chat_sessions_closed ON live_chat_sessions;
CREATE CONSTRAINT TRIGGER live_chat_sessions_closed AFTER UPDATE OF status ON live_chat_sessions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.status IN ('pending', 'active') AND NEW.status NOT IN ('pending', 'active')) OR (OLD.status = 'callback' AND NEW.status = 'completed'))
    EXECUTE FUNCTION note_closing();
