"""Writes the posting lists and positions of a segment.

Postings arrive in parts, each a range of terms, in term order. Encoded parts go to temporary files,
so that the largest part bounds the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.array_file import Array, ArrayFileWriter, smallest_unsigned
from frsearch.codec.bulk_analysis import Tokens
from frsearch.codec.limits import PostingLimits
from frsearch.kernels import count_occurrences, encode_postings, sort_occurrences, sum_lists

Ints = NDArray[np.int64]
# Term or stem, document, and how often in the text and in the title.
Postings = tuple[Array, Array, Array, Array]

# The frequency of a term in a document is one byte: the lowest 6 bits count the text, the highest 2 the
# title. MANY marks larger counts, which are kept in a separate list.
MANY = 255

# Every 64th posting has a mark: its document number and the number of occurrences before it. With the
# marks, a reader finds the postings of a few documents without decoding whole lists.
SKIP_INTERVAL = 64

_BLOCK = 1 << 20
_IN_MEMORY = 8 << 20


class InOrder:
    """The postings of the words of articles, by term and document, and their positions.

    `tokens` are those of the title and the text of each article, `order` has the articles in the order
    of documents, and `ranks` the term of each form, below `terms`. The terms take the place of the
    forms in `tokens`.
    `title_lengths` has the number of positions of the title of each document.
    """

    def __init__(
        self,
        tokens: Tokens,
        order: Ints,
        ranks: NDArray[np.int32],
        terms: int,
        title_lengths: NDArray[np.uint32],
    ):
        self._tokens, self._order, self._title_lengths = tokens, order, title_lengths
        self._counts = np.zeros(terms, np.int64)
        for begin in range(0, len(tokens.words), _BLOCK):
            words = tokens.words[begin : begin + _BLOCK]
            found = ranks.take(words >> 1)
            self._counts += np.bincount(found, minlength=terms)
            words[:] = found << 1 | words & 1

    def ranges(self, size: int) -> Iterator[tuple[Array, ...]]:
        """Yield what `PostingsWriter.add` takes, about `size` occurrences at a time."""
        words, ends = self._tokens
        for low, high in term_ranges(self._counts, size):
            counts = self._counts[low:high]
            starts = np.append(0, np.cumsum(counts))
            documents, positions = sort_occurrences(words, ends, self._order, starts, low)
            terms = np.repeat(np.arange(low, high, dtype=np.uint32), counts)
            yield *count_occurrences(terms, documents, positions, self._title_lengths), positions


def count_words(tokens: Tokens, forms: int) -> Ints:
    """Return how often each form occurs."""
    counts = np.zeros(forms, np.int64)
    for begin in range(0, len(tokens.words), _BLOCK):
        counts += np.bincount(tokens.words[begin : begin + _BLOCK] >> 1, minlength=forms)
    return counts


class PostingsWriter:
    """Writes the postings of a segment of `size` documents.

    `stems` are the stem numbers of the terms, ascending.
    """

    def __init__(self, writer: ArrayFileWriter, stems: Ints, size: int, limits: PostingLimits):
        self._writer = writer
        self._stems = stems.astype(np.uint32)
        self._size = size
        stem_count = int(stems[-1]) + 1 if len(stems) else 0
        self._several = np.bincount(stems, minlength=stem_count) > 1
        self._terms = _ListWriter(writer, len(stems), limits.wide_gap)
        self._marks = _Marks(writer)
        self._stem_lists = _ListWriter(writer, stem_count, limits.wide_gap)
        self._occurrence_counts = np.zeros(len(stems), dtype=np.int64)
        self._positions = _Spool(writer)
        self._pending: Postings = (np.zeros(0, np.uint32),) * 4

    def add(
        self, terms: Array, documents: Array, in_text: Array, in_title: Array, positions: Array
    ) -> None:
        """Add postings, sorted by term and document, and the positions of all of them.

        They are all postings of the next range of terms, or, for the term added last, of the next range
        of documents.
        """
        if not len(terms):
            return
        counts = in_text + in_title
        totals = np.bincount(terms, counts, len(self._stems))
        self._occurrence_counts += totals.astype(np.int64)
        self._positions.write(positions)
        self._terms.add(terms, documents, in_text, in_title)
        self._marks.add(documents, counts)
        # A stem with one form needs no list: the list of the form serves.
        stems = self._stems.take(terms)
        shared = self._several.take(stems)
        part = (column[shared] for column in (stems, documents, in_text, in_title))
        self._pending = _postings(map(np.concatenate, zip(self._pending, part, strict=True)))
        self._write_stems(int(stems[-1]))

    def _write_stems(self, end: int) -> None:
        """Write the pending postings of the stems before `end`; later parts may add to stem `end`."""
        complete = int(np.searchsorted(self._pending[0], end))
        postings = _postings(column[:complete] for column in self._pending)
        self._pending = _postings(column[complete:] for column in self._pending)
        self._stem_lists.add(*sum_lists(*postings, self._size))

    def close(self) -> None:
        """Write the arrays to the segment."""
        self._write_stems(len(self._several))
        self._terms.close(self._writer, "term_lists")
        self._marks.close(self._writer)
        self._stem_lists.close(self._writer, "stem_lists")
        ends = np.cumsum(self._occurrence_counts)
        self._writer.add("positions.starts", shrunk(np.concatenate([[0], ends])))
        self._positions.close(self._writer, "positions")


def term_ranges(counts: Ints, size: int) -> Iterator[tuple[int, int]]:
    """Cut the terms into ranges (first, last exclusive) of at most `size` occurrences.

    `counts` are the occurrences of each term; a term with more than `size` is a range by itself.
    """
    ends = np.cumsum(counts)
    low = 0
    while low < len(counts):
        before = int(ends[low - 1]) if low else 0
        high = int(np.searchsorted(ends, before + size, side="right"))
        high = max(high, low + 1)
        yield low, high
        low = high


class _ListWriter:
    """Writes posting lists as gaps: the first document of each list, then the differences.

    A gap over 65,535 is written as 0; its value goes to a separate list.
    """

    def __init__(self, writer: ArrayFileWriter, count: int, wide_gap: int):
        self._wide_gap = wide_gap
        self._counts = np.zeros(count, dtype=np.int64)
        self._bases = np.zeros(count, dtype=np.int64)
        self._gaps = _Spool(writer)
        self._frequencies = _Spool(writer)
        self._wide = _Rare()
        self._many = _Rare()
        self._length = 0
        self._last_number = -1
        self._last_document = 0

    def add(self, numbers: Array, documents: Array, in_text: Array, in_title: Array) -> None:
        """Add postings, sorted by list number and document."""
        if not len(numbers):
            return
        gaps, frequencies, begins, wide, many = encode_postings(
            numbers,
            documents,
            in_text,
            in_title,
            self._last_number,
            self._last_document,
            self._wide_gap,
        )
        self._counts += np.bincount(numbers, minlength=len(self._counts))
        self._bases[numbers[begins]] = documents[begins]
        before = np.where(wide > 0, documents[wide - 1], self._last_document)
        self._wide.add(wide + self._length, documents[wide] - before)
        self._many.add(many + self._length, in_text[many], in_title[many])
        self._gaps.write(gaps)
        self._frequencies.write(frequencies)
        self._length += len(numbers)
        self._last_number, self._last_document = int(numbers[-1]), int(documents[-1])

    def close(self, writer: ArrayFileWriter, name: str) -> None:
        """Write the arrays."""
        writer.add(f"{name}.starts", shrunk(np.concatenate([[0], np.cumsum(self._counts)])))
        writer.add(f"{name}.bases", shrunk(self._bases))
        self._wide.close(writer, (f"{name}.wide", f"{name}.wide_gaps"))
        self._many.close(writer, (f"{name}.many", f"{name}.many_text", f"{name}.many_title"))
        self._gaps.close(writer, f"{name}.gaps", np.dtype(np.uint16))
        self._frequencies.close(writer, f"{name}.frequencies", np.dtype(np.uint8))


class _Marks:
    """The document of every 64th posting, and the number of occurrences before it."""

    def __init__(self, writer: ArrayFileWriter) -> None:
        self._documents, self._occurrences = _Spool(writer), _Spool(writer)
        self._postings = self._counted = 0

    def add(self, documents: Array, counts: Array) -> None:
        marked = slice(-self._postings % SKIP_INTERVAL, None, SKIP_INTERVAL)
        ends = np.cumsum(counts, dtype=np.int64) + self._counted
        self._documents.write(documents[marked])
        self._occurrences.write((ends - counts)[marked])
        self._postings += len(documents)
        self._counted = int(ends[-1]) if len(ends) else self._counted

    def close(self, writer: ArrayFileWriter) -> None:
        self._documents.close(writer, "marks.documents")
        self._occurrences.close(writer, "marks.occurrences")


class _Rare:
    """The few values too large for their array, with their places in it."""

    def __init__(self) -> None:
        self._parts: list[tuple[Array, ...]] = []

    def add(self, *columns: Array) -> None:
        self._parts.append(columns)

    def close(self, writer: ArrayFileWriter, names: tuple[str, ...]) -> None:
        empty = tuple(np.zeros(0, dtype=np.int64) for _ in names)
        for name, column in zip(names, zip(*[empty, *self._parts], strict=True), strict=True):
            writer.add(name, np.concatenate(column).astype(np.uint64))


class _Spool:
    """A buffer of numbers until the largest is known: in memory up to 8 MB, then in a file."""

    def __init__(self, writer: ArrayFileWriter) -> None:
        self._file = writer.spool(_IN_MEMORY)
        self._parts: list[tuple[np.dtype[Any], int]] = []
        self._largest = 0

    def write(self, array: Array) -> None:
        self._largest = max(self._largest, int(array.max(initial=0)))
        array = shrunk(array)
        self._parts.append((array.dtype, len(array)))
        self._file.write(array.data)

    def close(self, writer: ArrayFileWriter, name: str, dtype: np.dtype[Any] | None = None) -> None:
        writer.extend(name, dtype or smallest_unsigned(self._largest), self._blocks())
        self._file.close()

    def _blocks(self) -> Iterator[Array]:
        self._file.seek(0)
        for dtype, length in self._parts:
            while length:
                count = min(length, _BLOCK)
                yield np.frombuffer(self._file.read(count * dtype.itemsize), dtype)
                length -= count


def shrunk(array: Array) -> Array:
    """Return the array in the smallest unsigned type that holds its numbers."""
    return array.astype(smallest_unsigned(int(array.max(initial=0))))


def _postings(columns: Iterable[Array]) -> Postings:
    stems, documents, in_text, in_title = columns
    return stems, documents, in_text, in_title
