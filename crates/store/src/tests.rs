//! The store's own suite, on SQLite and on PostgreSQL.

mod rows;
mod sessions;
mod writing;
