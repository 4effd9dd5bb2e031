"""Inclusive writing: `étudiant·e·s`, `étudiant(e)s`, `étudiant.e.s`, `étudiant-e-s` are `étudiants`.

The endings are a closed list, so that `google.es` or `sous-marin` are not touched. Only the
masculine form is found: `acteur·rice` is `acteur`, not `actrice`.
"""

from __future__ import annotations

import re

from frsearch.analysis.characters import HYPHENS, LETTER, MARKS, WORDLIKE

_ENDING = (
    "es?|s|x|n?nes?|l?les?|t?tes?|s?ses?|ves?|fes?|t?rices?|i?ces?|eures?|euses?|[eè]res?"
    "|esses?|ales?|aux|elles?|ales?"
)
_CLEAR_ENDING = "e|t?rice|euse|[eè]re|esse"
_BASE = rf"{LETTER}(?:{LETTER}|[{MARKS}]){{1,}}"

# `(e)` or `(ne)s` directly after a letter.
PARENTHESIZED = rf"(?<={LETTER})\((?:{_ENDING})\)"

# The middle dots are used for nothing else inside a word; full stop and hyphen are, so that only
# the clear endings count after them, or an unclear one followed by a plural (`lycéen.ne.s`).
PATTERN = rf"""
    {_BASE}
    (?: (?:[·•‧∙⋅](?:{_ENDING}))+
      | \((?:{_ENDING})\)[sx]?
      | \.(?:{_CLEAR_ENDING})(?:\.?s)? | \.(?:{_ENDING})\.s
      | [{HYPHENS}](?:e|t?rice|euse)(?:[{HYPHENS}]?s)? | [{HYPHENS}](?:{_ENDING})[{HYPHENS}]s
    )
    (?!{WORDLIKE}|[.@/·•‧∙⋅{HYPHENS}](?:{WORDLIKE}))
"""

_BASE_ONLY = re.compile(_BASE)


def masculine(word: str) -> str:
    """Return the form that the endings were hung on, in the plural if the word is.

    >>> masculine("étudiant·e·s"), masculine("élu(e)")
    ('étudiants', 'élu')
    """
    match = _BASE_ONLY.match(word)
    base = match.group() if match else word
    plural = word.rstrip(")").lower().endswith(("s", "x")) and not base.lower().endswith(("s", "x"))
    return base + ("s" if plural else "")
