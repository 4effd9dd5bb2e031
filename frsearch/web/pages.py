"""The pages: the state of a page and an index -> HTML. Templates escape everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from frsearch.dates import PartialDate
from frsearch.facets import nested
from frsearch.fields import CLASHING
from frsearch.index import Index
from frsearch.messages import french_numbers
from frsearch.messages.french_fields import TYPES_OF_FIELDS
from frsearch.messages.languages import LANGUAGES
from frsearch.messages.wording import Message
from frsearch.output.html import web_host
from frsearch.results import Results
from frsearch.types import UNITS, Article, Part, QueryWarning, Snippet
from frsearch.web import french_dates
from frsearch.web.archive_fields import ArchiveFields
from frsearch.web.chart import charts
from frsearch.web.facet_lists import SHORT, all_values, beside_hits
from frsearch.web.field_texts import extra_fields, query_examples, values_under
from frsearch.web.state import LAST_PAGE, LONGEST_QUERY, ON_A_PAGE, BadRequest, State

_IN_FRENCH = LANGUAGES["fr"]
_SIMILAR = 6
_COPIES = 8
_TITLE = 140
_SECONDS = 2.0
LONGEST_TABLE = 5_000
_TABLE_SECONDS = 10.0
# A page as long as a thick book is too much for a browser, and for a reader.
_MOST_CHARACTERS = 500_000
# Nobody reads about more fields.
_MOST_FIELDS = 200
# Characters of the text that is looked for in a list of values.
LONGEST_WITHIN = 100

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
        self._has_fields = False
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {
            "site": title,
            "longest": LONGEST_QUERY,
            "longest_table": LONGEST_TABLE,
        }
        self._templates.filters |= {
            "number": french_numbers.number,
            "counted": french_numbers.counted,
            "date": french_dates.date_text,
            "heading": heading,
            "host": web_host,
            "type": TYPES_OF_FIELDS.__getitem__,
        }
        # Compile the templates now, so that the first reader does not wait.
        for name in self._templates.list_templates():
            self._templates.get_template(name)

    def search(self, state: State) -> str:
        """Return the page of a search: hits and timeline, or the reason that there are none."""
        fields = self._fields()
        listed = fields.listed
        results = self._search(
            state,
            fields,
            limit=ON_A_PAGE,
            offset=(state.page - 1) * ON_A_PAGE,
            sort=state.order,
            facets=(*UNITS, *listed),
            facet_limit=SHORT,
        )
        lists = beside_hits(fields, state, results, self._counter(state, fields))
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
            fields=fields,
            lists=list(lists),
            values_of={hit.id: values_under(hit.article, fields, state) for hit in results},
        )

    def values(self, state: State, name: str, within: str) -> str:
        """Return the page of the values of a field that hold the text `within`."""
        fields = self._fields()
        named = fields.named(name)
        listed = all_values(fields, state, named, within, self._counter(state, fields))
        return self._render("values.html", state=state, fields=fields, listed=listed, text=within)

    def fields(self) -> str:
        """Return the page of the fields of the archive."""
        fields = self._fields()
        return self._render(
            "fields.html", state=State(), fields=fields, described=fields.described(_MOST_FIELDS)
        )

    def table(self, state: State) -> str:
        """Return the hits as CSV, up to `LONGEST_TABLE`, with a column for each field that they have.

        BadRequest if there is no time for all of them: a table must not lack any in silence.
        """
        results = self._search(
            state,
            self._fields(),
            seconds=_TABLE_SECONDS,
            limit=LONGEST_TABLE,
            sort=state.order,
            facets=(),
            snippets=0,
        )
        if results.timed_out or "hits" in results.left_out:
            raise BadRequest(Message("this table takes too long: narrow the search"))
        file = StringIO()
        results.to_csv(file)
        # Spreadsheets detect UTF-8 by a byte order mark.
        return "\ufeff" + file.getvalue()

    def _fields(self) -> ArchiveFields:
        fields = ArchiveFields.of(self._index)
        # Pages of errors do not ask the index again, which may be the error.
        self._has_fields = bool(fields)
        return fields

    def _search(
        self, state: State, fields: ArchiveFields, seconds: float | None = None, **options: Any
    ) -> Results:
        return self._index.search(
            state.q,
            date=state.date or None,
            where=fields.filters(state),
            match=state.words,
            facet_scope="query",
            collapse=self._index.knows_copies and not state.copies,
            timeout=_SECONDS if seconds is None else seconds,
            **options,
        )

    def _counter(self, state: State, fields: ArchiveFields) -> Callable[[Sequence[str], int], Results]:
        def count(names: Sequence[str], most: int) -> Results:
            # A field may have the name of a unit of time.
            asked = {name: CLASHING + name if name in UNITS else name for name in names}
            results = self._search(
                state, fields, limit=0, snippets=0, facets=tuple(asked.values()), facet_limit=most
            )
            more = {name: results.facets_more.get(other, 0) for name, other in asked.items()}
            facets = {name: results.facets[other] for name, other in asked.items()}
            return replace(results, facets=facets, facets_more=more)

        return count

    def article(self, article: Article, state: State) -> str:
        """Return the page of an article, with the matches of the query highlighted."""
        id, fields = article.id, self._fields()
        similar = self._index.similar(id, _SIMILAR, collapse=self._index.knows_copies)
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
            extra=extra_fields(article, fields),
            similar=similar,
            under=values_under(article, fields, State(), None),
        )

    def help(self) -> str:
        """Return the help page."""
        fields = self._fields()
        return self._render("help.html", state=State(), fields=fields, examples=query_examples(fields))

    def error(self, message: str, status: int, q: str) -> str:
        """Return the page of an error."""
        # A request with a wrong host name must not learn the name of the archive.
        site = {"site": "Archives", "has_fields": False} if status == 421 else {}
        state = State(q[:LONGEST_QUERY])
        return self._render("error.html", state=state, message=message, status=status, **site)

    def _copies(self, ids: Sequence[str]) -> list[Article]:
        articles = (self._index.get(id) for id in ids[:_COPIES])
        return [article for article in articles if article is not None]

    def _render(self, template: str, **values: Any) -> str:
        values = {"has_fields": self._has_fields} | values
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
