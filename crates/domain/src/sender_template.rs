//! How the sender of a recorded voice message is addressed in mail: the caller's number before the `@`, so that whoever has the message
//! has the number, and a domain that says what kind of message it is.

use crate::number::Number;

/// What stands for the caller's number. It is the whole local part: what reads it back, in a message of any age, need not know the template.
const NUMBER: &str = "$(phonenumber)@";
/// What stands for the kind of message, and for the company's domain.
const KIND: &str = "$(addrtype)";
const DOMAIN: &str = "$(domain)";
/// A domain is no longer (RFC 1035 §2.3.4), nor are its labels.
const LONGEST_DOMAIN: usize = 253;
const LONGEST_LABEL: usize = 63;

/// The kind of a message that a caller has spoken.
const VOICE: &str = "voice";

/// A template that makes addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderTemplate {
    /// With its placeholders.
    domain: String,
}

/// What stands where nothing else is set.
impl Default for SenderTemplate {
    fn default() -> Self {
        SenderTemplate { domain: format!("{KIND}.{DOMAIN}") }
    }
}

impl SenderTemplate {
    /// As it was set. `None`: it makes no address that names the number.
    pub fn parse(text: &str) -> Option<SenderTemplate> {
        let template = SenderTemplate { domain: text.strip_prefix(NUMBER)?.to_owned() };
        is_domain(&template.domain("example.org")).then_some(template)
    }

    /// Of a caller's number, of which only such letters are left as may stand there unquoted.
    pub fn address(&self, number: &str, realm: &str) -> String {
        format!("{number}@{}", self.domain(realm))
    }

    /// The number that an address of mail has been made of, by this template: nobody reads mail there.
    pub fn number(&self, address: &str, realm: &str) -> Option<Number> {
        let (local, domain) = address.rsplit_once('@')?;
        domain.eq_ignore_ascii_case(&self.domain(realm)).then(|| Number::parse(local).ok()).flatten()
    }

    fn domain(&self, realm: &str) -> String {
        self.domain.replace(KIND, VOICE).replace(DOMAIN, realm)
    }
}

/// RFC 1123 §2.1.
fn is_domain(text: &str) -> bool {
    let is_letter = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.bytes().all(is_letter)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= LONGEST_DOMAIN && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_makes_addresses_that_name_the_number_and_are_read_back() {
        for (template, expected) in [
            ("$(phonenumber)@$(addrtype).$(domain)", Some("+4930123@voice.demo.example")),
            ("$(phonenumber)@$(domain)", Some("+4930123@demo.example")),
            ("$(phonenumber)@$(addrtype).ums.test", Some("+4930123@voice.ums.test")),
            ("$(phonenumber)@pbx-$(addrtype).test", Some("+4930123@pbx-voice.test")),
            ("$(phonenumber)", None),
            ("$(phonenumber)@", None),
            ("caller@$(domain)", None),
            ("tel.$(phonenumber)@$(domain)", None),
            ("$(phonenumber)@$(number).test", None),
            ("$(phonenumber)@two@$(domain)", None),
            ("$(phonenumber)@a b", None),
            ("$(phonenumber)@-.test", None),
            ("$(phonenumber)@$(domain).", None),
            ("", None),
        ] {
            let read = SenderTemplate::parse(template);
            let address = read.as_ref().map(|read| read.address("+4930123", "demo.example"));
            assert_eq!(address.as_deref(), expected, "{template}");
            if let (Some(read), Some(address)) = (read, address) {
                assert_eq!(read.number(&address, "demo.example"), Number::parse("+4930123").ok());
                assert_eq!(
                    read.number(&address.to_uppercase(), "demo.example"),
                    Number::parse("+4930123").ok()
                );
                assert_eq!(read.number("anna@voice.demo.example", "demo.example"), None);
                assert_eq!(read.number("+4930123@elsewhere.test", "demo.example"), None);
            }
        }
    }
}
