//! Recognisers as they are and as they should not be, as small programs of a shell.

use super::*;
use std::f64::consts::TAU;

const LIMIT: Duration = Duration::from_secs(20);
const LONGEST: Duration = Duration::from_secs(60);

/// Reads a request as it should be, and answers what `$1` says.
const ANSWERS: &str = r#"while read -r request; do
    octets=${request##*octets\":}; octets=${octets%%,*}
    head -c "$octets" >/dev/null
    printf '%s\n' "$1"
done"#;

fn shell(script: &str, arguments: &[&str]) -> Vec<String> {
    let mut command: Vec<String> = ["sh", "-c", script, "sh"].map(str::to_owned).to_vec();
    command.extend(arguments.iter().map(|argument| (*argument).to_owned()));
    command
}

/// A tone that comes and goes as syllables do.
fn voice(milliseconds: usize) -> Vec<i16> {
    let sample = |index: usize| {
        let seconds = index as f64 / 8000.0;
        6000.0 * (TAU * 4.0 * seconds).sin().abs() * (TAU * 300.0 * seconds).sin()
    };
    (0..milliseconds * 8).map(|index| sample(index) as i16).collect()
}

async fn asked(command: Vec<String>, limit: Duration, samples: &[i16]) -> Result<Transcribed, Fault> {
    let mut program = Program::new(command, limit);
    transcribed(&mut program, audio::wav(samples).into(), Language::EnGb, LONGEST).await
}

#[tokio::test]
async fn a_program_is_run_once_and_answers_one_sound_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let starts = folder.path().join("starts");
    let script = format!("echo >>{}\n{ANSWERS}", starts.display());
    let mut program = Program::new(shell(&script, &[r#"{"text": "Hello Anna", "confidence": 0.8}"#]), LIMIT);
    for milliseconds in [1_000, 30_000, 1_000] {
        let wav = audio::wav(&voice(milliseconds)).into();
        let said = transcribed(&mut program, wav, Language::DeDe, LONGEST).await.unwrap();
        assert_eq!((said.standing, said.words.text.as_str()), (Standing::Reliable, "Hello Anna"));
        assert_eq!(said.milliseconds, milliseconds as u64);
    }
    assert_eq!(std::fs::read_to_string(&starts).unwrap().lines().count(), 1);
    program.rest();
    let wav = audio::wav(&voice(1_000)).into();
    assert!(transcribed(&mut program, wav, Language::DeDe, LONGEST).await.is_ok());
    assert_eq!(std::fs::read_to_string(&starts).unwrap().lines().count(), 2);
}

#[tokio::test]
async fn a_recording_without_a_voice_needs_no_recogniser() {
    let hiss: Vec<i16> = (0..40_000).map(|index| (index * 7919 % 41) as i16 - 20).collect();
    for samples in [vec![0; 40_000], hiss, voice(200)] {
        let said = asked(vec!["/nowhere/recogniser".into()], LIMIT, &samples).await.unwrap();
        assert_eq!(said.standing, Standing::Empty);
    }
}

#[tokio::test]
async fn bad_recognisers_are_told_apart() {
    let flood = "head -c 3000000 /dev/zero | tr '\\0' ' '";
    for (command, trouble) in [
        (vec!["/nowhere/recogniser".to_owned()], Trouble::Away),
        (Vec::new(), Trouble::Away),
        (shell("exit 3", &[]), Trouble::Failed),
        (shell("head -c 100 >/dev/null; exit 3", &[]), Trouble::Failed),
        (shell(flood, &[]), Trouble::Failed),
        (shell(ANSWERS, &["Loading the model ..."]), Trouble::Failed),
        (shell(ANSWERS, &["{\"text\": \"\u{fffd}"]), Trouble::Failed),
        (shell(ANSWERS, &[r#"{"error": "busy", "again": true}"#]), Trouble::Away),
        (shell(ANSWERS, &[r#"{"error": "I do not speak that"}"#]), Trouble::Refused),
    ] {
        let told = format!("{command:?}");
        let fault = asked(command, LIMIT, &voice(3_000)).await.expect_err(&told);
        assert_eq!(fault.trouble(), trouble, "{told}: {fault}");
    }
}

#[tokio::test]
async fn a_program_that_hangs_is_ended_and_run_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().join("hung");
    let script = format!("[ -e {0} ] || {{ touch {0}; exec sleep 600; }}\n{ANSWERS}", mark.display());
    let mut program = Program::new(shell(&script, &[r#"{"text": "Hello"}"#]), Duration::from_secs(10));
    let wav: Arc<[u8]> = audio::wav(&voice(30_000)).into();
    let fault = transcribed(&mut program, wav.clone(), Language::EnGb, LONGEST).await.unwrap_err();
    assert!(matches!(fault, Fault::TooSlow(_)), "{fault}");
    let said = transcribed(&mut program, wav, Language::EnGb, LONGEST).await.unwrap();
    assert_eq!(said.words.text, "Hello");
}

#[tokio::test]
async fn what_is_no_sound_or_too_long_is_refused_at_once() {
    let mut program = Program::new(vec!["/nowhere/recogniser".into()], LIMIT);
    let fault = transcribed(&mut program, b"MZ".to_vec().into(), Language::EnGb, LONGEST).await.unwrap_err();
    assert!(matches!(fault, Fault::NoSound(_)), "{fault}");
    let fault = asked(vec!["/nowhere/recogniser".into()], LIMIT, &voice(61_000)).await.unwrap_err();
    assert_eq!(fault.trouble(), Trouble::Refused, "{fault}");
}
