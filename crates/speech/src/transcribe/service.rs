//! A recogniser by HTTP: any service that answers `POST /v1/audio/transcriptions` as OpenAI's does.

mod answer;

pub use answer::read as read_service_answer;

use super::{Fault, Sound, Transcribe};
use crate::service::{Question, Service, ServiceError, Unaskable};
use answer::MOST_OCTETS;
use domain::transcript::Words;
use futures_util::future::BoxFuture;
use hyper::header::HeaderValue;
use rustls::ClientConfig;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// One service and a model of it.
pub struct ByService {
    service: Service,
    model: String,
    limit: Duration,
    format: Format,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// With what it thinks of its words.
    VerboseJson,
    /// Some models know nothing else.
    Json,
}

impl Format {
    const fn name(self) -> &'static str {
        match self {
            Format::VerboseJson => "verbose_json",
            Format::Json => "json",
        }
    }
}

impl ByService {
    /// `url` is that of the transcriptions; `limit` is what one sound may take. The service is believed by `tls`.
    pub fn open(
        url: &str,
        model: &str,
        key_file: Option<&Path>,
        limit: Duration,
        tls: &Arc<ClientConfig>,
    ) -> Result<Self, Unaskable> {
        let service = Service::open(url, key_file, tls)?;
        Ok(Self { service, model: model.to_owned(), limit, format: Format::VerboseJson })
    }

    async fn answer(&mut self, sound: &Sound) -> Result<Words, Fault> {
        let limit = self.limit;
        let answer = tokio::time::timeout(limit, self.ask(sound)).await;
        answer.unwrap_or(Err(Fault::TooSlow(limit)))
    }

    async fn ask(&mut self, sound: &Sound) -> Result<Words, Fault> {
        let words = self.ask_for(self.format, sound).await;
        // Whether it is the format or the sound that is refused, only another try tells.
        let is_worth_another =
            self.format == Format::VerboseJson && matches!(words, Err(Fault::Answered(400 | 422)));
        if !is_worth_another {
            return words;
        }
        let words = self.ask_for(Format::Json, sound).await?;
        self.format = Format::Json;
        Ok(words)
    }

    async fn ask_for(&self, format: Format, sound: &Sound) -> Result<Words, Fault> {
        let body = self.service.ask(self.question(format, sound)?, MOST_OCTETS).await?;
        answer::read(&body).map_err(Fault::Unreadable)?.ok_or(Fault::Refused)
    }

    /// `multipart/form-data` (RFC 7578).
    fn question(&self, format: Format, sound: &Sound) -> Result<Question, Fault> {
        // So long that the sound does not hold it (RFC 2046 §5.1.1).
        let boundary = format!("switchroom-{:032x}", rand::random::<u128>());
        let mut body = Vec::with_capacity(sound.wav.len() + 1024);
        let fields = [
            ("model", self.model.as_str()),
            ("language", sound.language.primary()),
            ("response_format", format.name()),
            // No second guesses: what cannot be heard is to be marked, not made up.
            ("temperature", "0"),
        ];
        for (name, value) in fields {
            let part =
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let file = "Content-Disposition: form-data; name=\"file\"; filename=\"message.wav\"\r\nContent-Type: audio/wav";
        body.extend_from_slice(format!("--{boundary}\r\n{file}\r\n\r\n").as_bytes());
        body.extend_from_slice(&sound.wav);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        let content_type = HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}"));
        let content_type = content_type.map_err(|error| Fault::Away(io::Error::other(error)))?;
        Ok(Question { content_type, body: body.into() })
    }
}

impl Transcribe for ByService {
    fn transcribe<'a>(&'a mut self, sound: &'a Sound) -> BoxFuture<'a, Result<Words, Fault>> {
        Box::pin(self.answer(sound))
    }

    /// Another model may lie behind its name by the next sound.
    fn rest(&mut self) {
        self.format = Format::VerboseJson;
    }
}

impl From<ServiceError> for Fault {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Away(error) => Fault::Away(error),
            ServiceError::BrokeOff(error) => Fault::BrokeOff(error),
            ServiceError::Answered(status) => Fault::Answered(status.as_u16()),
            ServiceError::TooLarge => Fault::Unreadable("it is too long"),
        }
    }
}

#[cfg(test)]
mod tests;
