"""The limits that bound the time of highlighting, however long a text.

Beyond a limit, another algorithm is used, or only the first matches; no limit changes what a match is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HighlightLimits:
    """Bounds, each a whole number, 0 or more.

    `places`: places of the query's words in one text; an article with more is a book or a trap.
    `marked`: highlighted matches of a whole text; more are a table or a trap, and no page shows them.
    `kept`: places of phrase words in memory before complete matches are returned.

    The whole text is analysed, which is then faster, for a query with more than `needles` needles, or if
    words begin with needles over `needle_hits` times in the text.
    """

    places: int = 20_000
    marked: int = 200_000
    kept: int = 10_000
    needles: int = 40
    needle_hits: int = 200_000


HIGHLIGHT_LIMITS = HighlightLimits()


@dataclass(frozen=True, slots=True)
class SnippetLengths:
    """The length of a passage, in characters: by default, and the bounds of `snippet_length`.

    A shorter one could show a word but nothing around it; a longer one is better read in the article.
    """

    usual: int = 200
    least: int = 20
    most: int = 10_000


SNIPPET_LENGTHS = SnippetLengths()
