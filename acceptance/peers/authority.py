#!/usr/bin/env python3
"""A certificate authority by ACME: acme2certifier with a root of its own, behind TLS on loopback. Its arguments are the
folder that it is kept in, its port, and the port where it asks for tokens; `tls` behind them, where it asks there by tls-alpn-01
instead. Tells on standard output when it is ready.

It asks at our port instead of 80 because its environment names us as the HTTP proxy; nothing in it is changed for that. Its door
for tls-alpn-01 is 443 in its text, where another is put."""
import datetime
import ipaddress
import json
import os
import pathlib
import ssl
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

FOLDER, PORT, ASKED = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
BY_TLS = sys.argv[4:] == ["tls"]
ROOT, ROOT_KEY = FOLDER / "root.pem", FOLDER / "root.key"
OWN = FOLDER / "own.pem"
CONFIGURATION = f"""
[DEFAULT]
debug: False
[DBhandler]
handler: wsgi
dbfile: {FOLDER}/authority.db
[CAhandler]
handler_module: acme2certifier.cahandlers.openssl_ca_handler
issuing_ca_key: {ROOT_KEY}
issuing_ca_cert: {ROOT}
issuing_ca_crl: {FOLDER}/crl.pem
cert_save_path: {FOLDER}/signed
cert_validity_days: 7
[Challenge]
dns_01_support: False
http_01_support: {not BY_TLS}
tls_alpn_01_support: {BY_TLS}
"""


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def signed(subject, key, issuer, issuer_key):
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=30))
    is_root = subject == issuer
    builder = builder.add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    if not is_root:
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        builder = builder.add_extension(x509.SubjectAlternativeName([address]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def pem(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def found():
    """Once; a start in the same folder finds everything as it was."""
    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ROOT_KEY.write_bytes(pem(root))
    ROOT.write_bytes(signed("Acceptance Root", root, "Acceptance Root", root))
    OWN.write_bytes(pem(own) + signed("127.0.0.1", own, "Acceptance Root", root))
    (FOLDER / "signed").mkdir()


def ask_at_our_port():
    from acme2certifier.acme_srv import helper

    fetched = helper.servercert_get

    def at_our_port(logger, host, _port, *more, **named):
        return fetched(logger, host, ASKED, *more, **named)

    helper.servercert_get = at_our_port


def serve():
    from wsgiref.simple_server import make_server

    from acme2certifier.share.acme2certifier_wsgi import application, get_handler_cls

    server = make_server("127.0.0.1", PORT, application, handler_class=get_handler_cls())
    server.base_environ["HTTPS"] = "on"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(OWN)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    events.write(json.dumps({"event": "ready"}) + "\n")
    events.flush()
    server.serve_forever()


if __name__ == "__main__":
    # The authority prints what it likes to standard output.
    events = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    if not ROOT.exists():
        found()
    configuration = FOLDER / "acme_srv.cfg"
    configuration.write_text(CONFIGURATION)
    os.environ["ACME_SRV_CONFIGFILE"] = str(configuration)
    for name in ("no_proxy", "NO_PROXY"):
        os.environ.pop(name, None)
    os.environ["http_proxy"] = f"http://127.0.0.1:{ASKED}"
    if BY_TLS:
        ask_at_our_port()
    serve()
