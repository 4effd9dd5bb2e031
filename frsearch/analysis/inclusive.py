"""Inclusive writing: `étudiant·e·s`, `étudiant(e)s`, `étudiant.e.s`, `étudiant-e-s` are `étudiants`.

The endings are a closed list, so that `google.es` or `sous-marin` are not touched. Only the
masculine form is found: `acteur·rice` is `acteur`, not `actrice`.
"""

from __future__ import annotations

import re

from frsearch.analysis.characters import HYPHENS, INVISIBLE, LETTER, MARKS, WORDLIKE

# No two of these may match the same text: a chain of them would be tried in every combination.
_ENDING = (
    "es?|s|x|n?nes?|l?les?|t?tes?|s?ses?|ves?|fes?|t?rices?|i?ces?|eures?|euses?|(?:[eè]|e\u0300)res?"
    "|esses?|ales?|aux|elles?"
)
_CLEAR_ENDING = "e|t?rice|euse|(?:[eè]|e\u0300)re|esse"
_BASE = rf"{LETTER}[{MARKS}{INVISIBLE}]*{LETTER}(?:{LETTER}|[{MARKS}{INVISIBLE}])*"
DOTS = "·•‧∙⋅"

# `(e)` or `(ne)s` directly after a letter.
PARENTHESIZED = rf"(?<={LETTER}|[{MARKS}])\((?i:{_ENDING})\)"

# The middle dots are used for nothing else inside a word; full stop and hyphen are, so that only
# the clear endings count after them, or an unclear one followed by a plural (`lycéen.ne.s`), and
# after a full stop only where the masculine can have a feminine in -e (`google` cannot).
PATTERN = rf"""
    {_BASE}
    (?: (?:[{DOTS}](?i:{_ENDING}))+
      | \((?i:{_ENDING})\)[sxSX]?
      | (?<![aeo])\.(?:{_CLEAR_ENDING})(?:\.?s)? | \.(?:{_ENDING})\.s
      | [{HYPHENS}](?:e|t?rice|euse)(?:[{HYPHENS}]?s)? | [{HYPHENS}](?:{_ENDING})[{HYPHENS}]s
    )
    (?!{WORDLIKE}|[.@/{DOTS}{HYPHENS}](?:{WORDLIKE}))
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
    ending = "x" if word.lower().endswith("(x)") else "s"
    return base + (ending if plural else "")
