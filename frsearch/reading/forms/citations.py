"""Parts that BibTeX and RIS have in common: names of people, pages, dates in parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from frsearch.reading.exact import BLANKS

_NUMBER = re.compile(r"[1-9][0-9]{0,8}|0")
_PARTS = re.compile(r"(\d{4})(?:[-/](\d{0,2})(?:[-/](\d{0,2})(?:/(.*))?)?)?")


def unwrapped(value: str) -> str:
    """Return a value as one line; unbreakable spaces stay."""
    return BLANKS.sub(" ", value).strip()


def one_or_all(values: Sequence[str]) -> Any:
    """Return a text if there is one value, else the list; None for none."""
    kept = [value for value in values if value]
    return (kept[0] if len(kept) == 1 else kept) if kept else None


def name_of(person: str) -> str:
    """Return a name as it is said: « Dupont, Marie » is Marie Dupont."""
    last, comma, first = person.partition(",")
    if comma and first.strip() and "," not in first:
        return f"{first.strip()} {last.strip()}"
    return person.strip()


def page_of(text: str) -> int | str:
    """Return a page: a number if it is a plain one."""
    text = text.strip()
    return int(text) if _NUMBER.fullmatch(text) else text


def date_in_parts(text: str) -> str:
    """Return a date of parts, some of them empty, as ISO writes it; any other text as it is.

    >>> date_in_parts("2018/06/28/"), date_in_parts("2018/6//"), date_in_parts("2018///printemps")
    ('2018-06-28', '2018-06', '2018')
    """
    found = _PARTS.fullmatch(text.strip())
    if not found:
        return text.strip()
    parts = [found[1]]
    for part in (found[2], found[3]):
        if not part or not int(part):
            break
        parts.append(part.zfill(2))
    return "-".join(parts)
