//! Sessions last as long as they were given, and end with sign-out and password.

use crate::testing::on_both;
use crate::{SecretKind, SessionRow, StoreError, TenantStore};
use domain::id::{TenantId, UserId};
use jiff::Timestamp;

const ANNA: UserId = UserId::new(1);
const BEN: UserId = UserId::new(2);
/// More than any test begins.
const MANY: usize = 20;

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// Begun and seen at a second, over after a hundred.
fn session(user: UserId, begun: i64) -> SessionRow {
    SessionRow { user, created: second(begun), last_seen: second(begun), expires: second(begun + 100) }
}

async fn who(tenant: &TenantStore, token: u8, now: i64) -> Option<UserId> {
    tenant.sessions().find([token; 32], second(now)).await.unwrap().map(|session| session.user)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_holds_until_it_expires_and_longer_when_it_is_used() {
    for fixture in on_both().await {
        let sessions = fixture.tenant.sessions();
        sessions.begin([1; 32], session(ANNA, 0), MANY).await.unwrap();
        assert_eq!(sessions.find([1; 32], second(99)).await.unwrap(), Some(session(ANNA, 0)));
        assert_eq!(who(&fixture.tenant, 2, 0).await, None, "another token");
        assert_eq!(who(&fixture.tenant, 1, 100).await, None, "over");
        sessions.seen([1; 32], second(90), second(190)).await.unwrap();
        assert_eq!(who(&fixture.tenant, 1, 189).await, Some(ANNA));
        // The next one sweeps it away.
        sessions.begin([2; 32], session(BEN, 190), MANY).await.unwrap();
        let kept = fixture.tenant.rows("SELECT person FROM session", Vec::new()).await.unwrap();
        assert_eq!(kept.iter().map(|row| row.int(0).unwrap()).collect::<Vec<_>>(), [BEN.get()]);
        let other = fixture.store.tenant(TenantId::new(fixture.tenant.id().get() + 1));
        assert_eq!(who(&other, 2, 191).await, None, "of another tenant");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_has_ended_is_not_brought_back() {
    for fixture in on_both().await {
        let sessions = fixture.tenant.sessions();
        sessions.begin([1; 32], session(ANNA, 0), MANY).await.unwrap();
        sessions.begin([2; 32], session(ANNA, 0), MANY).await.unwrap();
        sessions.end([1; 32]).await.unwrap();
        sessions.seen([1; 32], second(1), second(101)).await.unwrap();
        assert_eq!(who(&fixture.tenant, 1, 1).await, None);
        assert_eq!(who(&fixture.tenant, 2, 1).await, Some(ANNA), "another browser");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_not_seen_for_longest_makes_room() {
    for fixture in on_both().await {
        let sessions = fixture.tenant.sessions();
        sessions.begin([9; 32], session(BEN, 0), 2).await.unwrap();
        for n in 1..=2 {
            sessions.begin([n; 32], session(ANNA, i64::from(n)), 2).await.unwrap();
        }
        sessions.seen([1; 32], second(10), second(110)).await.unwrap();
        sessions.begin([3; 32], session(ANNA, 11), 2).await.unwrap();
        for (token, expected) in [(1, Some(ANNA)), (2, None), (3, Some(ANNA)), (9, Some(BEN))] {
            assert_eq!(who(&fixture.tenant, token, 12).await, expected, "{token}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_all_of_a_person_and_a_new_pin_none() {
    for fixture in on_both().await {
        let (sessions, people) = (fixture.tenant.sessions(), fixture.tenant.people());
        for (token, user) in [(1, ANNA), (2, ANNA), (3, BEN)] {
            sessions.begin([token; 32], session(user, 0), MANY).await.unwrap();
        }
        people.set_secrets(ANNA, vec![(SecretKind::Pin, b"hash".to_vec())]).await.unwrap();
        assert_eq!(who(&fixture.tenant, 1, 1).await, Some(ANNA));
        people.set_secrets(ANNA, vec![(SecretKind::Password, b"hash".to_vec())]).await.unwrap();
        for (token, expected) in [(1, None), (2, None), (3, Some(BEN))] {
            assert_eq!(who(&fixture.tenant, token, 1).await, expected, "{token}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_token_begins_one_session() {
    for fixture in on_both().await {
        let sessions = fixture.tenant.sessions();
        sessions.begin([1; 32], session(ANNA, 0), MANY).await.unwrap();
        let again = sessions.begin([1; 32], session(BEN, 0), MANY).await;
        assert!(matches!(again, Err(StoreError::Taken)), "{again:?}");
        assert_eq!(who(&fixture.tenant, 1, 1).await, Some(ANNA));
    }
}
