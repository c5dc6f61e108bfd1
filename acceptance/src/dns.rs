//! A name server with a zone of its own: dnsmasq.

use crate::eventually;
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::process::{Child, Command, Stdio};

/// A name server on loopback; gone with the value.
pub struct Dns {
    server: Child,
    /// Where it is asked.
    pub address: SocketAddr,
}

impl Dns {
    /// A domain whose SIP is served at this address, by UDP (RFC 3263 §4.2).
    pub fn with_service(domain: &str, at: SocketAddr) -> Dns {
        let address = UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port");
        let server = Command::new("/usr/sbin/dnsmasq")
            .args([
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--pid-file",
                "--no-resolv",
                "--no-hosts",
            ])
            .args(["--bind-interfaces", "--listen-address=127.0.0.1", "--local=/test/", "--user=root"])
            .arg(format!("--port={}", address.port()))
            .arg(format!("--srv-host=_sip._udp.{domain},host.{domain},{},1,1", at.port()))
            .arg(format!("--host-record=host.{domain},{}", at.ip()))
            .stderr(Stdio::null())
            .spawn()
            .expect("cargo xtask test installs dnsmasq");
        let dns = Dns { server, address };
        eventually("dnsmasq listens", || TcpStream::connect(address).ok());
        dns
    }
}

impl Drop for Dns {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
