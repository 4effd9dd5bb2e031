"""Articles -> the lines of bulk requests, made here or by other processes, and the count of their words.

A process that `Preparers` starts runs this module, as `codec.processes` says. It is asked for the lines
of a batch (numbers of fields, then packed articles) or for the counts of all words that it has met.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import BinaryIO

from frsearch.analysis.chain import Form
from frsearch.codec.bulk_analysis import Tokens
from frsearch.codec.document_store import pack, unpack
from frsearch.codec.processes import code_of, pipe, receive, send, serve_with, start_process
from frsearch.engine.opensearch.client import as_json
from frsearch.engine.opensearch.documents import Documents, Places
from frsearch.engine.opensearch.words import Counter, WordTables
from frsearch.errors import FrsearchError
from frsearch.messages.wording import Message
from frsearch.types import Article

_LINES, _COUNTS, _FAILED = b"lines", b"counts", b"failed"


class Preparation:
    """Makes lines in this process; `counter` has the words of what it has met."""

    def __init__(self, stored_only: Set[str]):
        self.counter = Counter()
        self.documents = Documents(frozenset(stored_only))
        self._places, self._tables = Places(), WordTables()
        self._analysis = self._tables.analysis

    def lines(self, articles: Sequence[Article], numbers: Mapping[str, int]) -> list[str]:
        """Return the lines of each article and count its words; ArticleError if it cannot be stored."""
        tokens = self._encode(articles)
        texts = self._places.texts(self._analysis.forms, tokens)
        lengths = tokens.lengths.tolist()
        lines = [
            self.documents.lines(
                article,
                (texts[2 * at], texts[2 * at + 1]),
                (lengths[2 * at], lengths[2 * at + 1]),
                numbers,
            )
            for at, article in enumerate(articles)
        ]
        self.counter.take(self._analysis.forms, tokens)
        return lines

    def count(self, articles: Sequence[Article], by: int) -> None:
        """Count the words of articles, which were added before or are taken away."""
        if articles:
            tokens = self._encode(articles)
            self.counter.take(self._analysis.forms, tokens, by)

    def _encode(self, articles: Sequence[Article]) -> Tokens:
        texts = [text for article in articles for text in (article.title, article.text)]
        tokens = self._tables.encode(texts)
        if self._tables.analysis is not self._analysis:
            self._analysis = self._tables.analysis
            self._places.begin()
        return tokens


class Preparers:
    """Processes that make lines, a batch at a time each; a context manager, which ends them."""

    def __init__(self, count: int, stored_only: Set[str]):
        self._processes = [start_process(code_of(__name__)) for _ in range(count)]
        self._free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="frsearch-prepare")
        for process in self._processes:
            with suppress(BrokenPipeError):
                send(pipe(process.stdin), as_json(sorted(stored_only)).encode())
            self._free.put(process)

    def __enter__(self) -> Preparers:
        return self

    def __exit__(self, *error: object) -> None:
        for process in self._processes:
            process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for process in self._processes:
            process.communicate()

    def lines(self, articles: Sequence[Article], numbers: Mapping[str, int]) -> Future[list[str]]:
        """Begin to make lines; ArticleError at once if an article cannot be stored."""
        request = [_LINES, as_json(dict(numbers)).encode(), *map(pack, articles)]
        return self._pool.submit(self._lines, request)

    def _lines(self, request: Sequence[bytes]) -> list[str]:
        process = self._free.get()
        try:
            return [line.decode() for line in _asked(process, request)]
        finally:
            self._free.put(process)

    def counts(self) -> Iterator[tuple[Form, int]]:
        """Yield the words that the processes have met, none of which is at work, with their counts."""
        for process in self._processes:
            for told in _asked(process, [_COUNTS]):
                for looks, count in json.loads(told):
                    yield Form(*looks), count


def _asked(process: subprocess.Popen[bytes], request: Sequence[bytes]) -> Iterator[bytes]:
    """Ask a process, and yield the parts of its answer."""
    problem: str | Message = Message("it ended unexpectedly, perhaps because memory ran out")
    try:
        for message in (*request, b""):
            send(pipe(process.stdin), message)
        pipe(process.stdin).flush()
        while part := receive(pipe(process.stdout)):
            if part == _FAILED:
                problem = receive(pipe(process.stdout)).decode()
                raise EOFError
            yield part
    except (EOFError, BrokenPipeError):
        raise FrsearchError(
            Message("a worker process could not prepare articles: {problem}", problem=problem)
        ) from None


def serve() -> None:
    """Serve requests from standard input until it ends or the parent is gone."""
    serve_with(_serve)


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    preparation = Preparation(frozenset(json.loads(receive(requests))))
    while True:
        what, *content = iter(partial(receive, requests), b"")
        try:
            if what == _LINES:
                numbers, *packed = content
                lines = preparation.lines(list(map(unpack, packed)), json.loads(numbers))
                answer = [line.encode() for line in lines]
            else:
                changes = [(list(form), count) for form, count in preparation.counter.changes()]
                answer = [as_json(changes).encode()]
        except Exception as error:
            answer = [_FAILED, repr(error).encode()]
        for part in (*answer, b""):
            send(answers, part)
        answers.flush()
