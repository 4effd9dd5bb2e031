"""Where the sentences of a French text end.

A sentence ends after `.`, `!`, `?` or `…` and closing marks, before a blank and the beginning of another
sentence; not after the full stop of an abbreviation or an initial. A line break also ends a sentence,
unless a small letter follows: the line was wrapped.

    >>> text = "M. Poutine recevra J. Bolton. La date n'est pas connue."
    >>> [text[: end.before] for end in sentence_ends(text, 0, len(text))]
    ['M. Poutine recevra J. Bolton.']

Limit: a sentence that ends with a single capital, « le plan B. », is joined to the next.
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

# Without those that are also words ("art", "sept"), and without "etc", which mostly ends a sentence.
_ABBREVIATIONS = frozenset(
    """M MM Mr Mrs Mme Mmes Mlle Mlles Me Mes Mgr Dr Drs Pr Prof St Ste Sts Stes Vve Cie Av Bd Art
    al ap apr av boul cf chap dir éd env ex fig fol hab ibid id no p pp suiv tél trad vs
    janv févr avr juil juill oct nov déc""".split()
)
_IN_CAPITALS = frozenset(map(str.upper, _ABBREVIATIONS))
_LONGEST = max(map(len, _ABBREVIATIONS))
# Abbreviations only before a number: « art. 12 », « art. L. 12 ».
_BEFORE_NUMBERS = frozenset("nos n t art ch vol coll l r v f s col sect suppl".split())
_NUMBER = re.compile(r"\d|[A-Z]\.")
_BEFORE_INITIALS = frozenset(".-‑'’«“\"([")
# If the last 20 characters are in capitals, the whole text is.
_CAPITALS_WINDOW = 20


class SentenceEnd(NamedTuple):
    """Where a sentence ends, where the next one begins, and whether a paragraph ends there."""

    before: int
    after: int
    of_paragraph: bool


def sentence_ends(text: str, low: int, high: int) -> Iterator[SentenceEnd]:
    """Yield each sentence end in text[low:high] that more text follows."""
    # What follows a stop may lie beyond `high`: 8 more characters are enough to read it.
    for stop in _STOP.finditer(text, low, high + 8):
        before, after = stop.span(1)
        if before > high:
            return
        marks = stop[0]
        following = text[after : after + 1]
        if not _NEWLINE_SET.isdisjoint(marks):
            if not following.islower() or marks.strip(" \t\r") != "\n":
                yield SentenceEnd(before, after, True)
        elif (
            before < after
            and not following.islower()
            and (following.isalnum() or following in _OPENING)
            and not (marks.rstrip() == "." and _is_abbreviated(text, stop.start(), after))
        ):
            yield SentenceEnd(before, after, False)


def _is_abbreviated(text: str, stop: int, after: int) -> bool:
    """Say whether the word before the full stop at `stop` is an abbreviation or an initial."""
    start = stop
    while start > 0 and stop - start <= _LONGEST and text[start - 1].isalnum():
        start -= 1
    word = text[start:stop]
    if len(word) == 1 and word.isupper():
        # But « 35 °C » has no initial.
        return not start or text[start - 1].isspace() or text[start - 1] in _BEFORE_INITIALS
    if word.lower() in _BEFORE_NUMBERS and _NUMBER.match(text, after):
        return True
    in_capitals = text[max(0, stop - _CAPITALS_WINDOW) : stop].isupper()
    return word in (_IN_CAPITALS if in_capitals else _ABBREVIATIONS)
