//! The cards of the keys as PDF, one for each language and style. They are made beforehand (`cargo xtask manual`): no server has a browser.

use domain::language::Language;
use domain::menu::Style;

/// Those of all styles in one language, in their order in [`place`].
macro_rules! cards {
    ($tag:literal) => {
        [
            include_bytes!(concat!("../../../docs/cards/", $tag, "-standard.pdf")).as_slice(),
            include_bytes!(concat!("../../../docs/cards/", $tag, "-phonemail.pdf")),
            include_bytes!(concat!("../../../docs/cards/", $tag, "-vms.pdf")),
            include_bytes!(concat!("../../../docs/cards/", $tag, "-minimal.pdf")),
        ]
    };
}

pub fn pdf(language: Language, style: Style) -> &'static [u8] {
    let of_language = match language {
        Language::DeDe => cards!("de-DE"),
        Language::EnGb => cards!("en-GB"),
        Language::EnUs => cards!("en-US"),
        Language::FrFr => cards!("fr-FR"),
        Language::FrCa => cards!("fr-CA"),
        Language::ItIt => cards!("it-IT"),
        Language::PtPt => cards!("pt-PT"),
        Language::PtBr => cards!("pt-BR"),
        Language::EsEs => cards!("es-ES"),
        Language::EsUs => cards!("es-US"),
        Language::TrTr => cards!("tr-TR"),
        Language::RuRu => cards!("ru-RU"),
        Language::NlNl => cards!("nl-NL"),
        Language::JaJp => cards!("ja-JP"),
    };
    of_language[place(style)]
}

const fn place(style: Style) -> usize {
    match style {
        // Its keys are the same; only what is said of them is not.
        Style::Standard | Style::Ergo => 0,
        Style::Phonemail => 1,
        Style::Vms => 2,
        Style::Minimal => 3,
    }
}
