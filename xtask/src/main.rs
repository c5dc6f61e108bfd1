//! (room xtask)
fn main() {}
