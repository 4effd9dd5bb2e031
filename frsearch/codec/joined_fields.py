"""One field in all segments of an index: its values numbered across them, ordered by label."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.field_columns import FieldColumn, Ints
from frsearch.fields import order_key

# With fewer new labels than one in this many, they are placed one by one among the known ones.
_FEW = 16


@dataclass(frozen=True)
class JoinedField:
    """The values of a field, each label once; `columns` has None for segments without the field."""

    columns: Sequence[FieldColumn | None]

    @cached_property
    def _only(self) -> FieldColumn | None:
        """The column whose numbers are those of all values: the only one, if no label has two types."""
        columns = [column for column in self.columns if column is not None]
        if len(columns) != 1:
            return None
        types = columns[0].types()
        return columns[0] if len(types) and (types == types[0]).all() else None

    @cached_property
    def _labels(self) -> list[str]:
        """The labels of several columns in order."""
        columns = sorted(
            (each for each in self.columns if each is not None), key=lambda each: -each.count
        )
        labels = list(dict.fromkeys(columns[0].labels())) if columns else []
        known = set(labels)
        new = {label for column in columns[1:] for label in column.labels()} - known
        if not new:
            return labels
        added = sorted(new, key=order_key)
        if len(added) * _FEW > len(labels):
            keys = list(map(order_key, labels))
            places = [bisect_left(keys, order_key(label)) for label in added]
        else:
            places = [bisect_left(labels, order_key(label), key=order_key) for label in added]
        merged, at = list[str](), 0
        for label, place in zip(added, places, strict=True):
            merged += [*labels[at:place], label]
            at = place
        return merged + labels[at:]

    @cached_property
    def _maps(self) -> list[Ints]:
        """The number of each value of each column."""
        numbers = {label: number for number, label in enumerate(self._labels)}
        return [
            np.zeros(0, np.int64)
            if column is None
            else np.fromiter(map(numbers.__getitem__, column.labels()), np.int64, column.count)
            for column in self.columns
        ]

    @property
    def count(self) -> int:
        """The number of values."""
        return len(self._labels) if self._only is None else self._only.count

    def label(self, number: int) -> str:
        """Return the label of a value."""
        return self._labels[number] if self._only is None else self._only.label(number)

    def place(self, label: str) -> int:
        """Return the number of the first value whose label is this one or comes after it."""
        if self._only is not None:
            return self._only.place(label)
        return bisect_left(self._labels, order_key(label), key=order_key)

    def counts(self, parts: Sequence[NDArray[np.int64]]) -> Ints:
        """Return for each value the number of documents that have it, given those of each segment."""
        if self._only is not None:
            return self._only.counts(parts[self.columns.index(self._only)])
        counts = np.zeros(self.count, dtype=np.int64)
        for column, numbers, part in zip(self.columns, self._maps, parts, strict=True):
            if column is not None:
                np.add.at(counts, numbers, column.counts(part))
        return counts

    def pairs(self, segment: int, documents: NDArray[np.int64]) -> tuple[Ints, Ints]:
        """Return the values of ascending documents of a segment, as `FieldColumn.pairs` does."""
        column = self.columns[segment]
        if column is None:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        places, values = column.pairs(documents)
        return places, values if self._only is not None else self._maps[segment].take(values)
