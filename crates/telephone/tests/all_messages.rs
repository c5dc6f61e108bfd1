//! All messages by telephone: e-mails read aloud, faxes named, reports told, each kind on its own.

mod house;

use domain::language::Language;
use house::{House, from_annas_phone, run, sender};
use speech::Argument;
use telephone::simulated::{Caller, Experience, SimulatedLine};
use telephone::{Habits, owner_calls};

const MAIL: &str = "From: Ben Weber <ben@x.org>\r\nSubject: Lunch\r\n\r\nShall we eat at one today? The place is around the corner.\r\nI will be waiting for you at the door.\r\n";
const URGENT: &str = "From: <b@x.org>\r\nSubject: =?utf-8?q?R=C3=BCckruf?=\r\nImportance: high\r\nSensitivity: Private\r\nDisposition-Notification-To: b@x.org\r\n\r\nBitte rufen Sie mich heute noch zurück, es ist sehr wichtig für uns.\r\n\r\nAm Montag schrieb Anna:\r\n> Gern.\r\n";
const FAX: &str = "From: <f@x.org>\r\nMessage-Context: fax-message\r\nContent-Type: image/tiff\r\nContent-Transfer-Encoding: base64\r\n\r\nSUkqAAgAAAAAAA4AAAAAAAAAAAA=\r\n";
const EMPTY: &str = "From: <e@x.org>\r\nContent-Type: image/png\r\n\r\nx";

fn report(fields: &str, subtype: &str) -> String {
    format!(
        "From: <mailer-daemon@x.org>\r\nSubject: report\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nwords\r\n\
         --b\r\nContent-Type: message/{subtype}\r\n\r\n{fields}\r\n--b--\r\n"
    )
}

fn reads() -> Habits {
    Habits { reads_mail: true, ..Habits::default() }
}

/// Anna's call after the PIN.
async fn call(house: &House, habits: Habits, presses: impl FnOnce(Caller) -> Caller) -> SimulatedLine {
    let mut line = from_annas_phone(presses(Caller::new().hears("login-own-pin").presses("730184#")));
    let _gone = owner_calls(&mut line, &house.directory, &house.post, |_| habits).await;
    assert!(line.is_over() && line.elapsed() < 3_600_000, "{:?}", line.heard());
    line
}

fn heard(line: &SimulatedLine) -> Vec<String> {
    line.heard().split_off(1)
}

/// The texts that were said, and in which languages.
fn texts(line: &SimulatedLine) -> Vec<String> {
    let text = |experience: &Experience| match experience {
        Experience::Prompt { id: "mail-sentence", arguments, .. } => match arguments.get("text") {
            Some(Argument::Text(text)) => Some(text.clone()),
            other => panic!("{other:?}"),
        },
        _ => None,
    };
    line.transcript().iter().filter_map(text).collect()
}

#[test]
fn the_menu_says_how_many_of_each_kind_there_are_and_offers_what_there_is() {
    run(async {
        let house = House::new();
        house.leave("a", sender(None, None), "2026-11-20T08:00:00Z", 2_000).await;
        house.brought(MAIL, "2026-11-20T08:01:00Z").await;
        house.brought(URGENT, "2026-11-20T08:02:00Z").await;
        house.brought(FAX, "2026-11-20T08:03:00Z").await;
        let failed = report(
            "Reporting-MTA: dns;x\r\n\r\nFinal-Recipient: rfc822;q@x.org\r\nAction: failed",
            "delivery-status",
        );
        house.brought(&failed, "2026-11-20T08:04:00Z").await;
        let line = call(&house, reads(), |caller| caller.hears("offer-end").presses("*")).await;
        let expected = [
            "menu-new-voice",
            "menu-new-mail",
            "menu-new-fax",
            "menu-reports",
            "offer-reports",
            "offer-new",
            "offer-send-message",
            "offer-kinds",
            "offer-settings",
            "offer-help",
            "offer-end…",
            "goodbye",
        ];
        assert_eq!(heard(&line), expected);
        let counts: Vec<u64> = line
            .transcript()
            .iter()
            .filter_map(|experience| match experience {
                Experience::Prompt { arguments, .. } => match arguments.get("count") {
                    Some(Argument::Count(count)) => Some(*count),
                    _ => None,
                },
                _ => None,
            })
            .collect();
        assert_eq!(counts, [1, 2, 1, 1]);
        // Where nothing is read aloud there are voice messages only, and news of what was sent.
        let line = call(&house, Habits::default(), |caller| caller.hears("offer-end").presses("*")).await;
        let expected = [
            "menu-new",
            "menu-reports",
            "offer-reports",
            "offer-new",
            "offer-send-message",
            "offer-settings",
            "offer-help",
            "offer-end…",
            "goodbye",
        ];
        assert_eq!(heard(&line), expected);
    });
}

#[test]
fn new_messages_begin_with_the_urgent_ones_and_mail_is_read_sentence_by_sentence() {
    run(async {
        let house = House::new();
        house.brought(MAIL, "2026-11-20T08:00:00Z").await;
        house.brought(FAX, "2026-11-20T08:01:00Z").await;
        house.brought(URGENT, "2026-11-20T08:02:00Z").await;
        house.leave("a", sender(None, None), "2026-11-20T08:03:00Z", 2_000).await;
        let line = call(&house, reads(), |caller| {
            let next = |caller: Caller| caller.hears("offer-again").presses("#");
            let caller = next(next(next(next(caller.hears("offer-new").presses("1")))));
            caller.hears("menu-no-new").hears("offer-end").presses("*")
        })
        .await;
        let between = |id: &str| id.starts_with("menu") || id.starts_with("offer");
        let said: Vec<String> = heard(&line).into_iter().filter(|id| !between(id)).collect();
        let urgent = [
            "message-number",
            "message-mail",
            "message-urgent",
            "message-confidential",
            "message-receipt",
            "message-at",
            "message-from-name",
            "mail-subject",
            "mail-sentence",
            "mail-sentence",
            "mail-quote",
        ];
        let voice = ["message-number", "message-at", "message-from-unknown", "message"];
        let fax =
            ["message-number", "message-fax", "message-at", "message-from-name", "fax-pages", "fax-unread"];
        let mail = ["message-number", "message-mail", "message-at", "message-from-name", "mail-subject"];
        let sentences = ["mail-sentence"; 4];
        let end = ["list-end", "goodbye"];
        assert_eq!(said, [&urgent[..], &voice, &fax, &mail, &sentences, &end].concat());
        let expected = [
            "Rückruf",
            "Bitte rufen Sie mich heute noch zurück, es ist sehr wichtig für uns",
            "Lunch",
            "Shall we eat at one today?",
            "The place is around the corner",
            "I will be waiting for you at the door",
        ];
        assert_eq!(texts(&line), expected);
        assert_eq!(line.languages(), [Language::EnGb, Language::DeDe]);
        let counts = house.mailbox().counts().await.unwrap();
        assert_eq!((counts.new_email, counts.old_email, counts.new_voice), (0, 3, 0));
    });
}

#[test]
fn within_a_mail_keys_go_by_sentences_and_what_was_not_heard_to_its_end_stays_new() {
    // What is pressed while the first sentence of the text is said (the third part), and the parts heard from then on.
    let parts = [
        "Lunch",
        "Shall we eat at one today?",
        "The place is around the corner",
        "I will be waiting for you at the door",
    ];
    for (keys, expected, new) in [
        ("4", &parts[0..][..], 0),
        ("6", &parts[2..], 0),
        ("66", &parts[2..], 0),
        ("666", &parts[2..], 0),
        ("55", &parts[1..], 0),
        ("0", &parts[1..], 0),
        ("8", &parts[1..], 0),
        ("9*", &parts[1..], 0),
        ("1", &parts[0..], 0),
        ("3", &[], 0),
        ("#", &[], 1),
        ("*", &[], 1),
    ] {
        run(async {
            let house = House::new();
            house.brought(MAIL, "2026-11-20T08:00:00Z").await;
            let line = call(&house, reads(), |caller| {
                let caller = caller.hears("offer-new").presses("1").hears("mail-subject");
                let caller = caller.hears("mail-sentence").hears("mail-sentence").waits(100).presses(keys);
                caller.hears("offer-again").hangs_up()
            })
            .await;
            assert_eq!(texts(&line)[2..], *expected, "{keys}: {:?}", line.heard());
            assert_eq!(house.mailbox().counts().await.unwrap().new_email, new, "{keys}");
            let helps = line.heard().contains(&"help-back-sentence".to_owned());
            assert_eq!(helps, keys == "0", "{:?}", line.heard());
        });
    }
}

#[test]
fn each_kind_can_be_heard_on_its_own() {
    for (key, expected) in [
        ("1", &["message-number…", "message"][..]),
        ("2", &["list-none"]),
        ("3", &["message-number…", "message-mail"]),
        ("4", &["list-none"]),
    ] {
        run(async {
            let house = House::new();
            house.leave("a", sender(None, None), "2026-11-20T08:00:00Z", 2_000).await;
            house.brought(MAIL, "2026-11-20T08:01:00Z").await;
            let last = expected[expected.len() - 1];
            let line = call(&house, reads(), |caller| {
                caller
                    .hears("offer-kinds")
                    .presses("7")
                    .hears("offer-new-voice")
                    .presses(key)
                    .hears(last)
                    .hangs_up()
            })
            .await;
            let kind = heard(&line).iter().any(|id| id.trim_end_matches('…') == last);
            assert!(kind, "{key}: {:?}", line.heard());
            let is_mail = heard(&line).iter().any(|id| id.starts_with("message-mail"));
            assert_eq!(is_mail, last == "message-mail", "{key}");
        });
    }
    run(async {
        // Silence, help, a key without use, and the way back.
        let house = House::new();
        house.brought(MAIL, "2026-11-20T08:01:00Z").await;
        let line = call(&house, reads(), |caller| caller.hears("offer-kinds").presses("7")).await;
        let level = [
            "offer-new-voice",
            "offer-old-voice",
            "offer-new-mail",
            "offer-old-mail",
            "offer-sender",
            "offer-help",
            "offer-menu",
        ];
        let silent = [&level[..], &level, &level, &["goodbye"]].concat();
        assert_eq!(heard(&line)[heard(&line).len() - silent.len()..], silent);
        let line = call(&house, reads(), |caller| {
            let caller = caller.hears("offer-kinds").presses("7").hears("offer-new-voice").presses("0");
            let caller = caller.hears("offer-new-voice").presses("9").hears("offer-new-voice").presses("*");
            caller.hears("offer-new").presses("*")
        })
        .await;
        let said = heard(&line);
        assert!(said.contains(&"help-old-mail".into()) && said.contains(&"key-unknown".into()), "{said:?}");
        assert_eq!(said.last().unwrap(), "goodbye");
    });
}

#[test]
fn reports_are_told_in_a_sentence_and_are_then_old() {
    let delivery = |action: &str, to: &str| {
        report(
            &format!("Reporting-MTA: dns;x\r\n\r\nFinal-Recipient: rfc822;{to}\r\nAction: {action}"),
            "delivery-status",
        )
    };
    let disposition = |what: &str| {
        report(
            &format!("Final-Recipient: rfc822;202@example.org\r\nDisposition: a/b; {what}"),
            "disposition-notification",
        )
    };
    for (message, id, name) in [
        (delivery("failed", "q@y.org"), "report-failed", Some("q@y.org")),
        (delivery("delayed", "202@example.org"), "report-delayed", Some("Ben Weber")),
        (delivery("delivered", "202@example.org"), "report-delivered", Some("Ben Weber")),
        (disposition("displayed"), "report-read", Some("Ben Weber")),
        (disposition("deleted"), "report-deleted", Some("Ben Weber")),
        (disposition("melted"), "report-unknown", None),
        (report("", "rfc822"), "report-unknown", None),
    ] {
        run(async {
            let house = House::new();
            house.brought(&message, "2026-11-20T08:01:00Z").await;
            let line = call(&house, Habits::default(), |caller| {
                let caller = caller.hears("offer-reports").presses("5").hears("offer-again").presses("2");
                caller.hears("offer-send-message").presses("*")
            })
            .await;
            let told = line.transcript().iter().find_map(|experience| match experience {
                Experience::Prompt { id: said, arguments, .. } if *said == id => {
                    Some(arguments.get("name").cloned())
                }
                _ => None,
            });
            assert_eq!(told, Some(name.map(|name| Argument::Text(name.into()))), "{id}: {:?}", line.heard());
            assert!(line.heard().contains(&"message-report".to_owned()), "{:?}", line.heard());
            assert_eq!(house.mailbox().counts().await.unwrap().new_email, 0, "{id}");
            // There are none left: the key has no use any more.
            assert_eq!(line.heard().iter().filter(|id| id.starts_with("menu-reports")).count(), 1);
        });
    }
}

#[test]
fn a_mail_without_a_text_is_said_to_have_none() {
    run(async {
        let house = House::new();
        house.brought(EMPTY, "2026-11-20T08:01:00Z").await;
        let line = call(&house, reads(), |caller| {
            caller.hears("offer-new").presses("1").hears("offer-again").hangs_up()
        })
        .await;
        assert!(line.heard().contains(&"mail-empty".to_owned()), "{:?}", line.heard());
    });
}

#[test]
fn going_at_any_moment_of_a_reading_loses_nothing() {
    for goes_at in (0..60_000).step_by(500) {
        run(async {
            let house = House::new();
            house.brought(MAIL, "2026-11-20T08:01:00Z").await;
            house.brought(URGENT, "2026-11-20T08:02:00Z").await;
            let caller =
                Caller::new().hears("login-own-pin").presses("730184#").hears("offer-new").presses("1");
            let mut line = from_annas_phone(caller.hears("offer-again").presses("2")).cut_off_at(goes_at);
            let _gone = owner_calls(&mut line, &house.directory, &house.post, |_| reads()).await;
            assert!(line.is_over());
            let counts = house.mailbox().counts().await.unwrap();
            assert_eq!(counts.new_email + counts.old_email, 2, "gone at {goes_at}");
        });
    }
}
