//! Keys of phones for not being disturbed and for forwarding: what is pressed there holds here, and what is set here is shown
//! there.

use crate::forward::{Target, When};
use crate::number::Number;
use crate::settings::{
    DO_NOT_DISTURB, FORWARD_ALWAYS, FORWARD_BUSY, FORWARD_NO_ANSWER, RING_SECONDS, Setting, Settings,
};
use crate::star::{self, Change};

/// Phones count rings, we count seconds: a ring and its pause, as in ITU-T E.180 for most of Europe.
const SECONDS_OF_A_RING: u32 = 5;

/// The kinds of forwarding that phones have keys for.
pub const FORWARDS: [When; 3] = [When::Always, When::Busy, When::NoAnswer];

/// What was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    DoNotDisturb(bool),
    Forward(Forward),
}

/// A kind of forwarding, switched on or off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forward {
    pub when: When,
    pub is_on: bool,
    /// As it was keyed; empty where the phone names none.
    pub number: String,
    /// After how many rings; only where calls are forwarded that nobody answers.
    pub rings: Option<u32>,
}

/// What the keys of a person's phones show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub do_not_disturb: bool,
    pub forwards: Vec<Forward>,
}

/// What to write for what was pressed; `None`: nothing of the kind can be set. Who names no number, or that of the
/// mailbox, wants voice mail.
pub fn changes(pressed: &Pressed, mailbox: Option<&Number>) -> Option<Vec<Change>> {
    let forward = match pressed {
        Pressed::DoNotDisturb(is_on) => {
            return Some(vec![Change { setting: &DO_NOT_DISTURB.definition, value: is_on.to_string() }]);
        }
        Pressed::Forward(forward) => forward,
    };
    if !forward.is_on {
        return star::forward(forward.when, "", None);
    }
    let is_voice_mail =
        forward.number.is_empty() || mailbox.is_some_and(|mailbox| mailbox.as_str() == forward.number);
    let target = if is_voice_mail { Target::VOICE_MAIL } else { &forward.number };
    let seconds = forward.rings.filter(|_| forward.when == When::NoAnswer).and_then(seconds_of);
    star::forward(forward.when, target, seconds.as_deref())
}

/// `None`: fewer or more than may be set; it stays as it was.
fn seconds_of(rings: u32) -> Option<String> {
    let seconds = rings.saturating_mul(SECONDS_OF_A_RING).to_string();
    RING_SECONDS.definition.check(&seconds).is_ok().then_some(seconds)
}

/// What holds for a person. Voice mail is shown as the number of the mailbox.
pub fn shown(settings: &Settings<'_>, mailbox: Option<&Number>) -> Shown {
    let rings = settings.get(&RING_SECONDS).div_ceil(SECONDS_OF_A_RING);
    let forward = |when| {
        let target = settings.get(setting_of(when));
        Forward {
            when,
            is_on: target.is_some(),
            number: target.and_then(|target| dialled(target, mailbox)).unwrap_or_default(),
            rings: (when == When::NoAnswer).then_some(rings),
        }
    };
    Shown { do_not_disturb: settings.get(&DO_NOT_DISTURB), forwards: FORWARDS.map(forward).into() }
}

fn setting_of(when: When) -> &'static Setting<Option<Target>> {
    match when {
        When::Busy => &FORWARD_BUSY,
        When::NoAnswer => &FORWARD_NO_ANSWER,
        _ => &FORWARD_ALWAYS,
    }
}

fn dialled(target: Target, mailbox: Option<&Number>) -> Option<String> {
    match target {
        Target::Number(number) => Some(number.as_str().to_owned()),
        Target::VoiceMail => mailbox.map(|mailbox| mailbox.as_str().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::UserId;
    use crate::settings::{Bearing, Row, Scope};

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    fn forward(when: When, is_on: bool, number: &str, rings: Option<u32>) -> Pressed {
        Pressed::Forward(Forward { when, is_on, number: number.into(), rings })
    }

    #[test]
    fn what_is_pressed_is_written_as_settings_keep_it() {
        for (pressed, expected) in [
            (Pressed::DoNotDisturb(true), Some(vec![("do_not_disturb", "true")])),
            (Pressed::DoNotDisturb(false), Some(vec![("do_not_disturb", "false")])),
            (forward(When::Always, true, "205", None), Some(vec![("forward.always", "205")])),
            (forward(When::Always, true, "", None), Some(vec![("forward.always", "voice-mail")])),
            (forward(When::Busy, true, "500", None), Some(vec![("forward.busy", "voice-mail")])),
            (forward(When::Busy, false, "205", None), Some(vec![("forward.busy", "")])),
            (
                forward(When::NoAnswer, true, "205", Some(3)),
                Some(vec![("forward.no_answer", "205"), ("ring_seconds", "15")]),
            ),
            (
                forward(When::NoAnswer, true, "", Some(3)),
                Some(vec![("forward.no_answer", "voice-mail"), ("ring_seconds", "15")]),
            ),
            (forward(When::NoAnswer, true, "205", Some(0)), Some(vec![("forward.no_answer", "205")])),
            (forward(When::NoAnswer, true, "205", Some(u32::MAX)), Some(vec![("forward.no_answer", "205")])),
            (forward(When::NoAnswer, false, "", Some(3)), Some(vec![("forward.no_answer", "")])),
            (forward(When::Always, true, "205", Some(3)), Some(vec![("forward.always", "205")])),
            (forward(When::Always, true, "sip:205@example.org", None), None),
            (forward(When::Always, true, "*26#", None), None),
            (forward(When::DoNotDisturb, true, "205", None), None),
        ] {
            let found = changes(&pressed, Some(&number("500")));
            let found = found.as_ref().map(|changes| {
                changes.iter().map(|change| (change.setting.key, change.value.as_str())).collect::<Vec<_>>()
            });
            assert_eq!(found, expected, "{pressed:?}");
        }
    }

    #[test]
    fn what_holds_is_shown() {
        let user = UserId::new(7);
        let row =
            |key: &str, value: &str| Row { scope: Scope::User(user), key: key.into(), value: value.into() };
        let rows = [
            row("do_not_disturb", "true"),
            row("forward.always", "voice-mail"),
            row("forward.no_answer", "205"),
            row("ring_seconds", "12"),
        ];
        let settings = Settings { rows: &rows, bearing: Bearing { user: Some(user), ..Bearing::default() } };
        let shown = shown(&settings, Some(&number("500")));
        assert!(shown.do_not_disturb);
        let forwards: Vec<Pressed> = shown.forwards.into_iter().map(Pressed::Forward).collect();
        assert_eq!(
            forwards,
            [
                forward(When::Always, true, "500", None),
                forward(When::Busy, false, "", None),
                forward(When::NoAnswer, true, "205", Some(3)),
            ]
        );
    }
}
