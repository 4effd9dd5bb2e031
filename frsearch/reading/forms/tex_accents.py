"""Accents that TeX set beside their letters in a PDF -> letters with accents.

The fonts of TeX without `T1` have no é: an accent and a letter are printed over each other, and stand
one after the other in the text of the PDF: `D´ecouverte`, `apparaˆıt`, `fran¸cais`.
Source: the encoding OT1, https://www.latex-project.org/help/documentation/encguide.pdf.

>>> with_tex_accents("D´ecouverte d´ej`a l`a, fran¸cais, apparaˆıt")
'Découverte déjà là, français, apparaît'
>>> with_tex_accents("l´eau et l´arbre")
'l´eau et l´arbre'
"""

from __future__ import annotations

import re
import unicodedata

_COMBINING = {"´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "¸": "\u0327"}
_DOTLESS = {"ı": "i", "ȷ": "j"}
_ACUTE = re.compile(r"´([^\W\d_])")
_ACCENTED = re.compile(r"([`´])([aeuAEU])|([ˆ¨])([aeiouyAEIOUYı])|(¸)([cC])")


def with_tex_accents(text: str) -> str:
    """Return a text with its accents on their letters, if TeX set it without French fonts."""
    acute = _ACUTE.findall(text)
    # In French only e has an acute accent; elsewhere the sign is meant for an apostrophe.
    if not acute or not set(acute) <= {"e", "E"}:
        return text
    return _ACCENTED.sub(_letter, text)


def _letter(found: re.Match[str]) -> str:
    mark, letter = filter(None, found.groups())
    return unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _COMBINING[mark])
