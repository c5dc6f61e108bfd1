//! (room acceptance)
