"""The pages: the state of a page and an index -> HTML. Templates escape everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from frsearch.dates import PartialDate
from frsearch.facets import nested
from frsearch.index import Index
from frsearch.messages import french_numbers
from frsearch.messages.languages import LANGUAGES
from frsearch.messages.wording import Message
from frsearch.output.html import web_host
from frsearch.results import Results
from frsearch.types import UNITS, Article, Part, QueryWarning, Snippet
from frsearch.web import french_dates
from frsearch.web.chart import charts
from frsearch.web.state import LAST_PAGE, LONGEST_QUERY, ON_A_PAGE, State

_IN_FRENCH = LANGUAGES["fr"]
_SIMILAR = 6
_COPIES = 8
_TITLE = 140
_SECONDS = 2.0
# A page as long as a thick book is too much for a browser, and for a reader.
_MOST_CHARACTERS = 500_000


_LEFT_OUT: dict[Part, Message] = {
    "hits": Message("all hits of this page"),
    "snippets": Message("all snippets"),
    "suggestion": Message("another spelling to look for"),
}


def _suggested_period(results: Results) -> str:
    dated = results.date_suggestion
    return french_dates.range_text(dated.date) if dated else ""


class Mark(NamedTuple):
    """A piece of a query and its warning, "" for none."""

    text: str
    message: str


class Pages:
    """Makes the pages of an index; `title` is their heading."""

    def __init__(self, index: Index, title: str):
        self._index = index
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {"site": title, "longest": LONGEST_QUERY}
        self._templates.filters |= {
            "number": french_numbers.number,
            "counted": french_numbers.counted,
            "date": french_dates.date_text,
            "heading": heading,
            "host": web_host,
        }
        # Compile the templates now, so that the first reader does not wait.
        for name in self._templates.list_templates():
            self._templates.get_template(name)

    def search(self, state: State) -> str:
        """Return the page of a search: hits and timeline, or the reason that there are none."""
        results = self._index.search(
            state.q,
            limit=ON_A_PAGE,
            offset=(state.page - 1) * ON_A_PAGE,
            date=state.date or None,
            match=state.words,
            sort=state.order,
            facets=UNITS,
            facet_scope="query",
            collapse=not state.copies,
            timeout=_SECONDS,
        )
        return self._render(
            "search.html",
            state=state,
            results=results,
            charts=charts(results.facets, state),
            periods=nested({unit: results.facets[unit] for unit in _listed(results, state)}),
            path=_path(state),
            period=french_dates.range_text(state.date) if state.date else "",
            suggested_period=_suggested_period(results),
            marks=tuple(_marks(state.q, results.warnings)),
            left_out=[_IN_FRENCH.text(_LEFT_OUT[part]) for part in results.left_out],
            copies={hit.id: self._copies(hit.copies) for hit in results},
            pages=_pages(state.page, results.total),
            articles=len(self._index),
            partial_date=PartialDate.parse,
        )

    def article(self, article: Article, state: State) -> str:
        """Return the page of an article, with the matches of the query highlighted."""
        id = article.id
        similar = self._index.similar(id, _SIMILAR, collapse=True)
        text = self._index.highlight(state.q, id) if state.q else Snippet(article.text)
        title = Snippet(heading(article))
        if state.q and article.title:
            title = self._index.highlight(state.q, id, field="title")
        return self._render(
            "article.html",
            state=state,
            article=article,
            title=title,
            text=text,
            paragraphs=list(paragraphs(_beginning(text))),
            cut=len(text.text) > _MOST_CHARACTERS,
            extra=_extra(article.extra),
            similar=similar,
        )

    def help(self) -> str:
        """Return the help page."""
        return self._render("help.html", state=State())

    def error(self, message: str, status: int, q: str) -> str:
        """Return the page of an error."""
        # A request with a wrong host name must not learn the name of the archive.
        site = {"site": "Archives"} if status == 421 else {}
        state = State(q[:LONGEST_QUERY])
        return self._render("error.html", state=state, message=message, status=status, **site)

    def _copies(self, ids: Sequence[str]) -> list[Article]:
        articles = (self._index.get(id) for id in ids[:_COPIES])
        return [article for article in articles if article is not None]

    def _render(self, template: str, **values: Any) -> str:
        written: str = self._templates.get_template(template).render(values)
        return written


def heading(article: Article) -> str:
    """Return the title of an article, or how its text begins."""
    return article.title.strip() or shorten(article.text, _TITLE, placeholder=" …") or article.id


def _beginning(snippet: Snippet) -> Snippet:
    shown = tuple(span for span in snippet.highlights if span[1] <= _MOST_CHARACTERS)
    return Snippet(snippet.text[:_MOST_CHARACTERS], shown)


def paragraphs(snippet: Snippet) -> Iterator[list[tuple[str, bool]]]:
    """Yield the paragraphs of a text in pieces, and whether each is highlighted.

    A highlight across the end of a line stays in one piece.
    """
    paragraph: list[tuple[str, bool]] = []
    for piece, marked in snippet.pieces():
        first, *rest = [piece.replace("\n", " ")] if marked else piece.split("\n")
        paragraph.append((first, marked))
        for line in rest:
            yield from _inked(paragraph)
            paragraph = [(line, marked)]
    yield from _inked(paragraph)


def _inked(paragraph: list[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    if any(text.strip() for text, _ in paragraph):
        yield [(text, marked) for text, marked in paragraph if text]


def _marks(q: str, warnings: Sequence[QueryWarning]) -> Iterator[Mark]:
    """Yield the pieces of the query in order, with the warning about each."""
    at = 0
    for warning in sorted(warnings, key=lambda each: each.start):
        start = max(at, warning.start)
        yield Mark(q[at:start], "")
        at = max(start, warning.end)
        yield Mark(q[start:at], _IN_FRENCH.text(warning.message))
    yield Mark(q[at:], "")


def _listed(results: Results, state: State) -> list[str]:
    """Return the units to list as text: years, and their months up to 600."""
    return ["year", "month"] if len(results.facets["month"]) <= 600 else ["year"]


def _path(state: State) -> list[tuple[str, str]]:
    """Return the year, month and day of the chosen period, each with its address."""
    chosen = state.period
    if chosen is None:
        return []
    steps = [PartialDate(chosen.year)]
    if chosen.month is not None:
        steps.append(PartialDate(chosen.year, chosen.month))
    if chosen.day is not None:
        steps.append(chosen)
    return [(french_dates.date_text(step), state.url(date=str(step))) for step in steps]


def _pages(page: int, total: int) -> list[int]:
    """Return the numbers of the pages to offer: the first, those around this one; 0 for a gap."""
    last = min(LAST_PAGE, -(-total // ON_A_PAGE))
    near = [number for number in range(page - 2, page + 3) if 1 <= number <= last]
    if near and near[0] > 1:
        near = [1, *([0] if near[0] > 2 else []), *near]
    return near


def _extra(extra: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the names and values of an article's extra fields, as text."""
    fields = []
    for name, value in extra.items():
        values = value if isinstance(value, list) else [value]
        text = ", ".join(str(each) for each in values if each not in (None, ""))
        if text:
            fields.append((str(name), text))
    return fields
