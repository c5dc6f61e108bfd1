//! Callers by the names that address books have for them.

use crate::delivery::{Body, Delivery};
use directory::Directory;

/// A recording from somebody outside bears the name that the owner's address book, or the company's, has for the number: whatever
/// a telephone network says of its subscribers, the book says better. Where several get it, the company's book alone is asked.
pub async fn named(directory: &dyn Directory, mut delivery: Delivery) -> Delivery {
    // Whoever has an address is a colleague.
    let is_outside = matches!(delivery.body, Body::Voice(_)) && delivery.from.email.is_none();
    let Some(number) = delivery.from.number.clone().filter(|_| is_outside) else { return delivery };
    let reader = if let [owner] = delivery.to[..] { Some(owner) } else { None };
    match directory.names_of(reader, vec![number]).await {
        Ok(names) => delivery.from.name = names.into_values().next().or(delivery.from.name),
        // A message without a name is better than none.
        Err(error) => tracing::warn!(%error, "a caller's name is not looked up"),
    }
    delivery
}
