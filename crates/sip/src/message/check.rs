//! What a request must have before anybody looks at it (RFC 3261 §8.1.1, §8.2; RFC 4475 shows the ways it can fail).

use super::{HeaderName, NameAddr, Request, Scheme, Via};

/// Why a request is refused before it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub status: u16,
    /// The answer's reason phrase (RFC 3261 §21.4.1).
    pub why: &'static str,
}

impl Fault {
    pub(super) const fn bad(why: &'static str) -> Self {
        Self { status: 400, why }
    }
}

/// Fields of which there is exactly one (RFC 3261 §8.1.1), and what is said where there is none or more.
const ONCE: [(HeaderName, &str, &str); 4] = [
    (HeaderName::From, "Missing From", "Repeated From"),
    (HeaderName::To, "Missing To", "Repeated To"),
    (HeaderName::CallId, "Missing Call-ID", "Repeated Call-ID"),
    (HeaderName::CSeq, "Missing CSeq", "Repeated CSeq"),
];

impl Request {
    /// Whether it can be worked on; else how it is to be answered.
    pub fn check(&self) -> Result<(), Fault> {
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        self.check_counts()?;
        self.check_numbers()?;
        self.check_addresses()?;
        if self.uri().has_headers() {
            return Err(Fault::bad("Header Fields In The Request-URI"));
        }
        match self.uri().scheme() {
            Scheme::Sip | Scheme::Sips | Scheme::Tel => Ok(()),
            Scheme::Other(_) => Err(Fault { status: 416, why: "Unsupported URI Scheme" }),
        }
    }

    fn check_counts(&self) -> Result<(), Fault> {
        for (name, missing, repeated) in ONCE {
            match self.fields().count(&name) {
                0 => return Err(Fault::bad(missing)),
                1 => {}
                _ => return Err(Fault::bad(repeated)),
            }
        }
        for (name, repeated) in [
            (HeaderName::MaxForwards, "Repeated Max-Forwards"),
            (HeaderName::ContentType, "Repeated Content-Type"),
        ] {
            if self.fields().count(&name) > 1 {
                return Err(Fault::bad(repeated));
            }
        }
        Ok(())
    }

    fn check_numbers(&self) -> Result<(), Fault> {
        if self.call_id().is_empty() || !self.call_id().bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Fault::bad("Broken Call-ID"));
        }
        let (number, method) = self.read_cseq().ok_or(Fault::bad("Broken CSeq"))?;
        // RFC 3261 §8.1.1.5.
        if number >= 1 << 31 {
            return Err(Fault::bad("CSeq Not Below 2**31"));
        }
        if method != self.method() {
            return Err(Fault::bad("CSeq Of Another Method"));
        }
        if self.header(&HeaderName::MaxForwards).is_some() && self.max_forwards().is_none() {
            return Err(Fault::bad("Broken Max-Forwards"));
        }
        Ok(())
    }

    fn check_addresses(&self) -> Result<(), Fault> {
        if self.via().is_none() || self.fields().is_foreign(&HeaderName::Via) {
            return Err(Fault::bad("Broken Via"));
        }
        if !self.fields().element_texts(&HeaderName::Via).skip(1).all(|via| Via::read(&via).is_some()) {
            return Err(Fault::bad("Broken Via"));
        }
        if self.from().is_none() {
            return Err(Fault::bad("Broken From"));
        }
        if self.to().is_none() {
            return Err(Fault::bad("Broken To"));
        }
        for (name, broken) in [
            (HeaderName::Contact, "Broken Contact"),
            (HeaderName::Route, "Broken Route"),
            (HeaderName::RecordRoute, "Broken Record-Route"),
        ] {
            for element in self.fields().element_texts(&name) {
                let is_star = name == HeaderName::Contact && element == "*" && self.method() == "REGISTER";
                if !is_star && NameAddr::read(&element).is_none() {
                    return Err(Fault::bad(broken));
                }
            }
        }
        Ok(())
    }
}

/// A CSeq value.
pub(super) fn cseq(text: &str) -> Option<(u32, &str)> {
    let (number, method) = text.split_once([' ', '\t'])?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| number.parse().ok()).flatten().map(|number| (number, method.trim()))
}
