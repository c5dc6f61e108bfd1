//! Calls because messages wait are kept by person, the last word of each.

use crate::testing::on_both;
use domain::id::UserId;
use domain::outcall::Past;
use jiff::Timestamp;

#[tokio::test(flavor = "multi_thread")]
async fn the_last_calls_to_a_person_are_known_again() {
    for fixture in on_both().await {
        let (outcalls, pages) = (fixture.tenant.outcalls(), fixture.tenant.pages());
        let at = |second| Timestamp::from_second(second).unwrap();
        let past =
            |tries, is_told| Past { up_to: at(100), tries, last_at: at(200 + i64::from(tries)), is_told };
        for (person, past) in [(1, past(1, false)), (2, past(1, true)), (1, past(2, true))] {
            outcalls.keep(UserId::new(person), past).await.unwrap();
        }
        assert_eq!(outcalls.of(UserId::new(1)).await.unwrap(), Some(past(2, true)));
        assert_eq!(outcalls.of(UserId::new(2)).await.unwrap(), Some(past(1, true)));
        assert_eq!(outcalls.of(UserId::new(3)).await.unwrap(), None);
        assert_eq!(pages.of(UserId::new(1)).await.unwrap(), None, "a pager is told for itself");
        pages.keep(UserId::new(1), past(7, false)).await.unwrap();
        assert_eq!(pages.of(UserId::new(1)).await.unwrap(), Some(past(7, false)));
        assert_eq!(outcalls.of(UserId::new(1)).await.unwrap(), Some(past(2, true)));
    }
}
