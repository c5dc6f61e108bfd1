-- Tenants, keys, blobs, changes, people and what stands beside them. Times are microseconds since 1970.
-- {serial} is the dialect's primary key that counts up and never gives a number twice; {bytes} its octets.

CREATE TABLE tenant (
    id {serial},
    name TEXT NOT NULL,
    realm TEXT NOT NULL UNIQUE,
    -- The number of the newest change; its row is locked last in every transaction that changes something.
    change_seq BIGINT NOT NULL
);

-- Facts about the store itself: the check of the master key.
CREATE TABLE fact (
    name TEXT PRIMARY KEY,
    octets {bytes} NOT NULL
);

CREATE TABLE tenant_key (
    tenant BIGINT PRIMARY KEY,
    wrapped {bytes} NOT NULL
);

-- Where a blob lies: in segment N from `start`, or in a file of its own (segment 0).
CREATE TABLE blob (
    id TEXT PRIMARY KEY,
    tenant BIGINT NOT NULL,
    segment BIGINT NOT NULL,
    start BIGINT NOT NULL,
    size BIGINT NOT NULL,
    created BIGINT NOT NULL,
    unnamed_since BIGINT
);
CREATE INDEX blob_segment ON blob (segment);

-- Apart from `blob`, so that erasing a key leaves no copy of it in a page that lives on.
CREATE TABLE blob_key (
    blob TEXT PRIMARY KEY,
    wrapped {bytes} NOT NULL
);

CREATE TABLE change (
    tenant BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    person BIGINT,
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant, seq)
);

CREATE TABLE audit (
    id {serial},
    tenant BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor BIGINT,
    action TEXT NOT NULL,
    subject TEXT NOT NULL
);
CREATE INDEX audit_tenant ON audit (tenant, id);

CREATE TABLE setting (
    tenant BIGINT NOT NULL,
    level TEXT NOT NULL,
    -- The site, class or person; 0 for system and tenant.
    place BIGINT NOT NULL,
    setting_key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (tenant, level, place, setting_key)
);

CREATE TABLE person (
    id {serial},
    tenant BIGINT NOT NULL,
    name TEXT NOT NULL,
    extension TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    administrator BIGINT NOT NULL,
    UNIQUE (tenant, extension),
    UNIQUE (tenant, email)
);

-- `kind`: password, scram, pin. `sealed`: under the tenant's key.
CREATE TABLE person_secret (
    tenant BIGINT NOT NULL,
    person BIGINT NOT NULL,
    kind TEXT NOT NULL,
    sealed {bytes} NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (person, kind)
);

CREATE TABLE device (
    id {serial},
    tenant BIGINT NOT NULL,
    person BIGINT NOT NULL,
    name TEXT NOT NULL,
    sip_user TEXT NOT NULL,
    algorithms TEXT NOT NULL,
    media_from_anywhere BIGINT NOT NULL,
    -- HA1 for both algorithms, under the tenant's key.
    sealed {bytes} NOT NULL,
    UNIQUE (tenant, sip_user)
);

CREATE TABLE greeting (
    tenant BIGINT NOT NULL,
    person BIGINT NOT NULL,
    situation TEXT NOT NULL,
    language TEXT NOT NULL,
    blob TEXT NOT NULL,
    PRIMARY KEY (person, situation, language)
);
CREATE INDEX greeting_blob ON greeting (blob);

-- Wrong PINs and passwords, by what they were tried at; existing or not.
CREATE TABLE tries (
    tenant BIGINT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant, subject)
);

CREATE TABLE binding (
    tenant BIGINT NOT NULL,
    device BIGINT NOT NULL,
    contact TEXT NOT NULL,
    flow TEXT NOT NULL,
    call_id TEXT NOT NULL,
    cseq BIGINT NOT NULL,
    user_agent TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (device, contact)
);
CREATE INDEX binding_tenant ON binding (tenant);

CREATE TABLE call (
    number {serial},
    tenant BIGINT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    answered_at BIGINT,
    ended_at BIGINT NOT NULL,
    caller_number TEXT NOT NULL,
    caller_name TEXT NOT NULL,
    caller_person BIGINT,
    called_number TEXT NOT NULL,
    called_person BIGINT,
    outcome TEXT NOT NULL,
    seconds BIGINT NOT NULL,
    message TEXT,
    why TEXT NOT NULL,
    quality TEXT NOT NULL,
    UNIQUE (tenant, id)
);
CREATE INDEX call_caller ON call (tenant, caller_person, number);
CREATE INDEX call_called ON call (tenant, called_person, number);

CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    epoch BIGINT NOT NULL
);
