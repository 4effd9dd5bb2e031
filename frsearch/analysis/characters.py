"""The characters of words: letters, marks, apostrophes, hyphens, and invisible characters.

Sets for regular expressions, and `clean`, which normalises a word: composed (NFC), with straight
apostrophes and plain hyphens, without invisible characters.

    >>> clean("pre\u00ads\u00adqu\u2019i\u0302le")
    "presqu'île"
"""

from __future__ import annotations

import re
import unicodedata

# A longer word is noise (a key, an image in text form): it is cut.
MAX_TERM_LENGTH = 100

# Typewriter, typographic (both ways, and reversed), modifier letters, the saltillo (which fonts draw as
# an apostrophe), primes (both ways), acute and grave accents, the wide forms, the low quotation mark,
# ornaments, those of Armenian, Hebrew, N'Ko and Greek, and the one of Windows that was read as Latin 1.
APOSTROPHES = "'’‘‛ʼʻʽʹˈˊˋꞌꞋ′‵´`＇｀‚❛❜՚׳ߴߵ᾽᾿΄\u0092"

# Hyphen, no-break hyphen, figure dash, en dash (« Paris–Nice »), small, full width; the plain one
# last, where it makes no range in a character class.
HYPHENS = "‐‑‒–﹣－-"

# Soft hyphen, zero-width blanks and joiners, direction marks, byte order mark, variation selectors.
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
)

# Combining diacritics (text in NFD), and the vowel marks of Hebrew and Arabic.
MARKS = (
    "\u0300-\u034e\u0350-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)

# Letters in Unicode, but in French texts apostrophes, a quotation mark, and the signs of n° and 1°.
_NO_LETTERS = "ʼʻʽʹˈˊˋꞌꞋߴߵˮºᵒ"
LETTER = rf"[^\W\d_{_NO_LETTERS}]"
ALNUM = rf"[^\W_{_NO_LETTERS}]"
NO_LETTERS = frozenset(_NO_LETTERS)
# A run of letters and digits, with marks and invisible characters inside, and marks at the end.
RUN = rf"{ALNUM}(?:(?:{ALNUM}|[{MARKS}{INVISIBLE}])*(?:{ALNUM}|[{MARKS}]))?"
# Characters that may not be adjacent to a whole token.
WORDLIKE = rf"{ALNUM}|[{MARKS}]"


def _expand(ranges: str) -> list[int]:
    points: list[int] = []
    characters = iter(ranges)
    for character in characters:
        if character == "-" and points:
            points.extend(range(points[-1] + 1, ord(next(characters)) + 1))
        else:
            points.append(ord(character))
    return points


# No letter has more marks; composition takes time quadratic in their number.
_MOST_MARKS = 100
_MARKS_TOO_MANY = re.compile(rf"([{MARKS}]{{{_MOST_MARKS}}})[{MARKS}]+")

# An apostrophe as a mark of the letter before it, which may be elided; on Greek vowels, a breathing.
_COMBINED = re.compile("(?<=[cdjlmnstuCDJLMNSTU])[\u0313\u0315]")

_CLEAN: dict[int, str | None] = dict.fromkeys(_expand(INVISIBLE))
_CLEAN.update((ord(apostrophe), "'") for apostrophe in APOSTROPHES)
_CLEAN.update((ord(hyphen), "-") for hyphen in HYPHENS)


def clean(word: str) -> str:
    """Return the word composed, with plain apostrophes and hyphens, without invisible characters."""
    if word.isascii():
        return word.replace("`", "'") if "`" in word else word
    word = word.translate(_CLEAN)
    if "\u0313" in word or "\u0315" in word:
        word = _COMBINED.sub("'", word)
    if len(word) > _MOST_MARKS:
        word = _MARKS_TOO_MANY.sub(r"\1", word)
    return unicodedata.normalize("NFC", word)
