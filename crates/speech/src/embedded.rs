//! The prompts that were rendered when this program was built.

use domain::language::Language;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// A fragment's WAV file by its name.
pub(crate) fn find(language: Language, name: &str) -> Option<&'static [u8]> {
    let wanted = format!("{}/{name}", language.tag());
    let at = FRAGMENTS.binary_search_by(|(name, _)| (*name).cmp(&wanted)).ok()?;
    Some(FRAGMENTS[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio;
    use media::progress::{Plan, Progress};
    use media::tone::Country;

    #[test]
    fn nothing_that_is_said_is_taken_for_a_tone_of_the_line() {
        let plans = [
            Plan::Any,
            Plan::Of(Country::Germany),
            Plan::Of(Country::UnitedKingdom),
            Plan::Of(Country::Japan),
        ];
        let mut listening = plans.map(|plan| Progress::new(8000, plan));
        let mut milliseconds = 0;
        for (at, (name, file)) in FRAGMENTS.iter().enumerate() {
            let mut sound = audio::samples(file).unwrap();
            // Pauses of many lengths, also such as cadences have.
            sound.resize(sound.len() + 800 * (at % 6), 0);
            milliseconds += sound.len() / 8;
            for progress in &mut listening {
                assert_eq!(progress.hear(&sound), None, "{name}");
            }
        }
        assert!(FRAGMENTS.is_empty() || milliseconds > 60_000, "{milliseconds} ms were said");
    }
}
