"""The sizes at which the arrays of a search take another way to the same answer.

Whatever they are within their ranges, what is found is the same; they decide how fast, and in how much
memory. The defaults were measured on the archives of the benchmarks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tuning:
    """Sizes, each a whole number.

    Sets: a list that is over `far_longer` (≥ 0) times longer than another is not sorted anew for it;
    below one document in `sparse` (≥ 0; 0 is never), sorting is quicker than marking all.

    Posting lists: more than `few_terms` (≥ 0) are read together. Of a phrase, a list with over `common`
    (≥ 0) postings for each document of interest is not read as a whole, and about
    `occurrences_at_a_time` (≥ 1) positions are held at a time.

    Scores: they are added up at the documents' own numbers where that is less than to find those sought
    among them: `posting_cost` and `sought_cost` (≥ 0) are what it costs to read a posting, and to find
    one, against the place of a document. Matches are looked for in a list that is over `longer` (≥ 0)
    times longer.

    The best: they are looked for in blocks of `block` (≥ 1) documents, of which there should be many
    times more than are wanted, so that blocks are larger in more than `most_blocks` (≥ 1) of them.
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
