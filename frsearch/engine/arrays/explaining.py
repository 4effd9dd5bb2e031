"""A query and one article -> why the article has its score, in the terms of `ranking`'s formulas.

The tree follows that of the query: what each word, phrase and pattern adds, reading by reading, with
the forms of it that the article holds; then, for one of the first articles, what its best passage and
relatives of lacking words add. The sum of all is the score of the hit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from frsearch import ranking
from frsearch.codec.positions import IN_TEXT
from frsearch.codec.snapshot import Snapshot
from frsearch.engine.arrays.evaluate import Evaluator
from frsearch.engine.arrays.leaves import LeafPostings
from frsearch.engine.arrays.paging import page
from frsearch.engine.arrays.rerank import best_passage, evidence, relatives_of
from frsearch.engine.arrays.score import Scorer, counted
from frsearch.engine.arrays.search import Matches, find
from frsearch.engine.arrays.terms import leaf_terms
from frsearch.engine.arrays.tuning import TUNING, Tuning
from frsearch.engine.request import Request
from frsearch.query.nodes import And, Dates, Everything, Not, Nothing, Or, Words
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNode,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
    all_leaves,
    clauses_of,
)
from frsearch.types import FIELDS, Explanation, FieldName

_WILD = {"prefix": "*", "wildcard": "", "fuzzy": "~"}


def explain(snapshot: Snapshot, request: Request, document: int, tuning: Tuning = TUNING) -> Explanation:
    """Explain the score that a document has for a request."""
    matches = find(snapshot, request, tuning)
    explainer = _Explainer(matches.scorer, document)
    if document not in matches.documents:
        parts = explainer.presence(matches.dated)
        return Explanation(0.0, "the article does not match", (parts,), matches=False)
    parts = explainer.score(matches.dated)
    children = [parts, *(explainer.bonuses() if _is_among_the_first(matches, document) else ())]
    return _sum(f"the score, with {matches.match} of the words", children)


def _is_among_the_first(matches: Matches, document: int) -> bool:
    """Say whether a document is one of those that are put in order anew."""
    scorer = matches.scorer
    _, found = page(scorer, matches.documents, "relevance", 0, scorer.rerank_window)
    return any(place.document == document for place in found)


def _sum(description: str, children: Sequence[Explanation]) -> Explanation:
    return Explanation(sum(child.value for child in children), description, tuple(children))


@dataclass(frozen=True, slots=True)
class _Explainer:
    """Explains what one document has to do with a resolved tree."""

    scorer: Scorer
    document: int

    @property
    def evaluator(self) -> Evaluator:
        return self.scorer.evaluator

    def score(self, node: ResolvedNode) -> Explanation:
        """Explain what the words of a tree that matches add, as `Scorer.scores` adds it."""
        parts: list[Explanation] = []
        for clause in clauses_of(node):
            match clause:
                case ResolvedWord() | ResolvedPhrase() | ResolvedPattern():
                    own, *inner = self.evaluator.scored(clause)
                    parts += [self._leaf(own), *(self._leaf(word, inside=own) for word in inner)]
                case Words() | And() | Or() if self._is_in(clause):
                    parts.append(self.score(clause))
                case Words() | And() | Or() | Not() | Dates() | Everything() | Nothing():
                    parts.append(self.presence(clause))
                case _:
                    assert_never(clause)
        if len(parts) == 1:
            return parts[0]
        return _sum("sum over the query's words", parts)

    def presence(self, node: ResolvedNode) -> Explanation:
        """Say what the document has of a tree, without scores."""
        held = self._is_in(node)
        match node:
            case ResolvedWord() | ResolvedPhrase() | ResolvedPattern():
                name = _name(node)
                description = f"{name}: {self._forms(self._terms(node), node.field)}"
                description = description if held else f"{name} is missing"
                return Explanation(0.0, description, (), held, "" if held else name)
            case Words():
                return self._row_presence(node.children, self.scorer.how == "any", held)
            case And():
                return self._row_presence(node.children, False, held)
            case Or():
                return self._row_presence(node.children, True, held)
            case Not():
                names = ", ".join(map(_name, all_leaves(node.child)))
                return Explanation(0.0, f"{'without' if held else 'excluded by'} {names}", (), held)
            case Dates():
                days = f"{node.range.first or ''}..{node.range.last or ''}"
                return Explanation(0.0, f"the date is{'' if held else ' not'} in {days}", (), held)
            case Everything():
                return Explanation(0.0, "every article", (), held)
            case Nothing():
                return Explanation(0.0, "no article", (), held)
            case _:
                assert_never(node)

    def _row_presence(
        self, children: Sequence[ResolvedNode], takes_any: bool, held: bool
    ) -> Explanation:
        parts = tuple(map(self.presence, children))
        return Explanation(0.0, f"{'any' if takes_any else 'all'} of these", parts, held)

    def bonuses(self) -> list[Explanation]:
        """Explain what is added to one of the first articles."""
        ranking, words = self.evaluator.ranking, self.evaluator.words
        window = self.scorer.window(np.array([self.document]))
        found = evidence(window)
        parts: list[Explanation] = []
        if len(words) > 1:
            held = best_passage(window)
            names = [_name(word) for word, is_held in zip(words, held, strict=True) if is_held]
            length, share = ranking.passage_length, ranking.passage_weight
            idfs = f"{share} · the idf of {', '.join(names) or 'none'}"
            description = f"the best passage of {length} words: {idfs}"
            parts.append(Explanation(float(found.passage[0]), description))
        for word, own, relatives in zip(words, found.own, found.relatives, strict=True):
            if own[0]:
                description = (
                    f"not only others of the stem of {_name(word)}, {ranking.own_weight} · its idf"
                )
                parts.append(Explanation(float(own[0]), description))
            if relatives[0]:
                segment, _ = self.evaluator.snapshot.place(self.document)
                related = self._forms(relatives_of(segment, word).tolist(), word.field)
                weight = ranking.relative_weight
                description = f"relatives of {_name(word)}, {weight} · its idf: {related}"
                parts.append(Explanation(float(relatives[0]), description))
        return parts

    def _leaf(self, leaf: ResolvedLeaf, inside: ResolvedLeaf | None = None) -> Explanation:
        """Explain what a word, phrase or pattern adds: the sum over its readings."""
        name = _name(leaf) + (f" in {_name(inside)}" if inside else "")
        parts = [
            self._reading(leaf, number, postings)
            for number, postings in enumerate(self.evaluator.postings[leaf])
            if self.document in postings.documents
        ]
        if not parts:
            return Explanation(0.0, f"{name} is missing", (), False, "" if inside else name)
        return _sum(f"{name}: {self._forms(self._terms(leaf), leaf.field)}", parts)

    def _reading(self, leaf: ResolvedLeaf, number: int, postings: LeafPostings) -> Explanation:
        """Explain what a reading of a leaf adds: a product."""
        evaluator = self.evaluator
        share, k1 = evaluator.shares(leaf)[number], evaluator.ranking.k1
        holding, articles = len(postings.documents), evaluator.snapshot.statistics.articles
        idf = Explanation(evaluator.idf(postings), f"idf: {holding} of {articles} articles hold it")
        here = [each for _, each in postings.within(np.array([self.document]))]
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
        name = _reading_name(leaf, number)
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

    def _is_in(self, node: ResolvedNode) -> bool:
        return self.document in self.evaluator.match(node, self.scorer.how)

    def _terms(self, leaf: ResolvedLeaf) -> list[int]:
        segment, _ = self.evaluator.snapshot.place(self.document)
        return leaf_terms(leaf, segment)


def _name(leaf: ResolvedLeaf) -> str:
    """Write a leaf in the language of queries."""
    field = "titre:" if leaf.field == "title" else ""
    match leaf:
        case ResolvedWord():
            return f"{field}{'=' if leaf.exactly else ''}{leaf.form.accented}"
        case ResolvedPhrase():
            words = " ".join(word.form.accented for word in leaf.words)
            exactly = "=" if leaf.words[0].exactly else ""
            return f'{field}{exactly}"{words}"' + (f"~{leaf.slop}" if leaf.slop > 1 else "")
        case ResolvedPattern():
            return field + leaf.text + _WILD[leaf.kind]
        case _:
            assert_never(leaf)


def _reading_name(leaf: ResolvedLeaf, number: int) -> str:
    match leaf:
        case ResolvedWord():
            return "exact form" if leaf.exactly or number else "stem"
        case ResolvedPhrase():
            return "phrase"
        case ResolvedPattern():
            return "pattern"
        case _:
            assert_never(leaf)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
