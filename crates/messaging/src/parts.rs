//! What a person sees or hears of a message: its text, its sound, its attachments, decoded.

use crate::structure::{Part, Structure};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::parsers::MessageStream;

/// The part to be read as text: the first `text/plain` that is no attachment, else the first `text/html`.
pub fn text(structure: &Structure) -> Option<&Part> {
    let shown = |subtype: &'static str| {
        leaves(&structure.body)
            .find(move |part| part.main_type == "text" && part.subtype == subtype && !is_attachment(part))
    };
    shown("plain").or_else(|| shown("html"))
}

/// The sound of a voice message: the first audio part.
pub fn sound(structure: &Structure) -> Option<&Part> {
    leaves(&structure.body).find(|part| part.main_type == "audio")
}

/// Every sound of a message in its order, those of messages within it, too: a comment, then what it is about.
pub fn sounds(structure: &Structure) -> Vec<&Part> {
    let mut sounds = Vec::new();
    let mut waiting = vec![&structure.body];
    while let Some(part) = waiting.pop() {
        if part.main_type == "audio" {
            sounds.push(part);
        }
        waiting.extend(part.children.iter().rev());
    }
    sounds
}

/// All that is offered for saving: what calls itself an attachment or has a name, and every part that is no text.
pub fn attachments(structure: &Structure) -> impl Iterator<Item = &Part> {
    leaves(&structure.body)
        .filter(|part| is_attachment(part) || part.main_type != "text" || file_name(part).is_some())
}

fn is_attachment(part: &Part) -> bool {
    matches!(&part.disposition, Some((kind, _)) if kind == "attachment")
}

/// Parts that hold something themselves, in order; a message inside a message is one such part.
pub fn leaves(part: &Part) -> impl Iterator<Item = &Part> {
    let mut waiting = vec![part];
    std::iter::from_fn(move || {
        loop {
            let part = waiting.pop()?;
            if part.main_type != "multipart" || part.children.is_empty() {
                return Some(part);
            }
            waiting.extend(part.children.iter().rev());
        }
    })
}

/// The part by its IMAP section number, `1.2.1` (RFC 9051 §6.4.5); through messages inside messages, too.
pub fn numbered<'a>(structure: &'a Structure, section: &[u32]) -> Option<&'a Part> {
    let mut part = &structure.body;
    for (depth, &number) in section.iter().enumerate() {
        let inner = if part.main_type == "message" { part.children.first()? } else { part };
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        let single =
            inner.main_type != "multipart" && index == 0 && (depth == 0 || part.main_type == "message");
        part = if single {
            inner
        } else {
            inner.children.get(index).filter(|_| inner.main_type == "multipart")?
        };
    }
    Some(part)
}

/// The name a part would be saved under, decoded (RFC 2231, RFC 2047); without any path in it.
pub fn file_name(part: &Part) -> Option<String> {
    let of_disposition =
        part.disposition.as_ref().and_then(|(_, parameters)| parameter(parameters, "filename"));
    let name = of_disposition.or_else(|| parameter(&part.parameters, "name"))?;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let safe: String = last.chars().filter(|c| !c.is_control()).take(MOST_NAME_LETTERS).collect();
    (!safe.trim_matches(['.', ' ']).is_empty()).then_some(safe)
}

/// What file systems take as one name.
const MOST_NAME_LETTERS: usize = 200;

/// A parameter in whole, in pieces or with a charset (RFC 2231), or as an encoded word, which is wrong but common.
pub fn parameter(parameters: &[(String, String)], name: &str) -> Option<String> {
    let of =
        |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    if let Some(extended) = of(&format!("{name}*")) {
        return Some(extended_value(extended));
    }
    let (mut octets, mut any, mut charset) = (Vec::new(), false, "utf-8".to_owned());
    for index in 0.. {
        match (of(&format!("{name}*{index}*")), of(&format!("{name}*{index}"))) {
            (Some(piece), _) => {
                let piece = match piece.split('\'').collect::<Vec<_>>().as_slice() {
                    [named, _, rest] if index == 0 => {
                        charset = (*named).to_owned();
                        *rest
                    }
                    _ => piece,
                };
                octets.extend(percent_decoded(piece));
            }
            (None, Some(piece)) => octets.extend_from_slice(piece.as_bytes()),
            (None, None) => break,
        }
        any = true;
    }
    match any {
        true => Some(in_charset(&octets, Some(&charset))),
        false => of(name).map(words),
    }
}

fn extended_value(value: &str) -> String {
    let mut pieces = value.splitn(3, '\'');
    match (pieces.next(), pieces.next(), pieces.next()) {
        (Some(charset), Some(_), Some(text)) => in_charset(&percent_decoded(text), Some(charset)),
        _ => String::from_utf8_lossy(&percent_decoded(value)).into_owned(),
    }
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(octet) => {
                octets.push(octet);
                rest = &after[2..];
            }
            None => {
                octets.push(first);
                rest = after;
            }
        }
    }
    octets
}

/// A header text with its encoded words decoded (RFC 2047), on one line.
pub fn words(text: &str) -> String {
    if !text.contains("=?") {
        return text.to_owned();
    }
    let line = [text.as_bytes(), b"\n"].concat();
    let decoded = MessageStream::new(&line).parse_unstructured();
    decoded.as_text().unwrap_or_default().chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The octets of a part without its transfer encoding (RFC 2045 §6); `content` is what its range holds.
/// Broken encodings give what can be read of them.
pub fn octets(part: &Part, content: &[u8]) -> Vec<u8> {
    match part.encoding.as_str() {
        "base64" => base64_decode(content).unwrap_or_else(|| {
            let known = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
            base64_decode(&content.iter().copied().filter(known).collect::<Vec<_>>()).unwrap_or_default()
        }),
        "quoted-printable" => quoted_printable_decode(content).unwrap_or_else(|| content.to_vec()),
        _ => content.to_vec(),
    }
}

/// The text of a `text/*` part as it is to be read; what no charset explains is shown as far as it is UTF-8.
pub fn decoded_text(part: &Part, content: &[u8]) -> String {
    let charset = part.parameters.iter().find(|(name, _)| name == "charset").map(|(_, value)| value.as_str());
    in_charset(&octets(part, content), charset)
}

fn in_charset(octets: &[u8], charset: Option<&str>) -> String {
    if let Ok(text) = std::str::from_utf8(octets) {
        let by_octets = !charset.is_some_and(needs_decoder);
        if by_octets {
            return text.to_owned();
        }
    }
    match charset.and_then(|name| charset_decoder(name.as_bytes())) {
        Some(decode) => decode(octets),
        None => String::from_utf8_lossy(octets).into_owned(),
    }
}

/// Charsets whose octets may look like UTF-8 and yet mean something else.
fn needs_decoder(charset: &str) -> bool {
    let charset = charset.to_ascii_lowercase();
    ["utf-7", "utf-16", "utf7", "utf16", "iso-2022", "hz-"].iter().any(|start| charset.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::parse;

    fn slice<'a>(message: &'a [u8], part: &Part) -> &'a [u8] {
        &message[part.content.start as usize..part.content.end as usize]
    }

    #[test]
    fn text_is_read_through_encoding_and_charset() {
        for (header, body, expected) in [
            ("text/plain; charset=utf-8", "Grüße".as_bytes(), "Grüße"),
            ("text/plain; charset=iso-8859-1", b"Gr\xfc\xdfe", "Grüße"),
            (
                "text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable",
                b"Gr=C3=BC=\r\n=C3=9Fe",
                "Grüße",
            ),
            ("text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64", b"R3LD\r\nvMOfZQ==", "Grüße"),
            ("text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64", b"R3LD!vMOfZQ", "Grüße"),
            ("text/plain; charset=unheard-of", b"a\xff", "a\u{fffd}"),
            ("text/html", b"<p>x", "<p>x"),
        ] {
            let message = [b"Content-Type: ", header.as_bytes(), b"\r\n\r\n", body].concat();
            let structure = parse(&message);
            let part = text(&structure).expect("a text part");
            assert_eq!(decoded_text(part, slice(&message, part)), expected, "{header}");
        }
    }

    #[test]
    fn names_of_files_are_decoded_and_carry_no_path() {
        for (parameters, expected) in [
            ("name=a.wav", Some("a.wav")),
            ("name=\"../../etc/passwd\"", Some("passwd")),
            ("name=\"..\"", None),
            ("name*=utf-8'de'M%C3%BCller.txt", Some("Müller.txt")),
            ("name*0*=iso-8859-1''M%FCll; name*1=er.txt", Some("Müller.txt")),
            ("name=\"=?utf-8?Q?M=C3=BCller?=\"", Some("Müller")),
            ("charset=x", None),
        ] {
            let message = format!("Content-Type: application/x; {parameters}\r\n\r\n");
            assert_eq!(file_name(&parse(message.as_bytes()).body).as_deref(), expected, "{parameters}");
        }
    }

    #[test]
    fn sections_are_numbered_as_imap_does() {
        let message = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\n\
            Content-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\ntwo-one\r\n--c--\r\n\
            --b\r\nContent-Type: message/rfc822\r\n\r\n\r\nthree\r\n--b--\r\n";
        let structure = parse(message);
        for (section, expected) in
            [(vec![1], Some("one")), (vec![2, 1], Some("two-one")), (vec![3, 1], Some("three"))]
        {
            let found = numbered(&structure, &section).map(|part| slice(message, part));
            assert_eq!(found, expected.map(str::as_bytes), "{section:?}");
        }
        for gone in [vec![0], vec![4], vec![1, 1], vec![2, 2], vec![1, 1, 1]] {
            assert!(numbered(&structure, &gone).is_none(), "{gone:?}");
        }
        assert!(numbered(&parse(b"\r\nsimple"), &[1]).is_some());
    }

    #[test]
    fn encoded_words_become_one_line() {
        assert_eq!(words("=?utf-8?q?a=0D=0AX:_b?= c"), "a  X: b c");
        assert_eq!(words("plain  text"), "plain  text");
        assert_eq!(words("=?utf-8?b?R3LDvMOfZQ==?="), "Grüße");
    }
}
