"""What crosses the seam: requests down, answers up. Plain values; no arrays, no document numbers.

`Searcher` in `engine.protocol` says which call takes and gives which of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from frsearch.dates import DateRange, PartialDate
from frsearch.engine.cursor import Cursor
from frsearch.facets import FacetCount
from frsearch.query.limits import LIMITS, Deadline, Limits
from frsearch.query.nodes import Node
from frsearch.query.resolved import ResolvedLeaf, ResolvedNode
from frsearch.ranking import Ranking
from frsearch.types import Article, FacetScope, Match, QueryWarning, Sort, Unit


@dataclass(frozen=True, slots=True)
class Request:
    """A parsed query and what is wanted of its matches.

    `after` leaves out the hits up to that one, before the offset. `facet_scope`: whether facets count
    the matches, or what they would be without `date`; `facet_fill`: units without any, too.
    `highlights`: whether what highlighting needs is wanted too. `collapse`: whether one of each group
    of near copies is wanted, `groups` whether groups are to be counted. `without` is the id of an
    article to leave out, with its copies where copies are collapsed. After the `deadline`, the matches
    found until then are the answer; order, groups and counts of it are whole.
    """

    tree: Node
    date: DateRange | None = None
    match: Match = "all"
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[Unit, ...] = ()
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


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """A query with the terms of an index.

    Of each of its leaves, `weights` has the idf, what it says about an article;
    `matching` how many articles it finds by itself; `forms` the accented forms that it, or each word of
    a phrase, stands for: None where highlighting was not asked for, or the engine does not know.
    """

    tree: ResolvedNode
    weights: Mapping[ResolvedLeaf, float]
    matching: Mapping[ResolvedLeaf, int]
    forms: Mapping[ResolvedLeaf, list[list[str]]] | None


@dataclass(frozen=True, slots=True)
class RankedArticle:
    """An article of a page of hits, and its score.

    `counts` says how often each leaf of the query stands in its text, None where the engine does not
    know; `copies` are the ids of the near copies behind it.
    """

    article: Article
    score: float
    counts: Mapping[ResolvedLeaf, int] | None = None
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The articles of the page asked for, and what holds for all matches.

    `articles` are read one after another, as they are iterated over, once; `size` is how many they are.
    `before` is how many matches come before them; `cursor` stands for the last of them, None where no
    match follows.
    """

    articles: Iterator[RankedArticle]
    size: int
    total: int
    match: Match
    facets: Mapping[str, tuple[FacetCount, ...]]
    undated: int
    terms: QueryTerms
    warnings: tuple[QueryWarning, ...]
    before: int
    cursor: Cursor | None


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where a query stands in the texts that it matches: of matches that share a position, one counts.

    `total` counts occurrences, `articles` the articles that have any. `read` yields these anew at each
    call, oldest first, then by id, the undated last, and how many occurrences each has.
    """

    total: int
    articles: int
    match: Match
    terms: QueryTerms
    warnings: tuple[QueryWarning, ...]
    read: Callable[[], Iterable[tuple[Article, int]]]


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """How many articles or occurrences a query has in each period, "2018-06" say, that has any.

    `total` counts those too that no period holds: undated, or dated less precisely.
    """

    counts: Mapping[str, int]
    total: int
    match: Match
    warnings: tuple[QueryWarning, ...]


@dataclass(frozen=True, slots=True)
class ArticleMatch:
    """One article, and what highlighting a query in it needs, though the query may not match it."""

    article: Article
    terms: QueryTerms
    counts: Mapping[ResolvedLeaf, int] | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A word, folded, that is spelled nearly like another: how many edits away, in how many articles.

    `same_letters`: whether it is of the very same letters, however often and in whatever order.
    """

    text: str
    distance: int
    articles: int
    same_letters: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """What one state of an index holds; `corpus.info.IndexInfo` says what each of these is."""

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
