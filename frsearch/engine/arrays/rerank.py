"""A query's words and the first documents -> what is to be added to the scores of these.

Scores by words do not see whether these stand in one sentence or pages apart, nor that an article has
« californien » where the query has « Californie ». Positions and the words around a stem in the
dictionary tell, but cost more to read, so that they are read for few documents only; so it is with a
word that has only its stem in common with that of the query (« châtiment » for « chat »).
`ranking.Ranking` says how many, and what they are worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.positions import DOCUMENT_SHIFT, IN_TEXT
from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.codec.snapshot import Snapshot
from frsearch.engine.arrays.terms import family_of, terms_of
from frsearch.query.resolved import ResolvedWord
from frsearch.ranking import Floats, Ranking

Ints = NDArray[np.int64]
_NONE = np.zeros(0, dtype=np.int64)
_NOT_OWN = np.zeros(1, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Window:
    """The first documents, given in ascending order, and the words by which they are put in order anew.

    `weights` are the idf of the words; `lacked` says which of these some of the documents lack.
    """

    snapshot: Snapshot
    ranking: Ranking
    words: Sequence[ResolvedWord]
    weights: Sequence[float]
    documents: Documents
    lacked: Sequence[bool]


class Evidence(NamedTuple):
    """What each of some documents gains: by its best passage; by each word (a row), for having it and
    not only others of its stem; by relatives of each word that lacks."""

    passage: Floats
    own: Floats
    relatives: Floats


class _Occurrences(NamedTuple):
    """Occurrences in documents, ascending by slot; with n words, slot i is the i-th, slot n + i its
    relatives. `own` are those of a word itself, and not of another of its stem."""

    slots: Ints
    places: Ints
    own: NDArray[np.bool_]


_NOWHERE = _Occurrences(_NONE, _NONE, np.zeros(0, dtype=np.bool_))


def bonuses(window: Window) -> Floats:
    """Return what each document gains, 0 or more."""
    found = evidence(window)
    gained = found.passage
    # Word by word: a sum must not differ in its last bit with the number of documents.
    for each in (*found.own, *found.relatives):
        gained += each
    return gained


def evidence(window: Window) -> Evidence:
    """Return what each document gains, and by what; one word alone has no passage and no relatives."""
    words, documents, ranking = window.words, window.documents, window.ranking
    scales = np.array(window.weights, dtype=np.float32)
    slots, occurrences, own = _look_up(window)
    numbers = documents.searchsorted(occurrences >> DOCUMENT_SHIFT)
    passage = np.zeros(len(documents), dtype=np.float32)
    if len(words) > 1:
        cuts = slots.searchsorted(np.arange(len(words) + 1)).tolist()
        places = [np.sort(occurrences[start:end]) for start, end in pairwise(cuts)]
        # The best passage begins with one of the words.
        sums = _passage_weights(occurrences[: cuts[-1]], places, scales, ranking.passage_length)
        np.maximum.at(passage, numbers[: cuts[-1]], sums)
        passage *= np.float32(ranking.passage_weight)
    held = np.zeros((2 * len(words), len(documents)), dtype=np.bool_)
    held[slots, numbers] = True
    themselves = np.zeros((len(words), len(documents)), dtype=np.bool_)
    themselves[slots.compress(own), numbers.compress(own)] = True
    stems, relatives = held[: len(words)], held[len(words) :]
    loose = np.array([not word.exactly for word in words])
    return Evidence(
        passage,
        (themselves | ~stems) * (loose * scales * np.float32(ranking.own_weight))[:, None],
        (relatives > stems) * (scales * np.float32(ranking.relative_weight))[:, None],
    )


def best_passage(window: Window) -> list[bool]:
    """Say for each word whether it stands in the best passage of the one document of a window."""
    slots, occurrences, _ = _look_up(window)
    own = [np.sort(occurrences[slots == slot]) for slot in range(len(window.words))]
    begins = np.sort(np.concatenate(own))
    if not len(begins):
        return [False] * len(own)
    scales, length = np.array(window.weights, dtype=np.float32), window.ranking.passage_length
    begin = begins[_passage_weights(begins, own, scales, length).argmax()]
    return [bool(((each >= begin) & (each < begin + length)).any()) for each in own]


def _passage_weights(begins: Ints, words: Sequence[Ints], scales: Floats, length: int) -> Floats:
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


def _look_up(window: Window) -> _Occurrences:
    """Find the words, and relatives of those that lack, in the documents."""
    words, snapshot = window.words, window.snapshot
    if len(words) == 1 and all(_terms(each, words[0])[1].all() for each in snapshot.segments):
        return _NOWHERE  # one that has no other words of its stem: all documents have the same of it
    parts = [
        _in_segment(window, segment, some, start << DOCUMENT_SHIFT)
        for segment, some, start in zip(
            snapshot.segments, snapshot.parted(window.documents), snapshot.starts, strict=False
        )
        if len(some)
    ]
    if len(parts) == 1:
        return parts[0]
    slots, occurrences, own = map(np.concatenate, zip(*parts, strict=True))
    order = slots.argsort(kind="stable")
    return _Occurrences(slots.take(order), occurrences.take(order), own.take(order))


def _in_segment(window: Window, segment: Segment, documents: Documents, start: int) -> _Occurrences:
    """Find the same in one segment, whose documents are given; `start` is added to occurrences."""
    words = window.words
    asked = [_terms(segment, word) for word in words]
    own = np.concatenate([*(each for _, each in asked), _NOT_OWN])
    terms = [each for each, _ in asked]
    for word, lacks in zip(words, window.lacked, strict=True):
        terms.append(relatives_of(segment, word) if lacks and len(words) > 1 else _NONE)
    which, occurrences = segment.positions.occurrences_near(np.concatenate(terms), documents)
    slots = np.arange(len(terms)).repeat(list(map(len, terms))).take(which)
    own = own.take(which, mode="clip")
    if any(word.field for word in words):
        unwanted = {None: 2, "text": 0, "title": 1}
        other = np.array([unwanted[word.field] for word in words] * 2).take(slots)
        kept = ((occurrences & IN_TEXT) > 0) != other
        slots, occurrences, own = slots[kept], occurrences[kept], own[kept]
    return _Occurrences(slots, occurrences + start, own)


def _terms(segment: Segment, word: ResolvedWord) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the terms of a word, and which of them are of the word itself, as it is accented."""
    if word.exactly:
        exact = np.array(terms_of(segment, word), dtype=np.int64)
        return exact, np.ones(len(exact), dtype=np.bool_)
    family = family_of(segment, word)
    return family.terms, family.own


def relatives_of(segment: Segment, word: ResolvedWord) -> Ints:
    """Return the terms that are none of the word's own and whose stems begin as its stems do."""
    if word.exactly or word.stop:
        return _NONE
    return family_of(segment, word).relatives
