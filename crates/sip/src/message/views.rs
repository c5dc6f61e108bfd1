//! The fields that everybody asks for, read once for each message.

use super::check::cseq;
use super::{Fields, HeaderName, NameAddr, Via};
use bytestring::ByteString;
use std::sync::OnceLock;

/// What has been read of a message's fields so far.
#[derive(Clone, Default)]
pub(super) struct Views {
    via: OnceLock<Option<Via>>,
    from: OnceLock<Option<NameAddr>>,
    to: OnceLock<Option<NameAddr>>,
    cseq: OnceLock<Option<(u32, ByteString)>>,
}

impl Views {
    /// The first Via.
    pub fn via(&self, fields: &Fields) -> Option<&Via> {
        let read = || Via::read(&fields.element_texts(&HeaderName::Via).next()?);
        self.via.get_or_init(read).as_ref()
    }

    pub fn from(&self, fields: &Fields) -> Option<&NameAddr> {
        let read = || NameAddr::read(fields.text(&HeaderName::From)?);
        self.from.get_or_init(read).as_ref()
    }

    pub fn to(&self, fields: &Fields) -> Option<&NameAddr> {
        let read = || NameAddr::read(fields.text(&HeaderName::To)?);
        self.to.get_or_init(read).as_ref()
    }

    /// Number and method.
    pub fn cseq(&self, fields: &Fields) -> Option<(u32, &str)> {
        let read = || {
            let text = fields.text(&HeaderName::CSeq)?;
            cseq(text).map(|(number, method)| (number, text.slice_ref(method)))
        };
        self.cseq.get_or_init(read).as_ref().map(|(number, method)| (*number, &**method))
    }

    /// To be called when a field of that name has changed.
    pub fn forget(&mut self, name: &HeaderName) {
        match name {
            HeaderName::Via => drop(self.via.take()),
            HeaderName::From => drop(self.from.take()),
            HeaderName::To => drop(self.to.take()),
            HeaderName::CSeq => drop(self.cseq.take()),
            _ => {}
        }
    }
}
