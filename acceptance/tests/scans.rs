//! Those who walk the Internet and ask every SIP server for names: SIPVicious, and requests that compare real and unreal
//! names; and a thousand honest phones behind one address.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, FarNetwork, Scenario};
use std::io::ErrorKind;
use std::net::UdpSocket;
use std::path::Path;
use std::time::Duration;

/// Answers come within a moment, or not at all.
const MOMENT: Duration = Duration::from_millis(1500);

/// A company on a wire, at whose other end SIPVicious runs: it binds to no address of one's choice.
fn demo(far: &FarNetwork) -> Demo {
    Demo::start_as(&["--listen", far.here()])
}

/// What SIPVicious has said.
fn sipvicious(far: &FarNetwork, program: &str, demo: &Demo, arguments: &[&str]) -> String {
    let (host, port) = demo.page.sip.rsplit_once(':').unwrap();
    let home = tempfile::tempdir().unwrap();
    let out = far
        .command(Path::new("timeout"))
        .args(["40", program, "-x", far.there(), "-p", port])
        .args(arguments)
        .arg(host)
        // Where it keeps its sessions.
        .env("HOME", home.path())
        .current_dir(home.path())
        .output()
        .expect("cargo xtask test installs SIPVicious");
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

/// A file with a word in each line.
fn words(demo: &Demo, name: &str, words: &[&str]) -> String {
    let path = demo.folder().join(name);
    std::fs::write(&path, words.join("\n")).unwrap();
    path.display().to_string()
}

#[test]
fn svmap_finds_a_server_and_learns_nobodys_name() {
    let Some(far) = FarNetwork::lay() else { return };
    let demo = demo(&far);
    let said = sipvicious(&far, "svmap", &demo, &[]);
    assert!(said.contains("Switchroom"), "{said}");
    let names: Vec<&str> = demo.page.users.iter().map(|person| person.sip_user.as_str()).collect();
    assert!(names.iter().all(|name| !said.contains(name)), "{said}");
}

/// Once a scan by INVITE listed all the real names. Now each is answered as the one that svwar makes up to see what nobody's
/// name is answered, and it gives up.
#[test]
fn svwar_finds_nobody_whatever_it_asks_with() {
    let Some(far) = FarNetwork::lay() else { return };
    for (method, to_nobody) in [
        ("REGISTER", "Bad user = SIP/2.0 401"),
        ("INVITE", "Bad user = SIP/2.0 401"),
        // Answered with 200, which says that a server is here.
        ("OPTIONS", ""),
    ] {
        // It acknowledges nothing, so that answers to an earlier run are still repeated to its port.
        let demo = demo(&far);
        let real = demo.page.users.iter().map(|person| person.sip_user.clone());
        let names: Vec<String> = (0..60).map(|number| format!("nobody{number}")).chain(real).collect();
        let names: Vec<&str> = names.iter().rev().map(String::as_str).collect();
        let file = words(&demo, "names", &names);
        let said = sipvicious(&far, "svwar", &demo, &["-m", method, "--force", "-d", &file]);
        assert!(said.contains(to_nobody) && said.contains("found nothing"), "{method}: {said}");
        let named = |name: &&String| said.lines().any(|line| line.starts_with('|') && line.contains(*name));
        assert_eq!(
            demo.page.users.iter().map(|person| &person.sip_user).find(named),
            None,
            "{method}: {said}"
        );
    }
}

#[test]
fn svcrack_finds_a_password_among_its_first_tries_and_none_behind_them() {
    let Some(far) = FarNetwork::lay() else { return };
    for (place, is_found) in [(1, true), (10, false)] {
        let demo = demo(&far);
        let person = demo.person(3);
        let mut guesses: Vec<String> = (0..30).map(|number| format!("guess-{number}")).collect();
        guesses.insert(place, person.sip_password.clone());
        let guesses: Vec<&str> = guesses.iter().map(String::as_str).collect();
        let file = words(&demo, "passwords", &guesses);
        let said = sipvicious(&far, "svcrack", &demo, &["-u", &person.sip_user, "-d", &file]);
        assert_eq!(said.contains(&person.sip_password), is_found, "{said}");
        if !is_found {
            assert_eq!(demo.metric("switchroom_sip_scans_total"), 1.0);
            assert!(demo.log().contains("alarm=\"scan\""), "{}", demo.log());
        }
    }
}

/// One request of `user` at `host` to themselves, from an address of its own; its answer without what is another each time, or
/// `None`.
fn answer(demo: &Demo, from: &str, method: &str, who: (&str, &str), proof: &str) -> Option<String> {
    let (text, id, port) = whole_answer(demo, from, method, who, proof)?;
    Some(plain(&text, who.0, &id, from, port))
}

/// The answer as it came, with the names of the request and the port.
fn whole_answer(
    demo: &Demo,
    from: &str,
    method: &str,
    (user, host): (&str, &str),
    proof: &str,
) -> Option<(String, String, u16)> {
    let socket = UdpSocket::bind((from, 0)).unwrap();
    socket.set_read_timeout(Some(MOMENT)).unwrap();
    let port = socket.local_addr().unwrap().port();
    let id = format!("{user}{method}{port}");
    let request = format!(
        "{method} sip:{user}@{host} SIP/2.0\r\nVia: SIP/2.0/UDP {from}:{port};rport;branch=z9hG4bK{id}\r\n\
         Max-Forwards: 70\r\nFrom: <sip:{user}@{host}>;tag=1\r\nTo: <sip:{user}@{host}>\r\nCall-ID: {id}\r\n\
         CSeq: 1 {method}\r\nContact: <sip:x@{from}:{port}>\r\nEvent: presence\r\n{proof}Content-Length: 0\r\n\r\n"
    );
    socket.send_to(request.as_bytes(), &demo.page.sip).unwrap();
    let mut room = [0; 8192];
    loop {
        let length = match socket.recv(&mut room) {
            Ok(length) => length,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return None,
            Err(error) => panic!("{error}"),
        };
        let text = String::from_utf8(room[..length].to_vec()).unwrap();
        if !text.starts_with("SIP/2.0 100") {
            return Some((text, id, port));
        }
    }
}

/// Without nonces, tags and whatever the request itself brought.
fn plain(text: &str, user: &str, id: &str, from: &str, port: u16) -> String {
    let text = text.replace(id, "ID").replace(user, "USER").replace(&format!("{from}:{port}"), "HERE");
    let text = text.replace(&port.to_string(), "PORT").replace(from, "FROM");
    let without = |text: &str, begin: &str, end: char| {
        let mut parts = text.split(begin);
        let first = parts.next().unwrap_or_default().to_owned();
        parts
            .fold(first, |made, part| format!("{made}{begin}{}", part.find(end).map_or("", |at| &part[at..])))
    };
    let text = without(&text, "nonce=\"", '"');
    text.lines()
        .filter(|line| !line.starts_with("To:") && !line.starts_with("Date:"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn real_and_unreal_names_are_answered_alike_whatever_is_asked() {
    let demo = Demo::start();
    let (real, unreal) = (&demo.person(0).sip_user, "zzyzx");
    let wrong = |user: &str| {
        format!(
            "Authorization: Digest username=\"{user}\", realm=\"{}\", nonce=\"abc\", uri=\"sip:x\", \
             response=\"00000000000000000000000000000000\", algorithm=MD5\r\n",
            demo.person(0).realm()
        )
    };
    let server = demo.page.sip.as_str();
    // Phones write their company's domain or the address that they were given, others their own.
    for (network, host) in [demo.person(0).realm(), server, "elsewhere.example"].into_iter().enumerate() {
        for (place, method) in
            ["REGISTER", "INVITE", "SUBSCRIBE", "PUBLISH", "OPTIONS", "MESSAGE"].into_iter().enumerate()
        {
            let from = format!("127.0.{}.{}", network + 100, place + 1);
            for proofs in [[String::new(), String::new()], [wrong(real), wrong(unreal)]] {
                let [of_real, of_unreal] = [(real.as_str(), &proofs[0]), (unreal, &proofs[1])]
                    .map(|(user, proof)| answer(&demo, &from, method, (user, host), proof));
                assert!(of_real.is_some(), "{method} at {host}");
                assert_eq!(of_real, of_unreal, "{method} at {host}");
            }
        }
    }
}

/// Whoever forges an address hears no challenge there, and has only those that were sent elsewhere.
#[test]
fn wrong_proofs_under_a_forged_address_shut_nobody_out() {
    let demo = Demo::start();
    let (user, realm) = (demo.person(0).sip_user.as_str(), demo.person(0).realm());
    let wrong = |from: &str| {
        let (text, ..) = whole_answer(&demo, from, "REGISTER", (user, realm), "").unwrap();
        let nonce = text.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap();
        format!(
            "Authorization: Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"sip:x\", qop=auth, \
             nc=00000001, cnonce=\"c\", response=\"00000000000000000000000000000000\", algorithm=MD5\r\n"
        )
    };
    let answers = |from: &str, proof: &str| {
        (0..8).filter(|_| answer(&demo, from, "REGISTER", (user, realm), proof).is_some()).count()
    };
    let of_another = wrong("127.0.3.1");
    assert_eq!(answers("127.0.3.2", &of_another), 8, "with a nonce that was sent to another address");
    assert_eq!(answers("127.0.3.3", &wrong("127.0.3.3")), 5, "with its own");
}

#[test]
fn an_address_that_proves_nothing_is_answered_ten_times() {
    let demo = Demo::start();
    let realm = demo.person(0).realm();
    let answered = (0..14)
        .filter(|number| {
            answer(&demo, "127.0.2.1", "REGISTER", (&format!("name{number}"), realm), "").is_some()
        })
        .count();
    assert_eq!(answered, 10);
    // Not even for a real name.
    assert_eq!(answer(&demo, "127.0.2.1", "REGISTER", (&demo.person(1).sip_user, realm), ""), None);
    assert!(answer(&demo, "127.0.2.2", "REGISTER", (&demo.person(1).sip_user, realm), "").is_some());
}

#[test]
fn a_thousand_phones_behind_one_address_register_and_nobody_is_taken_for_a_scan() {
    let demo = Demo::start();
    let person = demo.person(0);
    let names: Vec<String> = (0..1000).map(|number| format!("phone{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let printed = demo.told(&[&["user", "phone", &person.email], &names[..]].concat());
    let lines: Vec<String> = printed
        .lines()
        .map(|line| {
            let (user, password) = line.split_once(' ').expect("a name and a password");
            format!("{user};[authentication username={user} password={password}]")
        })
        .collect();
    assert_eq!(lines.len(), 1000);
    // The server hears of what another process has written within two seconds.
    std::thread::sleep(Duration::from_secs(3));
    // All at once, from an address that has never been seen.
    Scenario::of("phones_register")
        .key("realm", person.realm())
        .lines(&lines)
        .with(&["-m", "1000", "-r", "500", "-l", "1000", "-i", "127.0.0.77"])
        .succeeds(&demo);
    assert_eq!(demo.metric("switchroom_sip_scans_total"), 0.0);
}
