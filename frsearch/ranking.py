"""How well an article answers a query: by its words, then by how close together they stand.

A word's score is BM25F over title and text, for each look at the word. The first articles by the sum of
these are then put in order anew. Each gains a share of what the query's words in its best passage
weigh (their idf), so that an article that has the words in one sentence comes before one that has
them pages apart; and a share of what a word weighs that it lacks, where it has a relative of it: a
word whose stem begins alike (« Californie », « californien »).

The functions are pure and work on whole arrays, one value an article.

Sources: Robertson & Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009), for
the weighting of fields before saturation (3.17 to 3.21); the idf with 1 added inside the logarithm,
so that no word counts against an article, is that of Lucene's BM25Similarity. Passages of a fixed
length, beginning anywhere: Kaszkiel & Zobel, *Passage Retrieval Revisited* (1997), here as evidence
beside the score of the whole article; reordering the first articles by the closeness of query words:
Rasolofo & Savoy, *Term Proximity Scoring for Keyword-Based Retrieval Systems* (2003). That words of
European languages, cut to their first letters, serve about as well as their stems: McNamee & Mayfield,
*Character N-Gram Tokenization for European Language Text Retrieval* (2004).
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
    count by themselves too, wherever they stand.

    `rerank_window` (≥ 0) how many of the first articles are put in order anew. `passage_weight` (≥ 0)
    the idf of the words of the best passage there, of `passage_length` words (1 or more).
    `relative_weight` (≥ 0) a relative of a word that is lacking against the word. `own_weight` (≥ 0)
    the idf of each word, but of those of which the article has only others of the stem (`châtiment`
    for `chat`).
    """

    k1: float = 0.9
    text_b: float = 0.75
    title_b: float = 0.5
    title_weight: float = 2.0
    exact_weight: float = 0.7
    phrase_weight: float = 0.7
    rerank_window: int = 20
    passage_weight: float = 0.3
    passage_length: int = 20
    relative_weight: float = 0.5
    own_weight: float = 0.3

    def field_b(self, field: str) -> float:
        """Return b for "title" or "text"."""
        return self.title_b if field == "title" else self.text_b

    def field_weight(self, field: str) -> float:
        """Return the weight of one occurrence in "title" or "text"."""
        return self.title_weight if field == "title" else 1.0


def stem_prefix(stem: str) -> str:
    """Return the beginning of a stem that its relatives share, "" if it has none.

    It is the stem but for two letters, of four to six: a shorter one is shared by too many words
    that have nothing in common, and numbers have no relatives.
    """
    return stem[: min(max(len(stem) - 2, 4), 6)] if len(stem) >= 4 and stem.isalpha() else ""


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
