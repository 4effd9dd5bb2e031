"""A word, phrase or pattern in one segment -> its documents, ascending, and its counts in each.

A loose word has two readings. The first decides which documents match: the forms of its stem, and those
of its lemma beyond the stem. The second, its exact form, only adds to the score. Other leaves have one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from frsearch.codec.postings import Postings
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.phrases import phrase_postings, postings_at
from frsearch.engine.arrays.proximity import near_spans
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

# More lists than this take less time decoded and added up together.
_FEW = 8


@dataclass(frozen=True, slots=True)
class LeafReader:
    """Reads leaves in one segment."""

    segment: Segment
    tuning: Tuning

    def read(self, leaf: ResolvedLeaf) -> tuple[Postings, ...]:
        """Return the readings of a leaf; for a loose word those of its stem, then of its exact form."""
        match leaf:
            case ResolvedPattern():
                return (self._terms(pattern_terms(self.segment, leaf), leaf.field),)
            case ResolvedPhrase():
                return (phrase_postings(self.segment, leaf, self.tuning),)
            case ResolvedNear():
                _, ends = near_spans(self.segment, leaf, self.tuning)
                return (postings_at(ends),)
            case ResolvedWord(exactly=True):
                return (self._terms(terms_of(self.segment, leaf), leaf.field),)
            case ResolvedWord():
                return self._loose_word(leaf)
            case _:
                assert_never(leaf)

    def _loose_word(self, word: ResolvedWord) -> tuple[Postings, Postings]:
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
    ) -> Postings:
        """Return the postings of terms and those of other lists."""
        lists = [*beside]
        if len(terms) > _FEW or self.segment.live is not None:
            lists += [self.segment.postings_of(terms).only(field)] if terms else []
        else:
            lists += [self.segment.term_postings(term).only(field) for term in terms]
        if len(beside) + len(terms) == 1:
            return lists[0]
        return Postings.merged(lists, self.segment.size)
