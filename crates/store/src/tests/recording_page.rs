//! What opens the recording page is one thing at a time; sessions and mails end with it.

use crate::testing::on_both;
use crate::{NewPageSession, RecordingPageRow, RecordingPageRows, StoreError};
use domain::id::{TenantId, UserId};
use jiff::Timestamp;
use zeroize::Zeroizing;

const ANNA: UserId = UserId::new(1);

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn secret(secret: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(secret.to_vec())
}

fn page(name: &str, of: &[u8], at: i64) -> RecordingPageRow {
    RecordingPageRow { name: name.into(), secret: secret(of), set_at: second(at) }
}

/// A browser that signs in at second 10, for 100 s, with what was set at a second.
async fn begins(rows: &RecordingPageRows, token: u8, set_at: i64) -> bool {
    let (at, expires) = (second(10), second(110));
    rows.begin_session(NewPageSession { token: [token; 32], at, expires, set_at: second(set_at) })
        .await
        .unwrap()
}

async fn holds(rows: &RecordingPageRows, token: u8, now: i64) -> bool {
    rows.is_session([token; 32], second(now)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_end_with_their_time_at_sign_out_and_with_what_opened_them() {
    for fixture in on_both().await {
        let rows = fixture.tenant.recording_page();
        assert!(rows.page().await.unwrap().is_none());
        assert!(!begins(&rows, 1, 0).await, "nothing opens it");
        rows.set(page("speaker", b"hash", 5), Some(ANNA)).await.unwrap();
        let kept = rows.page().await.unwrap().unwrap();
        assert_eq!((kept.name.as_str(), &**kept.secret, kept.set_at), ("speaker", &b"hash"[..], second(5)));
        assert!(begins(&rows, 1, 5).await && begins(&rows, 2, 5).await);
        assert!(!begins(&rows, 3, 4).await, "with what no longer opens it");
        assert!(holds(&rows, 1, 109).await && !holds(&rows, 1, 110).await && !holds(&rows, 3, 11).await);
        let other = fixture.store.tenant(TenantId::new(fixture.tenant.id().get() + 1)).recording_page();
        assert!(!holds(&other, 1, 11).await && other.page().await.unwrap().is_none());
        rows.end_session([1; 32]).await.unwrap();
        assert!(!holds(&rows, 1, 11).await && holds(&rows, 2, 11).await);
        rows.set(page("speaker", b"other", 6), None).await.unwrap();
        assert!(!holds(&rows, 2, 11).await);
        assert!(begins(&rows, 4, 6).await);
        rows.remove(Some(ANNA)).await.unwrap();
        assert!(!holds(&rows, 4, 11).await && rows.page().await.unwrap().is_none());
        assert!(matches!(rows.remove(None).await, Err(StoreError::NotFound)));
        let audited = "SELECT action FROM audit WHERE actor = 1 ORDER BY at";
        let audited = fixture.tenant.rows(audited, Vec::new()).await.unwrap();
        let actions: Vec<_> = audited.iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(actions, ["recording page opened", "recording page closed"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_whose_session_ends_first_makes_room() {
    for fixture in on_both().await {
        let rows = fixture.tenant.recording_page();
        rows.set(page("speaker", b"hash", 0), None).await.unwrap();
        for token in 0..21_u8 {
            let expires = second(100 + i64::from(token));
            let new = NewPageSession { token: [token; 32], at: second(1), expires, set_at: second(0) };
            assert!(rows.begin_session(new).await.unwrap());
        }
        assert!(!holds(&rows, 0, 2).await && holds(&rows, 1, 2).await && holds(&rows, 20, 2).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drawn_password_is_itself_until_the_last_mail_is_written() {
    for fixture in on_both().await {
        let rows = fixture.tenant.recording_page();
        let invite = async |address: &str, of: &[u8], at| {
            rows.invite(address.into(), secret(of), second(at), Some(ANNA)).await
        };
        assert!(matches!(invite("a@x.example", b"one", 1).await, Err(StoreError::NotFound)), "no name yet");
        rows.set(page("speaker", b"hash", 0), None).await.unwrap();
        assert!(begins(&rows, 1, 0).await);
        invite("a@x.example", b"one", 1).await.unwrap();
        assert!(!holds(&rows, 1, 11).await, "the old one has ended");
        invite("b@x.example", b"two", 2).await.unwrap();
        let due = rows.invitations(10).await.unwrap();
        let named: Vec<_> = due.iter().map(|row| (row.address.as_str(), row.person)).collect();
        assert_eq!(named, [("a@x.example", Some(ANNA)), ("b@x.example", Some(ANNA))]);
        assert_eq!(rows.invitations(1).await.unwrap().len(), 1);
        let kept = async || rows.page().await.unwrap().unwrap().secret.to_vec();
        assert!(begins(&rows, 2, 2).await);
        rows.invited(due[0].id, secret(b"hash of two"), second(2)).await.unwrap();
        assert_eq!(kept().await, b"two", "the other mail names it, too");
        rows.invited(due[1].id, secret(b"hash of one"), second(1)).await.unwrap();
        assert_eq!(kept().await, b"two", "of another one");
        rows.invited(due[1].id, secret(b"hash of two"), second(2)).await.unwrap();
        assert_eq!(kept().await, b"hash of two");
        assert!(holds(&rows, 2, 11).await, "it is the same password");
        invite("c@x.example", b"three", 3).await.unwrap();
        rows.set(page("speaker", b"hash", 4), None).await.unwrap();
        assert!(rows.invitations(10).await.unwrap().is_empty(), "it would name what no longer opens it");
    }
}
