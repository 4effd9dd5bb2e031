"""Fields in a segment: for each its values, the values of each document, and the words of the values.

Values have numbers in the order of `fields.order_key`, so that a sort compares numbers and a range of
numbers is a range of values. Every array holds all fields, one after another: docs/index-format.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.codec.array_file import Array, ArrayFile, smallest_unsigned
from frsearch.codec.postings import Documents
from frsearch.codec.strings import Strings
from frsearch.errors import IndexCorrupted
from frsearch.fields import LONGEST_LABEL, VALUE_TYPES, ValueType, number_of, order_key
from frsearch.messages.wording import Message

Ints = NDArray[np.int64]
# Bytes to which the columns are aligned.
ALIGNED = 8
_LABELS_AT_A_TIME = 1_000
_MOST_KNOWN = 4_096
# Fewer documents than one in this many of a listed column are looked up one by one.
_FEW = 16


class FieldColumns(Mapping[str, "FieldColumn"]):
    """The columns of the fields of a segment of `size` documents, by name, ascending.

    A column is made when it is asked for: an archive may have more fields than a search uses.
    """

    def __init__(self, bundle: ArrayFile, size: int):
        self._bundle, self._size = bundle, size
        self._labels, self._words = Strings(bundle, "values"), ValueWords(bundle)
        names = Strings(bundle, "fields").all()
        if any(before >= name for before, name in pairwise(names)):
            raise bundle.corruption(Message("the names of fields are not in order"))
        self._numbers = {name: number for number, name in enumerate(names)}
        listed = len(bundle.spans("columns.documents", 4))
        self._values = bundle.offsets("fields.values", len(self._labels), len(names))
        self._documents = bundle.offsets("fields.documents", listed, len(names))
        size_of_all = len(bundle.spans("columns.values", 1))
        self._bytes = bundle.offsets("fields.bytes", size_of_all, len(names))
        if (self._bytes % self._bytes.dtype.type(ALIGNED)).any():
            raise bundle.corruption(Message("columns of fields are not aligned"))
        self._made: dict[str, FieldColumn] = {}

    def __getitem__(self, name: str) -> FieldColumn:
        column = self._made.get(name)
        if column is None:
            column = self._made[name] = self.read(name)
        return column

    def read(self, name: str) -> FieldColumn:
        """Return a column that only the caller keeps."""
        at = self._numbers[name]
        return FieldColumn(
            self._bundle,
            self._size,
            name,
            _step(self._values, at),
            _step(self._documents, at),
            _step(self._bytes, at),
            self._labels,
            self._words,
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def _step(offsets: Array, at: int) -> tuple[int, int]:
    return int(offsets[at]), int(offsets[at + 1])


class ValueWords:
    """The words of the values of all fields, as `name\\0word`, ascending, and the values of each."""

    def __init__(self, bundle: ArrayFile):
        self._bundle = bundle
        self.strings: Strings = Strings(bundle, "value_words")

    @cached_property
    def starts(self) -> Array:
        """Where the values of each word begin in `value_words.values`."""
        total = len(self._bundle.spans("value_words.values", 4))
        return self._bundle.offsets("value_words.starts", total, len(self.strings))


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """The words of the values of one field, among those of all fields; `Strings` has the same calls."""

    strings: Strings
    name: str

    def find(self, word: str) -> int:
        """Return the number of a word, -1 if there is none."""
        return self.strings.find(self._key(word))

    def range_of(self, prefix: str) -> tuple[int, int]:
        """Return the first and last number (exclusive) of the words that begin with `prefix`."""
        return self.strings.range_of(self._key(prefix))

    def between(self, first: int, last: int) -> list[str]:
        """Return the words from `first` to `last` (exclusive)."""
        skipped = len(self.name) + 1
        return [word[skipped:] for word in self.strings.between(first, last)]

    def from_prefix(self, prefix: str) -> Iterator[str]:
        """Yield the words that begin with `prefix`, ascending."""
        skipped = len(self.name) + 1
        return (word[skipped:] for word in self.strings.from_prefix(self._key(prefix)))

    def _key(self, word: str) -> str:
        return f"{self.name}\0{word}"


class FieldColumn:
    """One field of a segment, deleted documents included.

    Its values have numbers from 0 to `count`. The column is dense, with one number for each document, or
    listed: documents, ascending and repeated for several values, and the value of each.
    """

    def __init__(
        self,
        bundle: ArrayFile,
        size: int,
        name: str,
        values: tuple[int, int],
        listed: tuple[int, int],
        bytes: tuple[int, int],
        labels: Strings,
        words: ValueWords,
    ):
        self.name = name
        self._bundle, self._size = bundle, size
        self._first, last = values
        self.count: int = last - self._first
        self._listed = listed
        self._bytes = bytes
        self._labels = labels
        self._known: dict[int, str] = {}
        self._words = words
        self.words: ColumnWords = ColumnWords(words.strings, name)

    @property
    def is_dense(self) -> bool:
        """True if the column has a number for each document."""
        return self._listed[0] == self._listed[1]

    @cached_property
    def _documents(self) -> Documents | None:
        """The documents of a listed column, None for a dense one."""
        return None if self.is_dense else self._read_documents()

    def _read_documents(self) -> Documents:
        documents = self._bundle.spans("columns.documents", 4).between(*self._listed)
        if (documents[1:] < documents[:-1]).any() or documents[-1] >= self._size:
            raise self._bundle.corruption(Message("a column of a field is not in order"))
        return documents.astype(np.int64)

    @cached_property
    def _values(self) -> Array:
        """The values of the documents: in a dense column, one more than the number, 0 for none."""
        begin, end = self._listed
        length = self._size if self.is_dense else end - begin
        limit = self.count + self.is_dense
        dtype = smallest_unsigned(max(limit - 1, 0))
        start = self._bytes[0]
        all_bytes = self._bundle.spans("columns.values", 1)
        values = all_bytes.between(start, start + length * dtype.itemsize).view(dtype)
        if length and int(values.max()) >= limit:
            raise self._bundle.corruption(Message("a column of a field has values that are not there"))
        return values

    def raw(self) -> Array:
        """Return the bytes of the values of documents, with those that fill them up."""
        return self._bundle.spans("columns.values", 1).between(*self._bytes)

    def pairs(self, documents: Documents) -> tuple[Ints, Array]:
        """Return the values of ascending documents, as pairs: places in `documents`, and numbers.

        Both are parallel; places ascend, and are repeated for several values.
        """
        own, values = self._documents, self._values
        if own is None:
            numbers = values.take(documents)
            places = numbers.nonzero()[0]
            return places, numbers.take(places) - numbers.dtype.type(1)
        if len(documents) * _FEW > len(own):
            at = np.full(self._size, -1, dtype=np.int64)
            at[documents] = np.arange(len(documents))
            places = at.take(own)
            chosen = (places >= 0).nonzero()[0]
            return places.take(chosen), values.take(chosen)
        begins, ends = own.searchsorted(documents), own.searchsorted(documents, side="right")
        counts = ends - begins
        places = np.repeat(np.arange(len(documents)), counts)
        before = np.cumsum(counts) - counts
        chosen = np.arange(len(places)) - np.repeat(before - begins, counts)
        return places, values.take(chosen)

    def counts(self, documents: Documents) -> Ints:
        """Return for each value the number of documents that have it."""
        own = self._documents
        if own is not None and len(documents) * _FEW > len(own):
            mask = np.zeros(self._size, dtype=np.bool_)
            mask[documents] = True
            return np.bincount(self._values.compress(mask.take(own)), minlength=self.count)
        if own is not None:
            return np.bincount(self.pairs(documents)[1], minlength=self.count)
        return np.bincount(self._values.take(documents), minlength=self.count + 1)[1:]

    def all_pairs(self, *, keep: bool = True) -> tuple[Documents, Array]:
        """Return all documents that have a value, and the number of each; parallel, ascending.

        Unless `keep`, the documents are read again each time.
        """
        values = self._values
        own = self._documents if keep or self.is_dense else self._read_documents()
        if own is not None:
            return own, values
        documents = values.nonzero()[0]
        return documents, values.take(documents) - values.dtype.type(1)

    def of_document(self, document: int) -> list[int]:
        """Return the values of one document."""
        own, values = self._documents, self._values
        if own is None:
            return [int(values[document]) - 1] if values[document] else []
        begin, end = own.searchsorted([document, document + 1]).tolist()
        found: list[int] = values[begin:end].tolist()
        return found

    def among(self, chosen: NDArray[np.bool_], documents: Documents) -> Documents:
        """Return the documents that have one of the chosen values, a mask of `count`."""
        own, values = self._documents, self._values
        if own is None:
            return documents.compress(np.concatenate([[False], chosen]).take(values.take(documents)))
        if len(documents) * _FEW > len(own):
            having = np.zeros(self._size, dtype=np.bool_)
            having[own.compress(chosen.take(values))] = True
            return documents.compress(having.take(documents))
        places, numbers = self.pairs(documents)
        places = places.compress(chosen.take(numbers))
        return documents.take(kernels.union([places], len(documents)))

    @cached_property
    def _repeated(self) -> Documents:
        """The documents with several values."""
        own = self._documents
        if own is None:
            return np.zeros(0, np.int64)
        return own[1:].compress(own[1:] == own[:-1])

    def has_several(self, live: NDArray[np.bool_] | None) -> bool:
        """Say whether a live document has several values."""
        repeated = self._repeated
        return len(repeated) > 0 if live is None else bool(live.take(repeated).any())

    def label(self, number: int) -> str:
        """Return the label of a value; some are cached."""
        label = self._known.get(number)
        if label is None:
            label = self._bounded(self._labels[self._first + number])
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[number] = label
        return label

    def labels(self) -> Iterator[str]:
        """Yield all labels, in order."""
        last = self._first + self.count
        for first in range(self._first, last, _LABELS_AT_A_TIME):
            labels = self._labels.between(first, min(first + _LABELS_AT_A_TIME, last))
            yield from map(self._bounded, labels)

    def _bounded(self, label: str) -> str:
        # What is made of labels is cached by their number: long ones would fill the memory.
        if len(label) > LONGEST_LABEL:
            raise self._bundle.corruption(Message("a value of a field is too long"))
        return label

    def disorder(self) -> IndexCorrupted:
        """Return the error for values that are not in order."""
        return self._bundle.corruption(Message("the values of a field are not in order"))

    def types(self) -> Array:
        """Return the type of each value, as a place in `fields.VALUE_TYPES`."""
        types = self._bundle.spans("values.types", 1).between(self._first, self._first + self.count)
        if int(types.max(initial=0)) >= len(VALUE_TYPES):
            raise self._bundle.corruption(Message("a value of a field has no type"))
        return types

    def type(self, number: int) -> ValueType:
        """Return the type of a value."""
        return VALUE_TYPES[int(self.types()[number])]

    def place(self, label: str) -> int:
        """Return the first value whose label is this one or comes after it."""
        key = order_key(label)
        return self._bisect(lambda other: order_key(other) < key)

    def find(self, label: str) -> list[int]:
        """Return the values with this label: none, or one for each type."""
        at = self.place(label)
        found = []
        while at < self.count and self.label(at) == label:
            found.append(at)
            at += 1
        return found

    def between(self, low: float | None, high: float | None) -> tuple[int, int]:
        """Return the range of values, end exclusive, that are numbers from `low` to `high`."""

        def is_below(label: str) -> bool:
            number = number_of(label)
            return number is not None and low is not None and number < low

        def is_up_to(label: str) -> bool:
            number = number_of(label)
            return number is not None and (high is None or number <= high)

        first = self._bisect(is_below)
        return first, max(first, self._bisect(is_up_to))

    def _bisect(self, comes_before: Callable[[str], bool]) -> int:
        low, high = 0, self.count
        while low < high:
            middle = (low + high) // 2
            if comes_before(self.label(middle)):
                low = middle + 1
            else:
                high = middle
        return low

    def all_words(self) -> tuple[list[str], Ints, Ints]:
        """Return all words, of each its number of values, and the values of all."""
        first, last = self.words.range_of("")
        starts = self._words.starts[first : last + 1].astype(np.int64)
        values = self._bundle.spans("value_words.values", 4).between(int(starts[0]), int(starts[-1]))
        return self.words.between(first, last), np.diff(starts), self._checked(values)

    def _checked(self, values: Array) -> Ints:
        if len(values) and int(values.max()) >= self.count:
            raise self._bundle.corruption(Message("a word of a field has values that are not there"))
        return values.astype(np.int64)

    def values_with(self, word: str) -> Ints:
        """Return the values that hold a word, ascending."""
        number = self.words.find(word)
        return self.values_with_words(number, number + 1) if number >= 0 else np.zeros(0, np.int64)

    def values_count(self, first: int, last: int) -> int:
        """Return the number of values of each of a range of words, added up."""
        return int(self._words.starts[last]) - int(self._words.starts[first])

    def values_with_words(self, first: int, last: int) -> Ints:
        """Return the values that hold any of a range of words, ascending."""
        starts = self._words.starts
        begin, end = int(starts[first]), int(starts[last])
        values = self._checked(self._bundle.spans("value_words.values", 4).between(begin, end))
        return kernels.union([values], self.count) if last - first > 1 else values
