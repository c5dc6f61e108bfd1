//! What opens the page on which the company's announcement is recorded, and for how long.

use super::HERE;
use super::pins::hired;
use crate::{Directory, DirectoryError, Invitation, LogIn, PageLogIn};
use domain::id::UserId;
use domain::number::Email;
use std::net::IpAddr;

const ACTOR: Option<UserId> = Some(UserId::new(1));

/// From addresses of their own, so that wrong tries of one check are not held against another.
fn from(last: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, last])
}

async fn enters(directory: &dyn Directory, tried: (&str, &str), from: IpAddr, token: u8) -> PageLogIn {
    directory.sign_in_at_page(tried.0, tried.1, from, [token; 32]).await.unwrap()
}

async fn is_in(directory: &dyn Directory, token: u8) -> bool {
    directory.is_at_page([token; 32]).await.unwrap()
}

async fn due(directory: &dyn Directory) -> Vec<Invitation> {
    directory.page_invitations().await.unwrap()
}

pub async fn check(directory: &dyn Directory) {
    name_and_password_are_free_and_open_it_together(directory).await;
    wrong_ones_are_slowed_down_and_locked_out_as_at_every_door(directory).await;
    each_mail_names_the_password_that_holds_and_ends_the_one_before(directory).await;
}

async fn name_and_password_are_free_and_open_it_together(directory: &dyn Directory) {
    assert_eq!(directory.page().await.unwrap(), None);
    let refused = PageLogIn::Refused { wait_seconds: 1 };
    assert_eq!(enters(directory, ("speaker", ""), from(1), 1).await, refused, "nothing opens it yet");
    for (name, password) in [("", "long enough"), ("a\nb", "long enough"), ("speaker", "short")] {
        let unsound = directory.open_page(name, password, ACTOR).await;
        assert!(matches!(unsound, Err(DirectoryError::Invalid(_))), "{name:?}");
    }
    directory.open_page(" Studio Nord ", "über den Dächern", ACTOR).await.unwrap();
    assert_eq!(directory.page().await.unwrap().unwrap().name, "Studio Nord");
    for (at, tried) in [
        ("Studio Nord", "über den dächern"),
        ("studio nord", "über den Dächern"),
        ("", "über den Dächern"),
        ("anna@demo.example", "correct horse"),
    ]
    .into_iter()
    .enumerate()
    {
        let at = from(2 + u8::try_from(at).unwrap());
        assert_eq!(enters(directory, tried, at, 1).await, refused, "{tried:?}");
    }
    assert!(!is_in(directory, 1).await);
    assert_eq!(enters(directory, ("Studio Nord ", "über den Dächern"), from(9), 1).await, PageLogIn::Welcome);
    assert!(is_in(directory, 1).await && !is_in(directory, 2).await);
    let elsewhere = directory.log_in("Studio Nord", "über den Dächern", from(9)).await.unwrap();
    assert!(matches!(elsewhere, LogIn::Refused { .. }), "it is no account");
    directory.sign_out_at_page([1; 32]).await.unwrap();
    assert!(!is_in(directory, 1).await);
    enters(directory, ("Studio Nord", "über den Dächern"), from(9), 1).await;
    directory.open_page("Studio Nord", "another password", ACTOR).await.unwrap();
    assert!(!is_in(directory, 1).await, "with the old one nobody stays");
    enters(directory, ("Studio Nord", "another password"), from(9), 1).await;
    directory.close_page(ACTOR).await.unwrap();
    assert!(!is_in(directory, 1).await);
    assert!(matches!(directory.close_page(ACTOR).await, Err(DirectoryError::NotFound)));
}

async fn wrong_ones_are_slowed_down_and_locked_out_as_at_every_door(directory: &dyn Directory) {
    directory.open_page("speaker", "let me in please", ACTOR).await.unwrap();
    // So long a one is refused unread, and costs the test no hash.
    let guess = "guess".repeat(200);
    for wait_seconds in [1, 2, 4, 8, 8, 8, 8, 8, 8, 8] {
        // Whatever name is guessed with: there is one page.
        let tried = (if wait_seconds % 2 == 0 { "speaker" } else { "guest" }, guess.as_str());
        assert_eq!(enters(directory, tried, from(20), 3).await, PageLogIn::Refused { wait_seconds });
    }
    let right = ("speaker", "let me in please");
    assert_eq!(enters(directory, right, from(20), 3).await, PageLogIn::Refused { wait_seconds: 8 });
    assert!(!is_in(directory, 3).await);
    assert_eq!(enters(directory, right, from(21), 3).await, PageLogIn::Welcome, "from elsewhere");
    let colleague = hired(directory, "641", "").await.email.clone();
    let colleague = directory.log_in(colleague.as_str(), "correct horse", from(20)).await.unwrap();
    assert!(matches!(colleague, LogIn::Welcome(_)), "colleagues at that address get in");
    assert!(matches!(directory.log_in("speaker", "guess", HERE).await.unwrap(), LogIn::Refused { .. }));
}

async fn each_mail_names_the_password_that_holds_and_ends_the_one_before(directory: &dyn Directory) {
    let invite = async |address: &str| directory.invite_to_page(Email::parse(address).unwrap(), ACTOR).await;
    directory.close_page(ACTOR).await.unwrap();
    assert!(matches!(invite("a@studio.example").await, Err(DirectoryError::NotFound)));
    directory.open_page("speaker", "let me in please", ACTOR).await.unwrap();
    invite("a@studio.example").await.unwrap();
    let refused = PageLogIn::Refused { wait_seconds: 1 };
    assert_eq!(enters(directory, ("speaker", "let me in please"), from(30), 4).await, refused);
    let first = due(directory).await.remove(0);
    assert_eq!(
        (first.address.as_str(), first.name.as_str(), first.person),
        ("a@studio.example", "speaker", ACTOR)
    );
    assert_eq!(enters(directory, ("speaker", &first.password), from(31), 4).await, PageLogIn::Welcome);
    invite("b@studio.example").await.unwrap();
    assert!(!is_in(directory, 4).await);
    let both = due(directory).await;
    assert_eq!(both.len(), 2);
    assert!(both[0].password == both[1].password && both[0].password != first.password);
    directory.invited_to_page(&both[0]).await.unwrap();
    assert_eq!(due(directory).await.len(), 1, "the other one can still be written");
    directory.invited_to_page(&both[1]).await.unwrap();
    assert!(due(directory).await.is_empty());
    let (old, holds) = (("speaker", first.password.as_str()), ("speaker", both[0].password.as_str()));
    assert_eq!(enters(directory, old, from(32), 5).await, refused);
    assert_eq!(enters(directory, holds, from(33), 5).await, PageLogIn::Welcome, "as a hash, too");
    invite("c@studio.example").await.unwrap();
    directory.open_page("speaker", "let me in please", ACTOR).await.unwrap();
    assert!(due(directory).await.is_empty(), "what it would name no longer opens anything");
    directory.close_page(ACTOR).await.unwrap();
}
