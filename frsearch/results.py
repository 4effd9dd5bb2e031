"""What a search gives back: frozen values; how they are shown is said in `rendering`.

`Results` is a sequence of `Hit`s plus what holds for all matches: total, facets, warnings.

    >>> Snippet("un sommet à Helsinki", ((3, 9),)).to_html()
    'un <mark>sommet</mark> à Helsinki'
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, overload

from frsearch.articles import Article
from frsearch.dates import PartialDate
from frsearch.frozen import FrozenDict
from frsearch.tally import ReadReport

# What results may lack though all matches are known.
Part = Literal["hits", "snippets", "suggestion"]
PARTS: tuple[Part, ...] = get_args(Part)

if TYPE_CHECKING:
    from rich.text import Text


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of an article, and where the query's words stand in it.

    `text` is plain text, with an ellipsis (…) at each side where the article goes on.
    `highlights` are (start, end) code-point offsets into `text`, end exclusive, ascending and
    disjoint. `complete` is False where `Index.highlight` left some out: there are very many.
    """

    text: str
    highlights: tuple[tuple[int, int], ...] = ()
    complete: bool = True

    def render(self, before: str, after: str) -> str:
        """Return the text with `before` and `after` around each highlight, nothing escaped."""
        return "".join(f"{before}{piece}{after}" if marked else piece for piece, marked in self.pieces())

    def to_html(self, tag: str = "mark") -> str:
        """Return HTML with each highlight in a `tag` element and everything else escaped."""
        return "".join(
            f"<{tag}>{html.escape(piece)}</{tag}>" if marked else html.escape(piece)
            for piece, marked in self.pieces()
        )

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Yield the text in pieces, and whether each is highlighted."""
        at = 0
        for start, end in self.highlights:
            yield self.text[at:start], False
            yield self.text[start:end], True
            at = end
        yield self.text[at:], False


class FacetCount(NamedTuple):
    """How many matching articles bear the date `value`, such as "2018" or "2018-06"."""

    # A tuple, because a query over decades makes hundreds of them.
    value: str
    count: int  # type: ignore[assignment]  # how often a tuple holds something is of no use here


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a text may become: `text`, in which the last word is one that `count` articles hold."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Period:
    """A year, month or day, its count, and what was counted of its parts: a month's days.

    Articles dated no more precisely than the period are in `count` and in none of `parts`.
    """

    value: str
    count: int
    parts: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """What was made of a doubtful part of the query; `start` and `end` are offsets into it."""

    message: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.message} (characters {self.start} to {self.end})"


@dataclass(frozen=True, slots=True)
class AddReport(ReadReport):
    """What an `add` did: articles new in the index, articles whose place others took.

    `repeated` counts articles whose id came again in the same batch: of those with one id the last alone
    is in the index. `repeated_ids` are the first such ids, up to 100. `undated` counts articles that are
    in the index now and have no date. The other fields, those of `ReadReport`, say what became of the
    files that the articles were read from, where they come from `read_articles`.
    """

    added: int
    updated: int
    repeated: int = 0
    repeated_ids: tuple[str, ...] = ()

    def with_reading(self, reading: ReadReport) -> AddReport:
        """Return this with what became of the files that the articles were read from."""
        told = {each.name: getattr(reading, each.name) for each in fields(reading)}
        return replace(self, **{**told, "undated": self.undated})


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
class Explanation:
    """Why an article has its score: `value`, what it is of, and what it is made of.

    `matches` is False of what does not answer the query, and of a word that the article lacks, which
    `lacks` then says. A value is the sum of the children's, or what the description makes of them.
    """

    value: float
    description: str
    children: tuple[Explanation, ...] = ()
    matches: bool = True
    lacks: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The words, phrases and patterns of the query that the article lacks, as they are written."""
        own = (self.lacks,) if self.lacks else ()
        return tuple(dict.fromkeys((*own, *(text for child in self.children for text in child.missing))))

    def __str__(self) -> str:
        lines = [f"{self.value:.4g}  {self.description}"]
        for child in self.children:
            lines += ["    " + line for line in str(child).splitlines()]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found: `rank` counts from 1, `score` is comparable within one search only.

    `copies` are the ids of the near copies behind it in a collapsed search, in the order in which
    they would have been shown.
    """

    rank: int
    score: float
    article: Article
    snippets: tuple[Snippet, ...] = ()
    copies: tuple[str, ...] = ()

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


@dataclass(frozen=True, slots=True, repr=False)
class Results(Sequence[Hit]):
    """The hits asked for, in order, and what holds for every matching article.

    `total` counts all matches, exactly. `facets` maps "year", "month", "day" (those asked for) to
    counts over all matches, in date order: an article is counted under a unit only when its date
    is that precise; `undated` counts the matches without any date. Where groups of near copies were
    to be counted, `total`, `facets` and `undated` count a group once, a facet in each unit in which it
    has a match. `match` says how the words were combined in the end, "all" or "any"; `warnings` what
    was made of doubtful syntax.
    `suggestion` is the query with its misspelled words corrected, where few articles or none answer
    it and more answer that; else None. `cursor`, given to the same search as `after`, goes on after
    the last hit; None where no hit follows. `timed_out`: not all of the index was searched in the time
    that there was; what is there is right, but total, counts and hits may lack some. `left_out`: what
    else there was no time for, of "hits" (after the tenth), "snippets" (of some hits) and "suggestion"
    (whether there is one); empty in a search that had time enough.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    match: str
    facets: Mapping[str, tuple[FacetCount, ...]] = field(
        default_factory=FrozenDict[str, tuple[FacetCount, ...]]
    )
    undated: int = 0
    warnings: tuple[QueryWarning, ...] = ()
    suggestion: str | None = None
    cursor: str | None = None
    timed_out: bool = False
    left_out: tuple[Part, ...] = ()

    @property
    def timeline(self) -> tuple[Period, ...]:
        """The facets as a tree, to drill down: years with their months, months with their days."""
        from frsearch.facets import nested

        return nested(self.facets)

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

    def to_dict(self, *, text: bool = False) -> dict[str, Any]:
        """Return everything as JSON can hold it; `text=True` adds the whole texts of the articles.

        Numbers of `extra` that JSON has not, NaN and infinities, are None.
        """
        from frsearch.export import results_to_dict

        return results_to_dict(self, text)

    def to_json(self, *, text: bool = False) -> str:
        """Return `to_dict` as JSON."""
        from frsearch.export import as_json

        return as_json(self.to_dict(text=text))

    def to_dataframe(self, *, text: bool = False) -> Any:
        """Return the hits as a `pandas.DataFrame` (extra `pandas`), a row each; dates are texts."""
        from frsearch.export import hits_to_dataframe

        return hits_to_dataframe(self, text)

    def __repr__(self) -> str:
        from frsearch.rendering import results_text

        return results_text(self)

    def __rich__(self) -> Text:
        """Return the text of `repr` for rich, with what matched in bold."""
        from frsearch.rendering import results_rich

        return results_rich(self)

    def _repr_html_(self) -> str:
        """Return hits, highlights and the counts of the finest facet for a notebook, escaped."""
        from frsearch.rendering import results_html

        return results_html(self)
