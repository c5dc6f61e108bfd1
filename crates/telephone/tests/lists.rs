//! Distribution lists by telephone: kept by their owner, and used where a message is sent.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod house;

use directory::memory::{self, MemoryDirectory};
use directory::{Directory, Lists, NewUser, User};
use domain::distribution::{ListNumber, Member, Plan};
use domain::id::{TenantId, UserId};
use domain::language::Language;
use domain::number::{Email, Extension};
use domain::settings::{Row, Scope};
use house::{PIN, from_outside, run};
use jiff::Timestamp;
use messaging::memory::PostOffice;
use messaging::{Entry, Filter, Post, SpecialUse};
use std::sync::Arc;
use telephone::simulated::{Caller, SimulatedLine};
use telephone::{Habits, Owner, mailbox_menu};

/// Anna (201), Ben (202) and Carl (203), with a directory that keeps what it is told.
struct Company {
    directory: Arc<MemoryDirectory>,
    post: PostOffice,
}

impl Company {
    /// A smarthost takes mail for elsewhere.
    async fn new() -> Company {
        let directory = memory::open(TenantId::new(1), "example.org", Timestamp::now).await.unwrap();
        for (name, extension) in [("Anna Schmidt", "201"), ("Ben Weber", "202"), ("Carl Kurz", "203")] {
            let user = NewUser {
                name: name.into(),
                extension: Extension::parse(extension).unwrap(),
                email: Email::parse(&format!("{extension}@example.org")).unwrap(),
                language: Some(Language::EnGb),
                zone: "Europe/Berlin".into(),
                administrator: false,
                password: "correct horse".into(),
                pin: PIN.into(),
            };
            directory.add_user(user).await.unwrap();
        }
        let scope = Scope::Tenant(TenantId::new(1));
        let row = Row { scope, key: "smarthost.host".into(), value: "mail.example.net".into() };
        directory.set_setting(row).await.unwrap();
        let post = PostOffice::new(directory.people());
        Company { directory, post }
    }

    fn user(&self, extension: &str) -> Arc<User> {
        self.directory.people().by_extension(&Extension::parse(extension).unwrap()).unwrap().clone()
    }

    fn person(&self, extension: &str) -> Member {
        Member::Person(self.user(extension).id)
    }

    async fn keep(&self, owner: Option<UserId>, number: u8, members: Vec<Member>) -> Member {
        let plan = Plan { owner, number: number_of(number), name: String::new(), members };
        Member::List(self.directory.keep_list(plan, None).await.unwrap().id)
    }

    /// Anna is logged in and presses on.
    async fn call(&self, caller: Caller) -> Vec<String> {
        let mut line = from_outside("99", caller);
        self.line(&mut line).await;
        // What was cut short was said, too.
        line.heard().iter().map(|id| id.trim_end_matches('…').to_owned()).collect()
    }

    async fn line(&self, line: &mut SimulatedLine) {
        let owner = Owner { user: self.user("201"), habits: Habits::default() };
        let _gone_or_not = mailbox_menu(line, &owner, &*self.directory, &self.post).await;
        assert!(line.is_over() && line.elapsed() < 3_600_000, "{:?}", line.heard());
    }

    fn members(&self, number: u8) -> Option<Vec<Member>> {
        let people = self.directory.people();
        let list = people.list_at(Some(self.user("201").id), number_of(number))?;
        Some(list.plan.members.clone())
    }

    /// What lies in somebody's inbox, or among what Anna has sent.
    async fn inbox(&self, extension: &str) -> Vec<Entry> {
        let mailbox = self.post.mailbox(self.user(extension).id);
        let inbox = mailbox.folders().await.unwrap()[0].id;
        mailbox.newest(inbox, Filter::default(), None, 500).await.unwrap()
    }

    async fn sent(&self) -> Vec<Entry> {
        let mailbox = self.post.mailbox(self.user("201").id);
        let folders = mailbox.folders().await.unwrap();
        let sent = folders.iter().find(|folder| folder.special_use == Some(SpecialUse::Sent)).unwrap();
        mailbox.newest(sent.id, Filter::default(), None, 500).await.unwrap()
    }
}

fn number_of(number: u8) -> ListNumber {
    ListNumber::new(number).unwrap()
}

fn email(text: &str) -> Member {
    Member::Email(Email::parse(text).unwrap())
}

fn lists() -> Caller {
    Caller::new()
        .hears("offer-send-message")
        .presses("9")
        .hears("offer-lists")
        .presses("9")
        .hears("lists-which")
}

fn list(number: &str) -> Caller {
    lists().presses(number).presses("#").hears("list-is")
}

/// Anna is asked for whom a message is.
fn asked_for_whom() -> Caller {
    Caller::new().hears("offer-send-message").presses("3").hears("send-by-name")
}

/// She speaks, and sends it.
fn speaks(caller: Caller) -> Caller {
    let caller = caller.hears("send-to-more").presses("#").hears("beep").waits(400).speaks(3_000);
    caller.presses("#").hears("offer-send-it").presses("#").hears("send-held").hangs_up()
}

/// Addresses of a message's header.
fn written_to(entry: &Entry) -> Vec<String> {
    let to = entry.structure.envelope.to.iter();
    to.map(|to| format!("{}@{}", to.local.as_deref().unwrap(), to.domain.as_deref().unwrap())).collect()
}

#[test]
fn a_list_is_made_by_adding_people_by_number_and_by_name_and_lists() {
    run(async {
        let company = Company::new().await;
        company.keep(Some(company.user("201").id), 9, vec![company.person("203")]).await;
        let central = company.keep(None, 7, vec![email("x@elsewhere.example")]).await;
        let heard = company
            .call(
                list("5")
                    .presses("2")
                    .hears("list-add")
                    .presses("202#")
                    .hears("list-added")
                    // Carl Kurz: k-u-r.
                    .presses("0#")
                    .hears("ask-name")
                    .presses("587")
                    .hears("ask-match")
                    .presses("1")
                    .hears("list-added")
                    .presses("**7#")
                    .hears("list-company-list")
                    .presses("202#")
                    .hears("list-has-it")
                    .presses("299#")
                    .hears("send-unknown")
                    .presses("*44#")
                    .hears("send-no-list")
                    .presses("#")
                    .hears("offer-list-hear")
                    .presses("1")
                    .hears("list-company-list")
                    .hangs_up(),
            )
            .await;
        let expected = vec![company.person("202"), company.person("203"), central];
        assert_eq!(company.members(5), Some(expected), "{heard:?}");
        let heard_members: Vec<&String> =
            heard.iter().rev().take(4).filter(|id| *id == "list-member").collect();
        assert_eq!(heard_members.len(), 2, "{heard:?}");
    });
}

#[test]
fn members_are_removed_and_a_list_is_deleted_after_a_question() {
    run(async {
        let company = Company::new().await;
        let me = Some(company.user("201").id);
        company.keep(me, 5, vec![company.person("202"), company.person("203")]).await;
        company
            .call(
                list("5").presses("3").hears("list-remove").presses("202#").hears("list-removed").hangs_up(),
            )
            .await;
        assert_eq!(company.members(5), Some(vec![company.person("203")]));
        company
            .call(
                list("5")
                    .presses("3")
                    .hears("list-remove")
                    .presses("202#")
                    .hears("list-has-it-not")
                    .hangs_up(),
            )
            .await;
        company.call(list("5").presses("4").hears("confirm-delete-list").presses("*").hangs_up()).await;
        assert!(company.members(5).is_some());
        // Silence is no answer, either.
        company.call(list("5").presses("4").hears("confirm-delete-list")).await;
        assert!(company.members(5).is_some());
        company
            .call(
                list("5")
                    .presses("4")
                    .hears("confirm-delete-list")
                    .presses("1")
                    .hears("list-deleted")
                    .hangs_up(),
            )
            .await;
        assert_eq!(company.members(5), None);
    });
}

#[test]
fn the_hundredth_list_and_the_hundredth_member_are_refused_in_words() {
    run(async {
        let company = Company::new().await;
        for number in ["100", "0"] {
            let heard =
                company.call(lists().presses(number).presses("#").hears("lists-numbers").hangs_up()).await;
            assert!(heard.contains(&"lists-numbers".to_owned()), "{heard:?}");
        }
        let full: Vec<Member> = (0..99).map(|place| email(&format!("p{place}@elsewhere.example"))).collect();
        company.keep(Some(company.user("201").id), 99, full).await;
        let heard = company.call(list("99").presses("2").hears("list-full").hangs_up()).await;
        assert!(heard.contains(&"list-full".to_owned()), "{heard:?}");
        assert_eq!(company.members(99).unwrap().len(), 99);
    });
}

#[test]
fn a_message_to_lists_reaches_everybody_on_them_once() {
    run(async {
        let company = Company::new().await;
        let me = company.user("201").id;
        let elsewhere = email("x@elsewhere.example");
        let central = company.keep(None, 7, vec![company.person("203"), elsewhere]).await;
        // The own list names the company's, which reaches Carl once more.
        company.keep(Some(me), 5, vec![company.person("202"), central, company.person("203")]).await;
        let caller = asked_for_whom().presses("*5#").hears("send-list-added").presses("202#");
        let caller = caller.hears("send-added").presses("**7#").hears("send-list-added");
        let heard = company.call(speaks(caller)).await;
        for extension in ["202", "203"] {
            assert_eq!(company.inbox(extension).await.len(), 1, "{extension} {heard:?}");
        }
        let sent = company.sent().await;
        let expected = ["202@example.org", "203@example.org", "x@elsewhere.example"];
        assert_eq!(sent.iter().map(written_to).collect::<Vec<_>>(), [expected]);
        assert_eq!(company.inbox("201").await.len(), 0, "nothing has failed");
    });
}

#[test]
fn a_list_of_one_is_the_speed_dial_number_of_an_address_or_a_person() {
    run(async {
        let company = Company::new().await;
        let me = Some(company.user("201").id);
        company.keep(me, 1, vec![email("x@elsewhere.example")]).await;
        company.keep(me, 2, vec![company.person("202")]).await;
        let heard = company.call(speaks(asked_for_whom().presses("*1#").hears("send-list-added"))).await;
        assert!(heard.contains(&"message-to-address".to_owned()), "{heard:?}");
        company.call(speaks(asked_for_whom().presses("*2#").hears("send-list-added"))).await;
        let mut sent: Vec<_> = company.sent().await.iter().map(written_to).collect();
        sent.sort();
        assert_eq!(sent, [["202@example.org"], ["x@elsewhere.example"]]);
    });
}

#[test]
fn a_message_is_addressed_by_a_name_and_what_is_no_list_is_said() {
    run(async {
        let company = Company::new().await;
        let heard = company
            .call(speaks(
                asked_for_whom()
                    .presses("*3#")
                    .hears("send-no-list")
                    .presses("0#")
                    .hears("ask-name")
                    .presses("932#")
                    .hears("ask-match")
                    .presses("1")
                    .hears("send-added"),
            ))
            .await;
        assert_eq!(company.inbox("202").await.len(), 1, "{heard:?}");
        // There are no lists: none is offered.
        assert!(!heard.iter().any(|id| id.starts_with("send-by-") && id != "send-by-name"), "{heard:?}");
    });
}

#[test]
fn more_recipients_than_a_message_can_have_are_refused() {
    run(async {
        let company = Company::new().await;
        let me = company.user("201").id;
        let mut inner = Vec::new();
        for list in 1..=6 {
            let members = (0..99).map(|place| email(&format!("p{place}@list{list}.example"))).collect();
            inner.push(company.keep(Some(me), list, members).await);
        }
        company.keep(Some(me), 50, inner).await;
        let caller = asked_for_whom().presses("*50#").hears("send-too-many").presses("202#");
        company.call(speaks(caller.hears("send-added"))).await;
        assert_eq!(company.sent().await.iter().map(written_to).collect::<Vec<_>>(), [["202@example.org"]]);
    });
}

#[test]
fn a_mail_from_elsewhere_is_answered_by_telephone_where_it_came_from() {
    run(async {
        for (reply_to, expected) in
            [("", "kunde@elsewhere.example"), ("buero@elsewhere.example", "buero@elsewhere.example")]
        {
            let company = Company::new().await;
            let mailbox = company.post.mailbox(company.user("201").id);
            let inbox = mailbox.folders().await.unwrap()[0].id;
            let reply_to =
                if reply_to.is_empty() { String::new() } else { format!("Reply-To: {reply_to}\r\n") };
            let message = format!(
                "From: Kunde <kunde@elsewhere.example>\r\n{reply_to}To: 201@example.org\r\nSubject: Offer\r\n\
                 Message-ID: <1@elsewhere.example>\r\n\r\nHello\r\n"
            );
            mailbox.append(inbox, message.into(), Default::default(), Timestamp::now()).await.unwrap();
            let habits = Habits { reads_mail: true, ..Habits::default() };
            let caller = Caller::new().hears("offer-new").presses("1").hears("offer-options").presses("9");
            let caller = caller.hears("offer-reply").presses("1").hears("beep").waits(400).speaks(3_000);
            let caller =
                caller.presses("#").hears("offer-send-it").presses("#").hears("send-held").hangs_up();
            let mut line = from_outside("99", caller);
            let owner = Owner { user: company.user("201"), habits };
            let _gone = mailbox_menu(&mut line, &owner, &*company.directory, &company.post).await;
            let sent = company.sent().await;
            assert_eq!(sent.iter().map(written_to).collect::<Vec<_>>(), [[expected]], "{:?}", line.heard());
            assert_eq!(sent[0].subject, "Re: Offer");
            assert_eq!(sent[0].structure.envelope.in_reply_to.as_deref(), Some("<1@elsewhere.example>"));
        }
    });
}

const MAIL: &str = "From: Kunde <kunde@elsewhere.example>\r\nSubject: Offer\r\n\r\nHello\r\n";
const FAX: &str = "From: <f@x.org>\r\nSubject: Fax\r\nMessage-Context: fax-message\r\nContent-Type: image/tiff\r\n\r\nSUkqAA==\r\n";

fn voice() -> String {
    use base64::Engine as _;
    let sound = base64::engine::general_purpose::STANDARD.encode(speech::audio::wav(&[1000; 16_000]));
    format!(
        "From: <+4930666@example.org>\r\nSubject: Voice\r\nMessage-Context: voice-message\r\nContent-Type: audio/wav\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{sound}\r\n"
    )
}

/// Anna sends her only new message on with a comment, to what she presses.
async fn sent_on(company: &Company, message: &str, to: &str) -> Entry {
    let mailbox = company.post.mailbox(company.user("201").id);
    let inbox = mailbox.folders().await.unwrap()[0].id;
    mailbox.append(inbox, message.to_owned().into(), Default::default(), Timestamp::now()).await.unwrap();
    let caller = Caller::new().hears("offer-new").presses("1").hears("offer-options").presses("9");
    let caller = caller.hears("offer-forward").presses("3").hears("send-to").presses(to);
    let caller = caller.hears("send-to-more").presses("#").hears("beep").waits(400).speaks(3_000);
    let mut line = from_outside(
        "99",
        caller.presses("#").hears("offer-send-it").presses("#").hears("send-held").hangs_up(),
    );
    let habits = Habits { reads_mail: true, ..Habits::default() };
    let owner = Owner { user: company.user("201"), habits };
    let _gone = mailbox_menu(&mut line, &owner, &*company.directory, &company.post).await;
    let sent = company.sent().await;
    assert_eq!(sent.len(), 1, "{:?}", line.heard());
    sent[0].clone()
}

#[test]
fn messages_of_every_kind_are_sent_on_to_the_number_that_is_pressed_as_they_came() {
    run(async {
        for (message, subject) in [(MAIL, "Fwd: Offer"), (FAX, "Fwd: Fax"), (&voice(), "Fwd: Voice")] {
            let company = Company::new().await;
            sent_on(&company, message, "202#").await;
            let got = company.inbox("202").await;
            assert_eq!(got.iter().map(|entry| entry.subject.as_str()).collect::<Vec<_>>(), [subject]);
            let mailbox = company.post.mailbox(company.user("202").id);
            let octets = mailbox.read(&got[0].message, 0..got[0].size).await.unwrap();
            let octets = String::from_utf8(octets.to_vec()).unwrap();
            assert!(octets.contains(message.trim_end()), "{subject}: what came goes along whole");
        }
    });
}

#[test]
fn a_voice_message_is_sent_on_to_people_on_other_systems() {
    run(async {
        let company = Company::new().await;
        let there = vec![email("301@branch.example"), email("dora@elsewhere.example")];
        company.keep(Some(company.user("201").id), 5, there).await;
        let sent = sent_on(&company, &voice(), "*5#").await;
        assert_eq!(written_to(&sent), ["301@branch.example", "dora@elsewhere.example"]);
        assert!(sent.structure.marks.deliver_at.is_none(), "{:?}", sent.structure.marks);
    });
}
