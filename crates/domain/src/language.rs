//! The languages the house speaks and writes.

pub mod caller;

use crate::settings::Choice;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A language with its region, for voices, dates and numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum Language {
    /// Also that of those of whom nobody knows it.
    #[default]
    #[serde(rename = "en-GB")]
    EnGb,
    #[serde(rename = "de-DE")]
    DeDe,
    #[serde(rename = "en-US")]
    EnUs,
    #[serde(rename = "fr-FR")]
    FrFr,
    #[serde(rename = "fr-CA")]
    FrCa,
    #[serde(rename = "it-IT")]
    ItIt,
    #[serde(rename = "pt-PT")]
    PtPt,
    #[serde(rename = "pt-BR")]
    PtBr,
    #[serde(rename = "es-ES")]
    EsEs,
    #[serde(rename = "es-US")]
    EsUs,
    #[serde(rename = "tr-TR")]
    TrTr,
    #[serde(rename = "ru-RU")]
    RuRu,
    #[serde(rename = "nl-NL")]
    NlNl,
    #[serde(rename = "ja-JP")]
    JaJp,
}

/// The languages in which the house writes: its mail and its desk. Fewer than those it speaks.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Debug)]
pub enum Written {
    #[default]
    English,
    German,
}

impl Language {
    /// In the order of the variants, so that a table of them is indexed by `language as usize`.
    pub const ALL: [Language; 14] = [
        Language::EnGb,
        Language::DeDe,
        Language::EnUs,
        Language::FrFr,
        Language::FrCa,
        Language::ItIt,
        Language::PtPt,
        Language::PtBr,
        Language::EsEs,
        Language::EsUs,
        Language::TrTr,
        Language::RuRu,
        Language::NlNl,
        Language::JaJp,
    ];

    /// BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::EnGb => "en-GB",
            Language::DeDe => "de-DE",
            Language::EnUs => "en-US",
            Language::FrFr => "fr-FR",
            Language::FrCa => "fr-CA",
            Language::ItIt => "it-IT",
            Language::PtPt => "pt-PT",
            Language::PtBr => "pt-BR",
            Language::EsEs => "es-ES",
            Language::EsUs => "es-US",
            Language::TrTr => "tr-TR",
            Language::RuRu => "ru-RU",
            Language::NlNl => "nl-NL",
            Language::JaJp => "ja-JP",
        }
    }

    /// Its primary subtag: the language without its region, as ISO 639-1 names it.
    pub fn primary(self) -> &'static str {
        &self.tag()[..2]
    }

    /// The language of a BCP 47 tag, in any case: of its region where that is spoken here, else the language's main one (`de-AT` is
    /// `de-DE`, `en` is `en-GB`). `None` for those not spoken here.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let mut parts = tag.split(['-', '_']);
        let primary = parts.next()?;
        let is_of_language = |language: &Self| language.primary().eq_ignore_ascii_case(primary);
        let is_of_region =
            |language: &Self| parts.clone().any(|region| language.tag()[3..].eq_ignore_ascii_case(region));
        let spoken = || Self::ALL.into_iter().filter(is_of_language);
        spoken().find(is_of_region).or_else(|| spoken().find(|language| language.main().is_none()))
    }

    /// The language whose words a regional variant shares, unless it has its own; `None` for a main language, which has all.
    pub const fn main(self) -> Option<Self> {
        match self {
            Language::EnUs => Some(Language::EnGb),
            Language::FrCa => Some(Language::FrFr),
            Language::PtBr => Some(Language::PtPt),
            Language::EsUs => Some(Language::EsEs),
            Language::EnGb
            | Language::DeDe
            | Language::FrFr
            | Language::ItIt
            | Language::PtPt
            | Language::EsEs
            | Language::TrTr
            | Language::RuRu
            | Language::NlNl
            | Language::JaJp => None,
        }
    }

    /// In which language somebody who hears this one is written to: German for German, English for all others.
    pub const fn written(self) -> Written {
        match self {
            Language::DeDe => Written::German,
            Language::EnGb
            | Language::EnUs
            | Language::FrFr
            | Language::FrCa
            | Language::ItIt
            | Language::PtPt
            | Language::PtBr
            | Language::EsEs
            | Language::EsUs
            | Language::TrTr
            | Language::RuRu
            | Language::NlNl
            | Language::JaJp => Written::English,
        }
    }
}

/// By their tags.
pub const TAGS: [&str; Language::ALL.len()] = {
    let mut tags = [""; Language::ALL.len()];
    let mut at = 0;
    while at < tags.len() {
        tags[at] = Language::ALL[at].tag();
        at += 1;
    }
    tags
};

impl Choice for Language {
    const CHOICES: &'static [(&'static str, Language)] = &{
        let mut choices = [("", Language::EnGb); Language::ALL.len()];
        let mut at = 0;
        while at < choices.len() {
            choices[at] = (TAGS[at], Language::ALL[at]);
            at += 1;
        }
        choices
    };
}

/// The language that is set for somebody; none where nothing is said of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spoken(pub Option<Language>);

/// What [`Spoken`] is called: `default`, and the tags.
pub const SPOKEN: [&str; TAGS.len() + 1] = {
    let mut names = ["default"; TAGS.len() + 1];
    let mut at = 0;
    while at < TAGS.len() {
        names[at + 1] = TAGS[at];
        at += 1;
    }
    names
};

impl Choice for Spoken {
    const CHOICES: &'static [(&'static str, Spoken)] = &{
        let mut choices = [("default", Spoken(None)); SPOKEN.len()];
        let mut at = 0;
        while at < TAGS.len() {
            choices[at + 1] = (TAGS[at], Spoken(Some(Language::ALL[at])));
            at += 1;
        }
        choices
    };
}

/// The language of a person: what is set for that one, else what the person was added with, else the company's.
pub fn of_person(own: Spoken, added_with: Option<Language>, company: Spoken) -> Language {
    own.0.or(added_with).or(company.0).unwrap_or_default()
}

impl Written {
    pub const ALL: [Written; 2] = [Written::English, Written::German];

    /// BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Written::English => "en-GB",
            Written::German => "de-DE",
        }
    }

    /// As it is spoken.
    pub const fn language(self) -> Language {
        match self {
            Written::English => Language::EnGb,
            Written::German => Language::DeDe,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_its_region_where_that_is_spoken_and_else_its_language() {
        for (tag, language) in [
            ("de", Some(Language::DeDe)),
            ("DE-at", Some(Language::DeDe)),
            ("en", Some(Language::EnGb)),
            ("en_US", Some(Language::EnUs)),
            ("en-AU", Some(Language::EnGb)),
            ("fr", Some(Language::FrFr)),
            ("fr-CH", Some(Language::FrFr)),
            ("fr-ca", Some(Language::FrCa)),
            ("it", Some(Language::ItIt)),
            ("pt-BR", Some(Language::PtBr)),
            ("pt", Some(Language::PtPt)),
            ("es-419", Some(Language::EsEs)),
            ("es-US", Some(Language::EsUs)),
            ("tr", Some(Language::TrTr)),
            ("ru-UA", Some(Language::RuRu)),
            ("nl-BE", Some(Language::NlNl)),
            ("ja-Jpan-JP", Some(Language::JaJp)),
            ("pl", None),
            ("e", None),
            ("", None),
        ] {
            assert_eq!(Language::from_tag(tag), language, "{tag}");
        }
    }

    #[test]
    fn a_persons_own_language_goes_before_the_one_at_the_beginning_and_that_before_the_companys() {
        let (nothing, japanese, dutch) =
            (Spoken(None), Spoken(Some(Language::JaJp)), Spoken(Some(Language::NlNl)));
        for (own, added_with, company, expected) in [
            (nothing, None, nothing, Language::EnGb),
            (nothing, None, dutch, Language::NlNl),
            (nothing, Some(Language::DeDe), dutch, Language::DeDe),
            (japanese, Some(Language::DeDe), dutch, Language::JaJp),
            (japanese, None, nothing, Language::JaJp),
        ] {
            assert_eq!(of_person(own, added_with, company), expected);
        }
    }

    #[test]
    fn every_language_is_found_by_its_tag_and_stands_where_its_number_says() {
        for (at, language) in Language::ALL.into_iter().enumerate() {
            assert_eq!(language as usize, at);
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
    }

    #[test]
    fn a_variant_shares_the_words_of_its_main_language_which_has_all() {
        for language in Language::ALL {
            if let Some(main) = language.main() {
                assert_eq!(main.main(), None, "{language}");
                assert_eq!(main.tag()[..2], language.tag()[..2]);
            }
        }
    }
}
