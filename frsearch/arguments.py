"""What people give as arguments -> what the rest works with, or an error that says what was expected."""

from __future__ import annotations

import os
from collections.abc import Sequence, Set
from pathlib import Path
from typing import TypeVar

from frsearch.dates import DateLike, DateRange
from frsearch.errors import FrsearchError, QueryError
from frsearch.query.limits import Deadline
from frsearch.types import UNITS, Unit

DateFilter = DateRange | DateLike | tuple[DateLike | None, DateLike | None]
PathLike = str | os.PathLike[str]

_Choice = TypeVar("_Choice", bound=str)


def folder(path: PathLike) -> Path:
    """Return the folder of an index, which stays the same when the working directory changes."""
    if not isinstance(path, str | os.PathLike) or "\0" in os.fspath(path):
        raise FrsearchError(f"the path of a folder is a text or a Path, not {path!r}")
    try:
        return Path(path).absolute()
    except OSError as error:
        raise FrsearchError(f"{path}: the working directory is gone: {error}") from error


def one_of(name: str, value: str, choices: tuple[_Choice, ...]) -> _Choice:
    """Return the value, which must be one of the choices."""
    for choice in choices:
        if value == choice:
            return choice
    raise QueryError(f"{name} must be one of {', '.join(choices)}, not {value!r}")


def units(facets: Sequence[str]) -> tuple[Unit, ...]:
    """Return the units of the facets asked for."""
    if isinstance(facets, str) or not isinstance(facets, Sequence | Set):
        raise QueryError(f'facets must be a tuple of names, such as ("month",), not {facets!r}')
    return tuple(one_of("a facet", unit, UNITS) for unit in facets)


def workers(number: int | None) -> int:
    """Return how many processes to use; None is one for each processor."""
    if number is None:
        return os.cpu_count() or 1
    if not isinstance(number, int) or number < 1:
        raise FrsearchError(f"workers must be a whole number, 1 or more, not {number!r}")
    return number


def seconds(timeout: float) -> float:
    """Return a time to wait."""
    if not isinstance(timeout, int | float) or not timeout >= 0:
        raise FrsearchError(f"timeout must be a number of seconds, 0 or more, not {timeout!r}")
    return timeout


def deadline(timeout: float) -> Deadline:
    """Return when a search has to end that may take so many seconds."""
    if not isinstance(timeout, int | float) or not timeout > 0:
        raise QueryError(f"timeout must be a number of seconds above 0, or None, not {timeout!r}")
    return Deadline(timeout)


def article_id(id: str) -> str:
    """Return an id."""
    if not isinstance(id, str):
        raise FrsearchError(f"an id is a text, not {id!r}")
    return id


def query_text(query: str) -> str:
    """Return the text of a query."""
    if not isinstance(query, str):
        raise QueryError(f"the query must be a text, not {query!r}")
    return query


def count(name: str, value: int) -> int:
    """Return a number of things."""
    if not isinstance(value, int) or value < 0:
        raise QueryError(f"{name} must be a whole number, 0 or more, not {value!r}")
    return value


def date_range(date: DateFilter | None) -> DateRange | None:
    """Return the days that a date filter keeps; None is all."""
    try:
        return None if date is None else DateRange.coerce(date)
    except ValueError as error:
        raise QueryError(f"date: {error}") from None
