//! What is said of each thing that a key can do in the owner's menu: the offer, and the help.

use super::{Kinds, Main, Message, Named, Options, Review, Settings, Told, Words, offered, untold};
use crate::prompt;

impl Named for Main {
    const LEVEL: &'static str = prompt::LEVEL_MAIN;
}

impl Told for Main {
    fn words(self) -> Words {
        match self {
            Main::Unfinished => offered(prompt::OFFER_UNFINISHED, prompt::HELP_UNFINISHED),
            Main::Reports => offered(prompt::OFFER_REPORTS, prompt::HELP_REPORTS),
            Main::New => offered(prompt::OFFER_NEW, prompt::HELP_NEW),
            Main::Old => offered(prompt::OFFER_OLD, prompt::HELP_OLD),
            Main::Outbox => offered(prompt::OFFER_OUTBOX, prompt::HELP_OUTBOX),
            Main::Send => offered(prompt::OFFER_SEND_MESSAGE, prompt::HELP_SEND_MESSAGE),
            Main::Kinds => offered(prompt::OFFER_KINDS, prompt::HELP_KINDS),
            Main::Settings => offered(prompt::OFFER_SETTINGS, prompt::HELP_SETTINGS),
            Main::Help => offered(prompt::OFFER_HELP, prompt::HELP_HELP),
            Main::End => offered(prompt::OFFER_END, prompt::HELP_END),
            Main::Shared => offered(prompt::OFFER_SHARED, prompt::HELP_SHARED),
            Main::Call => offered(prompt::OFFER_CALL, prompt::HELP_CALL),
        }
    }
}

impl Named for Kinds {
    const LEVEL: &'static str = prompt::LEVEL_KINDS;
}

impl Told for Kinds {
    fn words(self) -> Words {
        match self {
            Kinds::NewVoice => offered(prompt::OFFER_NEW_VOICE, prompt::HELP_NEW_VOICE),
            Kinds::OldVoice => offered(prompt::OFFER_OLD_VOICE, prompt::HELP_OLD_VOICE),
            Kinds::NewMail => offered(prompt::OFFER_NEW_MAIL, prompt::HELP_NEW_MAIL),
            Kinds::OldMail => offered(prompt::OFFER_OLD_MAIL, prompt::HELP_OLD_MAIL),
            Kinds::Sender => offered(prompt::OFFER_SENDER, prompt::HELP_SENDER),
            Kinds::Help => offered(prompt::OFFER_HELP, prompt::HELP_HELP),
            Kinds::Menu => offered(prompt::OFFER_MENU, prompt::HELP_MENU),
        }
    }
}

impl Named for Message {
    const LEVEL: &'static str = prompt::LEVEL_MESSAGE;
}

impl Told for Message {
    fn words(self) -> Words {
        match self {
            Message::Again => offered(prompt::OFFER_AGAIN, prompt::HELP_AGAIN),
            Message::Keep => offered(prompt::OFFER_KEEP, prompt::HELP_KEEP),
            Message::Delete => offered(prompt::OFFER_DELETE, prompt::HELP_DELETE),
            Message::Back => untold(prompt::HELP_BACK),
            Message::Pause => untold(prompt::HELP_PAUSE),
            Message::Forward => untold(prompt::HELP_FORWARD),
            Message::Previous => untold(prompt::HELP_PREVIOUS),
            Message::Envelope => untold(prompt::HELP_ENVELOPE),
            Message::Next => untold(prompt::HELP_NEXT),
            Message::Options => offered(prompt::OFFER_OPTIONS, prompt::HELP_OPTIONS),
            Message::Help => offered(prompt::OFFER_MORE, prompt::HELP_HELP),
            Message::Menu => offered(prompt::OFFER_MENU, prompt::HELP_MENU),
        }
    }
}

impl Named for Options {
    const LEVEL: &'static str = prompt::LEVEL_OPTIONS;
}

impl Told for Options {
    fn words(self) -> Words {
        match self {
            Options::GoOn => offered(prompt::OFFER_GO_ON, prompt::HELP_GO_ON),
            Options::Reply => offered(prompt::OFFER_REPLY, prompt::HELP_REPLY),
            Options::ReplyAll => offered(prompt::OFFER_REPLY_ALL, prompt::HELP_REPLY_ALL),
            Options::Forward => offered(prompt::OFFER_FORWARD, prompt::HELP_FORWARD_ON),
            Options::CallBack => offered(prompt::OFFER_CALL_BACK, prompt::HELP_CALL_BACK),
            Options::Slower => untold(prompt::HELP_SLOWER),
            Options::Louder => untold(prompt::HELP_LOUDER),
            Options::Faster => untold(prompt::HELP_FASTER),
            Options::Help => offered(prompt::OFFER_MORE, prompt::HELP_HELP),
            Options::Back => offered(prompt::OFFER_BACK, prompt::HELP_BACK_TO_MESSAGE),
        }
    }
}

impl Named for Review {
    const LEVEL: &'static str = prompt::LEVEL_REVIEW;
}

impl Told for Review {
    fn words(self) -> Words {
        match self {
            Review::Send => offered(prompt::OFFER_SEND_IT, prompt::HELP_SEND_IT),
            Review::Listen => offered(prompt::OFFER_LISTEN, prompt::HELP_LISTEN),
            Review::Again => offered(prompt::OFFER_RECORD_AGAIN, prompt::HELP_RECORD_AGAIN),
            Review::Discard => offered(prompt::OFFER_DISCARD, prompt::HELP_DISCARD),
            Review::Urgent => untold(prompt::HELP_URGENT),
            Review::Confidential => untold(prompt::HELP_CONFIDENTIAL),
            Review::Receipt => untold(prompt::HELP_RECEIPT),
            Review::Later => untold(prompt::HELP_LATER),
            Review::Recipients => untold(prompt::HELP_RECIPIENTS),
            Review::Help => offered(prompt::OFFER_MORE, prompt::HELP_HELP),
            Review::PutAside => offered(prompt::OFFER_PUT_ASIDE, prompt::HELP_PUT_ASIDE),
        }
    }
}

impl Named for Settings {
    const LEVEL: &'static str = prompt::LEVEL_SETTINGS;
}

impl Told for Settings {
    fn words(self) -> Words {
        match self {
            Settings::Presence => offered(prompt::OFFER_PRESENCE, prompt::HELP_PRESENCE),
            Settings::Greetings => offered(prompt::OFFER_GREETINGS, prompt::HELP_GREETINGS),
            Settings::Pin => offered(prompt::OFFER_PIN, prompt::HELP_PIN),
            Settings::Messages => offered(prompt::OFFER_MESSAGES, prompt::HELP_MESSAGES),
            Settings::Transfer => offered(prompt::OFFER_TRANSFER, prompt::HELP_TRANSFER),
            Settings::Help => offered(prompt::OFFER_HELP, prompt::HELP_HELP),
            Settings::Menu => offered(prompt::OFFER_MENU, prompt::HELP_MENU),
            Settings::Lists => offered(prompt::OFFER_LISTS, prompt::HELP_LISTS),
            Settings::Outcall => offered(prompt::OFFER_OUTCALL, prompt::HELP_OUTCALL),
            Settings::Forwarding => offered(prompt::OFFER_FORWARDING, prompt::HELP_FORWARDING),
            Settings::Reach => offered(prompt::OFFER_REACH, prompt::HELP_REACH),
        }
    }
}
