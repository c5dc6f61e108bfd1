#!/usr/bin/env python3
"""Measures the figures of RESULTS.md on a demo company of its own and prints them as a table.

usage: figures.py --server PATH [--calls 200] [--seconds 10] [--repeat 5]
                  [--only play,record,bridge,relay,word,menu,key,transcripts,register,setup,phones,core,mail,start,killed]

Each media figure stands beside its floor: the datagrams received and sent in a second of a call, times what the system
call costs just before (load/udpfloor). Of several runs the one in the middle is printed, and the range of all. A figure
with a failed call or a missing packet is not printed as one.
"""
import argparse
import contextlib
import dataclasses
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import wave

HERE = os.path.dirname(os.path.abspath(__file__))
LOAD = os.path.join(HERE, "load")
# Floor in datagrams received and sent by the server in each second of a call.
DATAGRAMS = {"play": (50, 50), "record": (50, 0), "bridge": (100, 100)}
CALLS_A_SECOND = 50
# For sound: more than a demo takes.
PORTS = {"SWITCHROOM_MEDIA__FIRST_PORT": "20000", "SWITCHROOM_MEDIA__LAST_PORT": "31999"}
# Of the answer-to-first-prompt measurement.
WORD_CALLS = 250
WORD_CALLS_A_SECOND = 20
# Of the start after a kill: messages in the store, callers who speak, and how often.
KEPT_MESSAGES = 10000
KILLED_RECORDINGS = 50
KILLS = 5
# Registrations and calls that only begin and end: how many, how many a second, and the bar in CPU ms for one. Whoever
# registers is one of so many further phones of each person.
OPERATIONS = {"register": (10000, 1000, 0.030), "setup": (3000, 150, 0.12)}
PHONES_OF_EACH = 25
# All of them have one address, which may say so much in a second.
RATES = {"SWITCHROOM_SIP__LIMITS__MESSAGES_PER_SECOND": "20000", "SWITCHROOM_SIP__LIMITS__MESSAGES_AT_ONCE": "20000"}
KAMAILIO = ("127.0.0.1:5062", "secret")
# Phones of each person whose memory is weighed, and how many register in a second.
WEIGHED_PHONES, WEIGHED_A_SECOND = 500, 500
# Bridged calls on one core: whether each costs the same however many there are. They go to people of their own.
ON_ONE_CORE = (10, 100, 1000)
# The bar: so many times the floor.
BARS = {"play": 2.5, "record": 5.0, "bridge": 2.0}
# Bridged calls whose packets are timed, side by side, and the bars in ms: the 99th of a hundred on its way through the server, and
# of the gaps between what it sends; the longest gap.
RELAYED = (1, 60, 200)
RELAY_BARS = {"relay": 6.0, "gap": 21.0, "longest gap": 30.0}
# Owners in their menus: so many at once. Each has a language of its own, as far as there are as many; so long is the walk whose
# prompts nobody has heard since the start. E-mails whose first prompt is timed, and the bar in ms.
MENUS = (100, 400)
LANGUAGES = "de-DE en-GB en-US fr-FR fr-CA it-IT pt-PT pt-BR es-ES es-US tr-TR ru-RU nl-NL ja-JP".split()
FIRST_WALK_SECONDS = 14
# So many log in a second: a PIN is hashed, which is dear on purpose.
LOG_INS_A_SECOND = 10
KEYED_MAILS, KEY_BAR = 40, 300
# For the words of what is left: a tiny recogniser, as the tests have it, and so long until it has nothing more to do.
RECOGNISER, RECOGNISED_AFTER = os.path.join(os.path.dirname(HERE), "acceptance", "peers", "transcriber.py"), 60
# Who is called: 201 has the long greeting, 202 the usual one (recording begins after it); further ones are registered by SIPp, as
# many as it takes, for each has 50 calls at once at most.
BRIDGED = ("203", "204", "205", "206")
CALLS_AT_ONCE = 50
RUNS = {
    "play": ["--to", "201"],
    "record": ["--to", "202", "--settle", "12"],
    "bridge": ["--to", ",".join(BRIDGED), "--uas", "127.0.0.1:5090"],
}


def build(folder):
    """rtpio and udpfloor, compiled for this machine."""
    for name in ("rtpio", "udpfloor"):
        subprocess.run(["cc", "-O2", "-o", os.path.join(folder, name), os.path.join(LOAD, name + ".c")], check=True)


def floor(folder):
    """Nanoseconds of a connected send and of a receive by epoll, as measured now."""
    out = subprocess.run([os.path.join(folder, "udpfloor")], capture_output=True, text=True, check=True).stdout
    line = next(line for line in out.splitlines() if line.startswith("send, connected"))
    return [float(value) for value in re.findall(r"(\d+) ns/pkt", line)]


class Server:
    def __init__(self, program, environment=None):
        self.program = program
        self.folder = tempfile.TemporaryDirectory(prefix="switchroom-bench.")
        self.log = open(os.path.join(self.folder.name, "log"), "w")
        began = time.monotonic()
        self.process = subprocess.Popen(
            [program, "demo", "--json", "--data", self.folder.name],
            stdout=subprocess.PIPE, stderr=self.log, text=True,
            env={**os.environ, "SWITCHROOM_LOG__LEVEL": "warn", **(environment or {})})
        self.page = json.loads(self.process.stdout.readline())
        self.started_seconds = time.monotonic() - began

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self.folder.cleanup()

    def put_greeting(self, seconds):
        """A greeting as long as the measurement, for the first person."""
        person = self.page["users"][0]
        path = os.path.join(self.folder.name, "greeting.wav")
        with wave.open(path, "wb") as wav:
            wav.setnchannels(1), wav.setsampwidth(2), wav.setframerate(8000)
            frames = bytearray()
            for index in range(8000 * seconds):
                frames += int(6000 * ((index * 37 % 200) / 100 - 1)).to_bytes(2, "little", signed=True)
            wav.writeframes(bytes(frames))
        cookies = os.path.join(self.folder.name, "cookies")
        base = self.page["http"] + "/api/v1"
        origin = ["-H", "Origin: " + self.page["http"]]
        body = json.dumps({"email": person["email"], "password": person["password"]})
        curl = ["curl", "-sS", "--fail", "-b", cookies, "-c", cookies, *origin]
        subprocess.run(curl + ["-H", "Content-Type: application/json", "-d", body, base + "/session"], check=True)
        subprocess.run(curl + ["-X", "PUT", "-H", "Content-Type: audio/wav", "--data-binary", "@" + path,
                               f"{base}/me/greetings/no-answer?language={person['language']}"], check=True)
        # Greetings end after 12 s unless their owner says otherwise; the server hears of it within 2 s.
        self.set("greeting.longest_seconds", seconds, person)
        time.sleep(3)


    def cli(self, *words, **how):
        config = os.path.join(self.folder.name, "switchroom.toml")
        return subprocess.run([self.program, "--config", config, *words], check=True, text=True, capture_output=True, **how).stdout

    def add_person(self, extension, language="en-GB"):
        email = f"{extension}@{self.page['users'][0]['email'].split('@')[1]}"
        told = self.cli("user", "add", email, "--name", f"Person {extension}", "--extension", extension, "--language", language,
                        input="a long password\n")
        said = dict(re.split(r"  +|(?<=password) ", line, maxsplit=1) for line in told.splitlines())
        return {"email": email, "extension": extension, "pin": said["PIN"], "sip_user": said["SIP user"],
                "sip_password": said["SIP password"]}

    def pin_to(self, core):
        """All its threads."""
        for thread in os.listdir(f"/proc/{self.process.pid}/task"):
            os.sched_setaffinity(int(thread), {core})

    def rss_kb(self):
        return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{self.process.pid}/status").read()).group(1))

    def let_be_called(self, people, port):
        """Registers people at a port that SIPp takes over, each for as many calls as anybody may have."""
        for person in people:
            self.set("calls_at_once", CALLS_AT_ONCE, person)
            self.register(person, port)
        # The server hears of a setting within 2 s.
        time.sleep(3)

    def set(self, name, value, person):
        self.cli("setting", "set", name, str(value), "--user", person["email"])

    def register(self, person, port):
        """Registers a person at a port that SIPp takes over: calls go to where the REGISTER came from."""
        host, server_port = self.page["sip"].rsplit(":", 1)
        realm = person["email"].split("@")[1]
        wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        wire.bind(("127.0.0.1", port))
        wire.settimeout(5)
        user, authorization = person["sip_user"], ""
        for number in (1, 2):
            wire.sendto((
                f"REGISTER sip:{realm} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bKbench{user}{number};rport\r\n"
                f"From: <sip:{user}@{realm}>;tag=bench\r\nTo: <sip:{user}@{realm}>\r\nCall-ID: bench-{user}\r\n"
                f"CSeq: {number} REGISTER\r\nContact: <sip:{user}@127.0.0.1:{port}>;expires=3600\r\nMax-Forwards: 70\r\n"
                f"{authorization}Content-Length: 0\r\n\r\n").encode(), (host, int(server_port)))
            answer = wire.recv(65536).decode()
            if number == 1:
                nonce = re.search(r'nonce="([^"]+)"', answer).group(1)
                md5 = lambda text: hashlib.md5(text.encode()).hexdigest()
                ha1, ha2 = md5(f"{user}:{realm}:{person['sip_password']}"), md5(f"REGISTER:sip:{realm}")
                response = md5(f"{ha1}:{nonce}:00000001:bench:auth:{ha2}")
                authorization = (
                    f'Authorization: Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="sip:{realm}", '
                    f'response="{response}", algorithm=MD5, qop=auth, nc=00000001, cnonce="bench"\r\n')
        if "200" not in answer.split("\r\n")[0]:
            sys.exit("REGISTER: " + answer.split("\r\n")[0])
        # The lamp: unanswered, it would be sent again to SIPp, which would take it for a call.
        notify = wire.recv(65536).decode().split("\r\n")
        copied = [line for line in notify if line.split(":")[0] in ("Via", "From", "To", "Call-ID", "CSeq")]
        wire.sendto("\r\n".join(["SIP/2.0 200 OK", *copied, "Content-Length: 0", "", ""]).encode(), (host, int(server_port)))
        wire.close()


def load_command(folder, workload, server, arguments, calls, seconds):
    return [sys.executable, os.path.join(folder, "load.py"), workload, "--target", server.page["sip"],
            "--domain", "outside.example", "--calls", str(calls), "--rate", str(CALLS_A_SECOND), "--seconds", str(seconds),
            "--pid", str(server.process.pid), *arguments]


def last_line(command):
    """Runs to the end; what was printed last is the result."""
    out = subprocess.run(command, capture_output=True, text=True, timeout=300)
    try:
        return json.loads(out.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        sys.exit(f"{' '.join(command)}:\n{out.stdout}\n{out.stderr}")


def load(folder, workload, server, arguments, calls, seconds):
    """One run of load.py."""
    return last_line(load_command(folder, workload, server, arguments, calls, seconds))


def first_word(folder, a, server):
    """From the 200 OK to the first sound, alone and beside other calls that hear a prompt."""
    ask = [sys.executable, os.path.join(folder, "firstword.py"), "--target", server.page["sip"], "--to", "202",
           "--calls", str(WORD_CALLS), "--rate", str(WORD_CALLS_A_SECOND)]
    print(word_row("alone", last_line(ask)), flush=True)
    lasts = WORD_CALLS / WORD_CALLS_A_SECOND + 3
    beside = subprocess.Popen(load_command(folder, "play", server, RUNS["play"], a.calls, lasts),
                              stdout=subprocess.PIPE, text=True)
    try:
        # The idle measurement of load.py, and then all calls are up.
        time.sleep(2 + a.calls / CALLS_A_SECOND + 2)
        word = last_line(ask)
        others = json.loads(beside.communicate(timeout=120)[0].strip().splitlines()[-1])
    finally:
        beside.kill()
    if others["failed"] or others["ok"] != a.calls:
        sys.exit(f"the calls beside it failed: {others}")
    print(word_row(f"beside {a.calls} calls that hear a greeting", word), flush=True)


def word_row(name, word):
    if word["failed"]:
        return f"| {name} | not measured: {json.dumps(word)} | |"
    return f"| {name} | {word['calls']} | {word['p50_ms']} / {word['p99_ms']} ms |"


def measured(folder, name, server, a):
    """One run and its floor in CPU ms per call-second; no figure if a call failed or no time was counted."""
    send, receive = floor(folder)
    run = load(folder, name, server, RUNS[name], a.calls, a.seconds)
    received, sent = DATAGRAMS[name]
    if run.get("failed") or not run.get("cpu_ms_per_call_s"):
        sys.exit(f"{name}: not measured: {json.dumps(run)}")
    return run, (received * receive + sent * send) / 1e6


def relayed(folder, server, calls, seconds):
    """One run of bridged calls whose packets say when they were sent; no figure if a call failed."""
    run = load(folder, "bridge", server, [*RUNS["bridge"], "--latency"], calls, seconds)
    heard = min(run[way].get("legs_rx") or 0 for way in ("rtp_caller", "rtp_called"))
    if run.get("failed") or run.get("up") != calls or heard != calls:
        sys.exit(f"relay: not measured: {json.dumps(run)}")
    return run


def relay_row(run):
    """The worse of both directions. What the senders' own clocks add to the gaps stands beside them."""
    ways = [run["rtp_caller"], run["rtp_called"]]
    worst = lambda name: [max(values) for values in zip(*(way[name] for way in ways))]
    (p50, p99, most), (_, gap, longest), (_, sent, sent_longest) = map(worst, ("relay_ms", "gap_ms", "sent_gap_ms"))
    return (f"| {run['up']} | {sum(way['rx'] for way in ways)} | {p50:.1f} / {p99:.1f} / {most:.1f} ms | {RELAY_BARS['relay']:.0f} | "
            f"{gap:.1f} / {longest:.1f} ms | {RELAY_BARS['gap']:.0f} / {RELAY_BARS['longest gap']:.0f} | "
            f"{sent:.1f} / {sent_longest:.1f} ms | {sum(way['seq_gaps'] for way in ways)} |")


def row(name, runs):
    """The run whose ratio to its floor is in the middle, and the range of all."""
    ratios = sorted((run["cpu_ms_per_call_s"] / least, number) for number, (run, least) in enumerate(runs))
    ratio, number = ratios[len(ratios) // 2]
    run, least = runs[number]
    gaps = sum(leg.get("seq_gaps") or 0 for run, _ in runs for key, leg in run.items() if key.startswith("rtp_"))
    return (f"| {name} | {run['up']} | {run['cpu_ms_per_call_s']:.3f} | {least:.3f} | {ratio:.2f} "
            f"({ratios[0][0]:.2f} to {ratios[-1][0]:.2f}) | {BARS[name]} | {gaps} | {run['p50_ms']} / {run['p99_ms']} ms |")


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--server", required=True)
    ask.add_argument("--calls", type=int, default=200)
    ask.add_argument("--seconds", type=float, default=10)
    ask.add_argument("--repeat", type=int, default=1)
    ask.add_argument("--only", default="play,record,bridge,relay,word,menu,key,transcripts,register,setup,phones,core,mail,start,killed")
    a = ask.parse_args()
    wanted = a.only.split(",")
    with tempfile.TemporaryDirectory(prefix="switchroom-load.") as folder:
        subprocess.run(f"cp {LOAD}/* {folder}/", shell=True, check=True)
        build(folder)
        if any(name in wanted for name in ("word", "relay", *DATAGRAMS)):
            media(folder, a, wanted)
        if "menu" in wanted:
            menus(folder, a)
        if "key" in wanted:
            after_key(folder, a)
        if "transcripts" in wanted:
            transcripts(a)
        if any(name in wanted for name in OPERATIONS):
            signalling(folder, a, wanted)
        if "phones" in wanted:
            phones(folder, a)
        if "core" in wanted:
            on_one_core(folder, a)
        if "mail" in wanted:
            mail(a)
        if "start" in wanted:
            start(a)
        if "killed" in wanted:
            killed(a, folder)


def media(folder, a, wanted):
    server = Server(a.server, PORTS)
    try:
        server.put_greeting(120)
        if any(name in wanted for name in DATAGRAMS):
            print("| work | calls | CPU ms per call-second | floor | ratio (range) | bar | sequence gaps | INVITE to 200, p50 / p99 |")
            print("|---|---|---|---|---|---|---|---|", flush=True)
        for name in RUNS:
            if name == "bridge" and ("bridge" in wanted or "relay" in wanted):
                called = [person for person in server.page["users"] if person["extension"] in BRIDGED]
                server.let_be_called(called, 5090)
            if name in wanted:
                print(row(name, [measured(folder, name, server, a) for _ in range(a.repeat)]), flush=True)
        if "relay" in wanted:
            print("\n| bridged calls | packets | on the way, p50 / p99 / most | bar | gap, p99 / most | bar | gap as sent, p99 / most | lost |"
                  "\n|---|---|---|---|---|---|---|---|", flush=True)
            for calls in RELAYED:
                for _ in range(a.repeat):
                    print(relay_row(relayed(folder, server, calls, a.seconds)), flush=True)
        if "word" in wanted:
            print("\n| from 200 OK to first sound | calls | p50 / p99 |\n|---|---|---|", flush=True)
            first_word(folder, a, server)
    finally:
        server.stop()


def menus(folder, a):
    """Owners who go through their menus: the first who hear each prompt, then many."""
    with Server(a.server, PORTS) as server:
        people = [server.add_person(str(600 + number), LANGUAGES[number % len(LANGUAGES)])
                  for number in range(-(-max(MENUS) // CALLS_AT_ONCE))]
        for person in people:
            server.set("calls_at_once", CALLS_AT_ONCE, person)
        # The server hears of them within two seconds.
        time.sleep(3)
        users = os.path.join(folder, "owners.csv")
        with open(users, "w") as owners:
            owners.writelines(f"{person['extension']};{person['pin']}\n" for person in people)
        print("\n| owners in their menus | calls | CPU ms per call-second | of a core | sequence gaps |\n|---|---|---|---|---|",
              flush=True)
        first = ["--users", users, "--settle", "0"]
        for name in ("first since the start, each in a language of its own", "the same once more"):
            print(menu_row(name, in_menus(folder, server, first, len(LANGUAGES), FIRST_WALK_SECONDS)), flush=True)
        for calls in MENUS:
            print(menu_row("all languages", in_menus(folder, server, ["--users", users, "--settle", "6"], calls, a.seconds)), flush=True)


def in_menus(folder, server, arguments, calls, seconds):
    """One run of owners; no figure if a call failed."""
    run = load(folder, "menu", server, ["--rate", str(LOG_INS_A_SECOND), *arguments], calls, seconds)
    if run.get("failed") or run.get("up") != calls or run["rtp_caller"]["legs_rx"] != calls:
        sys.exit(f"{calls} owners in their menus: not measured: {json.dumps(run)}")
    return run


def menu_row(name, run):
    return (f"| {name} | {run['up']} | {run['cpu_ms_per_call_s']:.3f} | {run['cpu_pct']:.0f} % | {run['rtp_caller']['seq_gaps']} |")


def after_key(folder, a):
    """From the key that asks for an e-mail nobody has heard to the first sound of it."""
    with Server(a.server, PORTS) as server:
        people = os.path.join(folder, "owners.csv")
        with open(people, "w") as owners:
            owners.writelines(f"{person['extension']};{person['pin']};{person['email']}\n" for person in server.page["users"])
        run = last_line([sys.executable, os.path.join(folder, "afterkey.py"), "--target", server.page["sip"], "--smtp",
                         server.page["smtp"], "--people", people, "--calls", str(KEYED_MAILS)])
    if run["failed"]:
        sys.exit(f"key: not measured: {json.dumps(run)}")
    print("\n| from the key to the first sound of an e-mail | e-mails | p50 / p99 | bar |\n|---|---|---|---|")
    print(f"| eight owners at once | {run['calls']} | {run['p50_ms']} / {run['p99_ms']} ms | {KEY_BAR} |", flush=True)


def transcripts(a):
    """The voice messages of a new company become text; the first, for which the recogniser is loaded, is not counted."""
    python = os.path.join(os.path.dirname(os.path.dirname(a.server)), "peers", "bin", "python")
    environment = {"SWITCHROOM_TRANSCRIPTS__COMMAND": json.dumps([python, RECOGNISER]), "SWITCHROOM_LOG__LEVEL": "info"}
    with Server(a.server, environment) as server:
        done, last = [], time.monotonic()
        while time.monotonic() - last < RECOGNISED_AFTER:
            time.sleep(1)
            told = open(os.path.join(server.folder.name, "log")).read()
            now = [tuple(map(int, pair)) for pair in re.findall(r"sound_milliseconds=(\d+) took_milliseconds=(\d+)", told)]
            if len(now) > len(done):
                done, last = now, time.monotonic()
    if len(done) < 2:
        sys.exit("transcripts: not measured: no message was transcribed")
    sound, took = map(sum, zip(*done[1:]))
    print("\n| voice messages | sound | real-time factor | the first, with the loading |\n|---|---|---|---|")
    print(f"| {len(done) - 1} | {sound / 1000:.0f} s | {took / sound:.2f} | {done[0][1] / 1000:.1f} s for {done[0][0] / 1000:.1f} s |",
          flush=True)


def signalling(folder, a, wanted):
    """Registrations with digest, beside Kamailio where it is installed, and calls that only begin and end."""
    print("\n| work | server | operations | CPU ms each | range | bar | p50 / p99 |\n|---|---|---|---|---|---|---|", flush=True)
    if "register" in wanted:
        with Server(a.server, {**PORTS, **RATES}) as server:
            own = Peer("switchroom", server.page["sip"], server.process.pid, further_phones(folder, server))
            with kamailio(folder, own.users) as other:
                peers = [own] + ([other] if other else [])
                # In turns, so that both have the same minutes.
                runs = [[operations(folder, "register", server, peer) for peer in peers] for _ in range(a.repeat)]
            for peer, of_peer in zip(peers, zip(*runs)):
                print(operations_row("register", peer, of_peer), flush=True)
    if "setup" in wanted:
        # A server of its own: where phones are registered, they would be rung.
        with Server(a.server, {**PORTS, **RATES}) as server:
            own = Peer("switchroom", server.page["sip"], server.process.pid, None)
            print(operations_row("setup", own, [operations(folder, "setup", server, own) for _ in range(a.repeat)]), flush=True)


@dataclasses.dataclass
class Peer:
    """A server that operations are asked of; users are a file of names and passwords."""
    name: str
    address: str
    pid: int
    users: str


def further_phones(folder, server, indices=range(PHONES_OF_EACH)):
    """Gives each person phones; a file with their names and passwords."""
    path = os.path.join(folder, "users.csv")
    with open(path, "w") as users:
        for number, person in enumerate(server.page["users"]):
            names = [f"phone{number}-{index}" for index in indices]
            users.write(server.cli("user", "phone", person["email"], *names).replace(" ", ";"))
    # The running server hears of them within two seconds.
    time.sleep(3)
    return path


def phones(folder, a):
    """What a phone takes of memory: as it is known, and as it is registered."""
    with Server(a.server, {**PORTS, **RATES}) as server:
        few = further_phones(folder, server, range(1))
        registered(folder, server, few, len(server.page["users"]))
        alone = server.rss_kb()
        count = WEIGHED_PHONES * len(server.page["users"])
        users = further_phones(folder, server, range(1, WEIGHED_PHONES + 1))
        known = server.rss_kb()
        registered(folder, server, users, count)
        there = server.rss_kb()
    print("\n| phones | as known, kB each | as registered, kB each more | bar |\n|---|---|---|---|")
    print(f"| {count} | {(known - alone) / count:.2f} | {(there - known) / count:.2f} | 2 |", flush=True)


def registered(folder, server, users, count):
    """Each phone once; what was sent for it is over when this returns."""
    realm = server.page["users"][0]["email"].split("@")[1]
    run = last_line([sys.executable, os.path.join(folder, "load.py"), "register", "--target", server.page["sip"], "--users", users,
                     "--domain", realm, "--calls", str(count), "--rate", str(WEIGHED_A_SECOND), "--pid", str(server.process.pid)])
    if run.get("failed") or run.get("ok") != count:
        sys.exit(f"phones: not registered: {json.dumps(run)}")
    # RFC 3261's 32 s for transactions.
    time.sleep(40)


def on_one_core(folder, a):
    """Bridged calls with the server on the first core alone."""
    with Server(a.server, PORTS) as server:
        people = [server.add_person(str(600 + number)) for number in range(-(-max(ON_ONE_CORE) // CALLS_AT_ONCE))]
        # The server hears of them within two seconds.
        time.sleep(3)
        server.let_be_called(people, 5090)
        server.pin_to(0)
        to = ",".join(person["extension"] for person in people)
        print("\n| bridged calls on one core | CPU ms per call-second | packets heard | sequence gaps |\n|---|---|---|---|", flush=True)
        for calls in ON_ONE_CORE:
            run = load(folder, "bridge", server, ["--to", to, "--uas", "127.0.0.1:5090"], calls, a.seconds)
            if run.get("failed") or not run.get("cpu_ms_per_call_s"):
                sys.exit(f"{calls} calls on one core: not measured: {json.dumps(run)}")
            ways = [run["rtp_caller"], run["rtp_called"]]
            print(f"| {run['up']} | {run['cpu_ms_per_call_s']:.3f} | {sum(way['rx'] for way in ways)} | "
                  f"{sum(way['seq_gaps'] or 0 for way in ways)} |", flush=True)


@contextlib.contextmanager
def kamailio(folder, users):
    """Kamailio as a registrar of the same names, or None."""
    if not shutil.which("kamailio"):
        yield None
        return
    path = os.path.join(folder, "kamailio.csv")
    with open(users) as known, open(path, "w") as same:
        same.writelines(line.split(";")[0] + ";" + KAMAILIO[1] + "\n" for line in known)
    process = subprocess.Popen(
        ["kamailio", "-f", os.path.join(folder, "kamailio.cfg"), "-m", "64", "-M", "8", "-DD", "-E", "-Y", folder],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(2)
        yield Peer("Kamailio", KAMAILIO[0], process.pid, path)
    finally:
        process.terminate()
        process.wait(20)


def operations(folder, name, server, peer):
    """One run of load.py; no figure if an operation failed."""
    count, rate, _ = OPERATIONS[name]
    realm = server.page["users"][0]["email"].split("@")[1]
    who = ["--users", peer.users, "--domain", realm] if peer.users else ["--to", "201", "--domain", "outside.example"]
    run = last_line([sys.executable, os.path.join(folder, "load.py"), name, "--target", peer.address, "--calls", str(count),
                     "--rate", str(rate), "--pid", str(peer.pid), *who])
    if run.get("failed") or run.get("ok") != count or not run.get("cpu_ms_per_op"):
        sys.exit(f"{name} at {peer.name}: not measured: {json.dumps(run)}")
    return run


def operations_row(name, peer, runs):
    """The run in the middle, and the range of all."""
    runs = sorted(runs, key=lambda run: run["cpu_ms_per_op"])
    run = runs[len(runs) // 2]
    return (f"| {name} | {peer.name} | {run['ok']} at {run['rate']:.0f}/s | {run['cpu_ms_per_op']:.3f} | "
            f"{runs[0]['cpu_ms_per_op']:.3f} to {runs[-1]['cpu_ms_per_op']:.3f} | {OPERATIONS[name][2]} | "
            f"{run['p50_ms']} / {run['p99_ms']} ms |")


def mail(a):
    server = Server(a.server)
    try:
        users = [person["email"] for person in server.page["users"]]
        host, port = server.page["smtp"].rsplit(":", 1)
        for size in (5000, 50000):
            command = [sys.executable, os.path.join(LOAD, "mailload.py"), "smtp", "--port", port, "--size", str(size),
                       "--sessions", "10", "--count", "2000", "--user-list", ",".join(users), "--cpu", f"server={server.process.pid}"]
            print(subprocess.run(command, capture_output=True, text=True).stdout.strip(), flush=True)
    finally:
        server.stop()


def start(a):
    server = Server(a.server)
    server_folder = server.folder
    times = []
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(20)
    for _ in range(5):
        began = time.monotonic()
        process = subprocess.Popen([a.server, "demo", "--json", "--data", server_folder.name], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True)
        process.stdout.readline()
        times.append(time.monotonic() - began)
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    print(f"start of an existing company: median {statistics.median(times) * 1000:.0f} ms of {len(times)}; "
          f"founding it: {server.started_seconds * 1000:.0f} ms")
    server_folder.cleanup()


def killed(a, folder):
    """Killed while callers speak, until it serves again: what was recorded is delivered first."""
    server = Server(a.server)
    data = server.folder.name
    times = []
    try:
        fill(server, KEPT_MESSAGES)
        for _ in range(KILLS):
            process = recordings_under_way(folder, server)
            server.process.kill()
            server.process.wait()
            os.killpg(process.pid, signal.SIGKILL)
            left = tickets(data)
            began = time.monotonic()
            server.process = subprocess.Popen([a.server, "demo", "--json", "--data", data], stdout=subprocess.PIPE,
                                              stderr=server.log, text=True)
            server.page = json.loads(server.process.stdout.readline())
            host, port = server.page["smtp"].rsplit(":", 1)
            with socket.create_connection((host, int(port))) as mail, mail.makefile() as lines:
                lines.readline()
            times.append(time.monotonic() - began)
            if left < KILLED_RECORDINGS:
                sys.exit(f"only {left} recordings were under way")
            until = time.monotonic() + 60
            while tickets(data) and time.monotonic() < until:
                time.sleep(0.05)
            print(f"ready {times[-1] * 1000:.0f} ms after a kill, {time.monotonic() - began:.2f} s until the last of "
                  f"{left} recordings was a message", flush=True)
        print(f"start after a kill, {KEPT_MESSAGES} messages in the store and {KILLED_RECORDINGS} recordings under way: "
              f"median {statistics.median(times) * 1000:.0f} ms, longest {max(times) * 1000:.0f} ms of {KILLS}")
    finally:
        server.stop()


def fill(server, count):
    """Mail of 5 kB, to everybody in turn."""
    port = server.page["smtp"].rsplit(":", 1)[1]
    users = ",".join(person["email"] for person in server.page["users"])
    filled = last_line([sys.executable, os.path.join(LOAD, "mailload.py"), "smtp", "--port", port, "--size", "5000",
                        "--sessions", "10", "--count", str(count), "--user-list", users])
    if filled.get("count") != count:
        sys.exit(f"the store was not filled: {filled}")


def recordings_under_way(folder, server):
    """Callers who speak for a minute; answers when all have been recorded for 3 s. The load runs in a group of its own."""
    command = load_command(folder, "record", server, RUNS["record"], KILLED_RECORDINGS, 60)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    until = time.monotonic() + 60
    while tickets(server.folder.name) < KILLED_RECORDINGS and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(3)
    return process


def tickets(data):
    """Recordings that are not messages yet."""
    return sum(name.endswith(".json") for name in os.listdir(os.path.join(data, "spool")))


if __name__ == "__main__":
    main()
