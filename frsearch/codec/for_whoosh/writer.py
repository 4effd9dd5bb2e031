"""Whoosh's SegmentWriter on our index: documents in, a commit through our manifest out.

    >>> with index.whoosh.writer() as writer:                           # doctest: +SKIP
    ...     writer.update_document(id="a1", title="Sommet", text="Le sommet…", date="2018-06")
    ...     writer.delete_by_term("id", "a2")

For the handful of documents that a program written for Whoosh adds; `Index.add` is many times faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from whoosh.reading import IndexReader
from whoosh.util.filelock import try_for
from whoosh.writing import CLEAR, PostingPool, SegmentWriter

from frsearch.codec.for_whoosh.codec import ArrayCodec
from frsearch.codec.for_whoosh.documents import WhooshSegment
from frsearch.codec.for_whoosh.folder import WriteLock
from frsearch.codec.for_whoosh.readers import ArraySearcher, make_reader
from frsearch.codec.for_whoosh.schema import LOOKS
from frsearch.codec.for_whoosh.segment_writing import NewSegment
from frsearch.errors import ArticleError, FrsearchError
from frsearch.messages.wording import Message
from frsearch.types import FIELDS, Article

if TYPE_CHECKING:
    from frsearch.codec.for_whoosh.index import WhooshIndex

_ARTICLE_FIELDS = ("id", "text", "title", "date", "url", "extra")
# Whoosh's pool marshals postings to files above its limit. It is never reached: a segment is written.
_NO_LIMIT_MB = 1 << 40


class ArrayWriter(SegmentWriter):  # type: ignore[misc]
    """Adds and deletes articles; others see them after `commit`. `index.whoosh.writer()` makes one.

    An article takes the place of one with its id, whether by `add_document` or `update_document`; of
    several with one id, the last counts. Not for use by two threads at once.
    """

    def __init__(self, index: WhooshIndex, timeout: float, delay: float, limitmb: int):
        self._index = index
        self._limit = limitmb << 20
        self._built: list[NewSegment] = []
        lock = WriteLock(index._store)
        if not try_for(lock.acquire, timeout=timeout, delay=delay):
            assert lock.refusal
            raise lock.refusal
        try:
            options = {"limitmb": _NO_LIMIT_MB, "codec": ArrayCodec(), "compound": False}
            super().__init__(index, _lk=False, **options)
        except BaseException:
            lock.release()
            raise
        self.writelock = lock

    def add_document(self, **fields: Any) -> None:
        """Add an article, given as the arguments of `Article`; None counts as not given."""
        self._check_state()
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
        given = {name: value for name, value in fields.items() if value is not None}
        article = Article(**{"id": "", "text": "", **given})
        values = {name: getattr(article, name) for name in _ARTICLE_FIELDS}
        looks = {name + ending: values[name] for name in FIELDS for ending in LOOKS.values() if ending}
        super().add_document(**values, **looks)
        if self.pool.currentsize > self._limit:
            self._built.append(self._finalize_segment())
            self._begin_segment()

    def add_reader(self, reader: Any) -> None:
        """Add the articles that a reader has stored, analysed anew: its postings may be of any kind."""
        for _, stored in reader.iter_docs():
            self.add_document(**stored)

    def add_field(self, fieldname: str, fieldspec: Any, **options: Any) -> None:
        """Raise FrsearchError: all indexes have the same fields."""
        refuse_fields(fieldname)

    def remove_field(self, fieldname: str, **options: Any) -> None:
        """Raise FrsearchError: all indexes have the same fields."""
        refuse_fields(fieldname)

    def start_group(self) -> None:
        """Raise FrsearchError: Whoosh knows a group by documents that follow one another."""
        raise FrsearchError(
            Message(
                "a frsearch index has no groups of documents: it keeps articles in the "
                "order of their dates"
            )
        )

    def reader(self, reuse: Any = None) -> IndexReader:
        """Return a reader of the index as this writer found it, without what it deleted."""
        self._check_state()
        return make_reader(self.segments, self.schema, self.generation, reuse)

    def searcher(self, **options: Any) -> ArraySearcher:
        """Return a searcher of the same."""
        return ArraySearcher(self.reader(), **options)

    def commit(
        self, mergetype: Any = None, optimize: bool | None = None, merge: bool | None = None
    ) -> None:
        """Make the changes the newest state; on an error none, and the writer is closed.

        Segments are merged as `Index.add` merges them, whatever `optimize` and `merge` say. The
        one `mergetype` is whoosh.writing.CLEAR, which removes all that was there before.
        """
        try:
            super().commit(mergetype=mergetype)
        except BaseException:
            if not self.is_closed:
                self.cancel()
            raise

    def cancel(self) -> None:
        """Leave the index as it is."""
        self.newsegment.articles.clear()  # or closing would write them
        super().cancel()
        self.storage.discard(segment.path for segment in self._built)

    def _begin_segment(self) -> None:
        self.newsegment = self.codec.new_segment(self.storage, self.indexname)
        self.perdocwriter = self.codec.per_document_writer(self.storage, self.newsegment)
        self.fieldwriter = self.codec.field_writer(self.storage, self.newsegment)
        self.pool = PostingPool(self._tempstorage, self.newsegment, limitmb=_NO_LIMIT_MB)
        self.docnum = self.docbase
        self._added = False

    def _merge_segments(self, mergetype: Any, optimize: Any, merge: Any) -> list[WhooshSegment]:
        mergetype = mergetype or self.mergetype
        if mergetype not in (None, CLEAR):
            raise FrsearchError(
                Message("mergetype can only be whoosh.writing.CLEAR: an index merges by itself")
            )
        return [] if mergetype else list(self.segments)

    def _commit_toc(self, segments: Sequence[WhooshSegment]) -> None:
        """Commit as the store does; Whoosh would pickle the segments."""
        kept = set(map(id, segments))
        removed = [name for each in self.segments for name in each.ids(removed=id(each) in kept)]
        # From here on they are the store's: what a failed commit leaves may be needed after a crash.
        built, self._built = self._built, []
        built += [segment for segment in segments if isinstance(segment, NewSegment)]
        self._index.commit(removed, built)


def refuse_fields(name: str) -> NoReturn:
    """Raise FrsearchError: a field cannot be added or removed."""
    known = ", ".join(_ARTICLE_FIELDS)
    raise FrsearchError(
        Message(
            "{name!r} cannot be added to or removed from a frsearch index: its "
            "articles have the fields {known}, and extra holds what else there is",
            name=name,
            known=known,
        )
    )
