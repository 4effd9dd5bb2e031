"""Readings of the words of a query: text -> units, each with its alternatives.

`Maison-Blanche` is one unit, read as the two words `maison blanche` in a row or as the one word
`maisonblanche`; `dit-on` is two units. `jusqu'à` is one, read as `jusque à` in a row.

    >>> [[form.exact for form in unit.forms] for unit in readings(Chain(), "Maison-Blanche")]
    [['maison', 'blanche']]
"""

from __future__ import annotations

from dataclasses import dataclass

from frsearch.analysis.chain import Chain, Form, Token
from frsearch.analysis.characters import clean
from frsearch.analysis.elision import is_in_full


@dataclass(frozen=True, slots=True)
class Unit:
    """A word as written: its `forms` in a row, or any one of the `alternatives`.

    `start` and `end` are offsets into the text. `elided`: the first form is an elided word in full.
    """

    forms: tuple[Form, ...]
    alternatives: tuple[Form, ...]
    start: int
    end: int
    elided: bool = False


def readings(chain: Chain, text: str) -> list[Unit]:
    """Split a text into its units."""
    groups: list[list[Token]] = []
    end = 0
    for token in chain.tokens(text):
        # An alternative that covers several parts follows the first part.
        if groups and (token.start < end or _is_elided(groups[-1][-1], text, token)):
            groups[-1].append(token)
        else:
            groups.append([token])
        end = max(end, token.end)
    return [_unit(group) for group in groups]


def _unit(group: list[Token]) -> Unit:
    start, end = group[0].start, max(token.end for token in group)
    forms = tuple(token.form for token in group if not token.alternative)
    # An alternative of a part only (20e in XIXe-XXe) is not one of the whole.
    others = tuple(
        token.form
        for token in group
        if token.alternative and (len(forms) == 1 or (token.start, token.end) == (start, end))
    )
    return Unit(forms, others, start, end, len(forms) > 1 and is_in_full(forms[0].accented))


def _is_elided(token: Token, text: str, following: Token) -> bool:
    """Say whether a token is an elided word in full, and another follows its apostrophe."""
    return is_in_full(token.form.accented) and clean(text[token.end : following.start]) == "'"
