//! The store's own suite, on SQLite and on PostgreSQL.

mod forgetting;
mod groups;
mod outcall;
mod reclaiming;
mod rows;
mod sessions;
mod trunks;
mod writing;
