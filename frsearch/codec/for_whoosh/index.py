"""The segments as Whoosh sees them: an Index whose readers, searchers and queries work on our arrays.

    >>> reader = index.whoosh.reader()                              # doctest: +SKIP
    >>> index.whoosh.searcher().search(query.Term("text", "sommet"))    # doctest: +SKIP

Nothing is pickled: segments are listed in our manifest, not in Whoosh's table of contents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import whoosh.index
from whoosh import reading
from whoosh.index import TOC

from frsearch.codec.for_whoosh.codec import ArrayCodec
from frsearch.codec.for_whoosh.documents import WhooshSegment
from frsearch.codec.for_whoosh.schema import schema
from frsearch.codec.for_whoosh.segment_writing import NewSegment
from frsearch.codec.for_whoosh.writer import ArrayWriter, Folder, WriteLock
from frsearch.codec.snapshot import Snapshot
from frsearch.codec.store import Store
from frsearch.errors import FrsearchError


class WhooshIndex(whoosh.index.Index):  # type: ignore[misc]
    """A committed state of an index, to Whoosh; `refresh()` gives the newest."""

    indexname = "frsearch"

    def __init__(self, store: Store, snapshot: Snapshot | None = None):
        self.schema = schema()
        self._store = store
        self._snapshot = snapshot or store.snapshot()

    def reader(self, reuse: Any = None) -> reading.IndexReader:
        """Return a reader of this state."""
        generation = self.latest_generation()
        readers = [
            reading.SegmentReader(None, self.schema, segment, generation) for segment in self._segments()
        ]
        if not readers:
            return reading.EmptyReader(self.schema)
        if len(readers) == 1:
            return readers[0]
        return reading.MultiReader(readers, generation)

    def _segments(self) -> list[WhooshSegment]:
        return [WhooshSegment(ArrayCodec(), segment) for segment in self._snapshot.segments]

    def refresh(self) -> WhooshIndex:
        """Return the index in its newest committed state."""
        return WhooshIndex(self._store)

    def latest_generation(self) -> int:
        """Return the number of commits up to this state."""
        return self._snapshot.manifest.generation

    def up_to_date(self) -> bool:
        """Say whether this is the newest committed state."""
        return self._store.committed() == self._snapshot.manifest

    def is_empty(self) -> bool:
        """Say whether there is no article."""
        return self.doc_count() == 0

    def doc_count(self) -> int:
        """Return the number of articles."""
        return self._snapshot.statistics.articles

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return sum(segment.size for segment in self._snapshot.segments)

    def writer(self, timeout: float = 0.0, delay: float = 0.1, limitmb: int = 128) -> ArrayWriter:
        """Return a writer, which holds the lock of the index until it commits or cancels.

        Where another writer is at work, it is asked again every `delay` seconds for `timeout`
        seconds; then IndexLocked is raised, which is a whoosh.index.LockError too. `limitmb`
        bounds the memory for postings: a segment is written when they take more. When the
        writer commits, this index moves on to the new state.
        """
        return ArrayWriter(self, timeout, delay, limitmb)

    # What Whoosh's SegmentWriter asks an index for.

    @property
    def storage(self) -> Folder:
        """The folder of the index."""
        return Folder(self._store)

    def lock(self, name: str) -> WriteLock:
        """Return the one lock of the index, whatever its name."""
        return WriteLock(self._store.folder)

    def _read_toc(self) -> TOC:
        newest = self.refresh()
        return TOC(self.schema, newest._segments(), newest.latest_generation())

    def commit(self, removed: Iterable[str], built: Sequence[NewSegment]) -> None:
        """Commit what a writer did, and move on to the new state."""
        self._store.commit_built(removed, [(segment.path, segment.ids) for segment in built])
        # It is committed: where its state cannot be opened now, `refresh` gives it, or says why not.
        with suppress(FrsearchError):
            self._snapshot = self._store.snapshot()
