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
from frsearch.codec.snapshot import Snapshot
from frsearch.engine.arrays.evaluate import Evaluator
from frsearch.engine.arrays.leaves import Look
from frsearch.engine.arrays.paging import page
from frsearch.engine.arrays.rerank import best_passage, evidence, relatives_of
from frsearch.engine.arrays.score import counted, lacked, rerank_window, word_weights
from frsearch.engine.arrays.search import Matches, find
from frsearch.engine.arrays.terms import leaf_terms, terms_of
from frsearch.engine.request import Request
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
from frsearch.types import FIELDS, Explanation, FieldName

_WILD = {"prefix": "*", "wildcard": "", "fuzzy": "~"}


def explain(snapshot: Snapshot, request: Request, document: int) -> Explanation:
    """Explain the score that a document has for a request."""
    matches = find(snapshot, request)
    explainer = _Explainer(matches.evaluator, document)
    if document not in matches.documents:
        parts = explainer.presence(matches.dated)
        return Explanation(0.0, "the article does not match", (parts,), matches=False)
    parts = explainer.score(matches.dated)
    children = [parts, *(explainer.bonuses() if _is_among_the_first(matches, document) else ())]
    return _sum(f"the score, with {matches.match} of the words", children)


def _is_among_the_first(matches: Matches, document: int) -> bool:
    """Say whether a document is one of those that are put in order anew."""
    count = rerank_window(matches.evaluator)
    _, found = page(matches.evaluator, matches.dated, matches.documents, "relevance", 0, count)
    return any(place.document == document for place in found)


def _sum(description: str, children: Sequence[Explanation]) -> Explanation:
    return Explanation(sum(child.value for child in children), description, tuple(children))


@dataclass(frozen=True, slots=True)
class _Explainer:
    """Explains what one document has to do with a resolved tree."""

    evaluator: Evaluator
    document: int

    def score(self, node: Node) -> Explanation:
        """Explain what the words of a tree that matches add, as `score` adds it."""
        children = node.children if isinstance(node, Words | And | Or) else (node,)
        parts: list[Explanation] = []
        for child in children:
            if isinstance(child, Word | Phrase | Pattern):
                own, *inner = self.evaluator.scored(child)
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
            takes_any = isinstance(node, Or) or (isinstance(node, Words) and self.evaluator.how == "any")
            return Explanation(0.0, f"{'any' if takes_any else 'all'} of these", parts, held)
        if isinstance(node, Not):
            names = ", ".join(map(self._name, all_leaves(node.child)))
            return Explanation(0.0, f"{'without' if held else 'excluded by'} {names}", (), held)
        if isinstance(node, Dates):
            days = f"{node.range.first or ''}..{node.range.last or ''}"
            return Explanation(0.0, f"the date is{'' if held else ' not'} in {days}", (), held)
        return Explanation(0.0, "every article" if held else "no article", (), held)

    def bonuses(self) -> list[Explanation]:
        """Explain what is added to one of the first articles."""
        evaluator, snapshot = self.evaluator, self.evaluator.snapshot
        words = evaluator.words
        weights = word_weights(evaluator)
        here = np.array([self.document])
        lacks = lacked(evaluator, here)
        found = evidence(snapshot, words, weights, here, evaluator.ranking, lacks)
        parts: list[Explanation] = []
        if len(words) > 1:
            held = best_passage(snapshot, words, weights, self.document, evaluator.ranking)
            names = [self._name(word) for word, is_held in zip(words, held, strict=True) if is_held]
            length, share = evaluator.ranking.passage_length, evaluator.ranking.passage_weight
            idfs = f"{share} · the idf of {', '.join(names) or 'none'}"
            description = f"the best passage of {length} words: {idfs}"
            parts.append(Explanation(float(found.passage[0]), description))
        for word, own, relatives in zip(words, found.own, found.relatives, strict=True):
            if own[0]:
                weight = evaluator.ranking.own_weight
                description = f"not only others of the stem of {self._name(word)}, {weight} · its idf"
                parts.append(Explanation(float(own[0]), description))
            if relatives[0]:
                segment, _ = snapshot.place(self.document)
                related = self._forms(relatives_of(segment, word).tolist(), word.field)
                weight = evaluator.ranking.relative_weight
                description = f"relatives of {self._name(word)}, {weight} · its idf: {related}"
                parts.append(Explanation(float(relatives[0]), description))
        return parts

    def _leaf(self, leaf: Leaf, inside: Leaf | None = None) -> Explanation:
        """Explain what a word, phrase or pattern adds: the sum over its looks."""
        name = self._name(leaf) + (f" in {self._name(inside)}" if inside else "")
        parts = [
            self._look(leaf, number, look)
            for number, look in enumerate(self.evaluator.looks[leaf])
            if self.document in look.documents
        ]
        if not parts:
            return Explanation(0.0, f"{name} is missing", (), False, "" if inside else name)
        return _sum(f"{name}: {self._forms(self._terms(leaf), leaf.field)}", parts)

    def _look(self, leaf: Leaf, number: int, look: Look) -> Explanation:
        """Explain what a look adds: a product."""
        evaluator = self.evaluator
        share, k1 = evaluator.looks_shares(leaf)[number], evaluator.ranking.k1
        holding, articles = len(look.documents), evaluator.snapshot.statistics.articles
        idf = Explanation(evaluator.idf(look), f"idf: {holding} of {articles} articles hold it")
        here = [postings for _, postings in look.within(np.array([self.document]))]
        frequency = np.zeros(1, dtype=np.float32)
        for each in here:
            np.add.at(frequency, np.zeros(len(each.documents), np.int64), counted(evaluator, each))
        counts = {
            "text": sum(int(each.in_text.sum()) for each in here),
            "title": sum(int(each.in_title.sum()) for each in here),
        }
        saturated = Explanation(
            float(ranking.saturate(frequency, k1)[0]),
            f"(k1 + 1) · f / (k1 + f), where k1 = {k1} and f = {frequency[0]:.4g}, the sum of:",
            tuple(self._field(name, counts[name]) for name in FIELDS[::-1] if counts[name]),
        )
        factors = [idf, saturated]
        name = _look_name(leaf, number)
        if share != 1:
            factors.insert(1, Explanation(share, f"what the {name} weighs"))
        value = float(np.prod([factor.value for factor in factors]))
        return Explanation(value, f"{name}, the product of:", tuple(factors))

    def _field(self, field: FieldName, count: int) -> Explanation:
        evaluator, snapshot = self.evaluator, self.evaluator.snapshot
        factor = float(snapshot.factors(field, evaluator.ranking)[self.document])
        segment, at = snapshot.place(self.document)
        length = int(segment.lengths(field)[at])
        average = snapshot.statistics.average_lengths[field]
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
        segment, at = self.evaluator.snapshot.place(self.document)
        asked = np.unique(np.array(terms, dtype=np.int64))
        which, occurrences = segment.positions.occurrences_near(asked, np.array([at]))
        places = ["text" if at & IN_TEXT else "title" for at in occurrences.tolist()]
        counts = Counter(zip(asked.take(which).tolist(), places, strict=True))
        return ", ".join(
            f"{segment.words.terms[term]} {_times(count)} in the {place}"
            for (term, place), count in sorted(counts.items())
            if field in (None, place)
        )

    def _is_in(self, node: Node) -> bool:
        return self.document in self.evaluator.match(node)

    def _terms(self, leaf: Leaf) -> list[int]:
        segment, _ = self.evaluator.snapshot.place(self.document)
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


def _look_name(leaf: Leaf, number: int) -> str:
    if isinstance(leaf, Word):
        return "exact form" if leaf.exactly or number else "stem"
    return "phrase" if isinstance(leaf, Phrase) else "pattern"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
