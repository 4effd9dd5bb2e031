"""A word, phrase or pattern in one segment: the documents that hold it, and how often.

A leaf has one or two looks. The first decides what matches: of a loose word the forms of its stem, and
of its lemma where that reaches further; the second, its exact form, only adds to the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import NO_POSTINGS, Documents, Postings
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.phrases import phrase_postings
from frsearch.engine.arrays.sets import union
from frsearch.engine.arrays.terms import family_of, pattern_terms
from frsearch.query.nodes import Leaf, Pattern, Phrase
from frsearch.types import FieldName

# More lists than these are read together.
_FEW_TERMS = 3


class Look(NamedTuple):
    """The documents that a look finds, ascending, and the posting lists that it is made of.

    A document has what it has in all of them. In each of `parts` documents ascend; those of `others`,
    many lists that it takes longer to put in order than to read as they are, are in no order, and
    may stand there again and again.
    """

    documents: Documents
    parts: tuple[Postings, ...]
    others: Postings = NO_POSTINGS

    @classmethod
    def of(cls, parts: Sequence[Postings], size: int, others: Postings = NO_POSTINGS) -> Look:
        """Make a look of lists of documents below `size`."""
        documents = union(size, [part.documents for part in parts], others.documents)
        return cls(documents, tuple(parts), others)

    @classmethod
    def joined(cls, looks: Sequence[Look], starts: Sequence[int]) -> Look:
        """Make one look of those of segments in a row, whose documents begin at `starts`."""
        rows = zip_longest(*(look.parts for look in looks), fillvalue=NO_POSTINGS)
        parts = tuple(Postings.joined(row, starts) for row in rows)
        others = Postings.joined([look.others for look in looks], starts)
        if len(parts) == 1 and not len(others.documents):
            return cls(parts[0].documents, parts)
        shifted = (look.documents + start for look, start in zip(looks, starts, strict=False))
        return cls(np.concatenate([NO_POSTINGS.documents, *shifted]), parts, others)

    @property
    def only(self) -> Postings | None:
        """The one list that it is made of, None if it is made of several."""
        return self.parts[0] if len(self.parts) == 1 and not len(self.others.documents) else None

    def within(self, documents: Documents) -> list[tuple[NDArray[np.int64], Postings]]:
        """Return what lists have of a few documents, in any order: places of these, and postings."""
        found: list[tuple[NDArray[np.int64], Postings]] = []
        for part in filter(lambda each: len(each.documents), self.parts):
            at = part.documents.searchsorted(documents)
            places = (part.documents.take(at, mode="clip") == documents).nonzero()[0]
            found.append((places, part.chosen(at.take(places))))
        if len(self.others.documents):
            order = documents.argsort()
            ascending = documents.take(order)
            mask = np.zeros(int(self.others.documents.max()) + 1, dtype=np.bool_)
            mask[ascending[: ascending.searchsorted(len(mask))]] = True
            others = self.others.chosen(mask.take(self.others.documents).nonzero()[0])
            found.append((order.take(ascending.searchsorted(others.documents)), others))
        return found


NO_LOOK = Look(NO_POSTINGS.documents, ())


def looks(leaf: Leaf, segment: Segment) -> tuple[Look, ...]:
    """Read a resolved leaf's postings: of a loose word in two looks, of others in one."""
    if isinstance(leaf, Pattern):
        return (_of_terms(segment, pattern_terms(segment, leaf), leaf.field),)
    if isinstance(leaf, Phrase):
        return (Look.of([phrase_postings(segment, leaf)], segment.size),)
    if leaf.exactly:
        return (_of_terms(segment, segment.exact_terms(leaf.exact_term), leaf.field),)
    family = family_of(segment, leaf)
    parts = [segment.stem_postings(stem).only(leaf.field) for stem in leaf.stems]
    look = _of_terms(segment, family.beyond, leaf.field, parts)
    # What was typed with accents is best answered by that spelling.
    exact = segment.exact_terms(leaf.form.accented)
    if len(exact) == 1 and exact == family.terms.tolist():
        return look, look
    return look, _of_terms(segment, exact, leaf.field)


def _of_terms(
    segment: Segment, terms: list[int], field: FieldName | None, parts: Sequence[Postings] = ()
) -> Look:
    """Return a look of terms, beside other lists."""
    if len(terms) <= _FEW_TERMS:
        lists = [segment.term_postings(term).only(field) for term in terms]
        return Look.of([*parts, *lists], segment.size)
    return Look.of(parts, segment.size, segment.postings_of(terms).only(field))
