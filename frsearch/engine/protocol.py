"""The seam: what `Index`, the corpus tools and suggestions ask of whatever keeps the articles.

`engine.arrays` is the embedded engine. Another one implements these two protocols, and everything above
works on it: parsing, highlighting, snippets, suggestions, concordances and timelines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from frsearch.dates import DateRange
from frsearch.engine.request import (
    Answer,
    ArticleMatch,
    Contents,
    Neighbour,
    Occurrences,
    PeriodCounts,
    Request,
)
from frsearch.reports import CheckReport, Written
from frsearch.types import Article, Count, Explanation, Unit


class Searcher(Protocol):
    """One state of an index: what is asked of it has the same answer for as long as it is held.

    Several threads may use it at once. Words are exact forms (folded, unstemmed) unless said otherwise.
    """

    def __len__(self) -> int:
        """Return the number of articles."""

    def get(self, id: str) -> Article | None:
        """Return the article with an id."""

    def search(self, request: Request) -> Answer:
        """Answer a request."""

    def occurrences(self, request: Request) -> Occurrences:
        """Return every place of the texts at which the query of a request stands."""

    def period_counts(self, request: Request, unit: Unit, count: Count) -> PeriodCounts:
        """Count the matches of a request, or its occurrences in texts, by periods."""

    def period_lengths(self, date: DateRange | None, unit: Unit) -> Mapping[str, int]:
        """Count the words of the texts of each period that has any, within the dates."""

    def article_match(self, request: Request, id: str) -> ArticleMatch | None:
        """Return what highlighting a query in one article needs; None where no article has the id."""

    def explain(self, request: Request, id: str) -> Explanation | None:
        """Say why an article has its score; None where no article has the id."""

    def stem_counts(self, stems: Sequence[str]) -> Sequence[int]:
        """Return how many articles hold a word of each stem; removed ones may be among them."""

    def exact_counts(self, words: Sequence[str]) -> Sequence[int]:
        """Return how many articles hold each word; removed ones may be among them."""

    def completions(self, prefix: str, most: int) -> Mapping[str, int]:
        """Return the most frequent accented words that begin so, accents aside, and their articles.

        There are at least `most` of them where as many begin so.
        """

    def neighbours(self, word: str, edits: int) -> Sequence[Neighbour]:
        """Return the words one to `edits` edits away from a word of ASCII letters."""

    def spellings(self, word: str) -> Mapping[str, int]:
        """Return how articles write a word, in lower case with accents, and how many write it so."""

    def example(self, accented: str) -> Article | None:
        """Return a brief article that holds an accented word, None if there is none."""

    def contents(self) -> Contents:
        """Say what the index holds in this state."""


class Engine(Protocol):
    """An index as a place: it opens states of it, and is the way to write to it."""

    def searcher(self) -> Searcher:
        """Open the newest committed state."""

    def is_newest(self, searcher: Any) -> bool:
        """Say whether nothing has been committed since the state of a searcher of this engine."""

    def write(
        self,
        removed: Iterable[str],
        articles: Iterable[Article],
        advance: Callable[[], None],
        workers: int,
        timeout: float,
    ) -> Written:
        """Remove articles and add others, all or nothing; `Index.add` says what the arguments are."""

    def check(self) -> CheckReport:
        """Check everything that is stored of the newest state."""

    def close(self) -> None:
        """Give back what is held of the system."""

    def whoosh(self, searcher: Any) -> Any:
        """Return the `whoosh.index.Index` over a state; FrsearchError where there is none."""
