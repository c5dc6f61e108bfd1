//! The process's own file: addresses, ports, stores. Read at start from `switchroom.toml` and the environment
//! (`SWITCHROOM_` and the key in capitals, `__` between levels), checked whole.

use anyhow::{Context, Result, bail};
use domain::network::Network;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// Everything that is fixed while the process lives. What people change while it runs are settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The company's domain: of its e-mail addresses, and the realm of its phones.
    pub domain: String,
    /// This process among others; part of every call's id. Letters and digits.
    pub node: String,
    /// Where everything is kept that is not kept elsewhere: database, messages, recordings under way, keys.
    pub data: PathBuf,
    /// The address that phones and browsers reach this machine by, where that is not its own (behind a NAT).
    pub public: Option<IpAddr>,
    pub tls: Tls,
    pub sip: Sip,
    pub media: Media,
    pub http: Http,
    pub imap: Imap,
    pub smtp: Smtp,
    pub store: Store,
    pub telephone: Telephone,
    pub letters: Letters,
    pub transcripts: Option<Transcripts>,
    /// What speaks names, typed greetings and e-mail: an engine for all languages, and in a table of its own
    /// (`[voice.en-US]`) one for a language.
    pub voice: speech::Choices,
    pub stir: Option<Stir>,
    pub log: Log,
}

/// The certificate that every door with TLS shows: the two files, or one that an authority signs (`acme`), or else one that
/// is made in the data folder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// A PEM file: the certificate, and behind it those that lead to its authority.
    pub certificate: Option<PathBuf>,
    /// A PEM file.
    pub key: Option<PathBuf>,
    pub acme: Option<Acme>,
}

/// A certificate from an authority by ACME (RFC 8555), obtained and renewed by the server itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Acme {
    /// You have read the authority's terms of service and agree to them.
    pub terms_agreed: bool,
    /// What the certificate is for: host names that lead here, or IP addresses; none named is `domain`.
    pub names: Vec<String>,
    /// An e-mail address that the authority may write to.
    pub contact: Option<String>,
    /// Where the authority says what it can do; that of Let's Encrypt where none is named.
    pub directory: String,
    /// A PEM file: who has signed the authority's own certificate, beside those that this machine trusts.
    pub authorities: Option<PathBuf>,
    /// How the authority asks whether the names are ours: `http-01` at port 80, or `tls-alpn-01` at port 443, which must lead to a
    /// door of `http.tls`.
    pub asking: Asking,
    /// Where the authority asks by http-01. It asks at port 80; another one here is for what is
    /// forwarded. Listened on only while a certificate is ordered.
    pub listen: Vec<SocketAddr>,
}

impl Default for Acme {
    fn default() -> Self {
        Self {
            terms_agreed: false,
            names: Vec::new(),
            contact: None,
            directory: "https://acme-v02.api.letsencrypt.org/directory".into(),
            authorities: None,
            asking: Asking::default(),
            listen: everywhere(80),
        }
    }
}

/// How an authority asks whether a name is ours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asking {
    /// RFC 8555 §8.3.
    #[default]
    #[serde(rename = "http-01")]
    Http01,
    /// RFC 8737.
    #[serde(rename = "tls-alpn-01")]
    TlsAlpn01,
}

impl Acme {
    /// What is wrong with it.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !self.terms_agreed {
            faults.push("tls.acme.terms_agreed: true, once you have read the authority's terms".to_owned());
        }
        let is_name = |name: &String| {
            let is_host = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
            name.parse::<IpAddr>().is_ok() || (!name.is_empty() && name.chars().all(is_host))
        };
        if !self.names.iter().all(is_name) {
            faults.push("tls.acme.names: host names or IP addresses, without *".to_owned());
        }
        if !is_https(&self.directory) {
            faults.push("tls.acme.directory: https://…".to_owned());
        }
        if self.contact.as_ref().is_some_and(|contact| !contact.contains('@')) {
            faults.push("tls.acme.contact: an e-mail address".to_owned());
        }
        if self.listen.is_empty() {
            faults.push("tls.acme.listen: at least one address".to_owned());
        }
        faults
    }
}

/// The one scheme that an authority may be talked to by (RFC 8555 §6.1).
pub fn is_https(text: &str) -> bool {
    text.parse::<hyper::Uri>()
        .is_ok_and(|uri| uri.scheme_str() == Some("https") && uri.host().is_some_and(|host| !host.is_empty()))
}

/// Where phones register and call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sip {
    pub udp: Vec<SocketAddr>,
    pub tcp: Vec<SocketAddr>,
    pub tls: Vec<SocketAddr>,
    /// TLS for peers that show a certificate themselves, such as trunks.
    pub mutual_tls: Vec<SocketAddr>,
    /// WebSockets without TLS: on loopback, or behind a proxy that has it.
    pub ws: Vec<SocketAddr>,
    /// WebSockets with TLS, for telephones in browsers.
    pub wss: Vec<SocketAddr>,
    /// Pages whose browsers may use WebSockets, such as `https://desk.example.org`; none named is all.
    pub origins: Vec<String>,
    /// A PEM file: who may sign the certificates that peers show to `mutual_tls`.
    pub client_authorities: Option<PathBuf>,
    /// A PEM file: who may sign the certificates of servers that we connect to, beside those that this machine trusts.
    pub authorities: Option<PathBuf>,
    /// DNS servers for names that are called; none named is the machine's own.
    pub dns: Vec<SocketAddr>,
    /// The mark by which routers tell signalling (RFC 2474), 0 to 63: 40 is CS5.
    pub dscp: u8,
    /// A proxy before this server that registered phones shall send everything through: `<sip:proxy.example.org;lr>`.
    pub service_route: Option<String>,
    /// Networks of proxies before this server, such as `192.0.2.0/28`: many phones share their addresses, so that scans must
    /// be kept out by them.
    pub proxies: Vec<Network>,
    pub limits: SipLimits,
}

/// What is taken from the network by SIP.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SipLimits {
    /// Connections at once of addresses that no phone has registered from, and as many of others; and those of one address.
    pub connections: usize,
    pub connections_of_one: usize,
    /// TLS and WebSocket handshakes at once from addresses that no phone has registered from, and as many from others.
    pub handshakes: usize,
    /// What a handshake may take.
    pub handshake_seconds: u32,
    /// A TCP or TLS connection that says nothing for so long is closed.
    pub silence_seconds: u32,
    /// Messages a second of one address, and as many at once after a silence.
    pub messages_per_second: u32,
    pub messages_at_once: u32,
    /// The same of all addresses together that no phone has registered from.
    pub strangers_per_second: u32,
    pub strangers_at_once: u32,
}

/// The sound of calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Media {
    /// The first and the last UDP port for RTP and RTCP. Each leg of a call takes two.
    pub first_port: u16,
    pub last_port: u16,
    /// Threads that move sound; 0 is one for each core.
    pub workers: usize,
    /// What is relayed from phone to phone waits no longer, in milliseconds: 2, 4, 5, 10 or 20; more is less work.
    pub tick_milliseconds: u32,
    /// The mark by which routers tell voice (RFC 2474), 0 to 63: 46 is expedited forwarding.
    pub dscp: u8,
}

/// The desk and its API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    /// With TLS, by the certificate of the data folder.
    pub tls: Vec<SocketAddr>,
    /// Without TLS: on loopback, or behind a proxy that has it.
    pub plain: Vec<SocketAddr>,
}

/// Where mail clients read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Imap {
    /// With TLS from the first byte.
    pub tls: Vec<SocketAddr>,
    /// Without TLS: on loopback.
    pub plain: Vec<SocketAddr>,
}

/// Where mail for people of the company comes in, and what goes out is sealed by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Smtp {
    pub listen: Vec<SocketAddr>,
    /// The largest message, in megabytes.
    pub largest_megabytes: u32,
    /// A PEM file: who may sign the certificate of the smarthost (setting `smarthost.host`), beside those that this machine
    /// trusts.
    pub authorities: Option<PathBuf>,
}

/// Where messages are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// `sqlite` in the data folder, or `postgres://USER:PASSWORD@HOST/DATABASE`.
    pub database: String,
    /// While less is free on the disk, in megabytes, nothing new is taken.
    pub reserve_megabytes: u64,
}

/// What callers dial and hear.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Telephone {
    /// The number that opens the own mailbox.
    pub mailbox_number: String,
    /// A folder with recordings (`LANG/ID.wav`) in place of the built-in voice.
    pub prompts: Option<PathBuf>,
    /// A WAV file, or a folder of some that are played one after the other: what people hear who are held. None is a tone.
    pub hold_music: Option<PathBuf>,
}

/// What the server writes to people by itself, such as the welcome to their voice mail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Letters {
    /// A folder with texts (`de-DE.ftl`, `en-GB.ftl`) in place of the built-in ones, sentence by sentence. Read anew for each letter.
    pub texts: Option<PathBuf>,
    /// A folder whose files go with every welcome mail, in place of the page with the keys: those in it to everybody, those in a
    /// folder `de-DE` or `en-GB` in it to its readers.
    pub attachments: Option<PathBuf>,
}

/// Voice messages become text by a recogniser of your choice, which is asked in the background. Without this they stay sound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Transcripts {
    /// The recogniser: a program and its arguments. How it is asked stands in the operator's guide.
    pub command: Vec<String>,
    /// Or a service: of `POST /v1/audio/transcriptions`, as OpenAI describes it; `https://…`, or `http://…` for one on this machine.
    pub url: Option<String>,
    /// The service's model, as it calls it.
    pub model: Option<String>,
    /// A file with the key that the service asks for.
    pub key_file: Option<PathBuf>,
    /// Messages transcribed at the same time, each by a process or a request of its own.
    pub at_once: usize,
    /// What one message may take, in seconds; then its process or request is ended.
    pub limit_seconds: u32,
    /// Longer messages, in seconds, stay without a text.
    pub longest_seconds: u32,
}

impl Default for Transcripts {
    fn default() -> Self {
        Self {
            command: Vec::new(),
            url: None,
            model: None,
            key_file: None,
            at_once: 1,
            limit_seconds: 600,
            longest_seconds: 600,
        }
    }
}

impl Transcripts {
    /// What is wrong with it.
    fn faults(&self) -> Vec<String> {
        let mut faults: Vec<String> = self.fault_of_choice().map(str::to_owned).into_iter().collect();
        if !(1..=64).contains(&self.at_once) {
            faults.push("transcripts.at_once: 1 to 64".to_owned());
        }
        if !(1..=86_400).contains(&self.limit_seconds) || !(1..=21_600).contains(&self.longest_seconds) {
            faults.push("transcripts: limit_seconds 1 to 86400, longest_seconds 1 to 21600".to_owned());
        }
        faults
    }

    /// What is wrong with what is chosen: a program, or a service.
    fn fault_of_choice(&self) -> Option<&'static str> {
        match (&self.command[..], &self.url, &self.model, &self.key_file) {
            ([], None, None, None) => {
                Some("transcripts.command: a program and its arguments, or url and model of a service")
            }
            ([_, ..], None, None, None) if self.command[0].is_empty() => {
                Some("transcripts.command: a program and its arguments")
            }
            ([_, ..], None, None, None) | ([], Some(_), Some(_), _) => None,
            ([], Some(_), None, _) => Some("transcripts.model: the name of the service's model"),
            ([], None, ..) => Some("transcripts.url: the service's, beside its model and key_file"),
            ([_, ..], ..) => Some("transcripts: command, or url, model and key_file, not both"),
        }
    }
}

/// Signatures of callers (STIR, RFC 8224) in calls that come by trunks. Without this nothing of them is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stir {
    /// A PEM file: who may sign certificates of signers, as the country's policy administrator lists them.
    pub roots: PathBuf,
    /// Networks of certificates' repositories that are not the internet's: any other private address is not asked.
    #[serde(default)]
    pub networks: Vec<Network>,
    /// A PEM file: who may sign the certificates of repositories' HTTPS, beside those that this machine trusts.
    #[serde(default)]
    pub authorities: Option<PathBuf>,
}

/// What is logged, to standard error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// `error`, `warn`, `info`, `debug` or `trace`; for parts of it as `info,sip=debug`.
    pub level: String,
    /// One JSON object a line, for machines.
    pub json: bool,
}

/// A request is remembered for 32 s, and there is room for 50,000: with more, strangers could take all of it.
const MOST_STRANGERS: u32 = 1200;

/// On all addresses of both families.
fn everywhere(port: u16) -> Vec<SocketAddr> {
    vec![SocketAddr::new(Ipv6Addr::UNSPECIFIED.into(), port)]
}

impl Default for Config {
    fn default() -> Self {
        Self {
            domain: "localhost".into(),
            node: "a".into(),
            data: "/var/lib/switchroom".into(),
            public: None,
            tls: Tls::default(),
            sip: Sip::default(),
            media: Media::default(),
            http: Http::default(),
            imap: Imap::default(),
            smtp: Smtp::default(),
            store: Store::default(),
            telephone: Telephone::default(),
            letters: Letters::default(),
            transcripts: None,
            voice: speech::Choices::default(),
            stir: None,
            log: Log::default(),
        }
    }
}

impl Default for Sip {
    fn default() -> Self {
        Self {
            udp: everywhere(5060),
            tcp: everywhere(5060),
            tls: everywhere(5061),
            mutual_tls: Vec::new(),
            ws: Vec::new(),
            wss: Vec::new(),
            origins: Vec::new(),
            client_authorities: None,
            authorities: None,
            dns: Vec::new(),
            dscp: 40,
            service_route: None,
            proxies: Vec::new(),
            limits: SipLimits::default(),
        }
    }
}

impl Default for SipLimits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            connections_of_one: 500,
            handshakes: 256,
            handshake_seconds: 10,
            silence_seconds: 3900,
            messages_per_second: 1000,
            messages_at_once: 2000,
            strangers_per_second: 1000,
            strangers_at_once: 2000,
        }
    }
}

impl Default for Media {
    fn default() -> Self {
        Self { first_port: 16384, last_port: 32767, workers: 0, tick_milliseconds: 4, dscp: 46 }
    }
}

impl Default for Http {
    fn default() -> Self {
        Self { tls: everywhere(8443), plain: Vec::new() }
    }
}

impl Default for Imap {
    fn default() -> Self {
        Self { tls: everywhere(993), plain: Vec::new() }
    }
}

impl Default for Smtp {
    fn default() -> Self {
        Self { listen: everywhere(25), largest_megabytes: 50, authorities: None }
    }
}

impl Default for Store {
    fn default() -> Self {
        Self { database: "sqlite".into(), reserve_megabytes: 256 }
    }
}

impl Default for Telephone {
    fn default() -> Self {
        Self { mailbox_number: "99".into(), prompts: None, hold_music: None }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".into(), json: false }
    }
}

fn is_loose_route(text: &str) -> bool {
    sip::NameAddr::parse(text)
        .is_some_and(|route| text.starts_with('<') && route.uri().parameter("lr").is_some())
}

impl SipLimits {
    fn has_nothing(&self) -> bool {
        let SipLimits { connections, connections_of_one, handshakes, .. } = *self;
        let rates = [
            self.handshake_seconds,
            self.silence_seconds,
            self.messages_per_second,
            self.messages_at_once,
            self.strangers_per_second,
            self.strangers_at_once,
        ];
        [connections, connections_of_one, handshakes].contains(&0) || rates.contains(&0)
    }
}

impl Config {
    /// Whether a certificate's authority asks at the desk's door.
    pub fn asks_by_tls(&self) -> bool {
        self.tls.acme.as_ref().is_some_and(|acme| acme.asking == Asking::TlsAlpn01)
    }

    /// From the file, where there is one, and the environment over it.
    pub fn read(file: Option<&Path>) -> Result<Config> {
        if let Some(file) = file.filter(|file| !file.is_file()) {
            bail!("there is no file {}", file.display());
        }
        Self::over(Config::default(), file)
    }

    /// The same over other defaults: the demo has its own.
    pub fn over(defaults: Config, file: Option<&Path>) -> Result<Config> {
        let mut figment = Figment::from(Serialized::defaults(defaults));
        if let Some(file) = file {
            figment = figment.merge(Toml::file(file));
        }
        let environment =
            Env::prefixed("SWITCHROOM_").split("__").ignore(&["config", "test_postgres", "program"]);
        let config: Config = figment.merge(environment).extract().context("configuration")?;
        config.check()?;
        Ok(config)
    }

    /// All faults at once, each with its key.
    fn check(&self) -> Result<()> {
        let mut faults = Vec::new();
        if self.domain.is_empty()
            || !self.domain.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
        {
            faults.push("domain: a domain name, such as example.org".to_owned());
        }
        if self.node.is_empty() || !self.node.chars().all(|c| c.is_ascii_alphanumeric()) {
            faults.push("node: letters and digits".to_owned());
        }
        if self.tls.certificate.is_some() != self.tls.key.is_some() {
            faults.push("tls: certificate and key, or neither".to_owned());
        }
        if self.tls.acme.is_some() && self.tls.certificate.is_some() {
            faults.push("tls: certificate and key, or acme".to_owned());
        }
        faults.extend(self.tls.acme.iter().flat_map(Acme::faults));
        faults.extend(self.transcripts.iter().flat_map(Transcripts::faults));
        if self.asks_by_tls() && self.http.tls.is_empty() {
            faults.push("tls.acme.asking: tls-alpn-01 needs a door of http.tls".to_owned());
        }
        if !self.sip.mutual_tls.is_empty() && self.sip.client_authorities.is_none() {
            faults.push("sip.client_authorities: needed for sip.mutual_tls".to_owned());
        }
        if self.sip.service_route.as_deref().is_some_and(|route| !is_loose_route(route)) {
            faults.push("sip.service_route: <sip:HOST;lr>".to_owned());
        }
        if self.sip.limits.has_nothing() {
            faults.push("sip.limits: each at least 1".to_owned());
        }
        if self.sip.limits.strangers_per_second > MOST_STRANGERS {
            faults.push(format!("sip.limits.strangers_per_second: at most {MOST_STRANGERS}"));
        }
        if u32::from(self.media.last_port) < u32::from(self.media.first_port) + 10 {
            faults.push("media.last_port: at least ten ports after media.first_port".to_owned());
        }
        if self.media.dscp > 63 || self.sip.dscp > 63 {
            faults.push("dscp: 0 to 63".to_owned());
        }
        if !matches!(self.media.tick_milliseconds, 2 | 4 | 5 | 10 | 20) {
            faults.push("media.tick_milliseconds: 2, 4, 5, 10 or 20".to_owned());
        }
        if !(1..=1000).contains(&self.smtp.largest_megabytes) {
            faults.push("smtp.largest_megabytes: 1 to 1000".to_owned());
        }
        if domain::number::Number::parse(&self.telephone.mailbox_number).is_err() {
            faults.push("telephone.mailbox_number: digits, * or #".to_owned());
        }
        if self.store.database != "sqlite" && !self.store.database.starts_with("postgres://") {
            faults.push("store.database: sqlite or postgres://…".to_owned());
        }
        if !faults.is_empty() {
            bail!("configuration:\n  {}", faults.join("\n  "));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("switchroom.toml");
        std::fs::write(&file, text)?;
        Config::read(Some(&file))
    }

    #[test]
    fn an_empty_file_gives_the_defaults() {
        assert_eq!(read("").unwrap(), Config::default());
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let error = format!("{:#}", read("[sip]\nudpp = []").unwrap_err());
        assert!(error.contains("udpp"), "{error}");
    }

    const ALL_WRONG: &str = "domain = \"a b\"\nnode = \"a-b\"\n[media]\nlast_port = 3\n[tls]\nkey = \"k\"\n\
        [sip]\nmutual_tls = [\"[::]:5062\"]\nservice_route = \"<sip:p>\"\n[sip.limits]\nmessages_at_once = 0\n\
        strangers_per_second = 1201\n[transcripts]\nat_once = 0\n\
        longest_seconds = 0\n[tls.acme]\nnames = [\"*.example.org\"]\ndirectory = \"http://a\"\ncontact = \"me\"\n\
        listen = []";

    #[test]
    fn texts_come_from_a_program_or_from_a_service() {
        let service = "url = \"http://127.0.0.1:8000/v1/audio/transcriptions\"";
        for (lines, fault) in [
            (vec!["command = [\"recognise\"]"], None),
            (vec![service, "model = \"m\""], None),
            (vec![service, "model = \"m\"", "key_file = \"/k\""], None),
            (vec!["at_once = 2"], Some("transcripts.command: a program and its arguments, or")),
            (vec!["command = [\"\"]"], Some("transcripts.command: a program")),
            (vec![service], Some("transcripts.model:")),
            (vec!["model = \"m\""], Some("transcripts.url:")),
            (vec!["key_file = \"/k\""], Some("transcripts.url:")),
            (vec!["command = [\"recognise\"]", service, "model = \"m\""], Some("not both")),
            (vec!["command = [\"recognise\"]", "key_file = \"/k\""], Some("not both")),
        ] {
            let text = format!("[transcripts]\n{}", lines.join("\n"));
            let told = read(&text).err().map(|error| format!("{error:#}"));
            match (&told, fault) {
                (None, None) => {}
                (Some(told), Some(fault)) if told.contains(fault) => {}
                _ => panic!("{told:?} for {text}"),
            }
        }
    }

    #[test]
    fn all_faults_are_told_together() {
        let error = format!("{:#}", read(ALL_WRONG).unwrap_err());
        for key in [
            "domain:",
            "node:",
            "media.last_port:",
            "tls:",
            "tls.acme.terms_agreed:",
            "tls.acme.names:",
            "tls.acme.directory:",
            "tls.acme.contact:",
            "tls.acme.listen:",
            "transcripts.command:",
            "transcripts.at_once:",
            "transcripts:",
            "sip.client_authorities:",
            "sip.limits:",
            "sip.service_route:",
        ] {
            assert!(error.contains(key), "{error}");
        }
    }
}
