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

from frsearch.reading.exact import exported_row
from frsearch.reading.forms.html_text import html_text
from frsearch.reading.records import FIELDS, DateOrigin, Record
from frsearch.reading.synonyms import created_rank, date_parts, field_of, meaning, summary_rank
from frsearch.reading.values import (
    at_path,
    extra_value,
    is_blank,
    is_nothing,
    joined_date,
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
# Fields in which every word is one that somebody wrote.
_WRITTEN = ("id", "title", "text")
_NAMED = MappingProxyType[str, str]({})


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which of some names give which field, in order; those that may, if no other does; the others."""

    fields: tuple[tuple[str, tuple[str, ...]], ...]
    summaries: tuple[str, ...]
    created: tuple[str, ...]
    parts: tuple[str, ...]
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
        if not self.named and (own := exported_row(line, values)) is not None:
            return own
        plan = self._plan(tuple(values))
        chosen, extra = self._chosen(plan, values)
        for ours, theirs in self.named.items():
            if theirs not in values and not self._optional:
                chosen[ours] = at_path(whole_row, theirs)
        if "text" not in chosen and ("text" not in self.named or self._optional):
            self._summary(plan, values, chosen)
        if "date" not in chosen and ("date" not in self.named or self._optional):
            _date(plan, values, chosen, extra)
        summaries = {
            name: values[name] for name in plan.summaries if values[name] is not chosen.get("text")
        }
        extra.update({name: value for name, value in summaries.items() if not is_blank(value)})
        fields = {name: self._field(name, chosen.pop(name)) for name in FIELDS if name in chosen}
        extra = {**{name: self._known(name, value) for name, value in chosen.items()}, **extra}
        cleaned = {
            name: self._extra(value)
            for name, value in extra.items()
            if not is_blank(value) and not (self._cells and is_nothing(value))
        }
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
        maybe = (plan.summaries, plan.created, plan.parts)
        return sum(len(names) for _, names in plan.fields) + sum(map(len, maybe))

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
                if is_blank(value) or (self._cells and field not in _WRITTEN and is_nothing(value)):
                    continue
                if field in chosen:
                    extra[name] = value
                else:
                    chosen[field] = value
        for name in (*plan.others, *plan.created):
            extra[name] = values[name]
        return chosen, extra

    def _summary(self, plan: _Plan, values: Mapping[str, Any], chosen: dict[str, Any]) -> None:
        for name in plan.summaries:
            if isinstance(text_of(values[name]), str) and not is_blank(values[name]):
                chosen["text"] = values[name]
                return

    def _field(self, name: str, value: Any) -> Any:
        if name == "text":
            value = _without_markup(text_of(value))
        value = whole(value)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        # A spreadsheet takes the title "1984" for a number.
        return str(value) if self._cells and is_number and name != "date" else value

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
    meant = {name: meaning(name)[1] for name in free if field_of(name) not in (None, *named)}
    fields: dict[str, tuple[str, ...]] = {ours: (theirs,) for ours, theirs in taken.items()}
    for name in sorted(meant, key=meant.__getitem__):
        field = str(field_of(name))
        fields[field] = (*fields.get(field, ()), name)
    parts = date_parts(free)
    # Beside a year, a « jour » is a number.
    fields["date"] = tuple(name for name in fields.get("date", ()) if name not in parts)
    used = {name for names in fields.values() for name in names}
    created = tuple(name for name in free if name not in used and created_rank(name))
    summaries = [(place, name) for name in free if (place := summary_rank(name)) is not None]
    in_order = tuple(name for _, name in sorted(summaries) if name not in used)
    used.update(in_order, created)
    others = tuple(name for name in names if name not in used)
    found = tuple((field, each) for field, each in fields.items() if each)
    return _Plan(found, in_order, created, parts, others)


def _date(plan: _Plan, values: Mapping[str, Any], chosen: dict[str, Any], extra: dict[str, Any]) -> None:
    """Take the date from a year, a month and a day, or else from when the row was made."""
    if date := joined_date([values[name] for name in plan.parts]):
        chosen["date"] = date
        for name in plan.parts:
            extra.pop(name, None)
    elif made := next((name for name in plan.created if not is_blank(values[name])), None):
        chosen["date"] = values[made]
        extra.pop(made, None)


def _without_markup(text: Any) -> Any:
    """Return the text of what is HTML from its beginning to its end, any other as it is."""
    if isinstance(text, str) and text.lstrip()[:1] == "<" and text.rstrip()[-1:] == ">":
        return html_text(text) if _MARKUP.match(text) else text
    return text
