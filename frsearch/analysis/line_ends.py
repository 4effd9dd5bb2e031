"""Words cut at the end of a line: text -> the same text, of the same length, with these in one piece.

`prési-⏎dent` is written for `président`, and `porte-⏎monnaie` for `porte-monnaie`; which of the two,
no rule can say. So the line's end becomes a soft hyphen, and what is left reads as a compound: its
parts, and the whole written solid. After a soft hyphen, or the ¬ that scanned texts have for one,
nothing is left to read as a hyphen. A blank line cuts no word, nor does a hyphen at another blank.
"""

from __future__ import annotations

import re

from frsearch.analysis.characters import HYPHENS, LETTER, MARKS

SOFT_HYPHEN = "\u00ad"
_CUTS = f"{SOFT_HYPHEN}¬‐-"
# Looks for ends of lines, which is ten times as fast as looking for hyphens.
_MAY_BE_CUT = re.compile(rf"\n(?:(?<=[{_CUTS}]\n)|(?<=[{_CUTS}]\r\n))")
_CUT = re.compile(rf"(?:(?<={LETTER})|(?<=[{MARKS}]))([{_CUTS}])(\r?\n[^\S\n]*)(?={LETTER})")
_JOINED = re.compile(rf"[{HYPHENS}]{SOFT_HYPHEN}")


def join_lines(text: str) -> str:
    """Return the text with soft hyphens for the ends of lines at which a word is cut.

    >>> join_lines("le prési-\\ndent").split()
    ['le', 'prési-\\xaddent']
    """
    if "\n" not in text or not _MAY_BE_CUT.search(text):
        return text
    return _CUT.sub(_join, text)


def _join(match: re.Match[str]) -> str:
    hyphen = SOFT_HYPHEN if match[1] == "¬" else match[1]
    return hyphen + SOFT_HYPHEN * len(match[2])


def was_cut(word: str) -> bool:
    """Say whether a hyphen of this word may stand for the end of a line alone."""
    return bool(_JOINED.search(word))
