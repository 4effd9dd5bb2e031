"""One committed state of an index: its segments, and its documents numbered through all of them.

A document of segment i, at place n there, is number `starts[i] + n`. What searches knows documents by
these numbers, and puts what it reads of each segment into one array, so that a query over many
segments costs little more than over one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.copies import Copies
from frsearch.codec.manifest import Manifest
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment, Statistics
from frsearch.facets import Calendar
from frsearch.ranking import Floats, Ranking, field_factors
from frsearch.types import Article, FieldName, Unit


@dataclass(frozen=True)
class Snapshot:
    """One committed state of an index, readable for as long as it is held."""

    manifest: Manifest
    segments: tuple[Segment, ...]
    statistics: Statistics
    _factors: dict[FieldName, tuple[tuple[float, float], Floats]] = field(
        default_factory=dict, compare=False
    )
    _calendars: dict[Unit, Calendar] = field(default_factory=dict, compare=False)

    @cached_property
    def starts(self) -> list[int]:
        """The first document of each segment, and one more than the last of all."""
        starts = [0]
        for segment in self.segments:
            starts.append(starts[-1] + segment.size)
        return starts

    @cached_property
    def copies(self) -> Copies:
        """The groups of near copies, found when they are first asked for."""
        return Copies.of(self.segments)

    def parted(self, documents: Documents) -> list[Documents]:
        """Return documents, ascending, as each segment numbers its own."""
        if len(self.segments) == 1:
            return [documents]
        cuts = documents.searchsorted(self.starts).tolist()
        places = zip(self.starts, cuts, cuts[1:], strict=False)
        return [documents[begin:end] - start for start, begin, end in places]

    def joined(self, parts: Sequence[Documents]) -> Documents:
        """Return documents as numbered in the first segments, in one array."""
        if len(parts) == 1:
            return parts[0]
        shifted = (part + start for part, start in zip(parts, self.starts, strict=False))
        return np.concatenate([np.zeros(0, np.int64), *shifted])

    def place(self, document: int) -> tuple[Segment, int]:
        """Return the segment of a document and its number there."""
        number = bisect_right(self.starts, document) - 1
        return self.segments[number], document - self.starts[number]

    def find(self, id: str) -> int | None:
        """Return the document that holds the article with this id."""
        for segment, start in zip(self.segments, self.starts, strict=False):
            document = segment.find(id)
            if document is not None:
                return start + document
        return None

    def id(self, document: int) -> str:
        """Return the id of a document's article."""
        segment, at = self.place(document)
        return segment.ids[at]

    def article(self, document: int) -> Article:
        """Return the article stored as a document."""
        segment, at = self.place(document)
        return segment.article(at)

    def order(self, document: int, *, oldest: bool = False) -> tuple[int, int, int, str]:
        """Return what documents are put in order by: newest first, or oldest; then by id."""
        segment, at = self.place(document)
        return segment.order(at, oldest=oldest)

    def factors(self, field: FieldName, ranking: Ranking) -> Floats:
        """Return what one occurrence in the field counts in each document; kept for the next query."""
        key = b, weight = ranking.field_b(field), ranking.field_weight(field)
        known = self._factors.get(field)
        if known is None or known[0] != key:
            average = self.statistics.average_lengths[field]
            parts = [field_factors(each.lengths(field), average, b, weight) for each in self.segments]
            known = self._factors[field] = key, np.concatenate([np.zeros(0, np.float32), *parts])
        return known[1]

    def calendar(self, unit: Unit) -> Calendar:
        """Return where years, months or days begin among the documents; kept for the next query."""
        calendar = self._calendars.get(unit)
        if calendar is None:
            parts = [segment.calendar(unit) for segment in self.segments]
            calendar = self._calendars[unit] = Calendar.joined(parts, self.starts)
        return calendar

    @cached_property
    def dated_from(self) -> NDArray[np.int64]:
        """Where each segment begins, and where its documents that have a date begin."""
        pairs = zip(self.starts, self.segments, strict=False)
        bounds = [(start, start + segment.undated) for start, segment in pairs]
        return np.array(bounds, dtype=np.int64).reshape(-1, 2)
