"""The segments as Whoosh sees them: an Index whose readers, searchers and queries work on our arrays.

    >>> reader = index.whoosh.reader()                              # doctest: +SKIP
    >>> index.whoosh.searcher().search(query.Term("text", "sommet"))    # doctest: +SKIP

Nothing is pickled: segments are listed in our manifest, not in Whoosh's table of contents.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import whoosh.index
from whoosh import reading

from frsearch.codec import manifest
from frsearch.codec.for_whoosh.codec import whoosh_segments
from frsearch.codec.for_whoosh.folder import Folder
from frsearch.codec.for_whoosh.readers import ArraySearcher, make_reader
from frsearch.codec.for_whoosh.schema import schema
from frsearch.codec.for_whoosh.writer import ArrayWriter, refuse_fields
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.snapshot import Snapshot
from frsearch.errors import FrsearchError
from frsearch.messages.wording import Message


class WhooshIndex(whoosh.index.Index):  # type: ignore[misc]
    """An index, to Whoosh: readers and searchers of its newest state, as Whoosh's own index gives them.

    With `fixed=True` they are of the state that this object was made of, or that its last writer
    committed; that of a `frsearch.Index` is the one that it shows itself.
    """

    indexname = "frsearch"

    def __init__(self, store: IndexFolder, snapshot: Snapshot | None = None):
        self.schema = schema()
        self._store = store
        self._newest = snapshot or store.snapshot()
        # None after a commit: the state is opened when it is asked for, since that may fail.
        self._own: Snapshot | None = self._newest

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopened, (str(self._store.folder),)

    def reader(self, reuse: Any = None, *, fixed: bool = False) -> reading.IndexReader:
        """Return a reader of the newest state, or of this object's own.

        Of `reuse`, a reader of before, what is still of use is taken over, and the rest is closed.
        """
        snapshot = self._state() if fixed else self._latest()
        return make_reader(
            whoosh_segments(snapshot.segments), self.schema, snapshot.manifest.generation, reuse
        )

    def searcher(self, *, fixed: bool = False, **options: Any) -> ArraySearcher:
        """Return a searcher of the newest state, or of this object's own.

        It keeps to that state; its `refresh()` returns a searcher of the newest one.
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
        """Return an object made of the newest state; this one if it is."""
        return self if self.up_to_date() else WhooshIndex(self._store, self._latest())

    def latest_generation(self) -> int:
        """Return the number of commits up to the newest state."""
        return self._store.committed().generation

    def up_to_date(self) -> bool:
        """Say whether the newest state is the one that this object was made of."""
        return self._store.committed() == self._state().manifest

    def last_modified(self) -> float:
        """Return when the newest state was committed, in seconds since 1970."""
        return self.storage.file_modified(manifest.NAME)

    def is_empty(self) -> bool:
        """Say whether there is no article."""
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

        Where another writer is at work, it is asked again every `delay` seconds for `timeout`
        seconds; then IndexLocked is raised, which is a whoosh.index.LockError too. `limitmb`
        bounds the memory for articles, roughly: a segment is written when building it takes more.
        `procs` can only be 1. When the writer commits, this index moves on to the new state.
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
            self.schema,
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
        """Raise FrsearchError: Whoosh's other writers would write files that no index here has."""
        raise FrsearchError(
            Message(
                "{folder}: only Index.add and index.whoosh.writer() write to a frsearch index",
                folder=self._store.folder,
            )
        )

    def _move_on(self) -> None:
        """Move on to the state that a writer committed."""
        # Where it cannot be opened now, the next reader opens it, or says why not.
        self._own = None


def _reopened(folder: str) -> WhooshIndex:
    return WhooshIndex(IndexFolder(Path(folder)))
