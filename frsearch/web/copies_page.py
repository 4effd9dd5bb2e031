"""The groups of near copies of an archive as a page: which articles, from where, how much they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from frsearch.corpus.copies import COLUMNS, Copies, CopyGroup, Difference
from frsearch.index import Index
from frsearch.output.tables import article_record, cell
from frsearch.web.archive_fields import ArchiveFields
from frsearch.web.bounds import DIFFERENCES_SHOWN, GROUPS_ON_A_PAGE, LAST_PAGE, LONGEST_COMPARED
from frsearch.web.exports import Table
from frsearch.web.kept import Kept
from frsearch.web.pages import page_numbers
from frsearch.web.rendering import Templates
from frsearch.web.slots import HEAVY
from frsearch.web.standing import standing
from frsearch.web.state import State

_NAME = "copies"


class CopiesPage:
    """Makes the pages of near copies; the groups of the newest state are kept."""

    def __init__(self, index: Index, templates: Templates):
        self._index = index
        self._templates = templates
        self._kept = Kept[Copies](1)

    def page(self, state: State) -> str:
        """Return the page of some groups; of none on a server, which does not know copies."""
        fields = ArchiveFields.of(self._index)
        self._templates.has_fields = bool(fields)
        now = standing(self._index)
        copies = self._kept.get((now.generation, now.words), lambda: groups(self._index))
        start = (state.page - 1) * GROUPS_ON_A_PAGE
        there = -(-len(copies) // GROUPS_ON_A_PAGE)
        return self._templates.render(
            "copies.html",
            state=state,
            copies=copies,
            groups=copies[start : start + GROUPS_ON_A_PAGE],
            first=start + 1,
            differences=differences,
            fields=fields,
            pages=page_numbers(state.page, there, LAST_PAGE),
            standing=now,
        )


def differences(group: CopyGroup, at: int) -> tuple[tuple[Difference, ...], int]:
    """Return the first differences of an article of a group from its first, and how many more there are.

    Long texts are not compared: a page must not take seconds.
    """
    if max(len(group[0].article.text), len(group[at].article.text)) > LONGEST_COMPARED:
        return (), 0
    found = group.differences(at)
    return found[:DIFFERENCES_SHOWN], len(found[DIFFERENCES_SHOWN:])


def groups(index: Index) -> Copies:
    """Return the groups of near copies of an index, none where they are not known."""
    if not index.knows_copies:
        return Copies((), index.get)
    with HEAVY.taken():
        return index.copies()


def copies_table(copies: Copies, most: int) -> Table:
    """Return a row for each article of the groups, up to about `most`; groups stay whole."""
    shown, articles = 0, 0
    for ids in copies.groups:
        if articles and articles + len(ids) > most:
            break
        shown, articles = shown + 1, articles + len(ids)

    def rows() -> Iterable[tuple[Any, ...]]:
        return (tuple(row.values()) for row in _records(copies, shown))

    return Table(_NAME, COLUMNS, rows, copies.articles, articles)


def _records(copies: Copies, shown: int) -> Iterator[dict[str, Any]]:
    for at in range(shown):
        for article, same in copies[at]:
            record = article_record(article)
            own = {"group": at + 1, "source": cell(article.extra.get("source")), "same": round(same, 4)}
            yield {name: record.get(name) for name in COLUMNS} | own
