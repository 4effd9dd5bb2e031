"""Query text -> lexemes: words, phrases, parentheses, operators, fields, each with its offsets.

>>> [(lexeme.kind, lexeme.text) for lexeme in lex('titre:sommet OU "premiers pas"~3')]
[('field', 'titre'), ('word', 'sommet'), ('or', 'OU'), ('phrase', 'premiers pas'), ('slop', '3')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, cast

from frsearch.analysis import inclusive
from frsearch.analysis.chain import Chain
from frsearch.analysis.line_ends import join_lines
from frsearch.analysis.readings import readings
from frsearch.analysis.stopwords import is_stop_word
from frsearch.types import FieldName

LexemeKind = Literal[
    "word",
    "phrase",
    "unclosed",
    "slop",
    "open",
    "close",
    "exact",
    "not",
    "field",
    "unknown",
    "and",
    "or",
]

OPERATORS: dict[str, LexemeKind] = {
    "ET": "and", "AND": "and", "OU": "or", "OR": "or", "SAUF": "not", "NOT": "not",
}  # fmt: skip

TEXT_FIELDS: dict[str, FieldName] = {"titre": "title", "title": "title"}
DATE_FIELDS = ("date", "depuis", "avant")
FIELDS = (*TEXT_FIELDS, *DATE_FIELDS)

_QUOTES = '"«»“”„‟＂'
_BLANK = r"[ \u00a0\u202f\u2009]"
_OPERATOR = re.compile(rf"(?<!\S)(?:{'|'.join(OPERATORS)})(?!\S)")
_LEXEME = re.compile(
    rf"""
      (?P<space> \s+)
    | (?P<phrase> [{_QUOTES}] (?P<quoted>[^{_QUOTES}]*) (?P<closing>[{_QUOTES}]?) )
      (?: ~(?P<slop>\d+) )?
    | (?P<open> \()
    | (?P<close> \))
    | (?P<exact> =(?=[^\s=)]))
    | (?P<not> (?<![^\s(:])-(?=[^\s)-]))
    | (?P<field> (?<![^\s(:=-])
        (?: (?P<name>(?a:{"|".join(FIELDS)})){_BLANK}?: | (?P<unknown>[^\W\d_]+):(?=[^\s/]) ) )
    | (?P<word> (?<![\w])\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:[.,]\d+)?(?!\w)
        | (?<![\w])\d{{1,3}}{_BLANK}h(?:{_BLANK}[0-5]\d)?(?!\w)
        | (?: {inclusive.PARENTHESIZED} | [^\s(){_QUOTES}] )+ )
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Lexeme(NamedTuple):
    """A piece of query text: its kind, its text without quotes or marks, and its offsets."""

    kind: LexemeKind
    text: str
    start: int
    end: int


def lex(text: str) -> Iterator[Lexeme]:
    """Yield the lexemes of a query; they cover every character but blanks and quotation marks."""
    operators = not _is_sentence_in_capitals(text)
    text = join_lines(text)
    for match in _LEXEME.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span()
        if match["phrase"] is not None:
            yield from _phrase(match)
        elif kind == "field":
            name = match["name"]
            yield Lexeme("field" if name else "unknown", name or match["unknown"], start, end)
        elif kind == "word" and operators and match.group() in OPERATORS:
            yield Lexeme(OPERATORS[match.group()], match.group(), start, end)
        elif kind != "space":
            yield Lexeme(cast(LexemeKind, kind), match.group(), start, end)


def _phrase(match: re.Match[str]) -> Iterator[Lexeme]:
    start, end = match.span("phrase")
    kind: LexemeKind = "phrase" if match["closing"] else "unclosed"
    yield Lexeme(kind, match["quoted"], start, end)
    if match["slop"]:
        yield Lexeme("slop", match["slop"], end, match.end())


def _is_sentence_in_capitals(text: str) -> bool:
    """Say whether a query is a sentence in capitals, in which ET and OU are ordinary words.

    A sentence has other stop words; `OTAN OU ONU` and `A OU B` have none.
    """
    if not text.isupper():
        return False
    chain = Chain()
    return any(
        is_stop_word(form.accented)
        for operand in _OPERATOR.split(text)
        if len(operand.strip(" ()")) > 1
        for unit in readings(chain, operand)
        for form in unit.forms
        if form.accented.upper() not in OPERATORS
    )
