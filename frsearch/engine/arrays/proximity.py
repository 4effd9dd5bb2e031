"""The occurrences of words, phrases and patterns near one another in one segment, in any order.

The places of each side are read in the documents that hold all sides. For each order of the sides, each
place of the last is joined to the nearest places of the others before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from typing import assert_never

import numpy as np

from frsearch.codec.positions import IN_TEXT
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.phrases import Mask, Occurrences, phrase_spans
from frsearch.engine.arrays.terms import leaf_terms, terms_of
from frsearch.engine.arrays.tuning import Tuning
from frsearch.query.resolved import ResolvedNear, ResolvedPattern, ResolvedPhrase, ResolvedWord, Side
from frsearch.types import FieldName

Spans = tuple[Occurrences, Occurrences]
"""The first and the last positions of some places."""


def near_spans(segment: Segment, near: ResolvedNear, tuning: Tuning, mask: Mask | None = None) -> Spans:
    """Return the first and last positions of the occurrences in live documents, by their last positions.

    `mask` selects documents, None for all.
    """
    if near.is_choice:
        live = segment.live_mask()
        return _in_documents(segment, near, tuning, live if mask is None else live & mask)
    holding = _holding_all(segment, near, mask)
    documents = holding.nonzero()[0]
    # Documents are read in batches, so that common words do not fill the memory.
    expected = sum(segment.positions.occurrence_count(leaf_terms(leaf, segment)) for leaf in near.leaves)
    parts = 1 + expected * len(documents) // max(1, segment.size) // tuning.occurrences_at_a_time
    if parts == 1 or len(documents) < 2:
        return _in_documents(segment, near, tuning, holding)
    spans: list[Spans] = []
    for some in np.array_split(documents, parts):
        batch = np.zeros(segment.size, dtype=np.bool_)
        batch[some] = True
        spans.append(_in_documents(segment, near, tuning, batch))
    return _joined(spans)


def _holding_all(segment: Segment, near: ResolvedNear, mask: Mask | None) -> Mask:
    """Return the mask of the live documents that hold a word of each side."""
    holding = segment.live_mask() if mask is None else segment.live_mask() & mask
    for side in near.sides:
        own = np.zeros(segment.size, dtype=np.bool_)
        for leaf in side:
            own[segment.positions.held(leaf_terms(leaf, segment)).documents] = True
        holding = holding & own
    return holding


def _in_documents(segment: Segment, near: ResolvedNear, tuning: Tuning, mask: Mask) -> Spans:
    sides = [_distinct(_places(segment, side, near.field, tuning, mask)) for side in near.sides]
    return _distinct([_in_order(order, near.distance) for order in permutations(sides)])


def _places(
    segment: Segment, side: Side, field: FieldName | None, tuning: Tuning, mask: Mask
) -> Iterator[Spans]:
    """Yield the places of each leaf of a side."""
    for leaf in side:
        match leaf:
            case ResolvedWord() | ResolvedPattern():
                yield _single(segment, leaf_terms(leaf, segment), field, mask)
            case ResolvedPhrase():
                begins, ends = phrase_spans(segment, leaf, tuning, mask)
                yield _in_field(begins, ends, field)
                for word in leaf.solid:
                    yield _single(segment, terms_of(segment, word), field, mask)
            case _:
                assert_never(leaf)


def _single(segment: Segment, terms: list[int], field: FieldName | None, mask: Mask) -> Spans:
    positions = segment.positions.occurrences(terms, mask, field)
    return positions, positions


def _in_field(begins: Occurrences, ends: Occurrences, field: FieldName | None) -> Spans:
    if field is None:
        return begins, ends
    chosen = ((ends & IN_TEXT) > 0) == (field == "text")
    return begins.compress(chosen), ends.compress(chosen)


def _joined(spans: Iterable[Spans]) -> Spans:
    begins, ends = zip(*spans, strict=True)
    return np.concatenate(begins), np.concatenate(ends)


def _distinct(spans: Iterable[Spans]) -> Spans:
    """Join places, ascending by their ends; of those with one end, keep the shortest."""
    begins, ends = _joined(spans)
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
