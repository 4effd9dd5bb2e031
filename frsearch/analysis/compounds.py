"""Hyphens: the parts of `Maison-Blanche` are words, and so is the whole without its hyphen.

`week-end` gives `week`, `end` and, at the position of `week`, `weekend`: the spellings with a hyphen,
with a blank and as one word match one another. Pronouns after a verb (`dit-on`, `a-t-il`) and particles
after a noun (`celui-ci`, `ce jour-là`) form no whole, and the euphonic t is not a word. `c'est-à-dire`
is one word, since a search for `dire` does not mean it.
"""

from __future__ import annotations

from typing import NamedTuple

ONE_WORD = frozenset({"c'est-à-dire", "c'est-a-dire", "cest-à-dire", "cest-a-dire"})

# Pronouns after a verb, and the particles -ci and -là (Grevisse, *Le Bon Usage*, § 109).
_CLITICS = frozenset(
    "je tu il elle on nous vous ils elles ce moi toi le la les lui leur y en ci là la".split()
)
_AFTER_EUPHONIC_T = frozenset(("il", "elle", "on", "ils", "elles"))

# Longer chains are lists or addresses, not words.
_MOST_PARTS = 6


class Part(NamedTuple):
    """A part between hyphens, at offset `start` of the whole."""

    text: str
    start: int


def split_compound(word: str, cut: bool = False) -> tuple[list[Part], bool]:
    """Split a cleaned word at its hyphens; also say whether the whole is a word.

    If the word is `cut` at the end of a line, its parts do not decide: `Fran-ce`.

    >>> split_compound("a-t-il")
    ([Part(text='a', start=0), Part(text='il', start=4)], False)
    """
    parts: list[Part] = []
    start = 0
    for text in word.split("-"):
        parts.append(Part(text, start))
        start += len(text) + 1
    lowered = [part.text.lower() for part in parts]
    tied = lowered[-1].rpartition("'")[2] in _CLITICS
    figures = all(text.isdigit() for text in lowered)
    whole = 1 < len(parts) <= _MOST_PARTS and not figures and (cut or not tied)
    kept = [
        part
        for at, part in enumerate(parts)
        if not (0 < at < len(parts) - 1 and lowered[at] == "t" and lowered[at + 1] in _AFTER_EUPHONIC_T)
    ]
    return kept, whole
