//! What people hear who are held: the company's own files, levelled, one after the other, over and over.

use crate::audio::{self, AudioError};
use media::codec::Codec;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use std::{fs, io};

/// All files together, in seconds: each codec keeps 8 kB of each of them in memory.
pub const LONGEST_SECONDS: usize = 1200;
/// One file, in bytes: twenty minutes at 48 kHz in stereo of 16 bits are 230 MB as WAV.
const LARGEST_BYTES: u64 = 256 << 20;
/// Files that are looked at in a folder.
const MOST_FILES: usize = 100;
/// What a coder with a memory has forgotten after so many samples (2 s) is of no importance.
const MEMORY_SAMPLES: usize = 2 * audio::RATE_HZ as usize;

/// Music in every codec; from the end it goes on with the beginning.
#[derive(Clone, Debug)]
pub struct Music {
    /// In the order of [`Codec::ALL`], all equally long: one octet for each eighth of a millisecond.
    sounds: [Arc<[u8]>; Codec::ALL.len()],
    /// Files that could not be used, and why.
    pub faults: Vec<Fault>,
}

/// A file that cannot be used.
#[derive(Clone, Debug)]
pub struct Fault {
    pub file: PathBuf,
    pub why: String,
}

/// Why there is no music.
#[derive(Debug, thiserror::Error)]
pub enum MusicError {
    #[error("{} cannot be read: {}", .0.display(), .1)]
    Unreadable(PathBuf, io::Error),
    #[error("{} has no sound file", .0.display())]
    Nothing(PathBuf),
    #[error("{}: {}", .0.file.display(), .0.why)]
    Unusable(Fault),
}

/// A file's name, length and last change: who sees the same again need not read it.
pub type Look = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// The files of a path, which is one or a folder of some, by name.
pub fn look(path: &Path) -> Result<Look, MusicError> {
    let unreadable = |error| MusicError::Unreadable(path.to_owned(), error);
    let mut files = match fs::metadata(path).map_err(unreadable)?.is_dir() {
        false => vec![path.to_owned()],
        true => {
            let entries = fs::read_dir(path).map_err(unreadable)?;
            entries.flatten().map(|entry| entry.path()).filter(|file| audio::is_named_so(file)).collect()
        }
    };
    files.sort();
    files.truncate(MOST_FILES);
    let of = |file: PathBuf| {
        let facts = fs::metadata(&file).ok();
        let length = facts.as_ref().map_or(0, fs::Metadata::len);
        (file, length, facts.and_then(|facts| facts.modified().ok()))
    };
    Ok(files.into_iter().map(of).collect())
}

impl Music {
    /// Reads a sound file, or all of a folder. Takes seconds: not for a task that others wait for. A file that cannot be used is
    /// left out and named; one too many for [`LONGEST_SECONDS`], too.
    pub fn read(path: &Path) -> Result<Music, MusicError> {
        let files = look(path)?;
        if files.is_empty() {
            return Err(MusicError::Nothing(path.to_owned()));
        }
        let (mut samples, mut faults) = (Vec::new(), Vec::new());
        for (file, length, _) in files {
            match piece(&file, length) {
                Ok(piece) if samples.len() + piece.len() > LONGEST_SECONDS * audio::RATE_HZ as usize => {
                    let why = AudioError::TooLong(LONGEST_SECONDS as u32).to_string();
                    faults.push(Fault { file, why });
                }
                Ok(piece) => samples.extend(piece),
                Err(why) => faults.push(Fault { file, why }),
            }
        }
        if samples.is_empty() {
            return Err(faults
                .pop()
                .map_or_else(|| MusicError::Nothing(path.to_owned()), MusicError::Unusable));
        }
        Ok(Music { sounds: Codec::ALL.map(|codec| round(codec, &samples).into()), faults })
    }

    /// All of it, to be played over and over.
    pub fn sound(&self, codec: Codec) -> Arc<[u8]> {
        self.sounds[codec as usize].clone()
    }
}

fn piece(file: &Path, length: u64) -> Result<Vec<i16>, String> {
    if length > LARGEST_BYTES {
        return Err(format!("larger than {} MB", LARGEST_BYTES >> 20));
    }
    let bytes = fs::read(file).map_err(|error| error.to_string())?;
    audio::music(&bytes, LONGEST_SECONDS as u32).map_err(|error| error.to_string())
}

/// One round of a sound that is played over and over: coders with a memory begin with what the end leaves in it, so that no
/// step is heard where one round becomes the next.
fn round(codec: Codec, samples: &[i16]) -> Vec<u8> {
    if codec.law().is_some() {
        return codec.encode(samples);
    }
    // Whole rounds, so that a short sound fills the memory, too.
    let rounds = MEMORY_SAMPLES.div_ceil(samples.len());
    let before =
        if rounds > 1 { samples.repeat(rounds) } else { samples[samples.len() - MEMORY_SAMPLES..].to_vec() };
    let all: Vec<i16> = before.iter().chain(samples).copied().collect();
    codec.encode(&all).split_off(before.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    /// What codes of 8 bits may be off by at this level.
    const GRAIN: i32 = 300;

    fn wave(hertz: f64, height: f64, milliseconds: usize) -> Vec<i16> {
        let sample = |index: usize| height * (TAU * hertz * index as f64 / 8000.0).sin();
        (0..milliseconds * 8).map(|index| sample(index) as i16).collect()
    }

    fn folder(files: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        folder
    }

    #[test]
    fn files_of_a_folder_follow_each_other_by_name_equally_loud() {
        let (soft, loud) = (audio::wav(&wave(440.0, 900.0, 3000)), audio::wav(&wave(660.0, 20_000.0, 2000)));
        let folder = folder(&[("b.WAV", loud), ("a.wav", soft), ("c.wav", vec![0; 100]), ("d.txt", vec![1])]);
        let music = Music::read(folder.path()).unwrap();
        let names: Vec<_> = music.faults.iter().map(|fault| fault.file.file_name().unwrap()).collect();
        assert_eq!(names, ["c.wav"]);
        for codec in Codec::ALL {
            let heard = codec.decode(&music.sound(codec));
            assert_eq!(heard.len(), 5000 * 8, "{codec:?}");
            for part in [&heard[2000..22_000], &heard[26_000..38_000]] {
                let level = audio::measure(part).active_level_dbov.unwrap();
                assert!((level - audio::ACTIVE_LEVEL_DBOV).abs() < 1.0, "{codec:?}: {level}");
            }
        }
    }

    #[test]
    fn files_are_of_every_usual_kind() {
        let sounds = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sounds");
        let music = Music::read(&sounds).unwrap();
        assert!(music.faults.is_empty(), "{:?}", music.faults);
        // Nine of half a second; AAC has silence around.
        let octets = music.sound(Codec::Pcma).len();
        assert!((9 * 4000 - 9..9 * 4000 + 1200).contains(&octets), "{octets}");
    }

    /// Where a round becomes the next one, nothing is heard that is not in the middle.
    #[test]
    fn it_begins_again_without_a_click() {
        for milliseconds in [700, 5000] {
            let folder = folder(&[("a.wav", audio::wav(&wave(440.0, 9000.0, milliseconds)))]);
            let music = Music::read(&folder.path().join("a.wav")).unwrap();
            for codec in Codec::ALL {
                let round = music.sound(codec);
                let heard = codec.decode(&round.repeat(3));
                let steps = |range: std::ops::Range<usize>| {
                    let steps = heard[range].windows(2).map(|pair| i32::from(pair[1]) - i32::from(pair[0]));
                    steps.map(i32::abs).max().unwrap()
                };
                let (seam, middle) = (2 * round.len(), 2 * round.len() - round.len() / 2);
                assert!(
                    steps(seam - 400..seam + 400) <= steps(middle - 400..middle + 400) + GRAIN,
                    "{codec:?}"
                );
                assert_eq!(audio::measure(&heard[round.len()..]).clicks, 0, "{codec:?}");
            }
        }
    }

    #[test]
    fn what_is_no_music_is_said_to_be_none() {
        let folder =
            folder(&[("silent.wav", audio::wav(&[0; 8000])), ("cut.wav", b"RIFF\0\0\0\0WAVEfmt ".to_vec())]);
        assert!(matches!(Music::read(folder.path()), Err(MusicError::Unusable(_))));
        assert!(matches!(Music::read(&folder.path().join("none.wav")), Err(MusicError::Unreadable(..))));
        let empty = tempfile::tempdir().unwrap();
        assert!(matches!(Music::read(empty.path()), Err(MusicError::Nothing(_))));
    }
}
