//! The switch as its owner starts and stops it: what comes in by SIP is given to the task that is its own.

use crate::bindings::{Bindings, rows};
use crate::callback::Callbacks;
use crate::conference::Conferences;
use crate::display::{MenusMeter, OpenMenus};
use crate::events::{self, Presences, Storm};
use crate::ground::{Ground, Place};
use crate::help::Notices;
use crate::hold::{self, Hold};
use crate::house_call::HouseCalls;
use crate::identity::Identities;
use crate::keep::Keeping;
use crate::lamp::Lamps;
use crate::park::Parking;
use crate::pickup::Ringing;
use crate::scan::{ScanCounters, Scans};
use crate::spool::Spool;
use crate::standing::Standing;
use crate::stir::{Signers, Stir};
use crate::trunk::{self, Trunks, TrunksMeter};
use crate::{call, outcall, registrar};
use directory::Directory;
use jiff::Timestamp;
use messaging::Post;
use sip::auth::Nonces;
use sip::{HeaderName, Incoming, ServerRequest, Stack};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::TenantStore;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinHandle;
use tracing::{info, warn};

/// Calls at once; more are answered 503. Each takes two legs, four ports and a task.
const CALLS_LIMIT: usize = 5000;
/// PUBLISHes under way at once.
const REQUESTS_LIMIT: usize = 1000;
/// How often recordings that could not be delivered are tried again.
const SPOOL_SECONDS: u64 = 15;
/// Who subscribes too fast is told to wait so long.
const STORM_SECONDS: u64 = 30;

/// Registrations at providers get so long to be taken back.
const TRUNKS_END: Duration = Duration::from_secs(2);

/// The rooms that the switch uses.
pub struct Doors {
    pub stack: Stack,
    pub incoming: mpsc::Receiver<Incoming>,
    pub engine: media::Engine,
    pub directory: Arc<dyn Directory>,
    pub post: Arc<dyn Post>,
    pub tenant: TenantStore,
    pub voice: Arc<speech::Voice>,
    /// The folder of recordings under way; it exists.
    pub spool: PathBuf,
    /// A file or a folder of music for those who are held.
    pub hold_music: Option<PathBuf>,
    /// Who is believed to sign calls; none: signatures are not looked at.
    pub signers: Option<Signers>,
    /// What nonces are made with: 32 random bytes, the same for all nodes.
    pub nonce_secret: [u8; 32],
}

#[derive(Debug, thiserror::Error)]
pub enum SwitchError {
    #[error(transparent)]
    Store(#[from] store::StoreError),
    #[error(transparent)]
    Identity(#[from] media::IdentityError),
    #[error("spool: {0}")]
    Spool(#[from] std::io::Error),
}

/// How many calls there are and were.
#[derive(Clone)]
pub struct CallsMeter {
    room: Arc<Semaphore>,
    taken: Arc<AtomicU64>,
}

impl CallsMeter {
    /// Calls under way.
    pub fn now(&self) -> usize {
        CALLS_LIMIT - self.room.available_permits()
    }

    /// INVITEs since the start that were given a task.
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }
}

/// A running switch.
pub struct Switch {
    ground: Arc<Ground>,
    closing: watch::Sender<bool>,
    calls: Arc<Semaphore>,
    taken: Arc<AtomicU64>,
    trunks: JoinHandle<()>,
}

impl Switch {
    /// Takes calls from now on. What a crash has left in the spool is delivered first.
    pub async fn start(place: Place, doors: Doors) -> Result<Switch, SwitchError> {
        let (closing, is_closing) = watch::channel(false);
        let ground = Arc::new(Ground {
            identities: Identities::new(
                doors.directory.clone(),
                Nonces::new(doors.nonce_secret),
                Scans::new(place.proxies.clone()),
            ),
            place,
            stack: doors.stack,
            engine: doors.engine,
            identity: Arc::new(media::Identity::make()?),
            directory: doors.directory,
            post: doors.post,
            tenant: doors.tenant,
            voice: doors.voice,
            bindings: Mutex::new(Bindings::default()),
            keeping: Keeping::default(),
            tokens: Mutex::default(),
            lamps: Lamps::default(),
            menus: OpenMenus::default(),
            lines: Arc::default(),
            watchers: Arc::default(),
            presences: Presences::default(),
            trunks: Trunks::new(doors.nonce_secret),
            ringing: Ringing::default(),
            parking: Parking::default(),
            callbacks: Callbacks::default(),
            conferences: Conferences::default(),
            notices: Notices::default(),
            stir: Stir::new(doors.signers),
            standing: Standing::default(),
            spool: Spool::new(doors.spool),
            hold: Hold::default(),
            workers: Handle::current(),
            closing: is_closing,
        });
        ground.spool.recover(&*ground.post).await?;
        rows::restore(&ground).await?;
        ground.trunks.ledger.read(&ground.tenant, Timestamp::now()).await?;
        let calls = Arc::new(Semaphore::new(CALLS_LIMIT));
        tokio::spawn(Lamps::follow(ground.clone()));
        tokio::spawn(Keeping::follow(ground.clone()));
        tokio::spawn(Presences::sweep(ground.clone()));
        tokio::spawn(deliver_again(ground.clone()));
        tokio::spawn(outcall::follow(ground.clone()));
        if let Some(music) = doors.hold_music {
            tokio::spawn(hold::follow(ground.clone(), music));
        }
        let trunks = tokio::spawn(trunk::follow(ground.clone()));
        let taken = Arc::new(AtomicU64::new(0));
        let meter = CallsMeter { room: calls.clone(), taken: taken.clone() };
        ground.stack.beside(take(ground.clone(), doors.incoming, meter, Handle::current()));
        Ok(Switch { ground, closing, calls, taken, trunks })
    }

    /// Counts calls for those who watch the house.
    pub fn calls_meter(&self) -> CallsMeter {
        CallsMeter { room: self.calls.clone(), taken: self.taken.clone() }
    }

    /// Calls people who have asked for it at the desk.
    pub fn house_calls(&self) -> HouseCalls {
        HouseCalls::new(self.ground.clone())
    }

    /// Tells what menus offer.
    pub fn menus_meter(&self) -> MenusMeter {
        MenusMeter::new(self.ground.clone())
    }

    /// Tells how trunks stand.
    pub fn trunks_meter(&self) -> TrunksMeter {
        TrunksMeter::new(self.ground.clone())
    }

    /// What is wrong with the music of those who are held, for the same.
    pub fn music_fault(&self) -> impl Fn() -> Option<String> + Send + Sync + Clone + 'static {
        let ground = self.ground.clone();
        move || ground.hold.fault()
    }

    /// Who was not listened to, for the same.
    pub fn scan_counters(&self) -> Arc<ScanCounters> {
        self.ground.identities.scans.counters()
    }

    /// What SIP's sockets have done, for the same.
    pub fn sip_counters(&self) -> Arc<sip::Counters> {
        self.ground.stack.counters()
    }

    /// New calls are refused, those under way hang up and what they have recorded is delivered, within `limit`.
    pub async fn stop(self, limit: Duration) {
        self.closing.send_replace(true);
        let ended = self.calls.acquire_many(CALLS_LIMIT as u32);
        if tokio::time::timeout(limit, ended).await.is_err() {
            warn!(calls = self.calls_meter().now(), "calls are cut off");
        }
        if tokio::time::timeout(TRUNKS_END, self.trunks).await.is_err() {
            warn!("a registration at a provider is left to end by itself");
        }
        self.ground.stack.shut_down(Duration::from_secs(1)).await;
        if !self.ground.keeping.write(&self.ground).await {
            warn!("the last calls and registrations are not kept");
        }
        self.ground.engine.stop();
        info!("no more calls");
    }
}

/// Registrations are answered on the thread of the core, and calls live there, since each of their steps is one of the core's;
/// the rest has tasks beside it.
async fn take(
    ground: Arc<Ground>,
    mut incoming: mpsc::Receiver<Incoming>,
    calls: CallsMeter,
    beside: Handle,
) {
    let requests = Arc::new(Semaphore::new(REQUESTS_LIMIT));
    let storm = Storm::default();
    while let Some(incoming) = incoming.recv().await {
        let ground = ground.clone();
        match incoming {
            Incoming::Invite(session) => {
                let Ok(permit) = calls.room.clone().try_acquire_owned() else {
                    session.refuse(503, busy());
                    continue;
                };
                if *ground.closing.borrow() {
                    session.refuse(503, busy());
                    continue;
                }
                calls.taken.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(async move {
                    call::incoming(ground, session).await;
                    drop(permit);
                });
            }
            Incoming::Register(request) => {
                // Nothing in it waits. A panic takes this one alone, as it would in a task of its own.
                let answer = AssertUnwindSafe(|| registrar::register(&ground, request));
                if catch_unwind(answer).is_err() {
                    warn!("a REGISTER was left without an answer");
                }
            }
            Incoming::Subscribe(request) => {
                if !storm.admits(request.source().address.ip(), Instant::now()) {
                    request.refuse(503, vec![(HeaderName::RetryAfter, STORM_SECONDS.to_string())]);
                    continue;
                }
                beside.spawn(events::subscribe(ground, request));
            }
            Incoming::Request(request) if request.request().method() == "PUBLISH" => {
                within(&beside, &requests, request, |request| events::presence::published(ground, request))
            }
            Incoming::Request(request) => other(request),
        }
    }
}

/// Gives a request its task, or refuses it over the limit.
fn within<F: Future<Output = ()> + Send + 'static>(
    beside: &Handle,
    requests: &Arc<Semaphore>,
    request: ServerRequest,
    answer: impl FnOnce(ServerRequest) -> F,
) {
    let Ok(permit) = requests.clone().try_acquire_owned() else {
        return registrar::respond_with(request, 503, busy());
    };
    let answered = answer(request);
    beside.spawn(async move {
        answered.await;
        drop(permit);
    });
}

fn busy() -> Vec<(HeaderName, String)> {
    vec![(HeaderName::RetryAfter, "5".into())]
}

/// OPTIONS is answered as an INVITE would be (RFC 3261 §11.2); nothing else is taken outside a call.
fn other(request: ServerRequest) {
    if request.request().method() == "OPTIONS" {
        let fields = vec![
            (HeaderName::Allow, sip::ALLOW.into()),
            (HeaderName::Accept, "application/sdp".into()),
            (HeaderName::AllowEvents, events::allowed()),
        ];
        return registrar::respond_with(request, 200, fields);
    }
    registrar::respond_with(request, 405, Vec::new());
}

async fn deliver_again(ground: Arc<Ground>) {
    let mut closing = ground.closing.clone();
    loop {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(SPOOL_SECONDS)) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
        if let Err(error) = ground.spool.recover(&*ground.post).await {
            warn!(%error, "the spool cannot be read");
        }
    }
}
