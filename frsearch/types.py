"""The values that people give and get: articles, hits, snippets, and the names of choices.

They are frozen, and know neither an index nor how they are shown.

    >>> Article(id="a1", text="Le sommet aura lieu à Helsinki.", date="2018-06").date
    PartialDate(year=2018, month=6, day=None)
    >>> Snippet("un sommet à Helsinki", ((3, 9),)).to_html()
    'un <mark>sommet</mark> à Helsinki'
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, TypeVar, get_args

from frsearch.dates import DateLike, PartialDate, as_partial_date
from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, words_of

FieldName = Literal["title", "text"]
FIELDS: tuple[FieldName, ...] = ("title", "text")
"""The fields of an article that are searched."""

Match = Literal["all", "any"]
Sort = Literal["relevance", "newest", "oldest"]
Unit = Literal["year", "month", "day"]
UNITS: tuple[Unit, ...] = get_args(Unit)
FacetScope = Literal["filtered", "query"]
Counted = Literal["articles", "groups"]
Count = Literal["articles", "occurrences"]

# What results may lack though all matches are known.
Part = Literal["hits", "snippets", "suggestion"]
PARTS: tuple[Part, ...] = get_args(Part)

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class FrozenDict(dict[_Key, _Value]):
    """A dictionary that raises TypeError where it would be changed."""

    __slots__ = ()

    def _refuse(self, *arguments: Any, **values: Any) -> NoReturn:
        raise TypeError("this dictionary cannot be changed: copy it with dict()")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[FrozenDict[_Key, _Value]], tuple[dict[_Key, _Value]]]:
        return type(self), (dict(self),)


_NO_EXTRA: Mapping[str, Any] = FrozenDict()


@dataclass(frozen=True, slots=True, init=False)
class Article:
    """A dated text.

    `id` is unique in an index, a non-empty text. `text` keeps its paragraphs. `title` and `url`
    may be empty. `date` may be given as a text ("2018", "2018-06", "2018-06-28"), a
    `datetime.date` or a `PartialDate`, and is None where unknown. `extra` holds further fields,
    of what JSON can hold. Raises ArticleError where a value is not of that kind.
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
                        "article {id}: {name} must be a text, not {value}",
                        id=repr(id),
                        name=name,
                        value=repr(value),
                    )
                )
            object.__setattr__(self, name, _well_formed(value))
        if not id:
            raise ArticleError(Message("an article needs an id that is not empty"))
        try:
            parsed = None if date is None or date == "" else as_partial_date(date)
        except ValueError as error:
            raise ArticleError(
                Message("article {id!r}: {reason}", id=id, reason=words_of(error))
            ) from None
        object.__setattr__(self, "date", parsed)
        object.__setattr__(self, "extra", FrozenDict(extra) if extra else _NO_EXTRA)

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
        """Make an article of values that were an article's before, without checking them again."""
        article = object.__new__(cls)
        values = (id, text, title, date, url, FrozenDict(extra) if extra else _NO_EXTRA)
        for name, value in zip(cls.__slots__, values, strict=True):
            object.__setattr__(article, name, value)
        return article

    def __hash__(self) -> int:
        return hash(self.id)

    def __reduce__(self) -> tuple[type[Article], tuple[Any, ...]]:
        return Article, (self.id, self.text, self.title, self.date, self.url, dict(self.extra))


def _well_formed(text: str) -> str:
    """Replace halves of surrogate pairs, which no file can hold, by U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


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


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a text may become: `text`, in which the last word is one that `count` articles hold."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """What was made of a doubtful part of the query; `start` and `end` are offsets into it."""

    message: Message
    start: int
    end: int

    @property
    def located(self) -> Message:
        """The message, and where it belongs."""
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
    """Why an article has its score: `value`, what it is of, and what it is made of.

    `matches` is False of what does not answer the query, and of a word that the article lacks, which
    `lacks` then says. A value is the sum of the children's, or what the description makes of them.
    """

    value: float
    description: Message
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
