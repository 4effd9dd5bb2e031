"""Query text -> lexemes: words, phrases, parentheses, operators, fields, each with its offsets.

>>> [(lexeme.kind, lexeme.text) for lexeme in lex('titre:sommet OU "premiers pas"~3')]
[('field', 'titre'), ('word', 'sommet'), ('or', 'OU'), ('phrase', 'premiers pas'), ('slop', '3')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple, cast

from frsearch.analysis import inclusive
from frsearch.analysis.apart import join_words
from frsearch.analysis.chain import Chain
from frsearch.analysis.line_ends import join_lines
from frsearch.analysis.readings import readings
from frsearch.analysis.stopwords import is_stop_word
from frsearch.fields import NO_FIELDS, FieldNames, known_name
from frsearch.query.plain_words import plain_words
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
    "extra",
    "apart",
    "unknown",
    "and",
    "or",
    "near",
    "boost",
]

OPERATORS: dict[str, LexemeKind] = {
    "ET": "and", "AND": "and", "OU": "or", "OR": "or", "SAUF": "not", "NOT": "not",
}  # fmt: skip

TEXT_FIELDS: dict[str, FieldName] = {"titre": "title", "title": "title"}
DATE_FIELDS = ("date", "depuis", "avant")
FIELDS = (*TEXT_FIELDS, *DATE_FIELDS)

QUOTES = '"«»“”„‟＂'
_BLANK = r"[ \u00a0\u202f\u2009]"
_FIELD_AND_VALUE = re.compile(r"\S+:\S*")
_OPERATOR = re.compile(rf"(?<!\S)(?:{'|'.join(OPERATORS)})(?!\S)")
# The name of a field of the archive, as written in a query.
_NAME = r"[^\W\d]\w*(?:[-.]\w+)*"
# A weight after a word, a phrase or a group: `sommet^3`, `"premiers pas"^0,5`, also at a sentence's end.
_BOOST = r"(?<=[^\s(])\^(?:\d+(?:[.,]\d+)?|[.,]\d+)(?=[.,;:!?…]*(?:[\s)]|\Z))"
# An address is one word, with all of its signs.
_ADDRESS = rf"[a-z][a-z+.-]*://(?:\([^\s(){QUOTES}]*\)|[^\s(){QUOTES}])+"
# Numbers and hours with blanks in them, which may stand against a sign: `3 000`, `$3 000`, `18 h 30`.
_SPACED = rf"(?<!\w)\d{{1,3}}(?:(?:{_BLANK}\d{{3}})+(?:[.,]\d+)?|{_BLANK}h(?:{_BLANK}[0-5]\d)?)(?!\w)"
_EXTRA = re.compile(rf"(?<![^\s(:=-])({_NAME})(?::(?=\S)|{_BLANK}?:)")
_LEXEME = rf"""
      (?P<space> \s+)
    | (?P<phrase> [{QUOTES}] (?P<quoted>[^{QUOTES}]*) (?P<closing>[{QUOTES}]?) )
      (?: ~(?P<slop>\d+) )?
    | (?P<open> \()
    | (?P<close> \))
    | (?P<exact> =(?=[^\s=)]))
    | (?P<not> (?<![^\s(:])(?:-(?=[^\s)-])|!(?=[^\W\d_])))
    | (?P<near> (?<!\S)(?-i:PR(?:È|E\u0300?)S|NEAR)/(?P<distance>\d+)(?!\S) )
    | (?P<boost> {_BOOST} )
    | (?P<or> \|\| )
    | (?P<and> && )
    | (?P<field> (?<![^\s(:=-])
        (?: (?P<name>(?a:{"|".join(FIELDS)})){_BLANK}?: | (?P<unknown>[^\W\d]\w*):(?=[^\s/]) ) )
    | (?P<word> {_ADDRESS}
        | (?: {_SPACED} | {inclusive.PARENTHESIZED} | (?!\|\||&&|{_BOOST})[^\s(){QUOTES}] )+ )
"""


@cache
def _lexeme() -> re.Pattern[str]:
    # Plain words, as most queries are, do without, and it takes some milliseconds to compile.
    return re.compile(_LEXEME, re.VERBOSE | re.IGNORECASE)


class Lexeme(NamedTuple):
    """A piece of query text: its kind, its text without quotes or marks, and its offsets."""

    kind: LexemeKind
    text: str
    start: int
    end: int


def lex(text: str, fields: FieldNames = NO_FIELDS) -> Iterator[Lexeme]:
    """Yield the lexemes of a query; they cover every character but blanks and quotation marks.

    `fields` are the fields of the archive, which the query may ask for.
    """
    if words := plain_words(text):
        for at, word in words:
            yield Lexeme("word", word, at, at + len(word))
        return
    fields = fields if ":" in text else NO_FIELDS
    operators = not _is_sentence_in_capitals(text)
    text = join_words(join_lines(text), first=True)
    at = 0
    lexeme = _lexeme()
    while match := lexeme.match(text, at):
        if fields and (extra := _extra(text, at, fields)):
            yield extra
            at = extra.end
            continue
        at = match.end()
        kind = match.lastgroup or ""
        start, end = match.span()
        if match["phrase"] is not None:
            yield from _phrase(match)
        elif kind == "field":
            name = match["name"]
            yield Lexeme("field" if name else "unknown", name or match["unknown"], start, end)
        elif kind == "near":
            yield Lexeme("near", match["distance"], start, end)
        elif kind == "word" and operators and match.group() in OPERATORS:
            yield Lexeme(OPERATORS[match.group()], match.group(), start, end)
        elif kind != "space":
            yield Lexeme(cast(LexemeKind, kind), match.group(), start, end)


def _extra(text: str, at: int, fields: FieldNames) -> Lexeme | None:
    """Return the name of a field of the archive that stands here, before a colon."""
    match = _EXTRA.match(text, at)
    name = match and fields.find(match[1])
    if not match or not name or match[1].lower() in FIELDS:
        return None
    if match[0] == match[1] + ":" and text[match.end() : match.end() + 1].strip():
        return Lexeme("extra", name, *match.span())
    # `Opinion : la crise` asks for no field; `source : Le Monde` may.
    return None if known_name(match[1]) is None else Lexeme("apart", match[1], *match.span())


def _phrase(match: re.Match[str]) -> Iterator[Lexeme]:
    start, end = match.span("phrase")
    kind: LexemeKind = "phrase" if match["closing"] else "unclosed"
    yield Lexeme(kind, match["quoted"], start, end)
    if match["slop"]:
        yield Lexeme("slop", match["slop"], end, match.end())


def _is_sentence_in_capitals(text: str) -> bool:
    """Say whether a query is a sentence in capitals, in which ET and OU are ordinary words.

    A sentence has other stop words; `OTAN OU ONU`, `A OU B` and `OTAN OU SOURCE:LE` have none.
    """
    if not text.isupper():
        return False
    chain = Chain()
    return any(
        is_stop_word(form.accented)
        for operand in _OPERATOR.split(_FIELD_AND_VALUE.sub(" ", text))
        if len(operand.strip(" ()")) > 1
        for unit in readings(chain, operand)
        for form in unit.forms
        if form.accented.upper() not in OPERATORS
    )
