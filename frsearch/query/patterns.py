"""Prefixes, wildcards and misspellings: `présid*`, `pr?sident`, `poutin~`.

They run on exact forms, folded and unstemmed, where people expect them.

    >>> matcher("pr?s*t")(["president", "present"]), sorted(one_edit("ok"))[:3]
    (['president', 'present'], ['0k', '0ok', '1k'])
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Sequence

from frsearch.analysis.characters import MAX_TERM_LENGTH, clean
from frsearch.analysis.elision import elide
from frsearch.analysis.folding import fold, open_ligatures
from frsearch.query.lexer import Lexeme
from frsearch.query.nodes import Pattern
from frsearch.types import FieldName

# A ? at the end of a word closes a question; inside it is a wildcard.
_WILD = re.compile(r"\*|\?(?=[\w*?]*[\w*])")
_FUZZY = re.compile(r"(?P<word>.*\w)~\d?[^\w~]*")
_EDGES = re.compile(r"^[^\w*?]+|[^\w*]+$")


def as_pattern(lexeme: Lexeme, field: FieldName | None) -> Pattern | None:
    """Read a word as a pattern, or return None if it is a plain word."""
    written = clean(lexeme.text)
    if fuzzy := _FUZZY.fullmatch(written):
        text = _folded(elide(fuzzy["word"]).word)
        return Pattern("fuzzy", text, field, lexeme.start, lexeme.end) if text else None
    word = _EDGES.sub("", written)
    if not _WILD.search(word):
        return None
    text = _folded(elide(word).word)
    kind = "prefix" if text.endswith("*") and not _has_wild(text[:-1]) else "wildcard"
    if kind == "prefix":
        text = text[:-1]
    return Pattern(kind, text, field, lexeme.start, lexeme.end)  # type: ignore[arg-type]


def _has_wild(text: str) -> bool:
    return "*" in text or "?" in text


def _folded(word: str) -> str:
    """Fold a pattern as the index folds words, its wildcards kept."""
    folded = fold(open_ligatures(word).lower())[:MAX_TERM_LENGTH]
    return re.sub(r"\*{2,}", "*", "".join(c for c in folded if c.isalnum() or c in "*?"))


def literal_prefix(pattern: str) -> str:
    """Return what every word that a wildcard pattern stands for begins with."""
    return re.split(r"[*?]", pattern, maxsplit=1)[0]


def matcher(pattern: str) -> Callable[[Sequence[str]], list[str]]:
    """Compile a wildcard pattern into what picks its words out of many.

    It takes no longer for many stars (what a star took is not tried again), and all words are looked
    at in one go.
    """
    first, *others = pattern.replace("?", ".").split("*")  # all else is letters and digits
    if others:
        *inner, last = others
        first += "".join(f"(?>.*?{part})" for part in inner if part) + ".*" + last
    compiled = re.compile(f"^{first}$", re.MULTILINE)
    return lambda words: compiled.findall("\n".join(words))


def one_edit(word: str) -> Iterator[str]:
    """Yield the words one insertion, deletion, substitution or transposition away, and the word.

    Letters come from a to z, the digits, and the word's own.
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
