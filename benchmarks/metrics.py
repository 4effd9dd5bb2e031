"""Rankings and the right answers -> how good they are, and whether a difference is more than luck.

Every metric is of one question: the ids found, best first, and the set of ids that answer it.

    >>> evaluate(["a", "b", "c"], {"b"})["MRR@10"]
    0.5

Sources: MRR and binary nDCG as trec_eval has them (recip_rank, ndcg_cut; Järvelin & Kekäläinen 2002);
the randomisation test is Fisher's, which Smucker, Allan & Carterette, *A Comparison of Statistical
Significance Tests for Information Retrieval Evaluation* (2007), recommend for per-question figures.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

METRICS = ("MRR@10", "nDCG@10", "R@1", "R@10", "R@100")
DEPTH = 100
_CUT = 10
_SIGN_FLIPS = 10_000
_AT_A_TIME = 500


def evaluate(found: Sequence[str], relevant: Collection[str]) -> dict[str, float]:
    ranks = [rank for rank, id in enumerate(found, 1) if id in relevant]
    best = ranks[0] if ranks else math.inf
    gained = sum(_discount(rank) for rank in ranks if rank <= _CUT)
    ideal = sum(map(_discount, range(1, min(len(relevant), _CUT) + 1)))
    recall = {f"R@{cut}": sum(rank <= cut for rank in ranks) / len(relevant) for cut in (1, 10, 100)}
    return {"MRR@10": 1 / best if best <= _CUT else 0.0, "nDCG@10": gained / ideal, **recall}


def _discount(rank: int) -> float:
    return 1 / math.log2(rank + 1)


def mean(values: Collection[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """How one run differs from another on the same questions.

    `margin` is half the width of the 95 % interval of the mean; `p` how often chance alone makes
    a mean difference as large.
    """

    mean: float
    margin: float
    better: int
    worse: int
    p: float


def compare(ours: Mapping[str, float], theirs: Mapping[str, float]) -> Difference:
    """Compare two runs by question; raises ValueError where their questions are not the same."""
    if not ours or ours.keys() != theirs.keys():
        raise ValueError("the two runs did not ask the same questions")
    gains = np.array([ours[question] - theirs[question] for question in sorted(ours)])
    margin = 1.96 * gains.std(ddof=1) / math.sqrt(len(gains)) if len(gains) > 1 else math.nan
    return Difference(
        float(gains.mean()),
        float(margin),
        int((gains > 0).sum()),
        int((gains < 0).sum()),
        randomisation(gains[gains != 0]),
    )


def randomisation(gains: np.ndarray) -> float:
    """Return the two-sided p of the gains' sum where each might as well have the other sign."""
    observed = abs(gains.sum()) * (1 - 1e-12)  # not to lose equals to rounding
    generator = np.random.default_rng(20_18)
    as_large = 0
    for _ in range(0, _SIGN_FLIPS, _AT_A_TIME):
        signs = generator.integers(0, 2, (_AT_A_TIME, len(gains)), dtype=np.int8) * 2 - 1
        as_large += int((abs(signs @ gains) >= observed).sum())
    return (as_large + 1) / (_SIGN_FLIPS + 1)
