"""A word, phrase or pattern in one segment: the documents that hold it, and how often.

A leaf has one or two looks. The first decides what matches: of a loose word the forms of its stem, and
of its lemma where that reaches further; the second, its exact form, only adds to the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

import numpy as np

from frsearch.codec.postings import NO_POSTINGS, Documents, Postings
from frsearch.codec.segment import Segment
from frsearch.fields import FieldName
from frsearch.query.nodes import Leaf, Pattern, Phrase
from frsearch.query.phrases import phrase_postings
from frsearch.query.sets import union
from frsearch.query.terms import family_of, pattern_terms

# More lists than these are put together.
_FEW_TERMS = 3


class Look(NamedTuple):
    """The documents that a look finds, ascending, and the posting lists that it is made of.

    A document stands in each list once at most, and has what it has in all of them.
    """

    documents: Documents
    parts: tuple[Postings, ...]

    @classmethod
    def of(cls, parts: Sequence[Postings], size: int) -> Look:
        """Make a look of lists of documents below `size`."""
        return cls(union(size, [part.documents for part in parts]), tuple(parts))

    @classmethod
    def joined(cls, looks: Sequence[Look], starts: Sequence[int]) -> Look:
        """Make one look of those of segments in a row, whose documents begin at `starts`."""
        rows = zip_longest(*(look.parts for look in looks), fillvalue=NO_POSTINGS)
        parts = tuple(Postings.joined(row, starts) for row in rows)
        if len(parts) == 1:
            return cls(parts[0].documents, parts)
        shifted = (look.documents + start for look, start in zip(looks, starts, strict=False))
        return cls(np.concatenate([NO_POSTINGS.documents, *shifted]), parts)


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
    if family.beyond:
        parts.append(_of_several(segment, family.beyond, leaf.field))
    look = Look.of(parts, segment.size)
    # What was typed with accents is best answered by that spelling.
    exact = segment.exact_terms(leaf.form.accented)
    if len(exact) == 1 and exact == family.terms.tolist():
        return look, look
    return look, _of_terms(segment, exact, leaf.field)


def _of_terms(segment: Segment, terms: list[int], field: FieldName | None) -> Look:
    if len(terms) > _FEW_TERMS:
        return Look.of([_of_several(segment, terms, field)], segment.size)
    return Look.of([segment.term_postings(term).only(field) for term in terms], segment.size)


def _of_several(segment: Segment, terms: list[int], field: FieldName | None) -> Postings:
    if len(terms) == 1:
        return segment.term_postings(terms[0]).only(field)
    return segment.postings_of(terms).only(field).added()
