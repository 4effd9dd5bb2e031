"""Builds segments in other processes: batches of articles go out, answers come back.

A worker runs this module, as `processes` says. A request is the task and the path of the segment to
write, then packed articles, or segments to merge, each a path and a bitmap of deleted documents.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.array_file import ArrayFile, ArrayFileWriter
from frsearch.codec.bulk_analysis import BulkAnalysis
from frsearch.codec.document_store import ArticleCodec, pack, unpack
from frsearch.codec.draft import write_segment
from frsearch.codec.filesystem import DISK, Filesystem
from frsearch.codec.limits import PostingLimits
from frsearch.codec.memory import keep_freed_memory
from frsearch.codec.merge import merge_documents, merge_words
from frsearch.codec.processes import code_of, pipe, receive, send, serve_with, start_process
from frsearch.codec.segment import Segment
from frsearch.codec.work import STEPS, Did, Portion, Step, nobody
from frsearch.errors import FrsearchError
from frsearch.messages.wording import Message
from frsearch.types import Article

Bitmap = NDArray[np.bool_]

_BUILD, _MERGE, _DOCUMENTS = b"build", b"merge", b"documents"
_DONE = b"done"
_DID = b"did"  # before a step and a number of articles, while a worker is at work
# The share of the time of merging for the words; documents take the rest.
_WORDS = 0.9
_START = code_of("frsearch.codec.workers")


def build_segment(
    path: Path,
    articles: Iterable[Article],
    vocabulary: BulkAnalysis,
    codec: ArticleCodec,
    storage: Filesystem,
    limits: PostingLimits,
    did: Did = nobody,
    stored_only: Set[str] = frozenset(),
) -> None:
    """Write a segment file and sync it to the disk; on an error, remove it."""
    keep_freed_memory()
    with ArrayFileWriter(path, storage) as writer:
        write_segment(writer, articles, vocabulary, codec, limits, did, stored_only)
        writer.close({})


def merge_segment(
    path: Path,
    segments: Sequence[Segment],
    storage: Filesystem,
    limits: PostingLimits,
    did: Did = nobody,
    documents: Callable[[], Path] | None = None,
) -> None:
    """Merge the live documents of segments into a segment file, synced as in `build_segment`.

    `did` is told of the merged documents. `documents` is called once the words are merged; it returns a
    file with the arrays of documents.
    """
    merged = Portion(did, "merged", sum(int(segment.live_mask().sum()) for segment in segments))
    with ArrayFileWriter(path, storage) as writer:
        merge_words(writer, segments, limits, lambda share: merged.reach(share * _WORDS))
        if documents is None:
            merge_documents(writer, segments)
        else:
            writer.copy(ArrayFile(documents(), storage))
        writer.close({})
    merged.reach(1.0)


def _merge_documents(path: Path, segments: Sequence[Segment]) -> None:
    """Write a file of the arrays of documents, for another process to copy."""
    with ArrayFileWriter(path) as writer:
        merge_documents(writer, segments)
        writer.close({}, sync=False)


def _start_process() -> subprocess.Popen[bytes]:
    return start_process(_START)


class Workers:
    """Processes that each build one segment at a time; a context manager."""

    def __init__(
        self,
        count: int,
        codec: ArticleCodec,
        did: Did = nobody,
        stored_only: Set[str] = frozenset(),
    ):
        """Start `count` processes; `did` is told of their steps. `stored_only` are no fields."""
        self._did = did
        self._done: list[subprocess.Popen[bytes]] = []
        self._processes = [_start_process() for _ in range(count)]
        self._busy: list[subprocess.Popen[bytes]] = []
        for process in self._processes:
            send(pipe(process.stdin), codec.dictionary)
            send(pipe(process.stdin), json.dumps(sorted(stored_only)).encode())

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *error: object) -> None:
        for process in self._processes:
            process.kill()
            process.communicate()

    def build(self, path: Path, articles: Iterable[Article]) -> None:
        """Have a worker build a segment; if all are busy, first wait for the one that started first."""
        self._ask(_BUILD, path, map(pack, articles))

    def merge(self, path: Path, aside: Path, segments: Iterable[tuple[Path, Bitmap]]) -> None:
        """Merge the live documents of segments into one segment, and wait until it is written.

        Of two or more workers, one merges the words and one the documents, into the file `aside`.
        """
        parts = ((os.fsencode(part), np.packbits(deleted).tobytes()) for part, deleted in segments)
        messages = list(chain.from_iterable(parts))
        self._ask(_MERGE, path, messages)
        self._ask(_DOCUMENTS, aside, messages)
        words, documents = self._busy
        self._wait_for(documents)
        with suppress(BrokenPipeError):
            send(pipe(words.stdin), os.fsencode(aside))
            pipe(words.stdin).flush()
        self._wait_for(words)

    def _ask(self, what: bytes, path: Path, content: Iterable[bytes]) -> None:
        if len(self._busy) == len(self._processes):
            self._wait()
        process = next(each for each in self._processes if each not in self._busy)
        self._busy.append(process)
        stdin = pipe(process.stdin)
        try:
            for message in chain((what, os.fsencode(path)), content, (b"",)):
                send(stdin, message)
            stdin.flush()
        except BrokenPipeError:
            self._wait_for(process)

    def finish(self) -> None:
        """Wait until all batches are built."""
        while self._busy:
            self._wait()

    def _wait(self) -> None:
        self._wait_for(self._busy[0])

    def _wait_for(self, process: subprocess.Popen[bytes]) -> None:
        """Wait until a process is done; listen to all that are at work meanwhile."""
        while process not in self._done:
            others = [each for each in self._busy if each not in (*self._done, process)]
            for each in _with_answers([process, *others]):
                self._hear(each)
        self._done.remove(process)
        self._busy.remove(process)

    def _hear(self, process: subprocess.Popen[bytes]) -> None:
        """Take one answer of a process."""
        answer = b""
        with suppress(EOFError):
            answer = receive(_unbuffered(process))
        what, _, told = answer.partition(b" ")
        if what == _DID:
            step, articles = map(int, told.split())
            self._did(STEPS[step], articles)
        elif answer == _DONE:
            self._done.append(process)
        else:
            problem = answer.decode() or Message("it ended unexpectedly, perhaps because memory ran out")
            raise FrsearchError(
                Message("a worker process could not build a segment: {problem}", problem=problem)
            )


def _with_answers(processes: list[subprocess.Popen[bytes]]) -> list[subprocess.Popen[bytes]]:
    """Wait until some of the processes have an answer, and return these."""
    if not hasattr(select, "poll"):
        return processes[:1]  # on Windows one waits for a pipe by reading it
    poll = select.poll()
    by_file = {_unbuffered(each).fileno(): each for each in processes}
    for file in by_file:
        poll.register(file, select.POLLIN)
    return [by_file[file] for file, _ in poll.poll()]


def serve() -> None:
    """Serve requests from standard input until it ends or the parent is gone."""
    serve_with(_serve)


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    codec = ArticleCodec(receive(requests))
    stored_only = frozenset(json.loads(receive(requests)))
    vocabulary, limits = BulkAnalysis(), PostingLimits()

    def did(step: Step, articles: int) -> None:
        send(answers, b"%b %d %d" % (_DID, STEPS.index(step), articles))
        answers.flush()

    while True:
        what = receive(requests)
        path = Path(os.fsdecode(receive(requests)))
        content = iter(partial(receive, requests), b"")
        try:
            if what == _BUILD:
                vocabulary = vocabulary.renewed()
                articles = map(unpack, content)
                build_segment(path, articles, vocabulary, codec, DISK, limits, did, stored_only)
            elif what == _MERGE:
                parts = list(_parts(content, codec))
                aside = partial(_aside, requests)
                merge_segment(path, parts, DISK, limits, did, aside)
            else:
                _merge_documents(path, list(_parts(content, codec)))
            answer = _DONE
        except EOFError:
            raise
        except Exception as error:
            answer = repr(error).encode()
        send(answers, answer)
        answers.flush()


def _aside(requests: BinaryIO) -> Path:
    """Receive the path of the merged documents."""
    return Path(os.fsdecode(receive(requests)))


def _parts(content: Iterator[bytes], codec: ArticleCodec) -> Iterator[Segment]:
    for path, packed in zip(content, content, strict=True):
        segment = Segment(Path(os.fsdecode(path)), codec)
        deleted = np.unpackbits(np.frombuffer(packed, np.uint8), count=segment.size)
        yield Segment(segment.path, codec, deleted.astype(np.bool_))


def _unbuffered(process: subprocess.Popen[bytes]) -> BinaryIO:
    """Return the answers of a process, to be read without a buffer: nothing waits there unseen."""
    return process.stdout.raw  # type: ignore[union-attr, no-any-return]
