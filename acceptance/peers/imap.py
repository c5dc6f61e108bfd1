#!/usr/bin/env python3
"""A mail client: imaplib over TLS, driven by one JSON object a line, answering one a line.
Arguments: HOST:PORT LOG-IN PASSWORD CERTIFICATE."""
import email
import email.policy
import imaplib
import json
import select
import ssl
import sys
import time


class Client:
    def __init__(self, address, user, password, certificate):
        host, port = address.rsplit(":", 1)
        context = ssl.create_default_context(cafile=certificate)
        self.imap = imaplib.IMAP4_SSL(host.strip("[]"), int(port), ssl_context=context)
        self.imap.login(user, password)
        self.imap.select("INBOX")
        self.idling = None
        self.lines = []

    def messages(self):
        self.imap.noop()
        _, found = self.imap.uid("SEARCH", "ALL")
        messages = (self.message(uid) for uid in found[0].split())
        return [message for message in messages if message]

    def message(self, uid):
        """`None` for one that another client has removed meanwhile. News of other messages may stand among the parts."""
        _, parts = self.imap.uid("FETCH", uid.decode(), "(FLAGS BODY.PEEK[])")
        whole = [index for index, part in enumerate(parts) if isinstance(part, tuple)]
        if not whole:
            return None
        head, body = parts[whole[0]]
        tail = parts[whole[0] + 1] if len(parts) > whole[0] + 1 and isinstance(parts[whole[0] + 1], bytes) else b""
        flags = imaplib.ParseFlags(head) or imaplib.ParseFlags(tail)
        mail = email.message_from_bytes(body, policy=email.policy.default)
        text = mail.get_body(preferencelist=("plain",))
        return {
            "uid": int(uid),
            "flags": [flag.decode() for flag in flags],
            "headers": {name: str(value) for name, value in mail.items()},
            "text": text.get_content() if text else "",
            "transcript": next((part.get_content() for part in mail.walk() if part["Content-Description"] == "Transcript"), None),
            "attachments": [
                (part.get_filename() or "", part.get_content_type(), (part.get_payload(decode=True) or b"").hex())
                for part in mail.iter_attachments()
            ],
        }

    def begin_idle(self):
        self.idling = self.imap._new_tag()
        self.imap.send(self.idling + b" IDLE\r\n")
        line = self.imap.readline()
        while not line.startswith(b"+"):
            line = self.imap.readline()
        return "idling"

    def told(self, wanted, seconds):
        lines, until = [], time.monotonic() + seconds
        while time.monotonic() < until:
            if self.imap.sock.pending() or select.select([self.imap.sock], [], [], 0.05)[0]:
                lines.append(self.imap.readline().decode().strip())
                if wanted in lines[-1]:
                    break
        self.imap.send(b"DONE\r\n")
        while not self.imap.readline().startswith(self.idling):
            pass
        return lines

    def flag(self, uid, flag, how):
        return self.imap.uid("STORE", str(uid), how, f"({flag})")[0]

    def search(self, part, word):
        return [int(uid) for uid in self.imap.uid("SEARCH", part, f'"{word}"')[1][0].split()]

    def quota(self, folder):
        _, answers = self.imap.getquotaroot(folder)
        return [line.decode() for lines in answers for line in lines if line]

    def expunge(self):
        return self.imap.expunge()[0]

    def append(self, text):
        try:
            return self.imap.append("INBOX", None, None, text.encode())[0]
        except (imaplib.IMAP4.error, OSError) as error:
            return str(error)

    def copy(self, uid):
        """COPY into the inbox itself: one more message to be kept."""
        return self.imap.uid("COPY", str(uid), "INBOX")[0]

    def run(self):
        for line in sys.stdin:
            command = json.loads(line)
            answer = getattr(self, command.pop("do"))(**command)
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    Client(*sys.argv[1:5]).run()
