//! What the menu offers, beside what it says: on the display of the telephone that is in it, and for the person who has logged
//! in, wherever that person looks.

use crate::ground::Ground;
use crate::leg::Leg;
use domain::id::{CallId, UserId};
use domain::settings::MENU_DISPLAY;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use telephone::Step;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use tracing::debug;

/// No display is written more often: somebody has to read it.
const INTERVAL: Duration = Duration::from_secs(1);
/// A MESSAGE has 1300 octets at most (RFC 3428 §8), and the fields of a call take up to 500.
const MOST_OCTETS: usize = 800;

/// The menus that are open, for those who follow their own.
#[derive(Default)]
pub struct OpenMenus(Mutex<HashMap<UserId, Open>>);

/// One person's menu.
#[derive(Default)]
struct Open {
    /// Counts the steps.
    number: watch::Sender<u64>,
    /// In which call it is open, and what it offers; none while it is not.
    shown: Option<(CallId, Step)>,
}

impl OpenMenus {
    fn with<T>(&self, person: UserId, work: impl FnOnce(&mut Open) -> T) -> T {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(open.entry(person).or_default())
    }

    fn show(&self, person: UserId, call: &CallId, step: Step) {
        self.with(person, |open| {
            let shown = Some((call.clone(), step));
            if open.shown != shown {
                open.shown = shown;
                open.number.send_modify(|number| *number += 1);
            }
        });
    }

    /// The call is over. A later one of the same person's stays shown.
    fn close(&self, person: UserId, call: &CallId) {
        self.with(person, |open| {
            if open.shown.take_if(|(shown, _)| shown == call).is_some() {
                open.number.send_modify(|number| *number += 1);
            }
        });
    }
}

/// Tells what menus offer.
#[derive(Clone)]
pub struct MenusMeter {
    ground: Arc<Ground>,
}

impl MenusMeter {
    pub(crate) fn new(ground: Arc<Ground>) -> Self {
        Self { ground }
    }

    /// Changes with each step of a person's menu.
    pub fn watch(&self, person: UserId) -> watch::Receiver<u64> {
        self.ground.menus.with(person, |open| open.number.subscribe())
    }

    /// Where a person's menu is open, and what it offers; none while it is not.
    pub fn now(&self, person: UserId) -> Option<(CallId, Step)> {
        self.ground.menus.with(person, |open| open.shown.clone())
    }
}

/// Where the steps of one call are seen.
pub struct Eyes {
    ground: Arc<Ground>,
    call: CallId,
    /// There where the telephone's owner wants its display to be written.
    display: Option<watch::Sender<Option<Step>>>,
    /// Who has logged in.
    person: Option<UserId>,
}

impl Eyes {
    pub fn new(ground: Arc<Ground>, leg: &Leg, call: CallId) -> Self {
        let people = ground.directory.people();
        let wants = |owner| people.settings_of(Some(owner)).get(&MENU_DISPLAY);
        let display = leg.person().filter(|owner| wants(*owner)).map(|_| {
            let (steps, followed) = watch::channel(None);
            // Texts are put together and answers waited for beside the call, which goes on whatever the telephone does.
            ground.workers.spawn(write(leg.session.display(), followed));
            steps
        });
        Self { ground, call, display, person: None }
    }

    pub fn show(&self, step: Step) {
        if let Some(display) = &self.display {
            display.send_replace(Some(step.clone()));
        }
        if let Some(person) = self.person {
            self.ground.menus.show(person, &self.call, step);
        }
    }

    pub fn opened(&mut self, by: UserId) {
        self.person = Some(by);
    }
}

impl Drop for Eyes {
    fn drop(&mut self) {
        if let Some(person) = self.person {
            self.ground.menus.close(person, &self.call);
        }
    }
}

/// What a text is written on.
trait Screen {
    /// Whether it was taken.
    fn write(&self, text: String) -> impl Future<Output = bool> + Send;
}

impl Screen for sip::Display {
    async fn write(&self, text: String) -> bool {
        match self.show(text).await {
            Ok(answer) if answer.status() < 300 => return true,
            Ok(answer) => debug!(status = answer.status(), "a telephone takes no text"),
            Err(error) => debug!(%error, "a telephone takes no text"),
        }
        false
    }
}

/// Writes each step on a telephone's display; the newest, where they come faster than it can be written. A telephone that does
/// not take the first text is not asked again in this call, nor is one that stops to answer.
async fn write(screen: impl Screen, mut steps: watch::Receiver<Option<Step>>) {
    let mut written = String::new();
    while steps.changed().await.is_ok() {
        let text = steps.borrow_and_update().as_ref().map(|step| step.text(MOST_OCTETS)).unwrap_or_default();
        if text == written {
            continue;
        }
        let begun = Instant::now();
        if !screen.write(text.clone()).await {
            return;
        }
        written = text;
        sleep_until(begun + INTERVAL).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::language::Language;
    use speech::Script;
    use tokio::sync::mpsc;
    use tokio::time::sleep;

    /// Answers each text after a while.
    struct Slow {
        answers_after: Duration,
        takes_texts: bool,
        written: mpsc::UnboundedSender<(Duration, String)>,
        start: Instant,
    }

    impl Screen for Slow {
        async fn write(&self, text: String) -> bool {
            self.written.send((self.start.elapsed(), text)).unwrap();
            sleep(self.answers_after).await;
            self.takes_texts
        }
    }

    fn step(id: &'static str) -> Step {
        Step::question(&Script::new(Language::EnGb).prompt(id))
    }

    /// What a screen gets where these steps are shown at these milliseconds.
    async fn got(answers_after: u64, takes_texts: bool, shown: &[(u64, &'static str)]) -> Vec<(u64, String)> {
        let (tell, mut told) = mpsc::unbounded_channel();
        let start = Instant::now();
        let answers_after = Duration::from_millis(answers_after);
        let (steps, followed) = watch::channel(None);
        let writing =
            tokio::spawn(write(Slow { answers_after, takes_texts, written: tell, start }, followed));
        for (at, id) in shown {
            sleep_until(start + Duration::from_millis(*at)).await;
            steps.send_replace(Some(step(id)));
        }
        sleep(Duration::from_secs(60)).await;
        drop(steps);
        writing.await.unwrap();
        let mut got = Vec::new();
        while let Some((at, text)) = told.recv().await {
            got.push((at.as_millis() as u64, text));
        }
        got
    }

    #[tokio::test(start_paused = true)]
    async fn a_display_is_written_once_a_second_at_most_and_the_newest_step_stays() {
        let main = "Main menu.".to_owned();
        let settings = "Settings.".to_owned();
        let shown = [(0, "level-main"), (100, "level-kinds"), (200, "level-settings"), (5000, "level-main")];
        for (answers_after, expected) in [
            (10, vec![(0, main.clone()), (1000, settings.clone()), (5000, main.clone())]),
            // One that answers late gets nothing meanwhile.
            (3000, vec![(0, main.clone()), (3000, settings), (6000, main.clone())]),
        ] {
            assert_eq!(got(answers_after, true, &shown).await, expected, "{answers_after}");
        }
        let again = [(0, "level-main"), (100, "level-main"), (2000, "level-main")];
        assert_eq!(got(10, true, &again).await, [(0, main)], "what stands there is not written again");
    }

    #[tokio::test(start_paused = true)]
    async fn a_display_that_takes_no_text_is_written_once() {
        let shown = [(0, "level-main"), (5000, "level-settings")];
        assert_eq!(got(10, false, &shown).await, [(0, "Main menu.".to_owned())]);
    }
}
