"""Values of a file -> the values of a record: blank or not, lists of texts, numbers, nested objects.

>>> dict(flat({"titre": "Oui", "auteur": {"nom": "Dupont", "ville": "Lyon"}}))
{'titre': 'Oui', 'auteur.nom': 'Dupont', 'auteur.ville': 'Lyon'}
"""

from __future__ import annotations

import ast
import datetime
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import takewhile
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message

_DEEPEST = 40
_LONGEST_PATH = 400
_MOST_OF_NAMED = 3

_PERSON = frozenset(
    "given family prenom prénom nom firstname lastname first_name last_name name literal suffix "
    "non-dropping-particle dropping-particle".split()
)
_GIVEN = ("given", "prenom", "prénom", "firstname", "first_name")
_PARTICLES = ("dropping-particle", "non-dropping-particle")
_FAMILY = ("family", "nom", "lastname", "last_name", "name", "literal")
# The one value that such an object holds: in MongoDB's extended JSON, and in JSON made of XML.
_WRAPPED = ("$oid", "$date", "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal", "$uuid")
_SHOWN = ("rendered", "#text", "$t", "@value", "$")
_MISSING = ("NAType", "NaTType")  # of pandas
_YEAR = re.compile(r"\d{4}", re.ASCII)
_PAGE = re.compile(r"(?:p\.?\s*)?(\d{1,9})", re.IGNORECASE | re.ASCII)
_LIST_SEPARATORS = re.compile(r"\s*[;|]\s*")
_LIST_STARTS, _LIST_ENDS = ('["', "['", '{"', "{'"), ('"]', "']", '"}', "'}")
_LONGEST_LIST = 20_000
_COMMAS = re.compile(r"\s*,\s*")

# What programs write for no value.
_NOTHING = frozenset(("None", "NaN", "nan", "NaT", "null", "NULL", "<NA>"))


def is_nothing(cell: Any) -> bool:
    """Say whether a cell, not of a title or a text, says nothing: `None`, `nan`.

    >>> is_nothing("None"), is_nothing("Nantes")
    (True, False)
    """
    return isinstance(cell, str) and cell in _NOTHING


def is_blank(value: Any) -> bool:
    """Say whether a value says nothing: none, an empty text or list, not a number."""
    if isinstance(value, str):
        return not value or value.isspace()
    if value is None:
        return True
    if isinstance(value, list | dict):
        return not value
    return bool(value != value)  # NaN, and the NaT of pandas


def flat(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an object without objects inside, whose values get their path for a name, `auteur.nom`.

    A person is a text; an object that holds but one value, as those of MongoDB, is that value. A list
    of objects becomes a list for each path. ArticleError if objects are nested too deeply.
    """
    if not any(isinstance(value, dict | list) for value in values.values()):
        return values
    pieces: dict[str, Any] = {}
    _flatten(values, "", pieces, 0)
    return pieces


def _flatten(values: Mapping[str, Any], path: str, pieces: dict[str, Any], depth: int) -> None:
    _check_depth(path, depth)
    for key, value in values.items():
        value = _simple(value)
        name = f"{path}.{key}" if path else str(key)
        if isinstance(value, dict):
            _flatten(value, name, pieces, depth + 1)
        elif isinstance(value, list):
            for below, items in _columns_of(value, name, depth).items():
                pieces.setdefault(below, items)
        else:
            pieces[name] = value


def _columns_of(values: list[Any], path: str, depth: int) -> dict[str, list[Any]]:
    """Return a list as it is, or the list of each field of its objects by its path."""
    _check_depth(path, depth)
    columns: dict[str, list[Any]] = {path: []}
    for value in map(_simple, values):
        if isinstance(value, list):
            pieces: dict[str, Any] = _columns_of(value, path, depth + 1)
        elif isinstance(value, dict):
            pieces = {}
            _flatten(value, path, pieces, depth + 1)
            pieces = _named(pieces, path)
        else:
            pieces = {path: value}
        for name, item in pieces.items():
            columns.setdefault(name, []).extend(item if isinstance(item, list) else [item])
    return {name: items for name, items in columns.items() if items}


def _named(pieces: dict[str, Any], path: str) -> dict[str, Any]:
    """Return the name of an item that is little more than a name, as a category with its number."""
    for key in ("name", "nom"):
        if f"{path}.{key}" in pieces and len(pieces) <= _MOST_OF_NAMED:
            return {path: pieces[f"{path}.{key}"]}
    return pieces


def _check_depth(path: str, depth: int) -> None:
    if depth > _DEEPEST or len(path) > _LONGEST_PATH:
        raise ArticleError(Message("JSON nested too deeply: flatten it"))


def _simple(value: Any) -> Any:
    """Return the value that an object stands for: a person, a date, a number; else the object."""
    if not isinstance(value, dict) or not value:
        return value
    if len(value) == 1:
        ((key, only),) = value.items()
        if key in _WRAPPED:
            return _of_mongodb(key, only)
    if "date-parts" in value:
        return _of_parts(value["date-parts"])
    for key in _SHOWN:
        if isinstance(value.get(key), str):
            return value[key]
    if value.keys() <= _PERSON and all(isinstance(each, str) for each in value.values()):
        return _person(value)
    return value


def _of_mongodb(key: str, value: Any) -> Any:
    while isinstance(value, dict) and len(value) == 1:
        (value,) = value.values()
    if key == "$date" and not isinstance(value, bool):
        return _of_milliseconds(value)
    if key.startswith("$number") and isinstance(value, str):
        return _number(value)
    return value


def _of_milliseconds(value: Any) -> Any:
    try:
        moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=int(value))
    except (ValueError, TypeError, OverflowError):
        return value
    return moment.isoformat()


def _number(written: str) -> Any:
    for kind in (int, float):
        try:
            return kind(written)
        except ValueError:
            pass
    return written


def _of_parts(parts: Any) -> Any:
    """Return the ISO form of a date of CSL JSON, the first one where it is a range."""
    first = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(first, list) or not first:
        return None
    year, *rest = (str(part) for part in first[:3])
    return "-".join((year.zfill(4), *(part.zfill(2) for part in rest)))


def _person(value: Mapping[str, str]) -> str:
    family = next((value[key] for key in _FAMILY if value.get(key)), "")
    given = next((value[key] for key in _GIVEN if value.get(key)), "")
    parts = (given, *(value.get(key, "") for key in _PARTICLES), family, value.get("suffix", ""))
    return " ".join(part.strip() for part in parts if part.strip())


def at_path(values: Any, path: str) -> Any:
    """Return the value at a path of keys and numbers, `pages.0.text`; None if there is none."""
    for part in path.split("."):
        if isinstance(values, Mapping):
            values = values.get(part)
        elif isinstance(values, list) and part.isdecimal() and int(part) < len(values):
            values = values[int(part)]
        else:
            return None
    return _simple(values)


def extra_value(value: Any) -> Any:
    """Return a value as extra fields hold it: a text, a number, true or false, a list of texts."""
    if isinstance(value, str | bool):
        return value
    if isinstance(value, int | float):
        return value if abs(value) != float("inf") else str(value)
    if isinstance(value, list | tuple | set):
        return [str(extra_value(each)) for each in value if not is_blank(each)]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat().removesuffix("T00:00:00")
    return extra_value(plain(value))


def plain(value: Any) -> Any:
    """Return a value of a typed table as text, number, date, list or object of Python."""
    if type(value).__name__ in _MISSING:
        return None
    if value is None or isinstance(value, str | bool | int | float | datetime.date | datetime.time):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, bytes | bytearray | memoryview):
        return _of_bytes(bytes(value))
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return _of_library(value)


def _of_bytes(value: bytes) -> str | None:
    """Return the text in some bytes, None if they are an image or the like."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _of_library(value: Any) -> Any:
    """Return a value of numpy, or of another library that knows how to become one of Python."""
    if hasattr(value, "tolist"):
        made = value.tolist()
        # Of nanoseconds, numpy makes a number.
        if getattr(getattr(value, "dtype", None), "kind", "") == "M":
            made = value.astype("datetime64[us]").tolist()
        return made if type(made) is type(value) else plain(made)
    return str(value)


def text_of(value: Any) -> Any:
    """Return a text, of a list of paragraphs too."""
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return "\n\n".join(each for each in value if not is_blank(each))
    return value


def joined_date(parts: list[Any]) -> str | None:
    """Return the date of a year, a month and a day, of as many as are there; None without a year.

    >>> joined_date([2018, "6", None]), joined_date(["2018", "juin", "28"])
    ('2018-06', '28 juin 2018')
    """
    written = [str(whole(part)).strip() for part in takewhile(lambda part: not is_blank(part), parts)]
    if not written or not _YEAR.fullmatch(written[0]):
        return None
    year, *rest = written
    if rest and rest[-1].startswith(year):
        return rest[-1]
    if rest and rest[0].startswith(year):
        return "-".join((rest[0], *(part.zfill(2) for part in rest[1:])))
    if all(part.isdecimal() for part in rest):
        return "-".join((year, *(part.zfill(2) for part in rest)))
    return " ".join(reversed(written))


def whole(value: Any) -> Any:
    """Return 42 for 42.0: a column of whole numbers with gaps is one of decimals to spreadsheets."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def page_of(value: Any) -> Any:
    """Return a page as a number where it is nothing but one.

    >>> page_of("p. 12"), page_of("12-13")
    (12, '12-13')
    """
    value = only(whole(value))
    if isinstance(value, str) and (number := _PAGE.fullmatch(value.strip())):
        return int(number[1])
    return value


def only(value: Any) -> Any:
    """Return the one item of a list of one, any other value as it is."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def listed(cell: str) -> str | list[str]:
    """Return the list of texts that a cell holds in JSON, or as Python writes it; else its text.

    >>> listed('["un", "deux"]'), listed("['un', 'deux']"), listed("[sic]")
    (['un', 'deux'], ['un', 'deux'], '[sic]')
    """
    if not (cell.startswith(_LIST_STARTS) and cell.endswith(_LIST_ENDS)):
        return cell
    try:
        values = json.loads(cell)
    except (ValueError, RecursionError):
        values = _written_by_python(cell)
    is_texts = isinstance(values, list) and all(isinstance(value, str) for value in values)
    return values if is_texts else cell


def _written_by_python(cell: str) -> Any:
    """Return the list or set that pandas wrote into a cell, which is no JSON: `['un', 'deux']`."""
    if len(cell) > _LONGEST_LIST:
        return None
    try:
        values = ast.literal_eval(cell)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    return sorted(values) if isinstance(values, set) and all(map(_is_text, values)) else values


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def split_list(cell: Any, commas: bool) -> Any:
    """Return the several texts of a cell, separated by `;` or `|`, else, where asked for, by commas.

    >>> split_list("sommet; Helsinki", True), split_list("Dupont, Jean", False)
    (['sommet', 'Helsinki'], 'Dupont, Jean')
    """
    if not isinstance(cell, str):
        return cell
    parts = _LIST_SEPARATORS.split(cell.strip())
    if len(parts) == 1 and commas:
        parts = _COMMAS.split(cell.strip())
    kept = [part for part in parts if part]
    return only(kept) if kept else cell
