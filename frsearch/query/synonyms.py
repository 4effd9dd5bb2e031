r"""Synonyms of one's own: lines of text -> rules; a query tree -> the tree with synonyms.

The format is what Solr and Elasticsearch share, a rule a line:

    # Daech under all its names: each finds all
    Daech, Daesh, EI, État islamique
    # the words on the right instead of those on the left
    poutou, NPA => Nouveau Parti anticapitaliste

A backslash before a comma, `=>` or a backslash makes it part of a word. Words of a query are those of a
rule whatever their case, accents and inflection; what is written in quotation marks or after = stands as
it is. Nothing is stored in an index: synonyms change what is searched for. A synonym is searched as one
more form of the word, so that it weighs what the word does, and is not looked up again in other rules.
Synonyms of several words are phrases; beside them, the node is a `Near` of a single side.

Source of the format: Solr Reference Guide, *Synonym Graph Filter*; Elasticsearch, *Synonym graph token
filter*, "Solr format".

>>> rules = read("Daech, Daesh")
>>> from frsearch.query.parser import parse
>>> tree, _ = with_synonyms(parse("DAESH").tree, "DAESH", rules)
>>> tree.form.exact, [form.exact for form in tree.synonyms]
('daesh', ['daech'])
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple, assert_never

from frsearch.analysis.chain import Chain, Form
from frsearch.analysis.lemmas import same_word
from frsearch.analysis.readings import readings
from frsearch.analysis.stopwords import is_stop_word
from frsearch.errors import SynonymError
from frsearch.messages.wording import Message
from frsearch.query.lexer import QUOTES
from frsearch.query.limits import LIMITS, Limits
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
from frsearch.types import QueryWarning

LONGEST_FILE = 10_000_000
"""Most characters of synonyms."""
# Most words of one synonym.
_MOST_WORDS = 20
# Files whose rules are remembered: searches with the same file read it once.
_REMEMBERED = 8

_PIECE = re.compile(r"\\(?P<escaped>.)|(?P<arrow>=>)|(?P<comma>,)|(?P<text>[^\\=,]+|.)")
_Leaf = Word | Phrase | Pattern


class Term(NamedTuple):
    """What a rule has between commas: words in a row; `solid` are other readings of it as one word."""

    forms: tuple[Form, ...]
    solid: tuple[Form, ...] = ()


class _Rule(NamedTuple):
    """The terms that are searched for a term, itself among them or not."""

    term: Term
    meant: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Rules, by the exact forms and the lemmas of the first words of what they replace."""

    text: str = ""
    rules: Mapping[str, Sequence[_Rule]] = field(default_factory=dict)

    def beginning_with(self, form: Form) -> Iterator[_Rule]:
        """Yield the rules for terms whose first word is this one in some form."""
        for key in dict.fromkeys((form.exact, form.lemma)):
            yield from self.rules.get(key, ())


NO_SYNONYMS = Synonyms()


@lru_cache(_REMEMBERED)
def read(text: str, source: str | None = None) -> Synonyms:
    """Read the rules of a text; SynonymError for a line that is none."""
    if len(text) > LONGEST_FILE:
        message = Message("there may be at most {most:,} characters of synonyms", most=LONGEST_FILE)
        raise SynonymError(message, source)
    chain = Chain()
    rules: dict[str, list[_Rule]] = defaultdict(list)
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                _add(line.strip(), chain, rules)
            except ValueError as error:
                raise SynonymError(error.args[0], source, number) from None
    return Synonyms(text, dict(rules))


def _add(line: str, chain: Chain, rules: dict[str, list[_Rule]]) -> None:
    """Add the rules of a line; ValueError with a message if it is none."""
    sides = [[_term(text.strip(), chain) for text in side] for side in _sides(line)]
    if len(sides) > 2:
        raise ValueError(Message("=> stands twice: write one rule a line, as in Daesh => Daech"))
    if len(sides) == 1 and len(sides[0]) == 1:
        raise ValueError(
            Message(
                "{text} has no synonym: write them on one line with commas, as in Daech, Daesh",
                text=repr(line),
            )
        )
    for term in sides[0]:
        for row in (term.forms, *((form,) for form in term.solid)):
            rule = _Rule(Term(row) if row != term.forms else term, tuple(sides[-1]))
            for key in {row[0].exact, row[0].lemma}:
                rules[key].append(rule)


def _sides(line: str) -> list[list[str]]:
    """Split a line at its arrow and commas."""
    sides = [[""]]
    for match in _PIECE.finditer(line):
        if match["arrow"]:
            sides.append([""])
        elif match["comma"]:
            sides[-1].append("")
        else:
            sides[-1][-1] += match["escaped"] or match["text"]
    return sides


def _term(text: str, chain: Chain) -> Term:
    units = readings(chain, text)
    forms = tuple(form for unit in units for form in unit.forms)
    if not text:
        raise ValueError(
            Message("a synonym is missing beside a comma or =>: remove the sign or add the word")
        )
    if not forms:
        raise ValueError(Message("{text} has no word that can be searched: remove it", text=repr(text)))
    if len(forms) > _MOST_WORDS:
        raise ValueError(
            Message("{text} has more than {most} words: shorten it", text=repr(text), most=_MOST_WORDS)
        )
    return Term(forms, units[0].alternatives if len(units) == 1 else ())


def with_synonyms(
    tree: Node, text: str, synonyms: Synonyms, limits: Limits = LIMITS
) -> tuple[Node, tuple[QueryWarning, ...]]:
    """Return the tree of a query text with the synonyms of its words; a warning if some are left out."""
    if not synonyms.rules:
        return tree, ()
    adding = _Adding(synonyms, text, limits.synonyms)
    return adding.expanded(tree), tuple(adding.warnings)


class _Clause(NamedTuple):
    """A clause of a row that is nothing but words, as they were typed.

    `solid` are other readings of the clause as one word, `beside` phrases that favour a name.
    """

    words: tuple[Word, ...] = ()
    boost: float = 1.0
    solid: tuple[Word, ...] = ()
    beside: tuple[Phrase, ...] = ()


@dataclass(slots=True)
class _Adding:
    """`left`: how many more words synonyms may add to the query."""

    synonyms: Synonyms
    text: str
    left: int
    warnings: list[QueryWarning] = field(default_factory=list)

    def expanded(self, node: Node) -> Node:
        """Return a tree with synonyms."""
        match node:
            case Word() | Phrase() | Or() if self._clause(node).words:
                return self._row((node,))[0]
            case Words():
                row = self._row(node.children)
                return row[0] if len(row) == 1 < len(node.children) else replace(node, children=row)
            case And() | Or():
                return replace(node, children=tuple(map(self.expanded, node.children)))
            case Not():
                return Not(self.expanded(node.child))
            case Near():
                return replace(node, sides=tuple(map(self._side, node.sides)))
            case Word() | Phrase() | Pattern() | Dates() | Field() | Everything() | Nothing():
                return node
            case _:
                assert_never(node)

    def _side(self, side: tuple[_Leaf, ...]) -> tuple[_Leaf, ...]:
        leaves: list[_Leaf] = []
        for leaf in side:
            match self.expanded(leaf):
                case Near(sides=((*several,),)):
                    leaves += several
                case Word() | Phrase() | Pattern() as other:
                    leaves.append(other)
                case _:
                    leaves.append(leaf)
        return tuple(leaves)

    def _row(self, children: Sequence[Node]) -> tuple[Node, ...]:
        """Return clauses side by side; of several rules, the one for most words applies."""
        clauses = list(map(self._clause, children))
        row: list[Node] = []
        at = 0
        while at < len(children):
            typed, terms = self._longest(clauses[at:])
            if terms:
                row.append(self._meaning(children[at], clauses[at : at + typed], terms))
            else:
                row.append(children[at] if clauses[at].words else self.expanded(children[at]))
            at += max(1, typed)
        return tuple(row)

    def _clause(self, node: Node) -> _Clause:
        match node:
            case Word() if not node.exactly and not self._is_quoted(node):
                return _Clause((node,), node.boost)
            case Phrase(slop=1) if not node.words[0].exactly and not self._is_quoted(node):
                return _Clause(node.words, node.boost, node.solid)
            case Near(sides=((Word() | Phrase() as typed, *spelled),)) if self._clause(typed).words:
                words = [each for each in spelled if isinstance(each, Word)]
                rows = [each for each in spelled if isinstance(each, Phrase)]
                typed_solid = typed.solid if isinstance(typed, Phrase) else ()
                return self._clause(typed)._replace(solid=(*typed_solid, *words), beside=tuple(rows))
            case Or((Word() as word, *others)) if self._clause(word).words:
                solid = tuple(each for each in others if isinstance(each, Word))
                beside = tuple(each for each in others if isinstance(each, Phrase))
                same = all((each.start, each.end) == (word.start, word.end) for each in solid)
                within = all(word.start in (each.start for each in phrase.words) for phrase in beside)
                if same and within and len(solid) + len(beside) == len(others):
                    return _Clause((word,), word.boost, solid, beside)
        return _Clause()

    def _is_quoted(self, node: Word | Phrase) -> bool:
        return self.text[node.start : node.start + 1] in [*QUOTES]

    def _longest(self, clauses: Sequence[_Clause]) -> tuple[int, list[_Rule]]:
        """Return how many clauses the longest term is written in, and the rules for it."""
        number, found = 0, list[_Rule]()
        for typed, words in _rows(clauses):
            rules = [
                each
                for each in self.synonyms.beginning_with(words[0].form)
                if _are_same(each.term.forms, words)
            ]
            if rules and typed > number:
                number, found = typed, list(dict.fromkeys(rules))
        return number, found

    def _meaning(self, node: Node, clauses: Sequence[_Clause], rules: Sequence[_Rule]) -> Node:
        """Return what is searched for clauses: one word with synonyms, or a choice."""
        own = any(_same_term(rule.term, term) for rule in rules for term in rule.meant)
        terms = dict.fromkeys(term for rule in rules for term in rule.meant)
        others = [t for t in terms if not (own and any(_same_term(rule.term, t) for rule in rules))]
        first, boost = clauses[0].words[0], clauses[0].boost
        words = tuple(word for each in clauses for word in each.words)
        place = _Place(first, words[0].start, words[-1].end)
        typed = _as_typed(node, clauses, place) if own else None
        affordable = self._affordable(others, place)
        if not own and not affordable:
            return node
        leaves = tuple(_leaves(typed, affordable, place))
        if len(leaves) == 1:
            meant: Node = replace(leaves[0], boost=boost)
        else:
            meant = Near((leaves,), 1, place.start, place.end, boost)
        beside = clauses[0].beside if len(clauses) == 1 else ()
        return Or((meant, *beside)) if beside else meant

    def _affordable(self, terms: Sequence[Term], place: _Place) -> list[Term]:
        """Return the first of some terms, within the limit on words; warn once of those left out."""
        kept: list[Term] = []
        for term in terms:
            words = len(term.forms) + len(term.solid)
            if words > self.left:
                self._warn(place)
                break
            self.left -= words
            kept.append(term)
        return kept

    def _warn(self, place: _Place) -> None:
        message = Message("synonyms are too many; only some of them are used")
        if not self.warnings:
            self.warnings.append(QueryWarning(message, place.start, place.end))


class _Place(NamedTuple):
    """Where synonyms stand in a query: for which words, and in which field."""

    word: Word
    start: int
    end: int

    def of(self, form: Form, *, in_phrase: bool = False) -> Word:
        """Return a word here."""
        stop = in_phrase and is_stop_word(form.accented)
        return Word(form, self.word.field, False, stop, self.start, self.end)

    def phrase(self, term: Term) -> Phrase:
        """Return the words of a term in a row here."""
        words = tuple(self.of(form, in_phrase=True) for form in term.forms)
        return Phrase(words, 1, tuple(map(self.of, term.solid)), self.start, self.end)


def _rows(clauses: Sequence[_Clause]) -> Iterator[tuple[int, tuple[Word, ...]]]:
    """Yield the words of the first clause, of the first two, and so on, with their number.

    They are of one field and weight. The first clause is read as one word, too.
    """
    words: tuple[Word, ...] = ()
    for number, clause in enumerate(clauses[:_MOST_WORDS], 1):
        same = clause.words and clause.boost == clauses[0].boost
        if not same or clause.words[0].field != clauses[0].words[0].field:
            return
        words += clause.words
        yield number, words
        if number == 1:
            yield from ((1, (word,)) for word in clause.solid)


def _are_same(forms: Sequence[Form], words: Sequence[Word]) -> bool:
    return len(forms) == len(words) and all(
        _is_same(form, word.form) for form, word in zip(forms, words, strict=True)
    )


def _is_same(one: Form, other: Form) -> bool:
    """Say whether two forms are of one word, or the same but for accents."""
    inflected = one.lemma == other.lemma and same_word(one.accented, other.accented)
    return inflected or one.exact == other.exact


def _same_term(one: Term, other: Term) -> bool:
    return one.forms == other.forms or one.forms in [(form,) for form in other.solid]


def _as_typed(node: Node, clauses: Sequence[_Clause], place: _Place) -> Word | Phrase:
    """Return what was typed as a leaf: a word with its other readings, or words in a row."""
    if len(clauses) == 1 and isinstance(node, Phrase):
        return replace(node, boost=1.0)
    words = tuple(word for each in clauses for word in each.words)
    if len(words) == 1:
        solid = tuple(word.form for word in clauses[0].solid)
        return replace(words[0], stop=False, boost=1.0, synonyms=solid)
    row = (replace(word, boost=1.0, stop=is_stop_word(word.form.accented)) for word in words)
    return Phrase(tuple(row), 1, (), place.start, place.end)


def _leaves(
    typed: Word | Phrase | None, terms: Sequence[Term], place: _Place
) -> Iterator[Word | Phrase]:
    """Yield what was typed, then what else is searched: all single words as one."""
    singles = [form for each in terms if len(each.forms) == 1 for form in (*each.forms, *each.solid)]
    phrases = [place.phrase(each) for each in terms if len(each.forms) > 1]
    if isinstance(typed, Phrase):
        yield typed
    elif typed is None and phrases and len(terms[0].forms) > 1:
        yield phrases.pop(0)
    if isinstance(typed, Word):
        synonyms = dict.fromkeys((*typed.synonyms, *singles))
        yield replace(typed, synonyms=tuple(form for form in synonyms if form != typed.form))
    elif singles:
        yield replace(place.of(singles[0]), synonyms=tuple(dict.fromkeys(singles[1:])))
    yield from phrases
