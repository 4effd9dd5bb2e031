"""The limits on a query and on the time of a search, all in one place.

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
    """Limits on a query. The excess is cut, with a warning (`strict=True`: an error).

    The second group of limits is for all words and patterns of a query together: they keep a query to
    about 1 second and 200 MB, however large the index.
    """

    characters: int = 10_000  # of query text
    words: int = 200  # of the query, including those in phrases, and patterns
    depth: int = 50  # of parentheses
    distance: int = 500  # positions between words that are near one another
    sides: int = 4  # of what is near one another
    boost: int = 100  # of a word, phrase or group
    expansions: int = 1_000  # words that match one prefix, wildcard or fuzzy word
    synonyms: int = 500  # words that synonyms add to a query
    alike: int = 4  # words that no article holds, for which words spelled alike are searched

    all_expansions: int = 5_000  # the same, for all of them together
    scanned: int = 2_000_000  # dictionary words compared with all of them
    postings: int = 12_000_000  # postings read and scored


LIMITS = Limits()


# Steps that a search skips after its deadline.
LeftUndone = Literal["matches", "hits", "snippets", "suggestion"]


class Deadline:
    """The time at which a search has to end, `seconds` from now; None: no deadline.

    `left` holds the steps that were skipped because the deadline had passed.
    """

    __slots__ = ("_end", "left")

    def __init__(self, seconds: float | None = None):
        self._end = None if seconds is None else time.monotonic() + seconds
        self.left: set[LeftUndone] = set()

    def is_over(self, step: LeftUndone) -> bool:
        """Say whether the deadline has passed, so that the caller skips `step`; if so, note it."""
        over = self._has_come()
        if over:
            self.left.add(step)
        return over

    def anew(self) -> Deadline:
        """Return a deadline at the same time for another search, with no step skipped yet."""
        other = copy(self)
        other.left = set()
        return other

    @property
    def seconds(self) -> float | None:
        """How many seconds are left, 0 or less once it has passed; None: no deadline."""
        return None if self._end is None else self._end - time.monotonic()

    def _has_come(self) -> bool:
        return self._end is not None and time.monotonic() >= self._end
