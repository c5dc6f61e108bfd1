//! The demo company: eight people with phones, messages and mail, on loopback and on ports of its own.

mod company;
mod page;
mod ports;
mod samples;

use crate::config::Config;
use crate::house::House;
use anyhow::{Context, Result};
use clap::Args;
use company::Company;
use ports::Ports;
use std::fs;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

/// `switchroom demo`
#[derive(Args)]
pub struct Options {
    /// Where the company is kept; the same folder again finds everything as it was.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Print one JSON line instead of the page.
    #[arg(long)]
    json: bool,
    /// Listen on this address, so that phones on the network can register; the desk has TLS then.
    #[arg(long, value_name = "ADDR")]
    listen: Option<IpAddr>,
    /// The address that phones reach this machine by, where it is not the one listened on.
    #[arg(long, value_name = "ADDR")]
    public: Option<IpAddr>,
}

/// Runs until SIGTERM or Ctrl-C.
pub async fn run(options: Options) -> Result<()> {
    fs::create_dir_all(&options.data).with_context(|| format!("making {}", options.data.display()))?;
    let data = options.data.canonicalize()?;
    let listen = options.listen.unwrap_or(Ipv4Addr::LOCALHOST.into());
    let ports = Ports::of(&data, listen)?;
    let file = data.join("switchroom.toml");
    let defaults = defaults(data, listen, options.public, &ports);
    if !file.exists() {
        // Without the environment: what is set for one start does not stay.
        fs::write(&file, toml::to_string(&defaults)?)?;
    }
    let config = Config::over(defaults, Some(&file))?;
    crate::log::start(&config.log)?;
    let house = House::open(&config).await?;
    let company = Company::of(&config.data, &house).await?;
    if options.json {
        page::print_json(&config, &company)?;
    } else {
        page::print(&config, &company);
    }
    house.run_until_told().await
}

fn defaults(data: PathBuf, listen: IpAddr, public: Option<IpAddr>, ports: &Ports) -> Config {
    let at = |port: u16| vec![std::net::SocketAddr::new(listen, port)];
    let mut config = Config { domain: company::DOMAIN.into(), data, public, ..Config::default() };
    config.sip.udp = at(ports.sip);
    config.sip.tcp = at(ports.sip);
    config.sip.tls = at(ports.sips);
    config.sip.ws = vec![(Ipv4Addr::LOCALHOST, ports.ws).into()];
    config.sip.wss = at(ports.wss);
    config.media.first_port = ports.media;
    config.media.last_port = ports.media + ports::MEDIA_PORTS - 1;
    config.imap.tls = at(ports.imaps);
    config.imap.plain = vec![(Ipv4Addr::LOCALHOST, ports.imap).into()];
    config.smtp.listen = at(ports.smtp);
    (config.http.tls, config.http.plain) =
        if listen.is_loopback() { (Vec::new(), at(ports.http)) } else { (at(ports.http), Vec::new()) };
    config
}
