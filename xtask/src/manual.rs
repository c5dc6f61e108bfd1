//! What is printed, as PDF: the user's guide, one file for each language that it is written in, and the cards of the menu's keys. They go
//! with welcome mails, and lie in the checkout, because what builds the server need not have a browser.

use crate::setup;
use crate::shell::{cargo, command, output, root, run as run_program, target};
use anyhow::{Context, Result, bail};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use std::fs;
use std::path::{Path, PathBuf};

/// The text, its language and the file that is made of it.
const GUIDES: [(&str, &str, &str); 2] = [
    ("docs/user.md", "en", "docs/manual/switchroom-en.pdf"),
    ("docs/user.de.md", "de", "docs/manual/switchroom-de.pdf"),
];

/// What the guides were made of: lines as `sha256sum` writes and checks them.
const MADE_OF: &str = "docs/manual/made-of.txt";

/// Where the cards lie, and what they were made of, which a test of the server's compares.
const CARDS: &str = "docs/cards";
/// The keys of `ergo` are those of `standard`.
const STYLES: [&str; 4] = ["standard", "phonemail", "vms", "minimal"];

/// What is printed.
struct Sheet {
    /// What it is made of: a file's name in the folder of such texts.
    text: String,
    page: PathBuf,
    pdf: PathBuf,
}

/// Quiet, and for paper.
const STYLE: &str = "@page { size: A4; margin: 18mm 16mm }
body { font: 10pt/1.45 'DejaVu Sans', sans-serif; color: #111 }
h1 { font-size: 20pt } h2 { font-size: 13pt; margin: 7mm 0 2mm; break-after: avoid }
table { border-collapse: collapse; width: 100%; margin: 3mm 0 } tr { break-inside: avoid }
th, td { text-align: left; vertical-align: top; padding: 1mm 2mm; border-bottom: 0.2mm solid #bbb }
code { font: 9pt 'DejaVu Sans Mono', monospace; background: #f0f0f0; padding: 0 0.6mm; border-radius: 0.6mm }";

pub fn run() -> Result<()> {
    setup::to_print()?;
    print_guides()?;
    print_cards()
}

fn print_guides() -> Result<()> {
    let mut guides = Vec::new();
    for (text, language, file) in GUIDES {
        let page = target().join(format!("manual-{language}.html"));
        let markdown = fs::read_to_string(root().join(text)).with_context(|| text.to_owned())?;
        fs::write(&page, html_of(&markdown, language))?;
        guides.push(Sheet { text: text.to_owned(), page, pdf: root().join(file) });
    }
    print_changed(&guides, &root(), &root().join(MADE_OF))
}

/// The server makes the pages, and has the files within it: they must be there before it can be built.
fn print_cards() -> Result<()> {
    let (folder, pages) = (root().join(CARDS), target().join("cards"));
    fs::create_dir_all(&folder)?;
    fs::create_dir_all(&pages)?;
    let cards = cards()?;
    for (_, _, name) in &cards {
        fs::OpenOptions::new().create(true).append(true).open(folder.join(format!("{name}.pdf")))?;
    }
    // Built once: each card that is printed is a change of what it holds.
    run_program(&mut cargo(&["build", "-p", "switchroom"]))?;
    let server = target().join("debug/switchroom");
    let mut sheets = Vec::new();
    for (language, style, name) in cards {
        let page = format!("{name}.html");
        let written = pages.join(&page);
        let mut card = command(&server, &["card", "--language", &language, "--style", &style]);
        run_program(card.arg("--html").arg(&written))?;
        sheets.push(Sheet { text: page, page: written, pdf: folder.join(format!("{name}.pdf")) });
    }
    print_changed(&sheets, &pages, &folder.join("made-of.txt"))
}

/// Prints those whose texts, which lie in `folder`, have other sums than those kept in `made_of`: a PDF has its date in it, and would
/// be another one each time. To print all, delete that file.
fn print_changed(sheets: &[Sheet], folder: &Path, made_of: &Path) -> Result<()> {
    let texts: Vec<&str> = sheets.iter().map(|sheet| sheet.text.as_str()).collect();
    let sums = output(command("sha256sum", &texts).current_dir(folder).env("LC_ALL", "C"))?;
    let before = fs::read_to_string(made_of).unwrap_or_default();
    for (sum, Sheet { page, pdf, .. }) in sums.lines().zip(sheets) {
        let is_printed = fs::metadata(pdf).is_ok_and(|file| file.len() > 0);
        if !is_printed || !before.lines().any(|line| line == sum) {
            print(page, pdf)?;
        }
    }
    fs::write(made_of, sums).with_context(|| made_of.display().to_string())
}

/// Language, style and name of each.
fn cards() -> Result<Vec<(String, String, String)>> {
    let mut cards = Vec::new();
    for entry in fs::read_dir(root().join("prompts")).context("prompts")? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            cards.extend(
                STYLES.map(|style| (language.clone(), style.to_owned(), format!("{language}-{style}"))),
            );
        }
    }
    cards.sort();
    Ok(cards)
}

fn print(page: &Path, file: &Path) -> Result<()> {
    let to = format!("--print-to-pdf={}", file.display());
    let from = format!("file://{}", page.display());
    run_program(&mut command(
        "chromium",
        &["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", &to, &from],
    ))
}

/// Whether the guides are of the texts as these are now.
pub fn check() -> Result<()> {
    let checked = command("sha256sum", &["--check", "--quiet", MADE_OF]).output().context("sha256sum")?;
    if !checked.status.success() {
        bail!("the user's guide has changed: `cargo xtask manual` makes its PDF anew");
    }
    Ok(())
}
/// A page that stands alone: links into the checkout lead nowhere in a mail.
fn html_of(markdown: &str, language: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES)
        .filter(|event| !matches!(event, Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link)));
    let mut body = String::new();
    html::push_html(&mut body, events);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n<title>Switchroom</title>\n<style>{STYLE}</style>\n{body}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_tables_and_no_links() {
        let page = html_of("# A\n\n| a | b |\n|---|---|\n| `1` | [two](two.md) |\n", "de");
        assert!(page.contains("<html lang=\"de\">") && page.contains("<td><code>1</code></td>"), "{page}");
        assert!(page.contains("<td>two</td>") && !page.contains("<a "), "{page}");
    }

    #[test]
    fn both_languages_have_the_same_parts() {
        let headings = GUIDES.map(|(text, ..)| {
            let text = fs::read_to_string(root().join(text)).unwrap();
            let rows = text.lines().filter(|line| line.starts_with('|')).count();
            (text.lines().filter(|line| line.starts_with("## ")).count(), rows)
        });
        assert_eq!(headings[0], headings[1]);
    }
}
