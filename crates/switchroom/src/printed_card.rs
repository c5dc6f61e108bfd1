//! The cards of the keys as PDF, one for each language and style. They are made beforehand (`cargo xtask manual`): no server has a browser.

use domain::language::Language;
use domain::menu::Style;

/// The one in this language and style.
macro_rules! card {
    ($tag:literal, $style:expr) => {
        match $style {
            // The keys are the same; only what is said of them is not.
            Style::Standard | Style::Ergo => {
                include_bytes!(concat!("../../../docs/cards/", $tag, "-standard.pdf"))
            }
            Style::Phonemail => include_bytes!(concat!("../../../docs/cards/", $tag, "-phonemail.pdf")),
            Style::Vms => include_bytes!(concat!("../../../docs/cards/", $tag, "-vms.pdf")),
            Style::Minimal => include_bytes!(concat!("../../../docs/cards/", $tag, "-minimal.pdf")),
        }
    };
}

pub fn pdf(language: Language, style: Style) -> &'static [u8] {
    match language {
        Language::DeDe => card!("de-DE", style),
        Language::EnGb => card!("en-GB", style),
        Language::EnUs => card!("en-US", style),
        Language::FrFr => card!("fr-FR", style),
        Language::FrCa => card!("fr-CA", style),
        Language::ItIt => card!("it-IT", style),
        Language::PtPt => card!("pt-PT", style),
        Language::PtBr => card!("pt-BR", style),
        Language::EsEs => card!("es-ES", style),
        Language::EsUs => card!("es-US", style),
        Language::TrTr => card!("tr-TR", style),
        Language::RuRu => card!("ru-RU", style),
        Language::NlNl => card!("nl-NL", style),
        Language::JaJp => card!("ja-JP", style),
    }
}
