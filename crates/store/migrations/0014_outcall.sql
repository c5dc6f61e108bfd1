-- The last calls that were made to each owner because messages wait.

CREATE TABLE outcall (
    tenant BIGINT NOT NULL,
    person BIGINT NOT NULL,
    -- When the newest message came that they were for.
    up_to BIGINT NOT NULL,
    -- So many calls were for that one.
    tries BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    -- 1: whoever answered has given the PIN.
    told BIGINT NOT NULL,
    PRIMARY KEY (person)
);
