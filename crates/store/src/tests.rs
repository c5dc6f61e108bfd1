//! The store's own suite, on SQLite and on PostgreSQL.

mod contacts;
mod distribution;
mod forgetting;
mod groups;
mod outcall;
mod quota;
mod reclaiming;
mod recording_page;
mod replacing;
mod rows;
mod sessions;
mod sites;
mod trunks;
mod writing;
