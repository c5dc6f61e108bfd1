//! The header field by which a gateway or a telephone system knows for which site a job of ours is: whose name the company sets, and
//! whose value each person has.

use crate::settings::{self, Settings};
use crate::site::Site;
use std::fmt;

/// The longest name and value, in characters.
pub const LONGEST_NAME: usize = 60;

/// Fields that are part of every request, or of every mail, or say something to whom they are sent: another value than ours would break it.
const OURS: [&str; 84] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "alert-info",
    "allow",
    "allow-events",
    "authentication-info",
    "authorization",
    "auto-submitted",
    "bcc",
    "call-id",
    "call-info",
    "cc",
    "contact",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-transfer-encoding",
    "content-type",
    "cseq",
    "date",
    "diversion",
    "error-info",
    "event",
    "expires",
    "flow-timer",
    "from",
    "geolocation",
    "history-info",
    "identity",
    "identity-info",
    "in-reply-to",
    "join",
    "max-breadth",
    "max-forwards",
    "message-id",
    "mime-version",
    "min-expires",
    "min-se",
    "p-access-network-info",
    "p-asserted-identity",
    "p-associated-uri",
    "p-called-party-id",
    "p-charging-vector",
    "p-early-media",
    "p-preferred-identity",
    "path",
    "permission-missing",
    "privacy",
    "proxy-authenticate",
    "proxy-authentication-info",
    "proxy-authorization",
    "proxy-require",
    "rack",
    "reason",
    "received",
    "record-route",
    "refer-sub",
    "refer-to",
    "referred-by",
    "replaces",
    "require",
    "retry-after",
    "return-path",
    "route",
    "rseq",
    "security-client",
    "sender",
    "server",
    "service-route",
    "session-expires",
    "sip-etag",
    "sip-if-match",
    "subject",
    "subscription-state",
    "supported",
    "to",
    "unsupported",
    "user-agent",
    "user-to-user",
    "via",
    "warning",
    "www-authenticate",
];

/// The fields that we write to know calls again.
const OUR_PREFIX: &str = "x-switchroom-";

/// A field's name that may be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldName(String);

impl FieldName {
    /// `None`: no token (RFC 3261 §25.1), too long, or a field of ours. A single letter is another field's compact form.
    pub fn parse(text: &str) -> Option<FieldName> {
        let is_token = |b: u8| b.is_ascii_alphanumeric() || b"-.!%*_+`'~".contains(&b);
        let lower = text.to_ascii_lowercase();
        let is_ours = OURS.contains(&lower.as_str()) || lower.starts_with(OUR_PREFIX);
        let is_well_formed = (2..=LONGEST_NAME).contains(&text.len()) && text.bytes().all(is_token);
        (is_well_formed && !is_ours).then(|| FieldName(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Name and value of the field for a person's jobs; the settings are that person's. `None`: nothing is sent, as there are no two
/// sites to choose from, or nothing to choose by.
pub fn field(settings: &Settings<'_>, sites: &[Site]) -> Option<(FieldName, String)> {
    let name = settings.get(&settings::SITES_ROUTING_HEADER)?;
    let value = settings.get(&settings::SITE_ROUTING_VALUE).0;
    (sites.len() > 1 && !value.is_empty()).then_some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{SiteId, TenantId, UserId};
    use crate::settings::{Bearing, Row, Scope};
    use crate::site::Plan;

    #[test]
    fn a_field_has_a_name_of_its_own() {
        for (text, is_allowed) in [
            ("X-Site", true),
            ("Site.Of_Job", true),
            ("", false),
            ("s", false),
            ("X Site", false),
            ("X-Site:", false),
            ("X-Site\r\nVia", false),
            ("X-Straße", false),
            ("Via", false),
            ("CALL-ID", false),
            ("p-asserted-identity", false),
            ("X-Switchroom-Call", false),
            (&"x".repeat(61), false),
        ] {
            assert_eq!(FieldName::parse(text).is_some(), is_allowed, "{text}");
        }
    }

    #[test]
    fn the_field_is_sent_where_there_are_two_sites_and_the_person_has_a_value() {
        const ANNA: UserId = UserId::new(7);
        let site = |id| {
            let part = |text: &str| text.to_owned();
            let plan = Plan {
                name: format!("site {id}"),
                country: part("49"),
                area: part("30"),
                subscriber: format!("12{id}"),
                outside_access: part("0"),
            };
            Site { id: SiteId::new(id), plan }
        };
        let row = |scope, key: &str, value: &str| Row { scope, key: key.into(), value: value.into() };
        let name = row(Scope::System, "sites.routing_header", "X-Site");
        let (own, at_site) = (
            row(Scope::User(ANNA), "site.routing_value", "gw-anna"),
            row(Scope::Site(2), "site.routing_value", "gw-2"),
        );
        for (rows, sites, expected) in [
            (vec![], 2, None),
            (vec![name.clone()], 2, None),
            (vec![at_site.clone()], 2, None),
            (vec![name.clone(), at_site.clone()], 2, Some("gw-2")),
            (vec![name.clone(), at_site.clone(), own], 2, Some("gw-anna")),
            (vec![name, at_site], 1, None),
        ] {
            let bearing =
                Bearing { tenant: Some(TenantId::new(1)), site: Some(2), user: Some(ANNA), class: None };
            let sites: Vec<Site> = (1..=sites).map(site).collect();
            let found = field(&Settings { rows: &rows, bearing }, &sites);
            let expected = expected.map(|value| (FieldName::parse("X-Site").unwrap(), value.to_owned()));
            assert_eq!(found, expected, "{rows:?}");
        }
    }
}
