"""The occurrences of a phrase in one segment: its words in order, each near the word before.

Posting lists are read by increasing length. Positions are read only in the documents that hold all
words, and those of common words only where the rarer words are: of « chemin de fer », « de » is looked
up where the other words are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.codec.positions import DOCUMENT_SHIFT, IN_TEXT
from frsearch.codec.postings import NO_POSTINGS, Arrays, Documents, Postings
from frsearch.codec.segment import Segment
from frsearch.engine.arrays.terms import terms_of
from frsearch.engine.arrays.tuning import Tuning
from frsearch.query.resolved import ResolvedPhrase
from frsearch.types import FieldName

Occurrences = NDArray[np.int64]
Spans = tuple[Occurrences, Occurrences]
"""The first and the last positions of some places."""


def phrase_postings(segment: Segment, phrase: ResolvedPhrase, tuning: Tuning) -> Postings:
    """Return the postings of the phrase and its solid spellings, an occurrence at its last word."""
    _, ends = phrase_spans(segment, phrase, tuning)
    solid = [
        occurrences(segment, terms_of(segment, word), phrase.field) + (len(phrase.words) - 1)
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
    return Postings(Arrays(documents.take(begins), in_text, counts - in_text))


def occurrences(
    segment: Segment, terms: list[int], field: FieldName | None, documents: Documents | None = None
) -> Occurrences:
    """Return the occurrences of terms in some live documents, None for all."""
    documents = segment.documents_of(terms) if documents is None else documents
    return segment.positions.occurrences(terms, documents, field)


def phrase_spans(
    segment: Segment, phrase: ResolvedPhrase, tuning: Tuning, documents: Documents | None = None
) -> Spans:
    """Return the first and the last positions of the phrase, without solid spellings, in live documents.

    `documents` are the documents to look in, None for all.
    """
    words = [terms_of(segment, word) for word in phrase.words]
    documents = holding_all(segment, words, tuning, documents)
    if not len(documents):
        return documents, documents
    positions, spans_of = segment.positions, _row if phrase.slop == 1 else _loose_row
    expected = sum(
        positions.occurrence_count(each) * len(documents) // segment.postings_count(each)
        for each in words
    )
    # Documents are read in batches, so that common words do not fill the memory.
    parts = 1 + expected // tuning.occurrences_at_a_time
    batches = [documents] if parts == 1 else np.array_split(documents, parts)
    spans = [spans_of(segment, phrase, words, each) for each in batches]
    return spans[0] if parts == 1 else joined(spans)


def holding_all(
    segment: Segment, words: Sequence[list[int]], tuning: Tuning, documents: Documents | None
) -> Documents:
    """Return the live documents that hold a term of each word, of some documents or all.

    Those that lack a word with a much longer list may be among them.
    """
    for count, terms in sorted((segment.postings_count(terms), terms) for terms in words):
        if documents is not None and count > tuning.common * len(documents):
            break
        holding = segment.documents_of(terms)
        documents = holding if documents is None else kernels.intersect(documents, holding)
    return segment.documents_of([]) if documents is None else documents


def joined(spans: Sequence[Spans]) -> Spans:
    """Return spans one after the other."""
    begins, ends = zip(*spans, strict=True)
    return np.concatenate(begins), np.concatenate(ends)


def _row(
    segment: Segment, phrase: ResolvedPhrase, words: Sequence[list[int]], documents: Documents
) -> Spans:
    """Return the places of adjacent words, from the rarest word on."""
    first, *others = sorted(range(len(words)), key=lambda at: segment.postings_count(words[at]))
    begins = segment.positions.occurrences(words[first], documents, phrase.field) - first
    for at in others:
        if not len(begins):
            break
        documents = begins >> DOCUMENT_SHIFT
        documents = documents.compress(np.diff(documents, prepend=-1))
        places = segment.positions.occurrences(words[at], documents, phrase.field)
        begins = kernels.intersect(begins, places - at)
    return begins, begins + (len(words) - 1)


def _loose_row(
    segment: Segment, phrase: ResolvedPhrase, words: Sequence[list[int]], documents: Documents
) -> Spans:
    """Return the places of words that are each at most `slop` positions after the one before."""
    positions = segment.positions
    begins = ends = positions.occurrences(words[0], documents, phrase.field)
    for terms in words[1:]:
        if not len(ends):
            break
        following = positions.occurrences(terms, documents, phrase.field)
        before, ends = _following(ends, following, phrase.slop)
        begins = begins[before]
    return begins, ends


def _following(before: Occurrences, after: Occurrences, slop: int) -> Spans:
    """Return the positions of `after` that are 1 to `slop` after one of `before`, and the index of the
    nearest such position in `before` for each."""
    nearest = np.searchsorted(before, after) - 1
    # A negative index wraps to the last of `before`, which lies after and fails the test below.
    distance = after - before[nearest]
    indices = ((distance > 0) & (distance <= slop)).nonzero()[0]
    return nearest[indices], after[indices]
