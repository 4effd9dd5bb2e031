"""Words cut at line ends, which readers mark with a soft hyphen -> plain words.

A reader that joins lines writes `prési-`, a soft hyphen, `dent`. The word is joined as the rest of the
document writes it; where it is nowhere else, without the hyphen, unless the hyphen probably belongs to
the word: before a capital or a figure (`Saint-Denis`), after a first part such as `porte-`.

    >>> plain_words("le prési-\\xaddent, un porte-\\xadmonnaie, Saint-\\xadDenis")
    'le président, un porte-monnaie, Saint-Denis'
    >>> plain_words("un contre-\\xadpied, puis un contre-pied")
    'un contre-pied, puis un contre-pied'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from frsearch.analysis.characters import ALNUM, MARKS
from frsearch.analysis.line_ends import SOFT_HYPHEN

JOINTS = {"-": f"-{SOFT_HYPHEN}", "‐": f"-{SOFT_HYPHEN}", "¬": SOFT_HYPHEN, SOFT_HYPHEN: SOFT_HYPHEN}
"""What stands at the end of a line that cuts a word -> the mark of the cut."""

_JOINT = re.compile(rf"([-‐]?){SOFT_HYPHEN}+")
_PART = rf"(?:{ALNUM}|[{MARKS}])+"
_WORD = re.compile(rf"{_PART}(?:[-‐]{_PART})*")
_LAST_WORD = re.compile(rf"{_WORD.pattern}\Z")
# Before a hyphen at a line end, these are more often whole words than parts of a cut word.
_FIRST_PARTS = frozenset(
    "après avant celle celui ceux demi grand nord peut porte quelques rendez saint sainte sud vice "
    "week".split()
)
# c'est-à-dire, peut-on: a part between two hyphens is whole.
_SHORT_PART = re.compile(rf"[-‐]{ALNUM}{{1,2}}\Z")
_HINT = re.compile(rf"{SOFT_HYPHEN}(?!\s*\n)")
# Words are looked at no further than this.
_LONGEST_WORD = 60


def plain_words(text: str, words: Mapping[str, int] | None = None) -> str:
    """Return the text with each cut word joined.

    `words` says how often the document has each word, in lower case, with hyphens; by default, those of
    the text are counted.
    """
    if SOFT_HYPHEN not in text:
        return text
    known = _counted(text) if words is None else words
    return _JOINT.sub(lambda joint: _hyphen(joint, known), text)


def without_hints(text: str) -> str:
    """Return the text without soft hyphens that only say where a word may be cut."""
    return _HINT.sub("", text) if SOFT_HYPHEN in text else text


def _counted(text: str) -> Mapping[str, int]:
    return Counter(word.casefold() for word in _WORD.findall(text))


def _hyphen(joint: re.Match[str], words: Mapping[str, int]) -> str:
    """Return what joins the parts of a cut word: its hyphen or nothing."""
    text, hyphen = joint.string, joint[1]
    last = _LAST_WORD.search(text[max(0, joint.start() - _LONGEST_WORD) : joint.start()])
    following = _WORD.match(text[joint.end() : joint.end() + _LONGEST_WORD])
    if not hyphen or last is None or following is None:
        return hyphen if following is None else ""
    first, second = last[0], following[0]
    whole, compound = (words.get(f"{first}{mark}{second}".casefold(), 0) for mark in ("", "-"))
    if whole != compound:
        return hyphen if compound > whole else ""
    return hyphen if _is_own(first, second) else ""


def _is_own(first: str, second: str) -> bool:
    """Say whether the hyphen probably belongs to the word."""
    part = re.split("[-‐]", first)[-1]
    is_name = second[0].isupper() and not part.isupper()
    is_first = part.lower() in _FIRST_PARTS or bool(_SHORT_PART.search(first))
    return is_name or second[0].isdecimal() or is_first
