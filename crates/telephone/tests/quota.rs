//! A mailbox that fills: its owner hears so once in a call, and callers leave messages as ever.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod house;

use house::company::Company;
use house::faulty::{Fault, FaultyPost};
use house::{from_outside, run};
use messaging::{Flags, Post};
use telephone::simulated::Caller;
use telephone::{Habits, Owner, mailbox_menu};

/// Anna's mailbox may hold a megabyte, and holds so much.
async fn company(bytes: usize) -> Company {
    let company = Company::new().await;
    company.set("mailbox.quota_megabytes", "1").await;
    let mailbox = company.post.mailbox(company.anna().id);
    let inbox = mailbox.folders().await.unwrap()[0].id;
    let message = format!("Subject: x\r\n\r\n{}", "x".repeat(bytes - 14));
    let at = "2026-11-20T11:00:00Z".parse().unwrap();
    mailbox.append(inbox, message.into(), Flags::default(), at).await.unwrap();
    company
}

/// Enters the settings and comes back before the end.
fn caller() -> Caller {
    Caller::new()
        .hears("offer-settings")
        .presses("9")
        .hears("offer-menu")
        .presses("*")
        .hears("offer-end")
        .presses("*")
}

#[test]
fn an_owner_hears_once_a_call_that_the_mailbox_is_almost_full_or_full() {
    run(async {
        for (bytes, expected) in [
            (899_999, &[][..]),
            (900_000, &["menu-almost-full"]),
            (999_999, &["menu-almost-full"]),
            (1_000_000, &["menu-full"]),
            (3_000_000, &["menu-full"]),
        ] {
            let heard = company(bytes).await.call(caller()).await;
            let said: Vec<&String> = heard.iter().filter(|id| id.contains("-full")).collect();
            assert_eq!(said, expected, "{bytes}: {heard:?}");
            assert_eq!(heard.iter().filter(|id| id.starts_with("menu-no-messages")).count(), 2, "{heard:?}");
            if !expected.is_empty() {
                assert_eq!(heard[0], expected[0], "before all else: {heard:?}");
            }
        }
    });
}

#[test]
fn without_a_quota_or_where_nobody_knows_how_full_it_is_the_menu_comes_at_once() {
    run(async {
        let company = company(3_000_000).await;
        company.set("mailbox.quota_megabytes", "0").await;
        let heard = company.call(caller()).await;
        assert!(heard.iter().all(|id| !id.contains("-full")), "{heard:?}");

        company.set("mailbox.quota_megabytes", "1").await;
        let post = FaultyPost { inner: &company.post, fault: Fault::Unchangeable };
        let mut line = from_outside("99", caller());
        let owner = Owner { user: company.anna(), habits: Habits::default() };
        let _gone = mailbox_menu(&mut line, &owner, &*company.directory, &post).await;
        let heard = line.heard();
        assert!(heard.iter().all(|id| !id.contains("-full") && id != "trouble-not-now"), "{heard:?}");
    });
}
