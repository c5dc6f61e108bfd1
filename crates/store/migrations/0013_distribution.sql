-- Distribution lists: of persons, and of the company.

CREATE TABLE distribution_list (
    id {serial},
    tenant BIGINT NOT NULL,
    -- The person; 0: the company.
    owner BIGINT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- JSON of a row of `domain::distribution::Member`.
    members TEXT NOT NULL,
    UNIQUE (tenant, owner, number)
);
