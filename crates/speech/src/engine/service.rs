//! A speech service by HTTP: any that answers `POST /v1/audio/speech` as OpenAI's does.

use super::{AT_ONCE, EngineError, LARGEST_SOUND_BYTES, Speak, heard, patience, text};
use crate::service::{Question, Service, ServiceError};
use domain::language::Language;
use futures_util::future::BoxFuture;
use hyper::header::HeaderValue;
use serde::Serialize;
use std::io;
use tokio::sync::Semaphore;

/// What one service is asked for.
pub(super) struct ByService {
    service: Service,
    model: String,
    voice: String,
    asked: Semaphore,
}

#[derive(Serialize)]
struct Wanted<'a> {
    model: &'a str,
    input: &'a str,
    voice: &'a str,
    response_format: &'static str,
}

impl ByService {
    pub fn new(service: Service, (model, voice): (String, String)) -> Self {
        Self { service, model, voice, asked: Semaphore::new(AT_ONCE) }
    }

    async fn run(&self, text: &str) -> Result<Vec<i16>, EngineError> {
        let text = text::readable(text);
        let limit = patience(&text);
        let said = async {
            let _place = self.asked.acquire().await.map_err(io::Error::other)?;
            Ok(self.service.ask(self.question(&text)?, LARGEST_SOUND_BYTES).await?)
        };
        let said = tokio::time::timeout(limit, said).await;
        heard(said.unwrap_or(Err(EngineError::TooSlow(limit.as_secs())))?).await
    }

    fn question(&self, text: &str) -> io::Result<Question> {
        let wanted = Wanted { model: &self.model, input: text, voice: &self.voice, response_format: "wav" };
        let content_type = HeaderValue::from_static("application/json");
        Ok(Question { content_type, body: serde_json::to_vec(&wanted)?.into() })
    }
}

impl Speak for ByService {
    fn speak<'a>(&'a self, text: &'a str, _: Language) -> BoxFuture<'a, Result<Vec<i16>, EngineError>> {
        Box::pin(self.run(text))
    }
}

impl From<ServiceError> for EngineError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Away(error) | ServiceError::BrokeOff(error) => EngineError::Failed(error),
            ServiceError::Answered(status) => EngineError::Answered(status.as_u16()),
            ServiceError::TooLarge => EngineError::TooLarge,
        }
    }
}

#[cfg(test)]
mod tests;
