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
from frsearch.errors import FrsearchError, IndexUnreadable
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


class _Sent(NamedTuple):
    """What became of a batch: of each operation that is done the id and what it did; the first error."""

    results: list[tuple[str, str]]
    error: FrsearchError | None


class BulkSender:
    """Sends batches to an index, in threads; a context manager that waits for all of them."""

    def __init__(self, client: Client, index: str, done: Done):
        self._client, self._index, self._done = client, index, done
        self._pool = ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="frsearch-bulk")
        self._under_way: deque[Future[_Sent]] = deque()

    def __enter__(self) -> BulkSender:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        for each in self._under_way:  # after an error, which says how many have arrived
            if not each.cancelled():
                self._note(each.result())

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
        sent = self._under_way.popleft().result()
        self._note(sent)
        if sent.error is not None:
            raise sent.error

    def _note(self, sent: _Sent) -> None:
        for id, result in sent.results:
            self._done(id, result)

    def _send(self, operations: list[Operation]) -> _Sent:
        results: list[tuple[str, str]] = []
        try:
            self._send_all(operations, results)
        except FrsearchError as error:
            return _Sent(results, error)
        return _Sent(results, None)

    def _send_all(self, operations: list[Operation], results: list[tuple[str, str]]) -> None:
        """Send a batch until the server has taken it all; add what each operation did to `results`."""
        for pause in (*_PAUSES, None):
            busy: list[Operation] = []
            refused: list[dict[str, Any]] = []
            for operation, item in zip(operations, self._items(operations), strict=True):
                if item["status"] == 429:
                    busy.append(operation)
                elif "error" in item:
                    refused.append(item)
                else:
                    results.append((operation.id, item["result"]))
            if refused:
                raise self._client.refused(refused[0]["error"], refused[0]["status"])
            if not busy:
                return
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
