//! Voice messages become text where a recogniser is configured: each of its places fetches the next message when it has done one.

use crate::config;
use jiff::{SignedDuration, Timestamp};
use messaging::transcripts::{Ended, Transcripts, Work};
use rand::random_range;
use rustls::ClientConfig;
use speech::Unaskable;
use speech::transcribe::{self, ByService, Program, Transcribe, Transcribed};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::StoreError;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{info, warn};

/// What is left by another process is looked for as often.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// Several changes at once are one look.
const GATHERING: Duration = Duration::from_millis(200);
/// A store that does not answer is asked again so late.
const STORE_WAIT: Duration = Duration::from_secs(5);
/// A recogniser with nothing to do for so long gives its memory back.
const RESTS_AFTER: Duration = Duration::from_secs(5 * 60);
/// Beside the recogniser's limit, for all that is read and written around it.
const MARGIN: SignedDuration = SignedDuration::from_secs(120);

/// What was done since the start, and what waits.
#[derive(Default)]
pub struct Meter {
    pub done: AtomicU64,
    pub failed: AtomicU64,
    pub waiting: AtomicU64,
    /// Since when the oldest waits, in seconds since 1970; 0: nothing waits.
    pub oldest: AtomicU64,
    /// Whether the last try failed.
    pub troubled: AtomicU64,
}

/// How long one who has claimed a message may take.
pub fn turn(config: &config::Transcripts) -> SignedDuration {
    SignedDuration::from_secs(i64::from(config.limit_seconds)) + MARGIN
}

/// What recognises: one for each message at a time.
pub type Recognisers = Vec<Box<dyn Transcribe>>;

/// As they are configured; services are believed by `tls`.
pub fn recognisers(config: &config::Transcripts, tls: &Arc<ClientConfig>) -> Result<Recognisers, Unaskable> {
    let limit = Duration::from_secs(config.limit_seconds.into());
    let one = || -> Result<Box<dyn Transcribe>, Unaskable> {
        let Some(url) = &config.url else { return Ok(Box::new(Program::new(config.command.clone(), limit))) };
        let model = config.model.as_deref().unwrap_or_default();
        Ok(Box::new(ByService::open(url, model, config.key_file.as_deref(), limit, tls)?))
    };
    (0..config.at_once).map(|_| one()).collect()
}

/// Fetches until `closing` says `true`. A message under way is then anybody's at the next start. Longer messages are refused.
pub async fn serve(
    queue: Transcripts,
    recognisers: Recognisers,
    longest: Duration,
    meter: Arc<Meter>,
    closing: watch::Receiver<bool>,
) {
    if let Err(error) = queue.take_up().await {
        warn!(%error, "messages that were transcribed when this process ended wait until their claim ends");
    }
    let mut places = JoinSet::new();
    for recogniser in recognisers {
        let place = Place { queue: queue.clone(), recogniser, longest, meter: meter.clone() };
        places.spawn(place.run(closing.clone()));
    }
    while places.join_next().await.is_some() {}
}

/// One message at a time.
struct Place {
    queue: Transcripts,
    recogniser: Box<dyn Transcribe>,
    longest: Duration,
    meter: Arc<Meter>,
}

impl Place {
    async fn run(mut self, mut closing: watch::Receiver<bool>) {
        let mut changes = self.queue.watch();
        let mut busy = Instant::now();
        loop {
            let round = tokio::select! {
                round = self.round() => round,
                _ = closing.wait_for(|closing| *closing) => return,
            };
            let wait = match round {
                Ok(Round::Transcribed) => {
                    busy = Instant::now();
                    continue;
                }
                Ok(Round::NothingFor(wait)) => wait,
                Err(error) => {
                    warn!(%error, "voice messages wait for their text");
                    STORE_WAIT
                }
            };
            if busy.elapsed() >= RESTS_AFTER {
                self.recogniser.rest();
            }
            tokio::select! {
                _ = closing.wait_for(|closing| *closing) => return,
                () = tokio::time::sleep(wait) => {}
                _ = changes.changed() => {}
            }
            // Places that wake together do not all ask at once.
            tokio::time::sleep(random_range(GATHERING / 2..GATHERING)).await;
        }
    }

    /// One message, if one is due.
    async fn round(&mut self) -> Result<Round, StoreError> {
        let work = self.queue.claim().await?;
        let next_due = count(&self.queue, &self.meter).await?;
        let Some(work) = work else { return Ok(Round::NothingFor(until(next_due))) };
        let ended = self.transcribe(&work).await;
        self.queue.finish(work, ended).await?;
        Ok(Round::Transcribed)
    }

    async fn transcribe(&mut self, work: &Work) -> Ended {
        let begun = Instant::now();
        let transcribed =
            transcribe::transcribed(&mut *self.recogniser, work.sound.clone(), work.language, self.longest);
        match transcribed.await {
            Ok(Transcribed { standing, words, milliseconds }) => {
                let took = begun.elapsed().as_millis() as u64;
                info!(
                    message = work.id(),
                    sound_milliseconds = milliseconds,
                    took_milliseconds = took,
                    "transcribed"
                );
                self.meter.done.fetch_add(1, Ordering::Relaxed);
                self.meter.troubled.store(0, Ordering::Relaxed);
                Ended::Said { standing, words }
            }
            Err(fault) => {
                warn!(message = work.id(), %fault, "a voice message has no text yet");
                self.meter.failed.fetch_add(1, Ordering::Relaxed);
                let is_over = fault.trouble() == domain::transcript::Trouble::Refused;
                self.meter.troubled.store(u64::from(!is_over), Ordering::Relaxed);
                Ended::Trouble(fault.trouble())
            }
        }
    }
}

/// How a look for work ended.
enum Round {
    Transcribed,
    /// For so long nothing is due, as far as this process knows.
    NothingFor(Duration),
}

fn until(next_due: Option<Timestamp>) -> Duration {
    let until = |due: Timestamp| Duration::try_from(due.duration_since(Timestamp::now())).unwrap_or_default();
    next_due.map_or(LONGEST_WAIT, until).min(LONGEST_WAIT)
}

/// Writes down what waits; answers when the next of it is due.
async fn count(queue: &Transcripts, meter: &Meter) -> Result<Option<Timestamp>, StoreError> {
    let standing = queue.standing().await?;
    let oldest = standing.oldest.map_or(0, |since| since.as_second().unsigned_abs());
    meter.waiting.store(standing.waiting, Ordering::Relaxed);
    meter.oldest.store(oldest, Ordering::Relaxed);
    Ok(standing.next_due)
}

impl Meter {
    /// What keeps messages from becoming text, while some wait.
    pub fn trouble(&self, now: Timestamp) -> Option<String> {
        let (waiting, since) = (self.waiting.load(Ordering::Relaxed), self.oldest.load(Ordering::Relaxed));
        if waiting == 0 || self.troubled.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let minutes = now.as_second().unsigned_abs().saturating_sub(since) / 60;
        Some(format!("{waiting} voice messages wait for their text, the oldest for {minutes} min"))
    }
}
