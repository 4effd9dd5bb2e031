"""The forms of a query -> where the chunks of a text start that may match them, without analysis.

A needle is a prefix of words that may match; a chunk is a run of characters without blanks. The words of
a phrase are searched near the word of the phrase that is rarest in the text.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frsearch.highlight.limits import HighlightLimits
from frsearch.kernels import chunk_starts

# Forms with the same first letters share a needle.
_SHARED = 3
_NATIVE = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"
# Characters between two words of a phrase, and for each other word that may stand between them.
_GAP, _OTHER_WORD = 8, 12


class Row(NamedTuple):
    """The forms of each word of a phrase, and its slop."""

    words: Sequence[Sequence[str]]
    slop: int

    @property
    def rooms(self) -> list[int]:
        """The most characters from each word to the next.

        A phrase with a longer distance is found by analysing the text.
        """
        other = (self.slop - 1) * _OTHER_WORD
        return [max(map(len, forms), default=0) + _GAP + other for forms in self.words]


class Prefilter:
    """Finds the chunks of texts in which a word begins with a needle.

    `loose` are forms that match anywhere. `too_many` says that analysing the whole text is faster.
    """

    def __init__(self, loose: Iterable[str], rows: Sequence[Row], limits: HighlightLimits):
        self._limits = limits
        self._rooms = [row.rooms for row in rows]
        words = [_needles(loose), *(_needles(forms) for row in rows for forms in row.words)]
        self._words = len(words)
        self._needles = packed(words)
        self.too_many: bool = sum(map(len, words)) > limits.needles

    def starts(self, text: str) -> list[int]:
        """Return where the chunks start, in order; [] if analysing the whole text is faster."""
        found = chunk_starts(text, self._needles, self._words, self._limits.needle_hits)
        if found is None:
            return []
        starts, words = found[0], iter(found[1:])
        if self._rooms:
            rows = (_in_phrases([next(words) for _ in rooms], rooms) for rooms in self._rooms)
            starts = sorted(set(starts).union(*rows))
        return starts if len(starts) <= self._limits.places else []


def _in_phrases(words: list[list[int]], rooms: list[int]) -> Iterator[int]:
    """Yield the places of a phrase's rarest word, and those of its other words near them."""
    rarest = min(range(len(words)), key=lambda number: len(words[number]))
    back, ahead = sum(rooms[:rarest]), sum(rooms[rarest:])
    for at in words[rarest]:
        yield at
        for places in words[:rarest]:
            yield from places[bisect_left(places, at - back) : bisect_left(places, at)]
        for places in words[rarest + 1 :]:
            yield from places[bisect_left(places, at) : bisect_left(places, at + ahead)]


def packed(words: Iterable[Iterable[str]]) -> NDArray[np.uint32]:
    """Return the needles of words as `chunk_starts` reads them."""
    ordered = sorted([(needle, word) for word, needles in enumerate(words) for needle in needles])
    letters = "".join([chr(word) + chr(len(needle)) + needle for needle, word in ordered])
    return np.frombuffer(letters.encode(_NATIVE), np.uint32)


def _needles(forms: Iterable[str]) -> set[str]:
    """Return needles so that each form begins with one of them."""
    by_beginning: dict[str, str] = {}
    for form in forms:
        beginning = form[:_SHARED]
        needle = by_beginning.setdefault(beginning, form)
        if not form.startswith(needle):
            by_beginning[beginning] = _common_prefix(needle, form)
    needles = {needle.replace("ς", "σ") for needle in by_beginning.values()}
    return needles | {needle.replace("oe", "œ").replace("ae", "æ") for needle in needles}


def _common_prefix(one: str, other: str) -> str:
    size = min(len(one), len(other))
    while not other.startswith(one[:size]):
        size -= 1
    return one[:size]
