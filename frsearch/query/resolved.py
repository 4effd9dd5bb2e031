"""The resolved query tree: its leaves hold the terms of an index that they match.

`resolve` of an engine makes it from a parsed tree, for matching, scoring, explaining and highlighting.
This module is independent of any engine.

    ResolvedWord     a word with its stems and lemmas, or its exact form alone
    ResolvedPhrase   resolved words in order
    ResolvedPattern  the words of the index that match the pattern
    ResolvedNear     resolved words, phrases and patterns near one another
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
    Near,
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
    boosted,
)
from frsearch.types import FieldName, QueryWarning


@dataclass(frozen=True, slots=True)
class ResolvedWord:
    """A word: any form with its `stems` and `lemmas`, or its own form alone if `exactly`.

    `alike` are the exact forms searched instead of a word that no article holds; the stems are theirs.
    The stems and lemmas of `synonyms` are among those of the word.
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
    alike: tuple[str, ...] = ()
    synonyms: tuple[Form, ...] = ()

    def __hash__(self) -> int:
        # Enough to tell words apart, and much faster than all fields.
        return hash((self.form.accented, self.start, self.field))

    @property
    def spellings(self) -> tuple[str, ...]:
        """The accented forms of the word and its synonyms."""
        return (self.form.accented, *(each.accented for each in self.synonyms))

    @classmethod
    def of(
        cls,
        word: Word,
        stems: tuple[str, ...] = (),
        lemmas: tuple[str, ...] = (),
        alike: tuple[str, ...] = (),
    ) -> ResolvedWord:
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
            alike,
            word.synonyms,
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
    boost: float = 1.0

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
    edits: int = 1
    boost: float = 1.0

    @classmethod
    def of(cls, pattern: Pattern, terms: tuple[str, ...] | None) -> ResolvedPattern:
        """Resolve a parsed pattern."""
        return cls(
            pattern.kind,
            pattern.text,
            pattern.field,
            pattern.start,
            pattern.end,
            terms,
            pattern.edits,
            pattern.boost,
        )


Side = tuple[ResolvedWord | ResolvedPhrase | ResolvedPattern, ...]
"""Any of these leaves."""


@dataclass(frozen=True, slots=True)
class ResolvedNear:
    """The sides in any order, each at most `distance` positions after the end of the one before it.

    An occurrence ends with a place of one side, and begins with the nearest places of the others before
    it. Places do not overlap. A single side is a choice, as in the parsed tree.
    """

    sides: tuple[Side, ...]
    distance: int
    start: int
    end: int
    boost: float = 1.0

    @property
    def is_choice(self) -> bool:
        """Whether any leaf will do: synonyms that are counted as one word."""
        return len(self.sides) == 1

    @property
    def leaves(self) -> Side:
        """The words, phrases and patterns of all sides."""
        return tuple(leaf for side in self.sides for leaf in side)

    @property
    def field(self) -> FieldName | None:
        """The field of all: words near one another are in one field."""
        return next((leaf.field for leaf in self.leaves if leaf.field is not None), None)

    @property
    def content_words(self) -> tuple[ResolvedWord, ...]:
        """The words without stop words, and those of phrases."""
        words: list[ResolvedWord] = []
        for leaf in self.leaves:
            if isinstance(leaf, ResolvedPhrase):
                words += leaf.content_words
            elif isinstance(leaf, ResolvedWord) and not leaf.stop:
                words.append(leaf)
        return tuple(words)


ResolvedLeaf = ResolvedWord | ResolvedPhrase | ResolvedPattern | ResolvedNear
ResolvedNode = Tree[ResolvedLeaf]


@dataclass(frozen=True, slots=True)
class ResolvedQuery:
    """The resolved tree of a query, with warnings of cut parts."""

    tree: ResolvedNode
    warnings: tuple[QueryWarning, ...] = ()


def positive_leaves(node: ResolvedNode) -> Iterator[ResolvedLeaf]:
    """Yield the words, phrases and patterns outside Not, in query order."""
    match node:
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
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
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
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
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
            pass
        case Dates() | Everything() | Nothing():
            pass
        case _:
            assert_never(node)


def clauses_of(node: ResolvedNode) -> tuple[ResolvedNode, ...]:
    """Return the children of a Words, And or Or; for other nodes, the node alone.

    A leaf that is sought in weighted fields too stands beside these, as it would without them.
    """
    match node:
        case Words() | And() | Or():
            return tuple(clause for child in node.children for clause in _apart(child))
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
            return (node,)
        case Not() | Dates() | Field() | Everything() | Nothing():
            return (node,)
        case _:
            assert_never(node)


def _apart(node: ResolvedNode) -> tuple[ResolvedNode, ...]:
    if isinstance(node, Or) and any(isinstance(each, Field) and each.weight for each in node.children):
        return node.children
    return (node,)


def is_filter(node: Node | ResolvedNode) -> bool:
    """Say whether a node only filters matches and adds nothing to scores."""
    match node:
        case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
            return False
        case Word() | Phrase() | Pattern() | Near() | Everything() | Nothing():
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


def in_a_row_of(pattern: Pattern) -> Word | Phrase:
    """Return the words that a pattern with a question mark in it may be, in a row."""
    if len(pattern.words) == 1:
        return pattern.words[0]
    return Phrase(pattern.words, 1, (), pattern.start, pattern.end, pattern.boost)


# If fewer articles have all words of a question, those with most of them are matches too.
FEW_MATCHES = 10


def most_of(words: int) -> int:
    """Return how many of some words are most of them: two of three, three of four, four of six."""
    return words - words // 3


def is_question(node: ResolvedNode) -> bool:
    """Say whether a tree is a question, or one with filters."""
    match node:
        case Words():
            return node.question
        case And():
            return any(map(is_question, node.children))
        case _:
            return False


def _content(node: Node) -> tuple[Node, ...]:
    """Return a node of a row, its content words if it is an elided word with the next, or nothing."""
    if isinstance(node, Word):
        return () if node.stop else (node,)
    if isinstance(node, Phrase) and node.elided:
        return tuple(boosted(word, node.boost) for word in node.words if not word.stop)
    return (node,)
