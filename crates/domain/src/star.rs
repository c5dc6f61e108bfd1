//! Star codes: what is dialled on a phone to change where its calls go, or to take another phone's call. They are written
//! as in 3GPP TS 22.030 §6.5.2: `*21*205#` sets, `#21#` takes back.

use crate::forward::{Target, When};
use crate::number::{Extension, Number};
use crate::settings::{
    DO_NOT_DISTURB, Definition, FORWARD_ALWAYS, FORWARD_BUSY, FORWARD_NO_ANSWER, FORWARD_UNREACHABLE, Kind,
    RING_SECONDS,
};

/// Which digits stand for what; an empty code is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    pub always: String,
    pub busy: String,
    pub no_answer: String,
    pub unreachable: String,
    pub do_not_disturb: String,
    pub pick_up: String,
    pub park: String,
    pub call_back: String,
    pub confer: String,
}

/// What was dialled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Star {
    Change(Vec<Change>),
    PickUp(PickUp),
    /// The orbit of this number.
    Park(Extension),
    /// Whoever was busy last is to be called again when both are free; or nobody any more.
    CallBack(Wanted),
    /// All whom the telephone holds are to talk together.
    Confer,
    /// One of the codes, with something behind it that it does not take.
    Wrong,
}

/// Set or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Yes,
    No,
}

/// A setting of the person who dials, and its value in text form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub setting: &'static Definition,
    pub value: String,
}

impl Change {
    /// Where calls are to go, if that is what it changes.
    pub fn target(&self) -> Option<Target> {
        (self.setting.kind == Kind::Target).then(|| Target::parse(&self.value)).flatten()
    }
}

/// Whose ringing call is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PickUp {
    /// That of anybody in the same group; the one that rings longest.
    Group,
    Of(Extension),
}

/// Reads what was dialled; `None`: no star code. A `#` at the end may be left out, for many phones keep it to themselves.
pub fn read(codes: &Codes, dialled: &Number) -> Option<Star> {
    let text = dialled.as_str();
    let (is_set, rest) = match (text.strip_prefix('*'), text.strip_prefix('#')) {
        (Some(rest), _) => (true, rest.strip_prefix('*').unwrap_or(rest)),
        (_, Some(rest)) => (false, rest.strip_prefix('#').unwrap_or(rest)),
        (None, None) => return None,
    };
    let rest = rest.strip_suffix('#').unwrap_or(rest);
    let mut parts = rest.split('*');
    let code = parts.next().unwrap_or_default();
    let more: Vec<&str> = parts.collect();
    if let Some(when) = codes.forwarding(code) {
        return Some(forwarding(when, is_set, &more).map_or(Star::Wrong, Star::Change));
    }
    if is(&codes.do_not_disturb, code) {
        let quiet = Change { setting: &DO_NOT_DISTURB.definition, value: is_set.to_string() };
        return Some(if more.is_empty() { Star::Change(vec![quiet]) } else { Star::Wrong });
    }
    if is(&codes.call_back, code) {
        let wanted = if is_set { Wanted::Yes } else { Wanted::No };
        return Some(if more.is_empty() { Star::CallBack(wanted) } else { Star::Wrong });
    }
    if is(&codes.confer, code) && is_set {
        return Some(if more.is_empty() { Star::Confer } else { Star::Wrong });
    }
    let orbit = (!codes.park.is_empty() && is_set).then(|| code.strip_prefix(codes.park.as_str())).flatten();
    // Other codes may begin like it: what is no number behind it is left to them.
    if let Some(Ok(orbit)) = orbit.filter(|_| more.is_empty()).map(Extension::parse) {
        return Some(Star::Park(orbit));
    }
    let of = (!codes.pick_up.is_empty() && is_set).then(|| code.strip_prefix(codes.pick_up.as_str()))??;
    Some(match (of, Extension::parse(of)) {
        _ if !more.is_empty() => Star::Wrong,
        ("", _) => Star::PickUp(PickUp::Group),
        (_, Ok(extension)) => Star::PickUp(PickUp::Of(extension)),
        (_, Err(_)) => Star::Wrong,
    })
}

impl Codes {
    fn forwarding(&self, code: &str) -> Option<When> {
        let codes = [
            (&self.always, When::Always),
            (&self.busy, When::Busy),
            (&self.no_answer, When::NoAnswer),
            (&self.unreachable, When::Unreachable),
        ];
        codes.into_iter().find(|(one, _)| is(one, code)).map(|(_, when)| when)
    }
}

fn is(code: &str, dialled: &str) -> bool {
    !code.is_empty() && code == dialled
}

/// What people dial to reach somebody; a code within a code is none.
fn is_plain(number: &str) -> bool {
    let digits = number.strip_prefix('+').unwrap_or(number);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Without a number calls go to voice mail. Seconds may follow where it is they that count.
fn forwarding(when: When, is_set: bool, more: &[&str]) -> Option<Vec<Change>> {
    match (is_set, more) {
        (false, []) => forward(when, "", None),
        (true, [] | [""]) => forward(when, Target::VOICE_MAIL, None),
        (true, [number]) => forward(when, number, None),
        (true, [number, seconds]) if when == When::NoAnswer && !number.is_empty() => {
            forward(when, number, Some(seconds))
        }
        _ => None,
    }
}

/// Forwards calls to a target as settings keep it; an empty one takes it back. `None`: it is no target, or not one for
/// telephones to set.
pub(crate) fn forward(when: When, target: &str, seconds: Option<&str>) -> Option<Vec<Change>> {
    let setting = match when {
        When::Always => &FORWARD_ALWAYS.definition,
        When::Busy => &FORWARD_BUSY.definition,
        When::NoAnswer => &FORWARD_NO_ANSWER.definition,
        When::Unreachable => &FORWARD_UNREACHABLE.definition,
        When::DoNotDisturb | When::Deflected => return None,
    };
    if !target.is_empty() && target != Target::VOICE_MAIL && !is_plain(target) {
        return None;
    }
    let target = Change { setting, value: target.to_owned() };
    let seconds = seconds.map(|value| Change { setting: &RING_SECONDS.definition, value: value.to_owned() });
    let changes: Vec<Change> = [Some(target), seconds].into_iter().flatten().collect();
    changes.iter().all(|change| change.setting.check(&change.value).is_ok()).then_some(changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(dialled: &str) -> Option<Star> {
        let codes = Codes {
            always: "21".into(),
            busy: "67".into(),
            no_answer: "61".into(),
            unreachable: "62".into(),
            do_not_disturb: "26".into(),
            pick_up: "8".into(),
            park: "5".into(),
            call_back: "37".into(),
            confer: "3".into(),
        };
        read(&codes, &Number::parse(dialled).unwrap())
    }

    #[test]
    fn codes_set_and_take_back() {
        for (dialled, changes) in [
            ("*21*205#", vec![("forward.always", "205")]),
            ("*21*205", vec![("forward.always", "205")]),
            ("**21*0301234#", vec![("forward.always", "0301234")]),
            ("*21#", vec![("forward.always", "voice-mail")]),
            ("#21#", vec![("forward.always", "")]),
            ("##21#", vec![("forward.always", "")]),
            ("#21", vec![("forward.always", "")]),
            ("*67*205#", vec![("forward.busy", "205")]),
            ("*61*205#", vec![("forward.no_answer", "205")]),
            ("*61*205*15#", vec![("forward.no_answer", "205"), ("ring_seconds", "15")]),
            ("*62*205#", vec![("forward.unreachable", "205")]),
            ("*26#", vec![("do_not_disturb", "true")]),
            ("#26#", vec![("do_not_disturb", "false")]),
        ] {
            let Some(Star::Change(found)) = check(dialled) else { panic!("{dialled}") };
            let found: Vec<_> =
                found.iter().map(|change| (change.setting.key, change.value.as_str())).collect();
            assert_eq!(found, changes, "{dialled}");
        }
    }

    #[test]
    fn a_call_is_picked_up_of_the_group_or_of_one() {
        let of = |text| Some(Star::PickUp(PickUp::Of(Extension::parse(text).unwrap())));
        for (dialled, expected) in [
            ("*8", Some(Star::PickUp(PickUp::Group))),
            ("*8#", Some(Star::PickUp(PickUp::Group))),
            ("*8201", of("201")),
            ("*8201#", of("201")),
            ("#8", None),
            ("*5700", Some(Star::Park(Extension::parse("700").unwrap()))),
            ("*5700#", Some(Star::Park(Extension::parse("700").unwrap()))),
            ("*37#", Some(Star::CallBack(Wanted::Yes))),
            ("#37", Some(Star::CallBack(Wanted::No))),
            ("*3", Some(Star::Confer)),
            ("*3#", Some(Star::Confer)),
            ("#3", None),
            ("*3*1", Some(Star::Wrong)),
            ("*57", None),
            ("#5700", None),
            ("*5700*1", None),
        ] {
            assert_eq!(check(dialled), expected, "{dialled}");
        }
    }

    #[test]
    fn what_a_code_does_not_take_is_wrong_and_other_numbers_are_none() {
        for dialled in [
            "*21*205*15#",
            "*61*205*4#",
            "*61**15#",
            "*61*205*15*3#",
            "#21*205#",
            "*26*1#",
            "*37*205#",
            "*81",
            "*21*2#5#",
            "*8201*1",
        ] {
            assert_eq!(check(dialled), Some(Star::Wrong), "{dialled}");
        }
        for dialled in ["205", "+4930123", "*99", "#31#040123", "*", "#", "**", "*#"] {
            assert_eq!(check(dialled), None, "{dialled}");
        }
        assert_eq!(read(&Codes::default(), &Number::parse("*21*205#").unwrap()), None);
        assert_eq!(read(&Codes::default(), &Number::parse("*").unwrap()), None);
    }
}
