"""A query's words and the first documents -> bonuses to add to the scores of these documents.

Scores by words ignore whether the words stand in one sentence or pages apart, at the beginning or at the
end, that an article has « californien » where the query has « Californie », and the stop words that were
typed. Positions and the words around a stem in the dictionary show all that, for a few documents.
`ranking.Ranking` has their number, and the formulas and weights of the bonuses.
"""

from __future__ import annotations

from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np

from frsearch import kernels
from frsearch.engine.arrays.window import Window, look_up
from frsearch.ranking import Floats


class Evidence(NamedTuple):
    """The bonuses of documents (columns), a row for each word, stop word or pair; none is negative.

    `passage`, `title` and `same_title` have one row.
    """

    passage: Floats
    own: Floats
    relatives: Floats
    lead: Floats
    later: Floats
    stops: Floats
    neighbours: Floats
    title: Floats
    same_title: Floats


def bonuses(window: Window) -> Floats:
    """Return the sum of the bonuses of each document, 0 or more."""
    # Added row after row: a sum must not differ in its last bit with the number of documents.
    sums: Floats = np.add.accumulate(_table(window), axis=0)[-1]
    return sums


def evidence(window: Window) -> Evidence:
    """Return the bonuses of each document; a single word has no passage and no relatives."""
    words, typed = len(window.words), window.typed
    sizes = (1, words, words, words, words, len(typed.stops), len(typed.pairs), 1)
    return Evidence(*np.split(_table(window), [*accumulate(sizes)]))


def _table(window: Window) -> Floats:
    """Return the rows of all bonuses, one under the other."""
    ranking, typed, snapshot = window.ranking, window.typed, window.snapshot
    found = look_up(window)
    weights = (
        ranking.passage_weight,
        ranking.own_weight,
        ranking.relative_weight,
        ranking.lead_weight,
        ranking.later_weight,
        ranking.stop_word_weight,
        ranking.neighbour_weight,
        ranking.title_share_weight,
        ranking.same_title_weight,
    )
    return kernels.weigh_places(
        found.slots,
        found.occurrences,
        found.own,
        window.documents,
        window.scales,
        window.loose,
        np.array([*chain.from_iterable(typed.pairs)], np.int64),
        np.array([*chain.from_iterable(typed.rows)], np.int64),
        np.array([*accumulate(map(len, typed.rows))], np.int64),
        snapshot.factors("text", ranking).of(window.documents),
        snapshot.factors("title", ranking).of(window.documents),
        snapshot.lengths("title", window.documents),
        np.array(weights, np.float32),
        ranking.k1,
        ranking.passage_length,
        ranking.lead_length,
    )


def best_passage(window: Window) -> list[bool]:
    """Return for each word whether it stands in the best passage of a window's only document."""
    words, length = range(len(window.words)), window.ranking.passage_length
    found = look_up(window)
    places = [found.occurrences[found.slots == word] for word in words]

    def held(begin: int) -> list[bool]:
        return [bool(((each >= begin) & (each < begin + length)).any()) for each in places]

    def weight(begin: int) -> float:
        return float(window.scales.take(np.flatnonzero(held(begin))).sum())

    begins = np.sort(np.concatenate(places)).tolist()
    return held(max(begins, key=weight)) if begins else [False for _ in words]
