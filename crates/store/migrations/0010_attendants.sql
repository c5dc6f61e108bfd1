-- Attendants: numbers that greet callers and send them on.

CREATE TABLE attendant (
    id {serial},
    tenant BIGINT NOT NULL,
    -- No person's and no group's, either: that is looked at in the same transaction.
    extension TEXT NOT NULL,
    -- What it does, as JSON of `domain::attendant::Plan`.
    plan TEXT NOT NULL,
    UNIQUE (tenant, extension)
);

-- Announcements that were recorded for one.
CREATE TABLE attendant_sound (
    tenant BIGINT NOT NULL,
    attendant BIGINT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    blob TEXT NOT NULL,
    PRIMARY KEY (attendant, name, language)
);
CREATE INDEX attendant_sound_blob ON attendant_sound (blob);
