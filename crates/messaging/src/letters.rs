//! What the house writes to its people by itself: the welcome to the voice mail, that a mailbox is locked, that a PIN ends, that
//! a mailbox fills.
//!
//! What is due lies in the store, written with what causes it, and is delivered by a key of its own: a crash between delivery
//! and the row's end writes nothing twice.

mod invitation;
mod quota;
mod wording;

use crate::delivery::{Body, DeliverError, Delivery, Enclosure, Letter};
use crate::mailbox::{MailboxError, Sender};
use crate::post::Post;
use directory::{Directory, DirectoryError, LOCKED, People, User, WELCOME};
use domain::access::Rules;
use domain::e164::E164;
use domain::id::UserId;
use domain::language::Language;
use domain::menu::Style;
use domain::number::Email;
use domain::pin::{self, Expiry, Policy};
use domain::settings::{self, Row, Settings};
use domain::welcome;
use jiff::{SignedDuration, Timestamp};
use quota::Concerned;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::{Changes, LetterRow, LetterRows, StoreError, TenantStore};
use tokio::sync::watch;
use tokio::time::Instant;
use wording::Words;

/// Written at once; the rest has its turn right after.
const MOST_AT_ONCE: usize = 100;
/// What could not be delivered is tried again so often.
const LOOKS: Duration = Duration::from_secs(60);
/// PINs that end, and mailboxes that fill, are looked for so often, whatever has changed.
const REMINDS: Duration = Duration::from_secs(60 * 60);
/// Changes looked through; after more, the letters are looked at in any case.
const PAGE: usize = 200;

/// What letters are made of beside the people.
pub struct Stationery {
    /// The number that opens the own mailbox.
    pub mailbox_number: String,
    /// A folder with texts (`LANG.ftl`) in place of the built-in ones.
    pub texts: Option<PathBuf>,
    pub enclosures: Arc<dyn Enclosures>,
}

/// What goes with the welcome mail. It is asked on a thread that may wait.
pub trait Enclosures: Send + Sync {
    /// For a reader of this language, whose menu has this style.
    fn of(&self, language: Language, style: Style) -> Vec<Enclosure>;
}

/// Who writes them.
pub struct Letters {
    store: TenantStore,
    rows: LetterRows,
    directory: Arc<dyn Directory>,
    post: Arc<dyn Post>,
    stationery: Stationery,
    /// Who was reminded of the end of which PIN, by when it was set, since this process began.
    reminded: HashSet<(UserId, Timestamp)>,
    /// The settings of quotas, as they were when all mailboxes were last looked at because of them.
    quota_rows: Vec<Row>,
}

/// Why a letter is not written now.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    #[error(transparent)]
    Deliver(#[from] DeliverError),
    #[error(transparent)]
    Mailbox(#[from] MailboxError),
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes what is due until `closing` says `true`.
pub async fn run(mut letters: Letters, mut closing: watch::Receiver<bool>) {
    let mut changes = letters.store.changes().watch();
    let mut people = letters.directory.watch();
    let (mut tries_at, mut reminds_at) = (Instant::now(), Instant::now());
    let mut seen = *changes.borrow_and_update();
    while !*closing.borrow() {
        let now = *changes.borrow_and_update();
        let news = letters.store.changes().since(seen, PAGE).await;
        if Instant::now() >= tries_at || are_asked_for(&news) {
            letters.write_due().await;
            tries_at = Instant::now() + LOOKS;
        }
        letters.tell_of_quotas(&Concerned::by(&news, PAGE)).await;
        seen = now;
        if Instant::now() >= reminds_at {
            letters.remind(Timestamp::now()).await;
            letters.tell_of_quotas(&Concerned::Everybody).await;
            reminds_at = Instant::now() + REMINDS;
        }
        let settings_changed = tokio::select! {
            _ = closing.wait_for(|closing| *closing) => return,
            () = tokio::time::sleep_until(tries_at) => false,
            changed = changes.changed() => match changed {
                Ok(()) => false,
                Err(_) => return,
            },
            changed = people.changed() => match changed {
                Ok(()) => true,
                Err(_) => return,
            },
        };
        if settings_changed {
            letters.tell_of_new_quotas().await;
        }
    }
}

/// Whether something of what is new asks for a letter.
fn are_asked_for(news: &Result<Changes, StoreError>) -> bool {
    match news {
        Ok(Changes::Rows(rows)) => rows.len() >= PAGE || rows.iter().any(|row| row.kind == "letter"),
        Ok(Changes::TooOld { .. }) | Err(_) => true,
    }
}

impl Letters {
    pub(crate) fn new(
        store: &TenantStore,
        directory: Arc<dyn Directory>,
        post: Arc<dyn Post>,
        stationery: Stationery,
    ) -> Self {
        let (store, rows, reminded) = (store.clone(), store.letters(), HashSet::new());
        Self { store, rows, directory, post, stationery, reminded, quota_rows: Vec::new() }
    }

    /// Writes what is due; what cannot be delivered now stays.
    pub async fn write_due(&self) {
        loop {
            let due = match self.rows.due(MOST_AT_ONCE).await {
                Ok(due) => due,
                Err(error) => return tracing::warn!(%error, "letters that are due cannot be looked at"),
            };
            let mut stay = 0;
            for letter in &due {
                if let Err(error) = self.write(letter).await {
                    tracing::warn!(what = letter.what, user = letter.person.get(), %error, "a letter waits");
                    stay += 1;
                }
            }
            if due.len() < MOST_AT_ONCE || stay > 0 {
                break;
            }
        }
        self.invite().await;
    }

    async fn write(&self, letter: &LetterRow) -> Result<(), LetterError> {
        let people = self.directory.people();
        if let Some(user) = people.user(letter.person) {
            match letter.what.as_str() {
                WELCOME => self.welcome(&people, user, &letter.said).await?,
                LOCKED => self.tell_of_lock(&people, user, letter).await?,
                other => tracing::warn!(what = other, "nobody knows how to write such a letter"),
            }
        }
        Ok(self.rows.done(letter.id).await?)
    }

    /// Unless it was sent or switched off since it was asked for.
    async fn welcome(&self, people: &People, user: &User, called: &str) -> Result<(), LetterError> {
        let (welcome, settings) = (people.welcome(user.id), people.settings_of(Some(user.id)));
        if !welcome.is_due(&settings) {
            return Ok(());
        }
        let pin = self.directory.welcome_pin(user.id).await?;
        let words = self.words(user.language).await;
        let enclosures = self.enclosures(user.language, settings.get(&settings::MENU_STYLE)).await;
        let number = self.number_of(people, user, called);
        let link = welcome::link(&settings, &people.realm);
        let told = wording::Welcome {
            name: &user.name,
            number: &number,
            mailbox: &self.stationery.mailbox_number,
            pin: &pin,
            opens: Rules::of(&settings).opens_anything(),
            star: settings.get(&settings::OWNER_LOGIN_BY_STAR),
            link: link.as_deref(),
            is_enclosed: !enclosures.is_empty(),
            english: &settings.get(&settings::WELCOME_TEXT_ENGLISH).0,
            german: &settings.get(&settings::WELCOME_TEXT_GERMAN).0,
        };
        let key = format!("welcome-{}-{}", user.id, welcome.round);
        let written = words.welcome(&told);
        let letter = Letter { enclosures, ..letter(people, user, &words, written) };
        self.deliver(user, key, Timestamp::now(), letter).await?;
        tracing::info!(user = user.id.get(), "welcomed by mail");
        Ok(self.directory.welcomed(user.id, welcome.round).await?)
    }

    async fn tell_of_lock(
        &self,
        people: &People,
        user: &User,
        letter: &LetterRow,
    ) -> Result<(), LetterError> {
        let words = self.words(user.language).await;
        let minutes = people.settings_of(Some(user.id)).get(&settings::PIN_LOCK_MINUTES);
        let written = words.locked(letter.at, &user.zone, minutes);
        let key = format!("letter-{}", letter.id);
        self.deliver(user, key, letter.at, self::letter(people, user, &words, written)).await
    }

    /// Whose PIN ends soon hears so once for each PIN.
    pub async fn remind(&mut self, now: Timestamp) {
        let people = self.directory.people();
        let set = match self.directory.pins_set_at().await {
            Ok(set) => set,
            Err(error) => return tracing::warn!(%error, "PINs that end cannot be looked at"),
        };
        self.reminded.retain(|reminded| set.contains(reminded));
        for (id, set_at) in set {
            let Some(user) = people.user(id).filter(|_| !self.reminded.contains(&(id, set_at))) else {
                continue;
            };
            match self.remind_one(&people, user, set_at, now).await {
                Ok(true) => drop(self.reminded.insert((id, set_at))),
                Ok(false) => {}
                Err(error) => tracing::warn!(user = id.get(), %error, "a PIN's end is told later"),
            }
        }
    }

    /// Whether it was to be told.
    async fn remind_one(
        &self,
        people: &People,
        user: &User,
        set_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool, LetterError> {
        let settings = people.settings_of(Some(user.id));
        let policy = Policy::of(&settings);
        let Expiry::EndsSoon { days } = pin::expiry(&policy, set_at, now) else { return Ok(false) };
        if !settings.get(&settings::PIN_REMINDED_BY_MAIL) || !Rules::of(&settings).opens_anything() {
            return Ok(false);
        }
        let words = self.words(user.language).await;
        let lifetime =
            SignedDuration::from_hours(24 * i64::from(policy.expires_after_days.unwrap_or_default()));
        let ends = set_at.checked_add(lifetime).unwrap_or(Timestamp::MAX);
        let written = words.pin_ends(ends, &user.zone, days, &self.stationery.mailbox_number);
        let key = format!("pin-ends-{}-{}", user.id, set_at.as_microsecond());
        self.deliver(user, key, now, letter(people, user, &words, written)).await?;
        Ok(true)
    }

    /// Delivered once by its key. A person who is gone by now needs no letter.
    async fn deliver(
        &self,
        user: &User,
        key: String,
        at: Timestamp,
        letter: Letter,
    ) -> Result<(), LetterError> {
        let delivery =
            Delivery { key, to: vec![user.id], from: Sender::default(), at, body: Body::Letter(letter) };
        match self.post.deliver(delivery).await {
            Ok(_) | Err(DeliverError::NoSuchRecipient) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Read anew for each letter: there are few, and an administrator's change holds for the next one.
    async fn words(&self, language: Language) -> Words {
        let Some(folder) = self.stationery.texts.clone() else { return Words::built_in(language) };
        let read = tokio::task::spawn_blocking(move || Words::with_texts_of(&folder, language));
        read.await.unwrap_or_else(|_| Words::built_in(language))
    }

    async fn enclosures(&self, language: Language, style: Style) -> Vec<Enclosure> {
        let enclosures = self.stationery.enclosures.clone();
        tokio::task::spawn_blocking(move || enclosures.of(language, style)).await.unwrap_or_default()
    }

    fn number_of(&self, people: &People, user: &User, called: &str) -> String {
        let outside = self.directory.outside();
        let blocks = outside.trunks.iter().filter(|trunk| !trunk.agreed.disabled);
        let direct: Option<E164> =
            blocks.flat_map(|trunk| &trunk.agreed.direct).find_map(|block| block.number(&user.extension));
        let fixed = people.settings_of(None).get(&settings::WELCOME_NUMBER).0;
        welcome::number(&fixed, direct.as_ref(), called, &people.home_of(user.id))
    }
}

/// In the name of the house's voice mail.
fn letter(people: &People, user: &User, words: &Words, written: wording::Written) -> Letter {
    from_the_house((people, &people.settings_of(Some(user.id))), &user.email, words, written)
}

/// As the settings say that hold for the reader.
fn from_the_house(
    (people, settings): (&People, &Settings<'_>),
    reader: &Email,
    words: &Words,
    written: wording::Written,
) -> Letter {
    let name = settings.get(&settings::WELCOME_FROM_NAME).0;
    let own = || Email::parse(&own_address(people)).unwrap_or_else(|_| reader.clone());
    Letter {
        language: words.language(),
        from_name: if name.is_empty() { words.from() } else { name },
        from: settings.get(&settings::WELCOME_FROM).unwrap_or_else(own),
        subject: written.subject,
        text: written.text,
        outside: written.outside,
        enclosures: Vec::new(),
    }
}

/// Where no other address is set: nobody reads what is answered there.
pub(crate) fn own_address(people: &People) -> String {
    format!("voice-mail@{}", people.realm)
}

#[cfg(test)]
mod tests;
