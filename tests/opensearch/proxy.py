"""A server between us and the real one, which does what a test says: refuses, waits, changes answers.

    with between(port) as proxy:
        proxy.before = lambda call: Reply(429, b"{}") if "_bulk" in call.path else None
        proxy.after = lambda call, reply: reply

Without `before` and `after` everything passes through it. It can ask for a password, and for https.
"""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

JSON = "application/json; charset=UTF-8"


class Call(NamedTuple):
    """A request."""

    method: str
    path: str
    body: bytes


class Reply(NamedTuple):
    """An answer; status 0: the connection is cut without one."""

    status: int
    body: bytes = b"{}"
    kind: str = JSON

    @classmethod
    def of(cls, status: int, content: Any) -> Reply:
        return cls(status, json.dumps(content).encode())


CUT = Reply(0)
Before = Callable[[Call], Reply | None]
After = Callable[[Call, Reply], Reply]


def _pass(call: Call) -> None:
    return None


def _keep(call: Call, reply: Reply) -> Reply:
    return reply


@dataclass
class Proxy:
    """What a proxy does; `calls` are those that have come; `secret` is "user:password", "" for none."""

    upstream: int
    port: int = 0
    before: Before = _pass
    after: After = _keep
    secret: str = ""
    calls: list[Call] = field(default_factory=list)

    def answer(self, call: Call, authorization: str) -> Reply:
        """Return what to answer."""
        self.calls.append(call)
        if self.secret:
            expected = base64.b64encode(self.secret.encode()).decode()
            if authorization != f"Basic {expected}":
                return Reply(401, b"Unauthorized", "text/plain; charset=UTF-8")
        reply = self.before(call)
        return self.after(call, self.forward(call) if reply is None else reply)

    def forward(self, call: Call) -> Reply:
        """Return what the real server answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.upstream, timeout=60)
        try:
            kind = "application/x-ndjson" if "_bulk" in call.path or "_msearch" in call.path else JSON
            connection.request(call.method, call.path, call.body, {"Content-Type": kind})
            answer = connection.getresponse()
            return Reply(answer.status, answer.read(), answer.getheader("Content-Type", JSON))
        except OSError:
            return CUT
        finally:
            connection.close()


def _handler(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            with suppress(ConnectionError, ssl.SSLError):
                super().handle_one_request()
                return
            self.close_connection = True

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            call = Call(self.command, self.path, body)
            reply = proxy.answer(call, self.headers.get("Authorization", ""))
            if not reply.status:
                self.close_connection = True
                return
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _any

        def log_message(self, *arguments: Any) -> None:
            pass

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *arguments: Any) -> None:
        """Say nothing: clients leave, as they do in these tests."""


@contextmanager
def between(upstream: int, certificate: Path | None = None) -> Iterator[Proxy]:
    """Yield a proxy before a server, by https if a file has a certificate and its key."""
    proxy = Proxy(upstream)
    server = _Server(("127.0.0.1", 0), _handler(proxy))
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    proxy.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
