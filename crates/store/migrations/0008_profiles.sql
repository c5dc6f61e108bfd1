-- What people have said of themselves for their callers: presence, what holds in each, texts and where they are played.

-- At most one that the owner has set and one of a calendar.
CREATE TABLE presence (
    tenant BIGINT NOT NULL,
    person BIGINT NOT NULL,
    -- `owner` or `calendar`.
    set_by TEXT NOT NULL,
    state TEXT NOT NULL,
    -- It no longer holds at this moment; NULL: until it is changed.
    until BIGINT,
    PRIMARY KEY (person, set_by)
);

-- What holds in a presence state where that is not what holds for everybody.
CREATE TABLE profile (
    tenant BIGINT NOT NULL,
    person BIGINT NOT NULL,
    state TEXT NOT NULL,
    takes_messages BIGINT NOT NULL,
    -- Where callers may be put through to; NULL: nowhere.
    transfer TEXT,
    transfer_on BIGINT NOT NULL,
    PRIMARY KEY (person, state)
);

-- Texts that have a name; their sound is among the greetings, as `text-1` to `text-9`.
CREATE TABLE greeting_text (
    tenant BIGINT NOT NULL,
    person BIGINT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (person, number)
);

-- How a greeting is used, where its owner has said something of it.
CREATE TABLE greeting_usage (
    tenant BIGINT NOT NULL,
    person BIGINT NOT NULL,
    slot TEXT NOT NULL,
    -- The number of a text, 0 for none; NULL: as it comes from the factory.
    assigned BIGINT,
    unskippable BIGINT NOT NULL,
    PRIMARY KEY (person, slot)
);

-- What is recorded for the whole company: `announcement`, or a situation.
CREATE TABLE announcement (
    tenant BIGINT NOT NULL,
    slot TEXT NOT NULL,
    -- Empty: all languages are spoken in it.
    language TEXT NOT NULL,
    blob TEXT NOT NULL,
    PRIMARY KEY (tenant, slot, language)
);
CREATE INDEX announcement_blob ON announcement (blob);
