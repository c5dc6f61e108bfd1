//! The user's guide, as it goes with the welcome mail.

use bytes::Bytes;
use domain::language::{Language, Written};
use messaging::Enclosure;

const GERMAN: &[u8] = include_bytes!("../../../docs/manual/switchroom-de.pdf");
const ENGLISH: &[u8] = include_bytes!("../../../docs/manual/switchroom-en.pdf");

/// In German and in English, the reader's language first.
pub fn enclosures(language: Language) -> [Enclosure; 2] {
    let german = pdf("Switchroom-Benutzerhandbuch.pdf", GERMAN);
    let english = pdf("Switchroom-user-guide.pdf", ENGLISH);
    match language.written() {
        Written::German => [german, english],
        Written::English => [english, german],
    }
}

fn pdf(name: &str, octets: &'static [u8]) -> Enclosure {
    Enclosure { name: name.into(), media_type: "application/pdf", octets: Bytes::from_static(octets) }
}
