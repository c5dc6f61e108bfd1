//! Which of the records that DNS has given are used, and in which order: pure, with the random numbers given in.

use crate::flow::Transport;

/// A NAPTR record (RFC 3403), as far as SIP uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Service {
    pub order: u16,
    pub preference: u16,
    pub flags: String,
    pub services: String,
    pub replacement: String,
}

/// An SRV record (RFC 2782).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pointer {
    pub priority: u16,
    pub weight: u16,
    pub port: u16,
    pub host: String,
}

/// The SRV name of a transport; for TLS it is that of `sips` (RFC 3263 §4.1).
pub(super) fn service_name(transport: Transport, domain: &str) -> String {
    match transport {
        Transport::Udp => format!("_sip._udp.{domain}"),
        Transport::Tls => format!("_sips._tcp.{domain}"),
        _ => format!("_sip._tcp.{domain}"),
    }
}

/// The services by which we send, as transports and SRV names, in the zone's order (RFC 3263 §4.1).
pub(super) fn usable(mut services: Vec<Service>, is_secure: bool) -> Vec<(Transport, String)> {
    services.sort_by_key(|service| (service.order, service.preference));
    let transport = |service: &Service| {
        let transport = match service.services.to_ascii_uppercase().as_str() {
            "SIP+D2U" => Transport::Udp,
            "SIP+D2T" => Transport::Tcp,
            "SIPS+D2T" => Transport::Tls,
            _ => return None,
        };
        let is_pointer = service.flags.eq_ignore_ascii_case("s") && !service.replacement.is_empty();
        (is_pointer && (transport.is_secure() || !is_secure)).then_some(transport)
    };
    let usable =
        services.iter().filter_map(|service| Some((transport(service)?, service.replacement.clone())));
    usable.collect()
}

/// RFC 2782: by priority, and within one priority drawn by weight. A target of nothing (`.`) says that the service is not
/// there.
pub(super) fn by_weight(mut pointers: Vec<Pointer>, random: &mut impl FnMut(u32) -> u32) -> Vec<Pointer> {
    pointers.retain(|pointer| !pointer.host.is_empty() && pointer.port != 0);
    // Those without weight first, so that they have their small chance.
    pointers.sort_by_key(|pointer| (pointer.priority, pointer.weight));
    let mut ordered = Vec::with_capacity(pointers.len());
    while let Some(priority) = pointers.first().map(|pointer| pointer.priority) {
        let equals = pointers.iter().take_while(|pointer| pointer.priority == priority);
        let sum: u32 = equals.clone().map(|pointer| u32::from(pointer.weight)).sum();
        let drawn = random(sum.saturating_add(1));
        let mut passed = 0;
        let index = equals
            .map(|pointer| {
                passed += u32::from(pointer.weight);
                passed
            })
            .position(|passed| passed >= drawn);
        ordered.push(pointers.remove(index.unwrap_or_default()));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(priority: u16, weight: u16, host: &str) -> Pointer {
        Pointer { priority, weight, port: 5060, host: host.into() }
    }

    fn hosts(pointers: Vec<Pointer>, mut draws: Vec<u32>) -> Vec<String> {
        draws.reverse();
        let mut random = |below: u32| draws.pop().unwrap_or_default().min(below - 1);
        by_weight(pointers, &mut random).into_iter().map(|pointer| pointer.host).collect()
    }

    #[test]
    fn priority_goes_first_and_weight_decides_among_equals() {
        let zone = || vec![pointer(20, 1, "late"), pointer(10, 60, "big"), pointer(10, 20, "small")];
        for (draws, expected) in [
            (vec![0], ["small", "big", "late"]),
            (vec![20], ["small", "big", "late"]),
            (vec![21], ["big", "small", "late"]),
            (vec![80], ["big", "small", "late"]),
        ] {
            assert_eq!(hosts(zone(), draws.clone()), expected, "{draws:?}");
        }
    }

    #[test]
    fn no_weight_has_a_small_chance_beside_some_weight() {
        let zone = || vec![pointer(1, 10, "heavy"), pointer(1, 0, "light")];
        assert_eq!(hosts(zone(), vec![0]), ["light", "heavy"]);
        assert_eq!(hosts(zone(), vec![1]), ["heavy", "light"]);
        assert_eq!(hosts(vec![pointer(1, 0, "a"), pointer(1, 0, "b")], vec![0, 0]), ["a", "b"]);
    }

    #[test]
    fn weights_draw_in_proportion() {
        let mut state = 1_u64;
        let mut random = |below: u32| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u32::try_from((state >> 33) % u64::from(below)).unwrap()
        };
        let zone = || vec![pointer(1, 75, "three"), pointer(1, 25, "one")];
        let first = (0..10_000).filter(|_| by_weight(zone(), &mut random)[0].host == "three").count();
        assert!((7200..7700).contains(&first), "{first}");
    }

    #[test]
    fn what_points_nowhere_is_left_out() {
        let mut closed = pointer(1, 1, "closed");
        closed.port = 0;
        assert!(hosts(vec![pointer(1, 1, ""), closed], vec![]).is_empty());
        assert!(hosts(Vec::new(), vec![]).is_empty());
        let heaviest = (0..70_000).map(|_| pointer(1, u16::MAX, "x")).collect::<Vec<_>>();
        assert_eq!(hosts(heaviest[..3].to_vec(), vec![u32::MAX; 3]).len(), 3);
    }

    fn service(order: u16, preference: u16, services: &str, replacement: &str) -> Service {
        Service {
            order,
            preference,
            flags: "s".into(),
            services: services.into(),
            replacement: replacement.into(),
        }
    }

    #[test]
    fn services_are_taken_in_their_order_if_we_speak_them() {
        let mut elsewhere = service(1, 1, "SIP+D2T", "uri.example");
        elsewhere.flags = "u".into();
        let zone = || {
            vec![
                service(90, 50, "SIP+D2T", "_sip._tcp.a"),
                service(50, 50, "SIPS+D2T", "_sips._tcp.a"),
                service(90, 40, "sip+d2u", "_sip._udp.a"),
                service(10, 10, "SIP+D2S", "_sip._sctp.a"),
                service(10, 10, "SIPS+D2W", "_sips._ws.a"),
                service(10, 10, "SIP+D2U", ""),
                elsewhere.clone(),
            ]
        };
        let named =
            |secure| usable(zone(), secure).into_iter().map(|(transport, _)| transport).collect::<Vec<_>>();
        assert_eq!(named(false), [Transport::Tls, Transport::Udp, Transport::Tcp]);
        assert_eq!(named(true), [Transport::Tls]);
    }
}
