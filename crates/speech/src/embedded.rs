//! The prompts that were rendered when this program was built.

use crate::audio::{AudioError, packed};
use domain::language::Language;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// A fragment's samples by its name.
pub(crate) fn find(language: Language, name: &str) -> Option<Result<Vec<i16>, AudioError>> {
    place(language, name).map(|(from, to)| packed::unpack(&SOUNDS[from..to]))
}

/// Whether a fragment is there.
pub(crate) fn has(language: Language, name: &str) -> bool {
    place(language, name).is_some()
}

fn place(language: Language, name: &str) -> Option<(usize, usize)> {
    let wanted = format!("{}/{name}", language.tag());
    let at = FRAGMENTS.binary_search_by(|(name, ..)| (*name).cmp(&wanted)).ok()?;
    Some((FRAGMENTS[at].1, FRAGMENTS[at].2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::measure;
    use media::progress::{Answer, AnswerLimits, Answering, Plan, Progress, Who};
    use media::tone::{Country, beep};

    #[test]
    fn nothing_that_is_said_is_taken_for_a_tone_of_the_line() {
        for language in Language::ALL {
            is_no_tone(language);
        }
    }

    fn is_no_tone(language: Language) {
        let plans = [
            Plan::Any,
            Plan::Of(Country::Germany),
            Plan::Of(Country::UnitedKingdom),
            Plan::Of(Country::Japan),
        ];
        let mut listening = plans.map(|plan| Progress::new(8000, plan));
        let mut milliseconds = 0;
        for (at, (name, mut sound)) in said(language, 0..usize::MAX).enumerate() {
            // Pauses of many lengths, also such as cadences have.
            sound.resize(sound.len() + 800 * (at % 6), 0);
            milliseconds += sound.len() / 8;
            for progress in &mut listening {
                assert_eq!(progress.hear(&sound), None, "{name}");
            }
        }
        assert!(FRAGMENTS.is_empty() || milliseconds > 60_000, "{milliseconds} ms were said");
    }

    #[test]
    fn every_recording_is_loud_enough_whole_and_without_waiting() {
        for language in Language::ALL {
            for (name, sound) in said(language, 0..usize::MAX) {
                let measured = measure(&sound);
                let level = measured.active_level_dbov.unwrap_or_else(|| panic!("{name} is silent"));
                assert!((level + 20.0).abs() <= 2.0, "{name}: {measured:?}");
                assert!(measured.leading_silence_milliseconds <= 150, "{name}: {measured:?}");
                assert!(measured.trailing_silence_milliseconds <= 150, "{name}: {measured:?}");
                let is_full = |sample: &i16| sample.unsigned_abs() >= 32_767;
                assert!(!sound.windows(2).any(|pair| pair.iter().all(is_full)), "{name} is clipped");
            }
        }
    }

    fn answers(sound: &[i16]) -> Vec<Answer> {
        let mut answering = Answering::new(AnswerLimits::default());
        sound.chunks(160).filter_map(|frame| answering.hear(frame)).collect()
    }

    /// Fragments that last so many milliseconds.
    fn said(
        language: Language,
        lasting: std::ops::Range<usize>,
    ) -> impl Iterator<Item = (&'static str, Vec<i16>)> {
        let of_language = FRAGMENTS.iter().filter(move |(name, ..)| name.starts_with(language.tag()));
        let sounds = of_language.map(|&(name, from, to)| (name, packed::unpack(&SOUNDS[from..to]).unwrap()));
        sounds.filter(move |(_, sound)| lasting.contains(&(sound.len() / 8)))
    }

    #[test]
    fn a_few_words_are_a_persons_and_a_speech_with_a_beep_a_machines() {
        let silence = |milliseconds: usize| vec![0; milliseconds * 8];
        let (mut told_apart, mut mistaken) = (0, Vec::new());
        for language in Language::ALL {
            for (name, words) in said(language, 400..2200) {
                let told = answers(&[silence(300), words, silence(3000)].concat());
                if !matches!(told[..], [Answer::Is { who: Who::Person, .. }]) {
                    mistaken.push(format!("{name}: {told:?}"));
                }
                told_apart += 1;
            }
            let mut greeting = silence(300);
            for (name, words) in said(language, 1000..8000) {
                greeting.extend(words);
                if greeting.len() < 8 * 5000 {
                    continue;
                }
                let beep_ends_ms = greeting.len() as u64 / 8 + 300 + 250;
                let sound =
                    [std::mem::replace(&mut greeting, silence(300)), silence(300), beep(), silence(2000)]
                        .concat();
                let told = answers(&sound);
                let is_told = matches!(told[..], [Answer::Is { who: Who::Machine, .. }, Answer::Beeped { at_ms }] if at_ms.abs_diff(beep_ends_ms) <= 40);
                if !is_told {
                    mistaken.push(format!("{name}: {told:?}, {beep_ends_ms}"));
                }
                told_apart += 1;
            }
        }
        assert!(FRAGMENTS.is_empty() || told_apart > 50, "{told_apart}");
        // The voice is a machine's, and now and then it holds a note as no person would.
        assert!(mistaken.len() * 200 <= told_apart, "{} of {told_apart}: {mistaken:#?}", mistaken.len());
    }
}
