//! What was said in a voice message, as pieces of text with where they lead.

use crate::problem::ApiError;
use directory::User;
use domain::transcript::Standing;
use domain::transcript::found::{What, find};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use messaging::{Entry, Mailbox, transcripts};
use serde::Serialize;
use utoipa::ToSchema;

/// What was said, written down by a machine.
#[derive(Serialize, ToSchema)]
pub struct Transcript {
    standing: TranscriptStanding,
    /// The text, piece by piece; none where nothing was said or understood.
    pieces: Vec<TranscriptPiece>,
}

/// How far it can be relied on: `unreliable` is hard to hear, `empty` has nobody who says anything.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TranscriptStanding {
    Reliable,
    Unreliable,
    Empty,
}

#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct TranscriptPiece {
    text: String,
    /// Where it leads: a `tel:`, `mailto:`, `https:` or `geo:` URI.
    #[schema(required)]
    link: Option<String>,
    /// The day that it means.
    #[schema(required, value_type = Option<String>, format = Date)]
    date: Option<Date>,
}

impl From<Standing> for TranscriptStanding {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Reliable => Self::Reliable,
            Standing::Unreliable => Self::Unreliable,
            Standing::Empty => Self::Empty,
        }
    }
}

impl Transcript {
    /// As its reader understands it; `None` where nothing is written down (yet).
    pub async fn of(mailbox: &dyn Mailbox, entry: &Entry, reader: &User) -> Result<Option<Self>, ApiError> {
        let Some((standing, words)) = transcripts::of(mailbox, entry).await? else { return Ok(None) };
        let zone = TimeZone::get(&reader.zone).unwrap_or(TimeZone::UTC);
        let found = find(&words, reader.language, entry.received.to_zoned(zone).date());
        let mut pieces = Vec::new();
        let mut at = 0;
        for piece in found {
            pieces.extend(plain(&words[at..piece.range.start]));
            at = piece.range.end;
            let text = words[piece.range].to_owned();
            let date = if let What::Date(date) = piece.what { Some(date) } else { None };
            pieces.push(TranscriptPiece { text, link: piece.what.link(), date });
        }
        pieces.extend(plain(&words[at..]));
        Ok(Some(Self { standing: standing.into(), pieces }))
    }
}

fn plain(text: &str) -> Option<TranscriptPiece> {
    (!text.is_empty()).then(|| TranscriptPiece { text: text.to_owned(), link: None, date: None })
}
