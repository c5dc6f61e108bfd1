//! The company's announcement as a sound file that is laid into the data folder: noticed within seconds, taken, and put aside.

use directory::{Announced, Directory};
use domain::language::Language;
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::watch;
use tracing::{info, warn};

/// Below the data folder.
pub const FOLDER: &str = "announcement";
/// How often somebody looks.
const LOOK: Duration = Duration::from_secs(2);
/// Five minutes of 16 bits at 48 kHz are 29 MB.
const MOST_BYTES: u64 = 32 << 20;
/// Files of the folder that are looked at.
const MOST_FILES: usize = 100;

/// What lies there, as far as it can be told without reading it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Laid {
    length: u64,
    changed: SystemTime,
}

/// Whoever takes the files of a folder.
pub struct Laying {
    folder: PathBuf,
    directory: Arc<dyn Directory>,
    /// At the last look: what still grows is not taken.
    seen: HashMap<PathBuf, Laid>,
}

/// Why a file was not taken.
enum Refused {
    /// It is put aside.
    Broken(String),
    /// It is tried again.
    Later(String),
}

impl Laying {
    pub fn new(data: &Path, directory: Arc<dyn Directory>) -> Laying {
        Laying { folder: data.join(FOLDER), directory, seen: HashMap::new() }
    }

    /// Until the house closes.
    pub async fn run(mut self, mut closing: watch::Receiver<bool>) {
        if let Err(error) = std::fs::create_dir_all(&self.folder) {
            warn!(folder = %self.folder.display(), %error, "no announcement can be laid into the data folder");
        }
        let looks = async {
            loop {
                self.look().await;
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::select! {
            () = looks => {}
            _ = closing.wait_for(|closing| *closing) => {}
        }
    }

    /// Takes what is as it was at the last look.
    async fn look(&mut self) {
        let found = match found(&self.folder) {
            Ok(found) => found,
            Err(error) => {
                warn!(folder = %self.folder.display(), %error, "the announcement's folder cannot be read");
                return;
            }
        };
        for (file, (language, laid)) in &found {
            if self.seen.get(file) == Some(laid) {
                self.takes(file, *language, laid.length).await;
            }
        }
        self.seen = found.into_iter().map(|(file, (_, laid))| (file, laid)).collect();
    }

    async fn takes(&self, file: &Path, language: Option<Language>, length: u64) {
        let end = match self.take(file, language, length).await {
            Ok(()) => {
                info!(file = %file.display(), "the company's announcement is this file's from now on");
                "taken"
            }
            Err(Refused::Broken(why)) => {
                warn!(file = %file.display(), why, "no announcement: the one before stays");
                "broken"
            }
            Err(Refused::Later(why)) => {
                warn!(file = %file.display(), why, "the announcement is taken later");
                return;
            }
        };
        let aside = PathBuf::from(format!("{}.{end}", file.display()));
        if let Err(error) = tokio::fs::rename(file, aside).await {
            warn!(file = %file.display(), %error, "the file cannot be put aside");
        }
    }

    async fn take(&self, file: &Path, language: Option<Language>, length: u64) -> Result<(), Refused> {
        if length > MOST_BYTES {
            return Err(Refused::Broken(format!("it is larger than {MOST_BYTES} bytes")));
        }
        let sound = tokio::fs::read(file).await.map_err(|error| Refused::Later(error.to_string()))?;
        // Five minutes take a second: not on a thread that answers others.
        let levelled = tokio::task::spawn_blocking(move || speech::audio::level(&sound)).await;
        let wav = levelled
            .map_err(|error| Refused::Later(error.to_string()))?
            .map_err(|error| Refused::Broken(error.to_string()))?;
        let kept = self.directory.set_announcement(Announced::Announcement, language, wav.into(), None).await;
        kept.map(drop).map_err(|error| Refused::Later(error.to_string()))
    }
}

fn found(folder: &Path) -> io::Result<HashMap<PathBuf, (Option<Language>, Laid)>> {
    let mut found = HashMap::new();
    for entry in std::fs::read_dir(folder)?.take(MOST_FILES) {
        let entry = entry?;
        let Some(language) = entry.file_name().to_str().and_then(language_of) else { continue };
        let meta = entry.metadata()?;
        if meta.is_file() {
            let laid = Laid { length: meta.len(), changed: meta.modified()? };
            found.insert(entry.path(), (language, laid));
        }
    }
    Ok(found)
}

/// `announcement.wav` is for all languages, `announcement.de-DE.wav` for one; anything else is none.
fn language_of(name: &str) -> Option<Option<Language>> {
    let name = name.strip_suffix(".wav")?;
    match name.strip_prefix("announcement")? {
        "" => Some(None),
        tag => Language::from_tag(tag.strip_prefix('.')?).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{BlobId, TenantId};

    fn tone(hertz: f64) -> Vec<u8> {
        let samples: Vec<i16> =
            (0..8_000).map(|n| (9_000.0 * (f64::from(n) * hertz / 1_000.0).sin()) as i16).collect();
        speech::audio::wav(&samples)
    }

    async fn laying(data: &Path) -> Laying {
        let now = || "2026-11-20T08:00:00Z".parse().unwrap();
        let directory = directory::memory::open(TenantId::new(1), "example.org", now).await.unwrap();
        std::fs::create_dir(data.join(FOLDER)).unwrap();
        Laying::new(data, directory)
    }

    fn kept(laying: &Laying) -> Vec<(Option<Language>, BlobId)> {
        let people = laying.directory.people();
        let kept = people.company().announcement.iter();
        kept.map(|recording| (recording.language, recording.blob.clone())).collect()
    }

    #[test]
    fn a_files_name_says_of_which_language_it_is() {
        for (name, expected) in [
            ("announcement.wav", Some(None)),
            ("announcement.de-DE.wav", Some(Some(Language::DeDe))),
            ("announcement.xx.wav", None),
            ("announcement.wav.taken", None),
            ("announcementde-DE.wav", None),
            ("other.wav", None),
            (".wav", None),
        ] {
            assert_eq!(language_of(name), expected, "{name}");
        }
    }

    #[tokio::test]
    async fn a_file_is_taken_once_it_is_whole_and_a_broken_one_changes_nothing() {
        let data = tempfile::tempdir().unwrap();
        let mut laying = laying(data.path()).await;
        let file = |name: &str| data.path().join(FOLDER).join(name);
        laying.look().await;

        let whole = tone(440.0);
        std::fs::write(file("announcement.wav"), &whole[..whole.len() / 2]).unwrap();
        laying.look().await;
        assert_eq!(kept(&laying), []);
        // It still grew.
        std::fs::write(file("announcement.wav"), &whole).unwrap();
        laying.look().await;
        assert_eq!(kept(&laying), []);
        laying.look().await;
        let first = kept(&laying);
        assert_eq!(first.iter().map(|(language, _)| *language).collect::<Vec<_>>(), [None]);
        let wav = laying.directory.greeting(&first[0].1).await.unwrap();
        assert_eq!(wav, speech::audio::level(&whole).unwrap());
        assert!(!file("announcement.wav").exists() && file("announcement.wav.taken").exists());

        std::fs::write(file("announcement.wav"), b"no sound").unwrap();
        std::fs::write(file("announcement.de-DE.wav"), tone(600.0)).unwrap();
        laying.look().await;
        laying.look().await;
        let second = kept(&laying);
        assert!(second.contains(&first[0]), "the one before stays");
        assert!(second.iter().any(|(language, _)| *language == Some(Language::DeDe)));
        assert!(file("announcement.wav.broken").exists());
        // What was put aside is not taken again.
        laying.look().await;
        laying.look().await;
        assert_eq!(kept(&laying), second);
    }
}
