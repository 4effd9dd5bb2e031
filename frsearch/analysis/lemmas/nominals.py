"""Nouns and adjectives: plural -> singular, feminine -> masculine.

    >>> singular("travaux"), masculine("actrice"), masculine("blanche")
    ('travail', 'acteur', 'blanc')

Rules for unambiguous endings, lists for the others. The lemma of a feminine is its masculine if both are
one word, an adjective (`grande`) or a person (`chercheuse`).
Source: the rules of gender and number that grammars give (Grevisse and Goosse, Le Bon Usage, in the
chapters on the noun and on the adjective).
"""

from __future__ import annotations

from functools import cache

from frsearch.analysis.lemmas.conjugation import is_first_group
from frsearch.analysis.lemmas.nominal_words import (
    DOUBLING,
    FEMININE_NOUNS,
    FEMININES,
    GRAVE,
    IN_AIL,
    IN_AU,
    IN_EU,
    IN_OU,
    MASCULINES,
    PLURALS_IN_AIS_OIS,
    RADICALS_IN_EUR,
    RADICALS_IN_EUX,
    SINGULARS,
    SINGULARS_IN_S,
)

_SHORTEST_PLURAL = 4
_SHORTEST_STEM = 2
# Feminine ending -> masculine ending; the longest match applies.
_ENDINGS = {
    "trice": "teur", "ive": "if", "enne": "en", "elle": "el", "ière": "ier", "aise": "ais",
    "oise": "ois", "aine": "ain", "ante": "ant", "ente": "ent", "ale": "al", "arde": "ard",
    "eure": "eur", "iane": "ian", "ieuse": "ieux", "ée": "é",
}  # fmt: skip
_ENDING_SIZES = sorted({*map(len, _ENDINGS)}, reverse=True)


def singular(word: str) -> str:
    """Return the singular of a noun or adjective; a word without -s or -x is unchanged."""
    if word in SINGULARS:
        return SINGULARS[word]
    if len(word) < _SHORTEST_PLURAL or word[-1] not in "sx":
        return word
    if word in SINGULARS_IN_S or word in MASCULINES or word.endswith("ss"):
        return word
    if word[-1] == "s":
        kept = word.endswith(("ais", "ois")) and word not in PLURALS_IN_AIS_OIS
        return word if kept else word[:-1]
    if word.endswith("eaux") or word in IN_AU or word in IN_EU or word in IN_OU:
        return word[:-1]
    if word in IN_AIL:
        return word[:-2] + "il"
    return word[:-2] + "l" if word.endswith("aux") and len(word) > _SHORTEST_PLURAL else word


def masculine(word: str) -> str:
    """Return the masculine of a singular, or the word unchanged if it has none."""
    if word in FEMININE_NOUNS:
        return word
    if found := gendered().get(word):
        return found
    if not word.endswith("e"):
        return word
    for size in _ENDING_SIZES:
        if word[-size:] in _ENDINGS and len(word) - size >= _SHORTEST_STEM:
            return word[:-size] + _ENDINGS[word[-size:]]
    if word.endswith("euse"):
        radical = word[:-4]
        verbal = is_first_group(radical) and radical not in RADICALS_IN_EUX
        return radical + ("eur" if verbal or radical in RADICALS_IN_EUR else "eux")
    return word


@cache
def gendered() -> dict[str, str]:
    """Return listed masculine, or its feminine -> masculine."""
    made = {masculine: masculine for masculine in MASCULINES}
    made.update((_feminine(masculine), masculine) for masculine in MASCULINES)
    return made | FEMININES


def _feminine(masculine: str) -> str:
    last = masculine[-1]
    if masculine in DOUBLING:
        return masculine + last + "e"
    if masculine in GRAVE or masculine.endswith("er"):
        return masculine[:-2] + "è" + last + "e"
    if last == "f":
        return masculine[:-1].replace("bre", "brè") + "ve"
    return masculine[:-1] + "se" if last == "x" else masculine + "e"
