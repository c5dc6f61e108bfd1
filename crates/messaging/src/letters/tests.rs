//! Letters are written once, to the mailbox and to where its voice messages are copied.

use super::*;
use crate::PostOffice;
use crate::outbound::Kind;
use bytes::Bytes;
use directory::local;
use directory::{NewUser, PinCheck, PinSaid, WelcomePin};
use domain::guesser::Guesser;
use domain::id::DeviceId;
use domain::number::Extension;
use domain::settings::Scope;
use store::testing::{Fixture, on_both};

struct House {
    office: PostOffice,
    directory: Arc<dyn Directory>,
    letters: Letters,
    anna: UserId,
    _fixture: Fixture,
}

/// What is enclosed with every welcome.
struct Card;

impl Enclosures for Card {
    fn of(&self, language: Language, _: Style) -> Vec<Enclosure> {
        let octets = Bytes::from(format!("<html lang={language}>"));
        vec![Enclosure { name: "Tästen.html".into(), media_type: "text/html", octets }]
    }
}

/// Anna speaks German and has this PIN.
async fn houses(pin: &str, settings: &[(&str, &str)]) -> Vec<House> {
    let mut houses = Vec::new();
    for fixture in on_both().await {
        let directory: Arc<dyn Directory> =
            local::open(fixture.tenant.clone(), "example.org".into(), [7; 32]).await.unwrap();
        let anna = NewUser {
            name: "Anna Größe".into(),
            extension: Extension::parse("201").unwrap(),
            email: Email::parse("anna@example.org").unwrap(),
            language: Some(Language::DeDe),
            zone: "Europe/Berlin".into(),
            administrator: false,
            password: "correct horse".into(),
            pin: pin.into(),
        };
        let anna = directory.add_user(anna).await.unwrap().id;
        for (key, value) in settings {
            let row = Row { scope: Scope::System, key: (*key).into(), value: (*value).into() };
            directory.set_setting(row).await.unwrap();
        }
        let office = PostOffice::new(fixture.tenant.clone(), directory.clone());
        let stationery = Stationery { mailbox_number: "99".into(), texts: None, enclosures: Arc::new(Card) };
        let letters = office.letters(stationery);
        houses.push(House { office, directory, letters, anna, _fixture: fixture });
    }
    houses
}

impl House {
    /// A call reaches the voice mail.
    async fn called(&self) {
        self.directory.voice_mail_reached(self.anna, "201").await.unwrap();
        self.letters.write_due().await;
    }

    /// All messages of the inbox, as they lie there.
    async fn mails(&self) -> Vec<String> {
        let mailbox = self.office.mailbox(self.anna);
        let inbox = mailbox.folders().await.unwrap()[0].id;
        let mut mails = Vec::new();
        for entry in mailbox.list(inbox, 1..u32::MAX, 100).await.unwrap() {
            let octets = mailbox.read(&entry.message, 0..u64::MAX).await.unwrap();
            mails.push(String::from_utf8_lossy(&octets).into_owned());
        }
        mails
    }

    async fn leaving(&self) -> Vec<String> {
        let work = self.office.outbound("a").claim(Kind::Mail).await.unwrap();
        work.iter().map(|work| format!("{} {}", work.to, String::from_utf8_lossy(&work.message))).collect()
    }

    async fn opens(&self, pin: &str) -> bool {
        let phone = Guesser::Device(DeviceId::new(1));
        matches!(self.directory.check_pin("201", pin, phone).await.unwrap(), PinCheck::Right(_))
    }
}

/// The text of a mail, decoded.
fn text(mail: &str) -> String {
    let kept = crate::kept::Kept::read(mail.as_bytes());
    let part = crate::parts::text(&kept.structure).unwrap();
    let range = part.content.start as usize..part.content.end as usize;
    crate::parts::decoded_text(part, &mail.as_bytes()[range])
}

fn pin_in(mail: &str) -> String {
    let text = text(mail);
    let quoted = text.split_once("Ihre PIN: ").expect("a PIN").1;
    quoted.chars().take_while(char::is_ascii_digit).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_call_has_a_welcome_sent_once_with_a_pin_that_opens() {
    for house in houses("", &[("welcome.send", "true"), ("welcome.from_name", "Sprachbox ÖÄ")]).await {
        house.letters.write_due().await;
        assert!(house.mails().await.is_empty(), "not before a call");
        house.called().await;
        house.called().await;
        let mails = house.mails().await;
        assert_eq!(mails.len(), 1);
        let kept = crate::kept::Kept::read(mails[0].as_bytes());
        assert_eq!(kept.subject, "Willkommen Anna Größe in Ihrer Sprachbox");
        assert_eq!(kept.from.email.as_deref(), Some("voice-mail@example.org"));
        assert_eq!(kept.from.name.as_deref(), Some("Sprachbox ÖÄ"));
        assert!(text(&mails[0]).contains("Ihre Sprachbox hat diese Nummer: 201"), "{}", text(&mails[0]));
        assert!(mails[0].contains("Content-Type: text/html") && mails[0].contains("Auto-Submitted:"));
        assert!(mails[0].is_ascii(), "everything is encoded");
        let pin = pin_in(&mails[0]);
        assert!(pin.len() == 6 && house.opens(&pin).await);
        assert!(house.leaving().await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_and_no_pin_is_drawn_while_it_is_switched_off() {
    for house in houses("", &[]).await {
        house.called().await;
        assert!(house.mails().await.is_empty());
        assert!(!house.directory.pins_set_at().await.unwrap().iter().any(|(user, _)| *user == house.anna));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_sent_anew_where_that_is_asked_for_with_the_old_pin_or_a_new_one() {
    for house in houses("295174", &[("welcome.send", "true")]).await {
        house.called().await;
        house.directory.welcome_anew(Some(house.anna), WelcomePin::Kept, None).await.unwrap();
        assert_eq!(house.mails().await.len(), 1, "the next call has it sent");
        house.called().await;
        house.called().await;
        let mails = house.mails().await;
        assert_eq!(mails.len(), 2);
        for mail in &mails {
            let text = text(mail);
            assert!(text.contains("die Sie schon haben") && !text.contains("295174"), "{text}");
        }
        house.directory.welcome_anew(None, WelcomePin::New, None).await.unwrap();
        house.called().await;
        let pin = pin_in(&house.mails().await[2]);
        assert!(house.opens(&pin).await && !house.opens("295174").await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_that_came_readable_is_quoted_once_and_stays_afterwards() {
    for house in houses("295174", &[("welcome.send", "true")]).await {
        house.directory.import_pin(house.anna, "MTIzNDU=").await.unwrap();
        house.called().await;
        assert_eq!(pin_in(&house.mails().await[0]), "12345");
        house.directory.welcome_anew(Some(house.anna), WelcomePin::Kept, None).await.unwrap();
        house.called().await;
        let text = text(&house.mails().await[1]);
        assert!(text.contains("die Sie schon haben") && !text.contains("12345"), "{text}");
        assert!(house.opens("12345").await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_after_the_mail_was_delivered_sends_no_second_one_and_its_pin_opens() {
    for house in houses("", &[("welcome.send", "true")]).await {
        house.directory.voice_mail_reached(house.anna, "201").await.unwrap();
        let PinSaid::Quoted(pin) = house.directory.welcome_pin(house.anna).await.unwrap() else {
            panic!("no PIN is drawn")
        };
        let people = house.directory.people();
        let user = people.user(house.anna).unwrap();
        let written = wording::Written { subject: "x".into(), text: pin.to_string(), outside: String::new() };
        let letter = letter(&people, user, &Words::built_in(user.language), written);
        let key = format!("welcome-{}-0", house.anna);
        house.letters.deliver(user, key, Timestamp::now(), letter).await.unwrap();
        house.letters.write_due().await;
        house.called().await;
        assert_eq!(house.mails().await.len(), 1);
        assert!(house.opens(&pin).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_voice_messages_are_copied_elsewhere_is_welcomed_there_as_well() {
    for (copy, quotes) in [("recording", true), ("notice", false)] {
        let settings = [("welcome.send", "true"), ("mail.copy", copy), ("mail.copy_to", "anna@home.example")];
        for house in houses("", &settings).await {
            house.called().await;
            let pin = pin_in(&house.mails().await[0]);
            let leaving = house.leaving().await;
            assert_eq!(leaving.len(), 1);
            let (to, mail) = leaving[0].split_once(' ').unwrap();
            assert_eq!(to, "anna@home.example");
            assert_eq!(text(mail).contains(&pin), quotes, "{copy}: {}", text(mail));
            assert!(text(mail).contains("Willkommen Anna Größe"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_is_told_by_mail_where_that_is_set() {
    for (told, expected) in [("true", 1), ("false", 0)] {
        for house in houses("295174", &[("pin.lock_told", told)]).await {
            for _ in 0..6 {
                assert!(!house.opens("000001").await);
            }
            house.letters.write_due().await;
            house.letters.write_due().await;
            let mails = house.mails().await;
            assert_eq!(mails.len(), expected, "{told}");
            assert!(mails.iter().all(|mail| text(mail).contains("von selbst wieder nach 30 Minuten")));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_pin_is_told_by_mail_once_within_its_days() {
    for (by_mail, expected) in [("true", 1), ("false", 0)] {
        let settings = [("pin.expires_after_days", "90"), ("pin.reminded_by_mail", by_mail)];
        for mut house in houses("295174", &settings).await {
            let day = |day: i64| Timestamp::now() + SignedDuration::from_hours(24 * day);
            house.letters.remind(day(80)).await;
            assert!(house.mails().await.is_empty(), "too early");
            house.letters.remind(day(85)).await;
            house.letters.remind(day(86)).await;
            house.letters.reminded.clear();
            house.letters.remind(day(87)).await;
            let mails = house.mails().await;
            assert_eq!(mails.len(), expected, "{by_mail}");
            assert!(mails.iter().all(|mail| text(mail).contains("in 4 Tagen")));
            house.letters.remind(day(95)).await;
            assert_eq!(house.mails().await.len(), expected, "it has ended");
        }
    }
}

/// A mail of so many bytes, or more.
async fn weighs(house: &House, bytes: usize) {
    let mailbox = house.office.mailbox(house.anna);
    let inbox = mailbox.folders().await.unwrap()[0].id;
    let message = Bytes::from(format!("Subject: x\r\n\r\n{}", "x".repeat(bytes)));
    mailbox.append(inbox, message, crate::Flags::default(), Timestamp::now()).await.unwrap();
}

/// Takes the large messages away.
async fn tidies_up(house: &House) {
    let mailbox = house.office.mailbox(house.anna);
    let inbox = mailbox.folders().await.unwrap()[0].id;
    let entries = mailbox.list(inbox, 1..u32::MAX, 100).await.unwrap();
    let uids: Vec<u32> = entries.iter().filter(|entry| entry.size > 50_000).map(|entry| entry.uid).collect();
    let deleted = crate::Flags { deleted: true, ..Default::default() };
    mailbox.set_flags(inbox, &uids, crate::FlagChange::Add(deleted), None).await.unwrap();
    mailbox.expunge(inbox, None).await.unwrap();
}

async fn told(house: &House) -> Vec<String> {
    house.letters.tell_of_quotas(&Concerned::These([house.anna].into())).await;
    let letters = house.mails().await;
    let subject = |mail: &String| crate::kept::Kept::read(mail.as_bytes()).subject;
    letters.iter().map(subject).filter(|subject| subject != "x").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_is_told_once_that_the_mailbox_is_almost_full_and_once_that_it_is() {
    const ALMOST: &str = "Ihr Postfach ist fast voll";
    const FULL: &str = "Ihr Postfach ist voll";
    for house in houses("295174", &[("mailbox.quota_megabytes", "1"), ("mailbox.warn_percent", "50")]).await {
        weighs(&house, 400_000).await;
        assert!(told(&house).await.is_empty());
        weighs(&house, 200_000).await;
        assert_eq!(told(&house).await, [ALMOST]);
        weighs(&house, 100_000).await;
        assert_eq!(told(&house).await, [ALMOST], "once");
        weighs(&house, 400_000).await;
        assert_eq!(told(&house).await, [ALMOST, FULL], "the letter itself is kept");
        // A crash before it was remembered writes nothing twice.
        let rows = house.letters.store.quota_told();
        assert_eq!(rows.of(house.anna).await.unwrap().round, 2);
        let key = format!("quota-{}-2", house.anna);
        let people = house.directory.people();
        let user = people.user(house.anna).unwrap();
        let words = Words::built_in(user.language);
        let written = wording::Written { subject: FULL.into(), text: "x".into(), outside: String::new() };
        let again = letter(&people, user, &words, written);
        house.letters.deliver(user, key, Timestamp::now(), again).await.unwrap();
        assert_eq!(told(&house).await, [ALMOST, FULL]);

        tidies_up(&house).await;
        assert_eq!(told(&house).await, [ALMOST, FULL]);
        weighs(&house, 600_000).await;
        assert_eq!(told(&house).await, [ALMOST, FULL, ALMOST], "it had fallen below");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quota_that_is_set_or_lowered_tells_those_whose_mailboxes_are_full_by_it() {
    for mut house in houses("295174", &[]).await {
        weighs(&house, 2_000_000).await;
        house.letters.tell_of_new_quotas().await;
        assert_eq!(house.mails().await.len(), 1);
        for (megabytes, letters) in [("3", 0), ("2", 1), ("2", 1), ("1", 1), ("0", 1)] {
            let key = "mailbox.quota_megabytes".to_owned();
            let row = Row { scope: Scope::System, key, value: megabytes.into() };
            house.directory.set_setting(row).await.unwrap();
            house.letters.tell_of_new_quotas().await;
            assert_eq!(house.mails().await.len(), 1 + letters, "{megabytes}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_quota_nobody_is_told_and_who_is_concerned_follows_from_what_has_changed() {
    for house in houses("295174", &[]).await {
        let before = house.letters.store.changes().now().await.unwrap();
        weighs(&house, 3_000_000).await;
        assert!(told(&house).await.is_empty());
        let changes = house.letters.store.changes();
        let after = changes.since(before, PAGE).await;
        assert_eq!(Concerned::by(&after, PAGE), Concerned::These([house.anna].into()));
        assert_eq!(Concerned::by(&after, 1), Concerned::Everybody, "there may be more");
        let now = changes.now().await.unwrap();
        assert_eq!(Concerned::by(&changes.since(now, PAGE).await, PAGE), Concerned::These([].into()));
        assert_eq!(Concerned::by(&Ok(Changes::TooOld { now }), PAGE), Concerned::Everybody);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_shall_record_the_announcement_is_written_to_wherever_that_is() {
    for house in houses("295174", &[("recording_page.language", "de-DE")]).await {
        let directory = &house.directory;
        directory.open_page("Studio", "the first password", Some(house.anna)).await.unwrap();
        for address in ["voice@studio.example", "anna@example.org"] {
            directory.invite_to_page(Email::parse(address).unwrap(), Some(house.anna)).await.unwrap();
        }
        house.letters.write_due().await;
        house.letters.write_due().await;
        let outbound = house.office.outbound("n1");
        let work = outbound.claim(Kind::Mail).await.unwrap();
        assert_eq!(work.len(), 1, "once, and to the one who is elsewhere");
        assert_eq!(work[0].to.as_str(), "voice@studio.example");
        let sent = text(&String::from_utf8_lossy(&work[0].message));
        assert!(
            sent.contains("https://example.org/recording") && sent.contains("Benutzername: Studio"),
            "{sent}"
        );
        let password = sent.lines().find_map(|line| line.strip_prefix("Passwort: ")).unwrap().to_owned();
        let opens = async |password: &str, last: u8| {
            let from = std::net::IpAddr::from([192, 0, 2, last]);
            directory.sign_in_at_page("Studio", password, from, [last; 32]).await.unwrap()
        };
        assert_eq!(opens(&password, 1).await, directory::PageLogIn::Welcome);
        assert_ne!(opens("the first password", 2).await, directory::PageLogIn::Welcome);
        assert!(directory.page_invitations().await.unwrap().is_empty());
        let here = house.mails().await;
        assert_eq!(here.len(), 1, "who is here reads it here");
        assert!(text(&here[0]).contains(&password));
        // What cannot be delivered is told to the one who has sent it, without the password.
        let said = crate::outbound::Ended {
            tried: domain::outbound::Tried::Never,
            status: "5.1.1".into(),
            said: "nobody".into(),
        };
        outbound.finish(&work[0], said).await.unwrap();
        let told = house.mails().await;
        assert_eq!(told.len(), 2);
        assert!(told[1].contains("voice@studio.example") && !told[1].contains(&password), "{}", told[1]);
    }
}
