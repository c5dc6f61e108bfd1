//! A call that the house makes because somebody asked for it at the desk, to record a greeting or to hear a message: what is to be
//! recorded, and how it stands.

use crate::profiles::Announced;
use domain::greeting::Slot;
use domain::language::Language;
use domain::recording::Unfit;

/// What is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToRecord {
    /// Of the person who is called.
    Own(Slot, Language),
    /// Of the whole company; without a language where all are spoken in it.
    Company(Announced, Option<Language>),
}

/// Why there is no such call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCalled {
    #[error("you are being called already")]
    UnderWay,
    /// The person's numbers lead nowhere.
    #[error("you cannot be called: {0}")]
    Number(#[from] Unfit),
    /// Whoever answers there has no time for it.
    #[error("emergency services are not called for you")]
    Help,
    /// Somebody whose messages are not to be heard by telephone.
    #[error("your messages cannot be heard by telephone")]
    NotHeard,
    /// Somebody who is gone.
    #[error("there is no such person")]
    Nobody,
}

/// Where it has got to. All but the first two are its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HouseCallStage {
    Ringing,
    /// Somebody has answered, and records or listens.
    Talking,
    /// What was recorded is played from now on.
    Kept,
    /// The greeting of before stays.
    NotKept,
    /// Whoever answered could hear the message.
    Over,
    /// No telephone was answered.
    NotAnswered,
    /// By a fault of the house.
    Failed,
}

impl HouseCallStage {
    pub const fn is_over(self) -> bool {
        !matches!(self, HouseCallStage::Ringing | HouseCallStage::Talking)
    }
}
