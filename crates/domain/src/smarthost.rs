//! The server that takes mail for addresses elsewhere: how it is reached, and whether that may be done unsealed.

use crate::settings::{self, Settings};

/// How a connection is sealed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sealing {
    /// Required; a server that does not offer it is not used.
    #[default]
    StartTls,
    /// From its beginning.
    Tls,
    /// Not at all.
    None,
}

/// Where mail for addresses elsewhere goes, as the settings have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smarthost {
    pub host: String,
    pub port: u16,
    pub sealing: Sealing,
    /// Empty: we do not log in.
    pub user: String,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    #[error("a password does not go over a connection that is not sealed, but on this machine")]
    PasswordInTheClear,
}

impl Smarthost {
    /// `None`: there is none.
    pub fn of(settings: &Settings<'_>) -> Option<Smarthost> {
        let host = settings.get(&settings::SMARTHOST).0;
        (!host.is_empty()).then(|| Smarthost {
            host,
            port: u16::try_from(settings.get(&settings::SMARTHOST_PORT)).unwrap_or_default(),
            sealing: settings.get(&settings::SMARTHOST_SEALING),
            user: settings.get(&settings::SMARTHOST_USER).0,
        })
    }

    /// Whether it may be used.
    pub fn check(&self) -> Result<(), Unsound> {
        let is_here = self.host == "localhost"
            || self
                .host
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.to_canonical().is_loopback());
        if self.sealing == Sealing::None && !self.user.is_empty() && !is_here {
            return Err(Unsound::PasswordInTheClear);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Bearing, Row, Scope};

    #[test]
    fn there_is_none_until_a_host_is_named() {
        let row = |key: &str, value: &str| Row { scope: Scope::System, key: key.into(), value: value.into() };
        let of = |rows: &[Row]| Smarthost::of(&Settings { rows, bearing: Bearing::default() });
        assert_eq!(of(&[row("smarthost.port", "25")]), None);
        let found = of(&[row("smarthost.host", "mail.example.org"), row("smarthost.user", "house")]).unwrap();
        assert_eq!((found.port, found.sealing, found.user.as_str()), (587, Sealing::StartTls, "house"));
    }

    #[test]
    fn a_password_is_not_told_in_the_clear() {
        for (host, sealing, user, sound) in [
            ("mail.example.org", Sealing::None, "house", false),
            ("192.0.2.1", Sealing::None, "house", false),
            ("mail.example.org", Sealing::None, "", true),
            ("mail.example.org", Sealing::StartTls, "house", true),
            ("127.0.0.1", Sealing::None, "house", true),
            ("localhost", Sealing::None, "house", true),
        ] {
            let smarthost = Smarthost { host: host.into(), port: 25, sealing, user: user.into() };
            assert_eq!(smarthost.check().is_ok(), sound, "{smarthost:?}");
        }
    }
}
