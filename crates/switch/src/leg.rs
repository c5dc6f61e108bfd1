//! One SIP side of a call with its media: signalling and sound kept in step.

mod browser;
mod keys;

pub use browser::signalling;

use crate::ground::Ground;
use crate::tether::Tether;
use browser::Browser;
use bytes::Bytes;
use domain::codec::preference;
use domain::id::{DeviceId, TrunkId, UserId};
use domain::srtp::{Offer, Policy};
use media::codec::Codec;
use media::progress::ToneRules;
use media::{G729Options, LegEvent, LegEvents, LegStats, OpusOptions, Remote, Silence, Tongue};
use sip::pressed;
use sip::sdp::{self, Agreed, CryptoKey, Description, Direction, Format, Local, Srtp};
use sip::{Ended, FlowId, HeaderName, Reason, Session, SessionEvent};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::time::Instant;
use tracing::info;

/// How long the engine may take to close a leg.
const CLOSING: Duration = Duration::from_secs(2);

/// What happens on a leg: signalling or sound.
pub enum Happening {
    Signal(SessionEvent),
    Sound(LegEvent),
}

/// A SIP session and the media leg that carries its sound.
pub struct Leg {
    pub session: Session,
    pub media: media::Leg,
    events: LegEvents,
    /// Where the other side's signalling comes from: its RTP may come from there, too.
    signalling: IpAddr,
    own: Own,
    /// There if a browser is at the other end.
    browser: Option<Browser>,
    /// What the INVITE is answered with, made when its offer was read.
    first_answer: Bytes,
    agreed: Option<Agreed>,
    /// What the other side said last about hearing and speaking.
    direction: Direction,
    /// There if it has come from another call that must not end before it.
    tether: Option<Tether>,
    /// Since when the line has said that nobody is there.
    busy_since: Option<Instant>,
    /// The trunk by which it runs, if that takes calls back, and has not refused this one.
    pub takes_back: Option<TrunkId>,
}

/// What is wanted of a leg.
#[derive(Clone, Debug)]
pub struct Wants {
    /// A device of ours and its owner; none: a trunk or a stranger.
    pub phone: Option<(DeviceId, UserId)>,
    /// RTP may come from anywhere.
    pub anywhere: bool,
    pub srtp: Policy,
    /// What may be spoken, the best first.
    pub codecs: Vec<domain::codec::Codec>,
    /// Silence is described to whoever takes that.
    pub comfort_noise: bool,
    /// There if the far end hangs up by nothing but a tone.
    pub tones: Option<ToneRules>,
    /// The trunk by which it runs, if that takes calls back.
    pub takes_back: Option<TrunkId>,
}

/// Our side of the session description (RFC 4566 §5.2: its version rises with each change).
#[derive(Clone)]
struct Own {
    address: SocketAddr,
    wants: Wants,
    /// The codec named first, so that a running one stays.
    preferred: Option<Format>,
    /// What the leg works in if Opus is spoken.
    behind_opus: Codec,
    /// What we seal with, for as long as the leg lasts.
    keys: Vec<CryptoKey>,
    /// What offers are of.
    offer: Offer,
    /// What is said to a browser.
    dtls: Option<sdp::Dtls>,
    session_id: u64,
    version: u64,
}

/// What a busy tone means as a status (RFC 3261 §21.4.24).
pub const BUSY: u16 = 486;

/// Silence of a side that is not on hold after which it is asked whether it still lives, in seconds.
const SILENT_SECONDS: u32 = 60;

/// Why sound could not be agreed on.
#[derive(Debug, thiserror::Error)]
pub enum MediaRefused {
    #[error("no codec in common, or no audio")]
    NothingInCommon,
    #[error("the description cannot be read")]
    Unreadable,
    #[error(transparent)]
    Engine(#[from] media::MediaError),
}

impl MediaRefused {
    /// What the other side is answered.
    pub fn status(&self) -> u16 {
        match self {
            MediaRefused::NothingInCommon => 488,
            MediaRefused::Unreadable => 400,
            MediaRefused::Engine(_) => 503,
        }
    }

    /// What else it is told: that its description was understood, and is not one that we can take (RFC 3261 §20.43).
    pub fn fields(&self) -> Vec<(HeaderName, String)> {
        match self {
            MediaRefused::NothingInCommon => {
                vec![(HeaderName::Warning, "305 switchroom \"No codec or sealing in common\"".into())]
            }
            MediaRefused::Unreadable | MediaRefused::Engine(_) => Vec::new(),
        }
    }
}

impl Leg {
    /// The caller's leg. Its INVITE's offer is read, so that a caller without a codec in common is refused before
    /// anything rings; without an offer ours is made, and the answer comes with the ACK (RFC 3261 §13.2.1).
    pub fn incoming(ground: &Ground, session: Session, peer: &FlowId, wants: Wants) -> Result<Self, Refused> {
        Self::incoming_beside(ground, session, peer, wants, None)
    }

    /// The same, on the worker of another leg that it is to talk with.
    pub fn incoming_beside(
        ground: &Ground,
        session: Session,
        peer: &FlowId,
        wants: Wants,
        beside: Option<&Leg>,
    ) -> Result<Self, Refused> {
        let refused = |session, why| Refused { session, why };
        let offer = session.request().and_then(sip::Request::sdp).unwrap_or_default();
        let kind = match Description::parse(&offer, taken(wants.srtp)) {
            // Without an offer in the INVITE, ours is all there will be.
            _ if offer.is_empty() => wants.srtp.first_offer(signalling(peer, None)),
            Ok(description) if description.dtls.is_some() => Offer::Handshake,
            _ => Offer::Plain,
        };
        let sound = match Sound::new(ground, peer, kind, beside.map(|leg| &leg.media)) {
            Ok(sound) => sound,
            Err(error) => return Err(refused(session, error.into())),
        };
        let own = Own::new(ground, peer, &sound, wants, None, kind);
        let mut leg = Self::new(session, sound, peer.remote().ip(), own);
        let answer = if offer.is_empty() { Ok(leg.own.offer()) } else { leg.accept(&offer) };
        match answer {
            Ok(answer) => leg.first_answer = answer,
            Err(why) => return Err(refused(leg.session, why)),
        }
        Ok(leg)
    }

    /// A called phone's leg, on the worker of the caller's if there is one: `invite` sends the INVITE with our offer.
    pub fn outgoing(
        ground: &Ground,
        peer: &FlowId,
        (wants, offer): (Wants, Offer),
        caller: Option<&Leg>,
        invite: impl FnOnce(Bytes) -> Session,
    ) -> Result<Self, MediaRefused> {
        let mut sound = Sound::new(ground, peer, offer, caller.map(|leg| &leg.media))?;
        // Its answer is that of the call.
        sound.browser.iter_mut().for_each(Browser::answered);
        let mut own = Own::new(ground, peer, &sound, wants, caller.and_then(Leg::format), offer);
        let session = invite(own.offer());
        Ok(Self::new(session, sound, peer.remote().ip(), own))
    }

    fn new(session: Session, sound: Sound, signalling: IpAddr, own: Own) -> Self {
        let Sound { media, events, browser } = sound;
        if let Some(tones) = own.wants.tones {
            media.listen_for_tones(tones);
        }
        let takes_back = own.wants.takes_back;
        Self {
            session,
            media,
            events,
            signalling,
            own,
            browser,
            first_answer: Bytes::new(),
            agreed: None,
            direction: Direction::SendRecv,
            tether: None,
            busy_since: None,
            takes_back,
        }
    }

    /// Takes the leg away to another call. What stays in its place has ended: nothing is heard of it.
    pub fn take(&mut self) -> Leg {
        let session = self.session.take();
        let ended = std::mem::replace(&mut self.session, session);
        let left = self.silent(ended);
        std::mem::replace(self, left)
    }

    /// A leg that stands for nobody and hears nothing, in whose name others are called; it has ended when its tether is cut.
    pub fn stand_in(&self, tether: Tether) -> Leg {
        Leg { direction: Direction::SendRecv, tether: Some(tether), ..self.silent(self.session.stand_in()) }
    }

    /// The same where there is no leg yet.
    pub fn nobody(ground: &Ground, tether: Tether) -> Result<Self, media::MediaError> {
        let (media, _) = ground.engine.leg(Ipv4Addr::LOCALHOST.into(), None)?;
        // Its port is free again at once; the place on a worker is what others are put beside.
        let (media, events) = media.nobody();
        let local = media.local();
        let own = Own {
            address: local,
            wants: ground.wants(None),
            preferred: None,
            behind_opus: Codec::G722,
            keys: Vec::new(),
            offer: Offer::Plain,
            dtls: None,
            session_id: 0,
            version: 0,
        };
        let sound = Sound { media, events, browser: None };
        Ok(Leg { tether: Some(tether), ..Self::new(ground.stack.nobody(), sound, local.ip(), own) })
    }

    /// The same leg in another session, without sound.
    fn silent(&self, session: Session) -> Leg {
        let (media, events) = self.media.nobody();
        Leg {
            session,
            media,
            events,
            signalling: self.signalling,
            own: self.own.clone(),
            browser: None,
            first_answer: Bytes::new(),
            agreed: None,
            direction: self.direction,
            tether: None,
            busy_since: None,
            takes_back: None,
        }
    }

    /// Where its signalling comes from.
    pub fn address(&self) -> IpAddr {
        self.signalling
    }

    /// Ties a leg that goes over to another call to the one that it leaves, where that keeps a trunk's channel for it: the
    /// end that stays. It needs none if it is a phone of ours, or is tied already.
    pub fn tie(&mut self) -> Option<Tether> {
        if self.is_own() || self.tether.is_some() {
            return None;
        }
        let (stays, goes) = Tether::pair();
        self.tether = Some(goes);
        Some(stays)
    }

    /// It has come back.
    pub fn untie(&mut self) {
        self.tether = None;
    }

    /// The next thing that happens; cancel-safe.
    pub async fn next(&mut self) -> Happening {
        let Leg { session, events, tether, .. } = self;
        let cut = async {
            match tether {
                Some(tether) => tether.cut().await,
                None => std::future::pending().await,
            }
        };
        let happening = tokio::select! {
            biased;
            signal = session.next() => Happening::Signal(signal),
            () = cut => Happening::Signal(SessionEvent::Ended { why: Ended::ByeSent, reason: None }),
            sound = events.recv() => match sound {
                Some(event) => Happening::Sound(event),
                None => std::future::pending().await,
            },
        };
        // A key in an INFO is heard as any other is.
        if let Happening::Signal(SessionEvent::Info { content_type, body }) = &happening
            && let Some(key) = pressed::key(content_type, body)
        {
            self.media.press(key);
        }
        match happening {
            Happening::Sound(LegEvent::LineTone { ago_ms, .. }) => self.hung_up_by_tone(ago_ms),
            happening => happening,
        }
    }

    /// The line says that the far end is gone, and nobody else does: to everybody it is as if that had hung up.
    fn hung_up_by_tone(&mut self, ago_ms: u64) -> Happening {
        info!("the line says that the far end is gone");
        self.busy_since = Instant::now().checked_sub(Duration::from_millis(ago_ms));
        self.session.bye_because(Reason::sip(BUSY, "Busy tone"));
        Happening::Signal(SessionEvent::Ended { why: Ended::ByeSent, reason: None })
    }

    /// Since when the line has said by a tone that nobody is there; none: it has not.
    pub fn busy_since(&self) -> Option<Instant> {
        self.busy_since
    }

    /// The next thing on the sound side alone; `None` when the engine is gone.
    pub async fn sound(&mut self) -> Option<LegEvent> {
        self.events.recv().await
    }

    /// Frees the ports; answers what the sound was like.
    pub async fn close(self) -> Option<LegStats> {
        let Leg { session, media, mut events, .. } = self;
        session.bye();
        drop(media);
        let closed = async {
            while let Some(event) = events.recv().await {
                if let LegEvent::Closed(stats) = event {
                    return Some(stats);
                }
            }
            None
        };
        tokio::time::timeout(CLOSING, closed).await.ok().flatten()
    }

    pub fn is_agreed(&self) -> bool {
        self.agreed.is_some()
    }

    /// The codec that the leg works in: the one that is spoken, unless that is Opus; before that is known, one that everybody
    /// knows.
    pub fn codec(&self) -> Codec {
        self.format().map_or(Codec::Pcma, |format| self.own.work_codec(format))
    }

    fn format(&self) -> Option<Format> {
        self.agreed.as_ref().map(|agreed| agreed.format).or(self.own.preferred)
    }

    /// Whose device it is; none: a trunk's or a stranger's.
    pub fn person(&self) -> Option<UserId> {
        self.own.wants.phone.map(|(_, person)| person)
    }

    pub fn device(&self) -> Option<DeviceId> {
        self.own.wants.phone.map(|(device, _)| device)
    }

    /// Whether it is a device of ours.
    pub fn is_own(&self) -> bool {
        self.person().is_some()
    }

    /// Whether the other side has put us on hold: it does not want to hear us now.
    pub fn is_held(&self) -> bool {
        !self.direction.receives()
    }

    /// Hears what those hear who are held, until something else is played or that is stopped.
    pub fn waits(&self, ground: &Ground) {
        ground.hold.plays_to(&self.media, self.codec());
    }

    /// Answers the INVITE.
    pub fn answer(&mut self) {
        self.browser.iter_mut().for_each(Browser::answered);
        self.session.answer(self.first_answer.clone());
    }

    /// Lets the caller hear before the answer (183 with a description, RFC 3960 §3.2); says whether that can be. A caller who
    /// wants our offer gets it with the answer only.
    pub fn ring_with_sound(&mut self) -> bool {
        self.browser.iter_mut().for_each(Browser::answered);
        if self.is_agreed() {
            self.session.progress(183, Some(self.first_answer.clone()));
        }
        self.is_agreed()
    }

    /// Answers a re-INVITE; without an offer in it ours is sent.
    pub fn answer_reinvite(&mut self, offer: Option<&[u8]>) {
        let answer = match offer {
            Some(offer) => self.accept(offer),
            None => Ok(self.own.offer()),
        };
        match answer {
            Ok(answer) => self.session.answer_offer(answer),
            Err(refused) => self.session.refuse_offer(refused.status()),
        }
    }

    /// Nothing has been heard for so long: who does not hold is asked whether it still lives. A re-INVITE that is not
    /// answered ends the session by itself (RFC 3261 §12.2.1.2): a vanished peer is found so.
    pub fn hears_nothing(&mut self, seconds: u32) {
        if seconds >= SILENT_SECONDS && !self.is_held() {
            let offer = self.own.offer();
            self.session.offer(offer);
        }
    }

    /// The other side's answer to our offer.
    pub fn accept_answer(&mut self, answer: &[u8]) -> Result<(), MediaRefused> {
        let srtp = match self.own.offer {
            Offer::Plain => Srtp::Refused,
            Offer::Sealed | Offer::Handshake => Srtp::Required,
        };
        let description = Description::parse(answer, srtp).map_err(|_| MediaRefused::Unreadable)?;
        let agreed =
            Agreed::from_answer(&description, &self.own.keys).map_err(|_| MediaRefused::NothingInCommon)?;
        self.agree(&description, agreed)
    }

    fn accept(&mut self, offer: &[u8]) -> Result<Bytes, MediaRefused> {
        let description =
            Description::parse(offer, taken(self.own.wants.srtp)).map_err(|_| MediaRefused::Unreadable)?;
        let local = self.own.answer();
        let (answer, agreed) =
            sdp::answer(&description, &local).map_err(|_| MediaRefused::NothingInCommon)?;
        self.agree(&description, agreed)?;
        Ok(answer)
    }

    fn agree(&mut self, description: &Description, agreed: Agreed) -> Result<(), MediaRefused> {
        let is_as_before = match (&mut self.browser, agreed.dtls) {
            (None, None) => true,
            (Some(browser), Some(peer)) => browser.agree(peer),
            _ => false,
        };
        if !is_as_before {
            return Err(MediaRefused::NothingInCommon);
        }
        self.direction = description.direction;
        self.own.preferred = Some(agreed.format);
        self.own.offer = match (agreed.dtls, agreed.keys) {
            (Some(_), _) => Offer::Handshake,
            (None, Some(_)) => Offer::Sealed,
            (None, None) => Offer::Plain,
        };
        let before = self.agreed.as_ref().and_then(|agreed| agreed.keys);
        if let Some(security) = keys::change(before, agreed.keys) {
            self.media.secure(security);
        }
        // Read as 10 to 60.
        let packet_milliseconds = u8::try_from(description.ptime_ms).unwrap_or(20);
        self.media.connect(Remote {
            rtp: description.remote,
            rtcp: description.rtcp,
            signalling: self.signalling,
            anywhere: self.own.wants.anywhere,
            codec: self.own.work_codec(agreed.format),
            tongue: tongue(&agreed, packet_milliseconds),
            payload_type: agreed.payload_type,
            event_type: agreed.event_type,
            redundancy: agreed.redundancy,
            packet_milliseconds,
            sends: description.direction.sends(),
            listens: description.direction.receives(),
        });
        let is_described = agreed.comfort_noise && self.own.wants.comfort_noise;
        self.media.fall_silent(if is_described { Silence::Described } else { Silence::Unsaid });
        self.agreed = Some(agreed);
        Ok(())
    }
}

/// What carries a leg's sound.
struct Sound {
    media: media::Leg,
    events: LegEvents,
    browser: Option<Browser>,
}

impl Sound {
    fn new(
        ground: &Ground,
        peer: &FlowId,
        kind: Offer,
        beside: Option<&media::Leg>,
    ) -> Result<Self, media::MediaError> {
        if kind == Offer::Handshake {
            let (media, events, browser) = Browser::leg(ground, peer, beside)?;
            return Ok(Self { media, events, browser: Some(browser) });
        }
        let (media, events) = ground.engine.leg(ground.address_towards(peer), beside)?;
        Ok(Self { media, events, browser: None })
    }
}

/// Which streams of an offer count.
fn taken(srtp: Policy) -> Srtp {
    match srtp {
        Policy::Off => Srtp::Refused,
        Policy::Auto => Srtp::Taken,
        Policy::Require => Srtp::Required,
    }
}

/// An INVITE whose sound cannot be agreed on; the session is there to say so.
pub struct Refused {
    session: Session,
    why: MediaRefused,
}

impl Refused {
    /// Tells the caller.
    pub fn answer(self) {
        info!(why = %self.why, "no sound can be agreed on");
        self.session.refuse(self.why.status(), self.why.fields());
    }
}

impl Own {
    fn new(
        ground: &Ground,
        peer: &FlowId,
        sound: &Sound,
        wants: Wants,
        preferred: Option<Format>,
        offer: Offer,
    ) -> Self {
        let address = ground.advertised(sound.media.local(), peer);
        let dtls = sound.browser.as_ref().map(|browser| browser.dtls.clone());
        let session_id = rand::random::<u32>().into();
        // What the other side of the call works in, or what keeps as much of Opus as possible.
        let behind_opus = preferred.map_or(Codec::G722, codec);
        let keys = keys::draw();
        Self { address, wants, preferred, behind_opus, keys, offer, dtls, session_id, version: 0 }
    }

    fn work_codec(&self, format: Format) -> Codec {
        match (format, self.behind_opus) {
            (Format::Opus, behind) => behind,
            // No wider than it is.
            (Format::G729, Codec::Pcmu) => Codec::Pcmu,
            _ => codec(format),
        }
    }

    fn offer(&mut self) -> Bytes {
        let mut local = self.answer();
        if self.offer == Offer::Plain {
            local.keys.clear();
        }
        sdp::offer(&local)
    }

    /// What an answer is made from; whether it is sealed is the offer's affair.
    fn answer(&mut self) -> Local {
        self.version += 1;
        let formats = preference(&self.wants.codecs, self.preferred.map(named));
        Local {
            address: self.address,
            formats: formats.into_iter().map(format).collect(),
            comfort_noise: self.wants.comfort_noise,
            direction: Direction::SendRecv,
            keys: self.keys.clone(),
            dtls: self.dtls.clone(),
            session_id: self.session_id,
            version: self.version,
        }
    }
}

/// What is spoken, if a leg cannot work in it.
fn tongue(agreed: &Agreed, packet_milliseconds: u8) -> Option<Tongue> {
    let opus = agreed.opus.map(|asked| {
        Tongue::Opus(OpusOptions {
            inband_fec: asked.use_inband_fec,
            most_bits_per_second: asked.max_average_bitrate,
            constant_rate: asked.cbr,
            discontinuous: asked.use_dtx,
        })
    });
    let g729 =
        agreed.g729.map(|agreed| Tongue::G729(G729Options { annex_b: agreed.annex_b, packet_milliseconds }));
    opus.or(g729)
}

fn codec(format: Format) -> Codec {
    match format {
        Format::Pcma => Codec::Pcma,
        Format::Pcmu => Codec::Pcmu,
        Format::G722 => Codec::G722,
        // A leg that speaks Opus works in another codec; G.722 keeps as much of it as possible.
        Format::Opus => Codec::G722,
        // It may be understood by all without another change of rate.
        Format::G729 => Codec::Pcma,
    }
}

/// As the settings call it.
fn named(format: Format) -> domain::codec::Codec {
    match format {
        Format::Pcma => domain::codec::Codec::Pcma,
        Format::Pcmu => domain::codec::Codec::Pcmu,
        Format::G722 => domain::codec::Codec::G722,
        Format::Opus => domain::codec::Codec::Opus,
        Format::G729 => domain::codec::Codec::G729,
    }
}

fn format(codec: domain::codec::Codec) -> Format {
    match codec {
        domain::codec::Codec::Pcma => Format::Pcma,
        domain::codec::Codec::Pcmu => Format::Pcmu,
        domain::codec::Codec::G722 => Format::G722,
        domain::codec::Codec::Opus => Format::Opus,
        domain::codec::Codec::G729 => Format::G729,
    }
}
