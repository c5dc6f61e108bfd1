//! The header field that tells gateways and telephone systems for which site a job of ours is.

use directory::People;
use domain::id::UserId;
use domain::site_field::field;
use sip::HeaderName;

/// The field for a person's jobs, where the company has one and the person a value.
pub fn of(people: &People, user: UserId) -> Option<(HeaderName, String)> {
    let (name, value) = field(&people.settings_of(Some(user)), people.sites())?;
    Some((HeaderName::other(name.as_str()), value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::site_field::FieldName;

    #[test]
    fn no_field_that_sip_itself_writes_may_be_set() {
        for name in HeaderName::KNOWN {
            assert_eq!(FieldName::parse(name), None, "{name}");
        }
    }
}
