-- Mailboxes: folders, messages, where they lie, what is gone, and which deliveries have been taken.
-- {serial} is the dialect's primary key that counts up and never gives a number twice; {bytes} its octets.

CREATE TABLE mailbox (
    tenant BIGINT NOT NULL,
    owner BIGINT NOT NULL,
    -- At least one more than that of any folder that the mailbox ever had.
    next_uid_validity BIGINT NOT NULL,
    PRIMARY KEY (tenant, owner)
);

CREATE TABLE folder (
    id {serial},
    tenant BIGINT NOT NULL,
    owner BIGINT NOT NULL,
    name TEXT NOT NULL,
    special_use TEXT,
    subscribed BIGINT NOT NULL,
    uid_validity BIGINT NOT NULL,
    uid_next BIGINT NOT NULL,
    highest_modseq BIGINT NOT NULL,
    UNIQUE (tenant, owner, name)
);

-- One row for each delivery or append; its number is the message's. It outlives the message, so that a delivery that
-- is repeated late does not bring back what was deleted.
CREATE TABLE delivery (
    id {serial},
    tenant BIGINT NOT NULL,
    delivery_key TEXT,
    kind TEXT NOT NULL,
    received BIGINT NOT NULL,
    UNIQUE (tenant, delivery_key)
);

-- Goes with the last row of `entry` that shows it, and with it the name of its blob. There is no count of those rows:
-- it would be written by everybody at once. Where two people remove the last two at the same moment, each still sees
-- the other's, and the message stays for the sweeper.
CREATE TABLE message (
    id BIGINT PRIMARY KEY,
    tenant BIGINT NOT NULL,
    blob TEXT NOT NULL,
    kind TEXT NOT NULL,
    size BIGINT NOT NULL,
    from_name TEXT,
    from_number TEXT,
    from_email TEXT,
    subject TEXT NOT NULL,
    seconds BIGINT,
    structure TEXT NOT NULL,
    header {bytes}
);
CREATE INDEX message_blob ON message (blob);

CREATE TABLE entry (
    folder BIGINT NOT NULL,
    uid BIGINT NOT NULL,
    message BIGINT NOT NULL,
    modseq BIGINT NOT NULL,
    flags BIGINT NOT NULL,
    keywords TEXT NOT NULL,
    kind TEXT NOT NULL,
    received BIGINT NOT NULL,
    PRIMARY KEY (folder, uid)
);
CREATE INDEX entry_modseq ON entry (folder, modseq);
CREATE INDEX entry_message ON entry (message);

CREATE TABLE vanished (
    folder BIGINT NOT NULL,
    uid BIGINT NOT NULL,
    modseq BIGINT NOT NULL,
    PRIMARY KEY (folder, uid)
);
CREATE INDEX vanished_modseq ON vanished (folder, modseq);
