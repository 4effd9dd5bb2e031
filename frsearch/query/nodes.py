"""The query tree as parsed, before its words are looked up in an index.

All nodes are frozen; `start` and `end` are offsets into the query text.

    Words      adjacent words: all of them or any, according to the `match` of the search
    And Or Not explicit operators
    Word       one word: any inflection, or exactly this form
    Phrase     words in this order
    Pattern    a prefix, a wildcard or a misspelling: any word that matches it
    Dates      a range of dates
    Everything / Nothing

Words, phrases and patterns are the leaves. `query.resolved` has the leaves as resolved in an index. The
other nodes are generic, as resolved trees have them too.
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

    `stop` marks a stop word. `boost` is the weight of the word, relative to other words.
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
    """Words in this order, each at most `slop` positions after the previous one (1: adjacent).

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
    """Any word that matches the folded `text`: `presid` (prefix), `pr?s*t`, or one edit away."""

    kind: PatternKind
    text: str
    field: FieldName | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles whose date overlaps the range; articles without a date never match."""

    range: DateRange


@dataclass(frozen=True, slots=True)
class Words(Generic[_Child]):
    """Adjacent words, joined according to `match`; Not and Dates among them always apply."""

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
    """Every article that does not match the child."""

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
