"""Where sentences end: text -> offsets."""

from __future__ import annotations

import re
from collections.abc import Set

# Words before a full stop that ends no sentence: such words in texts, in capitals, and before numbers,
# in small letters.
Abbreviations = tuple[Set[str], Set[str], Set[str]]
_Ends = list[tuple[int, int, bool]]

NEWLINES = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_NEWLINE_SET = frozenset(NEWLINES)
_OPENING = frozenset("«“‘\"'([—–-•¿¡")

# . ! ? … with the closing marks after it, or a line break; in group 1, the blanks that follow.
# One set of first characters, rather than two alternatives, is more than twice as fast.
_CLOSING = r"(?:[.!?…\"'’]|[ \xa0\u2009\u202f]?[»”)\]])*"
_STOP = re.compile(rf"[.!?…{NEWLINES}](?:(?<=[.!?…]){_CLOSING})?(\s*)")
_NUMBER = re.compile(r"\d|[A-Z]\.")
_BEFORE_INITIALS = frozenset(".-‑'’«“\"([")
# If the last 20 characters are in capitals, the whole text is.
_CAPITALS_WINDOW = 20


def sentence_ends(text: str, low: int, high: int, abbreviations: Abbreviations) -> _Ends:
    """Return where sentences end in text[low:high], what follows begins, and if a paragraph ends there.

    `frsearch.sentences` says where sentences end. 0 <= low <= high <= len(text). O(high - low), and the
    word before each full stop.
    """
    ends: _Ends = []
    # What follows a stop may lie beyond `high`: 8 more characters are enough to read it.
    for stop in _STOP.finditer(text, low, high + 8):
        before, after = stop.span(1)
        if before > high:
            break
        marks = stop[0]
        following = text[after : after + 1]
        if not _NEWLINE_SET.isdisjoint(marks):
            if not following.islower() or marks.strip(" \t\r") != "\n":
                ends.append((before, after, True))
        elif (
            before < after
            and not following.islower()
            and (following.isalnum() or following in _OPENING)
            and not (marks.rstrip() == "." and _is_abbreviated(text, stop.start(), after, abbreviations))
        ):
            ends.append((before, after, False))
    return ends


def _is_abbreviated(text: str, stop: int, after: int, abbreviations: Abbreviations) -> bool:
    """Say whether the word before the full stop at `stop` is an abbreviation or an initial."""
    start = stop
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    word = text[start:stop]
    if len(word) == 1 and word.isupper():
        # But « 35 °C » has no initial.
        return not start or text[start - 1].isspace() or text[start - 1] in _BEFORE_INITIALS
    anywhere, in_capitals, before_numbers = abbreviations
    if word.lower() in before_numbers and _NUMBER.match(text, after):
        return True
    capitals = text[max(0, stop - _CAPITALS_WINDOW) : stop].isupper()
    return word in (in_capitals if capitals else anywhere)
