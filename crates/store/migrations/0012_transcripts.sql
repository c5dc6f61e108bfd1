-- Voice messages that become text later. Times are microseconds since 1970.

-- Written with the message that it waits for; it goes in the transaction that adds the text, or when there will be none.
CREATE TABLE transcript (
    message BIGINT PRIMARY KEY,
    tenant BIGINT NOT NULL,
    -- The reader's.
    language TEXT NOT NULL,
    created BIGINT NOT NULL,
    -- Not tried before.
    due BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    -- Who tries it, and until when nobody else does.
    holder TEXT NOT NULL,
    held_until BIGINT NOT NULL,
    -- Rises with every claim: a write with an old one is refused.
    epoch BIGINT NOT NULL
);
CREATE INDEX transcript_due ON transcript (tenant, due);

-- How often other bytes have taken the place of the message's. An entry has a new UID and the next edition then, so that
-- what is known of a message is known of one edition of it.
ALTER TABLE entry ADD COLUMN edition BIGINT NOT NULL DEFAULT 0;

-- The UID that the same message lies under instead; NULL: it is gone.
ALTER TABLE vanished ADD COLUMN successor BIGINT;
