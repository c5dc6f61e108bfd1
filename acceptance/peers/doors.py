#!/usr/bin/env python3
"""Somebody who comes to the doors with TLS and trusts one authority. Driven by one JSON object a line on standard input,
telling what happens as one a line on standard output. Its argument is a PEM file with whom it trusts.
Commands: look, hold, ask, quit."""
import json
import smtplib
import socket
import ssl
import sys

PATIENCE_SECONDS = 20


def tell(event, **facts):
    print(json.dumps({"event": event, **facts}), flush=True)


class Visitor:
    def __init__(self, authority):
        self.context = ssl.create_default_context(cafile=authority)
        self.held = None

    def connect(self, address):
        host, port = address.rsplit(":", 1)
        stream = socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS)
        return self.context.wrap_socket(stream, server_hostname=host)

    def look(self, address, starttls=False):
        """Whose certificate is shown there: the authority's, for this address, or it is an error."""
        try:
            tell("shown", serial=self.serial_by_starttls(address) if starttls else self.serial(address))
        except ssl.SSLError as error:
            tell("shown", serial=None, error=str(error))

    def serial(self, address):
        with self.connect(address) as stream:
            return stream.getpeercert()["serialNumber"]

    def serial_by_starttls(self, address):
        host, port = address.rsplit(":", 1)
        with smtplib.SMTP(host, int(port), timeout=PATIENCE_SECONDS) as smtp:
            smtp.starttls(context=self.context)
            return smtp.sock.getpeercert()["serialNumber"]

    def hold(self, address):
        """Stays at the IMAP door."""
        stream = self.connect(address)
        self.held = stream, stream.makefile("rb")
        tell("greeted", text=self.held[1].readline().decode())

    def ask(self):
        """Whether the connection that is held still answers."""
        stream, lines = self.held
        stream.sendall(b"a NOOP\r\n")
        tell("answered", text=lines.readline().decode())


if __name__ == "__main__":
    visitor = Visitor(sys.argv[1])
    for line in sys.stdin:
        command = json.loads(line)
        name = command.pop("do")
        if name == "quit":
            break
        getattr(visitor, name)(**command)
