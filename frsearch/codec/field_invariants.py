"""Checks the fields of a segment: their arrays against its articles and against each other.

`FieldsCheck` is told of each article, in the order of documents, and asked for problems then. A field at
a time, a few numbers for each document, value and word bound the memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from itertools import pairwise
from typing import Any

import numpy as np

from frsearch.analysis.chain import Chain
from frsearch.codec.field_columns import FieldColumn, Ints
from frsearch.codec.field_writing import VALUE_BITS, column_of
from frsearch.codec.segment import Segment
from frsearch.codec.strings import Strings
from frsearch.fields import VALUE_TYPES, is_name, order_key, values_of, words_of_label
from frsearch.messages.wording import Message

_VALUES_AT_A_TIME = 1_000


class FieldsCheck:
    """Compares the fields of a segment with its articles; those named in `stored_only` are no fields."""

    def __init__(self, segment: Segment, stored_only: Set[str] = frozenset()):
        self._segment, self._stored_only = segment, stored_only
        # Not kept with the segment, but let go with this check.
        self._columns = {name: segment.fields.read(name) for name in segment.fields}
        self._types = {name: column.types() for name, column in self._columns.items()}
        self._met = dict.fromkeys(self._types, 0)

    def agrees(self, document: int, extra: Mapping[str, Any]) -> bool:
        """Say whether the fields of a document have the values of its article; count them."""
        return all(self._agrees(document, name, extra[name]) for name in extra)

    def _agrees(self, document: int, name: str, value: Any) -> bool:
        expected = dict(values_of(value))
        if not expected or name in self._stored_only or not is_name(name):
            return True
        if name not in self._types:
            return False
        column, types = self._columns[name], self._types[name]
        values = column.of_document(document)
        self._met[name] += len(values)
        return expected == {column.label(at): VALUE_TYPES[int(types[at])] for at in values}

    def problems(self) -> Iterator[Message]:
        """Yield a message for each violated invariant, after all articles."""
        for name, column in self._columns.items():
            documents, values = column.all_pairs()
            if not column.count or len(documents) != self._met[name]:
                yield Message("the field {name!r} has values that no article has", name=name)
            yield from _column_problems(column, documents, values.astype(np.int64), self._segment.size)
            yield from _word_problems(column)
        yield from self._dictionary_problems()

    def _dictionary_problems(self) -> Iterator[Message]:
        bundle = self._segment.bundle
        columns = self._columns.values()
        words = Strings(bundle, "value_words")
        if not all(one < other for one, other in pairwise(map(words.raw, range(len(words))))):
            yield Message("words of fields are not in order")
        own = (each.words.range_of("") for each in columns)
        if sum(last - first for first, last in own) != len(words):
            yield Message("words belong to fields that are not there")
        if len(bundle.spans("values.types")) != sum(each.count for each in columns):
            yield Message("{name} does not fit the other arrays", name="values.types")


def _column_problems(column: FieldColumn, documents: Ints, values: Ints, size: int) -> Iterator[Message]:
    keys = zip(map(order_key, column.labels()), column.types().tolist(), strict=True)
    if not all(one < other for one, other in pairwise(keys)):
        yield Message("the values of the field {name!r} are not in order", name=column.name)
    if len(np.unique(values)) != column.count:
        yield Message("the field {name!r} has values that no article has", name=column.name)
    pairs = documents << VALUE_BITS | values
    if (pairs[1:] <= pairs[:-1]).any():
        yield Message("the documents of the field {name!r} are not in order", name=column.name)
    raw, listed = column_of(documents, values, column.count, size)
    if not np.array_equal(raw, column.raw()) or column.is_dense != (len(listed) == 0):
        yield Message("the column of the field {name!r} is not as it is written", name=column.name)


def _word_problems(column: FieldColumn) -> Iterator[Message]:
    words, lengths, values = column.all_words()
    pairs = np.repeat(np.arange(len(words)), lengths) << VALUE_BITS | values
    if not lengths.all() or (pairs[1:] <= pairs[:-1]).any():
        yield Message("the values of words of the field {name!r} are not in order", name=column.name)
    elif not _are_words_of(column, words, pairs):
        yield Message("the words of the field {name!r} are not those of its values", name=column.name)


def _are_words_of(column: FieldColumn, words: list[str], pairs: Ints) -> bool:
    """Say whether these pairs of a word and a value, ascending, are those of the labels."""
    met = 0
    for expected in _pairs_of_labels(column, {word: number for number, word in enumerate(words)}):
        places = pairs.searchsorted(expected)
        if (places == len(pairs)).any() or (pairs.take(places) != expected).any():
            return False
        met += len(expected)
    return met == len(pairs)


def _pairs_of_labels(column: FieldColumn, numbers: Mapping[str, int]) -> Iterator[Ints]:
    """Yield the pairs of a word and a value that labels have, in parts; -1 for an unknown word."""
    chain, part = Chain(), list[int]()
    for value, label in enumerate(column.labels()):
        for word in set().union(*words_of_label(chain, label)):
            number = numbers.get(word)
            part.append(-1 if number is None else number << VALUE_BITS | value)
        if len(part) > _VALUES_AT_A_TIME:
            yield np.array(part, dtype=np.int64)
            part.clear()
    yield np.array(part, dtype=np.int64)
