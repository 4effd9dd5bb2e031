"""An article -> its most distinctive words, as a weighted query for similar articles.

A word's weight is that of BM25: its idf in the index times its saturated frequency in the article.
Source for taking the words of greatest weight as a query: Salton & Buckley,
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

# More words match articles of similar style rather than subject, and take longer.
MOST_WORDS = 25


def distinctive_words(
    article: Article, chain: Chain, searcher: Searcher, ranking: Ranking
) -> tuple[Word, ...]:
    """Return the most distinctive words of an article of the index, by descending weight.

    A word that no other article holds is left out.
    """
    counts: dict[str, dict[Form, float]] = defaultdict(lambda: defaultdict(float))
    for field in FIELDS:
        for token in chain.tokens(getattr(article, field)):
            if not is_stop_word(token.form.accented):
                counts[token.form.stem][token.form] += ranking.field_weight(field)
    weighted: list[tuple[float, str, float]] = []
    document_counts = searcher.stem_counts(list(counts))
    for (stem, forms), documents in zip(counts.items(), document_counts, strict=True):
        frequency = sum(forms.values())
        frequency /= frequency + ranking.k1
        if documents > 1:
            weighted.append((frequency * idf(documents, len(searcher)), stem, frequency))
    best = sorted(weighted, key=lambda each: (-each[0], each[1]))[:MOST_WORDS]
    return tuple(Word(_usual(counts[stem]), boost=boost) for _, stem, boost in best)


def _usual(counts: Mapping[Form, float]) -> Form:
    """Return the most frequent form."""
    return min(counts, key=lambda form: (-counts[form], form))
