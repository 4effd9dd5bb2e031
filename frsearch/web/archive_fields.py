"""The fields of an archive for its pages: their French titles, the chosen filters, values as links.

>>> fields = ArchiveFields.of(index)                                # doctest: +SKIP
>>> [each.text for each in fields.chosen(State.read({}, ["source=Le Monde"]))]    # doctest: +SKIP
['Source : Le Monde']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from frsearch.arguments import WhereTexts, field_name, find_field, where_of_texts, where_text
from frsearch.facets import FieldInfo
from frsearch.fields import Declared, FieldNames, folded_name, label_of, labels_of
from frsearch.index import Index
from frsearch.messages.french_fields import (
    FIELD_TITLES,
    NAMES_IN_QUERIES,
    field_title,
    inside,
    range_text,
    value_text,
)
from frsearch.types import SORTS, UNITS
from frsearch.web.state import State

Filter = str | tuple[float | None, float | None]
"""What a field must be: a value, by its label, or a range of numbers."""

# Values of a field that the pages name without being asked.
FREQUENT = 12
# Fields that get a list beside the hits: each costs a count.
_MOST_LISTED = 8
# A list of values of which nearly each has an article of its own helps nobody.
_MOST_DISTINCT = 500
_MOST_SORTS = 12
# Longer values are texts of their own: they are shown, but lead nowhere.
LONGEST_LINK = 200
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Link:
    """A value of a field: how it is shown, in full in `title` if it is cut, and where it leads.

    `url` is "" for a value that leads nowhere.
    """

    text: str
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveFields:
    """The fields that the articles of an archive have; `articles` is the number of all articles."""

    infos: Mapping[str, FieldInfo]
    names: FieldNames
    articles: int

    @classmethod
    def of(cls, index: Index) -> ArchiveFields:
        """Return the fields of an index."""
        infos = {each.name: each for each in index.fields(frequent=FREQUENT)}
        shown = tuple(Declared(each.name, shown=each.shown) for each in infos.values())
        return cls(infos, FieldNames(infos, shown), len(index))

    def __bool__(self) -> bool:
        return bool(self.infos)

    def find(self, written: str) -> str | None:
        """Return the name of the field that an address means, None if it is unknown."""
        return find_field(written, self.names)

    def named(self, written: str) -> str:
        """Return the name of the field that an address means; QueryError if it is unknown."""
        return field_name(written, self.names)

    def title(self, name: str) -> str:
        """Return what a field is called: Source, Auteur, or its own name."""
        info = self.infos.get(name)
        return field_title(name, info.shown if info else "")

    def title_inside(self, name: str) -> str:
        """Return what a field is called inside a sentence."""
        return inside(self.title(name))

    def value(self, name: str, label: str) -> str:
        """Return a value as it is shown, however long."""
        info = self.infos.get(name)
        return value_text(label, info.type if info else "text")

    @property
    def ordered(self) -> list[FieldInfo]:
        """The fields, known ones first, then those that most articles have."""
        known = {name: at for at, name in enumerate(FIELD_TITLES)}
        return sorted(
            self.infos.values(),
            key=lambda each: (known.get(each.name, len(known)), -each.articles, each.name),
        )

    @property
    def listed(self) -> list[str]:
        """The fields with a list of values beside the hits."""
        return [each.name for each in self.ordered if self._is_listed(each)][:_MOST_LISTED]

    def _is_listed(self, info: FieldInfo) -> bool:
        # A unit of time of that name goes first.
        if info.name in UNITS or (info.distinct == 1 and info.articles == self.articles):
            return False
        if info.name in FIELD_TITLES:
            return True
        return info.distinct <= min(_MOST_DISTINCT, info.articles // 2)

    @property
    def sortable(self) -> list[str]:
        """The fields that hits can be sorted by."""
        return [
            each.name
            for each in self.ordered
            if each.single and each.distinct > 1 and each.name not in SORTS
        ][:_MOST_SORTS]

    def filters(self, state: State) -> WhereTexts:
        """Return the `where` of a search."""
        return where_of_texts(state.where)

    def chosen_values(self, state: State, name: str) -> list[str]:
        """Return the labels that the filters of a state name, of one field."""
        return [
            value for _, field, value in self._read(state) if field == name and isinstance(value, str)
        ]

    def chosen(self, state: State) -> list[Link]:
        """Return each filter, with the address that takes it away."""
        return [
            self._link(name, self._said(name, value), state.url(where=without(state, text)))
            for text, name, value in self._read(state)
        ]

    def _link(self, name: str, said: str, url: str) -> Link:
        return cut_link(Link(f"{self.title(name)}\u00a0: {said}", url))

    def _said(self, name: str, value: Filter) -> str:
        return range_text(*value) if isinstance(value, tuple) else self.value(name, value)

    def toggled(self, state: State, name: str, label: str) -> str:
        """Return the address with a value added to the filters, or taken away if it is among them.

        "" if there is no room for another filter.
        """
        texts = [text for text, field, value in self._read(state) if (field, value) == (name, label)]
        if texts:
            return state.url(where=without(state, *texts))
        return added(state, where_text(name, label))

    def _read(self, state: State) -> Iterator[tuple[str, str, Filter]]:
        """Yield the filters: the text, the name of the field, what it must be.

        A value is read as its label: what nobody sees differs in addresses, such as line breaks.
        """
        for text in state.where:
            for written, values in where_of_texts([text]).items():
                value = values[0] if isinstance(values[0], tuple) else label_of(values[0])
                yield text, self.find(written) or written, value or ""

    def links(self, value: Any, name: str, state: State) -> list[Link]:
        """Return the values that an article has in a field; each leads to a state with it added."""
        chosen = self.chosen_values(state, name)
        return [
            self._value_link(state, name, label, is_chosen=label in chosen) for label in labels_of(value)
        ]

    def _value_link(self, state: State, name: str, label: str, *, is_chosen: bool) -> Link:
        text = self.value(name, label)
        leads = name in self.infos and len(label) <= LONGEST_LINK and not is_chosen
        url = added(state, where_text(name, label)) if leads else ""
        return Link(text, url)

    def described(self, most: int, state: State) -> list[DescribedField]:
        """Return up to `most` fields as the pages describe them; values lead on from `state`."""
        return [
            DescribedField(
                info,
                self.title(info.name),
                self.written(info.name),
                [(self._frequent(info.name, label, state), count) for label, count in info.frequent],
            )
            for info in self.ordered[:most]
        ]

    def _frequent(self, name: str, label: str, state: State) -> Link:
        return cut_link(self._value_link(state, name, label, is_chosen=False))

    def written(self, name: str) -> str:
        """Return the name by which a query best asks for a field: a French one, if it has one."""
        french = NAMES_IN_QUERIES.get(name, "")
        return french if french and self.names.find(french) == name else folded_name(name)


@dataclass(frozen=True, slots=True)
class DescribedField:
    """A field, its title, its name in queries, and its frequent values as links with their counts."""

    info: FieldInfo
    title: str
    written: str
    values: Sequence[tuple[Link, int]]


def added(state: State, text: str) -> str:
    """Return the address of a state with one more filter, "" if there is no room for it."""
    return state.url(where=(*state.where, text)) if state.has_room_for(text) else ""


def without(state: State, *texts: str) -> tuple[str, ...]:
    """Return the filters of a state without some of them."""
    return tuple(each for each in state.where if each not in texts)


def cut_link(link: Link) -> Link:
    """Return a link with a text that is not too long."""
    shown = cut(link.text)
    return Link(shown, link.url, "" if shown == link.text else link.text)


def cut(text: str) -> str:
    """Return a text, cut after some words if it is long."""
    if len(text) <= _SHOWN:
        return text
    words = shorten(text, _SHOWN, placeholder="")
    # A single long word has no place to cut.
    return f"{words} …" if words else f"{text[:_SHOWN]}…"
