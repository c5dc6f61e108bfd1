//! What PINs open, who must choose another one, and what is written down of wrong ones.

use super::anna;
use crate::{Directory, DirectoryError, NewDevice, NewUser, PinCheck, User};
use domain::guesser::Guesser;
use domain::id::DeviceId;
use domain::number::{Email, Extension};
use domain::pin::Standing;
use domain::settings::{Row, Scope};
use std::sync::Arc;

/// Somebody of this extension.
pub async fn hired(directory: &dyn Directory, extension: &str, pin: &str) -> Arc<User> {
    let new = NewUser {
        extension: Extension::parse(extension).unwrap(),
        email: Email::parse(&format!("p{extension}@demo.example")).unwrap(),
        pin: pin.into(),
        ..anna()
    };
    directory.add_user(new).await.unwrap()
}

/// Each test has a caller of its own: wrong PINs count against callers, too.
pub const fn caller(number: i64) -> Guesser {
    Guesser::Device(DeviceId::new(number))
}

pub async fn opens(directory: &dyn Directory, extension: &str, pin: &str, guesser: Guesser) -> bool {
    matches!(directory.check_pin(extension, pin, guesser).await.unwrap(), PinCheck::Right(_))
}

async fn log_of(directory: &dyn Directory, extension: &str) -> Vec<String> {
    let log = directory.pin_log(None, 100).await.unwrap();
    log.into_iter()
        .map(|(_, event)| event)
        .filter(|event| event.extension == extension)
        .map(|event| event.what)
        .collect()
}

pub async fn check(directory: &dyn Directory) {
    every_wrong_pin_is_written_down_and_a_box_is_unlocked(directory).await;
    a_pin_that_others_chose_must_be_changed(directory).await;
    everybody_can_be_made_to_choose_another_one(directory).await;
    an_imported_pin_opens_until_it_is_changed(directory).await;
    the_companys_pin_opens_from_the_own_phone_alone(directory).await;
    a_longer_shortest_pin_holds_from_the_next_change_on(directory).await;
}

async fn every_wrong_pin_is_written_down_and_a_box_is_unlocked(directory: &dyn Directory) {
    let user = hired(directory, "601", "295174").await;
    for _ in 0..6 {
        assert!(!opens(directory, "601", "000001", caller(9001)).await);
    }
    assert!(!opens(directory, "601", "295174", caller(9002)).await, "locked for everybody");
    assert_eq!(log_of(directory, "601").await, ["locked", "wrong", "wrong", "wrong", "wrong"]);
    directory.unlock(user.id, None).await.unwrap();
    assert!(opens(directory, "601", "295174", caller(9002)).await);
    directory.refused("601", "+4930").await.unwrap();
    assert_eq!(log_of(directory, "601").await[..3], ["refused", "unlocked", "locked"]);
    // Boxes that do not exist are written down alike.
    opens(directory, "699", "000001", caller(9003)).await;
    let log = directory.pin_log(None, 3).await.unwrap();
    let before = directory.pin_log(Some(log[0].0), 2).await.unwrap();
    assert!(before == log[1..], "a page begins before the last one's last place");
    let (_, log) = &log[0];
    assert_eq!((log.person, log.what.as_str(), log.caller.as_str()), (None, "wrong", "device 9003"));
}

async fn a_pin_that_others_chose_must_be_changed(directory: &dyn Directory) {
    let user = hired(directory, "602", "295174").await;
    assert_eq!(directory.pin_standing(user.id).await.unwrap(), Standing::Holds);
    directory.give_pin(user.id, "846201", None).await.unwrap();
    assert!(opens(directory, "602", "846201", caller(9010)).await);
    assert_eq!(directory.pin_standing(user.id).await.unwrap(), Standing::MustChange);
    directory.set_pin(user.id, "730184").await.unwrap();
    assert_eq!(directory.pin_standing(user.id).await.unwrap(), Standing::Holds);
    let weak = directory.give_pin(user.id, "111111", None).await;
    assert!(matches!(weak, Err(DirectoryError::Invalid(_))));
}

async fn everybody_can_be_made_to_choose_another_one(directory: &dyn Directory) {
    let (one, other) = (hired(directory, "603", "295174").await, hired(directory, "604", "295174").await);
    directory.require_new_pin(Some(one.id), None).await.unwrap();
    let standing = async |user| directory.pin_standing(user).await.unwrap();
    assert_eq!((standing(one.id).await, standing(other.id).await), (Standing::MustChange, Standing::Holds));
    directory.require_new_pin(None, None).await.unwrap();
    assert_eq!(standing(other.id).await, Standing::MustChange);
    directory.set_pin(other.id, "730184").await.unwrap();
    assert_eq!((standing(one.id).await, standing(other.id).await), (Standing::MustChange, Standing::Holds));
}

async fn an_imported_pin_opens_until_it_is_changed(directory: &dyn Directory) {
    let user = hired(directory, "605", "295174").await;
    for unsound in ["", "MTIzNDU", "not base64!", "YWJj"] {
        let refused = directory.import_pin(user.id, unsound).await;
        assert!(matches!(refused, Err(DirectoryError::Invalid(_))), "{unsound}");
    }
    directory.import_pin(user.id, "MTIzNDU=").await.unwrap();
    assert!(opens(directory, "605", "12345", caller(9020)).await);
    assert!(!opens(directory, "605", "MTIzNDU=", caller(9020)).await);
    assert!(!opens(directory, "605", "295174", caller(9020)).await);
    directory.set_pin(user.id, "730184").await.unwrap();
    assert!(!opens(directory, "605", "12345", caller(9020)).await);
    assert!(opens(directory, "605", "730184", caller(9020)).await);
}

async fn the_companys_pin_opens_from_the_own_phone_alone(directory: &dyn Directory) {
    let user = hired(directory, "606", "").await;
    let new = NewDevice {
        user: user.id,
        name: "desk".into(),
        sip_user: "p606".into(),
        algorithms: Default::default(),
    };
    let (phone, _) = directory.add_device(new).await.unwrap();
    let own = Guesser::Device(phone.id);
    assert!(!opens(directory, "606", "", own).await, "there is no PIN, which is none");
    let row = Row { scope: Scope::User(user.id), key: "pin.default".into(), value: "4711".into() };
    directory.set_setting(row).await.unwrap();
    assert!(!opens(directory, "606", "4711", caller(9030)).await);
    assert!(opens(directory, "606", "4711", own).await);
    assert_eq!(directory.pin_standing(user.id).await.unwrap(), Standing::MustChange);
    directory.set_pin(user.id, "730184").await.unwrap();
    assert!(!opens(directory, "606", "4711", own).await, "it is nobody's who has an own one");
    assert_eq!(directory.pin_standing(user.id).await.unwrap(), Standing::Holds);
}

/// Who has a shorter one keeps it, and hears nothing of it.
async fn a_longer_shortest_pin_holds_from_the_next_change_on(directory: &dyn Directory) {
    let user = hired(directory, "607", "295174").await;
    let scope = Scope::Tenant(directory.people().tenant);
    let row = |value: &str| Row { scope, key: "pin.length".into(), value: value.into() };
    directory.set_setting(row("8")).await.unwrap();
    assert!(opens(directory, "607", "295174", caller(9040)).await);
    assert_eq!(directory.pin_standing(user.id).await.unwrap(), Standing::Holds);
    assert!(matches!(directory.set_pin(user.id, "730184").await, Err(DirectoryError::Invalid(_))));
    directory.set_pin(user.id, "73018469").await.unwrap();
    assert!(opens(directory, "607", "73018469", caller(9040)).await);
    directory.set_setting(row("6")).await.unwrap();
}
