//! The whole key tree, walked in every language by a caller who believes what the menus promise: every key that is offered or
//! explained is pressed, what follows is heard to its end, and all of it can be said.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod house;

use bytes::Bytes;
use directory::{Directory, Profiles, User};
use domain::id::BlobId;
use domain::language::Language;
use domain::menu::Style;
use domain::settings::{Row, Scope};
use futures_util::future::BoxFuture;
use house::company::Company;
use house::{from_outside, run};
use messaging::memory::PostOffice;
use messaging::{Flags, Post, SpecialUse, outbox};
use speech::{Argument, Piece, Recordings, Script, Voice, VoiceConfig};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use telephone::simulated::{Caller, Experience, SimulatedLine};
use telephone::{Habits, Owner, mailbox_menu};

const VOICE: &str = "From: <+4930666@example.org>\r\nMessage-Context: voice-message\r\nContent-Type: audio/wav\r\nContent-Transfer-Encoding: base64\r\n\r\n";
const FAX: &str = "From: <f@x.org>\r\nMessage-Context: fax-message\r\nContent-Type: image/tiff\r\nContent-Transfer-Encoding: base64\r\n\r\nSUkqAAgAAAAAAA4AAAAAAAAAAAA=\r\n";
const MAIL: &str = "From: Ben Weber <202@example.org>\r\nSubject: 1\r\n\r\n1\r\n";
const REPORT: &str = "From: <mailer-daemon@x.org>\r\nSubject: 2\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\n2\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns;x\r\n\r\nFinal-Recipient: rfc822;q@x.org\r\nAction: failed\r\n--b--\r\n";

/// Where a walk begins: what must be said, and not only pressed, before keys can be typed ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    /// The main menu.
    Menu,
    /// A message to Ben has been spoken.
    Spoken,
    /// A greeting has been spoken.
    Greeting,
}

impl Door {
    const ALL: [Door; 3] = [Door::Menu, Door::Spoken, Door::Greeting];

    fn caller(self, style: Style) -> Caller {
        let (send, settings) = match style {
            Style::Standard | Style::Minimal | Style::Ergo => ("3", "9"),
            Style::Phonemail => ("1", "9"),
            Style::Vms => ("2", "8"),
        };
        match self {
            Door::Menu => Caller::new(),
            Door::Spoken => {
                let caller = Caller::new().hears("offer-new").presses(send).hears("send-to").presses("202#");
                speaks(caller.hears("send-to-more").presses("#"))
            }
            Door::Greeting => speaks(Caller::new().hears("offer-new").presses(settings).presses("2112")),
        }
    }

    fn is_in(self, style: Style) -> bool {
        self != Door::Spoken || style != Style::Minimal
    }
}

fn speaks(caller: Caller) -> Caller {
    caller.hears("beep").waits(400).speaks(3_000).presses("#")
}

/// A message of each kind, new and old, one that is not finished, and one that is to be sent.
async fn filled(post: &PostOffice, anna: &User) {
    let mailbox = post.mailbox(anna.id);
    let sound = speech::audio::wav(&[1000; 16_000]);
    let voice = format!("{VOICE}{}", base64(&sound));
    let folders = mailbox.folders().await.unwrap();
    let drafts = folders.iter().find(|folder| folder.special_use == Some(SpecialUse::Drafts)).unwrap().id;
    let waiting = outbox::folder(&*mailbox).await.unwrap();
    let seen = || Flags { seen: true, ..Flags::default() };
    let draft = Flags { draft: true, ..seen() };
    let later = format!("Deferred-Delivery: Tue, 01 Jan 2030 00:00:00 +0000\r\n{voice}");
    for (folder, message, flags) in [
        (folders[0].id, voice.as_str(), Flags::default()),
        (folders[0].id, voice.as_str(), seen()),
        (folders[0].id, MAIL, Flags::default()),
        (folders[0].id, MAIL, seen()),
        (folders[0].id, FAX, Flags::default()),
        (folders[0].id, REPORT, Flags::default()),
        (drafts, voice.as_str(), draft),
        (waiting, later.as_str(), seen()),
    ] {
        let at = "2026-11-20T08:00:00Z".parse().unwrap();
        mailbox.append(folder, message.to_owned().into(), flags, at).await.unwrap();
    }
}

fn base64(octets: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(octets)
}

/// What is heard when these keys are typed behind a door, and then nothing more.
async fn heard(company: &Company, style: Style, door: Door, keys: &str) -> Vec<Experience> {
    let anna = company.anna();
    company.directory.forget_greetings(anna.id).await.unwrap();
    let scope = Scope::User(anna.id);
    let (key, value) = ("greeting.kind".into(), "individual".into());
    company.directory.set_setting(Row { scope, key, value }).await.unwrap();
    let post = PostOffice::new(company.directory.people());
    filled(&post, &anna).await;
    let habits = Habits { style, reads_mail: true, ..Habits::default() };
    let mut line = from_outside("99", door.caller(style).presses(keys));
    let owner = Owner { user: anna.clone(), habits };
    let _gone = mailbox_menu(&mut line, &owner, &*company.directory, &post).await;
    let way = format!("{door:?} {keys} in {style:?}");
    assert!(line.is_over(), "{way} leads to a dead end");
    assert!(line.elapsed() < 3_600_000, "{way} has no end");
    assert_eq!(line.languages(), [anna.language], "{way} speaks another language");
    behind(door, &line)
}

/// What comes after the door.
fn behind(door: Door, line: &SimulatedLine) -> Vec<Experience> {
    let all = line.transcript();
    let spoken = all.iter().position(|experience| matches!(experience, Experience::Recorded(_)));
    let first = if door == Door::Menu { 0 } else { spoken.unwrap() + 1 };
    all[first..].to_vec()
}

/// How the ids of prompts begin that explain a key.
const HELP: &str = "help-";

/// A prompt about a key, and the key.
type About = (&'static str, char);

/// What a key has cut short was said on the way here.
fn about(experience: &Experience) -> Option<About> {
    let Experience::Prompt { id, arguments, complete: true } = experience else { return None };
    match arguments.get("key") {
        Some(Argument::Digits(key)) => Some((*id, key.chars().next()?)),
        _ => None,
    }
}

/// The keys of the first menu that is said: up to where it is said again.
fn offered(heard: &[Experience]) -> BTreeSet<About> {
    let mut offered = BTreeSet::new();
    for about in heard.iter().filter_map(about).filter(|(id, _)| !id.starts_with(HELP)) {
        if !offered.insert(about) {
            break;
        }
    }
    offered
}

/// The keys that are explained, in one go.
fn explained(heard: &[Experience]) -> BTreeSet<About> {
    let explains = |experience: &&Experience| id(experience).is_some_and(|id| id.starts_with(HELP));
    let from_help = heard.iter().skip_while(|experience| !explains(experience));
    from_help.take_while(explains).filter_map(about).collect()
}

/// Walks from every door to whatever is promised there, each menu once; all prompts that were heard.
async fn walked(company: &Company, style: Style) -> BTreeMap<String, Piece> {
    let (mut said, mut menus, mut pressed) = (BTreeMap::new(), BTreeSet::new(), 0);
    for door in Door::ALL.into_iter().filter(|door| door.is_in(style)) {
        let mut ways = VecDeque::from([String::new()]);
        while let Some(keys) = ways.pop_front() {
            let here = heard(company, style, door, &keys).await;
            let ids: Vec<&str> = here.iter().filter_map(id).collect();
            assert!(!ids.is_empty(), "{door:?} {keys}: silence");
            assert!(!ids.contains(&"key-unknown"), "{door:?} {keys} is promised and does nothing: {ids:?}");
            said.extend(here.iter().filter_map(piece).map(|piece| (format!("{piece:?}"), piece)));
            let offered = offered(&here);
            if offered.is_empty() || !menus.insert(offered.clone()) {
                continue;
            }
            let explained = explained(&heard(company, style, door, &format!("{keys}0")).await);
            let promised: BTreeSet<char> = offered.iter().chain(&explained).map(|(_, key)| *key).collect();
            pressed += promised.len();
            ways.extend(promised.into_iter().map(|key| format!("{keys}{key}")));
        }
    }
    assert!(menus.len() >= 8 && pressed >= 50, "{} menus and {pressed} keys are no whole tree", menus.len());
    said
}

fn id(experience: &Experience) -> Option<&'static str> {
    match experience {
        Experience::Prompt { id, .. } => Some(id),
        _ => None,
    }
}

fn piece(experience: &Experience) -> Option<Piece> {
    match experience {
        Experience::Prompt { id, arguments, .. } => Some(Piece::Prompt(id, arguments.clone())),
        _ => None,
    }
}

/// Nobody has recorded anything.
struct NoRecordings;

impl Recordings for NoRecordings {
    fn load<'a>(
        &'a self,
        _: &'a BlobId,
    ) -> BoxFuture<'a, Result<Bytes, Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(std::future::ready(Err("nothing is recorded".into())))
    }
}

/// All that is said in the walk is sound, made without an engine.
async fn is_said(language: Language, pieces: BTreeMap<String, Piece>) {
    let voice = Voice::new(VoiceConfig::default());
    for (name, piece) in pieces {
        let samples = voice.samples(&Script { language, pieces: vec![piece] }, &NoRecordings).await;
        assert!(samples.is_ok_and(|samples| samples.len() > 800), "{language}: {name}");
    }
}

fn walk(language: Language, style: Style) {
    run(async {
        let company = Company::speaking(language).await;
        let pieces = walked(&company, style).await;
        // What is read aloud of a mail is the sender's and wants an engine.
        let ours = pieces.into_iter().filter(|(name, _)| !name.contains("\"mail-s"));
        is_said(language, ours.collect()).await;
    });
}

macro_rules! walks {
    ($(fn $name:ident() = $language:ident, $style:ident;)*) => {
        $(#[test]
        fn $name() {
            walk(Language::$language, Style::$style);
        })*
    };
}

walks! {
    fn every_key_does_what_is_promised_in_german() = DeDe, Standard;
    fn every_key_does_what_is_promised_in_british_english() = EnGb, Standard;
    fn every_key_does_what_is_promised_in_american_english() = EnUs, Standard;
    fn every_key_does_what_is_promised_in_french() = FrFr, Standard;
    fn every_key_does_what_is_promised_in_canadian_french() = FrCa, Standard;
    fn every_key_does_what_is_promised_in_italian() = ItIt, Standard;
    fn every_key_does_what_is_promised_in_portuguese() = PtPt, Standard;
    fn every_key_does_what_is_promised_in_brazilian_portuguese() = PtBr, Standard;
    fn every_key_does_what_is_promised_in_european_spanish() = EsEs, Standard;
    fn every_key_does_what_is_promised_in_american_spanish() = EsUs, Standard;
    fn every_key_does_what_is_promised_in_turkish() = TrTr, Standard;
    fn every_key_does_what_is_promised_in_russian() = RuRu, Standard;
    fn every_key_does_what_is_promised_in_dutch() = NlNl, Standard;
    fn every_key_does_what_is_promised_in_japanese() = JaJp, Standard;
    fn every_key_does_what_is_promised_in_the_manner_of_phonemail() = DeDe, Phonemail;
    fn every_key_does_what_is_promised_in_the_manner_of_vms() = DeDe, Vms;
    fn every_key_does_what_is_promised_in_the_small_menu() = DeDe, Minimal;
}
