-- What message_reactions says of a message, as messages show it: [{emoji, count, user_ids}]. Kept by the statement that changes a reaction,
-- under the channel's lock, so that reading a history is still one row a message.
ALTER TABLE chat_messages ADD COLUMN reactions jsonb;
