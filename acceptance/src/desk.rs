//! The desk's API as a program uses it: curl with a session cookie.

use crate::{Demo, Person, eventually};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A signed-in browser without a page.
pub struct Desk {
    base: String,
    certificate: PathBuf,
    cookies: Cookies,
}

/// What a browser keeps: curl's cookie jar.
pub struct Cookies(tempfile::NamedTempFile);

/// What the server answered.
pub struct Reply {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}: {text}", self.status))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Desk {
    /// A browser that nobody has signed in with.
    pub fn visit(demo: &Demo) -> Desk {
        Self::come_back(demo, Cookies(tempfile::NamedTempFile::new().expect("a file")))
    }

    /// A browser that has been here before.
    pub fn come_back(demo: &Demo, cookies: Cookies) -> Desk {
        Desk { base: demo.page.http.clone(), certificate: demo.page.certificate.clone(), cookies }
    }

    /// Closes the browser.
    pub fn cookies(self) -> Cookies {
        self.cookies
    }

    pub fn sign_in(demo: &Demo, person: &Person) -> Desk {
        let desk = Self::visit(demo);
        let reply = desk.try_to_sign_in(&person.email, &person.password);
        assert_eq!(reply.status, 204, "{}", reply.text());
        desk
    }

    pub fn sign_in_as_administrator(demo: &Demo) -> Desk {
        let desk = Self::visit(demo);
        let reply = desk.try_to_sign_in(&demo.page.admin.email, &demo.page.admin.password);
        assert_eq!(reply.status, 204, "{}", reply.text());
        desk
    }

    pub fn try_to_sign_in(&self, email: &str, password: &str) -> Reply {
        self.send("POST", "/api/v1/session", Some(&json!({"email": email, "password": password})))
    }

    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, None)
    }

    /// Sends JSON, or nothing.
    pub fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Reply {
        let text = body.map(Value::to_string);
        let body: Vec<&str> = text
            .as_deref()
            .map_or(Vec::new(), |text| vec!["-H", "Content-Type: application/json", "--data", text]);
        self.curl(method, path, &body)
    }

    /// Puts a WAV file in the place of a greeting.
    pub fn put_greeting(&self, situation: &str, language: &str, wav: &Path) {
        let body = format!("@{}", wav.display());
        let path = format!("/api/v1/me/greetings/{situation}?language={language}");
        let reply = self.curl("PUT", &path, &["-H", "Content-Type: audio/wav", "--data-binary", &body]);
        assert_eq!(reply.status, 204, "{}", reply.text());
    }

    fn curl(&self, method: &str, path: &str, more: &[&str]) -> Reply {
        let out = Command::new("curl")
            .arg("--cacert")
            .arg(&self.certificate)
            .args(["-s", "-m", "20", "-X", method, "-w", "%{stderr}%{http_code}", "-o", "-", "-b"])
            .arg(self.cookies.0.path())
            .arg("-c")
            .arg(self.cookies.0.path())
            .args(more)
            .arg(format!("{}{path}", self.base))
            .output()
            .expect("curl");
        let status = String::from_utf8_lossy(&out.stderr).trim().parse().expect("a status");
        Reply { status, body: out.stdout }
    }

    /// The rows of the journal, the newest first.
    pub fn calls(&self) -> Vec<Value> {
        items(self.get("/api/v1/me/calls").json())
    }

    /// The same once there are so many: rows are written behind the calls.
    pub fn calls_once_there_are(&self, count: usize) -> Vec<Value> {
        eventually("the journal's rows", || Some(self.calls()).filter(|calls| calls.len() >= count))
    }

    /// The messages of the inbox, the newest first.
    pub fn messages(&self) -> Vec<Value> {
        items(self.get("/api/v1/me/messages?limit=200").json())
    }
}

fn items(page: Value) -> Vec<Value> {
    page["items"].as_array().unwrap_or_else(|| panic!("a page: {page}")).clone()
}
