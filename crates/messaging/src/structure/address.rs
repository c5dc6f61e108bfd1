//! Address lists as an envelope shows them (RFC 5322 §3.4): names not decoded, groups marked.

use super::Mailbox;

/// More addresses than this are cut: no list page, no envelope of a mail client needs them.
const MOST_ADDRESSES: usize = 1_000;

/// Reads an unfolded address list. Whatever cannot be read becomes the closest address there is; nothing fails.
pub(super) fn list(text: &str) -> Vec<Mailbox> {
    let mut reader = Reader::default();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if reader.found.len() >= MOST_ADDRESSES {
            return reader.found;
        }
        reader.take(letter, &mut letters);
    }
    reader.end_address();
    if reader.in_group {
        reader.found.push(Mailbox::default());
    }
    reader.found
}

#[derive(Default)]
struct Reader {
    found: Vec<Mailbox>,
    /// What stands before `<`, or the address itself where there is none.
    words: String,
    /// Where the last `@` outside quotes stands in `words`.
    at_sign: Option<usize>,
    /// What stands between `<` and `>`.
    angle: Option<(String, Option<usize>)>,
    comment: String,
    in_group: bool,
}

impl Reader {
    fn take(&mut self, letter: char, rest: &mut std::str::Chars<'_>) {
        match letter {
            '"' => self.quoted(rest),
            '(' => self.comment = comment(rest),
            '<' => self.angle = Some(angle(rest)),
            ',' => self.end_address(),
            ';' => {
                self.end_address();
                if std::mem::take(&mut self.in_group) {
                    self.found.push(Mailbox::default());
                }
            }
            ':' if self.at_sign.is_none() && !self.in_group && self.angle.is_none() => self.begin_group(),
            '@' => {
                self.at_sign = Some(self.words.len());
                self.words.push('@');
            }
            space if space.is_whitespace() => {
                if !self.words.is_empty() && !self.words.ends_with(' ') {
                    self.words.push(' ');
                }
            }
            other => self.words.push(other),
        }
    }

    fn quoted(&mut self, rest: &mut std::str::Chars<'_>) {
        while let Some(letter) = rest.next() {
            match letter {
                '"' => return,
                '\\' => self.words.extend(rest.next()),
                other => self.words.push(other),
            }
        }
    }

    fn begin_group(&mut self) {
        let name = std::mem::take(&mut self.words).trim().to_owned();
        self.comment.clear();
        self.in_group = true;
        self.found.push(Mailbox { local: Some(name), ..Mailbox::default() });
    }

    fn end_address(&mut self) {
        let words = std::mem::take(&mut self.words);
        let at_sign = self.at_sign.take();
        let comment = std::mem::take(&mut self.comment);
        let mailbox = match self.angle.take() {
            Some((address, at_sign)) => mailbox(&address, at_sign, words.trim()),
            None if words.trim().is_empty() => return,
            None => mailbox(&words, at_sign, &comment),
        };
        self.found.push(mailbox);
    }
}

/// The domain is `Some` even where it is missing: an envelope's `NIL` there would begin a group.
fn mailbox(address: &str, at_sign: Option<usize>, name: &str) -> Mailbox {
    let (local, domain) = match at_sign {
        Some(at) => (&address[..at], &address[at + 1..]),
        None => (address, ""),
    };
    let without_space = |text: &str| text.split_whitespace().collect::<String>();
    Mailbox {
        name: (!name.is_empty()).then(|| name.to_owned()),
        local: Some(local.trim().to_owned()),
        domain: Some(without_space(domain)),
    }
}

/// What stands up to `>`, without a source route (RFC 5322 §4.4), and its last `@` outside quotes.
fn angle(rest: &mut std::str::Chars<'_>) -> (String, Option<usize>) {
    let (mut address, mut at_sign, mut quoted) = (String::new(), None, false);
    while let Some(letter) = rest.next() {
        match letter {
            '>' if !quoted => break,
            '"' => quoted = !quoted,
            '\\' if quoted => address.extend(rest.next()),
            ':' if !quoted && address.starts_with('@') => {
                address.clear();
                at_sign = None;
            }
            '@' if !quoted => {
                at_sign = Some(address.len());
                address.push('@');
            }
            space if space.is_whitespace() && !quoted => {}
            other => address.push(other),
        }
    }
    (address, at_sign)
}

fn comment(rest: &mut std::str::Chars<'_>) -> String {
    let (mut text, mut depth) = (String::new(), 1_usize);
    while let Some(letter) = rest.next() {
        match letter {
            '\\' => text.extend(rest.next()),
            '(' => depth += 1,
            ')' if depth == 1 => break,
            ')' => depth -= 1,
            other => text.push(other),
        }
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: Option<&str>, local: &str, domain: &str) -> Mailbox {
        Mailbox {
            name: name.map(str::to_owned),
            local: Some(local.to_owned()),
            domain: Some(domain.to_owned()),
        }
    }

    #[test]
    fn addresses_are_read_in_every_old_and_new_form() {
        let begin = Mailbox { local: Some("Team".into()), ..Mailbox::default() };
        for (text, expected) in [
            ("anna@example.org", vec![one(None, "anna", "example.org")]),
            ("Anna  Berg <anna@example.org>", vec![one(Some("Anna Berg"), "anna", "example.org")]),
            (r#""Berg, Anna \"B\"" <anna@x>"#, vec![one(Some(r#"Berg, Anna "B""#), "anna", "x")]),
            ("anna@x (Anna (B))", vec![one(Some("Anna B"), "anna", "x")]),
            (r#""a@b c"@x, <@r1,@r2:d@e>"#, vec![one(None, "a@b c", "x"), one(None, "d", "e")]),
            ("=?utf-8?q?M=C3=BC?= <m@x>,,", vec![one(Some("=?utf-8?q?M=C3=BC?="), "m", "x")]),
            (
                "Team: a@x, b@y;, c@z",
                vec![
                    begin.clone(),
                    one(None, "a", "x"),
                    one(None, "b", "y"),
                    Mailbox::default(),
                    one(None, "c", "z"),
                ],
            ),
            ("Team:", vec![begin, Mailbox::default()]),
            ("<>", vec![one(None, "", "")]),
            ("root", vec![one(None, "root", "")]),
            (r#""unclosed <a@b"#, vec![one(None, "unclosed <a@b", "")]),
            ("(only a comment", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(list(text), expected, "{text}");
        }
    }

    #[test]
    fn a_list_without_end_is_cut() {
        assert_eq!(list(&"a@b,".repeat(5_000)).len(), MOST_ADDRESSES);
    }
}
