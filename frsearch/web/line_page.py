"""The concordance of a search as a page: lines with the keyword aligned, each leading to its passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from frsearch.arguments import where_of_texts
from frsearch.corpus.concordance import Concordance, Line
from frsearch.index import Index
from frsearch.types import LINE_SORTS
from frsearch.web.archive_fields import ArchiveFields
from frsearch.web.bounds import LINES_ON_A_PAGE, MOST_LINES, MOST_SORTED_LINES
from frsearch.web.french_dates import range_text
from frsearch.web.kept import Kept
from frsearch.web.pages import page_numbers, query_marks
from frsearch.web.rendering import Templates
from frsearch.web.slots import HEAVY
from frsearch.web.standing import Standing, standing
from frsearch.web.state import State

_WIDTH = 80
_SORTED_KEPT = 4
_LONGEST_SOURCE = 40
LAST_LINES = MOST_LINES // LINES_ON_A_PAGE


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line, the address of its passage, and where it comes from."""

    line: Line
    url: str
    source: str


class LinePage:
    """Makes the pages of concordances; the last sorted ones are kept."""

    def __init__(self, index: Index, templates: Templates):
        self._index = index
        self._templates = templates
        self._sorted = Kept[Sequence[Line]](_SORTED_KEPT)

    def page(self, state: State, order: str) -> str:
        """Return the page of the lines of a search in an order: "" by date, `left`, `right`, a field."""
        fields = ArchiveFields.of(self._index)
        self._templates.has_fields = bool(fields)
        now = standing(self._index)
        found = concordance(self._index, state, order) if state.q else None
        is_cut = found is not None and order != "" and found.total > MOST_SORTED_LINES
        if is_cut:
            order, found = "", concordance(self._index, state, "")
        lines = self._lines(found, state, order, now) if found is not None else ()
        there = 0 if found is None else -(-found.total // LINES_ON_A_PAGE)
        return self._templates.render(
            "lines.html",
            state=state,
            fields=fields,
            found=found,
            order=order,
            is_cut=is_cut,
            lines=[self._shown(line, state) for line in lines],
            first=(state.page - 1) * LINES_ON_A_PAGE + 1,
            pages=page_numbers(state.page, there, LAST_LINES),
            period=range_text(state.date) if state.date else "",
            chosen=fields.chosen(state),
            marks=query_marks(state.q, found.warnings) if found is not None else (),
            phrase=_phrase(state.q),
            most_sorted=MOST_SORTED_LINES,
            most=MOST_LINES,
            standing=now,
        )

    def _lines(self, found: Concordance, state: State, order: str, now: Standing) -> Sequence[Line]:
        start = (state.page - 1) * LINES_ON_A_PAGE
        end = start + LINES_ON_A_PAGE
        if not order:
            return list(islice(found, start, end))
        key = now.generation, now.words, state.q, state.date, state.where, state.match, order

        def make() -> Sequence[Line]:
            with HEAVY.taken():
                return tuple(found)

        return self._sorted.get(key, make)[start:end]

    def _shown(self, line: Line, state: State) -> ShownLine:
        url = f"{state.article_url(line.id)}#p{line.start}"
        return ShownLine(line, url, line.source[:_LONGEST_SOURCE])


def concordance(index: Index, state: State, order: str, most: int | None = None) -> Concordance:
    """Return the concordance that the state of a page asks for; QueryError for an unknown order."""
    return index.concordance(
        state.q,
        width=_WIDTH,
        sort=order or LINE_SORTS[0],
        date=state.date or None,
        where=where_of_texts(state.where),
        match=state.words,
        limit=most,
    )


def _phrase(q: str) -> str:
    """Return a plain query of several words as a phrase, "" for others."""
    return f'"{q}"' if " " in q and all(word.isalpha() for word in q.split()) else ""
