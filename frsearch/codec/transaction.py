"""One write: a committed state -> the state that follows it, in new files.

New segments are made or taken in, what they replace is marked as deleted in the old ones, and segments
are merged where there are many of one size. Nothing of it counts until `store` has committed it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.array_file import Array
from frsearch.codec.build import id_hash
from frsearch.codec.bulk_analysis import BulkAnalysis
from frsearch.codec.document_store import LEAST_FOR_DICTIONARY, ArticleCodec, train_dictionary
from frsearch.codec.filesystem import Filesystem
from frsearch.codec.manifest import MARKS, FileEntry, Manifest, SegmentEntry
from frsearch.codec.segment import Segment
from frsearch.codec.workers import Workers, build_segment, merge_segment
from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.types import Article

# Characters of text analysed and written as one segment.
_BATCH_CHARACTERS = 100_000_000
# Larger ones would leave workers idle at the end, smaller ones analyse the same words more often.
_WORKER_BATCH_CHARACTERS = 25_000_000
# So many ids that came again are named.
_MOST_NAMED = 100
# As many segments of one size are merged; each size is this many times the one below.
_MERGED = 8

Bitmap = NDArray[np.bool_]
# A finished segment file, and the ids of its articles.
Built = tuple[Path, list[str]]


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
    """The state of one write before its commit.

    Of the articles that it adds, `repeated` counts those whose place another one with the same id takes,
    `repeated_ids` are the first such ids, and `undated` counts those that stay and have no date.
    """

    folder: Path
    state: Manifest
    codec: ArticleCodec
    segments: Sequence[Segment]
    storage: Filesystem
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

    def add(self, articles: Iterable[Article], advance: Callable[[], None], workers: int) -> None:
        """Write articles as a segment; the last of one id counts.

        More than one process can hold in memory is built in batches, by as many processes as `workers`
        says while more are read; these are then merged.
        """
        size = _BATCH_CHARACTERS if workers == 1 else _WORKER_BATCH_CHARACTERS
        batches = self._batches(articles, advance, size)
        first = list(islice(batches, _BATCH_CHARACTERS // size))
        if not first:
            return
        if not self.codec.dictionary and len(first[0]) >= LEAST_FOR_DICTIONARY:
            self.codec = ArticleCodec(train_dictionary(list(first[0].values())))
        following = next(batches, None) if workers > 1 else None
        if following is None:
            joined = self._joined(first)
            first.clear()
            built = self._build(chain([joined], batches))
        else:
            first.append(following)
            # Each batch is forgotten once it is sent.
            held = (first.pop(0) for _ in range(len(first)))
            built = self._build_by_workers(workers, chain(held, batches))
        self.take(built)
        self.undated = sum(each.undated for each in self._pending if each.fresh)
        if len(built) > 1:
            self._merge_built(workers)

    def _batches(
        self, articles: Iterable[Article], advance: Callable[[], None], size: int
    ) -> Iterator[dict[str, Article]]:
        """Group articles by id into batches of about `size` characters."""
        batch: dict[str, Article] = {}
        characters = 0
        for article in articles:
            if not isinstance(article, Article):
                raise ArticleError(
                    Message("only Articles can be added, not {kind}", kind=type(article).__name__)
                )
            if article.id in batch:
                self._repeat([article.id])
            batch[article.id] = article
            characters += len(article.text) + len(article.title)
            advance()
            if characters >= size:
                yield batch
                batch, characters = {}, 0
        if batch:
            yield batch

    def _joined(self, batches: Iterable[dict[str, Article]]) -> dict[str, Article]:
        joined: dict[str, Article] = {}
        for batch in batches:
            self._repeat([id for id in batch if id in joined])
            joined.update(batch)
        return joined

    def _repeat(self, ids: Sequence[str]) -> None:
        """Count articles whose ids came before in this write."""
        self.repeated += len(ids)
        for id in ids:
            if len(self.repeated_ids) < _MOST_NAMED:
                self.repeated_ids[id] = None

    def _build(self, batches: Iterable[dict[str, Article]]) -> list[Built]:
        vocabulary = BulkAnalysis()
        built: list[Built] = []
        for batch in batches:
            built.append((self._new_path(".segment"), list(batch)))
            build_segment(built[-1][0], batch.values(), vocabulary, self.codec, self.storage)
        return built

    def _build_by_workers(self, workers: int, batches: Iterable[dict[str, Article]]) -> list[Built]:
        built: list[Built] = []
        with Workers(workers, self.codec) as pool:
            for batch in batches:
                built.append((self._new_path(".segment"), list(batch)))
                pool.build(built[-1][0], batch.values())
            pool.finish()
        return built

    def take(self, built: Iterable[Built]) -> None:
        """Take in segments and the ids in each; those of later ones replace those of earlier ones."""
        for path, ids in built:
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
            merge_segment(path, self._living(fresh), self.storage)
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
            merge_segment(path, self._living(chosen), self.storage)
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


def new_path(folder: Path, suffix: str) -> Path:
    """Return where to write a new file of an index."""
    return folder / (uuid4().hex[:16] + suffix)
