//! Who is welcomed how often, and with which PIN.

use super::pins::{caller, hired, opens};
use crate::{Directory, DirectoryError, PinSaid, WelcomePin};
use domain::id::UserId;
use domain::pin::Standing as PinStanding;
use domain::settings::{Row, Scope};
use domain::welcome::{Standing, Welcome};

async fn set(directory: &dyn Directory, scope: Scope, key: &str, value: &str) -> Result<(), DirectoryError> {
    directory.set_setting(Row { scope, key: key.into(), value: value.into() }).await
}

async fn quoted(directory: &dyn Directory, user: UserId) -> String {
    match directory.welcome_pin(user).await.unwrap() {
        PinSaid::Quoted(pin) => pin.to_string(),
        PinSaid::Kept => panic!("the PIN is not quoted"),
        PinSaid::Nothing => panic!("nothing is said of the PIN"),
    }
}

pub async fn check(directory: &dyn Directory) {
    who_has_no_pin_is_given_one_that_is_a_hash_once_it_is_delivered(directory).await;
    a_pin_that_is_a_hash_stays_and_is_drawn_anew_where_that_is_asked_for(directory).await;
    an_imported_pin_is_quoted_once(directory).await;
    where_the_telephone_opens_nothing_no_pin_is_drawn(directory).await;
    the_companys_pin_is_set_only_while_no_welcome_is_sent(directory).await;
}

async fn who_has_no_pin_is_given_one_that_is_a_hash_once_it_is_delivered(directory: &dyn Directory) {
    let user = hired(directory, "621", "").await.id;
    assert_eq!(directory.people().welcome(user), Welcome::default());
    let pin = quoted(directory, user).await;
    assert_eq!(quoted(directory, user).await, pin, "a mail that is written again names the same one");
    assert!(opens(directory, "621", &pin, caller(9101)).await);
    assert_eq!(directory.pin_standing(user).await.unwrap(), PinStanding::Holds);
    directory.welcomed(user, 0).await.unwrap();
    assert_eq!(directory.people().welcome(user).standing, Standing::Sent);
    assert!(directory.welcome_pin(user).await.unwrap() == PinSaid::Kept, "only its hash is kept");
    assert!(opens(directory, "621", &pin, caller(9101)).await);
}

async fn a_pin_that_is_a_hash_stays_and_is_drawn_anew_where_that_is_asked_for(directory: &dyn Directory) {
    let (user, other) =
        (hired(directory, "622", "295174").await.id, hired(directory, "623", "295174").await.id);
    assert!(directory.welcome_pin(user).await.unwrap() == PinSaid::Kept);
    directory.welcomed(user, 0).await.unwrap();
    directory.welcome_anew(Some(user), WelcomePin::New, None).await.unwrap();
    let asked = directory.people().welcome(user);
    assert_eq!(asked, Welcome { standing: Standing::DueWithNewPin, round: 1 });
    assert_eq!(directory.people().welcome(other).standing, Standing::Due);
    assert!(opens(directory, "622", "295174", caller(9102)).await, "until the call comes");
    let pin = quoted(directory, user).await;
    assert_eq!(quoted(directory, user).await, pin);
    assert!(!opens(directory, "622", "295174", caller(9102)).await);
    // Asked for once more while it is under way: that one is not done with.
    directory.welcome_anew(None, WelcomePin::Kept, None).await.unwrap();
    directory.welcomed(user, 1).await.unwrap();
    assert_eq!(directory.people().welcome(user), Welcome { standing: Standing::Due, round: 2 });
    assert_eq!(directory.people().welcome(other), Welcome { standing: Standing::Due, round: 1 });
    let nobody = directory.welcome_anew(Some(UserId::new(987_654)), WelcomePin::Kept, None).await;
    assert!(matches!(nobody, Err(DirectoryError::NotFound)));
}

async fn an_imported_pin_is_quoted_once(directory: &dyn Directory) {
    let user = hired(directory, "624", "295174").await.id;
    directory.import_pin(user, "MTIzNDU=").await.unwrap();
    assert_eq!(quoted(directory, user).await, "12345");
    directory.welcomed(user, directory.people().welcome(user).round).await.unwrap();
    directory.welcome_anew(Some(user), WelcomePin::Kept, None).await.unwrap();
    assert!(directory.welcome_pin(user).await.unwrap() == PinSaid::Kept);
    assert!(opens(directory, "624", "12345", caller(9103)).await);
}

async fn where_the_telephone_opens_nothing_no_pin_is_drawn(directory: &dyn Directory) {
    let user = hired(directory, "625", "").await.id;
    set(directory, Scope::User(user), "access.mode", "none").await.unwrap();
    assert!(directory.welcome_pin(user).await.unwrap() == PinSaid::Nothing);
    assert_eq!(directory.pin_standing(user).await.unwrap(), PinStanding::MustChange, "there is none");
}

async fn the_companys_pin_is_set_only_while_no_welcome_is_sent(directory: &dyn Directory) {
    let company = Scope::Tenant(directory.people().tenant);
    set(directory, company, "pin.default", "473829").await.unwrap();
    set(directory, company, "welcome.send", "true").await.unwrap();
    let refused = set(directory, company, "pin.default", "473830").await;
    assert!(matches!(refused, Err(DirectoryError::Invalid(_))));
    set(directory, company, "pin.default", "").await.unwrap();
    set(directory, company, "welcome.send", "false").await.unwrap();
}
