"""Words written apart by a blank: text -> text of the same length, with these words joined.

    19 e, XIX e, XIX ème, 1 er     an ordinal and its ending, as scans have them: `19e`
    19° siècle                     `19e`, as typewriters had it
    un Airbus A 380, la norme EN 71  capitals that are stop words too, before a number
    c'est à dire, c est à dire     `c'est-à-dire`, which is one word
    aujourd' hui, presqu ’île      a blank or a line end beside the apostrophe of one word, or for it
    av. J.-C., apr. J.-C., av. n. è.   avant and après, not avenue

A soft hyphen takes the place of the blank, a hyphen in `c'est-à-dire`. Other letters before a number
need no rule here (`G 7`, see `figures`), and neither do groups of digits (`numbers.joins`). `A` and
`EN` count after a word in lower case, elsewhere before the end of a phrase (`AIRBUS A 380 :`) or
another such name (`A 380 et A 350`), and after an acronym before a word in lower case (`NF EN 71 est`):
`A 20 ans` and `IL A 20 ANS` have no `A20`. In a query they may come first, unless the rest is in
capitals too, and `a 380` may end it in lower case.

Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Nombres » and
« Abréviations », for the spellings without the blank; the elisions are those of `elision`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import compress

from frsearch.analysis.characters import APOSTROPHES, LETTER, MARKS
from frsearch.analysis.line_ends import SOFT_HYPHEN
from frsearch.analysis.spellings import ROMAN

OPENING = '«“„"(['
CLOSING = '.,;:!?…»”")]'
_BEGIN = rf"(?<![^\s{re.escape(OPENING)}])"
_DEGREES = "°º"
_END = rf"(?=[{re.escape(CLOSING)}]*(?!\S))"
_BLANK = "[ \u00a0\u2009\u202f]"
_SIGN = f"[{APOSTROPHES}]"

_ORDINALS = """
    e er re ème eme ième ieme ère ere ière iere è ᵉ ᵉʳ ʳᵉ
    e\u0300me ie\u0300me e\u0300re ie\u0300re e\u0300 ÈME EME IÈME IEME E\u0300ME ER ÈRE ERE E\u0300RE
    ers res èmes emes ièmes iemes nd nde
""".split()
# What an ordinal with ° in place of its ending may stand before.
_AFTER_DEGREE = (
    "siècle",
    "siècles",
    "siecle",
    "siecles",
    "SIÈCLE",
    "SIECLE",
    "Siècle",
    "arrondissement",
)
_ARTICLES = [letter + sign for letter in "ldLD" for sign in APOSTROPHES]
_CAPITALS = "A CE EN ES MA ME Me NE ON SA SE TA TU Tu UN".split()
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


# The first halves that are words, too.
_ALSO_WORDS = ("entr", "grand")
_ERAS = _any_case("av apr ap")
_CHRIST_OR_OURS = (
    rf"(?:J\.?\s?-?\s?C(?!{LETTER}|[{MARKS}])|[nN]\.\s?[éèeÈE]\.|(?:notre|NOTRE)\s(?:[èe]re|ÈRE|ERE)\b)"
)

# Kinds of pairs of chunks, as bits; `NUMBERS` are for the caller. Each pattern covers what is joined.
NUMBERS = 1
_ORDINAL, _FIGURES, _SAYING, _TIED_SAYING, _ONE, _CHRIST = (2 << at for at in range(6))
_TO_SAY = re.compile(
    rf"[cC](?<![^\s{re.escape(OPENING)}].)(?:{_SIGN}\s?|\s)?(?i:est)(?:\s+|-){_either(_TO)}(?:\s+|-){_either(_SAY)}{_END}"
)
_PATTERNS = {
    # What stands before is checked by `_join`: these patterns find their first letter fast.
    _ORDINAL: re.compile(
        rf"(?<=[\dCIVXL])(?:{_BLANK}(?={_either(_ORDINALS)}(?:{_END}|-[IVX]))"
        rf"|[{_DEGREES}](?=\s+{_either(_AFTER_DEGREE)}{_END}))"
    ),
    _FIGURES: re.compile(
        rf"{_either(_CAPITALS)}{_BLANK}\d{{1,4}}(?!\d)(?:[A-Z](?=\W|\Z)|{_BLANK}[A-Z](?=[\s.,;:)»]|\Z))?{_END}"
    ),
    _SAYING | _TIED_SAYING: _TO_SAY,
    _ONE: re.compile(
        _either(
            rf"{_BEGIN}(?i:{first})(?:{_SIGN}\s+|\s+{_SIGN}{'' if first in _ALSO_WORDS else '?'})"
            rf"{_either(_any_case(second))}{_END}"
            for first, second in _SECOND_HALVES.items()
        )
    ),
    _CHRIST: re.compile(rf"{_BEGIN}{_either(_ERAS)}\.?\s+(?={_CHRIST_OR_OURS})"),
}
_AFTER_SMALL = re.compile(rf"(?:[^\W\d_A-ZÀ-Þ]{_BLANK}|(?:\A|\s)[ldLD]{_SIGN})\Z")
_FIRST = re.compile(rf"(?:\A|[\"«“(=:]{_BLANK}?|(?:\A|\s)(?:ET|OU|SAUF|AND|OR|NOT)\s)\Z")
_OPERATOR_NEXT = re.compile(r"\s(?:ET|OU|SAUF|AND|OR|NOT)\s")
# What stands before a name of letters and figures, and after it: the end of a phrase, or another name.
_AFTER_ACRONYM = re.compile(rf"[^\W\d_]{_BLANK}\Z")
_AFTER_FIGURES = re.compile(rf"\d{_BLANK}?\Z")
_NEXT_ACRONYM = rf"\s+{_either(_CAPITALS)}{_BLANK}?\d"
_ENDS = re.compile(rf"\s*(?:\Z|[\n.;:!?…»”\")\]–—]|(?:,|\s(?:et|ou|ET|OU)){_NEXT_ACRONYM})")
_GOES_ON_SMALL = re.compile(rf"{_BLANK}[a-zß-ÿœ]{{2}}")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# Lower case, at the end of a query.
_LAST = re.compile(rf"(?<=\S{_BLANK})a{_BLANK}\d{{2,4}}(?=\s*\Z)")
_EUPHONIC = re.compile(r"(?<=[aeA])\s(?:t)\s(?=(?:il|elle|on|ils|elles)\b)")
_NUMERAL = re.compile(rf"(?:{_BEGIN}(?:\d{{1,3}}|[CIVXL]{{1,11}})|(?<=e-)[IVXL]{{1,8}})\Z")
_LONGEST_NUMERAL = 14
_BLANKS = re.compile(r"\s")
_TIED = re.compile(r"\s(\s*)")
# What `join_words` makes of av. and apr. before J.-C.
ERA = rf"{_either(_ERAS)}\.?{SOFT_HYPHEN}+(?=[JnN])"

_PUNCTUATED = 128
_LEFT = (
    dict.fromkeys([era + point for era in _ERAS for point in ("", ".")], _CHRIST)
    | dict.fromkeys((form for first in _SECOND_HALVES for form in _any_case(first)), _ONE)
    | dict.fromkeys(sorted(ROMAN), _ORDINAL)
    | dict.fromkeys(_TO, _SAYING)
    | dict.fromkeys(
        (f"{begin}{capitals}" for begin in ("", *_ARTICLES) for capitals in _CAPITALS), _FIGURES
    )
    | {"A": _SAYING | _FIGURES}
)
_LEFT_ENDS = (
    dict.fromkeys(f"CIVXL0123456789{_DEGREES}", _ORDINAL)
    | dict.fromkeys(APOSTROPHES, _ONE)
    | dict.fromkeys("tT", _TIED_SAYING)
    | dict.fromkeys((to[-1] for to in _TO), _SAYING)
    | dict.fromkeys(CLOSING, _PUNCTUATED)
)
_RIGHT = (
    dict.fromkeys((*_ORDINALS, *_AFTER_DEGREE), _ORDINAL)
    | dict.fromkeys((f"{e}-{numeral}" for e in ("e", "è", "ème") for numeral in sorted(ROMAN)), _ORDINAL)
    | dict.fromkeys(_SAY, _SAYING)
    | dict.fromkeys((f"{to}-{say}" for to in _TO for say in _SAY), _TIED_SAYING)
    | dict.fromkeys(_any_case(" ".join(_SECOND_HALVES.values())), _ONE)
)
_RIGHT_BEGINS = dict.fromkeys("0123456789", _FIGURES) | {"J": _CHRIST} | dict.fromkeys(APOSTROPHES, _ONE)
_RIGHT |= dict.fromkeys("J JC n N n. N. n.è. n.e. notre NOTRE".split(), _CHRIST)


def join_words(text: str, kinds: int = -1, *, first: bool = False) -> str:
    """Return the text with words written apart joined, of some kinds of pairs (all by default).

    `first`: of a query, in which capitals may come first.

    >>> join_words("au XIX e, c'est à dire").replace(SOFT_HYPHEN, "_")
    "au XIX_e, c'est-à-dire"
    """
    for kind, pattern in _PATTERNS.items():
        if kind & kinds:
            text = pattern.sub(partial(_join, first), text)
    return _joined_in_query(text) if first else text


def _joined_in_query(text: str) -> str:
    """Return a query with what is doubtful in a text joined, too: `airbus a 380`, `a t il`."""
    for match in _LAST.finditer(text):
        if not _AFTER_FIGURES.search(text, 0, match.start()):
            at = match.start() + 1
            text = text[:at] + SOFT_HYPHEN + text[at + 1 :]
    return _EUPHONIC.sub("-t-", text)


def _join(first: bool, match: re.Match[str]) -> str:
    found, text, at = match.group(), match.string, match.start()
    if match.re is _PATTERNS[_ORDINAL] and not _is_numeral(text, at):
        return found
    if match.re is _PATTERNS[_FIGURES] and not _is_acronym(match, first):
        return found
    if match.re is _TO_SAY:
        head = len(found) - len(found.lstrip("cC").lstrip())
        found = _BLANKS.sub(SOFT_HYPHEN, found[:head]) + _tied(found[head:])
    return "e" if found in _DEGREES else _BLANKS.sub(SOFT_HYPHEN, found)


def _tied(found: str) -> str:
    """Return `est à dire` with hyphens, and no blank before it."""
    begin = re.match(rf"(?:{_SIGN}\s*)?", found)
    end = begin.end() if begin else 0
    return found[:end] + _TIED.sub(r"-\1", found[end:])


def _is_acronym(match: re.Match[str], first: bool) -> bool:
    """Say whether capitals before a number are a name: by what stands before and after them."""
    text, at = match.string, match.start()
    before = text[max(0, at - 8) : at]
    if _AFTER_SMALL.search(before):
        return True
    # « Tu 154 » may begin a sentence: only as a whole query is it a name.
    if match[0][:2] in ("Tu", "Me") and not (first and before + text[match.end() :] == ""):
        return False
    if _AFTER_FIGURES.search(before) or _YEAR.search(match[0]):
        return False
    if before[-1:].isalnum():
        return False
    if first and _FIRST.search(before):
        goes_on = text[match.end() :]
        return not goes_on.isupper() or _OPERATOR_NEXT.match(goes_on) is not None
    if _ENDS.match(text, match.end()):
        return True
    return bool(_AFTER_ACRONYM.search(before)) and bool(_GOES_ON_SMALL.match(text, match.end()))


def _is_numeral(text: str, end: int) -> bool:
    """Say whether a numeral that may have the ending of an ordinal ends here: digits, Roman up to 89."""
    numeral = _NUMERAL.search(text, max(0, end - _LONGEST_NUMERAL), end)
    return numeral is not None and (numeral[0].isdecimal() or numeral[0] in ROMAN)


def sides(words: Sequence[str], others: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return for chunks, without punctuation around it, the kinds of pairs that they may begin and end.

    `words` are the first chunks, of letters only. `join_words` changes a text only where two
    neighbouring chunks have a kind in common.
    """
    left, right = _sides(others)
    return [_LEFT.get(word, 0) for word in words] + left, [_RIGHT.get(word, 0) for word in words] + right


def _sides(cores: Sequence[str]) -> tuple[list[int], list[int]]:
    left = [_LEFT.get(core) or _LEFT_ENDS.get(core[-1], 0) for core in cores]
    right = [_RIGHT.get(core) or _RIGHT_BEGINS.get(core[0], 0) for core in cores]
    # Only words of plain letters have lost their punctuation.
    for at in compress(range(len(cores)), [each & _PUNCTUATED for each in left]):
        left[at] = _LEFT.get(cores[at].strip(OPENING), 0)
        right[at] = right[at] or _RIGHT.get(cores[at].strip(OPENING + CLOSING), 0)
    return left, right
