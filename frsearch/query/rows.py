"""A query tree as parsed -> its rows: words as they were typed one after another, stop words included.

Matching leaves stop words out, but the order of the first articles does not: « vitamine C » and
« La Croix » mean more than « vitamine » and « croix ».
"""

from __future__ import annotations

from typing import assert_never

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
    Phrase,
    Word,
    Words,
)

Row = tuple[Word, ...]


def rows_of(node: Node) -> list[Row]:
    """Return the rows of a tree, in query order; operators, patterns and filters end a row."""
    match node:
        case Words():
            return _split(node.children)
        case Word() | Phrase():
            return [_typed(node)]
        case Near() if words := _typed(node):
            return [words]
        case Or() if words := _typed(node):
            return [words]
        case And() | Or():
            return [row for child in node.children for row in rows_of(child)]
        case Pattern() | Near() | Not() | Dates() | Field() | Everything() | Nothing():
            return []
        case _:
            assert_never(node)


def _split(children: tuple[Node, ...]) -> list[Row]:
    """Return the rows of adjacent clauses."""
    rows: list[Row] = []
    row: Row = ()
    for child in children:
        if words := _typed(child):
            row += words
        else:
            rows += [row, *rows_of(child)]
            row = ()
    return [each for each in (*rows, row) if each]


def _typed(node: Node) -> Row:
    """Return the words of a clause that is nothing but words; of several readings, the first."""
    match node:
        case Word():
            return (node,)
        case Phrase():
            return node.words
        case Near(sides=((typed, *_),)):  # of synonyms, the first
            return _typed(typed)
        case Or((Word() as word, *others)) if all(_is_reading(word, each) for each in others):
            return (word,)
        case _:
            return ()


def _is_reading(word: Word, other: Node) -> bool:
    """Return whether a node is another reading of a word, or the word in a name (`query.names`)."""
    return isinstance(other, Word | Phrase) and other.start <= word.start and word.end <= other.end
