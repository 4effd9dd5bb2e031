"""Where the sentences of a French text end.

A sentence ends at `.`, `!`, `?` or `…`, and the closing marks after it, before a blank and what a
sentence begins with; not at the full stop of an abbreviation or an initial. A line ends one too, unless
a small letter shows that it was wrapped.

    >>> text = "M. Poutine recevra J. Bolton. La date n'est pas connue."
    >>> [text[: end.before] for end in sentence_ends(text, 0, len(text))]
    ['M. Poutine recevra J. Bolton.']

Limit: one that ends with a lone capital, « le plan B. », runs on into the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_OPENING = frozenset("«“‘\"'([—–-•¿¡")
NEWLINES = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_NEWLINE_SET = frozenset(NEWLINES)

# . ! ? … with the closing marks after it, or a line break; in group 1, the blanks that follow.
# One set of first characters, rather than two alternatives, is more than twice as fast.
_CLOSING = r"(?:[.!?…\"'’]|[ \xa0\u2009\u202f]?[»”)\]])*"
_STOP = re.compile(rf"[.!?…{NEWLINES}](?:(?<=[.!?…]){_CLOSING})?(\s*)")

# Only those that are not words too: so no "art" or "sept", and no "etc", after which most sentences end.
_ABBREVIATIONS = frozenset(
    """M MM Mr Mrs Mme Mmes Mlle Mlles Me Mes Mgr Dr Drs Pr Prof St Ste Sts Stes Vve Cie Av Bd Art
    al ap apr av boul cf chap dir éd env ex fig fol hab ibid id no p pp suiv tél trad vs
    janv févr avr juil juill oct nov déc""".split()
)
_IN_CAPITALS = frozenset(map(str.upper, _ABBREVIATIONS))
_LONGEST = max(map(len, _ABBREVIATIONS))
# These only before what they number: « art. 12 », « art. L. 12 ».
_BEFORE_NUMBERS = frozenset("nos n t art ch vol coll l r v f s col sect suppl".split())
_NUMBER = re.compile(r"\d|[A-Z]\.")
_BEFORE_INITIALS = frozenset(".-‑'’«“\"([")
# Text with so many characters in capitals before is all in capitals.
_LOOKED_AT = 20


class SentenceEnd(NamedTuple):
    """Where a sentence ends, where the next one begins, and whether a paragraph ends there."""

    before: int
    after: int
    of_paragraph: bool


def sentence_ends(text: str, low: int, high: int) -> Iterator[SentenceEnd]:
    """Yield each end of a sentence in text[low:high] that something follows."""
    # What follows a stop may lie beyond `high`: a few characters more suffice to read it.
    for stop in _STOP.finditer(text, low, high + 8):
        before, after = stop.span(1)
        if before > high:
            return
        found = stop[0]
        following = text[after : after + 1]
        if not _NEWLINE_SET.isdisjoint(found):
            if not following.islower() or found.strip(" \t\r") != "\n":
                yield SentenceEnd(before, after, True)
        elif (
            before < after
            and not following.islower()
            and (following.isalnum() or following in _OPENING)
            and not (found.rstrip() == "." and _is_abbreviated(text, stop.start(), after))
        ):
            yield SentenceEnd(before, after, False)


def _is_abbreviated(text: str, stop: int, after: int) -> bool:
    """Say whether the word that ends at `stop` is one that takes a full stop."""
    start = stop
    while start > 0 and stop - start <= _LONGEST and text[start - 1].isalnum():
        start -= 1
    word = text[start:stop]
    if len(word) == 1 and word.isupper():
        # No initial: « 35 °C ».
        return not start or text[start - 1].isspace() or text[start - 1] in _BEFORE_INITIALS
    if word.lower() in _BEFORE_NUMBERS and _NUMBER.match(text, after):
        return True
    in_capitals = text[max(0, stop - _LOOKED_AT) : stop].isupper()
    return word in (_IN_CAPITALS if in_capitals else _ABBREVIATIONS)
