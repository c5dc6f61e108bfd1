//! What each country's telephones sound like: a table of cadences after ITU-T E.180 supplement 2 ("Various tones used in
//! national networks") and, for the United Kingdom, BT's SIN 350; in the United States and Canada the precise tone plan
//! (ITU-T E.300 supplement 3).

use super::Tone;

/// Whose tones are heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Country {
    Germany,
    Austria,
    Switzerland,
    UnitedKingdom,
    /// The United States and Canada, and who else has their numbering plan.
    NorthAmerica,
    France,
    Italy,
    Spain,
    Portugal,
    Brazil,
    Turkey,
    Russia,
    Netherlands,
    Japan,
}

/// A part of a cadence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub sound: Sound,
    pub milliseconds: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sound {
    Pause,
    /// Hertz.
    One(u16),
    Two(u16, u16),
    /// A frequency whose strength another one swells and takes away.
    Modulated {
        carrier: u16,
        by: u16,
    },
}

const fn pause(milliseconds: u16) -> Step {
    Step { sound: Sound::Pause, milliseconds }
}

const fn one(hertz: u16, milliseconds: u16) -> Step {
    Step { sound: Sound::One(hertz), milliseconds }
}

const fn two(low: u16, high: u16, milliseconds: u16) -> Step {
    Step { sound: Sound::Two(low, high), milliseconds }
}

const fn modulated(carrier: u16, by: u16, milliseconds: u16) -> Step {
    Step { sound: Sound::Modulated { carrier, by }, milliseconds }
}

/// A tone that goes on has one step, in which every frequency ends where it began.
const CONTINUOUS: u16 = 1000;

/// The special information tone that all but a few have (E.180 §7).
const SPECIAL: &[Step] = &[one(950, 330), one(1400, 330), one(1800, 330), pause(1000)];
const SPECIAL_AUSTRIA: &[Step] = &[one(950, 330), one(1450, 330), one(1850, 330), pause(1000)];
const SPECIAL_UNITED_KINGDOM: &[Step] =
    &[one(950, 330), pause(15), one(1400, 330), pause(15), one(1800, 330), pause(1000)];
const SPECIAL_TURKEY: &[Step] = &[one(950, 300), one(1400, 300), one(1800, 300), pause(1000)];

const CONGESTION_SPAIN: &[Step] =
    &[one(425, 200), pause(200), one(425, 200), pause(200), one(425, 200), pause(600)];
const CONGESTION_TURKEY: &[Step] = &[
    one(450, 200),
    pause(200),
    one(450, 200),
    pause(200),
    one(450, 200),
    pause(200),
    one(450, 600),
    pause(200),
];
const WAITING_ITALY: &[Step] =
    &[one(425, 400), pause(100), one(425, 250), pause(100), one(425, 150), pause(14_000)];

/// One cadence, to be repeated.
pub(crate) fn steps(country: Country, tone: Tone) -> &'static [Step] {
    match tone {
        Tone::Dial => dial(country),
        Tone::Ringing => ringing(country),
        Tone::Busy => busy(country),
        Tone::Congestion => congestion(country),
        Tone::CallWaiting => call_waiting(country),
        Tone::SpecialInformation => special_information(country),
    }
}

fn dial(country: Country) -> &'static [Step] {
    match country {
        Country::Austria => const { &[one(420, CONTINUOUS)] },
        Country::France => const { &[one(440, CONTINUOUS)] },
        Country::Italy => const { &[one(425, 200), pause(200), one(425, 600), pause(1000)] },
        Country::Japan => const { &[one(400, CONTINUOUS)] },
        Country::NorthAmerica | Country::UnitedKingdom => const { &[two(350, 440, CONTINUOUS)] },
        Country::Turkey => const { &[one(450, CONTINUOUS)] },
        Country::Germany
        | Country::Switzerland
        | Country::Spain
        | Country::Portugal
        | Country::Brazil
        | Country::Russia
        | Country::Netherlands => const { &[one(425, CONTINUOUS)] },
    }
}

fn ringing(country: Country) -> &'static [Step] {
    match country {
        Country::Austria => const { &[one(420, 1000), pause(5000)] },
        Country::UnitedKingdom => {
            const { &[two(400, 450, 400), pause(200), two(400, 450, 400), pause(2000)] }
        }
        Country::NorthAmerica => const { &[two(440, 480, 2000), pause(4000)] },
        Country::France => const { &[one(440, 1500), pause(3500)] },
        Country::Spain => const { &[one(425, 1500), pause(3000)] },
        Country::Portugal => const { &[one(425, 1000), pause(5000)] },
        Country::Turkey => const { &[one(450, 2000), pause(4000)] },
        Country::Japan => const { &[modulated(400, 16, 1000), pause(2000)] },
        Country::Germany
        | Country::Switzerland
        | Country::Italy
        | Country::Brazil
        | Country::Russia
        | Country::Netherlands => const { &[one(425, 1000), pause(4000)] },
    }
}

fn busy(country: Country) -> &'static [Step] {
    match country {
        Country::Germany => const { &[one(425, 480), pause(480)] },
        Country::Austria => const { &[one(420, 400), pause(400)] },
        Country::UnitedKingdom => const { &[one(400, 375), pause(375)] },
        Country::NorthAmerica => const { &[two(480, 620, 500), pause(500)] },
        Country::France => const { &[one(440, 500), pause(500)] },
        Country::Spain => const { &[one(425, 200), pause(200)] },
        Country::Brazil => const { &[one(425, 250), pause(250)] },
        Country::Turkey => const { &[one(450, 500), pause(500)] },
        Country::Russia => const { &[one(425, 350), pause(350)] },
        Country::Japan => const { &[one(400, 500), pause(500)] },
        Country::Switzerland | Country::Italy | Country::Portugal | Country::Netherlands => {
            const { &[one(425, 500), pause(500)] }
        }
    }
}

fn congestion(country: Country) -> &'static [Step] {
    match country {
        Country::Germany => const { &[one(425, 240), pause(240)] },
        Country::Austria => const { &[one(420, 200), pause(200)] },
        Country::UnitedKingdom => const { &[one(400, 400), pause(350), one(400, 225), pause(525)] },
        Country::NorthAmerica => const { &[two(480, 620, 250), pause(250)] },
        Country::France => const { &[one(440, 250), pause(250)] },
        Country::Spain => CONGESTION_SPAIN,
        Country::Brazil => const { &[one(425, 250), pause(250), one(425, 750), pause(250)] },
        Country::Turkey => CONGESTION_TURKEY,
        Country::Russia => const { &[one(425, 175), pause(175)] },
        Country::Netherlands => const { &[one(425, 250), pause(250)] },
        Country::Japan => const { &[one(400, 500), pause(500)] },
        Country::Switzerland | Country::Italy | Country::Portugal => const { &[one(425, 200), pause(200)] },
    }
}

fn call_waiting(country: Country) -> &'static [Step] {
    match country {
        Country::Germany => const { &[one(425, 200), pause(200), one(425, 200), pause(5000)] },
        Country::Austria => const { &[one(420, 40), pause(1960)] },
        Country::Switzerland => const { &[one(425, 200), pause(200), one(425, 200), pause(4000)] },
        Country::UnitedKingdom => const { &[one(400, 100), pause(4000)] },
        Country::NorthAmerica => const { &[one(440, 300), pause(10_000)] },
        Country::France => const { &[one(440, 300), pause(10_000)] },
        Country::Italy => WAITING_ITALY,
        Country::Spain => const { &[one(425, 175), pause(175), one(425, 175), pause(3500)] },
        Country::Portugal => const { &[one(440, 300), pause(10_000)] },
        Country::Brazil => const { &[one(425, 50), pause(1000)] },
        Country::Turkey => const { &[one(450, 200), pause(600), one(450, 200), pause(8000)] },
        Country::Russia => const { &[one(425, 200), pause(5000)] },
        Country::Netherlands => const { &[one(425, 500), pause(9500)] },
        Country::Japan => const { &[modulated(400, 16, 500), pause(8000)] },
    }
}

fn special_information(country: Country) -> &'static [Step] {
    match country {
        Country::Austria => SPECIAL_AUSTRIA,
        Country::UnitedKingdom => SPECIAL_UNITED_KINGDOM,
        Country::Turkey => SPECIAL_TURKEY,
        _ => SPECIAL,
    }
}

impl Country {
    pub const ALL: [Country; 14] = [
        Country::Germany,
        Country::Austria,
        Country::Switzerland,
        Country::UnitedKingdom,
        Country::NorthAmerica,
        Country::France,
        Country::Italy,
        Country::Spain,
        Country::Portugal,
        Country::Brazil,
        Country::Turkey,
        Country::Russia,
        Country::Netherlands,
        Country::Japan,
    ];

    /// The country of an ISO 3166-1 alpha-2 code, in capitals.
    pub fn of_code(code: &str) -> Option<Country> {
        Some(match code {
            "DE" => Country::Germany,
            "AT" => Country::Austria,
            "CH" | "LI" => Country::Switzerland,
            "GB" => Country::UnitedKingdom,
            "US" | "CA" => Country::NorthAmerica,
            "FR" => Country::France,
            "IT" => Country::Italy,
            "ES" => Country::Spain,
            "PT" => Country::Portugal,
            "BR" => Country::Brazil,
            "TR" => Country::Turkey,
            "RU" => Country::Russia,
            "NL" => Country::Netherlands,
            "JP" => Country::Japan,
            _ => return None,
        })
    }
}
