//! The user's guide as PDF, one file for each language that it is written in: they go with welcome mails, and lie in the checkout,
//! because what builds the server need not have a browser.

use crate::setup;
use crate::shell::{command, output, root, run as run_program};
use anyhow::{Context, Result, bail};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use std::fs;

/// The text, its language and the file that is made of it.
const GUIDES: [(&str, &str, &str); 2] = [
    ("docs/user.md", "en", "docs/manual/switchroom-en.pdf"),
    ("docs/user.de.md", "de", "docs/manual/switchroom-de.pdf"),
];

/// What the files were made of: lines as `sha256sum` writes and checks them.
const MADE_OF: &str = "docs/manual/made-of.txt";

/// Quiet, and for paper.
const STYLE: &str = "@page { size: A4; margin: 18mm 16mm }
body { font: 10pt/1.45 'DejaVu Sans', sans-serif; color: #111 }
h1 { font-size: 20pt } h2 { font-size: 13pt; margin: 7mm 0 2mm; break-after: avoid }
table { border-collapse: collapse; width: 100%; margin: 3mm 0 } tr { break-inside: avoid }
th, td { text-align: left; vertical-align: top; padding: 1mm 2mm; border-bottom: 0.2mm solid #bbb }
code { font: 9pt 'DejaVu Sans Mono', monospace; background: #f0f0f0; padding: 0 0.6mm; border-radius: 0.6mm }";

pub fn run() -> Result<()> {
    setup::to_print()?;
    for (text, language, file) in GUIDES {
        let page = crate::shell::target().join(format!("manual-{language}.html"));
        let markdown = fs::read_to_string(root().join(text)).with_context(|| text.to_owned())?;
        fs::write(&page, html_of(&markdown, language))?;
        let to = format!("--print-to-pdf={}", root().join(file).display());
        let from = format!("file://{}", page.display());
        run_program(&mut command(
            "chromium",
            &["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", &to, &from],
        ))?;
    }
    let texts = GUIDES.map(|(text, ..)| text);
    let sums = output(command("sha256sum", &texts).env("LC_ALL", "C"))?;
    fs::write(root().join(MADE_OF), sums).context(MADE_OF)
}

/// Whether the files are of the texts as these are now.
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
