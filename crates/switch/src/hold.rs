//! What people hear who are held: the company's music, where it has any, and otherwise a tone. The music runs on by itself, as
//! a radio does, and whoever is held joins it where it is: who is held three times in a call does not hear the same beginning
//! three times. It is encoded once for all; a listener costs what any sound costs that is played.

use crate::ground::Ground;
use media::codec::Codec;
use media::{Leg, Repeat};
use speech::music::{self, Look, Music, MusicError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tracing::{info, warn};

/// How often it is looked whether the files are others now.
const LOOK: Duration = Duration::from_secs(10);
/// Octets of a second, in every codec.
const OCTETS_PER_SECOND: u128 = 8000;

/// What is heard by those who are held.
pub struct Hold {
    tones: [Arc<[u8]>; Codec::ALL.len()],
    /// When the music began.
    since: Instant,
    playing: Mutex<Playing>,
}

#[derive(Default)]
struct Playing {
    music: Option<Music>,
    /// What is wrong with the files.
    fault: Option<String>,
}

impl Default for Hold {
    fn default() -> Self {
        let tone = media::tone::hold();
        Hold {
            tones: Codec::ALL.map(|codec| codec.encode(&tone).into()),
            since: Instant::now(),
            playing: Mutex::default(),
        }
    }
}

impl Hold {
    /// Lets a leg hear it, from now until something else is played or it is stopped.
    pub fn plays_to(&self, leg: &Leg, codec: Codec) {
        let (sound, from) = self.sound(codec, self.since.elapsed());
        leg.play(sound, from, Repeat::Forever);
    }

    /// A sound and the octet that it is at.
    fn sound(&self, codec: Codec, elapsed: Duration) -> (Arc<[u8]>, usize) {
        match &self.playing().music {
            None => (self.tones[codec as usize].clone(), 0),
            Some(music) => {
                let sound = music.sound(codec);
                let octets = elapsed.as_micros() * OCTETS_PER_SECOND / 1_000_000;
                let from = octets.checked_rem(sound.len() as u128).unwrap_or_default();
                (sound, from as usize)
            }
        }
    }

    /// What is wrong with the music, if anything is.
    pub fn fault(&self) -> Option<String> {
        self.playing().fault.clone()
    }

    fn becomes(&self, read: Result<Music, MusicError>) {
        let playing = match read {
            Ok(music) => {
                for fault in &music.faults {
                    warn!(file = %fault.file.display(), why = fault.why, "a file of music cannot be used");
                }
                info!("music is read for those who are held");
                let fault = music.faults.first();
                let fault = fault.map(|fault| format!("{}: {}", fault.file.display(), fault.why));
                Playing { music: Some(music), fault }
            }
            Err(error) => {
                warn!(%error, "there is no music for those who are held: they hear a tone");
                Playing { music: None, fault: Some(error.to_string()) }
            }
        };
        *self.playing() = playing;
    }

    fn playing(&self) -> std::sync::MutexGuard<'_, Playing> {
        self.playing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads the files at start and whenever they have changed, for as long as the switch runs.
pub async fn follow(ground: Arc<Ground>, path: PathBuf) {
    let mut closing = ground.closing.clone();
    let mut seen = None;
    loop {
        let (path, before) = (path.clone(), seen.take());
        let read = tokio::task::spawn_blocking(move || changed(&path, before));
        if let Ok((look, music)) = read.await {
            seen = Some(look);
            if let Some(music) = music {
                ground.hold.becomes(music);
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

/// What the files look like now, and what they hold where that is not as before.
fn changed(path: &Path, before: Option<Option<Look>>) -> (Option<Look>, Option<Result<Music, MusicError>>) {
    let now = music::look(path).ok();
    let is_as_before = before.is_some_and(|before| before == now);
    let music = (!is_as_before).then(|| Music::read(path));
    (now, music)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A second of a rising sound, and where its quarters lie.
    fn hold(folder: &Path) -> Hold {
        let samples: Vec<i16> = (0..8000).map(|index| ((index * 7) % 16_000) as i16 - 8000).collect();
        std::fs::write(folder.join("a.wav"), speech::audio::wav(&samples)).unwrap();
        let hold = Hold::default();
        hold.becomes(Music::read(folder));
        hold
    }

    #[test]
    fn the_music_is_joined_where_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let hold = hold(folder.path());
        assert_eq!(hold.fault(), None);
        for (milliseconds, octet) in [(0, 0), (250, 2000), (999, 7992), (1000, 0), (86_400_500, 4000)] {
            let (sound, from) = hold.sound(Codec::G722, Duration::from_millis(milliseconds));
            assert_eq!((sound.len(), from), (8000, octet));
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_and_the_tone_is_heard() {
        let folder = tempfile::tempdir().unwrap();
        let hold = hold(folder.path());
        let (_, before) = (changed(folder.path(), None), music::look(folder.path()).ok());
        assert!(changed(folder.path(), Some(before.clone())).1.is_none(), "nothing has changed");
        std::fs::write(folder.path().join("a.wav"), "broken").unwrap();
        let (_, music) = changed(folder.path(), Some(before));
        hold.becomes(music.unwrap());
        assert!(hold.fault().unwrap().contains("a.wav"));
        let tone = hold.tones[Codec::Pcma as usize].clone();
        assert_eq!(hold.sound(Codec::Pcma, Duration::from_secs(9)), (tone, 0));
    }
}
