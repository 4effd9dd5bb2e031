"""Segments on Whoosh's stock codec: articles -> a Whoosh index, and its snapshots as arrays.

The folder holds a plain Whoosh index with the fields of `schema()`. Everything above reads it through
`Snapshot`, so that another codec can take this one's place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import whoosh.index
from numpy.typing import NDArray
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, KEYWORD, STORED, TEXT, Schema
from whoosh.index import LockError
from whoosh.reading import IndexReader, TermNotFound

from frsearch.analysis.analyzer import FrenchAnalyzer
from frsearch.analysis.chain import Chain
from frsearch.analysis.folding import fold
from frsearch.articles import Article
from frsearch.batch import from_json, to_json
from frsearch.codec.snapshot import FIELDS, POSITION_BITS, Look, Postings, Snapshot
from frsearch.errors import FrsearchError, IndexCorrupted, IndexLocked

_INDEX_NAME = "frsearch"
_LINK = "\x1f"  # between an exact form and a stem, where no analysis puts it
_WRITER_MEGABYTES = 128


def schema() -> Schema:
    """Return the Whoosh schema: both looks at title and text, links between them, and columns."""
    fields: dict[str, Any] = {"id": ID(unique=True, stored=True)}
    for name in FIELDS:
        fields[name] = TEXT(analyzer=FrenchAnalyzer("stem"))
        fields[f"{name}_exact"] = TEXT(analyzer=FrenchAnalyzer("exact"))
        fields[f"{name}_length"] = COLUMN(NumericColumn("I"))
    fields["links"] = KEYWORD()
    fields["first_day"] = COLUMN(NumericColumn("I"))
    fields["last_day"] = COLUMN(NumericColumn("I"))
    fields["article"] = STORED()
    return Schema(**fields)


class WhooshStore:
    """The segments in a folder; one writer at a time, any number of snapshots."""

    def __init__(self, folder: Path, chain: Chain, *, create: bool = False):
        self._chain = chain
        try:
            if create:
                self.whoosh = whoosh.index.create_in(folder, schema(), _INDEX_NAME)
            else:
                self.whoosh = whoosh.index.open_dir(folder, _INDEX_NAME)
        except Exception as error:  # whatever a damaged file makes Whoosh and pickle raise
            message = f"{folder}: the index cannot be opened ({error}): rebuild it from its articles"
            raise IndexCorrupted(message, folder) from error

    def snapshot(self) -> Snapshot:
        """Return the newest committed state."""
        return WhooshSnapshot(self.whoosh.reader())

    def write(
        self, removed: Iterable[str], articles: Iterable[Article], advance: Callable[[], None]
    ) -> None:
        """Remove articles by id, add others, and commit both at once or, on an error, neither."""
        try:
            writer = self.whoosh.writer(limitmb=_WRITER_MEGABYTES)
        except LockError:
            raise IndexLocked(
                "another process or thread is writing to this index: try again when it is done"
            ) from None
        try:
            for id in removed:
                writer.delete_by_term("id", id)
            for article in articles:
                writer.add_document(**self._fields(article))
                advance()
            writer.commit()
        except BaseException as error:
            if not writer.is_closed:
                writer.cancel()
            if isinstance(error, OSError):
                message = f"the index could not be written and is as it was: {error}"
                raise FrsearchError(message) from error
            raise

    def _fields(self, article: Article) -> dict[str, Any]:
        values: dict[str, Any] = {"id": article.id, "article": to_json(article)}
        links: set[str] = set()
        for name in FIELDS:
            text: str = getattr(article, name)
            values[name] = values[f"{name}_exact"] = text
            length = 0
            for token in self._chain.tokens(text):
                length = token.position + 1
                links.add(token.form.exact + _LINK + token.form.stem)
            values[f"{name}_length"] = length
        values["links"] = sorted(links)
        if article.date is not None:
            values["first_day"] = article.date.first_day.toordinal()
            values["last_day"] = article.date.last_day.toordinal()
        return values


class WhooshSnapshot:
    """A Whoosh reader, read as arrays."""

    def __init__(self, reader: IndexReader):
        self._reader = reader
        self._leaves: list[tuple[IndexReader, int]] = list(reader.leaf_readers())
        self.size: int = reader.doc_count_all()
        self.live: NDArray[np.bool_] = np.zeros(self.size, dtype=np.bool_)
        self.live[np.fromiter(reader.all_doc_ids(), dtype=np.int64)] = True
        self.live_count = int(np.count_nonzero(self.live))
        self.first_days = self._column("first_day")
        self.last_days = self._column("last_day")
        self._lengths: dict[str, NDArray[np.float32]] = {
            name: self._column(f"{name}_length").astype(np.float32) for name in FIELDS
        }
        self._averages: dict[str, float] = {
            name: float(lengths[self.live].mean(dtype=np.float64)) if self.live_count else 0.0
            for name, lengths in self._lengths.items()
        }
        self._id_ranks: NDArray[np.int64] | None = None

    def _column(self, name: str) -> NDArray[np.int64]:
        values = np.zeros(self.size, dtype=np.int64)
        for leaf, offset in self._leaves:
            if not leaf.has_column(name):
                continue
            column = leaf.column_reader(name)
            for document in range(leaf.doc_count_all()):
                values[offset + document] = column[document]
        return values

    def lengths(self, field: str) -> NDArray[np.float32]:
        """Return the number of positions of the field in each document."""
        return self._lengths[field]

    def average_length(self, field: str) -> float:
        """Return the mean length of the field over the live documents."""
        return self._averages[field]

    def postings(self, field: str, look: Look, term: str) -> Postings:
        """Return the live documents that hold the term."""
        documents: list[int] = []
        frequencies: list[int] = []
        for matcher, offset in self._matchers(field, look, term):
            while matcher.is_active():
                documents.append(offset + matcher.id())
                frequencies.append(matcher.value_as("frequency"))
                matcher.next()
        return Postings(np.array(documents, dtype=np.int64), np.array(frequencies, dtype=np.int64))

    def occurrences(self, field: str, look: Look, term: str) -> NDArray[np.int64]:
        """Return the term's occurrences, ascending."""
        found: list[int] = []
        for matcher, offset in self._matchers(field, look, term):
            while matcher.is_active():
                base = (offset + matcher.id()) << POSITION_BITS
                found.extend(base + position for position in matcher.value_as("positions"))
                matcher.next()
        return np.array(found, dtype=np.int64)

    def _matchers(self, field: str, look: Look, term: str) -> Iterator[tuple[Any, int]]:
        name = field if look == "stem" else f"{field}_exact"
        for leaf, offset in self._leaves:
            try:
                yield leaf.postings(name, term), offset
            except TermNotFound:
                continue

    def stems_of(self, exact: str) -> tuple[str, ...]:
        """Return the stems of all words that fold to this exact form."""
        prefix = exact + _LINK
        linked = self._reader.expand_prefix("links", prefix)
        return tuple(term.decode("utf-8")[len(prefix) :] for term in linked)

    def has_exact(self, term: str) -> bool:
        """Say whether any document holds this exact form."""
        return any((f"{name}_exact", term) in self._reader for name in FIELDS)

    def exact_with_prefix(self, prefix: str) -> Iterator[str]:
        """Yield the folded exact forms that begin so, in ascending order."""
        terms = {
            term.decode("utf-8")
            for name in FIELDS
            for term in self._reader.expand_prefix(f"{name}_exact", prefix)
        }
        return iter(sorted(term for term in terms if fold(term) == term))

    def find(self, id: str) -> int | None:
        """Return the number of the live document with this id."""
        for leaf, offset in self._leaves:
            try:
                matcher = leaf.postings("id", id)
            except TermNotFound:
                continue
            if matcher.is_active():
                return offset + int(matcher.id())
        return None

    def article(self, document: int) -> Article:
        """Return the article stored as this document."""
        return from_json(self._reader.stored_fields(document)["article"])

    def id_ranks(self) -> NDArray[np.int64]:
        """Return each document's rank in the order of ids."""
        if self._id_ranks is None:
            ids = np.array([fields["id"] for _, fields in self._stored()], dtype=np.str_)
            documents = np.array([document for document, _ in self._stored()], dtype=np.int64)
            ranks = np.zeros(self.size, dtype=np.int64)
            ranks[documents[np.argsort(ids, kind="stable")]] = np.arange(len(ids))
            self._id_ranks = ranks
        return self._id_ranks

    def _stored(self) -> Iterator[tuple[int, dict[str, Any]]]:
        return iter(self._reader.iter_docs())

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()
