-- What mailboxes hold, and of what their owners were told.

-- The sizes of all messages that lie in the folder, added up; kept by whatever changes its entries, under the lock of this row.
ALTER TABLE folder ADD COLUMN octets BIGINT NOT NULL DEFAULT 0;
UPDATE folder SET octets = (
    SELECT CAST(COALESCE(SUM(message.size), 0) AS BIGINT) FROM entry JOIN message ON message.id = entry.message
    WHERE entry.folder = folder.id
);

-- How full a mailbox was when its owner was last told. No row: nobody was told.
CREATE TABLE quota_told (
    tenant BIGINT NOT NULL,
    person BIGINT PRIMARY KEY,
    -- `below`, `almost-full`, `full`.
    level TEXT NOT NULL,
    -- Rises with every change, and is part of the key that a letter is delivered by.
    round BIGINT NOT NULL
);
