#!/usr/bin/env python3
"""Many short calls against a running demo: `soak.py PAGE.json PID [CALLS [RATE [NUMBER]]]`, 100,000 at 300 a second to 204 (its
voice mail) if nothing else is said. Before and after, when all has come to rest: open files and sockets, threads, memory, calls,
legs and sessions. Prints one line of figures; ends with 1 if a call has failed, or anything is held that was not before, or
memory is above what it was by more than 5 %.

At 300 a second a port of sound rests for 30 s while 9,000 others are taken: start the demo with
`SWITCHROOM_MEDIA__FIRST_PORT=20000 SWITCHROOM_MEDIA__LAST_PORT=59999`."""
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

PAGE, PID = json.load(open(sys.argv[1])), int(sys.argv[2])
CALLS, RATE, NUMBER = (list(sys.argv[3:]) + ["100000", "300", "204"][len(sys.argv) - 3 :])[:3]
HERE = os.path.dirname(os.path.abspath(__file__))
SCENARIO = os.path.join(HERE, "../../acceptance/peers/sipp/call.xml")
# Enough that tables and pools have the size that they keep: the ports of 30 s, and the transactions of 32 s.
WARM_UP = min(int(CALLS), int(float(RATE) * 40))
# RFC 3261's 32 s for transactions, 30 s for ports, and something for the journal.
REST = 75
COUNTED = ["switchroom_calls", "switchroom_media_legs"]


def metrics():
    text = urllib.request.urlopen(PAGE["http"].rstrip("/") + "/metrics", timeout=10).read().decode()
    return {name: float(re.search(rf"^{name} (\S+)$", text, re.MULTILINE).group(1)) for name in COUNTED}


def held():
    status = open(f"/proc/{PID}/status").read()
    field = lambda name: int(re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE).group(1))
    files = os.listdir(f"/proc/{PID}/fd")
    kinds = []
    for file in files:
        try:
            kinds.append(os.readlink(f"/proc/{PID}/fd/{file}"))
        except OSError:
            pass
    sockets = sum(kind.startswith("socket:") for kind in kinds)
    return {"files": len(files), "sockets": sockets, "threads": field("Threads"), "rss_kb": field("VmRSS"), **metrics()}


def call(count, folder):
    """SIPp's own count of calls that went as they should, and of those that did not."""
    end = int(count) / float(RATE) + 120
    subprocess.run(
        ["sipp", PAGE["sip"], "-sf", SCENARIO, "-i", "127.0.0.1", "-t", "u1", "-nostdin", "-s", NUMBER, "-key", "from", "+4930900001",
         "-m", str(count), "-r", str(RATE), "-l", "4000", "-d", "50", "-recv_timeout", "20000", "-timeout", str(int(end)),
         "-trace_stat", "-stf", f"{folder}/stat", "-fd", "5", "-buff_size", "4194304"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
    )
    rows = [line.rstrip("\n").split(";") for line in open(f"{folder}/stat")]
    stat = dict(zip(rows[0], rows[-1]))
    return int(stat["SuccessfulCall(C)"]), int(stat["FailedCall(C)"])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        call(WARM_UP, folder)
        time.sleep(REST)
        before, start = held(), time.monotonic()
        good, failed = call(CALLS, folder)
        lasted = time.monotonic() - start
        time.sleep(REST)
        after = held()
    grown = {name: after[name] - before[name] for name in before}
    print(json.dumps({"calls": good, "failed": failed, "per_second": round(good / lasted, 1), "before": before, "after": after, "grown": grown}))
    is_clean = all(after[name] <= before[name] for name in ["files", "sockets", *COUNTED])
    sys.exit(0 if is_clean and not failed and good == int(CALLS) and after["rss_kb"] <= before["rss_kb"] * 1.05 else 1)
