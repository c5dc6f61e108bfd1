//! URIs against a zone that stands in a table.

use super::*;
use Transport::{Tcp, Tls, Udp};
use std::collections::HashMap;
use std::sync::Mutex;

#[derive(Default)]
struct Zone {
    services: HashMap<&'static str, Vec<Service>>,
    pointers: HashMap<&'static str, Vec<Pointer>>,
    addresses: HashMap<&'static str, Vec<&'static str>>,
    asked: Mutex<Vec<String>>,
}

impl Names for Zone {
    async fn services(&self, domain: &str) -> Vec<Service> {
        self.asked.lock().unwrap().push(format!("NAPTR {domain}"));
        self.services.get(domain).cloned().unwrap_or_default()
    }

    async fn pointers(&self, name: &str) -> Vec<Pointer> {
        self.asked.lock().unwrap().push(format!("SRV {name}"));
        self.pointers.get(name).cloned().unwrap_or_default()
    }

    async fn addresses(&self, host: &str) -> Vec<IpAddr> {
        self.asked.lock().unwrap().push(format!("A {host}"));
        self.addresses.get(host).into_iter().flatten().map(|text| text.parse().unwrap()).collect()
    }
}

fn zone() -> Zone {
    let service = |order, services: &str, replacement: &str| Service {
        order,
        preference: 1,
        flags: "s".into(),
        services: services.into(),
        replacement: replacement.into(),
    };
    let pointer = |priority, port, host: &str| Pointer { priority, weight: 1, port, host: host.into() };
    Zone {
        services: HashMap::from([(
            "full.example",
            vec![
                service(1, "SIPS+D2T", "_sips._tcp.full.example"),
                service(2, "SIP+D2T", "_sip._tcp.full.example"),
            ],
        )]),
        pointers: HashMap::from([
            ("_sips._tcp.full.example", vec![pointer(1, 5071, "a.example"), pointer(2, 5081, "b.example")]),
            ("_sip._tcp.full.example", vec![pointer(1, 5070, "b.example")]),
            ("_sip._udp.srv.example", vec![pointer(1, 5090, "a.example")]),
        ]),
        addresses: HashMap::from([
            ("a.example", vec!["192.0.2.1", "2001:db8::1"]),
            ("b.example", vec!["192.0.2.2"]),
            ("full.example", vec!["192.0.2.9"]),
        ]),
        asked: Mutex::default(),
    }
}

fn found(text: &str) -> Vec<(Transport, String)> {
    match next(&Uri::parse(text).unwrap()) {
        Next::Known(target) => vec![(target.transport, target.address.to_string())],
        Next::Nowhere => Vec::new(),
        Next::Ask(question) => {
            let found = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(targets(
                &zone(),
                &question,
                |_| 0,
            ));
            assert!(found.iter().all(|target| target.domain == question.domain));
            found.into_iter().map(|target| (target.transport, target.address.to_string())).collect()
        }
    }
}

#[test]
fn uris_are_resolved_as_the_rfc_says() {
    for (text, expected) in [
        // Addresses skip DNS.
        ("sip:a@192.0.2.7", vec![(Udp, "192.0.2.7:5060")]),
        ("sip:a@[2001:db8::7]:5070;transport=tcp", vec![(Tcp, "[2001:db8::7]:5070")]),
        ("sips:a@192.0.2.7", vec![(Tls, "192.0.2.7:5061")]),
        ("sip:a@full.example;maddr=192.0.2.8", vec![(Udp, "192.0.2.8:5060")]),
        // NAPTR, then SRV, then addresses of both families.
        (
            "sip:a@full.example",
            vec![
                (Tls, "192.0.2.1:5071"),
                (Tls, "[2001:db8::1]:5071"),
                (Tls, "192.0.2.2:5081"),
                (Tcp, "192.0.2.2:5070"),
            ],
        ),
        (
            "sips:a@full.example",
            vec![(Tls, "192.0.2.1:5071"), (Tls, "[2001:db8::1]:5071"), (Tls, "192.0.2.2:5081")],
        ),
        // A transport skips NAPTR, a port skips SRV.
        ("sip:a@full.example;transport=tcp", vec![(Tcp, "192.0.2.2:5070")]),
        ("sip:a@full.example:5099", vec![(Udp, "192.0.2.9:5099")]),
        ("sips:a@full.example:5099", vec![(Tls, "192.0.2.9:5099")]),
        ("sip:a@full.example:5099;transport=tls", vec![(Tls, "192.0.2.9:5099")]),
        // Without NAPTR all of ours are asked for; without SRV the host itself.
        ("sip:a@srv.example", vec![(Udp, "192.0.2.1:5090"), (Udp, "[2001:db8::1]:5090")]),
        ("sip:a@b.example", vec![(Udp, "192.0.2.2:5060")]),
        ("sip:a@B.example.", vec![(Udp, "192.0.2.2:5060")]),
        ("sips:a@b.example", vec![(Tls, "192.0.2.2:5061")]),
        ("sip:a@b.example;transport=udp", vec![(Udp, "192.0.2.2:5060")]),
        ("sip:a@nowhere.example", vec![]),
        // What we do not send by.
        ("sip:a@full.example;transport=ws", vec![]),
        ("sip:a@full.example;transport=sctp", vec![]),
        ("sips:a@full.example;transport=udp", vec![]),
        ("tel:+491234", vec![]),
    ] {
        let expected: Vec<_> =
            expected.into_iter().map(|(transport, address)| (transport, address.to_owned())).collect();
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn a_zone_of_thousands_gives_few() {
    let mut zone = zone();
    let many =
        (0..2000).map(|port| Pointer { priority: 1, weight: 1, port: port + 1, host: "a.example".into() });
    zone.pointers.insert("_sip._udp.srv.example", many.collect());
    let Next::Ask(question) = next(&Uri::parse("sip:srv.example").unwrap()) else { panic!() };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(targets(&zone, &question, |_| 0)).len(), TARGETS_LIMIT);
    assert!(zone.asked.lock().unwrap().len() < 2 * TARGETS_LIMIT);
}
