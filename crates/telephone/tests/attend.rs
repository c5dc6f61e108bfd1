//! Callers at an attendant: greeted, offered, sent on; and somebody asked for by number or name.

#![allow(clippy::unwrap_used, reason = "a test ends at what it cannot do")]

mod house;

use directory::{People, User};
use domain::attendant::{Attendant, Choice, Goal, Menu, Plan, Rule, Text, When};
use domain::greeting::Book;
use domain::id::{AttendantId, TenantId, UserId};
use domain::language::Language;
use domain::number::{Email, Extension, Number};
use domain::settings::{Row, Scope};
use house::{from_outside, run};
use telephone::simulated::{Caller, Experience, SimulatedLine};
use telephone::{Arrival, Attended, By, Hangup, Reception, Wanted, ask_person, attend};

fn extension(text: &str) -> Extension {
    Extension::parse(text).unwrap()
}

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn user(id: i64, name: &str) -> User {
    let number = (200 + id).to_string();
    User {
        id: UserId::new(id),
        name: name.into(),
        extension: extension(&number),
        email: Email::parse(&format!("{number}@example.org")).unwrap(),
        language: Language::EnGb,
        zone: "Europe/Berlin".into(),
        administrator: false,
        greetings: Book::default(),
        presence: Vec::new(),
        profiles: Vec::new(),
    }
}

fn people() -> People {
    let names = [
        "Anna Schmidt",
        "Ben Weber",
        "Anna Adler",
        "Anna Beck",
        "Anna Celik",
        "Anna Dorn",
        "Anna Ernst",
        "Anna Frank",
        "Clara Moll",
    ];
    let users = (1..).zip(names).map(|(id, name)| user(id, name)).collect();
    let unlisted =
        Row { scope: Scope::User(UserId::new(9)), key: "names.listed".into(), value: "false".into() };
    People::new(TenantId::new(1), "example.org".into(), users, Vec::new()).with_settings(vec![unlisted])
}

fn choice(key: char, label: Option<&str>, to: Goal) -> Choice {
    Choice { key, label: label.map(str::to_owned), to }
}

fn attendant() -> Attendant {
    let plan = Plan {
        extension: extension("100"),
        name: "Switchboard".into(),
        language: Language::EnGb,
        zone: "Europe/Berlin".into(),
        person: None,
        rules: vec![
            Rule {
                name: "weekend".into(),
                when: When::read("67".into(), Vec::new(), Vec::new()).unwrap(),
                says: Some("weekend".into()),
                to: Goal::VoiceMail(extension("201")),
            },
            Rule {
                name: "night".into(),
                when: When::read(String::new(), vec!["17:00-08:00".into()], Vec::new()).unwrap(),
                says: Some("night".into()),
                to: Goal::End,
            },
        ],
        otherwise: Goal::Menu("day".into()),
        menus: vec![
            Menu {
                name: "day".into(),
                says: Some("hello".into()),
                keys: vec![
                    choice('1', Some("sales"), Goal::Call(number("201"))),
                    choice('2', None, Goal::Menu("more".into())),
                    choice('5', None, Goal::Names),
                    choice('9', None, Goal::Repeat),
                    choice('0', None, Goal::Operator),
                ],
                rounds: 3,
                after: Goal::Operator,
            },
            Menu {
                name: "more".into(),
                says: Some("menu".into()),
                keys: vec![choice('*', None, Goal::Menu("day".into())), choice('#', None, Goal::End)],
                rounds: 1,
                after: Goal::Call(number("202")),
            },
        ],
        texts: vec![Text { name: "hello".into(), language: Language::EnGb, text: "Hello".into() }],
    };
    assert_eq!(plan.check(&[]), Ok(()));
    Attendant { id: AttendantId::new(1), plan, sounds: Vec::new() }
}

const FRIDAY_NOON: &str = "2026-11-20T11:00:00Z";
const FRIDAY_NIGHT: &str = "2026-11-20T16:00:00Z";
const SATURDAY: &str = "2026-11-21T11:00:00Z";

fn called(
    at: &str,
    caller: Caller,
    arrival: Arrival,
    operator: Option<&str>,
) -> (Result<Attended, Hangup>, SimulatedLine) {
    let (attendant, people) = (attendant(), people());
    let operator = operator.map(number);
    let mut line = from_outside("100", caller).at(at.parse().unwrap());
    let reception = Reception { attendant: &attendant, people: &people, operator: operator.as_ref() };
    let attended = run(attend(&mut line, &reception, arrival));
    (attended, line)
}

fn check(at: &str, caller: Caller, heard: &[&str], expected: Attended) {
    let (attended, line) = called(at, caller, Arrival::Anew, Some("209"));
    assert_eq!(line.heard(), heard);
    assert_eq!(attended, Ok(expected.clone()), "{:?}", line.heard());
    assert_eq!(line.is_over(), expected == Attended::Ended);
}

fn calls(extension: &str, menu: Option<&str>) -> Attended {
    Attended::Calls { number: number(extension), menu: menu.map(str::to_owned) }
}

#[test]
fn each_key_leads_where_it_says_and_silence_where_the_menu_says() {
    let day = || Caller::new().hears("attendant-option").waits(200);
    let (text, option, connects) = ("attendant-text", "attendant-option…", "attendant-connects");
    for (caller, heard, expected) in [
        (day().presses("1"), &[text, option, connects][..], calls("201", Some("day"))),
        (
            Caller::new().hears(text).waits(100).presses("1"),
            &["attendant-text…", connects],
            calls("201", Some("day")),
        ),
        (day().presses("0"), &[text, option, connects], calls("209", Some("day"))),
        (day().presses("91"), &[text, option, "attendant-text…", connects], calls("201", Some("day"))),
        (
            day().presses("2").hears("attendant-menu"),
            &[text, option, "attendant-menu", connects],
            calls("202", Some("more")),
        ),
        (
            day().presses("2").hears("attendant-menu").presses("*").hears(text).presses("1"),
            &[text, option, "attendant-menu…", "attendant-text…", connects],
            calls("201", Some("day")),
        ),
        (
            day().presses("2").hears("attendant-menu").presses("#"),
            &[text, option, "attendant-menu…", "goodbye"],
            Attended::Ended,
        ),
        (
            Caller::new(),
            &[text, "attendant-option", text, "attendant-option", text, "attendant-option", connects],
            calls("209", Some("day")),
        ),
        (
            day()
                .presses("3")
                .hears("key-unknown")
                .waits(2_000)
                .presses("8")
                .hears("key-unknown")
                .waits(2_000)
                .presses("#"),
            &[
                text,
                option,
                "key-unknown",
                "attendant-text…",
                "key-unknown",
                "attendant-text…",
                "key-unknown",
                connects,
            ],
            calls("209", Some("day")),
        ),
        (
            day().presses("5").hears("ask-name").presses("932").hears("ask-match").presses("1"),
            &[text, option, "ask-name…", "ask-match…", connects],
            calls("202", Some("day")),
        ),
        (
            day().presses("5").hears("ask-name").presses("*").hears(text).presses("1"),
            &[text, option, "ask-name…", "attendant-text…", connects],
            calls("201", Some("day")),
        ),
    ] {
        check(FRIDAY_NOON, caller, heard, expected);
    }
}

#[test]
fn hours_decide_what_is_said_and_where_callers_go() {
    check(FRIDAY_NIGHT, Caller::new(), &["attendant-night", "goodbye"], Attended::Ended);
    check(SATURDAY, Caller::new(), &["attendant-weekend"], Attended::VoiceMail(extension("201")));
}

#[test]
fn the_same_key_leads_elsewhere_outside_business_hours() {
    let mut attendant = attendant();
    let night = &mut attendant.plan.rules[1];
    (night.says, night.to) = (None, Goal::Menu("night".into()));
    attendant.plan.menus.push(Menu {
        name: "night".into(),
        says: Some("menu".into()),
        keys: vec![choice('1', None, Goal::Call(number("203")))],
        rounds: 1,
        after: Goal::End,
    });
    assert_eq!(attendant.plan.check(&[]), Ok(()));
    let people = people();
    for (at, to, menu) in [(FRIDAY_NOON, "201", "day"), (FRIDAY_NIGHT, "203", "night")] {
        let mut line = from_outside("100", Caller::new().waits(300).presses("1")).at(at.parse().unwrap());
        let reception = Reception { attendant: &attendant, people: &people, operator: None };
        assert_eq!(run(attend(&mut line, &reception, Arrival::Anew)), Ok(calls(to, Some(menu))), "{at}");
        assert!(line.heard()[0].ends_with('…'), "during the announcement: {:?}", line.heard());
    }
}

#[test]
fn who_reaches_nobody_comes_back_to_the_menu() {
    let back = |menu: Option<&str>| Arrival::Back(menu.map(str::to_owned));
    let again = Caller::new().hears("attendant-option").presses("1");
    let (attended, line) = called(FRIDAY_NOON, again, back(Some("day")), None);
    assert_eq!(attended, Ok(calls("201", Some("day"))));
    assert_eq!(line.heard()[0], "attendant-not-reached");
    for arrival in [back(None), back(Some("gone"))] {
        let (attended, line) = called(FRIDAY_NOON, Caller::new(), arrival, None);
        assert_eq!(attended, Ok(Attended::Ended));
        assert_eq!(line.heard(), ["attendant-not-reached", "goodbye"]);
    }
    // There is no operator.
    let (attended, line) = called(FRIDAY_NOON, Caller::new().presses("0"), Arrival::Anew, None);
    assert_eq!(attended, Ok(Attended::Ended));
    assert_eq!(line.heard().last().unwrap(), "goodbye");
}

#[test]
fn hanging_up_anywhere_and_a_stuck_key_end_the_call() {
    let caller = || {
        Caller::new()
            .hears("attendant-option")
            .presses("5")
            .hears("ask-name")
            .presses("266")
            .hears("ask-match")
            .presses("9")
    };
    let (_, whole) = called(FRIDAY_NOON, caller(), Arrival::Anew, None);
    for moment in (0..whole.elapsed()).step_by(250) {
        let (attended, people) = (attendant(), people());
        let mut line = from_outside("100", caller()).at(FRIDAY_NOON.parse().unwrap()).cut_off_at(moment);
        let reception = Reception { attendant: &attended, people: &people, operator: None };
        assert_eq!(run(attend(&mut line, &reception, Arrival::Anew)), Err(Hangup), "{moment}");
    }
    for key in "0123456789*#".chars() {
        let stuck: String = std::iter::repeat_n(key, 200).collect();
        let (attended, line) = called(FRIDAY_NOON, Caller::new().presses(&stuck), Arrival::Anew, Some("209"));
        assert!(attended.is_ok() && line.elapsed() < 600_000, "{key} {attended:?} {}", line.elapsed());
    }
}

fn asked(by: By, caller: Caller) -> (Result<Wanted, Hangup>, Vec<String>) {
    let people = people();
    let mut line = from_outside("99", caller);
    let say = speech::Script::new(Language::EnGb);
    let wanted = run(ask_person(&mut line, &people, &say, by));
    let heard = line.heard();
    (wanted, heard)
}

#[test]
fn somebody_is_asked_for_by_number_or_by_name_and_hash_changes_between_them() {
    let found = |text: &str| Ok(Wanted::Found(extension(text)));
    for (by, caller, heard, expected) in [
        (By::Number, Caller::new().presses("202#"), &["ask-number…"][..], found("202")),
        (By::Number, Caller::new().presses("202"), &["ask-number…"], found("202")),
        (
            By::Number,
            Caller::new().presses("299#").hears("ask-number").presses("201#"),
            &["ask-number…", "ask-nobody", "ask-number…"],
            found("201"),
        ),
        (
            By::Number,
            Caller::new().presses("#").hears("ask-name").presses("93237").hears("ask-match").presses("1"),
            &["ask-number…", "ask-name…", "ask-match…"],
            found("202"),
        ),
        (
            By::Name,
            Caller::new().presses("#").hears("ask-number").presses("202#"),
            &["ask-name…", "ask-number…"],
            found("202"),
        ),
        // `#` ends what is shorter than the least.
        (
            By::Name,
            Caller::new().presses("93#").hears("ask-match").presses("1"),
            &["ask-name…", "ask-match…"],
            found("202"),
        ),
        // More letters than the least narrow the search.
        (
            By::Name,
            Caller::new().presses("266272#").hears("ask-match").waits(1).presses("1"),
            &["ask-name…", "ask-match…"],
            found("201"),
        ),
        (By::Name, Caller::new().presses("*"), &["ask-name…"], Ok(Wanted::Back)),
        (By::Number, Caller::new().presses("*"), &["ask-number…"], Ok(Wanted::Back)),
        (By::Name, Caller::new(), &["ask-name", "ask-name", "ask-name"], Ok(Wanted::Silence)),
    ] {
        let (wanted, was_heard) = asked(by, caller);
        assert_eq!((wanted, was_heard), (expected, heard.iter().map(|one| (*one).to_owned()).collect()));
    }
}

#[test]
fn six_matches_are_said_at_once_and_nine_says_more() {
    let annas = Caller::new().presses("266").hears("ask-match");
    let six = ["ask-match"; 6];
    let (wanted, heard) = asked(
        By::Name,
        annas.clone().hears("ask-more").waits(100).presses("9").hears("ask-match").waits(100).presses("1"),
    );
    assert_eq!(wanted, Ok(Wanted::Found(extension("208"))));
    assert_eq!(heard, [&["ask-name…"][..], &six, &["ask-more…", "ask-match…"]].concat());
    // In ascending order of number, and after the last come the first again.
    let (wanted, _) = asked(
        By::Name,
        annas
            .clone()
            .hears("ask-more")
            .presses("9")
            .hears("ask-again")
            .presses("9")
            .hears("ask-match")
            .waits(100)
            .presses("2"),
    );
    assert_eq!(wanted, Ok(Wanted::Found(extension("203"))));
    let (wanted, _) = asked(
        By::Name,
        annas
            .hears("ask-again")
            .presses("*")
            .hears("ask-name")
            .presses("93")
            .presses("#")
            .hears("ask-match")
            .presses("1"),
    );
    assert_eq!(wanted, Ok(Wanted::Found(extension("202"))));
    // Who is left out is not found.
    let (_, heard) = asked(By::Name, Caller::new().presses("25272#"));
    assert!(heard.contains(&"ask-nobody".to_owned()), "{heard:?}");
}

#[test]
fn labels_name_the_key_that_they_are_for() {
    let (_, line) = called(FRIDAY_NOON, Caller::new(), Arrival::Anew, None);
    let said = line.transcript().iter().find_map(|one| match one {
        Experience::Prompt { id: "attendant-option", arguments, .. } => Some(format!("{arguments:?}")),
        _ => None,
    });
    let said = said.unwrap();
    assert!(said.contains("sales") && said.contains("Digits(\"1\")"), "{said}");
}
