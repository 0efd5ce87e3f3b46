-- What a client says of a chat when it is over; said again it is changed.
CREATE TABLE chat_ratings (
    tenant_id  bigint NOT NULL,
    channel_id bigint NOT NULL,
    user_id    bigint NOT NULL,                      -- the client
    agent_id   bigint,                               -- who had the chat at its end
    score      integer NOT NULL CONSTRAINT chat_ratings_score CHECK (score BETWEEN 1 AND 5),
    comment    text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, channel_id),
    FOREIGN KEY (tenant_id, channel_id) REFERENCES live_chat_sessions,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users,
    FOREIGN KEY (tenant_id, agent_id) REFERENCES users
);
CREATE INDEX chat_ratings_agent ON chat_ratings (tenant_id, agent_id, created_at);
