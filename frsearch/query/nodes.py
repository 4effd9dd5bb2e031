"""The query tree: what a query text becomes, and what an index makes an answer of.

The parser builds it out of analysed words; `resolve` then fills in, from an index's dictionary, the
terms that a word or a pattern stands for. All nodes are frozen; `start` and `end` are offsets into
the query text.

    Words      words side by side: all of them or any, as the search's `match` says
    And Or Not explicit operators
    Word       one word: any inflection, or exactly this form
    Phrase     words in this order
    Pattern    a prefix, a wildcard or a misspelling: any of the words that it expands to
    Dates      a range of dates
    Everything / Nothing
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from frsearch.analysis.chain import Form
from frsearch.dates import DateRange
from frsearch.types import FieldName


@dataclass(frozen=True, slots=True)
class Word:
    """One word in `field` (None: in any). `exactly`: this form and no other inflection.

    `stop` marks a stop word. `boost` is how much it counts against other words. `stems` and `lemmas`
    are those to look for, filled in by `resolve`.
    """

    form: Form
    field: FieldName | None = None
    exactly: bool = False
    stop: bool = False
    start: int = 0
    end: int = 0
    boost: float = 1.0
    stems: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()

    @property
    def exact_term(self) -> str:
        """The term of an exact search: with its accents if it was written with any."""
        return self.form.accented if self.exactly else self.form.exact


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

    @property
    def field(self) -> FieldName | None:
        """The field that all the words stand in."""
        return self.words[0].field

    @property
    def content_words(self) -> tuple[Word, ...]:
        """The words that are no stop words."""
        return tuple(word for word in self.words if not word.stop)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Any word that the folded `text` stands for: `presid` (prefix), `pr?s*t`, or one edit away.

    `terms` are the exact forms that it expands to, filled in by `resolve`; a prefix that stands
    for all words that begin so is `complete` and needs none.
    """

    kind: Literal["prefix", "wildcard", "fuzzy"]
    text: str
    field: FieldName | None = None
    start: int = 0
    end: int = 0
    terms: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles whose date overlaps the range; those without a date are not in any."""

    range: DateRange


@dataclass(frozen=True, slots=True)
class Words:
    """Words side by side, joined as the search's `match` says; Not and Dates in it always hold."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of the children."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the children."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every article but those of the child."""

    child: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article."""


Leaf = Word | Phrase | Pattern
Node = Leaf | Dates | Words | And | Or | Not | Everything | Nothing


def positive_leaves(node: Node) -> Iterator[Leaf]:
    """Yield the words, phrases and patterns that an article can match by, in the query's order."""
    if isinstance(node, Word | Phrase | Pattern):
        yield node
    elif isinstance(node, Words | And | Or):
        for child in node.children:
            yield from positive_leaves(child)


def all_leaves(node: Node) -> Iterator[Leaf]:
    """Yield every word, phrase and pattern of a tree, those to exclude too."""
    if isinstance(node, Word | Phrase | Pattern):
        yield node
    elif isinstance(node, Words | And | Or):
        for child in node.children:
            yield from all_leaves(child)
    elif isinstance(node, Not):
        yield from all_leaves(node.child)


def is_filter(node: Node) -> bool:
    """Say whether a node only narrows the matches and adds nothing to their scores."""
    return isinstance(node, Dates | Not)


def without_stop_words(words: Words) -> tuple[Node, ...]:
    """Return the children that are no stop words, or all if there are no others."""
    kept = tuple(child for child in words.children if not (isinstance(child, Word) and child.stop))
    return kept if any(not is_filter(child) for child in kept) else words.children
