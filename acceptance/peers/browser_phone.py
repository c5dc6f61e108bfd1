#!/usr/bin/env python3
"""A telephone in Chromium: drives a page that registers by SIP over WSS and calls with the browser's own WebRTC. Arguments: a
WAV file that is the microphone, and a folder for the browser. Commands, one JSON object a line on standard input, go to the
page; what happens there comes as one a line on standard output."""
import itertools
import json
import os
import pathlib
import subprocess
import sys
import threading
import time

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

MICROPHONE, FOLDER = sys.argv[1:3]
PAGE = (pathlib.Path(__file__).parent / "page" / "phone.html").resolve().as_uri()
CHROMIUM = os.environ.get("CHROMIUM", "chromium")
# How long a browser may take to start on a busy machine.
PATIENCE = 60


def start():
    command = [
        CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={FOLDER}",
        "--remote-debugging-port=0", "--ignore-certificate-errors", "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={MICROPHONE}",
        "--autoplay-policy=no-user-gesture-required", "about:blank",
    ]
    browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    port = pathlib.Path(FOLDER) / "DevToolsActivePort"
    for _ in range(PATIENCE * 10):
        if port.exists() and len(port.read_text().splitlines()) == 2:
            return browser, port.read_text().splitlines()
        time.sleep(0.1)
    sys.exit("the browser does not start")


class Page:
    """The page by Chromium's own protocol."""

    def __init__(self, port, path):
        self.socket = connect(f"ws://127.0.0.1:{port}{path}", max_size=None, compression=None)
        self.numbers = itertools.count(1)
        self.answers = {}
        self.arrived = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()
        self.session = None
        target = self.ask("Target.createTarget", url=PAGE)["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Runtime.enable")
        self.ask("Runtime.addBinding", name="report")

    def ask(self, method, **parameters):
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        with self.arrived:
            self.arrived.wait_for(lambda: number in self.answers, PATIENCE)
            answer = self.answers.pop(number)
        if "error" in answer:
            sys.exit(f"{method}: {answer['error']}")
        return answer["result"]

    def loaded(self):
        for _ in range(PATIENCE * 10):
            if self.ask("Runtime.evaluate", expression="typeof obey")["result"]["value"] == "object":
                return
            time.sleep(0.1)
        sys.exit("the page does not load")

    def read(self):
        try:
            for text in self.socket:
                self.take(json.loads(text))
        except ConnectionClosed:
            pass  # it is how a browser ends

    def take(self, message):
        if message.get("method") == "Runtime.bindingCalled":
            print(message["params"]["payload"], flush=True)
        elif message.get("method") == "Runtime.exceptionThrown":
            print(json.dumps({"event": "exception", "text": str(message["params"])}), flush=True)
        elif "id" in message:
            with self.arrived:
                self.answers[message["id"]] = message
                self.arrived.notify_all()

    def evaluate(self, script):
        result = self.ask("Runtime.evaluate", expression=script)
        if "exceptionDetails" in result:
            sys.exit(str(result["exceptionDetails"]))


if __name__ == "__main__":
    browser, place = start()
    try:
        page = Page(*place)
        page.loaded()
        print(json.dumps({"event": "ready"}), flush=True)
        for line in sys.stdin:
            command = json.loads(line)
            page.evaluate(f"void obey.{command.pop('do')}({json.dumps(command)})")
    finally:
        browser.kill()
        browser.wait()
