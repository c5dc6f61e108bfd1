#!/usr/bin/env python3
"""One IMAP log-in over TLS; prints the server's word. Arguments: HOST:PORT LOG-IN PASSWORD CERTIFICATE."""
import imaplib
import ssl
import sys

address, user, password, certificate = sys.argv[1:5]
host, port = address.rsplit(":", 1)
imap = imaplib.IMAP4_SSL(host.strip("[]"), int(port), ssl_context=ssl.create_default_context(cafile=certificate))
# Not login(), which makes an exception of NO.
print(imap._simple_command("LOGIN", user, imap._quote(password))[0])
imap.logout()
