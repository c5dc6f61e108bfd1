//! Journal, bindings and settings come back as they were written.

use crate::testing::on_both;
use crate::{BindingRow, CallRecord, Outcome};
use domain::id::{CallId, DeviceId, UserId};
use domain::settings::{Row, Scope};
use jiff::Timestamp;

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn call(number: u64, caller: Option<i64>, called: Option<i64>) -> CallRecord {
    CallRecord {
        id: CallId::new("node", number),
        at: second(number as i64),
        answered_at: number.is_multiple_of(2).then(|| second(number as i64 + 1)),
        ended_at: second(number as i64 + 9),
        caller_number: "4930123".to_owned(),
        caller_name: "Anna".to_owned(),
        caller_user: caller.map(UserId::new),
        called_number: "10".to_owned(),
        called_user: called.map(UserId::new),
        outcome: Outcome::VoiceMail,
        seconds: 8,
        message: Some("12".to_owned()),
        why: "no answer".to_owned(),
        quality: "[]".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_is_paged_by_person_and_keeps_a_call_once() {
    for fixture in on_both().await {
        let journal = fixture.tenant.journal();
        let calls: Vec<_> = (1..=5).map(|n| call(n, Some(1), (n % 2 == 0).then_some(2))).collect();
        journal.append(calls[..2].to_vec()).await.unwrap();
        journal.append(calls.clone()).await.unwrap();
        let newest: Vec<_> = calls.iter().rev().cloned().collect();
        let anna = UserId::new(1);
        let first = journal.page(anna, None, 2).await.unwrap();
        let rest = journal.page(anna, first.last().map(|(row, _)| *row), 9).await.unwrap();
        let paged: Vec<_> = first.into_iter().chain(rest).map(|(_, call)| call).collect();
        assert_eq!(paged, newest);
        assert_eq!(journal.page(UserId::new(2), None, 9).await.unwrap().len(), 2);
        assert_eq!(journal.page(UserId::new(3), None, 9).await.unwrap(), []);
        assert_eq!(fixture.tenant.changes().now().await.unwrap(), 7);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bindings_of_a_device_are_replaced_together() {
    for fixture in on_both().await {
        let binding = |device, contact: &str| BindingRow {
            device: DeviceId::new(device),
            contact: contact.to_owned(),
            flow: "udp".to_owned(),
            call_id: "c".to_owned(),
            cseq: u32::MAX,
            user_agent: "phone".to_owned(),
            expires_at: second(60),
        };
        let bindings = fixture.tenant.bindings();
        let first = vec![binding(1, "a"), binding(1, "b")];
        let both = vec![(DeviceId::new(1), first), (DeviceId::new(2), vec![binding(2, "a")])];
        bindings.replace(both).await.unwrap();
        bindings.replace(vec![(DeviceId::new(1), vec![binding(1, "c")])]).await.unwrap();
        assert_eq!(bindings.all().await.unwrap(), [binding(1, "c"), binding(2, "a")]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_is_written_over_and_audited() {
    for fixture in on_both().await {
        let row = |scope, value: &str| Row { scope, key: "ring_seconds".to_owned(), value: value.to_owned() };
        let (everybody, anna) = (Scope::Tenant(fixture.tenant.id()), Scope::User(UserId::new(1)));
        let settings = fixture.tenant.settings();
        for row in [row(everybody, "10"), row(anna, "20"), row(everybody, "30")] {
            settings.set(row, Some(UserId::new(1))).await.unwrap();
        }
        assert_eq!(settings.all().await.unwrap(), [row(everybody, "30"), row(anna, "20")]);
        let audited = fixture.tenant.rows("SELECT actor, action FROM audit", Vec::new()).await.unwrap();
        assert_eq!(audited.len(), 3);
    }
}
