//! A caller of our own where a real phone cannot do what is needed: fifty at once, a voice that starts on the frame, RTP
//! that can be withheld. Plain SIP over UDP in text templates; a thread per call moves the sound.

mod voice;

use crate::{Demo, PATIENCE, Person, Words};
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use voice::{Dialog, Voice};

/// How a caller speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Speaks {
    /// From the answer on: what there is to say, else silence.
    Always,
    /// Nothing is sent before [`Caller::begin_to_send`].
    Later,
}

pub struct Caller {
    socket: UdpSocket,
    server: SocketAddr,
    number: String,
    rtp: Option<UdpSocket>,
    local_rtp: SocketAddr,
    call_id: String,
    cseq: u32,
    voice: Arc<Voice>,
    thread: Option<JoinHandle<()>>,
    dialog: Option<Dialog>,
    remote_rtp: Option<SocketAddr>,
}

/// The product's promise for the length of a message.
const EXACT_MILLISECONDS: u64 = 100;
/// RFC 3261 §17.1.1.2: the first wait before an INVITE is sent again.
const T1: Duration = Duration::from_millis(500);

impl Caller {
    /// Somebody outside who shows this number.
    pub fn new(demo: &Demo, number: &str) -> Caller {
        Self::of(demo.page.sip.parse().expect("an address"), number)
    }

    fn of(server: SocketAddr, number: &str) -> Caller {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        let rtp = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        let local_rtp = rtp.local_addr().expect("an address");
        let call_id = format!("{}-{number}", socket.local_addr().expect("an address").port());
        let voice = Arc::new(Voice::default());
        let number = number.to_owned();
        Caller {
            socket,
            server,
            number,
            rtp: Some(rtp),
            local_rtp,
            call_id,
            cseq: 1,
            voice,
            thread: None,
            dialog: None,
            remote_rtp: None,
        }
    }

    /// A caller who leaves a message of these samples and presses `#`.
    pub fn leave(demo: &Demo, owner: &Person, number: &str, samples: &[i16]) {
        Self::leave_with(demo, owner, number, (samples, "#"));
    }

    /// The same with the keys that end the message.
    pub fn leave_with(demo: &Demo, owner: &Person, number: &str, (samples, keys): (&[i16], &str)) {
        let mut caller = Caller::new(demo, number);
        assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
        caller.skip_greeting();
        caller.wait_for_tone();
        caller.say(samples);
        caller.press(keys);
        caller.wait_for_end();
    }

    /// Calls and waits for the final status; 200 is acknowledged, and the sound runs.
    pub fn call(&mut self, number: &str, speaks: Speaks) -> u16 {
        let response = self.invite(number);
        let status = status(&response);
        if status != 200 {
            let ack =
                self.request("ACK", &self.target(number), &field(&response, "To"), "z9hG4bK-invite", "");
            self.send(&ack);
            return status;
        }
        let target = uri(&field(&response, "Contact"));
        let to = field(&response, "To");
        let ack = self.request("ACK", &target, &to, "z9hG4bK-ack", "");
        self.send(&ack);
        let remote = remote(&response);
        self.remote_rtp = Some(remote);
        self.cseq += 1;
        let bye = self.request("BYE", &target, &to, "z9hG4bK-bye", "");
        let dialog =
            Dialog { socket: self.socket.try_clone().expect("a socket"), server: self.server, ack, bye };
        self.dialog = Some(dialog.clone());
        let (voice, rtp) = (self.voice.clone(), self.rtp.take().expect("one call"));
        voice.set_sending(speaks == Speaks::Always);
        self.thread = Some(std::thread::spawn(move || voice.run(&rtp, remote, &dialog)));
        200
    }

    fn invite(&self, number: &str) -> String {
        let sdp = format!(
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {} RTP/AVP 8 101\r\n\
             a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\n",
            self.local_rtp.port()
        );
        let target = self.target(number);
        let invite = self.request("INVITE", &target, &format!("<{target}>"), "z9hG4bK-invite", &sdp);
        let until = Instant::now() + PATIENCE;
        let mut wait = T1;
        self.send(&invite);
        self.socket.set_read_timeout(Some(T1)).expect("a socket");
        let mut sent_at = Instant::now();
        let mut is_heard = false;
        while Instant::now() < until {
            let mut datagram = [0; 4096];
            if let Ok((length, _)) = self.socket.recv_from(&mut datagram) {
                let response = String::from_utf8_lossy(&datagram[..length]).into_owned();
                is_heard = true;
                if response.starts_with("SIP/2.0") && status(&response) >= 200 {
                    return response;
                }
            } else if !is_heard && sent_at.elapsed() >= wait {
                self.send(&invite);
                sent_at = Instant::now();
                wait *= 2;
            }
        }
        panic!("no final answer to an INVITE within {PATIENCE:?}");
    }

    fn target(&self, number: &str) -> String {
        format!("sip:{number}@{}", self.server)
    }

    fn request(&self, method: &str, target: &str, to: &str, branch: &str, sdp: &str) -> String {
        let local = self.socket.local_addr().expect("an address");
        let kind = if sdp.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
        format!(
            "{method} {target} SIP/2.0\r\nVia: SIP/2.0/UDP {local};branch={branch}-{id};rport\r\nMax-Forwards: 70\r\n\
             From: <sip:{number}@outside.example>;tag=c{id}\r\nTo: {to}\r\nCall-ID: {id}\r\nCSeq: {cseq} {method}\r\n\
             Contact: <sip:{number}@{local}>\r\n{kind}Content-Length: {length}\r\n\r\n{sdp}",
            id = self.call_id,
            number = self.number,
            cseq = self.cseq,
            length = sdp.len(),
        )
    }

    fn send(&self, message: &str) {
        self.socket.send_to(message.as_bytes(), self.server).expect("sent");
    }

    pub fn number(&self) -> &str {
        &self.number
    }

    /// Where the server takes this call's sound.
    pub fn remote_rtp(&self) -> SocketAddr {
        self.remote_rtp.expect("the call stands")
    }

    /// Puts sound into the queue of what is said.
    pub fn say(&self, samples: &[i16]) {
        self.voice.say(samples);
    }

    pub fn press(&self, keys: &str) {
        self.voice.press(keys);
    }

    /// Sound is sent from now on.
    pub fn begin_to_send(&self) {
        self.voice.set_sending(true);
    }

    /// No more RTP, no more signalling: as a phone whose network is gone.
    pub fn vanish(mut self) {
        self.voice.stop();
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the voice");
        }
        self.dialog = None;
    }

    /// Waits until the server speaks, and presses `0`: the tone comes at once. A key before the greeting counts for
    /// nothing.
    pub fn skip_greeting(&self) {
        self.wait_for_sound();
        self.press("0");
    }

    /// Waits until anything is heard.
    pub fn wait_for_sound(&self) {
        crate::eventually("the server speaks", || self.voice.is_spoken_to().then_some(()));
    }

    /// Waits until the server has said something after so many frames, and is silent; answers when it began and for how
    /// long it was loud, in milliseconds.
    pub fn wait_for_words(&self, since: usize) -> (u64, u64) {
        crate::eventually("the server says something", || {
            let (begin, loud) = self.voice.words(since)?;
            Some(((begin - since) as u64 * 20, loud))
        })
    }

    /// Waits until the voice says this.
    pub fn wait_for(&self, words: &Words) {
        crate::eventually("the voice says it", || self.has_heard(words).then_some(()));
    }

    /// Whether the voice has said this.
    pub fn has_heard(&self, words: &Words) -> bool {
        self.voice.everything().says(words)
    }

    /// Waits for the end of the tone; answers the number of frames of 20 ms that were sent until then.
    pub fn wait_for_tone(&self) -> usize {
        crate::eventually("the tone", || self.voice.tone_end())
    }

    /// Waits until everything is said; answers the number of frames that were sent until then.
    pub fn wait_until_said(&self) -> usize {
        crate::eventually("all is said", || self.voice.all_said_at())
    }

    /// Whether a message is as long as so many frames, to the 100 ms that the product promises. A machine that has let
    /// this caller wait makes its own count no better than that.
    pub fn is_as_long(&self, milliseconds: u64, frames: usize) -> bool {
        let delay = self.voice.worst_delay().as_millis() as u64;
        milliseconds.abs_diff(frames as u64 * 20) <= EXACT_MILLISECONDS + delay
    }

    /// Whether a message is no longer than so many frames, with the same tolerance.
    pub fn is_no_longer(&self, milliseconds: u64, frames: usize) -> bool {
        milliseconds <= frames as u64 * 20 || self.is_as_long(milliseconds, frames)
    }

    /// Frames sent so far.
    pub fn sent(&self) -> usize {
        self.voice.sent()
    }

    /// Waits until the server hangs up; answers the frames sent until then.
    pub fn wait_for_end(&self) -> usize {
        crate::eventually("the server hangs up", || self.voice.over_at())
    }

    pub fn is_over(&self) -> bool {
        self.voice.over_at().is_some()
    }

    /// What was heard between two counts of sent frames, gaps as silence.
    pub fn heard(&self, from: usize, to: usize) -> crate::Heard {
        self.voice.heard(from, to)
    }

    /// Hangs up without waiting for the answer.
    pub fn say_goodbye(&self) {
        let dialog = self.dialog.as_ref().expect("the call stands");
        dialog.send(&dialog.bye);
    }

    /// The RTP source that this caller sends by: nothing that an intruder could not see.
    pub fn rtp_source(&self) -> u32 {
        u32::from(self.local_rtp.port())
    }

    /// Hangs up and waits for the answer.
    pub fn hang_up(&mut self) {
        let dialog = self.dialog.take().expect("the call stands");
        dialog.send(&dialog.bye);
        let mut again = Instant::now() + T1;
        crate::eventually("BYE is answered", || {
            if Instant::now() >= again {
                dialog.send(&dialog.bye);
                again = Instant::now() + T1;
            }
            self.voice.over_at()
        });
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        if let Some(dialog) = self.dialog.take()
            && !self.is_over()
        {
            dialog.send(&dialog.bye);
        }
        self.voice.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn status(response: &str) -> u16 {
    response
        .split_whitespace()
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or_else(|| panic!("a status: {response}"))
}

/// A header field, by its long name.
fn field(message: &str, name: &str) -> String {
    let prefix = format!("{}:", name.to_lowercase());
    let line = message.lines().find(|line| line.to_lowercase().starts_with(&prefix));
    line.unwrap_or_else(|| panic!("{name}: {message}"))[prefix.len()..].trim().to_owned()
}

/// The URI of a Contact field.
fn uri(contact: &str) -> String {
    let inside = contact.split_once('<').map_or(contact, |(_, rest)| rest);
    inside.split('>').next().unwrap_or(inside).to_owned()
}

/// Where the answer's SDP wants the sound.
fn remote(response: &str) -> SocketAddr {
    let after = |prefix: &str| {
        let line = response.lines().find_map(|line| line.strip_prefix(prefix));
        line.unwrap_or_else(|| panic!("{prefix} in {response}"))
            .split_whitespace()
            .next()
            .expect("a value")
            .to_owned()
    };
    format!("{}:{}", after("c=IN IP4 "), after("m=audio ")).parse().expect("an address")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Phone, TONE_HERTZ, speech, tone};
    use serde_json::json;

    /// The caller must be as good as a phone before it may judge a server.
    #[test]
    fn pjsip_takes_its_calls_and_hears_what_it_says() {
        let folder = tempfile::tempdir().unwrap();
        let (said, heard) = (folder.path().join("said.wav"), folder.path().join("heard.wav"));
        crate::write_wav(&said, &[speech(500), tone(TONE_HERTZ, 250)].concat());
        let (mut phone, address) = Phone::alone();
        let taken = std::thread::spawn(move || {
            let ringing = phone.rings();
            phone
                .tell(json!({"do": "answer", "call": ringing, "play": said, "loop": false, "record": heard}));
            assert_eq!(phone.wait("key", |_| true)["key"], "7");
            assert_eq!(phone.ends(ringing), 200);
            crate::Heard::open(&heard)
        });
        let mut caller = Caller::of(address, "+4930");
        assert_eq!(caller.call("phone", Speaks::Always), 200);
        let tone_end = caller.wait_for_tone();
        assert!(caller.heard(0, tone_end).loud_milliseconds().abs_diff(750) <= 60);
        caller.say(&tone(900.0, 2000));
        caller.press("7");
        caller.wait_until_said();
        caller.hang_up();
        let heard = taken.join().unwrap();
        assert!(heard.milliseconds_of(900.0).abs_diff(2000) <= 100, "{}", heard.milliseconds_of(900.0));
    }
}
