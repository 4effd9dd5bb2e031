"""The segments in a folder: one writer at a time, any number of snapshots.

A write makes new segments, marks what it replaces as deleted in the old ones, merges where there are
many of one size, and commits by replacing the manifest. Until then nothing that it wrote counts.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from uuid import uuid4

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from frsearch import manifest
from frsearch.articles import Article
from frsearch.codec.build import id_hash
from frsearch.codec.bundle import BundleWriter, checksum
from frsearch.codec.merge import merge_segments
from frsearch.codec.segment import Segment, Statistics
from frsearch.codec.stored import LEAST_FOR_DICTIONARY, ArticleCodec, train_dictionary
from frsearch.codec.vocabulary import Vocabulary
from frsearch.codec.workers import Workers, build_segment
from frsearch.errors import ArticleError, FrsearchError, IndexCorrupted, IndexLocked
from frsearch.manifest import FileEntry, Manifest, SegmentEntry

_LOCK = "frsearch.lock"

# Characters of text analysed and written as one segment.
_BATCH_CHARACTERS = 100_000_000
_WORKER_BATCH_CHARACTERS = 25_000_000
# As many segments of one size are merged; each size is this many times the one below.
_MERGED = 8

_OPEN_ATTEMPTS = 20

Bitmap = NDArray[np.bool_]
# A finished segment file, and the ids of its articles.
Built = tuple[Path, list[str]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One committed state of an index, readable for as long as it is held."""

    manifest: Manifest
    segments: tuple[Segment, ...]
    statistics: Statistics

    def find(self, id: str) -> tuple[int, int] | None:
        """Return the segment and document that hold the article with this id."""
        for number, segment in enumerate(self.segments):
            document = segment.find(id)
            if document is not None:
                return number, document
        return None

    def article(self, place: tuple[int, int]) -> Article:
        """Return the article stored in a segment as a document."""
        return self.segments[place[0]].article(place[1])


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: articles new in the index, and articles replaced or removed."""

    added: int
    replaced: int


class Store:
    """The folder of an index."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._lock = FileLock(str(folder / _LOCK), timeout=0)
        self._open: dict[tuple[str, str | None], Segment] = {}
        self._codec: tuple[str, ArticleCodec] = "", ArticleCodec()

    @classmethod
    def create(cls, folder: Path) -> Store:
        """Make an empty index, in the place of one that may be there."""
        (folder / manifest.NAME).unlink(missing_ok=True)
        manifest.remove_files(folder)
        manifest.write(folder, Manifest())
        return cls(folder)

    def snapshot(self) -> Snapshot:
        """Return the newest committed state."""
        for attempt in range(_OPEN_ATTEMPTS):
            state = manifest.read(self.folder)
            try:
                return self._snapshot(state)
            except IndexCorrupted:
                # A writer may have replaced the state, and removed its files, in between.
                if manifest.read(self.folder).generation == state.generation:
                    raise
                time.sleep(0.001 * attempt)
        raise FrsearchError(f"{self.folder}: the index changes too fast to be opened: try again")

    def _snapshot(self, state: Manifest) -> Snapshot:
        codec = self.codec_of(state.dictionary)
        opened = {_key(entry): self._opened(entry, codec) for entry in state.segments}
        self._open = opened
        segments = tuple(opened.values())
        return Snapshot(state, segments, Statistics.of(segments))

    def codec_of(self, dictionary: FileEntry | None) -> ArticleCodec:
        """Return what compresses the articles of an index with this dictionary."""
        if dictionary is None:
            return ArticleCodec()
        name, codec = self._codec
        if name != dictionary.name:
            codec = ArticleCodec(_read_file(self.folder / dictionary.name, dictionary.size))
            self._codec = dictionary.name, codec
        return codec

    def _opened(self, entry: SegmentEntry, codec: ArticleCodec) -> Segment:
        known = self._open.get(_key(entry))
        if known is not None:
            return known
        path = self.folder / entry.file.name
        deleted = None
        if entry.deleted is not None:
            deleted = _read_bitmap(self.folder / entry.deleted.name, entry.documents)
        return Segment(path, codec, deleted)

    def write(
        self,
        removed: Iterable[str],
        articles: Iterable[Article],
        advance: Callable[[], None],
        workers: int = 1,
    ) -> Written:
        """Remove articles by id, add others, and commit both at once or, on an error, neither."""
        with self._locked():
            return self._commit(removed, lambda write: write.add(articles, advance, workers))

    def commit_built(self, removed: Iterable[str], built: Sequence[Built]) -> Written:
        """Remove articles by id and take in segments, as `write` does; the caller holds `lock()`."""
        names = {path.name for path, _ in built}
        return self._commit(removed, lambda write: write.take(built), names)

    def _commit(
        self, removed: Iterable[str], add: Callable[[_Write], None], made: Set[str] = frozenset()
    ) -> Written:
        """Make a write; `made` are files that it will take in."""
        state = manifest.read(self.folder)
        manifest.remove_files(self.folder, state.files() | made)  # left by a writer that was killed
        segments = self._snapshot(state).segments
        write = _Write(self.folder, state, self.codec_of(state.dictionary), segments)
        try:
            write.remove(removed)
            add(write)
            write.merge()
            if write.changed:
                manifest.write(self.folder, write.manifest())
        except BaseException as error:
            manifest.remove_files(self.folder, state.files())
            if isinstance(error, OSError):
                message = f"the index could not be written and is as it was: {error}"
                raise FrsearchError(message) from error
            raise
        manifest.remove_files(self.folder, manifest.read(self.folder).files())
        return Written(write.added, write.replaced)

    def lock(self) -> FileLock:
        """Return a lock, not yet acquired, for a writer that holds it longer than one call.

        It is another one than `write` acquires, so that neither gets in while the other is at work.
        """
        return FileLock(str(self.folder / _LOCK), timeout=0, thread_local=False)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._lock.acquire()
        except Timeout:
            raise IndexLocked(
                f"{self.folder}: another process or thread is writing to this index: try again "
                "when it is done"
            ) from None
        try:
            yield
        finally:
            self._lock.release()


@dataclass(slots=True)
class _Pending:
    """A segment of the state to be committed; `fresh`: made by this write."""

    segment: Segment
    entry: SegmentEntry
    deleted: Bitmap
    fresh: bool = False


@dataclass(slots=True)
class _Write:
    """The state of one write before its commit."""

    folder: Path
    state: Manifest
    codec: ArticleCodec
    segments: Sequence[Segment]
    added: int = 0
    replaced: int = 0
    changed: bool = False
    _pending: list[_Pending] = field(default_factory=list)

    def __post_init__(self) -> None:
        for segment, entry in zip(self.segments, self.state.segments, strict=True):
            deleted = np.zeros(segment.size, np.bool_) if segment.live is None else ~segment.live
            self._pending.append(_Pending(segment, entry, deleted))

    def remove(self, ids: Iterable[str]) -> None:
        """Mark the articles with these ids as deleted."""
        self.replaced += self._delete(list(dict.fromkeys(ids)), fresh=False)

    def add(self, articles: Iterable[Article], advance: Callable[[], None], workers: int) -> None:
        """Write articles in segments of a bounded size; the last of one id counts.

        More than one batch is built by as many processes as `workers` says, while more are read.
        """
        size = _BATCH_CHARACTERS if workers == 1 else _WORKER_BATCH_CHARACTERS
        batches = _batches(articles, advance, size)
        first, second = next(batches, {}), next(batches, {})
        built: list[Built] = []
        if not first:
            return
        if not self.codec.dictionary and len(first) >= LEAST_FOR_DICTIONARY:
            self.codec = ArticleCodec(train_dictionary(list(first.values())))
        with ExitStack() as stack:
            build = self._builder(stack, workers if second else 1)
            for batch in chain((first, second), batches):
                if batch:
                    built.append((self._new_path(".segment"), list(batch)))
                    build(built[-1][0], list(batch.values()))
        self.take(built)

    def take(self, built: Sequence[Built]) -> None:
        """Take in finished segments, one after another; the last article of one id counts."""
        for path, ids in built:
            known = self._delete(ids, fresh=False)
            again = self._delete(ids, fresh=True)
            self.replaced += known
            self.added += len(ids) - known - again
            self._pending.append(self._opened(path, fresh=True))
            self.changed = True

    def _builder(self, stack: ExitStack, workers: int) -> Callable[[Path, list[Article]], None]:
        """Return what builds a segment; the stack, when it is unwound, waits until all are built."""
        if workers == 1:
            vocabulary = Vocabulary()
            return lambda path, articles: build_segment(path, articles, vocabulary, self.codec)
        pool = stack.enter_context(Workers(workers, self.codec))
        stack.push(lambda kind, error, trace: None if error else pool.finish())
        return pool.build

    def _opened(self, path: Path, *, fresh: bool) -> _Pending:
        segment = Segment(path, self.codec)
        entry = SegmentEntry(_file_entry(path), segment.size)
        return _Pending(segment, entry, np.zeros(segment.size, np.bool_), fresh)

    def _delete(self, ids: Sequence[str], *, fresh: bool) -> int:
        """Mark ids as deleted in the segments there were, or in those of this write; count them."""
        count = 0
        wanted = [(id_hash(id), id) for id in ids]
        hashes = np.array([hash for hash, _ in wanted], dtype=np.uint64)
        for pending in self._pending:
            if pending.fresh is not fresh or not len(hashes):
                continue
            known: NDArray[np.uint64] = pending.segment.bundle["ids.hashes"]
            low, high = np.searchsorted(known, hashes), np.searchsorted(known, hashes, side="right")
            for at in np.flatnonzero(low < high).tolist():
                for document in pending.segment.bundle["ids.documents"][low[at] : high[at]].tolist():
                    same = pending.segment.ids[document] == wanted[at][1]
                    if same and not pending.deleted[document]:
                        pending.deleted[document] = True
                        self.changed = True
                        count += 1
        return count

    def merge(self) -> None:
        """Merge segments of one size where there are many, and those that are mostly deleted."""
        while chosen := self._mergeable():
            writer = BundleWriter(self._new_path(".segment"))
            try:
                # Opened anew: open snapshots share the segments, without these deletions.
                parts = [Segment(each.segment.path, self.codec, each.deleted) for each in chosen]
                merge_segments(writer, parts)
                writer.close({})
            except BaseException:
                writer.abandon()
                raise
            self._pending = [each for each in self._pending if not any(each is one for one in chosen)]
            merged = self._opened(writer.path, fresh=True)
            if merged.segment.size:
                self._pending.append(merged)
            self.changed = True

    def _mergeable(self) -> list[_Pending]:
        sizes: dict[int, list[_Pending]] = {}
        for pending in self._pending:
            live = len(pending.deleted) - int(np.count_nonzero(pending.deleted))
            if live * 2 <= len(pending.deleted):
                return [pending]
            sizes.setdefault(int(np.log(live) / np.log(_MERGED)), []).append(pending)
        return next((same for same in sizes.values() if len(same) >= _MERGED), [])

    def manifest(self) -> Manifest:
        """Write the small files that changed and return the manifest of the new state."""
        entries = tuple(self._entry(pending) for pending in self._pending)
        dictionary = self.state.dictionary
        if dictionary is None and self.codec.dictionary:
            dictionary = self._write_file(".dictionary", self.codec.dictionary)
        manifest.sync_folder(self.folder)
        return Manifest(self.state.generation + 1, entries, dictionary)

    def _entry(self, pending: _Pending) -> SegmentEntry:
        entry = pending.entry
        count = int(np.count_nonzero(pending.deleted))
        if count == entry.deleted_count:
            return entry
        bitmap = self._write_file(".deleted", np.packbits(pending.deleted).tobytes())
        return SegmentEntry(entry.file, entry.documents, bitmap, count)

    def _write_file(self, suffix: str, content: bytes) -> FileEntry:
        path = self._new_path(suffix)
        with open(path, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return _file_entry(path)

    def _new_path(self, suffix: str) -> Path:
        return new_path(self.folder, suffix)


def new_path(folder: Path, suffix: str) -> Path:
    """Return where to write a new file of an index."""
    return folder / (uuid4().hex[:16] + suffix)


def _batches(
    articles: Iterable[Article], advance: Callable[[], None], size: int
) -> Iterator[dict[str, Article]]:
    """Group articles by id into batches of about `size` characters."""
    batch: dict[str, Article] = {}
    characters = 0
    for article in articles:
        if not isinstance(article, Article):
            raise ArticleError(f"only Articles can be added, not {type(article).__name__}")
        batch[article.id] = article
        characters += len(article.text) + len(article.title)
        advance()
        if characters >= size:
            yield batch
            batch, characters = {}, 0
    if batch:
        yield batch


def _key(entry: SegmentEntry) -> tuple[str, str | None]:
    return entry.file.name, None if entry.deleted is None else entry.deleted.name


def _file_entry(path: Path) -> FileEntry:
    return FileEntry(path.name, path.stat().st_size, checksum(path))


def _read_bitmap(path: Path, documents: int) -> Bitmap:
    bits = np.frombuffer(_read_file(path, (documents + 7) // 8), np.uint8)
    return np.unpackbits(bits, count=documents).astype(np.bool_)


def _read_file(path: Path, size: int) -> bytes:
    try:
        content = path.read_bytes()
        if len(content) != size:
            raise ValueError(f"it has {len(content)} bytes and not {size}")
    except (OSError, ValueError) as error:
        message = f"{path}: damaged or missing ({error}): rebuild the index"
        raise IndexCorrupted(message, path) from error
    return content
