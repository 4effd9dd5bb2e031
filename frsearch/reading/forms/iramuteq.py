"""Iramuteq: a `.txt` of many articles, each after its line of variables, `**** *source_lemonde`.

A line of variables may have none, `****`. A variable is a column, its value what follows the first `_`;
further `_` are the blanks that a value cannot have, but in ids, dates and addresses. A variable that
stands there twice has both values. A line `-*thème` names the theme of what follows: it is no text, and
goes to `theme`. Text before the first line of variables is an article of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading import encodings
from frsearch.reading.columns import Columns
from frsearch.reading.encodings import read_lines
from frsearch.reading.exact import exported_variables
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.synonyms import field_of, is_date_part
from frsearch.reading.titles import first_sentence
from frsearch.reading.values import is_nothing

# A number in place of the stars, as of Alceste.
_HEADER = re.compile(r"\s*(?:\*{4}(?:[ \t]+\*[^\s*]|\s*\Z)|\d{4}[ \t]+\*\w+_)")
_VARIABLE = re.compile(r"(?<!\S)\*(\S+)")
_THEME = re.compile(r"\s*-\*(\S+)\s*")
_AS_WRITTEN = ("id", "url")
_DATE = re.compile(r"(\d+)_(\d+)(?:_(\d+))?", re.ASCII)

Variables = dict[str, str | list[str]]


@dataclass(slots=True)
class _Piece:
    """An article as it is read: the number of its first line, its variables, its lines."""

    line: int
    variables: Variables = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    size: int = 0


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each article."""
    columns = Columns(file.columns, optional=True)
    piece = _Piece(1)
    for number, line in read_lines(file.stream, file.encodings):
        if _HEADER.match(line):
            yield from _finished(piece, columns)
            piece = _Piece(number, variables_of(line))
        elif theme := _THEME.fullmatch(line):
            _add(piece.variables, "theme", theme[1].partition("_")[2] or theme[1])
        else:
            piece.size += len(line)
            if piece.size <= encodings.LONGEST_ARTICLE:
                piece.lines.append(line)
    yield from _finished(piece, columns)


def variables_of(line: str) -> Variables:
    """Return the variables of a line as written; one without a value has none, "".

    >>> variables_of("**** *source_le_monde *une")
    {'source': 'le_monde', 'une': ''}
    """
    variables: Variables = {}
    for variable in _VARIABLE.findall(line.split("*" * 4, 1)[-1]):
        name, _, value = variable.partition("_")
        if name:
            _add(variables, name, value)
    return variables


def _add(variables: Variables, name: str, value: str) -> None:
    before = variables.get(name)
    if before is None:
        variables[name] = value
    elif isinstance(before, list):
        before.append(value)
    else:
        variables[name] = [before, value]


def _finished(piece: _Piece, columns: Columns) -> Iterator[Outcome]:
    text = "".join(piece.lines).replace("\r\n", "\n").strip()
    if piece.size > encodings.LONGEST_ARTICLE:
        reason = Message(
            "the article has more than {bytes:,} characters, too many for one: split it",
            bytes=encodings.LONGEST_ARTICLE,
        )
        yield ArticleError(reason, line=piece.line)
    elif text or piece.variables:
        yield _record(piece, text, columns)


def _record(piece: _Piece, text: str, columns: Columns) -> Record:
    if (own := exported_variables(piece.line, piece.variables, text)) is not None:
        return own
    values = {name: _value(name, each) for name, each in piece.variables.items()}
    made = columns.record(piece.line, values, date_origin="header")
    title = made.fields.get("title") or first_sentence(text)
    fields = {**made.fields, "title": title, "text": text}
    return Record(piece.line, fields, made.extra, date_origin="header")


def _value(name: str, value: str | list[str]) -> str | bool | list[str]:
    known = field_of(name)
    if isinstance(value, list):
        return [each.replace("_", " ") for each in value if each]
    if is_nothing(value):
        return ""
    if not value and known is None:
        return True  # the variable is there, which is all that it says
    if (known == "date" or is_date_part(name)) and (date := _DATE.fullmatch(value)):
        return "-".join(filter(None, date.groups()))
    return value if known in _AS_WRITTEN else value.replace("_", " ").strip()
