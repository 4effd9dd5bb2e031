"""Names of columns and keys -> the fields of a record.

`synonyms` knows what files call our fields. Of several names that mean one field, our own comes before
the others, and the others in the order of that table; what comes later, or is blank, gives way. The
others stay in `extra`, under their own names.

    >>> Columns().record(1, {"Titre": "Oui", "contenu": "Le sommet.", "Rubrique": "Monde"}).fields
    {'title': 'Oui', 'text': 'Le sommet.'}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from frsearch.reading.forms.html_text import html_text
from frsearch.reading.records import FIELDS, DateOrigin, Record
from frsearch.reading.synonyms import SYNONYMS, rank, summary_rank
from frsearch.reading.values import (
    at_path,
    extra_value,
    is_blank,
    listed,
    only,
    page_of,
    split_list,
    text_of,
    whole,
)

# A file may have rows with different keys; plans of few are kept.
_MOST_PLANS, _MOST_KEYS = 64, 1000
_MARKUP = re.compile(r"\s*<(?:p|div|h[1-6]|article|section|ul|ol|blockquote|figure|table)\b[^>]*>", re.I)
_NAMED = MappingProxyType[str, str]({})


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which of some names give which field: the names of each field in order, the summaries, others."""

    fields: tuple[tuple[str, tuple[str, ...]], ...]
    summaries: tuple[str, ...]
    others: tuple[str, ...]


class Columns:
    """Makes records of the rows of one file; `named` are the columns that the caller named.

    `cells` says that values are texts of cells, in which several tags or authors stand together;
    `optional`, that names which the caller gave are those of some files, and others are known as ever.
    """

    def __init__(
        self, named: Mapping[str, str] = _NAMED, *, cells: bool = False, optional: bool = False
    ):
        self.named = named
        self._cells = cells
        self._optional = optional
        self._plans: dict[tuple[str, ...], _Plan] = {}

    def record(
        self,
        line: int,
        values: Mapping[str, Any],
        whole_row: Any = None,
        *,
        date_origin: DateOrigin = "field",
    ) -> Record:
        """Make a record of the values of a row, by their names in the file.

        `whole_row` is the row before it was made flat, in which paths of `named` are looked up.
        """
        plan = self._plan(tuple(values))
        chosen, extra = self._chosen(plan, values)
        for ours, theirs in self.named.items():
            if theirs not in values and not self._optional:
                chosen[ours] = at_path(whole_row, theirs)
        if "text" not in chosen and ("text" not in self.named or self._optional):
            self._summary(plan, values, chosen)
        summaries = {name: values[name] for name in plan.summaries if values[name] is not chosen.get("text")}
        extra.update({name: value for name, value in summaries.items() if not is_blank(value)})
        fields = {name: _field(name, chosen.pop(name)) for name in FIELDS if name in chosen}
        extra = {**{name: self._known(name, value) for name, value in chosen.items()}, **extra}
        cleaned = {name: self._extra(value) for name, value in extra.items() if not is_blank(value)}
        return Record(line, fields, cleaned, date_origin)

    def has_text(self, values: Mapping[str, Any], whole_row: Any = None) -> bool:
        """Say whether a row has a text of its own, not a mere summary."""
        if (theirs := self.named.get("text")) and theirs not in values:
            return isinstance(at_path(whole_row, theirs), str)
        chosen, _ = self._chosen(self._plan(tuple(values)), values)
        return isinstance(text_of(chosen.get("text")), str)

    def knows_text(self, names: Iterable[str]) -> bool:
        """Say whether one of some names means the text, or a summary."""
        plan = self._plan(tuple(names))
        return any(field == "text" for field, _ in plan.fields) or (
            "text" not in self.named and bool(plan.summaries)
        )

    def known(self, names: Iterable[str]) -> int:
        """Return how many of some names mean a field."""
        plan = self._plan(tuple(dict.fromkeys(names)))
        return sum(len(names) for _, names in plan.fields) + len(plan.summaries)

    def _plan(self, names: tuple[str, ...]) -> _Plan:
        plan = self._plans.get(names)
        if plan is None:
            here = {ours: name for ours, name in self.named.items() if name in names}
            plan = _plan(names, here if self._optional else self.named)
            if len(self._plans) < _MOST_PLANS and len(names) < _MOST_KEYS:
                self._plans[names] = plan
        return plan

    def _chosen(self, plan: _Plan, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the value of each field that has one, and the values of names that gave way."""
        chosen: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for field, names in plan.fields:
            for name in names:
                value = values[name]
                if is_blank(value):
                    continue
                if field in chosen:
                    extra[name] = value
                else:
                    chosen[field] = value
        for name in plan.others:
            extra[name] = values[name]
        return chosen, extra

    def _summary(self, plan: _Plan, values: Mapping[str, Any], chosen: dict[str, Any]) -> None:
        for name in plan.summaries:
            if isinstance(text_of(values[name]), str) and not is_blank(values[name]):
                chosen["text"] = values[name]
                return

    def _known(self, name: str, value: Any) -> Any:
        if name == "page":
            return page_of(value)
        if self._cells and name in ("tags", "author") and isinstance(value, str):
            cell = listed(value)
            return cell if isinstance(cell, list) else split_list(cell, commas=name == "tags")
        return only(value)

    def _extra(self, value: Any) -> Any:
        if isinstance(value, str):
            return listed(value) if self._cells else value
        return extra_value(value)


def record(line: int, values: Mapping[str, Any], columns: Mapping[str, str] = _NAMED) -> Record:
    """Make a record of one row; a file with many has a `Columns`."""
    return Columns(columns).record(line, values, values)


def _plan(names: tuple[str, ...], named: Mapping[str, str]) -> _Plan:
    taken = {ours: theirs for ours, theirs in named.items() if theirs in names}
    free = [name for name in names if name not in taken.values()]
    fields: dict[str, tuple[str, ...]] = {}
    for field in SYNONYMS:
        if field in named:
            fields[field] = (taken[field],) if field in taken else ()
            continue
        fitting = [(place, name) for name in free if (place := rank(name, field)) is not None]
        fields[field] = tuple(name for _, name in sorted(fitting, key=lambda each: each[0]))
    used = {name for names in fields.values() for name in names}
    summaries = [(place, name) for name in free if (place := summary_rank(name)) is not None]
    in_order = tuple(name for _, name in sorted(summaries) if name not in used)
    others = tuple(name for name in names if name not in used and name not in in_order)
    return _Plan(tuple((field, each) for field, each in fields.items() if each), in_order, others)


def _field(name: str, value: Any) -> Any:
    if name == "text":
        value = text_of(value)
        is_markup = isinstance(value, str) and value.lstrip()[:1] == "<" and _MARKUP.match(value)
        return html_text(value) if is_markup and value.rstrip().endswith(">") else value
    return whole(value)
