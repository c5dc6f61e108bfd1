-- The page on which the company's announcement is recorded, for whoever has its name and password. Times are microseconds since 1970.

-- What opens it; no row: nothing does.
CREATE TABLE recording_page (
    tenant BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    -- Sealed under the tenant's key: the password's hash, or itself until the mails that name it are written.
    sealed {bytes} NOT NULL,
    set_at BIGINT NOT NULL
);

-- The browsers that are signed in there.
CREATE TABLE recording_page_session (
    -- SHA-256 of the browser's token: who reads this table cannot sign in with it.
    token {bytes} PRIMARY KEY,
    tenant BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX recording_page_session_expires ON recording_page_session (expires);

-- Mails to be written that name its address, name and password.
CREATE TABLE recording_page_invitation (
    id {serial},
    tenant BIGINT NOT NULL,
    address TEXT NOT NULL,
    -- Who is told if it cannot be delivered; NULL: nobody.
    person BIGINT,
    at BIGINT NOT NULL
);
CREATE INDEX recording_page_invitation_tenant ON recording_page_invitation (tenant, id);

-- When it was recorded; NULL: before this was written down.
ALTER TABLE announcement ADD COLUMN set_at BIGINT;
