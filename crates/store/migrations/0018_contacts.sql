-- Address books: of persons, and of the company.

CREATE TABLE contact (
    id {serial},
    tenant BIGINT NOT NULL,
    -- The person; 0: the company.
    owner BIGINT NOT NULL,
    -- Rises with each change.
    revision BIGINT NOT NULL,
    label TEXT NOT NULL,
    -- Octets, since the two databases do not put texts in the same order.
    sort_key {bytes} NOT NULL,
    -- All that is searched, in lower case.
    sought TEXT NOT NULL,
    -- JSON of a `domain::contact::Contact`.
    entry TEXT NOT NULL
);
CREATE INDEX contact_book ON contact (tenant, owner, sort_key, id);

CREATE TABLE contact_number (
    tenant BIGINT NOT NULL,
    owner BIGINT NOT NULL,
    number TEXT NOT NULL,
    contact BIGINT NOT NULL,
    PRIMARY KEY (contact, number)
);
CREATE INDEX contact_number_owner ON contact_number (tenant, number, owner);
