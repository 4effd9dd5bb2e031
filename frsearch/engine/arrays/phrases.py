"""A phrase in one segment: where its words stand in order, each near the one before.

Posting lists are read from the rarest word on, and the positions of common words only in the documents
that are left: of « chemin de fer », « de » is looked up where the others are.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.positions import DOCUMENT_SHIFT, IN_TEXT, Holdings
from frsearch.codec.postings import NO_POSTINGS, Documents, Postings
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.sets import members
from frsearch.engine.arrays.terms import terms_of
from frsearch.engine.arrays.tuning import Tuning
from frsearch.query.resolved import ResolvedPhrase

Mask = NDArray[np.bool_]
Occurrences = NDArray[np.int64]
_Terms = tuple[int, ...]


def phrase_postings(segment: Segment, phrase: ResolvedPhrase, tuning: Tuning) -> Postings:
    """Find where the phrase ends, and for its solid spellings where it would end."""
    _, found = phrase_spans(segment, phrase, tuning)
    solid = [
        segment.positions.occurrences(terms_of(segment, word), None, phrase.field)
        + (len(phrase.words) - 1)
        for word in phrase.solid
    ]
    if any(map(len, solid)):
        found = np.sort(np.concatenate([found, *solid]))
        found = found.compress(np.diff(found, prepend=-1))
    if not len(found):
        return NO_POSTINGS
    documents = found >> DOCUMENT_SHIFT
    begins = np.diff(documents, prepend=-1).nonzero()[0]
    in_text = np.add.reduceat((found & IN_TEXT) > 0, begins, dtype=np.int64)
    return Postings(documents.take(begins), in_text, np.diff(begins, append=len(found)) - in_text)


def phrase_spans(
    segment: Segment, phrase: ResolvedPhrase, tuning: Tuning, wanted: Mask | None = None
) -> tuple[Occurrences, Occurrences]:
    """Return the first and the last positions of the phrase, as its words make it, in live documents.

    `wanted` says which documents, None for all.
    """
    words = [tuple(terms_of(segment, word)) for word in phrase.words]
    sizes = {each: segment.postings_count(each) for each in words}
    kept = segment.live_mask() if wanted is None else segment.live_mask() & wanted
    held: dict[_Terms, Holdings] = {}
    for each in sorted(sizes, key=sizes.__getitem__):
        if held and sizes[each] > tuning.common * np.count_nonzero(kept):
            break
        held[each] = segment.positions.held(list(each))
        kept = kept & _holding(segment, held[each].documents)
    common = kept.nonzero()[0]
    if not len(common) or not all(sizes.values()):
        return common[:0], common[:0]
    finder = _Finder(segment, phrase, words, sizes, held)
    expected = sum(
        segment.positions.occurrence_count(each) * len(common) // sizes[each] for each in words
    )
    # Some documents at a time, so that common words do not fill the memory.
    parts = 1 + expected // tuning.occurrences_at_a_time
    if parts == 1:
        return finder.spans(kept)
    found = [finder.spans(_holding(segment, some)) for some in np.array_split(common, parts)]
    begins, ends = zip(*found, strict=True)
    return np.concatenate(begins), np.concatenate(ends)


class _Finder:
    """Finds a phrase, given the terms of its words, their numbers of postings, and the lists read."""

    def __init__(
        self,
        segment: Segment,
        phrase: ResolvedPhrase,
        words: list[_Terms],
        sizes: Mapping[_Terms, int],
        held: Mapping[_Terms, Holdings],
    ):
        self._segment = segment
        self._phrase = phrase
        self._words = words
        self._sizes = sizes
        self._held = held

    def spans(self, kept: Mask) -> tuple[Occurrences, Occurrences]:
        """Return the first and last positions of the phrase in the documents kept."""
        if self._phrase.slop == 1:
            ends = self._row(kept)
            return ends - (len(self._words) - 1), ends
        begins = ends = self._placed(self._words[0], kept)
        for each in self._words[1:]:
            if not len(ends):
                break
            before, ends = _following(ends, self._placed(each, kept), self._phrase.slop)
            begins = begins[before]
        return begins, ends

    def _row(self, kept: Mask) -> Occurrences:
        """Return where words that follow one another end, beginning with the rarest of them."""
        order = sorted(range(len(self._words)), key=lambda at: self._sizes[self._words[at]])
        found = self._placed(self._words[order[0]], kept) - order[0]
        for at in order[1:]:
            if not len(found):
                break
            kept = _holding(self._segment, found >> DOCUMENT_SHIFT)
            found = members(found, self._placed(self._words[at], kept) - at)
        return found + (len(self._words) - 1)

    def _placed(self, terms: _Terms, kept: Mask) -> Occurrences:
        positions, field = self._segment.positions, self._phrase.field
        if terms in self._held:
            return positions.placed(self._held[terms], kept, field)
        return positions.occurrences_in(list(terms), kept.nonzero()[0], field)


def _holding(segment: Segment, documents: Documents) -> Mask:
    mask = np.zeros(segment.size, dtype=np.bool_)
    mask[documents] = True
    return mask


def _following(
    before: Occurrences, after: Occurrences, slop: int
) -> tuple[NDArray[np.int64], Occurrences]:
    """Return those of `after` that stand 1 to `slop` positions after one of `before`, and places
    of the nearest such ones in `before`."""
    if not len(before):
        return before, before
    nearest = np.searchsorted(before, after) - 1
    # A negative index wraps to the last of `before`, which lies after and fails the test below.
    distance = after - before[nearest]
    found = ((distance > 0) & (distance <= slop)).nonzero()[0]
    return nearest[found], after[found]
