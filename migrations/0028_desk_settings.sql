-- The device that a chat is about, as the client named it. One that is gone leaves the chat without; its context keeps what it was.
UPDATE live_chat_sessions s SET device_id = NULL
 WHERE device_id IS NOT NULL AND NOT EXISTS (SELECT FROM devices d WHERE d.tenant_id = s.tenant_id AND d.id = s.device_id);
ALTER TABLE live_chat_sessions ADD FOREIGN KEY (tenant_id, device_id) REFERENCES devices ON DELETE SET NULL (device_id);
CREATE INDEX live_chat_sessions_device ON live_chat_sessions (tenant_id, device_id) WHERE device_id IS NOT NULL;

-- What a tenant says otherwise than the operator: `queue.offer_timeout` as in the configuration. Null where it says nothing.
CREATE FUNCTION tenant_setting(tenant bigint, name text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT value #>> '{}' FROM tenant_settings WHERE tenant_id = tenant AND key = name
$$;

-- Its changes are heard like those of teams (0014).
CREATE FUNCTION note_setting_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO account_changes (tenant_id) VALUES (CASE TG_OP WHEN 'DELETE' THEN OLD.tenant_id ELSE NEW.tenant_id END);
    RETURN NULL;
END $$;
CREATE TRIGGER tenant_settings_noted AFTER INSERT OR UPDATE OR DELETE ON tenant_settings FOR EACH ROW EXECUTE FUNCTION note_setting_change();
