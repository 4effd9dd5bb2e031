"""A query tree -> the tree with the stems, lemmas and terms that match in this index's dictionary.

A word matches its own stem and the stems of all words of the index that differ from it only in accents,
so that `absurdite` finds `absurdités`. It matches its own lemma and, if it has no accents itself, the
lemmas of those words too. Stop words are left out of a row that has other words. A word that no article
holds may match the words of the index that are spelled most alike.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice, product
from typing import assert_never

from frsearch.codec.field_columns import ColumnWords
from frsearch.codec.snapshot import Snapshot
from frsearch.codec.strings import Strings
from frsearch.engine.arrays.alike import alike, is_comparable
from frsearch.engine.arrays.spelling import within
from frsearch.engine.arrays.terms import family_of
from frsearch.fields import Declared
from frsearch.messages.wording import Message
from frsearch.query.limits import LIMITS, Deadline, Limits
from frsearch.query.nodes import (
    And,
    Condition,
    Dates,
    Everything,
    Field,
    HasPattern,
    HasWords,
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
from frsearch.query.patterns import literal_prefix, matcher, one_edit, within_edits
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNear,
    ResolvedNode,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedQuery,
    ResolvedWord,
    in_a_row_of,
    without_stop_words,
)
from frsearch.types import QueryWarning

Dictionary = Strings | ColumnWords
_WORDS_AT_A_TIME = 8_192
# Looking up one word takes as long as matching this many words.
_LOOKUP = 20
# As arrays, so many words are compared in the time of one.
_SCANNED_AT_ONCE = 10


def resolve(
    node: Node,
    snapshot: Snapshot,
    *,
    limits: Limits = LIMITS,
    deadline: Deadline | None = None,
    alike: bool = False,
) -> ResolvedQuery:
    """Return the tree with the stems and terms of this index, and warnings of what was changed.

    After the deadline, patterns match no further words. `alike`: words that no article holds match words
    spelled alike, but not in phrases or exclusions, and not exact words.
    """
    declared = snapshot.manifest.fields
    weighted = [each for each in declared if each.weight and each.name in snapshot.field_names]
    resolver = _Resolver(
        snapshot,
        limits,
        deadline or Deadline(),
        limits.all_expansions,
        limits.scanned,
        limits.alike if alike else 0,
        weighted,
    )
    tree = resolver.resolve(node)
    return ResolvedQuery(tree, tuple(resolver.warnings))


@dataclass(slots=True)
class _Resolver:
    """`expansions` and `scans`: how many more words the patterns may match, and scan; `alike`: how many
    more words may be replaced by words spelled alike."""

    snapshot: Snapshot
    limits: Limits
    deadline: Deadline
    expansions: int
    scans: int
    alike: int = 0
    weighted: Sequence[Declared] = ()
    warnings: list[QueryWarning] = field(default_factory=list)

    def resolve(self, node: Node) -> ResolvedNode:
        match node:
            case Word():
                word = self._word(node)
                word = self._replaced(node, word) or word
                return self._with_fields(node, word, _in_value(node))
            case Phrase():
                return self._with_fields(node, self._phrase(node), _in_value(node))
            case Pattern():
                pattern = self._pattern(node)
                if pattern.terms == () and node.words and all(map(self._is_known, node.words)):
                    return self.resolve(in_a_row_of(node))
                return self._with_fields(
                    node, pattern, HasPattern(node.kind, node.text, edits=node.edits)
                )
            case Near():
                return self._near(node)
            case Words():
                return Words(tuple(map(self.resolve, without_stop_words(node))), node.question)
            case And():
                return And(tuple(map(self.resolve, node.children)))
            case Or():
                return Or(tuple(map(self.resolve, node.children)))
            case Not():
                return self._not(node)
            case Field():
                return self._field(node)
            case Dates() | Everything() | Nothing():
                return node
            case _:
                assert_never(node)

    def _near(self, node: Near) -> ResolvedNode:
        """Resolve what is near one another; a choice of synonyms is sought in fields too."""
        sides = tuple(tuple(map(self._bare, side)) for side in node.sides)
        near = ResolvedNear(sides, node.distance, node.start, node.end, node.boost)
        if not near.is_choice:
            return near
        leaves = [replace(each, boost=node.boost) for each in node.sides[0]]
        conditions = [_in_value(each) for each in leaves if not isinstance(each, Pattern)]
        return self._with_fields(leaves[0], near, *conditions)

    def _bare(self, leaf: Word | Phrase | Pattern) -> ResolvedWord | ResolvedPhrase | ResolvedPattern:
        """Resolve a leaf in the title and text alone."""
        match leaf:
            case Word():
                return self._word(leaf)
            case Phrase():
                return self._phrase(leaf)
            case Pattern():
                return self._pattern(leaf)
            case _:
                assert_never(leaf)

    def _phrase(self, phrase: Phrase) -> ResolvedPhrase:
        words, solid = map(self._word, phrase.words), map(self._word, phrase.solid)
        place = (phrase.start, phrase.end)
        return ResolvedPhrase(tuple(words), phrase.slop, tuple(solid), *place, phrase.boost)

    def _with_fields(
        self, leaf: Word | Phrase | Pattern, resolved: ResolvedLeaf, *conditions: Condition
    ) -> ResolvedNode:
        """Return a leaf, or the same in the fields that are searched with the title and text."""
        if leaf.field is not None or not self.weighted:
            return resolved
        fields = (
            Field(each.name, condition, leaf.start, leaf.end, each.weight * leaf.boost)
            for each in self.weighted
            for condition in conditions
        )
        return Or((resolved, *map(self._field, fields)))

    def _word(self, word: Word) -> ResolvedWord:
        if word.exactly:
            return ResolvedWord.of(word)
        form = word.form
        stems = {each.stem for each in word.synonyms}
        lemmas = {each.lemma for each in word.synonyms}
        for each, segment in product((form, *word.synonyms), self.snapshot.segments):
            its_stems, its_lemmas = segment.readings(each.exact)
            stems |= its_stems
            # If the word has accents, they tell which lemma is meant.
            if each.accented == each.exact:
                lemmas |= its_lemmas
        return ResolvedWord.of(
            word,
            (form.stem, *sorted(stems - {form.stem})),
            (form.lemma, *sorted(lemmas - {form.lemma})),
        )

    def _is_known(self, word: Word) -> bool:
        return any(segment.words.exact.find(word.form.exact) >= 0 for segment in self.snapshot.segments)

    def _not(self, node: Not[Node]) -> ResolvedNode:
        """Return an exclusion: what nobody asked for is not excluded either."""
        alike, self.alike = self.alike, 0
        resolved = Not(self.resolve(node.child))
        self.alike = alike
        return resolved

    def _replaced(self, word: Word, resolved: ResolvedWord) -> ResolvedWord | None:
        """Return a word that no article holds, with the stems of words alike; None for any other."""
        exact, segments = word.form.exact, self.snapshot.segments
        if not self.alike or word.exactly or word.stop or not is_comparable(exact):
            return None
        if self._is_held(resolved) or self.scans <= 0 or self.deadline.is_over("matches"):
            return None
        self.alike -= 1
        self.scans -= sum(len(segment.words.exact) for segment in segments)
        words = alike(segments, exact)
        if not words:
            return None
        self._warn_of_alike(word, words)
        stems = {stem for segment in segments for each in words for stem in segment.readings(each)[0]}
        return ResolvedWord.of(word, tuple(sorted(stems)), alike=words)

    def _is_held(self, word: ResolvedWord) -> bool:
        """Return whether a live document has the word in any form."""
        return any(
            segment.is_live(term)
            for segment in self.snapshot.segments
            for term in family_of(segment, word).terms.tolist()
        )

    def _warn_of_alike(self, word: Word, words: Sequence[str]) -> None:
        spellings = tuple(self._spelling(each) for each in words)
        message = Message(
            "no article holds {word}; also searched: {words}", word=word.form.accented, words=spellings
        )
        self.warnings.append(QueryWarning(message, word.start, word.end))

    def _spelling(self, exact: str) -> str:
        """Return an exact form as most articles of the first segment that holds it spell it."""
        segment = next(each for each in self.snapshot.segments if each.exact_terms(exact))
        terms = segment.exact_terms(exact)
        return segment.words.terms[max(terms, key=lambda term: segment.postings_count([term]))]

    def _pattern(self, pattern: Pattern) -> ResolvedPattern:
        dictionaries = [segment.words.exact for segment in self.snapshot.segments]
        return ResolvedPattern.of(pattern, self._words(pattern, dictionaries))

    def _field(self, node: Field) -> Field:
        condition = node.condition
        if not isinstance(condition, HasPattern):
            return node
        columns = (segment.fields.get(node.name) for segment in self.snapshot.segments)
        dictionaries = [column.words for column in columns if column is not None]
        place = (node.start, node.end)
        pattern = Pattern(condition.kind, condition.text, None, *place, condition.edits)
        return replace(node, condition=replace(condition, words=self._words(pattern, dictionaries)))

    def _words(self, pattern: Pattern, dictionaries: Sequence[Dictionary]) -> tuple[str, ...] | None:
        """Return the words of dictionaries that match a pattern; None for all those with a prefix."""
        most = min(self.limits.expansions, self.expansions)
        if pattern.kind == "prefix":
            ranges = [each.range_of(pattern.text) for each in dictionaries]
            count = sum(last - first for first, last in ranges)
            if count <= most:
                self.expansions -= count
                return None
        terms = list(islice(self._expansions(pattern, dictionaries), most + 1))
        if len(terms) > most:
            terms.pop()
            if most:
                sentence = Message(
                    "matches more than {count:,} words; only the first {count:,} are used", count=most
                )
            else:
                sentence = Message("matches more words than one query may use; only the first are used")
            self._warn(sentence, pattern)
        elif self.scans <= 0 and not self.deadline.left:
            self._warn(
                Message(
                    "too many patterns in one query; only some of the words that match this one are used"
                ),
                pattern,
            )
        self.expansions -= len(terms)
        return tuple(terms)

    def _warn(self, message: Message, pattern: Pattern) -> None:
        self.warnings.append(QueryWarning(message, pattern.start, pattern.end))

    def _expansions(self, pattern: Pattern, dictionaries: Sequence[Dictionary]) -> Iterator[str]:
        if pattern.kind == "prefix":
            return _distinct(each.from_prefix(pattern.text) for each in dictionaries)
        if pattern.kind == "wildcard":
            matches, prefix = matcher(pattern.text), literal_prefix(pattern.text)
            return _distinct(self._matching(each, prefix, matches) for each in dictionaries)
        if pattern.edits > 1:
            # So many spellings are too many to look up.
            return _distinct(self._similar(each, pattern) for each in dictionaries)
        return self._one_edit(pattern.text, dictionaries)

    def _similar(self, dictionary: Dictionary, pattern: Pattern) -> Iterator[str]:
        """Yield the words within the edits of a pattern."""
        if isinstance(dictionary, Strings) and pattern.text.isascii():
            self.scans -= len(dictionary) // _SCANNED_AT_ONCE
            return iter(within(dictionary, pattern.text, pattern.edits))
        return self._matching(dictionary, "", partial(within_edits, pattern.text, most=pattern.edits))

    def _matching(
        self, dictionary: Dictionary, prefix: str, matches: Callable[[Sequence[str]], list[str]]
    ) -> Iterator[str]:
        begin, end = dictionary.range_of(prefix)
        for first in range(begin, end, _WORDS_AT_A_TIME):
            if self.scans <= 0 or self.deadline.is_over("matches"):
                return
            last = min(first + _WORDS_AT_A_TIME, end)
            self.scans -= last - first
            yield from matches(dictionary.between(first, last))

    def _one_edit(self, text: str, dictionaries: Sequence[Dictionary]) -> Iterator[str]:
        for word in one_edit(text):
            if self.scans <= 0 or self.deadline.is_over("matches"):
                return
            self.scans -= _LOOKUP * len(dictionaries)
            if any(each.find(word) >= 0 for each in dictionaries):
                yield word


def _in_value(leaf: Word | Phrase) -> HasWords:
    """Return the condition on a value that a word or phrase is."""
    if isinstance(leaf, Word):
        return HasWords((leaf.form.exact,), tuple(each.exact for each in leaf.synonyms))
    words, solid = (tuple(each.form.exact for each in words) for words in (leaf.words, leaf.solid))
    return HasWords(words, solid)


def _distinct(ascending: Iterator[Iterator[str]]) -> Iterator[str]:
    """Merge ascending words without repetitions."""
    before = None
    for word in heapq.merge(*ascending):
        if word != before:
            yield word
        before = word
