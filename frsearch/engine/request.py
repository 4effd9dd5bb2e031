"""Requests to an engine and its answers: plain values, no arrays, no document numbers.

`Searcher` in `engine.protocol` says which call takes and returns which of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from frsearch.dates import DateRange, PartialDate
from frsearch.engine.cursor import Cursor
from frsearch.facets import FacetCount
from frsearch.query.limits import LIMITS, Deadline, Limits
from frsearch.query.nodes import Node, Where
from frsearch.query.resolved import ResolvedLeaf, ResolvedNode
from frsearch.ranking import Ranking
from frsearch.types import Article, FacetScope, Match, QueryWarning, Unit


@dataclass(frozen=True, slots=True)
class Request:
    """A parsed query, and which hits and counts of it to return.

    `where` has filters by the values of fields. `sort` may name a field, after the orders. A facet of
    one of the `field_facets` has at most `facet_limit` values, None for all. `after` skips the hits up
    to that hit, before the offset. `facet_scope` says whether facets count the matches, or each the
    matches without its own filter; `facet_fill` adds units without matches. `highlights` adds what
    highlighting needs. `collapse` returns one article of each group of near copies; `groups` counts
    groups instead of articles. `without` is the id of an article to leave out, with its copies if
    `collapse`. After the `deadline`, the matches found until then are the answer; their order, groups
    and counts are complete. `alike` replaces words that no article holds by words spelled alike, with a
    warning.
    """

    tree: Node
    date: DateRange | None = None
    where: Where = ()
    match: Match = "all"
    sort: str = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[Unit, ...] = ()
    field_facets: tuple[str, ...] = ()
    facet_limit: int | None = None
    highlights: bool = True
    after: Cursor | None = None
    facet_scope: FacetScope = "filtered"
    facet_fill: bool = False
    collapse: bool = False
    groups: bool = False
    without: str | None = None
    ranking: Ranking = field(default_factory=Ranking)
    limits: Limits = LIMITS
    deadline: Deadline = field(default_factory=Deadline)
    alike: bool = False


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """A query with the terms of an index.

    For each leaf of the query, `weights` has its idf; `matching` the number of articles that it matches
    by itself; `forms` the accented forms of the leaf, or of each word of a phrase. `forms` is None if
    the request has no `highlights` or the engine does not know the forms.
    """

    tree: ResolvedNode
    weights: Mapping[ResolvedLeaf, float]
    matching: Mapping[ResolvedLeaf, int]
    forms: Mapping[ResolvedLeaf, list[list[str]]] | None


@dataclass(frozen=True, slots=True)
class RankedArticle:
    """An article of a page of hits, and its score.

    `counts` has the number of occurrences in its text of each leaf of `QueryTerms.weights`, in their
    order; None if the engine does not know. `copies` are the ids of the near copies hidden behind the
    article.
    """

    article: Article
    score: float
    counts: Sequence[int] | None = None
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The articles of the requested page, and counts over all matches.

    `facets_more` has how many more values a facet of a field has than it shows, if any.
    `articles` can be iterated over once, and reads articles one at a time; `size` is their number.
    `before` is the number of matches before the page; `cursor` is the position of the last article of
    the page, None if no match follows.
    """

    articles: Iterator[RankedArticle]
    size: int
    total: int
    match: Match
    facets: Mapping[str, tuple[FacetCount, ...]]
    field_facets: Mapping[str, tuple[FacetCount, ...]]
    facets_more: Mapping[str, int]
    undated: int
    terms: QueryTerms
    warnings: tuple[QueryWarning, ...]
    before: int
    cursor: Cursor | None


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The occurrences of a query in matching texts; matches that share a position count as one.

    `total` counts occurrences, `articles` the articles that have any. Each call of `read` iterates over
    these articles, oldest first, then by id, undated last, with the number of occurrences in each.
    """

    total: int
    articles: int
    match: Match
    terms: QueryTerms
    warnings: tuple[QueryWarning, ...]
    read: Callable[[], Iterable[tuple[Article, int]]]


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """The number of articles or occurrences of a query in each period, such as "2018-06", above 0.

    `total` includes articles outside of all periods: undated, or dated less precisely.
    """

    counts: Mapping[str, int]
    total: int
    match: Match
    warnings: tuple[QueryWarning, ...]


class WordCount(NamedTuple):
    """How often a word occurs in texts, and in how many articles."""

    occurrences: int
    articles: int


@dataclass(frozen=True, slots=True)
class WordCounts:
    """The words of texts, or of places in them, with their counts above 0.

    `total` is the number of places, of which one may have two words, such as « week » and « weekend »;
    `articles` the number of articles that have any.
    """

    total: int
    articles: int
    words: Mapping[str, WordCount]
    match: Match = "all"
    warnings: tuple[QueryWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class WordRows:
    """Rows of words in texts with their counts, the most frequent first, ties by their words.

    `total` is the number of words of the texts, `articles` that of their articles; `distinct` that of
    the rows that occur often enough to be asked for, None if not all were counted. `examples` has the
    ids of two articles with a row, or twice that of one, if the engine knows.
    """

    total: int
    articles: int
    rows: Mapping[tuple[str, ...], WordCount]
    distinct: int | None
    match: Match = "all"
    warnings: tuple[QueryWarning, ...] = ()
    examples: Mapping[tuple[str, ...], tuple[str, str]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class ArticleMatch:
    """One article, and what highlighting a query in it needs, even if the query does not match it.

    `counts` is as in `RankedArticle`.
    """

    article: Article
    terms: QueryTerms
    counts: Sequence[int] | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A folded word spelled similarly to another: its distance in edits, and its number of articles.

    `same_letters`: both words have the same set of letters, whatever their number and order.
    """

    text: str
    distance: int
    articles: int
    same_letters: bool


class Company(NamedTuple):
    """How many articles have a word right after a row of words, and together with the row, anywhere."""

    after: int
    together: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The facts about one state of an index; `corpus.info.IndexInfo` documents the fields."""

    articles: int
    undated: int
    first_date: PartialDate | None
    last_date: PartialDate | None
    words: int
    title_words: int
    size: int
    segments: int
    deleted: int
    generation: int
    format: int
