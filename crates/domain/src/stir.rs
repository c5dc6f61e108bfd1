//! Signed callers (RFC 8224, RFC 8225, RFC 8588): what a signature claims, held against the call that it came with, and what
//! is to become of calls that it says too little of. Whether the signature is true is not decided here.

use crate::e164::E164;
use jiff::{SignedDuration, Timestamp};
use std::fmt;

/// How old a claim may be, and how far its clock may go before ours (RFC 8224 §12.1 leaves it to us; a minute is ATIS-1000074).
pub const FRESH: SignedDuration = SignedDuration::from_secs(60);

/// What the signer knows of its caller (RFC 8588 §4), the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attestation {
    /// The caller, and that the number is theirs.
    A,
    /// The caller, and not whose the number is.
    B,
    /// By which way the call has come.
    C,
}

impl Attestation {
    pub fn named(text: &str) -> Option<Self> {
        match text {
            "A" => Some(Self::A),
            "B" => Some(Self::B),
            "C" => Some(Self::C),
            _ => None,
        }
    }

    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }
}

/// What a signature says of a call. Numbers are digits, the country code first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// `None`: the signer does not say it.
    pub attestation: Option<Attestation>,
    pub at: Timestamp,
    pub caller: String,
    pub called: Vec<String>,
}

/// The call as it came, with every number that it gives its caller and whom it calls.
#[derive(Clone, Debug)]
pub struct Came<'a> {
    pub callers: &'a [E164],
    pub called: &'a [E164],
    pub now: Timestamp,
}

/// Why a signature is worth nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// It cannot be read, or is of a kind that is not known.
    Unreadable,
    /// Too old, or of the future.
    Stale,
    /// It has come with another call before.
    Replayed,
    /// It is of another caller.
    OtherCaller,
    /// It is of a call to somebody else.
    OtherCalled,
    /// Its certificate is not where it may be fetched from.
    Address,
    /// Nobody whom we trust has signed its certificate, or that has ended.
    Untrusted,
    /// It is not what was signed.
    Forged,
}

impl Fault {
    const ALL: [Fault; 8] = [
        Fault::Unreadable,
        Fault::Stale,
        Fault::Replayed,
        Fault::OtherCaller,
        Fault::OtherCalled,
        Fault::Address,
        Fault::Untrusted,
        Fault::Forged,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Fault::Unreadable => "unreadable",
            Fault::Stale => "stale",
            Fault::Replayed => "replayed",
            Fault::OtherCaller => "other-caller",
            Fault::OtherCalled => "other-called",
            Fault::Address => "address",
            Fault::Untrusted => "untrusted",
            Fault::Forged => "forged",
        }
    }
}

/// What has come of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verified {
    Valid(Option<Attestation>),
    Invalid(Fault),
    /// Its certificate could not be had in time.
    Unknown,
}

/// Holds a claim against the call.
pub fn check(claim: &Claim, came: &Came<'_>) -> Result<(), Fault> {
    if came.now.duration_since(claim.at).abs() > FRESH {
        return Err(Fault::Stale);
    }
    let is_one = |numbers: &[E164], claimed: &str| numbers.iter().any(|number| number.digits() == claimed);
    if !is_one(came.callers, &claim.caller) {
        return Err(Fault::OtherCaller);
    }
    if !claim.called.iter().any(|called| is_one(came.called, called)) {
        return Err(Fault::OtherCalled);
    }
    Ok(())
}

/// The least that a call from a trunk must bring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Least {
    /// Nothing: a signature is shown, and decides nothing.
    #[default]
    Nothing,
    /// A signature that is not invalid; unsigned calls are as good.
    NotInvalid,
    /// A valid signature, with this attestation or a higher one.
    At(Attestation),
}

/// Whether a call is below it. `None`: it brought no signature. What could not be checked in time is nobody's fault and as good
/// as unsigned.
pub fn is_below(least: Least, verified: Option<Verified>) -> bool {
    match (least, verified) {
        (Least::Nothing, _) => false,
        (_, Some(Verified::Invalid(_))) => true,
        (Least::NotInvalid, _) => false,
        (Least::At(least), Some(Verified::Valid(Some(attestation)))) => attestation > least,
        (Least::At(_), _) => true,
    }
}

impl Verified {
    /// As a parameter of the number that phones are told (3GPP TS 24.229 §7.2A.20).
    pub const fn verstat(self) -> &'static str {
        match self {
            Verified::Valid(_) => "TN-Validation-Passed",
            Verified::Invalid(_) => "TN-Validation-Failed",
            Verified::Unknown => "No-TN-Validation",
        }
    }

    /// Reads what [`Display`](fmt::Display) has written.
    pub fn parse(text: &str) -> Option<Verified> {
        if let Some(fault) = text.strip_prefix("invalid ") {
            return Fault::ALL.into_iter().find(|one| one.name() == fault).map(Verified::Invalid);
        }
        match text {
            "valid" => Some(Verified::Valid(None)),
            "unknown" => Some(Verified::Unknown),
            _ => Some(Verified::Valid(Some(Attestation::named(text.strip_prefix("valid ")?)?))),
        }
    }
}

/// As the journal keeps it: `valid A`, `invalid stale`, `unknown`.
impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verified::Valid(None) => f.write_str("valid"),
            Verified::Valid(Some(attestation)) => write!(f, "valid {}", attestation.letter()),
            Verified::Invalid(fault) => write!(f, "invalid {}", fault.name()),
            Verified::Unknown => f.write_str("unknown"),
        }
    }
}

/// Between what has come of a signature and why the call went where it went.
const AND: &str = " | ";

/// Both, as the journal keeps them in one.
pub fn noted(verified: Option<Verified>, why: &str) -> String {
    verified.map_or_else(|| why.to_owned(), |verified| format!("{verified}{AND}{why}"))
}

/// Parts what [`noted`] has put together.
pub fn parted(words: &str) -> (Option<Verified>, &str) {
    match words.split_once(AND) {
        Some((verified, why)) => (Verified::parse(verified), why),
        None => (None, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim() -> Claim {
        Claim {
            attestation: Some(Attestation::A),
            at: Timestamp::from_second(1_795_000_000).unwrap(),
            caller: "4930998877".into(),
            called: vec!["4930123201".into(), "4930123202".into()],
        }
    }

    #[test]
    fn a_claim_is_of_this_call_and_of_now() {
        let number = |text: &str| E164::parse(text).unwrap();
        let check = |claim: &Claim, seconds: i64, caller: &str, called: &str| {
            let now = Timestamp::from_second(1_795_000_000 + seconds).unwrap();
            check(
                claim,
                &Came { callers: &[number(caller)], called: &[number("+4915"), number(called)], now },
            )
        };
        for (seconds, caller, called, expected) in [
            (0, "+4930998877", "+4930123201", Ok(())),
            (60, "+4930998877", "+4930123202", Ok(())),
            (-60, "+4930998877", "+4930123201", Ok(())),
            (61, "+4930998877", "+4930123201", Err(Fault::Stale)),
            (-61, "+4930998877", "+4930123201", Err(Fault::Stale)),
            (0, "+4930998878", "+4930123201", Err(Fault::OtherCaller)),
            (0, "+4930998877", "+4930123203", Err(Fault::OtherCalled)),
        ] {
            assert_eq!(check(&claim(), seconds, caller, called), expected, "{seconds} {caller} {called}");
        }
        let nobody = Claim { called: Vec::new(), ..claim() };
        assert_eq!(check(&nobody, 0, "+4930998877", "+4930123201"), Err(Fault::OtherCalled));
    }

    #[test]
    fn calls_are_below_what_is_wanted_at_least() {
        use Attestation::{A, B, C};
        let valid = |attestation| Some(Verified::Valid(attestation));
        let invalid = Some(Verified::Invalid(Fault::Forged));
        for (least, verified, expected) in [
            (Least::Nothing, invalid, false),
            (Least::NotInvalid, invalid, true),
            (Least::NotInvalid, None, false),
            (Least::NotInvalid, Some(Verified::Unknown), false),
            (Least::At(B), valid(Some(A)), false),
            (Least::At(B), valid(Some(B)), false),
            (Least::At(B), valid(Some(C)), true),
            (Least::At(C), valid(None), true),
            (Least::At(C), None, true),
            (Least::At(C), Some(Verified::Unknown), true),
            (Least::At(C), invalid, true),
        ] {
            assert_eq!(is_below(least, verified), expected, "{least:?} {verified:?}");
        }
    }

    #[test]
    fn what_the_journal_keeps_is_read_again() {
        let faults = Fault::ALL.map(Verified::Invalid);
        let valid = [None, Some(Attestation::A), Some(Attestation::B), Some(Attestation::C)];
        for verified in faults.into_iter().chain(valid.map(Verified::Valid)).chain([Verified::Unknown]) {
            assert_eq!(Verified::parse(&verified.to_string()), Some(verified));
            assert_eq!(
                parted(&noted(Some(verified), "no answer; busy")),
                (Some(verified), "no answer; busy")
            );
        }
        assert_eq!(parted(&noted(None, "answered")), (None, "answered"));
        for text in ["", "valid D", "invalid", "invalid luck", "answered"] {
            assert_eq!(Verified::parse(text), None, "{text}");
        }
    }
}
