-- Search: which words are in what. It is kept up behind the writing, never by it: a worker of the daemon follows each channel by its seq
-- (search_heads), and what is not in a channel's log is put on a list by triggers (search_changes). What a search finds is read from the
-- tables themselves and looked at again, so an index that is behind finds too little for a moment, never what is gone.

CREATE TABLE search_documents (
    tenant_id  bigint   NOT NULL,
    kind       text     NOT NULL CONSTRAINT search_documents_kind CHECK (kind IN ('message', 'session', 'note', 'article')),
    id         bigint   NOT NULL,                    -- of the message, the session, the note, the article
    channel_id bigint,                               -- who may read it may find it; null: judged by what it is
    places     text[]   NOT NULL,                    -- where it is looked for: kind and tenant, channel
    words      tsvector NOT NULL,
    PRIMARY KEY (tenant_id, kind, id)                -- backwards: the newest first
);
-- Only the worker writes here; the list of what is not merged yet stays short, since every search reads all of it.
CREATE INDEX search_documents_words ON search_documents USING gin (places, words) WITH (gin_pending_list_limit = 256);

-- How many documents have a word: what a prefix or a part of a word stands for, and which way to look is the shorter one. The empty word is in all.
CREATE TABLE search_words (
    tenant_id bigint NOT NULL,
    kind      text   NOT NULL,
    word      text   COLLATE "C" NOT NULL,
    documents bigint NOT NULL CONSTRAINT search_words_documents CHECK (documents >= 0),
    PRIMARY KEY (tenant_id, kind, word)
) WITH (fillfactor = 70);

-- How far each channel has been followed.
CREATE TABLE search_heads (
    tenant_id  bigint NOT NULL,
    channel_id bigint NOT NULL,
    seq        bigint NOT NULL,
    PRIMARY KEY (tenant_id, channel_id)
) WITH (fillfactor = 70);

-- What else has changed, to be indexed anew. Appended in the transaction of the change; a row has no key, so nobody waits for anybody.
CREATE TABLE search_changes (
    tenant_id bigint NOT NULL,
    n         bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    kind      text   NOT NULL,
    id        bigint NOT NULL,
    PRIMARY KEY (tenant_id, n)
);
CREATE INDEX search_changes_in_order ON search_changes (n);

-- Of a message: what it says, and what its files are called.
CREATE FUNCTION search_text(content text, attachments jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT left(content || coalesce(' ' || jsonb_path_query_array(attachments, '$[*].name')::text, ''), 100000) $$;

-- Puts documents in, anew, or (without a text) out. The caller gives each of them once, and holds the lock of search_follow().
CREATE FUNCTION search_put(tenants bigint[], kinds text[], ids bigint[], channels bigint[], texts text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    gone_tenants bigint[];
    gone_kinds   text[];
    gone_words   text[];
BEGIN
    WITH given AS MATERIALIZED (
        SELECT g.tenant, g.kind, g.id, g.channel, to_tsvector('simple', g.text) AS words
          FROM unnest(tenants, kinds, ids, channels, texts) AS g (tenant, kind, id, channel, text)),
    counted AS MATERIALIZED (
        SELECT tenant, kind, word, sum(n) AS n
          FROM (SELECT tenant, kind, unnest(tsvector_to_array(words) || ''::text) AS word, 1 AS n FROM given WHERE words IS NOT NULL
                UNION ALL
                SELECT d.tenant_id, d.kind, unnest(tsvector_to_array(d.words) || ''::text), -1
                  FROM given g JOIN search_documents d ON d.tenant_id = g.tenant AND d.kind = g.kind AND d.id = g.id) each
         WHERE octet_length(word) <= 64              -- what is longer is found as a whole only
         GROUP BY tenant, kind, word HAVING sum(n) <> 0),
    put AS (
        INSERT INTO search_documents AS d (tenant_id, kind, id, channel_id, places, words)
        SELECT tenant, kind, id, channel, array_remove(ARRAY[kind || tenant, 'channel' || channel], NULL), words FROM given WHERE words IS NOT NULL
        ON CONFLICT (tenant_id, kind, id) DO UPDATE SET words = excluded.words WHERE d.words <> excluded.words),
    out AS (
        DELETE FROM search_documents d USING given g WHERE g.words IS NULL AND d.tenant_id = g.tenant AND d.kind = g.kind AND d.id = g.id),
    more AS (
        INSERT INTO search_words AS w (tenant_id, kind, word, documents) SELECT tenant, kind, word, n FROM counted WHERE n > 0
        ON CONFLICT (tenant_id, kind, word) DO UPDATE SET documents = w.documents + excluded.documents),
    fewer AS (
        UPDATE search_words w SET documents = w.documents + c.n FROM counted c
         WHERE c.n < 0 AND w.tenant_id = c.tenant AND w.kind = c.kind AND w.word = c.word
        RETURNING w.tenant_id, w.kind, w.word, w.documents)
    SELECT array_agg(tenant_id), array_agg(kind), array_agg(word) INTO gone_tenants, gone_kinds, gone_words FROM fewer WHERE documents = 0;
    DELETE FROM search_words w USING unnest(gone_tenants, gone_kinds, gone_words) AS g (tenant, kind, word)
     WHERE w.tenant_id = g.tenant AND w.kind = g.kind AND w.word = g.word;
END $$;

-- Goes on with channels, `events_max` events of each at most. Answers those in which there is more. One at a time does this, of all nodes.
-- Messages are indexed as they are now; those that an edit or a deletion in the stretch was about are indexed again.
CREATE FUNCTION search_follow(tenants bigint[], channels bigint[], events_max integer) RETURNS TABLE (tenant bigint, channel bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    of_tenants bigint[];
    of_channels bigint[];
    afters bigint[];
    uptos  bigint[];
    mores  boolean[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('chatd search'));
    SELECT array_agg(tenant), array_agg(channel), array_agg(after), array_agg(upto), array_agg(upto < last_seq)
      INTO of_tenants, of_channels, afters, uptos, mores
      FROM (SELECT c.tenant_id AS tenant, c.id AS channel, coalesce(h.seq, 0) AS after, c.last_seq,
                   least(c.last_seq, coalesce(h.seq, 0) + events_max) AS upto
              FROM unnest(tenants, channels) AS k (tenant, channel)
              JOIN chat_channels c ON c.tenant_id = k.tenant AND c.id = k.channel
              LEFT JOIN search_heads h ON h.tenant_id = k.tenant AND h.channel_id = k.channel
             WHERE c.last_seq > coalesce(h.seq, 0)) stretch;
    IF of_channels IS NULL THEN RETURN; END IF;
    PERFORM search_put(array_agg(tenant), array_agg('message'::text), array_agg(id), array_agg(channel), array_agg(text))
       FROM (SELECT k.tenant, k.channel, m.id, m.text
               FROM unnest(of_tenants, of_channels, afters, uptos) AS k (tenant, channel, after, upto)
              CROSS JOIN LATERAL (
                    SELECT m.id, CASE WHEN m.deleted_at IS NULL THEN search_text(m.content, m.attachments) END AS text FROM chat_messages m
                     WHERE m.tenant_id = k.tenant AND m.channel_id = k.channel AND m.seq > k.after AND m.seq <= k.upto AND m.type <> 'system_event'
                     OFFSET 0) m
             UNION
             SELECT k.tenant, k.channel, m.id, CASE WHEN m.deleted_at IS NULL THEN search_text(m.content, m.attachments) END
               FROM unnest(of_tenants, of_channels, afters, uptos) AS k (tenant, channel, after, upto)
              CROSS JOIN LATERAL (
                    SELECT coalesce(e.data->>'message_id', e.data->'message'->>'id')::bigint AS message_id FROM channel_events e
                     WHERE e.tenant_id = k.tenant AND e.channel_id = k.channel AND e.seq > k.after AND e.seq <= k.upto
                       AND e.kind IN ('chat:message_updated', 'chat:message_deleted') OFFSET 0) e
               JOIN chat_messages m ON m.tenant_id = k.tenant AND m.id = e.message_id) touched
     HAVING count(*) > 0;
    INSERT INTO search_heads (tenant_id, channel_id, seq)
    SELECT k.tenant, k.channel, k.upto FROM unnest(of_tenants, of_channels, uptos) AS k (tenant, channel, upto)
    ON CONFLICT (tenant_id, channel_id) DO UPDATE SET seq = excluded.seq;
    RETURN QUERY SELECT k.tenant, k.channel FROM unnest(of_tenants, of_channels, mores) AS k (tenant, channel, more) WHERE k.more;
END $$;

-- Takes changes from the list and indexes what they name as it is now. Answers how many it took.
CREATE FUNCTION search_catch_up(changes_max integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    of_tenants bigint[];
    of_kinds   text[];
    of_ids     bigint[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('chatd search'));
    WITH taken AS (
        DELETE FROM search_changes WHERE n IN (SELECT n FROM search_changes ORDER BY n LIMIT changes_max)
        RETURNING tenant_id, kind, id)
    SELECT array_agg(tenant_id), array_agg(kind), array_agg(id) INTO of_tenants, of_kinds, of_ids FROM taken;
    IF of_ids IS NULL THEN RETURN 0; END IF;
    -- a later statement than the taking: it sees at least what was committed with each change
    PERFORM search_put(array_agg(k.tenant), array_agg(k.kind), array_agg(k.id), array_agg(d.channel_id), array_agg(d.text))
       FROM (SELECT DISTINCT tenant, kind, id FROM unnest(of_tenants, of_kinds, of_ids) AS k (tenant, kind, id)) k
       LEFT JOIN search_sources d ON d.tenant_id = k.tenant AND d.kind = k.kind AND d.id = k.id
     HAVING count(*) > 0;
    RETURN cardinality(of_ids);
END $$;

-- What a document's words are taken from, for all kinds but messages. Nothing of the notes is in that of a session: its client finds it too.
CREATE VIEW search_sources AS
    SELECT s.tenant_id, 'session'::text AS kind, s.channel_id AS id, s.channel_id,
           concat_ws(' ', s.subject, u.name, coalesce(u.email, c.email), o.name, s.channel_id) AS text
      FROM live_chat_sessions s
      JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.customer_id
      LEFT JOIN contacts c ON c.tenant_id = s.tenant_id AND c.user_id = s.customer_id
      LEFT JOIN organizations o ON o.tenant_id = s.tenant_id AND o.id = s.organization_id
    UNION ALL
    SELECT tenant_id, 'note', id, channel_id, text FROM session_notes
    UNION ALL
    SELECT tenant_id, 'article', id, NULL, concat_ws(' ', title, summary, array_to_string(tags, ' '), content) FROM kb_articles;

CREATE FUNCTION search_session_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_changes (tenant_id, kind, id) VALUES (NEW.tenant_id, 'session', NEW.channel_id);
    RETURN NULL;
END $$;
CREATE TRIGGER live_chat_sessions_searched AFTER INSERT OR UPDATE OF subject, customer_id, organization_id ON live_chat_sessions
    FOR EACH ROW EXECUTE FUNCTION search_session_changed();

CREATE FUNCTION search_customer_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_changes (tenant_id, kind, id)
    SELECT s.tenant_id, 'session', s.channel_id FROM live_chat_sessions s
     WHERE s.tenant_id = NEW.tenant_id AND s.customer_id = CASE TG_TABLE_NAME WHEN 'users' THEN (to_jsonb(NEW)->>'id') ELSE (to_jsonb(NEW)->>'user_id') END::bigint;
    RETURN NULL;
END $$;
CREATE TRIGGER users_searched AFTER UPDATE OF name, email ON users FOR EACH ROW
    WHEN (NEW.kind = 'client' AND (OLD.name, OLD.email) IS DISTINCT FROM (NEW.name, NEW.email)) EXECUTE FUNCTION search_customer_changed();
CREATE TRIGGER contacts_searched AFTER INSERT OR UPDATE OF email, user_id ON contacts FOR EACH ROW
    WHEN (NEW.user_id IS NOT NULL) EXECUTE FUNCTION search_customer_changed();

CREATE FUNCTION search_organization_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_changes (tenant_id, kind, id)
    SELECT s.tenant_id, 'session', s.channel_id FROM live_chat_sessions s WHERE s.tenant_id = NEW.tenant_id AND s.organization_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER organizations_searched AFTER UPDATE OF name ON organizations FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION search_organization_changed();

CREATE FUNCTION search_note_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    note session_notes := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    INSERT INTO search_changes (tenant_id, kind, id) VALUES (note.tenant_id, 'note', note.id);
    RETURN NULL;
END $$;
CREATE TRIGGER session_notes_searched AFTER INSERT OR UPDATE OR DELETE ON session_notes FOR EACH ROW EXECUTE FUNCTION search_note_changed();

CREATE FUNCTION search_article_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    article kb_articles := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    INSERT INTO search_changes (tenant_id, kind, id) VALUES (article.tenant_id, 'article', article.id);
    RETURN NULL;
END $$;
CREATE TRIGGER kb_articles_searched AFTER INSERT OR UPDATE OR DELETE ON kb_articles FOR EACH ROW EXECUTE FUNCTION search_article_changed();

INSERT INTO search_changes (tenant_id, kind, id)
SELECT tenant_id, 'session', channel_id FROM live_chat_sessions UNION ALL SELECT tenant_id, 'note', id FROM session_notes UNION ALL SELECT tenant_id, 'article', id FROM kb_articles;

-- Parts of words are found by their trigrams, if the database has pg_trgm (it is in PostgreSQL's contrib) or whoever we are may make it;
-- else all words are read. Called at each start, so it may come later. Answers what is in the way, or null.
CREATE FUNCTION search_prepare() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
    END IF;
    CREATE INDEX IF NOT EXISTS search_words_trigrams ON search_words USING gin (word gin_trgm_ops) WITH (gin_pending_list_limit = 256);
    RETURN NULL;
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
    RETURN SQLERRM;
END $$;
