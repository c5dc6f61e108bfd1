//! A voice message gains its text while people do with it what they like.

use super::people;
use crate::office::PostOffice;
use crate::transcripts::{self, Ended, Transcripts};
use crate::{Body, Delivery, Entry, FlagChange, Flags, Mailbox, Post, Sender, TextPart, Voice, voice};
use domain::id::{CallId, FolderId, UserId};
use domain::language::Language;
use domain::transcript::{Standing, Trouble, Words};
use jiff::SignedDuration;
use std::sync::Arc;
use store::testing::{Fixture, on_sqlite};

const ANNA: UserId = UserId::new(1);

struct House {
    post: PostOffice,
    queue: Transcripts,
    mailbox: Arc<dyn Mailbox>,
    inbox: FolderId,
    _fixture: Fixture,
}

async fn house() -> House {
    let fixture = on_sqlite().await;
    let post = PostOffice::transcribing(fixture.tenant.clone(), people::directory().await);
    let mailbox = post.mailbox(ANNA);
    let inbox = mailbox.folders().await.unwrap()[0].id;
    let queue = post.transcripts("n", SignedDuration::from_mins(5));
    House { post, queue, mailbox, inbox, _fixture: fixture }
}

impl House {
    /// A voice message comes in.
    async fn leave(&self, key: &str) -> Entry {
        let body = Body::Voice(Voice {
            samples: (0..16_000).map(|i| (i % 300) as i16).collect(),
            language: Language::EnGb,
            zone: "Europe/London".into(),
            call: CallId::new("n", 7),
            called: "201".into(),
            marks: Default::default(),
        });
        let from = Sender { number: Some("+4930".into()), ..Sender::default() };
        let delivery = Delivery { key: key.into(), to: vec![ANNA], from, at: jiff::Timestamp::now(), body };
        let delivered = self.post.deliver(delivery).await.unwrap();
        self.mailbox.find(&delivered.message).await.unwrap().unwrap()
    }

    async fn hear(&self, text: &str) {
        let work = self.queue.claim().await.unwrap().expect("something waits");
        assert!(work.sound.starts_with(b"RIFF"));
        let words = Words { text: text.into(), confidence: Some(0.9) };
        self.queue.finish(work, Ended::Said { standing: Standing::Reliable, words }).await.unwrap();
    }

    async fn now(&self, before: &Entry) -> Entry {
        self.mailbox.find(&before.message).await.unwrap().expect("it is there")
    }
}

#[tokio::test]
async fn a_message_gains_its_text_and_is_the_same_message() {
    let house = house().await;
    let before = house.leave("1").await;
    assert_eq!(transcripts::of(&*house.mailbox, &before).await.unwrap(), None);
    let sound = voice::audio(&*house.mailbox, &before).await.unwrap();
    let flags = Flags { seen: true, keywords: ["$x".to_owned()].into(), ..Flags::default() };
    house.mailbox.set_flags(house.inbox, &[before.uid], FlagChange::Add(flags.clone()), None).await.unwrap();
    let mut told = house.mailbox.watch();
    told.borrow_and_update();
    house.hear("The warehouse is closed.\nCall 030 4440001.").await;
    tokio::time::timeout(std::time::Duration::from_secs(30), told.changed()).await.unwrap().unwrap();

    let after = house.now(&before).await;
    assert!(after.uid > before.uid && after.size > before.size);
    assert_eq!((&after.message, &after.flags, after.received), (&before.message, &flags, before.received));
    assert_eq!(after.structure.envelope, before.structure.envelope);
    assert_eq!((after.kind, after.seconds, &after.from), (before.kind, before.seconds, &before.from));
    let (standing, words) = transcripts::of(&*house.mailbox, &after).await.unwrap().unwrap();
    assert_eq!(
        (standing, words.as_str()),
        (Standing::Reliable, "The warehouse is closed.\nCall 030 4440001.")
    );
    assert_eq!(voice::audio(&*house.mailbox, &after).await.unwrap(), sound);
    // Who opened it before reads on by what was known then.
    assert_eq!(voice::audio(&*house.mailbox, &before).await.unwrap(), sound);
    for part in [TextPart::Body, TextPart::Whole] {
        let found = house.mailbox.search_text(house.inbox, part, "WAREHOUSE").await.unwrap();
        assert_eq!(found, [after.uid]);
    }
    assert!(house.queue.claim().await.unwrap().is_none());
}

#[tokio::test]
async fn a_message_that_is_heard_moved_or_deleted_meanwhile_goes_on_as_its_owner_wants() {
    let house = house().await;
    let folders = house.mailbox.folders().await.unwrap();
    let archive = folders.iter().find(|folder| folder.name == "Archive").unwrap().id;

    let moved = house.leave("moved").await;
    house.mailbox.move_to(house.inbox, &[moved.uid], archive).await.unwrap();
    house.hear("moved").await;
    let after = house.now(&moved).await;
    assert_eq!(after.folder, archive);
    assert!(transcripts::of(&*house.mailbox, &after).await.unwrap().is_some());

    // The telephone has found it before and marks it now.
    let heard = house.leave("heard").await;
    house.hear("heard").await;
    let seen = Flags { seen: true, ..Flags::default() };
    house.mailbox.set_flags(heard.folder, &[heard.uid], FlagChange::Add(seen), None).await.unwrap();
    let after = house.now(&heard).await;
    assert!(after.flags.seen);
    house.mailbox.move_to(heard.folder, &[heard.uid], archive).await.unwrap();
    assert_eq!(house.now(&heard).await.folder, archive);

    let deleted = house.leave("deleted").await;
    let flag = Flags { deleted: true, ..Flags::default() };
    house.mailbox.set_flags(house.inbox, &[deleted.uid], FlagChange::Add(flag), None).await.unwrap();
    house.hear("deleted").await;
    assert_eq!(house.now(&deleted).await.uid, deleted.uid, "left as it is");

    let gone = house.leave("gone").await;
    let work = house.queue.claim().await.unwrap().unwrap();
    let flag = Flags { deleted: true, ..Flags::default() };
    house.mailbox.set_flags(house.inbox, &[gone.uid], FlagChange::Add(flag), None).await.unwrap();
    house.mailbox.expunge(house.inbox, None).await.unwrap();
    let words = Words { text: "gone".into(), confidence: None };
    house.queue.finish(work, Ended::Said { standing: Standing::Reliable, words }).await.unwrap();
    assert!(house.mailbox.find(&gone.message).await.unwrap().is_none(), "it does not come back");

    house.leave("gone before").await;
    let all = house.mailbox.list(house.inbox, 0..u32::MAX, 9).await.unwrap();
    let flag = Flags { deleted: true, ..Flags::default() };
    house.mailbox.set_flags(house.inbox, &[all[0].uid], FlagChange::Add(flag), None).await.unwrap();
    house.mailbox.expunge(house.inbox, None).await.unwrap();
    assert!(house.queue.claim().await.unwrap().is_none());
    assert_eq!(house.queue.standing().await.unwrap().waiting, 0);
}

#[tokio::test]
async fn trouble_puts_a_message_off_or_leaves_it_without_a_text() {
    let house = house().await;
    let entry = house.leave("1").await;
    let work = house.queue.claim().await.unwrap().unwrap();
    house.queue.finish(work, Ended::Trouble(Trouble::Away)).await.unwrap();
    assert_eq!(house.queue.standing().await.unwrap().waiting, 1);
    assert!(house.queue.claim().await.unwrap().is_none(), "not at once");

    let other = house.leave("2").await;
    let work = house.queue.claim().await.unwrap().unwrap();
    house.queue.finish(work, Ended::Trouble(Trouble::Refused)).await.unwrap();
    assert_eq!(house.queue.standing().await.unwrap().waiting, 1);
    for entry in [entry, other] {
        assert_eq!(house.now(&entry).await.uid, entry.uid);
    }
}

#[tokio::test]
async fn only_voice_messages_wait_and_only_where_somebody_transcribes() {
    let house = house().await;
    let message = b"From: a@b\r\n\r\nHello\r\n".as_slice().into();
    let body = Body::Mail { message, trace: String::new() };
    let (from, at) = (Sender::default(), jiff::Timestamp::now());
    let mail = Delivery { key: "m".into(), to: vec![ANNA], from, at, body };
    house.post.deliver(mail).await.unwrap();
    assert_eq!(house.queue.standing().await.unwrap().waiting, 0);
    let silent = PostOffice::new(house._fixture.tenant.clone(), people::directory().await);
    let house = House { post: silent, ..house };
    house.leave("1").await;
    assert_eq!(house.queue.standing().await.unwrap().waiting, 0);
}
