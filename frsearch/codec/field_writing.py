"""Writes the fields of a segment: from articles, or merged from other segments.

The arrays are those that `field_columns` reads.
"""

from __future__ import annotations

import heapq
import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain, groupby, pairwise
from operator import itemgetter
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis.chain import Chain
from frsearch.codec.array_file import Array, ArrayFileWriter, smallest_unsigned
from frsearch.codec.field_columns import ALIGNED, FieldColumn, FieldColumns, Ints
from frsearch.codec.strings_writer import narrow, write_strings
from frsearch.fields import (
    VALUE_TYPES,
    OrderKey,
    ValueType,
    is_name,
    order_key,
    values_of,
    words_of_label,
)

_BYTES_AT_A_TIME = 1 << 16
# A word and a value are one number, the value in its lower bits.
VALUE_BITS = 32
_NUMBER_OF_TYPE = {type: number for number, type in enumerate(VALUE_TYPES)}


class WrittenField(Protocol):
    """A field to write. `labels` is iterated first, to its end; then the other two are called."""

    name: str

    def labels(self) -> Iterator[tuple[str, int]]:
        """Yield the label of each value in order, and the place of its type in `VALUE_TYPES`."""

    def pairs(self) -> tuple[Ints, Ints]:
        """Return documents and their values, by document, then value."""

    def words(self) -> tuple[list[str], Ints, Ints]:
        """Return the words, ascending, of each its number of values, and the values of all."""


def write_fields(writer: ArrayFileWriter, fields: Sequence[WrittenField], size: int) -> None:
    """Write fields, given in the order of their names, of `size` documents.

    Of one field at a time, values, documents and words are in memory together; of all, their words.
    """
    write_strings(writer, "fields", [each.name for each in fields])
    counts = _write_labels(writer, fields)
    _write_columns(writer, fields, counts, size)
    _write_words(writer, fields)


def _write_labels(writer: ArrayFileWriter, fields: Iterable[WrittenField]) -> list[int]:
    """Write the labels one after another, as they come; return the number of values of each field."""
    ends, types, starts = array("Q", [0]), bytearray(), [0]

    def parts() -> Iterator[Array]:
        held = bytearray()
        for each in fields:
            for label, type in each.labels():
                held += (raw := label.encode())
                ends.append(ends[-1] + len(raw))
                types.append(type)
                if len(held) > _BYTES_AT_A_TIME:
                    yield np.frombuffer(bytes(held), np.uint8)
                    held.clear()
            starts.append(len(types))
        yield np.frombuffer(bytes(held), np.uint8)

    writer.extend("values.text", np.dtype("u1"), parts())
    writer.add("values.ends", narrow(np.array(ends)))
    writer.add("values.types", np.frombuffer(bytes(types), np.uint8))
    writer.add("fields.values", narrow(np.array(starts)))
    return [after - before for before, after in pairwise(starts)]


def _write_columns(
    writer: ArrayFileWriter, fields: Iterable[WrittenField], counts: Iterable[int], size: int
) -> None:
    listed, bytes = [np.zeros(0, np.uint32)], [0]

    def parts() -> Iterator[Array]:
        for each, count in zip(fields, counts, strict=True):
            column, documents = column_of(*each.pairs(), count, size)
            listed.append(documents)
            bytes.append(len(column))
            yield column

    writer.extend("columns.values", np.dtype("u1"), parts())
    writer.add("fields.bytes", narrow(np.cumsum(bytes)))
    writer.add("fields.documents", narrow(np.cumsum(list(map(len, listed)))))
    writer.add("columns.documents", np.concatenate(listed))


def column_of(
    documents: Ints, values: Ints, count: int, size: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Return the bytes of a column, filled up to 8, and its documents if it is listed."""
    dense, listed = smallest_unsigned(count), smallest_unsigned(count - 1)
    is_single = bool((documents[1:] > documents[:-1]).all())
    if is_single and size * dense.itemsize <= len(documents) * (4 + listed.itemsize):
        column = np.zeros(size, dtype=dense)
        column[documents] = values + 1
        documents = documents[:0]
    else:
        column = values.astype(listed)
    raw = column.view(np.uint8)
    filled = np.concatenate([raw, np.zeros(-len(raw) % ALIGNED, np.uint8)])
    return filled, documents.astype(np.uint32)


def _write_words(writer: ArrayFileWriter, fields: Iterable[WrittenField]) -> None:
    words, lengths = list[str](), [np.zeros(1, np.int64)]

    def parts() -> Iterator[Ints]:
        for each in fields:
            own, its_lengths, values = each.words()
            words.extend(f"{each.name}\0{word}" for word in own)
            lengths.append(its_lengths)
            yield values

    writer.extend("value_words.values", np.dtype("u4"), parts())
    writer.add("value_words.starts", narrow(np.cumsum(np.concatenate(lengths))))
    write_strings(writer, "value_words", words)


# --- from articles


class FieldsBuilder:
    """Collects the fields of articles; those named in `left_out` are not taken."""

    def __init__(self, left_out: Set[str] = frozenset()):
        self._left_out = left_out
        self._fields: dict[str, _BuiltField] = {}

    def add(self, article: int, extra: Mapping[str, Any]) -> None:
        """Take the values of an article; articles come in order."""
        if not all(isinstance(name, str) for name in extra):
            extra = json.loads(json.dumps(extra))  # what will be stored
        for name, value in extra.items():
            for label, type in values_of(value):
                field = self._fields.get(name)
                if field is None:
                    if name in self._left_out or not is_name(name):
                        break
                    field = self._fields[name] = _BuiltField(name)
                field.add(article, label, type)

    def write(self, writer: ArrayFileWriter, documents: Ints, size: int) -> None:
        """Write the fields of `size` documents, given that of each article, -1 for none."""
        fields = [self._fields[name] for name in sorted(self._fields)]
        write_fields(writer, [field for field in fields if field.has_values_of(documents)], size)


class _BuiltField:
    """The values of one field in the order in which they were met, and of each article."""

    def __init__(self, name: str):
        self.name = name
        self._met: dict[tuple[str, ValueType], int] = {}
        self._articles, self._values = array("I"), array("I")
        self._pairs = np.zeros(0, np.int64), np.zeros(0, np.int64)

    def add(self, article: int, label: str, type: ValueType) -> None:
        self._articles.append(article)
        self._values.append(self._met.setdefault((label, type), len(self._met)))

    def has_values_of(self, documents: Ints) -> bool:
        """Keep the values of articles that are documents, given that of each article; are there any?"""
        found = documents.take(np.array(self._articles, np.int64))
        living = found >= 0
        self._pairs = found[living], np.array(self._values, np.int64)[living]
        return bool(living.any())

    @cached_property
    def _ordered(self) -> list[tuple[str, ValueType]]:
        """The values of documents in order; made once all are met."""
        values = list(self._met)
        living = [values[number] for number in np.unique(self._pairs[1]).tolist()]
        return sorted(living, key=lambda each: (order_key(each[0]), _NUMBER_OF_TYPE[each[1]]))

    def labels(self) -> Iterator[tuple[str, int]]:
        for label, type in self._ordered:
            yield label, _NUMBER_OF_TYPE[type]

    def pairs(self) -> tuple[Ints, Ints]:
        ranks = np.empty(len(self._met), dtype=np.int64)
        ranks[[self._met[each] for each in self._ordered]] = np.arange(len(self._ordered))
        documents, values = self._pairs[0], ranks.take(self._pairs[1])
        order = np.lexsort((values, documents))
        return documents[order], values[order]

    def words(self) -> tuple[list[str], Ints, Ints]:
        chain_, values = Chain(), dict[str, list[int]]()
        for number, (label, _) in enumerate(self._ordered):
            for word in set().union(*words_of_label(chain_, label)):
                values.setdefault(word, []).append(number)
        words = sorted(values)
        lengths = np.array([len(values[word]) for word in words], dtype=np.int64)
        numbers = chain.from_iterable(map(values.__getitem__, words))
        return words, lengths, np.array([*numbers], dtype=np.int64)


# --- from segments


def write_merged(
    writer: ArrayFileWriter,
    columns: Sequence[FieldColumns],
    documents: Sequence[Ints],
    size: int,
) -> None:
    """Merge the fields of segments; `documents` has the new number of each old document, -1 for none.

    Of each value, a number is in memory; labels are read as they are written.
    """
    names = sorted({name for each in columns for name in each})
    fields = (
        _MergedField(
            name,
            # Not kept with the segment: each column would hold 8 bytes for each of its documents.
            [
                _Part(own.read(name), new)
                for own, new in zip(columns, documents, strict=True)
                if name in own
            ],
        )
        for name in names
    )
    write_fields(writer, [each for each in fields if each.is_alive], size)


class _MergedField:
    """One field of several segments: only values of living documents, numbered anew."""

    def __init__(self, name: str, parts: Sequence[_Part]):
        self.name = name
        self._parts = parts
        self.is_alive = any(part.alive.any() for part in self._parts)

    def labels(self) -> Iterator[tuple[str, int]]:
        in_order = heapq.merge(*(part.keys(at) for at, part in enumerate(self._parts)))
        for new, ((key, type), same) in enumerate(groupby(in_order, itemgetter(0, 1))):
            for _, _, at, old in same:
                self._parts[at].numbers[old] = new
            yield key[3], type

    def pairs(self) -> tuple[Ints, Ints]:
        all_pairs = [part.pairs() for part in self._parts]
        documents, values = (np.concatenate(each) for each in zip(*all_pairs, strict=True))
        order = np.lexsort((values, documents))
        return documents[order], values[order]

    def words(self) -> tuple[list[str], Ints, Ints]:
        of_parts = [part.words() for part in self._parts]
        words = sorted({word for own, _, _ in of_parts for word in own})
        numbers = {word: number for number, word in enumerate(words)}
        pairs = [np.zeros(0, np.int64)]
        for own, lengths, values in of_parts:
            new = np.array([numbers[word] for word in own], dtype=np.int64)
            both = np.repeat(new, lengths) << VALUE_BITS | values
            pairs.append(both[values >= 0])
        ascending = np.sort(np.concatenate(pairs), kind="stable")  # merges those of the parts
        distinct = ascending.compress(np.diff(ascending, prepend=-1))
        counts = np.bincount(distinct >> VALUE_BITS, minlength=len(words))
        kept = counts.nonzero()[0]
        return [words[at] for at in kept.tolist()], counts[kept], distinct & ((1 << VALUE_BITS) - 1)


class _Part:
    """A field of one of the merged segments.

    `alive` marks the values of living documents, `numbers` are their new numbers, -1 for the others.
    """

    def __init__(self, column: FieldColumn, new: Ints):
        self._column, self._new = column, new
        self.alive = np.zeros(column.count, dtype=np.bool_)
        self.alive[self._living()[1]] = True
        self.numbers = np.full(column.count, -1, dtype=np.int64)

    def _living(self) -> tuple[Ints, Array]:
        documents, values = self._column.all_pairs(keep=False)
        documents = self._new.take(documents)
        living = documents >= 0
        return documents[living], values[living]

    def keys(self, at: int) -> Iterator[tuple[OrderKey, int, int, int]]:
        types, last = self._column.types(), None
        for old, (label, is_alive) in enumerate(zip(self._column.labels(), self.alive, strict=True)):
            if is_alive:
                key = order_key(label), int(types[old])
                if last is not None and key <= last:
                    raise self._column.disorder()
                yield *key, at, old
                last = key

    def pairs(self) -> tuple[Ints, Ints]:
        documents, values = self._living()
        return documents, self.numbers.take(values)

    def words(self) -> tuple[list[str], Ints, Ints]:
        words, lengths, values = self._column.all_words()
        return words, lengths, self.numbers.take(values)
