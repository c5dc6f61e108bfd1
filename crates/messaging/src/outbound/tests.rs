//! Work is written with what causes it, tried by one at a time, and told to its owner once if it fails.

use super::*;
use crate::delivery::Voice;
use crate::{Flags, PostOffice, outbox, spoken};
use directory::{NewUser, memory};
use domain::id::{CallId, TenantId};
use domain::language::Language;
use domain::number::Extension;
use domain::settings::{Row, Scope};
use std::time::Duration;
use store::testing::{Fixture, on_both};

const ANNA: UserId = UserId::new(1);

struct House {
    office: PostOffice,
    directory: Arc<dyn Directory>,
    queue: Outbound,
    _fixture: Fixture,
}

/// Anna, whose voice messages are copied so.
async fn houses(copy: &str) -> Vec<House> {
    let mut houses = Vec::new();
    for fixture in on_both().await {
        let directory = memory::open(TenantId::new(1), "example.org", Timestamp::now).await.unwrap();
        let anna = NewUser {
            name: "Anna".into(),
            extension: Extension::parse("201").unwrap(),
            email: Email::parse("anna@example.org").unwrap(),
            language: Some(Language::EnGb),
            zone: "Europe/London".into(),
            administrator: false,
            password: "correct horse".into(),
            pin: "730184".into(),
        };
        directory.add_user(anna).await.unwrap();
        for (key, value) in [("mail.copy", copy), ("mail.copy_to", "anna@home.example")] {
            let row = Row { scope: Scope::User(ANNA), key: key.into(), value: value.into() };
            directory.set_setting(row).await.unwrap();
        }
        let office = PostOffice::new(fixture.tenant.clone(), directory.clone());
        let queue = office.outbound("a");
        houses.push(House { office, directory, queue, _fixture: fixture });
    }
    houses
}

impl House {
    async fn leave(&self, key: &str) {
        let voice = Voice {
            samples: vec![0; 8_000 * 3],
            language: Language::EnGb,
            zone: "Europe/London".into(),
            call: CallId::new("a", 1),
            called: "201".into(),
            marks: Default::default(),
        };
        let from = Sender { number: Some("+4930123".into()), ..Sender::default() };
        let delivery = Delivery {
            key: key.into(),
            to: vec![ANNA],
            from,
            at: Timestamp::now(),
            body: Body::Voice(voice),
        };
        self.office.deliver(delivery).await.unwrap();
    }

    async fn claimed(&self) -> Vec<Work> {
        self.queue.claim(Kind::Mail).await.unwrap()
    }

    async fn subjects(&self) -> Vec<String> {
        let mailbox = self.office.mailbox(ANNA);
        let folders = mailbox.folders().await.unwrap();
        let entries = mailbox.list(folders[0].id, 1..u32::MAX, 100).await.unwrap();
        entries.into_iter().map(|entry| entry.subject).collect()
    }

    async fn reports(&self) -> usize {
        self.subjects()
            .await
            .iter()
            .filter(|subject| subject.contains("Not delivered: anna@home.example"))
            .count()
    }
}

fn ended(tried: Tried) -> Ended {
    Ended { tried, status: "5.1.1".into(), said: "550 no\r\nsuch user".into() }
}

fn notice(action: &str) -> Bytes {
    Bytes::from(format!(
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\
         Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: {action}\r\nStatus: 5.2.2\r\n\
         Diagnostic-Code: smtp; 552 full\r\n\r\n--b--\r\n"
    ))
}

fn token(work: &Work) -> &str {
    outbound::returned(&work.return_path, "example.org").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_the_message_itself_and_leaves_once() {
    for house in houses("recording").await {
        house.leave("call-1").await;
        house.leave("call-1").await;
        let claimed = house.claimed().await;
        let [work] = &claimed[..] else { panic!("{} works", claimed.len()) };
        assert_eq!(work.to.as_str(), "anna@home.example");
        let text = String::from_utf8_lossy(&work.message);
        assert!(text.contains("Voice message from +4930123") && text.contains("audio/wav"));
        assert!(house.claimed().await.is_empty(), "it is one's at a time");
        house.queue.finish(work, ended(Tried::Sent)).await.unwrap();
        assert_eq!(house.queue.standing(Kind::Mail).await.unwrap(), Standing::default());
        assert!(house.queue.list(0, 10).await.unwrap().is_empty());
        assert_eq!(house.subjects().await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_holds_no_recording_and_where_no_copy_is_wanted_there_is_none() {
    for house in houses("notice").await {
        house.leave("call-1").await;
        let text = String::from_utf8_lossy(&house.claimed().await[0].message).into_owned();
        assert!(text.contains("+4930123") && !text.contains("audio/"), "{text}");
        assert!(text.contains("The recording is in your mailbox."), "{text}");
    }
    for house in houses("off").await {
        house.leave("call-1").await;
        assert!(house.claimed().await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_off_waits_until_it_is_due_or_pushed() {
    for house in houses("recording").await {
        house.leave("call-1").await;
        let work = house.claimed().await.remove(0);
        house.queue.finish(&work, ended(Tried::Later)).await.unwrap();
        assert!(house.claimed().await.is_empty());
        let listed = house.queue.list(0, 10).await.unwrap();
        assert_eq!((listed[0].attempts, listed[0].has_failed), (1, false));
        assert_eq!(listed[0].reason, "5.1.1 550 no such user");
        let standing = house.queue.standing(Kind::Mail).await.unwrap();
        assert_eq!((standing.waiting, standing.next_due), (1, Some(listed[0].due)));

        assert_eq!(house.queue.retry(Some(work.id())).await.unwrap(), 1);
        assert!(matches!(house.queue.retry(Some(work.id() + 1)).await, Err(OutboundError::NoSuchWork)));
        let again = house.claimed().await.remove(0);
        house.queue.remove(again.id(), None).await.unwrap();
        house.queue.finish(&again, ended(Tried::Later)).await.unwrap();
        assert!(house.queue.list(0, 10).await.unwrap().is_empty(), "what is dropped does not come back");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_comes_back_takes_up_what_it_had_and_its_former_self_writes_nothing() {
    for house in houses("recording").await {
        house.leave("call-1").await;
        let former = house.claimed().await.remove(0);
        let other = house.office.outbound("b");
        other.take_up().await.unwrap();
        assert!(other.claim(Kind::Mail).await.unwrap().is_empty(), "another node's is left alone");
        house.queue.take_up().await.unwrap();
        let work = house.claimed().await.remove(0);
        house.queue.finish(&former, ended(Tried::Never)).await.unwrap();
        assert_eq!(house.queue.standing(Kind::Mail).await.unwrap().waiting, 1);
        house.queue.finish(&work, ended(Tried::Sent)).await.unwrap();
        assert_eq!(house.queue.standing(Kind::Mail).await.unwrap().waiting, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_told_to_its_owner_once() {
    for house in houses("recording").await {
        house.leave("call-1").await;
        let work = house.claimed().await.remove(0);
        house.queue.finish(&work, ended(Tried::Never)).await.unwrap();
        assert_eq!(house.reports().await, 1);
        assert!(house.queue.list(0, 10).await.unwrap()[0].has_failed);
        // A notice of another server about the same mail is no news, and a report is never copied itself.
        house.office.returned(token(&work), notice("failed")).await.unwrap();
        assert_eq!(house.reports().await, 1);
        assert!(house.claimed().await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_later_is_told_to_its_owner_once_if_it_failed() {
    for house in houses("recording").await {
        house.leave("call-1").await;
        let work = house.claimed().await.remove(0);
        house.queue.finish(&work, ended(Tried::Sent)).await.unwrap();
        for harmless in
            [notice("delayed"), notice("delivered"), Bytes::from_static(b"Subject: out of office\r\n\r\n")]
        {
            house.office.returned(token(&work), harmless).await.unwrap();
        }
        assert_eq!(house.reports().await, 0);
        for _ in 0..3 {
            house.office.returned(&token(&work).to_uppercase(), notice("failed")).await.unwrap();
        }
        assert_eq!(house.reports().await, 1);
        assert_eq!(house.queue.list(0, 10).await.unwrap()[0].reason, "5.2.2 552 full");
        let unknown = house.office.returned(&"0".repeat(32), notice("failed")).await;
        assert!(matches!(unknown, Err(DeliverError::NoSuchRecipient)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_is_sealed_and_can_be_forgotten() {
    for house in houses("off").await {
        assert!(house.queue.password().await.unwrap().is_none());
        house.queue.set_password("s3cret").await.unwrap();
        assert_eq!(house.queue.password().await.unwrap().unwrap().as_str(), "s3cret");
        house.queue.set_password("").await.unwrap();
        assert!(house.queue.password().await.unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_for_work_hears_of_it() {
    for house in houses("recording").await {
        let mut changes = house.queue.watch();
        changes.mark_unchanged();
        house.leave("call-1").await;
        tokio::time::timeout(Duration::from_secs(10), changes.changed()).await.unwrap().unwrap();
        assert_eq!(house.claimed().await.len(), 1);
    }
}

/// A message that Anna has spoken to these.
fn spoken(house: &House, to: &[&str]) -> Bytes {
    let people = house.directory.people();
    let to: Vec<_> = to.iter().map(|to| directory::Recipient::Elsewhere(Email::parse(to).unwrap())).collect();
    spoken::compose(&spoken::Letter {
        from: people.user(ANNA).unwrap(),
        to: &to,
        sound: b"RIFF",
        seconds: 3,
        wishes: spoken::Wishes::default(),
        about: &spoken::About::New,
        at: Timestamp::now(),
        realm: "example.org",
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_sends_leaves_once_for_each_address_elsewhere_and_its_failure_is_told() {
    for house in houses("off").await {
        let mailbox = house.office.mailbox(ANNA);
        let folder = outbox::folder(&*mailbox).await.unwrap();
        let send = async || {
            let people = house.directory.people();
            outbox::send(&house.office, &people, ANNA, Timestamp::now(), outbox::Which::Ready).await.unwrap()
        };
        let two = ["x@elsewhere.example", "y@elsewhere.example", "X@elsewhere.example"];
        let message = spoken(&house, &two);
        mailbox.append(folder, message.clone(), Flags::default(), Timestamp::now()).await.unwrap();
        // No server takes mail for others: the sender hears of it, and nothing waits.
        assert_eq!(send().await, 1);
        assert!(house.claimed().await.is_empty());
        let lost = house.subjects().await.len();
        assert!(lost > 0, "a report for each address");

        let row =
            Row { scope: Scope::System, key: "smarthost.host".into(), value: "mail.example.net".into() };
        house.directory.set_setting(row).await.unwrap();
        mailbox.append(folder, message, Flags::default(), Timestamp::now()).await.unwrap();
        assert_eq!((send().await, send().await), (1, 0));
        let claimed = house.claimed().await;
        let to: Vec<&str> = claimed.iter().map(|work| work.to.as_str()).collect();
        assert_eq!(to, two[..2]);
        for work in &claimed {
            let text = String::from_utf8_lossy(&work.message);
            assert!(text.contains("To: ") && text.contains("audio/wav"), "{text}");
        }
        house.queue.finish(&claimed[0], ended(Tried::Sent)).await.unwrap();
        house.queue.finish(&claimed[1], ended(Tried::Never)).await.unwrap();
        let told: Vec<String> = house.subjects().await.split_off(lost);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("y@elsewhere.example"), "{told:?}");
    }
}
