"""A word, phrase or pattern in one segment -> its documents and frequencies.

A loose word has two readings. The first decides which documents match: the forms of its stem, and those
of its lemma beyond the stem. The second, its exact form, only adds to the score. Other leaves have one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple, assert_never

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import NO_POSTINGS, Documents, Postings
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.phrases import phrase_postings, postings_at
from frsearch.engine.arrays.proximity import near_spans
from frsearch.engine.arrays.sets import union
from frsearch.engine.arrays.terms import family_of, pattern_terms, terms_of
from frsearch.engine.arrays.tuning import Tuning
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNear,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
)
from frsearch.types import FieldName


class LeafPostings(NamedTuple):
    """The documents that hold a leaf, ascending, and its posting lists.

    The frequency of a document is the sum over all lists. In each of `lists` documents ascend. `others`
    joins many lists, which would take longer to sort than to read unsorted: its documents are in no
    order and may be repeated.
    """

    documents: Documents
    lists: tuple[Postings, ...]
    others: Postings = NO_POSTINGS

    @classmethod
    def of(
        cls,
        lists: Sequence[Postings],
        size: int,
        tuning: Tuning,
        others: Postings = NO_POSTINGS,
    ) -> LeafPostings:
        """Combine lists of documents below `size`."""
        documents = union(size, [each.documents for each in lists], tuning, others.documents)
        return cls(documents, tuple(lists), others)

    @classmethod
    def joined(cls, parts: Sequence[LeafPostings], starts: Sequence[int]) -> LeafPostings:
        """Join the postings of consecutive segments, whose documents begin at `starts`."""
        rows = zip_longest(*(part.lists for part in parts), fillvalue=NO_POSTINGS)
        lists = tuple(Postings.joined(row, starts) for row in rows)
        others = Postings.joined([part.others for part in parts], starts)
        if len(lists) == 1 and not len(others.documents):
            return cls(lists[0].documents, lists)
        shifted = (part.documents + start for part, start in zip(parts, starts, strict=False))
        return cls(np.concatenate([NO_POSTINGS.documents, *shifted]), lists, others)

    @property
    def only(self) -> Postings | None:
        """The only posting list, None if there are several."""
        return self.lists[0] if len(self.lists) == 1 and not len(self.others.documents) else None

    def within(self, documents: Documents) -> list[tuple[NDArray[np.int64], Postings]]:
        """Return for each list the places in a few documents that it has, with their postings."""
        parts: list[tuple[NDArray[np.int64], Postings]] = []
        for each in filter(lambda each: len(each.documents), self.lists):
            at = each.documents.searchsorted(documents)
            places = (each.documents.take(at, mode="clip") == documents).nonzero()[0]
            parts.append((places, each.chosen(at.take(places))))
        if len(self.others.documents):
            order = documents.argsort()
            ascending = documents.take(order)
            mask = np.zeros(int(self.others.documents.max()) + 1, dtype=np.bool_)
            mask[ascending[: ascending.searchsorted(len(mask))]] = True
            others = self.others.chosen(mask.take(self.others.documents).nonzero()[0])
            parts.append((order.take(ascending.searchsorted(others.documents)), others))
        return parts


NOTHING_READ = LeafPostings(NO_POSTINGS.documents, ())


@dataclass(frozen=True, slots=True)
class LeafReader:
    """Reads leaves in one segment."""

    segment: Segment
    tuning: Tuning

    def read(self, leaf: ResolvedLeaf) -> tuple[LeafPostings, ...]:
        """Return the readings of a leaf; for a loose word those of its stem, then of its exact form."""
        match leaf:
            case ResolvedPattern():
                return (self._terms(pattern_terms(self.segment, leaf), leaf.field),)
            case ResolvedPhrase():
                return (self._joined([phrase_postings(self.segment, leaf, self.tuning)]),)
            case ResolvedNear():
                _, ends = near_spans(self.segment, leaf, self.tuning)
                return (self._joined([postings_at(ends)]),)
            case ResolvedWord(exactly=True):
                return (self._terms(terms_of(self.segment, leaf), leaf.field),)
            case ResolvedWord():
                return self._loose_word(leaf)
            case _:
                assert_never(leaf)

    def _loose_word(self, word: ResolvedWord) -> tuple[LeafPostings, LeafPostings]:
        segment = self.segment
        family = family_of(segment, word)
        lists = [segment.stem_postings(stem).only(word.field) for stem in word.stems]
        stem = self._terms(family.beyond, word.field, lists)
        # A word typed with accents best matches the same spelling.
        exact = segment.exact_terms(word.form.accented)
        if len(exact) == 1 and exact == family.terms.tolist():
            return stem, stem
        return stem, self._terms(exact, word.field)

    def _terms(
        self, terms: list[int], field: FieldName | None, beside: Sequence[Postings] = ()
    ) -> LeafPostings:
        """Return the postings of terms and those of other lists."""
        segment = self.segment
        if len(terms) <= self.tuning.few_terms:
            return self._joined([*beside, *(segment.term_postings(term).only(field) for term in terms)])
        return self._joined(beside, segment.postings_of(terms).only(field))

    def _joined(self, lists: Sequence[Postings], others: Postings = NO_POSTINGS) -> LeafPostings:
        return LeafPostings.of(lists, self.segment.size, self.tuning, others)
