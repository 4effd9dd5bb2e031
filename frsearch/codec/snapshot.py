"""One committed state of an index: its segments, and document numbers that run across all of them.

Document n of segment i has the number `starts[i] + n`. Searches use these numbers and join the arrays
of all segments into one, so that a query over many segments costs little more than over one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.array_file import Array
from frsearch.codec.joined_fields import JoinedField
from frsearch.codec.manifest import Manifest
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment, Statistics
from frsearch.facets import Calendar
from frsearch.ranking import Floats, Ranking, field_factors
from frsearch.types import Article, FieldName, Unit

if TYPE_CHECKING:
    from frsearch.codec.copies import Copies


class Factors(NamedTuple):
    """The BM25F weight of one occurrence in a field: `codes` by document, `weights` by code.

    Codes take a fraction of the memory that scoring would have to read.
    """

    codes: Array
    weights: Floats

    def of(self, documents: Documents) -> Floats:
        """Return the weights in documents."""
        return self.weights.take(self.codes.take(documents))


@dataclass(frozen=True)
class Snapshot:
    """One committed state of an index, readable as long as the object exists.

    `synonyms` is the text of those that searches use.
    """

    manifest: Manifest
    segments: tuple[Segment, ...]
    statistics: Statistics
    synonyms: str = ""
    _factors: dict[FieldName, tuple[tuple[float, float], Factors]] = field(
        default_factory=dict, compare=False
    )
    _calendars: dict[Unit, Calendar] = field(default_factory=dict, compare=False)
    _fields: dict[str, JoinedField] = field(default_factory=dict, compare=False)

    @cached_property
    def starts(self) -> list[int]:
        """The first document number of each segment, then the total number of documents."""
        starts = [0]
        for segment in self.segments:
            starts.append(starts[-1] + segment.size)
        return starts

    @cached_property
    def copies(self) -> Copies:
        """The groups of near copies, computed at the first use."""
        from frsearch.codec.copies import Copies

        return Copies.of(self.segments)

    def parted(self, documents: Documents) -> list[Documents]:
        """Split ascending documents by segment, renumbered within each segment."""
        if len(self.segments) == 1:
            return [documents]
        cuts = documents.searchsorted(self.starts).tolist()
        places = zip(self.starts, cuts, cuts[1:], strict=False)
        return [documents[begin:end] - start for start, begin, end in places]

    def joined(self, parts: Sequence[Documents]) -> Documents:
        """Join the documents of the first segments into one array, renumbered across all segments."""
        if len(parts) == 1:
            return parts[0]
        shifted = (part + start for part, start in zip(parts, self.starts, strict=False))
        return np.concatenate([np.zeros(0, np.int64), *shifted])

    def place(self, document: int) -> tuple[Segment, int]:
        """Return the segment of a document and its number in that segment."""
        number = bisect_right(self.starts, document) - 1
        return self.segments[number], document - self.starts[number]

    def find(self, id: str) -> int | None:
        """Return the live document with this id, None if there is none."""
        for segment, start in zip(self.segments, self.starts, strict=False):
            document = segment.find(id)
            if document is not None:
                return start + document
        return None

    def id(self, document: int) -> str:
        """Return the id of a document."""
        segment, at = self.place(document)
        return segment.ids[at]

    def article(self, document: int) -> Article:
        """Return the stored article of a document."""
        segment, at = self.place(document)
        return segment.article(at)

    def order(self, document: int, *, oldest: bool = False) -> tuple[int, int, int, str]:
        """Return the sort key of a document: newest first, or oldest first; then by id."""
        segment, at = self.place(document)
        return segment.order(at, oldest=oldest)

    def lengths(self, field: FieldName, documents: Documents) -> Floats:
        """Return the number of positions of the field in a few ascending documents."""
        parts = zip(self.segments, self.parted(documents), strict=False)
        lengths = [segment.lengths_of(field, part) for segment, part in parts]
        return lengths[0] if len(lengths) == 1 else np.concatenate([np.zeros(0, np.float32), *lengths])

    def holding(self, exact: str) -> int:
        """Return how many articles hold a word in any spelling that folds to `exact`."""
        return sum(segment.holding(exact) for segment in self.segments)

    def factors(self, field: FieldName, ranking: Ranking) -> Factors:
        """Return the BM25F weight of one occurrence in the field, per document; cached."""
        key = b, weight = ranking.field_b(field), ranking.field_weight(field)
        entry = self._factors.get(field)
        if entry is None or entry[0] != key:
            codes, lengths = _coded([segment.stored_lengths(field) for segment in self.segments], field)
            average = self.statistics.average_lengths[field]
            factors = Factors(codes, field_factors(lengths, average, b, weight))
            entry = self._factors[field] = key, factors
        return entry[1]

    def calendar(self, unit: Unit) -> Calendar:
        """Return the document where each year, month or day begins; cached."""
        calendar = self._calendars.get(unit)
        if calendar is None:
            parts = [segment.calendar(unit) for segment in self.segments]
            calendar = self._calendars[unit] = Calendar.joined(parts, self.starts)
        return calendar

    @cached_property
    def field_names(self) -> frozenset[str]:
        """The names of all fields, including those of deleted documents alone."""
        return frozenset(name for segment in self.segments for name in segment.fields)

    def field(self, name: str) -> JoinedField:
        """Return a field across all segments; cached."""
        joined = self._fields.get(name)
        if joined is None:
            columns = [segment.fields.get(name) for segment in self.segments]
            joined = self._fields[name] = JoinedField(columns)
        return joined

    @cached_property
    def dated_from(self) -> NDArray[np.int64]:
        """The first document of each segment and its first dated document, one row per segment."""
        pairs = zip(self.starts, self.segments, strict=False)
        bounds = [(start, start + segment.undated) for start, segment in pairs]
        return np.array(bounds, dtype=np.int64).reshape(-1, 2)


def _coded(parts: Sequence[Array], field: FieldName) -> tuple[Array, Floats]:
    """Return a code for the length of each document, and the length of each code.

    Lengths that fit into the usual number of bytes are their own codes.
    """
    usual = np.uint8 if field == "title" else np.uint16
    lengths = parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, usual), *parts])
    if lengths.max(initial=0) <= np.iinfo(usual).max:
        return lengths.astype(usual, copy=False), np.arange(np.iinfo(usual).max + 1, dtype=np.float32)
    distinct, codes = np.unique(lengths, return_inverse=True)
    return codes.astype(np.uint32), distinct.astype(np.float32)
