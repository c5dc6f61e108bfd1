//! Calls from the recording page to whoever speaks the company's announcement by telephone.
use directory::{People, User};
use domain::number::Extension;
use domain::settings;
use std::sync::Arc;
#[derive(Default)]
pub struct PageCalls;
pub(super) fn sender(people: &People) -> Option<&Arc<User>> {
    let number = people.settings_of(None).get(&settings::RECORDING_PAGE_SENDER_NUMBER).0;
    people.by_extension(&Extension::parse(&number).ok()?)
}
