"""One write: a committed state -> the next state, in new files.

A write adds the new segments, marks the documents that they replace as deleted in the old segments, and
merges segments where there are many of one size. Readers see nothing of it until `index_folder`
commits it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.array_file import Array
from frsearch.codec.building import Built, new_path
from frsearch.codec.document_store import ArticleCodec, id_hash
from frsearch.codec.filesystem import Filesystem
from frsearch.codec.limits import WriteLimits
from frsearch.codec.manifest import MARKS, FileEntry, Manifest, SegmentEntry
from frsearch.codec.segment import Segment
from frsearch.codec.work import Work
from frsearch.codec.workers import Workers, merge_segment

# At most this many repeated ids are reported.
_MOST_NAMED = 100

Bitmap = NDArray[np.bool_]


@dataclass(slots=True)
class _Pending:
    """A segment of the next state; `fresh` if this write made it."""

    segment: Segment
    entry: SegmentEntry
    deleted: Bitmap
    fresh: bool = False

    @property
    def undated(self) -> int:
        """The number of live documents without a date; undated documents come first."""
        return int(np.count_nonzero(~self.deleted[: self.segment.undated]))

    @property
    def live(self) -> int:
        """The number of live documents."""
        return len(self.deleted) - int(np.count_nonzero(self.deleted))


@dataclass(slots=True)
class Transaction:
    """One write before its commit. `codec` decodes the articles of the old and the new segments.

    `repeated` counts added articles that a later article with the same id replaces; `repeated_ids` are
    the first of their ids, at most 100. `undated` counts the added articles that stay and have no date.
    """

    folder: Path
    state: Manifest
    codec: ArticleCodec
    segments: Sequence[Segment]
    storage: Filesystem
    limits: WriteLimits
    work: Work
    added: int = 0
    replaced: int = 0
    removed: int = 0
    repeated: int = 0
    undated: int = 0
    repeated_ids: dict[str, None] = field(default_factory=dict)
    changed: bool = False
    _provenance: FileEntry | None = field(init=False)
    _pending: list[_Pending] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._provenance = self.state.provenance
        for segment, entry in zip(self.segments, self.state.segments, strict=True):
            deleted = np.zeros(segment.size, np.bool_) if segment.live is None else ~segment.live
            self._pending.append(_Pending(segment, entry, deleted))

    def remove(self, ids: Iterable[str]) -> None:
        """Mark the articles with these ids as deleted."""
        entries = sorted((id_hash(id), id) for id in set(ids))
        hashes = np.array([hash for hash, _ in entries], dtype=np.uint64)
        self.removed += sum(1 for _ in self._delete(hashes, lambda at: entries[at][1], fresh=False))

    def describe(self, provenance: bytes) -> None:
        """Write which files gave which articles, in place of what was written before."""
        self._provenance = self._write_file("provenance", provenance)
        self.changed = True

    def take(self, built: Built, workers: int) -> None:
        """Add the built segments, merged into one; the last article with an id replaces the others."""
        for each in built.segments:
            self._repeat(each.repeated)
        for path, ids, _ in built.segments:
            new = self._opened(path, fresh=True)
            hashes, documents = new.segment.id_hashes, new.segment.documents_by_id

            def id_at(place: int, new: _Pending = new, documents: Array = documents) -> str:
                return new.segment.ids[int(documents[place])]

            replaced = sum(1 for _ in self._delete(hashes, id_at, fresh=False))
            repeated = set(self._delete(hashes, id_at, fresh=True))
            self.replaced += replaced
            self.added += len(ids) - replaced - len(repeated)
            if repeated:
                self._repeat([id for id in ids if id in repeated])
            self._pending.append(new)
            self.changed = True
        self.undated = sum(each.undated for each in self._pending if each.fresh)
        if len(built.segments) > 1:
            self._merge_built(workers)

    def _repeat(self, ids: Sequence[str]) -> None:
        """Count articles whose ids this write has added before."""
        self.repeated += len(ids)
        for id in ids:
            if len(self.repeated_ids) < _MOST_NAMED:
                self.repeated_ids[id] = None

    def _merge_built(self, workers: int) -> None:
        """Merge the segments of this write into one, so that queries search few segments."""
        fresh = [each for each in self._pending if each.fresh and not each.deleted.all()]
        self._pending = [each for each in self._pending if not each.fresh]
        path, aside = self._new_path(".segment"), self._new_path(".segment")
        self.work.merging = True
        if workers > 1:
            # In other processes: this one would hardly give back the memory that it takes for merging.
            with Workers(2, self.codec, self.work.did) as pool:
                pool.merge(path, aside, [(each.segment.path, each.deleted) for each in fresh])
            with suppress(OSError):  # the commit or the next write removes what stays
                self.storage.remove(aside)
        else:
            self._merge_here(path, fresh)
        # Replaced articles count too: each article read counts in each step.
        self.work.did("merged", self.repeated)
        self._pending.append(self._opened(path, fresh=True))

    def _opened(self, path: Path, *, fresh: bool) -> _Pending:
        segment = Segment(path, self.codec, storage=self.storage)
        file = FileEntry(path.name, segment.bundle.size, segment.bundle.crc32)
        entry = SegmentEntry(file, segment.size)
        return _Pending(segment, entry, np.zeros(segment.size, np.bool_), fresh)

    def _delete(self, hashes: Array, id_at: Callable[[int], str], *, fresh: bool) -> Iterator[str]:
        """Mark documents as deleted by id, in the fresh or in the old segments; yield the deleted ids.

        `hashes` are the ascending hashes of the ids; `id_at` returns the id of a hash, by its place.
        """
        for pending in self._pending:
            if pending.fresh is not fresh:
                continue
            segment, own = pending.segment, pending.segment.id_hashes
            low, high = own.searchsorted(hashes), own.searchsorted(hashes, side="right")
            for at in np.flatnonzero(low < high).tolist():
                for document in segment.documents_by_id[low[at] : high[at]].tolist():
                    if not pending.deleted[document] and segment.ids[document] == id_at(at):
                        pending.deleted[document] = True
                        self.changed = True
                        yield id_at(at)

    def merge(self) -> None:
        """Merge segments of one size where there are many; rewrite half-deleted segments."""
        while old := self._mergeable():
            path = self._new_path(".segment")
            self.work.expect("merged", sum(each.live for each in old))
            self._merge_here(path, old)
            self._pending = [each for each in self._pending if not any(each is other for other in old)]
            merged = self._opened(path, fresh=True)
            if merged.segment.size:
                self._pending.append(merged)
            self.changed = True

    def _merge_here(self, path: Path, pending: Iterable[_Pending]) -> None:
        """Merge segments in this process."""
        limits = self.limits.postings
        merge_segment(path, self._living(pending), self.storage, limits, self.work.did)

    def _living(self, pending: Iterable[_Pending]) -> list[Segment]:
        """Return segments as they are after the deletions of this write."""
        # Opened again: open snapshots share the segments without these deletions.
        return [Segment(each.segment.path, self.codec, each.deleted, self.storage) for each in pending]

    def _mergeable(self) -> list[_Pending]:
        sizes = [(each.live, len(each.deleted)) for each in self._pending]
        return [self._pending[at] for at in _places_to_merge(sizes, self.limits.merged_segments)]

    def manifest(self) -> Manifest:
        """Write the dictionary and bitmaps that changed; return the manifest of the next state."""
        entries = tuple(self._entry(pending) for pending in self._pending)
        dictionary = self.state.dictionary
        if dictionary is None and self.codec.dictionary:
            dictionary = self._write_file("dictionary", self.codec.dictionary)
        self.storage.sync_folder(self.folder)
        return replace(
            self.state,
            generation=self.state.generation + 1,
            segments=entries,
            dictionary=dictionary,
            provenance=self._provenance,
        )

    def _entry(self, pending: _Pending) -> SegmentEntry:
        entry = pending.entry
        count = int(np.count_nonzero(pending.deleted))
        if count == entry.deleted_count:
            return entry
        bitmap = self._write_file("deleted", np.packbits(pending.deleted).tobytes())
        return SegmentEntry(entry.file, entry.documents, bitmap, count)

    def _write_file(self, kind: str, content: bytes) -> FileEntry:
        return write_file(self.folder, self.storage, kind, content)

    def _new_path(self, suffix: str) -> Path:
        return new_path(self.folder, suffix)


def write_file(folder: Path, storage: Filesystem, kind: str, content: bytes) -> FileEntry:
    """Write a small file of a kind; return its entry in the manifest."""
    path, content = new_path(folder, "." + kind), MARKS[kind] + content
    file = storage.create(path)
    try:
        file.write(content)
        file.sync()
    finally:
        file.close()
    return FileEntry(path.name, len(content), zlib.crc32(content))


def _places_to_merge(sizes: Sequence[tuple[int, int]], most: int) -> list[int]:
    """Return the places of segments to merge now, given the live and all documents of each."""
    alike: dict[int, list[int]] = {}
    for at, (live, documents) in enumerate(sizes):
        if live * 2 <= documents:
            return [at]
        alike.setdefault(int(np.log(live) / np.log(most)), []).append(at)
    return next((same for same in alike.values() if len(same) >= most), [])


def foresee_merges(segments: Sequence[SegmentEntry], limits: WriteLimits, articles: int) -> int:
    """Return how many documents a write of new articles will merge with those of old segments."""
    merged = 0
    sizes = [(each.documents - each.deleted_count, each.documents) for each in segments]
    sizes += [(articles, articles)] if articles else []
    while places := _places_to_merge(sizes, limits.merged_segments):
        live = sum(sizes[at][0] for at in places)
        sizes = [size for at, size in enumerate(sizes) if at not in places]
        sizes += [(live, live)] if live else []
        merged += live
    return merged
