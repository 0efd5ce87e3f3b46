-- Who was named in which message: what somebody's mentions, read or not, are counted and listed by. The journal writes it with the message.
CREATE TABLE channel_mentions (
    tenant_id  bigint NOT NULL,
    channel_id bigint NOT NULL,
    user_id    bigint NOT NULL,
    seq        bigint NOT NULL,
    message_id bigint NOT NULL,
    PRIMARY KEY (tenant_id, user_id, channel_id, seq)
);

-- As in 0007, and mentions.
CREATE OR REPLACE FUNCTION journal_append(
    tenants bigint[], channels bigint[], senders bigint[], client_ids uuid[], body_hashes bigint[], types text[], contents text[],
    replies bigint[], mentions text[], attachments text[], metadata text[], notifies boolean[])
RETURNS TABLE (ord integer, code text, seq bigint, id bigint, created_at timestamptz, kind text, session_id bigint)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    t timestamptz;
BEGIN
    -- 1. Lock, in key order. The sort is below the lock, so rows are locked in the order of the sort.
    PERFORM FROM chat_channels c
            JOIN (SELECT DISTINCT k.tenant, k.channel FROM unnest(tenants, channels) AS k (tenant, channel)) k
              ON c.tenant_id = k.tenant AND c.id = k.channel
           ORDER BY c.tenant_id, c.id FOR NO KEY UPDATE OF c;
    t := clock_timestamp();   -- after the locks, so times rise with seq

    -- 2. Look, number, write. A new statement has a new snapshot: nothing below can be older than the locks.
    RETURN QUERY
    WITH judged AS MATERIALIZED (
        SELECT i.*, c.last_seq, c.kind, c.session_id, old.seq AS old_seq, old.id AS old_id, old.created_at AS old_at,
               CASE WHEN old.body_hash = i.hash     THEN 'replayed'
                    WHEN old.seq IS NOT NULL        THEN 'conflict'
                    WHEN c.last_seq IS NULL         THEN 'not_found'
                    WHEN c.status = 'closed'        THEN 'closed'
                    WHEN member.user_id IS NULL OR member.left_at IS NOT NULL THEN 'not_member'
                    ELSE 'stored' END AS code
          FROM unnest(tenants, channels, senders, client_ids, body_hashes, types, contents, replies, mentions, attachments, metadata, notifies)
               WITH ORDINALITY AS i (tenant, channel, sender, key, hash, type, content, reply_to, mentions, attachments, metadata, notify, ord)
          -- OFFSET 0 keeps each look-up an index probe per input, whatever the statistics say
          LEFT JOIN LATERAL (SELECT c.last_seq, c.status, c.kind, c.session_id FROM chat_channels c
                              WHERE c.tenant_id = i.tenant AND c.id = i.channel OFFSET 0) c ON true
          -- left_at is judged above, not here: the partial index on (tenant_id, user_id) would be taken, and read all of a technician's channels
          LEFT JOIN LATERAL (SELECT p.user_id, p.left_at FROM channel_participants p
                              WHERE p.tenant_id = i.tenant AND p.channel_id = i.channel AND p.user_id = i.sender OFFSET 0) member ON true
          -- without tenant_id: see chat_messages_once. A channel's id is of one tenant only.
          LEFT JOIN LATERAL (SELECT m.seq, m.id, m.created_at, m.body_hash FROM chat_messages m
                              WHERE m.channel_id = i.channel AND m.sender_id = i.sender AND m.client_id = i.key OFFSET 0) old ON true),
    -- columns are carried forward; CTEs joined with each other would be quadratic
    numbered AS MATERIALIZED (
        SELECT *, last_seq + count(*) FILTER (WHERE code = 'stored')
                             OVER (PARTITION BY tenant, channel ORDER BY ord ROWS UNBOUNDED PRECEDING) AS seq,
               CASE code WHEN 'stored' THEN nextval('message_ids') END AS id
          FROM judged),
    raised AS (
        UPDATE chat_channels c SET last_seq = head.seq
          FROM (SELECT tenant, channel, max(seq) AS seq FROM numbered WHERE code = 'stored' GROUP BY 1, 2) head
         WHERE c.tenant_id = head.tenant AND c.id = head.channel),
    messages AS (
        INSERT INTO chat_messages (tenant_id, channel_id, seq, id, sender_id, client_id, body_hash, created_at, type, content,
                                   reply_to, mentions, attachments, metadata)
        SELECT tenant, channel, seq, id, sender, key, hash, t, type, content,
               reply_to, mentions::bigint[], attachments::jsonb, metadata::jsonb
          FROM numbered WHERE code = 'stored'),
    mentioned AS (
        INSERT INTO channel_mentions (tenant_id, channel_id, user_id, seq, message_id)
        SELECT tenant, channel, unnest(mentions::bigint[]), seq, id FROM numbered WHERE code = 'stored' AND mentions IS NOT NULL),
    boxed AS (
        INSERT INTO outbox (tenant_id, topic, channel_id, seq, due_at)
        SELECT tenant, 'message', channel, seq, t FROM numbered WHERE code = 'stored' AND notify)
    SELECT n.ord::integer, n.code,
           CASE n.code WHEN 'stored' THEN n.seq ELSE n.old_seq END,
           CASE n.code WHEN 'stored' THEN n.id  ELSE n.old_id  END,
           CASE n.code WHEN 'stored' THEN t     ELSE n.old_at  END,
           n.kind, n.session_id
      FROM numbered n;
END $$;
