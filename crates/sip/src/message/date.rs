//! Moments as SIP writes them: `Sat, 13 Nov 2010 23:29:00 GMT` (RFC 3261 §20.17).

use jiff::Timestamp;

/// The value of a Date field.
pub fn date(moment: Timestamp) -> String {
    moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_date_is_in_english_and_gmt() {
        let moment = "2010-11-13T23:29:00Z".parse().unwrap();
        assert_eq!(super::date(moment), "Sat, 13 Nov 2010 23:29:00 GMT");
    }
}
