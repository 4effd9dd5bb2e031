"""The sizes at which the arrays engine switches to another algorithm.

Within their ranges they change speed and memory, never the results. The defaults were measured on the
archives of the benchmarks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tuning:
    """Sizes, each a whole number.

    Sets: shorter lists are inserted into a list over `far_longer` (≥ 0) times longer, instead of sorting
    all; below one document in `sparse` (≥ 0; 0 is never), lists are sorted instead of marked in a mask.

    Posting lists: more than `few_terms` (≥ 0) terms are read together. A list of a phrase's word with
    over `common` (≥ 0) postings for each candidate document is not read as a whole, and memory holds
    about `occurrences_at_a_time` (≥ 1) positions.

    Scores: they are summed in an array over all documents if that is cheaper than looking up the matches
    in each list. `posting_cost` and `sought_cost` (≥ 0) are the costs of reading and of looking up a
    posting, in units of the cost of a document of that array. Matches are looked up in a list over
    `longer` (≥ 0) times longer; shorter lists are masked.

    The best scores: their threshold comes from the maxima of blocks of `block` (≥ 1) documents. Over
    `most_blocks` (≥ 1) blocks, blocks are made larger.
    """

    far_longer: int = 32
    sparse: int = 8
    few_terms: int = 3
    common: int = 64
    occurrences_at_a_time: int = 500_000
    posting_cost: int = 20
    sought_cost: int = 100
    longer: int = 16
    block: int = 256
    most_blocks: int = 500


TUNING = Tuning()
