"""Words written apart by a blank: text -> text of the same length, with these words joined.

    19 e, XIX e, XIX ème, 1 er     an ordinal and its ending, as scans have them: `19e`
    un Airbus A 380, la norme EN 71  capitals that are stop words too, before a number
    c'est à dire                   `c'est-à-dire`, which is one word
    aujourd' hui, presqu' île      a blank, or the end of a line, after the apostrophe of one word
    av. J.-C., apr. J.-C.          avant and après, not avenue

A soft hyphen takes the place of the blank, a hyphen in `c'est-à-dire`. Other letters before a number need
no rule here (`G 7`, see `figures`), and neither do groups of digits (`numbers.joins`). `A` and `EN` count
only after a word in lower case: `A 20 ans` and `IL A 20 ANS` have no `A20`. In a query they may come
first.

Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Nombres » and
« Abréviations », for the spellings without the blank; the elisions are those of `elision`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from frsearch.analysis.characters import APOSTROPHES, LETTER, MARKS
from frsearch.analysis.line_ends import SOFT_HYPHEN
from frsearch.analysis.spellings import is_roman

OPENING = '«“„"(['
CLOSING = '.,;:!?…»”")]'
_BEGIN = rf"(?<![^\s{re.escape(OPENING)}])"
_END = rf"(?=[{re.escape(CLOSING)}]*(?!\S))"
_BLANK = "[ \u00a0\u2009\u202f]"
_SIGN = f"[{APOSTROPHES}]"

_ORDINALS = """
    e er re ème eme ième ieme ère ere ière iere è e\u0300me ie\u0300me e\u0300re ie\u0300re e\u0300 ᵉ ᵉʳ ʳᵉ
""".split()
_CAPITALS = "A EN ES ON SE TU".split()
_TO = ("à", "a", "À", "A", "a\u0300", "A\u0300")
_SAY = ("dire", "Dire", "DIRE")
# What follows the apostrophe of one word.
_SECOND_HALVES = {
    "aujourd": "hui",
    "prud": "homme hommes homal homale homales homaux",
    "quelqu": "un une uns unes",
    "presqu": "île îles ile iles i\u0302le i\u0302les",
    "entr": "acte actes",
    "grand": "mère mères me\u0300re me\u0300res mere meres",
}


def _any_case(words: str) -> list[str]:
    return [form for word in words.split() for form in (word, word.capitalize(), word.upper())]


def _either(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_ONE_WORD = _either(
    rf"(?i:{first}){_SIGN}\s+{_either(_any_case(second))}" for first, second in _SECOND_HALVES.items()
)
_AFTER_SMALL = rf"(?<=[^\W\d_A-ZÀ-Þ]{_BLANK})|(?<=\b[ldLD]{_SIGN})"


def _pattern(before_capitals: str) -> re.Pattern[str]:
    return re.compile(
        rf"""
          {_BEGIN}(?P<ordinal> (?:\d{{1,3}}|[IVXL]{{1,8}}){_BLANK}{_either(_ORDINALS)}){_END}
        | (?:{before_capitals})(?P<capitals> {_either(_CAPITALS)}{_BLANK}\d{{1,4}}(?!\d)){_END}
        | {_BEGIN}(?P<to_say> (?i:c){_SIGN}(?i:est)(?:\s+|-){_either(_TO)}(?:\s+|-){_either(_SAY)}){_END}
        | {_BEGIN}(?P<one_word> {_ONE_WORD}){_END}
        | {_BEGIN}(?P<era> (?:av|apr)\.?\s+)(?=J\.?\s?-?\s?C(?!{LETTER}|[{MARKS}]))
        """,
        re.VERBOSE,
    )


_APART, _FIRST_TOO = _pattern(_AFTER_SMALL), _pattern(rf"{_AFTER_SMALL}|(?<![^\"«“(])")
_BLANKS = re.compile(r"\s")
# What `join_words` makes of av. and apr. before J.-C.
ERA = rf"(?:av|apr)\.?{SOFT_HYPHEN}+(?=J)"

# Kinds of pairs, as bits: that of numbers is set by the caller.
NUMBERS = 1
_ORDINAL, _FIGURES, _SAYING, _TIED_SAYING, _ONE, _CHRIST = (2 << at for at in range(6))
_LEFT = dict.fromkeys(["av", "apr", "av.", "apr."], _CHRIST)
_LEFT_ENDS = (
    dict.fromkeys("IVXL0123456789", _ORDINAL)
    | dict.fromkeys(APOSTROPHES, _ONE)
    | dict.fromkeys("tT", _TIED_SAYING)
    | dict.fromkeys("NSEU", _FIGURES)
    | dict.fromkeys((to[-1] for to in _TO), _SAYING)
    | {"A": _SAYING | _FIGURES}
)
_RIGHT = (
    dict.fromkeys(_ORDINALS, _ORDINAL)
    | dict.fromkeys(_SAY, _SAYING)
    | dict.fromkeys((f"{to}-{say}" for to in _TO for say in _SAY), _TIED_SAYING)
    | dict.fromkeys(_any_case(" ".join(_SECOND_HALVES.values())), _ONE)
)
_RIGHT_BEGINS = dict.fromkeys("0123456789", _FIGURES) | {"J": _CHRIST}


def join_words(text: str, *, first: bool = False) -> str:
    """Return the text with words written apart joined; `first`: capitals may come first.

    >>> join_words("au XIX e, c'est à dire").replace(SOFT_HYPHEN, "_")
    "au XIX_e, c'est-à-dire"
    """
    return (_FIRST_TOO if first else _APART).sub(_join, text)


def _join(match: re.Match[str]) -> str:
    found = match.group()
    if match.lastgroup == "ordinal" and not is_ordinal_number(_BLANKS.split(found)[0]):
        return found
    if match.lastgroup == "to_say":
        found = re.sub(r"\s(\s*)", r"-\1", found)
    return _BLANKS.sub(SOFT_HYPHEN, found)


def is_ordinal_number(numeral: str) -> bool:
    """Say whether a numeral may have the ending of an ordinal: digits, or Roman up to 89."""
    return numeral.isdecimal() or is_roman(numeral)


def sides(cores: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return for each chunk, without punctuation around it, the kinds of pairs that it may begin and end.

    `join_words` changes a text only where two neighbouring chunks have a kind in common.
    """
    left = [_LEFT.get(core, 0) | _LEFT_ENDS.get(core[-1], 0) for core in cores]
    right = [_RIGHT_BEGINS.get(core[0]) or _RIGHT.get(core, 0) for core in cores]
    for at, core in enumerate(cores):
        # Decomposed letters have no core of letters alone, and keep their punctuation.
        if core[-1] in CLOSING:
            right[at] = right[at] or _RIGHT.get(core.strip(OPENING + CLOSING), 0)
            left[at] |= _LEFT.get(core.strip(OPENING), 0)
    return left, right
