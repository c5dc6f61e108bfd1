//! Differentiated services (RFC 2474): by the mark of its packets, routers let signalling pass before what has time.

use socket2::SockRef;

/// A differentiated services code point, 0 to 63, as it is written to a socket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark(u32);

impl Mark {
    pub fn of(code_point: u8) -> Self {
        Self(u32::from(code_point & 63) << 2)
    }

    /// Marking is a wish; where it is not allowed, messages go unmarked.
    pub fn put(self, socket: SockRef<'_>, is_ipv6: bool) {
        if is_ipv6 {
            let _ = socket.set_tclass_v6(self.0);
        }
        // A socket of both families has both.
        let _ = socket.set_tos_v4(self.0);
    }
}
