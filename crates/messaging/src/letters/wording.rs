//! The words of letters: paragraphs out of the texts, those that say nothing to their reader left out.

use crate::compose::texts::Texts;
use crate::compose::zoned;
use crate::quota::Held;
use directory::PinSaid;
use domain::language::{Language, Written as Tongue};
use domain::quota::{Level, MEGABYTE};
use fluent_bundle::FluentArgs;
use jiff::Timestamp;
use std::path::Path;

/// A file of texts that is longer is none.
const MOST_TEXT_BYTES: u64 = 256 * 1024;

/// What a letter says.
pub(super) struct Written {
    pub subject: String,
    pub text: String,
    /// Without what opens a mailbox.
    pub outside: String,
}

/// Everything that a welcome speaks of.
pub(super) struct Welcome<'a> {
    pub name: &'a str,
    /// Of the voice mail.
    pub number: &'a str,
    /// Opens the own mailbox.
    pub mailbox: &'a str,
    pub pin: &'a PinSaid,
    /// The owner can log in by telephone from somewhere.
    pub opens: bool,
    /// By `*` during the greeting.
    pub star: bool,
    pub link: Option<&'a str>,
    pub is_enclosed: bool,
    /// The company's own words.
    pub english: &'a str,
    pub german: &'a str,
}

/// What opens the page on which the company's announcement is recorded.
pub(super) struct Invited<'a> {
    pub link: &'a str,
    pub name: &'a str,
    pub password: &'a str,
}

/// The texts in a reader's language.
pub(super) struct Words {
    language: Language,
    texts: Texts,
}

impl Words {
    pub fn built_in(language: Language) -> Self {
        Self { language, texts: Texts::new(language, "") }
    }

    /// With those of the file of this language, where there is one that can be read.
    pub fn with_texts_of(folder: &Path, language: Language) -> Self {
        let file = folder.join(format!("{}.ftl", language.written().tag()));
        let is_short = |file: &Path| std::fs::metadata(file).is_ok_and(|meta| meta.len() <= MOST_TEXT_BYTES);
        let replacing = match is_short(&file).then(|| std::fs::read_to_string(&file)) {
            Some(Ok(texts)) => texts,
            Some(Err(error)) => {
                tracing::warn!(file = %file.display(), %error, "texts cannot be read: the built-in ones hold");
                String::new()
            }
            None => String::new(),
        };
        Self { language, texts: Texts::new(language, &replacing) }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The sender's name.
    pub fn from(&self) -> String {
        self.texts.say("letter-from", &FluentArgs::new())
    }

    pub fn welcome(&self, told: &Welcome<'_>) -> Written {
        let mut arguments = FluentArgs::new();
        arguments.set("name", told.name);
        arguments.set("number", told.number);
        arguments.set("mailbox", told.mailbox);
        arguments.set("link", told.link.unwrap_or_default());
        if let PinSaid::Quoted(pin) = told.pin {
            arguments.set("pin", pin.as_str());
        }
        let (inside, elsewhere) = match told.pin {
            PinSaid::Quoted(_) => (Some(".pin"), Some(".pin-elsewhere")),
            PinSaid::Kept => (Some(".pin-kept"), Some(".pin-kept")),
            PinSaid::Nothing => (None, None),
        };
        let parts = |pin: Option<&'static str>| {
            let parts = [
                Some(""),
                Some(".number"),
                Some(".arrive"),
                Some(".listen"),
                told.opens.then_some(".dial"),
                told.opens.then_some(".set-up"),
                (told.opens && told.star).then_some(".star"),
                pin,
                told.link.map(|_| ".portal"),
                told.is_enclosed.then_some(".enclosed"),
            ];
            let said =
                parts.into_iter().flatten().map(|part| self.say(&format!("welcome-text{part}"), &arguments));
            let own = match self.language.written() {
                Tongue::German => [told.german, told.english],
                Tongue::English => [told.english, told.german],
            };
            paragraphs(said.chain(own.map(str::to_owned)))
        };
        Written {
            subject: self.say("welcome-subject", &arguments),
            text: parts(inside),
            outside: parts(elsewhere),
        }
    }

    /// `at`: when it was locked, for so many minutes.
    pub fn locked(&self, at: Timestamp, zone: &str, minutes: u32) -> Written {
        let mut arguments = dated(at, zone);
        arguments.set("minutes", i64::from(minutes));
        self.plain(
            "locked-subject",
            &["locked-text", "locked-text.until", "locked-text.messages"],
            &arguments,
        )
    }

    /// `ends`: when; whole days are left until then.
    pub fn pin_ends(&self, ends: Timestamp, zone: &str, days: u32, mailbox: &str) -> Written {
        let mut arguments = dated(ends, zone);
        arguments.set("days", i64::from(days.max(1)));
        arguments.set("mailbox", mailbox);
        self.plain("pin-ends-subject", &["pin-ends-text", "pin-ends-text.change"], &arguments)
    }

    pub fn mailbox_fills(&self, level: Level, held: &Held) -> Written {
        let most = held.quota.bytes.unwrap_or_default();
        let mut arguments = FluentArgs::new();
        arguments.set("percent", (u128::from(held.used) * 100 / u128::from(most.max(1))).to_string());
        arguments.set("most", (most / MEGABYTE).to_string());
        let (subject, text) = match level {
            Level::Full => ("quota-full-subject", "quota-full-text"),
            Level::Almost | Level::Below => ("quota-almost-subject", "quota-almost-text"),
        };
        let parts = ["", ".then", ".calls", ".room"].map(|part| format!("{text}{part}"));
        self.plain(subject, &parts.each_ref().map(String::as_str), &arguments)
    }

    /// To whoever shall record the company's announcement. The password stands in the mail that goes there alone.
    pub fn invitation(&self, told: &Invited<'_>) -> Written {
        let mut arguments = FluentArgs::new();
        arguments.set("link", told.link);
        arguments.set("name", told.name);
        arguments.set("password", told.password);
        let parts = |password: &'static str| {
            let parts = ["", ".page", ".name", password, ".listen", ".call", ".other", ".done"];
            paragraphs(parts.map(|part| self.say(&format!("invitation-text{part}"), &arguments)).into_iter())
        };
        Written {
            subject: self.say("invitation-subject", &arguments),
            text: parts(".password"),
            outside: parts(".password-elsewhere"),
        }
    }

    fn plain(&self, subject: &str, parts: &[&str], arguments: &FluentArgs<'_>) -> Written {
        let text = paragraphs(parts.iter().map(|part| self.say(part, arguments)));
        Written { subject: self.say(subject, arguments), outside: text.clone(), text }
    }

    fn say(&self, name: &str, arguments: &FluentArgs<'_>) -> String {
        self.texts.say(name, arguments)
    }
}

/// A moment by its reader's clock.
fn dated(at: Timestamp, zone: &str) -> FluentArgs<'static> {
    let at = zoned(at, zone);
    let mut arguments = FluentArgs::new();
    arguments.set("day", at.day().to_string());
    arguments.set("month", i64::from(at.month()));
    arguments.set("year", at.year().to_string());
    arguments.set("hour", format!("{:02}", at.hour()));
    arguments.set("minute", format!("{:02}", at.minute()));
    arguments
}

/// With a line between two of them; what says nothing is none.
fn paragraphs(said: impl Iterator<Item = String>) -> String {
    let said: Vec<String> = said.map(|said| said.trim().to_owned()).filter(|said| !said.is_empty()).collect();
    said.join("\n\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::quota::Quota;
    use zeroize::Zeroizing;

    fn told<'a>(pin: &'a PinSaid, link: Option<&'a str>) -> Welcome<'a> {
        Welcome {
            name: "Jörg Größe",
            number: "+49 8142 48387123",
            mailbox: "99",
            pin,
            opens: *pin != PinSaid::Nothing,
            star: true,
            link,
            is_enclosed: true,
            english: "Questions? Call 100.",
            german: "Fragen?\nRufen Sie 100 an.",
        }
    }

    fn quoted() -> PinSaid {
        PinSaid::Quoted(Zeroizing::new("473829".to_owned()))
    }

    #[test]
    fn a_welcome_names_person_number_ways_pin_and_the_companys_own_words_at_its_end() {
        let pin = quoted();
        let german = Words::built_in(Language::DeDe).welcome(&told(&pin, None));
        assert_eq!(german.subject, "Willkommen Jörg Größe in Ihrer Sprachbox");
        let expected = [
            "+49 8142 48387123",
            "kommt als E-Mail in Ihrem Posteingang an",
            "öffnen Sie die angehängte Aufnahme (eine WAV-Datei)",
            "Wählen Sie 99",
            "drücken während der Begrüßung * und geben Ihre PIN",
            "Ihre PIN: 473829",
            "Tasten ist angehängt",
        ];
        expected.iter().for_each(|part| assert!(german.text.contains(part), "{part} in {}", german.text));
        assert!(
            german.text.ends_with("Fragen?\nRufen Sie 100 an.\n\nQuestions? Call 100.\n"),
            "{}",
            german.text
        );
        assert!(!german.text.contains("Browser"), "{}", german.text);
        let english = Words::built_in(Language::FrFr).welcome(&told(&pin, Some("https://desk.example.org/")));
        assert_eq!(english.subject, "Welcome Jörg Größe to your voice mailbox");
        assert!(
            english.text.ends_with("Questions? Call 100.\n\nFragen?\nRufen Sie 100 an.\n"),
            "{}",
            english.text
        );
        let portal = "https://desk.example.org/\nWhat you sign in with is told to you separately";
        assert!(english.text.contains(portal), "{}", english.text);
    }

    #[test]
    fn a_pin_stands_only_in_the_mail_to_the_mailbox_itself_and_only_where_it_opens_something() {
        let words = Words::built_in(Language::EnGb);
        let with_pin = words.welcome(&told(&quoted(), None));
        assert!(with_pin.text.contains("473829") && !with_pin.outside.contains("473829"));
        assert!(with_pin.outside.contains("in the same mail in your mailbox itself"), "{}", with_pin.outside);
        let kept = words.welcome(&told(&PinSaid::Kept, None));
        assert!(kept.text.contains("the one that you have already"), "{}", kept.text);
        let closed = words.welcome(&told(&PinSaid::Nothing, None)).text;
        assert!(!closed.contains("PIN") && !closed.contains("press *"), "{closed}");
    }

    #[test]
    fn locks_and_ends_are_told_by_the_readers_clock_and_in_good_grammar() {
        let at = "2026-11-21T23:05:09Z".parse().unwrap();
        for (language, minutes, days, lock, end) in [
            (
                Language::DeDe,
                30,
                6,
                "am 22. November 2026 um 00:05 Uhr falsche PINs eingegeben. Sie ist am Telefon vorerst gesperrt.\n\n\
                 Sie öffnet sich von selbst wieder nach 30 Minuten. Wenn nicht",
                "läuft am 22. November 2026 ab, in 6 Tagen.",
            ),
            (
                Language::EnGb,
                1,
                0,
                "again by itself after one minute. If you",
                "on 22 November 2026, within a day.",
            ),
        ] {
            let words = Words::built_in(language);
            let locked = words.locked(at, "Europe/Berlin", minutes);
            assert!(locked.text.contains(lock), "{}", locked.text);
            let ends = words.pin_ends(at, "Europe/Berlin", days, "99");
            assert!(ends.text.contains(end) && ends.text.contains("99"), "{}", ends.text);
            assert!(!(locked.subject.is_empty() || ends.subject.is_empty()));
        }
    }

    #[test]
    fn a_mailbox_that_fills_is_told_in_percent_of_what_it_may_hold() {
        let quota = Quota { bytes: Some(50_000_000), warn_percent: 90 };
        for (language, level, used, subject, parts) in [
            (
                Language::EnGb,
                Level::Almost,
                45_999_999,
                "Your mailbox is almost full",
                ["is 91 percent full: it may hold 50 MB", "e-mails to you will be put off"],
            ),
            (
                Language::FrFr,
                Level::Full,
                60_000_000,
                "Your mailbox is full",
                ["is 120 percent full", "Callers can leave messages as before"],
            ),
            (
                Language::DeDe,
                Level::Almost,
                45_000_000,
                "Ihr Postfach ist fast voll",
                ["zu 90 Prozent voll", "Anrufer können"],
            ),
            (
                Language::DeDe,
                Level::Full,
                50_000_000,
                "Ihr Postfach ist voll",
                ["zu 100 Prozent voll: Es darf 50 MB", "Papierkorb"],
            ),
        ] {
            let written = Words::built_in(language).mailbox_fills(level, &Held { quota, used });
            assert_eq!(written.subject, subject);
            parts.iter().for_each(|part| assert!(written.text.contains(part), "{part} in {}", written.text));
        }
    }

    #[test]
    fn an_invitation_leads_to_the_page_and_says_what_to_do_there() {
        let told = Invited { link: "https://desk.example.org/recording", name: "Studio", password: "k7Pq" };
        for (language, subject, parts) in [
            (
                Language::EnGb,
                "How to record the company's announcement",
                ["https://desk.example.org/recording", "User name: Studio", "Password: k7Pq", "press Call"],
            ),
            (
                Language::DeDe,
                "So nehmen Sie die Ansage der Firma auf",
                ["https://desk.example.org/recording", "Benutzername: Studio", "Passwort: k7Pq", "„Anrufen“"],
            ),
        ] {
            let written = Words::built_in(language).invitation(&told);
            assert_eq!(written.subject, subject);
            parts.iter().for_each(|part| assert!(written.text.contains(part), "{part} in {}", written.text));
            assert!(
                !written.outside.contains("k7Pq") && written.outside.contains("Studio"),
                "{}",
                written.outside
            );
        }
    }

    #[test]
    fn a_folder_of_texts_goes_before_the_built_in_ones_and_a_part_may_be_left_out() {
        let folder = std::env::temp_dir().join(format!("letters-{:032x}", rand::random::<u128>()));
        std::fs::create_dir(&folder).unwrap();
        let pin = quoted();
        let welcome = |text: &[u8]| {
            std::fs::write(folder.join("en-GB.ftl"), text).unwrap();
            Words::with_texts_of(&folder, Language::EnGb).welcome(&told(&pin, None)).text
        };
        let own = welcome(b"welcome-text = Hello, { $name }.\n    .star = {\"\"}\n");
        assert!(own.starts_with("Hello, J\u{f6}rg Gr\u{f6}\u{df}e.\n\nYour voice mailbox has"), "{own}");
        assert!(!own.contains("press *"), "{own}");
        for broken in [&b"\xff\xfe\x00"[..], b"welcome-text = { $name", &vec![b'#'; 300 * 1024]] {
            assert!(welcome(broken).starts_with("Welcome"));
        }
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(Words::with_texts_of(&folder, Language::DeDe).from().contains("Sprachbox"));
    }
}
