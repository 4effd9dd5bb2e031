"""The words that tell an article from others: an article -> words to search for, by weight.

A word's weight is that of BM25: its idf among the articles of the index, times how often it stands in
the article, saturated. Source for taking the words of greatest weight as a query: Salton & Buckley,
*Improving retrieval performance by relevance feedback* (1990).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from frsearch.analysis.chain import Chain, Form
from frsearch.analysis.stopwords import is_stop_word
from frsearch.engine.protocol import Searcher
from frsearch.query.nodes import Word
from frsearch.ranking import Ranking, idf
from frsearch.types import FIELDS, Article

# More bring articles that share the manner rather than the matter, and take longer.
MOST_WORDS = 25


def distinctive_words(
    article: Article, chain: Chain, searcher: Searcher, ranking: Ranking
) -> tuple[Word, ...]:
    """Return the most telling words of an article of the index, the first first.

    A word that no other article holds finds nothing and is left out.
    """
    counts: dict[str, dict[Form, float]] = defaultdict(lambda: defaultdict(float))
    for field in FIELDS:
        for token in chain.tokens(getattr(article, field)):
            if not is_stop_word(token.form.accented):
                counts[token.form.stem][token.form] += ranking.field_weight(field)
    weighed: list[tuple[float, str, float]] = []
    holders = searcher.stem_counts(list(counts))
    for (stem, same), holding in zip(counts.items(), holders, strict=True):
        frequency = sum(same.values())
        frequency /= frequency + ranking.k1
        if holding > 1:
            weighed.append((frequency * idf(holding, len(searcher)), stem, frequency))
    best = sorted(weighed, key=lambda each: (-each[0], each[1]))[:MOST_WORDS]
    return tuple(Word(_usual(counts[stem]), boost=boost) for _, stem, boost in best)


def _usual(counts: Mapping[Form, float]) -> Form:
    """Return the form that is met most often."""
    return min(counts, key=lambda form: (-counts[form], form))
