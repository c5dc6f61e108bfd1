//! What goes wrong, said in one form (RFC 9457). Details that help an attacker or name a person stay in the log.

use crate::doors::DoorError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use directory::DirectoryError;
use domain::contact::NoTelephone;
use messaging::MailboxError;
use serde::Serialize;
use speech::audio::AudioError;
use utoipa::ToSchema;

/// Seconds after which a server that cannot answer may be asked again.
const RETRY_AFTER_SECONDS: &str = "5";

/// What the desk does differently.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error("sign in first")]
    NotSignedIn,
    #[error("e-mail address or password is wrong")]
    WrongLogIn { wait_seconds: u32 },
    #[error("requests from other sites are refused")]
    WrongOrigin,
    #[error("not for you")]
    Forbidden,
    #[error("there is nothing here")]
    NotFound,
    #[error("{0}")]
    BadRequest(String),
    /// What was brought is no sound that can be used.
    #[error("{0}")]
    Sound(#[from] AudioError),
    #[error("{1}")]
    Refused(StatusCode, String),
    #[error("it is larger than {0} bytes")]
    TooLarge(u64),
    #[error("the disk is almost full: nothing new is taken")]
    DiskFull,
    #[error("this takes too long")]
    TooSlow,
    #[error("the server cannot answer at the moment")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// `application/problem+json`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: &'static str,
    pub status: u16,
    #[schema(inline)]
    pub code: Code,
    /// What the code says, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// After a wrong log-in: how long the next one has to wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait_seconds: Option<u32>,
}

/// What is wrong, for a program, which words it for its reader. A code once given keeps its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    NotSignedIn,
    WrongLogIn,
    WrongOrigin,
    Forbidden,
    NotFound,
    /// The request cannot be read.
    BadRequest,
    NoSound,
    UnsupportedSound,
    SilentSound,
    SoundTooLong,
    /// It cannot be done, here or now.
    Refused,
    TooLarge,
    DiskFull,
    TooSlow,
    Unavailable,
}

impl ApiError {
    fn code(&self) -> Code {
        match self {
            Self::NotSignedIn => Code::NotSignedIn,
            Self::WrongLogIn { .. } => Code::WrongLogIn,
            Self::WrongOrigin => Code::WrongOrigin,
            Self::Forbidden => Code::Forbidden,
            Self::NotFound => Code::NotFound,
            Self::BadRequest(_) => Code::BadRequest,
            Self::Sound(AudioError::Unknown | AudioError::Broken(_)) => Code::NoSound,
            Self::Sound(AudioError::Unsupported(_)) => Code::UnsupportedSound,
            Self::Sound(AudioError::Silent) => Code::SilentSound,
            Self::Sound(AudioError::TooLong(_)) => Code::SoundTooLong,
            Self::TooLarge(_) | Self::Refused(StatusCode::PAYLOAD_TOO_LARGE, _) => Code::TooLarge,
            Self::Refused(..) => Code::Refused,
            Self::DiskFull => Code::DiskFull,
            Self::TooSlow => Code::TooSlow,
            Self::Unavailable(_) => Code::Unavailable,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotSignedIn | Self::WrongLogIn { .. } => StatusCode::UNAUTHORIZED,
            Self::WrongOrigin | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest(_) | Self::Sound(_) => StatusCode::BAD_REQUEST,
            Self::Refused(status, _) => *status,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::TooSlow | Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::Unavailable(error) = &self {
            tracing::warn!(%error, "a request could not be answered");
        }
        let status = self.status();
        let wait_seconds = match &self {
            Self::WrongLogIn { wait_seconds } => Some(*wait_seconds),
            _ => None,
        };
        let title = status.canonical_reason().unwrap_or("Error");
        let problem = Problem {
            kind: "about:blank",
            title,
            status: status.as_u16(),
            code: self.code(),
            detail: Some(self.to_string()),
            wait_seconds,
        };
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS));
        }
        response
    }
}

impl From<MailboxError> for ApiError {
    fn from(error: MailboxError) -> Self {
        match error {
            MailboxError::NoSuchFolder | MailboxError::NoSuchMessage => Self::NotFound,
            MailboxError::TooLarge(bytes) => Self::TooLarge(bytes),
            MailboxError::DiskFull => Self::DiskFull,
            MailboxError::Unavailable(source) => Self::Unavailable(source),
            MailboxError::FolderExists | MailboxError::NotAllowed | MailboxError::Unsupported(_) => {
                Self::Refused(StatusCode::CONFLICT, error.to_string())
            }
        }
    }
}

impl From<NoTelephone> for ApiError {
    fn from(error: NoTelephone) -> Self {
        Self::BadRequest(error.to_string())
    }
}

impl From<DirectoryError> for ApiError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::NotFound => Self::NotFound,
            DirectoryError::Taken(_) | DirectoryError::Full(_) => {
                Self::Refused(StatusCode::CONFLICT, error.to_string())
            }
            DirectoryError::Changed => Self::Refused(StatusCode::PRECONDITION_FAILED, error.to_string()),
            DirectoryError::Invalid(_) => Self::BadRequest(error.to_string()),
            DirectoryError::Unavailable(source) => Self::Unavailable(source),
        }
    }
}

impl From<DoorError> for ApiError {
    fn from(error: DoorError) -> Self {
        Self::Unavailable(error.0)
    }
}
