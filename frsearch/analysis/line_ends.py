"""Words cut at the end of a line: text -> text of the same length, with these words joined.

`prési-⏎dent` stands for `président`, but `porte-⏎monnaie` for `porte-monnaie`; no rule can tell them
apart. So the line end becomes a soft hyphen, and the result is read as a compound: its parts, and the
whole without the hyphen. If the word was cut with a soft hyphen, or with the ¬ of scanned texts, no
visible hyphen remains. These two stand for nothing else, so that blanks alone after them (`prési¬
dent`, as when lines were joined) are the end of a line too. Blanks may stand before the end of the
line, which may be any that Unicode has (Standard Annex 14, classes BK, CR and NL). ¬ inside a word is
one, too. A hyphen beside an apostrophe marks the line end alone (`aujourd'-⏎hui`). Figures are cut as
words are (`49-⏎3`). A word is never joined across a blank line, nor at a hyphen before blanks alone.
"""

from __future__ import annotations

import re
from functools import cache

from frsearch.analysis.characters import ALNUM, APOSTROPHES, HYPHENS, INVISIBLE, LETTER, MARKS

SOFT_HYPHEN = "\u00ad"
HARD = "‐‑–-"
_RARE_ENDS = "\v\f\u0085\u2028\u2029"
_LINE_ENDS = f"\n\r{_RARE_ENDS}"
_SOFT = f"{SOFT_HYPHEN}¬"
_BLANK = rf"(?:[^\S{_LINE_ENDS}]|[{INVISIBLE}])"
# Searching for line ends is 10 times as fast as searching for hyphens.
_BEFORE_END = rf"[ \t\u00a0\u200b{SOFT_HYPHEN}¬{HARD}]"
_RARE = (*_SOFT, *_RARE_ENDS)
_MAY_BE_CUT = re.compile(rf"\n(?:(?<={_BEFORE_END}\n)|(?<={_BEFORE_END}\r\n))")
_RETURN_ALONE = re.compile(r"\r(?!\n)")
_LINE_END = rf"{_BLANK}*(?:\r\n|[{_LINE_ENDS}]){_BLANK}*"
_SIGN = f"[{APOSTROPHES}]"
_WORD = rf"(?:{LETTER}|[{MARKS}])"
# The sign first, as it is searched for faster than what stands before it.
_CUT = rf"""
    [{_SOFT}{HARD}](?:
        (?<=[{HARD}])(?:
            (?P<hard>)
            (?: (?<={_WORD}.) {_LINE_END} (?={LETTER}) | (?<=\d.) {_LINE_END} (?=\d) )
          | (?<={ALNUM}{_SIGN}.) {_LINE_END} (?={LETTER})
          | (?<={LETTER}.) {_LINE_END} (?={_SIGN}{LETTER})
        )
      | (?<=[{_SOFT}]) (?<={_WORD}.) (?: {_LINE_END} | {_BLANK}+ | (?<=¬) ) (?={LETTER})
    )
    """
_JOINED = re.compile(rf"[{HYPHENS}]{SOFT_HYPHEN}")


@cache
def _cut() -> re.Pattern[str]:
    """Return the pattern of `_CUT`; few texts need it, and compiling it takes long."""
    return re.compile(_CUT, re.VERBOSE)


def join_lines(text: str) -> str:
    """Return the text with soft hyphens in place of line ends within a word.

    >>> join_lines("le prési-\\ndent").split()
    ['le', 'prési-\\xaddent']
    """
    return _cut().sub(_join, text) if _may_be_cut(text) else text


def _may_be_cut(text: str) -> bool:
    if "\n" in text and _MAY_BE_CUT.search(text):
        return True
    for sign in _RARE:  # `any` would take three times as long
        if sign in text:
            return True
    return "\r" in text and _RETURN_ALONE.search(text) is not None


def _join(match: re.Match[str]) -> str:
    found = match.group()
    return (SOFT_HYPHEN if match["hard"] is None else found[0]) + SOFT_HYPHEN * (len(found) - 1)


def was_cut(word: str) -> bool:
    """Say whether a hyphen of this word may only mark the end of a line."""
    return bool(_JOINED.search(word))
