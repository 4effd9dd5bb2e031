"""What holds for every answer, whatever the server: who may ask, how much at once, the usual headers.

A page on the web may have its own name lead to 127.0.0.1 and so read what is served there (DNS
rebinding); the Host header then bears that name. Names are therefore refused unless they are `localhost`
or given; addresses are not, since no one can have them lead elsewhere.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

from frsearch.web.refusals import Refusals

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

# More requests at work than these are refused: they would wait for a processor in any case.
AT_WORK = 64

_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # What was searched for is nobody's business, least of all that of the papers that are linked.
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
}
_WRITTEN = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
# `[::1]:8000`, `127.0.0.1:8000`, `localhost`
_HOST = re.compile(r"(?:\[([^\[\]]*)\]|([^:\[\]]+))(?::\d*)?")


class Guard:
    """An ASGI application around another; `hosts` are the names that it goes by besides localhost."""

    def __init__(self, inner: Application, refusals: Refusals, hosts: Collection[str] = ()):
        self._inner = inner
        self._refusals = refusals
        self._hosts = {"localhost", *(host.lower() for host in hosts)}
        self._at_work = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        given = [value for name, value in scope["headers"] if name == b"host"]
        if len(given) != 1 or not self._is_ours(given[0].decode("latin-1")):
            await self._send_refusal(421, scope, send)
        elif self._at_work >= AT_WORK:
            await self._send_refusal(503, scope, send)
        else:
            await self._work(scope, receive, send)

    def refusal(self, status: int, path: str) -> tuple[Headers, bytes]:
        """Return the headers and the body that refuse a request."""
        kind, body = self._refusals(status, path)
        headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *_WRITTEN]
        if status == 503:
            headers.append((b"retry-after", b"1"))
        return headers, body

    async def _send_refusal(self, status: int, scope: Scope, send: Send) -> None:
        headers, body = self.refusal(status, scope["path"])
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _work(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer; it is at work until its answer begins.

        What follows may wait for the client, who is not to keep others from asking.
        """
        working = True

        async def send_guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_WRITTEN]
                done()
            await send(message)

        def done() -> None:
            nonlocal working
            self._at_work -= working
            working = False

        self._at_work += 1
        try:
            await self._inner(scope, receive, send_guarded)
        finally:
            done()

    def _is_ours(self, host: str) -> bool:
        match = _HOST.fullmatch(host.lower())
        if match is None:
            return False
        name = match[1] or match[2]
        if name in self._hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True
