//! Signatures against repositories that are slow, broken or asked for too much.

use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A repository, and how often it was asked.
struct Repository {
    asked: AtomicUsize,
    answers: fn(&str) -> BoxFuture<'static, Result<Bytes, NotFetched>>,
}

impl Certificates for Repository {
    fn fetch(&self, address: &str) -> BoxFuture<'static, Result<Bytes, NotFetched>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        (self.answers)(address)
    }
}

const ROOT: &[u8] = include_bytes!("../tests/stir_root.pem");

fn signers(answers: fn(&str) -> BoxFuture<'static, Result<Bytes, NotFetched>>) -> (Signers, Arc<Repository>) {
    let repository = Arc::new(Repository { asked: AtomicUsize::new(0), answers });
    let roots = Roots::read(ROOT).unwrap();
    (Signers { roots, certificates: repository.clone() }, repository)
}

#[tokio::test(start_paused = true)]
async fn a_certificate_is_fetched_once_for_all_calls_and_what_is_late_is_there_for_the_next() {
    let (signers, repository) = signers(|_| {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(3)).await;
            Ok(Bytes::from_static(ROOT))
        })
    });
    let stir = Stir::default();
    for _ in 0..2 {
        assert!(matches!(stir.chain(&signers, "https://a/").await, Ok(None)), "not in time");
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(matches!(stir.chain(&signers, "https://a/").await, Ok(Some(_))), "here by now");
    assert_eq!(repository.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_had_is_unknown_and_what_may_not_be_asked_for_is_a_fault() {
    let (signers, repository) = signers(|address| {
        let is_forbidden = address.starts_with("http:");
        let is_broken = address.ends_with("broken");
        Box::pin(async move {
            match (is_forbidden, is_broken) {
                (true, _) => Err(NotFetched::Forbidden("a test")),
                (_, true) => Ok(Bytes::from_static(b"no certificate")),
                _ => Err(NotFetched::Failed("a test".into())),
            }
        })
    });
    let stir = Stir::default();
    assert!(matches!(stir.chain(&signers, "http://a/").await, Err(Fault::Address)));
    assert!(matches!(stir.chain(&signers, "https://a/broken").await, Ok(None)));
    for _ in 0..3 {
        assert!(matches!(stir.chain(&signers, "https://a/").await, Ok(None)));
    }
    assert_eq!(repository.asked.load(Ordering::Relaxed), 3, "it is not asked again at once");
}

#[tokio::test(start_paused = true)]
async fn strangers_do_not_have_us_fetch_more_than_some_at_once() {
    let (signers, repository) = signers(|_| Box::pin(std::future::pending()));
    let stir = Stir::default();
    for number in 0..3 * MOST_COMING {
        assert!(matches!(stir.chain(&signers, &format!("https://a/{number}")).await, Ok(None)));
    }
    assert_eq!(repository.asked.load(Ordering::Relaxed), MOST_COMING);
}

#[tokio::test(start_paused = true)]
async fn a_certificate_that_has_proven_nothing_does_not_stay() {
    let (signers, repository) = signers(|_| Box::pin(async { Ok(Bytes::from_static(ROOT)) }));
    let stir = Stir::default();
    let mut asked = Vec::new();
    for (is_proven, seconds) in [(false, 0), (false, 30), (true, 40), (true, 3600), (true, 12 * 3600)] {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        assert!(matches!(stir.chain(&signers, "https://a/").await, Ok(Some(_))));
        if is_proven {
            stir.is_proven("https://a/");
        }
        asked.push(repository.asked.load(Ordering::Relaxed));
    }
    assert_eq!(asked, [1, 1, 2, 2, 3]);
}

#[test]
fn a_signature_counts_for_one_call() {
    let (stir, now) = (Stir::default(), Instant::now());
    let come = |signature: u8, call: &str, seconds| {
        stir.has_come_before([signature; 64], call, now + Duration::from_secs(seconds))
    };
    assert!(!come(1, "a", 0));
    assert!(!come(1, "a", 1), "the same call, repeated");
    assert!(come(1, "b", 2));
    assert!(!come(2, "b", 2));
    assert!(!come(1, "c", 300), "it is stale by then");
}
