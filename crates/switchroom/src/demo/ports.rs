//! Ports that are free at the first start and kept from then on, so that phones find the company again.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs;
use std::net::{IpAddr, SocketAddr, TcpListener, UdpSocket};
use std::ops::Range;
use std::path::Path;

/// UDP ports in a row for sound: 250 calls of two legs.
pub const MEDIA_PORTS: u16 = 1000;
/// Below the ports that Linux gives to outgoing connections (32768 and up): one that is free when it is drawn is so when it is used.
const DRAWN: Range<u16> = 10_000..31_000;
/// Draws before giving up.
const DRAWS: usize = 50;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ports {
    pub sip: u16,
    /// Of folders that are older: drawn at each start.
    #[serde(default)]
    pub sips: u16,
    #[serde(default)]
    pub ws: u16,
    #[serde(default)]
    pub wss: u16,
    pub http: u16,
    pub imap: u16,
    pub imaps: u16,
    pub smtp: u16,
    /// The first of [`MEDIA_PORTS`].
    pub media: u16,
}

impl Ports {
    /// Those of the folder; chosen, if it has none yet. A kept port that somebody else has taken is an error.
    pub fn of(data: &Path, listen: IpAddr) -> Result<Ports> {
        let file = data.join("ports.json");
        if file.exists() {
            let ports: Ports = serde_json::from_str(&fs::read_to_string(&file)?).context("ports.json")?;
            ports.check(listen)?;
            return Ok(ports);
        }
        let ports = Self::draw(listen)?;
        fs::write(file, serde_json::to_string_pretty(&ports)?)?;
        Ok(ports)
    }

    fn draw(listen: IpAddr) -> Result<Ports> {
        let mut taken = HashSet::new();
        let mut next = || -> Result<u16> {
            for _ in 0..DRAWS {
                let port = rand::random_range(DRAWN);
                let is_free =
                    TcpListener::bind((listen, port)).is_ok() && UdpSocket::bind((listen, port)).is_ok();
                if is_free && taken.insert(port) {
                    return Ok(port);
                }
            }
            bail!("no free port on {listen}");
        };
        Ok(Ports {
            sip: next()?,
            sips: next()?,
            ws: next()?,
            wss: next()?,
            http: next()?,
            imap: next()?,
            imaps: next()?,
            smtp: next()?,
            media: media(listen)?,
        })
    }

    fn check(&self, listen: IpAddr) -> Result<()> {
        for (name, port) in [
            ("sip", self.sip),
            ("sips", self.sips),
            ("ws", self.ws),
            ("wss", self.wss),
            ("http", self.http),
            ("imap", self.imap),
            ("imaps", self.imaps),
            ("smtp", self.smtp),
        ] {
            let address = SocketAddr::new(listen, port);
            TcpListener::bind(address)
                .with_context(|| format!("{name} port {address} is taken by another program"))?;
        }
        UdpSocket::bind((listen, self.sip))
            .with_context(|| format!("sip port {listen}:{} is taken by another program", self.sip))?;
        Ok(())
    }
}

/// A row of ports of which a sample is free; the engine passes over a single one that is not.
fn media(listen: IpAddr) -> Result<u16> {
    for _ in 0..DRAWS {
        let first = rand::random_range(DRAWN) & !1;
        let free = |offset: u16| UdpSocket::bind((listen, first + offset)).is_ok();
        if (0..MEDIA_PORTS).step_by(97).all(free) {
            return Ok(first);
        }
    }
    bail!("no {MEDIA_PORTS} free UDP ports in a row on {listen}");
}
