//! The store's own suite, on SQLite and on PostgreSQL.

mod reclaiming;
mod rows;
mod writing;
