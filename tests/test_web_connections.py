"""The page under clients that are slow, idle, or send what is no request: others are answered."""

from __future__ import annotations

import asyncio
import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

import frsearch
from frsearch import Article
from frsearch.web.guard import AT_WORK, Guard
from frsearch.web.refusals import Refusals

pytest.importorskip("starlette")
pytest.importorskip("jinja2")
pytest.importorskip("uvicorn")

# Nothing here takes so long unless it hangs.
HANG = 20
SHORT = {"head": 0.5, "body": 0.5, "answer": 0.5, "slowest": 10**9, "farewell": 5.0}
SERVE = """
import sys, frsearch.web, frsearch.web.connections as connections
connections.PATIENCE = connections.Patience(**eval(sys.argv[2]))
try:
    frsearch.web.serve(sys.argv[1], port=0, started=lambda url: print(url, flush=True))
except KeyboardInterrupt:
    pass
"""


class Server:
    """A server in a process of its own."""

    def __init__(self, path: Path, **patience: float):
        command = [sys.executable, "-c", SERVE, str(path), repr(patience)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline().decode().rpartition(":")[2].strip("/\n"))

    def connect(self, sent: bytes = b"") -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=HANG)
        connection.sendall(sent)
        return connection

    def get(self, address: str) -> tuple[int, dict[str, str], bytes]:
        with self.connect(
            f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        ) as c:
            return answer(c)

    def sockets(self) -> int:
        """How many connections it holds, the one that it listens at among them."""
        folder = Path(f"/proc/{self.process.pid}/fd")
        if not folder.is_dir():
            pytest.skip("the system does not tell what a process has open")
        links = []
        for each in folder.iterdir():
            with suppress(FileNotFoundError):
                links.append(os.readlink(each))
        return sum("socket:" in link for link in links)

    def end(self) -> str:
        """Interrupt it, and return what it said."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=HANG)
        return said.decode()


def answer(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Read an answer until the server ends the connection."""
    read = b""
    while part := connection.recv(65536):
        read += part
    head, _, body = read.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    assert int(headers["content-length"]) == len(body)
    return int(status.split()[1]), headers, body


def refused(connection: socket.socket, status: int, kind: str) -> bytes:
    """Read a refusal, which is a page or JSON with the usual headers, and return what it says."""
    with connection:
        told, headers, body = answer(connection)
    assert (told, headers["content-type"]) == (status, kind)
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert (b'<html lang="fr">' in body) == (kind != "application/json")
    if kind == "application/json":
        assert list(json.loads(body)) == ["error"]
    return body


PAGE, JSON = "text/html; charset=utf-8", "application/json"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    with frsearch.create_index(folder) as index:
        # More than the buffers of the system hold of a connection.
        index.add([Article("a1", "Un sommet."), Article("long", "sommet" + " " * 12_000_000 + ".")])
    return folder


def serving(path: Path, **patience: float) -> Iterator[Server]:
    server = Server(path, **patience)
    try:
        yield server
        # Whatever was sent, the server goes on, says nothing, and ends when it is told to.
        assert server.get("/api/search?q=sommet&snippets=0")[0] == 200
        assert server.end() == ""
    finally:
        server.process.kill()
        server.process.communicate()


@pytest.fixture(scope="module")
def server(path: Path) -> Iterator[Server]:
    """A server as it is."""
    yield from serving(path)


@pytest.fixture(scope="module")
def hurried(path: Path) -> Iterator[Server]:
    """A server that waits for a moment only."""
    yield from serving(path, **SHORT)


def test_200_halves_of_requests_keep_nobody_waiting(path: Path) -> None:
    halves = [
        b"",
        b"P",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n",
    ]
    # They are all held for as long as this takes.
    for server in serving(path, head=1e6, body=1e6):
        with ExitStack() as held:
            for at in range(200):
                held.enter_context(server.connect(halves[at % 4]))
            for address in ("/", "/?q=sommet", "/static/style.css", "/api/search?q=sommet") * 3:
                assert server.get(address)[0] == 200
            assert server.sockets() > 200


def drip(connection: socket.socket, bit: bytes) -> None:
    """Send a little at a time until there is an answer to read."""
    ends = time.monotonic() + HANG
    while not select.select([connection], [], [], 0.05)[0]:
        assert time.monotonic() < ends, "waited for without end"
        with suppress(OSError):
            connection.sendall(bit)


@pytest.mark.parametrize(("address", "kind"), [("/", PAGE), ("/api/info", JSON)])
@pytest.mark.parametrize("bit", [b"", b"x", b"X-More: of the same\r\n"])
def test_a_head_that_does_not_end_is_refused(
    hurried: Server, address: str, kind: str, bit: bytes
) -> None:
    slow = hurried.connect(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n".encode())
    drip(slow, bit)
    told = refused(slow, 408, kind)
    assert (b"trop de temps" in told) == (kind == PAGE)


def test_a_connection_without_a_request_is_ended(hurried: Server) -> None:
    with hurried.connect() as idle:
        assert idle.recv(10) == b""


def test_a_connection_that_says_a_byte_after_an_answer_is_ended(hurried: Server) -> None:
    with hurried.connect(b"GET /api/info HTTP/1.1\r\nHost: localhost\r\n\r\n") as kept:
        assert kept.recv(12) == b"HTTP/1.1 200"
        while not kept.recv(65536).endswith(b"}"):
            pass
        drip(kept, b"G")
        refused(kept, 408, PAGE)


@pytest.mark.parametrize("length", ["Content-Length: 1000000", "Transfer-Encoding: chunked"])
def test_a_body_that_does_not_end_is_waited_for_no_longer(hurried: Server, length: str) -> None:
    with hurried.connect(f"POST / HTTP/1.1\r\nHost: localhost\r\n{length}\r\n\r\n".encode()) as slow:
        assert slow.recv(12) == b"HTTP/1.1 405"
        ends = time.monotonic() + HANG
        with suppress(ConnectionError):
            while select.select([slow], [], [], 0.05)[0] == [] or slow.recv(65536):
                assert time.monotonic() < ends
                slow.sendall(b"1\r\nx\r\n" if "chunked" in length else b"x")


def settled(server: Server) -> int:
    """How many sockets the server has once those of earlier tests are gone."""
    seen = [server.sockets()]
    while len(seen) < 30 or len({*seen[-30:]}) > 1:
        time.sleep(0.05)
        seen.append(server.sockets())
    return seen[-1]


def test_an_answer_that_nobody_reads_is_let_go(hurried: Server) -> None:
    before = settled(hurried)
    for end in ("", "Connection: close\r\n"):
        with hurried.connect() as deaf:
            deaf.sendall(f"GET /api/article/long HTTP/1.1\r\nHost: localhost\r\n{end}\r\n".encode())
            assert select.select([deaf], [], [], HANG)[0]
            ends = time.monotonic() + HANG
            while hurried.sockets() > before:
                assert time.monotonic() < ends, "held without end"
                time.sleep(0.05)
            read = 0
            with suppress(ConnectionError):
                while part := deaf.recv(1 << 20):
                    read += len(part)
            assert read < 12_000_000


def test_an_answer_that_is_read_comes_whole(hurried: Server) -> None:
    assert len(json.loads(hurried.get("/api/article/long")[2])["text"]) == 12_000_007


@pytest.mark.parametrize(
    ("sent", "status", "kind"),
    [
        (b"GET / HTTP/1.1\r\nHost\r\n\r\n", 400, PAGE),
        (b"GET /api/info HTTP/1.1\r\nHost\r\n\r\n", 400, JSON),
        (b"GET http://localhost/api/info HTTP/1.1\r\n no\r\n\r\n", 400, JSON),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400, PAGE),
        (b"GET / HTTP/1.1\r\n\r\n", 400, PAGE),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, PAGE),
        (b"GET /api/info HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 70_000, 431, JSON),
        (b"GET /" + b"x" * 70_000, 431, PAGE),
        (b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 421, PAGE),
        (b"GET /api/info HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 421, JSON),
        (b"GET /api/nope HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404, JSON),
        (b"BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405, PAGE),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade, close\r\n"
         b"X: 1\r\n\r\n", 200, PAGE),
    ],
)  # fmt: skip
def test_every_refusal_is_a_page_or_json(server: Server, sent: bytes, status: int, kind: str) -> None:
    refused(server.connect(sent), status, kind)


def test_a_broken_body_ends_the_connection_without_a_word(server: Server) -> None:
    sent = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n"
    with server.connect(sent) as connection:
        read = b""
        while part := connection.recv(65536):
            read += part
    # Answered before or refused after it was seen, but not both.
    assert read.count(b"HTTP/1.1") == 1


def test_garbage_is_answered_or_ended(server: Server) -> None:
    chance = random.Random(1)
    pieces = [
        b"GET ", b"/api/", b"/", b" HTTP/1.1", b"\r\n", b"\n", b"Host: localhost", b"\0", b"\xff",
        b": ", b"Content-Length: 3", b"Transfer-Encoding: chunked", b"Expect: 100-continue", b"HEAD",
        b"x" * 900, b"Connection: close", b"\r\n\r\n",
    ]  # fmt: skip
    for _ in range(150):
        with server.connect() as connection, suppress(ConnectionError):
            connection.sendall(b"".join(chance.choices(pieces, k=chance.randrange(1, 30))))
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass


def test_requests_one_behind_another_are_all_answered(server: Server) -> None:
    one = b"GET /static/icon.svg HTTP/1.1\r\nHost: localhost\r\n"
    with server.connect((one + b"\r\n") * 20 + one + b"Connection: close\r\n\r\n") as connection:
        read = b""
        while part := connection.recv(65536):
            read += part
    assert read.count(b"HTTP/1.1 200 OK") == 21


def test_newcomers_have_room_and_descriptors_do_not_run_out(path: Path) -> None:
    for server in serving(path, open=20):
        with ExitStack() as held:
            halves = []
            for _ in range(100):
                halves.append(held.enter_context(server.connect(b"GET / HTTP/1.1\r\n")))
                if len(halves) % 20 == 0:
                    assert server.get("/api/info")[0] == 200
            # Those that came first have given way.
            for half in halves[:70]:
                with suppress(ConnectionResetError):
                    assert half.recv(10) == b""
            assert server.sockets() < 30


def test_it_ends_though_clients_are_still_there(path: Path) -> None:
    server = Server(path)
    try:
        with server.connect(b"GET / HT"), server.connect() as deaf:
            deaf.sendall(b"GET /api/article/long HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert deaf.recv(12) == b"HTTP/1.1 200"
            assert server.end() == ""
    finally:
        server.process.kill()
        server.process.communicate()


# --- Requests at work


class Client:
    """Asks an application, as a server does, and may be slow to read."""

    def __init__(self, application: Callable[..., Any], path: str, reads: bool = True):
        self.status, self.body = 0, b""
        self.headers: dict[str, str] = {}
        self._reading = asyncio.Event()
        if reads:
            self._reading.set()
        scope = {"type": "http", "path": path, "headers": [(b"host", b"localhost")]}
        self.task = asyncio.ensure_future(application(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            await self._reading.wait()
            self.body += message["body"]


async def _settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_more_requests_at_work_than_are_of_use_are_refused() -> None:
    async def run() -> None:
        go = asyncio.Event()

        async def work(scope: Any, receive: Any, send: Any) -> None:
            if scope["path"] == "/fails":
                raise ValueError
            if scope["path"] == "/slow":
                await go.wait()
            await send({"type": "http.response.start", "status": 200})
            await send({"type": "http.response.body", "body": b"done"})

        guard = Guard(work, Refusals(lambda message, status, q: f"<p>{message}</p>"))
        failing = [Client(guard, "/fails") for _ in range(AT_WORK)]
        await _settled()
        assert {type(each.task.exception()) for each in failing} == {ValueError}
        # Those whose answer waits for them are not at work.
        deaf = [Client(guard, "/", reads=False) for _ in range(2 * AT_WORK)]
        await _settled()
        assert {each.status for each in deaf} == {200}
        slow = [Client(guard, "/slow") for _ in range(AT_WORK)]
        await _settled()
        page, api = Client(guard, "/"), Client(guard, "/api/info")
        await _settled()
        assert (page.status, page.body.decode()) == (
            503, "<p>Trop de demandes arrivent à la fois\u00a0: réessayez dans un instant.</p>",
        )  # fmt: skip
        assert (api.status, list(json.loads(api.body))) == (503, ["error"])
        for each in (page, api):
            assert each.headers["retry-after"] == "1"
            assert each.headers["x-frame-options"] == "DENY"
        go.set()
        await _settled()
        assert {each.body for each in slow} == {b"done"}
        again = Client(guard, "/")
        await _settled()
        assert again.status == 200
        for each in deaf:
            each.task.cancel()

    asyncio.run(run())
