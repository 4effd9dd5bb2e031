"""Prefixes, wildcards and misspellings: `présid*`, `pr?sident`, `poutin~`, `poutin~2`.

They match exact forms, folded and unstemmed, as people expect.

    >>> matcher("pr?s*t")(["president", "present"]), sorted(one_edit("ok"))[:3]
    (['president', 'present'], ['0k', '0ok', '1k'])
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from frsearch.analysis.addresses import ADDRESS
from frsearch.analysis.characters import MAX_TERM_LENGTH, clean
from frsearch.analysis.elision import elide
from frsearch.analysis.folding import fold, open_ligatures
from frsearch.query.lexer import Lexeme
from frsearch.query.nodes import Pattern
from frsearch.types import FieldName

_SIGNS = frozenset("*?~")
# A ? at the end of a word ends a question; inside a word it is a wildcard.
_WILD = re.compile(r"\*|\?(?=[\w*?]*[\w*])")
_FUZZY = re.compile(r"(?P<word>.*\w)~(?P<edits>\d+(?:[.,]\d+)?)?[^\w~]*")
_SURE_ADDRESS = re.compile(r"\w://\S|\?\w+=")
# « vrai ?oui »: a question mark, and the blank on its wrong side.
_ASKED = re.compile(r"\?+(?=[^\W_][^?*]*\Z)")
MOST_EDITS = 2
_EDGES = re.compile(r"^[^\w*?]+|[^\w*]+$")


@cache
def _address() -> re.Pattern[str]:
    """Return the pattern of an address with a ? of its own: `https://exemple.fr/article?id=12`.

    Compiled at the first call, to keep the import fast.
    """
    return re.compile(rf"/\?|^[^\w]*(?:{ADDRESS})[/?]", re.VERBOSE)


def as_pattern(lexeme: Lexeme, field: FieldName | None) -> Pattern | None:
    """Return the pattern that a word is, or None for a plain word."""
    if _SIGNS.isdisjoint(lexeme.text):
        return None
    written = clean(lexeme.text)
    if is_address(written):
        return None
    if fuzzy := _FUZZY.fullmatch(written):
        text = _folded(elide(fuzzy["word"]).word)
        edits = max(1, min(int(_edits(fuzzy["edits"])), MOST_EDITS))
        return Pattern("fuzzy", text, field, lexeme.start, lexeme.end, edits) if text else None
    word = _EDGES.sub("", written)
    if not _WILD.search(word) or _ASKED.match(word) or ("*" not in word and _address().search(word)):
        return None
    text = _folded(elide(word).word)
    kind = "prefix" if text.endswith("*") and not _has_wild(text[:-1]) else "wildcard"
    if kind == "prefix":
        text = text[:-1]
    return Pattern(kind, text, field, lexeme.start, lexeme.end)  # type: ignore[arg-type]


def too_many_edits(text: str) -> bool:
    """Say whether a word asks for more edits than are read, or for a share of likeness (`mot~0.8`)."""
    fuzzy = _FUZZY.fullmatch(clean(text))
    return bool(fuzzy and fuzzy["edits"] and _edits(fuzzy["edits"]) not in range(1, MOST_EDITS + 1))


def _edits(written: str | None) -> float:
    return float((written or "1")[:9].replace(",", "."))


def is_address(text: str) -> bool:
    """Say whether a word is an address, whose signs mean nothing here: `https://exemple.fr/a*b?x=~2`."""
    return bool(_SURE_ADDRESS.search(text))


def asks_before(text: str) -> bool:
    """Say whether a ? before a word is read as a question mark: `vrai ?oui`."""
    return "?" in text and not is_address(text) and bool(_ASKED.match(_EDGES.sub("", clean(text))))


def may_ask(text: str) -> bool:
    """Say whether each ? in a pattern may end a question after which a blank lacks: `vraiment?oui`."""
    parts = re.split(r"\?+", _EDGES.sub("", text).rstrip("?"))
    return len(parts) > 1 and "*" not in text and all(any(map(str.isalnum, part)) for part in parts)


def _has_wild(text: str) -> bool:
    return "*" in text or "?" in text


def _folded(word: str) -> str:
    """Fold a pattern as the index folds words, and keep its wildcards."""
    folded = fold(open_ligatures(word).lower())[:MAX_TERM_LENGTH]
    return re.sub(r"\*{2,}", "*", "".join(c for c in folded if c.isalnum() or c in "*?"))


def literal_prefix(pattern: str) -> str:
    """Return the literal beginning of a wildcard pattern, shared by all words that match it."""
    return re.split(r"[*?]", pattern, maxsplit=1)[0]


def matcher(pattern: str) -> Callable[[Sequence[str]], list[str]]:
    """Compile a wildcard pattern into a function: words -> the words that match.

    Many stars take no longer (atomic groups do not backtrack), and one search covers all words.
    """
    first, *parts = pattern.replace("?", ".").split("*")  # the rest is letters and digits
    if parts:
        *inner, last = parts
        first += "".join(f"(?>.*?{part})" for part in inner if part) + ".*" + last
    compiled = re.compile(f"^{first}$", re.MULTILINE)
    return lambda words: compiled.findall("\n".join(words))


def one_edit(word: str) -> Iterator[str]:
    """Yield the word, then those one insertion, deletion, substitution or transposition away.

    Inserted characters are a to z, digits and the characters of the word.
    """
    alphabet = sorted(set(string.ascii_lowercase + string.digits) | set(word))
    seen = {word}
    yield word
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        edits = [before + letter + after for letter in alphabet]
        if after:
            edits.append(before + after[1:])
            edits.extend(before + letter + after[1:] for letter in alphabet)
        if len(after) > 1:
            edits.append(before + after[1] + after[0] + after[2:])
        for edit in edits:
            if edit and edit not in seen:
                seen.add(edit)
                yield edit


def within_edits(word: str, others: Sequence[str], most: int) -> list[str]:
    """Return the words at most `most` edits away: letters added, removed or changed, or two swapped.

    Source: optimal string alignment, Damerau, *A technique for computer detection and correction of
    spelling errors* (1964), by Wagner & Fischer's table (1974).
    """
    length, letters = len(word), set(word)
    return [
        other
        for other in others
        if abs(len(other) - length) <= most
        and len(letters.difference(other)) <= most
        and _distance(word, other) <= most
    ]


def _distance(word: str, other: str) -> int:
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(word, 1):
        last, before, row = before, row, [at]
        for to, own in enumerate(other, 1):
            edits = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != own))
            if at > 1 < to and letter == other[to - 2] and own == word[at - 2]:
                edits = min(edits, last[to - 2] + 1)
            row.append(edits)
    return row[-1]
