//! The prompts that were rendered when this program was built.

use domain::language::Language;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// A fragment's WAV file by its name.
pub(crate) fn find(language: Language, name: &str) -> Option<&'static [u8]> {
    let wanted = format!("{}/{name}", language.tag());
    let at = FRAGMENTS.binary_search_by(|(name, _)| (*name).cmp(&wanted)).ok()?;
    Some(FRAGMENTS[at].1)
}
