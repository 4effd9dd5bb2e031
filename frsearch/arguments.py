"""Checks of public arguments: argument -> internal value, or an error that says what is expected."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, Literal, TypeVar

from frsearch import addresses
from frsearch.addresses import Address
from frsearch.dates import DateLike, DateRange
from frsearch.errors import FrsearchError, QueryError, SynonymError
from frsearch.fields import (
    CLASHING,
    FieldNames,
    boolean_label,
    folded_name,
    is_exact_number,
    known_name,
    label_of,
)
from frsearch.messages.wording import Message, cause_of, words_of
from frsearch.query.field_values import number_range
from frsearch.query.limits import Deadline
from frsearch.query.nodes import Field, InRange, IsOneOf, Or, Where
from frsearch.query.periods import period_in_words
from frsearch.query.synonyms import LONGEST_FILE, Synonyms, read
from frsearch.ranking import Ranking
from frsearch.types import UNITS

DateFilter = DateRange | DateLike | tuple[DateLike | None, DateLike | None]
PathLike = str | os.PathLike[str]
Paths = PathLike | Sequence[PathLike]
OnError = Literal["raise", "skip"]

SynonymLines = PathLike | Iterable[str]
"""The path of a file of synonyms, or its lines."""

WhereFilter = Mapping[str, Any]
"""For each field a value, a list of values, or a pair of numbers."""

# Fields that an error names.
_MOST_NAMED = 20
# Shards, or copies of each, that an index on a server may have.
_MOST_SHARDS = 1_000
MEMORY = Path(":memory:")
"""The path of every index in memory; those of folders are absolute."""

_Choice = TypeVar("_Choice", bound=str)


def place(path: PathLike | Address) -> Path | Address:
    """Return where an index is: the path of a folder, as `folder` does, or the address on a server."""
    if isinstance(path, Address):
        return path
    if isinstance(path, str) and addresses.is_address(path):
        return addresses.read(path)
    return folder(path)


def server_count(name: str, value: int | None, least: int, usual: int, where: Path | Address) -> int:
    """Return a number that only an index on a server has; None: the usual one."""
    if value is None:
        return usual
    if not isinstance(where, Address):
        raise FrsearchError(
            Message("{name} is for an index on a server, such as opensearch://host:9200/name", name=name)
        )
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _MOST_SHARDS:
        raise FrsearchError(
            Message(
                "{name} must be a whole number from {least} to {most}, not {value}",
                name=name,
                least=least,
                most=_MOST_SHARDS,
                value=repr(value),
            )
        )
    return value


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
    return {each: each if each in UNITS else field_name(each, names, UNITS) for each in facets}


def find_field(written: object, names: FieldNames) -> str | None:
    """Return the name of the field that `written` means, None if there is none.

    A known name, such as "source", is a field even if no article has it.
    """
    return (names.find(written) or known_name(written)) if isinstance(written, str) else None


def field_name(written: object, names: FieldNames, others: tuple[str, ...] = ()) -> str:
    """Return the name of the field that `written` means; QueryError if there is none.

    `others` are what may be written too.
    """
    name = find_field(written, names)
    if name is None:
        raise QueryError(
            Message(
                "there is no field {name} in this index: there are {known}",
                name=repr(written),
                known=(*others, *_named(names, others)) or (Message("none"),),
            )
        )
    return name


def _named(names: FieldNames, others: tuple[str, ...]) -> tuple[str, ...]:
    """Return names of fields for an error, those that mean something else as they are asked for."""
    shown = tuple(names.names)[:_MOST_NAMED]
    return tuple(f"{CLASHING}{name}" if name in others else name for name in shown)


def sort_name(sort: str, orders: tuple[str, ...], names: FieldNames) -> str:
    """Return the order that `sort` names: one of `orders`, or the name of a field."""
    if sort in orders:
        return sort
    name = find_field(sort, names)
    if name is None:
        # A field with the name of an order cannot be sorted by.
        choices = (*orders, *(name for name in names.names if name not in orders))[:_MOST_NAMED]
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
    found: list[tuple[str, list[Field]]] = []
    for written, wanted in filters.items():
        name = field_name(written, names)
        conditions = list(_conditions(name, wanted))
        same = [each for each in found if each[0] == name and isinstance(filters, WhereTexts)]
        if same:
            same[0][1].extend(conditions)
        else:
            found.append((name, conditions))
    return tuple(
        (name, several[0] if len(several) == 1 else Or(tuple(several))) for name, several in found
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
        if is_exact_number(each):
            yield Field(name, InRange(each, each))  # however it is written
        if isinstance(each, tuple):
            if len(each) != 2 or not all(map(_is_bound, each)):
                raise _no_value(name, wanted)
            yield Field(name, InRange(*map(_bound, each)))


def _bound(value: float | None) -> float | None:
    """Return a bound as a float, as values are compared; a whole number may be too long for one."""
    try:
        return None if value is None else float(value)
    except OverflowError:
        return math.inf if value and value > 0 else -math.inf


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


class WhereTexts(dict[str, list[str | tuple[float | None, float | None]]]):
    """The `where` that texts write: for one field, under whatever names, any of the values is enough."""


def where_of_texts(texts: Iterable[str]) -> WhereTexts:
    """Return the `where` that texts such as `source=Le Monde` and `page=1..3` write.

    Several texts with one name: any of their values. After `==`, a value is always a text, even if it
    reads as a range: `page==1..3`.
    """
    filters = WhereTexts()
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise QueryError(
                Message(
                    "where: write NAME=VALUE, such as source=Figaro or page=1..3, not {value}",
                    value=repr(text),
                )
            )
        is_text = value.startswith("=")
        bounds = None if is_text else number_range(value.strip())
        wanted = filters.setdefault(name.strip(), [])
        wanted.append(value[is_text:] if bounds is None else (bounds.low, bounds.high))
        if not is_text and (label := boolean_label(value.strip())):
            wanted.append(label)
    return filters


def where_text(name: str, label: str) -> str:
    """Write one value of a field as `where_of_texts` reads it.

    >>> where_text("source", "Le Monde"), where_text("page", "1..3")
    ('source=Le Monde', 'page==1..3')
    """
    if "=" in name or name != name.strip():
        name = folded_name(name)
    reads_otherwise = label.startswith("=") or number_range(label.strip()) is not None
    return f"{name}={'=' * reads_otherwise}{label}"


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


def synonyms(given: SynonymLines) -> Synonyms:
    """Return the synonyms of a file, or of lines that are given; SynonymError if they mean nothing."""
    if isinstance(given, str | os.PathLike):
        path = os.fsdecode(given)
        return read(_text_of(path), path)
    lines = [*given] if isinstance(given, Iterable) else [None]
    if not all(isinstance(line, str) for line in lines):
        raise SynonymError(
            Message(
                "synonyms must be the path of a file, or its lines in a list, such as "
                '["Daech, Daesh"], not {value}',
                value=repr(given)[:200],
            )
        )
    return read("\n".join(map(str, lines)))


def _text_of(path: str) -> str:
    """Return the text of a file of synonyms."""
    try:
        with open(path, "rb") as file:
            content = file.read(4 * LONGEST_FILE + 1)  # a longer one is refused, whatever it is
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SynonymError(
            Message("this line is not in UTF-8: save the file as UTF-8"), path, line
        ) from None
    except (OSError, ValueError) as error:
        cause = cause_of(error) if isinstance(error, OSError) else words_of(error)
        message = Message(
            "the file of synonyms cannot be read: {error}: give its path, or its lines in a list",
            error=cause,
        )
        raise SynonymError(message, path) from error


def date_range(date: DateFilter | None) -> DateRange | None:
    """Return the days of a date filter; None: all. It may be in words: `du 28 au 30 juin 2018`."""
    if date is None:
        return None
    try:
        return DateRange.coerce(date)
    except ValueError as error:
        words = period_in_words(date) if isinstance(date, str) else None
        if words is not None:
            return DateRange.parse(words)
        raise QueryError(Message("date: {reason}", reason=words_of(error))) from None
