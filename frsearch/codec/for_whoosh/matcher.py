"""A Whoosh matcher over the postings of one term."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import reading
from whoosh.matching import LeafMatcher, ReadTooFar

from frsearch.codec.positions import DOCUMENT_SHIFT, POSITION


class Frequencies(NamedTuple):
    """Ascending documents, and the counts of a term in a field of each."""

    documents: NDArray[np.int64]
    frequencies: NDArray[np.int64]


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Iterates over the postings of a term."""

    def __init__(
        self,
        term: tuple[str, bytes],
        postings: Frequencies,
        occurrences: Callable[[], NDArray[np.int64]],
        format_: Any,
        scorer: Any,
        info: Callable[[], reading.TermInfo],
    ):
        self._term = term
        self._documents, self._frequencies = postings
        # Read on demand: most walks use neither, and reading them costs more than the walk.
        self._read_occurrences, self._read_info = occurrences, info
        self.format = format_
        self.scorer = scorer
        self._at = 0

    @cached_property
    def _occurrences(self) -> NDArray[np.int64]:
        return self._read_occurrences()

    @cached_property
    def _info(self) -> reading.TermInfo:
        return self._read_info()

    def is_active(self) -> bool:
        """Say whether there is a posting left."""
        return self._at < len(self._documents)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def copy(self) -> ArrayMatcher:
        """Return a matcher at the same place."""
        return copy.copy(self)

    def id(self) -> int:
        """Return the document of this posting."""
        return int(self._documents[self._at])

    def next(self) -> bool:
        """Go to the next posting."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return True

    def skip_to(self, document: int) -> bool:
        """Go to the first posting at or after a document; say whether that moved."""
        if not self.is_active():
            raise ReadTooFar
        at = int(np.searchsorted(self._documents, document))
        moved = at > self._at
        self._at = max(self._at, at)
        return moved

    def skip_to_quality(self, minimum: float) -> int:
        """Go to the end if no posting can score above `minimum`: the list is one block."""
        if self.block_quality() <= minimum:
            self._at = len(self._documents)
        return 1

    def weight(self) -> float:
        """Return the frequency."""
        return float(self._frequencies[self._at])

    def value(self) -> bytes:
        """Return the posting's value, packed."""
        encoded: bytes = self.format.encode(self._positions())
        return encoded

    def value_as(self, kind: str) -> Any:
        """Return the posting's value as "frequency", "weight" or "positions"."""
        if kind in ("frequency", "weight"):
            return int(self._frequencies[self._at])
        if kind == "positions":
            return self._positions()
        return super().value_as(kind)

    def all_ids(self) -> Iterator[int]:
        """Yield all documents, from the first on."""
        return iter(self._documents.tolist())

    def _positions(self) -> list[int]:
        document = self.id()
        borders = np.array([document, document + 1], dtype=np.int64) << DOCUMENT_SHIFT
        low, high = np.searchsorted(self._occurrences, borders)
        positions: list[int] = (self._occurrences[low:high] & POSITION).tolist()
        return positions

    def block_min_length(self) -> int:
        """Return the length of the shortest field with the term."""
        return int(self._info.min_length())

    def block_max_length(self) -> int:
        """Return the length of the longest field with the term."""
        return int(self._info.max_length())

    def block_max_weight(self) -> float:
        """Return the highest frequency."""
        return float(self._info.max_weight())
