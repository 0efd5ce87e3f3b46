-- Conventions of this schema
--   · tenant_id comes first in every primary key, and references are composite (tenant_id, id): a row cannot point into another tenant.
--   · Ids come from one sequence per table for all tenants; they are no secret and no cursor.
--   · States are text with a CHECK: readable in a dump, and extended by a migration that rewrites nothing.
--   · Times are timestamptz and come from the database's clock.

CREATE TABLE tenants (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug       text NOT NULL CONSTRAINT tenants_slug_form CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name       text NOT NULL,
    status     text NOT NULL DEFAULT 'active' CONSTRAINT tenants_status CHECK (status IN ('active', 'suspended')),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT tenants_slug UNIQUE (slug)
);

CREATE TABLE tenant_settings (
    tenant_id bigint NOT NULL REFERENCES tenants,
    key       text   NOT NULL,
    value     jsonb  NOT NULL,
    PRIMARY KEY (tenant_id, key)
);

-- Records that administrators edit carry updated_at (it is their ETag); a trigger, so that no writer can forget it.
CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END $$;
