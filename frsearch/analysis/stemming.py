"""Stems, shared by the inflections of a word: Snowball's French algorithm.

https://snowballstem.org/algorithms/french/stemmer.html, as the snowballstemmer package implements it
(in C where PyStemmer is installed, with the same results).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import snowballstemmer

# A stemmer stores the current word, so each thread needs its own.
_local = threading.local()


def stems(words: Sequence[str]) -> list[str]:
    """Return the stems of lower-case words, accents kept; a word with digits is its own stem.

    >>> stems(["rétablies", "22h00"])
    ['rétabl', '22h00']
    """
    try:
        stemmer = _local.stemmer
    except AttributeError:
        stemmer = _local.stemmer = snowballstemmer.stemmer("french")
        stemmer.maxCacheSize = 0  # PyStemmer's cache takes more time than stemming
    return [
        stem if stem and word.isalpha() else word
        for word, stem in zip(words, stemmer.stemWords(words), strict=True)
    ]
