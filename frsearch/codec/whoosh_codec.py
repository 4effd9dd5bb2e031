"""The segments as Whoosh sees them: an Index whose readers, searchers and queries work on our arrays.

    >>> reader = index.whoosh.reader()                              # doctest: +SKIP
    >>> index.whoosh.searcher().search(query.Term("text", "sommet"))    # doctest: +SKIP

The fields `title` and `text` hold stems, `title_exact` and `text_exact` exact forms and, beside them,
accented ones, as `FrenchAnalyzer` gives them; `id` holds ids, and `first_day` and `last_day` are columns
of ordinals. Nothing is pickled. Whoosh's writers cannot write here: `Index.add` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import whoosh.index
from numpy.typing import NDArray
from whoosh import columns, fields, formats, reading
from whoosh.codec import base
from whoosh.matching import LeafMatcher, ReadTooFar

from frsearch.analysis.analyzer import FrenchAnalyzer
from frsearch.codec.segment import DOCUMENT_SHIFT, POSITION, Segment
from frsearch.codec.store import Snapshot, Store
from frsearch.errors import FrsearchError
from frsearch.fields import FIELDS, FieldName

_EXACT = "_exact"
_READ_ONLY = "Whoosh cannot write to this index: use frsearch's Index.add and Index.remove"


class PositionsFormat(formats.Positions):  # type: ignore[misc]  # Whoosh is untyped
    """Positions as packed numbers, where Whoosh's own format pickles them."""

    def encode(self, positions: list[int]) -> bytes:
        """Pack positions."""
        return np.array(positions, dtype="<u4").tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        """Unpack positions."""
        positions: list[int] = np.frombuffer(value, dtype="<u4").tolist()
        return positions

    def decode_frequency(self, value: bytes) -> int:
        """Return the number of positions."""
        return len(value) // 4


def schema() -> fields.Schema:
    """Return the Whoosh schema of every index."""
    made: dict[str, Any] = {"id": fields.ID(unique=True, stored=True)}
    for name in FIELDS:
        made[name] = fields.TEXT(analyzer=FrenchAnalyzer("stem"), stored=True)
        made[name + _EXACT] = fields.TEXT(analyzer=FrenchAnalyzer("exact"))
        for field in (made[name], made[name + _EXACT]):
            field.format = PositionsFormat()
    made["first_day"] = fields.COLUMN(columns.NumericColumn("I"))
    made["last_day"] = fields.COLUMN(columns.NumericColumn("I"))
    made.update({name: fields.STORED() for name in ("date", "url", "extra")})
    return fields.Schema(**made)


class WhooshIndex(whoosh.index.Index):  # type: ignore[misc]
    """The newest committed state of an index, to Whoosh; `refresh()` gives a newer one."""

    def __init__(self, store: Store, snapshot: Snapshot | None = None):
        self.schema = schema()
        self._store = store
        self._snapshot = snapshot or store.snapshot()

    def reader(self, reuse: Any = None) -> reading.IndexReader:
        """Return a reader of this state."""
        readers = [
            reading.SegmentReader(None, self.schema, WhooshSegment(segment), self.latest_generation())
            for segment in self._snapshot.segments
        ]
        if not readers:
            return reading.EmptyReader(self.schema)
        if len(readers) == 1:
            return readers[0]
        return reading.MultiReader(readers, self.latest_generation())

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
        raise FrsearchError(_READ_ONLY)


class WhooshSegment(base.Segment):  # type: ignore[misc]
    """A segment with the names that Whoosh calls."""

    def __init__(self, segment: Segment):
        self.indexname = "frsearch"
        self.segid = segment.path.stem
        self.compound = False
        self.arrays = segment

    def codec(self) -> ArrayCodec:
        """Return the codec that reads it."""
        return ArrayCodec()

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self.arrays.size

    def deleted_count(self) -> int:
        """Return how many documents are deleted."""
        return self.arrays.size - self.arrays.live_count

    def deleted_docs(self) -> set[int]:
        """Return the deleted documents."""
        return set(np.flatnonzero(~self.arrays.live_mask()).tolist())

    def is_deleted(self, document: int) -> bool:
        """Say whether a document is deleted."""
        # Whoosh asks about the number after the last, too.
        live = self.arrays.live
        return live is not None and document < len(live) and not live[document]


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads our segments; they are written by `frsearch.codec.build`."""

    def terms_reader(self, storage: Any, segment: WhooshSegment) -> TermsReader:
        """Return the reader of terms and postings."""
        return TermsReader(segment.arrays)

    def per_document_reader(self, storage: Any, segment: WhooshSegment) -> DocumentReader:
        """Return the reader of what belongs to documents."""
        return DocumentReader(segment)

    def per_document_writer(self, storage: Any, segment: Any) -> Any:
        """Raise FrsearchError."""
        raise FrsearchError(_READ_ONLY)

    def field_writer(self, storage: Any, segment: Any) -> Any:
        """Raise FrsearchError."""
        raise FrsearchError(_READ_ONLY)


class _Frequencies(NamedTuple):
    """Ascending documents, and how often a term stands in a field of each."""

    documents: NDArray[np.int64]
    frequencies: NDArray[np.int64]


def _split(name: str) -> tuple[FieldName, bool] | None:
    """Return our field, and whether it is the exact look that Whoosh's field name means."""
    for field in FIELDS:
        if name == field:
            return field, False
        if name == field + _EXACT:
            return field, True
    return None


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """Terms and postings of a segment, in the fields of `schema`."""

    def __init__(self, segment: Segment):
        self._segment = segment

    def indexed_field_names(self) -> list[str]:
        """Return the names of the fields that have terms, in order."""
        return sorted(["id", *FIELDS, *(name + _EXACT for name in FIELDS)])

    def _numbers(self, name: str, text: bytes) -> list[int]:
        """Return the forms that a term stands for."""
        split = _split(name)
        string = text.decode("utf-8", "replace")
        if split is None:
            return []
        if split[1]:
            return self._segment.exact_terms(string)
        return list(range(*self._segment.stem_range(string)[1:]))

    def _postings(self, name: str, text: bytes) -> _Frequencies | None:
        """Return all documents and frequencies, or None if the field has no such term."""
        if name == "id":
            same = self._segment.documents_with_id(text.decode("utf-8", "replace"))
            found = np.array(same, dtype=np.int64)
            return _Frequencies(found, np.ones(len(found), np.int64)) if same else None
        split = _split(name)
        if split is None:
            return None
        postings = self._segment.term_lists.several(self._numbers(name, text)).only(split[0])
        documents, in_text, in_title = postings
        if not len(documents):
            return None
        order = np.argsort(documents, kind="stable")
        distinct, begins = np.unique(documents[order], return_index=True)
        counts = in_text.astype(np.int64) + in_title
        return _Frequencies(distinct, np.add.reduceat(counts[order], begins))

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._postings(*term) is not None

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield all terms by field, ascending."""
        for name in self.indexed_field_names():
            yield from self._field_terms(name, b"")

    def terms_from(self, name: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms from `prefix` on, in this field and those after it."""
        for field in self.indexed_field_names():
            if field >= name:
                yield from self._field_terms(field, prefix if field == name else b"")

    def _field_terms(self, name: str, first: bytes) -> Iterator[tuple[str, bytes]]:
        for text in self._strings(name):
            if text >= first and (name, text) in self:
                yield name, text

    def _strings(self, name: str) -> list[bytes]:
        segment = self._segment
        if name == "id":
            return sorted(segment.ids.raw(number) for number in range(segment.size))
        if not name.endswith(_EXACT):
            return [segment.stems.raw(number) for number in range(len(segment.stems))]
        exact = {segment.exact.raw(number) for number in range(len(segment.exact))}
        return sorted(exact | {segment.terms.raw(number) for number in range(len(segment.terms))})

    def items(self) -> Iterator[tuple[tuple[str, bytes], reading.TermInfo]]:
        """Yield all terms with their statistics."""
        for term in self.terms():
            yield term, self.term_info(*term)

    def items_from(
        self, name: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], reading.TermInfo]]:
        """Yield the terms from `prefix` on with their statistics."""
        for term in self.terms_from(name, prefix):
            yield term, self.term_info(*term)

    def term_info(self, name: str, text: bytes) -> reading.TermInfo:
        """Return the statistics of a term; KeyError if there is none."""
        postings = self._postings(name, text)
        if postings is None:
            raise KeyError((name, text))
        documents, frequencies = postings
        split = _split(name)
        lengths = [0] if split is None else self._segment.lengths(split[0])[documents]
        return reading.TermInfo(
            weight=float(frequencies.sum()),
            df=len(documents),
            minlength=int(min(lengths)),
            maxlength=int(max(lengths)),
            maxweight=float(frequencies.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def matcher(self, name: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """Return a matcher over the postings of a term; TermNotFound if there is none."""
        postings = self._postings(name, text)
        if postings is None:
            raise reading.TermNotFound(f"{name}:{text!r}")
        occurrences = np.zeros(0, np.int64)
        split = _split(name)
        if split is not None:
            everything = np.ones(self._segment.size, np.bool_)
            occurrences = self._segment.occurrences(self._numbers(name, text), everything, split[0])
        info = self.term_info(name, text)
        return ArrayMatcher((name, text), postings, occurrences, format_, scorer, info)

    def cursor(self, name: str, field: Any) -> Cursor:
        """Return a cursor over the terms of a field."""
        return Cursor([text for _, text in self._field_terms(name, b"")], field)


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """A place among the sorted terms of a field."""

    def __init__(self, terms: list[bytes], field: Any):
        self._terms = terms
        self._field = field
        self._at = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not before `string`."""
        wanted = string.encode() if isinstance(string, str) else string
        self._at = int(sum(term < wanted for term in self._terms))
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """Return the term, None after the last."""
        return self._terms[self._at].decode() if self._at < len(self._terms) else None

    term = text


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Walks the postings of a term."""

    def __init__(
        self,
        term: tuple[str, bytes],
        postings: _Frequencies,
        occurrences: Any,
        format_: Any,
        scorer: Any,
        info: reading.TermInfo,
    ):
        self._term = term
        self._documents, self._frequencies = postings
        self._occurrences = occurrences
        self.format = format_
        self.scorer = scorer
        self._info = info
        self._at = 0

    def is_active(self) -> bool:
        """Say whether there is a posting left."""
        return self._at < len(self._documents)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def copy(self) -> ArrayMatcher:
        """Return a matcher at the same place."""
        postings = _Frequencies(self._documents, self._frequencies)
        other = ArrayMatcher(
            self._term, postings, self._occurrences, self.format, self.scorer, self._info
        )
        other._at = self._at
        return other

    def id(self) -> int:
        """Return the document of this posting."""
        return int(self._documents[self._at])

    def next(self) -> bool:
        """Go to the next posting."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return True

    def skip_to(self, document: int) -> bool:
        """Go on to the first posting that is not before a document."""
        if not self.is_active():
            raise ReadTooFar
        at = int(np.searchsorted(self._documents, document))
        moved = at > self._at
        self._at = max(self._at, at)
        return moved

    def skip_to_quality(self, minimum: float) -> int:
        """Go to the end if no posting can be better than `minimum`: the list is one block."""
        if self.block_quality() <= minimum:
            self._at = len(self._documents)
        return 1

    def weight(self) -> float:
        """Return the frequency."""
        return float(self._frequencies[self._at])

    def value(self) -> bytes:
        """Return the posting's value, packed."""
        encoded: bytes = self.format.encode(self._positions())
        return encoded

    def value_as(self, kind: str) -> Any:
        """Return the posting's value as "frequency", "weight" or "positions"."""
        if kind in ("frequency", "weight"):
            return int(self._frequencies[self._at])
        if kind == "positions":
            return self._positions()
        return super().value_as(kind)

    def all_ids(self) -> Iterator[int]:
        """Yield the documents from the first on."""
        return iter(self._documents.tolist())

    def _positions(self) -> list[int]:
        document = self.id()
        borders = np.array([document, document + 1], dtype=np.int64) << DOCUMENT_SHIFT
        low, high = np.searchsorted(self._occurrences, borders)
        positions: list[int] = (self._occurrences[low:high] & POSITION).tolist()
        return positions

    def block_min_length(self) -> int:
        """Return the shortest field that holds the term."""
        return int(self._info.min_length())

    def block_max_length(self) -> int:
        """Return the longest field that holds the term."""
        return int(self._info.max_length())

    def block_max_weight(self) -> float:
        """Return the highest frequency."""
        return float(self._info.max_weight())


class DocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """What belongs to the documents of a segment: deletions, lengths, columns, stored fields."""

    def __init__(self, segment: WhooshSegment):
        self._whoosh = segment
        self._segment = segment.arrays

    def doc_count(self) -> int:
        """Return the number of live documents."""
        return self._segment.live_count

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._segment.size

    def has_deletions(self) -> bool:
        """Say whether a document is deleted."""
        return bool(self._whoosh.has_deletions())

    def is_deleted(self, document: int) -> bool:
        """Say whether this document is deleted."""
        return self._whoosh.is_deleted(document)

    def deleted_docs(self) -> set[int]:
        """Return the deleted documents."""
        return self._whoosh.deleted_docs()

    def supports_columns(self) -> bool:
        """Say that there are columns."""
        return True

    def has_column(self, name: str) -> bool:
        """Say whether this is a column."""
        return name in ("first_day", "last_day")

    def list_columns(self) -> list[str]:
        """Return the names of the columns."""
        return ["first_day", "last_day"]

    def column_reader(self, name: str, column: Any) -> DayColumn:
        """Return the reader of a column."""
        return DayColumn(getattr(self._segment, name + "s"))

    def _lengths(self, name: str) -> Any:
        split = _split(name)
        if split is None:
            return np.zeros(self._segment.size, np.int64)
        return self._segment.bundle[f"{split[0]}.lengths"]

    def doc_field_length(self, document: int, name: str, default: int = 0) -> int:
        """Return the number of positions of a field in a document."""
        return int(self._lengths(name)[document])

    def field_length(self, name: str) -> int:
        """Return the positions of a field in all live documents."""
        split = _split(name)
        return 0 if split is None else self._segment.total_length(split[0])

    def min_field_length(self, name: str) -> int:
        """Return the shortest length of a field."""
        return int(self._lengths(name).min())

    def max_field_length(self, name: str) -> int:
        """Return the longest length of a field."""
        return int(self._lengths(name).max())

    def stored_fields(self, document: int) -> dict[str, Any]:
        """Return the fields of the stored article."""
        article = self._segment.article(document)
        stored = {name: getattr(article, name) for name in ("id", "title", "text", "url")}
        return stored | {
            "date": None if article.date is None else str(article.date),
            "extra": dict(article.extra),
        }


class DayColumn(columns.ColumnReader):  # type: ignore[misc]
    """A column of day ordinals, 0 for none."""

    def __init__(self, days: Any):
        self._days = days

    def __len__(self) -> int:
        return len(self._days)

    def __getitem__(self, document: int) -> int:
        return int(self._days[document])

    def sort_key(self, document: int) -> int:
        """Return what to sort a document by."""
        return self[document]
