"""Prefixes, wildcards and misspellings: `présid*`, `pr?sident`, `poutin~`.

They match exact forms, folded and unstemmed, as people expect.

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

# A ? at the end of a word ends a question; inside a word it is a wildcard.
_WILD = re.compile(r"\*|\?(?=[\w*?]*[\w*])")
_FUZZY = re.compile(r"(?P<word>.*\w)~\d?[^\w~]*")
_EDGES = re.compile(r"^[^\w*?]+|[^\w*]+$")


def as_pattern(lexeme: Lexeme, field: FieldName | None) -> Pattern | None:
    """Return the pattern that a word is, or None for a plain word."""
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
