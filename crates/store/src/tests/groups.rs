//! Hunt groups come back as they were written, and share no extension with anybody.

use crate::testing::on_both;
use crate::{GroupRow, PersonRow, StoreError};
use domain::id::{GroupId, UserId};

const ANNA: UserId = UserId::new(1);

fn group(extension: &str) -> GroupRow {
    GroupRow {
        id: GroupId::new(0),
        extension: extension.into(),
        name: "Sales".into(),
        manner: "in-turn".into(),
        seconds: 15,
        members: vec![UserId::new(3), ANNA],
        overflow: None,
    }
}

fn person(extension: &str) -> PersonRow {
    PersonRow {
        id: UserId::new(0),
        name: "Ben".into(),
        extension: extension.into(),
        email: format!("{extension}@example.org"),
        language: "en-GB".into(),
        zone: "Europe/London".into(),
        administrator: false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_come_and_go_with_an_audit_row_each() {
    for fixture in on_both().await {
        let groups = fixture.tenant.groups();
        let id = groups.add(group("250"), Some(ANNA)).await.unwrap();
        let other = groups.add(group("240"), None).await.unwrap();
        assert!(matches!(groups.add(group("250"), None).await, Err(StoreError::Taken)));
        let changed = GroupRow {
            id,
            name: "Service".into(),
            manner: "longest-idle".into(),
            seconds: 20,
            members: vec![ANNA],
            overflow: Some((ANNA, "voice-mail".into())),
            ..group("251")
        };
        groups.change(changed.clone(), Some(ANNA)).await.unwrap();
        assert_eq!(groups.all().await.unwrap(), [GroupRow { id: other, ..group("240") }, changed.clone()]);
        let taken = GroupRow { extension: "240".into(), ..changed.clone() };
        assert!(matches!(groups.change(taken, None).await, Err(StoreError::Taken)));
        groups.remove(id, Some(ANNA)).await.unwrap();
        assert!(matches!(groups.remove(id, None).await, Err(StoreError::NotFound)));
        assert!(matches!(groups.change(changed, None).await, Err(StoreError::NotFound)));
        let audited =
            fixture.tenant.rows("SELECT action FROM audit WHERE actor = 1 ORDER BY at", Vec::new()).await;
        let actions: Vec<_> = audited.unwrap().iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(actions, ["group added", "group changed", "group removed"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_is_a_persons_or_a_groups() {
    for fixture in on_both().await {
        let (groups, people) = (fixture.tenant.groups(), fixture.tenant.people());
        people.add_person(person("201"), Vec::new()).await.unwrap();
        assert!(matches!(groups.add(group("201"), None).await, Err(StoreError::Taken)));
        let id = groups.add(group("250"), None).await.unwrap();
        assert!(matches!(people.add_person(person("250"), Vec::new()).await, Err(StoreError::Taken)));
        let moved = GroupRow { id, ..group("201") };
        assert!(matches!(groups.change(moved, None).await, Err(StoreError::Taken)));
        assert_eq!(groups.all().await.unwrap().len(), 1);
    }
}
