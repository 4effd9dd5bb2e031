"""The write lock of an index on a server: a document that names its holder and grows old.

A holder renews it while it writes. Where it has not been renewed for two minutes, its holder is gone,
and the next writer takes it over: of several, the server lets one.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from frsearch.engine.opensearch.client import Client, Json
from frsearch.engine.opensearch.layout import LOCK
from frsearch.engine.opensearch.state import document, read_committed
from frsearch.errors import FrsearchError, IndexLocked
from frsearch.messages.wording import Message

# Seconds between renewals, after which a lock is nobody's, and between attempts to get it.
_RENEWED, _STALE, _DELAY = 20.0, 120.0, 0.2


@contextmanager
def writing(client: Client, timeout: float) -> Iterator[Lock]:
    """Hold the lock for the length of the block; IndexLocked, which names the holder, if it is taken.

    Tries for up to `timeout` seconds.
    """
    end = time.monotonic() + timeout
    read_committed(client)  # or the lock would make an index where there is none
    lock = Lock(client)
    while not lock.take():
        if time.monotonic() >= end:
            raise lock.refusal()
        time.sleep(_DELAY)
    stop = threading.Event()
    renewal = threading.Thread(target=lock.renew, args=(stop,), daemon=True)
    renewal.start()
    again = False
    try:
        yield lock
        again = True
    finally:
        stop.set()
        renewal.join()
        with suppress(FrsearchError):  # what is written is written; the lock grows old
            lock.release(again)


class Lock:
    """The lock of an index, as one writer has it or wants it."""

    def __init__(self, client: Client):
        self._client = client
        self._held: Json = {}
        self._one = threading.Lock()  # of this object: a thread renews
        self._content = _this_process()
        self._other: Json = {}

    def take(self) -> bool:
        """Take the lock if nobody has it, or its holder is gone."""
        found = self._client.call("GET", document(self._client, LOCK), missing=True)
        if found is None:
            return self._put(op_type="create")
        self._other = found["_source"]["state"]
        if time.time() - float(self._other.get("renewed", 0)) < _STALE:
            return False
        return self._put(if_seq_no=found["_seq_no"], if_primary_term=found["_primary_term"])

    def _put(self, **condition: Any) -> bool:
        content = {"state": {**self._content, "renewed": time.time()}}
        path = document(self._client, LOCK)
        answer = self._client.call("PUT", path, content, conflict=True, **condition)
        if answer is None:  # another writer was faster
            return False
        self._held = {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}
        return True

    def renew(self, stop: threading.Event) -> None:
        """Renew the lock until it is time to stop."""
        while not stop.wait(_RENEWED):
            with suppress(FrsearchError):  # the write itself meets the same trouble
                self._renew()

    def _renew(self) -> bool:
        with self._one:
            return self._put(**self._held)

    def confirm(self) -> None:
        """Raise IndexLocked if another writer has taken the lock over, as from a machine that slept."""
        if not self._renew():
            self.take()
            raise self.refusal()

    def release(self, again: bool) -> None:
        """Let go of the lock, unless another writer has taken it over; `again`: the server is there."""
        path = document(self._client, LOCK)
        self._client.call("DELETE", path, missing=True, again=again, **self._held)

    def refusal(self) -> IndexLocked:
        """Return the error that names the holder."""
        names = ("pid", "host", "since")
        pid, host, since = (str(self._other.get(name, "?"))[:100] for name in names)
        holder = Message("process {pid} on {host}, since {since},", pid=pid, host=host, since=since)
        return IndexLocked(
            Message(
                "{folder}: {holder} is writing to this index: try again when it is done, or wait for it "
                "with timeout=",
                folder=str(self._client.address),
                holder=holder,
            ),
            holder,
        )


def _this_process() -> Json:
    import socket

    since = datetime.now(UTC).isoformat(timespec="seconds")
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
