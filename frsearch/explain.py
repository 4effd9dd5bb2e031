"""A query and one article -> why the article has its score, in the terms of `ranking`'s formulas.

The tree follows that of the query: what each word, phrase and pattern adds, look by look, with the
forms of it that the article holds; then, for one of the first articles, what its best passage and
relatives of lacking words add. The sum of all is the score of the hit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frsearch import ranking
from frsearch.codec.positions import IN_TEXT
from frsearch.codec.store import Snapshot
from frsearch.engine import Matches, Request, find
from frsearch.fields import FieldName
from frsearch.paging import page
from frsearch.query.evaluate import SegmentSearch
from frsearch.query.leaves import Look, leaf_terms, terms_of
from frsearch.query.nodes import (
    And,
    Dates,
    Leaf,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Word,
    Words,
    all_leaves,
)
from frsearch.query.reorder import best_passage, evidence, relatives_of
from frsearch.ranking import Ranking
from frsearch.results import Explanation

_WILD = {"prefix": "*", "wildcard": "", "fuzzy": "~"}


def explain(
    snapshot: Snapshot, request: Request, parameters: Ranking, place: tuple[int, int]
) -> Explanation:
    """Explain the score that a document, given by segment and number, has for a request."""
    matches = find(snapshot, request, parameters)
    number, document = place
    explainer = _Explainer(matches.searches()[number], document)
    if document not in matches.documents[number]:
        parts = explainer.presence(matches.dated)
        return Explanation(0.0, "the article does not match", (parts,), matches=False)
    parts = explainer.score(matches.dated)
    children = [parts, *(explainer.gains() if _is_among_the_first(matches, request, place) else ())]
    return _sum(f"the score, with {matches.match} of the words", children)


def _is_among_the_first(matches: Matches, request: Request, place: tuple[int, int]) -> bool:
    """Say whether a document is one of those that are put in order anew."""
    searches, count = matches.searches(), matches.evaluator.reordered
    _, found = page(searches, matches.dated, matches.documents, "relevance", 0, count)
    return any(each[:2] == place for each in found)


def _sum(description: str, children: Sequence[Explanation]) -> Explanation:
    return Explanation(sum(child.value for child in children), description, tuple(children))


@dataclass(frozen=True, slots=True)
class _Explainer:
    """Explains what one document of a segment has to do with a resolved tree."""

    search: SegmentSearch
    document: int

    def score(self, node: Node) -> Explanation:
        """Explain what the words of a tree that matches add, as `SegmentSearch.score` adds it."""
        children = node.children if isinstance(node, Words | And | Or) else (node,)
        parts: list[Explanation] = []
        for child in children:
            if isinstance(child, Word | Phrase | Pattern):
                own, *inner = self.search.evaluator.scored(child)
                parts += [self._leaf(own), *(self._leaf(word, inside=own) for word in inner)]
            elif isinstance(child, Words | And | Or):
                held = self._is_in(child)
                parts.append(self.score(child) if held else self.presence(child))
            else:
                parts.append(self.presence(child))
        if len(parts) == 1:
            return parts[0]
        return _sum("sum over the query's words", parts)

    def presence(self, node: Node) -> Explanation:
        """Say what the document has of a tree, without scores."""
        held = self._is_in(node)
        if isinstance(node, Word | Phrase | Pattern):
            name = self._name(node)
            description = f"{name}: {self._forms(self._terms(node), node.field)}"
            description = description if held else f"{name} is missing"
            return Explanation(0.0, description, (), held, "" if held else name)
        if isinstance(node, Words | And | Or):
            parts = tuple(map(self.presence, node.children))
            takes_any = isinstance(node, Or) or (isinstance(node, Words) and self.search.how == "any")
            return Explanation(0.0, f"{'any' if takes_any else 'all'} of these", parts, held)
        if isinstance(node, Not):
            names = ", ".join(map(self._name, all_leaves(node.child)))
            return Explanation(0.0, f"{'without' if held else 'excluded by'} {names}", (), held)
        if isinstance(node, Dates):
            days = f"{node.range.first or ''}..{node.range.last or ''}"
            return Explanation(0.0, f"the date is{'' if held else ' not'} in {days}", (), held)
        return Explanation(0.0, "every article" if held else "no article", (), held)

    def gains(self) -> list[Explanation]:
        """Explain what is added to one of the first articles."""
        evaluator, segment = self.search.evaluator, self.search.segment
        words = evaluator.words
        weights = [evaluator.idf(word) for word in words]
        here = np.array([self.document])
        passage, relatives = evidence(segment, words, weights, here, evaluator.ranking)
        held = best_passage(segment, words, weights, self.document, evaluator.ranking)
        names = [self._name(word) for word, is_held in zip(words, held, strict=True) if is_held]
        length, share = evaluator.ranking.passage_length, evaluator.ranking.passage_weight
        parts = [
            Explanation(
                float(passage[0]),
                f"the best passage of {length} words: {share} · the idf of {', '.join(names) or 'none'}",
            )
        ]
        for word, gained in zip(words, relatives, strict=True):
            if gained[0]:
                related = relatives_of(segment, word, terms_of(segment, word))
                found = self._forms(related, word.field)
                weight = evaluator.ranking.relative_weight
                description = f"relatives of {self._name(word)}, {weight} · its idf: {found}"
                parts.append(Explanation(float(gained[0]), description))
        return parts

    def _leaf(self, leaf: Leaf, inside: Leaf | None = None) -> Explanation:
        """Explain what a word, phrase or pattern adds: the sum over its looks."""
        name = self._name(leaf) + (f" in {self._name(inside)}" if inside else "")
        looks = self.search.looks[leaf]
        parts = [
            self._look(leaf, number, look)
            for number, look in enumerate(looks)
            if any(look.counts(self.document).values())
        ]
        if not parts:
            return Explanation(0.0, f"{name} is missing", (), False, "" if inside else name)
        return _sum(f"{name}: {self._forms(self._terms(leaf), leaf.field)}", parts)

    def _look(self, leaf: Leaf, number: int, look: Look) -> Explanation:
        """Explain what a look adds: a product."""
        evaluator = self.search.evaluator
        share = evaluator.looks_shares(leaf)[number]
        holding, articles = evaluator.holding(leaf)[number], evaluator.statistics.articles
        idf = Explanation(evaluator.idf(leaf, number), f"idf: {holding} of {articles} articles hold it")
        counts = look.counts(self.document)
        frequency, k1 = self.search.frequency(look, self.document), evaluator.ranking.k1
        saturated = ranking.saturate(np.array([frequency], dtype=np.float32), k1)
        counted = Explanation(
            float(saturated[0]),
            f"(k1 + 1) · f / (k1 + f), where k1 = {k1} and f = {frequency:.4g}, the sum of:",
            tuple(self._field(name, count) for name, count in counts.items() if count),
        )
        factors = [idf, counted]
        if share != 1:
            factors.insert(1, Explanation(share, f"what the {look.name} weighs"))
        if look.own is not None and not look.own[self.document]:
            weight = evaluator.ranking.stem_weight
            factors.append(Explanation(weight, "the article has only other words of this stem"))
        value = float(np.prod([factor.value for factor in factors]))
        return Explanation(value, f"{look.name}, the product of:", tuple(factors))

    def _field(self, field: FieldName, count: int) -> Explanation:
        evaluator, segment = self.search.evaluator, self.search.segment
        factor = float(evaluator.factors(segment, field)[self.document])
        length = int(segment.lengths(field)[self.document])
        average = evaluator.statistics.average_lengths[field]
        b, weight = evaluator.ranking.field_b(field), evaluator.ranking.field_weight(field)
        return Explanation(
            count * factor,
            f"{_times(count)} in the {field}, {factor:.4g} each: "
            f"{weight} / (1 - b + b · length / average), "
            f"where b = {b}, length = {length}, average = {average:.4g}",
        )

    def _forms(self, terms: list[int], field: FieldName | None) -> str:
        """Say which of these terms the document holds, and how often."""
        if not terms:
            return ""
        segment = self.search.segment
        asked = np.unique(np.array(terms, dtype=np.int64))
        which, occurrences = segment.positions.occurrences_near(asked, np.array([self.document]))
        places = ["text" if at & IN_TEXT else "title" for at in occurrences.tolist()]
        counts = Counter(zip(asked.take(which).tolist(), places, strict=True))
        return ", ".join(
            f"{segment.words.terms[term]} {_times(count)} in the {place}"
            for (term, place), count in sorted(counts.items())
            if field in (None, place)
        )

    def _is_in(self, node: Node) -> bool:
        return self.document in self.search.match(node)

    def _terms(self, leaf: Leaf) -> list[int]:
        segment = self.search.segment
        solid = leaf.solid if isinstance(leaf, Phrase) else ()
        return leaf_terms(leaf, segment) + [term for word in solid for term in terms_of(segment, word)]

    def _name(self, leaf: Leaf) -> str:
        """Write a leaf in the language of queries."""
        field = "titre:" if leaf.field == "title" else ""
        if isinstance(leaf, Word):
            return f"{field}{'=' if leaf.exactly else ''}{leaf.form.accented}"
        if isinstance(leaf, Phrase):
            words = " ".join(word.form.accented for word in leaf.words)
            exactly = "=" if leaf.words[0].exactly else ""
            return f'{field}{exactly}"{words}"' + (f"~{leaf.slop}" if leaf.slop > 1 else "")
        return field + leaf.text + _WILD[leaf.kind]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
