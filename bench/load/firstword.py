#!/usr/bin/env python3
"""How long after the 200 OK of a call its first RTP datagram comes, as the caller sees it; prints one JSON line.

Both datagrams are stamped by the kernel as they arrive (SO_TIMESTAMPNS): one clock, and no waking of this program is in
the figure. The calls are spread over time and end as soon as the first datagram is there.

usage: firstword.py --target 127.0.0.1:5060 --to 202 [--calls 250] [--rate 20]
Bounds: calls <= 2000, rate <= 100, loopback targets only.
"""
import argparse
import concurrent.futures
import ipaddress
import json
import re
import socket
import struct
import sys
import time
import uuid

# Linux's number on all its usual machines; Python does not name it.
SO_TIMESTAMPNS = 35
# The kernel begins to stamp when the first socket asks for it; these calls do not count.
WARM_UP = 5
# No answer takes longer unless the server is broken.
PATIENCE_SECONDS = 10


def wire(local):
    """A socket whose datagrams are stamped."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    opened.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    opened.bind((local, 0))
    opened.settimeout(PATIENCE_SECONDS)
    return opened


def arrival(opened):
    """The next datagram and when it came, in nanoseconds."""
    octets, ancillary, _, _ = opened.recvmsg(65536, 128)
    for level, kind, value in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, SO_TIMESTAMPNS):
            seconds, nanoseconds = struct.unpack("@ll", value[:struct.calcsize("@ll")])
            return octets, seconds * 1_000_000_000 + nanoseconds
    raise OSError("a datagram without a stamp")


class Caller:
    def __init__(self, a, number, to):
        host, port = a.target.rsplit(":", 1)
        self.server, self.number = (host, int(port)), number
        self.sip, self.rtp = wire(a.local), wire(a.local)
        self.local = "%s:%d" % self.sip.getsockname()
        # A port may be had again by a later call; a Call-ID may not.
        self.call_id = uuid.uuid4().hex
        self.target = f"sip:{to}@{a.target}"
        self.tagged = f"<{self.target}>"

    def send(self, method, cseq, body="", kind="application/sdp"):
        content = f"Content-Type: {kind}\r\n" if body else ""
        self.sip.sendto((
            f"{method} {self.target} SIP/2.0\r\nVia: SIP/2.0/UDP {self.local};branch=z9hG4bK{method}{cseq}{self.call_id};rport\r\n"
            f"From: <sip:+4930{self.number:06}@outside.example>;tag=first\r\nTo: {self.tagged}\r\n"
            f"Call-ID: {self.call_id}\r\nCSeq: {cseq} {method}\r\nContact: <sip:first@{self.local}>\r\nMax-Forwards: 70\r\n"
            f"{content}Content-Length: {len(body)}\r\n\r\n{body}").encode(), self.server)

    def answer(self):
        """The final answer and when it came."""
        while True:
            octets, at = arrival(self.sip)
            text = octets.decode()
            status = re.match(r"SIP/2\.0 (\d+)", text)
            if status and int(status[1]) >= 200:
                return int(status[1]), text, at

    def begin(self):
        """Until the call is answered, in A-law; when the 200 came."""
        address, port = self.rtp.getsockname()
        self.send("INVITE", 1, (
            f"v=0\r\no=- 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\nm=audio {port} RTP/AVP 8\r\n"
            "a=rtpmap:8 PCMA/8000\r\n"))
        status, text, answered = self.answer()
        if status != 200:
            raise OSError(f"answered {status}")
        self.tagged = re.search(r"(?mi)^To:\s*(.*?)\r?$", text)[1]
        self.target = re.search(r"(?mi)^Contact:.*?<([^>]+)>", text)[1]
        self.send("ACK", 1)
        return answered

    def milliseconds(self):
        """From the 200 to the first sound."""
        answered = self.begin()
        while True:
            octets, heard = arrival(self.rtp)
            if len(octets) > 12 and octets[1] & 0x7F == 8:
                break
        self.send("BYE", 2)
        self.answer()
        return (heard - answered) / 1e6

    def close(self):
        self.sip.close()
        self.rtp.close()


def call(a, number, due):
    time.sleep(max(0.0, due - time.monotonic()))
    caller = Caller(a, number, a.to)
    try:
        return caller.milliseconds()
    except OSError as error:
        return str(error)
    finally:
        caller.close()


def percentile(values, share):
    return round(sorted(values)[min(len(values) - 1, int(len(values) * share))], 2) if values else None


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--target", required=True)
    ask.add_argument("--to", required=True, help="number to call; it is answered by a prompt")
    ask.add_argument("--local", default="127.0.0.1")
    ask.add_argument("--calls", type=int, default=250)
    ask.add_argument("--rate", type=float, default=20)
    a = ask.parse_args()
    if not ipaddress.ip_address(a.target.rsplit(":", 1)[0]).is_loopback:
        sys.exit("loopback only")
    if a.calls > 2000 or a.rate > 100:
        sys.exit("over the bounds")
    for number in range(WARM_UP):
        call(a, number, 0)
    begin = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        numbers = range(WARM_UP, WARM_UP + a.calls)
        made = list(pool.map(lambda number: call(a, number, begin + (number - WARM_UP) / a.rate), numbers))
    heard = [value for value in made if isinstance(value, float)]
    failed = [value for value in made if isinstance(value, str)]
    print(json.dumps({
        "calls": len(heard), "failed": len(failed), "first_error": failed[0] if failed else None,
        "p50_ms": percentile(heard, .5), "p99_ms": percentile(heard, .99), "max_ms": percentile(heard, 1),
        "min_ms": percentile(heard, 0)}))


if __name__ == "__main__":
    main()
