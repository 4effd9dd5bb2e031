"""How well an article answers a query: by its words, then by how close together they stand.

A word's score is BM25F over title and text, for each look at the word. The first articles by the sum of
these then gain a share of what the query's words in the best passage of each weigh (their idf), and
are put in order anew; so an article that has the words in one sentence comes before one that has
them pages apart.

The functions are pure and work on whole arrays, one value an article.

Sources: Robertson & Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009), for
the weighting of fields before saturation (3.17 to 3.21); the idf with 1 added inside the logarithm,
so that no word counts against an article, is that of Lucene's BM25Similarity. Passages of a fixed
length, beginning anywhere: Kaszkiel & Zobel, *Passage Retrieval Revisited* (1997), here as evidence
beside the score of the whole article; reordering the first articles by the closeness of query words:
Rasolofo & Savoy, *Term Proximity Scoring for Keyword-Based Retrieval Systems* (2003).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The parameters of the score, with their defaults.

    `k1` (≥ 0) how fast repetitions of a word saturate. `text_b`, `title_b` (0 to 1) how much a
    long field counts against a match. `title_weight` (≥ 0) one occurrence in the title against
    one in the text. `exact_weight` (≥ 0) the exact form of a word against its stem.
    `phrase_weight` (≥ 0) a phrase against a word as rare: beside other words, those of the phrase
    count by themselves too, wherever they stand. `passage_weight` (≥ 0) the idf of the words of the
    best passage, of `passage_length` words (1 or more), in the first `passage_articles` (≥ 0).
    """

    k1: float = 0.9
    text_b: float = 0.75
    title_b: float = 0.5
    title_weight: float = 2.0
    exact_weight: float = 0.7
    phrase_weight: float = 0.7
    passage_weight: float = 0.3
    passage_length: int = 20
    passage_articles: int = 30

    def field_b(self, field: str) -> float:
        """Return b for "title" or "text"."""
        return self.title_b if field == "title" else self.text_b

    def field_weight(self, field: str) -> float:
        """Return the weight of one occurrence in "title" or "text"."""
        return self.title_weight if field == "title" else 1.0


def idf(matching: int, articles: int) -> float:
    """Return ln(1 + (N - n + 0.5) / (n + 0.5)) for n matching articles of N; 0 or more."""
    return math.log1p((articles - matching + 0.5) / (matching + 0.5))


def field_factors(lengths: Floats, average: float, b: float, weight: float) -> Floats:
    """Return what one occurrence counts: weight / (1 - b + b · length / average)."""
    if average <= 0:
        return np.full(len(lengths), weight, dtype=np.float32)
    return (weight / ((1 - b) + b * lengths / average)).astype(np.float32)


def saturate(frequencies: Floats, k1: float, weight: float = 1.0) -> Floats:
    """Return weight · (k1 + 1) · f / (k1 + f), elementwise: 0 for 0, at most weight · (k1 + 1)."""
    saturated = frequencies * np.float32(weight * (k1 + 1))
    saturated /= frequencies + np.float32(k1 or 1e-9)
    return saturated
