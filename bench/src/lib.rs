//! (room bench)
