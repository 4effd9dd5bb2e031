"""Scoring: BM25F for the query's words, then reranking by how close together they stand.

Each word of the query gets a BM25F score over title and text, for each kind of term (exact, lemma,
stem). The articles with the highest sums are then reranked, with two bonuses, both shares of an idf:

- for the query words in the article's best passage, so that an article with the words in one sentence
  comes before an article with the words pages apart;
- for related words where the word itself is missing. A related word has a stem with the same beginning
  (« Californie », « californien »).

The functions are pure and work on whole arrays, one value per article.

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

    `k1` (≥ 0): how fast repetitions of a word saturate. `text_b`, `title_b` (0 to 1): how much the
    score drops with the length of the field. `title_weight` (≥ 0): weight of an occurrence in the title,
    relative to one in the text. `exact_weight` (≥ 0): weight of the exact form, relative to the stem.
    `phrase_weight` (≥ 0): weight of a phrase, relative to a word that is as rare; in a query with other
    words, the words of the phrase also count separately, at any position.

    `rerank_window` (≥ 0): number of top articles to rerank. `passage_weight` (≥ 0): share of the idf of
    the words in the best passage, of `passage_length` words (1 or more). `relative_weight` (≥ 0): weight
    of a related word where the word itself is missing. `own_weight` (≥ 0): share of the idf of each
    word, except where the article only has other words with the same stem (`châtiment` for `chat`).
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
    """Return the prefix that a stem shares with related words, or "" if the stem has no related words.

    The prefix is the stem without its last two letters, but 4 to 6 letters long: unrelated words share
    shorter prefixes. Stems under 4 letters and numbers have no related words.
    """
    return stem[: min(max(len(stem) - 2, 4), 6)] if len(stem) >= 4 and stem.isalpha() else ""


def idf(matching: int, articles: int) -> float:
    """Return ln(1 + (N - n + 0.5) / (n + 0.5)) for n matching articles of N; 0 or more."""
    return math.log1p((articles - matching + 0.5) / (matching + 0.5))


def field_factors(lengths: Floats, average: float, b: float, weight: float) -> Floats:
    """Return the weight of one occurrence in each article: weight / (1 - b + b · length / average)."""
    if average <= 0:
        return np.full(len(lengths), weight, dtype=np.float32)
    return (weight / ((1 - b) + b * lengths / average)).astype(np.float32)


def saturate(frequencies: Floats, k1: float, weight: float = 1.0) -> Floats:
    """Return weight · (k1 + 1) · f / (k1 + f), elementwise: 0 for 0, at most weight · (k1 + 1)."""
    saturated = frequencies * np.float32(weight * (k1 + 1))
    saturated /= frequencies + np.float32(k1 or 1e-9)
    return saturated
