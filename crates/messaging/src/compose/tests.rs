//! Composed messages read back as they were meant, whatever a caller calls himself.

use super::*;
use crate::kept::Kept;
use crate::mailbox::Kind;
use crate::parts;
use domain::id::CallId;
use domain::language::Language;

fn voice(language: Language, zone: &str, samples: usize) -> Voice {
    Voice {
        samples: (0..samples).map(|i| i as i16).collect(),
        language,
        zone: zone.into(),
        call: CallId::new("n", 1),
        called: "201".into(),
        marks: Default::default(),
    }
}

fn compose(from: &Sender, voice: &Voice) -> (String, Vec<u8>) {
    let to = vec![("Jörg Müller".to_owned(), Email::parse("joerg@example.org").expect("an address"))];
    let at: Timestamp = "2026-11-21T23:05:09Z".parse().expect("a time");
    voice_message(
        &Letter { key: "rec-1", from, to, at, realm: "example.org", sender: &SenderTemplate::default() },
        voice,
    )
}

fn sender(name: Option<&str>, number: Option<&str>, email: Option<&str>) -> Sender {
    Sender { name: name.map(Into::into), number: number.map(Into::into), email: email.map(Into::into) }
}

#[test]
fn a_recording_becomes_a_voice_message_in_the_owners_language_and_zone() {
    let (subject, message) = compose(
        &sender(Some("Anna Größe"), Some("+4930123"), None),
        &voice(Language::DeDe, "Europe/Berlin", 8_000 * 72),
    );
    let kept = Kept::read(&message);
    assert_eq!(subject, "Sprachnachricht von Anna Größe (+4930123), 1:12 min");
    assert_eq!((kept.kind, kept.seconds, kept.subject), (Kind::Voice, Some(72), subject));
    assert_eq!(kept.from, sender(Some("Anna Größe"), Some("+4930123"), None));
    let envelope = &kept.structure.envelope;
    assert_eq!(envelope.date.as_deref(), Some("Sun, 22 Nov 2026 00:05:09 +0100"));
    assert_eq!(envelope.to[0].name.as_deref().map(parts::words).as_deref(), Some("Jörg Müller"));
    let text = parts::text(&kept.structure).expect("a text");
    let read = parts::decoded_text(text, &message[text.content.start as usize..text.content.end as usize]);
    for line in [
        "Von: Anna Größe (+4930123)",
        "Angerufen: 201",
        "Eingegangen: 22. November 2026, 00:05 Uhr",
        "Länge: 1:12 min",
    ] {
        assert!(read.contains(line), "{line} in {read}");
    }
    let sound = parts::sound(&kept.structure).expect("a sound");
    assert_eq!(parts::file_name(sound).as_deref(), Some("voice-20261122-0005-+4930123.wav"));
    assert_eq!((sound.subtype.as_str(), sound.encoding.as_str()), ("wav", "base64"));
}

#[test]
fn the_sound_is_the_samples() {
    let voice = voice(Language::EnGb, "Europe/London", 12_345);
    let (_, message) = compose(&Sender::default(), &voice);
    let kept = Kept::read(&message);
    let sound = parts::sound(&kept.structure).expect("a sound");
    let wav = parts::octets(sound, &message[sound.content.start as usize..sound.content.end as usize]);
    let samples: Vec<i16> =
        wav[44..].as_chunks().0.iter().map(|&octets| i16::from_le_bytes(octets)).collect();
    assert_eq!(samples, voice.samples);
    assert_eq!(u32::from_le_bytes(wav[4..8].try_into().expect("four octets")) as usize, wav.len() - 8);
    assert_eq!(&wav[20..36], [1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, 16, 0]);
}

#[test]
fn callers_are_named_by_what_is_known_of_them() {
    let voice = voice(Language::EnGb, "Europe/London", 100);
    for (from, subject, name, address) in [
        (sender(None, None, None), "unknown caller", None, "anonymous@anonymous.invalid"),
        (sender(None, Some("203"), None), "203", None, "203@voice.example.org"),
        (sender(Some("Bo"), Some("203"), Some("bo@example.org")), "Bo (203)", Some("Bo"), "bo@example.org"),
        (sender(Some("203"), Some("203"), None), "203", Some("203"), "203@voice.example.org"),
        (sender(None, Some("<x>@evil"), None), "<x>@evil", None, "xevil@voice.example.org"),
    ] {
        let (said, message) = compose(&from, &voice);
        assert_eq!(said, format!("Voice message from {subject}, 0:01 min"));
        let found = Kept::read(&message).structure.envelope.from[0].clone();
        let found =
            (found.name, format!("{}@{}", found.local.unwrap_or_default(), found.domain.unwrap_or_default()));
        assert_eq!(found, (name.map(str::to_owned), address.to_owned()));
    }
}

#[test]
fn the_callers_number_is_read_back_out_of_the_mail_alone_however_callers_are_addressed() {
    let voice = voice(Language::EnGb, "Europe/London", 100);
    for (template, address) in [
        ("$(phonenumber)@$(addrtype).$(domain)", "+4930123@voice.example.org"),
        ("$(phonenumber)@$(domain)", "+4930123@example.org"),
        ("$(phonenumber)@$(addrtype).ums.test", "+4930123@voice.ums.test"),
    ] {
        let from = sender(Some("Anna Größe"), Some("+4930123"), None);
        let template = SenderTemplate::parse(template).expect("a template");
        let at: Timestamp = "2026-11-21T23:05:09Z".parse().expect("a time");
        let to = vec![("Ben".to_owned(), Email::parse("ben@example.org").expect("an address"))];
        let letter = Letter { key: "rec-1", from: &from, to, at, realm: "example.org", sender: &template };
        let (_, message) = voice_message(&letter, &voice);
        let text = String::from_utf8_lossy(&message).into_owned();
        assert!(text.contains(&format!("<{address}>")), "{text}");
        // The name is what mail programs show.
        assert_eq!(Kept::read(&message).from, from);
    }
}

#[test]
fn nothing_from_outside_makes_a_header() {
    let evil = "x\r\nBcc: all@example.org\r\n\r\n<script>\u{85}\u{0}";
    let mut voice = voice(Language::EnGb, "No/Where", 100);
    voice.called = evil.into();
    let (_, message) = compose(&sender(Some(evil), Some(evil), Some(evil)), &voice);
    let kept = Kept::read(&message);
    assert!(kept.structure.envelope.bcc.is_empty());
    assert_eq!((kept.kind, kept.structure.body.children.len()), (Kind::Voice, 2));
    let long = "ü".repeat(10_000);
    let (_, message) = compose(&sender(Some(&long), Some(&long), None), &voice);
    assert!(message.split(|&b| b == b'\n').all(|line| line.len() <= 998), "RFC 5322 §2.1.1");
}

#[test]
fn what_a_caller_marks_is_read_as_it_was_written() {
    for (urgent, confidential) in [(false, false), (true, false), (false, true), (true, true)] {
        let marks = Marks { urgent, confidential, ..Marks::default() };
        let voice = Voice { marks, ..voice(Language::EnGb, "Europe/London", 8000) };
        let (_, message) = compose(&Sender::default(), &voice);
        let end = message.windows(4).position(|four| four == b"\r\n\r\n").expect("a header");
        let read = Marks::of(&message[..end + 2]);
        assert_eq!((read.urgent, read.confidential), (urgent, confidential));
    }
}
