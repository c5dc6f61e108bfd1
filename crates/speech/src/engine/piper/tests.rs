//! A program that is kept, dies, hangs and tells files in either way.

use super::*;
use crate::audio;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

#[test]
fn a_voice_speaks_the_language_that_its_name_begins_with() {
    for (voice, language, expected) in [
        ("/v/en_US-joe-medium.onnx", Language::EnUs, true),
        ("/v/en_US-joe-medium.onnx", Language::EnGb, true),
        ("pt_BR-faber-medium.onnx", Language::PtPt, true),
        ("/v/de_DE-thorsten-low.onnx", Language::DeDe, true),
        ("/de/en_US-joe-medium.onnx", Language::DeDe, false),
        ("/v/design.onnx", Language::DeDe, false),
        ("/", Language::DeDe, false),
    ] {
        assert_eq!(speaks(Path::new(voice), language), expected, "{voice}");
    }
}

/// A program of the same manners: what becomes of a line is written in it.
struct Actor {
    folder: TempDir,
}

impl Actor {
    /// `says` is done for each line, `$file` to be told and `$line` to be read.
    fn new(says: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("tone.wav"), audio::wav(&[8_000, -8_000].repeat(2_000))).unwrap();
        let script = format!(
            "#!/bin/sh\ntone={0}/tone.wav\necho >>{0}/starts\necho 'INFO: voice loaded'\n\
             while read -r line; do n=$((n+1)); file=\"$4/$n.wav\"; {says}\ndone\n",
            folder.path().display()
        );
        let program = folder.path().join("piper");
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder }
    }

    async fn open(&self) -> Result<Piper, EngineError> {
        Piper::open(self.folder.path().join("piper"), "/v/en_US-x.onnx".into()).await
    }

    fn starts(&self) -> usize {
        fs::read_to_string(self.folder.path().join("starts")).unwrap().lines().count()
    }
}

const SPEAKS: &str = "cp $tone \"$file\"; ";

#[tokio::test]
async fn it_is_started_once_for_many_texts_wherever_it_tells_its_files() {
    for tells in ["echo \"$file\"", "echo \"INFO:piper:Wrote $file\" >&2"] {
        let actor = Actor::new(&format!("{SPEAKS}{tells}"));
        let piper = actor.open().await.unwrap();
        for text in ["Oliver Smith.", "One\ntwo."] {
            assert!(!piper.speak(text, Language::EnUs).await.unwrap().is_empty());
        }
        assert_eq!(actor.starts(), 1);
    }
}

#[tokio::test]
async fn one_that_dies_is_started_again_for_the_next_text() {
    let actor = Actor::new(&format!("[ \"$line\" = die ] && exit 3; {SPEAKS}echo \"$file\""));
    let piper = actor.open().await.unwrap();
    assert!(matches!(piper.speak("die", Language::EnUs).await, Err(EngineError::Failed(_))));
    assert!(piper.speak("live", Language::EnUs).await.is_ok());
    assert_eq!(actor.starts(), 2);
}

#[tokio::test]
async fn who_does_not_wait_leaves_no_sound_for_the_next() {
    let long = "[ \"$line\" = long ] && sleep 0.2 && cp $tone \"$file\" && cat $tone >>\"$file\" && echo \"$file\" && continue; ";
    let actor = Actor::new(&format!("{long}{SPEAKS}echo \"$file\""));
    let piper = actor.open().await.unwrap();
    let said = piper.speak("short", Language::EnUs).await.unwrap();
    let hung_up = timeout(std::time::Duration::from_millis(50), piper.speak("long", Language::EnUs)).await;
    assert!(hung_up.is_err());
    assert_eq!(piper.speak("short", Language::EnUs).await.unwrap(), said);
    assert_eq!(actor.starts(), 1);
}

#[tokio::test]
async fn one_that_does_not_begin_cannot_be_opened() {
    assert!(matches!(Actor::new("exit 1").open().await, Err(EngineError::Failed(_))));
    let nowhere = Piper::open("/nowhere/piper".into(), "/v/en_US-x.onnx".into()).await;
    assert!(matches!(nowhere, Err(EngineError::Failed(_))));
}

#[tokio::test]
async fn what_has_no_words_is_not_asked_for() {
    let actor = Actor::new(&format!("{SPEAKS}echo \"$file\""));
    let piper = actor.open().await.unwrap();
    for text in ["", " ", "...", "\n"] {
        let said = piper.speak(text, Language::EnUs).await;
        assert!(matches!(said, Err(EngineError::Unreadable)), "{text:?}");
    }
}
