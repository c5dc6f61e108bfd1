//! (room media)
