"""Whoosh's SegmentWriter on our index: documents in, a commit through our manifest out.

    >>> with index.whoosh.writer() as writer:                           # doctest: +SKIP
    ...     writer.update_document(id="a1", title="Sommet", text="Le sommet…", date="2018-06")
    ...     writer.delete_by_term("id", "a2")

For the handful of documents that a program written for Whoosh adds; `Index.add` is many times faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh.filedb import filestore
from whoosh.index import LockError
from whoosh.writing import CLEAR, PostingPool, SegmentWriter

from frsearch.articles import Article
from frsearch.codec.for_whoosh.codec import ArrayCodec
from frsearch.codec.for_whoosh.documents import WhooshSegment
from frsearch.codec.for_whoosh.schema import EXACT
from frsearch.codec.for_whoosh.segment_writing import NewSegment
from frsearch.codec.lock import writing
from frsearch.codec.storage import Storage
from frsearch.codec.store import Store
from frsearch.codec.stored import ArticleCodec
from frsearch.codec.write import new_path
from frsearch.errors import ArticleError, FrsearchError, IndexLocked
from frsearch.fields import FIELDS

if TYPE_CHECKING:
    from frsearch.codec.for_whoosh.index import WhooshIndex

_ARTICLE_FIELDS = ("id", "text", "title", "date", "url", "extra")
# Whoosh's pool marshals postings to files above its limit. It is never reached: a segment is written.
_NO_LIMIT_MB = 1 << 40


class WriterLocked(IndexLocked, LockError):  # type: ignore[misc]
    """IndexLocked, also as the LockError that Whoosh's own wrappers of writers wait for."""


class ArrayWriter(SegmentWriter):  # type: ignore[misc]
    """Adds and deletes articles; others see them after `commit`. `index.whoosh.writer()` makes one.

    An article takes the place of one with its id, whether by `add_document` or `update_document`; of
    several with one id, the last counts. Not for use by two threads at once.
    """

    def __init__(self, index: WhooshIndex, timeout: float, delay: float, limitmb: int):
        self._index = index
        self._limit = limitmb << 20
        self._built: list[NewSegment] = []
        try:
            options = {"limitmb": _NO_LIMIT_MB, "codec": ArrayCodec(), "compound": False}
            super().__init__(index, timeout=timeout, delay=delay, **options)
        except LockError:
            raise self.writelock.refusal from None
        except BaseException:
            self.writelock.release()
            raise

    def add_document(self, **fields: Any) -> None:
        """Add an article, given as the arguments of `Article`; None counts as not given."""
        self._check_state()
        unknown = [name for name in fields if name not in _ARTICLE_FIELDS]
        if unknown:
            known = ", ".join(_ARTICLE_FIELDS)
            raise ArticleError(f"{unknown[0]!r} is not a field of articles, which are {known}")
        given = {name: value for name, value in fields.items() if value is not None}
        article = Article(**{"id": "", "text": "", **given})
        values = {name: getattr(article, name) for name in _ARTICLE_FIELDS}
        super().add_document(**values, **{name + EXACT: values[name] for name in FIELDS})
        if self.pool.currentsize > self._limit:
            self._built.append(self._finalize_segment())
            self._begin_segment()

    def add_reader(self, reader: Any) -> None:
        """Add the articles that a reader has stored, analysed anew: its postings may be of any kind."""
        for _, stored in reader.iter_docs():
            self.add_document(**stored)

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
            raise FrsearchError("mergetype can only be whoosh.writing.CLEAR: an index merges by itself")
        return [] if mergetype else list(self.segments)

    def _commit_toc(self, segments: Sequence[WhooshSegment]) -> None:
        """Commit as the store does; Whoosh would pickle the segments."""
        kept = set(map(id, segments))
        removed = [name for each in self.segments for name in each.ids(removed=id(each) in kept)]
        # From here on they are the store's: what a failed commit leaves may be needed after a crash.
        built, self._built = self._built, []
        built += [segment for segment in segments if isinstance(segment, NewSegment)]
        self._index.commit(removed, built)


class WriteLock:
    """The index's lock as Whoosh asks for one: again and again, until it is ours or time is up."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._held = ExitStack()
        self.refusal: WriterLocked | None = None

    def acquire(self) -> bool:
        """Try to get the lock, and say whether it is ours; if not, `refusal` names its holder."""
        try:
            self._held.enter_context(writing(self._folder, timeout=0))
        except IndexLocked as error:
            self.refusal = WriterLocked(str(error), error.holder)
            return False
        return True

    def release(self) -> None:
        """Let go of the lock, if it is ours."""
        self._held.close()


class Folder(filestore.Storage):  # type: ignore[misc]
    """The folder of an index, as far as Whoosh's SegmentWriter and our codec need one."""

    def __init__(self, store: Store):
        self._store = store

    def new_segment(self) -> tuple[Path, ArticleCodec, Storage]:
        """Return where to write a segment, how its articles are stored, and what makes its file."""
        codec = self._store.codec_of(self._store.committed().dictionary)
        return new_path(self._store.folder, ".segment"), codec, self._store.storage

    def discard(self, paths: Iterable[Path]) -> None:
        """Remove files that were written and shall not be committed."""
        self._store.discard(paths)

    def temp_storage(self, name: str | None = None) -> filestore.RamStorage:
        """Return a place for temporary files: there are none."""
        return filestore.RamStorage()
