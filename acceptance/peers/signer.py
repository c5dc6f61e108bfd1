#!/usr/bin/env python3
"""A telephone provider that signs its calls (RFC 8224, RFC 8588): an authority, certificates of it behind HTTPS on loopback, and
PASSporTs made to order. Its argument is the folder that it is kept in. Commands, one JSON object a line on standard input:
sign with `orig`, `dest`, and perhaps `age` (seconds), `attest`, `x5u`, `key` (`own`, `other`). What it tells: ready, signed.
Beside `/own.pem` there are `/other.pem` (signed by nobody who is trusted), `/ended.pem`, `/huge.pem`, `/slow.pem` and
`/elsewhere.pem` (a redirection)."""
import base64
import datetime
import http.server
import ipaddress
import json
import pathlib
import ssl
import sys
import threading
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID

FOLDER = pathlib.Path(sys.argv[1])
NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(of, key, by=None, by_key=None, begins=NOW - DAY, ends=NOW + DAY):
    is_authority = by is None
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(of))
        .issuer_name(by.subject if by else name(of))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if not is_authority:
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        builder = builder.add_extension(x509.SubjectAlternativeName([address]), critical=False)
    return builder.sign(by_key or key, hashes.SHA256())


def pem(cert):
    return cert.public_bytes(serialization.Encoding.PEM)


KEYS = {who: ec.generate_private_key(ec.SECP256R1()) for who in ("root", "own", "other")}
ROOT = certificate("authority", KEYS["root"])
PAGES = {
    "/own.pem": pem(certificate("provider", KEYS["own"], ROOT, KEYS["root"])),
    "/slow.pem": pem(certificate("provider", KEYS["own"], ROOT, KEYS["root"])),
    "/ended.pem": pem(certificate("provider", KEYS["own"], ROOT, KEYS["root"], NOW - 3 * DAY, NOW - 2 * DAY)),
    "/other.pem": pem(certificate("somebody", KEYS["other"])),
    "/huge.pem": b"-" * (1 << 20),
}
SLOW_SECONDS = 3


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/slow.pem":
            time.sleep(SLOW_SECONDS)
        if self.path == "/elsewhere.pem":
            self.send_response(302)
            self.send_header("Location", "/own.pem")
            self.end_headers()
            return
        body = PAGES.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        try:
            self.wfile.write(body or b"")
        except OSError:
            pass

    def log_message(self, *_):
        pass


def serve():
    (FOLDER / "root.pem").write_bytes(pem(ROOT))
    key = KEYS["own"].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (FOLDER / "own.pem").write_bytes(PAGES["/own.pem"] + key)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(FOLDER / "own.pem")
    # The handshake belongs to the thread of its own connection.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def encoded(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def sign(port, orig, dest, age=0, attest="A", x5u=None, key="own"):
    x5u = x5u or f"https://127.0.0.1:{port}/{key}.pem"
    header = {"alg": "ES256", "ppt": "shaken", "typ": "passport", "x5u": x5u}
    payload = {
        "attest": attest,
        "dest": {"tn": [dest]},
        "iat": int(time.time()) - age,
        "orig": {"tn": orig},
        "origid": "123e4567-e89b-12d3-a456-426655440000",
    }
    parts = [encoded(json.dumps(part, separators=(",", ":")).encode()) for part in (header, payload)]
    signed = ".".join(parts)
    r, s = decode_dss_signature(KEYS[key].sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"{signed}.{signature};info=<{x5u}>;alg=ES256;ppt=shaken"


def tell(event, **facts):
    print(json.dumps({"event": event, **facts}), flush=True)


if __name__ == "__main__":
    port = serve()
    tell("ready", port=port)
    for line in sys.stdin:
        command = json.loads(line)
        if command.pop("do") == "quit":
            break
        tell("signed", identity=sign(port, **command))
