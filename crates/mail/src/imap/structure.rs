//! ENVELOPE, BODY and BODYSTRUCTURE (RFC 3501 §7.4.2), and which bytes a section names (§6.4.5).

use super::encode::{put, string, text_or_nil};
use messaging::structure::{Envelope, Mailbox, Part};

/// Is the extension data wanted? BODYSTRUCTURE has it, BODY has not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    Basic,
    Extended,
}

pub(crate) fn write_envelope(out: &mut Vec<u8>, envelope: &Envelope) {
    out.push(b'(');
    text_or_nil(out, envelope.date.as_deref());
    out.push(b' ');
    text_or_nil(out, envelope.subject.as_deref());
    // An absent Sender or Reply-To is what From is.
    let from = &envelope.from;
    let or_from = |list| if Vec::is_empty(list) { from } else { list };
    let lists = [
        from,
        or_from(&envelope.sender),
        or_from(&envelope.reply_to),
        &envelope.to,
        &envelope.cc,
        &envelope.bcc,
    ];
    for list in lists {
        out.push(b' ');
        write_addresses(out, list);
    }
    for text in [&envelope.in_reply_to, &envelope.message_id] {
        out.push(b' ');
        text_or_nil(out, text.as_deref());
    }
    out.push(b')');
}

fn write_addresses(out: &mut Vec<u8>, list: &[Mailbox]) {
    if list.is_empty() {
        return out.extend_from_slice(b"NIL");
    }
    out.push(b'(');
    for Mailbox { name, local, domain } in list {
        out.push(b'(');
        text_or_nil(out, name.as_deref());
        out.extend_from_slice(b" NIL ");
        text_or_nil(out, local.as_deref());
        out.push(b' ');
        text_or_nil(out, domain.as_deref());
        out.push(b')');
    }
    out.push(b')');
}

pub(crate) fn write_body(out: &mut Vec<u8>, part: &Part, detail: Detail) {
    out.push(b'(');
    if part.main_type == "multipart" {
        write_multipart(out, part, detail);
    } else {
        write_single(out, part, detail);
    }
    out.push(b')');
}

fn write_multipart(out: &mut Vec<u8>, part: &Part, detail: Detail) {
    if part.children.is_empty() {
        // A multipart without parts: the grammar wants one.
        out.extend_from_slice(b"(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0)");
    }
    for child in &part.children {
        write_body(out, child, detail);
    }
    out.push(b' ');
    string(out, &part.subtype);
    if detail == Detail::Extended {
        out.push(b' ');
        write_parameters(out, &part.parameters);
        write_tail(out, part);
    }
}

fn write_single(out: &mut Vec<u8>, part: &Part, detail: Detail) {
    string(out, &part.main_type);
    out.push(b' ');
    string(out, &part.subtype);
    out.push(b' ');
    write_parameters(out, &part.parameters);
    for text in [&part.id, &part.description] {
        out.push(b' ');
        text_or_nil(out, text.as_deref());
    }
    out.push(b' ');
    string(out, &part.encoding);
    put!(out, " {}", part.content.end.saturating_sub(part.content.start));
    match (message_inside(part), &part.inner) {
        (Some(message), Some(envelope)) => {
            out.push(b' ');
            write_envelope(out, envelope);
            out.push(b' ');
            write_body(out, message, detail);
            put!(out, " {}", part.lines);
        }
        _ if part.main_type == "text" => put!(out, " {}", part.lines),
        // The grammar demands envelope and body of a message/rfc822; one that could not be read has empty ones.
        _ if part.main_type == "message" && part.subtype == "rfc822" => {
            out.push(b' ');
            write_envelope(out, &Envelope::default());
            put!(out, " (\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0) {}", part.lines);
        }
        _ => {}
    }
    if detail == Detail::Extended {
        out.push(b' ');
        text_or_nil(out, part.md5.as_deref());
        write_tail(out, part);
    }
}

/// Disposition, language, location.
fn write_tail(out: &mut Vec<u8>, part: &Part) {
    match &part.disposition {
        None => out.extend_from_slice(b" NIL "),
        Some((name, parameters)) => {
            out.extend_from_slice(b" (");
            string(out, name);
            out.push(b' ');
            write_parameters(out, parameters);
            out.extend_from_slice(b") ");
        }
    }
    match &part.language[..] {
        [] => out.extend_from_slice(b"NIL"),
        [language] => string(out, language),
        languages => {
            for (at, language) in languages.iter().enumerate() {
                out.push(if at == 0 { b'(' } else { b' ' });
                string(out, language);
            }
            out.push(b')');
        }
    }
    out.push(b' ');
    text_or_nil(out, part.location.as_deref());
}

fn write_parameters(out: &mut Vec<u8>, parameters: &[(String, String)]) {
    if parameters.is_empty() {
        return out.extend_from_slice(b"NIL");
    }
    for (at, (name, value)) in parameters.iter().enumerate() {
        out.push(if at == 0 { b'(' } else { b' ' });
        string(out, name);
        out.push(b' ');
        string(out, value);
    }
    out.push(b')');
}

/// The message that a message/rfc822 holds.
pub(crate) fn message_inside(part: &Part) -> Option<&Part> {
    if part.main_type == "message" { part.children.first() } else { None }
}

/// The part that a path such as `2.1` names.
pub(crate) fn part_at(root: &Part, path: impl IntoIterator<Item = u32>) -> Option<&Part> {
    let mut part = root;
    for (depth, number) in path.into_iter().enumerate() {
        let at = (number as usize).checked_sub(1)?;
        // Within a message/rfc822, numbers count the parts of the message inside.
        let message = if depth == 0 { part } else { message_inside(part).unwrap_or(part) };
        if message.main_type == "multipart" {
            part = message.children.get(at)?;
        } else {
            // A message that is no multipart has one part: its body.
            let whole_message = depth == 0 || message_inside(part).is_some();
            part = (at == 0 && whole_message).then_some(message)?;
        }
    }
    Some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(main_type: &str, subtype: &str, content: std::ops::Range<u64>) -> Part {
        Part {
            main_type: main_type.to_owned(),
            subtype: subtype.to_owned(),
            encoding: "7bit".to_owned(),
            content,
            lines: 3,
            ..Part::default()
        }
    }

    fn mixed(children: Vec<Part>) -> Part {
        Part { children, ..leaf("multipart", "mixed", 10..900) }
    }

    fn forwarded(inside: Part) -> Part {
        let envelope = Envelope { subject: Some("inside".to_owned()), ..Envelope::default() };
        Part {
            children: vec![inside],
            inner: Some(Box::new(envelope)),
            ..leaf("message", "rfc822", 300..800)
        }
    }

    fn shown(part: &Part, detail: Detail) -> String {
        let mut out = Vec::new();
        write_body(&mut out, part, detail);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_tree_is_written_as_the_grammar_has_it() {
        let mut sound = leaf("audio", "wav", 100..200);
        sound.disposition =
            Some(("attachment".to_owned(), vec![("filename".to_owned(), "a \"b\".wav".to_owned())]));
        let tree =
            mixed(vec![leaf("text", "plain", 10..20), sound, forwarded(leaf("text", "html", 400..500))]);
        assert_eq!(
            shown(&tree, Detail::Basic),
            "((\"text\" \"plain\" NIL NIL NIL \"7bit\" 10 3)\
             (\"audio\" \"wav\" NIL NIL NIL \"7bit\" 100)\
             (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 500 \
             (NIL \"inside\" NIL NIL NIL NIL NIL NIL NIL NIL) \
             (\"text\" \"html\" NIL NIL NIL \"7bit\" 100 3) 3) \"mixed\")"
        );
        let extended = shown(&tree, Detail::Extended);
        assert!(
            extended.contains("100 NIL (\"attachment\" (\"filename\" \"a \\\"b\\\".wav\")) NIL NIL)"),
            "{extended}"
        );
    }

    #[test]
    fn an_envelope_fills_sender_and_reply_to_from_from() {
        let anna =
            Mailbox { name: None, local: Some("anna".to_owned()), domain: Some("example.org".to_owned()) };
        let mut out = Vec::new();
        write_envelope(&mut out, &Envelope { from: vec![anna], ..Envelope::default() });
        let address = "((NIL NIL \"anna\" \"example.org\"))";
        let expected = format!("(NIL NIL {address} {address} {address} NIL NIL NIL NIL NIL)");
        assert_eq!(String::from_utf8(out).expect("text"), expected);
    }

    #[test]
    fn a_path_names_a_part() {
        let tree = mixed(vec![
            leaf("text", "plain", 1..2),
            mixed(vec![leaf("image", "png", 3..4)]),
            forwarded(mixed(vec![leaf("text", "html", 5..6)])),
            forwarded(leaf("text", "csv", 7..8)),
        ]);
        for (path, subtype) in [
            (&[1][..], Some("plain")),
            (&[2, 1], Some("png")),
            (&[3], Some("rfc822")),
            (&[3, 1], Some("html")),
            (&[4, 1], Some("csv")),
            (&[1, 1], None),
            (&[5], None),
            (&[0], None),
            (&[3, 2], None),
        ] {
            let part = part_at(&tree, path.iter().copied());
            assert_eq!(part.map(|part| part.subtype.as_str()), subtype, "{path:?}");
        }
        let single = leaf("text", "plain", 1..2);
        assert_eq!(part_at(&single, [1]), Some(&single));
        assert_eq!(part_at(&single, [1, 1]), None);
        assert_eq!(part_at(&single, [2]), None);
    }
}
