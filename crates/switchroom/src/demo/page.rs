//! What the demo prints when it is ready: a page for people, one JSON line for tools.

use super::company::{Company, Person};
use crate::certificate::Files;
use crate::config::Config;
use crate::reached;
use anyhow::Result;
use serde_json::{Value, json};
use std::io::Write;
use std::net::SocketAddr;

pub fn print_json(config: &Config, company: &Company) -> Result<()> {
    let users: Vec<Value> = company.people.iter().map(user).collect();
    let admin = company.people.iter().find(|person| person.administrator);
    let page = json!({
        "http": desk(config),
        "sip": address(config, &config.sip.udp),
        "sips": address(config, &config.sip.tls),
        "ws": address(config, &config.sip.ws),
        "wss": address(config, &config.sip.wss),
        "imap": address(config, &config.imap.plain),
        "imaps": address(config, &config.imap.tls),
        "smtp": address(config, &config.smtp.listen),
        "numbers": { "mailbox": config.telephone.mailbox_number, "attendant": company.attendant },
        "admin": admin.map(|person| json!({ "email": person.email, "password": person.password })),
        "certificate": Files::own(&config.data).certificate,
        "users": users,
    });
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{page}")?;
    Ok(stdout.flush()?)
}

fn user(person: &Person) -> Value {
    json!({
        "name": person.name,
        "extension": person.extension,
        "email": person.email,
        "pin": person.pin,
        "password": person.password,
        "language": person.language,
        "sip_user": person.sip_user,
        "sip_password": person.sip_password,
    })
}

pub fn print(config: &Config, company: &Company) {
    let sip = address(config, &config.sip.udp);
    let mailbox = &config.telephone.mailbox_number;
    println!("\nSwitchroom demo company, in {}\n", config.data.display());
    println!("  Desk   {}", desk(config));
    println!(
        "  IMAP   {} (TLS; certificate {})",
        address(config, &config.imap.tls),
        Files::own(&config.data).certificate.display()
    );
    println!(
        "  Mail   {} (SMTP, for people of {} only)\n",
        address(config, &config.smtp.listen),
        config.domain
    );
    println!(
        "  {:<16}{:<6}{:<8}{:<22}{:<15}SIP password",
        "Name", "Ext.", "PIN", "Desk and IMAP", "Password"
    );
    for person in &company.people {
        let Person { name, extension, pin, email, password, sip_password, .. } = person;
        println!("  {name:<16}{extension:<6}{pin:<8}{email:<22}{password:<15}{sip_password}");
    }
    println!(
        "\n  Register a softphone: user name = the part before @ of the address, domain {}, proxy {sip} (UDP or TCP) or {} (TLS).",
        config.domain,
        address(config, &config.sip.tls)
    );
    println!(
        "  Dial an extension to call a colleague; nobody answers for 20 s, and you are asked for a message."
    );
    println!("  Dial {mailbox} to hear your own messages: your PIN, then #.");
    println!("  From elsewhere dial sip:EXTENSION@{sip}");
    if is_loopback(config) {
        println!("  To let real phones in: cargo xtask demo --listen ADDRESS-OF-THIS-MACHINE");
    }
    println!("\n  Ctrl-C ends it; the same folder again finds everything as it was.\n");
}

fn is_loopback(config: &Config) -> bool {
    config.sip.udp.iter().all(|address| address.ip().is_loopback())
}

fn desk(config: &Config) -> String {
    match config.http.tls.first() {
        Some(_) => format!("https://{}", address(config, &config.http.tls)),
        None => format!("http://{}", address(config, &config.http.plain)),
    }
}

/// The first of some addresses, as it is reached from elsewhere.
fn address(config: &Config, listened: &[SocketAddr]) -> String {
    listened.first().map(|address| reached::by(config.public, *address).to_string()).unwrap_or_default()
}
