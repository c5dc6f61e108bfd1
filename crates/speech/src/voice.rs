//! The voice of a running server: a script becomes the bytes that are sent.

use crate::audio::{self, RATE_HZ};
use crate::embedded;
use crate::engine::{EngineError, Speak};
use crate::fragment::Fragment;
use crate::recorded::Recorded;
use crate::script::{Arguments, Piece, Script};
use crate::shelf::Shelf;
use crate::texts::{Names, Spoken, TextError, Texts};
use bytes::Bytes;
use domain::id::BlobId;
use domain::language::Language;
use futures_util::future::BoxFuture;
use media::codec::Codec;
use std::path::PathBuf;
use std::sync::Arc;

/// What goes wrong when a script is made audible.
#[derive(Debug, thiserror::Error)]
pub enum SpeechError {
    #[error(transparent)]
    Text(#[from] TextError),
    #[error(
        "“{0}” has not been recorded, and no speech engine is installed: build with `cargo xtask prompts`"
    )]
    NotRendered(String),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error("the recording cannot be read: {0}")]
    Recording(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Where recordings are kept that a script names.
pub trait Recordings: Send + Sync {
    /// The WAV file of a recording.
    fn load<'a>(
        &'a self,
        blob: &'a BlobId,
    ) -> BoxFuture<'a, Result<Bytes, Box<dyn std::error::Error + Send + Sync>>>;
}

/// What a voice is made of.
pub struct VoiceConfig {
    /// Speaks names; without one, prompts say numbers instead.
    pub engine: Option<Arc<dyn Speak>>,
    /// A folder whose `LANG/ID.wav` replaces the prompt ID (one without arguments), and `LANG/NAME.wav` the fragment
    /// that `cargo xtask prompts` gave this name.
    pub recorded: Option<PathBuf>,
    /// How much sound is kept ready to be played again.
    pub cache_bytes: usize,
}

impl Default for VoiceConfig {
    /// No engine, no recordings; 32 MB, an hour of G.711.
    fn default() -> Self {
        Self { engine: None, recorded: None, cache_bytes: 32 << 20 }
    }
}

/// Says scripts. One for the whole process.
pub struct Voice {
    texts: [Texts; Language::ALL.len()],
    engine: Option<Arc<dyn Speak>>,
    recorded: Recorded,
    /// Whole scripts in a codec, by all that they say.
    scripts: Shelf<(Codec, String), u8>,
    /// What the engine has said, by its text, and fragments that were unpacked, by their names.
    spoken: Shelf<(Language, String), i16>,
}

impl Voice {
    pub fn new(config: VoiceConfig) -> Self {
        Self {
            texts: Language::ALL.map(Texts::of),
            engine: config.engine,
            recorded: config.recorded.map(|folder| Recorded::read(&folder)).unwrap_or_default(),
            scripts: Shelf::new(config.cache_bytes / 4 * 3),
            spoken: Shelf::new(config.cache_bytes / 4),
        }
    }

    /// What to do when this program was built without its prompts; `None` when it has them all.
    pub fn missing() -> Option<&'static str> {
        let is_missing = |language: Language| {
            let fragments = Texts::of(language).fragments();
            fragments.iter().any(|fragment| !embedded::has(language, &fragment.name(language)))
        };
        Language::ALL
            .into_iter()
            .any(is_missing)
            .then_some("the voice was built without its prompts: run `cargo xtask prompts`, then build again")
    }

    /// Whether any text of a language can be spoken, and not only what was recorded.
    pub fn speaks(&self, language: Language) -> bool {
        self.engine.as_ref().is_some_and(|engine| engine.knows(language))
    }

    /// The bytes of a script in a codec, ready to be sent. Equal scripts share their bytes while they are kept.
    pub async fn say(
        &self,
        script: &Script,
        codec: Codec,
        recordings: &dyn Recordings,
    ) -> Result<Arc<[u8]>, SpeechError> {
        let key = (codec, format!("{script:?}"));
        if let Some(said) = self.scripts.get(&key) {
            return Ok(said);
        }
        let Sound { samples, lasts } = self.sound(script, recordings).await?;
        // A long greeting takes milliseconds, in which nobody else is to wait.
        let encoded = tokio::task::spawn_blocking(move || Arc::from(codec.encode(&samples)));
        let said: Arc<[u8]> = encoded.await.map_err(|error| SpeechError::Recording(error.into()))?;
        if lasts {
            self.scripts.put(key, Arc::clone(&said));
        }
        Ok(said)
    }

    /// The same, not encoded.
    pub async fn samples(
        &self,
        script: &Script,
        recordings: &dyn Recordings,
    ) -> Result<Vec<i16>, SpeechError> {
        self.sound(script, recordings).await.map(|sound| sound.samples)
    }

    async fn sound(&self, script: &Script, recordings: &dyn Recordings) -> Result<Sound, SpeechError> {
        let mut sound = Sound::default();
        for piece in &script.pieces {
            match piece {
                Piece::Prompt(id, arguments) => {
                    let said = self.prompt(script.language, id, arguments, recordings).await?;
                    sound.add(&said.samples, said.lasts);
                }
                Piece::Recording(blob) => sound.add(&recorded(blob, recordings).await?, true),
                Piece::Beep => sound.add(&media::tone::beep(), true),
                Piece::Pause(milliseconds) => sound.rest(*milliseconds),
            }
        }
        Ok(sound)
    }

    async fn prompt(
        &self,
        language: Language,
        id: &str,
        arguments: &Arguments,
        recordings: &dyn Recordings,
    ) -> Result<Sound, SpeechError> {
        if arguments.is_empty()
            && let Some(sound) = self.recorded.find(language, id)
        {
            return Ok(Sound { samples: sound.to_vec(), lasts: true });
        }
        let texts = &self.texts[language as usize];
        if !self.speaks(language) {
            return self.assemble(language, texts.say(id, arguments, Names::Unspoken)?, recordings).await;
        }
        match self.assemble(language, texts.say(id, arguments, Names::Spoken)?, recordings).await {
            Err(SpeechError::Engine(error)) => {
                tracing::warn!(%error, prompt = id, "said without the name");
                let parts = texts.say(id, arguments, Names::Unspoken)?;
                Ok(Sound { lasts: false, ..self.assemble(language, parts, recordings).await? })
            }
            said => said,
        }
    }

    async fn assemble(
        &self,
        language: Language,
        parts: Vec<Spoken>,
        recordings: &dyn Recordings,
    ) -> Result<Sound, SpeechError> {
        let mut sound = Sound::default();
        for part in parts {
            match part {
                Spoken::Fragment(fragment) => {
                    let (samples, lasts) = self.fragment(language, &fragment).await?;
                    sound.add(&samples, lasts);
                }
                Spoken::Name(name) => {
                    let (samples, lasts) = self.by_engine(language, &name).await?;
                    sound.add(&samples, lasts);
                }
                Spoken::Recording(blob) => sound.add(&recorded(&blob, recordings).await?, true),
                Spoken::Pause(milliseconds) => sound.rest(milliseconds),
            }
        }
        Ok(sound)
    }

    /// By a person, else as rendered, else by the engine: a change of text needs no new build to be heard.
    async fn fragment(
        &self,
        language: Language,
        fragment: &Fragment,
    ) -> Result<(Arc<[i16]>, bool), SpeechError> {
        let name = fragment.name(language);
        if let Some(sound) = self.recorded.find(language, &name) {
            return Ok((Arc::clone(sound), true));
        }
        let key = (language, name);
        if let Some(sound) = self.spoken.get(&key) {
            return Ok((sound, true));
        }
        match embedded::find(language, &key.1) {
            Some(samples) => {
                let sound: Arc<[i16]> = samples.map_err(|error| SpeechError::Recording(error.into()))?.into();
                self.spoken.put(key, Arc::clone(&sound));
                Ok((sound, true))
            }
            None => self.by_engine(language, fragment).await,
        }
    }

    /// And whether it would be said so again.
    async fn by_engine(
        &self,
        language: Language,
        fragment: &Fragment,
    ) -> Result<(Arc<[i16]>, bool), SpeechError> {
        let key = (language, fragment.spelled());
        if let Some(sound) = self.spoken.get(&key) {
            return Ok((sound, true));
        }
        let Some(engine) = &self.engine else { return Err(SpeechError::NotRendered(fragment.text.clone())) };
        let sound: Arc<[i16]> = engine.speak(&key.1, language).await?.into();
        let lasts = !engine.is_stood_in(language);
        if lasts {
            self.spoken.put(key, Arc::clone(&sound));
        }
        Ok((sound, lasts))
    }
}

/// What is heard of a script.
struct Sound {
    samples: Vec<i16>,
    /// Whether the same would be said again, and can be kept: not what an engine says in another one's place.
    lasts: bool,
}

impl Default for Sound {
    fn default() -> Self {
        Self { samples: Vec::new(), lasts: true }
    }
}

impl Sound {
    fn add(&mut self, samples: &[i16], lasts: bool) {
        self.samples.extend_from_slice(samples);
        self.lasts &= lasts;
    }

    fn rest(&mut self, milliseconds: u32) {
        let samples = milliseconds as usize * RATE_HZ as usize / 1000;
        self.samples.resize(self.samples.len() + samples, 0);
    }
}

async fn recorded(blob: &BlobId, recordings: &dyn Recordings) -> Result<Vec<i16>, SpeechError> {
    let file = recordings.load(blob).await.map_err(SpeechError::Recording)?;
    audio::samples(&file).map_err(|error| SpeechError::Recording(error.into()))
}

#[cfg(test)]
mod tests;
