//! baresip: a phone that is not by the PJSIP people, steered by its control port.

use crate::{Demo, Heard, PATIENCE, Person};
use serde_json::{Value, json};
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const MODULES: &str = "/usr/lib/baresip/modules";

pub struct Baresip {
    child: Child,
    control: TcpStream,
    unread: Vec<u8>,
    /// Events that came while another was awaited.
    seen: Vec<Value>,
    folder: TempDir,
}

impl Baresip {
    /// A registered phone that says `sound` in every call.
    pub fn register(demo: &Demo, person: &Person, transport: &str, sound: &Path) -> Baresip {
        Self::registered(Self::start(demo, person, transport, "module g711.so\n", sound))
    }

    /// A phone that speaks nothing but Opus, by UDP; its sound is of 48 kHz and stereo.
    pub fn register_with_opus(demo: &Demo, person: &Person, sound: &Path) -> Baresip {
        let modules = "module opus.so\nausrc_srate 48000\nausrc_channels 2\nopus_inbandfec yes\n";
        Self::registered(Self::start(demo, person, "udp", modules, sound))
    }

    fn registered(phone: Baresip) -> Baresip {
        // It may have registered before its control port was reached: only what it prints tells for sure.
        crate::eventually("baresip registers", || phone.said().contains("200 OK").then_some(()));
        phone
    }

    fn start(demo: &Demo, person: &Person, transport: &str, codec: &str, sound: &Path) -> Baresip {
        let folder = tempfile::Builder::new().prefix("baresip").tempdir().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a port")
            .port();
        let configuration = format!(
            "module_path {MODULES}\n{codec}module aufile.so\nmodule sndfile.so\nsnd_path {heard}\nmodule_tmp account.so\nmodule_app menu.so\n\
             module_app ctrl_tcp.so\nctrl_tcp_listen 127.0.0.1:{port}\nsip_listen 127.0.0.1:0\nnet_interface 127.0.0.1\n\
             audio_source aufile,{}\nring_aufile none\nringback_aufile none\n\
             sip_cafile {certificate}\nsip_verify_server yes\n",
            sound.display(),
            certificate = demo.page.certificate.display(),
            heard = folder.path().display(),
        );
        let account = format!(
            "<sip:{user}@{realm};transport={transport}>;auth_user={user};auth_pass={secret};\
             outbound=\"sip:{server};transport={transport}\";regint=300\n",
            user = person.sip_user,
            realm = person.realm(),
            secret = person.sip_password,
            server = if transport == "tls" { &demo.page.sips } else { &demo.page.sip },
        );
        fs::write(folder.path().join("config"), configuration).expect("a file");
        fs::write(folder.path().join("accounts"), account).expect("a file");
        fs::write(folder.path().join("contacts"), "").expect("a file");
        let said = fs::File::create(folder.path().join("said")).expect("a file");
        let child = Command::new("baresip")
            .arg("-f")
            .arg(folder.path())
            .stdin(Stdio::null())
            .stdout(said.try_clone().expect("a file"))
            .stderr(said)
            .spawn()
            .expect("cargo xtask test installs baresip");
        let control =
            crate::eventually("baresip's control port", || TcpStream::connect(("127.0.0.1", port)).ok());
        control.set_read_timeout(Some(Duration::from_millis(100))).expect("a socket");
        Baresip { child, control, unread: Vec::new(), seen: Vec::new(), folder }
    }

    /// Gives a command of its menu.
    pub fn tell(&mut self, command: &str, parameters: &str) {
        let text = json!({"command": command, "params": parameters, "token": command}).to_string();
        self.control.write_all(format!("{}:{text},", text.len()).as_bytes()).expect("baresip lives");
    }

    /// The next event of a kind, seen already or yet to come.
    pub fn wait(&mut self, kind: &str) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(index) = self.seen.iter().position(|event| event["type"] == kind) {
                return self.seen.remove(index);
            }
            assert!(Instant::now() < until, "no `{kind}`; seen: {:?}\n{}", self.seen, self.said());
            self.read();
        }
    }

    /// What has come, frame by frame (`LENGTH:JSON,`).
    fn read(&mut self) {
        let mut octets = [0; 4096];
        match self.control.read(&mut octets) {
            Ok(0) => panic!("baresip is gone\n{}", self.said()),
            Ok(count) => self.unread.extend_from_slice(&octets[..count]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => panic!("{error}\n{}", self.said()),
        }
        while let Some(event) = self.frame() {
            self.seen.push(event);
        }
    }

    fn frame(&mut self) -> Option<Value> {
        let colon = self.unread.iter().position(|octet| *octet == b':')?;
        let length: usize = String::from_utf8_lossy(&self.unread[..colon]).parse().expect("a length");
        let frame = self.unread.get(colon + 1..colon + 1 + length)?.to_vec();
        self.unread.drain(..(colon + length + 2).min(self.unread.len()));
        serde_json::from_slice(&frame).ok()
    }

    /// What it heard in its call: its module `sndfile` keeps what was decoded.
    pub fn heard(&self) -> Heard {
        let files =
            fs::read_dir(self.folder.path()).expect("a folder").map(|entry| entry.expect("a file").path());
        let mut decoded: Vec<PathBuf> =
            files.filter(|path| path.to_string_lossy().ends_with("-dec.wav")).collect();
        decoded.sort();
        Heard::open(decoded.last().expect("a recording"))
    }

    fn said(&self) -> String {
        fs::read_to_string(self.folder.path().join("said")).unwrap_or_default()
    }
}

impl Drop for Baresip {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
