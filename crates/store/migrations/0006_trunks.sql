-- Lines to providers and other telephone systems, and what was spent on them.

CREATE TABLE trunk (
    id {serial},
    tenant BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- What is agreed with the other end, as JSON; what it may be is decided in `domain`.
    agreed TEXT NOT NULL,
    -- The account's password, under the tenant's key.
    sealed {bytes} NOT NULL,
    UNIQUE (tenant, name)
);

CREATE TABLE outside_route (
    tenant BIGINT NOT NULL,
    prefix TEXT NOT NULL,
    -- Ids of trunks in order, separated by blanks.
    trunks TEXT NOT NULL,
    PRIMARY KEY (tenant, prefix)
);

-- Calls to the public network, by person and day (`2026-12-24`, in UTC): limits outlive a restart.
CREATE TABLE toll (
    tenant BIGINT NOT NULL,
    person BIGINT NOT NULL,
    day TEXT NOT NULL,
    calls BIGINT NOT NULL,
    cents BIGINT NOT NULL,
    PRIMARY KEY (tenant, person, day)
);
