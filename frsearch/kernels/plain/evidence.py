"""Where the words of a query stand in a few documents -> what this adds to their scores.

`ranking.Ranking` explains each bonus. Occurrences are document · 2^33, plus 2^32 in the text, plus
position. Words of a query have slots: those that match come first, then stop words beside them, then, in
the order of the first, words like those that match.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float32]
_Bools = NDArray[np.bool_]
_SHIFT, _IN_TEXT = 33, 1 << 32


def weigh_places(
    slots: _Ints,
    occurrences: _Ints,
    own: NDArray[np.uint8],
    documents: _Ints,
    scales: _Floats,
    loose: NDArray[np.uint8],
    pairs: _Ints,
    rows: _Ints,
    row_ends: _Ints,
    text_factors: _Floats,
    title_factors: _Floats,
    title_lengths: _Floats,
    weights: _Floats,
    k1: float,
    passage_length: int,
    lead_length: int,
) -> _Floats:
    """Return the bonuses of documents (columns), in rows of which none is negative.

    The rows are: the best passage; for each of n words itself, its relatives, the lead, and its place in
    the query; for each stop word, and for each pair of slots, of neighbours; the share of the title, and
    the same title. `weights` are the weights of these nine.

    Occurrences ascend by slot; those of one slot may be in any order. `own` marks those of a word
    itself, not of another of its stem. The documents ascend. `scales` are the idf of words and stop
    words, `loose` marks words (its length is n) that match by their stem. `rows` are the slots of words
    typed one after another, up to each of `row_ends`, -1 for a word that is not searched for. Factors
    and title lengths are those of `documents`. O(occurrences · words).
    """
    words, typed, count = len(loose), len(scales), len(documents)
    columns = documents.searchsorted(occurrences >> _SHIFT)
    cells = columns + slots * count
    end = int(slots.searchsorted(typed))
    places = occurrences & ((1 << _SHIFT) - 1)
    leading = ((places >= _IN_TEXT) & (places < _IN_TEXT + lead_length)).nonzero()[0]
    leading = leading[leading < end]

    def marked(chosen: _Ints, rows: int) -> _Bools:
        table = np.zeros(rows * count, dtype=np.bool_)
        table[chosen] = True
        return table.reshape(rows, count)

    there = marked(cells, typed + words)
    itself = marked(cells.compress(own.view(np.bool_)), typed + words)[:words]
    lead = marked(cells.take(leading), typed)[:words]
    factors = np.where(
        places < _IN_TEXT,
        title_factors.take(columns),
        text_factors.take(columns),
    )[:end]
    sums = np.bincount(cells[:end], factors, typed * count)
    gains = _saturated(sums.astype(np.float32).reshape(typed, count), k1) * scales[:, None]
    order = np.arange(words, dtype=np.float32) / np.float32(max(words - 1, 1))
    own_scales = (scales[:words] * loose)[:, None]
    by_slot = _by_slot(slots, occurrences, typed)
    table = [
        _passages(by_slot[:words], documents, scales, passage_length) * weights[0],
        (itself | ~there[:words]) * (own_scales * weights[1]),
        (there[typed:] > there[:words]) * (scales[:words] * weights[2])[:, None],
        lead * (scales[:words] * weights[3])[:, None],
        gains[:words] * (order * weights[4])[:, None],
        gains[words:] * weights[5],
        _neighbours(by_slot, pairs.reshape(-1, 2), documents, scales, weights[6]),
    ]
    whole = np.float32(0)
    for each in scales[:words]:
        whole += each
    held = (places[:end] < _IN_TEXT).nonzero()[0]
    shares = _title_shares(occurrences.take(held), documents, title_lengths)
    same = np.zeros(count, dtype=np.bool_)
    for row in filter(len, np.split(rows, row_ends)):
        same |= _is_title(row, slots.take(held), columns.take(held), places.take(held), title_lengths)
    return np.concatenate(
        [*table, (shares * (whole * weights[7]))[None, :], (same * (weights[8] * whole))[None, :]]
    )


def _saturated(frequencies: _Floats, k1: float) -> _Floats:
    saturated: _Floats = frequencies * np.float32(k1 + 1)
    saturated /= frequencies + np.float32(k1 or 1e-9)
    return saturated


def _by_slot(slots: _Ints, occurrences: _Ints, typed: int) -> list[_Ints]:
    """Return the ascending occurrences of each slot."""
    cuts = slots.searchsorted(np.arange(typed + 1)).tolist()
    return [np.sort(occurrences[start:end]) for start, end in pairwise(cuts)]


def _passages(places: Sequence[_Ints], documents: _Ints, scales: _Floats, length: int) -> _Floats:
    """Return the weight of the best passage, which begins with one of several words."""
    best = np.zeros((1, len(documents)), dtype=np.float32)
    if len(places) > 1:
        begins = np.concatenate(places)
        sums = np.zeros(len(begins), dtype=np.float32)
        for scale, each in zip(scales, places, strict=False):
            if len(each):
                distances = each.take(each.searchsorted(begins), mode="clip") - begins
                # If none follows, the distance is below 0, which is large as an unsigned number.
                sums += (distances.view(np.uint64) < length) * scale
        np.maximum.at(best[0], documents.searchsorted(begins >> _SHIFT), sums)
    return best


def _neighbours(
    places: Sequence[_Ints], pairs: _Ints, documents: _Ints, scales: _Floats, weight: np.float32
) -> _Floats:
    """Return the bonuses for words that stand side by side as typed, a row for each pair."""
    bonus = np.zeros((len(pairs), len(documents)), dtype=np.float32)
    for row, (left, right) in zip(bonus, pairs.tolist(), strict=True):
        first, wanted = places[left], places[right] - 1
        if len(first) and len(wanted):
            beside = first.take(first.searchsorted(wanted), mode="clip") == wanted
            held = documents.searchsorted(wanted.compress(beside) >> _SHIFT)
            row[held] = min(scales[left], scales[right]) * weight
    return bonus


def _title_shares(occurrences: _Ints, documents: _Ints, lengths: _Floats) -> _Floats:
    """Return the share of the positions of titles that the words hold."""
    # Words that share a form hold one position together.
    held = documents.searchsorted(np.unique(occurrences) >> _SHIFT)
    counts = np.bincount(held, minlength=len(documents))
    return (counts / np.maximum(lengths, np.float32(1))).astype(np.float32)


def _is_title(row: _Ints, slots: _Ints, columns: _Ints, places: _Ints, lengths: _Floats) -> _Bools:
    """Return which titles are the words of a row, in its order, given occurrences in titles."""
    table = np.zeros((len(lengths), len(row)), dtype=np.bool_)
    near = places < len(row)
    slots, columns, places = slots[near], columns[near], places[near]
    as_typed = row.take(places) == slots
    table[columns.compress(as_typed), places.compress(as_typed)] = True
    whole: _Bools = table.all(axis=1) & (lengths == len(row))
    return whole
