"""Spelling variants: `21ème` is `21e`; `XXIe` is also `21e`, `ognon` is also `oignon`, `St` is `Saint`.

A word -> its indexed spelling, and a second one that is also indexed, "" if there is none.

Ordinals. The abbreviations are 1er, 1re, 2e (Lexique des règles typographiques en usage à l'Imprimerie
nationale, « Abréviations »); people write 1ère, 2ème, 3è, 2nd, XIX-ème. Roman ordinals are read up to
399, in capitals with the ending in lower case: `VIE` and `vie` are the noun. In one case, they are read
where no word is spelled so: `XIXE`, `xixe`, `XVEME`. Roman numerals without an ending are not changed:
nobody writes `Louis 14` for `Louis XIV`, and `I`, `V`, `X` are also letters.

Abbreviations (`abbreviations`) are indexed in full, and also as written. Hours lose a zero before them:
`09h05` is also `9h05` (Lexique, « Heures »).

The spelling of 1990 (Les rectifications de l'orthographe, Journal officiel, documents administratifs, 6
décembre 1990). Most of it needs no table: folding covers changes of accents (`évènement`,
`connaitre`), the joined form of compounds covers `portemonnaie`. Changes of letters are below, as
beginnings of words, to cover their inflections. Verbs in -oter are left out (`greloter`), since other
words share their beginnings (`grelot`).
"""

from __future__ import annotations

import re
from itertools import product

from frsearch.analysis import abbreviations
from frsearch.analysis.folding import fold, open_ligatures

# Beginnings of words, new and old; a $ ends the word.
_RECTIFIED = dict(
    pair.split()
    for pair in """
    ognon oignon; nénufar nénuphar; bonhommie bonhomie; boursouffl boursoufl; cahutte cahute
    charriot chariot; chaussetrapp chaussetrap; combattif combatif; combattiv combativ
    cuisseau$ cuissot; cuisseaux$ cuissots; décill dessill; douçâtre douceâtre; imbécilité imbécillité
    persiffl persifl; prudhommal prudhomal; prudhommie prudhomie; sottie sotie; assoir$ asseoir
    rassoir$ rasseoir; sursoir$ surseoir; relai$ relais; bizut$ bizuth; sorgo$ sorgho
    levreau$ levraut; levreaux$ levrauts; interpel interpell; dentelière dentellière
    lunetier lunettier; lunetière lunettière; prunelier prunellier; joailler joaillier
    joaillère joaillière; quincailler quincaillier; quincaillère quincaillière
    serpillère serpillière; corole corolle; fumerole fumerolle; girole girolle; guibole guibolle
    barcarole barcarolle; mariole mariolle; saccarin saccharin
    """.replace("\n", ";").split(";")
    if pair.strip()
)
_FOLDED = {fold(new): old for new, old in _RECTIFIED.items()}

ORDINAL = re.compile(
    r"(?P<number>\d+|[CIVXL]+)(?P<ending>i?[eè]mes?|[eè]s?|i?[eè]res?|res?|ers?|(?<=^2)nde?s?)"
)
_NUMBERS = "CIVXL0123456789"
# In one case: XIXE, but not the name Xie; XVEME, but not the nth (xème).
_ONE_CASE = re.compile(
    r"(?=X(?!IE))(?P<alone>[IVXL]{2,})(?P<e>[EÈ])|(?P<number>[CIVXL]{2,})(?P<ending>I?[EÈ]ME)"
)
_ROMAN = [
    hundreds + tens + ones
    for hundreds, tens, ones in product(
        ("", "C", "CC", "CCC"),
        ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"),
        ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
    )
]
# Le is an article, Ce a pronoun, Cie a company; L, C and their like are no numbers before `e` either.
_NO_NUMERALS = ("", "L", "C", "CI")
_VALUES = {numeral: value for value, numeral in enumerate(_ROMAN) if numeral not in _NO_NUMERALS}

_HOUR = re.compile(r"0(\d[hH](?:[0-5]\d)?)")
HOUR = re.compile(r"\d{1,3}[hH](?:[0-5]\d(?:mi?n)?)?")

# Roman numerals that may have the ending of an ordinal.
ROMAN = frozenset(_VALUES)

_ENDINGS = "e es er ers eme è ème re res ere ère iere ière ᵉ ᵉʳ ʳᵉ".split()
FIRST = 4
_BY_BEGINNING: dict[str, list[tuple[str, str]]] = {}
for _new, _old in _FOLDED.items():
    _BY_BEGINNING.setdefault(_new[:FIRST], []).append((_new, _old))
# A word of letters with another beginning, as most words, has one spelling only.
BEGINNINGS = frozenset(
    change(word[:FIRST].rstrip("$"))
    for new in _RECTIFIED
    for word in (new, fold(new))
    for change in (str.lower, str.capitalize, str.upper)
)
BEGINNINGS |= frozenset((numeral + ending)[:FIRST] for numeral in _VALUES for ending in _ENDINGS)
BEGINNINGS |= frozenset(
    change(numeral + ending)[:FIRST]
    for numeral in _VALUES
    for ending in ("e", "è", "eme", "ème", "ieme", "ième")
    if _ONE_CASE.fullmatch((numeral + ending).upper())
    for change in (str.lower, str.upper)
)
BEGINNINGS |= frozenset(word[:FIRST] for word in abbreviations.WRITTEN)


def respell(word: str) -> tuple[str, str]:
    """Return the indexed spelling of a cleaned word, and another spelling or "".

    >>> respell("21ème"), respell("XXIᵉ"), respell("ognons"), respell("vie")
    (('21e', ''), ('XXIe', '21e'), ('ognons', 'oignons'), ('vie', ''))
    """
    # After figures, capitals make no other word: 20ÈME.
    written = open_ligatures(word.lower() if word[0].isdecimal() else word)
    if match := _ONE_CASE.fullmatch(written.upper() if written.islower() else written):
        written = (match["alone"] or match["number"]) + (match["e"] or match["ending"]).lower()
        word = written if word.isupper() else word
    if match := ORDINAL.fullmatch(written):
        return _ordinal(word, match["number"], match["ending"])
    if word[0].isdecimal():
        match = _HOUR.fullmatch(word)
        return word, match[1] if match else ""
    if full := abbreviations.in_full(word):
        return full, word
    folded = fold(word.lower())
    for new, old in _BY_BEGINNING.get(folded[:FIRST], ()):
        if folded == new[:-1] if new.endswith("$") else _begins(folded, new, old):
            return word, old + word[len(new) :].lower()
    return word, ""


def is_ordinal(word: str) -> bool:
    """Say whether a cleaned word is an ordinal with a hyphen before its ending: `XIX-ème`, `19-e`."""
    if word[0] not in _NUMBERS:
        return False
    number, _, ending = word.partition("-")
    match = ORDINAL.fullmatch(open_ligatures(number + ending.lower()))
    return match is not None and match["number"] == number and (number.isdecimal() or number in ROMAN)


def _begins(folded: str, new: str, old: str) -> bool:
    # The old spelling may begin like the new one: interpeller, interpeler.
    return folded.startswith(new) and not folded.startswith(fold(old))


def _ordinal(word: str, number: str, ending: str) -> tuple[str, str]:
    singular = ending.rstrip("s")
    if singular != "er":
        singular = "re" if singular.endswith("re") else "e"
    ending = singular + ending[len(ending.rstrip("s")) :]
    if number.isdecimal():
        return number + ending, ""
    if number not in _VALUES or (singular != "e" and number != "I"):
        return word, ""  # Vers is no 5er
    spelled = word if word.islower() else number + ending
    return spelled, f"{_VALUES[number]}{ending}"
