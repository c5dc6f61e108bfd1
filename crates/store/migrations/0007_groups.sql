-- Hunt groups: several people behind one number.

CREATE TABLE hunt_group (
    id {serial},
    tenant BIGINT NOT NULL,
    -- No person's, either: that is looked at in the same transaction.
    extension TEXT NOT NULL,
    name TEXT NOT NULL,
    -- `all-at-once`, `in-turn` or `longest-idle`.
    manner TEXT NOT NULL,
    -- How long each turn rings.
    seconds BIGINT NOT NULL,
    -- Ids of people in order, separated by blanks.
    members TEXT NOT NULL,
    -- As whose forwarding calls go on that nobody takes, and where to; both NULL: nowhere.
    overflow_person BIGINT,
    overflow_target TEXT,
    UNIQUE (tenant, extension)
);
