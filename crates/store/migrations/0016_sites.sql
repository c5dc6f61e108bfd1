-- The sites of a company, and who belongs to which.

CREATE TABLE site (
    id {serial},
    tenant BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- Digits alone: country code, area code, what stands before the extensions, and what gets a line out.
    country TEXT NOT NULL,
    area TEXT NOT NULL,
    subscriber TEXT NOT NULL,
    outside_access TEXT NOT NULL,
    UNIQUE (tenant, name)
);

CREATE TABLE site_person (
    person BIGINT PRIMARY KEY,
    tenant BIGINT NOT NULL,
    site BIGINT NOT NULL
);
CREATE INDEX site_person_site ON site_person (tenant, site);

-- The list of sites was a setting before.
DELETE FROM setting WHERE setting_key = 'sites';
