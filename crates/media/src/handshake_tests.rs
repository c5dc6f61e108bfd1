//! A leg against a browser: checks, a handshake by the same library in the other role, and sound; then against those who
//! would like to be one.

use super::*;
use crate::ice::tests::nomination;
use crate::rtp::{Header, Packet};
use crate::srtp::SEAL_ROOM;
use crate::{Codec, Engine, EngineConfig, Leg, LegEvents, Remote, Repeat};
use std::net::{IpAddr, Ipv4Addr};

const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const PATIENCE: Duration = Duration::from_secs(30);
/// What must not come does not come for so long.
const MOMENT: Duration = Duration::from_millis(300);
const EVENT_TYPE: u8 = 126;

struct House {
    engine: Engine,
    runtime: tokio::runtime::Runtime,
    identity: Arc<Identity>,
    _spool: tempfile::TempDir,
}

impl House {
    fn start() -> House {
        let spool = tempfile::tempdir().unwrap();
        let config = EngineConfig { workers: 1, spool: spool.path().into(), ..EngineConfig::default() };
        House {
            engine: Engine::start(config).unwrap(),
            runtime: tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_time()
                .build()
                .unwrap(),
            identity: Arc::new(Identity::make().unwrap()),
            _spool: spool,
        }
    }

    /// A leg that is answered, for a browser of this fingerprint.
    fn leg(&self, fingerprint: Fingerprint) -> Called {
        let credentials = Credentials::new(rand::random());
        let made = self.engine.leg_for_browser(LOCALHOST, None, credentials, self.identity.clone());
        let (leg, events, handshake) = made.unwrap();
        let (tell, told) = oneshot::channel();
        let task = self.runtime.spawn(handshake.run(told));
        tell.send(Peer { fingerprint, role: Role::Waits }).unwrap();
        leg.connect(Remote {
            rtp: "192.0.2.1:9".parse().unwrap(),
            rtcp: None,
            signalling: "192.0.2.1".parse().unwrap(),
            anywhere: false,
            codec: Codec::Pcma,
            payload_type: 8,
            tongue: None,
            redundancy: None,
            event_type: Some(EVENT_TYPE),
            packet_milliseconds: 20,
            sends: true,
            listens: true,
        });
        Called { leg, events, credentials, task }
    }
}

struct Called {
    leg: Leg,
    events: LegEvents,
    credentials: Credentials,
    task: tokio::task::JoinHandle<()>,
}

impl Called {
    fn event(&mut self, house: &House) -> LegEvent {
        let next = async { tokio::time::timeout(PATIENCE, self.events.recv()).await };
        house.runtime.block_on(next).expect("an event").expect("a leg")
    }
}

struct Browser {
    identity: Identity,
    socket: UdpSocket,
    to: SocketAddr,
    context: Option<Context>,
    header: Header,
}

impl Browser {
    fn new() -> Browser {
        let socket = UdpSocket::bind((LOCALHOST, 0)).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let header = Header { payload_type: 8, marker: false, sequence: 7, timestamp: 0, ssrc: 99 };
        let to = socket.local_addr().unwrap();
        Browser { identity: Identity::make().unwrap(), socket, to, context: None, header }
    }

    fn seal_to(&mut self, called: &Called) {
        self.to = called.leg.local();
        self.nominate(&called.credentials);
        self.shake_hands();
    }

    fn nominate(&self, credentials: &Credentials) {
        self.send(&nomination(credentials, 1));
        let answer = self.next(|datagram| datagram[0] == 1);
        assert_eq!(answer[..2], [1, 1]);
    }

    fn send(&self, datagram: &[u8]) {
        self.socket.send_to(datagram, self.to).unwrap();
    }

    fn next(&self, wanted: impl Fn(&[u8]) -> bool) -> Vec<u8> {
        let mut room = [0; ROOM];
        loop {
            let (length, _) = self.socket.recv_from(&mut room).expect("a datagram");
            if wanted(&room[..length]) {
                return room[..length].to_vec();
            }
        }
    }

    fn hears_nothing(&self) -> bool {
        self.socket.set_read_timeout(Some(MOMENT)).unwrap();
        let heard = self.socket.recv_from(&mut [0; ROOM]);
        self.socket.set_read_timeout(Some(PATIENCE)).unwrap();
        heard.is_err()
    }

    fn client(&self) -> Dtls {
        let mut dtls =
            Dtls::new_12(self.identity.config.clone(), self.identity.certificate.clone(), Instant::now());
        dtls.set_active(true);
        dtls
    }

    /// Begins a handshake and goes on until there are keys; what is lost is sent again.
    fn shake_hands(&mut self) {
        let (mut dtls, mut now) = (self.client(), Instant::now());
        dtls.handle_timeout(now).unwrap();
        while self.context.is_none() {
            self.flight(&mut dtls);
            if self.context.is_none() {
                self.step(&mut dtls, &mut now);
            }
        }
    }

    /// One datagram of the handshake, or time that passes without any.
    fn step(&self, dtls: &mut Dtls, now: &mut Instant) {
        let mut room = [0; ROOM];
        self.socket.set_read_timeout(Some(MOMENT)).unwrap();
        match self.socket.recv_from(&mut room) {
            Ok((length, _)) if matches!(room[0], 20..=63) => dtls.handle_packet(&room[..length]).unwrap(),
            Ok((_, _)) => {}
            Err(_) => {
                *now += 2 * FIRST_REPEAT;
                dtls.handle_timeout(*now).unwrap();
            }
        }
        self.socket.set_read_timeout(Some(PATIENCE)).unwrap();
    }

    fn flight(&mut self, dtls: &mut Dtls) {
        self.flew(dtls);
    }

    /// Sends what is to be sent; whether there was anything.
    fn flew(&mut self, dtls: &mut Dtls) -> bool {
        let (mut room, mut flew) = ([0; ROOM], false);
        loop {
            match dtls.poll_output(&mut room) {
                Output::Packet(packet) => {
                    self.send(packet);
                    flew = true;
                }
                Output::KeyingMaterial(material, profile) => {
                    self.context = context(&material, profile, Role::Begins);
                }
                Output::Timeout(_) => return flew,
                _ => {}
            }
        }
    }

    fn sealed(&mut self, payload_type: u8, payload: &[u8]) -> Vec<u8> {
        self.header.sequence += 1;
        self.header.timestamp += 160;
        let mut packet = [&Header { payload_type, ..self.header }.to_bytes()[..], payload].concat();
        let length = packet.len();
        packet.resize(length + SEAL_ROOM, 0);
        let sealed = self.context.as_mut().unwrap().seal(&mut packet, length).unwrap();
        packet[..sealed].to_vec()
    }

    /// The end of a key's press.
    fn press(&mut self, key: u8) {
        let pressed = self.sealed(EVENT_TYPE, &[key, 0x8A, 3, 0x20]);
        self.send(&pressed);
    }

    /// The next sound that comes.
    fn hear(&mut self) -> Vec<u8> {
        let mut datagram =
            self.next(|datagram| matches!(datagram, [128..=191, kind, ..] if !(192..224).contains(kind)));
        let length =
            self.context.as_mut().unwrap().open(&mut datagram).expect("sealed with the keys agreed on");
        let payload = Packet::parse(&datagram[..length]).unwrap().payload;
        datagram[payload].to_vec()
    }
}

fn sound() -> Arc<[u8]> {
    vec![0x2A; 160].into()
}

#[test]
fn keys_are_agreed_on_and_both_hear_each_other_from_the_first_frame() {
    let house = House::start();
    let mut browser = Browser::new();
    let mut called = house.leg(browser.identity.fingerprint);
    // It waits for keys, so that nothing of it is lost.
    let mut words = vec![0x11; 160];
    words.extend([0x22; 160]);
    called.leg.play(words.into(), 0, Repeat::Once);
    browser.seal_to(&called);
    assert_eq!(browser.hear(), [0x11; 160]);
    assert_eq!(browser.hear(), [0x22; 160]);
    browser.press(5);
    while called.event(&house) != LegEvent::Key('5') {}
    drop(called.leg);
    house.runtime.block_on(async { tokio::time::timeout(PATIENCE, called.task).await }).unwrap().unwrap();
}

#[test]
fn a_browser_that_lost_the_last_flight_gets_it_again() {
    let house = House::start();
    let mut browser = Browser::new();
    let called = house.leg(browser.identity.fingerprint);
    browser.to = called.leg.local();
    browser.nominate(&called.credentials);
    let mut dtls = browser.client();
    let mut now = Instant::now();
    dtls.handle_timeout(now).unwrap();
    browser.flight(&mut dtls);
    // What comes after its own second flight does not reach it the first time.
    while !browser.flew(&mut dtls) {
        browser.step(&mut dtls, &mut now);
    }
    browser.next(|datagram| matches!(datagram[0], 20 | 22));
    while browser.context.is_none() {
        browser.step(&mut dtls, &mut now);
        browser.flight(&mut dtls);
    }
    called.leg.play(sound(), 0, Repeat::Forever);
    assert_eq!(browser.hear(), [0x2A; 160]);
}

#[test]
fn another_certificate_than_the_one_told_gets_no_keys() {
    let house = House::start();
    let mut browser = Browser::new();
    let mut called = house.leg([7; 32]);
    called.leg.play(sound(), 0, Repeat::Forever);
    browser.to = called.leg.local();
    browser.nominate(&called.credentials);
    let mut dtls = browser.client();
    dtls.handle_timeout(Instant::now()).unwrap();
    loop {
        browser.flight(&mut dtls);
        if called.events.try_recv() == Some(LegEvent::Unsealed(HandshakeError::WrongFingerprint)) {
            break;
        }
        browser.socket.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let mut room = [0; ROOM];
        if let Ok((length, _)) = browser.socket.recv_from(&mut room) {
            assert!(matches!(room[0], 20..=63), "nothing is said in the clear");
            dtls.handle_packet(&room[..length]).unwrap();
        }
    }
    assert!(browser.context.is_none());
}

#[test]
fn nobody_is_answered_who_has_not_proven_to_be_there() {
    let house = House::start();
    let mut stranger = Browser::new();
    let called = house.leg(stranger.identity.fingerprint);
    stranger.to = called.leg.local();
    let mut dtls = stranger.client();
    dtls.handle_timeout(Instant::now()).unwrap();
    stranger.flight(&mut dtls);
    stranger.send(&nomination(&Credentials::new([3; 28]), 1));
    for octet in 0..=255 {
        stranger.send(&[octet; 64]);
        stranger.send(&[octet]);
    }
    stranger.send(&[]);
    assert!(stranger.hears_nothing());
    // And whoever has goes on as if nothing had been.
    let mut browser = Browser { identity: stranger.identity, ..Browser::new() };
    browser.seal_to(&called);
    called.leg.play(sound(), 0, Repeat::Forever);
    assert_eq!(browser.hear(), [0x2A; 160]);
}

#[test]
fn garbage_of_one_who_is_there_ends_no_handshake() {
    let house = House::start();
    let mut browser = Browser::new();
    let called = house.leg(browser.identity.fingerprint);
    browser.to = called.leg.local();
    browser.nominate(&called.credentials);
    for octet in 20..=63 {
        browser.send(&[octet; 64]);
        browser.send(&[octet, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 200]);
    }
    browser.shake_hands();
    called.leg.play(sound(), 0, Repeat::Forever);
    assert_eq!(browser.hear(), [0x2A; 160]);
}

#[test]
fn an_overheard_check_sent_again_from_elsewhere_draws_no_sound_away() {
    let house = House::start();
    let mut browser = Browser::new();
    let mut called = house.leg(browser.identity.fingerprint);
    browser.seal_to(&called);
    called.leg.play(sound(), 0, Repeat::Forever);
    browser.hear();
    let thief = Browser { to: called.leg.local(), ..Browser::new() };
    thief.send(&nomination(&called.credentials, 1));
    assert_eq!(thief.next(|_| true)[..2], [1, 1]);
    let overheard = browser.sealed(8, &[0x2A; 160]);
    browser.send(&overheard);
    for _ in 0..5 {
        thief.send(&overheard);
        browser.hear();
    }
    assert!(thief.hears_nothing());
    browser.press(1);
    while called.event(&house) != LegEvent::Key('1') {}
}

#[test]
fn a_browser_that_changes_its_network_is_heard_and_hears_there() {
    let house = House::start();
    let mut browser = Browser::new();
    let mut called = house.leg(browser.identity.fingerprint);
    browser.seal_to(&called);
    called.leg.play(sound(), 0, Repeat::Forever);
    browser.hear();
    browser.socket = Browser::new().socket;
    browser.nominate(&called.credentials);
    browser.press(9);
    while called.event(&house) != LegEvent::Key('9') {}
    assert_eq!(browser.hear(), [0x2A; 160]);
}
