"""Resolved query tree + text -> matches with offsets.

It uses only the text and the analysis that made the index, so that highlights are the index's matches,
whatever the inflection. First, only the words around needles (spellings of the query's forms) are
analysed. If they have fewer matches than the index has counted (`O.T.A.N.`, a soft hyphen), the whole
text is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count, islice
from typing import TypeVar, assert_never

from frsearch.analysis.apart import join_words
from frsearch.analysis.chain import Chain, Form, Piece
from frsearch.analysis.line_ends import join_lines
from frsearch.analysis.spellings import ROMAN
from frsearch.highlight.limits import HIGHLIGHT_LIMITS, HighlightLimits
from frsearch.highlight.prefilter import Prefilter, Row
from frsearch.highlight.snippets import ClauseMatch, make_snippets
from frsearch.highlight.spans import Row as WordRow
from frsearch.highlight.spans import Shape, Slot, Span, WordOccurrence, joined, spans_in_order
from frsearch.kernels import look_up_chunks
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNear,
    ResolvedNode,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
    positive_leaves,
)
from frsearch.types import Snippet

# The distance over a gap too long for any phrase; its words are not counted.
_FAR = 1 << 40
_WORD_LENGTH = 40
# The longest ending of an ordinal, with the blank before it and what ends the word: `XIX ème`.
_ENDING = 8
_NONE: list[Slot] = []

T = TypeVar("T")


class _Chunks(dict[str, list[tuple[int, int, T]]]):
    """What matches in chunks, as (start, end, value); a chunk is analysed when it is first looked up."""

    def __init__(self, matching: Callable[[str], list[tuple[int, int, T]]]):
        self._matching = matching

    def __missing__(self, chunk: str) -> list[tuple[int, int, T]]:
        found = self[chunk] = self._matching(chunk)
        return found


class Highlighter:
    """Finds the matches of a query in the texts of its hits.

    `weights` has the idf of each leaf of the tree; `Highlighter.weights` has it by clause number.
    `forms` has the accented forms of each leaf in the index: a list for a word or pattern, or a list for
    each word of a phrase, then for each of its solid spellings.
    """

    def __init__(
        self,
        tree: ResolvedNode,
        weights: Mapping[ResolvedLeaf, float],
        chain: Chain,
        forms: Mapping[ResolvedLeaf, Sequence[Sequence[str]]] | None = None,
        field: str = "text",
        limits: HighlightLimits = HIGHLIGHT_LIMITS,
    ):
        self._chain = chain
        self._limits = limits
        self._stems: dict[str, list[Slot]] = defaultdict(list)
        self._lemmas: dict[str, list[Slot]] = defaultdict(list)
        self._exact: dict[str, list[Slot]] = defaultdict(list)
        self._prefixes: list[tuple[str, Slot]] = []
        self._phrases: dict[int, Shape] = {}  # by clause
        leaves = [leaf for leaf in dict.fromkeys(positive_leaves(tree)) if leaf.field in (None, field)]
        columns = {leaf: column for column, leaf in enumerate(weights)}
        # Where a text's counts have the number of each clause; the last is for those without a number.
        self._columns = [columns.get(leaf, len(columns)) for leaf in leaves]
        self.weights: list[float] = [weights.get(leaf, 0.0) for leaf in leaves]
        for clause, leaf in enumerate(leaves):
            self._register(clause, leaf)
        self._needles = None if forms is None else _needles_of(leaves, forms, limits)
        # Whether a chunk that matches is a Roman numeral, which may be a part of `XIX e`.
        self._numerals = False
        self._matches_in = _Chunks(self._matches_in_chunk)
        self._slots_in = _Chunks(self._slots_in_chunk)
        widest = max((shape.widest for shape in self._phrases.values()), default=0)
        self._longest_gap = _WORD_LENGTH * widest

    def _register(self, clause: int, leaf: ResolvedLeaf) -> None:
        match leaf:
            case ResolvedPattern():
                self._register_pattern((clause, 0), leaf)
            case ResolvedWord():
                self._register_word((clause, 0), leaf)
            case ResolvedPhrase():
                self._phrases[clause] = Shape(((WordRow(range(len(leaf.words)), leaf.slop),),))
                for slot, word in enumerate(leaf.words):
                    self._register_word((clause, slot), word)
                for word in leaf.solid:
                    self._register_word((clause, -1), word)
            case ResolvedNear():
                self._register_near(clause, leaf)
            case _:
                assert_never(leaf)

    def _register_near(self, clause: int, near: ResolvedNear) -> None:
        """Give each word of what is near one another a slot."""
        slots = count()
        sides: list[tuple[WordRow, ...]] = []
        for side in near.sides:
            rows: list[WordRow] = []
            for leaf in side:
                if isinstance(leaf, ResolvedPattern):
                    rows.append(WordRow([slot := next(slots)], 1))
                    self._register_pattern((clause, slot), leaf)
                    continue
                words = leaf.words if isinstance(leaf, ResolvedPhrase) else (leaf,)
                solid = leaf.solid if isinstance(leaf, ResolvedPhrase) else ()
                row = [next(slots) for _ in words]
                rows.append(WordRow(row, leaf.slop if isinstance(leaf, ResolvedPhrase) else 1))
                for slot, word in zip(row, words, strict=True):
                    self._register_word((clause, slot), word)
                for word in solid:
                    rows.append(WordRow([slot := next(slots)], 1))
                    self._register_word((clause, slot), word)
            sides.append(tuple(rows))
        self._phrases[clause] = Shape(tuple(sides), near.distance)

    def _register_pattern(self, slot: Slot, pattern: ResolvedPattern) -> None:
        if pattern.terms is None:
            self._prefixes.append((pattern.text, slot))
        for term in pattern.terms or ():
            self._exact[term].append(slot)

    def _register_word(self, slot: Slot, word: ResolvedWord) -> None:
        if word.exactly:
            self._exact[word.form.accented].append(slot)
        for stem in word.stems:
            self._stems[stem].append(slot)
        for lemma in word.lemmas:
            self._lemmas[lemma].append(slot)

    def snippets(
        self, text: str, counts: Sequence[int] | None, width: int, count: int
    ) -> tuple[Snippet, ...]:
        """Return the passages that `make_snippets` chooses for the matches in a text.

        `counts` has the number of occurrences in the text of each leaf of the weights, in their order,
        according to the index. Only the first `limits.places` places of words are used.
        """
        solid = join_lines(text)
        matches = self._by_needles(solid, counts)
        if matches is None:
            matches = _matches(self._spans_in_text(text, self._limits.places))
        return make_snippets(text, matches, self.weights, width=width, count=count, solid=solid)

    def all_matches(
        self, text: str, counts: Sequence[int] | None = None
    ) -> tuple[list[ClauseMatch], bool]:
        """Return the first `limits.marked` matches, and whether these are all; `counts` as above."""
        by_needles = self._by_needles(join_lines(text), counts)
        if by_needles is not None:
            return by_needles, True
        most = self._limits.marked
        spans = list(islice(self._spans_in_text(text), most + 1))
        return _matches(spans[:most]), len(spans) <= most

    def occurrences(self, text: str, count: int) -> Iterable[tuple[int, int]]:
        """Return (start, end) of each occurrence; matches that share a position are one occurrence.

        `count` is the number according to the index. If it is over `limits.places`, the occurrences are
        generated lazily.
        """
        if self._needles is not None and count <= self._limits.places:
            solid = join_lines(text)
            occurrences = list(joined(self._spans_around(solid, self._needles.starts(solid))))
            if len(occurrences) == count and not (
                self._numerals and self._are_apart(solid, occurrences)
            ):
                return occurrences
        return joined(self._spans_in_text(text))

    def _by_needles(self, text: str, counts: Sequence[int] | None) -> list[ClauseMatch] | None:
        """Return the matches around needles, None if the index has counted another number of matches.

        Words of the text that are cut at the ends of lines are joined.
        """
        if counts is None or self._needles is None:
            return None
        starts = self._needles.starts(text)
        if self._phrases:
            matches = _matches(self._spans_around(text, starts))
        else:
            matches = look_up_chunks(text, starts, self._matches_in)
            if len(matches) > self._limits.places:
                return None
        found = [match[2] for match in matches]
        numbers = [*counts, 0]
        for clause, column in enumerate(self._columns):
            if found.count(clause) != numbers[column]:
                return None
        if self._numerals and self._are_apart(text, [(start, end) for start, end, _ in matches]):
            return None
        return matches

    def _are_apart(self, text: str, places: Iterable[tuple[int, int]]) -> bool:
        """Say whether an ordinal in the text is written apart, and a place may be its numeral alone."""
        near = (text[max(0, start - 1) : end + _ENDING] for start, end in places)
        return any(join_words(each) != each for each in near)

    def _spans_in_text(self, text: str, most: int | None = None) -> Iterator[Span]:
        """Yield the matches in a text, all of which is analysed; `most` limits the places of words."""
        return spans_in_order(self._places(text, most), self._phrases, self._limits.kept)

    def _places(self, text: str, most: int | None) -> Iterator[tuple[WordOccurrence, list[Slot]]]:
        remaining = most
        for token in self._chain.tokens(text):
            slots = self._slots(token.form)
            if not slots:
                continue
            if remaining is not None:
                remaining -= len(slots)
                if remaining < 0:
                    return
            yield WordOccurrence(token.position, token.start, token.end), slots

    def _spans_around(self, text: str, starts: list[int]) -> Iterator[Span]:
        """Yield the matches in the chunks at `starts`, with positions as far apart as in the text."""
        places: list[tuple[WordOccurrence, list[Slot]]] = []
        position, end = 0, 0
        for start, stop, (slots, alternative) in look_up_chunks(text, starts, self._slots_in):
            if not alternative:
                position += self._distance(text, end, start)
            if slots:
                places.append((WordOccurrence(position, start, stop), slots))
            end = max(end, stop)
        return spans_in_order(places, self._phrases, self._limits.kept)

    def _matches_in_chunk(self, chunk: str) -> list[ClauseMatch]:
        """Return the matches in a chunk of a query without phrases."""
        self._numerals |= chunk in ROMAN
        found: set[ClauseMatch] = set()
        for start, end, form, _ in self._chain.pieces(chunk):
            for clause, _ in self._slots(form):
                found.add((start, end, clause))
        return sorted(found)

    def _slots_in_chunk(self, chunk: str) -> list[tuple[int, int, tuple[list[Slot], bool]]]:
        """Return (start, end, (slots, whether it is an alternative)) of the matching pieces of a chunk.

        The pieces to which matching alternatives belong are among them, even without slots.
        """
        self._numerals |= chunk in ROMAN
        found: list[tuple[int, int, tuple[list[Slot], bool]]] = []
        base: Piece | None = None
        for piece in self._chain.pieces(chunk):
            slots = self._slots(piece.form)
            if not piece.alternative:
                base = None if slots else piece
            elif slots and base is not None:
                found.append((base.start, base.end, (_NONE, False)))
                base = None
            if slots:
                found.append((piece.start, piece.end, (slots, piece.alternative)))
        return found

    def _distance(self, text: str, end: int, start: int) -> int:
        """Return the distance in positions to the next token: exact if a phrase may span the gap."""
        if not self._phrases:
            return 1
        gap = text[end:start]
        if gap.isspace():
            return 1
        if len(gap) > self._longest_gap:
            return _FAR
        return 1 + sum(not token.alternative for token in self._chain.tokens(gap))

    def _slots(self, form: Form) -> list[Slot]:
        accented, exact, stem, lemma = form
        slots = self._stems.get(stem, _NONE)
        if lemma in self._lemmas:
            slots = slots + [slot for slot in self._lemmas[lemma] if slot not in slots]
        if self._exact:
            slots = slots + self._exact.get(exact, _NONE)
            if accented != exact:
                slots = slots + self._exact.get(accented, _NONE)
        if self._prefixes:
            slots = slots + [slot for prefix, slot in self._prefixes if exact.startswith(prefix)]
        return slots


def _needles_of(
    leaves: Iterable[ResolvedLeaf],
    forms: Mapping[ResolvedLeaf, Sequence[Sequence[str]]],
    limits: HighlightLimits,
) -> Prefilter | None:
    loose: list[str] = []
    rows: list[Row] = []
    for leaf in leaves:
        words = forms.get(leaf, ())
        match leaf:
            case ResolvedPhrase():
                count = len(leaf.words)
                rows.append(Row(words[:count], leaf.slop))
                words = words[count:]
            case ResolvedWord() | ResolvedPattern() | ResolvedNear():
                pass
            case _:
                assert_never(leaf)
        loose += [form for word in words for form in word]
    needles = Prefilter(loose, rows, limits)
    return None if needles.too_many else needles


def _matches(spans: Iterable[Span]) -> list[ClauseMatch]:
    return sorted({(span.start, span.end, span.clause) for span in spans})
