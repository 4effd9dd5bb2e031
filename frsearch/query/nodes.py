"""The query tree, as it is parsed: what a person asked for, in words that no index has looked up.

All nodes are frozen; `start` and `end` are offsets into the query text.

    Words      words side by side: all of them or any, as the search's `match` says
    And Or Not explicit operators
    Word       one word: any inflection, or exactly this form
    Phrase     words in this order
    Pattern    a prefix, a wildcard or a misspelling: any of the words that it stands for
    Dates      a range of dates
    Everything / Nothing

Words, phrases and patterns are the leaves. `query.resolved` has what becomes of these in an index; the
other nodes are the same there, so that they are generic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeAlias, TypeVar

from frsearch.analysis.chain import Form
from frsearch.dates import DateRange
from frsearch.types import FieldName

_Child = TypeVar("_Child", covariant=True)
_AnyLeaf = TypeVar("_AnyLeaf")


@dataclass(frozen=True, slots=True)
class Word:
    """One word in `field` (None: in any). `exactly`: this form and no other inflection.

    `stop` marks a stop word. `boost` is how much it counts against other words.
    """

    form: Form
    field: FieldName | None = None
    exactly: bool = False
    stop: bool = False
    start: int = 0
    end: int = 0
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, each at most `slop` positions after the one before (1: adjacent).

    `solid` are other readings of the same text as one word (`weekend` for `week-end`).
    """

    words: tuple[Word, ...]
    slop: int = 1
    solid: tuple[Word, ...] = ()
    start: int = 0
    end: int = 0


PatternKind = Literal["prefix", "wildcard", "fuzzy"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Any word that the folded `text` stands for: `presid` (prefix), `pr?s*t`, or one edit away."""

    kind: PatternKind
    text: str
    field: FieldName | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles whose date overlaps the range; those without a date are not in any."""

    range: DateRange


@dataclass(frozen=True, slots=True)
class Words(Generic[_Child]):
    """Words side by side, joined as the search's `match` says; Not and Dates in it always hold."""

    children: tuple[_Child, ...]


@dataclass(frozen=True, slots=True)
class And(Generic[_Child]):
    """All of the children."""

    children: tuple[_Child, ...]


@dataclass(frozen=True, slots=True)
class Or(Generic[_Child]):
    """Any of the children."""

    children: tuple[_Child, ...]


@dataclass(frozen=True, slots=True)
class Not(Generic[_Child]):
    """Every article but those of the child."""

    child: _Child


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article."""


Leaf = Word | Phrase | Pattern
Tree: TypeAlias = (
    _AnyLeaf
    | Words["Tree[_AnyLeaf]"]
    | And["Tree[_AnyLeaf]"]
    | Or["Tree[_AnyLeaf]"]
    | Not["Tree[_AnyLeaf]"]
    | Dates
    | Everything
    | Nothing
)
Node: TypeAlias = Tree[Leaf]
