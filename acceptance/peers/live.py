#!/usr/bin/env python3
"""A page that follows what changes: signs in, and tells each frame of the live events as one JSON object a line.
Its arguments: the desk's address, its certificate, who signs in, the password."""
import asyncio
import json
import ssl
import sys
import urllib.request

import websockets

BASE, CERTIFICATE, EMAIL, PASSWORD = sys.argv[1:]


def trust():
    context = ssl.create_default_context(cafile=CERTIFICATE)
    context.check_hostname = False
    return context if BASE.startswith("https") else None


def cookie():
    body = json.dumps({"email": EMAIL, "password": PASSWORD}).encode()
    headers = {"Content-Type": "application/json", "Origin": BASE}
    request = urllib.request.Request(f"{BASE}/api/v1/session", body, headers)
    with urllib.request.urlopen(request, context=trust()) as answer:
        return answer.headers["Set-Cookie"].split(";")[0]


async def follow():
    url = BASE.replace("http", "ws", 1) + "/api/v1/events"
    secure = {"ssl": trust()} if trust() else {}
    fields = {"Cookie": cookie()}
    async with websockets.connect(url, origin=BASE, additional_headers=fields, **secure) as socket:
        async for frame in socket:
            print(json.dumps({"event": "frame", **json.loads(frame)}), flush=True)


asyncio.run(follow())
