"""The occurrences of words, phrases and patterns near one another in one segment, in any order.

The places of each side are read in the documents that hold all sides. For each order of the sides, each
place of the last is joined to the nearest places of the others before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import assert_never

import numpy as np

from frsearch.codec.positions import IN_TEXT
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.phrases import (
    Occurrences,
    Spans,
    holding_all,
    joined,
    occurrences,
    phrase_spans,
)
from frsearch.engine.arrays.terms import leaf_terms, terms_of
from frsearch.engine.arrays.tuning import Tuning
from frsearch.query.resolved import ResolvedNear, ResolvedPattern, ResolvedPhrase, ResolvedWord, Side
from frsearch.types import FieldName


def near_spans(
    segment: Segment, near: ResolvedNear, tuning: Tuning, documents: Documents | None = None
) -> Spans:
    """Return the first and last positions of the occurrences in live documents, by their last positions.

    `documents` are the documents to look in, None for all.
    """
    if near.is_choice:
        return _in_documents(segment, near, tuning, documents)
    sides = [[term for leaf in side for term in leaf_terms(leaf, segment)] for side in near.sides]
    documents = holding_all(segment, sides, tuning, documents)
    # Documents are read in batches, so that common words do not fill the memory.
    expected = sum(map(segment.positions.occurrence_count, sides))
    parts = 1 + expected * len(documents) // max(1, segment.size) // tuning.occurrences_at_a_time
    if parts == 1 or len(documents) < 2:
        return _in_documents(segment, near, tuning, documents)
    batches = np.array_split(documents, parts)
    return joined([_in_documents(segment, near, tuning, each) for each in batches])


def _in_documents(
    segment: Segment, near: ResolvedNear, tuning: Tuning, documents: Documents | None
) -> Spans:
    sides = [_distinct([*_places(segment, side, near.field, tuning, documents)]) for side in near.sides]
    return _distinct([_in_order(order, near.distance) for order in permutations(sides)])


def _places(
    segment: Segment, side: Side, field: FieldName | None, tuning: Tuning, documents: Documents | None
) -> Iterator[Spans]:
    """Yield the places of each leaf of a side."""
    for leaf in side:
        match leaf:
            case ResolvedWord() | ResolvedPattern():
                yield _single(segment, leaf_terms(leaf, segment), field, documents)
            case ResolvedPhrase():
                begins, ends = phrase_spans(segment, leaf, tuning, documents)
                yield _in_field(begins, ends, field)
                for word in leaf.solid:
                    yield _single(segment, terms_of(segment, word), field, documents)
            case _:
                assert_never(leaf)


def _single(
    segment: Segment, terms: list[int], field: FieldName | None, documents: Documents | None
) -> Spans:
    positions = occurrences(segment, terms, field, documents)
    return positions, positions


def _in_field(begins: Occurrences, ends: Occurrences, field: FieldName | None) -> Spans:
    if field is None:
        return begins, ends
    chosen = ((ends & IN_TEXT) > 0) == (field == "text")
    return begins.compress(chosen), ends.compress(chosen)


def _distinct(spans: Sequence[Spans]) -> Spans:
    """Join places, ascending by their ends; of those with one end, keep the shortest."""
    begins, ends = joined(spans)
    order = np.lexsort((begins, ends))
    begins, ends = begins.take(order), ends.take(order)
    lasts = np.diff(ends, append=-1).nonzero()[0]
    return begins.take(lasts), ends.take(lasts)


def _in_order(sides: Sequence[Spans], distance: int) -> Spans:
    """Return the places of all sides in this order: one for each end, with the nearest beginning."""
    begins, ends = sides[0]
    for next_begins, next_ends in sides[1:]:
        if not len(ends):
            break
        nearest = ends.searchsorted(next_begins) - 1
        # An index of -1 wraps to the last, which lies after and fails the test.
        gaps = next_begins - ends.take(nearest, mode="wrap")
        chosen = ((gaps > 0) & (gaps <= distance)).nonzero()[0]
        begins, ends = begins.take(nearest.take(chosen)), next_ends.take(chosen)
    return begins, ends
