"""What answering a query needs to read: one state of an index, as arrays.

Documents have numbers from 0 to `size`; some of them may be deleted (`live` is False there, and no
other method gives them). Days are `datetime.date.toordinal`, 0 for articles without a date.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from frsearch.articles import Article

Look = Literal["stem", "exact"]
FIELDS: tuple[Literal["title", "text"], ...] = ("title", "text")

# An occurrence is one number, document · 2^32 + position, so that positions of many documents are
# one sorted array.
POSITION_BITS = 32


class Postings(NamedTuple):
    """Where a term stands: ascending document numbers, and how often in each."""

    documents: NDArray[np.int64]
    frequencies: NDArray[np.int64]


class Snapshot(Protocol):
    """One consistent state of an index, readable for as long as it is held."""

    size: int
    live: NDArray[np.bool_]
    live_count: int
    first_days: NDArray[np.int64]
    last_days: NDArray[np.int64]

    def lengths(self, field: str) -> NDArray[np.float32]:
        """Return the number of positions of the field in each document."""

    def average_length(self, field: str) -> float:
        """Return the mean length of the field over the live documents, 0.0 if there are none."""

    def postings(self, field: str, look: Look, term: str) -> Postings:
        """Return the live documents that hold the term."""

    def occurrences(self, field: str, look: Look, term: str) -> NDArray[np.int64]:
        """Return the term's occurrences, ascending."""

    def stems_of(self, exact: str) -> tuple[str, ...]:
        """Return the stems of all words that fold to this exact form."""

    def has_exact(self, term: str) -> bool:
        """Say whether any document holds this exact form."""

    def exact_with_prefix(self, prefix: str) -> Iterator[str]:
        """Yield the folded exact forms that begin so, in ascending order."""

    def find(self, id: str) -> int | None:
        """Return the number of the live document with this id."""

    def article(self, document: int) -> Article:
        """Return the article stored as this document."""

    def id_ranks(self) -> NDArray[np.int64]:
        """Return each document's rank in the order of ids; deleted ones have any rank."""

    def close(self) -> None:
        """Let go of the files."""
