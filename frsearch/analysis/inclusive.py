"""Inclusive writing: `étudiant·e·s`, `étudiant(e)s`, `étudiant.e.s`, `étudiant-e-s` are `étudiants`.

The endings are a closed list, so that `sous-marin` is not touched; and after a full stop or a hyphen,
which stand in other words too, -e goes only with a masculine that has such a feminine, so that
`amazon.es`, `Mach-e`, `mail.e.s` are not touched. Only the masculine form is found: `acteur·rice` is
`acteur`, not `actrice`. Its plural is that of grammar: `tout·e·s` is `tous`, `national·e·s` `nationaux`.
"""

from __future__ import annotations

import re

from frsearch.analysis.characters import HYPHENS, INVISIBLE, LETTER, MARKS, WORDLIKE

# No two of these may match the same text: a chain of them would be tried in every combination.
_ENDING = (
    "es?|s|x|n?nes?|l?les?|t?tes?|s?ses?|ves?|fes?|t?rices?|i?ces?|eures?|euses?|(?:[eè]|e\u0300)res?"
    "|esses?|ales?|aux|elles?"
)
_CLEAR_ENDING = "t?rice|euse|(?:[eè]|e\u0300)re|esse"
_BASE = rf"{LETTER}[{MARKS}{INVISIBLE}]*{LETTER}(?:{LETTER}|[{MARKS}{INVISIBLE}])*"
DOTS = "·•‧∙⋅"

# `(e)` or `(ne)s` directly after a letter.
PARENTHESIZED = rf"(?<={LETTER}|[{MARKS}])\((?i:{_ENDING})\)"

# What ends no masculine with a feminine in -e: of vowels only é, i, u do; -on and -en double their n;
# words in -ail (mail, détail) have no feminine.
_FEMININE = "(?i:(?<![aeobcfghkmpqvwxyz])(?<![oe]n)(?<!ail))"

# The middle dots are used for nothing else inside a word; full stop and hyphen are, so that only
# the clear endings count after them, or an unclear one followed by a plural (`lycéen.ne.s`), and
# -e only after a masculine that can have such a feminine.
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

# What any inclusive writing has in it.
MAY_BE = re.compile(rf"[{DOTS}(.{HYPHENS}]{LETTER}")

# Adjectives (Grevisse, *Le Bon Usage*, § 553).
_PLURAL_IN_ALS = frozenset("banal bancal fatal final glacial natal naval tonal".split())
_BASE_ONLY = re.compile(_BASE)


def masculine(word: str) -> str:
    """Return the form that the endings were hung on, in the plural if the word is.

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
