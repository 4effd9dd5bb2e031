"""A Whoosh IndexWriter for our index: documents in, one write out.

    >>> with index.whoosh.writer() as writer:                           # doctest: +SKIP
    ...     writer.update_document(id="a1", title="Sommet", text="Le sommet…", date="2018-06")
    ...     writer.delete_by_term("id", "a2")

Articles are buffered up to a memory limit, then built into a segment as `Index.add` does. The commit
adds all segments and removes the deleted articles, as one write.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import accumulate
from typing import Any, NoReturn

from whoosh.fields import Schema
from whoosh.index import LockError
from whoosh.reading import IndexReader
from whoosh.writing import CLEAR, IndexingError, IndexWriter

from frsearch.codec.for_whoosh.codec import whoosh_segments
from frsearch.codec.for_whoosh.documents import WhooshSegment
from frsearch.codec.for_whoosh.kinds import ValueField
from frsearch.codec.for_whoosh.readers import ArraySearcher, make_reader
from frsearch.codec.for_whoosh.schema import ShownFields, schema, shown_fields
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.lock import writing
from frsearch.errors import ArticleError, FrsearchError, IndexLocked
from frsearch.messages.wording import Message
from frsearch.reading.making import repaired_article
from frsearch.types import Article

_ARTICLE_FIELDS = ("id", "text", "title", "date", "url", "extra")
# Bytes of memory for building a segment: per character of text, and per article besides.
_A_CHARACTER = 16
_AN_ARTICLE = 1_000


class WriterLocked(IndexLocked, LockError):  # type: ignore[misc]  # Whoosh is untyped
    """IndexLocked, and also the LockError that Whoosh's own writer wrappers catch."""


class ArrayWriter(IndexWriter):  # type: ignore[misc]
    """Adds and deletes articles; readers see the changes after `commit`. See `index.whoosh.writer()`.

    `add_document` and `update_document` both replace an article with the same id; of several with one
    id, the last counts. Not for use by two threads at once.
    """

    def __init__(
        self,
        store: IndexFolder,
        *,
        timeout: float,
        delay: float,
        limitmb: int,
        committed: Callable[[], None],
    ):
        """Take the write lock and hold it until the end; `committed` is called after a commit."""
        self.mergetype: Any = None
        self.is_closed: bool = False
        self._store = store
        self._committed = committed
        self._limit = limitmb << 20
        self._articles: list[Article] = []
        self._size = 0  # the memory for building a segment of these articles
        self._added = 0
        with ExitStack() as lock:
            try:
                lock.enter_context(writing(store.folder, max(timeout, 0), store.storage, delay))
            except IndexLocked as error:
                raise WriterLocked(error.message, error.holder) from None
            self._begun = store.begin()
            shown = self._shown()
            self._lock = lock.pop_all()
        self.schema: Schema = schema(shown)
        self.segments: list[WhooshSegment] = whoosh_segments(self._begun.segments, shown)
        self.generation: int = self._begun.state.generation + 1
        sizes = (segment.doc_count_all() for segment in self.segments)
        self._offsets = list(accumulate(sizes, initial=0))

    def _shown(self) -> ShownFields:
        begun = self._begun
        names = {name for segment in begun.segments for name in segment.fields}
        return shown_fields(names, begun.state.fields)

    def __repr__(self) -> str:
        return f"<the writer of the frsearch index {str(self._store.folder)!r}>"

    def add_document(self, **fields: Any) -> None:
        """Add an article. The fields are the arguments of `Article`; None means the default."""
        self._refuse_closed()
        unknown = [name for name in fields if name not in _ARTICLE_FIELDS]
        if unknown:
            known = ", ".join(_ARTICLE_FIELDS)
            raise ArticleError(
                Message(
                    "{name!r} is not a field of articles, which are {known}",
                    name=unknown[0],
                    known=known,
                )
            )
        arguments = {name: value for name, value in fields.items() if value is not None}
        article, _ = repaired_article(Article(**{"id": "", "text": "", **arguments}))
        self._articles.append(article)
        self._size += _AN_ARTICLE + _A_CHARACTER * (len(article.title) + len(article.text))
        self._added += 1
        if self._size > self._limit:
            self._build()

    def _build(self) -> None:
        """Build a segment of the buffered articles; on an error, close this writer."""
        try:
            self._begun = self._store.build(self._begun, self._articles)
        except BaseException:
            self._close()
            raise
        self._articles, self._size = [], 0

    def add_reader(self, reader: Any) -> None:
        """Add the stored articles of a reader, analysed again: its postings may be of any kind."""
        # What a reader of ours shows of `extra` is still in `extra`.
        shown = {name for name, field in reader.schema.items() if isinstance(field, ValueField)}
        for _, stored in reader.iter_docs():
            self.add_document(**{name: stored[name] for name in stored if name not in shown})

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete a document, or restore it. Numbers are of the state when this writer began."""
        self._refuse_closed()
        if docnum >= self._offsets[-1]:
            raise IndexingError(f"there is no document {docnum} in this index")
        segment, number = self._place(docnum)
        segment.delete_document(number, delete)

    def is_deleted(self, docnum: int) -> bool:
        """Say whether a document is deleted."""
        segment, number = self._place(docnum)
        return segment.is_deleted(number)

    def _place(self, docnum: int) -> tuple[WhooshSegment, int]:
        at = bisect_right(self._offsets, docnum) - 1
        return self.segments[at], docnum - self._offsets[at]

    def has_deletions(self) -> bool:
        """Say whether any document is deleted."""
        return self.deleted_count() > 0

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return sum(segment.deleted_count() for segment in self.segments)

    def doc_count(self) -> int:
        """Return the number of documents that this writer added."""
        return self._added

    def add_field(self, fieldname: str, fieldtype: Any, **options: Any) -> None:
        """Raise FrsearchError: all indexes have the same fields."""
        refuse_fields(fieldname)

    def remove_field(self, fieldname: str, **options: Any) -> None:
        """Raise FrsearchError: all indexes have the same fields."""
        refuse_fields(fieldname)

    def start_group(self) -> None:
        """Raise FrsearchError: a Whoosh group is a run of documents, but ours are in date order."""
        raise FrsearchError(
            Message(
                "a frsearch index has no groups of documents: it keeps articles in the "
                "order of their dates"
            )
        )

    def reader(self, reuse: Any = None) -> IndexReader:
        """Return a reader of the state when this writer began, without the documents it deleted."""
        self._refuse_closed()
        return make_reader(self.segments, self.schema, self.generation, reuse)

    def searcher(self, **options: Any) -> ArraySearcher:
        """Return a searcher of the same state."""
        return ArraySearcher(self.reader(), **options)

    def commit(
        self, mergetype: Any = None, optimize: bool | None = None, merge: bool | None = None
    ) -> None:
        """Commit the changes, and close the writer; on an error, nothing changes.

        Segments are merged as in `Index.add`; `optimize` and `merge` are ignored. `mergetype` may be
        whoosh.writing.CLEAR, which removes all earlier articles.
        """
        self._refuse_closed()
        mergetype = mergetype or self.mergetype
        if mergetype not in (None, CLEAR):
            self.cancel()
            raise FrsearchError(
                Message("mergetype can only be whoosh.writing.CLEAR: an index merges by itself")
            )
        self._build()
        try:
            self._store.commit(self._begun, self._removed(everything=mergetype is not None))
        finally:
            self._close()
        self._committed()

    def _removed(self, *, everything: bool) -> Iterator[str]:
        """Yield the ids of the deleted documents, or of all."""
        for segment in self.segments:
            yield from segment.ids(removed=not everything)

    def cancel(self) -> None:
        """Drop the changes and close the writer; no effect if it is closed."""
        if not self.is_closed:
            self._store.abandon(self._begun)
            self._close()

    def _close(self) -> None:
        self.is_closed = True
        self._articles = []
        self._lock.close()

    def _refuse_closed(self) -> None:
        if self.is_closed:
            raise IndexingError("this writer is closed: it has committed or cancelled")


def refuse_fields(name: str) -> NoReturn:
    """Raise FrsearchError: a field cannot be added or removed."""
    known = ", ".join(_ARTICLE_FIELDS)
    raise FrsearchError(
        Message(
            "the field {name!r} cannot be added to or removed from a frsearch index: "
            "articles have the fields {known}, and extra for everything else",
            name=name,
            known=known,
        )
    )
