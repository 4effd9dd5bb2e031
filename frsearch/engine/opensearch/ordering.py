"""The order of hits: how the server sorts, where a cursor stands, and what comes before it.

Ties break by date, newest first, then by id, the undated last, as in the embedded engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frsearch.engine.cursor import Cursor
from frsearch.engine.opensearch.client import Json
from frsearch.engine.opensearch.documents import LAST, order_of
from frsearch.engine.opensearch.layout import part_of

Value = str | int | float
# Days are integers of 32 bits on the server; those of dates are far lower.
_LATEST = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class Key:
    """A key to sort by; `missing` stands for no value."""

    name: str
    descending: bool = False
    missing: Value | None = None

    def sort(self) -> Json:
        """Return the key as the server has it."""
        how: Json = {"order": "desc" if self.descending else "asc"}
        if self.missing is not None:
            how["missing"] = self.missing
        return {self.name: how}

    def before(self, value: Value) -> Json:
        """Return the filter for what has a value before this one."""
        if value == self.missing:
            return {"exists": {"field": self.name}}
        return {"range": {self.name: {"gt" if self.descending else "lt": value}}}

    def equal(self, value: Value) -> Json:
        """Return the filter for what has this value."""
        if value == self.missing:
            return {"bool": {"must_not": [{"exists": {"field": self.name}}]}}
        return {"term": {self.name: {"value": value}}}


_NEWEST = (Key("first_day", True), Key("last_day", True), Key("id"))
_OLDEST = (Key("undated"), Key("first_day"), Key("last_day"), Key("id"))
_SCORE = Key("_score", True)


@dataclass(frozen=True, slots=True)
class Order:
    """An order of hits: after their scores, or by these keys alone."""

    keys: tuple[Key, ...]
    by_score: bool = False

    def sorts(self) -> list[Json]:
        """Return the order as the server has it."""
        keys = (_SCORE, *self.keys) if self.by_score else self.keys
        return [key.sort() for key in keys]

    def place(self, cursor: Cursor) -> list[Value]:
        """Return the values of the keys at a cursor, without its score."""
        undated = int(cursor.first == 0)
        known: dict[str, Value] = {
            "undated": undated,
            "first_day": min(cursor.first, _LATEST),
            "last_day": min(cursor.last, _LATEST),
            "id": cursor.id,
        }
        value = LAST if cursor.value is None else order_of(cursor.value)
        return [known.get(key.name, value) for key in self.keys]

    def up_to(self, place: Sequence[Value]) -> Json:
        """Return the filter for what stands at a place or before it, by the keys."""
        choices: list[Json] = []
        equal: list[Json] = []
        for key, value in zip(self.keys, place, strict=True):
            choices.append({"bool": {"filter": [*equal, key.before(value)]}})
            equal.append(key.equal(value))
        return {"bool": {"should": [*choices, {"bool": {"filter": equal}}]}}


def order_by(sort: str, numbers: dict[str, int]) -> Order:
    """Return the order that a request asks for; a field that no article has sorts nothing."""
    if sort == "relevance":
        return Order(_NEWEST, by_score=True)
    if sort == "newest":
        return Order(_NEWEST)
    if sort == "oldest":
        return Order(_OLDEST)
    number = numbers.get(sort)
    if number is None:
        return Order(_NEWEST)
    return Order((Key(part_of(number, "order"), missing=LAST), *_NEWEST))
