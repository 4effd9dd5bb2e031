"""The bounds that keep a search short, all in one place: on a query, and on the time for it.

>>> Deadline(None).is_over("hits"), Deadline(1e-9).is_over("hits")
(False, True)
"""

from __future__ import annotations

import time
from copy import copy
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a query; what is over them is cut, with a warning (`strict=True`: an error).

    Those of the second group are for all words and patterns of a query together, so that a query is
    answered in about a second, in less than 200 MB, however large the index.
    """

    characters: int = 10_000  # of query text
    words: int = 200  # those of phrases and patterns too
    depth: int = 50  # of parentheses
    expansions: int = 1_000  # words that one prefix, wildcard or fuzzy word stands for

    all_expansions: int = 5_000  # words that all of them stand for
    scanned: int = 2_000_000  # words of the index's dictionary that are looked at for them
    postings: int = 12_000_000  # entries of posting lists that are read, and weighed


LIMITS = Limits()


# What a search leaves undone once its time is over.
LeftUndone = Literal["matches", "hits", "snippets", "suggestion"]


class Deadline:
    """When a search has to end, `seconds` from now; None is never.

    `left` is what was left undone: what somebody asked for in vain.
    """

    __slots__ = ("_end", "left")

    def __init__(self, seconds: float | None = None):
        self._end = None if seconds is None else time.monotonic() + seconds
        self.left: set[LeftUndone] = set()

    def is_over(self, step: LeftUndone) -> bool:
        """Say whether to leave out a step; to be asked before each that may be left out."""
        over = self._has_come()
        if over:
            self.left.add(step)
        return over

    def anew(self) -> Deadline:
        """Return one that ends at the same time, for another search: nothing is left undone of it."""
        other = copy(self)
        other.left = set()
        return other

    def _has_come(self) -> bool:
        return self._end is not None and time.monotonic() >= self._end
