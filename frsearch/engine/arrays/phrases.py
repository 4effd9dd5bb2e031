"""The occurrences of a phrase in one segment: its words in order, each near the word before.

Posting lists are read by increasing length. Positions of common words are read only in the documents
that hold the rarer words: of « chemin de fer », « de » is looked up where the other words are.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.codec.positions import DOCUMENT_SHIFT, IN_TEXT, Holdings
from frsearch.codec.postings import NO_POSTINGS, Documents, Postings
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.terms import terms_of
from frsearch.engine.arrays.tuning import Tuning
from frsearch.query.resolved import ResolvedPhrase

Mask = NDArray[np.bool_]
Occurrences = NDArray[np.int64]
_Terms = tuple[int, ...]


def phrase_postings(segment: Segment, phrase: ResolvedPhrase, tuning: Tuning) -> Postings:
    """Return the postings of the phrase and its solid spellings, an occurrence at its last word."""
    _, ends = phrase_spans(segment, phrase, tuning)
    solid = [
        segment.positions.occurrences(terms_of(segment, word), None, phrase.field)
        + (len(phrase.words) - 1)
        for word in phrase.solid
    ]
    if any(map(len, solid)):
        ends = np.sort(np.concatenate([ends, *solid]))
        ends = ends.compress(np.diff(ends, prepend=-1))
    return postings_at(ends)


def postings_at(ends: Occurrences) -> Postings:
    """Return the postings of occurrences, ascending, each at its end."""
    if not len(ends):
        return NO_POSTINGS
    documents = ends >> DOCUMENT_SHIFT
    begins = np.diff(documents, prepend=-1).nonzero()[0]
    in_text = np.add.reduceat((ends & IN_TEXT) > 0, begins, dtype=np.uint32)
    counts = np.diff(begins, append=len(ends)).astype(np.uint32)
    return Postings(documents.take(begins), in_text, counts - in_text)


def phrase_spans(
    segment: Segment, phrase: ResolvedPhrase, tuning: Tuning, mask: Mask | None = None
) -> tuple[Occurrences, Occurrences]:
    """Return the first and the last positions of the phrase, without solid spellings, in live documents.

    `mask` selects documents, None for all.
    """
    words = [tuple(terms_of(segment, word)) for word in phrase.words]
    sizes = {each: segment.postings_count(each) for each in words}
    candidates = segment.live_mask() if mask is None else segment.live_mask() & mask
    lists: dict[_Terms, Holdings] = {}
    for each in sorted(sizes, key=sizes.__getitem__):
        if lists and sizes[each] > tuning.common * np.count_nonzero(candidates):
            break
        lists[each] = segment.positions.held(list(each))
        candidates = candidates & _mask_of(segment, lists[each].documents)
    common = candidates.nonzero()[0]
    if not len(common) or not all(sizes.values()):
        return common[:0], common[:0]
    finder = _Finder(segment, phrase, words, sizes, lists)
    expected = sum(
        segment.positions.occurrence_count(each) * len(common) // sizes[each] for each in words
    )
    # Documents are read in batches, so that common words do not fill the memory.
    parts = 1 + expected // tuning.occurrences_at_a_time
    if parts == 1:
        return finder.spans(candidates)
    spans = [finder.spans(_mask_of(segment, some)) for some in np.array_split(common, parts)]
    begins, ends = zip(*spans, strict=True)
    return np.concatenate(begins), np.concatenate(ends)


class _Finder:
    """Finds a phrase from the terms of its words, their numbers of postings, and the lists read."""

    def __init__(
        self,
        segment: Segment,
        phrase: ResolvedPhrase,
        words: list[_Terms],
        sizes: Mapping[_Terms, int],
        lists: Mapping[_Terms, Holdings],
    ):
        self._segment = segment
        self._phrase = phrase
        self._words = words
        self._sizes = sizes
        self._lists = lists

    def spans(self, mask: Mask) -> tuple[Occurrences, Occurrences]:
        """Return the first and last positions of the phrase in the documents of a mask."""
        if self._phrase.slop == 1:
            ends = self._row(mask)
            return ends - (len(self._words) - 1), ends
        begins = ends = self._positions_of(self._words[0], mask)
        for each in self._words[1:]:
            if not len(ends):
                break
            before, ends = _following(ends, self._positions_of(each, mask), self._phrase.slop)
            begins = begins[before]
        return begins, ends

    def _row(self, mask: Mask) -> Occurrences:
        """Return the last positions of adjacent words, starting from the rarest word."""
        order = sorted(range(len(self._words)), key=lambda at: self._sizes[self._words[at]])
        begins = self._positions_of(self._words[order[0]], mask) - order[0]
        for at in order[1:]:
            if not len(begins):
                break
            mask = _mask_of(self._segment, begins >> DOCUMENT_SHIFT)
            begins = kernels.intersect(begins, self._positions_of(self._words[at], mask) - at)
        return begins + (len(self._words) - 1)

    def _positions_of(self, terms: _Terms, mask: Mask) -> Occurrences:
        positions, field = self._segment.positions, self._phrase.field
        if terms in self._lists:
            return positions.placed(self._lists[terms], mask, field)
        return positions.occurrences_in(list(terms), mask.nonzero()[0], field)


def _mask_of(segment: Segment, documents: Documents) -> Mask:
    mask = np.zeros(segment.size, dtype=np.bool_)
    mask[documents] = True
    return mask


def _following(
    before: Occurrences, after: Occurrences, slop: int
) -> tuple[NDArray[np.int64], Occurrences]:
    """Return the positions of `after` that are 1 to `slop` after one of `before`, and the index of the
    nearest such position in `before` for each."""
    if not len(before):
        return before, before
    nearest = np.searchsorted(before, after) - 1
    # A negative index wraps to the last of `before`, which lies after and fails the test below.
    distance = after - before[nearest]
    indices = ((distance > 0) & (distance <= slop)).nonzero()[0]
    return nearest[indices], after[indices]
