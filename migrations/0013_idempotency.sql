-- Idempotency keys as they are used: taken, answered and committed in the one transaction that has the effect, so there is never a row
-- without its effect nor an effect without its row. Nothing was kept in the table as 0006 made it.
DROP TABLE idempotency_keys;
CREATE TABLE idempotency_keys (
    tenant_id    bigint NOT NULL REFERENCES tenants,
    actor_id     bigint NOT NULL,                    -- the user; keys of different people are different keys
    key          text   NOT NULL,                    -- as the caller gave it; a UUID in lower case
    operation    text   NOT NULL,
    request_hash bytea  NOT NULL,                    -- SHA-256 of what was asked, the key left out
    reply        text,                               -- the JSON text that was answered; null only inside the transaction
    expires_at   timestamptz NOT NULL DEFAULT now() + interval '7 days',
    PRIMARY KEY (tenant_id, actor_id, key)
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);
