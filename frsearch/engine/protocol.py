"""The engine protocols: what `Index`, the corpus tools and suggestions call to search articles.

`engine.arrays` is the embedded engine. Another engine implements these two protocols, and everything
above works with it: parsing, highlighting, snippets, suggestions, concordances and timelines.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from frsearch.dates import DateRange
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
from frsearch.fields import Declared, FieldNames
from frsearch.query.limits import Deadline
from frsearch.query.nodes import Where
from frsearch.types import Article, Count, Explanation, Unit, WordUnit

if TYPE_CHECKING:
    from frsearch.reports import Advance, CheckReport, Written


class ServerState(NamedTuple):
    """What tells the states of an index on a server apart, and the fields that it declared."""

    generation: int
    fields: tuple[Declared, ...]


class Searcher(Protocol):
    """One committed state of an index: a call with the same arguments always has the same result.

    Several threads may use it at once. Words are exact forms (folded, unstemmed) unless said otherwise.
    """

    @property
    def knows_copies(self) -> bool:
        """Whether requests may `collapse` or count `groups`, and `copies` answers."""

    def __len__(self) -> int:
        """Return the number of articles."""

    def get(self, id: str) -> Article | None:
        """Return the article with an id, or None."""

    def within(self, deadline: Deadline) -> AbstractContextManager[None]:
        """Let what this thread asks of others take hardly longer than the time that is left."""

    def search(self, request: Request) -> Answer:
        """Answer a request."""

    def occurrences(self, request: Request) -> Occurrences:
        """Return every occurrence of the query of a request in the texts of matching articles."""

    def period_counts(self, request: Request, unit: Unit, count: Count) -> PeriodCounts:
        """Count the matches of a request, or its occurrences in texts, by period."""

    def period_lengths(
        self, date: DateRange | None, unit: Unit | None, where: Where = ()
    ) -> Mapping[str, int]:
        """Count the words of the texts of each period within the filters; empty periods are left out.

        Without a unit, all words are counted under "", those of undated articles too.
        """

    def word_counts(self, request: Request, unit: WordUnit) -> WordCounts:
        """Count all words in the texts of the matches of a request."""

    def forms_of(self, lemmas: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
        """Map lemmas with accents to their forms, with article counts; removed articles may count."""

    def words_near(self, request: Request, unit: WordUnit, window: int) -> WordCounts:
        """Count the words at most `window` words from an occurrence of the query in texts of matches.

        The words of occurrences are left out; a word near two of them counts once.
        """

    def word_rows(
        self,
        request: Request,
        unit: WordUnit,
        length: int,
        least: int,
        most: int,
        without: Collection[str],
    ) -> WordRows:
        """Count the rows of `length` words in the texts of the matches of a request.

        There are the `most` frequent of those that occur at least `least` times, and that neither begin
        nor end with one of the words `without`. Of « week-end », the words are « week » and « end ».
        """

    def copies(self) -> Sequence[Sequence[str]]:
        """Return the ids of each group of near copies, from the oldest article to the newest."""

    def field_names(self) -> FieldNames:
        """Return the names of all fields; those of removed articles may be among them."""

    def has_several(self, field: str) -> bool:
        """Return whether an article has several values of a field."""

    def fields(self, frequent: int) -> Sequence[FieldInfo]:
        """Describe each field that an article has, with up to `frequent` of its values."""

    def article_match(self, request: Request, id: str) -> ArticleMatch | None:
        """Return what highlighting a query in one article needs; None if no article has the id."""

    def explain(self, request: Request, id: str) -> Explanation | None:
        """Explain the score of an article; None if no article has the id."""

    def stem_counts(self, stems: Sequence[str]) -> Sequence[int]:
        """Return how many articles hold a word of each stem; removed articles may count."""

    def exact_counts(self, words: Sequence[str]) -> Sequence[int]:
        """Return how many articles hold each word; removed articles may count."""

    def together(self, words: Sequence[str]) -> int:
        """Return how many articles hold all of one or more words; removed articles may count."""

    def completions(self, prefix: str, most: int) -> Mapping[str, int]:
        """Map the most frequent accented words with a prefix, accents aside, to article counts.

        There are at least `most` words if as many have the prefix.
        """

    def company(self, row: Sequence[str], prefix: str) -> Mapping[str, Company]:
        """Map the accented words with a prefix that are in an article with a row of words to counts.

        Stop words are left out. The counts may be estimates, and rare words may be missing.
        """

    def neighbours(self, word: str, edits: int) -> Sequence[Neighbour]:
        """Return the words at a distance of 1 to `edits` edits from a word of ASCII letters."""

    def spellings(self, word: str) -> Mapping[str, int]:
        """Map the spellings of a word, in lower case with accents, to article counts."""

    def example(self, accented: str) -> Article | None:
        """Return a short article that holds an accented word, None if no article does."""

    def synonyms(self) -> str:
        """Return the synonyms that the index keeps, as they were written; "" if there are none."""

    def contents(self) -> Contents:
        """Return the facts about this state of the index."""


class Engine(Protocol):
    """An index in its storage: opens states of it and writes to it."""

    def searcher(self) -> Searcher:
        """Open the newest committed state."""

    def is_newest(self, searcher: Any) -> bool:
        """Return whether a searcher of this engine has the newest committed state."""

    def write(
        self,
        removed: Iterable[str],
        articles: Iterable[Article],
        advance: Advance | None,
        workers: int,
        timeout: float,
        provenance: Callable[[], bytes] | None = None,
    ) -> Written:
        """Remove articles and add others, all or nothing; the arguments are those of `Index.add`.

        `advance` is told how far the write has come, often enough to move a bar; None asks for nothing.
        `articles` are taken under the lock, then `removed`, then `provenance` is called, if it is given:
        what it returns is stored with the articles, as `provenance` returns it.
        """

    def provenance(self) -> bytes:
        """Return what the last write stored that gave a provenance; b"" if none did."""

    def set_synonyms(self, text: str, timeout: float) -> None:
        """Keep synonyms in place of those kept before; "" keeps none. `timeout` is that of `write`."""

    def check(self) -> CheckReport:
        """Check everything stored for the newest state."""

    def close(self) -> None:
        """Release files and memory."""

    def whoosh(self, searcher: Any) -> Any:
        """Return the `whoosh.index.Index` over a state; FrsearchError if the engine has none."""
