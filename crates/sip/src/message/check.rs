//! What a request must have before anybody looks at it (RFC 3261 §8.1.1, §8.2; RFC 4475 shows the ways it can fail).

use super::{HeaderName, NameAddr, Request, Scheme, Via};

/// Why a request is refused before it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub status: u16,
    /// For the log.
    pub why: &'static str,
}

impl Fault {
    pub(super) const fn bad(why: &'static str) -> Self {
        Self { status: 400, why }
    }
}

impl Request {
    /// Whether it can be worked on; else how it is to be answered.
    pub fn check(&self) -> Result<(), Fault> {
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        self.check_mandatory()?;
        self.check_addresses()?;
        if self.uri().has_headers() {
            return Err(Fault::bad("header fields in the Request-URI"));
        }
        match self.uri().scheme() {
            Scheme::Sip | Scheme::Sips | Scheme::Tel => Ok(()),
            Scheme::Other(_) => Err(Fault { status: 416, why: "URI scheme" }),
        }
    }

    fn check_mandatory(&self) -> Result<(), Fault> {
        for name in [HeaderName::From, HeaderName::To, HeaderName::CallId, HeaderName::CSeq] {
            if self.fields().count(&name) != 1 {
                return Err(Fault::bad("From, To, Call-ID and CSeq must be there once"));
            }
        }
        if self.fields().count(&HeaderName::MaxForwards) > 1 {
            return Err(Fault::bad("two Max-Forwards"));
        }
        if self.call_id().is_empty() || self.call_id().contains([' ', '\t']) {
            return Err(Fault::bad("broken Call-ID"));
        }
        let (number, method) =
            self.header(&HeaderName::CSeq).and_then(cseq).ok_or(Fault::bad("broken CSeq"))?;
        // RFC 3261 §8.1.1.5: less than 2^31.
        if method != self.method() || number >= 1 << 31 {
            return Err(Fault::bad("CSeq does not fit"));
        }
        let forwards = self.header(&HeaderName::MaxForwards);
        if forwards.is_some_and(|text| text.parse::<u8>().is_err()) {
            return Err(Fault::bad("broken Max-Forwards"));
        }
        Ok(())
    }

    fn check_addresses(&self) -> Result<(), Fault> {
        let vias = || self.fields().elements(&HeaderName::Via);
        if vias().next().is_none() || !vias().all(|via| Via::parse(via).is_some()) {
            return Err(Fault::bad("broken Via"));
        }
        if self.from().is_none() || self.to().is_none() {
            return Err(Fault::bad("broken From or To"));
        }
        for name in [HeaderName::Contact, HeaderName::Route, HeaderName::RecordRoute] {
            for element in self.fields().elements(&name) {
                let is_star = name == HeaderName::Contact && element == "*" && self.method() == "REGISTER";
                if !is_star && NameAddr::parse(element).is_none() {
                    return Err(Fault::bad("broken Contact or Route"));
                }
            }
        }
        Ok(())
    }
}

/// A CSeq value.
pub(super) fn cseq(text: &str) -> Option<(u32, &str)> {
    let (number, method) = text.split_once([' ', '\t'])?;
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| number.parse().ok()).flatten().map(|number| (number, method.trim()))
}
