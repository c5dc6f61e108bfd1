//! A member sees the group's folders below the own ones, with one set of flags for all, as long as the membership lasts.

use super::*;
use crate::memory::PostOffice;
use directory::{NewUser, memory};
use domain::id::TenantId;
use domain::language::Language;
use domain::number::{Email, Extension};
use domain::settings::{Row, Scope};
use jiff::Timestamp;

const ANNA: UserId = UserId::new(1);
const BEN: UserId = UserId::new(2);
const SALES: UserId = UserId::new(3);

struct House {
    post: Arc<PostOffice>,
    directory: Arc<memory::MemoryDirectory>,
}

impl House {
    /// Anna (201) and Ben (202) share the mailbox of Sales (250).
    async fn new() -> House {
        let directory = memory::open(TenantId::new(1), "example.org", Timestamp::now).await.unwrap();
        for (name, extension) in [("Anna", "201"), ("Ben", "202"), ("Sales", "250")] {
            let user = NewUser {
                name: name.into(),
                extension: Extension::parse(extension).unwrap(),
                email: Email::parse(&format!("{name}@example.org")).unwrap(),
                language: Some(Language::EnGb),
                zone: "Europe/London".into(),
                administrator: false,
                password: "correct horse".into(),
                pin: "730184".into(),
            };
            directory.add_user(user).await.unwrap();
        }
        let post = Arc::new(PostOffice::new(directory.people()));
        let house = House { post, directory };
        house.share("201 202").await;
        house
    }

    async fn share(&self, with: &str) {
        let row = Row { scope: Scope::User(SALES), key: "mailbox.shared_with".into(), value: with.into() };
        self.directory.set_setting(row).await.unwrap();
    }

    fn of(&self, user: UserId) -> Arc<dyn Mailbox> {
        mailbox(self.post.clone(), self.directory.clone(), user)
    }

    async fn leave(&self) {
        let mailbox = self.post.mailbox(SALES);
        let inbox = mailbox.folders().await.unwrap()[0].id;
        let message = Bytes::from_static(b"Subject: Order\r\n\r\nTen pieces\r\n");
        mailbox.append(inbox, message, Flags::default(), Timestamp::now()).await.unwrap();
    }
}

async fn folder(mailbox: &dyn Mailbox, name: &str) -> Option<Folder> {
    mailbox.folders().await.unwrap().into_iter().find(|folder| folder.name == name)
}

fn seen() -> FlagChange {
    FlagChange::Add(Flags { seen: true, ..Flags::default() })
}

#[tokio::test]
async fn members_have_the_groups_folders_and_one_set_of_flags() {
    let house = House::new().await;
    house.leave().await;
    let (annas, bens) = (house.of(ANNA), house.of(BEN));
    let inbox = folder(&*annas, "Shared/Sales").await.unwrap();
    assert_eq!(inbox.special_use, None);
    let sent = folder(&*annas, "Shared/Sales/Sent").await.unwrap();
    assert_eq!(sent.special_use, None, "a member's mail client keeps what it sends in the own folder");
    let entry = annas.list(inbox.id, 1..u32::MAX, 10).await.unwrap().remove(0);
    assert_eq!(annas.read(&entry.message, 0..entry.size).await.unwrap().len() as u64, entry.size);
    assert_eq!(annas.find(&entry.message).await.unwrap().map(|found| found.uid), Some(entry.uid));

    let mut news = bens.watch();
    annas.set_flags(inbox.id, &[entry.uid], seen(), None).await.unwrap();
    news.changed().await.unwrap();
    let at_bens = folder(&*bens, "Shared/Sales").await.unwrap();
    assert!(bens.list(at_bens.id, 1..u32::MAX, 10).await.unwrap()[0].flags.seen);
    assert_eq!(bens.status(at_bens.id).await.unwrap().unseen, 0);
    assert_eq!((annas.owner(), annas.counts().await.unwrap()), (ANNA, Counts::default()));
}

#[tokio::test]
async fn folders_are_made_and_renamed_within_the_mailbox_that_their_name_says() {
    let house = House::new().await;
    house.leave().await;
    let annas = house.of(ANNA);
    annas.create_folder("Shared/Sales/Done").await.unwrap();
    annas.create_folder("Own").await.unwrap();
    assert!(folder(&*house.post.mailbox(SALES), "Done").await.is_some());
    assert!(folder(&*house.post.mailbox(ANNA), "Own").await.is_some());
    let (inbox, done) =
        (folder(&*annas, "Shared/Sales").await.unwrap(), folder(&*annas, "Shared/Sales/Done").await.unwrap());
    assert_eq!(annas.move_to(inbox.id, &[1], done.id).await.unwrap().len(), 1);
    // From one mailbox to another nothing goes.
    let own = folder(&*annas, "Own").await.unwrap();
    assert!(matches!(annas.copy(done.id, &[1], own.id).await, Err(MailboxError::NotAllowed)));
    assert!(matches!(annas.rename_folder(done.id, "Mine").await, Err(MailboxError::NotAllowed)));
    annas.rename_folder(done.id, "Shared/Sales/Old").await.unwrap();
    assert!(folder(&*annas, "Shared/Sales/Old").await.is_some());
}

#[tokio::test]
async fn who_is_no_member_any_more_reads_nothing_more_of_it() {
    let house = House::new().await;
    house.leave().await;
    let bens = house.of(BEN);
    let inbox = folder(&*bens, "Shared/Sales").await.unwrap();
    let entry = bens.list(inbox.id, 1..u32::MAX, 10).await.unwrap().remove(0);
    house.share("201").await;
    assert!(matches!(bens.list(inbox.id, 1..u32::MAX, 10).await, Err(MailboxError::NoSuchFolder)));
    assert!(bens.read(&entry.message, 0..1).await.is_err());
    assert!(bens.find(&entry.message).await.unwrap().is_none());
    assert!(folder(&*bens, "Shared/Sales").await.is_none());
}

#[tokio::test]
async fn two_groups_of_one_name_are_told_apart_and_no_name_breaks_a_level() {
    let house = House::new().await;
    for (name, extension) in [("Sales", "251"), ("A/B *", "252")] {
        let user = NewUser {
            name: name.into(),
            extension: Extension::parse(extension).unwrap(),
            email: Email::parse(&format!("{extension}@example.org")).unwrap(),
            language: Some(Language::EnGb),
            zone: "Europe/London".into(),
            administrator: false,
            password: "correct horse".into(),
            pin: "730184".into(),
        };
        let user = house.directory.add_user(user).await.unwrap();
        let row = Row { scope: Scope::User(user.id), key: "mailbox.shared_with".into(), value: "201".into() };
        house.directory.set_setting(row).await.unwrap();
    }
    let house = House { post: Arc::new(PostOffice::new(house.directory.people())), ..house };
    let names: Vec<String> =
        house.of(ANNA).folders().await.unwrap().into_iter().map(|folder| folder.name).collect();
    for expected in ["Shared/Sales 250", "Shared/Sales 251", "Shared/A-B -"] {
        assert!(names.iter().any(|name| name == expected), "{names:?}");
    }
}
