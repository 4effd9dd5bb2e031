"""What is asked of a field: `dupont`, `"Le Monde"`, `dup*`, `1..3`, `*` -> a condition.

>>> number_range("1..3"), number_range("..2,5"), number_range("1.5")
(InRange(low=1.0, high=3.0), InRange(low=None, high=2.5), None)
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import assert_never

from frsearch.analysis.readings import Unit
from frsearch.fields import folded_name, is_exact_number, label_of, number_of
from frsearch.query.lexer import Lexeme
from frsearch.query.nodes import (
    Condition,
    Field,
    HasAny,
    HasPattern,
    HasWords,
    InRange,
    IsOneOf,
    PatternKind,
)
from frsearch.query.patterns import as_pattern

WILD: dict[PatternKind, str] = {"prefix": "*", "fuzzy": "~", "wildcard": ""}
"""What follows the text of a pattern in a query."""

_BOUND = r"[-+]?\d{1,300}(?:[.,]\d{1,300})?"
_RANGE = re.compile(rf"({_BOUND})?\.\.({_BOUND})?", re.ASCII)
_COMPARED = re.compile(rf"(?P<sign>[<>]=?)(?P<bound>{_BOUND})", re.ASCII)
# What a word of a value hardly has, and what means something in the queries of other engines.
_DOUBTFUL = re.compile(r"[\[\]{}<>^|]|\.\.")


def number_range(text: str) -> InRange | None:
    """Return the range of numbers that a text is, such as `1..3` or `>=3`, None if it is none."""
    if compared := _COMPARED.fullmatch(text):
        return _compared(compared["sign"], float(compared["bound"].replace(",", ".")))
    match = _RANGE.fullmatch(text)
    if match is None or text == "..":
        return None
    low, high = (None if each is None else float(each.replace(",", ".")) for each in match.groups())
    return InRange(low, high)


def _compared(sign: str, bound: float) -> InRange:
    """Return the numbers on one side of a bound; without `=`, those from the next number on."""
    if sign.startswith(">"):
        return InRange(bound if sign == ">=" else math.nextafter(bound, math.inf), None)
    return InRange(None, bound if sign == "<=" else math.nextafter(bound, -math.inf))


def is_doubtful(text: str) -> bool:
    """Say whether a text, read as words, may be meant as something else, such as `[1` of a range."""
    return _DOUBTFUL.search(text) is not None


def below_zero(text: str) -> InRange | None:
    """Return what a number below zero asks for: its value, as its minus is no part of a word."""
    return number_range(f"{text}..{text}") if text.startswith("-") else None


def pattern_of(lexeme: Lexeme) -> Condition | None:
    """Return what a word asks for that is no plain word, None for a plain word."""
    if bounds := number_range(lexeme.text) or below_zero(lexeme.text):
        return bounds
    pattern = as_pattern(lexeme, None)
    if pattern is None:
        return None
    if not pattern.text.strip("*?"):
        return HasAny()
    return HasPattern(pattern.kind, pattern.text, edits=pattern.edits)


def words_of(text: str, units: Iterable[Unit], *, whole: bool) -> HasWords | None:
    """Return what a text asks for, given its units: words in a row; None without a word."""
    several = list(units)
    words = tuple(form.exact for unit in several for form in unit.forms)
    solid = several[0].alternatives if len(several) == 1 else ()
    if not words:
        return None
    number = number_of(text.strip())
    exact = number if is_exact_number(number) else None
    return HasWords(words, tuple(form.exact for form in solid), whole, exact)


def written(field: Field) -> str:
    """Write what is asked of a field in the language of queries.

    >>> written(Field("source", HasWords(("le", "monde")))), written(Field("page", InRange(1, None)))
    ('source:"le monde"', 'page:1..')
    """
    return f"{folded_name(field.name)}:{_written(field.condition)}"


def _bound(number: float | None) -> str:
    return "" if number is None else label_of(number) or str(number)


def _written(condition: Condition) -> str:
    match condition:
        case HasWords():
            exactly = "=" * condition.whole
            words = " ".join(condition.words)
            return exactly + (f'"{words}"' if len(condition.words) > 1 else words)
        case HasPattern():
            edits = str(condition.edits) if condition.edits > 1 else ""
            return condition.text + WILD[condition.kind] + edits
        case InRange():
            return "..".join(map(_bound, (condition.low, condition.high)))
        case IsOneOf():
            return "(" + " OU ".join(f'="{label}"' for label in condition.labels) + ")"
        case HasAny():
            return "*"
        case _:
            assert_never(condition)
