"""Receivers on this machine: a mail server and a web address, which keep the bytes that reach them."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class PostOffice:
    """What arrived, oldest first. `refusals`: how many more are refused; `status`: with what."""

    address: str = ""
    arrived: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refusals: int = 0
    status: int = 503

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(one, policy=policy.default) for one in self.arrived]  # type: ignore[misc]

    def refuses(self) -> bool:
        self.refusals -= 1
        return self.refusals >= 0


@contextmanager
def mail_server() -> Iterator[PostOffice]:
    """SMTP, as far as a client that sends one mail needs it."""
    office = PostOffice()

    class Session(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(line.encode() + b"\r\n")

        def handle(self) -> None:
            self.say("220 mail.test ready")
            while line := self.rfile.readline():
                word = line.strip().decode("ascii", "replace")
                if word.upper().startswith(("EHLO", "HELO")):
                    self.say("250 mail.test")
                elif word.upper().startswith("RCPT"):
                    office.recipients.append(word.partition("<")[2].partition(">")[0])
                    self.say("250 ok")
                elif word.upper() == "DATA":
                    self.data()
                elif word.upper() == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def data(self) -> None:
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line[1:] if line.startswith(b"..") else line)
            if office.refuses():
                self.say("451 try again later")
                return
            office.arrived.append(b"".join(lines))
            self.say("250 taken")

    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session), office):
        yield office


@contextmanager
def web_address() -> Iterator[PostOffice]:
    """An address to which anything may be posted."""
    office = PostOffice()

    class Session(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            refused = office.refuses()
            if not refused:
                office.arrived.append(body)
            self.send_response(office.status if refused else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Session), office):
        yield office


@contextmanager
def _served(server: socketserver.TCPServer, office: PostOffice) -> Iterator[None]:
    server.daemon_threads = True  # type: ignore[attr-defined]
    office.address = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
