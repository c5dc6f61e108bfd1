//! A transcript behind a message: the rest is as it was, and readers of every kind find it.

use super::*;
use crate::compose::{Letter, voice_message};
use crate::delivery::Voice;
use crate::mailbox::{Kind, Sender};
use crate::{parts, transcripts};
use domain::id::CallId;
use domain::number::Email;
use domain::sender_template::SenderTemplate;

fn voice_mail() -> Vec<u8> {
    let voice = Voice {
        samples: (0..8_000).map(|i| i as i16).collect(),
        language: Language::DeDe,
        zone: "Europe/Berlin".into(),
        call: CallId::new("n", 1),
        called: "201".into(),
        marks: Default::default(),
    };
    let from = Sender { number: Some("+4930".into()), ..Sender::default() };
    let to = vec![("Jörg".to_owned(), Email::parse("j@example.org").unwrap())];
    let at = "2026-11-22T23:30:00Z".parse().unwrap();
    voice_message(
        &Letter { key: "k", from: &from, to, at, realm: "example.org", sender: &SenderTemplate::default() },
        &voice,
    )
    .1
}

fn with(message: &[u8], standing: Standing, words: &str, language: Language) -> Option<(Vec<u8>, Kept)> {
    let said = Said { standing, words, language, realm: "example.org" };
    with_transcript(message, &Kept::read(message).structure, &said)
}

fn text(message: &[u8], kept: &Kept, index: usize) -> String {
    let part = &kept.structure.body.children[2].children[index];
    parts::decoded_text(part, &message[part.content.start as usize..part.content.end as usize])
}

#[test]
fn everything_stays_where_it_was_and_the_words_stand_behind_it() {
    let message = voice_mail();
    let before = Kept::read(&message);
    let words = "Grüße an alle, morgen um acht. <b>\nRückruf unter 030/4440001, oder in die Hauptstraße 5, 10115 Berlin.";
    let (whole, kept) = with(&message, Standing::Reliable, words, Language::DeDe).unwrap();
    assert_eq!(kept.kind, Kind::Voice);
    assert_eq!(kept.structure.body.children[..2], before.structure.body.children[..]);
    for part in &before.structure.body.children {
        let range = part.content.start as usize..part.content.end as usize;
        assert_eq!(whole[range.clone()], message[range]);
    }
    assert_eq!(kept.structure.envelope, before.structure.envelope);
    let plain = text(&whole, &kept, 0);
    assert!(plain.starts_with("Gesprochen wurde") && plain.contains("Grüße an alle"), "{plain}");
    let (standing, part) = transcripts::part(&kept.structure).unwrap();
    assert_eq!(standing, Standing::Reliable);
    assert_eq!(words_of(&plain), words);
    assert_eq!(part.subtype, "plain");
    let html = text(&whole, &kept, 1);
    // 23:30 in UTC is the next day in Berlin.
    assert!(html.contains("<time datetime=\"2026-11-24\"><b>morgen</b></time>"), "{html}");
    assert!(html.contains("<a href=\"tel:0304440001\">030/4440001</a>"), "{html}");
    assert!(
        html.contains(
            "<a href=\"geo:0,0?q=Hauptstra%C3%9Fe%205%2C%2010115%20Berlin\">Hauptstraße 5, 10115 Berlin</a>"
        ),
        "{html}"
    );
    assert!(html.contains("&lt;b&gt;") && !html.contains("<b>\r\n"), "{html}");
    assert!(parts::sound(&kept.structure).is_some());
}

#[test]
fn every_standing_is_said_in_words_and_read_back() {
    let message = voice_mail();
    for (standing, words, expected) in [
        (Standing::Reliable, "Hello", "What was said, written down by a machine:\r\n\r\nHello\r\n"),
        (Standing::Unreliable, "Hello", "Hard to hear"),
        (Standing::Unreliable, "", "A machine has not understood"),
        (Standing::Empty, "", "Nothing is said"),
    ] {
        let (whole, kept) = with(&message, standing, words, Language::EnGb).unwrap();
        let plain = text(&whole, &kept, 0);
        assert!(plain.starts_with(expected), "{plain}");
        assert_eq!(words_of(&plain), words);
        assert_eq!(transcripts::part(&kept.structure).unwrap().0, standing);
    }
    assert!(transcripts::part(&Kept::read(&message).structure).is_none());
}

#[test]
fn a_message_without_a_clear_end_is_left_as_it_is() {
    let voice = "Message-Context: voice-message\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    let sound = "--b\r\nContent-Type: audio/wav\r\n\r\nx";
    for message in [
        format!("{voice}{sound}"),
        format!("{voice}{sound}\n--b--\n"),
        "Message-Context: voice-message\r\nContent-Type: audio/wav\r\n\r\nx".to_owned(),
        format!(
            "{voice}--b\r\nContent-Type: multipart/mixed; boundary=b--\r\n\r\n--b--\r\n\r\nx\r\n--b----\r\n"
        ),
    ] {
        assert!(with(message.as_bytes(), Standing::Reliable, "Hello", Language::EnGb).is_none(), "{message}");
    }
    let whole = format!("{voice}{sound}\r\n--b--\r\nepilogue");
    assert!(with(whole.as_bytes(), Standing::Reliable, "Hello", Language::EnGb).is_some());
}
