"""Texts as rows of numbered words, and the rows of some words that they hold.

A row begins and ends with a word that may end it, and no place in it is without a word (-1). Its bucket
is a hash of its words. A text is short enough that no row of it runs into the next: an empty place
stands after each.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from frsearch.kernels.plain._decoding import decode_counts, decode_documents

_Ints = NDArray[np.int64]
_Rare = NDArray[np.uint64]
# The golden ratio spreads numbers (Knuth, The Art of Computer Programming 3, 6.4).
_FACTOR = np.uint32(0x9E3779B1)


def lay_out_words(
    gaps: NDArray[np.uint16],
    wide: _Rare,
    wide_gaps: _Rare,
    packed: NDArray[np.uint8],
    many: _Rare,
    many_text: _Rare,
    many_title: _Rare,
    positions: NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32],
    title_lengths: NDArray[np.uint32],
    starts: _Ints,
    counts: _Ints,
    firsts: _Ints,
    before: _Ints,
    words: NDArray[np.int32],
    places: _Ints,
    size: int,
) -> tuple[NDArray[np.int32], int]:
    """Return texts as `size` words in a row, -1 where there is none, given slices of posting lists.

    Slices are those of `choose_slices`; each has the number of its word in `words`. Of several words at
    a place, the last is taken. `places` has the place where the text of each document begins, -1 if it
    is left out. Positions count the title first, which has `title_lengths` of them. Last comes the
    highest document of all slices, as of `decode_lists`: if it is none, the row is not to be used.
    O(occurrences).
    """
    row = np.full(size, -1, dtype=np.int32)
    documents, highest = decode_documents(gaps, wide, wide_gaps, starts, counts, firsts, len(places))
    if not len(starts) or not 0 <= highest < len(places):
        return row, highest
    in_text, in_title = (
        each.astype(np.int64)
        for each in decode_counts(packed, many, many_text, many_title, starts, counts)
    )
    # The first occurrence in the text of each posting: the sum starts again in each slice.
    both = in_text + in_title
    ends: _Ints = counts.cumsum()
    running = both.cumsum() - both
    running += (before - running.take(ends - counts)).repeat(counts) + in_title
    chosen = (places.take(documents) >= 0).nonzero()[0]
    held = in_text.take(chosen)
    first, document = running.take(chosen), documents.take(chosen)
    at = np.arange(int(held.sum())) + (first - (held.cumsum() - held)).repeat(held)
    begins = places.take(document) - title_lengths.take(document)
    here = begins.repeat(held) + positions.take(at)
    if len(here) and not 0 <= int(here.min()) <= int(here.max()) < size:
        raise IndexError("a position lies outside of the row")
    row[here] = words.repeat(counts).take(chosen).repeat(held)
    return row, highest


def count_rows(
    words: NDArray[np.int32], may_end: NDArray[np.uint8], length: int, bits: int
) -> NDArray[np.uint32]:
    """Return how many rows of `length` ≥ 1 words are in each of 2^`bits` buckets.

    `may_end` has a 1 for each word that may begin and end a row. O(words · length).
    """
    _, buckets = _buckets(words, may_end, length, bits)
    return np.bincount(buckets, minlength=1 << bits).astype(np.uint32)


def tally_rows(
    words: NDArray[np.int32],
    ends: _Ints,
    may_end: NDArray[np.uint8],
    length: int,
    bits: int,
    counted: NDArray[np.uint8],
) -> tuple[_Ints, _Ints, _Ints, _Ints]:
    """Return the distinct rows in some buckets, in the order of their first places.

    Of each row: its first place, its number of occurrences, that of texts with any, and its last place;
    `ends` are the ends of the texts. `counted` has a bit for each bucket, the lowest of each byte first.
    O(words · length).
    """
    places, buckets = _buckets(words, may_end, length, bits)
    if len(counted) << 3 < 1 << bits:
        raise IndexError("there are fewer bits than buckets")
    places = places[counted.take(buckets >> 3) >> (buckets & 7) & 1 > 0]
    # Rows of one word more are numbered, step by step.
    of, span = np.zeros(len(places), dtype=np.int64), int(words.max(initial=0)) + 1
    for step in range(length):
        of = np.unique(of * span + words.take(places + step), return_inverse=True)[1]
    firsts, occurrences = np.unique(of, return_index=True, return_counts=True)[1:]
    texts = ends.searchsorted(places, side="right")
    pairs = np.unique(of * (len(ends) + 1) + texts)
    articles = np.bincount(pairs // (len(ends) + 1), minlength=len(firsts))
    lasts = np.zeros(len(firsts), dtype=np.int64)
    np.maximum.at(lasts, of, places)
    order = firsts.argsort()
    return places.take(firsts)[order], occurrences[order], articles[order], lasts[order]


def _buckets(
    words: NDArray[np.int32], may_end: NDArray[np.uint8], length: int, bits: int
) -> tuple[_Ints, _Ints]:
    """Return the places where rows begin, and the bucket of each row."""
    if length < 1 or not 0 < bits < 32:
        raise ValueError("a row has a word or more, and there are 2 to 2^31 buckets")
    count = max(len(words) - length + 1, 0)
    outer = np.append(may_end, 0).take(words) > 0  # the last, for -1
    begins = outer[:count] & outer[len(words) - count :]
    for step in range(1, length - 1):
        begins &= words[step : step + count] >= 0
    places = begins.nonzero()[0]
    keys = np.zeros(len(places), dtype=np.uint32)
    for step in range(length):
        keys += words.take(places + step).view(np.uint32)
        keys *= _FACTOR
        keys ^= keys >> np.uint32(15)
    keys *= _FACTOR
    return places, (keys >> np.uint32(32 - bits)).astype(np.int64)
