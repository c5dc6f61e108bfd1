-- What reclaiming and forgetting need to know.

-- Blobs of a segment in the order in which they lie there.
CREATE INDEX blob_place ON blob (segment, start);
DROP INDEX blob_segment;

-- When the delivery was taken; `received` may be the sender's word.
ALTER TABLE delivery ADD COLUMN taken BIGINT NOT NULL DEFAULT 0;
UPDATE delivery SET taken = received;

-- When the UID went. Those of the time before this column count as old.
ALTER TABLE vanished ADD COLUMN at BIGINT NOT NULL DEFAULT 0;

-- UIDs that went at this modseq or below may be forgotten: a client that knows no later one learns from the UIDs that
-- are there which are not (RFC 7162, 3.2.5.2).
ALTER TABLE folder ADD COLUMN forgotten_modseq BIGINT NOT NULL DEFAULT 0;
