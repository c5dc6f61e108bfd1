//! What is said of each thing that a key can do below the owner's settings.

use super::{Confirm, Forwarding, Greeting, Greetings, List, Outcall, Pick, Reach, Review, Transfer};
use crate::prompt;
use crate::tree::{Named, Told, Words, offered};

impl Named for Greetings {
    const LEVEL: &'static str = prompt::LEVEL_GREETINGS;
}

impl Told for Greetings {
    fn words(self) -> Words {
        match self {
            Greetings::OfPresence => {
                offered(prompt::OFFER_GREETING_OF_PRESENCE, prompt::HELP_GREETING_OF_PRESENCE)
            }
            Greetings::OfOccasion => {
                offered(prompt::OFFER_GREETING_OF_OCCASION, prompt::HELP_GREETING_OF_OCCASION)
            }
            Greetings::OfDay => offered(prompt::OFFER_GREETING_OF_DAY, prompt::HELP_GREETING_OF_DAY),
            Greetings::Alternative => {
                offered(prompt::OFFER_GREETING_ALTERNATIVE, prompt::HELP_GREETING_ALTERNATIVE)
            }
            Greetings::Name => offered(prompt::OFFER_GREETING_NAME, prompt::HELP_GREETING_NAME),
            Greetings::Kind => offered(prompt::OFFER_GREETING_KIND, prompt::HELP_GREETING_KIND),
            Greetings::DeleteAll => offered(prompt::OFFER_GREETINGS_DELETE, prompt::HELP_GREETINGS_DELETE),
            Greetings::Help => offered(prompt::OFFER_HELP, prompt::HELP_HELP),
            Greetings::Back => offered(prompt::OFFER_BACK, prompt::HELP_SETTINGS_BACK),
        }
    }
}

impl Named for Greeting {
    const LEVEL: &'static str = prompt::LEVEL_GREETING;
}

impl Told for Greeting {
    fn words(self) -> Words {
        match self {
            Greeting::Hear => offered(prompt::OFFER_GREETING_HEAR, prompt::HELP_GREETING_HEAR),
            Greeting::Record => offered(prompt::OFFER_GREETING_RECORD, prompt::HELP_GREETING_RECORD),
            Greeting::Delete => offered(prompt::OFFER_GREETING_DELETE, prompt::HELP_GREETING_DELETE),
            Greeting::Switch => offered(prompt::OFFER_GREETING_SWITCH, prompt::HELP_GREETING_SWITCH),
            Greeting::Language => offered(prompt::OFFER_GREETING_LANGUAGE, prompt::HELP_GREETING_LANGUAGE),
            Greeting::Help => offered(prompt::OFFER_HELP, prompt::HELP_HELP),
            Greeting::Back => offered(prompt::OFFER_BACK, prompt::HELP_SETTINGS_BACK),
        }
    }
}

impl Named for Review {
    const LEVEL: &'static str = prompt::LEVEL_RECORDED;
}

impl Told for Review {
    fn words(self) -> Words {
        match self {
            Review::Hear => offered(prompt::OFFER_RECORDED_HEAR, prompt::HELP_RECORDED_HEAR),
            Review::Keep => offered(prompt::OFFER_RECORDED_KEEP, prompt::HELP_RECORDED_KEEP),
            Review::Again => offered(prompt::OFFER_RECORDED_AGAIN, prompt::HELP_RECORDED_AGAIN),
            Review::Discard => offered(prompt::OFFER_RECORDED_DISCARD, prompt::HELP_RECORDED_DISCARD),
            Review::Help => offered(prompt::OFFER_HELP, prompt::HELP_HELP),
        }
    }
}

impl Named for Transfer {
    const LEVEL: &'static str = prompt::LEVEL_TRANSFER;
}

impl Told for Transfer {
    fn words(self) -> Words {
        match self {
            Transfer::Number => offered(prompt::OFFER_TRANSFER_NUMBER, prompt::HELP_TRANSFER_NUMBER),
            Transfer::Switch => offered(prompt::OFFER_TRANSFER_SWITCH, prompt::HELP_TRANSFER_SWITCH),
            Transfer::Delete => offered(prompt::OFFER_TRANSFER_DELETE, prompt::HELP_TRANSFER_DELETE),
            Transfer::Help => offered(prompt::OFFER_HELP, prompt::HELP_HELP),
            Transfer::Back => offered(prompt::OFFER_BACK, prompt::HELP_SETTINGS_BACK),
        }
    }
}

impl Named for Pick {
    const LEVEL: &'static str = prompt::LEVEL_PICK;
}

impl Told for Pick {
    fn words(self) -> Words {
        match self {
            Pick::Help => offered(prompt::OFFER_HELP, prompt::HELP_HELP),
            Pick::Back => offered(prompt::OFFER_BACK, prompt::HELP_SETTINGS_BACK),
        }
    }
}

impl Named for Confirm {
    const LEVEL: &'static str = prompt::LEVEL_CONFIRM;
}

impl Told for Confirm {
    fn words(self) -> Words {
        match self {
            Confirm::Do => offered(prompt::OFFER_CONFIRM, prompt::HELP_CONFIRM),
            Confirm::Help => offered(prompt::OFFER_HELP, prompt::HELP_HELP),
            Confirm::Back => offered(prompt::OFFER_BACK, prompt::HELP_SETTINGS_BACK),
        }
    }
}

impl Named for List {
    const LEVEL: &'static str = prompt::LEVEL_LIST;
}

impl Told for List {
    fn words(self) -> Words {
        match self {
            List::Hear => offered(prompt::OFFER_LIST_HEAR, prompt::HELP_LIST_HEAR),
            List::Add => offered(prompt::OFFER_LIST_ADD, prompt::HELP_LIST_ADD),
            List::Remove => offered(prompt::OFFER_LIST_REMOVE, prompt::HELP_LIST_REMOVE),
            List::Delete => offered(prompt::OFFER_LIST_DELETE, prompt::HELP_LIST_DELETE),
            List::Help => offered(prompt::OFFER_HELP, prompt::HELP_HELP),
            List::Back => offered(prompt::OFFER_BACK, prompt::HELP_SETTINGS_BACK),
        }
    }
}

impl Named for Outcall {
    const LEVEL: &'static str = prompt::LEVEL_OUTCALL;
}

impl Told for Outcall {
    fn words(self) -> Words {
        match self {
            Outcall::Number => offered(prompt::OFFER_TRANSFER_NUMBER, prompt::HELP_TRANSFER_NUMBER),
            Outcall::Switch => offered(prompt::OFFER_OUTCALL_SWITCH, prompt::HELP_OUTCALL_SWITCH),
            Outcall::Delete => offered(prompt::OFFER_TRANSFER_DELETE, prompt::HELP_TRANSFER_DELETE),
            Outcall::Voice => offered(prompt::OFFER_OUTCALL_VOICE, prompt::HELP_OUTCALL_VOICE),
            Outcall::Mail => offered(prompt::OFFER_OUTCALL_MAIL, prompt::HELP_OUTCALL_MAIL),
            Outcall::Help => offered(prompt::OFFER_HELP, prompt::HELP_HELP),
            Outcall::Back => offered(prompt::OFFER_BACK, prompt::HELP_SETTINGS_BACK),
        }
    }
}

impl Named for Forwarding {
    const LEVEL: &'static str = prompt::LEVEL_FORWARDING;
}

impl Told for Forwarding {
    fn words(self) -> Words {
        match self {
            Forwarding::Number => offered(prompt::OFFER_TRANSFER_NUMBER, prompt::HELP_TRANSFER_NUMBER),
            Forwarding::VoiceMail => {
                offered(prompt::OFFER_FORWARDING_VOICE_MAIL, prompt::HELP_FORWARDING_VOICE_MAIL)
            }
            Forwarding::Delete => offered(prompt::OFFER_FORWARDING_END, prompt::HELP_FORWARDING_END),
            Forwarding::Help => offered(prompt::OFFER_HELP, prompt::HELP_HELP),
            Forwarding::Back => offered(prompt::OFFER_BACK, prompt::HELP_SETTINGS_BACK),
        }
    }
}

impl Named for Reach {
    const LEVEL: &'static str = prompt::LEVEL_REACH;
}

impl Told for Reach {
    fn words(self) -> Words {
        match self {
            Reach::Number => offered(prompt::OFFER_TRANSFER_NUMBER, prompt::HELP_TRANSFER_NUMBER),
            Reach::Delete => offered(prompt::OFFER_TRANSFER_DELETE, prompt::HELP_TRANSFER_DELETE),
            Reach::Help => offered(prompt::OFFER_HELP, prompt::HELP_HELP),
            Reach::Back => offered(prompt::OFFER_BACK, prompt::HELP_SETTINGS_BACK),
        }
    }
}
