"""The most frequent rows of words, such as « chef de état », in the texts of some articles.

Texts are put in a row from positions; no text is read. Rows are counted by their hashes first: what is
frequent is in buckets that are as full, which alone are counted exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.search import Matches
from frsearch.engine.arrays.tuning import Tuning
from frsearch.engine.arrays.word_counts import Places, Words, words_of
from frsearch.engine.request import WordCount, WordRows
from frsearch.types import WordUnit

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of words to count: the arguments of `Searcher.word_rows`."""

    length: int
    least: int
    most: int
    without: Collection[str]


def count_rows(matches: Matches, unit: WordUnit, wanted: Wanted, tuning: Tuning) -> WordRows:
    """Count rows of words in the texts of matches."""
    snapshot, numbers = matches.evaluator.snapshot, dict[str, int]()
    layouts = [
        layout
        for segment, part in zip(snapshot.segments, snapshot.parted(matches.documents), strict=True)
        for layout in _layouts(segment, part, words_of(segment, unit), numbers, tuning)
    ]
    may_end = np.array([word not in wanted.without for word in numbers], dtype=np.bool_)

    def read() -> Iterator[_Texts]:
        for layout in layouts:
            words, owners = layout.read(tuning)
            buckets = _buckets(words, wanted.length, may_end, tuning.row_buckets)
            yield _Texts(words, owners, buckets)

    # A single layout is read once.
    texts = list(read()) if len(layouts) == 1 else None
    full = np.zeros(tuning.row_buckets + 1, dtype=np.int64)
    for each in texts or read():
        full += np.bincount(each.buckets, minlength=len(full))
    full[-1] = 0
    # So full are at least twice as many buckets as rows are asked for, if there are as many.
    as_full = np.cumsum(np.bincount(full)[::-1])[::-1]
    enough = max(wanted.least, int((as_full >= 2 * wanted.most).nonzero()[0].max(initial=0)))
    while True:
        counted = full >= enough
        counted[-1] = False
        found = _Found(wanted.length, len(numbers))
        for each in texts or read():
            found.add(each, counted)
        rows = found.rows(wanted.least)
        # A row that occurs so often is in a bucket that is as full: none was left out.
        is_all = enough <= wanted.least
        if is_all or (0 < wanted.most <= len(rows) and rows[wanted.most - 1][1].occurrences >= enough):
            break
        enough = max(wanted.least, enough // 4)
    names = list(numbers)
    named = [(tuple(names[word] for word in row), count) for row, count in rows]
    named.sort(key=lambda each: (-each[1].occurrences, each[0]))
    return WordRows(
        sum(layout.words for layout in layouts),
        len(matches.documents),
        dict(named[: wanted.most]),
        len(rows) if is_all else None,
        matches.match,
        matches.warnings,
    )


class _Texts(NamedTuple):
    """Words of texts in a row, -1 after each text and where there is none; the text of each place; and
    the bucket of the row of words that begins there, the last if none does."""

    words: NDArray[np.int32]
    owners: NDArray[np.int32]
    buckets: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Texts of a segment to be put in a row, the first of which has the number `first`.

    `numbers` has the number of the word of each term; `by_length` all terms, the longest first.
    """

    segment: Segment
    documents: Documents
    first: int
    numbers: Ints
    by_length: Ints

    @property
    def words(self) -> int:
        """The number of words of the texts."""
        return int(self.segment.lengths_of("text", self.documents).sum(dtype=np.int64))

    def read(self, tuning: Tuning) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the words of the texts, -1 after each text and where there is none, and their texts.

        Of a place with several words, as in « week-end », the shortest is taken.
        """
        places = Places.of(self.segment, self.documents, apart=1)
        row = np.full(int(places.starts[-1]), -1, dtype=np.int32)
        sizes = np.cumsum(self.segment.term_lists.lengths(self.by_length))
        most = places.postings_at_a_time(tuning)
        cuts = sizes.searchsorted(np.arange(most, sizes[-1], most))
        for terms in np.split(self.by_length, cuts):
            which, at, _ = places.of_terms(terms)
            row[at] = self.numbers.take(terms.take(which))
        owners = np.arange(self.first, self.first + len(self.documents), dtype=np.int32)
        return row, owners.repeat(np.diff(places.starts))


def _layouts(
    segment: Segment,
    documents: Documents,
    words: Words,
    numbers: dict[str, int],
    tuning: Tuning,
) -> Iterator[_Layout]:
    """Yield the texts of a segment in parts; number its words."""
    if not len(documents) or not len(words.texts):
        return
    own = np.array([numbers.setdefault(text, len(numbers)) for text in words.texts])
    of_term = np.empty(len(words.terms), dtype=np.int64)
    of_term[words.terms] = own.repeat(np.diff(words.bounds))
    lengths = np.array(list(map(len, segment.words.terms.all())))
    by_length = np.argsort(-lengths, kind="stable")
    ends = np.cumsum(segment.lengths_of("text", documents), dtype=np.int64)
    cuts = ends.searchsorted(np.arange(tuning.words_at_a_time, ends[-1], tuning.words_at_a_time))
    for first, part in zip([0, *cuts.tolist()], np.split(documents, cuts), strict=True):
        if len(part):
            yield _Layout(segment, part, first, of_term, by_length)


def _buckets(
    words: NDArray[np.int32], length: int, may_end: NDArray[np.bool_], buckets: int
) -> NDArray[np.uint32]:
    """Return the bucket of the row of words that begins at each place.

    There are `buckets`, a power of two, and a last one for places where none begins: a row begins and
    ends with words that `may_end` it.
    """
    count = max(len(words) - length + 1, 0)
    hashes, lowest = np.zeros(count, dtype=np.uint32), words[:count].copy()
    for step in range(length):
        part = words[step : step + count]
        hashes += part.view(np.uint32)
        # The golden ratio spreads numbers (Knuth, The Art of Computer Programming 3, 6.4).
        hashes *= np.uint32(0x9E3779B1)
        hashes ^= hashes >> np.uint32(15)
        np.minimum(lowest, part, out=lowest)
    hashes >>= np.uint32(33 - buckets.bit_length())
    hashes[lowest < 0] = buckets
    if not may_end.all():
        outer = may_end.take(words)  # the last, for -1, where no row begins or ends
        hashes[~(outer[:count] & outer[length - 1 :])] = buckets
    return hashes


class _Found:
    """Rows of words counted exactly."""

    def __init__(self, length: int, words: int):
        self._length = length
        self._words = max(words, 1)
        self._counts: dict[tuple[int, ...], WordCount] = {}

    def add(self, texts: _Texts, counted: NDArray[np.bool_]) -> None:
        """Count the rows of texts that are in the buckets to be counted."""
        places = counted.take(texts.buckets).nonzero()[0]
        keys, span = texts.words.take(places).astype(np.int64), self._words
        for step in range(1, self._length):
            if span > (1 << 62) // self._words:
                distinct = _sorted(keys)
                keys, span = distinct.searchsorted(keys), len(distinct)
            keys = keys * self._words + texts.words.take(places + step)
            span *= self._words
        distinct = _sorted(keys)
        of = distinct.searchsorted(keys)
        occurrences = np.bincount(of, minlength=len(distinct))
        apart = _sorted(of << 32 | texts.owners.take(places))
        articles = np.bincount(apart >> 32, minlength=len(distinct))
        firsts = np.empty(len(distinct), dtype=np.int64)
        firsts[of] = places
        rows = texts.words[firsts[:, None] + np.arange(self._length)].tolist()
        for row, *numbers in zip(map(tuple, rows), occurrences.tolist(), articles.tolist(), strict=True):
            before = self._counts.get(row, WordCount(0, 0))
            self._counts[row] = WordCount(*map(sum, zip(before, numbers, strict=True)))

    def rows(self, least: int) -> list[tuple[tuple[int, ...], WordCount]]:
        """Return the rows that occur at least so often, the most frequent first."""
        often = ((row, count) for row, count in self._counts.items() if count.occurrences >= least)
        return sorted(often, key=lambda each: -each[1].occurrences)


def _sorted(numbers: Ints) -> Ints:
    """Return the distinct numbers, ascending."""
    numbers = np.sort(numbers)
    return numbers[np.diff(numbers, prepend=-1) > 0]
