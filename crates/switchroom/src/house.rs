//! The house as it runs: every door opened in order, every listener started, everything ended in order.

use crate::acme::{self, Authority, Keeper};
use crate::certificate::{self, Certificate, Files};
use crate::condition::{HouseCondition, Meters, Shown};
use crate::config::Config;
use crate::desk_doors::{
    DeskChanges, DeskHouseCalls, DeskJournal, DeskMenus, DeskOutbox, DeskSessions, DeskTrunks,
};
use crate::enclosures::WelcomeEnclosures;
use crate::laid_announcement::Laying;
use crate::listeners;
use crate::reached;
use crate::stir;
use crate::transcripts;
use crate::upkeep::Upkeep;
use crate::voice;
use anyhow::{Context, Result};
use directory::local::{self, LocalDirectory};
use directory::{Attendants, Directory, Groups, Sites};
use domain::language::Language;
use domain::number::Number;
use domain::number_plan::{NumberPlan, Service};
use domain::settings::{Row, Scope};
use media::{Engine, EngineConfig};
use messaging::letters::Stationery;
use messaging::outbound::Outbound;
use messaging::{Post, PostOffice};
use rustls::{ClientConfig, ServerConfig};
use sip::Stack;
use speech::{Engines, Speak, Voice, VoiceConfig};
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::{MasterKey, Store, StoreConfig, TenantStore};
use switch::{Doors, HouseCalls, MenusMeter, Place, Switch, TrunksMeter};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

/// Calls get so long to say goodbye and to keep what was recorded; with the rest it stays below 10 s.
const CALLS_END: Duration = Duration::from_secs(6);

/// The people and what they are kept in: enough for the command line.
pub struct People {
    store: Store,
    tenant: TenantStore,
    directory: Arc<LocalDirectory>,
}

impl People {
    /// Opens the data folder, made at the first start. Nothing listens.
    pub async fn open(config: &Config) -> Result<People> {
        let data = &config.data;
        for folder in [data.clone(), data.join("blobs"), data.join("spool")] {
            fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        }
        let master_key = master_key(&data.join("master.key"))?;
        let store = Store::open(StoreConfig {
            database: database(config),
            dir: data.clone(),
            reserve_bytes: config.store.reserve_megabytes * 1_000_000,
            master_key,
        })
        .await?;
        let tenant = store.tenant_of_domain(&config.domain).await?;
        let pepper = store.derive_secret("PIN pepper");
        let directory = local::open(tenant.clone(), config.domain.clone(), pepper).await?;
        Ok(People { store, tenant, directory })
    }

    pub fn directory(&self) -> &dyn Directory {
        &*self.directory
    }

    pub fn sites(&self) -> &dyn Sites {
        &*self.directory
    }

    pub fn groups(&self) -> &dyn Groups {
        &*self.directory
    }

    /// What lies in mailboxes.
    pub fn post(&self) -> PostOffice {
        PostOffice::new(self.tenant.clone(), self.directory.clone())
    }

    /// What leaves the house.
    pub fn outbound(&self, node: &str) -> Outbound {
        self.post().outbound(node)
    }

    pub fn attendants(&self) -> &dyn Attendants {
        &*self.directory
    }

    pub fn store(&self) -> &Store {
        &self.store
    }
}

fn master_key(file: &Path) -> Result<MasterKey> {
    Ok(if file.exists() { MasterKey::read(file)? } else { MasterKey::create(file)? })
}

fn database(config: &Config) -> String {
    match config.store.database.as_str() {
        "sqlite" => format!("sqlite:{}", config.data.join("switchroom.db").display()),
        other => other.to_owned(),
    }
}

/// Everything that runs.
pub struct House {
    people: People,
    post: Arc<PostOffice>,
    voice: Arc<Voice>,
    switch: Switch,
    servers: JoinSet<()>,
    closing: watch::Sender<bool>,
    desk_closing: CancellationToken,
    told: Told,
}

impl House {
    /// Takes calls, mail and browsers when this returns.
    pub async fn open(config: &Config) -> Result<House> {
        // Before anything can be asked to end.
        let told = Told::listen()?;
        let people = People::open(config).await?;
        let certificate = open_certificate(config)?;
        let tls = certificate.server();
        let at_the_desk = match config.asks_by_tls() {
            true => acme::desk_server(&certificate, &config.data),
            false => tls.clone(),
        };
        let post = Arc::new(post_office(config, &people));
        let speech = voice::engines(config).await?;
        let voice = Arc::new(prompts(config, &speech));
        let engine = engine(config)?;
        let switch =
            switch(config, &people, post.clone(), voice.clone(), engine.clone(), &certificate).await?;
        let metrics = Arc::new(mail::Metrics::default());
        let (closing, is_closing) = watch::channel(false);
        let desk_closing = CancellationToken::new();
        let mut servers = JoinSet::new();
        let doors =
            mail::Doors { directory: people.directory.clone(), post: post.clone(), metrics: metrics.clone() };
        serve_mail(config, &mut servers, &doors, &tls, &is_closing).await?;
        servers.spawn(messaging::outbox::run(
            PostOffice::clone(&post),
            people.directory.clone(),
            is_closing.clone(),
        ));
        let stationery = Stationery {
            mailbox_number: config.telephone.mailbox_number.clone(),
            texts: config.letters.texts.clone(),
            enclosures: Arc::new(WelcomeEnclosures(config.letters.attachments.clone())),
        };
        servers.spawn(messaging::letters::run(post.letters(stationery), is_closing.clone()));
        servers.spawn(messaging::pages::run(post.pages(), is_closing.clone()));
        let sending = mail::outbound::Sending {
            queue: post.outbound(&config.node),
            directory: people.directory.clone(),
            tls: smarthost_tls(config)?,
            metrics: metrics.clone(),
        };
        servers.spawn(mail::outbound::run(sending, is_closing.clone()));
        let laying = Laying::new(&config.data, people.directory.clone());
        servers.spawn(laying.run(is_closing.clone()));
        let transcripts = transcribe(config, &post, &mut servers, &is_closing);
        let upkeep = Arc::new(Upkeep::default());
        let keeper = Authority::of(config).map(|authority| Keeper::new(authority, certificate.clone()));
        let orders = keeper.as_ref().map(Keeper::standing);
        servers.spawn(upkeep.clone().run(people.store.clone(), is_closing.clone()));
        let trunks = switch.trunks_meter();
        let (calls, sip, scans) = (switch.calls_meter(), switch.sip_counters(), switch.scan_counters());
        let music_fault = Arc::new(switch.music_fault());
        let meters = Meters {
            calls,
            sip,
            scans,
            mail: metrics,
            upkeep,
            trunks: trunks.clone(),
            music_fault,
            transcripts,
            speech: speech.clone(),
        };
        let shown = Shown { certificate: certificate.clone(), orders };
        let condition = HouseCondition::new(people.store.clone(), engine, shown, meters);
        serve_desk(
            config,
            &mut servers,
            &people,
            post.clone(),
            Seen {
                condition,
                trunks,
                house_calls: switch.house_calls(),
                menus: switch.menus_meter(),
                speech: speaker(&speech),
            },
            at_the_desk,
            &desk_closing,
        )
        .await?;
        // The authority may ask at the desk's door.
        keep_certificate(certificate, keeper, &mut servers, &is_closing)?;
        Ok(House { people, post, voice, switch, servers, closing, desk_closing, told })
    }

    pub fn directory(&self) -> &dyn Directory {
        &*self.people.directory
    }

    pub fn post(&self) -> &dyn Post {
        &*self.post
    }

    pub fn voice(&self) -> &Voice {
        &self.voice
    }

    /// Outside callers are taken from now on.
    pub fn attendants(&self) -> &dyn Attendants {
        self.people.attendants()
    }

    pub async fn allow_anonymous_inbound(&self) -> Result<()> {
        let scope = Scope::Tenant(self.people.directory.people().tenant);
        let row = Row { scope, key: "anonymous_inbound".into(), value: "true".into() };
        Ok(self.people.directory.set_setting(row).await?)
    }

    /// Serves until SIGTERM or Ctrl-C, then ends in order: calls first, since their messages need everything else.
    pub async fn run_until_told(mut self) -> Result<()> {
        self.told.end().await;
        info!("ending");
        self.switch.stop(CALLS_END).await;
        self.closing.send_replace(true);
        self.desk_closing.cancel();
        let ended = async { while self.servers.join_next().await.is_some() {} };
        if tokio::time::timeout(Duration::from_secs(3), ended).await.is_err() {
            warn!("connections are cut off");
        }
        self.people.store.close().await;
        info!("ended");
        Ok(())
    }
}

fn post_office(config: &Config, people: &People) -> PostOffice {
    let (store, directory) = (people.tenant.clone(), people.directory.clone());
    match config.transcripts {
        Some(_) => PostOffice::transcribing(store, directory),
        None => PostOffice::new(store, directory),
    }
}

/// Has voice messages made into text, where a recogniser is configured.
fn transcribe(
    config: &Config,
    post: &PostOffice,
    servers: &mut JoinSet<()>,
    closing: &watch::Receiver<bool>,
) -> Option<Arc<transcripts::Meter>> {
    let recogniser = config.transcripts.clone()?;
    let meter = Arc::new(transcripts::Meter::default());
    let queue = post.transcripts(&config.node, transcripts::turn(&recogniser));
    servers.spawn(transcripts::serve(queue, recogniser, meter.clone(), closing.clone()));
    Some(meter)
}

/// The operator's, or an authority's, or one of our own.
fn open_certificate(config: &Config) -> Result<Arc<Certificate>> {
    let places = Files::places(config);
    if config.tls.certificate.is_none() {
        Files::own(&config.data).make(&config.domain, &reached::by_tls(config))?;
    }
    Certificate::open(places).context("TLS")
}

/// Has new certificates used, and ordered where an authority is configured.
fn keep_certificate(
    certificate: Arc<Certificate>,
    keeper: Option<Keeper>,
    servers: &mut JoinSet<()>,
    closing: &watch::Receiver<bool>,
) -> Result<()> {
    servers.spawn(certificate.watch(certificate::hang_up()?, closing.clone()));
    if let Some(keeper) = keeper {
        servers.spawn(keeper.run(certificate::hang_up()?, closing.clone()));
    }
    Ok(())
}

fn prompts(config: &Config, speech: &Arc<Engines>) -> Voice {
    if let Some(missing) = Voice::missing() {
        warn!("{missing}");
    }
    Voice::new(VoiceConfig {
        engine: speaker(speech),
        recorded: config.telephone.prompts.clone(),
        ..VoiceConfig::default()
    })
}

/// What can speak any text, where anything can.
fn speaker(speech: &Arc<Engines>) -> Option<Arc<dyn Speak>> {
    let speaks = Language::ALL.into_iter().any(|language| speech.knows(language));
    speaks.then(|| Arc::clone(speech) as Arc<dyn Speak>)
}

fn engine(config: &Config) -> Result<Engine> {
    let media = &config.media;
    Ok(Engine::start(EngineConfig {
        workers: media.workers,
        tick_milliseconds: media.tick_milliseconds,
        code_point: media.dscp,
        ports: media.first_port..=media.last_port,
        spool: config.data.join("spool"),
        ..EngineConfig::default()
    })?)
}

async fn switch(
    config: &Config,
    people: &People,
    post: Arc<PostOffice>,
    voice: Arc<Voice>,
    engine: Engine,
    certificate: &Arc<Certificate>,
) -> Result<Switch> {
    let (stack, incoming) = Stack::start(listeners::stack(config, certificate)?).await.context("SIP")?;
    let mailbox_number = Number::parse(&config.telephone.mailbox_number)?;
    let numbers = NumberPlan { system: vec![(mailbox_number, Service::Mailbox)], ..NumberPlan::default() };
    let place = Place {
        node: config.node.clone(),
        public: config.public,
        numbers,
        service_route: config.sip.service_route.clone(),
        proxies: config.sip.proxies.clone(),
    };
    Ok(Switch::start(
        place,
        Doors {
            stack,
            incoming,
            engine,
            directory: people.directory.clone(),
            post,
            tenant: people.tenant.clone(),
            voice,
            signers: stir::signers(config)?,
            hold_music: config.telephone.hold_music.clone(),
            spool: config.data.join("spool"),
            nonce_secret: people.store.derive_secret("sip nonces"),
        },
    )
    .await?)
}

async fn serve_mail(
    config: &Config,
    servers: &mut JoinSet<()>,
    doors: &mail::Doors,
    tls: &Arc<ServerConfig>,
    closing: &watch::Receiver<bool>,
) -> Result<()> {
    let tls = tls.clone();
    let source: mail::TlsSource = Arc::new(move || tls.clone());
    let imap = mail::imap::Limits::default();
    for address in &config.imap.tls {
        let listener = listen("IMAP", *address).await?;
        servers.spawn(mail::imap::serve(
            listener,
            Some(source.clone()),
            doors.clone(),
            imap,
            closing.clone(),
        ));
    }
    for address in &config.imap.plain {
        let listener = listen("IMAP", *address).await?;
        servers.spawn(mail::imap::serve(listener, None, doors.clone(), imap, closing.clone()));
    }
    let smtp = mail::smtp::Limits {
        message_limit_bytes: config.smtp.largest_megabytes as usize * 1_000_000,
        ..mail::smtp::Limits::default()
    };
    for address in &config.smtp.listen {
        let listener = listen("SMTP", *address).await?;
        servers.spawn(mail::smtp::serve(
            listener,
            Some(source.clone()),
            doors.clone(),
            smtp,
            closing.clone(),
        ));
    }
    Ok(())
}

/// Whom the smarthost must show a certificate of.
pub fn smarthost_tls(config: &Config) -> Result<Arc<ClientConfig>> {
    let trusted = certificate::trusted(config.smtp.authorities.as_deref()).context("smtp.authorities")?;
    Ok(Arc::new(ClientConfig::builder().with_root_certificates(trusted).with_no_client_auth()))
}

/// What the desk shows and uses of the rest of the house.
struct Seen {
    condition: HouseCondition,
    trunks: TrunksMeter,
    house_calls: HouseCalls,
    menus: MenusMeter,
    speech: Option<Arc<dyn Speak>>,
}

async fn serve_desk(
    config: &Config,
    servers: &mut JoinSet<()>,
    people: &People,
    post: Arc<PostOffice>,
    seen: Seen,
    tls: Arc<ServerConfig>,
    closing: &CancellationToken,
) -> Result<()> {
    let doors = |https| api::Doors {
        directory: people.directory.clone(),
        groups: people.directory.clone(),
        sites: people.directory.clone(),
        attendants: people.directory.clone(),
        post: post.clone(),
        journal: Arc::new(DeskJournal(people.tenant.clone())),
        changes: Arc::new(DeskChanges(people.tenant.clone())),
        sessions: Arc::new(DeskSessions(people.tenant.clone())),
        condition: Arc::new(seen.condition.clone()),
        trunks: Arc::new(DeskTrunks(seen.trunks.clone())),
        house_calls: Arc::new(DeskHouseCalls(seen.house_calls.clone())),
        menus: Arc::new(DeskMenus(seen.menus.clone())),
        outbox: Arc::new(DeskOutbox(post.outbound(&config.node))),
        speech: seen.speech.clone(),
        web: api::Web { https, origins: Vec::new() },
    };
    for address in &config.http.tls {
        let listener = listen("desk", *address).await?;
        servers.spawn(api::serve(listener, doors(true), Some(tls.clone()), closing.clone()));
    }
    for address in &config.http.plain {
        let listener = listen("desk", *address).await?;
        servers.spawn(api::serve(listener, doors(false), None, closing.clone()));
    }
    Ok(())
}

async fn listen(what: &str, address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("{what}: {address} cannot be listened on"))
}

/// Hears SIGTERM and Ctrl-C.
struct Told {
    terminate: Signal,
    interrupt: Signal,
    /// Nobody listens to it: unheard, it would end the process where a limit on the size of files (`ulimit -f`) is
    /// reached. Heard, the write fails (EFBIG), as on a disk that is full.
    _too_large: Signal,
}

impl Told {
    fn listen() -> Result<Told> {
        Ok(Told {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            _too_large: signal(SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw()))?,
        })
    }

    async fn end(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Whether a folder may be filled by a restore.
pub fn is_empty(folder: &Path) -> Result<bool> {
    Ok(!folder.exists() || fs::read_dir(folder)?.next().is_none())
}
