#!/usr/bin/env python3
"""A flood against a running demo, and a registered phone beside it. `flood.py PAGE.json PID RATE SECONDS [CALLS]`: so many
REGISTERs of strangers a second from a thousand loopback addresses; the phone registers anew ten times a second, each with its
challenge and answer, repeats after T1 as RFC 3261 says, and counts. So many calls stand meanwhile, and what they lose is counted
(`talk.py`). Prints one line of figures, and ends with 1 if more than 1 % of the sound is lost, fewer than 99 % of the registrations
succeed, or memory has more than doubled."""
import hashlib
import json
import os
import re
import select
import socket
import statistics
import subprocess
import sys
import threading
import time

PAGE, PID, RATE, SECONDS = json.load(open(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
HOST, PORT = PAGE["sip"].rsplit(":", 1)
SERVER = (HOST, int(PORT))
WHO = PAGE["users"][0]
REALM = WHO["email"].split("@")[1]
CALLS = int(sys.argv[5]) if len(sys.argv) > 5 else 0
T1 = 0.5


def flood(over, sent):
    sockets = []
    for number in range(1000):
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.bind((f"127.66.{number // 250}.{number % 250 + 1}", 0))
        sockets.append(one)
    start = time.monotonic()
    while not over.is_set():
        due = int((time.monotonic() - start) * RATE)
        while sent[0] < due:
            text = (
                f"REGISTER sip:{REALM} SIP/2.0\r\nVia: SIP/2.0/UDP 127.66.0.1;rport;branch=z9hG4bKf{sent[0]}\r\n"
                f"Max-Forwards: 70\r\nFrom: <sip:guest@{REALM}>;tag=f\r\nTo: <sip:guest@{REALM}>\r\nCall-ID: f{sent[0]}\r\n"
                "CSeq: 1 REGISTER\r\nContact: <sip:guest@127.66.0.1>\r\nContent-Length: 0\r\n\r\n"
            )
            sockets[sent[0] % 1000].sendto(text.encode(), SERVER)
            sent[0] += 1
        time.sleep(0.001)


class Phone:
    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.cseq = 0
        self.repeated = 0
        self.call_id = os.urandom(8).hex()

    def ask(self, proof=""):
        """One transaction; its status and fields, or `None` after 64 T1."""
        self.cseq += 1
        branch, port = f"z9hG4bK{os.urandom(8).hex()}", self.socket.getsockname()[1]
        text = (
            f"REGISTER sip:{REALM} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};rport;branch={branch}\r\nMax-Forwards: 70\r\n"
            f"From: <sip:{WHO['sip_user']}@{REALM}>;tag=p\r\nTo: <sip:{WHO['sip_user']}@{REALM}>\r\nCall-ID: {self.call_id}\r\n"
            f"CSeq: {self.cseq} REGISTER\r\nContact: <sip:p@127.0.0.1:{port}>\r\nExpires: 300\r\n{proof}Content-Length: 0\r\n\r\n"
        ).encode()
        wait = T1
        end = time.monotonic() + 64 * T1
        while time.monotonic() < end:
            self.socket.sendto(text, SERVER)
            until = time.monotonic() + wait
            while (left := until - time.monotonic()) > 0 and select.select([self.socket], [], [], left)[0]:
                answer = self.socket.recv(65536).decode()
                if branch in answer and answer.startswith("SIP/2.0 "):
                    return int(answer.split(" ")[1]), answer
            self.repeated += 1
            wait = min(2 * wait, 4)
        return None, ""

    def register(self):
        status, answer = self.ask()
        if status == 401:
            md5 = lambda text: hashlib.md5(text.encode()).hexdigest()
            nonce, cnonce, uri = re.search(r'nonce="([^"]*)"', answer).group(1), os.urandom(4).hex(), f"sip:{REALM}"
            ha1, ha2 = md5(f"{WHO['sip_user']}:{REALM}:{WHO['sip_password']}"), md5(f"REGISTER:{uri}")
            proof = (
                f'Authorization: Digest username="{WHO["sip_user"]}", realm="{REALM}", nonce="{nonce}", uri="{uri}", '
                f'response="{md5(f"{ha1}:{nonce}:00000001:{cnonce}:auth:{ha2}")}", algorithm=MD5, qop=auth, nc=00000001, '
                f'cnonce="{cnonce}"\r\n'
            )
            status, answer = self.ask(proof)
        return status == 200


def of_process(field):
    return int(re.search(rf"^{field}:\s+(\d+)", open(f"/proc/{PID}/status").read(), re.MULTILINE).group(1))


def cpu():
    fields = open(f"/proc/{PID}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    phone, over, sent = Phone(), threading.Event(), [0]
    assert phone.register(), "the phone cannot register"
    talkers = None
    if CALLS:
        talk = [sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "talk.py"), sys.argv[1], str(CALLS), str(SECONDS)]
        talkers = subprocess.Popen(talk, stdout=subprocess.PIPE, text=True)
        assert talkers.stdout.readline().strip() == "talking", "the calls do not stand"
    before, spent = of_process("VmRSS"), cpu()
    flooder = None
    if RATE:
        import multiprocessing
        # A process of its own: the phone's clock must not wait for the flood.
        over, sent = multiprocessing.Event(), multiprocessing.Array("q", 1)
        flooder = multiprocessing.Process(target=flood, args=(over, sent))
        flooder.start()
        time.sleep(1)
    times, failed, start = [], 0, time.monotonic()
    phone.repeated = 0
    while time.monotonic() < start + SECONDS:
        begun = time.monotonic()
        failed += not phone.register()
        times.append(1000 * (time.monotonic() - begun))
        time.sleep(max(0, 0.1 - (time.monotonic() - begun)))
    lasted = time.monotonic() - start
    if flooder:
        over.set()
        flooder.join()
    times.sort()
    figures = {
        "flood_per_second": round(sent[0] / (lasted + 1)), "registrations": len(times), "failed": failed,
        "repeated": phone.repeated, "p50_ms": round(statistics.median(times), 1),
        "p99_ms": round(times[int(len(times) * 0.99)], 1), "rss_kb_before": before, "rss_kb_peak": of_process("VmHWM"),
        "cpu_share": round((cpu() - spent) / (lasted + (1 if flooder else 0)), 3),
    }
    kept = failed <= 0.01 * len(times) and figures["rss_kb_peak"] <= 2 * before
    if talkers:
        figures["talk"] = json.loads(talkers.communicate(timeout=60)[0])
        kept = kept and figures["talk"]["worst_share"] <= 0.01
    print(json.dumps(figures))
    sys.exit(0 if kept else 1)
