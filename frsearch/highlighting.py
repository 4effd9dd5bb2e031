"""Which words of a text a query matched: resolved query tree + text -> matches with offsets.

Works on the text alone, with the analysis that made the index, so that what is highlighted is what
was found, whatever the inflection.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from frsearch.analysis.chain import Chain, Token
from frsearch.query.nodes import Leaf, Node, Pattern, Phrase, Word, positive_leaves
from frsearch.snippets import Match

# Where a term leads: the clause it belongs to, and its place in the clause's phrase.
_Slot = tuple[int, int]


class _Place(NamedTuple):
    position: int
    start: int
    end: int


class Highlighter:
    """Finds the matches of a query in the texts of its hits.

    `weights` gives how much each leaf of the tree says; `Highlighter.weights` are those of the
    clauses, in the order of the numbers that the matches bear.
    """

    def __init__(self, tree: Node, weights: Mapping[Leaf, float], chain: Chain, field: str = "text"):
        self._chain = chain
        self._stems: dict[str, list[_Slot]] = defaultdict(list)
        self._exact: dict[str, list[_Slot]] = defaultdict(list)
        self._phrases: dict[int, Phrase] = {}
        leaves = [leaf for leaf in dict.fromkeys(positive_leaves(tree)) if _field(leaf) in (None, field)]
        self.weights = [weights.get(leaf, 0.0) for leaf in leaves]
        for clause, leaf in enumerate(leaves):
            self._register(clause, leaf)

    def _register(self, clause: int, leaf: Leaf) -> None:
        if isinstance(leaf, Pattern):
            for term in leaf.terms:
                self._exact[term].append((clause, 0))
        elif isinstance(leaf, Word):
            self._register_word((clause, 0), leaf)
        else:
            self._phrases[clause] = leaf
            for slot, word in enumerate(leaf.words):
                self._register_word((clause, slot), word)
            for word in leaf.solid:
                self._register_word((clause, -1), word)

    def _register_word(self, slot: _Slot, word: Word) -> None:
        if word.exactly:
            self._exact[word.exact_term].append(slot)
        for stem in word.stems:
            self._stems[stem].append(slot)

    def matches(self, text: str) -> list[Match]:
        """Return where the query's words and phrases stand in the text, by their starts."""
        found: list[Match] = []
        places: dict[_Slot, list[_Place]] = defaultdict(list)
        for token in self._chain.tokens(text):
            for clause, slot in self._slots(token):
                if slot >= 0 and clause in self._phrases:
                    places[clause, slot].append(_Place(token.position, token.start, token.end))
                else:
                    found.append(Match(token.start, token.end, clause))
        for clause, phrase in self._phrases.items():
            slots = [places[clause, slot] for slot in range(len(phrase.words))]
            found.extend(Match(start, end, clause) for start, end in _sequences(slots, phrase.slop))
        return sorted(found, key=lambda match: match[:2])

    def _slots(self, token: Token) -> Iterable[_Slot]:
        form = token.form
        slots = self._stems.get(form.stem, [])
        exact = self._exact.get(form.exact, [])
        if form.accented != form.exact:
            exact = exact + self._exact.get(form.accented, [])
        return slots + exact if exact else slots


def _field(leaf: Leaf) -> str | None:
    return leaf.field


def _sequences(slots: list[list[_Place]], slop: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each way to fill the slots in order, the nearest filling of each end."""
    found = [(place.position, place.start, place.end) for place in slots[0]]
    for following in slots[1:]:
        found = list(_extend(found, following, slop))
    for _, start, end in found:
        yield start, end


def _extend(
    found: list[tuple[int, int, int]], following: list[_Place], slop: int
) -> Iterator[tuple[int, int, int]]:
    at = 0
    for place in following:
        while at + 1 < len(found) and found[at + 1][0] < place.position:
            at += 1
        if at < len(found) and 0 < place.position - found[at][0] <= slop:
            yield place.position, found[at][1], place.end
