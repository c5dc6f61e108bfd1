//! (room mail)
