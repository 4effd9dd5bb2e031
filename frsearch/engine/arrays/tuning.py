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

    Where all words are counted, memory holds about `postings_at_a_time` (≥ 1), in 60 bytes each. Where
    rows of them are, it holds a few times `words_at_a_time` (≥ 1) words of texts, in 6 bytes each, and
    `row_buckets` (a power of two from 2 to 2^31) numbers.
    """

    common: int = 64
    occurrences_at_a_time: int = 500_000
    postings_at_a_time: int = 1_000_000
    words_at_a_time: int = 16_000_000
    row_buckets: int = 1 << 22


TUNING = Tuning()
