"""The bounds that keep a search short, all in one place: on a query, and on the time for it.

    >>> Deadline(None).is_over(), Deadline(1e-9).is_over()
    (False, True)
"""

from __future__ import annotations

import time
from dataclasses import dataclass


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


class Deadline:
    """When a search has to end, `seconds` from now; None is never.

    `passed` says whether anything was left undone: whether somebody asked in vain.
    """

    __slots__ = ("_end", "passed")

    def __init__(self, seconds: float | None = None):
        self._end = None if seconds is None else time.monotonic() + seconds
        self.passed = False

    def is_over(self) -> bool:
        """Say whether to stop; to be asked before each step that may be left out."""
        if self._end is None:
            return False
        self.passed = self.passed or time.monotonic() >= self._end
        return self.passed
