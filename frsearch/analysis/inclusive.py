"""Inclusive writing: `étudiant·e·s`, `étudiant(e)s`, `étudiant.e.s`, `étudiant-e-s` are `étudiants`.

The endings are a closed list, so `sous-marin` is not affected. Full stops and hyphens also occur in
other words, so -e after them needs a masculine with a feminine in -e: `amazon.es`, `Mach-e`, `mail.e.s`
are not affected. Only the masculine is indexed: `acteur·rice` is `acteur`, not `actrice`. Plurals follow
grammar: `tout·e·s` is `tous`, `national·e·s` is `nationaux`.
"""

from __future__ import annotations

import re

from frsearch.analysis.characters import HYPHENS, INVISIBLE, LETTER, MARKS, WORDLIKE

# No two of these may match the same text: backtracking would try every combination in a chain.
_ENDING = (
    "es?|s|x|n?nes?|l?les?|t?tes?|s?ses?|ves?|fes?|t?rices?|i?ces?|eures?|euses?|(?:[eè]|e\u0300)res?"
    "|esses?|ales?|aux|elles?"
)
_CLEAR_ENDING = "t?rice|euse|(?:[eè]|e\u0300)re|esse"
_BASE = rf"{LETTER}[{MARKS}{INVISIBLE}]*{LETTER}(?:{LETTER}|[{MARKS}{INVISIBLE}])*"
DOTS = "·•‧∙⋅"

# `(e)` or `(ne)s` directly after a letter.
PARENTHESIZED = rf"(?<={LETTER}|[{MARKS}])\((?i:{_ENDING})\)"

# Excludes endings of words without a feminine in -e: vowels but é, i, u; -on and -en, which double their
# n; -ail (mail, détail have no feminine).
_FEMININE = "(?i:(?<![aeobcfghkmpqvwxyz])(?<![oe]n)(?<!ail))"

# Middle dots have no other use inside a word. Full stops and hyphens do, so after them the ending must
# be clear, or be followed by a plural (`lycéen.ne.s`), and -e needs a masculine with a feminine in -e.
PATTERN = rf"""
    {_BASE}
    (?: (?:[{DOTS}](?i:{_ENDING}))+
      | \((?i:{_ENDING})\)[sxSX]?
      | {_FEMININE} (?: \.e(?:\.?s)? | \.E\.S )
      | {_FEMININE} (?: [{HYPHENS}]e(?:[{HYPHENS}]?s)? | [{HYPHENS}]E[{HYPHENS}]S )
      | (?<![aeo])\.(?:{_CLEAR_ENDING})(?:\.?s)? | \.(?!es?\.)(?:{_ENDING})\.s
      | [{HYPHENS}](?:t?rice|euse)(?:[{HYPHENS}]?s)?
      | [{HYPHENS}](?!es?[{HYPHENS}])(?:{_ENDING})[{HYPHENS}]s
    )
    (?!{WORDLIKE}|[.@/{DOTS}{HYPHENS}](?:{WORDLIKE}))
"""

# Found in all inclusive writing.
MAY_BE = re.compile(rf"[{DOTS}(.{HYPHENS}]{LETTER}")

# Adjectives (Grevisse, *Le Bon Usage*, § 553).
_PLURAL_IN_ALS = frozenset("banal bancal fatal final glacial natal naval tonal".split())
_BASE_ONLY = re.compile(_BASE)


def masculine(word: str) -> str:
    """Return the masculine of a word in inclusive writing, in the plural if the word is.

    >>> masculine("étudiant·e·s"), masculine("élu(e)")
    ('étudiants', 'élu')
    """
    match = _BASE_ONLY.match(word)
    base = match.group() if match else word
    plural = word.rstrip(")").lower().endswith(("s", "x")) and not base.lower().endswith(("s", "x"))
    if not plural:
        return base
    lowered = base.lower()
    if lowered == "tout":
        return base[:-1] + "s"
    if lowered.endswith("al") and lowered not in _PLURAL_IN_ALS:
        return base[:-1] + "ux"
    return base + ("x" if lowered.endswith("eau") or word.lower().endswith("(x)") else "s")
