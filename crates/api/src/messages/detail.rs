//! One message, opened: its text as plain text, its attachments to be saved.

use super::transcript::Transcript;
use super::{Message, found, name_callers};
use crate::problem::{ApiError, Problem};
use crate::request::Path;
use crate::router::House;
use crate::session::SignedIn;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use mail_parser::decoders::html::html_to_text;
use messaging::structure::{Mailbox as Address, Part, Structure};
use messaging::{Entry, Mailbox, parts};
use serde::Serialize;
use std::fmt::Write;
use std::sync::Arc;
use utoipa::ToSchema;

/// More text than this nobody reads in a window: the rest is cut, the attachment or mail client has it whole.
const MOST_TEXT_BYTES: u64 = 1 << 20;

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessageDetail {
    #[serde(flatten)]
    message: Message,
    to: Vec<String>,
    cc: Vec<String>,
    /// Plain text, whatever the message carries.
    text: String,
    /// What was said in a voice message, where that is written down; it comes some time after the message.
    #[schema(required)]
    transcript: Option<Transcript>,
    /// The sound that `…/audio` plays, as a file to be saved; `null` for a message without.
    #[schema(required)]
    audio: Option<Attachment>,
    /// All other files.
    attachments: Vec<Attachment>,
}

#[derive(Serialize, ToSchema)]
pub struct Attachment {
    /// Its name in the path.
    part: String,
    name: String,
    #[serde(rename = "type")]
    media_type: String,
    /// Octets as they are sent: what is saved may be a quarter smaller.
    size: u64,
}

#[utoipa::path(get, path = "/api/v1/me/messages/{id}", operation_id = "message", params(("id" = String, Path)), responses(
    (status = 200, description = "One message", body = MessageDetail),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such message", body = Problem, content_type = "application/problem+json"),
))]
pub async fn detail(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<MessageDetail>, ApiError> {
    let (mailbox, entry) = found(&house, &signed_in, &id).await?;
    let text = text(&*mailbox, &entry).await?;
    let transcript = Transcript::of(&*mailbox, &entry, &signed_in.user).await?;
    let structure = &entry.structure;
    let (audio, attachments) = files(structure);
    let mut message = Message::of(&entry, &house.doors.directory.people());
    name_callers(&house, signed_in.user.id, std::slice::from_mut(&mut message)).await?;
    Ok(Json(MessageDetail {
        message,
        to: addresses(&structure.envelope.to),
        cc: addresses(&structure.envelope.cc),
        text,
        transcript,
        audio,
        attachments,
    }))
}

async fn text(mailbox: &dyn Mailbox, entry: &Entry) -> Result<String, ApiError> {
    let Some(part) = parts::text(&entry.structure) else { return Ok(String::new()) };
    let range = part.content.start..part.content.end.min(part.content.start.saturating_add(MOST_TEXT_BYTES));
    let content = mailbox.read(&entry.message, range).await?;
    let text = parts::decoded_text(part, &content);
    Ok(if part.subtype == "html" { html_to_text(&text) } else { text })
}

fn addresses(envelope: &[Address]) -> Vec<String> {
    envelope.iter().filter_map(address).collect()
}

/// `Name <local@domain>`; begin and end of a group are no addresses.
fn address(address: &Address) -> Option<String> {
    let (Some(local), Some(domain)) = (&address.local, &address.domain) else { return None };
    let email = if domain.is_empty() { local.clone() } else { format!("{local}@{domain}") };
    Some(match &address.name {
        Some(name) => format!("{} <{email}>", parts::words(name)),
        None => email,
    })
}

/// The sound that is played, and the other files: nothing is offered twice.
fn files(structure: &Structure) -> (Option<Attachment>, Vec<Attachment>) {
    let sound = parts::sound(structure);
    let mut audio = None;
    let mut others = Vec::new();
    for (index, part) in parts::attachments(structure).enumerate() {
        let file = file(part, index);
        if sound.is_some_and(|sound| std::ptr::eq(sound, part)) {
            audio = Some(file);
        } else {
            others.push(file);
        }
    }
    (audio, others)
}

fn file(part: &Part, index: usize) -> Attachment {
    Attachment {
        part: index.to_string(),
        name: name(part, index),
        media_type: format!("{}/{}", part.main_type, part.subtype),
        size: part.content.end.saturating_sub(part.content.start),
    }
}

fn name(part: &Part, index: usize) -> String {
    parts::file_name(part).unwrap_or_else(|| match part.main_type.as_str() {
        "message" => format!("message-{index}.eml"),
        _ => format!("attachment-{index}"),
    })
}

#[utoipa::path(get, path = "/api/v1/me/messages/{id}/attachments/{part}", operation_id = "attachment",
    params(("id" = String, Path), ("part" = String, Path)), responses(
    (status = 200, description = "The file, to be saved", body = Vec<u8>, content_type = "application/octet-stream"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such attachment", body = Problem, content_type = "application/problem+json"),
))]
pub async fn attachment(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path((id, part)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (mailbox, entry) = found(&house, &signed_in, &id).await?;
    let index: usize = part.parse().map_err(|_| ApiError::NotFound)?;
    let part = parts::attachments(&entry.structure).nth(index).ok_or(ApiError::NotFound)?;
    let content = mailbox.read(&entry.message, part.content.clone()).await?;
    // Never shown, only saved: whatever a stranger sent must not run as a page of ours.
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    let disposition = HeaderValue::try_from(to_be_saved(&name(part, index)));
    headers
        .insert(header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment")));
    Ok((headers, parts::octets(part, &content)).into_response())
}

/// RFC 6266: an ASCII name for old programs, the true one by RFC 8187.
fn to_be_saved(name: &str) -> String {
    let plain =
        |c: char| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    let mut disposition = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''");
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'~' => {
                disposition.push(char::from(byte))
            }
            _ => _ = write!(disposition, "%{byte:02X}"),
        }
    }
    disposition
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_leave_its_header() {
        for (name, expected) in [
            ("a b.pdf", "attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf"),
            ("Müller\".wav", "attachment; filename=\"M_ller_.wav\"; filename*=UTF-8''M%C3%BCller%22.wav"),
            ("a\r\nX: y", "attachment; filename=\"a__X: y\"; filename*=UTF-8''a%0D%0AX%3A%20y"),
        ] {
            assert_eq!(to_be_saved(name), expected);
        }
    }

    #[test]
    fn addresses_are_shown_as_people_write_them() {
        let mailbox = |name: Option<&str>, local: Option<&str>, domain: Option<&str>| Address {
            name: name.map(Into::into),
            local: local.map(Into::into),
            domain: domain.map(Into::into),
        };
        let envelope = [
            mailbox(Some("=?utf-8?q?M=C3=BCller?="), Some("m"), Some("x.example")),
            mailbox(None, Some("friends"), None),
            mailbox(None, Some("a"), Some("b.example")),
            mailbox(None, Some("root"), Some("")),
            mailbox(None, None, None),
        ];
        assert_eq!(addresses(&envelope), ["Müller <m@x.example>", "a@b.example", "root"]);
    }
}
