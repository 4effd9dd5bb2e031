"""Words of a query in a row that are also written otherwise: their forms -> rows of words.

    10h30, 10:30, 10 heures 30   hours; `20h`, `20 heures`, `20h00`
    06 34 34 34 34               a telephone number: solid, +33 6 34 34 34 34, 0033634343434; `39 49`
    377 927 967 00028            a SIRET in its groups; a VAT number; the number of a card, in fours
    c'est-à-dire, Notre-Dame     c.-à-d., N.-D.
    week end, porte monnaie      one word since 1990

What is indexed stays as it is: only a query is read in several ways, so that no text takes longer. What
can be told from one chunk (`5G`, `49.3`) is in `analysis.figures`.

Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Heures », « Abréviations
»; Arcep, plan national de numérotation; Insee, Sirene; Les rectifications de l'orthographe, Journal
officiel, documents administratifs, 6 décembre 1990, for words that have lost their hyphen.

>>> variants(["10", "heures", "30"])[:3]
[('10h30',), ('10h', '30'), ('10', 'heures', '30')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from frsearch.analysis.folding import fold

Row = tuple[str, ...]

# No row of words that is read otherwise is longer.
LONGEST = 8

_HOURS = re.compile(
    r"(?P<hours>\d{1,3}) ?(?:h|heures?)(?: ?(?P<minutes>[0-5]\d)(?: ?(?:min|mn|minutes?))?)?"
)
_TELEPHONE = re.compile(r"(?:(?:00)?33(?:0)?|0)([1-9]\d{8})")
# « 350 heures » are no time of a day.
_LONG_HOURS = 3
_SHORT_NUMBER = re.compile(r"3[0-9]{3}")
_VAT = re.compile(r"fr(\d{2})(\d{9})")
_GROUPINGS = {14: ((9, 5), (6, 8), (3, 3, 3, 5)), 16: ((4, 4, 4, 4),)}

# Words of the list of 1990, and others that are written in both ways; as two words.
_SOLID = frozenset(
    " ".join(words.split())
    for words in """
    arc bouter; auto stop; auto stoppeur; basse cour; boute en train; branle bas; brise tout
    chauffe eau; chausse trappe; chauve souris; croque madame; croque mitaine; croque monsieur
    croque mort; fourre tout; haut parleur; haut parleurs; lieu dit; lieux dits; mange tout
    mille feuille; mille feuilles; mille patte; mille pattes; passe partout; passe passe
    pique nique; pique niques; pique niquer; plate bande; plate bandes; plates bandes; porte clé
    porte clés; porte crayon; porte mine; porte monnaie; porte voix; porte plume; pot pourri
    pousse pousse; quote part; sage femme; sage femmes; sauf conduit; sauf conduits; taille crayon
    tire bouchon; tire bouchons; tire fesse; va nu pied; vélo taxi; base ball; basket ball
    black out; blue jean; blue jeans; cow boy; cow boys; fair play; foot ball; globe trotteur
    hand ball; hara kiri; hot dog; hot dogs; lock out; moto cross; pipe line; side car; strip tease
    volley ball; week end; week ends; ex libris; ex voto; statu quo; vade mecum; co voiturage
    e mail; e mails
    """.replace("\n", ";").split(";")
    if words.strip()
)
_LISTED: dict[Row, list[Row]] = {}
for _rows in [
    [("cestadire",), ("c", "a", "d")],
    [("jc",), ("j", "c")],
    *([tuple(map(fold, words)), (fold("".join(words)),)] for words in map(str.split, _SOLID)),
]:
    _LISTED.update((row, _rows) for row in _rows)
# Not back: N. D. are initials.
_LISTED["notre", "dame"] = [("notre", "dame"), ("n", "d")]
# The first words of rows that are not figures.
_FIRST = frozenset(["fr", *(row[0] for row in _LISTED)])


def may_begin(form: str) -> bool:
    """Say whether an exact form may begin a row of words that is also written otherwise."""
    return form[:1].isdecimal() or form in _FIRST


def variants(forms: Sequence[str]) -> list[Row]:
    """Return the rows of words that mean the same as exact forms in a row, these among them or not.

    [] if they are written in one way only.
    """
    for reading in _READINGS if forms and may_begin(forms[0]) else ():
        if rows := list(dict.fromkeys(reading(forms))):
            return rows
    return []


def _hours(forms: Sequence[str]) -> Iterator[Row]:
    match = _HOURS.fullmatch(" ".join(forms))
    if match is None:
        return
    hours, minutes = match["hours"].lstrip("0") or "0", match["minutes"] or ""
    for each in [hours] if len(hours) > 1 else [hours, f"0{hours}"]:
        yield from _spelled_hours(each, minutes)


def _spelled_hours(hours: str, minutes: str) -> Iterator[Row]:
    if minutes and minutes != "00":
        yield (f"{hours}h{minutes}",)
        yield (f"{hours}h", minutes)
        yield (hours, "heures", minutes)
        yield (hours, "h", minutes)
        yield (f"{hours}h{minutes}min",)
        return
    yield (f"{hours}h",)
    yield (hours, "heures")
    if len(hours) < _LONG_HOURS:
        yield (f"{hours}h00",)


def _telephone(forms: Sequence[str]) -> Iterator[Row]:
    match = _TELEPHONE.fullmatch("".join(forms))
    if match is None:
        return
    first, *pairs = _cut(f"0{match[1]}", (2, 2, 2, 2, 2))
    yield (first + "".join(pairs),)
    yield (first, *pairs)
    yield (f"33{match[1]}",)
    yield (f"0033{match[1]}",)
    yield ("33", first[1], *pairs)
    yield ("0033", first[1], *pairs)
    yield ("33", "0", first[1], *pairs)
    yield ("33", match[1])
    yield (first + pairs[0], *pairs[1:])


def _short_number(forms: Sequence[str]) -> Iterator[Row]:
    if _SHORT_NUMBER.fullmatch("".join(forms)) and [*map(len, forms)] in ([4], [2, 2]):
        solid = "".join(forms)
        yield from [(solid,), (solid[:2], solid[2:])]


def _vat_number(forms: Sequence[str]) -> Iterator[Row]:
    if match := _VAT.fullmatch("".join(forms)):
        yield ("fr", match[1] + match[2])
        yield ("fr", match[1], match[2])
        yield (f"fr{match[1]}{match[2]}",)


def _groups(forms: Sequence[str]) -> Iterator[Row]:
    digits = "".join(forms)
    groupings = _GROUPINGS.get(len(digits), ()) if digits.isdecimal() else ()
    if groupings and (len(forms) == 1 or tuple(map(len, forms)) in groupings):
        yield (digits,)
        for lengths in groupings:
            yield tuple(_cut(digits, lengths))


def _listed(forms: Sequence[str]) -> Iterator[Row]:
    yield from _LISTED.get(tuple(forms), ())


_READINGS: tuple[Callable[[Sequence[str]], Iterator[Row]], ...] = (
    _hours,
    _telephone,
    _short_number,
    _vat_number,
    _groups,
    _listed,
)


def _cut(digits: str, lengths: Sequence[int]) -> list[str]:
    return [digits[a:b] for a, b in pairwise(accumulate(lengths, initial=0))]
