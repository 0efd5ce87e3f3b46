-- The wall clock of the database can be set, by a day and in the middle of the work. What has lasted over such a step counts from it: nobody
-- is left, closed or reminded because the clock says that a day has passed. The daemon finds the steps (src/deadlines/clock_reference.hpp).
CREATE TABLE clock_steps (
    id         boolean     NOT NULL PRIMARY KEY DEFAULT true CONSTRAINT clock_steps_last_one CHECK (id),  -- only the last one matters
    stepped_at timestamptz NOT NULL                  -- by the clock as it is since
);

-- Since when something has lasted, by the present clock: from its beginning or from the last step, whichever is later. What began in the
-- future did so before the clock was set back.
CREATE FUNCTION lasting_since(beginning timestamptz) RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL RESTRICTED AS $$
    SELECT least(CASE WHEN beginning > clock_timestamp() THEN (SELECT stepped_at FROM clock_steps) ELSE greatest(beginning, (SELECT stepped_at FROM clock_steps)) END,
                 clock_timestamp())
$$;

-- Who has answered since they took a chat is seen by the order of the messages, which no clock changes.
ALTER TABLE live_chat_sessions ADD COLUMN reply_after_seq bigint;
UPDATE live_chat_sessions s SET reply_after_seq = coalesce((SELECT max(m.seq) FROM chat_messages m
        WHERE m.tenant_id = s.tenant_id AND m.channel_id = s.channel_id AND m.created_at < s.reply_since), 0)
 WHERE reply_since IS NOT NULL;
ALTER TABLE live_chat_sessions ADD CONSTRAINT live_chat_sessions_reply_after CHECK (reply_since IS NULL OR reply_after_seq IS NOT NULL);
