"""The segments as Whoosh sees them: an Index whose readers, searchers and queries work on our arrays.

    >>> reader = index.whoosh.reader()                              # doctest: +SKIP
    >>> index.whoosh.searcher().search(query.Term("text", "sommet"))    # doctest: +SKIP

Nothing is pickled. Whoosh's writers cannot write here: `Index.add` does.
"""

from __future__ import annotations

from typing import Any

import whoosh.index
from whoosh import reading

from frsearch.codec.for_whoosh.codec import READ_ONLY, ArrayCodec
from frsearch.codec.for_whoosh.documents import WhooshSegment
from frsearch.codec.for_whoosh.schema import schema
from frsearch.codec.store import Snapshot, Store
from frsearch.errors import FrsearchError


class WhooshIndex(whoosh.index.Index):  # type: ignore[misc]
    """The newest committed state of an index, to Whoosh; `refresh()` gives a newer one."""

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
        return self._store.snapshot().manifest.generation == self.latest_generation()

    def is_empty(self) -> bool:
        """Say whether there is no article."""
        return self.doc_count() == 0

    def doc_count(self) -> int:
        """Return the number of articles."""
        return self._snapshot.statistics.articles

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return sum(segment.size for segment in self._snapshot.segments)

    def writer(self, **options: Any) -> Any:
        """Raise FrsearchError: Whoosh's writers do not write our segments."""
        raise FrsearchError(READ_ONLY)
