//! What an authority could answer that it should not: each answer is a failure like another, and nothing is put into use.

use super::*;
use crate::acme::http::{Asked, Http};
use crate::certificate::Files;
use instant_acme::HttpClient;
use std::fs;
use std::net::Ipv4Addr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// Answers raw octets for a path; without any it says nothing and stays.
type Answer = fn(&str) -> Option<Vec<u8>>;

struct Hostile {
    authority: Authority,
    folder: tempfile::TempDir,
    _server: JoinSet<()>,
}

impl Hostile {
    async fn start(answer: Answer) -> Hostile {
        rustls::crypto::ring::default_provider().install_default().ok();
        let folder = tempfile::tempdir().unwrap();
        let files = Files::own(folder.path());
        files.make("authority.example", &[]).unwrap();
        let tls = Certificate::open(vec![files.clone()]).unwrap().server();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut server = JoinSet::new();
        server.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = TlsAcceptor::from(tls.clone());
                tokio::spawn(async move { serve(acceptor, stream, port, answer).await });
            }
        });
        let acme = Acme {
            terms_agreed: true,
            directory: format!("https://127.0.0.1:{port}/directory"),
            authorities: Some(files.certificate),
            listen: vec![(Ipv4Addr::LOCALHOST, 0).into()],
            ..Acme::default()
        };
        let records = Records::new(folder.path());
        let authority = Authority { acme, names: vec!["phones.example.org".into()], records };
        Hostile { authority, folder, _server: server }
    }

    /// Orders; answers why it failed.
    async fn fails(&self) -> String {
        let failed = self.authority.order().await.unwrap().unwrap();
        assert!(!Files::obtained(self.folder.path()).certificate.exists());
        format!("{:#}", failed.unwrap_err())
    }

    fn tries(&self) -> Tries {
        self.authority.records.tries(&self.authority.acme.directory)
    }
}

async fn serve(acceptor: TlsAcceptor, stream: TcpStream, port: u16, answer: Answer) -> Option<()> {
    let mut stream = acceptor.accept(stream).await.ok()?;
    let mut request = vec![0; 16 << 10];
    let length = stream.read(&mut request).await.ok()?;
    let text = String::from_utf8_lossy(&request[..length]).into_owned();
    let Some(octets) = answer(text.split_whitespace().nth(1)?) else { return std::future::pending().await };
    let text = String::from_utf8_lossy(&octets).replace("HERE", &format!("https://127.0.0.1:{port}"));
    stream.write_all(text.as_bytes()).await.ok()?;
    stream.shutdown().await.ok()
}

fn said(status: &str, headers: &str, body: &str) -> Option<Vec<u8>> {
    let answer = format!("HTTP/1.1 {status}\r\nReplay-Nonce: n\r\n{headers}Connection: close\r\n\r\n{body}");
    Some(answer.into_bytes())
}

const DIRECTORY: &str = r#"{"newNonce":"HERE/nonce","newAccount":"HERE/account","newOrder":"HERE/order"}"#;

/// As it should be, up to the order.
fn sound(path: &str) -> Option<Vec<u8>> {
    match path {
        "/directory" => said("200 OK", "", DIRECTORY),
        "/nonce" => said("200 OK", "", ""),
        "/account" => said("201 Created", "Location: HERE/account/1\r\n", "{}"),
        path => panic!("{path} is not asked for"),
    }
}

const READY: &str = r#"{"status":"ready","authorizations":[],"finalize":"HERE/finalize"}"#;
const VALID: &str =
    r#"{"status":"valid","authorizations":[],"finalize":"HERE/finalize","certificate":"HERE/signed"}"#;

const PENDING: &str = r#"{"status":"pending","authorizations":["HERE/name"],"finalize":"HERE/finalize"}"#;
const NAME: &str = r#"{"identifier":{"type":"dns","value":"phones.example.org"},"status":"pending","challenges":[
    {"type":"http-01","url":"HERE/challenge","token":"t","status":"invalid"}]}"#;

/// As it should be, up to the certificate.
fn signs(path: &str, signed: &str) -> Option<Vec<u8>> {
    match path {
        "/order" => said("201 Created", "Location: HERE/order/1\r\n", READY),
        "/finalize" | "/order/1" => said("200 OK", "", VALID),
        "/signed" => said("200 OK", "", signed),
        path => sound(path),
    }
}

#[tokio::test]
async fn no_answer_of_an_authority_does_more_than_fail() {
    let answers: &[(&str, &str, Answer)] = &[
        ("no HTTP", "invalid HTTP version", |_| Some(b"nonsense\r\n\r\n".to_vec())),
        ("nothing", "connection closed", |_| Some(Vec::new())),
        ("an error that is no problem document", "answers 500", |_| said("500 Oh", "", "<html>")),
        ("half of a directory", "EOF", |_| said("200 OK", "", &DIRECTORY[..40])),
        ("a directory without addresses", "no directory", |_| {
            said("200 OK", "", &DIRECTORY.replace("HERE/nonce", "a b"))
        }),
        ("a directory elsewhere without TLS", "no directory", |_| {
            said("200 OK", "", &DIRECTORY.replace("HERE/nonce", "http://a/"))
        }),
        ("more than anybody can read", "length limit", |_| said("200 OK", "", &" ".repeat(1 << 20))),
        ("a head without end", "head is too large", |_| {
            Some(["HTTP/1.1 200 OK\r\nA: ", &"a".repeat(1 << 20)].concat().into_bytes())
        }),
        ("no nonce", "no nonce", |path| match path {
            "/nonce" => Some(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_vec()),
            path => sound(path),
        }),
        ("an account nowhere", "account URL", |path| match path {
            "/account" => said("201 Created", "", "{}"),
            path => sound(path),
        }),
        ("an order that is none", "expected struct OrderState", |path| match path {
            "/order" => said("201 Created", "Location: HERE/order/1\r\n", "[]"),
            path => sound(path),
        }),
        ("an order that is finished nowhere", "invalid authority", |path| match path {
            "/order" => {
                said("201 Created", "Location: HERE/order/1\r\n", &READY.replace("HERE/finalize", "::"))
            }
            path => sound(path),
        }),
        ("an order that goes on elsewhere", "invalid format", |path| match path {
            "/order" => said("201 Created", "Location: file:///etc/passwd\r\n", READY),
            "/finalize" => said("200 OK", "", VALID),
            path => sound(path),
        }),
        ("names that are not ours", "the order is Invalid", |path| match path {
            "/order" => said("201 Created", "Location: HERE/order/1\r\n", &READY.replace("ready", "invalid")),
            path => signs(path, ""),
        }),
        ("a name that is not ours, of an order that stays open", "name is ours", |path| match path {
            "/order" | "/order/1" => said("201 Created", "Location: HERE/order/1\r\n", PENDING),
            "/name" => said("200 OK", "", NAME),
            "/challenge" => said(
                "200 OK",
                "",
                r#"{"type":"http-01","url":"HERE/challenge","token":"t","status":"pending"}"#,
            ),
            path => sound(path),
        }),
        ("no certificate", "no certificate in it", |path| signs(path, "")),
        ("half a certificate", "missing section end", |path| {
            signs(path, "-----BEGIN CERTIFICATE-----\nMIIB")
        }),
        ("a certificate of nobody", "another key", |path| {
            signs(path, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
        }),
        ("another's certificate", "another key", |path| {
            let other = rcgen::generate_simple_self_signed(vec!["phones.example.org".into()]).unwrap();
            signs(path, &other.cert.pem())
        }),
    ];
    for (what, because, answer) in answers {
        let hostile = Hostile::start(*answer).await;
        let why = hostile.fails().await;
        let tries = hostile.tries();
        assert!(why.contains(because), "{what}: {why}");
        assert_eq!((tries.failures, &tries.why), (1, &why), "{what}");
        assert!(tries.not_before > tries.at, "{what}: {why}");
        hostile.fails().await;
        assert_eq!(hostile.tries().failures, 2, "{what}");
    }
}

#[tokio::test]
async fn an_authority_that_wants_us_to_wait_is_left_alone() {
    const LIMITED: &str = r#"{"type":"urn:ietf:params:acme:error:rateLimited","detail":"too many"}"#;
    let cases: &[(Answer, u32)] = &[
        (
            |path| {
                if path == "/order" {
                    said("429 Many", "Retry-After: 7200\r\n", LIMITED)
                } else {
                    sound(path)
                }
            },
            7200,
        ),
        (|path| if path == "/order" { said("429 Many", "", LIMITED) } else { sound(path) }, 3600),
        (
            |_| said("503 Busy", "Retry-After: 99999999999999999999999\r\n", "{}"),
            renewal::LONGEST_PUT_OFF_SECONDS,
        ),
    ];
    for (answer, seconds) in cases {
        let hostile = Hostile::start(*answer).await;
        hostile.fails().await;
        let Tries { not_before, at, .. } = hostile.tries();
        assert_eq!(not_before.duration_since(at).as_secs(), i64::from(*seconds));
    }
}

#[tokio::test]
async fn an_authority_that_has_lost_our_account_gets_a_new_one() {
    let hostile = Hostile::start(|path| match path {
        "/order" => said(
            "400 Bad",
            "",
            r#"{"type":"urn:ietf:params:acme:error:accountDoesNotExist","detail":"who?"}"#,
        ),
        path => sound(path),
    })
    .await;
    assert!(hostile.fails().await.contains("who?"));
    assert!(!fs::exists(hostile.folder.path().join("tls/acme-account.json")).unwrap());
}

#[tokio::test]
async fn an_authority_that_says_nothing_is_not_waited_for() {
    let hostile = Hostile::start(|_| None).await;
    let http =
        Http::new(&hostile.authority.acme, Asked::default()).unwrap().patient_for(Duration::from_millis(300));
    let request =
        hyper::Request::get(&hostile.authority.acme.directory).body(instant_acme::BodyWrapper::default());
    let answer = http.request(request.unwrap()).await;
    assert!(answer.is_err_and(|error| error.to_string().contains("in time")));
}

#[tokio::test]
async fn an_order_that_is_cut_off_counts_as_a_failure_until_it_is_made_up_for() {
    let hostile = Hostile::start(|_| None).await;
    let cut_off = tokio::time::timeout(Duration::from_millis(300), hostile.authority.order()).await;
    assert!(cut_off.is_err());
    // What the next process finds: it waits, and nobody is alarmed yet.
    let tries = hostile.tries();
    assert!(tries.failures == 1 && tries.under_way && tries.not_before > tries.at, "{tries:?}");
    assert_eq!(trouble(None, Some(&tries), Timestamp::now()), None);
    assert!(hostile.authority.records.take_turn().unwrap().is_some());
}

#[test]
fn what_is_wrong_is_said_without_names() {
    let at = |day: i64| Timestamp::from_second(day * 24 * 3600).unwrap();
    let facts = |is_self_signed| {
        let made = rcgen::generate_simple_self_signed(vec!["secret.example".into()]).unwrap();
        let mut facts = Facts::of(made.cert.der()).unwrap();
        facts.validity = Validity { begins: at(0), ends: at(90) };
        facts.is_self_signed = is_self_signed;
        facts
    };
    let under_way = Tries { failures: 1, under_way: true, ..Tries::default() };
    let tries = |failures| Tries { failures, why: "secret.example".into(), at: at(80), ..Tries::default() };
    for (is_self_signed, tries, day, said) in [
        (true, None, 1, None),
        (true, None, 90, Some("it has ended 1970-04-01")),
        (true, Some(tries(0)), 1, None),
        (true, Some(under_way), 1, None),
        (
            true,
            Some(tries(2)),
            1,
            Some("no authority has signed one yet: 2 tries have failed, the last at 1970-03-22"),
        ),
        (false, Some(tries(2)), 70, None),
        (false, Some(tries(2)), 80, Some("it ends 1970-04-01T00:00:00Z and cannot be renewed: 2 tries")),
        (false, Some(tries(0)), 80, None),
    ] {
        let trouble = trouble(Some(&facts(is_self_signed)), tries.as_ref(), at(day));
        assert_eq!(trouble.is_some(), said.is_some(), "{trouble:?}");
        let trouble = trouble.unwrap_or_default();
        assert!(trouble.starts_with(said.unwrap_or_default()) && !trouble.contains("secret"), "{trouble}");
    }
}
