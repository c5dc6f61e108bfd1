//! Whether a telephone system has taken a call back that it was asked to take (REFER, RFC 3515).

use std::time::Duration;

/// Two who talk are joined at once, or not at all. They hear each other meanwhile.
const JOINS: Duration = Duration::from_secs(15);
/// Whoever is asked to call somebody says something of it within so long, and hangs up within so long where it tells nothing.
const BEGINS: Duration = Duration::from_secs(10);
/// It rings there no longer; then it rings once more, by a call of ours.
const RINGS: Duration = Duration::from_secs(90);

/// A REFER of ours, from when it is asked to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handing {
    is_taken: bool,
    lasts: Duration,
    rings: Duration,
}

/// What is heard of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// 2xx.
    Taken,
    /// 2xx, and no more is told (RFC 4488).
    Untold,
    /// A 1xx of the call that it makes.
    Progress(u16),
    /// The last status of that call.
    Done(u16),
    Refused,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Waits,
    /// The call is theirs, and over for us.
    Handed,
    /// It stays ours.
    Kept,
}

impl Handing {
    /// Two who talk are to be joined.
    pub fn joins() -> Self {
        Self { is_taken: false, lasts: JOINS, rings: JOINS }
    }

    /// Somebody is to be called there.
    pub fn sends() -> Self {
        Self { is_taken: false, lasts: BEGINS, rings: RINGS }
    }

    /// After so long from its begin it is given up, and the call stays ours.
    pub fn lasts(&self) -> Duration {
        self.lasts
    }

    pub fn news(&mut self, news: News) -> Next {
        match news {
            News::Taken | News::Untold => self.is_taken = true,
            // 100 says only that it was heard.
            News::Progress(..=100) => self.is_taken = true,
            News::Progress(_) => (self.is_taken, self.lasts) = (true, self.rings),
            News::Done(200..300) => return Next::Handed,
            News::Done(_) | News::Refused => return Next::Kept,
        }
        Next::Waits
    }

    /// A side has hung up: who has taken a call back need not keep the one with us.
    pub fn ended(&self) -> Next {
        if self.is_taken { Next::Handed } else { Next::Kept }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_handed_over_when_the_other_system_says_so_or_ends_what_it_has_taken() {
        for (heard, next, ended) in [
            (vec![], Next::Waits, Next::Kept),
            (vec![News::Refused], Next::Kept, Next::Kept),
            (vec![News::Taken], Next::Waits, Next::Handed),
            (vec![News::Untold], Next::Waits, Next::Handed),
            (vec![News::Progress(100), News::Taken, News::Done(200)], Next::Handed, Next::Handed),
            (vec![News::Taken, News::Progress(180), News::Done(486)], Next::Kept, Next::Handed),
            (vec![News::Done(299)], Next::Handed, Next::Kept),
            (vec![News::Done(300)], Next::Kept, Next::Kept),
        ] {
            let mut handing = Handing::sends();
            let last = heard.iter().map(|news| handing.news(*news)).last().unwrap_or(Next::Waits);
            assert_eq!((last, handing.ended()), (next, ended), "{heard:?}");
        }
    }

    #[test]
    fn it_may_ring_longer_than_it_may_be_silent() {
        for (mut handing, news, expected) in [
            (Handing::sends(), News::Taken, BEGINS),
            (Handing::sends(), News::Progress(100), BEGINS),
            (Handing::sends(), News::Progress(180), RINGS),
            (Handing::joins(), News::Progress(180), JOINS),
        ] {
            handing.news(news);
            assert_eq!(handing.lasts(), expected, "{news:?}");
        }
    }
}
