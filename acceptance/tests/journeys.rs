//! The ten commonest journeys, as `docs/journeys.md` tells them, on real phones: keys are pressed while the voice speaks.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{
    Caller, Demo, Desk, Ear, Heard, Imap, Mail, Person, Phone, Words, eventually, speech, tone, write_wav,
};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Duration;

const LANGUAGE: &str = "en-GB";
/// What is said into a phone.
const SPOKEN_MILLISECONDS: u32 = 8000;
/// Of it, by which it is recognised while it plays.
const BEGIN_SAMPLES: usize = 8000;

/// A phone in a call, and who listens to it.
struct Journey {
    phone: Phone,
    call: u64,
    ear: Ear,
    said: PathBuf,
}

impl Journey {
    /// Somebody outside calls a person.
    fn of_stranger(demo: &Demo, person: &Person) -> Journey {
        Journey::begins(demo, Phone::stranger(demo), &person.extension)
    }

    /// The owner, at the mailbox number on a phone of the own, up to the menu.
    fn of_owner(demo: &Demo, owner: &Person) -> Journey {
        let mut journey = Journey::begins(demo, Phone::unregistered(demo, owner), &demo.page.numbers.mailbox);
        // In the midst of what asks for it.
        std::thread::sleep(Duration::from_secs(1));
        journey.presses(&format!("{}#", owner.pin));
        journey
    }

    fn begins(demo: &Demo, mut phone: Phone, number: &str) -> Journey {
        let folder = demo.folder().join(format!("phone-{}", phone.address().replace(':', "-")));
        std::fs::create_dir_all(&folder).unwrap();
        let (recording, said) = (folder.join("heard.wav"), folder.join("said.wav"));
        write_wav(&said, &speech(SPOKEN_MILLISECONDS));
        let call = phone.call(demo, number, json!({"record": recording}));
        phone.talks(call);
        Journey { phone, call, ear: Ear::at(&recording), said }
    }

    fn hears(&mut self, begin: &str) -> Heard {
        self.ear.hears(begin, Words::of(LANGUAGE, begin).spoken())
    }

    fn presses(&mut self, keys: &str) {
        self.phone.keys(self.call, keys);
    }

    /// A key cuts short what would come up to these words, and leads to others.
    fn cuts(&mut self, cut: &str, keys: &str, hears: &str) {
        self.presses(keys);
        let heard = self.hears(hears);
        assert!(!Ear::is_in(Words::of(LANGUAGE, cut).spoken(), &heard), "“{cut}” is said before “{hears}”");
    }

    fn speaks_after_the_tone(&mut self) {
        self.ear.hears_the_tone();
        self.phone.tell(json!({"do": "play", "call": self.call, "path": self.said}));
        std::thread::sleep(Duration::from_millis(u64::from(SPOKEN_MILLISECONDS) + 500));
    }

    /// What was said into this phone or another.
    fn hears_the_message(&mut self) {
        self.ear.hears("the message", &speech(SPOKEN_MILLISECONDS));
    }

    fn hears_the_message_begin(&mut self) {
        self.ear.hears("the message's begin", &speech(SPOKEN_MILLISECONDS)[..BEGIN_SAMPLES]);
    }

    fn hangs_up(mut self) {
        self.phone.hang_up(self.call);
        self.phone.ends(self.call);
    }

    fn ends(mut self) {
        self.phone.ends(self.call);
    }
}

fn is_what_was_said(heard: &Heard) {
    assert!(
        Ear::is_in(&speech(SPOKEN_MILLISECONDS), heard),
        "it resembles it by {}",
        heard.likeness(&speech(SPOKEN_MILLISECONDS))
    );
}

/// Hears the greeting out and leaves a message.
fn leaves_a_message(mut caller: Journey) {
    caller.hears("cannot-take-your-call-please-leave-a-message-aft-final");
    caller.speaks_after_the_tone();
    caller.hangs_up();
}

#[test]
fn callers_leave_messages_and_owners_come_in_from_elsewhere() {
    let demo = Demo::start();
    let owner = demo.person(1);
    let mut imap = Imap::open(&demo, owner);
    leaves_a_message(Journey::of_stranger(&demo, owner));
    let left = imap.new_voice_message();
    is_what_was_said(&left.sound());
    imap.add_flag(left.uid, "\\Seen");

    let mut caller = Journey::of_stranger(&demo, owner);
    caller.presses("0");
    caller.speaks_after_the_tone();
    caller.presses("#");
    caller.hears("to-send-it-press-going");
    caller.hears("to-hear-it-press-going");
    caller.presses("1");
    caller.hears_the_message();
    caller.hears("to-send-it-press-going");
    caller.cuts("to-delete-it-press-going", "4", "your-message-is-urgent-final");
    caller.hears("to-send-it-press-going");
    caller.cuts("to-delete-it-press-going", "#", "thank-you-your-message-has-been-recorded-goodbye-final");
    caller.ends();
    let urgent = imap.new_voice_message();
    is_what_was_said(&urgent.sound());
    assert_eq!(urgent.headers["Importance"], "high");

    let mut elsewhere = Journey::of_stranger(&demo, owner);
    elsewhere.cuts(
        "cannot-take-your-call-please-leave-a-message-aft-final",
        "*",
        "please-enter-your-pin-and-then-the-hash-key-for--final",
    );
    elsewhere.presses(&format!("{}#", owner.pin));
    elsewhere.hears("for-new-messages-press-going");
    elsewhere.presses("*");
    elsewhere.ends();
}

#[test]
fn messages_are_heard_deleted_passed_over_called_back_and_answered() {
    let demo = Demo::start();
    let (owner, colleague) = (demo.person(1), demo.person(3));
    let mut imap = Imap::open(&demo, owner);
    let leave =
        || leaves_a_message(Journey::begins(&demo, Phone::unregistered(&demo, colleague), &owner.extension));

    leave();
    imap.new_voice_message();
    let before = imap.voice_messages().len();
    let mut deletes = Journey::of_owner(&demo, owner);
    deletes.hears("for-new-messages-press-going");
    deletes.presses("1");
    deletes.hears_the_message();
    deletes.hears("to-delete-it-press-going");
    deletes.cuts("for-the-menu-press-going", "3", "there-are-no-more-messages-final");
    deletes.hears("for-settings-press-going");
    deletes.presses("*");
    deletes.ends();
    assert_eq!(imap.voice_messages().len(), before - 1);

    leave();
    imap.new_voice_message();
    let mut passes_over = Journey::of_owner(&demo, owner);
    passes_over.hears("for-new-messages-press-going");
    passes_over.presses("1");
    passes_over.hears_the_message_begin();
    passes_over.presses("8");
    passes_over.hears_the_message_begin();
    passes_over.presses("2");
    let rest = passes_over.hears("there-are-no-more-messages-final");
    assert!(!Ear::is_in(&speech(SPOKEN_MILLISECONDS), &rest), "the message went on");
    passes_over.hears("for-old-messages-press-going");
    passes_over.presses("*");
    passes_over.ends();
    assert_eq!(imap.voice_messages().iter().filter(|mail| mail.is_new()).count(), 0);

    leave();
    imap.new_voice_message();
    let mut called_back = Phone::register(&demo, colleague);
    let mut calls_back = Journey::of_owner(&demo, owner);
    calls_back.hears("for-new-messages-press-going");
    calls_back.presses("1");
    calls_back.hears_the_message_begin();
    calls_back.presses("9");
    calls_back.hears("to-reply-press-going");
    calls_back.presses("5");
    let incoming = called_back.rings();
    called_back.tell(json!({"do": "answer", "call": incoming}));
    called_back.talks(incoming);
    called_back.hang_up(incoming);
    calls_back.hears("the-call-is-over-final");
    calls_back.hears_the_message_begin();

    // The same message is answered at once.
    let mut of_colleague = Imap::open(&demo, colleague);
    let answers = &mut calls_back;
    answers.presses("9");
    answers.hears("to-reply-press-going");
    answers.presses("1");
    answers.speaks_after_the_tone();
    answers.presses("#");
    answers.hears("to-send-it-press-going");
    answers.cuts("to-delete-it-press-going", "#", "it-will-be-sent-when-you-hang-up-final");
    calls_back.hangs_up();
    is_what_was_said(&of_colleague.new_voice_message().sound());
}

#[test]
fn the_messages_of_one_sender_are_found_by_the_number() {
    let demo = Demo::start();
    let (owner, colleague) = (demo.person(1), demo.person(3));
    let mut imap = Imap::open(&demo, owner);
    leaves_a_message(Journey::begins(&demo, Phone::unregistered(&demo, colleague), &owner.extension));
    let colleagues = imap.new_voice_message().uid;
    Caller::leave(&demo, owner, "+493044400001", &tone(900.0, 3000));
    Caller::leave(&demo, owner, "+493044400002", &tone(1400.0, 3000));
    let mail =
        "From: <+493044400001@voice.demo.example>\r\nSubject: Lunch\r\n\r\nShall we eat at one today?\r\n";
    assert_eq!(imap.append(mail), "OK");
    let is_heard = |imap: &mut Imap, wanted: &dyn Fn(&Mail) -> bool| {
        let mails = imap.messages();
        mails.iter().any(wanted) && mails.iter().filter(|mail| wanted(mail)).all(|mail| !mail.is_new())
    };
    let is_from = |number: &'static str| move |mail: &Mail| mail.headers["From"].contains(number);

    let mut finds = Journey::of_owner(&demo, owner);
    finds.hears("for-new-messages-press-going");
    finds.presses("7");
    finds.hears("for-messages-of-one-sender-press-going");
    finds.presses("5");
    std::thread::sleep(Duration::from_secs(1));
    finds.presses(&format!("{}#", colleague.extension));
    finds.hears_the_message();
    eventually("the colleague's is heard", || {
        is_heard(&mut imap, &|mail| mail.uid == colleagues).then_some(())
    });
    assert!(!is_heard(&mut imap, &is_from("+493044400001")));
    finds.presses("*");

    // As it is dialled at home; the mail is the caller's by the template of sender addresses.
    finds.hears("for-messages-of-one-sender-press-going");
    finds.presses("503044400001#");
    finds.ear.hears("the caller's message", &tone(900.0, 1000));
    finds.presses("2");
    eventually("all of the caller's are heard", || {
        is_heard(&mut imap, &is_from("+493044400001")).then_some(())
    });
    finds.presses("2");
    finds.hears("there-are-no-more-messages-final");
    assert!(!is_heard(&mut imap, &is_from("+493044400002")));
    finds.hangs_up();
}

#[test]
fn messages_are_sent_greetings_recorded_and_presence_is_changed() {
    let demo = Demo::start();
    let (owner, colleague) = (demo.person(1), demo.person(3));
    demo.set("greeting.alternative", "false", owner);
    let mut imap = Imap::open(&demo, colleague);
    let mut sends = Journey::of_owner(&demo, owner);
    sends.hears("to-send-a-message-press-going");
    sends.presses("3");
    std::thread::sleep(Duration::from_secs(1));
    let asks = "whom-is-it-for-please-enter-the-extension-and-th-final";
    sends.cuts(
        asks,
        &format!("{}#", colleague.extension),
        "enter-another-extension-or-press-the-hash-key-to-final",
    );
    sends.presses("#");
    sends.speaks_after_the_tone();
    sends.presses("#");
    sends.hears("to-send-it-press-going");
    sends.cuts("to-delete-it-press-going", "#", "it-will-be-sent-when-you-hang-up-final");
    sends.hears("for-settings-press-going");
    sends.presses("*");
    sends.ends();
    is_what_was_said(&imap.new_voice_message().sound());

    let desk = Desk::sign_in(&demo, owner);
    let mut records = Journey::of_owner(&demo, owner);
    records.hears("for-settings-press-going");
    records.cuts("to-end-press-going", "9", "for-your-greetings-press-going");
    records.presses("2");
    records.hears("for-the-greeting-of-a-presence-press-going");
    records.presses("1");
    std::thread::sleep(Duration::from_secs(1));
    records.cuts("out-of-the-office-final", "1", "to-record-it-press-going");
    records.presses("2");
    records.speaks_after_the_tone();
    records.presses("#");
    records.hears("to-keep-it-press-going");
    records.presses("2");
    eventually("the greeting is kept", || {
        has_greeting(&desk.get("/api/v1/me/greetings").json()).then_some(())
    });
    records.hangs_up();
    let mut caller = Journey::of_stranger(&demo, owner);
    caller.hears_the_message();
    caller.hangs_up();

    let mut away = Journey::of_owner(&demo, owner);
    away.hears("for-settings-press-going");
    away.presses("9");
    away.hears("to-say-where-you-are-press-going");
    away.presses("1");
    std::thread::sleep(Duration::from_secs(1));
    away.cuts("out-of-the-office-final", "3", "to-say-where-you-are-press-going");
    eventually("the presence is changed", || {
        (desk.get("/api/v1/me/presence").json()["state"] == "home").then_some(())
    });
    away.hangs_up();
}

fn has_greeting(greetings: &Value) -> bool {
    greetings.as_array().is_some_and(|all| all.iter().any(|greeting| greeting["situation"] == "no-answer"))
}
