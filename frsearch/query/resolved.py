"""The query tree, resolved: its leaves say which terms of an index they stand for.

`resolve` of an engine makes it out of a parsed tree; what matches, scores, explains and highlights
takes it. Nothing here knows an engine.

    ResolvedWord     a word with its stems and lemmas, or the one form that is meant exactly
    ResolvedPhrase   such words in order
    ResolvedPattern  the words of the index that it stands for
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from frsearch.analysis.chain import Form
from frsearch.query.nodes import (
    And,
    Dates,
    Everything,
    Node,
    Not,
    Nothing,
    Or,
    Pattern,
    PatternKind,
    Phrase,
    Tree,
    Word,
    Words,
)
from frsearch.types import FieldName, QueryWarning


@dataclass(frozen=True, slots=True)
class ResolvedWord:
    """A word: any form of the `stems` and `lemmas`, or, where it is meant `exactly`, its own form alone.

    All else is that of the parsed word.
    """

    form: Form
    field: FieldName | None
    exactly: bool
    stop: bool
    start: int
    end: int
    boost: float
    stems: tuple[str, ...]
    lemmas: tuple[str, ...]

    @classmethod
    def of(cls, word: Word, stems: tuple[str, ...] = (), lemmas: tuple[str, ...] = ()) -> ResolvedWord:
        """Make one of a parsed word; of one that is meant exactly, without stems and lemmas."""
        return cls(
            word.form,
            word.field,
            word.exactly,
            word.stop,
            word.start,
            word.end,
            word.boost,
            stems,
            lemmas,
        )


@dataclass(frozen=True, slots=True)
class ResolvedPhrase:
    """Words in this order, each at most `slop` positions after the one before (1: adjacent).

    `solid` are other readings of the same text as one word.
    """

    words: tuple[ResolvedWord, ...]
    slop: int
    solid: tuple[ResolvedWord, ...]
    start: int
    end: int

    @property
    def field(self) -> FieldName | None:
        """The field that all the words stand in."""
        return self.words[0].field

    @property
    def content_words(self) -> tuple[ResolvedWord, ...]:
        """The words that are no stop words."""
        return tuple(word for word in self.words if not word.stop)


@dataclass(frozen=True, slots=True)
class ResolvedPattern:
    """Any of the exact forms `terms`; None, of a prefix, is all that begin with its `text`."""

    kind: PatternKind
    text: str
    field: FieldName | None
    start: int
    end: int
    terms: tuple[str, ...] | None

    @classmethod
    def of(cls, pattern: Pattern, terms: tuple[str, ...] | None) -> ResolvedPattern:
        """Make one of a parsed pattern."""
        return cls(pattern.kind, pattern.text, pattern.field, pattern.start, pattern.end, terms)


ResolvedLeaf = ResolvedWord | ResolvedPhrase | ResolvedPattern
ResolvedNode = Tree[ResolvedLeaf]


@dataclass(frozen=True, slots=True)
class ResolvedQuery:
    """The resolved tree of a query, and warnings of what was cut from it."""

    tree: ResolvedNode
    warnings: tuple[QueryWarning, ...] = ()


def positive_leaves(node: ResolvedNode) -> Iterator[ResolvedLeaf]:
    """Yield the words, phrases and patterns that an article can match by, in the query's order."""
    match node:
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern():
            yield node
        case Words() | And() | Or():
            for child in node.children:
                yield from positive_leaves(child)
        case Not() | Dates() | Everything() | Nothing():
            pass
        case _:
            assert_never(node)


def all_leaves(node: ResolvedNode) -> Iterator[ResolvedLeaf]:
    """Yield every word, phrase and pattern of a tree, those to exclude too."""
    match node:
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern():
            yield node
        case Words() | And() | Or():
            for child in node.children:
                yield from all_leaves(child)
        case Not():
            yield from all_leaves(node.child)
        case Dates() | Everything() | Nothing():
            pass
        case _:
            assert_never(node)


def clauses_of(node: ResolvedNode) -> tuple[ResolvedNode, ...]:
    """Return what stands side by side in a node, or it alone."""
    match node:
        case Words() | And() | Or():
            return node.children
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern():
            return (node,)
        case Not() | Dates() | Everything() | Nothing():
            return (node,)
        case _:
            assert_never(node)


def is_filter(node: Node | ResolvedNode) -> bool:
    """Say whether a node only narrows the matches and adds nothing to their scores."""
    match node:
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern():
            return False
        case Word() | Phrase() | Pattern() | Words() | And() | Or() | Everything() | Nothing():
            return False
        case Dates() | Not():
            return True
        case _:
            assert_never(node)


def without_stop_words(words: Words[Node]) -> tuple[Node, ...]:
    """Return the children that are no stop words, or all if there are no others."""
    kept = tuple(child for child in words.children if not (isinstance(child, Word) and child.stop))
    return kept if any(not is_filter(child) for child in kept) else words.children
