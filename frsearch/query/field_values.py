"""What is asked of a field: `dupont`, `"Le Monde"`, `dup*`, `1..3`, `*` -> a condition.

>>> number_range("1..3"), number_range("..2,5"), number_range("1.5")
(InRange(low=1.0, high=3.0), InRange(low=None, high=2.5), None)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from frsearch.analysis.readings import Unit
from frsearch.fields import folded_name
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
_RANGE = re.compile(rf"(?P<low>{_BOUND})?\.\.(?P<high>{_BOUND})?", re.ASCII)


def number_range(text: str) -> InRange | None:
    """Return the range of numbers that a text is, None if it is none."""
    match = _RANGE.fullmatch(text)
    if match is None or text == "..":
        return None
    low, high = (None if each is None else float(each.replace(",", ".")) for each in match.groups())
    return InRange(low, high)


def pattern_of(lexeme: Lexeme) -> Condition | None:
    """Return what a word asks for that is no plain word, None for a plain word."""
    if bounds := number_range(lexeme.text):
        return bounds
    pattern = as_pattern(lexeme, None)
    if pattern is None:
        return None
    if not pattern.text.strip("*?"):
        return HasAny()
    return HasPattern(pattern.kind, pattern.text, edits=pattern.edits)


def words_of(units: Iterable[Unit], *, whole: bool) -> HasWords | None:
    """Return what units of words in a row ask for; None without a word."""
    several = list(units)
    words = tuple(form.exact for unit in several for form in unit.forms)
    solid = several[0].alternatives if len(several) == 1 else ()
    return HasWords(words, tuple(form.exact for form in solid), whole) if words else None


def written(field: Field) -> str:
    """Write what is asked of a field in the language of queries.

    >>> written(Field("source", HasWords(("le", "monde")))), written(Field("page", InRange(1, None)))
    ('source:"le monde"', 'page:1..')
    """
    return f"{folded_name(field.name)}:{_written(field.condition)}"


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
            low, high = ("" if each is None else f"{each:g}" for each in (condition.low, condition.high))
            return f"{low}..{high}"
        case IsOneOf():
            return "(" + " OU ".join(f'="{label}"' for label in condition.labels) + ")"
        case HasAny():
            return "*"
        case _:
            assert_never(condition)
