-- Who is signed in at the desk, and with which browser. Times are microseconds since 1970.

CREATE TABLE session (
    -- SHA-256 of the browser's token: who reads this table cannot sign in with it.
    token {bytes} PRIMARY KEY,
    tenant BIGINT NOT NULL,
    person BIGINT NOT NULL,
    created BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX session_person ON session (tenant, person);
CREATE INDEX session_expires ON session (expires);
