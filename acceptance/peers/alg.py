#!/usr/bin/env python3
"""A router that thinks it knows SIP: relays datagrams between one phone and a server and damages them on the way, as the
"application layer gateways" of cheap routers do. `alg.py ADDRESS HOST:PORT`: stands at an address, prints its port.

Outward it writes an address of its own, where nobody is, into Via, Contact and the description, drops rport and leaves
Content-Length as it was; inward it turns only the address back. The port of the sound it leaves alone."""
import re
import select
import socket
import sys

ADDRESS, (HOST, PORT) = sys.argv[1], sys.argv[2].rsplit(":", 1)
PUBLIC = "203.0.113.9"
inner, outer = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
for one in (inner, outer):
    one.bind((ADDRESS, 0))
print(inner.getsockname()[1], flush=True)
phone = None


def outward(text, private):
    head, _, body = text.partition("\r\n\r\n")
    lines = []
    for line in head.split("\r\n"):
        if re.match(r"(?i)(via|v|contact|m)\s*:", line):
            line = line.replace(private, PUBLIC)
        if re.match(r"(?i)(via|v)\s*:", line):
            line = re.sub(r";rport(=\d+)?", "", line)
        lines.append(line)
    # As long as before or not: the length is told as the phone told it.
    body = re.sub(r"(?m)^(c=IN IP4 ).*?(\r?)$", rf"\g<1>{PUBLIC}\2", body)
    return "\r\n".join(lines) + "\r\n\r\n" + body


while True:
    for ready in select.select([inner, outer], [], [])[0]:
        data, source = ready.recvfrom(65536)
        text = data.decode("utf-8", "surrogateescape")
        if ready is inner:
            phone = source
            outer.sendto(outward(text, source[0]).encode("utf-8", "surrogateescape"), (HOST, int(PORT)))
        elif phone:
            inner.sendto(text.replace(PUBLIC, phone[0]).encode("utf-8", "surrogateescape"), phone)
