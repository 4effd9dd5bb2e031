"""Checks of public arguments: argument -> internal value, or an error that says what is expected."""

from __future__ import annotations

import os
from collections.abc import Sequence, Set
from pathlib import Path
from typing import Literal, TypeVar

from frsearch.dates import DateLike, DateRange
from frsearch.errors import FrsearchError, QueryError
from frsearch.messages.wording import Message, cause_of, words_of
from frsearch.query.limits import Deadline
from frsearch.types import UNITS, Unit

DateFilter = DateRange | DateLike | tuple[DateLike | None, DateLike | None]
PathLike = str | os.PathLike[str]
Paths = PathLike | Sequence[PathLike]
OnError = Literal["raise", "skip"]

_Choice = TypeVar("_Choice", bound=str)


def folder(path: PathLike) -> Path:
    """Return the absolute path of an index, so that changing the working directory does not move it."""
    if not isinstance(path, str | os.PathLike) or "\0" in os.fspath(path):
        raise FrsearchError(
            Message("the path of a folder must be a string or a Path, not {value}", value=repr(path))
        )
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


def units(facets: Sequence[str]) -> tuple[Unit, ...]:
    """Return the units that `facets` names."""
    if isinstance(facets, str) or not isinstance(facets, Sequence | Set):
        raise QueryError(
            Message(
                'facets must be a tuple of names, such as ("month",), not {value}', value=repr(facets)
            )
        )
    return tuple(one_of(Message("a facet"), unit, UNITS) for unit in facets)


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


def date_range(date: DateFilter | None) -> DateRange | None:
    """Return the days of a date filter; None: all."""
    try:
        return None if date is None else DateRange.coerce(date)
    except ValueError as error:
        raise QueryError(Message("date: {reason}", reason=words_of(error))) from None
