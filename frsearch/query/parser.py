"""Query text -> query tree, with warnings that say where syntax is doubtful and how it was read.

Adjacent words are `Words`; PRÈS/10 binds tightest, then ET; OU binds looser than adjacency; SAUF and -
exclude what follows. Nothing raises unless `strict`.

    >>> [type(child).__name__ for child in parse("sommet -Trump").tree.children]
    ['Word', 'Not']
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import assert_never

from frsearch.analysis.apart import join_words
from frsearch.analysis.chain import Chain, Form
from frsearch.analysis.folding import fold
from frsearch.analysis.line_ends import join_lines
from frsearch.analysis.readings import Unit
from frsearch.analysis.stopwords import is_stop_word
from frsearch.dates import DateRange
from frsearch.errors import QuerySyntaxError, QueryTooComplex
from frsearch.fields import NO_FIELDS, FieldNames, folded_name
from frsearch.messages.wording import Message, words_of
from frsearch.query.abbreviated import with_abbreviations
from frsearch.query.date_values import LONGEST_DATE, date_value
from frsearch.query.escaping import escape
from frsearch.query.field_values import below_zero, is_doubtful, number_range, pattern_of
from frsearch.query.field_values import words_of as words_of_value
from frsearch.query.lexer import FIELDS, TEXT_FIELDS, Lexeme, LexemeKind, lex
from frsearch.query.limits import LIMITS, Limits
from frsearch.query.names import with_names
from frsearch.query.nodes import (
    And,
    Condition,
    Dates,
    Everything,
    Field,
    InRange,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Word,
    Words,
    boosted,
    sides_of,
)
from frsearch.query.other_signs import unread_syntax
from frsearch.query.patterns import as_pattern, asks_before, may_ask, too_many_edits
from frsearch.query.plain_words import plain_words, readings_of, readings_of_word
from frsearch.query.questions import as_question
from frsearch.query.running_text import as_meant
from frsearch.query.variant_nodes import readings_of_phrase, with_variants
from frsearch.types import FieldName, QueryWarning

# Fields of the archive that a warning names.
_MOST_NAMED = 20
# How much like a name must another be, to be meant: `difflib` counts 1 for equal names.
_LIKE = 0.8


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The tree of a query and the warnings about its text."""

    tree: Node
    warnings: tuple[QueryWarning, ...] = ()


def parse(
    text: str,
    *,
    chain: Chain | None = None,
    strict: bool = False,
    limits: Limits = LIMITS,
    fields: FieldNames = NO_FIELDS,
    plain: bool = False,
) -> ParsedQuery:
    """Parse any text. A blank text matches every article; a text without a word matches none.

    `fields` are the fields of the archive, which the query may ask for. `plain` reads words alone,
    without any syntax.

    `strict=True` raises an error instead of each warning: QueryTooComplex over the limits,
    QuerySyntaxError otherwise.
    """
    beginning = text[: limits.characters]
    parser = _Parser(chain or Chain(), strict, limits, beginning, fields=fields)
    if len(beginning) < len(text):
        message = Message("only the first {count} characters are used", count=limits.characters)
        parser.cut(message, limits.characters, len(text))
    if not beginning.strip():
        return ParsedQuery(Everything(), tuple(parser.warnings))
    if plain:
        text = join_words(join_lines(escape(beginning)), first=True)
        tree = _named(parser.words_of(Lexeme("word", text, 0, len(text))), beginning)
    elif words := plain_words(beginning):
        tree = parser.row_of(words)
    else:
        parser.read(lex(beginning, fields))
        tree = parser.parse()
    tree = tree and as_question(tree, beginning)
    if tree is None:
        parser.warn(Message("nothing to search for in this query"), 0, len(beginning))
    return ParsedQuery(tree or Nothing(), tuple(parser.warnings))


@dataclass(frozen=True, slots=True)
class _Context:
    """What the prefixes before or around a clause require of its words."""

    field: FieldName | None = None
    exactly: bool = False
    extra: str | None = None  # a field of the archive, in which values are sought


_ANY = _Context()


@dataclass(slots=True)
class _Parser:
    chain: Chain
    strict: bool
    limits: Limits
    text: str
    lexemes: Sequence[Lexeme] = ()
    fields: FieldNames = NO_FIELDS
    warnings: list[QueryWarning] = field(default_factory=list)
    _at: int = 0
    _depth: int = 0
    _word_count: int = 0

    def warn(self, message: Message, start: int, end: int) -> None:
        if self.strict:
            raise QuerySyntaxError(message, start, end)
        self.warnings.append(QueryWarning(message, start, end))

    def cut(self, message: Message, start: int, end: int) -> None:
        """Warn of a part of the query over a limit."""
        warning = QueryWarning(message, start, end)
        if self.strict:
            raise QueryTooComplex(warning.located)
        self.warnings.append(warning)

    def read(self, lexemes: Iterable[Lexeme]) -> None:
        """Take the lexemes to parse, and warn of signs that may be meant otherwise."""
        self.lexemes, notes = as_meant([*lexemes], self.chain)
        for note in sorted([*notes, *unread_syntax(self.lexemes)], key=lambda note: note.start):
            self.warn(*note)

    def parse(self) -> Node | None:
        tree = self._either(_ANY)
        while closing := self._take("close"):
            self.warn(
                Message("this closing parenthesis has no opening one: ignored"),
                closing.start,
                closing.end,
            )
            tree = _words([tree, self._either(_ANY)])
        return tree

    def _peek(self) -> Lexeme | None:
        return self.lexemes[self._at] if self._at < len(self.lexemes) else None

    def _take(self, *kinds: LexemeKind) -> Lexeme | None:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind not in kinds:
            return None
        self._at += 1
        return lexeme

    def _either(self, context: _Context) -> Node | None:
        """Parse one row of clauses, or several joined by OU."""
        branches = [self._row(context)]
        while operator := self._take("or"):
            branch = self._row(context)
            if branches[-1] is None or branch is None:
                self._warn_dangling(operator)
            branches.append(branch)
        nodes = tuple(branch for branch in branches if branch is not None)
        if len(nodes) < 2:
            return nodes[0] if nodes else None
        return Or(nodes)

    def _row(self, context: _Context) -> Node | None:
        """Parse adjacent clauses, up to OU, a closing parenthesis or the end."""
        clauses: list[Node | None] = []
        while lexeme := self._peek():
            match lexeme.kind:
                case "or" | "close":
                    break
                case "and":
                    self._take("and")
                    following = self._clause(context)
                    if following is None or not clauses or clauses[-1] is None:
                        self._warn_dangling(lexeme)
                        clauses.append(following)
                    else:
                        clauses[-1] = _both(clauses[-1], following)
                case (
                    "not" | "exact" | "field" | "extra" | "apart" | "unknown" | "open"
                    | "word" | "phrase" | "unclosed" | "slop" | "near" | "boost"
                ):  # fmt: skip
                    if (clause := self._clause(context)) is not None:
                        clauses.append(clause)
                case _:
                    assert_never(lexeme.kind)  # a kind that no branch takes would be met for ever
        return _named(_words(clauses), self.text)

    def _warn_dangling(self, operator: Lexeme) -> None:
        self.warn(
            Message("{operator} has nothing to join on one side: ignored", operator=operator.text),
            *operator[2:],
        )

    def _clause(self, context: _Context) -> Node | None:
        """Parse one clause, or several joined by PRÈS/10."""
        start = self._at
        parts = [self._prefixed(context)]
        distances: list[Lexeme] = []
        while operator := self._take("near"):
            distances.append(operator)
            parts.append(self._prefixed(context))
        if not distances:
            return parts[0]
        return self._near(parts, distances, self.lexemes[start], context)

    def _near(
        self, parts: Sequence[Node | None], operators: Sequence[Lexeme], first: Lexeme, context: _Context
    ) -> Node | None:
        """Join parts that are near one another; those that cannot be are joined as by ET."""
        present = [part for part in parts if part is not None]
        if len(present) < len(parts):
            for operator in operators:
                self._warn_dangling(operator._replace(text=f"PRÈS/{operator.text}"))
            return _words([*parts])
        start, end = first.start, self.lexemes[self._at - 1].end
        negated = isinstance(present[0], Not)
        if isinstance(present[0], Not):
            present[0] = present[0].child
        sides = [side for side in map(sides_of, present) if side]
        asked = max(int(operator.text[:9]) for operator in operators)
        distance = max(1, min(asked, self.limits.distance))
        if len(sides) < len(present) or len(sides) > self.limits.sides or context.extra:
            self.warn(self._no_sides(present, context), start, end)
            return self._negate(And(tuple(present)), negated)
        if len({leaf.field for side in sides for leaf in side}) > 1:
            self.warn(
                Message("PRÈS joins words of one field: write titre:(… PRÈS/10 …) for both"), start, end
            )
        if distance < asked or len({operator.text for operator in operators}) > 1:
            self.warn(Message("PRÈS is read as within {distance} words", distance=distance), start, end)
        return self._negate(Near(tuple(sides), distance, start, end), negated)

    def _no_sides(self, parts: Sequence[Node], context: _Context) -> Message:
        """Return why parts are not joined by PRÈS."""
        if context.extra or any(isinstance(part, Dates | Field) for part in parts):
            return Message("PRÈS joins no date and no value of a field: read as ET")
        if any(isinstance(part, Not) for part in parts):
            return Message("PRÈS joins nothing that is excluded: read as ET")
        if any(isinstance(part, Words | And | Near) for part in parts):
            return Message(
                "PRÈS joins no group of words, but phrases in quotation marks and choices: read as ET"
            )
        return Message(
            "PRÈS joins up to {count} words, phrases, or choices of them: read as ET",
            count=self.limits.sides,
        )

    def _prefixed(self, context: _Context) -> Node | None:
        """Parse one word, phrase, date or group, with its prefixes: - SAUF = titre:"""
        negation: Lexeme | None = None
        prefix: Lexeme | None = None
        negated = False
        while lexeme := self._take("not", "exact", "field", "extra", "apart", "unknown"):
            if context.extra and (below_zero := self._below_zero(lexeme, context)):
                return self._negate(below_zero, negated)
            if lexeme.kind == "not":
                negation, negated = lexeme, not negated
            elif lexeme.kind == "exact":
                prefix, context = lexeme, replace(context, exactly=True)
            elif lexeme.kind == "unknown":
                self._unknown_field(lexeme)
                return self._negate(self._word(lexeme, context), negated)
            elif lexeme.kind == "apart":
                self.warn(
                    Message(
                        "searched as a word: the field is written without blanks around the colon, as "
                        '{name}:"…"',
                        name=lexeme.text,
                    ),
                    *lexeme[2:],
                )
                return self._negate(self._word(lexeme, context), negated)
            elif lexeme.kind == "extra":
                prefix, context = lexeme, replace(context, field=None, extra=lexeme.text)
            elif lexeme.text.lower() in TEXT_FIELDS:
                prefix = lexeme
                context = replace(context, field=TEXT_FIELDS[lexeme.text.lower()], extra=None)
            else:
                return self._negate(self._dates(lexeme), negated)
        node = self._boosted(self._operand(context))
        if node is None and negation is not None:
            self.warn(
                Message("{operator} has nothing to exclude: ignored", operator=negation.text),
                negation.start,
                negation.end,
            )
        elif node is None and prefix is not None:
            self.warn(
                Message("{prefix} has no word after it: ignored", prefix=prefix.text),
                *prefix[2:],
            )
        return self._negate(node, negated)

    def _boosted(self, node: Node | None) -> Node | None:
        """Give a node the weight after it: `sommet^3`."""
        lexeme = self._take("boost")
        if lexeme is None or node is None:
            return node
        asked = float(lexeme.text[1:10].replace(",", "."))
        if asked > self.limits.boost:
            self.warn(Message("a weight is at most {most}", most=self.limits.boost), *lexeme[2:])
        return boosted(node, min(asked, self.limits.boost))

    @staticmethod
    def _negate(node: Node | None, negated: bool) -> Node | None:
        return Not(node) if negated and node is not None else node

    def _unknown_field(self, lexeme: Lexeme) -> None:
        from difflib import get_close_matches

        known = (*FIELDS, *self.fields.spellings)
        if close := get_close_matches(folded_name(lexeme.text), known, 1, _LIKE):
            message = Message(
                "there is no field {name!r} (did you mean {close}?): searched as words",
                name=lexeme.text,
                close=f"{close[0]}:",
            )
            return self.warn(message, lexeme.start, lexeme.end)
        message = Message(
            "there is no field {name!r} (there are {known}): searched as words",
            name=lexeme.text,
            known=tuple(name + ":" for name in (*FIELDS, *self.fields.shown(_MOST_NAMED))),
        )
        self.warn(message, lexeme.start, lexeme.end)

    def _operand(self, context: _Context) -> Node | None:
        if lexeme := self._take("open"):
            return self._group(lexeme, context)
        if lexeme := self._take("phrase", "unclosed"):
            return self._phrase(lexeme, context)
        if lexeme := self._take("word"):
            return self._word(lexeme, context)
        self._take("slop", "boost")
        return None

    def _group(self, opening: Lexeme, context: _Context) -> Node | None:
        if self._depth >= self.limits.depth:
            self.cut(
                Message(
                    "parentheses are nested more than {depth} deep: ignored", depth=self.limits.depth
                ),
                *opening[2:],
            )
            return None
        self._depth += 1
        node = self._either(context)
        self._depth -= 1
        closing = self._take("close")
        if closing is None:
            self.warn(
                Message("this parenthesis is never closed: treated as closed at the end"), *opening[2:]
            )
        elif node is None:
            self.warn(Message("these parentheses are empty: ignored"), opening.start, closing.end)
        return node

    def _phrase(self, lexeme: Lexeme, context: _Context) -> Node | None:
        self._warn_unclosed(lexeme)
        slop = self._take("slop")
        if context.extra is not None:
            if slop is not None:
                self.warn(
                    Message(
                        "the words of a value stand in a row: ~{number} is ignored", number=slop.text
                    ),
                    *slop[2:],
                )
            return self._value(lexeme, context.extra, None, whole=context.exactly)
        rows = readings_of_phrase(self._units(lexeme))
        if not rows[0] and not self._is_full():
            self.warn(Message("this phrase has no words: ignored"), lexeme.start, lexeme.end)
        if not rows[0]:
            return None
        distance = max(1, int(slop.text[:9])) if slop else 1
        leaves = tuple(self._in_a_row(row, context, lexeme, distance) for row in rows)
        first, *others = leaves
        solid = tuple(leaf for leaf in others if isinstance(leaf, Word))
        if isinstance(first, Phrase) and len(solid) == len(others):
            return replace(first, solid=solid)
        return Near((leaves,), 1, lexeme.start, lexeme.end) if others else first

    def _in_a_row(
        self, forms: Sequence[Form], context: _Context, lexeme: Lexeme, distance: int
    ) -> Word | Phrase:
        """Return forms as a phrase, or as a word if there is one only."""
        place = lexeme.start, lexeme.end
        words = tuple(self._make_word(form, context, *place) for form in forms)
        return replace(words[0], stop=False) if len(words) == 1 else Phrase(words, distance, (), *place)

    def _warn_unclosed(self, lexeme: Lexeme) -> None:
        if lexeme.kind == "unclosed":
            self.warn(
                Message("this quotation mark is never closed: treated as closed at the end"), *lexeme[2:]
            )

    def _word(self, lexeme: Lexeme, context: _Context) -> Node | None:
        if context.extra is not None:
            return self._value(lexeme, context.extra, pattern_of(lexeme), whole=context.exactly)
        pattern = as_pattern(lexeme, context.field)
        if pattern is not None:
            if too_many_edits(lexeme.text):
                self.warn(Message("~ is read as within {edits} edits", edits=pattern.edits), *lexeme[2:])
            if not self._count_words(1, lexeme):
                return None
            if not pattern.text.strip("*?"):
                self.warn(
                    Message("{pattern} matches every word: ignored", pattern=lexeme.text),
                    lexeme.start,
                    lexeme.end,
                )
                return None
            if may_ask(lexeme.text):
                return replace(pattern, words=self._asking(lexeme, context))
            return pattern
        if asks_before(lexeme.text):
            self.warn(Message("? before a word is read as a question mark: ignored"), *lexeme[2:])
        return self.words_of(lexeme, context)

    def row_of(self, words: Iterable[tuple[int, str]]) -> Node | None:
        """Return plain words in a row."""
        clauses: list[Node | None] = []
        for start, word in words:
            lexeme = Lexeme("word", word, start, start + len(word))
            units = self._within_limit(readings_of_word(self.chain, word), lexeme)
            clauses += [self._unit(unit, _ANY, lexeme) for unit in units]
        return _named(_words(clauses), self.text)

    def words_of(self, lexeme: Lexeme, context: _Context = _ANY) -> Node | None:
        """Return the words of a lexeme, whatever signs it has."""
        return _words([self._unit(unit, context, lexeme) for unit in self._units(lexeme)])

    def _asking(self, lexeme: Lexeme, context: _Context) -> tuple[Word, ...]:
        """Return the words of `vraiment?oui` if the ? ends a question."""
        apart = lexeme._replace(text=lexeme.text.replace("?", " "))
        return tuple(
            self._make_word(form, context, lexeme.start, lexeme.end)
            for unit in self._units(apart)
            for form in unit.forms
        )

    def _value(
        self, lexeme: Lexeme, name: str, condition: Condition | None, *, whole: bool
    ) -> Field | None:
        """Return what a word or phrase asks of a field."""
        if condition is None:
            condition = words_of_value(lexeme.text, self._units(lexeme), whole=whole)
            self._warn_of_words(lexeme, name, condition)
        elif not self._count_words(1, lexeme):
            return None
        if isinstance(condition, InRange) and _is_empty(condition):
            self.warn(Message("{range} ends before it begins", range=lexeme.text), *lexeme[2:])
        return None if condition is None else Field(name, condition, lexeme.start, lexeme.end)

    def _warn_of_words(self, lexeme: Lexeme, name: str, condition: Condition | None) -> None:
        """Warn of words of a value that may be meant otherwise."""
        if lexeme.kind != "word" or condition is None:
            return
        if is_doubtful(lexeme.text):
            self.warn(
                Message(
                    "{text} is read as words of a value: a range is written 1..3 or >3, and signs stand "
                    "in quotation marks",
                    text=lexeme.text,
                ),
                *lexeme[2:],
            )
        following = self._peek()
        if following is not None and following.kind == "word" and is_stop_word(lexeme.text.lower()):
            self.warn(
                Message(
                    'only {word} is sought in {name}: write {name}:"{word} {following}" for both',
                    word=lexeme.text,
                    name=name,
                    following=following.text,
                ),
                *lexeme[2:],
            )

    def _below_zero(self, minus: Lexeme, context: _Context) -> Field | None:
        """Return what a number or range below zero asks of a field: its minus excludes nothing."""
        following = self._peek()
        if minus.kind != "not" or following is None or following.start != minus.end:
            return None
        text = f"-{following.text}"
        condition = number_range(text) or below_zero(text)
        if following.kind != "word" or minus.text != "-" or condition is None:
            return None
        self._take("word")
        number = Lexeme("word", text, minus.start, following.end)
        return self._value(number, context.extra or "", condition, whole=False)

    def _units(self, lexeme: Lexeme) -> list[Unit]:
        """Return the words of a lexeme, up to the limit on words of the query."""
        return self._within_limit(readings_of(self.chain, lexeme.text), lexeme)

    def _within_limit(self, units: Iterable[Unit], lexeme: Lexeme) -> list[Unit]:
        """Count the words of a lexeme; return those up to the limit on words of the query."""
        return list(takewhile(lambda unit: self._count_words(len(unit.forms), lexeme), units))

    def _count_words(self, words: int, lexeme: Lexeme) -> bool:
        """Count `words`; say whether they are within the limit, and warn the first time they are not."""
        before, most = self._word_count, self.limits.words
        self._word_count = before + words
        if before <= most < self._word_count:
            self.cut(
                Message("only the first {count} words are used", count=most),
                *lexeme[2:],
            )
        return self._word_count <= most

    def _is_full(self) -> bool:
        return self._word_count > self.limits.words

    def _unit(self, unit: Unit, context: _Context, lexeme: Lexeme) -> Node:
        start, end = lexeme.start + unit.start, lexeme.start + unit.end
        if len(unit.forms) == 1 and not unit.alternatives:  # most words
            return self._make_word(unit.forms[0], context, start, end)
        words = tuple(self._make_word(form, context, start, end) for form in unit.forms)
        solid = tuple(self._make_word(form, context, start, end) for form in unit.alternatives)
        if len(words) == 1 and context.exactly:
            written = fold(lexeme.text[unit.start : unit.end].lower())
            return next((each for each in solid if each.form.exact == written), words[0])
        if len(words) == 1:
            return Or((words[0], *solid)) if solid else words[0]
        return Phrase(words, 1, solid, start, end, elided=unit.elided and not context.exactly)

    def _make_word(self, form: Form, context: _Context, start: int, end: int) -> Word:
        stop = is_stop_word(form.accented)
        return Word(form, context.field, context.exactly, stop and not context.exactly, start, end)

    def _dates(self, name: Lexeme) -> Node | None:
        value = date_value(self.lexemes[self._at : self._at + LONGEST_DATE])
        if value is None:
            self.warn(
                Message("{name}: needs a date, such as {name}:2018-06", name=name.text),
                name.start,
                name.end,
            )
            return None
        while (lexeme := self._peek()) and lexeme.start < value.end:
            self._at += 1
            self._warn_unclosed(lexeme)
        try:
            return Dates(_date_range(name.text.lower(), value.text))
        except ValueError as error:
            self.warn(Message("{reason}: ignored", reason=words_of(error)), name.start, value.end)
            return None


def _date_range(name: str, text: str) -> DateRange:
    if name == "date":
        return DateRange.parse(text)
    days = DateRange.between(text, text)
    if name == "depuis":
        return replace(days, last=None)
    return days.before()


def _words(clauses: list[Node | None]) -> Node | None:
    """Join adjacent clauses in one node; nested `Words` are flattened."""
    children: list[Node] = []
    for clause in clauses:
        if isinstance(clause, Words):
            children.extend(clause.children)
        elif clause is not None:
            children.append(clause)
    if len(children) == 1 and not isinstance(children[0], Dates | Field | Not):
        return children[0]
    return Words(tuple(children)) if children else None


def _named(node: Node | None, text: str) -> Node | None:
    """Return a row of words with other spellings, abbreviations and names."""
    node = with_variants(node, text)
    return with_names(with_abbreviations(node, text), text) if isinstance(node, Words) else node


def _is_empty(bounds: InRange) -> bool:
    return bounds.low is not None and bounds.high is not None and bounds.low > bounds.high


def _both(left: Node, right: Node) -> And[Node]:
    return And((*left.children, right)) if isinstance(left, And) else And((left, right))
