"""A cursor: the last hit of a page as a short text, from which the next page continues.

A cursor holds the sort key of the last hit (score, date, id), not its rank, so that articles added or
removed before the hit do not shift the hits after it.

    >>> read(Cursor("newest", "all", 0.0, 736_846, 736_875, "a1").text(), "newest").id
    'a1'
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from frsearch.errors import QueryError
from frsearch.fields import LONGEST_LABEL, labels_of
from frsearch.messages.wording import Message
from frsearch.types import MATCHES, SORTS, Article, Match

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# Scores are far lower; a higher number may not fit in the 32 bits of a score.
_HIGHEST = 1e30


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last hit of a page; `first` and `last` are the ordinals of its days, 0 for no date.

    `value` is the label by which it was sorted, None if it has none or was sorted otherwise.
    """

    sort: str
    match: Match
    score: float
    first: int
    last: int
    id: str
    value: str | None = None

    def text(self) -> str:
        """Encode the cursor in letters, digits, - and _."""
        values = _as_json(
            (self.sort, self.match, self.score, self.first, self.last, self.id, self.value)
        )
        return base64.urlsafe_b64encode(values.encode()).decode().rstrip("=")

    @classmethod
    def at(cls, article: Article, score: float, match: Match, sort: str) -> Cursor:
        """Return the cursor that continues after an article of a search."""
        date = article.date
        days = (0, 0) if date is None else (date.first_day.toordinal(), date.last_day.toordinal())
        labels = [] if sort in SORTS else labels_of(article.extra.get(sort))
        return cls(sort, match, score, *days, article.id, next(iter(labels), None))


def read(text: str, sort: str) -> Cursor:
    """Decode the cursor of a search with this sort; QueryError if it is not one."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        sorted_by, match, score, first, last, id, value = json.loads(raw)
    except (TypeError, ValueError, RecursionError):
        raise QueryError(
            Message("after must be the cursor of earlier results, not {value}", value=repr(text))
        ) from None
    is_valid = (
        isinstance(sorted_by, str)
        and match in MATCHES
        and type(score) is float
        and 0 <= score < _HIGHEST
        and all(type(day) is int and 0 <= day < 1 << 32 for day in (first, last))
        and isinstance(id, str)
        and (value is None or (isinstance(value, str) and len(value) <= LONGEST_LABEL))
    )
    if not is_valid:
        raise QueryError(
            Message("after must be the cursor of earlier results, not {value}", value=repr(text))
        )
    if sorted_by != sort:
        raise QueryError(
            Message(
                "after is the cursor of results sorted by {sorted_by!r}, not by {sort!r}",
                sorted_by=sorted_by,
                sort=sort,
            )
        )
    return Cursor(sorted_by, match, score, first, last, id, value)
