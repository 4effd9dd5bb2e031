"""A Whoosh Index over our segments: readers, searchers and queries work on our arrays.

    >>> reader = index.whoosh.reader()                              # doctest: +SKIP
    >>> index.whoosh.searcher().search(query.Term("text", "sommet"))    # doctest: +SKIP

Nothing is pickled: segments are listed in our manifest, not in Whoosh's table of contents.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import whoosh.index
from whoosh import reading
from whoosh.fields import Schema

from frsearch.codec import manifest
from frsearch.codec.for_whoosh.codec import whoosh_segments
from frsearch.codec.for_whoosh.folder import Folder
from frsearch.codec.for_whoosh.readers import ArraySearcher, make_reader
from frsearch.codec.for_whoosh.schema import ShownFields, schema, shown_fields
from frsearch.codec.for_whoosh.writer import ArrayWriter, refuse_fields
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.snapshot import Snapshot
from frsearch.errors import FrsearchError
from frsearch.messages.wording import Message


class WhooshIndex(whoosh.index.Index):  # type: ignore[misc]
    """A Whoosh Index: like Whoosh's own, it gives readers and searchers of the newest state.

    With `fixed=True` they read the state with which this object was made, or that its last writer
    committed; for `index.whoosh`, that is the state that the `frsearch.Index` shows.
    """

    indexname = "frsearch"

    def __init__(self, store: IndexFolder, snapshot: Snapshot | None = None):
        self._store = store
        self._newest = snapshot or store.snapshot()
        # None after a commit: the state is opened at its next use, since opening may fail.
        self._own: Snapshot | None = self._newest
        self._known_schema: tuple[ShownFields, Schema] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        if self._store.storage.own_lock is not None:
            raise FrsearchError(
                Message("an index in memory can be neither copied nor pickled: make it in a folder")
            )
        return _reopened, (str(self._store.folder),)

    @property
    def schema(self) -> Schema:
        """The schema of the newest state; a reader has that of its own state."""
        return self._shown_in(self._latest())[1]

    def reader(self, reuse: Any = None, *, fixed: bool = False) -> reading.IndexReader:
        """Return a reader of the newest state, or of this object's own.

        `reuse` is an earlier reader: parts whose segments still exist are reused, the others closed.
        """
        snapshot = self._state() if fixed else self._latest()
        shown, its_schema = self._shown_in(snapshot)
        segments = whoosh_segments(snapshot.segments, shown)
        return make_reader(segments, its_schema, snapshot.manifest.generation, reuse)

    def _shown_in(self, snapshot: Snapshot) -> tuple[ShownFields, Schema]:
        """Return the fields of `extra` in a state, and its schema; cached until they change."""
        shown = shown_fields(snapshot.field_names, snapshot.manifest.fields)
        known = self._known_schema
        if known is None or known[0] != shown:
            known = self._known_schema = shown, schema(shown)
        return known

    def searcher(self, *, fixed: bool = False, **options: Any) -> ArraySearcher:
        """Return a searcher of the newest state, or of this object's own.

        It stays at that state; its `refresh()` returns a searcher of the newest state.
        """
        return ArraySearcher(self.reader(fixed=fixed), fromindex=self, **options)

    def _state(self) -> Snapshot:
        if self._own is None:
            self._own = self._latest()
        return self._own

    def _latest(self) -> Snapshot:
        if self._newest.manifest != self._store.committed():
            self._newest = self._store.snapshot()
        return self._newest

    def refresh(self) -> WhooshIndex:
        """Return an index object for the newest state; this object if it is up to date."""
        return self if self.up_to_date() else WhooshIndex(self._store, self._latest())

    def latest_generation(self) -> int:
        """Return the number of commits up to the newest state."""
        return self._store.committed().generation

    def up_to_date(self) -> bool:
        """Say whether this object has the newest state."""
        return self._store.committed() == self._state().manifest

    def last_modified(self) -> float:
        """Return the time of the newest commit, in seconds since 1970."""
        return self.storage.file_modified(manifest.NAME)

    def is_empty(self) -> bool:
        """Say whether the index has no articles."""
        return self.doc_count() == 0

    def doc_count(self) -> int:
        """Return the number of articles in the newest state."""
        return self._latest().statistics.articles

    def doc_count_all(self) -> int:
        """Return the number of documents in the newest state, deleted ones included."""
        return sum(segment.size for segment in self._latest().segments)

    def writer(
        self, timeout: float = 0.0, delay: float = 0.1, limitmb: int = 128, procs: int = 1
    ) -> ArrayWriter:
        """Return a writer, which holds the lock of the index until it commits or cancels.

        If another writer holds the lock, tries again every `delay` seconds for `timeout` seconds, then
        raises IndexLocked, which is also a whoosh.index.LockError. `limitmb` roughly bounds the memory
        for articles, in MB: a segment is built when building it would take more. `procs` must be 1.
        When the writer commits, this index moves to the new state.
        """
        if procs != 1:
            raise FrsearchError(
                Message(
                    "Whoosh's writer works in one process here, procs=1: use Index.add, "
                    "which takes workers"
                )
            )
        return ArrayWriter(
            self._store,
            timeout=timeout,
            delay=delay,
            limitmb=limitmb,
            committed=self._move_on,
        )

    def add_field(self, fieldname: str, fieldspec: Any) -> None:
        """Raise FrsearchError: all indexes have the same fields."""
        refuse_fields(fieldname)

    def remove_field(self, fieldname: str) -> None:
        """Raise FrsearchError: all indexes have the same fields."""
        refuse_fields(fieldname)

    @property
    def storage(self) -> Folder:
        """The folder of the index."""
        return Folder(self._store, self.refresh)

    def lock(self, name: str) -> NoReturn:
        """Raise FrsearchError: other Whoosh writers would write files that our index does not use."""
        raise FrsearchError(
            Message(
                "{folder}: only Index.add and index.whoosh.writer() write to a frsearch index",
                folder=self._store.folder,
            )
        )

    def _move_on(self) -> None:
        """Move to the state that a writer committed."""
        # Not opened here: the next reader opens it, or raises the error.
        self._own = None


def _reopened(folder: str) -> WhooshIndex:
    return WhooshIndex(IndexFolder(Path(folder)))
