"""A query's words and the first documents -> bonuses to add to the scores of these documents.

Scores by words ignore whether the words stand in one sentence or pages apart, that an article has
« californien » where the query has « Californie », and that a word shares only its stem with the query's
(« châtiment » for « chat »). Positions and the words around a stem in the dictionary show all three, but
take longer to read, so that they are read for few documents only. `ranking.Ranking` has their number and
the weights of the bonuses.
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
    """The first documents, ascending, and the words by which they are reranked.

    `weights` are the idf of the words; `lacked` says for each word whether some document lacks it.
    """

    snapshot: Snapshot
    ranking: Ranking
    words: Sequence[ResolvedWord]
    weights: Sequence[float]
    documents: Documents
    lacked: Sequence[bool]


class Evidence(NamedTuple):
    """The bonuses of documents (columns): for the best passage; for each word (a row), where it stands
    itself, not only others of its stem; for related words where the word itself is missing (a row)."""

    passage: Floats
    own: Floats
    relatives: Floats


class _Occurrences(NamedTuple):
    """Occurrences in documents, ascending by slot; with n words, slot i is the i-th, slot n + i its
    relatives. `own` marks occurrences of a word itself, not of another of its stem."""

    slots: Ints
    places: Ints
    own: NDArray[np.bool_]


_NOWHERE = _Occurrences(_NONE, _NONE, np.zeros(0, dtype=np.bool_))


def bonuses(window: Window) -> Floats:
    """Return the sum of the bonuses of each document, 0 or more."""
    parts = evidence(window)
    sums = parts.passage
    # Added word by word: a sum must not differ in its last bit with the number of documents.
    for each in (*parts.own, *parts.relatives):
        sums += each
    return sums


def evidence(window: Window) -> Evidence:
    """Return the bonuses of each document; a single word has no passage and no relatives."""
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
    present = np.zeros((2 * len(words), len(documents)), dtype=np.bool_)
    present[slots, numbers] = True
    themselves = np.zeros((len(words), len(documents)), dtype=np.bool_)
    themselves[slots.compress(own), numbers.compress(own)] = True
    stems, relatives = present[: len(words)], present[len(words) :]
    loose = np.array([not word.exactly for word in words])
    return Evidence(
        passage,
        (themselves | ~stems) * (loose * scales * np.float32(ranking.own_weight))[:, None],
        (relatives > stems) * (scales * np.float32(ranking.relative_weight))[:, None],
    )


def best_passage(window: Window) -> list[bool]:
    """Return for each word whether it stands in the best passage of a window's only document."""
    slots, occurrences, _ = _look_up(window)
    own = [np.sort(occurrences[slots == slot]) for slot in range(len(window.words))]
    begins = np.sort(np.concatenate(own))
    if not len(begins):
        return [False] * len(own)
    scales, length = np.array(window.weights, dtype=np.float32), window.ranking.passage_length
    begin = begins[_passage_weights(begins, own, scales, length).argmax()]
    return [bool(((each >= begin) & (each < begin + length)).any()) for each in own]


def _passage_weights(begins: Ints, words: Sequence[Ints], scales: Floats, length: int) -> Floats:
    """Return the weight of the `length` positions from each of `begins`: the sum over their words.

    `words` are the occurrences of each word, ascending; a word counts once.
    """
    sums = np.zeros(len(begins), dtype=np.float32)
    for scale, places in zip(scales, words, strict=True):
        if len(places):
            distances = places.take(places.searchsorted(begins), mode="clip") - begins
            # If no occurrence follows, the distance is below 0, which is large as an unsigned number.
            sums += (distances.view(np.uint64) < length) * scale
    return sums


def _look_up(window: Window) -> _Occurrences:
    """Return the occurrences in the documents of the words, and of relatives of lacked words."""
    words, snapshot = window.words, window.snapshot
    if len(words) == 1 and all(_terms(each, words[0])[1].all() for each in snapshot.segments):
        return _NOWHERE  # no other word has its stem: the bonus would be the same for all documents
    parts = [
        _in_segment(window, segment, documents, start << DOCUMENT_SHIFT)
        for segment, documents, start in zip(
            snapshot.segments, snapshot.parted(window.documents), snapshot.starts, strict=False
        )
        if len(documents)
    ]
    if len(parts) == 1:
        return parts[0]
    slots, occurrences, own = map(np.concatenate, zip(*parts, strict=True))
    order = slots.argsort(kind="stable")
    return _Occurrences(slots.take(order), occurrences.take(order), own.take(order))


def _in_segment(window: Window, segment: Segment, documents: Documents, start: int) -> _Occurrences:
    """Return the same for documents of one segment; `start` is added to occurrences."""
    words = window.words
    families = [_terms(segment, word) for word in words]
    own = np.concatenate([*(each for _, each in families), _NOT_OWN])
    terms = [each for each, _ in families]
    for word, lacks in zip(words, window.lacked, strict=True):
        terms.append(relatives_of(segment, word) if lacks and len(words) > 1 else _NONE)
    numbers, occurrences = segment.positions.occurrences_near(np.concatenate(terms), documents)
    slots = np.arange(len(terms)).repeat(list(map(len, terms))).take(numbers)
    own = own.take(numbers, mode="clip")
    if any(word.field for word in words):
        excluded = {None: 2, "text": 0, "title": 1}
        other = np.array([excluded[word.field] for word in words] * 2).take(slots)
        in_field = ((occurrences & IN_TEXT) > 0) != other
        slots, occurrences, own = slots[in_field], occurrences[in_field], own[in_field]
    return _Occurrences(slots, occurrences + start, own)


def _terms(segment: Segment, word: ResolvedWord) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the terms of a word, and which of them have its own spelling with accents."""
    if word.exactly:
        exact = np.array(terms_of(segment, word), dtype=np.int64)
        return exact, np.ones(len(exact), dtype=np.bool_)
    family = family_of(segment, word)
    return family.terms, family.own


def relatives_of(segment: Segment, word: ResolvedWord) -> Ints:
    """Return the relatives of a word: terms of other words whose stems begin with its stems."""
    if word.exactly or word.stop:
        return _NONE
    return family_of(segment, word).relatives
