"""The bounds that keep highlighting short, however long a text, in one value.

Where a way to find matches reaches one, another is taken or the first matches are; none changes what a
match is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HighlightLimits:
    """Bounds, each a whole number, 0 or more.

    `places` of the query's words in one text: an article with more is a book or a trap. `marked` is how
    many matches of a whole text are marked: more are a table or a trap, and no page shows them. `kept`
    places of words of phrases are in memory before what is complete is given away.

    More than so many `needles` take longer than the analysis of the text. A chunk in which a needle
    stands over `lead` characters from the beginning is no text to search by needles; and where needles
    stand over `needle_hits` times in a text, most often inside of words, to analyse is faster than to
    look at each.
    """

    places: int = 20_000
    marked: int = 200_000
    kept: int = 10_000
    needles: int = 40
    lead: int = 200
    needle_hits: int = 200_000


HIGHLIGHT_LIMITS = HighlightLimits()
