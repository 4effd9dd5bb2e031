"""A query's words and the first documents -> bonuses to add to the scores of these documents.

Scores by words ignore whether the words stand in one sentence or pages apart, at the beginning or at the
end, that an article has « californien » where the query has « Californie », and the stop words that were
typed. Positions and the words around a stem in the dictionary show all that, for a few documents.
`ranking.Ranking` has their number, and the formulas and weights of the bonuses.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from frsearch.codec.positions import DOCUMENT_SHIFT, IN_TEXT
from frsearch.engine.arrays.window import NOT_ASKED, Bools, Found, Ints, Window, look_up
from frsearch.ranking import Floats, saturate


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
    sums: Floats = np.add.accumulate(np.concatenate(evidence(window)), axis=0)[-1]
    return sums


def evidence(window: Window) -> Evidence:
    """Return the bonuses of each document; a single word has no passage and no relatives."""
    ranking, words, slots = window.ranking, len(window.words), len(window.scales)
    everything = look_up(window)
    found = everything.before(slots)
    scales = window.scales[:words]
    is_there = _table(window, slots + words, everything.cells)
    stems, relatives = is_there[:words], is_there[slots:]
    itself = _table(window, words, everything.cells.compress(everything.own))
    leading = (found.places < IN_TEXT + ranking.lead_length) & (found.places >= IN_TEXT)
    gains = _gains(window, found)
    places = _by_slot(found, slots)
    return Evidence(
        _passages(window, found.before(words), places[:words]),
        (itself | ~stems) * _column(scales * window.loose, ranking.own_weight),
        (relatives > stems) * _column(scales, ranking.relative_weight),
        _table(window, slots, found.cells.compress(leading))[:words]
        * _column(scales, ranking.lead_weight),
        gains[:words] * _column(_order(words), ranking.later_weight),
        gains[words:] * np.float32(ranking.stop_word_weight),
        _neighbours(window, places),
        *_titles(window, found),
    )


def best_passage(window: Window) -> list[bool]:
    """Return for each word whether it stands in the best passage of a window's only document."""
    count = len(window.words)
    found = look_up(window).before(count)
    places, begins = _by_slot(found, count), np.sort(found.occurrences)
    if not len(begins):
        return [False] * count
    length = window.ranking.passage_length
    begin = begins[_passage_weights(begins, places, window.scales[:count], length).argmax()]
    return [bool(((each >= begin) & (each < begin + length)).any()) for each in places]


def _column(scales: Floats, weight: float) -> Floats:
    column: Floats = (scales * np.float32(weight))[:, None]
    return column


def _table(window: Window, rows: int, cells: Ints) -> Bools:
    """Return a table of documents (columns) with some cells marked."""
    table = np.zeros(rows * len(window.documents), dtype=np.bool_)
    table[cells] = True
    return table.reshape(rows, len(window.documents))


def _by_slot(found: Found, slots: int) -> list[Ints]:
    """Return the ascending occurrences of each slot."""
    cuts = found.slots.searchsorted(np.arange(slots + 1)).tolist()
    return [np.sort(found.occurrences[start:end]) for start, end in pairwise(cuts)]


def _passages(window: Window, found: Found, places: Sequence[Ints]) -> Floats:
    """Return the bonus for the best passage, which begins with one of the words."""
    words = len(window.words)
    passage = np.zeros((1, len(window.documents)), dtype=np.float32)
    if words > 1:
        length, scales = window.ranking.passage_length, window.scales[:words]
        sums = _passage_weights(found.occurrences, places, scales, length)
        np.maximum.at(passage[0], found.cells % len(window.documents), sums)
        passage *= np.float32(window.ranking.passage_weight)
    return passage


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


def _order(words: int) -> Floats:
    """Return 0 for the first word, 1 for the last, and the words between in even steps."""
    return np.arange(words, dtype=np.float32) / np.float32(max(words - 1, 1))


def _gains(window: Window, found: Found) -> Floats:
    """Return what each word and stop word is worth in each document: idf · saturated frequency."""
    documents, slots, snapshot = window.documents, len(window.scales), window.snapshot
    factors = np.concatenate(
        [snapshot.factors(field, window.ranking).take(documents) for field in ("text", "title")]
    )
    columns = found.cells % len(documents) + (found.places < IN_TEXT) * len(documents)
    sums = np.bincount(found.cells, factors.take(columns), slots * len(documents))
    frequencies = sums.astype(np.float32).reshape(slots, len(documents))
    return saturate(frequencies, window.ranking.k1) * window.scales[:, None]


def _neighbours(window: Window, places: Sequence[Ints]) -> Floats:
    """Return the bonuses for words that stand side by side as typed, a row for each pair.

    `places` are the occurrences of each slot, ascending.
    """
    documents, scales = window.documents, window.scales
    bonus = np.zeros((len(window.typed.pairs), len(documents)), dtype=np.float32)
    for row, (left, right) in zip(bonus, window.typed.pairs, strict=True):
        first, second = places[left], places[right]
        if len(first) and len(second):
            wanted = second - 1
            beside = first.take(first.searchsorted(wanted), mode="clip") == wanted
            held = documents.searchsorted(wanted.compress(beside) >> DOCUMENT_SHIFT)
            row[held] = min(scales[left], scales[right]) * np.float32(window.ranking.neighbour_weight)
    return bonus


def _titles(window: Window, found: Found) -> tuple[Floats, Floats]:
    """Return the bonuses for the share of the title that the query holds, and for being the title."""
    ranking, documents = window.ranking, window.documents
    in_title = (found.places < IN_TEXT).nonzero()[0]
    if not len(in_title):
        nothing = np.zeros((1, len(documents)), dtype=np.float32)
        return nothing, nothing
    lengths = window.snapshot.lengths("title", documents)
    held = np.sort(found.occurrences.take(in_title))
    # Words that share a form hold one position together.
    held = held[np.append(True, held[1:] != held[:-1])] >> DOCUMENT_SHIFT
    counts = np.bincount(documents.searchsorted(held), minlength=len(documents))
    shares = (counts / np.maximum(lengths, 1)).astype(np.float32)
    places, cells = found.places.take(in_title), found.cells.take(in_title)
    same = np.zeros(len(documents), dtype=np.float32)
    for row in window.typed.rows:
        same[_is_title(row, places, cells, lengths)] = ranking.same_title_weight
    whole = window.scales[: len(window.words)].sum(dtype=np.float32)
    return (shares * (whole * np.float32(ranking.title_share_weight)))[None, :], (same * whole)[None, :]


def _is_title(row: Sequence[int], places: Ints, cells: Ints, lengths: Floats) -> Bools:
    """Return which titles are the words of a row, in its order, given occurrences in titles."""
    if not (lengths == len(row)).any():
        return np.zeros(len(lengths), dtype=np.bool_)
    slots, documents = np.divmod(cells, len(lengths))
    as_typed = np.array([*row, NOT_ASKED]).take(places, mode="clip") == slots
    table = np.zeros((len(lengths), len(row)), dtype=np.bool_)
    table[documents.compress(as_typed), places.compress(as_typed)] = True
    whole: Bools = table.all(axis=1) & (lengths == len(row))
    return whole
