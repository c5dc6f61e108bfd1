#!/usr/bin/env python3
"""Calls that stand: `talk.py PAGE.json CALLS SECONDS`. The demo's second person calls the third so often (ten times, if nothing
else is set); both sides send a packet
each 20 ms through the server and count what comes. Says `talking` once all calls stand, and prints one line of figures at the end:
packets sent, and the greatest and the whole share of them that was lost, of either direction."""
import hashlib
import json
import os
import re
import select
import socket
import sys
import time

PAGE, CALLS, SECONDS = json.load(open(sys.argv[1])), int(sys.argv[2]), float(sys.argv[3])
HOST, PORT = PAGE["sip"].rsplit(":", 1)
SERVER = (HOST, int(PORT))
REALM = PAGE["users"][1]["email"].split("@")[1]
T1, PATIENCE, PACKET = 0.5, 20, 0.02


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def field(text, name):
    found = re.search(rf"^{name}:\s*(.*?)\r$", text, re.MULTILINE | re.IGNORECASE)
    return found.group(1) if found else ""


class Stream:
    """One side of a call."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.to, self.sent, self.got = None, 0, 0

    def sdp(self):
        port = self.socket.getsockname()[1]
        return f"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"

    def learn(self, text):
        host, port = re.search(r"c=IN IP4 (\S+)", text).group(1), re.search(r"m=audio (\d+)", text).group(1)
        self.to = (host, int(port))

    def send(self):
        number = self.sent
        head = bytes([0x80, 8]) + (number & 0xFFFF).to_bytes(2, "big") + (number * 160 & 0xFFFFFFFF).to_bytes(4, "big")
        self.socket.sendto(head + self.socket.getsockname()[1].to_bytes(4, "big") + b"\xd5" * 160, self.to)
        self.sent += 1

    def take(self):
        while True:
            try:
                datagram = self.socket.recv(2048)
            except BlockingIOError:
                return
            self.got += len(datagram) == 172


class Side:
    """A phone of one person's, with all its calls."""

    def __init__(self, who):
        self.who = who
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.own = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.streams = {}
        self.answers = {}
        self.cseq = 0

    def ask(self, method, target, to, call_id, body="", more=""):
        """One transaction with its final answer; a challenge is answered."""
        status, answer = self.once(method, target, to, call_id, body, more)
        if status in (401, 407):
            name = "Proxy-Authorization" if status == 407 else "Authorization"
            nonce = re.search(r'nonce="([^"]*)"', answer).group(1)
            user, cnonce = self.who["sip_user"], os.urandom(4).hex()
            ha1, ha2 = md5(f"{user}:{REALM}:{self.who['sip_password']}"), md5(f"{method}:{target}")
            proof = (
                f'{name}: Digest username="{user}", realm="{REALM}", nonce="{nonce}", uri="{target}", algorithm=MD5, qop=auth, '
                f'nc=00000001, cnonce="{cnonce}", response="{md5(f"{ha1}:{nonce}:00000001:{cnonce}:auth:{ha2}")}"\r\n'
            )
            status, answer = self.once(method, target, to, call_id, body, more + proof)
        return status, answer

    def once(self, method, target, to, call_id, body, more):
        self.cseq += 1
        branch, cseq = f"z9hG4bK{os.urandom(8).hex()}", self.cseq
        kind = "Content-Type: application/sdp\r\n" if body else ""

        def text(method, branch, to, body, kind):
            return (
                f"{method} {target} SIP/2.0\r\nVia: SIP/2.0/UDP {self.own};rport;branch={branch}\r\nMax-Forwards: 70\r\n"
                f"From: <sip:{self.who['sip_user']}@{REALM}>;tag=t{call_id}\r\nTo: {to}\r\nCall-ID: {call_id}\r\nCSeq: {cseq} {method}\r\n"
                f"Contact: <sip:{self.who['sip_user']}@{self.own}>\r\n{more if method != 'ACK' else ''}{kind}Content-Length: {len(body)}\r\n\r\n{body}"
            ).encode()

        wait, end = T1, time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.socket.sendto(text(method, branch, to, body, kind), SERVER)
            until = time.monotonic() + wait
            while (left := until - time.monotonic()) > 0 and select.select([self.socket], [], [], left)[0]:
                answer = self.socket.recv(65536).decode()
                if not answer.startswith("SIP/2.0 "):
                    self.serve(answer)
                    continue
                status = int(answer.split(" ")[1])
                if branch in answer and status < 200:
                    until = end
                if branch in answer and status >= 200:
                    if method == "INVITE":
                        of_it = branch if status >= 300 else f"{branch}a"
                        self.socket.sendto(text("ACK", of_it, field(answer, "To"), "", ""), SERVER)
                    return status, answer
            wait = min(2 * wait, 4)
        raise SystemExit(f"no answer to {method}")

    def serve(self, request):
        """Takes every call; answers everything else with 200, the same again if it comes again."""
        method, call_id = request.split(" ", 1)[0], field(request, "Call-ID")
        if method == "ACK":
            return
        body = ""
        if method == "INVITE":
            if call_id not in self.streams:
                self.streams[call_id] = Stream()
                self.streams[call_id].learn(request)
            body = self.streams[call_id].sdp()
        lines = [line for line in request.split("\r\n") if line.lower().startswith(("via:", "from:", "call-id:", "cseq:", "record-route:"))]
        to = field(request, "To")
        to = to if ";tag=" in to else f"{to};tag=c"
        kind = "Content-Type: application/sdp\r\n" if body else ""
        head = "\r\n".join(["SIP/2.0 200 OK", *lines, f"To: {to}", f"Contact: <sip:{self.who['sip_user']}@{self.own}>"])
        self.socket.sendto(f"{head}\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}".encode(), SERVER)

    def serve_what_waits(self):
        while select.select([self.socket], [], [], 0)[0]:
            text = self.socket.recv(65536).decode()
            if not text.startswith("SIP/2.0 "):
                self.serve(text)


def register(side):
    target = f"sip:{REALM}"
    status, _ = side.ask("REGISTER", target, f"<sip:{side.who['sip_user']}@{REALM}>", os.urandom(8).hex(), more="Expires: 3600\r\n")
    if status != 200:
        raise SystemExit(f"the phone cannot register: {status}")


def call(caller, called, number):
    """The called side answers in a thread of its own, since the caller waits."""
    call_id, stream = os.urandom(8).hex(), Stream()
    target = f"sip:{number}@{REALM}"
    status, answer = caller.ask("INVITE", target, f"<{target}>", call_id, body=stream.sdp())
    if status != 200:
        raise SystemExit(f"a call is refused: {status}")
    stream.learn(answer)
    return stream


def talk(streams):
    """Everybody says a packet each 20 ms; the last tenth of a second is for what is under way."""
    start, ticks = time.monotonic(), 0
    while time.monotonic() < start + SECONDS:
        for stream in streams:
            stream.send()
        ticks += 1
        yield
        while (left := start + ticks * PACKET - time.monotonic()) > 0:
            time.sleep(min(left, PACKET))
        for stream in streams:
            stream.take()
    time.sleep(0.1)
    for stream in streams:
        stream.take()


if __name__ == "__main__":
    import threading

    caller, called = Side(PAGE["users"][1]), Side(PAGE["users"][2])
    register(caller)
    register(called)
    over = threading.Event()

    def serve():
        while not over.is_set():
            if select.select([called.socket], [], [], 0.1)[0]:
                called.serve_what_waits()

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        near = [call(caller, called, PAGE["users"][2]["extension"]) for _ in range(CALLS)]
        far = list(called.streams.values())
        if len(far) < CALLS:
            raise SystemExit(f"only {len(far)} calls are taken by the phone: a person takes `calls_at_once`")
        print("talking", flush=True)
        for _ in talk(near + far):
            caller.serve_what_waits()
    finally:
        over.set()
        serving.join()
    # Each direction of a call for itself; the sides are in the order in which they were made.
    lost = [1 - other.got / one.sent for one, other in [*zip(near, far), *zip(far, near)]]
    sent, got = (sum(getattr(stream, name) for stream in near + far) for name in ("sent", "got"))
    print(json.dumps({"calls": CALLS, "sent": sent, "lost_share": round(1 - got / sent, 5), "worst_share": round(max(lost), 5)}))
