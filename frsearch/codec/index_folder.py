"""The segments in a folder: one writer at a time, any number of snapshots.

A write prepares the next state (`transaction`) and commits it by replacing the manifest. Until then,
readers see nothing of it.
"""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from frsearch.codec import manifest
from frsearch.codec.document_store import ArticleCodec
from frsearch.codec.filesystem import DISK, Filesystem, damage, failure
from frsearch.codec.limits import WriteLimits
from frsearch.codec.lock import remove_lock, writing
from frsearch.codec.manifest import MARKS, FileEntry, Manifest, SegmentEntry
from frsearch.codec.memory import keep_freed_memory
from frsearch.codec.segment import Segment, Statistics
from frsearch.codec.snapshot import Snapshot
from frsearch.errors import (
    FrsearchError,
    IndexCorrupted,
    IndexExists,
    IndexLocked,
    IndexNotFound,
    IndexOutdated,
)
from frsearch.fields import Declared
from frsearch.messages.wording import Message, words_of
from frsearch.types import Article

if TYPE_CHECKING:
    # Loaded by those who write.
    from frsearch.codec.building import Built
    from frsearch.codec.work import Work
    from frsearch.reports import Advance, Written

_T = TypeVar("_T")

_OPEN_ATTEMPTS = 20
# Seconds to wait for another writer that is creating an index in the same folder.
_MAKING = 5.0
# The memory that a query takes for each document, in bytes.
_A_DOCUMENT = 64


@dataclass(frozen=True, slots=True)
class Begun:
    """A write before its commit: the committed state, its segments, and the segments built since."""

    state: Manifest
    segments: tuple[Segment, ...]
    built: Built


class IndexFolder:
    """The folder of an index."""

    def __init__(self, folder: Path, storage: Filesystem = DISK, limits: WriteLimits | None = None):
        self.folder = folder
        self.storage = storage
        self.limits: WriteLimits = limits or WriteLimits()
        self._open: dict[tuple[str, str | None], Segment] = {}
        self._codec: tuple[str, ArticleCodec] = "", ArticleCodec()

    @classmethod
    def create(
        cls,
        folder: Path,
        storage: Filesystem = DISK,
        limits: WriteLimits | None = None,
        *,
        overwrite: bool = False,
        fields: tuple[Declared, ...] = (),
        synonyms: str = "",
    ) -> IndexFolder:
        """Create an empty index; with `overwrite`, replace an index that may be there.

        Raises IndexExists if the folder has an index or files of one, IndexLocked if a writer is active.
        """
        store = cls(folder, storage, limits)
        if storage.own_lock is not None:  # nobody else knows the index yet
            store._make_empty(overwrite, fields, synonyms)
            return store
        if not overwrite and manifest.exists(folder, storage):
            raise _exists(folder)
        try:
            with writing(folder, timeout=0 if overwrite else _MAKING):
                # Checked again under the lock: another process may have created an index meanwhile.
                store._make_empty(overwrite, fields, synonyms)
        except IndexLocked:
            if not overwrite and manifest.exists(folder, storage):
                raise _exists(folder) from None
            raise
        return store

    def _make_empty(self, overwrite: bool, fields: tuple[Declared, ...], synonyms: str) -> None:
        folder, storage = self.folder, self.storage
        if manifest.exists(folder, storage):
            if not overwrite:
                raise _exists(folder)
            if not manifest.is_ours(folder, storage):
                raise IndexExists(
                    Message(
                        "{path}: this is not an index file: move it away, or make the index in another "
                        "folder",
                        path=folder / manifest.NAME,
                    )
                )
        elif not overwrite and manifest.holds_files(folder, storage):
            raise IndexExists(
                Message(
                    "{folder}: index files are here, but their manifest {name} is missing, as in "
                    "an unfinished copy: complete the copy, or give overwrite=True, which removes "
                    "these files",
                    folder=folder,
                    name=manifest.NAME,
                )
            )
        previous = None
        with suppress(IndexNotFound, IndexOutdated, IndexCorrupted):
            previous = manifest.read(folder, storage)
        old_files = manifest.files_of_any_version(folder, storage)
        # A higher generation tells readers of the previous index that this is another state.
        generation = 0 if previous is None else previous.generation + 1
        empty = Manifest(generation, fields=fields, synonyms=self._written_synonyms(synonyms))
        manifest.write(folder, empty, previous, storage)
        self.discard(folder / name for name in old_files)
        self._remove_all_but(empty.files())

    def take_away(self, state: Manifest | None, *, with_lock: bool) -> bool:
        """Remove the index if `state` is still its committed state (None: no index); say whether it was.

        Raises the errors of `writing`, and OSError.
        """
        with writing(self.folder, timeout=0):
            committed = None
            with suppress(IndexNotFound):
                committed = self.committed()
            if committed != state:
                return False
            self.discard([self.folder / manifest.NAME])
            self._remove_all_but(set())
            if with_lock and os.name != "nt":
                remove_lock(self.folder)
        if with_lock and os.name == "nt":  # Windows cannot remove a file that is held
            remove_lock(self.folder)
        return True

    def close(self) -> None:
        """Release all segments; a segment still referenced elsewhere stays open."""
        self._open = {}
        self._codec = "", ArticleCodec()

    def snapshot(self) -> Snapshot:
        """Return the newest committed state."""
        for attempt in range(_OPEN_ATTEMPTS):
            state = self.committed()
            try:
                return self._snapshot(state)
            except IndexCorrupted:
                # A writer may have replaced the state and removed its files meanwhile.
                if self.committed() == state:
                    raise
                time.sleep(0.001 * attempt)
        raise FrsearchError(
            Message("{folder}: the index changes too fast to be opened: try again", folder=self.folder)
        )

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
        keep_freed_memory(_A_DOCUMENT * sum(segment.size for segment in segments))
        return Snapshot(state, segments, Statistics.of(segments), self.synonyms_of(state))

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
        """Open a segment of a committed state from the disk."""
        deleted = None
        if entry.deleted is not None:
            bits = np.frombuffer(self._read(entry.deleted), np.uint8)
            if len(bits) != (entry.documents + 7) // 8:
                raise damage(
                    self.folder / entry.deleted.name, Message("it does not have one bit per document")
                )
            deleted = np.unpackbits(bits, count=entry.documents).astype(np.bool_)
        segment = Segment(self.folder / entry.file.name, codec, deleted, self.storage)
        segment.check_size(entry.documents)
        if (segment.bundle.size, segment.bundle.crc32) != (entry.file.size, entry.file.crc32):
            raise segment.bundle.corruption(Message("it is not the file that was committed"))
        return segment

    def _read(self, entry: FileEntry) -> bytes:
        """Return the content of a small file, after its first bytes, which say its kind."""
        path = self.folder / entry.name
        try:
            content = self.storage.read(path, entry.size)
        except OSError as error:
            raise failure(path, error) from error
        mark = MARKS[path.suffix[1:]]
        if (len(content), zlib.crc32(content)) != (entry.size, entry.crc32):
            raise damage(path, Message("it is not what was written"))
        if not content.startswith(mark):
            raise damage(path, Message("it does not begin with the mark of its kind"))
        return content.removeprefix(mark)

    def write(
        self,
        removed: Iterable[str],
        articles: Iterable[Article],
        advance: Advance | None = None,
        workers: int = 1,
        timeout: float = 0.0,
        provenance: Callable[[], bytes] | None = None,
    ) -> Written:
        """Remove articles by id, add others, and commit both; on an error, neither.

        `provenance`, called once all articles have been taken, returns what `provenance()` shall return.
        """
        from frsearch.codec.transaction import foresee_merges
        from frsearch.codec.work import Work

        with writing(self.folder, timeout, self.storage):
            begun = self.begin()
            work = Work(advance, partial(foresee_merges, begun.state.segments, self.limits))
            if self.storage.own_lock is not None:
                workers = 1  # other processes do not see files in memory
            begun = self.build(begun, articles, work, workers)
            return self.commit(begun, removed, work, workers, provenance)

    def provenance(self) -> bytes:
        """Return which files gave which articles, as the last write that knew it has left it."""
        return self.provenance_of(self.committed())

    def provenance_of(self, state: Manifest) -> bytes:
        """Return which files gave which articles, as a state has it."""
        return b"" if state.provenance is None else self._read(state.provenance)

    def synonyms_of(self, state: Manifest) -> str:
        """Return the synonyms that a state keeps."""
        return "" if state.synonyms is None else self._read(state.synonyms).decode()

    def set_synonyms(self, text: str, timeout: float) -> None:
        """Commit synonyms in place of those before; "" for none."""
        with writing(self.folder, timeout, self.storage):
            begun = self.begin()
            state = begun.state
            if text == self.synonyms_of(state):
                return
            with _as_ours():
                with self._abandoning(begun):
                    written = self._written_synonyms(text)
                following = replace(state, generation=state.generation + 1, synonyms=written)
                self._commit(following, state)
                self._remove_all_but(following.files())

    def _written_synonyms(self, text: str) -> FileEntry | None:
        """Write synonyms, if there are any, in a new file."""
        if not text:
            return None
        from frsearch.codec.transaction import write_file

        entry = write_file(self.folder, self.storage, "synonyms", text.encode("utf-8", "replace"))
        self.storage.sync_folder(self.folder)
        return entry

    def begin(self) -> Begun:
        """Begin a write; the caller holds the lock. `commit` or `abandon` ends it."""
        from frsearch.codec.building import Built

        with _as_ours():
            state = self.committed()
            if manifest.leftovers(self.folder, state.files(), self.storage):
                # After a failed write, a crash could still bring back either of two states.
                self.storage.sync_folder(self.folder)
                self._remove_all_but(state.files())
            segments = self._snapshot(state).segments
            return Begun(state, segments, Built(self.codec_of(state.dictionary)))

    def build(
        self,
        begun: Begun,
        articles: Iterable[Article],
        work: Work | None = None,
        workers: int = 1,
    ) -> Begun:
        """Build segments of articles for a write; on an error, abandon the write."""
        from frsearch.codec.building import SegmentBuilder
        from frsearch.codec.work import Work

        work = work or Work()
        builder = SegmentBuilder(self.folder, self.storage, self.limits, begun.state.fields)
        with _as_ours(), self._abandoning(begun):
            return replace(begun, built=builder.build(begun.built, _theirs(articles), work, workers))

    def commit(
        self,
        begun: Begun,
        removed: Iterable[str],
        work: Work | None = None,
        workers: int = 1,
        provenance: Callable[[], bytes] | None = None,
    ) -> Written:
        """Remove articles by id, add the built segments, and commit both; on an error, neither."""
        from frsearch.codec.transaction import Transaction
        from frsearch.codec.work import Work
        from frsearch.reports import Written

        state, codec, work = begun.state, begun.built.codec, work or Work()
        with _as_ours():
            with self._abandoning(begun):
                write = Transaction(
                    self.folder, state, codec, begun.segments, self.storage, self.limits, work
                )
                write.remove(_theirs(removed))
                write.take(begun.built, workers)
                write.merge()
                if provenance is not None and (content := provenance()) != self.provenance_of(state):
                    write.describe(content)
                following = write.manifest() if write.changed else state
            if write.changed:
                self._commit(following, state)
                self._remove_all_but(following.files())
        work.finish()
        repeated_ids = tuple(write.repeated_ids)
        return Written(
            added=write.added,
            replaced=write.replaced,
            removed=write.removed,
            repeated=write.repeated,
            repeated_ids=repeated_ids,
            undated=write.undated,
        )

    def abandon(self, begun: Begun) -> None:
        """Drop a write; the index stays as it was."""
        self._remove_all_but(begun.state.files())

    @contextmanager
    def _abandoning(self, begun: Begun) -> Iterator[None]:
        """Abandon a write on any error."""
        try:
            yield
        except BaseException:
            self.abandon(begun)
            raise

    def _commit(self, following: Manifest, state: Manifest) -> None:
        """Commit; if this fails, the files of both states stay until the next write."""
        try:
            manifest.write(self.folder, following, state, self.storage)
        except OSError as error:
            try:
                committed = self.committed()
            except FrsearchError:
                raise FrsearchError(
                    Message(
                        "{folder}: it is not known whether the changes are in the index: open it again "
                        "to find out: {error}",
                        folder=self.folder,
                        error=words_of(error),
                    )
                ) from error
            if committed == state:
                raise
            raise FrsearchError(
                Message(
                    "the changes are in the index, but a crash may lose them: {error}",
                    error=words_of(error),
                )
            ) from error

    def _remove_all_but(self, needed: Set[str]) -> None:
        # Files that cannot be listed or removed are removed by the next write.
        with suppress(OSError):
            self.discard(manifest.leftovers(self.folder, needed, self.storage))

    def discard(self, paths: Iterable[Path]) -> None:
        """Remove files that no state needs; the next write removes files still mapped on Windows."""
        for path in paths:
            with suppress(OSError):
                self.storage.remove(path)


@contextmanager
def _as_ours() -> Iterator[None]:
    """Turn an OSError of a write into FrsearchError."""
    try:
        yield
    except _Theirs as carrier:
        raise carrier.error from None
    except OSError as error:
        message = Message(
            "the index could not be written and is unchanged: {error}", error=words_of(error)
        )
        raise FrsearchError(message) from error


class _Theirs(Exception):
    """Carries an OSError raised by the caller's iterable, not by the index."""

    def __init__(self, error: OSError):
        self.error = error


def _theirs(values: Iterable[_T]) -> Iterator[_T]:
    try:
        yield from values
    except OSError as error:
        raise _Theirs(error) from error


def _key(entry: SegmentEntry) -> tuple[str, str | None]:
    return entry.file.name, None if entry.deleted is None else entry.deleted.name


def _exists(folder: Path) -> IndexExists:
    return IndexExists(
        Message(
            "{folder}: there is an index here: open it with open_index, or give overwrite=True",
            folder=folder,
        )
    )
