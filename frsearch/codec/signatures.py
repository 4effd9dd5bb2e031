"""Signatures that identify near copies: the words of articles -> one signature per article.

A signature is a MinHash of two sets: the words of the article and its pairs of neighbouring words,
without stop words and accents. Each member of a set is hashed once; the hash selects a bin and a value,
and each bin keeps its least value. The share of equal bins of two signatures estimates the Jaccard
similarity of their sets, |A ∩ B| / |A ∪ B|.

Hashes are of spellings, so signatures are the same on every machine and in every segment.

Sources: Broder, *On the resemblance and containment of documents* (1997); Li, Owen & Zhang, *One
Permutation Hashing* (2012), for the bins and the treatment of empty bins.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis.chain import Form
from frsearch.analysis.stopwords import is_stop_word
from frsearch.codec.bulk_analysis import Tokens

PAIR_BINS, WORD_BINS = 24, 64
# The value of an empty bin; a member with this value gets one less.
NO_PAIR, NO_WORD = 0xFFFF, 0xFF

Keys = NDArray[np.uint64]

# The fractional parts of the golden ratio, of √2 and of √3 in 64 bits, made odd.
_FACTORS = [np.uint64(factor) for factor in (0x9E3779B97F4A7C15, 0x6A09E667F3BCC909, 0xBB67AE8584CAA73B)]
# Few enough that their arrays stay in the processor's cache.
_TOKENS_AT_A_TIME = 100_000


class Signatures(NamedTuple):
    """The signatures of articles, one per row: the least value of pairs, and of words, in each bin."""

    pairs: NDArray[np.uint16]
    words: NDArray[np.uint8]


def make_signatures(fields: Iterable[Tokens], keys: Keys, count: int) -> Signatures:
    """Return the signatures of `count` articles, given the tokens of each of their fields.

    `keys` are the `word_keys` of the forms that the tokens number.
    """
    made = Signatures(
        np.full((count, PAIR_BINS), NO_PAIR, np.uint16), np.full((count, WORD_BINS), NO_WORD, np.uint8)
    )
    for tokens in fields:
        for first, last, begin, end in token_slices(tokens.ends):
            words = keys.take(tokens.forms[begin:end])
            kept = np.flatnonzero(words)
            words = words.take(kept)
            ends = np.searchsorted(kept, tokens.ends[first:last] - begin)
            articles = np.repeat(np.arange(first, last), np.diff(ends, prepend=0))
            keep_least(made.words, articles, words)
            # Of several words at one position the greatest key counts, whatever their order.
            places = articles << 32 | tokens.positions[begin:end].take(kept)
            firsts = np.flatnonzero(np.diff(places, prepend=-1))
            words = np.maximum.reduceat(words, firsts) if len(firsts) else words
            articles = articles.take(firsts)
            neighbours = np.flatnonzero(articles[1:] == articles[:-1])
            pairs = _mixed(words.take(neighbours) * _FACTORS[2] + words.take(neighbours + 1))
            keep_least(made.pairs, articles.take(neighbours), pairs)
    return made


def word_keys(forms: Iterable[Form]) -> Keys:
    """Return a key for each form, a hash of its exact form; 0 for stop words."""
    sums = [0 if is_stop_word(form.exact) else zlib.crc32(form.exact.encode()) + 1 for form in forms]
    return _mixed(np.array(sums, np.uint64))


def _mixed(keys: Keys) -> Keys:
    """Mix the bits of numbers; different numbers stay different, and 0 stays 0."""
    mixed = keys * _FACTORS[0]
    mixed ^= mixed >> np.uint64(32)
    mixed *= _FACTORS[1]
    mixed ^= mixed >> np.uint64(32)
    return mixed


def keep_least(least: NDArray[Any], articles: NDArray[np.int64], keys: Keys) -> None:
    """Put values into bins: the upper 16 bits of a key select the bin, the next bits are the value."""
    bins, bits = least.shape[1], 8 * least.itemsize
    places = (keys >> np.uint64(48)) * np.uint64(bins) >> np.uint64(16)
    values = keys >> np.uint64(48 - bits) & np.uint64((1 << bits) - 1)
    np.minimum(values, np.uint64((1 << bits) - 2), out=values)
    flat = least.reshape(-1)
    np.minimum.at(flat, articles * bins + places.view(np.int64), values.astype(least.dtype))


def token_slices(ends: NDArray[np.int64]) -> Iterator[tuple[int, int, int, int]]:
    """Cut texts into slices of up to 100,000 tokens, or one text: (first text, last text, first token,
    last token), ends exclusive."""
    first, begin = 0, 0
    while first < len(ends):
        last = max(first + 1, int(ends.searchsorted(begin + _TOKENS_AT_A_TIME, side="right")))
        end = int(ends[last - 1])
        yield first, last, begin, end
        first, begin = last, end
