//! What PINs open in the small house, and who was not let in.

use super::{FixtureDirectory, House};
use directory::{Answer, Pins, RecordingPage, Welcomes};
use domain::id::UserId;
use domain::pin::Standing;
use domain::settings::{Row, Scope};
use std::sync::{Arc, Mutex};

impl Pins for FixtureDirectory {
    fn pin_standing(&self, _: UserId) -> Answer<'_, Standing> {
        let standing = *self.standing.lock().unwrap();
        Box::pin(std::future::ready(Ok(standing)))
    }

    fn refused<'a>(&'a self, extension: &'a str, _: &'a str) -> Answer<'a, ()> {
        self.refused.lock().unwrap().push(extension.to_owned());
        Box::pin(std::future::ready(Ok(())))
    }
}

impl Welcomes for FixtureDirectory {}
impl RecordingPage for FixtureDirectory {}

impl House {
    /// A house where these settings hold.
    pub fn with_settings(settings: &[(&str, &str)]) -> House {
        let row = |(key, value): &(&str, &str)| Row {
            scope: Scope::System,
            key: (*key).to_owned(),
            value: (*value).to_owned(),
        };
        House::with_rows(settings.iter().map(row).collect())
    }

    /// A house where these rows of settings hold.
    pub fn with_rows(rows: Vec<Row>) -> House {
        let House { post, mut directory, people } = House::new();
        let people = Arc::new(people.as_ref().clone().with_settings(rows));
        directory.people = people.clone();
        House { people, post, directory }
    }

    /// A house where a right PIN opens this.
    pub fn where_a_pin_opens(standing: Standing) -> House {
        let mut house = House::new();
        house.directory.standing = Mutex::new(standing);
        house
    }
}
