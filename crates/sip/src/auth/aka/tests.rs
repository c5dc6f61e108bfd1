//! A SIM and its network by their values. That others understand this, the acceptance tests say.

use super::*;
use crate::auth::{Account, Asked, Next};
use crate::message::{HeaderName, Request, Response, Uri};
use domain::sim::{Operator, next_sequence};
use std::sync::Arc;

const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);
const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
const ASKED: Asked<'_> = Asked { method: "REGISTER", uri: "sip:example", body: b"" };
const KEY: SimKey = SimKey { k: [7; 16], operator: Operator::Opc([9; 16]), amf: [0x80, 0] };

fn refusal(challenge: &str) -> Response {
    let mut response = Response::to(&Request::new("REGISTER", Uri::sip("", "example")), 401);
    response.push(HeaderName::WwwAuthenticate, challenge);
    response
}

fn account(sim: &Arc<Sim>) -> Account {
    Account::of_sim("anna", sim.clone(), None)
}

/// What the network thinks of a request's proof.
fn verdict(nonces: &Nonces, account: &mut Account, key: &SimKey, now: Timestamp) -> SimVerdict {
    let mut request = Request::new("REGISTER", Uri::sip("", "example"));
    account.fields(ASKED).into_iter().for_each(|(name, value)| request.push(name, value));
    let given = nonces.credentials(&request, "example");
    nonces.verify_sim(&given[0], HERE, "REGISTER", key, now)
}

#[test]
fn a_sim_proves_itself_to_its_network() {
    let (nonces, sim) = (Nonces::new([1; 32]), Arc::new(Sim::new(KEY)));
    let mut account = account(&sim);
    let first = account.fields(ASKED);
    assert!(first[0].1.contains(r#"username="anna", realm="example", nonce="""#), "{}", first[0].1);
    let challenge = nonces.sim_challenge("example", &KEY, next_sequence(NOW, 0), HERE, NOW);
    assert!(challenge.contains("algorithm=AKAv1-MD5"), "{challenge}");
    assert_eq!(account.challenged(&refusal(&challenge)), Next::Again);
    let right = SimVerdict::Digest(Verdict::Right);
    assert_eq!(verdict(&nonces, &mut account, &KEY, NOW), right);
    assert_eq!(verdict(&nonces, &mut account, &KEY, NOW), right, "counted once more");
    let late = NOW + jiff::SignedDuration::from_secs(301);
    assert_eq!(verdict(&nonces, &mut account, &KEY, late), SimVerdict::Digest(Verdict::Stale));
    let other = SimKey { k: [8; 16], ..KEY };
    assert_eq!(verdict(&nonces, &mut account, &other, NOW), SimVerdict::Digest(Verdict::Wrong));
    let elsewhere = Nonces::new([2; 32]);
    assert_eq!(verdict(&elsewhere, &mut account, &KEY, NOW), SimVerdict::Digest(Verdict::Foreign));
}

#[test]
fn a_network_that_has_fallen_behind_is_told_so() {
    let (nonces, sim) = (Nonces::new([1; 32]), Arc::new(Sim::new(KEY)));
    let ahead = next_sequence(NOW, 1 << 47);
    let mut account = account(&sim);
    let ask = |sequence| refusal(&nonces.sim_challenge("example", &KEY, sequence, HERE, NOW));
    assert_eq!(account.challenged(&ask(ahead)), Next::Again);
    account.answered(&Response::to(&Request::new("REGISTER", Uri::sip("", "example")), 200));
    // After a restart the network begins by its clock.
    assert_eq!(account.challenged(&ask(next_sequence(NOW, 0))), Next::Again);
    let said = verdict(&nonces, &mut account, &KEY, NOW);
    assert_eq!(said, SimVerdict::Ahead(ahead));
    assert_eq!(account.challenged(&ask(next_sequence(NOW, ahead))), Next::Again);
    assert_eq!(verdict(&nonces, &mut account, &KEY, NOW), SimVerdict::Digest(Verdict::Right));
}

#[test]
fn a_network_that_does_not_listen_is_given_up() {
    let (nonces, sim) = (Nonces::new([1; 32]), Arc::new(Sim::new(KEY)));
    let challenge = refusal(&nonces.sim_challenge("example", &KEY, 64, HERE, NOW));
    let mut account = account(&sim);
    assert_eq!(account.challenged(&challenge), Next::Again);
    account.fields(ASKED);
    assert_eq!(
        account.challenged(&challenge),
        Next::GiveUp,
        "the same again proves that the answer was wrong"
    );
    let mut account = super::tests::account(&sim);
    assert_eq!(account.challenged(&challenge), Next::Again, "it is told that this was asked before");
    assert!(account.fields(ASKED)[0].1.contains("auts="));
    assert_eq!(account.challenged(&challenge), Next::GiveUp);
}

#[test]
fn nobody_else_is_answered() {
    let nonces = Nonces::new([1; 32]);
    let sim = Arc::new(Sim::new(KEY));
    let mut stranger = SimKey { k: [8; 16], ..KEY };
    stranger.amf = [0, 0];
    let forged = nonces.sim_challenge("example", &stranger, 64, HERE, NOW);
    let password = nonces.challenge("example", &[Algorithm::Md5, Algorithm::Sha256], false, HERE, NOW);
    for challenge in [&forged, &password[0], &password[1]] {
        assert_eq!(account(&sim).challenged(&refusal(challenge)), Next::GiveUp, "{challenge}");
    }
    let asks_a_sim = nonces.sim_challenge("example", &KEY, 64, HERE, NOW);
    assert_eq!(Account::new("anna", "pw", None).challenged(&refusal(&asks_a_sim)), Next::GiveUp);
    for nonce in ["", "?", "AAAA", &STANDARD.encode([0; 31]), &STANDARD.encode([0; 400])] {
        assert_eq!(sim.answer(nonce), None, "{nonce}");
    }
}

/// Who says that a SIM is ahead without its key would make the network count for nothing.
#[test]
fn only_the_sim_can_say_that_it_is_ahead() {
    let nonces = Nonces::new([1; 32]);
    let challenge = nonces.sim_challenge("example", &KEY, 64, HERE, NOW);
    let nonce = challenge.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap();
    for auts in ["", "AAAA", &STANDARD.encode([0; 14]), &STANDARD.encode([0; 200])] {
        let mut request = Request::new("REGISTER", Uri::sip("", "example"));
        request.push(
            HeaderName::Authorization,
            format!(
                r#"Digest username="anna", realm="example", nonce="{nonce}", uri="sip:example", response="", algorithm=AKAv1-MD5, auts="{auts}""#
            ),
        );
        let given = nonces.credentials(&request, "example");
        assert_eq!(
            nonces.verify_sim(&given[0], HERE, "REGISTER", &KEY, NOW),
            SimVerdict::Digest(Verdict::Wrong),
            "{auts}"
        );
    }
}
