-- The last news of waiting messages that went to each owner's pager or mobile telephone.

CREATE TABLE paged (
    tenant BIGINT NOT NULL,
    person BIGINT NOT NULL,
    -- When the newest message came that it was about.
    up_to BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    -- As of calls; nobody answers here, so that it stays 0.
    told BIGINT NOT NULL,
    PRIMARY KEY (person)
);
