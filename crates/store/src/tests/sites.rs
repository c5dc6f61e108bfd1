//! Sites come back as they were written, with their people and settings, and take these along when they go.

use crate::testing::on_both;
use crate::{SiteRow, StoreError};
use domain::id::{SiteId, UserId};
use domain::settings::{Row, Scope};

const ANNA: UserId = UserId::new(1);
const BEN: UserId = UserId::new(2);

fn site(name: &str, subscriber: &str) -> SiteRow {
    SiteRow {
        id: SiteId::new(0),
        name: name.into(),
        country: "49".into(),
        area: "8142".into(),
        subscriber: subscriber.into(),
        outside_access: "0".into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sites_come_and_go_with_an_audit_row_each() {
    for fixture in on_both().await {
        let sites = fixture.tenant.sites();
        let olching = sites.add(site("Olching", "4799"), Some(ANNA)).await.unwrap();
        let ahrensburg = sites.add(site("Ahrensburg", "36856"), None).await.unwrap();
        assert!(matches!(sites.add(site("Olching", "1"), None).await, Err(StoreError::Taken)));
        let changed = SiteRow { id: olching, outside_access: "9".into(), ..site("Olching 2", "4798") };
        sites.change(changed.clone(), Some(ANNA)).await.unwrap();
        let first = SiteRow { id: ahrensburg, ..site("Ahrensburg", "36856") };
        assert_eq!(sites.all().await.unwrap(), [first, changed.clone()]);
        let taken = SiteRow { name: "Ahrensburg".into(), ..changed.clone() };
        assert!(matches!(sites.change(taken, None).await, Err(StoreError::Taken)));
        sites.remove(olching, Some(ANNA)).await.unwrap();
        assert!(matches!(sites.remove(olching, None).await, Err(StoreError::NotFound)));
        assert!(matches!(sites.change(changed, None).await, Err(StoreError::NotFound)));
        let audited =
            fixture.tenant.rows("SELECT action FROM audit WHERE actor = 1 ORDER BY at", Vec::new()).await;
        let actions: Vec<_> = audited.unwrap().iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(actions, ["site added", "site changed", "site removed"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_belong_to_one_site_and_to_none_when_it_goes() {
    for fixture in on_both().await {
        let (sites, settings) = (fixture.tenant.sites(), fixture.tenant.settings());
        let olching = sites.add(site("Olching", "4799"), None).await.unwrap();
        let ahrensburg = sites.add(site("Ahrensburg", "36856"), None).await.unwrap();
        for (person, site) in [(ANNA, olching), (BEN, ahrensburg), (ANNA, ahrensburg), (BEN, olching)] {
            sites.place(person, Some(site), Some(ANNA)).await.unwrap();
        }
        let mut people = sites.people().await.unwrap();
        people.sort_unstable();
        assert_eq!(people, [(ANNA, ahrensburg), (BEN, olching)]);
        let row = |site: SiteId| Row {
            scope: Scope::Site(site.get()),
            key: "ring_seconds".into(),
            value: "30".into(),
        };
        for site in [olching, ahrensburg] {
            settings.set(row(site), None).await.unwrap();
        }
        sites.remove(olching, None).await.unwrap();
        assert_eq!(sites.people().await.unwrap(), [(ANNA, ahrensburg)]);
        assert_eq!(settings.all().await.unwrap(), [row(ahrensburg)]);
        assert!(matches!(sites.place(BEN, Some(olching), None).await, Err(StoreError::NotFound)));
        sites.place(ANNA, None, None).await.unwrap();
        assert!(sites.people().await.unwrap().is_empty());
    }
}
