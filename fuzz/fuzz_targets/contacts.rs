//! A file of an address book: whatever is read of it can be kept, and is read again from what is written of it.

#![no_main]

use directory::contacts::Format;
use domain::numbering::Home;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Csv, Format::Vcard] {
        let Ok(brought) = format.read(bytes, &Home::default()) else { continue };
        for contact in brought.into_iter().filter_map(|one| one.contact) {
            assert_eq!(contact.clone().sound().as_ref(), Ok(&contact));
            for format in [Format::Csv, Format::Vcard] {
                let written = format.write(std::slice::from_ref(&contact));
                let again = format.read(written.as_bytes(), &Home::default());
                assert!(again.is_ok_and(|again| again.len() == 1), "{written}");
            }
        }
    }
});
