"""The values of a field of a segment for Whoosh: its terms, their postings, and the column.

All is computed at the first use of a field and kept as long as the segment is alive.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from whoosh import columns
from whoosh.reading import TermInfo

from frsearch.codec.field_columns import FieldColumn, Ints
from frsearch.codec.for_whoosh.kinds import ValueField
from frsearch.codec.for_whoosh.matcher import Frequencies
from frsearch.codec.for_whoosh.schema import ShownField
from frsearch.codec.segment import Segment
from frsearch.messages.wording import Message


class Values:
    """The values of a field of `size` documents, deleted documents included.

    `terms` are in the order of their bytes; `first` has the term of the first value of each document,
    -1 for none. Labels of several types, or several labels of a number, are one term.
    """

    # No reference to the segment here: it would keep the segment alive in `_known`.

    def __init__(self, column: FieldColumn | None, field: ValueField, size: int):
        self._field = field
        raws = [] if column is None else list(map(field.to_bytes, column.labels()))
        documents, values = _pairs(column)
        # Only an index made to harm has values without documents; Whoosh knows no such terms.
        self.terms: list[bytes] = sorted({raws[value] for value in np.unique(values).tolist()})
        numbers = {term: number for number, term in enumerate(self.terms)}
        term_of_value = np.array([numbers.get(raw, -1) for raw in raws], dtype=np.int64)
        terms = term_of_value.take(values)
        self.first: Ints = np.full(size, -1, dtype=np.int64)
        some, at = np.unique(documents, return_index=True)
        self.first[some] = terms.take(at)
        # By term, then document, each pair once.
        keys = np.unique(terms * size + documents)
        self._documents = keys % max(size, 1)
        self._starts = (keys // max(size, 1)).searchsorted(np.arange(len(self.terms) + 1))

    def postings(self, term: bytes) -> Frequencies | None:
        """Return the documents with a term, None if there is no such term."""
        at = bisect_left(self.terms, term)
        if at == len(self.terms) or self.terms[at] != term:
            return None
        documents = self._of(at)
        return Frequencies(documents, np.ones(len(documents), np.int64))

    def _of(self, at: int) -> Ints:
        return self._documents[self._starts[at] : self._starts[at + 1]]

    def items(self, first: bytes) -> Iterator[tuple[bytes, TermInfo]]:
        """Yield the terms from `first` on, with their statistics."""
        for at in range(bisect_left(self.terms, first), len(self.terms)):
            yield self.terms[at], info_of(self._of(at))

    def column(self) -> ValueColumn:
        """Return a reader of the column."""
        return ValueColumn(self, self._field)


def info_of(documents: Ints) -> TermInfo:
    """Return the statistics of a term that occurs once in each document, in a field without lengths."""
    count = len(documents)
    return TermInfo(float(count), count, 0, 0, 1.0, int(documents[0]), int(documents[-1]))


def _pairs(column: FieldColumn | None) -> tuple[Ints, Ints]:
    if column is None:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    documents, values = column.all_pairs()
    return documents.astype(np.int64), values.astype(np.int64)


class ValueColumn(columns.ColumnReader):  # type: ignore[misc]  # Whoosh is untyped
    """The first value of each document."""

    def __init__(self, values: Values, field: ValueField):
        self._terms, self._first, self._field = values.terms, values.first, field
        self._values = self._keys = field.column_keys(values.terms, reverse=False)

    def __len__(self) -> int:
        return len(self._first)

    def __getitem__(self, document: int) -> Any:
        return self._values[self._first[document]]

    def __iter__(self) -> Iterator[Any]:
        return map(self._values.__getitem__, self._first.tolist())

    def sort_key(self, document: int) -> Any:
        """Return the sort key of a document."""
        return self._keys[self._first[document]]

    def set_reverse(self) -> None:
        """Sort the last value first."""
        self._keys = self._field.column_keys(self._terms, reverse=True)


_known: WeakKeyDictionary[Segment, dict[ShownField, Values]] = WeakKeyDictionary()


def values_of(segment: Segment, shown: ShownField) -> Values:
    """Return the values of a field, none if the segment does not have it; cached."""
    known = _known.setdefault(segment, {})
    values = known.get(shown)
    if values is None:
        column = segment.fields.get(shown.name)
        try:
            values = known[shown] = Values(column, shown.kind(), segment.size)
        except ValueError:
            raise segment.bundle.corruption(
                Message("the field {name!r} of numbers has a value that is none", name=shown.name)
            ) from None
    return values
