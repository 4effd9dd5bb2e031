"""The sizes at which the arrays engine switches to another algorithm.

Within their ranges they change speed and memory, never the results. The defaults were measured on the
archives of the benchmarks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tuning:
    """Sizes, each a whole number.

    A list of a phrase's word with over `common` (≥ 0) postings for each candidate document is not read
    as a whole, and memory holds about `occurrences_at_a_time` (≥ 1) positions.
    """

    common: int = 64
    occurrences_at_a_time: int = 500_000


TUNING = Tuning()
