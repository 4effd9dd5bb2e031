"""One committed state of an index on a server, as a `Searcher`.

What needs all occurrences or all words, as concordances and word lists do, reads the matching articles
and counts here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np

from frsearch.dates import DateRange
from frsearch.engine.arrays.occurrences import documents_with_occurrences
from frsearch.engine.arrays.tuning import TUNING
from frsearch.engine.arrays.word_counts import count_near, count_words
from frsearch.engine.arrays.word_rows import Wanted, count_rows
from frsearch.engine.opensearch import describing, vocabulary
from frsearch.engine.opensearch.all_words import forms_of, read_matches
from frsearch.engine.opensearch.client import Json
from frsearch.engine.opensearch.documents import article_of, server_id
from frsearch.engine.opensearch.finding import Source, find
from frsearch.engine.opensearch.forms import in_parts
from frsearch.engine.opensearch.layout import FORMAT
from frsearch.engine.opensearch.searching import Search, answer, every_hit, no_copies
from frsearch.engine.opensearch.state import State
from frsearch.engine.request import (
    Answer,
    ArticleMatch,
    Company,
    Contents,
    Neighbour,
    Occurrences,
    PeriodCounts,
    Request,
    WordCounts,
    WordRows,
)
from frsearch.facets import FieldInfo
from frsearch.fields import FieldNames
from frsearch.query.limits import Deadline
from frsearch.query.nodes import Everything, Where
from frsearch.query.resolved import positive_leaves
from frsearch.types import Article, Count, Explanation, Unit, WordUnit

# Articles that are counted here at a time.
_AT_A_TIME = 500
# The calls that count all words.
_COUNTING = "words(), cooccurrents() or keywords()"


class ServerSearcher:
    """One committed state, as a `Searcher`."""

    knows_copies = False

    def __init__(self, source: Source):
        self.source = source
        self.state: State = source.state
        self._several: dict[str, bool] = {}

    def __len__(self) -> int:
        return self.state.articles

    def get(self, id: str) -> Article | None:
        """Return the article with an id."""
        query: Json = {"ids": {"values": [server_id(id)]}}
        body: Json = {"query": query, "size": 1, "_source": ["article"], "track_total_hits": False}
        client = self.source.client
        hits = client.search(client.articles, body)["hits"]["hits"]
        return article_of(hits[0]) if hits else None

    def within(self, deadline: Deadline) -> AbstractContextManager[None]:
        """Let requests take hardly longer than the time that is left."""
        return self.source.client.within(deadline)

    def search(self, request: Request) -> Answer:
        """Answer a request."""
        return answer(self.source, request)

    # --- occurrences

    def occurrences(self, request: Request) -> Occurrences:
        """Return every occurrence of the query in texts, counted here."""
        search = Search(self.source, replace(request, limit=0, sort="oldest"))
        counts = {article.id: count for article, count in self._counted(search) if count}

        def read() -> Iterator[tuple[Article, int]]:
            for article in every_hit(search):
                if article.id in counts:
                    yield article, counts[article.id]

        return Occurrences(
            total=sum(counts.values()),
            articles=len(counts),
            match=search.how,
            terms=search.found.terms(),
            warnings=search.found.known.warnings,
            read=read,
        )

    def _counted(self, search: Search) -> Iterator[tuple[Article, int]]:
        """Yield the matching articles with their numbers of occurrences."""
        leaves = list(dict.fromkeys(positive_leaves(search.found.tree)))
        for articles in in_parts(every_hit(search), _AT_A_TIME):
            page = search.found.page(articles)
            own = documents_with_occurrences(leaves, page.snapshot, page.all_documents(), TUNING)
            counts = np.bincount(own, minlength=len(articles)).tolist()
            for article, document in zip(articles, page.documents, strict=True):
                yield article, counts[document]

    def period_counts(self, request: Request, unit: Unit, count: Count) -> PeriodCounts:
        """Count the matches, or their occurrences, by period."""
        if count == "occurrences":
            return self._period_occurrences(request, unit)
        search = Search(self.source, replace(request, limit=0, facets=(unit,), facet_scope="filtered"))
        found = search.first["aggregations"][unit]["buckets"]
        counts = {bucket["key"]: bucket["doc_count"] for bucket in found}
        return PeriodCounts(counts, search.total, search.how, search.found.known.warnings)

    def _period_occurrences(self, request: Request, unit: Unit) -> PeriodCounts:
        search = Search(self.source, replace(request, limit=0, sort="oldest"))
        counts: dict[str, int] = {}
        total = 0
        for article, number in self._counted(search):
            total += number
            period = describing.period_of(article, unit)
            if number and period is not None:
                counts[period] = counts.get(period, 0) + number
        return PeriodCounts(counts, total, search.how, search.found.known.warnings)

    def period_lengths(
        self, date: DateRange | None, unit: Unit | None, where: Where = ()
    ) -> Mapping[str, int]:
        """Count the words of the texts of each period; without a unit, all of them."""
        found = find(self.source, Request(Everything(), date, where))
        return describing.lengths(self.source.client, found.query("all", scored=False), unit)

    # --- all words

    def word_counts(self, request: Request, unit: WordUnit) -> WordCounts:
        """Count all words in the texts of the matches; raises what `read_matches` does."""
        return count_words(read_matches(self.source, request, _COUNTING), unit, TUNING)

    def forms_of(self, lemmas: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
        """Map lemmas to their forms with article counts."""
        return forms_of(self.source, lemmas)

    def words_near(self, request: Request, unit: WordUnit, window: int) -> WordCounts:
        """Count the words near an occurrence of the query; raises what `read_matches` does."""
        return count_near(read_matches(self.source, request, "cooccurrents()"), unit, window, TUNING)

    def word_rows(
        self,
        request: Request,
        unit: WordUnit,
        length: int,
        least: int,
        most: int,
        without: Collection[str],
    ) -> WordRows:
        """Count rows of words in the texts of the matches; raises what `read_matches` does."""
        matches = read_matches(self.source, request, "words()")
        wanted = Wanted(length, least, most, without)
        return count_rows(matches, unit, wanted, TUNING, matches.evaluator.snapshot.id)

    def copies(self) -> Sequence[Sequence[str]]:
        """Raise QueryError: the server does not know near copies."""
        raise no_copies(self.source, "copies()")

    # --- fields

    def field_names(self) -> FieldNames:
        """Return the names of all fields."""
        declared = self.state.declared
        known = (each.name for each in declared if each.type != "stored")
        return FieldNames({*self.state.present, *known}, declared)

    def has_several(self, field: str) -> bool:
        """Return whether an article has several values of a field."""
        if field not in self._several:
            number = self.state.numbers.get(field)
            filters: list[Json] = [{"term": {"several": {"value": str(number)}}}]
            self._several[field] = number is not None and self.source.figures.of(filters) != [0]
        return self._several[field]

    def fields(self, frequent: int) -> Sequence[FieldInfo]:
        """Describe each field that an article has."""
        return describing.fields(self.source, frequent, self.has_several)

    # --- one article

    def article_match(self, request: Request, id: str) -> ArticleMatch | None:
        """Return what highlighting the query in one article needs."""
        article = self.get(id)
        if article is None:
            return None
        found = find(self.source, replace(request, highlights=True))
        page = found.page([article])
        (counts,) = page.counts([0], True)
        return ArticleMatch(article, found.terms(), counts)

    def explain(self, request: Request, id: str) -> Explanation | None:
        """Explain the score of an article."""
        return describing.explained(self.source, request, self.get(id))

    # --- the dictionary

    def stem_counts(self, stems: Sequence[str]) -> Sequence[int]:
        """Return how many articles hold each stem."""
        return vocabulary.stem_counts(self.source, stems)

    def exact_counts(self, words: Sequence[str]) -> Sequence[int]:
        """Return how many articles hold each exact form; one with two spellings counts twice."""
        return vocabulary.exact_counts(self.source, words)

    def together(self, words: Sequence[str]) -> int:
        """Return how many articles hold all of these exact forms."""
        return vocabulary.together(self.source, words)

    def completions(self, prefix: str, most: int) -> Mapping[str, int]:
        """Map the most frequent words with a prefix to article counts."""
        return vocabulary.completions(self.source, prefix, most)

    def company(self, row: Sequence[str], prefix: str) -> Mapping[str, Company]:
        """Map the words with a prefix that are in an article with a row of words to estimated counts."""
        return vocabulary.company(self.source, row, prefix)

    def neighbours(self, word: str, edits: int) -> Sequence[Neighbour]:
        """Return the words within a distance of `edits`."""
        return vocabulary.neighbours(self.source, word, edits)

    def spellings(self, word: str) -> Mapping[str, int]:
        """Map the spellings of an exact form to article counts."""
        return vocabulary.spellings(self.source, word)

    def example(self, accented: str) -> Article | None:
        """Return the shortest article that holds a word."""
        return vocabulary.example(self.source, accented)

    def synonyms(self) -> str:
        """Return the synonyms that this state keeps."""
        return self.state.synonyms

    def contents(self) -> Contents:
        """Return the facts about this state."""
        state, client = self.state, self.source.client
        first, last = describing.first_and_last(client)
        stored = describing.stored(client)
        return Contents(
            articles=state.articles,
            undated=state.undated,
            first_date=first,
            last_date=last,
            words=state.words,
            title_words=state.title_words,
            size=stored.size,
            segments=stored.segments,
            deleted=stored.deleted,
            generation=state.committed.generation,
            format=FORMAT,
        )
