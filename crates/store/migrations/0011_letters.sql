-- What the house writes to its people by itself. Times are microseconds since 1970.

-- A letter that is due, asked for by what causes it; gone once it is delivered.
CREATE TABLE letter (
    id {serial},
    tenant BIGINT NOT NULL,
    -- To whom.
    person BIGINT NOT NULL,
    -- `welcome`, `locked`.
    what TEXT NOT NULL,
    -- What it is to speak of: of a welcome the number that was called.
    said TEXT NOT NULL,
    at BIGINT NOT NULL,
    UNIQUE (tenant, person, what)
);

-- Whose welcome mail was sent, or is to be sent anew; no row is somebody whom it was never sent to.
CREATE TABLE welcome (
    tenant BIGINT NOT NULL,
    person BIGINT PRIMARY KEY,
    -- `due`, `due-new-pin`, `sent`.
    standing TEXT NOT NULL,
    -- How often it was asked for anew: what is sent in an earlier round does not end a later one.
    round BIGINT NOT NULL
);
