"""Batches of documents -> the server: several at a time, each sent again while the server is busy.

Sending a batch twice has the effect of sending it once. What the server refuses of a batch is an error;
documents that it is too busy for are sent again.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, NamedTuple

from frsearch.engine.opensearch.client import LONG_SECONDS, Client
from frsearch.errors import IndexUnreadable
from frsearch.messages.wording import Message

# Batches on their way at a time: the server works on one while it receives another.
_AT_A_TIME = 2
_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)


class Operation(NamedTuple):
    """What to do with a document: its lines in a bulk request, and the id of the article or form."""

    lines: str
    id: str


Done = Callable[[str, str], None]
"""Is told of an operation that is done: the id and what it did, such as "created"."""


class BulkSender:
    """Sends batches to an index, in threads; a context manager that waits for all of them."""

    def __init__(self, client: Client, index: str, done: Done):
        self._client, self._index, self._done = client, index, done
        self._pool = ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="frsearch-bulk")
        self._under_way: deque[Future[list[tuple[str, str]]]] = deque()

    def __enter__(self) -> BulkSender:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def send(self, operations: Sequence[Operation]) -> None:
        """Send a batch; waits if enough are under way."""
        if operations:
            while len(self._under_way) >= _AT_A_TIME + 1:
                self._wait()
            self._under_way.append(self._pool.submit(self._send, list(operations)))

    def finish(self) -> None:
        """Wait until all batches have arrived."""
        while self._under_way:
            self._wait()

    def _wait(self) -> None:
        for id, result in self._under_way.popleft().result():
            self._done(id, result)

    def _send(self, operations: list[Operation]) -> list[tuple[str, str]]:
        results: list[tuple[str, str]] = []
        for pause in (*_PAUSES, None):
            busy: list[Operation] = []
            for operation, item in zip(operations, self._items(operations), strict=True):
                if item["status"] == 429:
                    busy.append(operation)
                elif "error" in item:
                    raise self._client.refused(item["error"], item["status"])
                else:
                    results.append((operation.id, item["result"]))
            if not busy:
                return results
            if pause is not None:
                time.sleep(pause * (1 + random.random()))
            operations = busy
        raise IndexUnreadable(
            Message(
                "{address}: the server stays too busy to take articles: add them again later, or a few "
                "at a time",
                address=str(self._client.address),
            )
        )

    def _items(self, operations: Sequence[Operation]) -> list[dict[str, Any]]:
        body = "".join(operation.lines for operation in operations).encode()
        answer = self._client.ask(
            "POST",
            f"/{self._index}/_bulk",
            body,
            seconds=LONG_SECONDS,
            again=True,
            filter_path="items.*.status,items.*.result,items.*.error",
        )
        return [item for each in answer["items"] for item in each.values()]
