//! `switchroom card`: the keys of the owner's menu on a page to print and lay beside the telephone.

use crate::printed_card;
use anyhow::{Context, Result, bail};
use bytes::Bytes;
use clap::Args;
use domain::language::Language;
use domain::menu::Style;
use domain::settings::{MENU_STYLE, SettingValue};
use messaging::Enclosure;
use serde_json::{Value, json};
use speech::written;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use telephone::Key;
use telephone::tree::style::{Section, sections};

/// Which card, and where to.
#[derive(Args)]
pub struct Card {
    /// A language that the house speaks, such as de-DE.
    #[arg(long, default_value = "en-GB")]
    language: String,
    /// One of the styles of `menu.style`.
    #[arg(long, default_value = "standard")]
    style: String,
    /// Write it to this file as PDF, A4.
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// Write a page of HTML to this file, to be laid out otherwise.
    #[arg(long, value_name = "FILE", conflicts_with = "pdf")]
    html: Option<PathBuf>,
    /// Print it as JSON.
    #[arg(long, conflicts_with_all = ["pdf", "html"])]
    json: bool,
}

pub fn run(card: &Card) -> Result<()> {
    let Some(language) = Language::from_tag(&card.language) else {
        bail!("{} is not spoken here", card.language);
    };
    let style = Style::read(&MENU_STYLE.definition, &card.style)?;
    match (&card.pdf, &card.html) {
        (Some(file), _) => written_to(file, printed_card::pdf(language, style)),
        (None, Some(file)) => written_to(file, html(language, style).as_bytes()),
        (None, None) if card.json => {
            writeln!(io::stdout(), "{}", shown(language, style)).context("printing the card")
        }
        (None, None) => bail!("say where to: --pdf FILE, --html FILE or --json"),
    }
}

fn written_to(file: &Path, octets: &[u8]) -> Result<()> {
    std::fs::write(file, octets).with_context(|| format!("writing {}", file.display()))
}

/// The card as it goes with a mail.
pub fn enclosure(language: Language, style: Style) -> Enclosure {
    let name = format!("voice-mail-{language}.pdf");
    let octets = Bytes::from_static(printed_card::pdf(language, style));
    Enclosure { name, media_type: "application/pdf", octets }
}

/// The sentence of a key, with the key set apart by this.
fn sentence(language: Language, id: &str, key: Key, set_apart: impl Fn(char) -> String) -> String {
    const MARK: &str = "\u{1}";
    let text = written(language, id, MARK).unwrap_or_else(|| MARK.to_owned());
    escaped(&text).replace(MARK, &set_apart(key.as_char()))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn shown(language: Language, style: Style) -> Value {
    let keys = |section: &Section| -> Vec<Value> {
        let line = |(key, id): &(Key, &'static str)| {
            let text = written(language, id, &key.as_char().to_string()).unwrap_or_default();
            json!({"key": key.as_char(), "text": text})
        };
        section.keys.iter().map(line).collect()
    };
    let path = |section: &Section| -> Vec<char> { section.path.iter().map(|key| key.as_char()).collect() };
    let sections: Vec<Value> = (sections(style).iter())
        .map(|section| json!({"path": path(section), "keys": keys(section)}))
        .collect();
    json!({"language": language.tag(), "sections": sections})
}

/// Nothing is fetched, and no font is brought: the browser has one for every language.
fn html(language: Language, style: Style) -> String {
    let mut page = format!("<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n{STYLE}");
    let kbd = |key: char| format!("<kbd>{key}</kbd>");
    for section in sections(style) {
        let path: Vec<String> = section.path.iter().map(|key| kbd(key.as_char())).collect();
        let _ = write!(page, "<section>\n<h2>☎ {}</h2>\n<ul>\n", path.join(" "));
        for (key, id) in section.keys {
            let _ = writeln!(page, "<li>{}</li>", sentence(language, id, key, kbd));
        }
        page.push_str("</ul>\n</section>\n");
    }
    page
}

const STYLE: &str = "<title>Switchroom</title>
<style>
@page { size: A4; margin: 12mm }
body { font: 10pt/1.35 'DejaVu Sans', 'IPAGothic', system-ui, sans-serif; columns: 2; column-gap: 8mm; margin: 8mm }
section { break-inside: avoid; margin-bottom: 5mm }
h2 { font-size: 12pt; font-weight: normal; margin: 0 0 1mm; border-bottom: 0.3mm solid #888 }
ul { list-style: none; margin: 0; padding: 0 }
li { padding-left: 2.2em; text-indent: -2.2em }
kbd { display: inline-block; min-width: 1.3em; text-indent: 0; text-align: center; border: 0.3mm solid #333; border-radius: 1mm }
</style>
";

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    const STYLES: [Style; 5] = [Style::Standard, Style::Phonemail, Style::Vms, Style::Minimal, Style::Ergo];
    const STYLE_NAMES: [&str; 5] = ["standard", "phonemail", "vms", "minimal", "standard"];

    #[test]
    fn a_card_has_every_key_of_its_style_in_every_language() {
        for language in Language::ALL {
            for style in STYLES {
                let page = html(language, style);
                let keys: usize = sections(style).iter().map(|section| section.keys.len()).sum();
                assert_eq!(page.matches("<li>").count(), keys, "{language} {style:?}");
                for line in page.lines().filter(|line| line.starts_with("<li>")) {
                    assert_eq!(line.matches("<kbd>").count(), 1, "{language}: {line}");
                    assert!(!line.contains(['{', '\u{1}', '\u{e000}']), "{language}: {line}");
                }
                let shown = shown(language, style);
                assert_eq!(shown["sections"][0]["path"], json!([]));
                let text = shown["sections"][0]["keys"][0]["text"].as_str().unwrap_or_default();
                assert!(text.len() > 10, "{shown}");
            }
        }
    }

    #[test]
    fn every_card_was_printed_as_its_keys_and_words_are_now() {
        let made_of = include_str!("../../../docs/cards/made-of.txt");
        for language in Language::ALL {
            for (style, name) in STYLES.iter().zip(STYLE_NAMES) {
                let sum = Sha256::digest(html(language, *style));
                let line = format!("{sum:x}  {language}-{name}.html");
                assert!(
                    made_of.lines().any(|known| known == line),
                    "{line}: `cargo xtask manual` prints them anew"
                );
                assert!(printed_card::pdf(language, *style).starts_with(b"%PDF-"), "{language} {name}");
            }
        }
    }
}
