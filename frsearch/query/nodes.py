"""The query tree as parsed, before its words are looked up in an index.

All nodes are frozen; `start` and `end` are offsets into the query text.

    Words      adjacent words: all of them or any, according to the `match` of the search
    And Or Not explicit operators
    Word       one word: any inflection, or exactly this form
    Phrase     words in this order
    Pattern    a prefix, a wildcard or a misspelling: any word that matches it
    Near       words, phrases or patterns near one another, in any order
    Dates      a range of dates
    Field      a value of a field of `extra`, such as the source
    Everything / Nothing

Words, phrases, patterns and what is near one another are the leaves. `query.resolved` has the leaves as
resolved in an index. The other nodes are generic, as resolved trees have them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeAlias, TypeVar, assert_never

from frsearch.analysis.chain import Form
from frsearch.dates import DateRange
from frsearch.types import FieldName

_Child = TypeVar("_Child", covariant=True)
_AnyLeaf = TypeVar("_AnyLeaf")


@dataclass(frozen=True, slots=True)
class Word:
    """One word in `field` (None: in any). `exactly`: this form and no other inflection.

    `stop` marks a stop word. `boost` is the weight of the word, relative to other words. `synonyms` are
    other words that match as if they were inflections of it.
    """

    form: Form
    field: FieldName | None = None
    exactly: bool = False
    stop: bool = False
    start: int = 0
    end: int = 0
    boost: float = 1.0
    synonyms: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, each at most `slop` positions after the previous one (1: adjacent).

    `solid` are other readings of the same text as one word (`weekend` for `week-end`). `elided`: the
    first word was elided (`jusqu'à`), so that stop words of the phrase are ignored beside other words.
    """

    words: tuple[Word, ...]
    slop: int = 1
    solid: tuple[Word, ...] = ()
    start: int = 0
    end: int = 0
    boost: float = 1.0
    elided: bool = False

    @property
    def field(self) -> FieldName | None:
        """The field of all the words; None: any."""
        return self.words[0].field


PatternKind = Literal["prefix", "wildcard", "fuzzy"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Any word that matches the folded `text`: `presid` (prefix), `pr?s*t`, or up to `edits` edits away.

    If no word does, and a ? may be a question mark (`vraiment?oui`), `words` in a row are meant, where
    the index has them all.
    """

    kind: PatternKind
    text: str
    field: FieldName | None = None
    start: int = 0
    end: int = 0
    edits: int = 1
    words: tuple[Word, ...] = ()
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Near:
    """All of the `sides` in any order, each at most `distance` positions after the one before it.

    Any of the words, phrases and patterns of a side will do. A single side is a choice: synonyms, some
    of them phrases, that are found and counted as one word; the first is what was typed.
    """

    sides: tuple[tuple[Word | Phrase | Pattern, ...], ...]
    distance: int
    start: int = 0
    end: int = 0
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles whose date overlaps the range; articles without a date never match."""

    range: DateRange


@dataclass(frozen=True, slots=True)
class HasWords:
    """A value with these words in a row (folded, unstemmed); `whole`: and no others.

    `solid` are other readings of the same text as one word. If the words are a `number`, a value that is
    the same number has them, however it is written.
    """

    words: tuple[str, ...]
    solid: tuple[str, ...] = ()
    whole: bool = False
    number: float | None = None


@dataclass(frozen=True, slots=True)
class HasPattern:
    """A value with a word that matches the folded `text`; `words` are these words once they are known.

    A prefix needs no list of words.
    """

    kind: PatternKind
    text: str
    words: tuple[str, ...] | None = None
    edits: int = 1


@dataclass(frozen=True, slots=True)
class InRange:
    """A value that is a number from `low` to `high`, both included; None: no bound."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """A value with one of these labels."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HasAny:
    """Any value at all."""


Condition = HasWords | HasPattern | InRange | IsOneOf | HasAny


@dataclass(frozen=True, slots=True)
class Field:
    """Articles with a value of the field `name` that meets a condition.

    Without a `weight`, it filters matches as `Dates` does; with one, it scores as a word does.
    """

    name: str
    condition: Condition
    start: int = 0
    end: int = 0
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Words(Generic[_Child]):
    """Adjacent words, joined according to `match`; Not, Dates and Field among them always apply.

    `question` says that the words are a question: if few articles have all, most of them are enough.
    """

    children: tuple[_Child, ...]
    question: bool = False


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


Leaf = Word | Phrase | Pattern | Near
Tree: TypeAlias = (
    _AnyLeaf
    | Words["Tree[_AnyLeaf]"]
    | And["Tree[_AnyLeaf]"]
    | Or["Tree[_AnyLeaf]"]
    | Not["Tree[_AnyLeaf]"]
    | Dates
    | Field
    | Everything
    | Nothing
)
Node: TypeAlias = Tree[Leaf]

Filter = Field | Or[Field]
"""What the values of a field must be: one condition, or any of several."""
Where = tuple[tuple[str, Filter], ...]
"""The filter of each of some fields."""


def sides_of(node: Node) -> tuple[Word | Phrase | Pattern, ...]:
    """Return the words, phrases and patterns of a side of PRÈS; () for what may not stand there."""
    match node:
        case Word() | Phrase() | Pattern():
            return (node,)
        case Or():
            sides = [sides_of(child) for child in node.children]
            return tuple(leaf for side in sides for leaf in side) if all(sides) else ()
        case _:
            return ()


def or_in_a_row(node: Node, rows: Iterable[Sequence[Word]], boost: float = 1.0) -> Or[Node]:
    """Return a node or rows of words, whose words score only together, with a weight of `boost`."""
    # Stop words of a phrase score with it alone.
    phrases = (
        Phrase(
            tuple(replace(word, stop=True) for word in row),
            start=row[0].start,
            end=row[-1].end,
            boost=boost,
        )
        for row in rows
    )
    return Or((*(node.children if isinstance(node, Or) else (node,)), *phrases))


def boosted(node: Node, boost: float) -> Node:
    """Return a node whose words, phrases and patterns weigh `boost` times as much."""
    match node:
        case Word() | Phrase() | Pattern() | Near():
            return replace(node, boost=node.boost * boost)
        case Words():
            return Words(tuple(boosted(child, boost) for child in node.children), node.question)
        case And():
            return And(tuple(boosted(child, boost) for child in node.children))
        case Or():
            return Or(tuple(boosted(child, boost) for child in node.children))
        case Not() | Dates() | Field() | Everything() | Nothing():
            return node
        case _:
            assert_never(node)
