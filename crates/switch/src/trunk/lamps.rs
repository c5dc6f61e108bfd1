//! Lamps of telephones at another telephone system, which is told unasked what has changed (RFC 3842).

use super::{outbound, place};
use crate::ground::Ground;
use crate::{call, lamp, site_field};
use directory::User;
use domain::id::{TrunkId, UserId};
use domain::lamp::Lamp;
use domain::trunk::Trunk;
use sip::{NameAddr, RequestOrder, Uri};
use std::sync::Arc;
use tracing::debug;

/// Whose lamp at which trunk: it is told one thing at a time.
pub type Place = (TrunkId, UserId);

/// Tells every trunk that wants to know.
pub fn tell(ground: &Arc<Ground>, user: UserId, lamp: Lamp) {
    let outside = ground.directory.outside();
    for trunk in outside.trunks.iter().filter(|trunk| trunk.agreed.lamps && !trunk.agreed.disabled) {
        if let Some(first) = ground.lamps.at_trunks.begin((trunk.id, user), lamp) {
            tokio::spawn(tell_in_turn(ground.clone(), trunk.clone(), user, first));
        }
    }
}

async fn tell_in_turn(ground: Arc<Ground>, trunk: Trunk, user: UserId, first: Lamp) {
    let mut next = Some(first);
    while let Some(lamp) = next {
        if let Some(order) = notify(&ground, &trunk, user, lamp) {
            match ground.stack.request(order).await {
                Ok(response) if response.status() >= 300 => {
                    debug!(trunk = trunk.name, status = response.status(), "a lamp is refused");
                }
                Ok(_) => {}
                Err(error) => debug!(trunk = trunk.name, %error, "a lamp was not taken"),
            }
        }
        next = ground.lamps.at_trunks.next(&(trunk.id, user));
    }
}

/// `None`: somebody who has no number there, or is gone.
fn notify(ground: &Ground, trunk: &Trunk, user: UserId, lamp: Lamp) -> Option<RequestOrder> {
    let people = ground.directory.people();
    let user: &Arc<User> = people.user(user)?;
    let home = people.home();
    let number = outbound::own_number(trunk, &home, Some(&user.extension))?;
    let account = Uri::sip(&number, &place::domain(trunk));
    let common = call::common_number(&people)
        .and_then(|common| outbound::own_number(trunk, &home, Some(&common)))
        .map(|common| Uri::sip(&common, &place::domain(trunk)));
    let from = NameAddr::new(common.unwrap_or_else(|| account.clone()));
    let headers = site_field::of(&people, user.id).into_iter().collect();
    let order = RequestOrder::new("NOTIFY", place::number_at(trunk, &number)?, from);
    Some(lamp::unasked(RequestOrder { headers, ..order }, &account, lamp))
}
