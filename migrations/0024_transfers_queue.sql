-- Whether a transfer waits for who is not here or is full, as its sender asked; asked otherwise it is another one.
ALTER TABLE chat_transfers ADD COLUMN queue boolean NOT NULL DEFAULT false;
UPDATE chat_transfers SET queue = true WHERE state = 'pending' AND expires_at IS NULL AND NOT immediate;
