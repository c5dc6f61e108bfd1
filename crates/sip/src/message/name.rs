//! Names of header fields: known ones are values that compare fast, others keep their text.

use bytestring::ByteString;
use std::fmt;

macro_rules! names {
    ($($variant:ident $text:literal $($compact:literal)?;)*) => {
        /// The name of a header field. Two spellings, and the compact form, are one name.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum HeaderName {
            $($variant,)*
            /// Any other, in lower case as compared; written as it was given.
            Other(OtherName),
        }

        impl HeaderName {
            /// The names that have a variant of their own.
            pub const KNOWN: &[&str] = &[$($text),*];

            /// From its text or its compact form, in any case.
            pub fn other(name: &str) -> Self {
                Self::known(name).unwrap_or_else(|| Self::Other(OtherName(name.into())))
            }

            fn known(name: &str) -> Option<Self> {
                match name.len() {
                    1 => match name.as_bytes().first().map(u8::to_ascii_lowercase) {
                        $($(Some($compact) => Some(Self::$variant),)?)*
                        _ => None,
                    },
                    $(length if length == $text.len() && name.eq_ignore_ascii_case($text) => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The same for a name that is part of a message.
            pub(super) fn read(text: &ByteString, name: &str) -> Self {
                Self::known(name).unwrap_or_else(|| Self::Other(OtherName(text.slice_ref(name))))
            }

            /// As it is written.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(name) => &name.0,
                }
            }
        }
    };
}

names! {
    Via "Via" b'v';
    From "From" b'f';
    To "To" b't';
    CallId "Call-ID" b'i';
    CSeq "CSeq";
    Contact "Contact" b'm';
    MaxForwards "Max-Forwards";
    ContentLength "Content-Length" b'l';
    ContentType "Content-Type" b'c';
    Route "Route";
    RecordRoute "Record-Route";
    Expires "Expires";
    MinExpires "Min-Expires";
    MinSe "Min-SE";
    Accept "Accept";
    AcceptEncoding "Accept-Encoding";
    AcceptLanguage "Accept-Language";
    Allow "Allow";
    AllowEvents "Allow-Events" b'u';
    Authorization "Authorization";
    ProxyAuthenticate "Proxy-Authenticate";
    ProxyAuthorization "Proxy-Authorization";
    WwwAuthenticate "WWW-Authenticate";
    ContentEncoding "Content-Encoding" b'e';
    ContentDisposition "Content-Disposition";
    AuthenticationInfo "Authentication-Info";
    ProxyAuthenticationInfo "Proxy-Authentication-Info";
    Date "Date";
    Event "Event" b'o';
    Reason "Reason";
    ReferSub "Refer-Sub";
    ReferTo "Refer-To" b'r';
    ReferredBy "Referred-By" b'b';
    Replaces "Replaces";
    RAck "RAck";
    Require "Require";
    RSeq "RSeq";
    ProxyRequire "Proxy-Require";
    RetryAfter "Retry-After";
    Server "Server";
    SessionExpires "Session-Expires" b'x';
    Subject "Subject" b's';
    SubscriptionState "Subscription-State";
    Supported "Supported" b'k';
    Unsupported "Unsupported";
    UserAgent "User-Agent";
    Warning "Warning";
    AlertInfo "Alert-Info";
    CallInfo "Call-Info";
    Diversion "Diversion";
    HistoryInfo "History-Info";
    PAssertedIdentity "P-Asserted-Identity";
    Privacy "Privacy";
    Path "Path";
}

impl fmt::Display for HeaderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text of a name without a variant of its own; compared in any case.
#[derive(Clone, Debug)]
pub struct OtherName(ByteString);

impl PartialEq for OtherName {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for OtherName {}

impl std::hash::Hash for OtherName {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.bytes().for_each(|byte| state.write_u8(byte.to_ascii_lowercase()));
    }
}
