//! `switchroom trunk`: lines to providers and other telephone systems, added and changed while the server runs; it hears of
//! it within 2 s.

use crate::config::Config;
use crate::house::People;
use crate::secrets;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use directory::{Directory, NewTrunk};
use domain::e164::E164;
use domain::id::TrunkId;
use domain::network::Network;
use domain::number::Extension;
use domain::numbering::{DirectNumbers, Written};
use domain::outside::OutsideRoute;
use domain::trunk::{Access, Agreed, Trunk};
use std::io::Write;

#[derive(Subcommand)]
pub enum Command {
    /// Add a trunk. With --user its password is read from standard input.
    Add(Add),
    /// Every trunk, and which numbers go by which.
    List,
    /// Remove a trunk, from all routes, too.
    Remove { name: String },
    /// Take no calls by a trunk and send none, until it is enabled again.
    Disable { name: String },
    /// Use a trunk again.
    Enable { name: String },
    /// Set a trunk's password; it is read from standard input.
    Passwd { name: String },
    /// Numbers that begin so go by these trunks in this order; without trunks the route is removed. The prefix is `+`,
    /// `+49` or the like, `emergency`, or one number for help such as 112.
    Route { prefix: String, trunks: Vec<String> },
}

#[derive(Args)]
pub struct Add {
    /// 1 to 40 of a-z, 0-9 and hyphen.
    name: String,
    /// Where calls go: sip:HOST[:PORT][;transport=tcp].
    #[arg(long)]
    server: String,
    /// The name of our account there.
    #[arg(long)]
    user: Option<String>,
    /// Register there.
    #[arg(long)]
    register: bool,
    /// Our domain in From, where it is not the server's host.
    #[arg(long)]
    domain: Option<String>,
    /// Addresses that its calls come from, such as 192.0.2.0/24; may be repeated.
    #[arg(long = "network")]
    networks: Vec<String>,
    /// How it writes numbers: plus, digits, international or national.
    #[arg(long, default_value = "plus")]
    written: String,
    /// Direct numbers that come in by it, such as +4930123456:10-999; may be repeated.
    #[arg(long)]
    direct: Vec<String>,
    /// The extension that takes calls to the company's own number.
    #[arg(long)]
    main: Option<String>,
    /// The number shown for callers who have no direct one.
    #[arg(long)]
    shown: Option<String>,
    /// It is trusted with identities, and ours with its own: P-Asserted-Identity is believed and written.
    #[arg(long)]
    asserts: bool,
    /// It is believed when it says for whom a call was that it passes on (Diversion, History-Info).
    #[arg(long)]
    diverts: bool,
    /// Its far ends hang up by nothing but the network's busy tone, as behind analogue lines.
    #[arg(long)]
    hangs_up_by_tone: bool,
    /// It takes calls back that are transferred from one of its people to another (REFER).
    #[arg(long)]
    takes_back: bool,
    /// It is told the lamps of mailboxes, unasked (RFC 3842).
    #[arg(long)]
    lamps: bool,
    /// Calls at once.
    #[arg(long)]
    channels: Option<u32>,
    /// How often it is asked whether it is there, in seconds; 0: never.
    #[arg(long)]
    ping: Option<u32>,
    /// How long a registration is asked for, in seconds.
    #[arg(long)]
    expires: Option<u32>,
}

pub async fn run(command: Command, config: &Config) -> Result<()> {
    let people = People::open(config).await?;
    let directory = people.directory();
    match command {
        Command::Add(add) => self::add(directory, add).await,
        Command::List => list(directory),
        Command::Remove { name } => Ok(directory.remove_trunk(find(directory, &name)?.id, None).await?),
        Command::Disable { name } => change(directory, &name, |agreed| agreed.disabled = true).await,
        Command::Enable { name } => change(directory, &name, |agreed| agreed.disabled = false).await,
        Command::Passwd { name } => {
            let Trunk { id, name, agreed } = find(directory, &name)?;
            let secret = Some(secrets::password()?.into());
            directory.change_trunk(id, NewTrunk { name, agreed, secret }, None).await?;
            Ok(())
        }
        Command::Route { prefix, trunks } => route(directory, prefix, &trunks).await,
    }
}

async fn add(directory: &dyn Directory, add: Add) -> Result<()> {
    let secret = add.user.is_some().then(secrets::password).transpose()?;
    let name = add.name.clone();
    let agreed = agreed(add)?;
    directory.add_trunk(NewTrunk { name, agreed, secret: secret.map(Into::into) }, None).await?;
    Ok(())
}

fn agreed(add: Add) -> Result<Agreed> {
    let usual = Agreed::with(&add.server);
    Ok(Agreed {
        domain: add.domain.unwrap_or_default(),
        user: add.user.unwrap_or_default(),
        access: if add.register { Access::Registering } else { Access::Trusted },
        networks: add.networks.iter().map(|text| Network::parse(text)).collect::<Result<_, _>>()?,
        written: Written::named(&add.written)
            .context("numbers are written plus, digits, international or national")?,
        direct: add.direct.iter().map(|text| DirectNumbers::parse(text)).collect::<Result<_, _>>()?,
        main: add.main.map(|text| Extension::parse(&text)).transpose()?,
        shown: add.shown.map(|text| E164::parse(&text)).transpose()?,
        asserts: add.asserts,
        diverts: add.diverts,
        hangs_up_by_tone: add.hangs_up_by_tone,
        takes_back: add.takes_back,
        lamps: add.lamps,
        channels: add.channels.unwrap_or(usual.channels),
        ping_seconds: add.ping.unwrap_or(usual.ping_seconds),
        register_seconds: add.expires.unwrap_or(usual.register_seconds),
        ..usual
    })
}

async fn change(directory: &dyn Directory, name: &str, change: impl FnOnce(&mut Agreed)) -> Result<()> {
    let Trunk { id, name, mut agreed } = find(directory, name)?;
    change(&mut agreed);
    directory.change_trunk(id, NewTrunk { name, agreed, secret: None }, None).await?;
    Ok(())
}

fn list(directory: &dyn Directory) -> Result<()> {
    let outside = directory.outside();
    let mut page = std::io::stdout().lock();
    for Trunk { name, agreed, .. } in &outside.trunks {
        let access = match agreed.access {
            Access::Registering => "registers",
            Access::Trusted => "trusted",
        };
        let off = if agreed.disabled { "  disabled" } else { "" };
        writeln!(page, "{name:<16}{access:<12}{:<40}{}{off}", agreed.server, agreed.user)?;
        for block in &agreed.direct {
            writeln!(page, "{:16}{block}", "")?;
        }
    }
    for route in &outside.routes {
        let names = route.trunks.iter().filter_map(|id| outside.trunk(*id)).map(|trunk| trunk.name.as_str());
        writeln!(page, "{:<16}{}", route.prefix, names.collect::<Vec<_>>().join(" "))?;
    }
    Ok(())
}

async fn route(directory: &dyn Directory, prefix: String, names: &[String]) -> Result<()> {
    let mut routes = directory.outside().routes.clone();
    let before = routes.len();
    routes.retain(|route| route.prefix != prefix);
    if names.is_empty() && routes.len() == before {
        bail!("there is no route for {prefix}");
    }
    if !names.is_empty() {
        let trunks =
            names.iter().map(|name| Ok(find(directory, name)?.id)).collect::<Result<Vec<TrunkId>>>()?;
        routes.push(OutsideRoute { prefix, trunks });
    }
    Ok(directory.set_routes(routes, None).await?)
}

fn find(directory: &dyn Directory, name: &str) -> Result<Trunk> {
    let outside = directory.outside();
    outside
        .trunks
        .iter()
        .find(|trunk| trunk.name == name)
        .cloned()
        .with_context(|| format!("there is no trunk {name}"))
}
