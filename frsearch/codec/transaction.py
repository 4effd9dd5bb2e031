"""One write: a committed state -> the state that follows it, in new files.

Segments that were built are taken in, what they replace is marked as deleted in the old ones, and
segments are merged where there are many of one size. Nothing of it counts until `index_folder` has
committed it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.array_file import Array
from frsearch.codec.build import id_hash
from frsearch.codec.building import Built, new_path
from frsearch.codec.document_store import ArticleCodec
from frsearch.codec.filesystem import Filesystem
from frsearch.codec.limits import WriteLimits
from frsearch.codec.manifest import MARKS, FileEntry, Manifest, SegmentEntry
from frsearch.codec.segment import Segment
from frsearch.codec.workers import Workers, merge_segment

# So many ids that came again are named.
_MOST_NAMED = 100

Bitmap = NDArray[np.bool_]


@dataclass(slots=True)
class _Pending:
    """A segment of the state to be committed; `fresh`: made by this write."""

    segment: Segment
    entry: SegmentEntry
    deleted: Bitmap
    fresh: bool = False

    @property
    def undated(self) -> int:
        """How many of its documents are not deleted and have no date: they come first."""
        return int(np.count_nonzero(~self.deleted[: self.segment.undated]))


@dataclass(slots=True)
class Transaction:
    """The state of one write before its commit; `codec` is that of the segments it takes in, too.

    Of the articles that it adds, `repeated` counts those whose place another one with the same id takes,
    `repeated_ids` are the first such ids, and `undated` counts those that stay and have no date.
    """

    folder: Path
    state: Manifest
    codec: ArticleCodec
    segments: Sequence[Segment]
    storage: Filesystem
    limits: WriteLimits
    added: int = 0
    replaced: int = 0
    repeated: int = 0
    undated: int = 0
    repeated_ids: dict[str, None] = field(default_factory=dict)
    changed: bool = False
    _pending: list[_Pending] = field(default_factory=list)

    def __post_init__(self) -> None:
        for segment, entry in zip(self.segments, self.state.segments, strict=True):
            deleted = np.zeros(segment.size, np.bool_) if segment.live is None else ~segment.live
            self._pending.append(_Pending(segment, entry, deleted))

    def remove(self, ids: Iterable[str]) -> None:
        """Mark the articles with these ids as deleted."""
        wanted = sorted((id_hash(id), id) for id in set(ids))
        hashes = np.array([hash for hash, _ in wanted], dtype=np.uint64)
        self.replaced += sum(1 for _ in self._delete(hashes, lambda at: wanted[at][1], fresh=False))

    def take(self, built: Built, workers: int) -> None:
        """Take in what was built, as one segment; the last article of one id counts."""
        for each in built.segments:
            self._repeat(each.repeated)
        for path, ids, _ in built.segments:
            new = self._opened(path, fresh=True)
            hashes, documents = new.segment.id_hashes, new.segment.documents_by_id

            def id_at(place: int, new: _Pending = new, documents: Array = documents) -> str:
                return new.segment.ids[int(documents[place])]

            known = sum(1 for _ in self._delete(hashes, id_at, fresh=False))
            again = set(self._delete(hashes, id_at, fresh=True))
            self.replaced += known
            self.added += len(ids) - known - len(again)
            if again:
                self._repeat([id for id in ids if id in again])
            self._pending.append(new)
            self.changed = True
        self.undated = sum(each.undated for each in self._pending if each.fresh)
        if len(built.segments) > 1:
            self._merge_built(workers)

    def _repeat(self, ids: Sequence[str]) -> None:
        """Count articles whose ids came before in this write."""
        self.repeated += len(ids)
        for id in ids:
            if len(self.repeated_ids) < _MOST_NAMED:
                self.repeated_ids[id] = None

    def _merge_built(self, workers: int) -> None:
        """Merge the segments of this write into one, so that queries have few to search."""
        fresh = [each for each in self._pending if each.fresh and not each.deleted.all()]
        self._pending = [each for each in self._pending if not each.fresh]
        path, aside = self._new_path(".segment"), self._new_path(".segment")
        if workers > 1:
            # Others, because what a process has once taken for building it hardly gives back.
            with Workers(2, self.codec) as pool:
                pool.merge(path, aside, [(each.segment.path, each.deleted) for each in fresh])
            with suppress(OSError):  # what stays goes with the commit, or with the next write
                self.storage.remove(aside)
        else:
            merge_segment(path, self._living(fresh), self.storage, self.limits.postings)
        self._pending.append(self._opened(path, fresh=True))

    def _opened(self, path: Path, *, fresh: bool) -> _Pending:
        segment = Segment(path, self.codec, storage=self.storage)
        file = FileEntry(path.name, segment.bundle.size, segment.bundle.crc32)
        entry = SegmentEntry(file, segment.size)
        return _Pending(segment, entry, np.zeros(segment.size, np.bool_), fresh)

    def _delete(self, hashes: Array, id_at: Callable[[int], str], *, fresh: bool) -> Iterator[str]:
        """Mark ids, given by their hashes, ascending, and each when it is asked for, as deleted in
        the segments there were, or in those of this write; yield each that was there."""
        for pending in self._pending:
            if pending.fresh is not fresh:
                continue
            segment, known = pending.segment, pending.segment.id_hashes
            low, high = known.searchsorted(hashes), known.searchsorted(hashes, side="right")
            for at in np.flatnonzero(low < high).tolist():
                for document in segment.documents_by_id[low[at] : high[at]].tolist():
                    if not pending.deleted[document] and segment.ids[document] == id_at(at):
                        pending.deleted[document] = True
                        self.changed = True
                        yield id_at(at)

    def merge(self) -> None:
        """Merge segments of one size where there are many, and those that are mostly deleted."""
        while chosen := self._mergeable():
            path = self._new_path(".segment")
            merge_segment(path, self._living(chosen), self.storage, self.limits.postings)
            self._pending = [each for each in self._pending if not any(each is one for one in chosen)]
            merged = self._opened(path, fresh=True)
            if merged.segment.size:
                self._pending.append(merged)
            self.changed = True

    def _living(self, chosen: Iterable[_Pending]) -> list[Segment]:
        """Return segments without what is deleted in them."""
        # Opened anew: open snapshots share the segments, without these deletions.
        return [Segment(each.segment.path, self.codec, each.deleted, self.storage) for each in chosen]

    def _mergeable(self) -> list[_Pending]:
        most = self.limits.merged_segments
        sizes: dict[int, list[_Pending]] = {}
        for pending in self._pending:
            live = len(pending.deleted) - int(np.count_nonzero(pending.deleted))
            if live * 2 <= len(pending.deleted):
                return [pending]
            sizes.setdefault(int(np.log(live) / np.log(most)), []).append(pending)
        return next((same for same in sizes.values() if len(same) >= most), [])

    def manifest(self) -> Manifest:
        """Write the small files that changed and return the manifest of the new state."""
        entries = tuple(self._entry(pending) for pending in self._pending)
        dictionary = self.state.dictionary
        if dictionary is None and self.codec.dictionary:
            dictionary = self._write_file("dictionary", self.codec.dictionary)
        self.storage.sync_folder(self.folder)
        return Manifest(self.state.generation + 1, entries, dictionary, self.state.analyzer)

    def _entry(self, pending: _Pending) -> SegmentEntry:
        entry = pending.entry
        count = int(np.count_nonzero(pending.deleted))
        if count == entry.deleted_count:
            return entry
        bitmap = self._write_file("deleted", np.packbits(pending.deleted).tobytes())
        return SegmentEntry(entry.file, entry.documents, bitmap, count)

    def _write_file(self, kind: str, content: bytes) -> FileEntry:
        path, content = self._new_path("." + kind), MARKS[kind] + content
        file = self.storage.create(path)
        try:
            file.write(content)
            file.sync()
        finally:
            file.close()
        return FileEntry(path.name, len(content), zlib.crc32(content))

    def _new_path(self, suffix: str) -> Path:
        return new_path(self.folder, suffix)
