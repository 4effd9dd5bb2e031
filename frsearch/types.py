"""Public values: articles, hits, snippets, and the types of arguments.

All are frozen, and independent of the index and of display.

    >>> Article(id="a1", text="Le sommet aura lieu à Helsinki.", date="2018-06").date
    PartialDate(year=2018, month=6, day=None)
    >>> Snippet("un sommet à Helsinki", ((3, 9),)).to_html()
    'un <mark>sommet</mark> à Helsinki'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar, get_args

from frsearch.dates import DateLike, PartialDate, date_if_known
from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, words_of

FieldName = Literal["title", "text"]
FIELDS: tuple[FieldName, ...] = ("title", "text")
"""The searched fields of an article."""

Match = Literal["all", "most", "any"]
"""Whether articles must have all words of a row, at least two of three, or any."""
MATCHES: tuple[Match, ...] = get_args(Match)
Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
ConcordanceSort = Literal["date", "left", "right"]
LINE_SORTS: tuple[ConcordanceSort, ...] = get_args(ConcordanceSort)
Unit = Literal["year", "month", "day"]
UNITS: tuple[Unit, ...] = get_args(Unit)
"""From the longest unit to the shortest."""
TimelineUnit = Literal["year", "month", "week", "day"]
TIMELINE_UNITS: tuple[TimelineUnit, ...] = get_args(TimelineUnit)
FacetScope = Literal["filtered", "query"]
FACET_SCOPES: tuple[FacetScope, ...] = get_args(FacetScope)
Counted = Literal["articles", "groups"]
COUNTED: tuple[Counted, ...] = get_args(Counted)
WordUnit = Literal["form", "lemma"]
WORD_UNITS: tuple[WordUnit, ...] = get_args(WordUnit)
Count = Literal["articles", "occurrences"]
COUNTS: tuple[Count, ...] = get_args(Count)

ArticleFormat = Literal["csv", "jsonl", "parquet", "txm", "txm-xml", "iramuteq", "bibtex", "ris", "csl"]
ARTICLE_FORMATS: tuple[ArticleFormat, ...] = get_args(ArticleFormat)
"""The forms in which articles are exported."""

# Parts of results that may be missing although all matches are known.
Part = Literal["hits", "snippets", "suggestion"]
PARTS: tuple[Part, ...] = get_args(Part)

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class FrozenDict(dict[_Key, _Value]):
    """A read-only dictionary: changing it raises TypeError."""

    __slots__ = ()

    def _refuse(self, *arguments: Any, **values: Any) -> NoReturn:
        raise TypeError("this dictionary cannot be changed: copy it with dict()")

    if not TYPE_CHECKING:  # to a type checker, the methods of a dictionary
        __setitem__ = __delitem__ = __ior__ = _refuse
        clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[FrozenDict[_Key, _Value]], tuple[dict[_Key, _Value]]]:
        return type(self), (dict(self),)


_NO_EXTRA: Mapping[str, Any] = FrozenDict()
_set = object.__setattr__


@dataclass(frozen=True, slots=True, init=False)
class Article:
    """A dated text.

    `id` is a non-empty text, unique in an index. `text` keeps its paragraphs. `title` and `url`
    may be empty. `date` is a text ("2018", "juin 2018", "28/06/2018", "2018-06-28"), a
    `datetime.date` or a `PartialDate`; None if unknown, as for "" and "0000-00-00". `extra` holds
    further fields, with JSON values. Raises ArticleError for a value of another type.
    """

    id: str
    text: str
    title: str
    date: PartialDate | None
    url: str
    extra: Mapping[str, Any]

    def __init__(
        self,
        id: str,
        text: str,
        title: str = "",
        date: DateLike | None = None,
        url: str = "",
        extra: Mapping[str, Any] | None = None,
    ):
        for name, value in (("id", id), ("text", text), ("title", title), ("url", url)):
            if not isinstance(value, str):
                raise ArticleError(
                    Message(
                        "article {id}: {name} must be a string, not {value}",
                        id=repr(id),
                        name=name,
                        value=repr(value),
                    )
                )
            _set(self, name, _well_formed(value))
        if not id:
            raise ArticleError(Message("an article needs an id that is not empty"))
        try:
            parsed = date_if_known(date)
        except ValueError as error:
            raise ArticleError(
                Message("article {id!r}: {reason}", id=id, reason=words_of(error))
            ) from None
        _set(self, "date", parsed)
        _set(self, "extra", FrozenDict(extra) if extra else _NO_EXTRA)

    @classmethod
    def stored(
        cls,
        id: str,
        text: str,
        title: str,
        date: PartialDate | None,
        url: str,
        extra: dict[str, Any],
    ) -> Article:
        """Make an article from values that were already checked, as those read from an index."""
        article = object.__new__(cls)
        _set(article, "id", id)
        _set(article, "text", text)
        _set(article, "title", title)
        _set(article, "date", date)
        _set(article, "url", url)
        _set(article, "extra", FrozenDict(extra) if extra else _NO_EXTRA)
        return article

    def __hash__(self) -> int:
        return hash(self.id)

    def __reduce__(self) -> tuple[type[Article], tuple[Any, ...]]:
        return Article, (self.id, self.text, self.title, self.date, self.url, dict(self.extra))


def _well_formed(text: str) -> str:
    """Replace lone surrogates, which cannot be written to a file, with U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of an article, with the offsets of its matches.

    `text` is plain text, with an ellipsis (…) at each side where the article goes on.
    `highlights` are (start, end) code-point offsets into `text`, end exclusive, ascending and
    disjoint. `complete` is False where `Index.highlight` left out some of very many matches.
    """

    text: str
    highlights: tuple[tuple[int, int], ...] = ()
    complete: bool = True

    def render(self, before: str, after: str) -> str:
        """Return the text with `before` and `after` around each highlight, nothing escaped."""
        return self._joined(before, after, str)

    def to_html(self, tag: str = "mark") -> str:
        """Return HTML with each highlight in a `tag` element and everything else escaped."""
        from html import escape

        return self._joined(f"<{tag}>", f"</{tag}>", escape)

    def _joined(self, before: str, after: str, written: Callable[[str], str]) -> str:
        joined, at, text = "", 0, self.text
        for start, end in self.highlights:
            joined += f"{written(text[at:start])}{before}{written(text[start:end])}{after}"
            at = end
        return joined + written(text[at:])

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Yield (piece of text, whether it is highlighted), in order."""
        at = 0
        for start, end in self.highlights:
            yield self.text[at:start], False
            yield self.text[start:end], True
            at = end
        yield self.text[at:], False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: `text`, whose last word occurs in `count` articles."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class DateSuggestion:
    """The date that a query has in words, as a filter: `query` without these words, and `date`.

    `date` is what `search(date=…)` takes: "2018-12", "1789-07-14", "2018-06..2018-08" or "2018-06..".
    `str()` is both as one query.
    """

    query: str
    date: str

    def __str__(self) -> str:
        return f"{self.query} date:{self.date}".lstrip()


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """How a doubtful part of the query was read; `start` and `end` are offsets into the query.

    Both are 0 for what is not in its text, such as a value of `where` that no article has.
    """

    message: Message
    start: int
    end: int

    @property
    def located(self) -> Message:
        """The message with its offsets, if it is about the text of the query."""
        if self.end == 0:
            return self.message
        return Message(
            "{message} (characters {start} to {end})",
            message=self.message,
            start=self.start,
            end=self.end,
        )

    def __str__(self) -> str:
        return str(self.located)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article has its score: a `value`, its description, and its parts in `children`.

    `matches` is False for a part that does not match, and for a word missing from the article; `lacks`
    is then that word. A value is the sum of the children's, unless the description says otherwise.
    """

    value: float
    description: Message
    children: tuple[Explanation, ...] = ()
    matches: bool = True
    lacks: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The words, phrases and patterns missing from the article, as written in the query."""
        own = (self.lacks,) if self.lacks else ()
        return tuple(dict.fromkeys((*own, *(text for child in self.children for text in child.missing))))

    def __str__(self) -> str:
        lines = [f"{self.value:.4g}  {self.description}"]
        for child in self.children:
            lines += ["    " + line for line in str(child).splitlines()]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Hit:
    """A matching article: `rank` counts from 1, `score` is comparable within one search only.

    `copies` are the ids of its near copies in a collapsed search, in the order of their own ranks.
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
