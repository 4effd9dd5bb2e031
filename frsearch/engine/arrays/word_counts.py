"""Counts of all words in the texts of some articles, and near the occurrences of a query.

Counts come from postings and positions; no text is read. Words are accented forms, or lemmas.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.positions import DOCUMENT_SHIFT, IN_TEXT, POSITION
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.occurrences import occurrences_in
from frsearch.engine.arrays.search import Matches
from frsearch.engine.arrays.tuning import Tuning
from frsearch.engine.request import WordCount, WordCounts
from frsearch.query.resolved import positive_leaves
from frsearch.types import WordUnit

Ints = NDArray[np.int64]


class Words(NamedTuple):
    """The words of a segment: `terms` in the order of words; where those of each begin, then the number
    of terms; the words."""

    terms: Ints
    bounds: Ints
    texts: list[str]


def count_words(matches: Matches, unit: WordUnit, tuning: Tuning) -> WordCounts:
    """Count the words of the texts of matches."""
    snapshot, documents = matches.evaluator.snapshot, matches.documents
    total, counts = 0, dict[str, WordCount]()
    for segment, part in zip(snapshot.segments, snapshot.parted(documents), strict=True):
        total += int(segment.lengths_of("text", part).sum(dtype=np.int64))
        words = words_of(segment, unit)
        _add(counts, words, *_counted(segment, words, part, tuning))
    return WordCounts(total, len(documents), counts, matches.match, matches.warnings)


def count_near(matches: Matches, unit: WordUnit, window: int, tuning: Tuning) -> WordCounts:
    """Count the words at most `window` places before or after an occurrence of a query, each place once.

    The words of occurrences themselves are not counted.
    """
    snapshot, leaves = matches.evaluator.snapshot, [*dict.fromkeys(positive_leaves(matches.tree))]
    total, articles, counts = 0, 0, dict[str, WordCount]()
    for segment, part in zip(snapshot.segments, snapshot.parted(matches.documents), strict=True):
        begins, ends = occurrences_in(leaves, segment, part, tuning)
        if not len(begins):
            continue
        documents = begins >> DOCUMENT_SHIFT
        places = Places.of(segment, documents[np.diff(documents, prepend=-1) > 0])
        near = places.near(begins, ends, window)
        total += int(near.sum())
        articles += len(places.documents)
        words = words_of(segment, unit)
        _add(counts, words, *_counted_at(words, places, near, tuning))
    return WordCounts(total, articles, counts, matches.match, matches.warnings)


def words_of(segment: Segment, unit: WordUnit) -> Words:
    """Return the words of a segment."""
    if unit == "lemma":
        return Words(*segment.words.by_lemma)
    count = len(segment.words)
    return Words(np.arange(count), np.arange(count + 1), segment.words.terms.all())


def forms_of(segments: Sequence[Segment], lemmas: Sequence[str]) -> dict[str, dict[str, int]]:
    """Map lemmas to their forms with document counts, deleted ones included."""
    forms: dict[str, dict[str, int]] = {lemma: {} for lemma in lemmas}
    for segment in segments:
        words = words_of(segment, "lemma")
        bounds = words.bounds.tolist()
        for at, lemma in enumerate(words.texts):
            known = forms.get(lemma)
            if known is not None:
                terms = words.terms[bounds[at] : bounds[at + 1]]
                counts = segment.term_lists.lengths(terms).tolist()
                for term, count in zip(terms.tolist(), counts, strict=True):
                    form = segment.words.terms[term]
                    known[form] = known.get(form, 0) + count
    return forms


def _add(counts: dict[str, WordCount], words: Words, occurrences: Ints, articles: Ints) -> None:
    """Add the counts of a segment's words to those of others."""
    held = occurrences.nonzero()[0]
    texts = map(words.texts.__getitem__, held.tolist())
    numbers = zip(occurrences.take(held).tolist(), articles.take(held).tolist(), strict=True)
    if not counts:
        counts.update(zip(texts, map(WordCount._make, numbers), strict=True))
        return
    for text, (occurring, holding) in zip(texts, numbers, strict=True):
        before = counts.get(text)
        if before is not None:
            occurring, holding = occurring + before.occurrences, holding + before.articles
        counts[text] = WordCount(occurring, holding)


class _Batch(NamedTuple):
    """The words from `begin` to `end` (exclusive), their terms, and the number of each term's word."""

    begin: int
    end: int
    terms: Ints
    owners: Ints


def _batches(segment: Segment, words: Words, postings_at_a_time: int) -> Iterator[_Batch]:
    """Yield words in batches of about so many postings."""
    before = np.concatenate([[0], np.cumsum(segment.term_lists.lengths(words.terms))])
    postings = before.take(words.bounds)
    begin = 0
    while begin < len(words.texts):
        most = int(postings[begin]) + postings_at_a_time
        end = max(begin + 1, int(postings.searchsorted(most, side="right")) - 1)
        bounds = words.bounds[begin : end + 1]
        owners = np.arange(end - begin).repeat(np.diff(bounds))
        yield _Batch(begin, end, words.terms[bounds[0] : bounds[-1]], owners)
        begin = end


def _counted(segment: Segment, words: Words, documents: Documents, tuning: Tuning) -> tuple[Ints, Ints]:
    """Return how often each word is in the texts of documents, and in how many of them."""
    occurrences, articles = (np.zeros(len(words.texts), dtype=np.int64) for _ in range(2))
    chosen = None
    if len(documents) < segment.size:
        chosen = np.zeros(segment.size, dtype=np.bool_)
        chosen[documents] = True
    for begin, end, terms, owners in _batches(segment, words, tuning.postings_at_a_time):
        postings = segment.term_lists.several(terms.tolist())
        kept = postings.in_text > 0
        if chosen is not None:
            kept &= chosen.take(postings.documents)
        of = owners.repeat(segment.term_lists.lengths(terms))[kept]
        sums = np.bincount(of, weights=postings.in_text[kept], minlength=end - begin)
        occurrences[begin:end] = sums.astype(np.int64)
        articles[begin:end] = _distinct(of, postings.documents[kept], end - begin, segment.size)
    return occurrences, articles


def _distinct(owners: Ints, documents: Documents, count: int, size: int) -> Ints:
    """Return how many distinct documents each of `count` owners, ascending, has."""
    keys = owners * size + documents
    if len(keys) > 1 and not (keys[1:] > keys[:-1]).all():
        keys.sort(kind="stable")  # of runs that ascend
        keys = keys[np.diff(keys, prepend=-1) > 0]
        owners = keys // size
    return np.bincount(owners, minlength=count)


@dataclass(frozen=True, slots=True)
class Places:
    """The words of the texts of some documents of a segment, one text after another.

    `starts` has the place of the first word of each text, then the number of places; `before` the same
    for every document of the segment, 0 for others.
    """

    segment: Segment
    documents: Documents
    starts: Ints
    before: Ints

    @classmethod
    def of(cls, segment: Segment, documents: Documents, apart: int = 0) -> Places:
        """Lay out the texts of documents, ascending, with so many empty places after each."""
        lengths = segment.lengths_of("text", documents).astype(np.int64) + apart
        starts = np.concatenate([[0], np.cumsum(lengths)])
        before = np.zeros(segment.size, dtype=np.int64)
        before[documents] = starts[:-1]
        return cls(segment, documents, starts, before)

    def at(self, occurrences: Ints) -> Ints:
        """Return the places of occurrences in texts."""
        return self.before.take(occurrences >> DOCUMENT_SHIFT) + (occurrences & POSITION)

    def of_terms(self, terms: Ints) -> tuple[Ints, Ints, Documents]:
        """Return where terms are: the number of the term, the place, the document."""
        which, found = self.segment.positions.occurrences_near(terms, self.documents)
        in_text = (found & IN_TEXT) > 0
        which, found = which[in_text], found[in_text]
        return which, self.at(found), found >> DOCUMENT_SHIFT

    def postings_at_a_time(self, tuning: Tuning) -> int:
        """Return in how many postings of all documents there are about so many of these."""
        return tuning.postings_at_a_time * max(self.segment.size // max(len(self.documents), 1), 1)

    def near(self, begins: Ints, ends: Ints, window: int) -> NDArray[np.bool_]:
        """Return a mask of the places at most `window` from a span, without those in spans."""
        near = np.zeros(int(self.starts[-1]), dtype=np.bool_)
        firsts, lasts = self.at(begins), self.at(ends)
        text = self.documents.searchsorted(begins >> DOCUMENT_SHIFT)
        least, most = self.starts.take(text), self.starts.take(text + 1) - 1
        for step in range(1, window + 1):
            near[(firsts - step)[firsts - step >= least]] = True
            near[(lasts + step)[lasts + step <= most]] = True
        for step in range(int((lasts - firsts).max()) + 1):
            near[(firsts + step)[firsts + step <= lasts]] = False
        return near


def _counted_at(
    words: Words, places: Places, wanted: NDArray[np.bool_], tuning: Tuning
) -> tuple[Ints, Ints]:
    """Return how often each word is at one of the wanted places, and in how many documents."""
    occurrences, articles = (np.zeros(len(words.texts), dtype=np.int64) for _ in range(2))
    segment = places.segment
    for begin, end, terms, owners in _batches(segment, words, places.postings_at_a_time(tuning)):
        which, at, documents = places.of_terms(terms)
        kept = wanted.take(at)
        of = owners.take(which[kept])
        occurrences[begin:end] = np.bincount(of, minlength=end - begin)
        articles[begin:end] = _distinct(of, documents[kept], end - begin, segment.size)
    return occurrences, articles
