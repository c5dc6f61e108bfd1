//! Whom a request means.

use crate::problem::ApiError;
use directory::{People, User};
use domain::id::UserId;
use domain::number::Extension;
use std::sync::Arc;

/// Whose extension stands in an address of the API.
pub fn person(people: &People, extension: &str) -> Result<Arc<User>, ApiError> {
    let extension = Extension::parse(extension).map_err(|_| ApiError::NotFound)?;
    people.by_extension(&extension).cloned().ok_or(ApiError::NotFound)
}

/// Whose extension a body names; an error is the words for the client.
pub fn person_at(people: &People, extension: &str) -> Result<UserId, String> {
    let parsed = Extension::parse(extension).map_err(|error| error.to_string())?;
    let person = people.by_extension(&parsed).map(|user| user.id);
    person.ok_or_else(|| format!("nobody has the extension {extension}"))
}
