"""Signs of other search engines -> what is said of those that mean nothing here, or another thing.

They come from Lucene, Solr and Elasticsearch (`^`, `~`, `/…/`, `_exists_:`), FTS5 (`NEAR(…)`), Sphinx
(`@titre`, `|`), SQL (`%`), Google (`AROUND(5)`), Lexis, Factiva and Ovid (`W/10`, `ADJ3`, `NEXT/3`).

>>> from frsearch.query.lexer import lex
>>> [str(note.message) for note in unread_syntax([*lex("paix | guerre")])]
['| means nothing: write OU for either word']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from frsearch.analysis.stopwords import is_stop_word
from frsearch.messages.wording import Message
from frsearch.query.lexer import FIELDS, Lexeme
from frsearch.query.patterns import is_address
from frsearch.query.running_text import Note

_IN_QUOTES = re.compile(r"\w[*~](?!\w)|(?<!\w)\*\w|\w[*?]\w|(?<!\S)\*(?!\S)")

_NEAR = r"PR(?:È|E\u0300?)S|O?NEAR"
NEAR_WITH_SLASH = rf"(?i:{_NEAR}|NEXT|ADJ|WITHIN|W|PRE)"
NEAR_WITHOUT_SLASH = re.compile(rf"(?:{_NEAR}|ADJ)(?:\d{{1,3}}|/)?")
"""Operators as other engines write them, before a slash and without a number after one."""
_WITH_DISTANCE = re.compile(rf"(?!(?i:W|PRE)/\D){NEAR_WITH_SLASH}/\w+")
_BEFORE_GROUPS = re.compile(rf"{_NEAR}|AROUND")

_SQL = re.compile(r"[^\W\d_]%[^\W\d_]|[^\W\d_]{2}%|%[^\W\d_]{2}")
_AT_FIELD = re.compile(rf"@(?:{'|'.join(FIELDS)})", re.IGNORECASE)
_REGEX = re.compile(r"/[^/\s]+/")


def unread_syntax(lexemes: Sequence[Lexeme]) -> Iterator[Note]:
    """Yield notes on signs of other search engines that mean nothing here."""
    around = zip([None, *lexemes], lexemes, [*lexemes[1:], None], strict=False)
    for before, lexeme, after in around:
        sentence = _unread(lexeme, before, after)
        if sentence is not None:
            yield Note(sentence, lexeme.start, lexeme.end)


def _unread(lexeme: Lexeme, before: Lexeme | None, after: Lexeme | None) -> Message | None:
    """Return what is said of one lexeme, None for what is no sign of another engine."""
    text = lexeme.text
    match lexeme.kind:
        case "phrase" | "unclosed" if _IN_QUOTES.search(text) and not is_address(text):
            return Message("in quotation marks, *, ? and ~ mean nothing: ignored")
        case "word" if text.isalnum():
            return _operator(lexeme, before, after)
        case "word" if not is_address(text):
            return _operator(lexeme, before, after) or _sign(text, before, after)
        case "not" if text == "!":
            return Message("! is read as -, which excludes the word")
        case "or" if text == "||":
            return Message("{sign} is read as {operator}", sign=text, operator="OU")
        case "and" if text == "&&":
            return Message("{sign} is read as {operator}", sign=text, operator="ET")
        case _:
            return None


def _operator(lexeme: Lexeme, before: Lexeme | None, after: Lexeme | None) -> Message | None:
    """Return what is said of a word that is an operator elsewhere."""
    text = lexeme.text
    if after is None:
        return None
    if _excludes(text, before, after):
        return Message("{word} is a word here: to exclude a word, write SAUF or -", word=text)
    if _is_near(lexeme, before, after):
        return Message("{word} is a word here: write NEAR/10, for at most 10 words apart", word=text)
    if text == "TO" and after.text[-1:] in "]}":
        return Message("{word} is a word here: a range is written 2018-06..2018-10", word=text)
    return None


def _excludes(text: str, before: Lexeme | None, after: Lexeme) -> bool:
    if text == "XOR":
        return True
    if text != "NON":
        return False
    # « Le NON a gagné », « NON à la guerre »
    if before is None or before.kind == "open":
        return not is_stop_word(after.text.lower())
    return _is_operand(before)


def _is_near(lexeme: Lexeme, before: Lexeme | None, after: Lexeme) -> bool:
    text = lexeme.text
    if _WITH_DISTANCE.fullmatch(text):
        return True
    if after.kind == "open" and after.start == lexeme.end and _BEFORE_GROUPS.fullmatch(text):
        return True
    if not NEAR_WITHOUT_SLASH.fullmatch(text):
        return False
    # « PRÈS DE PARIS »
    between = before is not None and _is_operand(before) and not is_stop_word(after.text.lower())
    return between or "NEAR" in text


def _is_operand(lexeme: Lexeme) -> bool:
    """Say whether an operator may stand after this: not after a stop word, but after `A`."""
    text = lexeme.text
    is_letter = len(text) == 1 and text.isupper()
    return lexeme.kind != "word" or is_letter or not is_stop_word(text.lower())


def _sign(text: str, before: Lexeme | None, after: Lexeme | None) -> Message | None:
    """Return what is said of the signs of a word."""
    if text[0] == "^" and len(text) > 1:
        return Message("^ before a word means nothing: ignored")
    if "^" in text:
        return Message("^ after a word needs a number, such as ^2: ignored")
    if _REGEX.fullmatch(text):
        return Message("no regular expressions are read: searched as words")
    if "{" in text or "}" in text:
        return Message("braces mean nothing: ignored")
    if "|" in text:
        return Message("| means nothing: write OU for either word")
    if _SQL.search(text):
        return Message("% means nothing: write * for any letters")
    if _AT_FIELD.fullmatch(text):
        return Message("@ before a field means nothing: write titre:word")
    if text[0] == "+" and text[1:2].isalpha():
        return Message("+ before a word means nothing: all words are asked for, unless match is any")
    if text == "~":
        return Message("~ after a phrase needs a number, such as ~3: ignored")
    if text[0] == "~" and (text[1:2].isalpha() or (before and before.kind == "word")):
        return Message("~ before a word means nothing: write it right after the word, as in poutin~2")
    return None
