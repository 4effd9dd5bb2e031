"""Ligatures and accents: one spelling for `cœur` and `coeur`, for `été`, `ÉTÉ` and `ete`.

Ligatures are opened before stemming, because Snowball does not read œ as a vowel; accents are folded
after stemming, because Snowball needs them (it has the suffix of `absurdité`, not of `absurdite`).

    >>> fold(open_ligatures("cœur")), fold("ÉTÉ".lower()), fold("garçon")
    ('coeur', 'ete', 'garcon')
"""

from __future__ import annotations

import unicodedata

from unidecode import unidecode_expect_nonascii

_OPENED = {
    "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl",
    **dict(zip("ſᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "sabcdefghijklmnoprstuvwxyz", strict=True)),
}  # fmt: skip
_LIGATURES = str.maketrans(_OPENED)

# In longer texts, one replacement per ligature is faster than one lookup per character.
_LONG = 1_000


def open_ligatures(word: str) -> str:
    """Write œ and æ (and the typographic ﬁ, ﬂ) as two letters, and ſ, ᵉ as the letters they are."""
    if word.isascii():
        return word
    if len(word) < _LONG:
        return word.translate(_LIGATURES)
    for ligature, letters in _OPENED.items():
        word = word.replace(ligature, letters)
    return word


class _FoldTable(dict[int, str]):
    """Code point -> folded lower-case letters, computed at the first lookup."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_character(chr(point))
        return folded


def _fold_character(character: str) -> str:
    """Fold one character; "" if the result has no letters or digits.

    Unidecode is used for Latin letters (ø, ł, ß, ᵉ …) only: in other scripts it guesses a pronunciation,
    and the letter itself, without its marks, is more useful.
    """
    if character.isascii():
        return character
    if unicodedata.decomposition(character).startswith("<fraction>"):
        return ""  # ½ would read as 12
    parts = (
        unidecode_expect_nonascii(part) if "LATIN" in unicodedata.name(part, "") else part
        for part in unicodedata.normalize("NFKD", character).lower()
        if not unicodedata.combining(part)
    )
    kept = "".join(part for part in "".join(parts).lower() if part.isalnum())
    return unicodedata.normalize("NFC", kept)


_TABLE = _FoldTable()


def fold(word: str) -> str:
    """Return the word without accents; digits and separators of numbers (`3,5`) stay."""
    return word if word.isascii() else word.translate(_TABLE)
