"""The most frequent rows of words, such as « chef de état », in the texts of some articles.

Texts are laid out as words in a row, from positions; no text is read. A row belongs to a bucket, by its
hash. All rows are counted by bucket, and the rows of buckets that a sample shows to be full are counted
exactly. If another bucket is as full as the last of the rows asked for is frequent, its rows are counted
too: so the result does not depend on the sample.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.search import Matches
from frsearch.engine.arrays.tuning import Tuning
from frsearch.engine.arrays.word_counts import Words, words_of
from frsearch.engine.request import WordCount, WordRows
from frsearch.types import WordUnit

Ints = NDArray[np.int64]
_Mask = NDArray[np.bool_]
_Result = TypeVar("_Result")
# Parts of texts that memory holds at once.
_MOST_AT_ONCE = 4
# A sample has one of so many runs of documents, times the number of parts of the texts.
_RUNS = 64
# Of the buckets, at most one in so many is chosen for being half as full in a sample as the fullest.
_FEW = 64


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of words to count: the arguments of `Searcher.word_rows`."""

    length: int
    least: int
    most: int
    without: Collection[str]


class _Counted(NamedTuple):
    """A row, its occurrences, its texts, and the documents of the first text and of the last."""

    row: tuple[int, ...]
    occurrences: int
    articles: int
    first: int
    last: int


def count_rows(
    matches: Matches,
    unit: WordUnit,
    wanted: Wanted,
    tuning: Tuning,
    id_of: Callable[[int], str] | None = None,
) -> WordRows:
    """Count rows of words in the texts of matches; examples are named by the id of a document."""
    snapshot, numbers = matches.evaluator.snapshot, dict[str, int]()
    wholes = [
        _Layout.of(segment, start, part, words_of(segment, unit), numbers)
        for segment, start, part in zip(
            snapshot.segments, snapshot.starts[:-1], snapshot.parted(matches.documents), strict=True
        )
        if len(part)
    ]
    may_end = np.array([word not in wanted.without for word in numbers], dtype=np.uint8)
    rows, is_all = _Counting(wholes, may_end, wanted, tuning).most_frequent()
    names = list(numbers)
    named = [(tuple(names[word] for word in counted.row), counted) for counted in rows]
    named.sort(key=lambda each: (-each[1].occurrences, each[0]))
    named = named[: wanted.most]
    examples = {row: (id_of(each.first), id_of(each.last)) for row, each in named} if id_of else {}
    return WordRows(
        sum(whole.words for whole in wholes),
        len(matches.documents),
        {row: WordCount(each.occurrences, each.articles) for row, each in named},
        len(rows) if is_all else None,
        matches.match,
        matches.warnings,
        examples,
    )


class _Counting:
    """Rows of words in texts: those in the buckets that were `_tallied`, and how full each bucket is."""

    def __init__(
        self, wholes: Sequence[_Layout], may_end: NDArray[np.uint8], wanted: Wanted, tuning: Tuning
    ):
        self._wholes = wholes
        self._layouts = [part for whole in wholes for part in whole.parts(tuning.words_at_a_time)]
        self._wanted = wanted
        # Twice as many buckets as words are enough.
        words = sum(min(each.words, len(each.segment.positions)) for each in wholes)
        bits = min(tuning.row_buckets.bit_length() - 1, words.bit_length() + 1)
        self._asked = may_end, wanted.length, bits
        self._full = np.zeros(1 << bits, dtype=np.int64)
        self._tallied = np.zeros(1 << bits, dtype=np.bool_)
        self._found: dict[tuple[int, ...], _Counted] = {}
        # What is laid out at once is read once.
        self._texts = [each.read() for each in self._layouts] if len(self._layouts) == 1 else None

    def most_frequent(self) -> tuple[list[_Counted], bool]:
        """Return the rows, the most frequent first, and whether there are no others."""
        most, least = self._wanted.most, self._wanted.least
        self._begin()
        while True:
            often = [each for each in self._found.values() if each.occurrences >= least]
            often.sort(key=lambda each: -each.occurrences)
            last = often[most - 1].occurrences if 0 < most <= len(often) else least
            missing = (self._full >= last) & ~self._tallied
            if not missing.any():
                return often, not ((self._full >= least) & ~self._tallied).any()
            for rows in self._over_all(self._tally_of(missing)):
                self._add(rows)

    def _begin(self) -> None:
        """Count all rows by bucket, and exactly those of the buckets that are likely to be asked for."""
        if self._texts is not None:
            self._full += kernels.count_rows(self._texts[0].words, *self._asked)
            self._add(self._tally_of(_likely(self._full, self._wanted.most, 1))(self._texts[0]))
            return
        full = np.zeros_like(self._full)
        for whole in self._wholes:
            full += kernels.count_rows(whole.sample(len(self._layouts)).read().words, *self._asked)
        tally = self._tally_of(_likely(full, self._wanted.most, 2))
        for counts, rows in self._over_all(
            lambda texts: (kernels.count_rows(texts.words, *self._asked), tally(texts))
        ):
            self._full += counts
            self._add(rows)

    def _tally_of(self, buckets: _Mask) -> Callable[[_Texts], list[_Counted]]:
        """Return what tallies the rows of buckets in texts, to be done in all texts."""
        self._tallied |= buckets
        bits = np.packbits(buckets, bitorder="little")
        return lambda texts: texts.tally(*self._asked, bits)

    def _add(self, counted: Sequence[_Counted]) -> None:
        """Add the rows of texts that follow those before."""
        for each in counted:
            row, occurrences, articles, _, last = each
            before = self._found.get(row)
            if before is not None:
                occurrences, articles = occurrences + before.occurrences, articles + before.articles
                each = _Counted(row, occurrences, articles, before.first, last)
            self._found[row] = each

    def _over_all(self, work: Callable[[_Texts], _Result]) -> Iterator[_Result]:
        """Yield the results of all texts; some are worked on at once, as kernels release the GIL."""
        if self._texts is not None or not self._layouts:
            yield from map(work, self._texts or ())
            return
        from concurrent.futures import ThreadPoolExecutor  # takes 10 ms

        threads = min(_MOST_AT_ONCE, len(self._layouts), os.cpu_count() or 1)
        with ThreadPoolExecutor(threads, "frsearch") as executor:
            yield from executor.map(lambda layout: work(layout.read()), self._layouts)


def _likely(full: Ints, most: int, margin: int) -> _Mask:
    """Return the buckets that are likely to have the rows that occur most.

    They are at least twice as many as these rows, if there are as many, and those that are `margin`
    times less full, unless these are too many.
    """
    as_full = np.cumsum(np.bincount(full)[::-1])[::-1]
    enough = int((as_full >= 2 * most).nonzero()[0].max(initial=0))
    few = int((as_full > len(full) // _FEW).nonzero()[0].max(initial=-1)) + 1
    return full >= min(enough, max(enough // margin, few))


class _Texts(NamedTuple):
    """Words of texts in a row, -1 after each text and where there is none; the end of each text, and its
    document among all."""

    words: NDArray[np.int32]
    ends: Ints
    documents: Documents

    def tally(
        self, may_end: NDArray[np.uint8], length: int, bits: int, counted: NDArray[np.uint8]
    ) -> list[_Counted]:
        """Count the rows in the buckets to be counted."""
        found = kernels.tally_rows(self.words, self.ends, may_end, length, bits, counted)
        firsts, occurrences, articles, lasts = found
        rows = map(tuple, self.words[firsts[:, None] + np.arange(length)].tolist())
        examples = (self.documents[self.ends.searchsorted(at, side="right")] for at in (firsts, lasts))
        columns = (each.tolist() for each in (occurrences, articles, *examples))
        return list(map(_Counted, rows, *columns))


@dataclass(frozen=True, slots=True)
class _Layout:
    """Texts of a segment to be laid out. `terms` are all terms, the longest first, and `numbers` those
    of their words; `start` is the number of its first document among all."""

    segment: Segment
    start: int
    documents: Documents
    terms: Ints
    numbers: NDArray[np.int32]

    @classmethod
    def of(
        cls,
        segment: Segment,
        start: int,
        documents: Documents,
        words: Words,
        numbers: dict[str, int],
    ) -> _Layout:
        """Lay out the texts of documents; number the words of the segment."""
        own = np.array([numbers.setdefault(text, len(numbers)) for text in words.texts], dtype=np.int32)
        of_term = np.empty(len(words.terms), dtype=np.int32)
        of_term[words.terms] = own.repeat(np.diff(words.bounds))
        lengths = np.array(list(map(len, segment.words.terms.all())), dtype=np.int64)
        terms = np.argsort(-lengths, kind="stable")
        return cls(segment, start, documents, terms, of_term.take(terms))

    @property
    def words(self) -> int:
        """The number of words of the texts."""
        return int(self._lengths().sum())

    def parts(self, words: int) -> Iterator[_Layout]:
        """Yield the same texts in parts of about so many words."""
        ends = np.cumsum(self._lengths())
        cuts = ends.searchsorted(np.arange(words, ends[-1], words))
        for part in np.split(self.documents, cuts):
            if len(part):
                yield replace(self, documents=part)

    def sample(self, share: int) -> _Layout:
        """Return one of `share` of the texts, in runs from all over."""
        runs = np.array_split(self.documents, min(_RUNS * share, len(self.documents)))
        return replace(self, documents=np.concatenate(runs[share // 2 :: share] or runs[:1]))

    def read(self) -> _Texts:
        """Return the words of the texts.

        Of a place with several words, as in « week-end », the shortest is taken.
        """
        lengths = self._lengths()
        ends = np.cumsum(lengths + 1)  # an empty place parts two texts
        places = np.full(self.segment.size, -1, dtype=np.int64)
        places[self.documents] = ends - lengths - 1
        words = self.segment.positions.lay_out(self.terms, self.numbers, places, int(ends[-1]))
        return _Texts(words, ends, self.documents + self.start)

    def _lengths(self) -> Ints:
        return self.segment.stored_lengths("text").take(self.documents).astype(np.int64)
