"""Rows of words -> how they are written: « forces de ordre » is « forces de l'ordre ».

An elided article is no word, and so it is missing in a row of words. It is read from texts: of two with
the row, both must have it, and of those read for all rows most. A phrase means the same with and without
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from frsearch.analysis.characters import APOSTROPHES
from frsearch.analysis.elision import FULL, elide
from frsearch.analysis.folding import open_ligatures
from frsearch.engine.protocol import Searcher

_Row = tuple[str, ...]
_ELISIONS = {full: elided for elided, full in FULL.items()}
_PREFIX = f"((?:{'|'.join(FULL)}|qu|[ldjmtscçn])')?"
_AFTER_ELISION = re.compile(r"[^bcdfgjklmnpqrstvwxz]")
# Texts that all rows are looked up in.
_MOST_TEXTS = 200


def written_rows(
    searcher: Searcher, rows: Sequence[_Row], examples: Mapping[_Row, tuple[str, str]]
) -> list[str]:
    """Return rows as they are written; `examples` has the ids of two articles with a row."""
    texts: dict[str, str] = {}
    examples = {row: examples[row] for row in rows if row in examples and _may_be_elided(row)}
    for id in dict.fromkeys(id for each in examples.values() for id in each):
        article = searcher.get(id)
        texts[id] = "" if article is None else _plain(article.text)
    common = "\n".join(islice(texts.values(), _MOST_TEXTS))
    return [_written(row, [texts[id] for id in examples.get(row, ())], common) for row in rows]


def _plain(text: str) -> str:
    for apostrophe in APOSTROPHES:  # faster than `str.translate`
        text = text.replace(apostrophe, "'")
    return open_ligatures(text).lower()


def _may_be_elided(row: _Row) -> bool:
    return any(map(_AFTER_ELISION.match, row[1:])) or any(word in _ELISIONS for word in row)


def _written(row: _Row, texts: Sequence[str], common: str) -> str:
    """Return a row as it is written in each of some texts, and mostly in others."""
    plain = " ".join(row)
    # A pattern takes longer to make than a text to be searched.
    may_be = [f"'{word}" for word in row[1:]] + [f"{each}'" for each in map(_ELISIONS.get, row) if each]
    if not texts or not all(any(each in text for each in may_be) for text in texts):
        return plain
    pattern = _pattern(row)
    found = {next(_ways(row, pattern, text), plain) for text in texts}
    if len(found) > 1 or found == {plain}:
        return plain
    (written,) = found
    others = list(_ways(row, pattern, common))
    return written if 2 * others.count(written) >= len(others) else plain


def _pattern(row: _Row) -> re.Pattern[str]:
    """Return the pattern of a row in texts, with two groups a word: what is elided before it, and it."""
    parts: list[str] = []
    for word in row:
        # A longer elided word is a word itself, with its apostrophe or in full.
        letters = f"{_ELISIONS[word]}(?:e|')" if word in _ELISIONS else re.escape(word)
        parts.append(f"{_PREFIX}({letters})" if parts else f"({letters})")
    between = r"(?:(?<=')|\W+)"
    # A pattern that begins with letters is searched for much faster than one with what may not precede.
    return re.compile(rf"{between.join(parts)}(?!\w)")


def _ways(row: _Row, pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """Yield how a row is written wherever it is in a text."""
    for match in pattern.finditer(text):
        if not text[max(match.start() - 1, 0) : match.start()].isalnum():
            yield _as_found(row, match)


def _as_found(row: _Row, match: re.Match[str]) -> str:
    """Return a row as it is written where it was found; its words if that cannot be said."""
    written, groups = "", iter(("", *match.groups()))
    for word, before, letters in zip(row, groups, groups, strict=False):
        elided = elide((before or "") + word)
        if before and (elided.word != word or elided.inner or elided.full):
            return " ".join(row)  # a name, or one word
        written += (before or "") + (letters if letters.endswith("'") else word + " ")
    return written.rstrip()
