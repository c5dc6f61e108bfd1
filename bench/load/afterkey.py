#!/usr/bin/env python3
"""How long after a key of an owner the first sound of what it asks for comes; prints one JSON line.

Each owner gets an e-mail of words that were never spoken before, calls the own extension, logs in by PIN, waits until the main menu is
silent, and presses 1 (new messages) by INFO. Counted is from the sending of the INFO to the arrival of the first datagram with sound in
it, stamped by the kernel. All owners at once, each one call after another.

usage: afterkey.py --target 127.0.0.1:5060 --smtp 127.0.0.1:2525 --people people.csv [--calls 20]
people.csv: one 'extension;PIN;e-mail address' a line.
Bounds: calls <= 200, loopback targets only.
"""
import argparse
import concurrent.futures
import ipaddress
import json
import random
import smtplib
import sys
import time

from firstword import Caller, arrival, percentile

# Alone in a menu: longer than any pause within one.
SILENT_SECONDS = 1.5
# Between the digits of a PIN, and before what is asked for can be heard.
BETWEEN_SECONDS = 0.1
# Above what a line's own noise is.
LOUD = 400
# A syllable each, so that no word was ever spoken before.
BEGINNINGS, ENDINGS = "bl br dr fl gr kl pl sl st tr".split(), "and end ind ond und ark erk irk ork urk".split()


def loudest(octets):
    """The largest sample of a datagram of A-law, of 32767."""
    def sample(octet):
        octet ^= 0x55
        exponent, mantissa = octet >> 4 & 7, octet & 15
        return (mantissa << 4) + 8 if exponent == 0 else ((mantissa << 4) + 0x108) << exponent - 1
    return max(map(sample, octets[12:]), default=0)


def words(count):
    return " ".join(random.choice(BEGINNINGS) + random.choice(ENDINGS) + random.choice(ENDINGS) for _ in range(count))


def mail(smtp, address):
    host, port = smtp.rsplit(":", 1)
    text = ". ".join(words(12).capitalize() for _ in range(10)) + "."
    with smtplib.SMTP(host, int(port)) as session:
        session.sendmail(f"{words(1).replace(' ', '.')}@outside.example", [address], (
            f"From: {words(2).title()} <someone@outside.example>\r\nTo: {address}\r\nSubject: {words(4)}\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"))


class Owner(Caller):
    """Presses keys, and listens."""

    def log_in(self, pin):
        self.begin()
        self.cseq = 1
        self.until_sound()
        self.press("*")
        time.sleep(10 * BETWEEN_SECONDS)
        for key in pin + "#":
            self.press(key)
            time.sleep(BETWEEN_SECONDS)

    def press(self, key):
        """When the key was sent."""
        self.cseq += 1
        body = f"Signal={key}\r\nDuration=100\r\n"
        sent = time.time_ns()
        self.send("INFO", self.cseq, body, "application/dtmf-relay")
        status, _, _ = self.answer()
        if status != 200:
            raise OSError(f"key answered {status}")
        return sent

    def hang_up(self):
        self.send("BYE", self.cseq + 1)
        self.answer()

    def until_silence(self):
        """What waits to be read came earlier and counts for nothing."""
        loud = self.until_sound(time.time_ns())
        self.rtp.settimeout(0.1)
        try:
            while time.time_ns() - loud < SILENT_SECONDS * 1e9:
                try:
                    octets, at = arrival(self.rtp)
                except TimeoutError:
                    continue
                if loudest(octets) > LOUD:
                    loud = at
        finally:
            self.rtp.settimeout(None)

    def until_sound(self, since=0):
        """When the first sound came that came later."""
        begun = time.monotonic()
        self.rtp.settimeout(10)
        while time.monotonic() - begun < 10:
            octets, at = arrival(self.rtp)
            if at > since and loudest(octets) > LOUD:
                return at
        raise OSError("nothing is heard")


def call(a, number, person):
    extension, pin, address = person
    mail(a.smtp, address)
    owner = Owner(a, number, extension)
    try:
        owner.log_in(pin)
        owner.until_silence()
        pressed = owner.press("1")
        heard = owner.until_sound(pressed)
        owner.hang_up()
        return (heard - pressed) / 1e6
    except OSError as error:
        return str(error)
    finally:
        owner.close()


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--target", required=True)
    ask.add_argument("--smtp", required=True)
    ask.add_argument("--people", required=True)
    ask.add_argument("--local", default="127.0.0.1")
    ask.add_argument("--calls", type=int, default=20)
    a = ask.parse_args()
    if not all(ipaddress.ip_address(host.rsplit(":", 1)[0]).is_loopback for host in (a.target, a.smtp)):
        sys.exit("loopback only")
    if a.calls > 200:
        sys.exit("over the bounds")
    people = [line.strip().split(";") for line in open(a.people) if line.strip()]
    # Each owner makes one call after another.
    with concurrent.futures.ThreadPoolExecutor(len(people)) as pool:
        of_owner = lambda place: [call(a, number, people[place]) for number in range(place, a.calls, len(people))]
        made = [value for values in pool.map(of_owner, range(len(people))) for value in values]
    heard = [value for value in made if isinstance(value, float)]
    failed = [value for value in made if isinstance(value, str)]
    print(json.dumps({
        "calls": len(heard), "failed": len(failed), "first_error": failed[0] if failed else None,
        "p50_ms": percentile(heard, .5), "p99_ms": percentile(heard, .99), "max_ms": percentile(heard, 1)}))


if __name__ == "__main__":
    main()
