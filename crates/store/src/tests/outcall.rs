//! Calls because messages wait are kept by person, the last word of each.

use crate::OutcallRow;
use crate::testing::on_both;
use domain::id::UserId;
use jiff::Timestamp;

#[tokio::test(flavor = "multi_thread")]
async fn the_last_calls_to_a_person_are_known_again() {
    for fixture in on_both().await {
        let (outcalls, pages) = (fixture.tenant.outcalls(), fixture.tenant.pages());
        let at = |second| Timestamp::from_second(second).unwrap();
        let row = |person, tries, is_told| OutcallRow {
            person: UserId::new(person),
            up_to: at(100),
            tries,
            last_at: at(200 + i64::from(tries)),
            is_told,
        };
        for row in [row(1, 1, false), row(2, 1, true), row(1, 2, true)] {
            outcalls.keep(row).await.unwrap();
        }
        assert_eq!(outcalls.of(UserId::new(1)).await.unwrap(), Some(row(1, 2, true)));
        assert_eq!(outcalls.of(UserId::new(2)).await.unwrap(), Some(row(2, 1, true)));
        assert_eq!(outcalls.of(UserId::new(3)).await.unwrap(), None);
        assert_eq!(pages.of(UserId::new(1)).await.unwrap(), None, "a pager is told for itself");
        pages.keep(row(1, 7, false)).await.unwrap();
        assert_eq!(pages.of(UserId::new(1)).await.unwrap(), Some(row(1, 7, false)));
        assert_eq!(outcalls.of(UserId::new(1)).await.unwrap(), Some(row(1, 2, true)));
    }
}
