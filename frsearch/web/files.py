"""The files of the pages, by their addresses: the state of a page -> `Export`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from starlette.requests import Request

from frsearch.index import Index
from frsearch.output.articles.shown import Names
from frsearch.results import Results
from frsearch.types import UNITS
from frsearch.web.archive_fields import ArchiveFields
from frsearch.web.bounds import LONGEST_TABLE, MOST_LINES
from frsearch.web.copies_page import copies_table, groups
from frsearch.web.corpus_files import concordance_table, timeline_table, words_table
from frsearch.web.exports import (
    FORM_OF_ENDING,
    TABLE_FORMS,
    Export,
    Table,
    TableForm,
    export_articles,
    export_hits,
)
from frsearch.web.facet_lists import MOST_VALUES
from frsearch.web.line_page import concordance
from frsearch.web.options import LINES, TIMELINE
from frsearch.web.pages import kept_articles
from frsearch.web.searching import batches, counter, search
from frsearch.web.standing import standing
from frsearch.web.state import State
from frsearch.web.time_page import make_timeline
from frsearch.web.word_page import KINDS, Kind, made_for_file

Make = Callable[[Index, State, Request, str], Export]
"""Makes a file of an index, the state of a page, its request, and the ending."""


def table_form(ending: str) -> TableForm:
    """Return the form of a table with an ending."""
    return "csv" if ending == "csv" else "jsonl"


def _articles(index: Index, state: State, request: Request, ending: str) -> Export:
    form = FORM_OF_ENDING[ending]

    def ask(limit: int, after: str | None, timeout: float) -> Results:
        return search(
            index, state, seconds=timeout, limit=limit, after=after, sort=state.order,
            facets=(), snippets=0,
        )  # fmt: skip

    names = ArchiveFields.of(index).infos
    return export_hits(batches(ask), form, LONGEST_TABLE, names, text=form == "jsonl")


def _values(index: Index, state: State, request: Request, ending: str) -> Export:
    """The counts of all values of a field, or of the years, months or days."""
    name = request.query_params.get("champ", "")
    if name in UNITS:
        results = search(index, state, limit=0, snippets=0, facets=(name,))
    else:
        name = ArchiveFields.of(index).named(name)
        results = counter(index, state)([name], MOST_VALUES)
    counts = results.facets[name]
    found = len(counts) + results.facets_more.get(name, 0)
    columns = ("value", "count")
    table = Table(f"valeurs-{Names().of(name)}", columns, lambda: counts, found, len(counts))
    return table.export(table_form(ending))


def _concordance(index: Index, state: State, request: Request, ending: str) -> Export:
    order = LINES.read(request.query_params)["order"]
    found = concordance(index, state, order, MOST_LINES)
    if order and found.total > MOST_LINES:
        found = concordance(index, state, "", MOST_LINES)
    return concordance_table(found).export(table_form(ending))


def _timeline(index: Index, state: State, request: Request, ending: str) -> Export:
    options = TIMELINE.read(request.query_params)
    timeline = make_timeline(index, state, options, standing(index))
    return timeline_table(timeline).export(table_form(ending))


def _words(kind: Kind, index: Index, state: State, request: Request, ending: str) -> Export:
    options = kind.options.read(request.query_params)
    table = made_for_file(kind, index, state, options)
    return words_table(kind.name, table).export(table_form(ending))


def _copies(index: Index, state: State, request: Request, ending: str) -> Export:
    return copies_table(groups(index), LONGEST_TABLE).export(table_form(ending))


def _tray(index: Index, state: State, request: Request, ending: str) -> Export:
    return export_articles(kept_articles(index, state), FORM_OF_ENDING[ending], "choix")


FILES: Mapping[str, tuple[Make, Sequence[str]]] = {
    "/articles": (_articles, tuple(FORM_OF_ENDING)),
    "/choix": (_tray, tuple(FORM_OF_ENDING)),
    "/copies": (_copies, TABLE_FORMS),
    "/valeurs": (_values, TABLE_FORMS),
    "/concordance": (_concordance, TABLE_FORMS),
    "/chronologie": (_timeline, TABLE_FORMS),
    **{kind.path: (partial(_words, kind), TABLE_FORMS) for kind in KINDS},
}
"""The addresses without their endings, what makes each file, and its endings."""
