"""The analysis of a text, step by step: text -> tokens, and chunks without a token.

>>> [(step.chunk, step.written, step.stem) for step in steps("L’Otan, –")]
[('L’Otan,', 'Otan', 'otan'), ('–', '', '')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from frsearch.analysis.chain import Chain
from frsearch.analysis.stopwords import is_stop_word


@dataclass(frozen=True, slots=True)
class Step:
    """A token with its terms, and the chunk (text between blanks) in which it begins.

    `start` and `end` are code-point offsets into the text, end exclusive. `alternative`: another reading
    of the previous token, at its position. A chunk without any token has the position None.
    """

    chunk: str
    written: str
    start: int
    end: int
    position: int | None
    accented: str = ""
    exact: str = ""
    lemma: str = ""
    stem: str = ""
    alternative: bool = False
    stop_word: bool = False


def steps(text: str) -> Iterator[Step]:
    """Yield the steps of a text, in text order."""
    tokens = list(Chain().tokens(text))
    at = covered = 0
    for chunk in re.finditer(r"\S+", text):
        first = at
        while at < len(tokens) and tokens[at].start < chunk.end():
            token = tokens[at]
            form = token.form
            yield Step(
                chunk.group(),
                text[token.start : token.end],
                token.start,
                token.end,
                token.position,
                form.accented,
                form.exact,
                form.lemma,
                form.stem,
                token.alternative,
                is_stop_word(form.accented),
            )
            covered = max(covered, token.end)
            at += 1
        # A number may cover the next chunks.
        if at == first and covered <= chunk.start():
            yield Step(chunk.group(), "", chunk.start(), chunk.end(), None)
