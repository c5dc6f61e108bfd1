//! HTML as lines of text: what is shown, in its order, with quotes marked as in plain text.

use mail_parser::decoders::html::html_to_text;

/// An entity is not longer than this.
const MOST_ENTITY_BYTES: usize = 32;

/// What is not shown, or read by machines only.
const HIDDEN: &[&str] = &["head", "script", "style", "template", "title"];
/// What begins a new paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "div",
    "dl",
    "dt",
    "dd",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];

/// The lines of a document, whatever it is; broken HTML gives what can be made of it.
pub fn lines(html: &str) -> String {
    let mut page = Page::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        page.text(&rest[..at]);
        let markup = &rest[at..];
        rest = match page.skipped(markup) {
            Some(after) => after,
            None => page.tag(markup),
        };
    }
    page.text(rest);
    page.end_line();
    page.lines
}

#[derive(Default)]
struct Page {
    lines: String,
    line: String,
    /// How deep within quotes.
    quoted: usize,
}

impl Page {
    fn text(&mut self, raw: &str) {
        for c in entities(raw).chars() {
            let is_space = c.is_whitespace();
            if !is_space {
                self.line.push(c);
            } else if !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        // What looks like a mark of quoting or a signature in plain text is none here.
        let shown = line.trim().trim_start_matches('>');
        if !shown.is_empty() {
            if self.quoted > 0 {
                self.lines.push('>');
            }
            self.lines.push_str(shown);
        }
        self.lines.push('\n');
    }

    /// Past a comment or an element that is not shown; `None`: it is neither.
    fn skipped<'a>(&self, markup: &'a str) -> Option<&'a str> {
        if let Some(comment) = markup.strip_prefix("<!--") {
            return Some(comment.find("-->").map_or("", |end| &comment[end + 3..]));
        }
        let name = name(&markup[1..]);
        let hidden = HIDDEN.iter().find(|hidden| name.eq_ignore_ascii_case(hidden))?;
        let mut rest = &markup[1..];
        while let Some(at) = rest.find("</") {
            rest = &rest[at + 2..];
            if self::name(rest).eq_ignore_ascii_case(hidden) {
                return Some(after_tag(rest));
            }
        }
        Some("")
    }

    /// What a tag does to the lines; answers what follows it.
    fn tag<'a>(&mut self, markup: &'a str) -> &'a str {
        let inner = &markup[1..];
        let closes = inner.starts_with('/');
        let name = name(inner.trim_start_matches('/')).to_ascii_lowercase();
        if name.is_empty() && !closes && !inner.starts_with(['!', '?']) {
            self.line.push('<');
            return inner;
        }
        match name.as_str() {
            "br" | "tr" => self.end_line(),
            "td" | "th" if closes => self.line.push_str(" | "),
            name if BLOCKS.contains(&name) => {
                self.end_line();
                self.end_line();
                match (name, closes) {
                    ("blockquote", false) => self.quoted += 1,
                    ("blockquote", true) => self.quoted = self.quoted.saturating_sub(1),
                    _ => {}
                }
            }
            _ => {}
        }
        after_tag(inner)
    }
}

fn name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

/// Behind the tag's `>`, which may stand in a quoted value, too.
fn after_tag(tag: &str) -> &str {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return &tag[at + 1..],
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    // A quote that is never closed swallows nothing but its own tag.
    tag.find('>').map_or("", |end| &tag[end + 1..])
}

/// A text with its entities decoded; what is none stays.
fn entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(MOST_ENTITY_BYTES).position(|b| b == b';');
        let entity = end.map(|end| &rest[..=end]).filter(|entity| is_entity(entity));
        match entity {
            Some(entity) => {
                decoded.push_str(&entity_text(entity));
                rest = &rest[entity.len()..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded + rest
}

fn is_entity(text: &str) -> bool {
    let inner = &text[1..text.len() - 1];
    !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
}

/// A space that must not break is one for the ear; the parser of mail knows the others' names.
fn entity_text(entity: &str) -> String {
    if entity.eq_ignore_ascii_case("&nbsp;") { " ".to_owned() } else { html_to_text(entity) }
}
