"""A text -> a query that seeks its words and nothing else: no operator, phrase, field or pattern.

>>> escape('titre:"sommet" OU -paix')
'titre……sommet… ou …paix'
"""

from __future__ import annotations

import re

from frsearch.analysis.chain import Chain
from frsearch.analysis.readings import readings
from frsearch.query.lexer import FIELDS, OPERATORS, QUOTES, lex
from frsearch.query.other_signs import NEAR_WITH_SLASH, NEAR_WITHOUT_SLASH

# It joins no words and parts them, and means nothing in a query.
_PLAIN = "…"
_SIGNS = re.compile(
    rf"[{QUOTES}()\[\]{{}}:*?~^|%]"  # signs anywhere
    r"|&(?=&)|(?<=&)&"
    r"|(?<!\S)[-!=+/]+"  # signs at the beginning of a word
)
_CAPITALS = frozenset([*OPERATORS, "NON", "XOR", "AROUND"])
# Signs of other engines, which warnings speak of: `near/10`, `@titre`.
_OTHERS = re.compile(
    rf"(?P<kept>(?<!\S){NEAR_WITH_SLASH})/(?=\w)"
    rf"|(?<!\S)@(?=(?i:{'|'.join(FIELDS)})(?!\S))"
)


def escape(text: str) -> str:
    """Return a query that seeks the words of a text literally, as `search(text, plain=True)` does.

    Signs of the query language become ellipses, operators are written in small letters; offsets stay.
    The result may stand in a query, between parentheses for example.
    """
    parts: list[str] = []
    at = 0
    for unit in readings(Chain(), text):
        word = text[unit.start : unit.end]
        parts += [_escaped(text, at, unit.start), _word(word)]
        at = unit.end
    escaped = "".join([*parts, _escaped(text, at, len(text))])
    return _OTHERS.sub(lambda match: (match["kept"] or "") + _PLAIN, escaped)


def _word(word: str) -> str:
    """Return a word; its own signs stay where they part nothing: `étudiant(e)s`."""
    if word in _CAPITALS or NEAR_WITHOUT_SLASH.fullmatch(word):
        return word.lower()
    kinds = [lexeme.kind for lexeme in lex(word)]
    return word if kinds == ["word"] else _SIGNS.sub(_PLAIN, word)


def _escaped(text: str, start: int, end: int) -> str:
    """Return text between words, escaped; what stands before it tells where a word begins."""
    before = text[start - 1 : start] or " "
    return _SIGNS.sub(lambda match: _PLAIN * len(match[0]), before + text[start:end])[1:]
