//! One suite for both makers: in memory, and over the store on SQLite and on PostgreSQL.

mod contacts;
mod distribution;
mod pins;
mod profiles;
mod recording_page;
mod sites;
mod welcomes;

use crate::{
    DeviceSecret, DigestAlgorithms, Directory, DirectoryError, Groups, LogIn, NewDevice, NewTrunk, NewUser,
    PinCheck, Sites, local, memory,
};
use domain::forward::Target;
use domain::greeting::Situation;
use domain::guesser::Guesser;
use domain::hunt::{Group, Manner, Overflow, Plan};
use domain::id::{DeviceId, TenantId, TrunkId, UserId};
use domain::language::Language;
use domain::number::{Email, Extension, Number};
use domain::outside::OutsideRoute;
use domain::route::Whose;
use domain::settings::{RING_SECONDS, Row, Scope};
use domain::sim::SimKey;
use domain::trunk::{Access, Agreed};
use jiff::Timestamp;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const DESK: Guesser = Guesser::Device(DeviceId::new(1));

fn anna() -> NewUser {
    NewUser {
        name: "Anna Schmidt".into(),
        extension: Extension::parse("201").unwrap(),
        email: Email::parse("anna@demo.example").unwrap(),
        language: Some(Language::DeDe),
        zone: "Europe/Berlin".into(),
        administrator: false,
        password: "correct horse".into(),
        pin: "295174".into(),
    }
}

/// Everything that a maker must keep to.
async fn check(directory: Arc<impl Directory + Groups + Sites>) {
    people_are_found_by_all_their_names(&*directory).await;
    what_is_taken_or_unsound_is_refused(&*directory).await;
    a_phone_gets_a_secret_once_and_digests_from_memory(&*directory).await;
    a_phone_with_a_sim_is_known_by_its_key(&*directory).await;
    only_the_password_opens(&*directory).await;
    too_many_wrong_pins_over_many_boxes_lock_the_caller_out(&*directory).await;
    wrong_pins_cost_and_lock_existing_or_not(&*directory).await;
    greetings_come_and_go(&*directory).await;
    profiles::are_said_and_seen(&*directory).await;
    profiles::texts_are_named_and_assigned_until_one_records_anew(&*directory).await;
    profiles::the_companys_recordings_are_everybodys(&*directory).await;
    profiles::a_presence_that_holds_by_itself_stays_available(&*directory).await;
    settings_are_checked_and_seen(&*directory).await;
    trunks_are_checked_kept_and_taken_out_of_routes(&*directory).await;
    groups_are_checked_kept_and_found_by_extension(&*directory).await;
    distribution::check(&*directory).await;
    contacts::check(&*directory).await;
    sites::check(&*directory).await;
    pins::check(&*directory).await;
    welcomes::check(&*directory).await;
    recording_page::check(&*directory).await;
    a_person_without_a_language_has_the_companys_until_there_is_an_own_one(&*directory).await;
}

async fn a_person_without_a_language_has_the_companys_until_there_is_an_own_one(directory: &impl Directory) {
    let added = |extension: &str, language| NewUser {
        extension: Extension::parse(extension).unwrap(),
        email: Email::parse(&format!("p{extension}@demo.example")).unwrap(),
        language,
        ..anna()
    };
    let plain = directory.add_user(added("288", None)).await.unwrap();
    let german = directory.add_user(added("289", Some(Language::DeDe))).await.unwrap();
    assert_eq!((plain.language, german.language), (Language::EnGb, Language::DeDe));
    let company = Scope::Tenant(directory.people().tenant);
    for (scope, value, expected) in [
        (company, "nl-NL", [Language::NlNl, Language::DeDe]),
        (Scope::User(plain.id), "ja-JP", [Language::JaJp, Language::DeDe]),
        (Scope::User(german.id), "fr-FR", [Language::JaJp, Language::FrFr]),
        // Later the company's is another one, and both are as everybody.
        (company, "it-IT", [Language::JaJp, Language::FrFr]),
        (Scope::User(plain.id), "default", [Language::ItIt, Language::FrFr]),
        (Scope::User(german.id), "default", [Language::ItIt, Language::DeDe]),
        (company, "default", [Language::EnGb, Language::DeDe]),
    ] {
        directory.set_setting(Row { scope, key: "language".into(), value: value.into() }).await.unwrap();
        let people = directory.people();
        let spoken = [&plain, &german].map(|user| people.user(user.id).unwrap().language);
        assert_eq!(spoken, expected, "{scope:?} {value}");
    }
}

async fn groups_are_checked_kept_and_found_by_extension(directory: &(impl Directory + Groups)) {
    let extension = |text: &str| Extension::parse(text).unwrap();
    let anna = directory.people().by_extension(&extension("201")).unwrap().id;
    let sound = Plan {
        extension: extension("250"),
        name: "Sales".into(),
        manner: Manner::InTurn,
        seconds: 15,
        members: vec![anna],
        overflow: Some(Overflow { person: anna, target: Target::Number(Number::parse("0301234").unwrap()) }),
    };
    let group = directory.add_group(sound.clone(), None).await.unwrap();
    assert_eq!(group.plan, sound);
    assert_eq!(directory.people().whose(&extension("250")), Some(Whose::Group(group.id)));
    assert_eq!(directory.people().whose(&extension("201")), Some(Whose::Person(anna)));
    for taken in ["250", "201"] {
        let plan = Plan { extension: extension(taken), ..sound.clone() };
        assert!(matches!(directory.add_group(plan, None).await, Err(DirectoryError::Taken(_))), "{taken}");
    }
    let stranger = UserId::new(9999);
    for unsound in [
        Plan { seconds: 1, ..sound.clone() },
        Plan { members: vec![stranger], ..sound.clone() },
        Plan { overflow: Some(Overflow { person: stranger, target: Target::VoiceMail }), ..sound.clone() },
    ] {
        let unsound = Plan { extension: extension("251"), ..unsound };
        assert!(matches!(directory.add_group(unsound, None).await, Err(DirectoryError::Invalid(_))));
    }
    let late = NewUser {
        extension: extension("250"),
        email: Email::parse("late@demo.example").unwrap(),
        ..self::anna()
    };
    assert!(matches!(directory.add_user(late).await, Err(DirectoryError::Taken(_))));

    let moved = Plan { extension: extension("252"), overflow: None, ..sound };
    directory.change_group(group.id, moved.clone(), None).await.unwrap();
    assert_eq!(directory.people().groups(), [Group { id: group.id, plan: moved }]);
    directory.remove_group(group.id, None).await.unwrap();
    assert!(matches!(directory.remove_group(group.id, None).await, Err(DirectoryError::NotFound)));
    assert!(directory.people().groups().is_empty());
}

async fn trunks_are_checked_kept_and_taken_out_of_routes(directory: &dyn Directory) {
    let trunk = |name: &str, secret: Option<&str>| NewTrunk {
        name: name.into(),
        agreed: Agreed {
            user: "030123".into(),
            access: Access::Registering,
            ..Agreed::with("sip:192.0.2.1")
        },
        secret: secret.map(|secret| secret.to_owned().into()),
    };
    let first = directory.add_trunk(trunk("first", Some("geheim")), None).await.unwrap();
    let second = directory.add_trunk(trunk("second", None), None).await.unwrap();
    assert_eq!(directory.trunk_secret(first.id).unwrap().as_str(), "geheim");
    assert_eq!(directory.trunk_secret(second.id).unwrap().as_str(), "");
    assert!(matches!(directory.add_trunk(trunk("first", None), None).await, Err(DirectoryError::Taken(_))));
    for unsound in [trunk("No", None), trunk("x", Some("a\r\nb"))] {
        assert!(matches!(directory.add_trunk(unsound, None).await, Err(DirectoryError::Invalid(_))));
    }
    let renamed = directory.change_trunk(first.id, trunk("renamed", None), None).await.unwrap();
    assert_eq!((renamed.id, renamed.name.as_str()), (first.id, "renamed"));
    assert_eq!(directory.trunk_secret(first.id).unwrap().as_str(), "geheim", "the password stays");

    let route =
        |prefix: &str, trunks: &[TrunkId]| OutsideRoute { prefix: prefix.into(), trunks: trunks.to_vec() };
    let routes = vec![route("+", &[first.id, second.id]), route("112", &[first.id])];
    directory.set_routes(routes.clone(), None).await.unwrap();
    assert_eq!(directory.outside().routes, routes);
    for unsound in [
        vec![route("49", &[first.id]), route("49", &[first.id])],
        vec![route("+", &[TrunkId::new(99)])],
        vec![route("x", &[first.id])],
    ] {
        assert!(matches!(directory.set_routes(unsound, None).await, Err(DirectoryError::Invalid(_))));
    }
    directory.remove_trunk(first.id, None).await.unwrap();
    assert_eq!(directory.outside().routes, [route("+", &[second.id])]);
    assert_eq!(directory.outside().trunks.len(), 1);
    assert!(directory.trunk_secret(first.id).is_none());
    assert!(matches!(directory.remove_trunk(first.id, None).await, Err(DirectoryError::NotFound)));
}

async fn people_are_found_by_all_their_names(directory: &dyn Directory) {
    let mut renewed = directory.watch();
    let user = directory.add_user(anna()).await.unwrap();
    assert!(renewed.has_changed().unwrap());
    renewed.mark_unchanged();
    let people = directory.people();
    assert_eq!(people.by_extension(&user.extension).unwrap().id, user.id);
    assert_eq!(people.by_email(&Email::parse("ANNA@demo.example").unwrap()).unwrap().id, user.id);
    assert_eq!(people.user(user.id).unwrap().zone, "Europe/Berlin");
}

async fn what_is_taken_or_unsound_is_refused(directory: &dyn Directory) {
    let email = |text| Email::parse(text).unwrap();
    let extension = |text| Extension::parse(text).unwrap();
    let other = || NewUser { extension: extension("202"), email: email("ben@demo.example"), ..anna() };
    for taken in [
        NewUser { extension: extension("201"), ..other() },
        NewUser { email: email("anna@demo.example"), ..other() },
    ] {
        assert!(matches!(directory.add_user(taken).await, Err(DirectoryError::Taken(_))));
    }
    for unsound in [
        NewUser { password: "short".into(), ..other() },
        NewUser { password: String::new(), ..other() },
        NewUser { pin: "123456".into(), ..other() },
        NewUser { zone: "Europe/Nowhere".into(), ..other() },
        NewUser { name: " ".into(), ..other() },
    ] {
        assert!(matches!(directory.add_user(unsound).await, Err(DirectoryError::Invalid(_))));
    }
    assert_eq!(directory.people().users().count(), 1);
}

async fn a_phone_gets_a_secret_once_and_digests_from_memory(directory: &dyn Directory) {
    let people = directory.people();
    let user = people.by_extension(&Extension::parse("201").unwrap()).unwrap().id;
    let phone = |sip_user: &str| NewDevice {
        user,
        name: "Desk".into(),
        sip_user: sip_user.into(),
        algorithms: DigestAlgorithms::Both,
    };
    let (device, secret) = directory.add_device(phone("anna")).await.unwrap();
    let expected = crate::secret::ha1("anna", "demo.example", &secret);
    let Some(DeviceSecret::Password(kept)) = directory.device_secret(device.id) else {
        panic!("no password")
    };
    assert_eq!((kept.md5, kept.sha256), (expected.md5, expected.sha256));
    assert_eq!(directory.people().by_sip_user("anna").unwrap().algorithms, DigestAlgorithms::Both);
    assert!(matches!(directory.add_device(phone("anna")).await, Err(DirectoryError::Taken(_))));
    for wrong in ["", "An na", "a\r\nb", "Ä"] {
        assert!(
            matches!(directory.add_device(phone(wrong)).await, Err(DirectoryError::Invalid(_))),
            "{wrong}"
        );
    }
}

async fn a_phone_with_a_sim_is_known_by_its_key(directory: &dyn Directory) {
    let user = directory.people().by_extension(&Extension::parse("201").unwrap()).unwrap().id;
    let phone = |sip_user: &str| NewDevice {
        user,
        name: "Mobile".into(),
        sip_user: sip_user.into(),
        algorithms: DigestAlgorithms::Md5,
    };
    let key = format!("aka:k={0},opc={0}", "0123456789abcdef".repeat(2));
    let device = directory.add_sim(phone("annas-sim"), key.clone().into()).await.unwrap();
    assert_eq!(device.algorithms, DigestAlgorithms::Aka);
    let Some(DeviceSecret::Sim(kept)) = directory.device_secret(device.id) else { panic!("no key") };
    assert_eq!(Some(kept), SimKey::parse(&key).unwrap());
    for wrong in ["password", "aka:k=1"] {
        let refused = directory.add_sim(phone("another"), wrong.to_owned().into()).await;
        assert!(matches!(refused, Err(DirectoryError::Invalid(_))), "{wrong}");
    }
    assert!(matches!(directory.add_sim(phone("annas-sim"), key.into()).await, Err(DirectoryError::Taken(_))));
}

async fn only_the_password_opens(directory: &dyn Directory) {
    let user = directory.people().by_extension(&Extension::parse("201").unwrap()).unwrap().id;
    let welcome = async |email: &str, password: &str| {
        matches!(directory.log_in(email, password, HERE).await.unwrap(), LogIn::Welcome(_))
    };
    assert!(welcome("Anna@demo.example", "correct horse").await);
    assert!(welcome("anna@demo.example", "correct horse").await, "believed");
    for (email, password) in [
        ("anna@demo.example", "wrong"),
        ("anna@demo.example", ""),
        ("nobody@demo.example", "correct horse"),
        ("", ""),
    ] {
        assert!(!welcome(email, password).await, "{email}");
    }
    directory.set_password(user, "another horse").await.unwrap();
    assert!(!welcome("anna@demo.example", "correct horse").await, "the old one is not believed");
    assert!(welcome("anna@demo.example", "another horse").await);
}

async fn wrong_pins_cost_and_lock_existing_or_not(directory: &dyn Directory) {
    assert!(matches!(directory.check_pin("201", "295174", DESK).await.unwrap(), PinCheck::Right(_)));
    for extension in ["201", "999", "no box"] {
        for wait in [1, 2, 4, 8] {
            let answer = directory.check_pin(extension, "111222", DESK).await.unwrap();
            assert!(
                matches!(answer, PinCheck::Wrong { wait_seconds } if wait_seconds == wait),
                "{extension}: {answer:?}"
            );
        }
        for _ in 0..2 {
            assert!(matches!(
                directory.check_pin(extension, "111222", DESK).await.unwrap(),
                PinCheck::Locked { .. }
            ));
        }
    }
    assert!(
        matches!(directory.check_pin("201", "295174", DESK).await.unwrap(), PinCheck::Locked { .. }),
        "not even the right one"
    );
}

async fn too_many_wrong_pins_over_many_boxes_lock_the_caller_out(directory: &dyn Directory) {
    let thief = Guesser::stranger("192.0.2.66".parse().unwrap());
    let enter = |extension: String, pin, guesser| async move {
        directory.check_pin(&extension, pin, guesser).await.unwrap()
    };
    for number in 0..20 {
        // A right one of the own box between them changes nothing.
        assert!(matches!(enter("201".into(), "295174", thief).await, PinCheck::Right(_)), "{number}");
        let answer = enter(format!("5{number:02}"), "111222", thief).await;
        assert!(matches!(answer, PinCheck::Wrong { wait_seconds: 1 }), "{number}: {answer:?}");
    }
    for pin in ["295174", "111222"] {
        assert!(matches!(enter("201".into(), pin, thief).await, PinCheck::Locked { .. }), "{pin}");
    }
    // The box is not locked by it, nor anybody else.
    assert!(matches!(enter("201".into(), "295174", DESK).await, PinCheck::Right(_)));
}

async fn greetings_come_and_go(directory: &dyn Directory) {
    let user = directory.people().by_extension(&Extension::parse("201").unwrap()).unwrap().id;
    let set =
        |wav: &'static [u8]| directory.set_greeting(user, Situation::Busy.into(), Language::DeDe, wav.into());
    set(b"first").await.unwrap();
    let blob = set(b"second").await.unwrap();
    let greetings = directory.people().user(user).unwrap().greetings.clone();
    assert_eq!(greetings.recordings.len(), 1);
    assert_eq!(greetings.recordings[0].blob, blob);
    assert_eq!(directory.greeting(&blob).await.unwrap(), &b"second"[..]);
    directory.remove_greeting(user, Situation::Busy.into(), Language::DeDe).await.unwrap();
    assert!(directory.people().user(user).unwrap().greetings.recordings.is_empty());
    let again = directory.remove_greeting(user, Situation::Busy.into(), Language::DeDe).await;
    assert!(matches!(again, Err(DirectoryError::NotFound)));
}

async fn settings_are_checked_and_seen(directory: &dyn Directory) {
    let people = directory.people();
    let user = people.by_extension(&Extension::parse("201").unwrap()).unwrap().id;
    let row = |value: &str| Row { scope: Scope::User(user), key: "ring_seconds".into(), value: value.into() };
    assert!(matches!(directory.set_setting(row("soon")).await, Err(DirectoryError::Invalid(_))));
    directory.set_setting(row("35")).await.unwrap();
    assert_eq!(directory.people().settings_of(Some(user)).get(&RING_SECONDS), 35);
    assert_eq!(directory.people().settings_of(None).get(&RING_SECONDS), 20);
}

fn noon() -> Timestamp {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn in_memory() {
    check(memory::open(TenantId::new(1), "demo.example", noon).await.unwrap()).await;
}

#[tokio::test]
async fn on_every_database() {
    for kept in store::testing::on_both().await {
        let tenant = kept.store.tenant_of_domain("demo.example").await.unwrap();
        check(local::open(tenant.clone(), "demo.example".into(), [7; 32]).await.unwrap()).await;
        // What is kept is there for the next process.
        let again = local::open(tenant.clone(), "demo.example".into(), [7; 32]).await.unwrap();
        let device = again.people().by_sip_user("anna").unwrap().id;
        assert!(again.device_secret(device).is_some());
        assert!(matches!(
            again.log_in("anna@demo.example", "another horse", HERE).await.unwrap(),
            LogIn::Welcome(_)
        ));
        assert!(
            matches!(again.check_pin("201", "295174", DESK).await.unwrap(), PinCheck::Locked { .. }),
            "a restart forgives nothing"
        );
        // The command line changes a password beside the running server.
        let beside = local::open(tenant, "demo.example".into(), [7; 32]).await.unwrap();
        let anna = beside.people().by_sip_user("anna").unwrap().user;
        beside.set_password(anna, "a third horse").await.unwrap();
        let old = again.log_in("anna@demo.example", "another horse", HERE).await.unwrap();
        assert!(!matches!(old, LogIn::Welcome(_)), "{old:?}");
    }
}
