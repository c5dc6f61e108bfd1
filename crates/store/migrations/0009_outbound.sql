-- Work that leaves the house, and the secrets that the house has for others. Times are microseconds since 1970.

-- One row for each mail to one address elsewhere, written with what causes it. It stays for a while after it is done,
-- since what comes back of it comes late.
CREATE TABLE outbound (
    id {serial},
    tenant BIGINT NOT NULL,
    -- By which wire it goes: `mail`.
    kind TEXT NOT NULL,
    -- What it is: `copy`, `notice`, `welcome`.
    class TEXT NOT NULL,
    -- Whose it is, who is told if it cannot be delivered.
    person BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    -- Random; what comes back of it names it by this.
    token TEXT NOT NULL,
    -- The message; NULL once it is done.
    blob TEXT,
    created BIGINT NOT NULL,
    -- Not tried before.
    due BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    -- `waiting`, `sent`, `failed`.
    state TEXT NOT NULL,
    -- What the other side has said last; empty: nothing yet.
    reason TEXT NOT NULL,
    done_at BIGINT,
    -- Who tries it until when; a claim raises the epoch, and a write with an old one is refused.
    holder TEXT NOT NULL,
    held_until BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    UNIQUE (tenant, token)
);
CREATE INDEX outbound_due ON outbound (tenant, kind, state, due);
CREATE INDEX outbound_blob ON outbound (blob);

-- Sealed under the tenant's key: what the house proves itself by to others, such as the smarthost's password.
CREATE TABLE house_secret (
    tenant BIGINT NOT NULL,
    name TEXT NOT NULL,
    sealed {bytes} NOT NULL,
    PRIMARY KEY (tenant, name)
);

-- A PIN's standing beside its hash: whether it must be changed, and when its owner was reminded.
CREATE TABLE pin_standing (
    tenant BIGINT NOT NULL,
    person BIGINT PRIMARY KEY,
    -- Must be changed at the next log-in, whatever its age.
    must_change BIGINT NOT NULL,
    -- The welcome mail: `due` at the next call, or `sent`; with a new PIN or the one that holds.
    welcome TEXT NOT NULL,
    reminded_at BIGINT
);

-- Every wrong PIN, every lock and every log-in refused: appended, never altered.
CREATE TABLE pin_log (
    id {serial},
    tenant BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- Whose box it was; NULL: nobody's.
    person BIGINT,
    extension TEXT NOT NULL,
    -- `wrong`, `locked`, `refused`, `unlocked`.
    what TEXT NOT NULL,
    -- The number that was shown, or the device; empty: none.
    caller TEXT NOT NULL
);
CREATE INDEX pin_log_tenant ON pin_log (tenant, id);
