"""Matching documents + the words of a query -> where in the texts they stand, each place once.

An occurrence is a word of the query, or a whole phrase, in the text of an article that matches; those
that share a position are one: `Poutine OU "Vladimir Poutine"` finds « Vladimir Poutine » once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

import numpy as np

from frsearch.codec.positions import DOCUMENT_SHIFT, IN_TEXT
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.codec.snapshot import Snapshot
from frsearch.engine.arrays.phrases import Mask, Occurrences, phrase_spans
from frsearch.engine.arrays.terms import leaf_terms, terms_of
from frsearch.engine.arrays.tuning import Tuning
from frsearch.query.resolved import ResolvedLeaf, ResolvedPattern, ResolvedPhrase, ResolvedWord


def documents_with_occurrences(
    leaves: Iterable[ResolvedLeaf], snapshot: Snapshot, documents: Documents, tuning: Tuning
) -> Documents:
    """Return the documents of the occurrences among these, ascending: one as often as it has any."""
    wanted = [leaf for leaf in leaves if leaf.field != "title"]
    parts = zip(snapshot.segments, snapshot.parted(documents), strict=True)
    return snapshot.joined([_in_segment(wanted, segment, part, tuning) for segment, part in parts])


def _in_segment(
    leaves: Iterable[ResolvedLeaf], segment: Segment, documents: Documents, tuning: Tuning
) -> Documents:
    if not len(documents):
        return documents
    kept = np.zeros(segment.size, dtype=np.bool_)
    kept[documents] = True
    spans = [pair for leaf in leaves for pair in _spans(leaf, segment, kept, tuning)]
    if not spans:
        return documents[:0]
    begins, ends = map(np.concatenate, zip(*spans, strict=True))
    if len(spans) > 1:
        order = begins.argsort(kind="stable")
        begins, ends = begins[order], ends[order]
    reached = np.maximum.accumulate(ends)
    apart = np.ones(len(begins), dtype=np.bool_)
    apart[1:] = begins[1:] > reached[:-1]
    return begins[apart] >> DOCUMENT_SHIFT


def _spans(
    leaf: ResolvedLeaf, segment: Segment, kept: Mask, tuning: Tuning
) -> Iterator[tuple[Occurrences, Occurrences]]:
    """Yield first and last positions in texts, each array ascending."""
    match leaf:
        case ResolvedPhrase():
            begins, ends = phrase_spans(segment, leaf, tuning, kept)
            in_text = (ends & IN_TEXT) > 0
            yield begins[in_text], ends[in_text]
            for word in leaf.solid:
                found = segment.positions.occurrences(terms_of(segment, word), kept, "text")
                yield found, found
        case ResolvedWord() | ResolvedPattern():
            found = segment.positions.occurrences(leaf_terms(leaf, segment), kept, "text")
            yield found, found
        case _:
            assert_never(leaf)
