//! Kamailio as a proxy before the server: all phones are behind its one address.

use crate::{eventually, peer};
use std::fs::{self, File};
use std::net::UdpSocket;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// Where it stands: another address than the server's and the phones'.
const ADDRESS: &str = "127.0.0.5";

/// A proxy that has an address and does not run yet: the server must be told of it before it can be told of the server.
pub struct Kamailio {
    folder: TempDir,
    /// Where phones reach it: `host:port`.
    pub address: String,
    child: Option<Child>,
}

impl Kamailio {
    pub fn prepare() -> Kamailio {
        let socket = UdpSocket::bind((ADDRESS, 0)).expect("an address");
        let address = socket.local_addr().expect("an address").to_string();
        Kamailio { folder: tempfile::tempdir().expect("a folder"), address, child: None }
    }

    /// What the server is to send phones through (RFC 3608). Its parameter shows that a route is this one, and not what the
    /// phone was set up with.
    pub fn route(&self) -> String {
        format!("<sip:{};lr;named=by-server>", self.address)
    }

    /// Runs before a server; returns when it answers.
    pub fn stand_before(&mut self, server: &str) {
        let text = fs::read_to_string(peer("kamailio/before.cfg")).expect("a configuration");
        let file = self.folder.path().join("kamailio.cfg");
        let (host, port) = server.rsplit_once(':').expect("a port");
        let text = text.replace("HERE", &self.address).replace("HOST", host).replace("PORT", port);
        fs::write(&file, text).expect("a file");
        let log = File::create(self.folder.path().join("log")).expect("a log");
        let child = Command::new("/usr/sbin/kamailio")
            .args(["-DD", "-E", "-m", "32", "-M", "4", "-f"])
            .arg(&file)
            .arg("-P")
            .arg(self.folder.path().join("pid"))
            .arg("-Y")
            .arg(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("cargo xtask test installs Kamailio");
        self.child = Some(child);
        eventually("Kamailio answers", || self.answers().then_some(()));
    }

    /// What it has passed on, a request a line.
    pub fn passed(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// An OPTIONS by it is answered by the server behind it.
    fn answers(&self) -> bool {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        let from = socket.local_addr().expect("an address");
        socket.set_read_timeout(Some(std::time::Duration::from_millis(200))).expect("a limit");
        let request = format!(
            "OPTIONS sip:{to} SIP/2.0\r\nVia: SIP/2.0/UDP {from};rport;branch=z9hG4bK{port}\r\nMax-Forwards: 9\r\n\
             From: <sip:ready@outside.example>;tag=1\r\nTo: <sip:{to}>\r\nCall-ID: {port}\r\nCSeq: 1 OPTIONS\r\n\
             Content-Length: 0\r\n\r\n",
            to = self.address,
            port = from.port(),
        );
        let sent = socket.send_to(request.as_bytes(), &self.address).is_ok();
        let mut room = [0; 2048];
        sent && socket.recv(&mut room).is_ok_and(|length| room[..length].starts_with(b"SIP/2.0 200"))
    }
}

impl Drop for Kamailio {
    /// Its first process ends the others when it is asked to end.
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = Command::new("kill").arg(child.id().to_string()).status();
            let _ = child.wait();
        }
        if std::thread::panicking() {
            eprintln!("Kamailio's log:\n{}", self.passed());
        }
    }
}
