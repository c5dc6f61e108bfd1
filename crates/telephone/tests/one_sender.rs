//! Messages of one sender are asked for by a number or a name: which ones are heard, and the keys on the way.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod house;

use directory::{Contacts, Directory, NewTrunk};
use domain::contact::{Book, Contact, Kind, Telephone};
use domain::menu::Style;
use domain::number::{Email, Number};
use domain::numbering::DirectNumbers;
use domain::trunk::{Access, Agreed};
use house::company::Company;
use house::{from_outside, run};
use messaging::{Filter, Flags, Mailbox, Post};
use std::sync::Arc;
use telephone::simulated::{Caller, SimulatedLine};
use telephone::{Habits, Owner, mailbox_menu};

/// A second of something, as base64 of a WAV file.
fn voice(from: &str, subject: &str) -> String {
    use base64::Engine as _;
    let sound = base64::engine::general_purpose::STANDARD.encode(speech::audio::wav(&[1000; 8_000]));
    format!(
        "From: <{from}>\r\nSubject: {subject}\r\nMessage-Context: voice-message\r\nContent-Type: audio/wav\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{sound}"
    )
}

fn mail(from: &str, subject: &str) -> String {
    format!("From: <{from}>\r\nSubject: {subject}\r\n\r\nShall we eat at one today?\r\n")
}

/// Anna's mailbox, in which each message has a subject of its own, and her address book.
async fn company() -> Company {
    let company = Company::new().await;
    company.set("outside.country", "DE").await;
    company.set("outside.area", "30").await;
    company.set("outside.prefix", "0").await;
    let anna = company.anna().id;
    let telephone = |number| Telephone { kind: Kind::Work, number: Number::parse(number).unwrap() };
    let acme = Contact {
        name: "Acme".into(),
        numbers: vec![telephone("+493077777"), telephone("+491701")],
        emails: vec![Email::parse("post@acme.example").unwrap()],
        ..Contact::default()
    };
    company.directory.add_contacts(Book::Personal(anna), vec![acme], None).await.unwrap();
    let direct = vec![DirectNumbers::parse("+4930123456:200-299").unwrap()];
    let (access, user) = (Access::Registering, "030123456".into());
    let agreed = Agreed { direct, access, user, ..Agreed::with("sip:192.0.2.1") };
    let trunk = NewTrunk { name: "provider".into(), agreed, secret: None };
    company.directory.add_trunk(trunk, None).await.unwrap();
    let mailbox = company.post.mailbox(anna);
    let inbox = mailbox.folders().await.unwrap()[0].id;
    for (minute, message) in [
        voice("+493012345@voice.example.org", "caller"),
        voice("03012345@elsewhere.example", "caller at home"),
        mail("+493012345@voice.example.org", "caller by template"),
        mail("+493012345@other.example", "another's template"),
        voice("202@example.org", "Ben"),
        voice("+4930123456202@voice.example.org", "Ben by way of the provider"),
        mail("202@example.org", "Ben's mail"),
        mail("Post@acme.example", "Acme's mail"),
        voice("+491701@voice.example.org", "Acme on the move"),
        mail("other@acme.example", "another"),
        voice("+493088888@voice.example.org", "stranger"),
    ]
    .into_iter()
    .enumerate()
    {
        let at = format!("2026-11-20T08:{minute:02}:00Z").parse().unwrap();
        let flags = Flags { seen: minute == 1, ..Flags::default() };
        mailbox.append(inbox, message.into(), flags, at).await.unwrap();
    }
    company
}

fn mailbox(company: &Company) -> Arc<dyn Mailbox> {
    company.post.mailbox(company.anna().id)
}

fn reads() -> Habits {
    Habits { reads_mail: true, ..Habits::default() }
}

async fn call(company: &Company, habits: Habits, caller: Caller) -> SimulatedLine {
    let mut line = from_outside("99", caller);
    let owner = Owner { user: company.anna(), habits };
    let _gone = mailbox_menu(&mut line, &owner, &*company.directory, &company.post).await;
    assert!(line.is_over() && line.elapsed() < 3_600_000, "{:?}", line.heard());
    line
}

/// Up to the question whose messages are meant, answered so.
fn asks(keys: &str) -> Caller {
    Caller::new().hears("offer-settings").presses("75").hears("sender-number").presses(keys)
}

/// The subjects of the messages that are left in the inbox, the newest first.
async fn left(company: &Company) -> Vec<String> {
    let mailbox = mailbox(company);
    let inbox = mailbox.folders().await.unwrap()[0].id;
    let entries = mailbox.newest(inbox, Filter::default(), None, 500).await.unwrap();
    entries.into_iter().map(|entry| entry.subject).collect()
}

/// Which messages are heard behind these keys: each is deleted as it comes.
async fn found(habits: Habits, asked: &str, count: usize) -> Vec<String> {
    found_in(&company().await, habits, asked, count).await
}

async fn found_in(company: &Company, habits: Habits, asked: &str, count: usize) -> Vec<String> {
    let before = left(company).await;
    let caller = (0..count).fold(asks(asked), |caller, _| caller.hears("offer-again").presses("3"));
    let end = if count == 0 { "list-none" } else { "list-end" };
    let line = call(company, habits, caller.hears(end).hears("offer-sender").presses("*").hangs_up()).await;
    assert!(line.heard().iter().any(|id| id == end), "{asked}: {:?}", line.heard());
    let left = left(company).await;
    before.into_iter().filter(|subject| !left.contains(subject)).collect()
}

#[test]
fn a_number_or_a_name_leads_to_the_messages_of_one_sender() {
    let acme = ["Acme on the move", "Acme's mail"];
    let caller = ["caller by template", "caller at home", "caller"];
    let ben = ["Ben's mail", "Ben by way of the provider", "Ben"];
    for (keys, expected) in [
        ("03012345#", &caller[..]),
        ("003012345#", &caller),
        ("0004930 12345#", &caller),
        ("202#", &ben),
        ("030123456202#", &ben),
        ("03077777#", &acme),
        ("01701#", &acme),
        ("03099999#", &[]),
        ("203#", &[]),
    ] {
        run(async {
            let keys = keys.replace(' ', "");
            assert_eq!(found(reads(), &keys, expected.len()).await, expected, "{keys}");
        });
    }
    run(async {
        // Ben, by the letters of his name.
        let company = company().await;
        let caller = asks("0#").hears("ask-name").presses("93237#").hears("ask-match").presses("1");
        let line = call(
            &company,
            reads(),
            caller.hears("offer-again").presses("3").hears("message-number").hangs_up(),
        )
        .await;
        assert_eq!(left(&company).await.len(), 10, "{:?}", line.heard());
        assert!(!left(&company).await.contains(&"Ben".to_owned()));
    });
}

#[test]
fn mail_of_a_number_is_recognised_by_the_template_of_senders_or_by_one_for_the_search() {
    for (template, expected) in [
        ("", ["caller by template", "caller at home", "caller"]),
        ("$(phonenumber)@other.example", ["another's template", "caller at home", "caller"]),
    ] {
        run(async {
            let company = company().await;
            company.set("mail.search_template", template).await;
            assert_eq!(found_in(&company, reads(), "03012345#", 3).await, expected);
        });
    }
}

#[test]
fn where_no_mail_is_read_aloud_a_senders_voice_messages_are_found() {
    run(async {
        assert_eq!(found(Habits::default(), "202#", 2).await, ["Ben by way of the provider", "Ben"]);
        assert_eq!(found(Habits::default(), "03077777#", 1).await, ["Acme on the move"]);
    });
    run(async {
        let company = company().await;
        let caller = Caller::new().hears("offer-settings").presses("7").hears("offer-menu").presses("*");
        let line = call(&company, Habits::default(), caller.hears("offer-end").presses("*")).await;
        let heard = line.heard();
        assert!(!heard.iter().any(|id| id.starts_with("offer-kinds")), "{heard:?}");
        let level = ["offer-new-voice", "offer-old-voice", "offer-sender", "offer-help", "offer-menu…"];
        assert!(heard.windows(level.len()).any(|window| window == level), "{heard:?}");
    });
}

#[test]
fn who_does_not_answer_or_goes_back_is_in_the_menu_again_and_silence_ends_the_call() {
    for keys in ["#", "*#", "12*#", "0#*"] {
        run(async {
            let company = company().await;
            let back = asks(keys).hears("offer-sender").presses("*").hears("offer-end").presses("*");
            let line = call(&company, reads(), back).await;
            assert_eq!(line.heard().last().unwrap(), "goodbye", "{keys}");
            assert!(!line.heard().iter().any(|id| id.starts_with("message-number")), "{keys}");
        });
    }
    run(async {
        let company = company().await;
        let line = call(&company, reads(), asks("")).await;
        assert_eq!(line.heard().iter().filter(|id| *id == "sender-number").count(), 3);
        assert_eq!(line.heard().last().unwrap(), "goodbye");
    });
}

#[test]
fn styles_with_a_choice_of_messages_have_the_key_and_the_smallest_has_not() {
    for style in [Style::Standard, Style::Phonemail, Style::Vms, Style::Ergo] {
        run(async {
            let company = company().await;
            let caller = Caller::new().waits(500).presses("75202#").hears("message-number").hangs_up();
            let line = call(&company, Habits { style, ..reads() }, caller).await;
            assert!(line.heard().iter().any(|id| id.starts_with("sender-number")), "{style:?}");
            assert!(line.heard().iter().any(|id| id.starts_with("message-number")), "{style:?}");
        });
    }
    run(async {
        let company = company().await;
        let habits = Habits { style: Style::Minimal, ..reads() };
        let line =
            call(&company, habits, Caller::new().waits(500).presses("7").waits(3_000).hangs_up()).await;
        assert!(line.heard().iter().any(|id| id.starts_with("key-unknown")), "{:?}", line.heard());
    });
}
