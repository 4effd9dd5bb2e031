"""Where the sentences of a French text end.

A sentence ends after `.`, `!`, `?` or `…` and closing marks, before a blank and the beginning of another
sentence; not after the full stop of an abbreviation or an initial. A line break also ends a sentence,
unless a small letter follows: the line was wrapped.

    >>> text = "M. Poutine recevra J. Bolton. La date n'est pas connue."
    >>> [text[: end.before] for end in sentence_ends(text, 0, len(text))]
    ['M. Poutine recevra J. Bolton.']

Limit: a sentence that ends with a single capital, « le plan B. », is joined to the next.
"""

from __future__ import annotations

from typing import NamedTuple

from frsearch import kernels

NEWLINES = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"

# Without those that are also words ("art", "sept"), and without "etc", which mostly ends a sentence.
_ANYWHERE = frozenset(
    """M MM Mr Mrs Mme Mmes Mlle Mlles Me Mes Mgr Dr Drs Pr Prof St Ste Sts Stes Vve Cie Av Bd Art
    al ap apr av boul cf chap dir éd env ex fig fol hab ibid id no p pp suiv tél trad vs
    janv févr avr juil juill oct nov déc""".split()
)
# Abbreviations only before a number: « art. 12 », « art. L. 12 ».
_BEFORE_NUMBERS = frozenset("nos n t art ch vol coll l r v f s col sect suppl".split())
ABBREVIATIONS = (_ANYWHERE, frozenset(map(str.upper, _ANYWHERE)), _BEFORE_NUMBERS)
"""What the kernels take: in texts, in texts in capitals, and before numbers."""


class SentenceEnd(NamedTuple):
    """Where a sentence ends, where the next one begins, and whether a paragraph ends there."""

    before: int
    after: int
    of_paragraph: bool


def sentence_ends(text: str, low: int, high: int) -> list[SentenceEnd]:
    """Return each sentence end in text[low:high] that more text follows."""
    return [SentenceEnd(*end) for end in kernels.sentence_ends(text, low, high, ABBREVIATIONS)]
