//! The ten commonest journeys, from the first word to the last, as `docs/journeys.md` tells them; written anew with
//! `SWITCHROOM_UPDATE=1`.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod house;

use directory::Circumstances;
use domain::language::Language;
use domain::settings::{Bearing, Settings};
use house::company::Company;
use house::{from_outside, run};
use messaging::{Body, Delivery, Post, Sender, Voice};
use telephone::simulated::{Caller, Experience, SimulatedLine};
use telephone::{
    Connected, Deposit, Habits, Line, Owner, Room, Takes, Voicemail, Ways, choose_greeting, deposit,
    mailbox_menu,
};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/journeys.md");
const HEAD: &str = "# What the voice says in the ten commonest journeys

Each word below is what a simulated caller has heard of the real menus; a test holds this page against them. Where a key is pressed
before the voice has ended, it stops at once (…). People who know the keys hear little more than the first word of each menu.
";

/// What somebody does, one after the other.
#[derive(Clone, Copy)]
enum Turn {
    Hears(&'static str),
    Presses(&'static str),
    /// For so many seconds.
    Speaks(u64),
    HangsUp,
}
use Turn::{HangsUp, Hears, Presses, Speaks};

/// Whose telephone rings first.
#[derive(Clone, Copy, PartialEq)]
enum Who {
    /// Somebody from outside, whom Anna's voice mail answers.
    Caller,
    /// Anna, at voice mail's own number.
    Owner,
}

struct Journey {
    title: &'static str,
    who: Who,
    turns: &'static [Turn],
}

const JOURNEYS: [Journey; 10] = [
    Journey {
        title: "A caller leaves a message",
        who: Who::Caller,
        turns: &[Hears("beep"), Speaks(12), HangsUp],
    },
    Journey {
        title: "A caller looks a message over and sends it as urgent",
        who: Who::Caller,
        turns: &[
            Hears("greeting-no-answer"),
            Presses("0"),
            Hears("beep"),
            Speaks(12),
            Presses("#"),
            Hears("offer-listen"),
            Presses("1"),
            Hears("message"),
            Hears("offer-send-it"),
            Presses("4"),
            Hears("offer-send-it"),
            Presses("#"),
        ],
    },
    Journey {
        title: "The owner calls the own number from elsewhere",
        who: Who::Caller,
        turns: &[
            Hears("greeting-no-answer"),
            Presses("*"),
            Hears("login-own-pin"),
            Presses("730184#"),
            Hears("offer-end"),
            Presses("*"),
        ],
    },
    Journey {
        title: "A new message is heard and deleted",
        who: Who::Owner,
        turns: &[
            Hears("offer-new"),
            Presses("1"),
            Hears("offer-delete"),
            Presses("3"),
            Hears("offer-end"),
            Presses("*"),
        ],
    },
    Journey {
        title: "A message is passed over while it plays, and what is known of it is asked for",
        who: Who::Owner,
        turns: &[
            Hears("offer-new"),
            Presses("1"),
            Hears("message"),
            Presses("8"),
            Hears("message"),
            Presses("2"),
            Hears("offer-old"),
            Presses("*"),
        ],
    },
    Journey {
        title: "Who has left a message is called back",
        who: Who::Owner,
        turns: &[
            Hears("offer-new"),
            Presses("1"),
            Hears("message"),
            Presses("9"),
            Hears("offer-call-back"),
            Presses("5"),
            Hears("offer-menu"),
            Presses("*"),
            Hears("offer-old"),
            Presses("*"),
        ],
    },
    Journey {
        title: "A colleague's message is answered",
        who: Who::Owner,
        turns: &[
            Hears("offer-new"),
            Presses("1"),
            Hears("message"),
            Presses("9"),
            Hears("offer-reply"),
            Presses("1"),
            Hears("beep"),
            Speaks(8),
            Presses("#"),
            Hears("offer-send-it"),
            Presses("#"),
            Hears("offer-menu"),
            Presses("*"),
            Hears("offer-send-message"),
            Presses("*"),
        ],
    },
    Journey {
        title: "A message is spoken and sent to a colleague",
        who: Who::Owner,
        turns: &[
            Hears("offer-send-message"),
            Presses("3"),
            Hears("send-to"),
            Presses("202#"),
            Hears("send-to-more"),
            Presses("#"),
            Hears("beep"),
            Speaks(8),
            Presses("#"),
            Hears("offer-send-it"),
            Presses("#"),
            Hears("offer-end"),
            Presses("*"),
        ],
    },
    Journey {
        title: "A greeting is recorded",
        who: Who::Owner,
        turns: &[
            Hears("offer-settings"),
            Presses("9"),
            Hears("offer-greetings"),
            Presses("2"),
            Hears("offer-greeting-of-presence"),
            Presses("1"),
            Hears("state-office"),
            Presses("1"),
            Hears("offer-greeting-record"),
            Presses("2"),
            Hears("beep"),
            Speaks(6),
            Presses("#"),
            Hears("offer-recorded-keep"),
            Presses("2"),
            Hears("offer-greeting-hear"),
            HangsUp,
        ],
    },
    Journey {
        title: "The presence is changed",
        who: Who::Owner,
        turns: &[
            Hears("offer-settings"),
            Presses("9"),
            Hears("offer-presence"),
            Presses("1"),
            Hears("state-home"),
            Presses("3"),
            Hears("offer-presence"),
            HangsUp,
        ],
    },
];

impl Journey {
    fn caller(&self) -> Caller {
        self.turns.iter().fold(Caller::new(), |caller, turn| match *turn {
            Hears(id) => caller.hears(id),
            Presses(keys) => caller.waits(300).presses(keys),
            Speaks(seconds) => caller.waits(400).speaks(seconds * 1000),
            HangsUp => caller.waits(500).hangs_up(),
        })
    }

    async fn made(&self, language: Language) -> SimulatedLine {
        let company = Company::speaking(language).await;
        leave(&company, language).await;
        let caller = self.caller();
        let mut line = from_outside(if self.who == Who::Caller { "201" } else { "99" }, caller)
            .reaches("202", Connected::Talked);
        line.speak_in(language);
        match self.who {
            Who::Caller => self.answered(&company, &mut line).await,
            Who::Owner => {
                let owner = Owner { user: company.anna(), habits: Habits::default() };
                let _gone = mailbox_menu(&mut line, &owner, &*company.directory, &company.post).await;
            }
        }
        assert!(line.is_over() && line.elapsed() < 600_000, "{}: {:?}", self.title, line.heard());
        line
    }

    async fn answered(&self, company: &Company, line: &mut SimulatedLine) {
        let owner = company.anna();
        let settings = Settings { rows: &[], bearing: Bearing::default() };
        let greeting =
            choose_greeting(&owner, &settings, &Circumstances::default(), line.facts(), line.now());
        let (room, takes, ways) = (Room::Enough, Takes::Messages, Ways::default());
        let voicemail = Voicemail { owner, number: "201".into(), settings, greeting, room, takes, ways };
        if let Deposit::OwnerLogsIn(user) = deposit(line, &*company.directory, &voicemail).await {
            let owner = Owner { user, habits: Habits::default() };
            let _gone = mailbox_menu(line, &owner, &*company.directory, &company.post).await;
        }
    }
}

/// Ben has left a message for Anna.
async fn leave(company: &Company, language: Language) {
    let voice = Voice {
        samples: vec![1000; 8_000 * 9],
        language,
        zone: "Europe/Berlin".into(),
        call: domain::id::CallId::new("test", 1),
        called: "201".into(),
        marks: Default::default(),
    };
    let from = Sender {
        name: Some("Ben Weber".into()),
        number: Some("202".into()),
        email: Some("202@example.org".into()),
    };
    let at = "2026-11-20T08:30:00Z".parse().unwrap();
    let to = vec![company.anna().id];
    let delivery = Delivery { key: "one".into(), to, from, at, body: Body::Voice(voice) };
    company.post.deliver(delivery).await.unwrap();
}

/// What is heard, or done, in both languages.
fn row(english: &Experience, german: &Experience) -> Option<String> {
    let both = |english: &str, german: &str| Some(format!("| {english} | {german} |\n"));
    match (english, german) {
        (Experience::Prompt { .. }, _) => {
            both(&worded(english, Language::EnGb), &worded(german, Language::DeDe))
        }
        (Experience::Beep, _) => both("*tone*", "*Ton*"),
        (Experience::Listened { complete: true, .. }, _) => both("*the message*", "*die Nachricht*"),
        (Experience::Listened { .. }, _) => both("*the message* …", "*die Nachricht* …"),
        (Experience::Called { .. }, _) => both("*both talk*", "*beide sprechen*"),
        _ => None,
    }
}

fn worded(experience: &Experience, language: Language) -> String {
    let Experience::Prompt { id, arguments, complete } = experience else { unreachable!("it is a prompt") };
    let said = speech::worded(language, id, arguments).unwrap();
    if *complete { said } else { format!("{} …", said.trim_end_matches(['.', '?'])) }
}

/// What it is called that a turn waits for.
fn name(experience: &Experience) -> &'static str {
    match experience {
        Experience::Prompt { id, .. } => id,
        Experience::Beep => "beep",
        Experience::Listened { .. } => "message",
        _ => "",
    }
}

fn told(journey: &Journey, english: &SimulatedLine, german: &SimulatedLine) -> String {
    let mut page = format!("\n## {}\n\n| English | Deutsch |\n|---|---|\n", journey.title);
    // A language is told of by a prompt of its own.
    let known = |name: &'static str| if name.starts_with("in-") { "in" } else { name };
    let names = |line: &SimulatedLine| line.transcript().iter().map(name).map(known).collect::<Vec<_>>();
    assert_eq!(names(english), names(german), "{}", journey.title);
    let mut turns = journey.turns.iter();
    let mut awaited = turns.next();
    for (english, german) in english.transcript().iter().zip(german.transcript()) {
        page.extend(row(english, german));
        if !matches!(awaited, Some(Hears(id)) if *id == name(english)) {
            continue;
        }
        awaited = turns.next();
        while let Some(turn) = awaited.filter(|turn| !matches!(turn, Hears(_))) {
            match turn {
                Presses(keys) => page.push_str(&format!("| **presses `{keys}`** | **drückt `{keys}`** |\n")),
                HangsUp => page.push_str("| **hangs up** | **legt auf** |\n"),
                Speaks(_) => page.push_str("| *speaks* | *spricht* |\n"),
                Hears(_) => {}
            }
            awaited = turns.next();
        }
    }
    assert!(awaited.is_none(), "{}: not all of it happened: {:?}", journey.title, names(english));
    page
}

#[test]
fn the_guide_tells_the_ten_commonest_journeys_as_they_are() {
    run(async {
        let mut page = HEAD.to_owned();
        for journey in &JOURNEYS {
            let english = journey.made(Language::EnGb).await;
            let german = journey.made(Language::DeDe).await;
            page.push_str(&told(journey, &english, &german));
        }
        if std::env::var_os("SWITCHROOM_UPDATE").is_some() {
            std::fs::write(PAGE, &page).unwrap();
        }
        assert_eq!(std::fs::read_to_string(PAGE).unwrap_or_default(), page, "SWITCHROOM_UPDATE=1 writes it");
    });
}
