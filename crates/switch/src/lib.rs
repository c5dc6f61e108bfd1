//! (room switch)
