-- says: a key with another body is answered as if it were the same message
-- rules: K5
DO $$
DECLARE was text := pg_get_functiondef('journal_append'::regproc);
        now text := replace(was, $q$WHEN old.body_hash = i.hash     THEN 'replayed'$q$, $q$WHEN old.seq IS NOT NULL THEN 'replayed'$q$);
BEGIN
    IF now = was THEN RAISE EXCEPTION 'this mutant changes nothing any more'; END IF;
    EXECUTE now;
END $$;
