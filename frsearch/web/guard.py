"""Checks for every request, under any server: the host name, the number at once, the security headers.

A website may point its own name at 127.0.0.1 and so read the pages served there (DNS rebinding); the
Host header then has that name. Names other than `localhost` and those of `hosts` are therefore refused.
IP addresses are accepted, since nobody can redirect them.
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

# Requests answered at once; more are refused: they would only wait for a processor.
AT_WORK = 64

_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Searches are private: linked newspapers must not see them.
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
}
_WRITTEN = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
# `[::1]:8000`, `127.0.0.1:8000`, `localhost`
_HOST = re.compile(r"(?:\[([^\[\]]*)\]|([^:\[\]]+))(?::\d*)?")


class Guard:
    """An ASGI application around another; `hosts` are its host names besides localhost."""

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
        names = [value for name, value in scope["headers"] if name == b"host"]
        if len(names) != 1 or not self._is_ours(names[0].decode("latin-1")):
            await self._send_refusal(421, scope, send)
        elif self._at_work >= AT_WORK:
            await self._send_refusal(503, scope, send)
        else:
            await self._work(scope, receive, send)

    def refusal(self, status: int, path: str) -> tuple[Headers, bytes]:
        """Return the headers and the body of a refusal."""
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
        """Let the application answer; the request counts as work until its answer begins.

        The rest may wait for a slow client, which must not block other requests.
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
