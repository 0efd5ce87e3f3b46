-- A client who comes back has not forgotten how they want to be called: the number stays with the chat, whatever becomes of it.
ALTER TABLE live_chat_sessions DROP CONSTRAINT live_chat_sessions_callback_is_over;

-- How long clients waited within the last hour is asked each second.
CREATE INDEX live_chat_sessions_assigned ON live_chat_sessions (tenant_id, assigned_at);
