"""Names of months and weekdays in French, English and German -> numbers; spellings made alike.

Names are looked up as `fold` writes them: small letters without accents. The short names of French are
those of the Imprimerie nationale (*Lexique des règles typographiques*: janv., févr., avr., juil., sept.,
oct., nov., déc.) and the three-letter ones of programs.

>>> fold(" 28 DÉC.\\u00a02018 "), MONTHS["dec"], WEEKDAYS["jeudi"]
('28 dec. 2018', 12, 3)
"""

from __future__ import annotations

import re
import unicodedata

_MONTHS = """
    janvier janv jan january januar jaenner janner
    fevrier fevr fev february feb februar
    mars mar march marz maerz mrz
    avril avr april apr
    mai may
    juin june jun juni
    juillet juil juill jul july juli
    aout aou august aug
    septembre sept sep september
    octobre oct october oktober okt
    novembre nov november
    decembre dec december dezember dez
"""
_WEEKDAYS = """
    lundi lun monday mon montag mo
    mardi mar tuesday tues tue dienstag di
    mercredi merc mer wednesday wed mittwoch mi
    jeudi jeu thursday thurs thur thu donnerstag do
    vendredi vend ven friday fri freitag fr
    samedi sam saturday sat samstag sonnabend sa
    dimanche dim sunday sun sonntag so
"""


def _numbered(table: str, first: int) -> dict[str, int]:
    lines = table.strip().splitlines()
    return {name: number for number, line in enumerate(lines, first) for name in line.split()}


MONTHS = _numbered(_MONTHS, 1)
WEEKDAYS = _numbered(_WEEKDAYS, 0)
"""Monday is 0, as in `datetime`."""

# Combining marks, and marks of direction and width, which dates copied from pages contain.
_UNSEEN = re.compile(r"[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]+")
_ALIKE = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("’‘ʼ", "'") | {"⁄": "/"})


def fold(text: str) -> str:
    """Return a text in small letters, without accents, with single blanks and plain hyphens."""
    text = text.lower()
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKD", text)).translate(_ALIKE)
    return " ".join(text.split())
