"""The further fields of hits -> columns of tables, and the line by which people know an article.

Known fields (`source`, `author` …) come before the others. A field with the name of a column of ours has
a column with `extra_` before it.

    >>> column_names(["lieu", "date", "source"], taken=("id", "date"))
    {'source': 'source', 'lieu': 'lieu', 'date': 'extra_date'}
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Any

from frsearch.fields import ALIASES, CLASHING, labels_of
from frsearch.types import Article, Hit

MOST_COLUMNS = 500
"""Most fields that are columns; an archive with thousands of names would make a huge table."""

_LINE = ("source", "author", "section", "page")
# Of one field on the line; a byline may be a paragraph, or a list of all who signed a petition.
_LONGEST, _MOST = 60, 3


def names_in(hits: Iterable[Hit]) -> list[str]:
    """Return the names of the fields of which hits have a value, in the order of the hits."""
    met: dict[str, None] = {}
    for hit in hits:
        met |= dict.fromkeys(name for name, value in hit.article.extra.items() if labels_of(value))
    return list(met)


def column_names(names: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Map fields to the names of their columns, none of them `taken`; at most `MOST_COLUMNS`."""
    given = list(dict.fromkeys(names))
    ordered = [*(name for name in ALIASES if name in given), *given]
    kept = list(islice(dict.fromkeys(ordered), MOST_COLUMNS))
    columns: dict[str, str] = {}
    used = {*taken, *kept}
    for name in kept:
        column = name
        while column in taken or (column != name and column in used):
            column = CLASHING + column
        used.add(column)
        columns[name] = column
    return columns


def missing_as_none(extra: Mapping[str, Any], names: Iterable[str]) -> list[Any]:
    """Return the values of some fields as a frame holds them: lists as lists, None for none."""
    return [extra.get(name) if labels_of(extra.get(name)) else None for name in names]


def field_line(article: Article) -> str:
    """Return the source, author, section and page of an article, "" if it has none of them.

    >>> field_line(Article("a", "…", extra={"page": 3, "source": "Le Monde", "tags": ["climat"]}))
    'Le Monde · p. 3'
    """
    if not article.extra:
        return ""
    parts = {name: _in_short(labels_of(article.extra.get(name))) for name in _LINE}
    if parts["page"][:1].isdigit():
        parts["page"] = f"p. {parts['page']}"
    return " · ".join(part for part in parts.values() if part)


def _in_short(labels: list[str]) -> str:
    shown = ", ".join(labels[:_MOST]) + ", …" * (len(labels) > _MOST)
    return textwrap.shorten(shown, _LONGEST, placeholder="…")
