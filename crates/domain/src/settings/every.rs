//! Every setting there is, each with what it does. The reference page of the manual is made of this.

use super::{Choice, Definition, Digits, International, Kind, Level, Line, Lines, Order, Setting, Settings};
use crate::codec::Codec;
use crate::copy::Copied;
use crate::country::Country;
use crate::forward::{Target, Undisturbed};
use crate::greeting::{self, AnnouncementMode};
use crate::language::caller::{Countries, Detection};
use crate::language::{self, Language, TAGS, Written};
use crate::menu::Style;
use crate::number::Email;
use crate::outside::Reach;
use crate::pin::Ended;
use crate::presence::State;
use crate::reach::CommandKey;
use crate::schedule::{Hours, Span};
use crate::sender_template::SenderTemplate;
use crate::site::Announced;
use crate::site_field::FieldName;
use crate::smarthost::Sealing;
use crate::stir::{Attestation, Least};
use crate::{access, lamp, list, recording, srtp, welcome};
use jiff::civil::Date;

/// One static for each setting, and [`ALL`] of them; the doc comment is the manual's text.
macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $name:ident: $value:ty = $key:literal, $kind:expr, $default:literal, to $nearest:ident;)+) => {
        $($(#[doc = $doc])+
        pub static $name: Setting<$value> = Setting::new(Definition {
            key: $key,
            kind: $kind,
            default: $default,
            nearest: Level::$nearest,
            doc: concat!($($doc, "\n"),+),
        });)+

        /// All of them, in the manual's order.
        pub static ALL: &[&Definition] = &[$(&$name.definition),+];
    };
}

const fn whole(least: u32, most: u32) -> Kind {
    Kind::Whole { least, most }
}

settings! {
    /// How long a person's phones ring before voice mail answers or the call is forwarded, in seconds.
    RING_SECONDS: u32 = "ring_seconds", whole(5, 300), "20", to User;
    /// So many calls at once, called and calling; while a person has them, further callers hear that the person is busy, or are forwarded so.
    CALLS_AT_ONCE: u32 = "calls_at_once", whole(1, 50), "10", to User;
    /// Calls from outside that do not show their number are refused (RFC 5079).
    REJECT_ANONYMOUS: bool = "reject_anonymous", Kind::Switch, "false", to User;
    /// Where all calls of a person go, instead of ringing: `voice-mail`, or a number as the person would dial it. Empty: they ring.
    FORWARD_ALWAYS: Option<Target> = "forward.always", Kind::Target, "", to User;
    /// Where calls go while the person is busy, or declines.
    FORWARD_BUSY: Option<Target> = "forward.busy", Kind::Target, "", to User;
    /// Where calls go that ring for `ring_seconds` without an answer.
    FORWARD_NO_ANSWER: Option<Target> = "forward.no_answer", Kind::Target, "", to User;
    /// Where calls go while none of the person's phones can be reached.
    FORWARD_UNREACHABLE: Option<Target> = "forward.unreachable", Kind::Target, "", to User;
    /// No call rings, but for those from `do_not_disturb.passes`. Calls that are all forwarded are forwarded all the same.
    DO_NOT_DISTURB: bool = "do_not_disturb", Kind::Switch, "false", to User;
    /// What callers get who are not to disturb.
    DO_NOT_DISTURB_CALLERS: Undisturbed = "do_not_disturb.callers", Kind::OneOf(&["voice-mail", "busy"]), "voice-mail", to User;
    /// Extensions whose calls ring all the same, such as the attendant's, separated by spaces. Only calls that prove to come from there count.
    DO_NOT_DISTURB_PASSES: Vec<String> = "do_not_disturb.passes", Kind::DigitWords { most_characters: 400 }, "", to User;
    /// The star code for `forward.always`: `*21*205#` sets it, `*21#` sends calls to voice mail, `#21#` takes it back. Empty: none.
    STAR_FORWARD_ALWAYS: Digits = "star.forward_always", Kind::Digits { most: 4 }, "21", to Tenant;
    /// The star code for `forward.busy`.
    STAR_FORWARD_BUSY: Digits = "star.forward_busy", Kind::Digits { most: 4 }, "67", to Tenant;
    /// The star code for `forward.no_answer`; `*61*205*15#` sets `ring_seconds`, too.
    STAR_FORWARD_NO_ANSWER: Digits = "star.forward_no_answer", Kind::Digits { most: 4 }, "61", to Tenant;
    /// The star code for `forward.unreachable`.
    STAR_FORWARD_UNREACHABLE: Digits = "star.forward_unreachable", Kind::Digits { most: 4 }, "62", to Tenant;
    /// The star code for `do_not_disturb`: `*26#` and `#26#`.
    STAR_DO_NOT_DISTURB: Digits = "star.do_not_disturb", Kind::Digits { most: 4 }, "26", to Tenant;
    /// The star code that picks up a ringing call: `*8` the group's, `*8205` that of extension 205.
    STAR_PICK_UP: Digits = "star.pick_up", Kind::Digits { most: 4 }, "8", to Tenant;
    /// People with the same number here pick up each other's calls. Empty: nobody's.
    PICK_UP_GROUP: Digits = "pick_up.group", Kind::Digits { most: 4 }, "", to User;
    /// The number of the first orbit, at which calls are parked, such as 700. Empty: there are none.
    PARK_FIRST: Digits = "park.first", Kind::Digits { most: 12 }, "", to Tenant;
    /// How many orbits there are; their numbers follow each other.
    PARK_COUNT: u32 = "park.count", whole(1, 100), "10", to Tenant;
    /// How long a call is parked before it comes back to whom has parked it, in seconds.
    PARK_SECONDS: u32 = "park.seconds", whole(10, 3600), "90", to Tenant;
    /// The star code that goes before an orbit's number, for telephones whose key needs one: `*5700` is 700. Empty: none.
    STAR_PARK: Digits = "star.park", Kind::Digits { most: 4 }, "5", to Tenant;
    /// The star code after a call to somebody who was busy: `*37#` has both called when both are free, `#37#` takes it back. Empty: none.
    STAR_CALL_BACK: Digits = "star.call_back", Kind::Digits { most: 4 }, "37", to Tenant;
    /// The number that makes a conference for whoever dials it, such as 777; telephones call it a conference factory. Empty: there is none.
    CONFERENCE_NUMBER: Digits = "conference.number", Kind::Digits { most: 12 }, "", to Tenant;
    /// So many may take part in one conference.
    CONFERENCE_MOST: u32 = "conference.most", whole(3, 64), "16", to Tenant;
    /// A conference is over when whoever has made it hangs up; otherwise those who are left talk on.
    CONFERENCE_ENDS_WITH_MAKER: bool = "conference.ends_with_maker", Kind::Switch, "false", to Tenant;
    /// A tone is heard in a conference when somebody comes or leaves.
    CONFERENCE_TONES: bool = "conference.tones", Kind::Switch, "true", to Tenant;
    /// The star code that makes a conference of all whom a telephone holds: one talks with somebody, has another on hold, and dials `*3`. Empty: none.
    STAR_CONFERENCE: Digits = "star.conference", Kind::Digits { most: 4 }, "3", to Tenant;
    /// The least that a trunk's call must bring of a signature (RFC 8224), where signatures are looked at: `nothing`; none that is invalid; or a valid one with attestation C, B or A. A is a signal and no promise that a call is wanted.
    SIGNED_LEAST: Least = "signed.least", Kind::OneOf(&["nothing", "not-invalid", "C", "B", "A"]), "nothing", to Tenant;
    /// Calls that bring less are refused; otherwise their callers' names have a mark before them.
    SIGNED_REFUSE: bool = "signed.refuse", Kind::Switch, "false", to Tenant;
    /// Calls from callers whom nobody vouches for are taken. Otherwise they are refused before anything is looked up.
    ANONYMOUS_INBOUND: bool = "anonymous_inbound", Kind::Switch, "false", to Tenant;
    /// Greeting and tone together last at most so many seconds; a longer greeting is cut.
    GREETING_LONGEST_SECONDS: u32 = "greeting.longest_seconds", whole(3, 600), "12", to User;
    /// The alternative greeting is switched on.
    GREETING_ALTERNATIVE: bool = "greeting.alternative", Kind::Switch, "false", to User;
    /// The date, in the owner's time zone, on which the greeting of the day is played.
    GREETING_DAY: Option<Date> = "greeting.day", Kind::Date, "", to User;
    /// When the company's announcement is played in place of personal greetings: never, where the owner has recorded none, or always.
    GREETING_ANNOUNCEMENT: Announcements = "greeting.announcement", Kind::OneOf(&["off", "if-none", "always"]), "off", to Class;
    /// In whose name calls are made from the page on which the company's announcement is recorded: the extension of somebody here, within whose limits numbers are dialled. Empty, or nobody's: no call is made from there.
    RECORDING_PAGE_SENDER_NUMBER: Digits = "recording_page.sender_number", Kind::Digits { most: 12 }, "", to Tenant;
    /// The language of that page, and of the mail that leads to it. Who uses it cannot choose another one.
    RECORDING_PAGE_LANGUAGE: Written = "recording_page.language", Kind::OneOf(&["en-GB", "de-DE"]), "en-GB", to Tenant;
    /// The language that the telephone and the desk speak to a person, and that the house's own greetings have: `default` is the one that the
    /// person was added with, else the company's.
    LANGUAGE: language::Spoken = "language", Kind::OneOf(&language::SPOKEN), "default", to User;
    /// In which language a caller is spoken to: `default` is the owner's; `by-number` that of the country of the caller's number, by
    /// `language.by_country`; `ask` lets the caller choose of `language.offered`. Where the company's announcement is played to all, nobody is asked.
    LANGUAGE_DETECTION: Detection = "language.detection", Kind::OneOf(&["default", "by-number", "ask"]), "default", to User;
    /// Country codes, or what else numbers begin with, and the language that is spoken there; the longest one counts. Countries with several languages, such as Belgium, are left to you.
    LANGUAGE_BY_COUNTRY: Countries = "language.by_country", Kind::Countries { most_characters: 4000 }, "1=en-US 1263=fr-CA 1354=fr-CA 1367=fr-CA 1418=fr-CA 1438=fr-CA 1450=fr-CA 1468=fr-CA 1514=fr-CA 1579=fr-CA 1581=fr-CA 1819=fr-CA 1873=fr-CA 1787=es-US 1939=es-US 1809=es-US 1829=es-US 1849=es-US 7=ru-RU 27=en-GB 31=nl-NL 33=fr-FR 34=es-ES 351=pt-PT 353=en-GB 375=ru-RU 377=fr-FR 378=it-IT 39=it-IT 41=de-DE 423=de-DE 43=de-DE 44=en-GB 49=de-DE 502=es-US 503=es-US 504=es-US 505=es-US 506=es-US 507=es-US 51=es-US 52=es-US 53=es-US 54=es-US 55=pt-BR 56=es-US 57=es-US 58=es-US 591=es-US 593=es-US 595=es-US 598=es-US 597=nl-NL 221=fr-FR 225=fr-FR 244=pt-PT 258=pt-PT 61=en-GB 64=en-GB 65=en-GB 81=ja-JP 90=tr-TR 91=en-GB", to Site;
    /// The languages that a caller may choose of, on the keys from 1 on; at most nine.
    LANGUAGE_OFFERED: Order<Language> = "language.offered", Kind::Order(&TAGS), "de-DE en-GB", to User;
    /// What owners record: whole greetings, or their name alone, which the house's own words are said around.
    GREETING_KIND: greeting::Kind = "greeting.kind", Kind::OneOf(&["individual", "personalised"]), "individual", to User;
    /// What the house's own greetings say of owners who have not recorded their name: the name, by a speech engine, or the number.
    GREETING_SAYS: greeting::Says = "greeting.says", Kind::OneOf(&["name", "number"]), "name", to User;
    /// Callers from inside the company hear the greeting recorded for them, whatever hour it is and whoever is on vacation.
    GREETING_INTERNAL: bool = "greeting.internal", Kind::Switch, "true", to Tenant;
    /// The presence states that people choose from at the telephone and the desk, in their order. Keys of one's own may be among them.
    PRESENCE_AVAILABLE: Vec<State> = "presence.available", Kind::States { most_characters: 600 }, "office mobile home vacation meeting sick out-of-office custom-1 custom-2", to Tenant;
    /// Greetings, and the presence that holds, follow hours and breaks.
    HOURS_USED: bool = "hours.used", Kind::Switch, "false", to User;
    /// When it is open on a Monday, by the person's own clock: `08:00-12:30 13:15-17:00`. Empty: not at all.
    HOURS_MONDAY: Vec<Hours> = "hours.monday", Kind::Hours, "08:00-17:00", to User;
    /// When it is open on a Tuesday, by the person's own clock: `08:00-12:30 13:15-17:00`. Empty: not at all.
    HOURS_TUESDAY: Vec<Hours> = "hours.tuesday", Kind::Hours, "08:00-17:00", to User;
    /// When it is open on a Wednesday, by the person's own clock: `08:00-12:30 13:15-17:00`. Empty: not at all.
    HOURS_WEDNESDAY: Vec<Hours> = "hours.wednesday", Kind::Hours, "08:00-17:00", to User;
    /// When it is open on a Thursday, by the person's own clock: `08:00-12:30 13:15-17:00`. Empty: not at all.
    HOURS_THURSDAY: Vec<Hours> = "hours.thursday", Kind::Hours, "08:00-17:00", to User;
    /// When it is open on a Friday, by the person's own clock: `08:00-12:30 13:15-17:00`. Empty: not at all.
    HOURS_FRIDAY: Vec<Hours> = "hours.friday", Kind::Hours, "08:00-17:00", to User;
    /// When it is open on a Saturday, by the person's own clock: `08:00-12:30 13:15-17:00`. Empty: not at all.
    HOURS_SATURDAY: Vec<Hours> = "hours.saturday", Kind::Hours, "", to User;
    /// When it is open on a Sunday, by the person's own clock: `08:00-12:30 13:15-17:00`. Empty: not at all.
    HOURS_SUNDAY: Vec<Hours> = "hours.sunday", Kind::Hours, "", to User;
    /// Days that are closed whatever the week says, such as `2026-12-24..2026-12-26 2027-01-01`.
    HOURS_CLOSED: Vec<Span> = "hours.closed", Kind::Days { most_characters: 600 }, "", to User;
    /// Breaks count within the hours.
    BREAKS_USED: bool = "breaks.used", Kind::Switch, "false", to User;
    /// The break on a Monday.
    BREAKS_MONDAY: Vec<Hours> = "breaks.monday", Kind::Hours, "12:00-13:00", to User;
    /// The break on a Tuesday.
    BREAKS_TUESDAY: Vec<Hours> = "breaks.tuesday", Kind::Hours, "12:00-13:00", to User;
    /// The break on a Wednesday.
    BREAKS_WEDNESDAY: Vec<Hours> = "breaks.wednesday", Kind::Hours, "12:00-13:00", to User;
    /// The break on a Thursday.
    BREAKS_THURSDAY: Vec<Hours> = "breaks.thursday", Kind::Hours, "12:00-13:00", to User;
    /// The break on a Friday.
    BREAKS_FRIDAY: Vec<Hours> = "breaks.friday", Kind::Hours, "12:00-13:00", to User;
    /// The break on a Saturday.
    BREAKS_SATURDAY: Vec<Hours> = "breaks.saturday", Kind::Hours, "12:00-13:00", to User;
    /// The break on a Sunday.
    BREAKS_SUNDAY: Vec<Hours> = "breaks.sunday", Kind::Hours, "12:00-13:00", to User;
    /// The presence that holds by itself outside the hours. Empty: the one that was chosen stays. Vacation stays in any case.
    HOURS_OFF_PRESENCE: Option<State> = "hours.off_presence", Kind::State, "home", to User;
    /// The presence that holds by itself during breaks. Empty: the one that was chosen stays.
    BREAKS_PRESENCE: Option<State> = "breaks.presence", Kind::State, "", to User;
    /// Owners may change their own hours and breaks at the desk.
    OWNERS_HOURS: bool = "owners.hours", Kind::Switch, "true", to User;
    /// Owners may choose at the desk which presence holds outside their hours and during breaks.
    OWNERS_HOURS_PRESENCE: bool = "owners.hours_presence", Kind::Switch, "true", to User;
    /// Owners may choose at the desk whether they record whole greetings or their name alone.
    OWNERS_GREETING_KIND: bool = "owners.greeting_kind", Kind::Switch, "true", to User;
    /// Owners may choose by themselves how the keys of their menu lie, and what it says and reads aloud.
    OWNERS_MENU: bool = "owners.menu", Kind::Switch, "true", to User;
    /// Owners may have greetings made of typed text, in the voice of the house.
    OWNERS_TYPED_GREETINGS: bool = "owners.typed_greetings", Kind::Switch, "true", to User;
    /// Owners may choose at the telephone whether they record whole greetings or their name alone.
    MENU_GREETING_KIND: bool = "menu.greeting_kind", Kind::Switch, "true", to Tenant;
    /// Owners may delete all their greetings at once at the telephone.
    MENU_DELETE_ALL: bool = "menu.delete_all_greetings", Kind::Switch, "true", to Tenant;
    /// Owners may delete a single greeting at the telephone.
    MENU_DELETE_ONE: bool = "menu.delete_greeting", Kind::Switch, "true", to Tenant;
    /// Owners may set at the telephone where callers are put through to.
    MENU_TRANSFER: bool = "menu.transfer", Kind::Switch, "true", to Tenant;
    /// The longest message, in seconds.
    MESSAGE_LONGEST_SECONDS: u32 = "message.longest_seconds", whole(10, 3600), "300", to User;
    /// Under so many seconds of speech, ended by silence or hanging up, there is no message but a missed call.
    MESSAGE_SHORTEST_SECONDS: u32 = "message.shortest_seconds", whole(0, 30), "2", to User;
    /// Silence that ends a message once something was said, in seconds. It is cut off the end.
    MESSAGE_CLOSING_SILENCE_SECONDS: u32 = "message.closing_silence_seconds", whole(2, 60), "5", to Class;
    /// Silence after the tone that ends a message in which nothing was said, in seconds.
    MESSAGE_OPENING_SILENCE_SECONDS: u32 = "message.opening_silence_seconds", whole(2, 60), "8", to Class;
    /// A name is searched for once so many keys of it were pressed, or at `#`.
    NAMES_LEAST_DIGITS: u32 = "names.least_digits", whole(1, 10), "3", to Tenant;
    /// Callers and colleagues find a person by name over the telephone.
    NAMES_LISTED: bool = "names.listed", Kind::Switch, "true", to User;
    /// Who takes calls that nobody else takes, as it is dialled: callers reach this number by `9` during a greeting, and attendants send them there. Empty: nobody.
    OPERATOR: Digits = "operator", Kind::Digits { most: 20 }, "", to User;
    /// Who takes a person's calls in the person's place: callers reach this number by `8` during the greeting. Empty: nobody.
    DEPUTY: Digits = "deputy", Kind::Digits { most: 20 }, "", to User;
    /// The person is called when messages wait, at `outcall.numbers`. Whoever answers hears for whom the call is, and has to give the PIN before anything else is said.
    OUTCALL: bool = "outcall.on", Kind::Switch, "false", to User;
    /// Where the person is called, as that person would dial it; several numbers, separated by spaces, are called in turn. The person's own limits hold.
    OUTCALL_NUMBERS: Vec<String> = "outcall.numbers", Kind::DigitWords { most_characters: 100 }, "", to User;
    /// So many new voice messages are called for; 0: none are.
    OUTCALL_VOICE: u32 = "outcall.voice", whole(0, 1000), "1", to User;
    /// So many new e-mails are called for; 0: none are.
    OUTCALL_MAIL: u32 = "outcall.mail", whole(0, 1000), "0", to User;
    /// So many new faxes are called for; 0: none are.
    OUTCALL_FAX: u32 = "outcall.fax", whole(0, 1000), "0", to User;
    /// Only messages that are marked urgent are called for.
    OUTCALL_URGENT_ONLY: bool = "outcall.urgent_only", Kind::Switch, "false", to User;
    /// From a message to the call for it, in minutes: what is read meanwhile is not called for.
    OUTCALL_DELAY_MINUTES: u32 = "outcall.delay_minutes", whole(0, 1440), "2", to User;
    /// So many calls are made for the same messages while nobody gives the PIN.
    OUTCALL_TRIES: u32 = "outcall.tries", whole(1, 20), "3", to User;
    /// Between two such calls, in minutes.
    OUTCALL_DISTANCE_MINUTES: u32 = "outcall.distance_minutes", whole(1, 1440), "15", to User;
    /// When the person may be called on a Monday, by the person's own clock. Empty: not at all.
    OUTCALL_MONDAY: Vec<Hours> = "outcall.monday", Kind::Hours, "08:00-20:00", to User;
    /// When the person may be called on a Tuesday, by the person's own clock. Empty: not at all.
    OUTCALL_TUESDAY: Vec<Hours> = "outcall.tuesday", Kind::Hours, "08:00-20:00", to User;
    /// When the person may be called on a Wednesday, by the person's own clock. Empty: not at all.
    OUTCALL_WEDNESDAY: Vec<Hours> = "outcall.wednesday", Kind::Hours, "08:00-20:00", to User;
    /// When the person may be called on a Thursday, by the person's own clock. Empty: not at all.
    OUTCALL_THURSDAY: Vec<Hours> = "outcall.thursday", Kind::Hours, "08:00-20:00", to User;
    /// When the person may be called on a Friday, by the person's own clock. Empty: not at all.
    OUTCALL_FRIDAY: Vec<Hours> = "outcall.friday", Kind::Hours, "08:00-20:00", to User;
    /// When the person may be called on a Saturday, by the person's own clock. Empty: not at all.
    OUTCALL_SATURDAY: Vec<Hours> = "outcall.saturday", Kind::Hours, "08:00-20:00", to User;
    /// When the person may be called on a Sunday, by the person's own clock. Empty: not at all.
    OUTCALL_SUNDAY: Vec<Hours> = "outcall.sunday", Kind::Hours, "08:00-20:00", to User;
    /// A pager to tell of new messages, by the e-mail address at which its provider takes what it shall show. It gets one line for the messages that `outcall.voice`, `outcall.mail`, `outcall.fax` and `outcall.urgent_only` name, in the hours of calls, after their delay and at their distance: from whom, which kind, how long, when, and nothing of what is in the message. Empty: none.
    NOTIFY_PAGER: Option<Email> = "notify.pager", Kind::Address, "", to User;
    /// The same for a mobile telephone, by the e-mail address at which a provider takes what it sends on as an SMS, such as `4917112345@sms.example.org`.
    NOTIFY_SMS: Option<Email> = "notify.sms", Kind::Address, "", to User;
    /// So many people are called at once because messages wait; others wait for their turn.
    OUTCALLS_AT_ONCE: u32 = "outcalls_at_once", whole(1, 100), "4", to Tenant;
    /// Owners may say at the telephone and the desk whether, where and when they are called because messages wait.
    OWNERS_OUTCALL: bool = "owners.outcall", Kind::Switch, "true", to User;
    /// Owners can call any number out of the menu of their mailbox, from wherever they have called it: at the company's cost, within their own limits. The PIN must have been given, but from their own telephones.
    MENU_CALL: bool = "menu.call", Kind::Switch, "false", to User;
    /// The longest such call, in minutes.
    MENU_CALL_MINUTES: u32 = "menu.call_minutes", whole(1, 1440), "60", to User;
    /// So many of them are made in one call to the menu.
    MENU_CALLS: u32 = "menu.calls", whole(1, 100), "5", to User;
    /// Owners may set at the telephone where all their calls are forwarded to, from outside, too.
    MENU_FORWARDING: bool = "menu.forwarding", Kind::Switch, "true", to Class;
    /// The key by which callers are put through during a greeting to `reach.number`, where its owner has set one.
    REACH_KEY: CommandKey = "reach.key", Kind::OneOf(&["off", "3", "4", "5", "6", "7"]), "off", to Site;
    /// Beginnings of the numbers that `reach.key` may lead to, the country code first and separated by spaces, such as 49 43. Empty: all that owners may call.
    REACH_REGION: Vec<String> = "reach.region", Kind::DigitWords { most_characters: 400 }, "", to Site;
    /// Where callers reach the person by `reach.key`, as that person would dial it, such as a mobile telephone. Empty: nowhere.
    REACH_NUMBER: Digits = "reach.number", Kind::Digits { most: 20 }, "", to User;
    /// Whether a copy of each voice message goes by mail to `mail.copy_to`: none, with the recording, or a notice without it.
    MAIL_COPY: Copied = "mail.copy", Kind::OneOf(&["off", "recording", "notice"]), "off", to User;
    /// Copies of longer messages, in seconds, are notices without the recording.
    MAIL_COPY_LONGEST_SECONDS: u32 = "mail.copy_longest_seconds", whole(1, 3600), "3600", to User;
    /// The address outside that copies of a person's voice messages go to.
    MAIL_COPY_TO: Option<Email> = "mail.copy_to", Kind::Address, "", to User;
    /// How the sender of a recorded voice message is addressed where the caller is no colleague: `$(phonenumber)` is the caller's number, `$(addrtype)` the kind of message (`voice`), `$(domain)` the company's domain. Colleagues are addressed by their own e-mail address, so that an answer reaches them; whoever shows no number is `anonymous@anonymous.invalid`.
    MAIL_SENDER_TEMPLATE: SenderTemplate = "mail.sender_template", Kind::SenderTemplate, "$(phonenumber)@$(addrtype).$(domain)", to Tenant;
    /// By which template mail of a caller's number is recognised where owners look for one sender's messages: for mail servers that write senders anew. Empty: by `mail.sender_template`.
    MAIL_SEARCH_TEMPLATE: Option<SenderTemplate> = "mail.search_template", Kind::SearchTemplate, "", to Tenant;
    /// The server that takes mail for addresses elsewhere, by name or address. Empty: such mail waits, and comes back after five days.
    SMARTHOST: Line = "smarthost.host", Kind::Text { most_characters: 253 }, "", to Tenant;
    /// Its port: 587 with `starttls`, 465 with `tls`, 25 within the company.
    SMARTHOST_PORT: u32 = "smarthost.port", whole(1, 65535), "587", to Tenant;
    /// How the connection to it is sealed: by STARTTLS, from its beginning, or not at all. What goes unsealed can be read and altered on its way.
    SMARTHOST_SEALING: Sealing = "smarthost.sealing", Kind::OneOf(&["starttls", "tls", "none"]), "starttls", to Tenant;
    /// The name of our account there; its password is set by `switchroom outbox password`. Empty: we do not log in.
    SMARTHOST_USER: Line = "smarthost.user", Kind::Text { most_characters: 200 }, "", to Tenant;
    /// A caller who ends a message with `#` can hear it, record it again, mark it or delete it before it is sent.
    MESSAGE_REVIEW: bool = "message.review", Kind::Switch, "true", to User;
    /// The person's mailbox is switched on; otherwise callers hear that it is not, and leave nothing.
    MAILBOX_ENABLED: bool = "mailbox.enabled", Kind::Switch, "true", to User;
    /// Who tells callers that they can be put through with `2`: the owner's own greeting (`user`), or the house after it (`user-and-system`).
    /// With `greeting.kind` = `personalised` it is the house in any case.
    TRANSFER_ANNOUNCED: TransferTold = "transfer.announced", Kind::OneOf(&["user", "user-and-system"]), "user-and-system", to User;
    /// Calls that come by a trunk for a number that nobody has are answered and told so; otherwise they are refused (404), and the trunk's other end words it.
    UNKNOWN_ANNOUNCED: bool = "unknown.announced", Kind::Switch, "false", to Tenant;
    /// Owners may press `*` during their greeting to log in with their PIN.
    OWNER_LOGIN_BY_STAR: bool = "owner_login_by_star", Kind::Switch, "true", to Class;
    /// A new PIN has at least so many digits; a drawn one has exactly so many.
    PIN_LENGTH: u32 = "pin.length", whole(1, 24), "6", to Class;
    /// After so many days a PIN must be changed; 0 is never.
    PIN_EXPIRES_AFTER_DAYS: u32 = "pin.expires_after_days", whole(0, 3650), "0", to Class;
    /// What happens when a PIN has ended: it opens nothing but its change (`enforce-change`), or nothing at all (`prevent-login`).
    PIN_ENDED: Ended = "pin.ended", Kind::OneOf(&["enforce-change", "prevent-login"]), "enforce-change", to Class;
    /// So many days ahead its owner hears at each log-in that a PIN ends.
    PIN_REMINDED_DAYS: u32 = "pin.reminded_days", whole(0, 365), "7", to Class;
    /// The PIN of people who have none of their own: from their own telephone it opens nothing but the choice of one. Empty: none.
    PIN_DEFAULT: Digits = "pin.default", Kind::Digits { most: 24 }, "", to User;
    /// After so many wrong PINs in one call the call is over.
    PIN_TRIES_IN_A_CALL: u32 = "pin.tries_in_a_call", whole(1, 20), "5", to Tenant;
    /// What owners may do by telephone: nothing, only greetings and other settings, or all.
    ACCESS_MODE: access::Mode = "access.mode", Kind::OneOf(&["none", "settings", "all"]), "all", to User;
    /// So many megabytes (of a million bytes) a mailbox may hold, in all its folders. 0: the disk alone limits it. What a full one takes and refuses, the administrator's guide says.
    MAILBOX_QUOTA_MEGABYTES: u32 = "mailbox.quota_megabytes", whole(0, 10_000_000), "0", to User;
    /// When so many percent of `mailbox.quota_megabytes` are used, the owner is told that the mailbox is almost full: by a mail, and by telephone after each log-in.
    MAILBOX_WARN_PERCENT: u32 = "mailbox.warn_percent", whole(1, 100), "90", to User;
    /// The extensions of those who share this mailbox, separated by spaces: a group's, which has a number and an address of its own. Each opens it by telephone out of the own menu, and finds it as `Shared/NAME` in a mail client.
    MAILBOX_SHARED_WITH: Vec<String> = "mailbox.shared_with", Kind::DigitWords { most_characters: 1000 }, "", to User;
    /// The person's lamp counts the voice messages of mailboxes that the person shares with others, too.
    MWI_SHARED: bool = "mwi.shared", Kind::Switch, "false", to User;
    /// From where owners may log in, exceptions aside: from all telephones with their PIN, or from nowhere.
    ACCESS_BASE: access::Base = "access.base", Kind::OneOf(&["all-phones", "nowhere"]), "all-phones", to User;
    /// The exception for the owner's own telephones, which have proven to be such, and for `number.office`: none, with the PIN, or without.
    ACCESS_OFFICE: access::Exception = "access.office", Kind::OneOf(&["none", "with-pin", "without-pin"]), "none", to User;
    /// The exception for the mobile telephone. Without the PIN it opens only where a trunk that asserts identities says who calls.
    ACCESS_MOBILE: access::Exception = "access.mobile", Kind::OneOf(&["none", "with-pin", "without-pin"]), "none", to User;
    /// The number of the owner's mobile telephone, such as `+49 171 1234567`. Empty: the directory's, `number.mobile`.
    ACCESS_MOBILE_NUMBER: International = "access.mobile_number", Kind::International { most: 1 }, "", to User;
    /// Further numbers that the owner may log in from with the PIN, one after the other: `+49 8142 47990 +49 30 123456`.
    ACCESS_NUMBERS: International = "access.numbers", Kind::International { most: 25 }, "", to User;
    /// Further numbers that the owner may log in from without it, as with `access.mobile`.
    ACCESS_NUMBERS_WITHOUT_PIN: International = "access.numbers_without_pin", Kind::International { most: 25 }, "", to User;
    /// PINs that nobody may have, separated by spaces, beside repeats and digits in a row.
    PIN_BANNED: Vec<String> = "pin.banned", Kind::DigitWords { most_characters: 4000 }, "147258 159357 258036 789456 456789 112233 121314 102030 131211", to Tenant;
    /// The wrong PIN that locks the owner's log-in by telephone; 0: none does, but each costs its time, and callers have their own limit.
    PIN_WRONG_TRIES: u32 = "pin.wrong_tries", whole(0, 20), "5", to Class;
    /// How long that lock lasts, in minutes.
    PIN_LOCK_MINUTES: u32 = "pin.lock_minutes", whole(1, 1440), "30", to Class;
    /// The owner is told by mail, too, that the PIN ends, once within `pin.reminded_days`.
    PIN_REMINDED_BY_MAIL: bool = "pin.reminded_by_mail", Kind::Switch, "false", to Class;
    /// The owner is told by mail when wrong PINs have locked the log-in by telephone.
    PIN_LOCK_TOLD: bool = "pin.lock_told", Kind::Switch, "false", to Class;
    /// Callers from outside who have entered too many wrong PINs are connected with the `operator`, where there is one; otherwise the call is over.
    PIN_THEN_OPERATOR: bool = "pin.then_operator", Kind::Switch, "false", to Tenant;
    /// The first call that reaches a person's voice mail has a mail sent that welcomes the person and explains it. Who has no PIN gets one in it.
    WELCOME_SEND: bool = "welcome.send", Kind::Switch, "false", to Tenant;
    /// Who such mails come from, as do those about PINs. Empty: `voice-mail` at the company's domain.
    WELCOME_FROM: Option<Email> = "welcome.from", Kind::Address, "", to Tenant;
    /// The name beside that address. Empty: `Voice mail`, in the reader's language.
    WELCOME_FROM_NAME: Line = "welcome.from_name", Kind::Text { most_characters: 80 }, "", to Tenant;
    /// What the welcome mail leads to: the telephone alone, or the desk as well (`portal`).
    WELCOME_CONTENT: welcome::Content = "welcome.content", Kind::OneOf(&["telephone", "portal"]), "telephone", to Tenant;
    /// The host by which people reach the desk. Empty: the company's domain.
    WELCOME_PORTAL_HOST: Line = "welcome.portal_host", Kind::Text { most_characters: 253 }, "", to Tenant;
    /// The port of the desk.
    WELCOME_PORTAL_PORT: u32 = "welcome.portal_port", whole(1, 65535), "443", to Tenant;
    /// The desk is reached by https.
    WELCOME_PORTAL_HTTPS: bool = "welcome.portal_https", Kind::Switch, "true", to Tenant;
    /// The number that every welcome mail names, where all reach their voice mail by one. Empty: the person's own.
    WELCOME_NUMBER: Digits = "welcome.number", Kind::Digits { most: 20 }, "", to Tenant;
    /// A text in English at the end of every welcome mail. It may have several lines.
    WELCOME_TEXT_ENGLISH: Lines = "welcome.text_english", Kind::Lines { most_characters: 4000 }, "", to Tenant;
    /// A text in German at the end of every welcome mail. It may have several lines.
    WELCOME_TEXT_GERMAN: Lines = "welcome.text_german", Kind::Lines { most_characters: 4000 }, "", to Tenant;
    /// The message lamp goes out when the last new message has been read, or when the message menu is opened by telephone.
    MWI_RESET: lamp::Reset = "mwi.reset", Kind::OneOf(&["read", "menu"]), "read", to User;
    /// Whether the sound of calls is sealed (SRTP): never; where the other side offers it, and offered first to phones that have registered over TLS; or always, and calls without it are refused.
    CALL_SRTP: srtp::Policy = "call.srtp", Kind::OneOf(&["off", "auto", "require"]), "auto", to User;
    /// Colleagues who watch a person's line (the keys of their phones) see whom that person talks with; otherwise only that the line is busy or rings.
    WATCH_PARTIES: bool = "watch.parties", Kind::Switch, "true", to User;
    /// In which order the telephone reads out messages.
    LIST_ORDER: list::Order = "list.order", Kind::OneOf(&["oldest-first", "newest-first"]), "oldest-first", to User;
    /// What the telephone says of a message before it is heard, and what after; its number always comes first.
    LIST_READING: list::Reading = "list.reading", Kind::OneOf(&["date-sender-message", "message-date-sender", "date-message-sender"]), "date-sender-message", to User;
    /// E-mails are read aloud by telephone, where a speech engine is installed. Otherwise the telephone's menu knows voice messages only.
    VOICE_READS_MAIL: bool = "voice.reads_mail", Kind::Switch, "true", to User;
    /// How the keys of the owner's menu lie: as its guide says; in the manner of PhoneMail or of the Hicom 300 VMS, for people who know those by heart; only what most people use; or, as `ergo`, the keys of the guide for those who see them beside the call, at the desk or by a program: they are not said then, and the menu waits longer for them.
    MENU_STYLE: Style = "menu.style", Kind::OneOf(&["standard", "phonemail", "vms", "minimal", "ergo"]), "standard", to User;
    /// Each step of the menu is written on the display of the person's own telephone, if that shows texts (MESSAGE within the call, RFC 3428): the level and what its keys do. Telephones that do not take texts are left alone.
    MENU_DISPLAY: bool = "menu.display", Kind::Switch, "false", to User;
    /// Messages of colleagues can be answered by telephone.
    MENU_REPLY: bool = "menu.reply", Kind::Switch, "true", to Class;
    /// Messages can be sent on to colleagues by telephone, with a spoken comment.
    MENU_FORWARD: bool = "menu.forward", Kind::Switch, "true", to Class;
    /// Owners can be connected with the sender of a message out of the menu.
    MENU_CALL_BACK: bool = "menu.call_back", Kind::Switch, "true", to Class;
    /// What can be done with a message is said after it; otherwise only help says it.
    MENU_OFFERS: bool = "menu.offers", Kind::Switch, "true", to User;
    /// The number by which everybody's voice mail is reached, as the gateway or the telephone system has it, such as 7999: whose it is, each call says by the number that it was redirected from. Lamps are told, and people called because messages wait, in its name. Empty: there is none.
    COMMON_NUMBER: Digits = "common.number", Kind::Digits { most: 12 }, "", to Tenant;
    /// The header field, such as `X-Site`, by which a gateway or a telephone system knows for which site a job is: lamps, calls and SMS because messages wait, and calls to record a greeting bear it, with `site.routing_value`. Nothing is sent while there are fewer than two sites. Empty: it never is.
    SITES_ROUTING_HEADER: Option<FieldName> = "sites.routing_header", Kind::FieldName, "", to Tenant;
    /// What that field says of a site's people, or of one person. Empty: they have none.
    SITE_ROUTING_VALUE: Line = "site.routing_value", Kind::Text { most_characters: 100 }, "", to User;
    /// The house's own greetings say a person's number as an extension, by the company's sites, or with country and area code.
    NUMBERS_ANNOUNCED: Announced = "numbers.announced", Kind::OneOf(&["extension", "canonical"]), "extension", to Tenant;
    /// The person's complete number, the country code first and without `+`. Empty: only the extension is known.
    NUMBER_COMPLETE: Digits = "number.complete", Kind::Digits { most: 15 }, "", to User;
    /// The number of the person's office telephone, as the directory has it. What is written as `+49 30 56889654` is dialled, and may be an exception of the log-in by telephone.
    NUMBER_OFFICE: Line = "number.office", Kind::Text { most_characters: 40 }, "", to User;
    /// The number of the person's mobile telephone, likewise.
    NUMBER_MOBILE: Line = "number.mobile", Kind::Text { most_characters: 40 }, "", to User;
    /// Who records a greeting by telephone is called where the lamp is shown: at the own telephones, or, where none is registered, at the extension of a telephone system that is told lamps. Otherwise at `recording.number`, within the person's limits.
    RECORDING_AS_NOTIFIED: bool = "recording.as_notified", Kind::Switch, "true", to User;
    /// Which number is called: `number.office`, `number.mobile` or `number.complete`.
    RECORDING_NUMBER: recording::Attribute = "recording.number", Kind::OneOf(&["office", "mobile", "complete"]), "office", to User;
    /// Which one is called where that is empty, or written so that it cannot be dialled.
    RECORDING_NUMBER_OTHERWISE: recording::Otherwise = "recording.number_otherwise", Kind::OneOf(&["none", "office", "mobile", "complete"]), "none", to User;
    /// The codecs that a person's phones are offered, the best first. What the other side of a call speaks goes before it, so that sound is passed on untouched. Opus stands late because turning it into another codec costs most, G.729 last because all others sound better.
    AUDIO_CODECS: Order<Codec> = "audio.codecs", Kind::Order(&["g722", "pcma", "pcmu", "opus", "g729"]), "g722 pcma pcmu opus g729", to User;
    /// Silence of our own, as while a message is recorded, is described to whoever takes that (comfort noise, RFC 3389), so that the line does not seem dead. It is offered with G.711.
    AUDIO_COMFORT_NOISE: bool = "audio.comfort_noise", Kind::Switch, "true", to Site;
    /// The country that the company telephones from: how numbers are dialled and which call for help. Who belongs to a site telephones from there.
    OUTSIDE_COUNTRY: Country = "outside.country", Kind::OneOf(Country::NAMES), "DE", to Site;
    /// The company's area code without the national prefix, such as 30: shorter numbers are completed by it, of those who belong to no site. Empty: none is.
    OUTSIDE_AREA: Digits = "outside.area", Kind::Digits { most: 6 }, "", to Tenant;
    /// What is dialled to get a line out, such as 0 or 9, by those who belong to no site. Empty: nothing is.
    OUTSIDE_PREFIX: Digits = "outside.prefix", Kind::Digits { most: 3 }, "", to Tenant;
    /// How far a person may call; numbers for help always may be. `international` means the countries of `outside.countries`.
    OUTSIDE_REACH: Reach = "outside.reach", Kind::OneOf(&["nobody", "national", "mobile", "international", "everything"]), "mobile", to User;
    /// Country codes that may be called beside the own country's, separated by spaces, such as 44 43 41. The parts of +1 beyond the United States and Canada count apart, such as 1876.
    OUTSIDE_COUNTRIES: Vec<String> = "outside.countries", Kind::DigitWords { most_characters: 2000 }, "", to User;
    /// Beginnings of numbers that a person may call beyond `outside.reach` and `outside.countries`, the country code first: 44207 for London. Counts and money hold all the same.
    OUTSIDE_ALLOWED: Vec<String> = "outside.allowed", Kind::DigitWords { most_characters: 2000 }, "", to User;
    /// Beginnings of numbers that a person may not call, such as 49900. A longer one in `outside.allowed` goes before.
    OUTSIDE_DENIED: Vec<String> = "outside.denied", Kind::DigitWords { most_characters: 2000 }, "", to User;
    /// The days, by the person's own clock, on which calls to the public network go out: 12345 is Monday to Friday. Empty: every day.
    OUTSIDE_DAYS: Digits = "outside.days", Kind::Digits { most: 7 }, "", to User;
    /// How far a person may call by night, if that is less than by day; numbers for help always may be.
    OUTSIDE_NIGHT_REACH: Reach = "outside.night_reach", Kind::OneOf(&["nobody", "national", "mobile", "international", "everything"]), "everything", to User;
    /// The hour that the night begins with, by the person's own clock.
    OUTSIDE_NIGHT_FROM: u32 = "outside.night_from", whole(0, 23), "22", to User;
    /// The hour that the night is over with; the same as the one that it begins with: there is none.
    OUTSIDE_NIGHT_TO: u32 = "outside.night_to", whole(0, 23), "6", to User;
    /// A person's calls to the public network at once.
    OUTSIDE_AT_ONCE: u32 = "outside.at_once", whole(1, 1000), "3", to User;
    /// A person's calls to the public network begun within a minute.
    OUTSIDE_A_MINUTE: u32 = "outside.a_minute", whole(1, 1000), "6", to User;
    /// A person's calls to the public network begun in a day.
    OUTSIDE_A_DAY: u32 = "outside.a_day", whole(1, 100_000), "200", to User;
    /// What a person's calls to the public network may cost in a day, in hundredths of the currency; reckoned high. A call under way ends when it is spent.
    OUTSIDE_CENTS_A_DAY: u32 = "outside.cents_a_day", whole(0, 10_000_000), "2000", to User;
    /// Where a person's telephones stand, as those who come to help have to be told: `Building 2, second floor, room 214`. Set for the company, it holds for all who have none of their own.
    HELP_PLACE: Line = "help.place", Kind::Text { most_characters: 160 }, "", to User;
    /// The number that is shown when this person calls for help, country code first and without `+`: one by which that place is known to those who help, and is called back. Empty: the person's own.
    HELP_CALL_BACK: Digits = "help.call_back", Kind::Digits { most: 15 }, "", to User;
    /// Extensions of those on site who are told when somebody calls for help, by a message in their mailboxes, separated by spaces.
    HELP_NOTIFY: Vec<String> = "help.notify", Kind::DigitWords { most_characters: 400 }, "", to Tenant;
    /// The number by which people try what would be told of them if they called for help, such as 933; nobody outside is called. Empty: there is none.
    HELP_TEST_NUMBER: Digits = "help.test_number", Kind::Digits { most: 12 }, "", to Tenant;
    /// A person's number is not shown to the public network (RFC 3323).
    OUTSIDE_ANONYMOUS: bool = "outside.anonymous", Kind::Switch, "false", to User;
}

/// The setting of this key.
pub fn find(key: &str) -> Option<&'static Definition> {
    ALL.iter().copied().find(|definition| definition.key == key)
}

/// Whether there is a company's announcement, and when it is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Announcements {
    #[default]
    Off,
    IfNone,
    Always,
}

impl Announcements {
    pub fn mode(self) -> Option<AnnouncementMode> {
        match self {
            Announcements::Off => None,
            Announcements::IfNone => Some(AnnouncementMode::IfNone),
            Announcements::Always => Some(AnnouncementMode::Always),
        }
    }
}

impl Choice for Announcements {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("off", Announcements::Off), ("if-none", Announcements::IfNone), ("always", Announcements::Always)];
}

impl Choice for Written {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("en-GB", Written::English), ("de-DE", Written::German)];
}

/// Who tells callers that they can be put through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransferTold {
    ByUser,
    #[default]
    ByUserAndSystem,
}

impl Settings<'_> {
    /// Where the house's own words are said around the owner's name, nobody but the house can tell.
    pub fn transfer_told(&self) -> TransferTold {
        match self.get(&GREETING_KIND) {
            greeting::Kind::Individual => self.get(&TRANSFER_ANNOUNCED),
            greeting::Kind::Personalised => TransferTold::ByUserAndSystem,
        }
    }
}

impl Choice for TransferTold {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("user", TransferTold::ByUser), ("user-and-system", TransferTold::ByUserAndSystem)];
}

impl Choice for Announced {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("extension", Announced::AsExtension), ("canonical", Announced::Canonical)];
}

impl Choice for CommandKey {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("off", CommandKey::Off),
        ("3", CommandKey::Digit(3)),
        ("4", CommandKey::Digit(4)),
        ("5", CommandKey::Digit(5)),
        ("6", CommandKey::Digit(6)),
        ("7", CommandKey::Digit(7)),
    ];
}

impl Choice for greeting::Says {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("name", greeting::Says::Name), ("number", greeting::Says::Number)];
}

impl Choice for greeting::Kind {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("individual", greeting::Kind::Individual), ("personalised", greeting::Kind::Personalised)];
}

impl Choice for Least {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("nothing", Least::Nothing),
        ("not-invalid", Least::NotInvalid),
        ("C", Least::At(Attestation::C)),
        ("B", Least::At(Attestation::B)),
        ("A", Least::At(Attestation::A)),
    ];
}

impl Choice for Ended {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("enforce-change", Ended::EnforceChange), ("prevent-login", Ended::PreventLogIn)];
}

impl Choice for welcome::Content {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("telephone", welcome::Content::Telephone), ("portal", welcome::Content::Portal)];
}

impl Choice for access::Mode {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("none", access::Mode::None), ("settings", access::Mode::SettingsOnly), ("all", access::Mode::All)];
}

impl Choice for access::Base {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("all-phones", access::Base::AllPhones), ("nowhere", access::Base::Nowhere)];
}

impl Choice for access::Exception {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("none", access::Exception::None),
        ("with-pin", access::Exception::WithPin),
        ("without-pin", access::Exception::WithoutPin),
    ];
}

impl Choice for Copied {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("off", Copied::Off), ("recording", Copied::Recording), ("notice", Copied::Notice)];
}

impl Choice for Sealing {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("starttls", Sealing::StartTls), ("tls", Sealing::Tls), ("none", Sealing::None)];
}

impl Choice for lamp::Reset {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("read", lamp::Reset::Read), ("menu", lamp::Reset::Menu)];
}

impl Choice for Codec {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("g722", Codec::G722),
        ("pcma", Codec::Pcma),
        ("pcmu", Codec::Pcmu),
        ("opus", Codec::Opus),
        ("g729", Codec::G729),
    ];
}

impl Choice for Style {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("standard", Style::Standard),
        ("phonemail", Style::Phonemail),
        ("vms", Style::Vms),
        ("minimal", Style::Minimal),
        ("ergo", Style::Ergo),
    ];
}

impl Choice for list::Reading {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("date-sender-message", list::Reading::DateSenderMessage),
        ("message-date-sender", list::Reading::MessageDateSender),
        ("date-message-sender", list::Reading::DateMessageSender),
    ];
}

impl Choice for list::Order {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("oldest-first", list::Order::OldestFirst), ("newest-first", list::Order::NewestFirst)];
}

impl Choice for srtp::Policy {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("off", srtp::Policy::Off), ("auto", srtp::Policy::Auto), ("require", srtp::Policy::Require)];
}
