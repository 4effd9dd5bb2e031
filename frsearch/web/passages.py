"""The text of an article in pieces: paragraphs, and passages that lead from one to the next.

Words that stand side by side are one passage, as a reader counts them: of `gilets jaunes`, « les gilets
jaunes » is one and not two. The address of a passage is `#p` and where it begins in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from frsearch.analysis.folding import fold
from frsearch.analysis.stopwords import is_stop_word
from frsearch.types import Snippet

Span = tuple[int, int]

# Stop words between two words of a passage: « président de la République ».
_MOST_BETWEEN = 3
_LONGEST_BETWEEN = 30
_JOINS = re.compile(r"[\w\s’'\-‐–/]*")
_WORD = re.compile(r"\w+")
# Further passages have no link to the next one.
_MOST_LINKED = 1_000


class Piece(NamedTuple):
    """A piece of a paragraph; of a match, `at` is its place, else -1.

    `following` is the place of the next passage, -1 if none follows here; the last leads to the first.
    """

    text: str
    at: int = -1
    following: int = -1


def passages(snippet: Snippet) -> list[Span]:
    """Return the passages of a text: its highlights, those side by side joined."""
    joined: list[Span] = []
    for start, end in snippet.highlights:
        if joined and _are_joined(snippet.text[joined[-1][1] : start]):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _are_joined(between: str) -> bool:
    if len(between) > _LONGEST_BETWEEN or "\n" in between or not _JOINS.fullmatch(between):
        return False
    words = _WORD.findall(between)
    return len(words) <= _MOST_BETWEEN and all(
        is_stop_word(fold(word.lower())) or len(word) == 1 for word in words
    )


def paragraphs(snippet: Snippet, found: Sequence[Span] = ()) -> Iterator[list[Piece]]:
    """Yield the paragraphs of a text in pieces; `found` are its passages.

    A highlight across the end of a line stays in one piece.
    """
    ends = dict[int, int]()
    if 1 < len(found) <= _MOST_LINKED:
        starts = [start for start, _ in found]
        ends = dict(zip((end for _, end in found), [*starts[1:], starts[0]], strict=True))
    paragraph: list[Piece] = []
    at = 0
    for text, marked in snippet.pieces():
        if marked:
            paragraph.append(Piece(text.replace("\n", " "), at, ends.get(at + len(text), -1)))
        else:
            first, *rest = text.split("\n")
            paragraph.append(Piece(first))
            for line in rest:
                yield from _inked(paragraph)
                paragraph = [Piece(line)]
        at += len(text)
    yield from _inked(paragraph)


def _inked(paragraph: list[Piece]) -> Iterator[list[Piece]]:
    if any(piece.text.strip() for piece in paragraph):
        yield [piece for piece in paragraph if piece.text]
