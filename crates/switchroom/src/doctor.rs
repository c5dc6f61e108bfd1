//! `switchroom doctor`: what keeps the server from running well, each with what to do about it.

use crate::acme;
use crate::certificate::{Certificate, Files};
use crate::config::Config;
use crate::house::{People, smarthost_tls};
use crate::transcripts;
use crate::voice;
use anyhow::{Result, bail};
use domain::language::Language;
use domain::own_address;
use domain::smarthost::Smarthost;
use domain::trunk::Trunk;
use messaging::outbound::Kind;
use speech::Choice;
use std::net::{IpAddr, SocketAddr, TcpListener, UdpSocket};
use std::path::Path;
use std::time::Duration;

/// A name server that is silent for longer does not know the trunk.
const LOOKUP: Duration = Duration::from_secs(5);

/// One thing looked at: what, and what is wrong with it.
struct Finding {
    what: String,
    wrong: Option<String>,
}

pub async fn run(config: &Config) -> Result<()> {
    let mut findings = vec![disk(config), clock(), prompts()];
    findings.extend(engines(config).await?);
    findings.extend(recogniser(config)?);
    findings.extend(certificate(config));
    findings.extend(music(config));
    findings.extend(ports(config));
    findings.extend(lines(config).await?);
    findings.extend(smarthost(config).await?);
    let mut wrong = 0;
    for finding in &findings {
        match &finding.wrong {
            None => println!("ok    {}", finding.what),
            Some(why) => {
                wrong += 1;
                println!("FAIL  {}: {why}", finding.what);
            }
        }
    }
    if wrong > 0 {
        bail!("{wrong} of {} need care", findings.len());
    }
    Ok(())
}

/// What trunks are told of where we are. None before the first start.
async fn lines(config: &Config) -> Result<Vec<Finding>> {
    if !config.data.join("master.key").exists() {
        return Ok(Vec::new());
    }
    let people = People::open(config).await?;
    let mut findings = Vec::new();
    for trunk in people.directory().outside().trunks.iter().filter(|trunk| !trunk.agreed.disabled) {
        let wrong = match server_of(trunk).await {
            None => Some("its server has no address: look at the name, and at DNS".to_owned()),
            Some(server) => {
                let told = own_address::told(switch::route_towards(server), server, config.public);
                own_address::leads_nowhere(told, server).then(|| {
                    format!(
                        "it is told {told}, where nobody outside reaches us, and callers hear nothing: set `public` to the \
                         address that the router has outside"
                    )
                })
            }
        };
        findings.push(finding(format!("trunk {}", trunk.name), wrong));
    }
    Ok(findings)
}

/// Whether mail for elsewhere gets out. None where no smarthost is set.
async fn smarthost(config: &Config) -> Result<Option<Finding>> {
    if !config.data.join("master.key").exists() {
        return Ok(None);
    }
    let people = People::open(config).await?;
    let everybody = people.directory().people();
    let queue = people.outbound(&config.node);
    let Some(smarthost) = Smarthost::of(&everybody.settings_of(None)) else {
        let waiting = queue.standing(Kind::Mail).await?.waiting;
        let wrong = format!("{waiting} mails wait: set `smarthost.host`");
        return Ok((waiting > 0).then(|| finding("mail for elsewhere".into(), Some(wrong))));
    };
    let what = format!("smarthost {}:{}", smarthost.host, smarthost.port);
    let password = queue.password().await?;
    let wrong = match (smarthost.check(), smarthost.user.is_empty(), password) {
        (Err(unsound), _, _) => Some(unsound.to_string()),
        (Ok(()), false, None) => Some("its password is not set: `switchroom outbox password`".into()),
        (Ok(()), no_user, password) => {
            let password = password.as_ref().filter(|_| !no_user).map(|password| password.as_str());
            let tls = smarthost_tls(config)?;
            mail::outbound::probe(&smarthost, password, &tls, &everybody.realm).await.err()
        }
    };
    Ok(Some(finding(what, wrong)))
}

async fn server_of(trunk: &Trunk) -> Option<IpAddr> {
    let server = sip::Uri::parse(&trunk.agreed.server).ok()?;
    if let Some(ip) = server.ip() {
        return Some(ip);
    }
    let found = tokio::net::lookup_host((server.host().to_owned(), 5060));
    tokio::time::timeout(LOOKUP, found).await.ok()?.ok()?.next().map(|address| address.ip())
}

fn ports(config: &Config) -> Vec<Finding> {
    let tcp = |name: &str, addresses: &[SocketAddr]| -> Vec<Finding> {
        addresses
            .iter()
            .map(|address| {
                finding(
                    format!("{name} port {address}/tcp"),
                    TcpListener::bind(address).err().map(|error| port_trouble(&error)),
                )
            })
            .collect()
    };
    let mut findings = tcp("SIP", &config.sip.tcp);
    findings.extend(config.sip.udp.iter().map(|address| {
        finding(
            format!("SIP port {address}/udp"),
            UdpSocket::bind(address).err().map(|error| port_trouble(&error)),
        )
    }));
    for addresses in [&config.sip.tls, &config.sip.mutual_tls, &config.sip.ws, &config.sip.wss] {
        findings.extend(tcp("SIP", addresses));
    }
    findings.extend(tcp("desk", &config.http.tls));
    findings.extend(tcp("desk", &config.http.plain));
    findings.extend(tcp("IMAP", &config.imap.tls));
    findings.extend(tcp("IMAP", &config.imap.plain));
    findings.extend(tcp("SMTP", &config.smtp.listen));
    let by_http = config.tls.acme.iter().filter(|_| !config.asks_by_tls());
    findings.extend(by_http.flat_map(|acme| tcp("certificate authority's", &acme.listen)));
    findings
}

fn port_trouble(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            "in use (by this server, if it runs; else by another program)".into()
        }
        std::io::ErrorKind::PermissionDenied => {
            "not allowed: give the program CAP_NET_BIND_SERVICE or choose a port above 1023".into()
        }
        _ => error.to_string(),
    }
}

fn disk(config: &Config) -> Finding {
    let what = format!("disk of {}", config.data.display());
    match store::free_bytes(existing(&config.data)) {
        Ok(free) => {
            let megabytes = free / 1_000_000;
            let scarce = megabytes < config.store.reserve_megabytes;
            finding(
                what,
                scarce.then(|| {
                    format!(
                        "{megabytes} MB free; below {} MB nothing new is taken",
                        config.store.reserve_megabytes
                    )
                }),
            )
        }
        Err(error) => finding(what, Some(error.to_string())),
    }
}

/// The folder, or the nearest one above it that exists.
fn existing(path: &Path) -> &Path {
    path.ancestors().find(|path| path.exists()).unwrap_or(Path::new("/"))
}

/// `None` before the first start.
fn certificate(config: &Config) -> Option<Finding> {
    let places = Files::places(config);
    if !places.iter().any(|files| files.certificate.exists()) {
        return None;
    }
    let tries = acme::tries(config);
    Some(match Certificate::open(places) {
        Err(error) => finding("certificate".into(), Some(format!("{error:#}"))),
        Ok(certificate) => {
            let (facts, now) = (certificate.facts(), jiff::Timestamp::now());
            let trouble = acme::trouble(facts.as_ref(), tries.as_ref(), now);
            let why = tries.map(|tries| tries.why).filter(|why| !why.is_empty());
            let ends = facts.map(|facts| format!(" (ends {:.0})", facts.validity.ends)).unwrap_or_default();
            let wrong = trouble.map(|trouble| why.map_or(trouble.clone(), |why| format!("{trouble}: {why}")));
            finding(format!("certificate{ends}"), wrong)
        }
    })
}

/// What speaks: espeak-ng behind all, and whatever was chosen before it.
/// Whether the service that makes text of voice messages can be asked as it is configured. None where there is none.
fn recogniser(config: &Config) -> Result<Option<Finding>> {
    let Some((wanted, url)) =
        config.transcripts.as_ref().and_then(|wanted| Some((wanted, wanted.url.as_ref()?)))
    else {
        return Ok(None);
    };
    let wrong = transcripts::recognisers(wanted, &voice::tls()?).err();
    Ok(Some(finding(format!("recogniser {url}"), wrong.map(|why| format!("transcripts.{why}")))))
}

async fn engines(config: &Config) -> Result<Vec<Finding>> {
    let tls = voice::tls()?;
    let mut chosen = vec![("speech engine espeak-ng".to_owned(), &Choice::EspeakNg {}, Language::default())];
    for language in Language::ALL {
        let choice = config.voice.of(language);
        if !chosen.iter().any(|(_, other, _)| *other == choice) {
            let what = format!("speech engine {} ({})", choice.name(), config.voice.table_of(language));
            chosen.push((what, choice, language));
        }
    }
    let mut findings = Vec::with_capacity(chosen.len());
    for (what, choice, language) in chosen {
        let wrong = speech::usable(choice, language, &tls).await.err();
        findings.push(finding(
            what,
            wrong.map(|why| match choice {
                Choice::EspeakNg {} => format!("{why}: names are not spoken, numbers are said instead"),
                _ => why.to_string(),
            }),
        ));
    }
    Ok(findings)
}

fn prompts() -> Finding {
    finding("built-in voice".into(), speech::Voice::missing().map(str::to_owned))
}

/// `None`: those who are held hear a tone.
fn music(config: &Config) -> Option<Finding> {
    let path = config.telephone.hold_music.as_deref()?;
    let wrong = match speech::music::Music::read(path) {
        Ok(music) => {
            let faults = music.faults.iter().map(|fault| format!("{}: {}", fault.file.display(), fault.why));
            Some(faults.collect::<Vec<_>>().join("; ")).filter(|faults| !faults.is_empty())
        }
        Err(error) => Some(error.to_string()),
    };
    Some(finding(format!("hold music of {}", path.display()), wrong))
}

/// A clock that is years off stamps messages wrongly and breaks TLS.
fn clock() -> Finding {
    let now = jiff::Timestamp::now();
    let wrong = now < BUILT;
    finding(
        format!("clock ({now:.0})"),
        wrong.then(|| "it stands before this program was made: set it, and let NTP keep it".into()),
    )
}

/// This program is younger than that.
const BUILT: jiff::Timestamp = jiff::Timestamp::constant(1_793_000_000, 0);

fn finding(what: String, wrong: Option<String>) -> Finding {
    Finding { what, wrong }
}
