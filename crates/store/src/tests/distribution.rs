//! Distribution lists come back as they were written; each owner has a number once.

use crate::testing::on_both;
use crate::{ListRow, StoreError};
use domain::id::{ListId, UserId};

const ANNA: UserId = UserId::new(1);

fn list(owner: Option<UserId>, number: u8, members: &str) -> ListRow {
    ListRow { id: ListId::new(0), owner, number, name: "Sales".into(), members: members.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_come_and_go_with_an_audit_row_each() {
    for fixture in on_both().await {
        let lists = fixture.tenant.lists();
        let own = lists.keep(list(Some(ANNA), 7, "[]"), Some(ANNA)).await.unwrap();
        let central = lists.keep(list(None, 7, "[1]"), None).await.unwrap();
        let others = lists.keep(list(Some(UserId::new(2)), 7, "[2]"), None).await.unwrap();
        let again = lists.keep(list(Some(ANNA), 7, "[3]"), Some(ANNA)).await.unwrap();
        assert_eq!(again, own);
        let first = lists.keep(list(Some(ANNA), 1, "[4]"), None).await.unwrap();
        let expected = [
            ListRow { id: central, ..list(None, 7, "[1]") },
            ListRow { id: first, ..list(Some(ANNA), 1, "[4]") },
            ListRow { id: own, ..list(Some(ANNA), 7, "[3]") },
            ListRow { id: others, ..list(Some(UserId::new(2)), 7, "[2]") },
        ];
        assert_eq!(lists.all().await.unwrap(), expected);
        lists.remove(own, Some(ANNA)).await.unwrap();
        assert!(matches!(lists.remove(own, None).await, Err(StoreError::NotFound)));
        assert_eq!(lists.all().await.unwrap().len(), 3);
        let audited =
            fixture.tenant.rows("SELECT action FROM audit WHERE actor = 1 ORDER BY at", Vec::new()).await;
        let actions: Vec<_> = audited.unwrap().iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(actions, ["list kept", "list kept", "list removed"]);
    }
}
