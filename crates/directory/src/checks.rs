//! Log-ins and PINs checked: the hash first, then whether the try counts, so that time and answer tell nothing.

use crate::door::{DirectoryError, LogIn, PinCheck};
use crate::people::{People, User};
use crate::pins::{OLDER, readable};
use crate::rows::Rows;
use crate::secret::{Hasher, constant_time_eq, peppered};
use crate::welcomes::LOCKED;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::guesser::{self, Guesser};
use domain::login::{self, Who};
use domain::number::{Email, Extension};
use domain::pin;
use domain::settings::{PIN_DEFAULT, PIN_LOCK_TOLD};
use domain::tries::{Limits, Tried, Tries, Verdict};
use jiff::{SignedDuration, Timestamp};
use ring::hmac;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use store::{NewLetter, PinEvent, RecordingPageRow, SecretKind};
use tokio::sync::Mutex;

/// Accounts, addresses and callers whose wrong passwords and PINs are remembered; beyond, those that are forgiven are dropped first.
const REMEMBERED: usize = 10_000;
/// A verified log-in is believed for so long without hashing anew: mail clients log in often.
const BELIEVED: SignedDuration = SignedDuration::from_secs(60);
/// Longer passwords are refused unread.
const PASSWORD_OCTETS: usize = 512;

/// A PIN as a caller enters it.
pub struct EnteredPin<'a> {
    pub extension: &'a str,
    pub pin: &'a str,
    pub guesser: Guesser,
}

/// A log-in at the page on which the company's announcement is recorded.
pub struct EnteredAtPage<'a> {
    pub name: &'a str,
    pub password: &'a str,
    pub from: IpAddr,
}

/// Who tried what, and what is believed.
pub struct Checks {
    hasher: Hasher,
    pepper: [u8; 32],
    log_ins: Mutex<HashMap<Who, Tries>>,
    /// Wrong PINs by caller. Held during a check, one at a time for all: nobody gains tries by trying at once.
    guessers: Mutex<HashMap<Guesser, Tries>>,
    believed: Mutex<HashMap<Email, (hmac::Tag, Timestamp)>>,
    belief_key: hmac::Key,
}

impl Checks {
    pub fn new(hasher: Hasher, pepper: [u8; 32]) -> Self {
        let belief_key = hmac::Key::new(hmac::HMAC_SHA256, &rand::random::<[u8; 32]>());
        Self {
            hasher,
            pepper,
            log_ins: Mutex::default(),
            guessers: Mutex::default(),
            believed: Mutex::default(),
            belief_key,
        }
    }

    pub async fn hash_password(&self, password: &str) -> Result<Vec<u8>, DirectoryError> {
        self.hasher.hash(password.as_bytes()).await
    }

    pub async fn hash_pin(&self, pin: &str) -> Result<Vec<u8>, DirectoryError> {
        self.hasher.hash(&peppered(&self.pepper, pin)).await
    }

    pub async fn log_in(
        &self,
        rows: &impl Rows,
        people: &People,
        name: &str,
        password: &str,
        from: IpAddr,
    ) -> Result<LogIn, DirectoryError> {
        let now = rows.now();
        let email = Email::parse(name).ok();
        let user = email.as_ref().and_then(|email| people.by_email(email)).cloned();
        let tried = if self.is_password(rows, user.as_deref(), password, now).await? {
            Tried::Right
        } else {
            Tried::Wrong
        };
        Ok(match (self.judge_log_in(Who::new(from, name), tried, now).await, user) {
            (login::LogIn::Welcome, Some(user)) => LogIn::Welcome(user),
            (login::LogIn::Welcome, None) => {
                LogIn::Refused { wait_seconds: login::LIMITS.longest_wait_seconds }
            }
            (login::LogIn::Refused { wait_seconds }, _) => LogIn::Refused { wait_seconds },
        })
    }

    /// By the tries of whoever it is.
    async fn judge_log_in(&self, who: Who, tried: Tried, now: Timestamp) -> login::LogIn {
        let mut log_ins = self.log_ins.lock().await;
        if log_ins.len() >= REMEMBERED {
            log_ins.retain(|_, tries| !tries.is_forgotten(&login::LIMITS, now));
        }
        let (tries, answer) = login::judge(log_ins.get(&who).copied().unwrap_or_default(), tried, now);
        log_ins.insert(who, tries);
        answer
    }

    /// A log-in at the page on which the company's announcement is recorded, by what opens it.
    pub async fn recording_page(
        &self,
        kept: Option<&RecordingPageRow>,
        tried: EnteredAtPage<'_>,
        now: Timestamp,
    ) -> Result<login::LogIn, DirectoryError> {
        let EnteredAtPage { name, password, from } = tried;
        let is_user = kept.is_some_and(|page| constant_time_eq(page.name.as_bytes(), name.trim().as_bytes()));
        let secret = kept.filter(|_| is_user).map(|page| page.secret.as_slice());
        let is_right = password.len() <= PASSWORD_OCTETS
            && match secret.and_then(readable) {
                // The same work as for a hash: the time that it takes tells nothing.
                Some(drawn) => {
                    self.hasher.is(password.as_bytes(), None).await?;
                    constant_time_eq(drawn.as_bytes(), password.as_bytes())
                }
                None => self.hasher.is(password.as_bytes(), secret).await?,
            };
        let tried = if is_right { Tried::Right } else { Tried::Wrong };
        Ok(self.judge_log_in(Who::at_recording_page(from), tried, now).await)
    }

    async fn is_password(
        &self,
        rows: &impl Rows,
        user: Option<&User>,
        password: &str,
        now: Timestamp,
    ) -> Result<bool, DirectoryError> {
        if password.len() > PASSWORD_OCTETS {
            return Ok(false);
        }
        let kept = match user {
            Some(user) => rows.secret(user.id, SecretKind::Password).await?,
            None => None,
        };
        // With what is kept, so that belief ends with the password, whichever process changes it.
        let tag = |email: &Email| {
            let said = [email.as_str().as_bytes(), password.as_bytes(), kept.as_deref().unwrap_or_default()];
            hmac::sign(&self.belief_key, &said.join(&0))
        };
        if let Some(user) = user {
            let believed = self.believed.lock().await;
            let known = believed.get(&user.email).filter(|(_, at)| now.duration_since(*at) < BELIEVED);
            if known.is_some_and(|(known, _)| constant_time_eq(known.as_ref(), tag(&user.email).as_ref())) {
                return Ok(true);
            }
        }
        let right = self.hasher.is(password.as_bytes(), kept.as_deref()).await?;
        if let Some(user) = user.filter(|_| right) {
            let mut believed = self.believed.lock().await;
            believed.retain(|_, (_, at)| now.duration_since(*at) < BELIEVED);
            believed.insert(user.email.clone(), (tag(&user.email), now));
        }
        Ok(right)
    }

    pub async fn pin(
        &self,
        rows: &impl Rows,
        people: &People,
        entered: EnteredPin<'_>,
    ) -> Result<PinCheck, DirectoryError> {
        let mut guessers = self.guessers.lock().await;
        let EnteredPin { extension, pin, guesser } = entered;
        let now = rows.now();
        let user =
            Extension::parse(extension).ok().and_then(|extension| people.by_extension(&extension)).cloned();
        let is_right = self.is_pin(rows, people, user.as_ref(), pin, guesser).await?;
        let tried = if is_right { Tried::Right } else { Tried::Wrong };
        let limits = pin::limits(&people.settings_of(user.as_ref().map(|user| user.id)));
        let locked = PinCheck::Locked { wait_seconds: limits.longest_wait_seconds };
        let before = guessers.get(&guesser).copied().unwrap_or_default();
        if before.is_locked(now) {
            // What such a caller tries locks no box either.
            return Ok(locked);
        }
        remember(&mut guessers, guesser, guesser::after(before, tried, now), now);
        let verdict = self.judge_by_box(rows, extension, &limits, tried).await?;
        self.note(rows, people, extension, guesser, verdict).await?;
        Ok(match (verdict.judged, user) {
            (Verdict::Right, Some(user)) => PinCheck::Right(user),
            (Verdict::Right, None) => locked,
            (Verdict::Wrong { wait_seconds }, _) => PinCheck::Wrong { wait_seconds },
            (Verdict::Locked { wait_seconds }, _) => PinCheck::Locked { wait_seconds },
        })
    }

    /// By the tries at this box, which outlast a restart.
    async fn judge_by_box(
        &self,
        rows: &impl Rows,
        extension: &str,
        limits: &Limits,
        tried: Tried,
    ) -> Result<Judged, DirectoryError> {
        let subject = subject(extension);
        let kept = rows.tries(&subject).await?;
        let tries: Tries =
            kept.as_deref().and_then(|kept| serde_json::from_str(kept).ok()).unwrap_or_default();
        let now = rows.now();
        let (after, judged) = tries.judge(limits, tried, now);
        let begins_lock = after.is_locked(now) && !tries.is_locked(now);
        if after != tries {
            rows.set_tries(&subject, serde_json::to_string(&after).ok()).await?;
        }
        Ok(Judged { judged, begins_lock })
    }

    /// Every wrong PIN is a row of the log, and so is every lock, whatever else is logged.
    async fn note(
        &self,
        rows: &impl Rows,
        people: &People,
        extension: &str,
        guesser: Guesser,
        verdict: Judged,
    ) -> Result<(), DirectoryError> {
        let what = match verdict {
            Judged { begins_lock: true, .. } => "locked",
            Judged { judged: Verdict::Wrong { .. }, .. } => "wrong",
            Judged { .. } => return Ok(()),
        };
        let caller = match guesser {
            Guesser::Device(device) => format!("device {device}"),
            Guesser::Network(network) => network.to_string(),
        };
        let event = event(people, extension, what, &caller, rows.now());
        let told = event
            .person
            .filter(|_| verdict.begins_lock)
            .filter(|person| people.settings_of(Some(*person)).get(&PIN_LOCK_TOLD));
        let letter = |person| NewLetter { person, what: LOCKED, said: String::new(), at: event.at };
        let told = told.map(letter);
        Ok(rows.append_pin_log(event, told).await?)
    }

    async fn is_pin(
        &self,
        rows: &impl Rows,
        people: &People,
        user: Option<&Arc<User>>,
        pin: &str,
        guesser: Guesser,
    ) -> Result<bool, DirectoryError> {
        let kept = match user {
            Some(user) => rows.secret(user.id, SecretKind::Pin).await?,
            None => None,
        };
        let older = kept.as_deref().and_then(|kept| kept.strip_prefix(OLDER)).map(decoded);
        let is_hashed = self.hasher.is(&peppered(&self.pepper, pin), kept.as_deref()).await?;
        let same = |wanted: &str| !wanted.is_empty() && constant_time_eq(wanted.as_bytes(), pin.as_bytes());
        Ok(match (older, &kept, user) {
            (Some(older), ..) => same(&older.unwrap_or_default()),
            (None, None, Some(user)) if is_owners(people, user, guesser) => {
                same(&people.settings_of(Some(user.id)).get(&PIN_DEFAULT).0)
            }
            _ => is_hashed,
        })
    }
}

/// What was judged, and whether it locks the box that was open before.
#[derive(Clone, Copy)]
struct Judged {
    judged: Verdict,
    begins_lock: bool,
}

/// Whether it is the person's own telephone that calls: the company's PIN opens nothing from elsewhere.
fn is_owners(people: &People, user: &User, guesser: Guesser) -> bool {
    let Guesser::Device(device) = guesser else { return false };
    people.device(device).is_some_and(|device| device.user == user.id)
}

/// What wrong PINs at a box are counted under.
pub(crate) fn subject(extension: &str) -> String {
    format!("pin {}", extension.chars().take(SUBJECT_CHARACTERS).collect::<String>())
}

/// A row of the log.
pub(crate) fn event(people: &People, extension: &str, what: &str, caller: &str, at: Timestamp) -> PinEvent {
    let user = Extension::parse(extension).ok().and_then(|number| people.by_extension(&number));
    PinEvent {
        at,
        person: user.map(|user| user.id),
        extension: extension.chars().take(SUBJECT_CHARACTERS).collect(),
        what: what.to_owned(),
        caller: caller.to_owned(),
    }
}

/// The text within Base64.
pub(crate) fn decoded(base64: &[u8]) -> Option<String> {
    String::from_utf8(STANDARD.decode(base64.trim_ascii()).ok()?).ok()
}

/// Keeps a caller's tries, if there is anything to be held against the caller.
fn remember(guessers: &mut HashMap<Guesser, Tries>, guesser: Guesser, tries: Tries, now: Timestamp) {
    if guessers.len() >= REMEMBERED {
        guessers.retain(|_, tries| !tries.is_forgotten(&guesser::LIMITS, now));
    }
    if !tries.is_forgotten(&guesser::LIMITS, now) {
        guessers.insert(guesser, tries);
    }
}

/// Longer numbers exist nowhere; their tries are counted together.
const SUBJECT_CHARACTERS: usize = 12;
