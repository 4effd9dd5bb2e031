"""The words of texts, from their chunks to their occurrences in order.

A word is twice the number of its form, plus 1 if it is another reading of the word before it, at the
same position.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LEFT, _RIGHT = 2, 1
_PAIR_BINS, _WORD_BINS = 24, 64
_NO_PAIR, _NO_WORD = 0xFFFF, 0xFF
_AT_A_TIME = 100_000

_Numbers = NDArray[np.int32]
_Places = NDArray[np.int64]
_Keys = NDArray[np.uint64]


def find_pairs(
    codes: _Numbers, ends: _Places, sides: NDArray[np.uint16], alone: int
) -> tuple[_Places, NDArray[np.uint8]]:
    """Return the chunks that may be a pair with the chunk before, and of which kinds: bits.

    `codes` are those of `ChunkTable`, `ends` the number of chunks up to the end of each text; `sides`
    has for each core the kinds that it may begin in its upper byte, and end in the lower. The kinds in
    `alone` hold only where no character was cut off between the two. O(chunks).
    """
    both = sides.take(codes >> 2)
    begins, pairs = (both >> 8).astype(np.uint8), (both & 0xFF).astype(np.uint8)
    begins[(codes & _RIGHT).astype(np.bool_)] &= 0xFF ^ alone
    pairs[(codes & _LEFT).astype(np.bool_)] &= 0xFF ^ alone
    pairs[1:] &= begins[:-1]
    pairs[:1] = 0
    pairs[ends[ends < len(codes)]] = 0  # not across texts
    places = pairs.nonzero()[0]
    return places, pairs[places]


def expand(
    codes: _Numbers,
    ends: _Places,
    starts: _Numbers,
    counts: _Numbers,
    pieces: _Numbers,
    marked: _Places,
) -> tuple[_Numbers, _Places, _Places]:
    """Return the words of chunks, how many there are up to the end of each text, and up to the chunks
    `marked`, ascending.

    The words of a core are `counts` of `pieces`, from `starts` on. O(words).
    """
    cores = codes >> 2
    sizes = counts.take(cores)
    word_ends = np.cumsum(sizes, dtype=np.int64)
    firsts = word_ends - sizes
    places = np.repeat(starts.take(cores) - firsts, sizes)
    places += np.arange(len(places))
    return pieces.take(places), np.append(0, word_ends)[ends], firsts[marked]


def count_positions(words: _Numbers, ends: _Places) -> NDArray[np.uint32]:
    """Return the number of positions of each text, given the number of words up to its end. O(words)."""
    running = np.zeros(len(words) + 1, np.uint32)
    np.cumsum(words & 1 ^ 1, out=running[1:])
    lengths: NDArray[np.uint32] = running[ends] - running[np.append(0, ends)[:-1]]
    return lengths


def sort_occurrences(
    words: _Numbers, ends: _Places, order: _Places, starts: _Places, low: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return documents and positions of the occurrences of some terms, by term, document and position.

    The terms are those from `low` on, with the places of each from `starts`, which has one more; here,
    `words` have the numbers of terms in place of forms, -1 for none. `ends` are those of the title and
    of the text of each article; `order` has the articles in the order of the documents. Positions go on
    from the title to the text. A term with more occurrences than places raises IndexError. O(words).
    """
    documents = np.full(len(ends) // 2, -1, np.int64)
    documents[order] = np.arange(len(order))
    found = [
        _occurrences(words, ends[1::2], documents, low, len(starts) - 1, first)
        for first in _slices(ends[1::2])
    ]
    columns = zip(*found, strict=True) if found else ((), (), ())
    terms, owners, positions = (np.concatenate([np.zeros(0, np.int64), *each]) for each in columns)
    if (np.bincount(terms, minlength=len(starts) - 1) > np.diff(starts)).any():
        raise IndexError("a term has more occurrences than its starts say")
    # Words are in the order of articles and positions; both sorts keep it.
    by_document = np.argsort(owners, kind="stable")
    by_term = by_document[np.argsort(terms.take(by_document), kind="stable")]
    return owners.take(by_term).astype(np.uint32), positions.take(by_term).astype(np.uint32)


def _occurrences(
    words: _Numbers, ends: _Places, documents: _Places, low: int, count: int, some: tuple[int, int]
) -> tuple[_Places, _Places, _Places]:
    """Return terms, from 0, documents and positions of the occurrences in some articles."""
    begin, ends = int(ends[some[0] - 1]) if some[0] else 0, ends[slice(*some)]
    words = words[begin : int(ends[-1])]
    places = ((words >= low << 1) & (words < low + count << 1)).nonzero()[0]
    articles = (ends - begin).searchsorted(places, side="right")
    owners = documents[slice(*some)].take(articles)
    alive = (owners >= 0).nonzero()[0]
    places, articles, owners = places.take(alive), articles.take(alive), owners.take(alive)
    running = np.zeros(len(words) + 1, np.int64)
    np.cumsum(words & 1 ^ 1, out=running[1:])
    begins = np.append(begin, ends)[:-1] - begin
    positions = running.take(places + 1) - 1 - running.take(begins.take(articles))
    return (words.take(places) >> 1).astype(np.int64) - low, owners, positions


def _slices(ends: _Places) -> Iterator[tuple[int, int]]:
    """Cut texts into slices of few words, so that their arrays stay in the processor's cache."""
    first = 0
    while first < len(ends):
        begin = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(ends.searchsorted(begin + _AT_A_TIME, side="right")))
        yield first, last
        first = last


def keep_least(
    words: _Numbers,
    ends: _Places,
    keys: _Keys,
    fields: int,
    factor: int,
    first_mix: int,
    second_mix: int,
) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """Return the least values of the pairs of words, and of the words, in each bin: a row an article.

    An article has so many `fields`, whose texts follow one another, with `ends`. `keys` are those of
    the forms, 0 for a form that does not count; its upper 16 bits select the bin, the next the value.
    Of several words at one position the greatest key counts for pairs. A pair is the key before, times
    `factor`, plus the next key, mixed. O(words).
    """
    count = len(ends) // fields * fields
    pairs = np.full((count // fields, _PAIR_BINS), _NO_PAIR, np.uint16)
    singles = np.full((count // fields, _WORD_BINS), _NO_WORD, np.uint8)
    for first, last in _slices(ends[:count]):
        begin = int(ends[first - 1]) if first else 0
        some = words[begin : int(ends[last - 1])]
        texts = np.repeat(np.arange(first, last), np.diff(ends[first:last], prepend=begin))
        found = keys.take(some >> 1)
        kept = found.nonzero()[0]
        found, texts = found.take(kept), texts.take(kept)
        _keep(singles, texts // fields, found)
        places = texts << 32 | np.cumsum(some & 1 ^ 1).take(kept)
        firsts = np.diff(places, prepend=-1).nonzero()[0]
        found = np.maximum.reduceat(found, firsts) if len(firsts) else found
        texts = texts.take(firsts)
        next_to = (texts[1:] == texts[:-1]).nonzero()[0]
        made = found.take(next_to) * np.uint64(factor) + found.take(next_to + 1)
        for mix in (first_mix, second_mix):
            made *= np.uint64(mix)
            made ^= made >> np.uint64(32)
        _keep(pairs, texts.take(next_to) // fields, made)
    return pairs, singles


def _keep(least: NDArray[Any], articles: _Places, keys: _Keys) -> None:
    bins, bits = least.shape[1], 8 * least.itemsize
    places = (keys >> np.uint64(48)) * np.uint64(bins) >> np.uint64(16)
    values = keys >> np.uint64(48 - bits) & np.uint64((1 << bits) - 1)
    np.minimum(values, np.uint64((1 << bits) - 2), out=values)
    flat = least.reshape(-1)
    np.minimum.at(flat, articles * bins + places.view(np.int64), values.astype(least.dtype))
