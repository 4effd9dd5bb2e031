"""Scoring: BM25F for the query's words, then reranking the first articles by finer evidence.

Each word of the query gets a BM25F score over title and text, for each kind of term (exact, lemma,
stem). The articles with the highest sums are then reranked. Each gains, always in shares of idfs, so
that scores of any size are reranked alike:

- for the query words in its best passage, so that an article with the words in one sentence comes before
  an article with the words pages apart;
- for related words where the word itself is missing. A related word has a stem with the same beginning
  (« Californie », « californien »);
- for the query words at the beginning of its text, where news says what it is about;
- for later words of the query: questions begin with what is asked, and end with what it is about
  (« en quelle année … »), as measured;
- for the stop words of the query, and for words that stand side by side in it and in the article:
  « vitamine C », « La Croix »;
- for a title that the query's words fill, most for one that has all of them in this order.

The functions are pure and work on whole arrays, one value per article.

Sources: Robertson & Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009), for
the weighting of fields before saturation (3.17 to 3.21); the idf with 1 added inside the logarithm,
so that no word counts against an article, is that of Lucene's BM25Similarity. Passages of a fixed
length, beginning anywhere: Kaszkiel & Zobel, *Passage Retrieval Revisited* (1997), here as evidence
beside the score of the whole article; reordering the first articles by the closeness of query words,
and neighbours: Rasolofo & Savoy, *Term Proximity Scoring for Keyword-Based Retrieval Systems* (2003).
That words of European languages, cut to their first letters, serve about as well as their stems:
McNamee & Mayfield, *Character N-Gram Tokenization for European Language Text Retrieval* (2004). That the
first words of news tell its subject: Brandow, Mitze & Rau, *Automatic Condensation of Electronic
Publications by Sentence Selection* (1995). How each bonus was measured: benchmarks/RELEVANCE.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frsearch.errors import QueryError
from frsearch.messages.wording import Message

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The parameters of the score, with their defaults; another value needs no new index.

    `k1` (≥ 0): how fast repetitions of a word saturate. `text_b`, `title_b` (0 to 1): how much the
    score drops with the length of the field. `title_weight` (≥ 0): weight of an occurrence in the title,
    relative to one in the text. `exact_weight` (≥ 0): weight of the exact form, relative to the stem.
    `phrase_weight` (≥ 0): weight of a phrase, relative to a word that is as rare; in a query with other
    words, the words of the phrase also count separately, at any position. `alike_weight` (≥ 0): weight
    of a word that no article holds, by words spelled alike, relative to a word that is as rare.

    `rerank_window` (≥ 0): number of top articles to rerank; each gains the sum of these bonuses, by the
    idf of words where nothing else is said:

    - `passage_weight` (≥ 0): weight of the words in the best passage, of `passage_length` words (≥ 1).
    - `relative_weight` (≥ 0): weight of a related word where the word itself is missing.
    - `own_weight` (≥ 0): weight of each word, except where the article only has other words with the
      same stem (`châtiment` for `chat`).
    - `lead_weight` (≥ 0): weight of each word that is among the first `lead_length` (≥ 0) of the text.
    - `later_weight` (≥ 0): weight of each word's score by its stem, times its place in the query: 0 for
      the first word, 1 for the last, and evenly between.
    - `stop_word_weight` (≥ 0): weight of each stop word beside other words, by its score without
      accents: idf · (k1 + 1) · f / (k1 + f).
    - `neighbour_weight` (≥ 0): weight of two words that stand side by side in the query and in the
      article, stop words included, by the lower idf of both.
    - `title_share_weight` (≥ 0): weight of all words of the query but stop words, times the share of the
      title's positions that words of the query hold.
    - `same_title_weight` (≥ 0): weight of all words of the query but stop words, if the title has the
      words of the query in the same order, and no others.

    Weights are at most 1,000, a window and lengths at most 10,000. Raises QueryError for another value.
    """

    k1: float = 0.9
    text_b: float = 0.75
    title_b: float = 0.5
    title_weight: float = 2.0
    exact_weight: float = 0.7
    phrase_weight: float = 0.7
    alike_weight: float = 0.7
    rerank_window: int = 20
    passage_weight: float = 0.3
    passage_length: int = 20
    relative_weight: float = 0.5
    own_weight: float = 0.3
    lead_weight: float = 0.3
    lead_length: int = 60
    later_weight: float = 0.15
    stop_word_weight: float = 0.6
    neighbour_weight: float = 0.3
    title_share_weight: float = 0.2
    same_title_weight: float = 1.0

    def __post_init__(self) -> None:
        for each in fields(self):
            _check(each.name, getattr(self, each.name), whole=isinstance(each.default, int))

    def field_b(self, field: str) -> float:
        """Return b for "title" or "text"."""
        return self.title_b if field == "title" else self.text_b

    def field_weight(self, field: str) -> float:
        """Return the weight of one occurrence in "title" or "text"."""
        return self.title_weight if field == "title" else 1.0


# A longer window would be no fast second look.
_MOST_WEIGHT, _MOST_COUNT = 1_000, 10_000


def _check(name: str, value: object, *, whole: bool) -> None:
    """Raise QueryError if a parameter has no value that its formula can take."""
    least = 1 if name == "passage_length" else 0
    most = 1 if name.endswith("_b") else _MOST_COUNT if whole else _MOST_WEIGHT
    is_number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:  # type: ignore[operator]  # NaN is not between
        given: dict[str, Any] = {"name": name, "least": least, "most": most, "value": repr(value)}
        if whole:
            raise QueryError(
                Message("{name} must be a whole number from {least} to {most}, not {value}", **given)
            )
        raise QueryError(Message("{name} must be a number from {least} to {most}, not {value}", **given))


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
