//! How long to wait before something that failed is tried again: longer each time, and never everybody at once.

/// Seconds to wait after so many failures in a row, the first counted as 1. The ceiling doubles from `base_seconds` up to
/// `most_seconds`; the wait is between half of it and all of it, by `jitter` (0 to 65535, drawn by the caller), as
/// RFC 5626 §4.5 has it for registrations.
pub fn wait_seconds(failures: u32, base_seconds: u32, most_seconds: u32, jitter: u16) -> u32 {
    let doubled = 1u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    let ceiling = base_seconds.max(1).saturating_mul(doubled).min(most_seconds.max(1));
    let half = ceiling / 2;
    let part = u64::from(ceiling - half) * u64::from(jitter) / u64::from(u16::MAX);
    half + u32::try_from(part).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_the_most_and_lies_in_its_upper_half() {
        for (failures, least, most) in
            [(1, 15, 30), (2, 30, 60), (3, 60, 120), (7, 900, 1800), (40, 900, 1800)]
        {
            assert_eq!(wait_seconds(failures, 30, 1800, 0), least, "{failures}");
            assert_eq!(wait_seconds(failures, 30, 1800, u16::MAX), most, "{failures}");
            let middle = wait_seconds(failures, 30, 1800, u16::MAX / 2);
            assert!(least < middle && middle < most, "{failures} {middle}");
        }
    }
}
