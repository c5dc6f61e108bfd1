#!/usr/bin/env python3
"""A telephone as a page in a browser is one: SIP over a WebSocket (RFC 7118), by the `websockets` library. Arguments: URL,
user, password, realm, its instance id, the number of this way to the server, and for wss a file with whom it trusts. Obeys one JSON object a line on standard input (call, answer,
hangup, ping, quit) and tells what happens as one a line on standard output. Sound is counted, not heard."""
import hashlib
import json
import os
import re
import select
import socket
import ssl
import sys
import threading
import time

from websockets.sync.client import connect

URL, USER, PASSWORD, REALM, INSTANCE, WAY = sys.argv[1:7]
AUTHORITY = sys.argv[7] if len(sys.argv) > 7 else None
# What a page knows of its own address: nothing (RFC 7118 §5.1).
HOST = f"{os.urandom(6).hex()}.invalid"
CONTACT = f"<sip:{os.urandom(4).hex()}@{HOST};transport=ws;ob>"
FLOW = f';+sip.instance="<urn:uuid:{INSTANCE}>";reg-id={WAY}'


def tell(event, **facts):
    print(json.dumps({"event": event, **facts}), flush=True)


def field(text, name):
    found = re.search(rf"^{name}:[ \t]*(.*?)\r?$", text, re.MULTILINE | re.IGNORECASE)
    return found.group(1) if found else ""


def fields(text, name):
    return re.findall(rf"^{name}:[ \t]*(.*?)\r?$", text, re.MULTILINE | re.IGNORECASE)


def digest(challenge, method, uri):
    part = lambda name: re.search(rf'{name}="([^"]*)"', challenge).group(1)
    md5 = lambda text: hashlib.md5(text.encode()).hexdigest()
    nonce, cnonce = part("nonce"), os.urandom(8).hex()
    ha1, ha2 = md5(f"{USER}:{part('realm')}:{PASSWORD}"), md5(f"{method}:{uri}")
    answer = md5(f"{ha1}:{nonce}:00000001:{cnonce}:auth:{ha2}")
    return (
        f'Digest username="{USER}", realm="{part("realm")}", nonce="{nonce}", uri="{uri}", response="{answer}", '
        f'algorithm=MD5, qop=auth, nc=00000001, cnonce="{cnonce}"'
    )


class Sound:
    """A place for RTP: sends silence to where the description says, counts what comes."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.heard = 0
        self.over = False

    def description(self):
        port = self.socket.getsockname()[1]
        return (
            f"v=0\r\no=- {port} 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n"
        )

    def run(self, description):
        host = re.search(r"^c=IN IP4 (\S+)", description, re.MULTILINE).group(1)
        port = int(re.search(r"^m=audio (\d+)", description, re.MULTILINE).group(1))
        threading.Thread(target=self.stream, args=((host, port),), daemon=True).start()

    def stream(self, remote):
        number = 0
        while not self.over:
            head = bytes([0x80, 8]) + number.to_bytes(2, "big") + (number * 160).to_bytes(4, "big") + b"page"
            self.socket.sendto(head + b"\xd5" * 160, remote)
            number = (number + 1) % 65536
            while select.select([self.socket], [], [], 0)[0]:
                self.socket.recv(2048)
                self.heard += 1
            time.sleep(0.02)


class Phone:
    def __init__(self):
        context = ssl.create_default_context(cafile=AUTHORITY) if AUTHORITY else None
        self.socket = connect(URL, subprotocols=["sip"], ssl=context, compression=None)
        assert self.socket.subprotocol == "sip"
        self.cseq = 0
        self.asked = {}
        self.invite = None
        self.sound = None
        self.dialog = None

    def send(self, *lines, body=""):
        kind = ["Content-Type: application/sdp"] if body else []
        self.socket.send("\r\n".join([*lines, *kind, f"Content-Length: {len(body)}", "", body]))

    def ask(self, method, uri, to, call_id, tag, more=(), body="", cseq=None):
        self.cseq = cseq or self.cseq + 1
        branch = f"z9hG4bK{os.urandom(8).hex()}"
        self.asked[branch] = (method, uri, to, call_id, tag, more, body)
        # The parameters of Via mean nothing here: the answer comes the way of the question.
        self.send(
            f"{method} {uri} SIP/2.0", f"Via: SIP/2.0/WS {HOST};branch={branch}", "Max-Forwards: 70",
            f"From: <sip:{USER}@{REALM}>;tag={tag}", f"To: {to}", f"Call-ID: {call_id}",
            f"CSeq: {self.cseq} {method}", f"Contact: {CONTACT}{FLOW if method == 'REGISTER' else ''}", *more, body=body)

    def register(self):
        self.ask("REGISTER", f"sip:{REALM}", f"<sip:{USER}@{REALM}>", os.urandom(8).hex(), os.urandom(4).hex(),
                 ("Supported: outbound, path, gruu", "Expires: 300"))

    def call(self, number):
        self.sound = Sound()
        uri = f"sip:{number}@{REALM}"
        self.ask("INVITE", uri, f"<{uri}>", os.urandom(8).hex(), os.urandom(4).hex(), body=self.sound.description())

    def answer(self):
        self.sound = Sound()
        invite, tag = self.invite, os.urandom(4).hex()
        self.dialog = (field(invite, "From"), f"{field(invite, 'To')};tag={tag}", field(invite, "Call-ID"),
                       re.search(r"<(.*?)>", field(invite, "Contact")).group(1))
        self.respond(invite, "200 OK", tag, self.sound.description())
        self.sound.run(invite.partition("\r\n\r\n")[2])

    def hangup(self):
        remote, local, call_id, target = self.dialog
        self.cseq += 1
        self.send(f"BYE {target} SIP/2.0", f"Via: SIP/2.0/WS {HOST};branch=z9hG4bK{os.urandom(8).hex()}",
                  "Max-Forwards: 70", f"From: {local}", f"To: {remote}", f"Call-ID: {call_id}", f"CSeq: {self.cseq} BYE")
        self.end()

    def ping(self):
        self.socket.send("\r\n\r\n")

    def end(self):
        if self.sound:
            self.sound.over = True
            tell("ended", heard=self.sound.heard)
        self.sound = self.dialog = None

    def respond(self, request, status, tag=None, body=""):
        to = field(request, "To") + (f";tag={tag}" if tag else "")
        self.send(f"SIP/2.0 {status}", *(f"Via: {via}" for via in fields(request, "Via")),
                  f"From: {field(request, 'From')}", f"To: {to}", f"Call-ID: {field(request, 'Call-ID')}",
                  f"CSeq: {field(request, 'CSeq')}", f"Contact: {CONTACT}", body=body)

    def requested(self, request):
        method = request.split(" ", 1)[0]
        if method == "INVITE" and "RTP/SAVP" in request:
            # A phone without SRTP: plain sound is offered next.
            self.respond(request, "488 Not Acceptable Here", "plain")
            tell("refused")
        elif method == "INVITE":
            self.invite = request
            self.respond(request, "180 Ringing", "ring")
            tell("incoming", uri=request.split(" ")[1], via=field(request, "Via"))
        elif method == "ACK":
            if self.dialog:
                tell("acknowledged")
        else:
            self.respond(request, "200 OK")
            if method == "BYE":
                self.end()
            else:
                tell("request", method=method)

    def answered(self, response):
        status = int(response.split(" ")[1])
        asked = self.asked.get(re.search(r"branch=([^;\s]+)", field(response, "Via")).group(1))
        if status < 200 or asked is None:
            return
        method, uri, to, call_id, tag, more, body = asked
        if method == "INVITE":
            self.acknowledge(response, uri, call_id)
        if status == 401 and not any(line.startswith("Authorization") for line in more):
            proof = "Authorization: " + digest(field(response, "WWW-Authenticate"), method, uri)
            self.ask(method, uri, to, call_id, tag, (*more, proof), body)
        elif method == "REGISTER":
            tell("registered", code=status, text=response)
        elif method == "INVITE":
            if status == 200:
                self.dialog = (field(response, "To"), field(response, "From"), call_id,
                               re.search(r"<(.*?)>", field(response, "Contact")).group(1))
                self.sound.run(response.partition("\r\n\r\n")[2])
            tell("called", code=status)

    def acknowledge(self, response, uri, call_id):
        is_taken = response.split(" ")[1] == "200"
        target = re.search(r"<(.*?)>", field(response, "Contact")).group(1) if is_taken else uri
        via = f"SIP/2.0/WS {HOST};branch=z9hG4bK{os.urandom(8).hex()}" if is_taken else field(response, "Via")
        self.send(f"ACK {target} SIP/2.0", f"Via: {via}", "Max-Forwards: 70", f"From: {field(response, 'From')}",
                  f"To: {field(response, 'To')}", f"Call-ID: {call_id}",
                  f"CSeq: {field(response, 'CSeq').split(' ')[0]} ACK")

    def read(self):
        for text in self.socket:
            if text == "\r\n":
                tell("pong")
            elif text.startswith("SIP/2.0 "):
                self.answered(text)
            else:
                self.requested(text)
        tell("closed")


if __name__ == "__main__":
    phone = Phone()
    threading.Thread(target=phone.read, daemon=True).start()
    phone.register()
    for line in sys.stdin:
        command = json.loads(line)
        name = command.pop("do")
        if name == "quit":
            break
        getattr(phone, name)(**command)
    os._exit(0)
