"""Addresses and names on the web: `lemonde.fr`, `jean@exemple.fr`, `@EmmanuelMacron`, `#MeToo`, `R&D`.

Like a compound, each is indexed by its parts and as one word without separators; `www.` is dropped. A
host without `www.` ends in one of the domains below, in lower or upper case, so that a sentence right
after a full stop (`jeudi.Le`) is not a host. Names after @ and # are split where lower case, upper case
and digits meet. `C++` and `C#` are words.
"""

from __future__ import annotations

import re

from frsearch.analysis.characters import ALNUM, HYPHENS, LETTER, MARKS, RUN, WORDLIKE

_DOMAINS = (
    "fr|com|org|net|eu|info|gouv|edu|int|mil|tv|io|be|ch|lu|ca|de|es|it|uk|us|ma|dz|tn|sn|ci|re|nc|pf"
    "|paris|bzh|corsica|alsace"
)
_LABEL = rf"(?>{RUN}(?:[-_]+{RUN})*)"
_END = rf"(?!{WORDLIKE}|[-_@](?:{WORDLIKE})|\.(?:{WORDLIKE}))"
# Not \w: some apostrophes are letters in Unicode.
_BEGIN = rf"(?<!{ALNUM})(?<![{MARKS}_])"
ADDRESS = rf"""{_BEGIN}(?<![.@{HYPHENS}])(?:
      (?>{RUN}(?:[-._+]+{RUN})*)@(?:{_LABEL}\.)+[A-Za-z]{{2,}}{_END}
    | (?:www|WWW)\.(?:{_LABEL}\.)+[A-Za-z]{{2,}}{_END}
    | (?:{_LABEL}\.)+(?:{_DOMAINS}|{_DOMAINS.upper()}){_END}
)"""
NAME = rf"{_BEGIN}[@\#](?={LETTER}){RUN}(?:_+{RUN})*"
# R&D, AT&T; longer words around an & are separate words.
_FEW = rf"(?:{ALNUM}[{MARKS}]*){{1,3}}"
AMPERSAND = rf"{_BEGIN}(?<!&){_FEW}(?:&{_FEW})+(?!{WORDLIKE}|[&;])"
LANGUAGE = rf"{_BEGIN}[A-Za-z](?:\+\+|\#)(?!{WORDLIKE}|[+\#])"

_WORD = re.compile(rf"(?:{WORDLIKE})+")


def parts_of(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each part of a cleaned address or name.

    >>> parts_of("jean@exemple.fr"), parts_of("#MeToo")
    ([(0, 4), (5, 12), (13, 15)], [(1, 3), (3, 6)])
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    if text[:4].lower() == "www." and len(spans) > 1:
        return spans[1:]
    if text[0] not in "@#":
        return spans
    return [span for start, end in spans for span in _humps(text, start, end)]


def _humps(text: str, start: int, end: int) -> list[tuple[int, int]]:
    edges = [at for at in range(start + 1, end) if _meet(text, at, end)]
    return list(zip([start, *edges], [*edges, end], strict=True))


def _meet(text: str, at: int, end: int) -> bool:
    """Say whether a new part begins at `at`: Me|Too, BFM|Paris, Euro|2016."""
    before, here = text[at - 1], text[at]
    if here.isupper():
        follows = at + 1 < end and text[at + 1].islower()
        return before.islower() or before.isdecimal() or (before.isupper() and follows)
    return (before.isalpha() and here.isdecimal()) or (before.isdecimal() and here.isalpha())
