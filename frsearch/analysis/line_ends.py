"""Words cut at the end of a line: text -> text of the same length, with these words joined.

`prési-⏎dent` stands for `président`, but `porte-⏎monnaie` for `porte-monnaie`; no rule can tell them
apart. So the line end becomes a soft hyphen, and the result is read as a compound: its parts, and the
whole without the hyphen. If the word was cut with a soft hyphen, or with the ¬ of scanned texts, no
visible hyphen remains. A word is never joined across a blank line, nor at a hyphen before another blank.
"""

from __future__ import annotations

import re

from frsearch.analysis.characters import HYPHENS, LETTER, MARKS

SOFT_HYPHEN = "\u00ad"
_CUTS = f"{SOFT_HYPHEN}¬‐-"
# Searching for line ends is 10 times as fast as searching for hyphens.
_MAY_BE_CUT = re.compile(rf"\n(?:(?<=[{_CUTS}]\n)|(?<=[{_CUTS}]\r\n))")
_CUT = re.compile(rf"(?:(?<={LETTER})|(?<=[{MARKS}]))([{_CUTS}])(\r?\n[^\S\n]*)(?={LETTER})")
_JOINED = re.compile(rf"[{HYPHENS}]{SOFT_HYPHEN}")


def join_lines(text: str) -> str:
    """Return the text with soft hyphens in place of line ends within a word.

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
    """Say whether a hyphen of this word may only mark the end of a line."""
    return bool(_JOINED.search(word))
