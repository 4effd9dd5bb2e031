"""Checks of public arguments: argument -> internal value, or an error that says what is expected."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, Literal, TypeVar

from frsearch.dates import DateLike, DateRange
from frsearch.errors import FrsearchError, QueryError
from frsearch.fields import FieldNames, known_name, label_of
from frsearch.messages.wording import Message, cause_of, words_of
from frsearch.query.field_values import number_range
from frsearch.query.limits import Deadline
from frsearch.query.nodes import Field, InRange, IsOneOf, Or, Where
from frsearch.ranking import Ranking
from frsearch.types import UNITS

DateFilter = DateRange | DateLike | tuple[DateLike | None, DateLike | None]
PathLike = str | os.PathLike[str]
Paths = PathLike | Sequence[PathLike]
OnError = Literal["raise", "skip"]

WhereFilter = Mapping[str, Any]
"""For each field a value, a list of values, or a pair of numbers."""

# Fields that an error names.
_MOST_NAMED = 20
MEMORY = Path(":memory:")
"""The path of every index in memory; those of folders are absolute."""

_Choice = TypeVar("_Choice", bound=str)


def folder(path: PathLike) -> Path:
    """Return the absolute path of an index, so that changing the working directory does not move it.

    ":memory:", which names no folder, is returned as it is: `MEMORY`.
    """
    if not isinstance(path, str | os.PathLike) or "\0" in os.fspath(path):
        raise FrsearchError(
            Message("the path of a folder must be a string or a Path, not {value}", value=repr(path))
        )
    if os.fspath(path) == str(MEMORY):
        return MEMORY
    try:
        return Path(path).absolute()
    except OSError as error:
        raise FrsearchError(
            Message(
                "{path}: the working directory is gone: {error}", path=str(path), error=cause_of(error)
            )
        ) from error


def one_of(name: str, value: str, choices: tuple[_Choice, ...]) -> _Choice:
    """Return the value; QueryError if it is not one of the choices."""
    for choice in choices:
        if value == choice:
            return choice
    raise QueryError(
        Message(
            "{name} must be one of {choices}, not {value}", name=name, choices=choices, value=repr(value)
        )
    )


def facets(facets: Sequence[str], names: FieldNames) -> dict[str, str]:
    """Map what `facets` names to units of time and names of fields."""
    if isinstance(facets, str) or not isinstance(facets, Sequence | Set):
        raise QueryError(
            Message(
                'facets must be a tuple of names, such as ("month",), not {value}', value=repr(facets)
            )
        )
    return {each: each if each in UNITS else field_name(each, names) for each in facets}


def find_field(written: object, names: FieldNames) -> str | None:
    """Return the name of the field that `written` means, None if there is none.

    A known name, such as "source", is a field even if no article has it.
    """
    return (names.find(written) or known_name(written)) if isinstance(written, str) else None


def field_name(written: object, names: FieldNames) -> str:
    """Return the name of the field that `written` means; QueryError if there is none."""
    name = find_field(written, names)
    if name is None:
        raise QueryError(
            Message(
                "there is no field {name} in this index: there are {known}",
                name=repr(written),
                known=tuple(names.names)[:_MOST_NAMED] or (Message("none"),),
            )
        )
    return name


def sort_name(sort: str, orders: tuple[str, ...], names: FieldNames) -> str:
    """Return the order that `sort` names: one of `orders`, or the name of a field."""
    if sort in orders:
        return sort
    name = find_field(sort, names)
    if name is None:
        choices = (*orders, *tuple(names.names)[:_MOST_NAMED])
        raise QueryError(
            Message(
                "{name} must be one of {choices}, not {value}",
                name="sort",
                choices=choices,
                value=repr(sort),
            )
        )
    return name


def where(filters: WhereFilter | None, names: FieldNames) -> Where:
    """Return the filter of each field that `where` names."""
    if filters is None:
        return ()
    if not isinstance(filters, Mapping):
        raise QueryError(
            Message(
                'where must be a mapping, such as {{"source": "Le Monde"}}, not {value}',
                value=repr(filters),
            )
        )
    by_name: dict[str, list[Field]] = {}
    for written, wanted in filters.items():
        name = field_name(written, names)
        by_name.setdefault(name, []).extend(_conditions(name, wanted))
    return tuple(
        (name, several[0] if len(several) == 1 else Or(tuple(several)))
        for name, several in by_name.items()
    )


def _conditions(name: str, wanted: object) -> Iterator[Field]:
    """Yield what a field must be: one of some values, or in one of some ranges."""
    several = [*wanted] if isinstance(wanted, list | Set) else [wanted]
    labels = [label_of(each) for each in several if not isinstance(each, tuple)]
    if None in labels:
        raise _no_value(name, wanted)
    if labels or not several:
        yield Field(name, IsOneOf(tuple(label for label in labels if label is not None)))
    for each in several:
        if isinstance(each, tuple):
            if len(each) != 2 or not all(map(_is_bound, each)):
                raise _no_value(name, wanted)
            low, high = each
            yield Field(name, InRange(low, high))


def _is_bound(value: object) -> bool:
    return value is None or (
        isinstance(value, int | float) and not isinstance(value, bool) and value == value
    )


def _no_value(name: str, wanted: object) -> QueryError:
    return QueryError(
        Message(
            "where: {field} must be a text, a number, true or false, a list of these, or a pair of "
            "numbers (None: no bound), not {value}",
            field=name,
            value=repr(wanted)[:200],
        )
    )


def where_of_texts(texts: Iterable[str]) -> dict[str, list[str | tuple[float | None, float | None]]]:
    """Return the `where` that texts such as `source=Le Monde` and `page=1..3` write.

    Several texts with one name: any of their values.
    """
    filters: dict[str, list[str | tuple[float | None, float | None]]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise QueryError(
                Message(
                    "where: write NAME=VALUE, such as source=Figaro or page=1..3, not {value}",
                    value=repr(text),
                )
            )
        bounds = number_range(value.strip())
        filters.setdefault(name.strip(), []).append(
            value if bounds is None else (bounds.low, bounds.high)
        )
    return filters


def workers(number: int | None) -> int:
    """Return the number of processes; None: one per processor."""
    if number is None:
        return os.cpu_count() or 1
    if not isinstance(number, int) or number < 1:
        raise FrsearchError(
            Message("workers must be a whole number, 1 or more, not {value}", value=repr(number))
        )
    return number


def seconds(timeout: float) -> float:
    """Return a timeout, in seconds, 0 or more."""
    if not isinstance(timeout, int | float) or not timeout >= 0:
        raise FrsearchError(
            Message("timeout must be a number of seconds, 0 or more, not {value}", value=repr(timeout))
        )
    return timeout


def deadline(timeout: float) -> Deadline:
    """Return the deadline of a search that may take `timeout` seconds, above 0."""
    if not isinstance(timeout, int | float) or not timeout > 0:
        raise QueryError(
            Message(
                "timeout must be a number of seconds above 0, or None, not {value}", value=repr(timeout)
            )
        )
    return Deadline(timeout)


def article_id(id: str) -> str:
    """Return an id, which must be a text."""
    if not isinstance(id, str):
        raise FrsearchError(Message("an id must be a string, not {value}", value=repr(id)))
    return id


def query_text(query: str) -> str:
    """Return a query, which must be a text."""
    if not isinstance(query, str):
        raise QueryError(Message("the query must be a string, not {value}", value=repr(query)))
    return query


def count(name: str, value: int) -> int:
    """Return a whole number, 0 or more."""
    if not isinstance(value, int) or value < 0:
        raise QueryError(
            Message(
                "{name} must be a whole number, 0 or more, not {value}", name=name, value=repr(value)
            )
        )
    return value


def within(name: str, value: int, least: int, most: int) -> int:
    """Return a whole number from `least` to `most`."""
    if not isinstance(value, int) or not least <= value <= most:
        raise QueryError(
            Message(
                "{name} must be a whole number from {least} to {most}, not {value}",
                name=name,
                least=least,
                most=most,
                value=repr(value),
            )
        )
    return value


def ranking(value: Ranking | None, usual: Ranking) -> Ranking:
    """Return the ranking of a search; None is the usual one of its index."""
    if value is None:
        return usual
    if not isinstance(value, Ranking):
        raise QueryError(Message("ranking must be a Ranking, not {value}", value=repr(value)))
    return value


def date_range(date: DateFilter | None) -> DateRange | None:
    """Return the days of a date filter; None: all."""
    try:
        return None if date is None else DateRange.coerce(date)
    except ValueError as error:
        raise QueryError(Message("date: {reason}", reason=words_of(error))) from None
