"""Which words of a text a query matched: resolved query tree + text -> matches with offsets.

Works on the text alone, with the analysis that made the index, so that what is highlighted is what
was found, whatever the inflection. A text is not analysed as a whole where that can be helped: the
words around which the query's forms are spelled out are, and the index knows how many matches
there are to find. Where they are not all found so (`O.T.A.N.`, a soft hyphen), the whole text is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import assert_never

from frsearch.analysis.chain import Chain, Form, Piece, Token
from frsearch.analysis.line_ends import join_lines
from frsearch.highlight.limits import HIGHLIGHT_LIMITS, HighlightLimits
from frsearch.highlight.prefilter import Prefilter, Row
from frsearch.highlight.snippets import ClauseMatch
from frsearch.highlight.spans import Slot, Span, WordOccurrence, joined, spans_in_order
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNode,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
    positive_leaves,
)

# A gap in which no word of a phrase needs to be counted: longer than any that matches.
_FAR = 1_000
_WORD_LENGTH = 40
_NONE: list[Slot] = []


class Highlighter:
    """Finds the matches of a query in the texts of its hits.

    `weights` gives how much each leaf of the tree says; `Highlighter.weights` are those of the
    clauses, in the order of the numbers that the matches bear. `forms` are the accented forms in
    the index that each leaf stands for, those of each word of a phrase, then of each solid spelling.
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
        self._matching: dict[str, list[Piece]] = {}  # of each chunk met in this query
        self._spans: dict[str, list[tuple[int, int, int]]] = {}  # and where what matches stands in it
        self._stems: dict[str, list[Slot]] = defaultdict(list)
        self._lemmas: dict[str, list[Slot]] = defaultdict(list)
        self._exact: dict[str, list[Slot]] = defaultdict(list)
        self._prefixes: list[tuple[str, Slot]] = []
        self._phrases: dict[int, ResolvedPhrase] = {}
        leaves = [leaf for leaf in dict.fromkeys(positive_leaves(tree)) if leaf.field in (None, field)]
        self._clauses = {leaf: clause for clause, leaf in enumerate(leaves)}
        self.weights = [weights.get(leaf, 0.0) for leaf in leaves]
        for clause, leaf in enumerate(leaves):
            self._register(clause, leaf)
        self._needles = None if forms is None else _needles_of(leaves, forms, limits)

    def _register(self, clause: int, leaf: ResolvedLeaf) -> None:
        match leaf:
            case ResolvedPattern():
                if leaf.terms is None:
                    self._prefixes.append((leaf.text, (clause, 0)))
                for term in leaf.terms or ():
                    self._exact[term].append((clause, 0))
            case ResolvedWord():
                self._register_word((clause, 0), leaf)
            case ResolvedPhrase():
                self._phrases[clause] = leaf
                for slot, word in enumerate(leaf.words):
                    self._register_word((clause, slot), word)
                for word in leaf.solid:
                    self._register_word((clause, -1), word)
            case _:
                assert_never(leaf)

    def _register_word(self, slot: Slot, word: ResolvedWord) -> None:
        if word.exactly:
            self._exact[word.form.accented].append(slot)
        for stem in word.stems:
            self._stems[stem].append(slot)
        for lemma in word.lemmas:
            self._lemmas[lemma].append(slot)

    def matches(self, text: str, counts: Mapping[ResolvedLeaf, int] | None = None) -> list[ClauseMatch]:
        """Return where the query's words and phrases stand in the text, by their starts.

        `counts` is how often each leaf stands there, as far as the index knows. In a text with more
        than `limits.places` places they are those among the first.
        """
        found = self._by_needles(text, counts)
        if found is None:
            found = _matches(self._found(self._chain.tokens(text), self._limits.places))
        return found

    def all_matches(
        self, text: str, counts: Mapping[ResolvedLeaf, int] | None = None
    ) -> tuple[list[ClauseMatch], bool]:
        """Return the same, of very many the first `limits.marked`, and whether these are all."""
        by_needles = self._by_needles(text, counts)
        if by_needles is not None:
            return by_needles, True
        most = self._limits.marked
        found = list(islice(self._found(self._chain.tokens(text)), most + 1))
        return _matches(found[:most]), len(found) <= most

    def occurrences(self, text: str, count: int) -> Iterable[tuple[int, int]]:
        """Return (start, end) of each occurrence: of matches that share a position, one.

        `count` is how many the index knows of. Of very many, few are in memory at a time.
        """
        if self._needles is not None and count <= self._limits.places:
            text = join_lines(text)
            chunks = self._needles.chunks(text)
            found = list(joined(self._found(self._placed(text, chunks))))
            if len(found) == count:
                return found
        return joined(self._found(self._chain.tokens(text)))

    def _by_needles(
        self, text: str, counts: Mapping[ResolvedLeaf, int] | None
    ) -> list[ClauseMatch] | None:
        """Return the matches if there are as many around the spellings as the index knows of."""
        if counts is None or self._needles is None:
            return None
        text = join_lines(text)
        chunks = self._needles.chunks(text)
        if self._phrases:
            found = _matches(self._found(self._placed(text, chunks)))
        else:
            found = self._in(chunks)
        numbers = [0] * len(self.weights)
        for match in found:
            numbers[match[2]] += 1
        complete = all(numbers[at] == counts.get(leaf, 0) for leaf, at in self._clauses.items())
        return found if complete else None

    def _found(self, tokens: Iterable[Token], most: int | None = None) -> Iterator[Span]:
        return spans_in_order(self._held(tokens, most), self._phrases, self._limits.kept)

    def _held(
        self, tokens: Iterable[Token], most: int | None
    ) -> Iterator[tuple[WordOccurrence, Sequence[Slot]]]:
        """Yield the places of the query's words, so many of them, with what they are places of."""
        left = most
        for token in tokens:
            slots = self._slots(token.form)
            if not slots:
                continue
            if left is not None:
                left -= len(slots)
                if left < 0:
                    return
            yield WordOccurrence(token.position, token.start, token.end), slots

    def _in(self, chunks: Mapping[int, str]) -> list[ClauseMatch]:
        """Return the matches in chunks, where no clause is a phrase."""
        found: list[ClauseMatch] = []
        for start, chunk in chunks.items():
            spans = self._spans.get(chunk)
            if spans is None:
                pieces = self._matching_pieces(chunk)
                held = ((each, clause) for each in pieces for clause, _ in self._slots(each.form))
                spans = sorted({(each.start, each.end, clause) for each, clause in held})
                self._spans[chunk] = spans
            found += [ClauseMatch(start + begin, start + end, clause) for begin, end, clause in spans]
            if len(found) > self._limits.places:
                return []
        return found

    def _placed(self, text: str, chunks: Mapping[int, str]) -> list[Token]:
        """Return the tokens that match in chunks, with positions that tell how far apart they are."""
        placed: list[Token] = []
        position, end = 0, 0
        for start, chunk in chunks.items():
            for piece in self._matching_pieces(chunk):
                if not piece.alternative:
                    position += self._distance(text, end, start + piece.start)
                stop = start + piece.end
                placed.append(Token(start + piece.start, stop, position, piece.form, piece.alternative))
                end = max(end, stop)
        return placed

    def _matching_pieces(self, chunk: str) -> list[Piece]:
        """Return the pieces that match, and those at the position of which one does."""
        pieces = self._matching.get(chunk)
        if pieces is None:
            pieces, base = [], None
            for piece in self._chain.pieces(chunk):
                base = base if piece.alternative else piece
                if self._slots(piece.form):
                    if base is not None and base is not piece and base not in pieces:
                        pieces.append(base)
                    pieces.append(piece)
            self._matching[chunk] = pieces
        return pieces

    def _distance(self, text: str, end: int, start: int) -> int:
        """Return how many positions on the next token is: right where a phrase may reach it."""
        if not self._phrases:
            return 1
        gap = text[end:start]
        if gap.isspace():
            return 1
        if len(gap) > _WORD_LENGTH * max(phrase.slop for phrase in self._phrases.values()):
            return _FAR
        return 1 + sum(not token.alternative for token in self._chain.tokens(gap))

    def _slots(self, form: Form) -> list[Slot]:
        slots = self._stems.get(form.stem, _NONE)
        if form.lemma in self._lemmas:
            slots = slots + [slot for slot in self._lemmas[form.lemma] if slot not in slots]
        exact = self._exact.get(form.exact, _NONE)
        if form.accented != form.exact:
            exact = exact + self._exact.get(form.accented, _NONE)
        if self._prefixes:
            exact = exact + [slot for prefix, slot in self._prefixes if form.exact.startswith(prefix)]
        return slots + exact if exact else slots


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
            case ResolvedWord() | ResolvedPattern():
                pass
            case _:
                assert_never(leaf)
        loose += [form for word in words for form in word]
    needles = Prefilter(loose, rows, limits)
    return None if needles.too_many else needles


def _matches(found: Iterable[Span]) -> list[ClauseMatch]:
    return sorted({ClauseMatch(span.start, span.end, span.clause) for span in found})
