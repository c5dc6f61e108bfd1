//! What a plan decides, rule by rule, and which plans are refused.

use super::*;
use jiff::civil::DateTime;

fn read(days: &str, hours: &[&str], dates: &[&str]) -> Result<When, UnreadableRule> {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    When::read(days.to_owned(), owned(hours), owned(dates))
}

fn when(days: &str, hours: &[&str], dates: &[&str]) -> When {
    read(days, hours, dates).unwrap()
}

fn rule(name: &str, when: When, says: Option<&str>, to: Goal) -> Rule {
    Rule { name: name.into(), when, says: says.map(str::to_owned), to }
}

fn call(number: &str) -> Goal {
    Goal::Call(Number::parse(number).unwrap())
}

fn menu(name: &str, keys: &[(char, Goal)], after: Goal) -> Menu {
    let choice = |(key, to): &(char, Goal)| Choice { key: *key, label: None, to: to.clone() };
    Menu { name: name.into(), says: None, keys: keys.iter().map(choice).collect(), rounds: 3, after }
}

fn plan() -> Plan {
    Plan {
        extension: Extension::parse("200").unwrap(),
        name: "Switchboard".into(),
        language: Language::DeDe,
        zone: "Europe/Berlin".into(),
        person: None,
        rules: vec![
            rule("eve", when("", &["00:00-12:00"], &["12-24", "12-31"]), None, Goal::Menu("day".into())),
            rule(
                "holidays",
                when("", &[], &["12-24/01-01", "2027-03-26", "2027-05-06/2027-05-07"]),
                Some("holiday"),
                Goal::End,
            ),
            rule("weekend", when("67", &[], &[]), Some("weekend"), call("208")),
            rule(
                "night",
                when("", &["17:00-08:00"], &[]),
                Some("night"),
                Goal::VoiceMail(Extension::parse("201").unwrap()),
            ),
        ],
        otherwise: Goal::Menu("day".into()),
        menus: vec![
            menu(
                "day",
                &[
                    ('1', call("201")),
                    ('2', Goal::Menu("more".into())),
                    ('9', Goal::Names),
                    ('0', Goal::Operator),
                ],
                Goal::Operator,
            ),
            menu("more", &[('1', Goal::Repeat), ('*', Goal::Menu("day".into()))], Goal::Menu("day".into())),
        ],
        texts: Vec::new(),
    }
}

#[test]
fn the_first_rule_that_applies_decides() {
    let plan = plan();
    for (wall, rule) in [
        ("2026-11-20T08:00", None), // a Friday
        ("2026-11-20T12:00", None),
        ("2026-11-20T16:59:59", None),
        ("2026-11-20T17:00", Some("night")),
        ("2026-11-20T23:59", Some("night")),
        ("2026-11-21T00:00", Some("weekend")),
        ("2026-11-22T20:00", Some("weekend")),
        ("2026-11-23T00:00", Some("night")), // begun on Sunday
        ("2026-11-23T07:59:59", Some("night")),
        ("2026-11-23T08:00", None),
        ("2026-12-24T11:59", Some("eve")),
        ("2026-12-24T12:00", Some("holidays")),
        ("2026-12-26T10:00", Some("holidays")), // a Saturday
        ("2027-01-01T10:00", Some("holidays")),
        ("2027-01-04T10:00", None),
        ("2027-03-26T10:00", Some("holidays")),
        ("2028-03-27T10:00", None), // that one was of 2027 alone
        ("2027-05-07T16:00", Some("holidays")),
        ("2027-05-10T16:00", None),
    ] {
        let decision = plan.at(wall.parse::<DateTime>().unwrap());
        assert_eq!(decision.rule, rule, "{wall}");
        let (says, to) = match rule {
            None => (None, &plan.otherwise),
            Some(name) => {
                let rule = plan.rules.iter().find(|rule| rule.name == name).unwrap();
                (rule.says.as_deref(), &rule.to)
            }
        };
        assert_eq!((decision.says, decision.to), (says, to), "{wall}");
    }
}

#[test]
fn hours_over_midnight_belong_to_the_day_on_which_they_begin() {
    let fridays = when("5", &["22:00-06:00"], &[]);
    for (wall, applies) in [
        ("2026-11-20T21:59", false),
        ("2026-11-20T22:00", true),
        ("2026-11-21T05:59", true),
        ("2026-11-21T06:00", false),
        ("2026-11-21T22:00", false),
        ("2026-11-20T05:00", false),
    ] {
        assert_eq!(fridays.applies(wall.parse().unwrap()), applies, "{wall}");
    }
    assert!(When::default().applies("2026-11-20T05:00".parse().unwrap()));
}

#[test]
fn what_cannot_be_read_is_no_rule() {
    use UnreadableRule::*;
    for (days, hours, dates, expected) in [
        ("128", &[][..], &[][..], Days),
        ("11", &[], &[], Days),
        ("0", &[], &[], Days),
        ("mo", &[], &[], Days),
        ("", &["8-17"], &[], Hours),
        ("", &["08:00-25:00"], &[], Hours),
        ("", &[], &["2026-13-01"], Dates),
        ("", &[], &["2026-12-26/2026-12-24"], Dates),
        ("", &[], &["12-32"], Dates),
        ("", &[], &["1-1"], Dates),
        ("", &[], &["2026-12-24/12-26"], Dates),
        ("", &[], &["/"], Dates),
    ] {
        assert_eq!(read(days, hours, dates), Err(expected), "{days} {hours:?} {dates:?}");
    }
    assert!(read("", &[], &["02-29"]).is_ok());
}

#[test]
fn nobody_is_sent_in_circles_or_to_what_there_is_not() {
    assert_eq!(plan().check(&[]), Ok(()));
    let with = |change: fn(&mut Plan)| {
        let mut plan = plan();
        change(&mut plan);
        plan.check(&["recorded"])
    };
    for (change, expected) in [
        ((|plan| plan.name.clear()) as fn(&mut Plan), Unsound::Name),
        (|plan| plan.name = "x".repeat(61), Unsound::Name),
        (|plan| plan.menus[0].name = "a/b".into(), Unsound::InnerName("a/b".into())),
        (|plan| plan.menus[1].name = "day".into(), Unsound::MenuTwice("day".into())),
        (|plan| plan.otherwise = Goal::Menu("none".into()), Unsound::NoMenu("none".into())),
        (|plan| plan.rules[0].to = Goal::Menu("none".into()), Unsound::NoMenu("none".into())),
        (|plan| plan.menus[0].keys[1].to = Goal::Menu("none".into()), Unsound::NoMenu("none".into())),
        (|plan| plan.menus[0].keys[1].key = '1', Unsound::Key("day".into())),
        (|plan| plan.menus[0].keys[1].key = 'A', Unsound::Key("day".into())),
        (|plan| plan.menus[0].keys[1].label = Some(String::new()), Unsound::Label("day".into())),
        (|plan| plan.menus[1].rounds = 0, Unsound::Rounds("more".into())),
        (|plan| plan.menus[0].after = Goal::Menu("more".into()), Unsound::Circle("day".into())),
        (|plan| plan.menus[0].after = Goal::Menu("day".into()), Unsound::Circle("day".into())),
        (|plan| plan.menus[1].after = Goal::Repeat, Unsound::Circle("more".into())),
        (|plan| plan.menus[1].after = Goal::Names, Unsound::Circle("more".into())),
        (|plan| plan.otherwise = Goal::Repeat, Unsound::NothingToRepeat),
        (|plan| plan.menus[0].says = Some("mine".into()), Unsound::NoAnnouncement("mine".into())),
        (|plan| plan.rules[0].says = Some("mine".into()), Unsound::NoAnnouncement("mine".into())),
        (
            |plan| plan.texts.push(Text { name: "t".into(), language: Language::DeDe, text: " ".into() }),
            Unsound::Text("t".into()),
        ),
        (|plan| plan.rules = vec![plan.rules[0].clone(); 101], Unsound::TooMany),
    ] {
        assert_eq!(with(change), Err(expected.clone()), "{expected:?}");
    }
    assert_eq!(with(|plan| plan.menus[0].says = Some("recorded".into())), Ok(()));
}

#[test]
fn recorded_goes_before_written_and_the_callers_language_before_the_attendants() {
    let blob = |bits| BlobId::from_bits(bits);
    let sound = |name: &str, language, bits| Sound { name: name.into(), language, blob: blob(bits) };
    let text = |name: &str, language, text: &str| Text { name: name.into(), language, text: text.into() };
    let (german, english) = (Language::DeDe, Language::EnGb);
    let attendant = Attendant {
        id: AttendantId::new(1),
        plan: Plan {
            texts: vec![text("a", english, "Hello"), text("a", german, "Hallo"), text("night", german, "Zu")],
            ..plan()
        },
        sounds: vec![sound("a", german, 1), sound("b", german, 2)],
    };
    for (name, language, expected) in [
        ("a", german, Some((german, Said::Recorded(&blob(1))))),
        ("a", english, Some((english, Said::Text("Hello")))),
        ("b", english, Some((german, Said::Recorded(&blob(2))))),
        ("night", german, Some((german, Said::Text("Zu")))),
        ("night", english, Some((german, Said::Text("Zu")))),
        ("weekend", english, Some((english, Said::Shipped(Shipped::Weekend)))),
        ("c", english, None),
    ] {
        assert_eq!(attendant.announcement(name, language), expected, "{name} {language}");
    }
}
