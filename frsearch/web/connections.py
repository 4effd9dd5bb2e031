"""Time limits for clients: uvicorn's HTTP protocol, with a limit on every wait for a client.

uvicorn limits only the idle time of a connection after an answer: it waits without end for a client that
sends a request byte by byte, or does not read the answer. Here each wait for a client has a time limit,
which does not restart with each byte, and new connections always find room. The work at once is bounded
by `guard`, under any server.
"""

from __future__ import annotations

import re
import sys
from asyncio import Protocol, TimerHandle, Transport
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Literal

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from frsearch.web.guard import Headers
from frsearch.web.refusals import STATUSES

# A connection waits for a request's head, its body, the reading of an answer or of a refusal, or the
# application.
_Wait = Literal["head", "body", "answer", "farewell", "application"]
Refusal = Callable[[int, str], tuple[Headers, bytes]]

# Bytes of a request that are kept, to recognise requests to the API.
_BEGINNING = 200
_API = re.compile(rb"\s*[A-Z]+ (?:https?://[^/\s]*)?/api/")


@dataclass(frozen=True, slots=True)
class Patience:
    """Time limits for a client, in seconds above 0, and the limit of open connections, 1 or more.

    `head`: from the connection, or the previous answer, to the end of a request's head. `body`: from
    there to the end of its body. `answer`: until the answer is read, plus a second per `slowest` bytes
    of it. `farewell`: until a refusal is read. Beyond `open` connections, or half of the process's file
    descriptors, a new connection closes the one with the longest wait.
    """

    head: float = 10.0
    body: float = 10.0
    answer: float = 30.0
    slowest: int = 10_000
    farewell: float = 5.0
    open: int = 500


PATIENCE = Patience()


def patient_protocol(refusal: Refusal, patience: Patience) -> type[Protocol]:
    """Return a protocol for `uvicorn.Config(http=…)`; `refusal` makes headers and body of an answer."""
    patience = replace(patience, open=min(patience.open, _descriptors() // 2))
    return type("PatientProtocol", (_Patient,), {"refusal": staticmethod(refusal), "patience": patience})


def _descriptors() -> int:
    """Return the process's limit of open files and connections, or sys.maxsize if it is unknown."""
    try:
        from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit
    except ImportError:  # on Windows
        return sys.maxsize
    most, _ = getrlimit(RLIMIT_NOFILE)
    return sys.maxsize if most == RLIM_INFINITY else most


class _Patient(H11Protocol):  # type: ignore[misc]
    refusal: Refusal
    patience: Patience

    def connection_made(self, transport: Transport) -> None:
        super().connection_made(transport)
        self.waits_for: tuple[_Wait, object] = ("application", None)
        self.since = self.loop.time()
        self._timer: TimerHandle | None = None
        self._beginning = b""
        self._watch()
        self._make_room()

    def data_received(self, data: bytes) -> None:
        kind, _ = self.waits_for
        if kind == "farewell":
            return
        if kind == "head" and len(self._beginning) < _BEGINNING:
            self._beginning += data[:_BEGINNING]
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse a request that is not HTTP, or too large."""
        status = getattr(sys.exception(), "error_status_hint", 400)
        self._refuse(status if status in STATUSES else 400)

    def _watch(self) -> None:
        """Start the timer of the current wait, unless it is running already."""
        if self.waits_for[0] == "farewell":
            return
        # The same kind of wait for another request is a new wait.
        waits_for = self._wait(), self.cycle
        if waits_for != self.waits_for:
            if waits_for[0] == "head":
                self._beginning = bytes(self.conn.trailing_data[0][:_BEGINNING])
            self._wait_for(*waits_for)

    def _wait(self) -> _Wait:
        is_answered = self.cycle is not None and self.cycle.response_complete
        if self.flow.write_paused or (is_answered and self.transport.get_write_buffer_size()):
            return "answer"
        if self.conn.their_state is h11.IDLE:
            return "head"
        return "body" if self.conn.their_state is h11.SEND_BODY else "application"

    def _wait_for(self, kind: _Wait, request: object) -> None:
        self.waits_for, self.since = (kind, request), self.loop.time()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if kind != "application":
            seconds: float = getattr(self.patience, kind)
            if kind == "answer":
                seconds += self.transport.get_write_buffer_size() / self.patience.slowest
            self._timer = self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        kind, _ = self.waits_for
        if kind == "answer" and not self.transport.get_write_buffer_size():
            # The client has read it; there is no event for a small answer.
            self._wait_for(self._wait(), self.cycle)
        elif kind in ("answer", "farewell"):
            self.transport.abort()
        elif kind == "head" and not self._beginning:
            self.transport.close()
        else:
            self._refuse(408)

    def _refuse(self, status: int) -> None:
        """Send a refusal, unless an answer has begun, and close once the client has read it."""
        if self.cycle is not None and not self.cycle.response_complete:
            # Stop the application from answering.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            path = "/api/" if _API.match(self._beginning) else "/"
            headers, body = self.refusal(status, path)
            headers = [*self.server_state.default_headers, *headers, (b"connection", b"close")]
            lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()]
            lines += [name + b": " + value for name, value in headers]
            self.transport.write(b"\r\n".join([*lines, b"", body]))
        # Closing at once, while the client still sends, would lose data that it has not read.
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.flow.resume_reading()
        self._wait_for("farewell", None)

    def _make_room(self) -> None:
        """Close the connection with the longest wait, if too many are open."""
        if len(self.connections) <= self.patience.open:
            return
        waiting = [each for each in self.connections if each.waits_for[0] in ("head", "farewell")]
        longest = min(waiting, key=lambda each: each.since)
        if longest is self:
            self._refuse(503)
            return
        # Now, since others may come before `connection_lost` is called.
        self.connections.discard(longest)
        longest.transport.abort()
