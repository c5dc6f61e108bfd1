//! Whom a request means.

use directory::People;
use domain::id::UserId;
use domain::number::Extension;

/// Who has an extension; an error is the words for the client.
pub fn person_at(people: &People, extension: &str) -> Result<UserId, String> {
    let parsed = Extension::parse(extension).map_err(|error| error.to_string())?;
    let person = people.by_extension(&parsed).map(|user| user.id);
    person.ok_or_else(|| format!("nobody has the extension {extension}"))
}
