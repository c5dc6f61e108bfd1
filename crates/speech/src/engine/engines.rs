//! The engine of each language as chosen, and espeak-ng behind each: whoever listens must never hear silence.

use super::choice::{Choice, Choices};
use super::flite::{self, Flite};
use super::open_jtalk::{self, OpenJtalk};
use super::piper::{self, Piper};
use super::service::ByService;
use super::{EngineError, Espeak, Speak, child, espeak, found};
use crate::service::{Service, Unaskable};
use domain::language::Language;
use futures_util::future::BoxFuture;
use rustls::ClientConfig;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// An engine that has failed is not asked for so long: callers would wait for it each time.
const REST: Duration = Duration::from_secs(30);

/// An engine that was chosen cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{at}: {why}")]
pub struct Unusable {
    /// The table that chose it.
    pub at: String,
    pub why: Why,
}

/// Why it cannot.
#[derive(Debug, thiserror::Error)]
pub enum Why {
    #[error("{0} is not installed")]
    NotInstalled(&'static str),
    #[error("{engine} has no voice “{voice}”; it has: {has}")]
    NoVoice { engine: &'static str, voice: String, has: String },
    #[error("{0} does not tell its voices: {1}")]
    Untold(&'static str, EngineError),
    #[error("{}: {}", .0.display(), .1)]
    Unreadable(PathBuf, std::io::Error),
    #[error("{0} does not speak with “{1}”: {2}")]
    Mute(&'static str, String, EngineError),
    #[error(transparent)]
    Service(#[from] Unaskable),
}

/// What speaks, in every language. All parts of the house share one.
pub struct Engines {
    /// By the language, `language as usize`; several languages may share one.
    of: Vec<Arc<Engine>>,
    /// espeak-ng; none where it is not installed.
    behind: Option<Box<dyn Speak>>,
}

/// One that was chosen, for one language or for several.
struct Engine {
    choice: Choice,
    /// None: it is espeak-ng.
    speak: Option<Box<dyn Speak>>,
    failures: AtomicU64,
    rests_until: Mutex<Option<Instant>>,
}

impl Engines {
    /// All engines that were chosen; services are believed by `tls`.
    pub async fn open(choices: &Choices, tls: &Arc<ClientConfig>) -> Result<Engines, Unusable> {
        let mut of: Vec<Arc<Engine>> = Vec::with_capacity(Language::ALL.len());
        for language in Language::ALL {
            let choice = choices.of(language);
            let engine = match of.iter().find(|engine| engine.choice == *choice) {
                Some(engine) => Arc::clone(engine),
                None => {
                    let speak = open(choice, tls).await;
                    let speak = speak.map_err(|why| Unusable { at: choices.table_of(language), why })?;
                    Arc::new(Engine::new(choice.clone(), speak))
                }
            };
            of.push(engine);
        }
        Ok(Engines { of, behind: Espeak::find().map(|engine| Box::new(engine) as Box<dyn Speak>) })
    }

    /// How often each engine has failed, so that espeak-ng was asked instead.
    pub fn failures(&self) -> BTreeMap<&'static str, u64> {
        let mut failures = BTreeMap::new();
        let mut counted: Vec<&Arc<Engine>> = Vec::new();
        for engine in self.of.iter().filter(|engine| engine.speak.is_some()) {
            if !counted.iter().any(|other| Arc::ptr_eq(other, engine)) {
                counted.push(engine);
                *failures.entry(engine.choice.name()).or_default() += engine.failures.load(Ordering::Relaxed);
            }
        }
        failures
    }

    async fn say(&self, text: &str, language: Language) -> Result<Vec<i16>, EngineError> {
        if let Some(said) = self.of[language as usize].say(text, language).await {
            return Ok(said);
        }
        let behind = self.behind.as_ref().ok_or(EngineError::NoEngine(language))?;
        behind.speak(text, language).await
    }
}

impl Speak for Engines {
    fn speak<'a>(
        &'a self,
        text: &'a str,
        language: Language,
    ) -> BoxFuture<'a, Result<Vec<i16>, EngineError>> {
        Box::pin(self.say(text, language))
    }

    fn knows(&self, language: Language) -> bool {
        self.behind.is_some() || self.of[language as usize].speak.is_some()
    }

    fn is_stood_in(&self, language: Language) -> bool {
        let engine = &self.of[language as usize];
        engine.speak.is_some() && engine.rests()
    }
}

impl Engine {
    fn new(choice: Choice, speak: Option<Box<dyn Speak>>) -> Self {
        Self { choice, speak, failures: AtomicU64::new(0), rests_until: Mutex::new(None) }
    }

    /// None: it is espeak-ng that is to be asked.
    async fn say(&self, text: &str, language: Language) -> Option<Vec<i16>> {
        let speak = self.speak.as_ref().filter(|_| !self.rests())?;
        match speak.speak(text, language).await {
            Ok(said) => Some(said),
            Err(error) => {
                self.failures.fetch_add(1, Ordering::Relaxed);
                if !error.is_about_the_text() {
                    self.rest(&error);
                }
                None
            }
        }
    }

    fn rests(&self) -> bool {
        let until = *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| Instant::now() < until)
    }

    /// Said once for each rest, however many have waited for it.
    fn rest(&self, error: &EngineError) {
        if !self.rests() {
            let (engine, seconds) = (self.choice.name(), REST.as_secs());
            tracing::warn!(%error, engine, seconds, "a speech engine rests, and espeak-ng speaks");
        }
        *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + REST);
    }
}

/// None: espeak-ng, which is there for all.
async fn open(choice: &Choice, tls: &Arc<ClientConfig>) -> Result<Option<Box<dyn Speak>>, Why> {
    match choice {
        Choice::EspeakNg {} => Ok(None),
        Choice::Flite { voice } => {
            let program = installed(flite::PROGRAM)?;
            has_voice(flite::PROGRAM, voice, found::ask(program.clone(), "-lv", flite::voices).await)?;
            Ok(Some(Box::new(Flite::new(program, voice.clone()))))
        }
        Choice::OpenJtalk { voice, dictionary } => {
            let program = installed(open_jtalk::PROGRAM)?;
            let engine = OpenJtalk::new(program, voice.clone(), dictionary.clone());
            readable(voice)?;
            readable(&dictionary.join(open_jtalk::DICTIONARY_HAS))?;
            Ok(Some(Box::new(engine)))
        }
        Choice::Piper { voice, program } => {
            let program = program.clone().map_or_else(|| installed(piper::PROGRAM), Ok)?;
            readable(&program)?;
            readable(voice)?;
            let engine = Piper::open(program, voice.clone()).await;
            let mute = |why| Why::Mute(piper::PROGRAM, voice.display().to_string(), why);
            Ok(Some(Box::new(engine.map_err(mute)?)))
        }
        Choice::Http { url, model, voice, key_file } => {
            let service = Service::open(url, key_file.as_deref(), tls)?;
            Ok(Some(Box::new(ByService::new(service, (model.clone(), voice.clone())))))
        }
    }
}

/// Whether the engine of a language could speak now, espeak-ng included: that it is missing keeps nothing from starting.
pub async fn usable(choice: &Choice, language: Language, tls: &Arc<ClientConfig>) -> Result<(), Why> {
    if *choice != (Choice::EspeakNg {}) {
        return open(choice, tls).await.map(drop);
    }
    let program = installed(espeak::PROGRAM)?;
    let asked = found::ask(program, "--voices", espeak::voices).await;
    has_voice(espeak::PROGRAM, espeak::voice(language), asked)
}

fn has_voice(engine: &'static str, voice: &str, asked: Result<Vec<String>, EngineError>) -> Result<(), Why> {
    let has = asked.map_err(|why| Why::Untold(engine, why))?;
    if has.iter().any(|name| name == voice) {
        return Ok(());
    }
    Err(Why::NoVoice { engine, voice: voice.to_owned(), has: has.join(", ") })
}

fn readable(file: &Path) -> Result<(), Why> {
    std::fs::File::open(file).map(drop).map_err(|why| Why::Unreadable(file.to_owned(), why))
}

fn installed(engine: &'static str) -> Result<PathBuf, Why> {
    child::installed(engine).ok_or(Why::NotInstalled(engine))
}

#[cfg(test)]
pub(super) mod tests;
