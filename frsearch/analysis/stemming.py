"""Stems: what the inflections of a word share, by Snowball's French algorithm.

https://snowballstem.org/algorithms/french/stemmer.html, as the snowballstemmer package implements it
(in C where PyStemmer is installed, with the same results).
"""

from __future__ import annotations

import threading

import snowballstemmer

# Its stemmers keep the word at work in themselves, so that each thread needs one of its own.
_local = threading.local()


def stem(word: str) -> str:
    """Return the stem of a lower-case word, accents kept; a word with digits is its own stem.

    >>> stem("rétablies"), stem("22h00")
    ('rétabl', '22h00')
    """
    if not word.isalpha():
        return word
    try:
        stemmer = _local.stemmer
    except AttributeError:
        stemmer = _local.stemmer = snowballstemmer.stemmer("french")
    return str(stemmer.stemWord(word)) or word
