//! Prompts recorded by people, in place of those that were rendered.

use crate::audio;
use domain::language::Language;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

/// Sound files by language and name, read at start and levelled.
#[derive(Default)]
pub(crate) struct Recorded {
    sounds: HashMap<(Language, String), Arc<[i16]>>,
}

impl Recorded {
    /// Reads `folder/LANG/NAME.wav`. A file that cannot be used is logged, and the rendered prompt is said.
    pub fn read(folder: &Path) -> Self {
        let mut recorded = Self::default();
        for language in Language::ALL {
            let Ok(entries) = fs::read_dir(folder.join(language.tag())) else { continue };
            let files = entries.flatten().map(|entry| entry.path());
            for path in files.filter(|file| audio::is_named_so(file)) {
                match read(&path) {
                    Ok((name, sound)) => _ = recorded.sounds.insert((language, name), sound),
                    Err(error) => {
                        tracing::warn!(file = %path.display(), %error, "a recorded prompt cannot be used")
                    }
                }
            }
        }
        recorded
    }

    pub fn find(&self, language: Language, name: &str) -> Option<&Arc<[i16]>> {
        self.sounds.get(&(language, name.to_owned()))
    }
}

fn read(path: &Path) -> io::Result<(String, Arc<[i16]>)> {
    let name = path.file_stem().and_then(|name| name.to_str()).ok_or(io::ErrorKind::InvalidFilename)?;
    let levelled = audio::level(&fs::read(path)?).map_err(io::Error::other)?;
    let samples = audio::samples(&levelled).map_err(io::Error::other)?;
    Ok((name.to_owned(), samples.into()))
}
