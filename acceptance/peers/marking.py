#!/usr/bin/env python3
"""How packets are marked: `marking.py SERVER PORT NUMBER` calls a number by UDP, says something, hangs up, and prints the
traffic class of everything that came, as JSON: `{"signalling": [160], "voice": [184]}`."""
import json
import socket
import sys
import time

SERVER, PORT, NUMBER = sys.argv[1], int(sys.argv[2]), sys.argv[3]
IS_IPV6 = ":" in SERVER
FAMILY = socket.AF_INET6 if IS_IPV6 else socket.AF_INET
HOST = f"[{SERVER}]" if IS_IPV6 else SERVER
OWN = "::1" if IS_IPV6 else "127.0.0.1"
LONGEST = 15


def listening():
    one = socket.socket(FAMILY, socket.SOCK_DGRAM)
    one.bind((OWN, 0))
    if IS_IPV6:
        one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVTCLASS, 1)
    else:
        one.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1)
    one.settimeout(LONGEST)
    return one


def take(one):
    """The next datagram and its class."""
    data, ancillary, _, _ = one.recvmsg(4096, 64)
    for level, kind, value in ancillary:
        if (level, kind) in [(socket.IPPROTO_IPV6, socket.IPV6_TCLASS), (socket.IPPROTO_IP, socket.IP_TOS)]:
            return data, value[0]
    raise SystemExit("the system tells no traffic class")


signalling, voice = listening(), listening()
own = f"{'[::1]' if IS_IPV6 else OWN}:{signalling.getsockname()[1]}"
sdp = (
    f"v=0\r\no=- 1 1 IN {'IP6' if IS_IPV6 else 'IP4'} {OWN}\r\ns=-\r\nc=IN {'IP6' if IS_IPV6 else 'IP4'} {OWN}\r\nt=0 0\r\n"
    f"m=audio {voice.getsockname()[1]} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
)


def say(method, cseq, to, target, body=""):
    kind = "Content-Type: application/sdp\r\n" if body else ""
    text = (
        f"{method} {target} SIP/2.0\r\nVia: SIP/2.0/UDP {own};branch=z9hG4bKmark{method}{cseq};rport\r\nMax-Forwards: 70\r\n"
        f"From: <sip:+493044400001@outside.example>;tag=mark\r\nTo: {to}\r\nCall-ID: mark-{own}\r\nCSeq: {cseq} {method}\r\n"
        f"Contact: <sip:mark@{own}>\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}"
    )
    signalling.sendto(text.encode(), (SERVER, PORT))


def field(text, name):
    return next(line.split(":", 1)[1].strip() for line in text.splitlines() if line.lower().startswith(name + ":"))


classes = {"signalling": set(), "voice": set()}
target = f"sip:{NUMBER}@{HOST}:{PORT}"
say("INVITE", 1, f"<{target}>", target, sdp)
end = time.monotonic() + LONGEST
while time.monotonic() < end:
    data, mark = take(signalling)
    classes["signalling"].add(mark)
    if data.startswith(b"SIP/2.0 200"):
        break
answer = data.decode()
to, contact = field(answer, "to"), field(answer, "contact").strip("<>")
say("ACK", 1, to, contact)
for _ in range(20):
    classes["voice"].add(take(voice)[1])
say("BYE", 2, to, contact)
classes["signalling"].add(take(signalling)[1])
print(json.dumps({kind: sorted(marks) for kind, marks in classes.items()}))
