"""What a search gives back: frozen values, with no rendering but a snippet's own.

`Results` is a sequence of `Hit`s plus what holds for all matches: total, facets, warnings.

    >>> Snippet("un sommet à Helsinki", ((3, 9),)).to_html()
    'un <mark>sommet</mark> à Helsinki'
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import overload

from frsearch.articles import Article
from frsearch.dates import PartialDate
from frsearch.errors import ArticleError


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of an article, and where the query's words stand in it.

    `text` is plain text, with an ellipsis (…) at each side where the article goes on.
    `highlights` are (start, end) code-point offsets into `text`, end exclusive, ascending and
    disjoint.
    """

    text: str
    highlights: tuple[tuple[int, int], ...] = ()

    def render(self, before: str, after: str) -> str:
        """Return the text with `before` and `after` around each highlight, nothing escaped."""
        return "".join(
            f"{before}{piece}{after}" if marked else piece for piece, marked in self._pieces()
        )

    def to_html(self, tag: str = "mark") -> str:
        """Return HTML with each highlight in a `tag` element and everything else escaped."""
        return "".join(
            f"<{tag}>{html.escape(piece)}</{tag}>" if marked else html.escape(piece)
            for piece, marked in self._pieces()
        )

    def _pieces(self) -> Iterator[tuple[str, bool]]:
        at = 0
        for start, end in self.highlights:
            yield self.text[at:start], False
            yield self.text[start:end], True
            at = end
        yield self.text[at:], False


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many matching articles bear the date `value`, such as "2018" or "2018-06"."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """What was made of a doubtful part of the query; `start` and `end` are offsets into it."""

    message: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.message} (characters {self.start} to {self.end})"


@dataclass(frozen=True, slots=True)
class AddReport:
    """What an `add` did: articles new in the index, articles replaced, articles skipped.

    `errors` says why articles were skipped; of very many, the first.
    """

    added: int
    updated: int
    skipped: int = 0
    errors: tuple[ArticleError, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A file of an index, and what is wrong with it."""

    file: str
    what: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found: problems, how many files it looked at, and what lies in sound segments."""

    problems: tuple[Problem, ...] = ()
    files: int = 1
    segments: int = 0
    articles: int = 0
    terms: int = 0
    positions: int = 0

    @property
    def ok(self) -> bool:
        """Say whether there is no problem."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found: `rank` counts from 1, `score` is comparable within one search only."""

    rank: int
    score: float
    article: Article
    snippets: tuple[Snippet, ...] = ()

    @property
    def id(self) -> str:
        """The article's id."""
        return self.article.id

    @property
    def title(self) -> str:
        """The article's title, "" if it has none."""
        return self.article.title

    @property
    def date(self) -> PartialDate | None:
        """The article's date, None if it has none."""
        return self.article.date


@dataclass(frozen=True, slots=True)
class Results(Sequence[Hit]):
    """The hits asked for, in order, and what holds for every matching article.

    `total` counts all matches, exactly. `facets` maps "year", "month", "day" (those asked for) to
    counts over all matches, in date order: an article is counted under a unit only when its date
    is that precise; `undated` counts the matches without any date. `match` says how the words
    were combined in the end, "all" or "any"; `warnings` what was made of doubtful syntax.
    `timed_out`: the search ran out of its time; what is there is right, but there may be more.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    match: str
    facets: Mapping[str, tuple[FacetCount, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    undated: int = 0
    warnings: tuple[QueryWarning, ...] = ()
    timed_out: bool = False

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, index: int | slice) -> Hit | tuple[Hit, ...]:
        return self.hits[index]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)
