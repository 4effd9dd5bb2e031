"""The pages: the state of a page and an index -> HTML. Templates escape everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from time import monotonic
from typing import NamedTuple

from frsearch.dates import PartialDate
from frsearch.facets import nested
from frsearch.index import Index
from frsearch.messages.languages import LANGUAGES
from frsearch.messages.wording import Message
from frsearch.results import Results
from frsearch.types import UNITS, Article, Hit, Part, QueryWarning, Snippet
from frsearch.web import french_dates
from frsearch.web.archive_fields import ArchiveFields
from frsearch.web.bounds import LONGEST_QUERY, SIZES
from frsearch.web.chart import charts
from frsearch.web.citation import heading
from frsearch.web.facet_lists import SHORT, all_values, beside_hits
from frsearch.web.field_texts import extra_fields, query_examples, values_under
from frsearch.web.passages import paragraphs, passages
from frsearch.web.rendering import Templates
from frsearch.web.searching import counter, search
from frsearch.web.standing import standing
from frsearch.web.state import State

_IN_FRENCH = LANGUAGES["fr"]
_SIMILAR = 6
_COPIES = 8
_TITLE_SECONDS = 0.2
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


class Neighbours(NamedTuple):
    """The hits around one of them, None where there is none; `total` of them."""

    rank: int
    total: int
    before: Hit | None
    after: Hit | None


class Pages:
    """Makes the pages of an index, with the templates of its site."""

    def __init__(self, index: Index, templates: Templates):
        self._index = index
        self._templates = templates

    def search(self, state: State) -> str:
        """Return the page of a search: hits and timeline, or the reason that there are none."""
        fields = self.archive_fields()
        listed = fields.listed
        results = search(
            self._index,
            state,
            limit=state.on_a_page,
            offset=(state.page - 1) * state.on_a_page,
            sort=state.order,
            facets=(*UNITS, *listed),
            facet_limit=SHORT,
        )
        lists = beside_hits(fields, state, results, counter(self._index, state))
        return self._templates.render(
            "search.html",
            state=state,
            results=results,
            charts=charts(results.facets, state),
            periods=nested({unit: results.facets[unit] for unit in _listed(results, state)}),
            path=_path(state),
            period=french_dates.range_text(state.date) if state.date else "",
            suggested_period=_suggested_period(results),
            marks=query_marks(state.q, results.warnings),
            left_out=[_IN_FRENCH.text(_LEFT_OUT[part]) for part in results.left_out],
            titles=self._titles(state, results),
            copies={hit.id: self._copies(hit.copies) for hit in results},
            pages=page_numbers(state.page, -(-results.total // state.on_a_page), state.last_page),
            sizes=SIZES,
            articles=len(self._index),
            partial_date=PartialDate.parse,
            fields=fields,
            lists=list(lists),
            values_of={hit.id: values_under(hit.article, fields, state) for hit in results},
            knows_copies=self._index.knows_copies,
            standing=standing(self._index),
        )

    def _titles(self, state: State, hits: Iterable[Hit]) -> dict[str, Snippet]:
        """Return the titles of hits; if marking takes long, as with odd patterns, the last are plain."""
        end = monotonic() + _TITLE_SECONDS
        return {
            hit.id: self._title(state if monotonic() < end else State(), hit.article) for hit in hits
        }

    def _title(self, state: State, article: Article) -> Snippet:
        """Return the title of an article with the words of the query marked."""
        if not state.q or not article.title.strip():
            return Snippet(heading(article))
        return self._index.highlight(state.q, article.id, field="title")

    def values(self, state: State, name: str, within: str) -> str:
        """Return the page of the values of a field that hold the text `within`."""
        fields = self.archive_fields()
        named = fields.named(name)
        listed = all_values(fields, state, named, within, counter(self._index, state))
        return self._templates.render(
            "values.html", state=state, fields=fields, listed=listed, text=within
        )

    def fields(self, state: State) -> str:
        """Return the page of the fields of the archive; `state` has the reader's tray."""
        fields = self.archive_fields()
        return self._templates.render(
            "fields.html", state=state, fields=fields, described=fields.described(_MOST_FIELDS, state)
        )

    def archive_fields(self) -> ArchiveFields:
        """Return the fields of the archive."""
        fields = ArchiveFields.of(self._index)
        self._templates.has_fields = bool(fields)
        return fields

    def article(self, article: Article, state: State, rank: int = 0, way: str = "") -> str:
        """Return the page of an article, with the matches of the query highlighted.

        `rank` is that of the hit by which the reader comes, 0 for none: it leads to its neighbours.
        `way` is the page that the reader comes from, as `State.back` takes it.
        """
        id, fields = article.id, self.archive_fields()
        similar = self._index.similar(id, _SIMILAR, collapse=self._index.knows_copies)
        text = self._index.highlight(state.q, id) if state.q else Snippet(article.text)
        beginning = _beginning(text)
        found = passages(beginning)
        return self._templates.render(
            "article.html",
            state=state,
            here=state.at("/article", id=id, rang=str(rank or ""), de=way),
            back=state.back(way),
            article=article,
            title=self._title(state, article),
            text=text,
            passages=found,
            paragraphs=list(paragraphs(beginning, found)),
            cut=len(text.text) > _MOST_CHARACTERS,
            extra=extra_fields(article, fields, state.rest),
            similar=similar,
            under=values_under(article, fields, state.rest, None),
            near=self._neighbours(state, id, rank),
            standing=standing(self._index),
        )

    def _neighbours(self, state: State, id: str, rank: int) -> Neighbours | None:
        """Return the hits before and after one; None if the archive has changed, or it is none."""
        if not rank:
            return None
        first = max(rank - 1, 1)
        results = search(
            self._index, state, limit=3, offset=first - 1, sort=state.order, facets=(), snippets=0
        )
        hits = {hit.rank: hit for hit in results}
        if rank not in hits or id not in (hits[rank].id, *hits[rank].copies):
            return None
        return Neighbours(rank, results.total, hits.get(rank - 1), hits.get(rank + 1))

    def help(self, state: State) -> str:
        """Return the help page."""
        fields = self.archive_fields()
        return self._templates.render(
            "help.html", state=state, fields=fields, examples=query_examples(fields)
        )

    def error(self, message: str, status: int, q: str) -> str:
        """Return the page of an error."""
        # A request with a wrong host name must not learn the name of the archive.
        site = {"site": "Archives", "has_fields": False} if status == 421 else {}
        state = State(q[:LONGEST_QUERY])
        return self._templates.render("error.html", state=state, message=message, status=status, **site)

    def tray(self, state: State) -> str:
        """Return the page of the articles in the reader's tray."""
        self.archive_fields()
        articles = kept_articles(self._index, state)
        return self._templates.render(
            "tray.html",
            state=state,
            articles=articles,
            gone=len(state.keep) - len(articles),
            standing=standing(self._index),
        )

    def _copies(self, ids: Sequence[str]) -> list[Article]:
        articles = (self._index.get(id) for id in ids[:_COPIES])
        return [article for article in articles if article is not None]


def kept_articles(index: Index, state: State) -> list[Article]:
    """Return the articles in a tray that are still in the archive, in their order."""
    found = (index.get(id) for id in state.keep)
    return [article for article in found if article is not None]


def _beginning(snippet: Snippet) -> Snippet:
    shown = tuple(span for span in snippet.highlights if span[1] <= _MOST_CHARACTERS)
    return Snippet(snippet.text[:_MOST_CHARACTERS], shown)


def query_marks(q: str, warnings: Sequence[QueryWarning]) -> tuple[Mark, ...]:
    """Return the pieces of a query in order, with the warning about each; none without warnings."""
    return tuple(_marks(q, warnings)) if warnings else ()


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


def page_numbers(page: int, there: int, most: int) -> list[int]:
    """Return the numbers of the pages to offer, of those `there`: the first, those around this one.

    0 stands for a gap; no page is beyond `most`.
    """
    last = min(most, there)
    near = [number for number in range(page - 2, page + 3) if 1 <= number <= last]
    if near and near[0] > 1:
        near = [1, *([0] if near[0] > 2 else []), *near]
    return near
