"""What holds for every answer: the Host asked for is one of ours, and the usual headers are set.

A page on the web may have its own name lead to 127.0.0.1 and so read what is served there (DNS
rebinding); the Host header then bears that name. Names are therefore refused unless they are `localhost`
or given; addresses are not, since no one can have them lead elsewhere.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

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
_REFUSED = b"This server does not go by that name. Ce serveur ne porte pas ce nom.\n"


class Guard:
    """An ASGI application around another; `hosts` are the names that it goes by besides localhost."""

    def __init__(self, inner: Application, hosts: Collection[str] = ()):
        self._inner = inner
        self._hosts = {"localhost", *(host.lower() for host in hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return

        async def send_guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_WRITTEN]
            await send(message)

        given = [value for name, value in scope["headers"] if name == b"host"]
        if len(given) == 1 and self._is_ours(given[0].decode("latin-1")):
            await self._inner(scope, receive, send_guarded)
            return
        plain = [(b"content-type", b"text/plain; charset=utf-8")]
        await send_guarded({"type": "http.response.start", "status": 421, "headers": plain})
        await send_guarded({"type": "http.response.body", "body": _REFUSED})

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
