//! Renders everything the voice can need while the program is built, so that a machine without an engine speaks.

use crate::audio::{self, packed};
use crate::engine::{EngineError, Espeak, Speak};
use crate::fragment::Fragment;
use crate::texts::Texts;
use domain::language::Language;
use futures_util::{StreamExt, TryStreamExt, stream};
use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

/// How files end that the program is built with, and that people and tests can hear.
const PACKED: &str = "packed";
const HEARD: &str = "wav";

/// Engines asked at once.
const AT_ONCE: usize = 4;

#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("espeak-ng is needed to render the prompts, and is not installed (apt-get install espeak-ng)")]
    NoEngine,
    #[error("“{text}” ({language}): {source}")]
    Engine { text: String, language: Language, source: EngineError },
    #[error("{0}")]
    Files(#[from] io::Error),
}

/// How many recordings there are now, and how many of them were made by this run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    pub all: usize,
    pub made: usize,
}

/// Renders all languages to `out/LANG/NAME.packed`, as the program carries it, and to `NAME.wav`, as it is heard. What is there already stays; what no text needs any more goes.
pub fn all(out: &Path) -> Result<Rendered, RenderError> {
    let engine = Espeak::find().ok_or(RenderError::NoEngine)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut rendered = Rendered::default();
        for language in Language::ALL {
            let folder = out.join(language.tag());
            fs::create_dir_all(&folder)?;
            let fragments = Texts::of(language).fragments();
            sweep(&folder, &fragments.iter().map(|fragment| fragment.name(language)).collect())?;
            rendered.all += fragments.len();
            rendered.made += one_language(&engine, language, fragments, &folder).await?;
        }
        Ok(rendered)
    })
}

async fn one_language(
    engine: &Espeak,
    language: Language,
    fragments: BTreeSet<Fragment>,
    folder: &Path,
) -> Result<usize, RenderError> {
    let missing: Vec<_> = fragments
        .into_iter()
        .map(|fragment| (folder.join(fragment.name(language)).with_extension(HEARD), fragment))
        .filter(|(path, _)| !path.with_extension(PACKED).exists() || !path.exists())
        .collect();
    let made = missing.len();
    let each = stream::iter(missing).map(|(path, fragment)| async move {
        if path.with_extension(PACKED).exists() {
            return Ok(heard(&fs::read(path.with_extension(PACKED))?, &path)?);
        }
        let text = fragment.spelled();
        let samples = engine.speak(&text, language).await;
        let samples = samples.map_err(|source| RenderError::Engine { text, language, source })?;
        let keeping = tokio::task::spawn_blocking(move || keep(&samples, &path));
        keeping.await.map_err(io::Error::other)?
    });
    each.buffer_unordered(AT_ONCE).try_collect::<()>().await?;
    Ok(made)
}

/// Writes a sound in both its forms, each whole or not at all: a file that is there is taken for good by the next run.
fn keep(samples: &[i16], path: &Path) -> Result<(), RenderError> {
    let packed = packed::pack(samples).map_err(io::Error::other)?;
    whole(&path.with_extension(PACKED), &packed)?;
    Ok(heard(&packed, path)?)
}

fn heard(packed: &[u8], path: &Path) -> io::Result<()> {
    whole(path, &audio::wav(&packed::unpack(packed).map_err(io::Error::other)?))
}

fn whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    fs::write(&unfinished, content)?;
    fs::rename(unfinished, path)
}

/// Removes recordings of texts that are no more.
fn sweep(folder: &Path, wanted: &BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_wanted =
            path.file_stem().and_then(|name| name.to_str()).is_some_and(|name| wanted.contains(name));
        if !is_wanted {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
