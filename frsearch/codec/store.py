"""The segments in a folder: one writer at a time, any number of snapshots.

A write makes new segments, marks what it replaces as deleted in the old ones, merges where there are
many of one size, and commits by replacing the manifest. Until then nothing that it wrote counts.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from frsearch import manifest
from frsearch.articles import Article
from frsearch.codec.build import id_hash
from frsearch.codec.lock import writing
from frsearch.codec.segment import Segment, Statistics
from frsearch.codec.storage import DISK, Storage
from frsearch.codec.stored import LEAST_FOR_DICTIONARY, ArticleCodec, train_dictionary
from frsearch.codec.vocabulary import Vocabulary
from frsearch.codec.workers import Workers, build_segment, merge_segment
from frsearch.errors import ArticleError, FrsearchError, IndexCorrupted, IndexNotFound, IndexOutdated
from frsearch.manifest import FileEntry, Manifest, SegmentEntry

# Characters of text analysed and written as one segment.
_BATCH_CHARACTERS = 100_000_000
_WORKER_BATCH_CHARACTERS = 16_000_000
# What workers build is merged into as many segments.
_LEFT = 2
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

    def __init__(self, folder: Path, storage: Storage = DISK):
        self.folder = folder
        self.storage = storage
        self._open: dict[tuple[str, str | None], Segment] = {}
        self._codec: tuple[str, ArticleCodec] = "", ArticleCodec()

    @classmethod
    def create(cls, folder: Path, storage: Storage = DISK) -> Store:
        """Make an empty index, in the place of one that may be there."""
        store = cls(folder, storage)
        with writing(folder, timeout=0):
            previous = None
            with suppress(IndexNotFound, IndexOutdated, IndexCorrupted):
                previous = manifest.read(folder, storage)
            # Readers of the index that was there shall see that this is another state.
            empty = Manifest(0 if previous is None else previous.generation + 1)
            manifest.write(folder, empty, previous, storage)
            store._remove_all_but(empty.files())
        return store

    def snapshot(self) -> Snapshot:
        """Return the newest committed state."""
        for attempt in range(_OPEN_ATTEMPTS):
            state = self.committed()
            try:
                return self._snapshot(state)
            except IndexCorrupted:
                # A writer may have replaced the state, and removed its files, in between.
                if self.committed() == state:
                    raise
                time.sleep(0.001 * attempt)
        raise FrsearchError(f"{self.folder}: the index changes too fast to be opened: try again")

    def committed(self) -> Manifest:
        """Return the manifest of the newest committed state."""
        return manifest.read(self.folder, self.storage)

    def _snapshot(self, state: Manifest) -> Snapshot:
        codec = self.codec_of(state.dictionary)
        opened = {
            _key(entry): self._open.get(_key(entry)) or self.open_segment(entry, codec)
            for entry in state.segments
        }
        self._open = opened
        segments = tuple(opened.values())
        return Snapshot(state, segments, Statistics.of(segments))

    def codec_of(self, dictionary: FileEntry | None) -> ArticleCodec:
        """Return the codec of the stored articles."""
        if dictionary is None:
            return ArticleCodec()
        name, codec = self._codec
        if name != dictionary.name:
            codec = ArticleCodec(self._read(dictionary))
            self._codec = dictionary.name, codec
        return codec

    def open_segment(self, entry: SegmentEntry, codec: ArticleCodec) -> Segment:
        """Open a segment of a committed state, as it is on the disk now."""
        deleted = None
        if entry.deleted is not None:
            bits = np.frombuffer(self._read(entry.deleted), np.uint8)
            if len(bits) != (entry.documents + 7) // 8:
                raise _damaged(self.folder / entry.deleted.name, "it is not of a bit a document")
            deleted = np.unpackbits(bits, count=entry.documents).astype(np.bool_)
        segment = Segment(self.folder / entry.file.name, codec, deleted, self.storage)
        segment.check_size(entry.documents)
        if (segment.bundle.size, segment.bundle.crc32) != (entry.file.size, entry.file.crc32):
            raise segment.bundle.damaged("it is another file than the one committed")
        return segment

    def _read(self, entry: FileEntry) -> bytes:
        path = self.folder / entry.name
        try:
            content = self.storage.read(path, entry.size)
        except OSError as error:
            raise _damaged(path, str(error)) from error
        if (len(content), zlib.crc32(content)) != (entry.size, entry.crc32):
            raise _damaged(path, "it is not what was written")
        return content

    def write(
        self,
        removed: Iterable[str],
        articles: Iterable[Article],
        advance: Callable[[], None],
        workers: int = 1,
        timeout: float = 0.0,
    ) -> Written:
        """Remove articles by id, add others, and commit both at once or, on an error, neither."""
        with writing(self.folder, timeout):
            return self._write(removed, lambda write: write.add(articles, advance, workers))

    def commit_built(self, removed: Iterable[str], built: Sequence[Built]) -> Written:
        """Remove articles by id and take in segments, as `write` does, for a holder of the lock."""
        names = {path.name for path, _ in built}
        return self._write(removed, lambda write: write.take(built), names)

    def _write(
        self, removed: Iterable[str], add: Callable[[_Write], None], made: Set[str] = frozenset()
    ) -> Written:
        """Make a write; `made` are files that it will take in."""
        try:
            return self._attempt(removed, add, made)
        except OSError as error:
            message = f"the index could not be written and is as it was: {error}"
            raise FrsearchError(message) from error

    def _attempt(
        self, removed: Iterable[str], add: Callable[[_Write], None], made: Set[str]
    ) -> Written:
        state = self.committed()
        if manifest.leftovers(self.folder, state.files() | made, self.storage):
            # A write that failed may have left it open which state a crash of the machine would show.
            self.storage.sync_folder(self.folder)
            self._remove_all_but(state.files() | made)
        segments = self._snapshot(state).segments
        codec = self.codec_of(state.dictionary)
        write = _Write(self.folder, state, codec, segments, self.storage)
        try:
            write.remove(removed)
            add(write)
            write.merge()
            following = write.manifest() if write.changed else state
        except BaseException:
            self._remove_all_but(state.files())
            raise
        if write.changed:
            self._commit(following, state)
            self._remove_all_but(following.files())
        return Written(write.added, write.replaced)

    def _commit(self, following: Manifest, state: Manifest) -> None:
        """Commit; where that fails, the files of both states stay until the next write."""
        try:
            manifest.write(self.folder, following, state, self.storage)
        except OSError as error:
            if self.committed() == state:
                raise
            raise FrsearchError(
                f"what was written to the index is there, but it may not outlast a crash: {error}"
            ) from error

    def _remove_all_but(self, kept: Set[str]) -> None:
        self.discard(manifest.leftovers(self.folder, kept, self.storage))

    def discard(self, paths: Iterable[Path]) -> None:
        """Remove files that no state needs; what stays, mapped on Windows, goes with the next write."""
        for path in paths:
            with suppress(OSError):
                self.storage.remove(path)


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
    storage: Storage
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

        More than one process can hold in memory is built by as many as `workers` says, in smaller
        batches, while more are read; they then merge what they built into a few segments.
        """
        size = _BATCH_CHARACTERS if workers == 1 else _WORKER_BATCH_CHARACTERS
        batches = _batches(articles, advance, size)
        first = list(islice(batches, _BATCH_CHARACTERS // size))
        if not first:
            return
        if not self.codec.dictionary and len(first[0]) >= LEAST_FOR_DICTIONARY:
            self.codec = ArticleCodec(train_dictionary(list(first[0].values())))
        following = next(batches, None) if workers > 1 else None
        if following is None:
            joined = {id: article for batch in first for id, article in batch.items()}
            first.clear()
            self._build(chain([joined], batches))
        else:
            self._build_by_workers(workers, chain(first, [following], batches))

    def _build(self, batches: Iterable[dict[str, Article]]) -> None:
        vocabulary = Vocabulary()
        built: list[Built] = []
        for batch in batches:
            built.append((self._new_path(".segment"), list(batch)))
            build_segment(built[-1][0], batch.values(), vocabulary, self.codec, self.storage)
        self.take(built)

    def _build_by_workers(self, workers: int, batches: Iterable[dict[str, Article]]) -> None:
        built: list[Built] = []
        with Workers(workers, self.codec) as pool:
            for batch in batches:
                built.append((self._new_path(".segment"), list(batch)))
                pool.build(built[-1][0], batch.values())
            pool.finish()
            self.take(built)
            self._merge_built(pool)

    def take(self, built: Iterable[Built]) -> None:
        """Take in segments and the ids in each; those of later ones replace those of earlier ones."""
        for path, ids in built:
            known = self._delete(ids, fresh=False)
            again = self._delete(ids, fresh=True)
            self.replaced += known
            self.added += len(ids) - known - again
            self._pending.append(self._opened(path, fresh=True))
            self.changed = True

    def _merge_built(self, pool: Workers) -> None:
        """Merge the segments of this write into two at most, so that queries have few to search."""
        fresh = [each for each in self._pending if each.fresh and not each.deleted.all()]
        kept = [each for each in self._pending if not each.fresh]
        half = -(-len(fresh) // _LEFT)
        paths = []
        for at in range(0, len(fresh), half):
            paths.append(self._new_path(".segment"))
            parts = [(each.segment.path, each.deleted) for each in fresh[at : at + half]]
            pool.merge(paths[-1], parts)
        pool.finish()
        self._pending = kept + [self._opened(path, fresh=True) for path in paths]

    def _opened(self, path: Path, *, fresh: bool) -> _Pending:
        segment = Segment(path, self.codec, storage=self.storage)
        file = FileEntry(path.name, segment.bundle.size, segment.bundle.crc32)
        entry = SegmentEntry(file, segment.size)
        return _Pending(segment, entry, np.zeros(segment.size, np.bool_), fresh)

    def _delete(self, ids: Sequence[str], *, fresh: bool) -> int:
        """Mark ids as deleted in the segments there were, or in those of this write; count them."""
        count = 0
        wanted = [(id_hash(id), id) for id in ids]
        hashes = np.array([hash for hash, _ in wanted], dtype=np.uint64)
        for pending in self._pending:
            if pending.fresh is not fresh or not len(hashes):
                continue
            known = pending.segment.id_hashes
            low, high = np.searchsorted(known, hashes), np.searchsorted(known, hashes, side="right")
            for at in np.flatnonzero(low < high).tolist():
                for document in pending.segment.documents_by_id[low[at] : high[at]].tolist():
                    same = pending.segment.ids[document] == wanted[at][1]
                    if same and not pending.deleted[document]:
                        pending.deleted[document] = True
                        self.changed = True
                        count += 1
        return count

    def merge(self) -> None:
        """Merge segments of one size where there are many, and those that are mostly deleted."""
        while chosen := self._mergeable():
            path = self._new_path(".segment")
            # Opened anew: open snapshots share the segments, without these deletions.
            parts = [
                Segment(each.segment.path, self.codec, each.deleted, self.storage) for each in chosen
            ]
            merge_segment(path, parts, self.storage)
            self._pending = [each for each in self._pending if not any(each is one for one in chosen)]
            merged = self._opened(path, fresh=True)
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
        self.storage.sync_folder(self.folder)
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
        file = self.storage.create(path)
        try:
            file.write(content)
            file.sync()
        finally:
            file.close()
        return FileEntry(path.name, len(content), zlib.crc32(content))

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


def _damaged(path: Path, why: str) -> IndexCorrupted:
    return IndexCorrupted(f"{path}: damaged or missing: {why}: rebuild the index", path)
