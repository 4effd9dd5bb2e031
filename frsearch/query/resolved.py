"""The resolved query tree: its leaves hold the terms of an index that they match.

`resolve` of an engine makes it from a parsed tree, for matching, scoring, explaining and highlighting.
This module is independent of any engine.

    ResolvedWord     a word with its stems and lemmas, or its exact form alone
    ResolvedPhrase   resolved words in order
    ResolvedPattern  the words of the index that match the pattern
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
    Field,
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
    """A word: any form with its `stems` and `lemmas`, or its own form alone if `exactly`.

    The other fields are those of the parsed word.
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
        """Resolve a parsed word; an exact word has no stems or lemmas."""
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
    """Words in this order, each at most `slop` positions after the previous one (1: adjacent).

    `solid` are other readings of the same text as one word.
    """

    words: tuple[ResolvedWord, ...]
    slop: int
    solid: tuple[ResolvedWord, ...]
    start: int
    end: int

    @property
    def field(self) -> FieldName | None:
        """The field of all the words; None: any."""
        return self.words[0].field

    @property
    def content_words(self) -> tuple[ResolvedWord, ...]:
        """The words without stop words."""
        return tuple(word for word in self.words if not word.stop)


@dataclass(frozen=True, slots=True)
class ResolvedPattern:
    """Any of the exact forms `terms`; None for a prefix: all forms that begin with `text`."""

    kind: PatternKind
    text: str
    field: FieldName | None
    start: int
    end: int
    terms: tuple[str, ...] | None

    @classmethod
    def of(cls, pattern: Pattern, terms: tuple[str, ...] | None) -> ResolvedPattern:
        """Resolve a parsed pattern."""
        return cls(pattern.kind, pattern.text, pattern.field, pattern.start, pattern.end, terms)


ResolvedLeaf = ResolvedWord | ResolvedPhrase | ResolvedPattern
ResolvedNode = Tree[ResolvedLeaf]


@dataclass(frozen=True, slots=True)
class ResolvedQuery:
    """The resolved tree of a query, with warnings of cut parts."""

    tree: ResolvedNode
    warnings: tuple[QueryWarning, ...] = ()


def positive_leaves(node: ResolvedNode) -> Iterator[ResolvedLeaf]:
    """Yield the words, phrases and patterns outside Not, in query order."""
    match node:
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern():
            yield node
        case Words() | And() | Or():
            for child in node.children:
                yield from positive_leaves(child)
        case Not() | Dates() | Field() | Everything() | Nothing():
            pass
        case _:
            assert_never(node)


def all_leaves(node: ResolvedNode) -> Iterator[ResolvedLeaf]:
    """Yield every word, phrase and pattern of a tree, including excluded ones."""
    match node:
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern():
            yield node
        case Words() | And() | Or():
            for child in node.children:
                yield from all_leaves(child)
        case Not():
            yield from all_leaves(node.child)
        case Dates() | Field() | Everything() | Nothing():
            pass
        case _:
            assert_never(node)


def fields_in(node: ResolvedNode) -> Iterator[Field]:
    """Yield what a tree asks of fields."""
    match node:
        case Field():
            yield node
        case Words() | And() | Or():
            for child in node.children:
                yield from fields_in(child)
        case Not():
            yield from fields_in(node.child)
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern():
            pass
        case Dates() | Everything() | Nothing():
            pass
        case _:
            assert_never(node)


def clauses_of(node: ResolvedNode) -> tuple[ResolvedNode, ...]:
    """Return the children of a Words, And or Or; for other nodes, the node alone."""
    match node:
        case Words() | And() | Or():
            return node.children
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern():
            return (node,)
        case Not() | Dates() | Field() | Everything() | Nothing():
            return (node,)
        case _:
            assert_never(node)


def is_filter(node: Node | ResolvedNode) -> bool:
    """Say whether a node only filters matches and adds nothing to scores."""
    match node:
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern():
            return False
        case Word() | Phrase() | Pattern() | Everything() | Nothing():
            return False
        case Words() | And() | Or():
            return bool(node.children) and all(map(is_filter, node.children))
        case Field():
            return not node.weight
        case Dates() | Not():
            return True
        case _:
            assert_never(node)


def without_stop_words(words: Words[Node]) -> tuple[Node, ...]:
    """Return the children without stop words; all children if only filters would remain."""
    others = tuple(content for child in words.children for content in _content(child))
    return others if any(not is_filter(child) for child in others) else words.children


def _content(node: Node) -> tuple[Node, ...]:
    """Return a node of a row, its content words if it is an elided word with the next, or nothing."""
    if isinstance(node, Word):
        return () if node.stop else (node,)
    if isinstance(node, Phrase) and node.elided:
        return tuple(word for word in node.words if not word.stop)
    return (node,)
