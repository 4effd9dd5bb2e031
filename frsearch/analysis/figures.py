"""Figures written solid or in groups: `G7` is `G 7`, `0634343434` is `06 34 34 34 34`.

A word -> the parts in which it may be written. The parts are words, and so is the whole, as with a
compound, so that each spelling finds the others:

    G7, CAC40, Covid19, L1234   letters and up to four figures: G 7, CAC 40, Covid 19, L. 1234
    5G, 100km, 10M€, 2CV        figures and letters: 5 G, 100 km, 10 M€, 2 CV; no ordinal or hour
    4x4, B2B, A400M             three of these: 4 x 4, B 2 B, A400 M
    0634343434                  a telephone number: pairs (Arcep, plan national de numérotation)
    37792796700028              a SIRET: SIREN and NIC, 9 + 5 (Insee, Sirene)
    184127645108946             a NIR, with or without its key: 1 84 12 76 451 089 46 (Insee)
    FR40303265045               the VAT number of a company: FR 40 303 265 045 (Code général des impôts,
                                annexe III, art. 242 nonies A)
    FR7630006000011234567890189 an IBAN: groups of four (ISO 13616-1)

Words such as `A380` and `EN71` are left whole: `à 380` and `en 71` are common, and no spelling of them;
so is `2A`, for `2 à 4`. With a blank, capitals tell (`un Airbus A 380`, see `apart`). So is `no5`: `no`
is not the `n` of `n° 5`.

`49.3` and `49-3` are the same article of law: `dotted` is a term that both have. Numbers of one figure
before the sign, as in scores (`3-1`) and rates (`2.1`), are not. `solid_number` is the same for an ISBN
with hyphens (ISO 2108), whose groups have no fixed length.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

from frsearch.analysis.folding import fold, open_ligatures
from frsearch.analysis.spellings import HOUR, ORDINAL
from frsearch.analysis.stopwords import is_stop_word

_RUNS = re.compile(r"\d+|[^\W\d_]+")
_LETTERS = r"[^\W\d_]{1,20}"
_MIXED = re.compile(rf"{_LETTERS}\d{{1,4}}(?:{_LETTERS})?|\d{{1,4}}{_LETTERS}(?:\d{{1,4}})?")
_VAT = re.compile(r"FR\d{11}")
_DOTTED = re.compile(r"([1-9]\d{1,2})[.-](\d{1,2})")
_ISBN = re.compile(r"(?:97[89]-)?\d-(?=[\dX-]{11}\Z)\d{2,7}-\d{1,6}-[\dX]")
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
    if _MIXED.fullmatch(word):
        return _runs(word, apart) if _is_mixed(word) else []
    if _VAT.fullmatch(word):
        return [(0, 2), (2, len(word))]
    for pattern, lengths in _GROUPED:
        if pattern.fullmatch(word):
            return list(pairwise(accumulate(lengths, initial=0)))
    return []


def _is_mixed(word: str) -> bool:
    """Say whether letters and figures are no ordinal, hour or unit with a raised figure alone."""
    return not HOUR.fullmatch(word) and not ORDINAL.fullmatch(open_ligatures(word.lower()))


def _runs(word: str, apart: bool) -> list[tuple[int, int]]:
    """Return the runs of letters and of figures; letters that may be a word stay with their figures."""
    spans: list[tuple[int, int]] = []
    tied = False
    for match in _RUNS.finditer(word):
        is_tied = not (apart or match[0].isdecimal() or _may_stand_apart(match[0]))
        if spans and (tied or is_tied):
            spans[-1] = (spans[-1][0], match.end())
        else:
            spans.append(match.span())
        tied = is_tied and len(spans) == 1 and spans[0] == match.span()
    return spans if len(spans) > 1 else []


def _may_stand_apart(letters: str) -> bool:
    """Say whether letters beside a number are no word that often stands there: `à`, `en`."""
    folded = fold(letters.lower()) if letters[0].isalpha() else ""
    return bool(folded) and folded not in ("a", "no") and (len(folded) == 1 or not is_stop_word(folded))


def dotted(number: str) -> str:
    """Return the term that `49.3` and `49-3` share, "" for another number.

    >>> dotted("49-3"), dotted("3-1")
    ('49.3', '')
    """
    match = _DOTTED.fullmatch(number)
    return f"{match[1]}.{match[2]}" if match else ""


def solid_number(number: str) -> str:
    """Return the term that a number with hyphens shares with another spelling, "" if there is none.

    >>> solid_number("978-2-07-036822-8"), solid_number("49-3"), solid_number("14-07-1789")
    ('9782070368228', '49.3', '')
    """
    return number.replace("-", "") if _ISBN.fullmatch(number) else dotted(number)
