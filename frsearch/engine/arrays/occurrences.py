"""Matching documents + the leaves of a query -> their occurrences in texts, each once.

An occurrence is a word of the query, or a whole phrase, in the text of a matching article. Occurrences
that share a position count as one: `Poutine OU "Vladimir Poutine"` finds « Vladimir Poutine » once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

import numpy as np

from frsearch.codec.positions import DOCUMENT_SHIFT, IN_TEXT
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.codec.snapshot import Snapshot
from frsearch.engine.arrays.phrases import Occurrences, phrase_spans
from frsearch.engine.arrays.proximity import near_spans
from frsearch.engine.arrays.terms import leaf_terms, terms_of
from frsearch.engine.arrays.tuning import Tuning
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNear,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
)


def documents_with_occurrences(
    leaves: Iterable[ResolvedLeaf], snapshot: Snapshot, documents: Documents, tuning: Tuning
) -> Documents:
    """Return the document of each occurrence in `documents`, ascending, with repetitions."""
    leaves = list(leaves)
    parts = zip(snapshot.segments, snapshot.parted(documents), strict=True)
    return snapshot.joined([_in_segment(leaves, segment, part, tuning) for segment, part in parts])


def _in_segment(
    leaves: Iterable[ResolvedLeaf], segment: Segment, documents: Documents, tuning: Tuning
) -> Documents:
    begins, _ = occurrences_in(leaves, segment, documents, tuning)
    return begins >> DOCUMENT_SHIFT


def occurrences_in(
    leaves: Iterable[ResolvedLeaf], segment: Segment, documents: Documents, tuning: Tuning
) -> tuple[Occurrences, Occurrences]:
    """Return the first and last positions of the occurrences in texts of a segment's documents.

    Of those that share a position, the first counts, and reaches as far as any.
    """
    leaves = [leaf for leaf in leaves if leaf.field != "title"]
    spans = [pair for leaf in leaves for pair in _spans(leaf, segment, documents, tuning)]
    if not len(documents) or not spans:
        return documents[:0], documents[:0]
    begins, ends = map(np.concatenate, zip(*spans, strict=True))
    # Synonyms that are phrases may begin before a word that ends first.
    if len(spans) > 1 or any(isinstance(leaf, ResolvedNear) for leaf in leaves):
        order = begins.argsort(kind="stable")
        begins, ends = begins[order], ends[order]
    reached = np.maximum.accumulate(ends)
    apart = np.ones(len(begins), dtype=np.bool_)
    apart[1:] = begins[1:] > reached[:-1]
    lasts = np.append(apart.nonzero()[0][1:], len(begins)) - 1
    return begins[apart], reached.take(lasts) if len(begins) else reached


def _spans(
    leaf: ResolvedLeaf, segment: Segment, documents: Documents, tuning: Tuning
) -> Iterator[tuple[Occurrences, Occurrences]]:
    """Yield first and last positions in texts, each array ascending."""
    match leaf:
        case ResolvedPhrase():
            begins, ends = phrase_spans(segment, leaf, tuning, documents)
            in_text = (ends & IN_TEXT) > 0
            yield begins[in_text], ends[in_text]
            for word in leaf.solid:
                positions = segment.positions.occurrences(terms_of(segment, word), documents, "text")
                yield positions, positions
        case ResolvedNear():
            begins, ends = near_spans(segment, leaf, tuning, documents)
            in_text = (ends & IN_TEXT) > 0
            yield begins[in_text], ends[in_text]
        case ResolvedWord() | ResolvedPattern():
            positions = segment.positions.occurrences(leaf_terms(leaf, segment), documents, "text")
            yield positions, positions
        case _:
            assert_never(leaf)
