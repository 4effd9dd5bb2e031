"""A query's words and the first documents -> what is to be added to the scores of these.

Scores by words do not see whether these stand in one sentence or pages apart, nor that an article has
« californien » where the query has « Californie ». Positions and the words around a stem in the
dictionary tell, but cost more to read, so that they are read for few documents only;
`ranking.Ranking` says how many, and what they are worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.positions import DOCUMENT_SHIFT, IN_TEXT
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.query.leaves import terms_of
from frsearch.query.nodes import Word
from frsearch.ranking import Floats, Ranking, kinship

Ints = NDArray[np.int64]


def gains(
    segment: Segment,
    words: Sequence[Word],
    weights: Sequence[float],
    documents: Documents,
    ranking: Ranking,
) -> Floats:
    """Return what each document gains, 0 or more; they are given in ascending order.

    `weights` are the idf of the words.
    """
    gained, relatives = evidence(segment, words, weights, documents, ranking)
    # Word by word: a sum must not differ in its last bit with the number of documents.
    for each in relatives:
        gained += each
    return gained


def evidence(
    segment: Segment,
    words: Sequence[Word],
    weights: Sequence[float],
    documents: Documents,
    ranking: Ranking,
) -> tuple[Floats, list[Floats]]:
    """Return what each document gains by its best passage, and by relatives of each word."""
    scales = [np.float32(weight) for weight in weights]
    slots, occurrences = _look_up(segment, words, documents)
    cuts = slots.searchsorted(range(len(words) + 1)).tolist()
    own = [occurrences[start:end] for start, end in pairwise(cuts)]
    for some in own:
        some.sort()
    numbers = documents.searchsorted(occurrences >> DOCUMENT_SHIFT)
    # The best passage begins with one of the words.
    begins = occurrences[: cuts[-1]]
    sums = _passage_weights(begins, own, scales, ranking.passage_length)
    gained = np.zeros(len(documents), dtype=np.float32)
    np.maximum.at(gained, numbers[: cuts[-1]], sums)
    gained *= np.float32(ranking.passage_weight)
    held = np.zeros((2 * len(words), len(documents)), dtype=np.bool_)
    held[slots, numbers] = True
    return gained, [
        (relatives > word) * (scale * np.float32(ranking.relative_weight))
        for scale, word, relatives in zip(scales, held[: len(words)], held[len(words) :], strict=True)
    ]


def best_passage(
    segment: Segment, words: Sequence[Word], weights: Sequence[float], document: int, ranking: Ranking
) -> list[bool]:
    """Say for each word whether it stands in the best passage of a document."""
    slots, occurrences = _look_up(segment, words, np.array([document]))
    own = [np.sort(occurrences[slots == slot]) for slot in range(len(words))]
    begins = np.sort(np.concatenate(own))
    if not len(begins):
        return [False] * len(words)
    scales = [np.float32(weight) for weight in weights]
    sums = _passage_weights(begins, own, scales, ranking.passage_length)
    begin = begins[sums.argmax()]
    return [bool(((each >= begin) & (each < begin + ranking.passage_length)).any()) for each in own]


def _passage_weights(
    begins: Ints, words: Sequence[Ints], scales: Sequence[np.float32], length: int
) -> Floats:
    """Return what the words weigh that stand in the `length` positions from each of these places.

    `words` are the occurrences of each, ascending; each counts once.
    """
    sums = np.zeros(len(begins), dtype=np.float32)
    for scale, places in zip(scales, words, strict=True):
        if len(places):
            distances = places.take(places.searchsorted(begins), mode="clip") - begins
            # Where none follows, the distance is below 0, which as an unsigned number is far.
            sums += (distances.view(np.uint64) < length) * scale
    return sums


def _look_up(
    segment: Segment, words: Sequence[Word], documents: Documents
) -> tuple[Ints, Ints]:
    """Return of what occurrences in the documents are, ascending, and the occurrences.

    With n words, number i is of the i-th word, number n + i of its relatives.
    """
    terms = [terms_of(segment, word) for word in words]
    terms += [relatives_of(segment, *each) for each in zip(words, terms, strict=True)]
    asked = np.array([term for some in terms for term in some], dtype=np.int64)
    which, occurrences = segment.positions.occurrences_near(asked, documents)
    slots = np.repeat(np.arange(len(terms)), list(map(len, terms))).take(which)
    if any(word.field for word in words):
        unwanted = {None: 2, "text": 0, "title": 1}
        other = np.array([unwanted[word.field] for word in words] * 2).take(slots)
        kept = ((occurrences & IN_TEXT) > 0) != other
        slots, occurrences = slots[kept], occurrences[kept]
    return slots, occurrences


def relatives_of(segment: Segment, word: Word, own: Sequence[int]) -> list[int]:
    """Return the terms that are none of the word's own and whose stems begin as its stems do."""
    if word.exactly or word.stop:
        return []
    known = set(own)
    return [
        term
        for beginning in dict.fromkeys(filter(None, map(kinship, word.stems)))
        for term in segment.words.terms_of_stems(beginning)
        if term not in known
    ]
