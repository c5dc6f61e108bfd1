//! What every call stands on and none owns: the doors to the other rooms, handed in at start.

use crate::bindings::Binding;
use crate::bindings::Bindings;
use crate::callback::Callbacks;
use crate::conference::Conferences;
use crate::display::OpenMenus;
use crate::events::{Lines, Presences, Watchers};
use crate::gruu::Tokens;
use crate::help::Notices;
use crate::hold::Hold;
use crate::identity::Identities;
use crate::keep::Keeping;
use crate::lamp::Lamps;
use crate::leg::Wants;
use crate::park::Parking;
use crate::pickup::Ringing;
use crate::spool::Spool;
use crate::standing::Standing;
use crate::stir::Stir;
use crate::trunk::Trunks;
use bytes::Bytes;
use directory::{Device, Directory};
use domain::id::{BlobId, CallId, DeviceId, TrunkId};
use domain::network::Network;
use domain::number::Number;
use domain::number_plan::{Meaning, NumberPlan};
use domain::own_address;
use domain::settings::{self, Digits, Setting};
use domain::trunk::Agreed;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use media::codec::Codec;
use media::progress::{Plan, ToneRules};
use messaging::Post;
use sip::{FlowId, Stack};
use speech::{Script, SpeechError};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex, PoisonError};
use store::TenantStore;
use tokio::runtime::Handle;
use tokio::sync::watch;

/// Addresses and names that do not change while the process lives.
#[derive(Clone, Debug)]
pub struct Place {
    /// The node's name, the first part of every call id; no `-`.
    pub node: String,
    /// What phones on the network reach us by; `None` on loopback.
    pub public: Option<IpAddr>,
    pub numbers: NumberPlan,
    /// What registered phones are told to send their requests through (RFC 3608).
    pub service_route: Option<String>,
    /// Proxies before us: who stands behind them is not told apart by address.
    pub proxies: Vec<Network>,
}

/// The doors of a call.
pub struct Ground {
    pub place: Place,
    pub stack: Stack,
    pub engine: media::Engine,
    /// What browsers know us by.
    pub identity: Arc<media::Identity>,
    pub directory: Arc<dyn Directory>,
    pub post: Arc<dyn Post>,
    pub tenant: TenantStore,
    pub voice: Arc<speech::Voice>,
    pub identities: Identities,
    pub bindings: Mutex<Bindings>,
    pub keeping: Keeping,
    pub tokens: Mutex<Tokens>,
    pub lamps: Lamps,
    pub menus: OpenMenus,
    /// The calls that live, for those who watch.
    pub lines: Arc<Lines>,
    pub watchers: Arc<Watchers>,
    pub presences: Presences,
    pub trunks: Arc<Trunks>,
    pub ringing: Ringing,
    pub parking: Parking,
    pub callbacks: Callbacks,
    pub conferences: Conferences,
    pub notices: Notices,
    pub stir: Stir,
    /// The calls in which two talk.
    pub standing: Standing,
    pub spool: Spool,
    pub hold: Hold,
    /// Where work is done that takes long: calls share the thread of the SIP core.
    pub workers: Handle,
    /// Turns true when the process is to end: calls say goodbye.
    pub closing: watch::Receiver<bool>,
}

impl Ground {
    /// The bindings, for as long as `work` takes; it must not wait.
    pub fn with_bindings<T>(&self, work: impl FnOnce(&mut Bindings) -> T) -> T {
        work(&mut self.bindings.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The tokens of temporary GRUUs, for as long as `work` takes; it must not wait.
    pub fn with_tokens<T>(&self, work: impl FnOnce(&mut Tokens) -> T) -> T {
        work(&mut self.tokens.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the store takes messages.
    pub fn room(&self) -> store::DiskRoom {
        self.tenant.room()
    }

    /// Where a device can be reached now.
    pub fn bindings_of(&self, device: DeviceId) -> Vec<Binding> {
        self.with_bindings(|bindings| bindings.of(device, Timestamp::now()))
    }

    /// Whether this setting's number has been dialled, and is nobody's extension.
    pub fn is_service(&self, setting: &'static Setting<Digits>, called: &Number) -> bool {
        let people = self.directory.people();
        let number = people.settings_of(None).get(setting).0;
        let Meaning::Extension(extension) = self.place.numbers.meaning(called) else { return false };
        !number.is_empty() && number == extension.as_str() && people.whose(&extension).is_none()
    }

    /// What is wanted of the sound of a device, or of a stranger.
    pub fn wants(&self, device: Option<&Device>) -> Wants {
        let user = device.map(|device| device.user);
        let people = self.directory.people();
        let settings = people.settings_of(user);
        Wants {
            phone: device.map(|device| (device.id, device.user)),
            anywhere: device.is_some_and(|device| device.media_from_anywhere),
            srtp: settings.get(&settings::CALL_SRTP),
            codecs: settings.get(&settings::AUDIO_CODECS).0,
            comfort_noise: settings.get(&settings::AUDIO_COMFORT_NOISE),
            tones: None,
            takes_back: None,
        }
    }

    /// What is wanted of a leg by this trunk.
    pub fn wants_of_trunk(&self, id: TrunkId, agreed: &Agreed) -> Wants {
        Wants {
            tones: agreed.hangs_up_by_tone.then_some(HANGS_UP),
            takes_back: agreed.takes_back.then_some(id),
            ..self.wants(None)
        }
    }

    /// A script as octets of a codec; encoded once and shared.
    pub async fn say(&self, script: &Script, codec: Codec) -> Result<Arc<[u8]>, SpeechError> {
        self.voice.say(script, codec, &Greetings(&*self.directory)).await
    }

    pub fn new_call_id(&self) -> CallId {
        CallId::new(&self.place.node, rand::random())
    }

    /// The local address for a peer's sound: the one that its signalling comes to, so that who listens on one address is
    /// heard from no other. A flow that has been kept since this machine had other addresses says nothing.
    pub fn address_towards(&self, peer: &FlowId) -> IpAddr {
        let listened = self.stack.listeners().iter().map(|listener| listener.address.ip());
        let signalling = peer.local().ip();
        let is_ours = listened.into_iter().any(|address| address == signalling && !address.is_unspecified());
        if is_ours { signalling } else { route_towards(peer.remote().ip()) }
    }

    /// What a peer is told to send RTP to, for a leg bound to `local`.
    pub fn advertised(&self, local: SocketAddr, peer: &FlowId) -> SocketAddr {
        let told = own_address::told(local.ip(), peer.remote().ip(), self.place.public);
        SocketAddr::new(told, local.port())
    }
}

/// The address that this machine would send to a peer from.
pub fn route_towards(peer: IpAddr) -> IpAddr {
    let any: IpAddr =
        if peer.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let route = UdpSocket::bind((any, 0)).and_then(|socket| {
        socket.connect((peer, ANY_PORT))?;
        socket.local_addr()
    });
    route.map_or(any, |local| local.ip())
}

/// Three of a tone are no accident; telephone systems have tones of their own, whatever the country.
const HANGS_UP: ToneRules = ToneRules { plan: Plan::Any, busy_cycles: 3 };

/// Connecting a UDP socket sends nothing, so that any port will do to ask for the route.
const ANY_PORT: u16 = 9;

/// Greetings as the voice asks for them: the directory keeps them.
struct Greetings<'a>(&'a dyn Directory);

impl speech::Recordings for Greetings<'_> {
    fn load<'a>(
        &'a self,
        blob: &'a BlobId,
    ) -> BoxFuture<'a, Result<Bytes, Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(async move { Ok(self.0.greeting(blob).await?) })
    }
}
