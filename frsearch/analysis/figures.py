"""Figures written solid or in groups: `G7` is `G 7`, `0634343434` is `06 34 34 34 34`.

A word -> the parts in which it may be written. The parts are words, and so is the whole, as with a
compound, so that each spelling finds the others:

    G7, CAC40, Covid19, L1234   letters, then up to four figures: G 7, CAC 40, Covid 19, L. 1234
    0634343434                  a telephone number: pairs (Arcep, plan national de numérotation)
    37792796700028              a SIRET: SIREN and NIC, 9 + 5 (Insee, Sirene)
    184127645108946             a NIR, with or without its key: 1 84 12 76 451 089 46 (Insee)
    FR40303265045               the VAT number of a company: FR 40 303 265 045 (Code général des impôts,
                                annexe III, art. 242 nonies A)
    FR7630006000011234567890189 an IBAN: groups of four (ISO 13616-1)

Words such as `A380` and `EN71` are left whole: `à 380` and `en 71` are common, and no spelling of them.
With a blank, capitals tell (`un Airbus A 380`, see `apart`). So is `no5`: `no` is not the `n` of `n° 5`.

`49.3` and `49-3` are the same article of law: `dotted` is a term that both have. Numbers of one figure
before the sign, as in scores (`3-1`) and rates (`2.1`), are not.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

from frsearch.analysis.folding import fold
from frsearch.analysis.stopwords import is_stop_word

_WITH_LETTERS = re.compile(r"([^\W\d_]{1,20})(\d{1,4}|(?<=^FR)\d{11})")
_DOTTED = re.compile(r"([1-9]\d{1,2})[.-](\d{1,2})")
# The lengths of the groups, as joined by `numbers.joins` where they have three figures.
_GROUPED = [
    (re.compile(r"0[1-9]\d{8}"), (2, 2, 2, 2, 2)),
    (re.compile(r"\d{14}"), (9, 5)),
    (re.compile(r"[12]\d\d(?:0[1-9]|1[0-2])\d{10}"), (1, 2, 2, 8, 2)),
    (re.compile(r"[12]\d\d(?:0[1-9]|1[0-2])\d{8}"), (1, 2, 2, 8)),
    (re.compile(r"FR\d{25}"), (2, 2, 4, 4, 4, 4, 4, 3)),
]


def groups_of(word: str, apart: bool = False) -> list[tuple[int, int]]:
    """Return the (start, end) of each part of a cleaned word, none if it has no parts.

    `apart`: a blank stood in the word, so that its letters may be any.

    >>> groups_of("G7"), groups_of("37792796700028"), groups_of("A380")
    ([(0, 1), (1, 2)], [(0, 9), (9, 14)], [])
    """
    if match := _WITH_LETTERS.fullmatch(word):
        return [match.span(1), match.span(2)] if apart or _may_stand_apart(match[1]) else []
    for pattern, lengths in _GROUPED:
        if pattern.fullmatch(word):
            return list(pairwise(accumulate(lengths, initial=0)))
    return []


def _may_stand_apart(letters: str) -> bool:
    """Say whether letters before a number are no word that often stands there: `à`, `en`."""
    folded = fold(letters.lower())
    return bool(folded) and folded not in ("a", "no") and (len(folded) == 1 or not is_stop_word(folded))


def dotted(number: str) -> str:
    """Return the term that `49.3` and `49-3` share, "" for another number.

    >>> dotted("49-3"), dotted("3-1")
    ('49.3', '')
    """
    match = _DOTTED.fullmatch(number)
    return f"{match[1]}.{match[2]}" if match else ""
