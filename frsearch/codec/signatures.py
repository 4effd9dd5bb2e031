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
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis.chain import Form
from frsearch.analysis.stopwords import is_stop_word
from frsearch.codec.bulk_analysis import Tokens
from frsearch.kernels import keep_least
from frsearch.types import FIELDS

PAIR_BINS, WORD_BINS = 24, 64
# The value of an empty bin; a member with this value gets one less.
NO_PAIR, NO_WORD = 0xFFFF, 0xFF

Keys = NDArray[np.uint64]

# The fractional parts of the golden ratio, of √2 and of √3 in 64 bits, made odd.
_FACTORS = [np.uint64(factor) for factor in (0x9E3779B97F4A7C15, 0x6A09E667F3BCC909, 0xBB67AE8584CAA73B)]


class Signatures(NamedTuple):
    """The signatures of articles, one per row: the least value of pairs, and of words, in each bin."""

    pairs: NDArray[np.uint16]
    words: NDArray[np.uint8]


def make_signatures(tokens: Tokens, keys: Keys, fields: int = len(FIELDS)) -> Signatures:
    """Return the signatures of articles, given the tokens of each of their `fields`.

    `keys` are the `word_keys` of the forms that the tokens number. Of several words at one position the
    one with the greatest key is a member of pairs, whatever their order.
    """
    factors = (_FACTORS[2], _FACTORS[0], _FACTORS[1])
    return Signatures(*keep_least(*tokens, keys, fields, *map(int, factors)))


class WordKeys:
    """The keys of a vocabulary that grows."""

    def __init__(self) -> None:
        self._keys = np.zeros(0, np.uint64)

    def of(self, forms: Sequence[Form]) -> Keys:
        """Return the keys of all forms, which begin with those of the last call."""
        if len(forms) > len(self._keys):
            self._keys = np.append(self._keys, word_keys(forms[len(self._keys) :]))
        return self._keys


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
