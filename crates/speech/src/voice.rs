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

    /// Whether any text can be spoken, and not only what was recorded.
    pub fn speaks(&self) -> bool {
        self.engine.is_some()
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
        let samples = self.samples(script, recordings).await?;
        // A long greeting takes milliseconds, in which nobody else is to wait.
        let encoded = tokio::task::spawn_blocking(move || Arc::from(codec.encode(&samples)));
        let said: Arc<[u8]> = encoded.await.map_err(|error| SpeechError::Recording(error.into()))?;
        self.scripts.put(key, Arc::clone(&said));
        Ok(said)
    }

    /// The same, not encoded.
    pub async fn samples(
        &self,
        script: &Script,
        recordings: &dyn Recordings,
    ) -> Result<Vec<i16>, SpeechError> {
        let mut sound = Vec::new();
        for piece in &script.pieces {
            match piece {
                Piece::Prompt(id, arguments) => {
                    sound.extend(self.prompt(script.language, id, arguments, recordings).await?)
                }
                Piece::Recording(blob) => {
                    sound.extend(recorded(blob, recordings).await?);
                }
                Piece::Beep => sound.extend(media::tone::beep()),
                Piece::Pause(milliseconds) => silence(&mut sound, *milliseconds),
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
    ) -> Result<Vec<i16>, SpeechError> {
        if arguments.is_empty()
            && let Some(sound) = self.recorded.find(language, id)
        {
            return Ok(sound.to_vec());
        }
        let texts = &self.texts[language as usize];
        if self.engine.is_some() {
            match self.assemble(language, texts.say(id, arguments, Names::Spoken)?, recordings).await {
                Err(SpeechError::Engine(error)) => {
                    tracing::warn!(%error, prompt = id, "said without the name")
                }
                said => return said,
            }
        }
        self.assemble(language, texts.say(id, arguments, Names::Unspoken)?, recordings).await
    }

    async fn assemble(
        &self,
        language: Language,
        parts: Vec<Spoken>,
        recordings: &dyn Recordings,
    ) -> Result<Vec<i16>, SpeechError> {
        let mut sound = Vec::new();
        for part in parts {
            match part {
                Spoken::Fragment(fragment) => {
                    sound.extend_from_slice(&self.fragment(language, &fragment).await?)
                }
                Spoken::Name(name) => sound.extend_from_slice(&self.by_engine(language, &name).await?),
                Spoken::Recording(blob) => sound.extend(recorded(&blob, recordings).await?),
                Spoken::Pause(milliseconds) => silence(&mut sound, milliseconds),
            }
        }
        Ok(sound)
    }

    /// By a person, else as rendered, else by the engine: a change of text needs no new build to be heard.
    async fn fragment(&self, language: Language, fragment: &Fragment) -> Result<Arc<[i16]>, SpeechError> {
        let name = fragment.name(language);
        if let Some(sound) = self.recorded.find(language, &name) {
            return Ok(Arc::clone(sound));
        }
        let key = (language, name);
        if let Some(sound) = self.spoken.get(&key) {
            return Ok(sound);
        }
        match embedded::find(language, &key.1) {
            Some(samples) => {
                let sound: Arc<[i16]> = samples.map_err(|error| SpeechError::Recording(error.into()))?.into();
                self.spoken.put(key, Arc::clone(&sound));
                Ok(sound)
            }
            None => self.by_engine(language, fragment).await,
        }
    }

    async fn by_engine(&self, language: Language, fragment: &Fragment) -> Result<Arc<[i16]>, SpeechError> {
        let key = (language, fragment.spelled());
        if let Some(sound) = self.spoken.get(&key) {
            return Ok(sound);
        }
        let Some(engine) = &self.engine else { return Err(SpeechError::NotRendered(fragment.text.clone())) };
        let sound: Arc<[i16]> = engine.speak(&key.1, language).await?.into();
        self.spoken.put(key, Arc::clone(&sound));
        Ok(sound)
    }
}

async fn recorded(blob: &BlobId, recordings: &dyn Recordings) -> Result<Vec<i16>, SpeechError> {
    let file = recordings.load(blob).await.map_err(SpeechError::Recording)?;
    audio::samples(&file).map_err(|error| SpeechError::Recording(error.into()))
}

fn silence(sound: &mut Vec<i16>, milliseconds: u32) {
    let samples = milliseconds as usize * RATE_HZ as usize / 1000;
    sound.resize(sound.len() + samples, 0);
}

#[cfg(test)]
mod tests;
