//! Trunks, routes and tolls come back as they were written; passwords lie sealed.

use crate::testing::on_both;
use crate::{RouteRow, StoreError, TollRow, TrunkRow};
use domain::id::{TrunkId, UserId};
use zeroize::Zeroizing;

const ANNA: UserId = UserId::new(1);

fn trunk(name: &str, secret: &str) -> TrunkRow {
    TrunkRow {
        id: TrunkId::new(0),
        name: name.into(),
        agreed: "{}".into(),
        secret: Zeroizing::new(secret.as_bytes().to_vec()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn trunks_come_and_go_with_their_passwords_sealed_and_an_audit_row_each() {
    for fixture in on_both().await {
        let trunks = fixture.tenant.trunks();
        let id = trunks.add(trunk("provider", "geheim-4711"), Some(ANNA)).await.unwrap();
        assert!(matches!(trunks.add(trunk("provider", ""), None).await, Err(StoreError::Taken)));
        let kept = trunks.all().await.unwrap();
        assert_eq!(
            (kept[0].id, kept[0].name.as_str(), &kept[0].secret[..]),
            (id, "provider", &b"geheim-4711"[..])
        );
        let raw = fixture.tenant.rows("SELECT sealed FROM trunk", Vec::new()).await.unwrap();
        let raw = raw[0].bytes(0).unwrap();
        assert!(!raw.windows(6).any(|octets| octets == b"geheim"));

        trunks
            .change(TrunkRow { id, agreed: "{1}".into(), ..trunk("other", "new") }, Some(ANNA))
            .await
            .unwrap();
        let kept = trunks.all().await.unwrap();
        assert_eq!(
            (kept[0].name.as_str(), kept[0].agreed.as_str(), &kept[0].secret[..]),
            ("other", "{1}", &b"new"[..])
        );
        trunks.remove(id, Some(ANNA)).await.unwrap();
        assert!(matches!(trunks.remove(id, None).await, Err(StoreError::NotFound)));
        assert!(matches!(trunks.change(kept[0].clone(), None).await, Err(StoreError::NotFound)));
        let audited =
            fixture.tenant.rows("SELECT action FROM audit WHERE actor = 1 ORDER BY at", Vec::new()).await;
        let actions: Vec<_> = audited.unwrap().iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(actions, ["trunk added", "trunk changed", "trunk removed"]);
        assert_eq!(fixture.tenant.changes().now().await.unwrap(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn routes_are_replaced_together() {
    for fixture in on_both().await {
        let trunks = fixture.tenant.trunks();
        let route = |prefix: &str, ids: &[i64]| RouteRow {
            prefix: prefix.into(),
            trunks: ids.iter().map(|id| TrunkId::new(*id)).collect(),
        };
        trunks.set_routes(vec![route("+", &[1]), route("+49", &[2, 1])], None).await.unwrap();
        trunks.set_routes(vec![route("+49", &[3, 1, 2]), route("112", &[1])], None).await.unwrap();
        assert_eq!(trunks.routes().await.unwrap(), [route("+49", &[3, 1, 2]), route("112", &[1])]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_spent_adds_up_by_person_and_day() {
    for fixture in on_both().await {
        let trunks = fixture.tenant.trunks();
        let toll = |person, calls, cents| TollRow { person: UserId::new(person), calls, cents };
        for (day, toll) in [
            ("2026-03-01", toll(1, 1, 20)),
            ("2026-03-01", toll(1, 1, 300)),
            ("2026-03-01", toll(2, 1, 0)),
            ("2026-03-02", toll(1, 1, 7)),
        ] {
            trunks.add_toll(day, toll).await.unwrap();
        }
        assert_eq!(trunks.tolls("2026-03-01").await.unwrap(), [toll(1, 2, 320), toll(2, 1, 0)]);
        assert_eq!(trunks.tolls("2026-03-03").await.unwrap(), []);
    }
}
