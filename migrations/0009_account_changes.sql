-- Whose rights must be looked at again: written with whatever changes them, by triggers, so that no writer can forget it (the daemon,
-- the command line, another node, an operator's SQL). Each daemon reads about every second what was committed since its last look,
-- by snapshot: `made_by` is the transaction that wrote the row, so one that got an early id and committed late is not missed.
CREATE TABLE account_changes (
    tenant_id  bigint NOT NULL,
    id         bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    user_id    bigint,                               -- null: everybody of the tenant
    channel_id bigint,                               -- what the user has left; null: their account, sign-ins or rights
    made_by    xid8 NOT NULL DEFAULT pg_current_xact_id(),
    made_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX account_changes_made_by ON account_changes (made_by);
CREATE INDEX account_changes_made_at ON account_changes (made_at);

-- For tables whose rows are of a user.
CREATE FUNCTION note_account_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO account_changes (tenant_id, user_id) VALUES (OLD.tenant_id, OLD.user_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO account_changes (tenant_id, user_id) VALUES (NEW.tenant_id, NEW.user_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER user_roles_noted AFTER INSERT OR UPDATE OR DELETE ON user_roles FOR EACH ROW EXECUTE FUNCTION note_account_change();
CREATE TRIGGER user_access_scopes_noted AFTER INSERT OR UPDATE OR DELETE ON user_access_scopes FOR EACH ROW EXECUTE FUNCTION note_account_change();
CREATE TRIGGER user_team_assignments_noted AFTER INSERT OR UPDATE OR DELETE ON user_team_assignments FOR EACH ROW EXECUTE FUNCTION note_account_change();
CREATE TRIGGER user_sessions_noted AFTER UPDATE OF ended_at ON user_sessions FOR EACH ROW
    WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION note_account_change();

CREATE FUNCTION note_user_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO account_changes (tenant_id, user_id) VALUES (NEW.tenant_id, NEW.id);
    RETURN NULL;
END $$;
-- Not agent_status: it changes with every coming and going, and gives no right.
CREATE TRIGGER users_noted AFTER UPDATE OF status, kind, name, avatar_url ON users FOR EACH ROW
    WHEN ((OLD.status, OLD.kind, OLD.name, OLD.avatar_url) IS DISTINCT FROM (NEW.status, NEW.kind, NEW.name, NEW.avatar_url))
    EXECUTE FUNCTION note_user_change();

CREATE FUNCTION note_tenant_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO account_changes (tenant_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER tenants_noted AFTER UPDATE OF status ON tenants FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION note_tenant_change();

-- A role is edited in many rows at once: one row tells of each of its users.
CREATE FUNCTION note_role_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO account_changes (tenant_id, user_id)
    SELECT DISTINCT u.tenant_id, u.user_id FROM changed JOIN user_roles u USING (tenant_id, role_id);
    RETURN NULL;
END $$;
CREATE TRIGGER role_permissions_given AFTER INSERT ON role_permissions REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_role_change();
CREATE TRIGGER role_permissions_renamed AFTER UPDATE ON role_permissions REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_role_change();
CREATE TRIGGER role_permissions_taken AFTER DELETE ON role_permissions REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_role_change();

CREATE FUNCTION note_departure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO account_changes (tenant_id, user_id, channel_id) VALUES (OLD.tenant_id, OLD.user_id, OLD.channel_id);
    RETURN NULL;
END $$;
CREATE TRIGGER channel_participants_left AFTER UPDATE OF left_at ON channel_participants FOR EACH ROW
    WHEN (OLD.left_at IS NULL AND NEW.left_at IS NOT NULL) EXECUTE FUNCTION note_departure();
CREATE TRIGGER channel_participants_deleted AFTER DELETE ON channel_participants FOR EACH ROW
    WHEN (OLD.left_at IS NULL) EXECUTE FUNCTION note_departure();
