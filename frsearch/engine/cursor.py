"""Where a page of hits ended: hit -> a short text -> the documents that come after it.

A cursor holds the place of the last hit in the order of its search (score, date, id), not its number, so
that articles added or removed before that place shift nothing after it.

    >>> read(Cursor("newest", "all", 0.0, 736_846, 736_875, "a1").text(), "newest").id
    'a1'
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from frsearch.codec.postings import Documents
from frsearch.codec.segment import Segment
from frsearch.errors import QueryError
from frsearch.ranking import Floats
from frsearch.types import Match, Sort

# No score is as high, and higher ones would not fit in those of articles.
_HIGHEST = 1e30


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last hit of a page: `first` and `last` are the ordinals of its days, 0 for no date."""

    sort: Sort
    match: Match
    score: float
    first: int
    last: int
    id: str

    def text(self) -> str:
        """Write the cursor in letters, digits, - and _."""
        values = json.dumps(
            (self.sort, self.match, self.score, self.first, self.last, self.id),
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return base64.urlsafe_b64encode(values.encode()).decode().rstrip("=")

    def following(self, segment: Segment, documents: Documents, scores: Floats | None) -> Documents:
        """Return the places among documents, ascending, of those that come after the hit."""
        low, high = self._same_date(segment)
        boundary = self._place_of_id(segment, low, high)
        if self.sort == "relevance":
            assert scores is not None
            equal = (scores == np.float32(self.score)) & (documents < boundary)
            return np.flatnonzero((scores < np.float32(self.score)) | equal)
        if self.sort == "newest":
            return np.flatnonzero(documents < boundary)
        later = (documents >= high) | ((documents >= low) & (documents < boundary))
        if self.first == 0:
            return np.flatnonzero(documents < boundary)
        return np.flatnonzero(later | (documents < segment.undated))

    def _same_date(self, segment: Segment) -> tuple[int, int]:
        """Return the documents of the hit's date, the last exclusive."""
        low, high = _equal(segment.first_days, self.first)
        begin, end = _equal(segment.last_days[low:high], self.last)
        return low + begin, low + end

    def _place_of_id(self, segment: Segment, low: int, high: int) -> int:
        """Return the first of the documents of one date that is the hit, or comes before it."""
        while low < high:
            middle = (low + high) // 2
            if segment.ids[middle] > self.id:
                low = middle + 1
            else:
                high = middle
        return low


def _equal(ascending: NDArray[np.uint32], day: int) -> tuple[int, int]:
    wanted = np.uint32(day)
    return int(ascending.searchsorted(wanted)), int(ascending.searchsorted(wanted, side="right"))


def read(text: str, sort: Sort) -> Cursor:
    """Read the cursor of a search with this sort; QueryError where it is none."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        sorted_by, match, score, first, last, id = json.loads(raw)
    except (TypeError, ValueError, RecursionError):
        raise QueryError(f"after must be the cursor of earlier results, not {text!r}") from None
    sound = (
        sorted_by in get_args(Sort)
        and match in get_args(Match)
        and type(score) is float
        and 0 <= score < _HIGHEST
        and all(type(day) is int and 0 <= day < 1 << 32 for day in (first, last))
        and isinstance(id, str)
    )
    if not sound:
        raise QueryError(f"after must be the cursor of earlier results, not {text!r}")
    if sorted_by != sort:
        raise QueryError(f"after is the cursor of results sorted by {sorted_by!r}, not by {sort!r}")
    return Cursor(sorted_by, match, score, first, last, id)
