"""A query and one article -> an explanation of its score, by the formulas of `ranking`.

The explanation follows the query tree: the score of each word, phrase and pattern, by reading, with its
forms in the article. For a reranked article, its bonuses follow. The sum of all is the score of the hit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from frsearch import ranking
from frsearch.codec.positions import IN_TEXT
from frsearch.codec.postings import Postings
from frsearch.codec.snapshot import Snapshot
from frsearch.engine.arrays.evaluate import Evaluator
from frsearch.engine.arrays.paging import page
from frsearch.engine.arrays.rerank import Evidence, best_passage, evidence
from frsearch.engine.arrays.score import Scorer, weighted_frequencies
from frsearch.engine.arrays.search import Matches, find
from frsearch.engine.arrays.terms import leaf_terms
from frsearch.engine.arrays.tuning import TUNING, Tuning
from frsearch.engine.arrays.window import Window, relatives_of
from frsearch.engine.request import Request
from frsearch.messages.wording import Message
from frsearch.query.field_values import WILD, written
from frsearch.query.nodes import And, Dates, Everything, Field, Not, Nothing, Or, Words
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNear,
    ResolvedNode,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
    all_leaves,
    clauses_of,
    fields_in,
    is_filter,
)
from frsearch.types import FIELDS, Explanation, FieldName, Match

_HOW: dict[Match, Message] = {
    "all": Message("the score, with all of the words"),
    "most": Message("the score, with most of the words"),
    "any": Message("the score, with any of the words"),
}
_NEEDED: dict[Match, Message] = {
    "all": Message("all of these"),
    "most": Message("most of these"),
    "any": Message("any of these"),
}


def explain(snapshot: Snapshot, request: Request, document: int, tuning: Tuning = TUNING) -> Explanation:
    """Explain the score that a document has for a request."""
    matches = find(snapshot, request, tuning)
    return explain_match(matches, document, is_first=_is_among_the_first(matches, document))


def explain_match(matches: Matches, document: int, *, is_first: bool) -> Explanation:
    """Explain the score of a document; `is_first` says whether it is among those that are reranked."""
    explainer = _Explainer(matches.scorer, document)
    if document not in matches.documents:
        parts = explainer.presence(matches.dated)
        return Explanation(0.0, Message("the article does not match"), (parts,), matches=False)
    parts = explainer.score(matches.dated)
    children = [parts, *(explainer.bonuses() if is_first else ())]
    return _sum(_HOW[matches.match], children)


def _is_among_the_first(matches: Matches, document: int) -> bool:
    """Return whether a document is among those that are reranked."""
    scorer = matches.scorer
    _, hits = page(scorer, matches.documents, "relevance", 0, scorer.rerank_window)
    return any(place.document == document for place in hits)


def _sum(description: Message, children: Sequence[Explanation]) -> Explanation:
    return Explanation(sum(child.value for child in children), description, tuple(children))


@dataclass(frozen=True, slots=True)
class _Explainer:
    """Explains how one document matches a resolved tree."""

    scorer: Scorer
    document: int

    @property
    def evaluator(self) -> Evaluator:
        return self.scorer.evaluator

    def score(self, node: ResolvedNode) -> Explanation:
        """Explain the score of a matching tree, as `Scorer.scores` adds it up."""
        parts: list[Explanation] = []
        for clause in clauses_of(node):
            match clause:
                case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
                    own, *inner = self.evaluator.scored(clause)
                    parts += [self._leaf(own), *(self._leaf(word, inside=own) for word in inner)]
                case Words() | And() | Or() if self._is_in(clause) and not is_filter(clause):
                    parts.append(self.score(clause))
                case Field() if clause.weight and self._is_in(clause):
                    value = self.evaluator.field_weight(clause)
                    held = Message(
                        "{field} holds it: its idf · the weight of the field, {weight}",
                        field=written(clause),
                        weight=clause.weight,
                    )
                    parts.append(Explanation(value, held))
                case Words() | And() | Or() | Field() | Not() | Dates() | Everything() | Nothing():
                    parts.append(self.presence(clause))
                case _:
                    assert_never(clause)
        if len(parts) == 1:
            return parts[0]
        return _sum(Message("sum over the query's words"), parts)

    def presence(self, node: ResolvedNode) -> Explanation:
        """Explain which parts of a tree the document matches, without scores."""
        is_match = self._is_in(node)
        match node:
            case ResolvedWord() | ResolvedPhrase() | ResolvedPattern() | ResolvedNear():
                name = _name(node)
                if not is_match:
                    return _missing(name, lacks=name)
                forms = self._forms(self._terms(node), node.field)
                return Explanation(0.0, Message("{name}: {forms}", name=name, forms=forms))
            case Words():
                return self._row_presence(node.children, self.scorer.how, is_match)
            case And():
                return self._row_presence(node.children, "all", is_match)
            case Or():
                return self._row_presence(node.children, "any", is_match)
            case Not():
                excluded = Message(
                    "without {names}" if is_match else "excluded by {names}",
                    names=(
                        *map(_name, all_leaves(node.child)),
                        *map(written, fields_in(node.child)),
                    ),
                )
                return Explanation(0.0, excluded, (), is_match)
            case Dates():
                days = f"{node.range.first or ''}..{node.range.last or ''}"
                dated = Message(
                    "the date is in {days}" if is_match else "the date is not in {days}", days=days
                )
                return Explanation(0.0, dated, (), is_match)
            case Field():
                held = Message(
                    "{field} holds it" if is_match else "{field} does not hold it",
                    field=written(node),
                )
                return Explanation(0.0, held, (), is_match)
            case Everything():
                return Explanation(0.0, Message("every article"), (), is_match)
            case Nothing():
                return Explanation(0.0, Message("no article"), (), is_match)
            case _:
                assert_never(node)

    def _row_presence(
        self, children: Sequence[ResolvedNode], needs: Match, is_match: bool
    ) -> Explanation:
        parts = tuple(map(self.presence, children))
        return Explanation(0.0, _NEEDED[needs], parts, is_match)

    def bonuses(self) -> list[Explanation]:
        """Explain the bonuses of a reranked document."""
        window = self.scorer.window(np.array([self.document]))
        gains = evidence(window)
        parts = [self._passage(window, gains)] if len(window.words) > 1 else []
        rows = zip(window.words, gains.own, gains.relatives, gains.lead, gains.later, strict=True)
        for word, own, relatives, lead, later in rows:
            parts += self._of_word(
                word, float(own[0]), float(relatives[0]), float(lead[0]), float(later[0])
            )
        return [*parts, *self._typed(window, gains), *self._title(gains)]

    def _passage(self, window: Window, gains: Evidence) -> Explanation:
        """Explain the bonus for the best passage."""
        in_passage, ranking = best_passage(window), self.evaluator.ranking
        description = Message(
            "the best passage of {length} words: {share} · the idf of {names}"
            if any(in_passage)
            else "the best passage of {length} words: {share} · the idf of none",
            length=ranking.passage_length,
            share=ranking.passage_weight,
            names=tuple(
                _name(word) for word, here in zip(window.words, in_passage, strict=True) if here
            ),
        )
        return Explanation(float(gains.passage[0, 0]), description)

    def _of_word(
        self, word: ResolvedWord, own: float, relatives: float, lead: float, later: float
    ) -> Iterator[Explanation]:
        """Explain the bonuses for a word by itself."""
        ranking, name = self.evaluator.ranking, _name(word)
        if own:
            description = Message(
                "{name} itself, not only other words of its stem, {weight} · its idf",
                name=name,
                weight=ranking.own_weight,
            )
            yield Explanation(own, description)
        if relatives:
            segment, _ = self.evaluator.snapshot.place(self.document)
            description = Message(
                "words related to {name}, {weight} · its idf: {forms}",
                name=name,
                weight=ranking.relative_weight,
                forms=self._forms(relatives_of(segment, word).tolist(), word.field),
            )
            yield Explanation(relatives, description)
        if lead:
            description = Message(
                "{name} among the first {length} words of the text, {weight} · its idf",
                name=name,
                length=ranking.lead_length,
                weight=ranking.lead_weight,
            )
            yield Explanation(lead, description)
        if later:
            description = Message(
                "{name} by its place in the query, up to {weight} · its score by the stem",
                name=name,
                weight=ranking.later_weight,
            )
            yield Explanation(later, description)

    def _typed(self, window: Window, gains: Evidence) -> Iterator[Explanation]:
        """Explain the bonuses for stop words, and for words side by side."""
        ranking, stops = self.evaluator.ranking, window.typed.stops
        for stop, row in zip(stops, gains.stops, strict=True):
            if row[0]:
                description = Message(
                    "the stop word {name}, {weight} · its score",
                    name=stop.exact,
                    weight=ranking.stop_word_weight,
                )
                yield Explanation(float(row[0]), description)
        names = [*map(_name, window.words), *(stop.exact for stop in stops)]
        for (left, right), row in zip(window.typed.pairs, gains.neighbours, strict=True):
            if row[0]:
                description = Message(
                    "{left} and {right} side by side, {weight} · the lower idf of both",
                    left=names[left],
                    right=names[right],
                    weight=ranking.neighbour_weight,
                )
                yield Explanation(float(row[0]), description)

    def _title(self, gains: Evidence) -> Iterator[Explanation]:
        """Explain the bonuses for the title."""
        ranking = self.evaluator.ranking
        if share := float(gains.title[0, 0]):
            description = Message(
                "the share of the title that words of the query are, {weight} · their idf",
                weight=ranking.title_share_weight,
            )
            yield Explanation(share, description)
        if same := float(gains.same_title[0, 0]):
            description = Message(
                "the title is the words of the query in this order, {weight} · their idf",
                weight=ranking.same_title_weight,
            )
            yield Explanation(same, description)

    def _leaf(self, leaf: ResolvedLeaf, inside: ResolvedLeaf | None = None) -> Explanation:
        """Explain the score of a word, phrase or pattern: the sum over its readings."""
        own = name = _name(leaf)
        if inside:
            name = Message("{name} in {phrase}", name=own, phrase=_name(inside))
        parts = [
            self._reading(leaf, number, postings)
            for number, postings in enumerate(self.evaluator.postings[leaf])
            if self.document in postings.documents
        ]
        if not parts:
            return _missing(name, lacks="" if inside else own)
        forms = self._forms(self._terms(leaf), leaf.field)
        return _sum(Message("{name}: {forms}", name=name, forms=forms), parts)

    def _reading(self, leaf: ResolvedLeaf, number: int, postings: Postings) -> Explanation:
        """Explain the score of a reading of a leaf: a product."""
        evaluator = self.evaluator
        share, k1 = evaluator.shares(leaf)[number], evaluator.ranking.k1
        holding = evaluator.articles(leaf, number)
        articles = evaluator.snapshot.statistics.articles
        idf = Explanation(
            evaluator.idf(leaf, number),
            Message("idf: {holding} of {articles} articles hold it", holding=holding, articles=articles),
        )
        _, here = postings.within(np.array([self.document]))
        frequency = weighted_frequencies(evaluator, here)
        counts = {"text": int(here.in_text[0]), "title": int(here.in_title[0])}
        saturated = Explanation(
            float(ranking.saturate(frequency, k1)[0]),
            Message(
                "(k1 + 1) · f / (k1 + f), where k1 = {k1} and f = {f:.4g}, the sum of:",
                k1=k1,
                f=float(frequency[0]),
            ),
            tuple(self._field(name, counts[name]) for name in FIELDS[::-1] if counts[name]),
        )
        factors = [idf, saturated]
        name = _reading_name(leaf, number)
        if share != leaf.boost:
            own = share / leaf.boost if leaf.boost else 0.0
            factors.insert(1, Explanation(own, Message("weight of the {look}", look=name)))
        if leaf.boost != 1:
            factors.insert(1, Explanation(leaf.boost, Message("the weight that the query gives it")))
        value = float(np.prod([factor.value for factor in factors]))
        return Explanation(value, Message("{look}, the product of:", look=name), tuple(factors))

    def _field(self, field: FieldName, count: int) -> Explanation:
        evaluator, snapshot = self.evaluator, self.evaluator.snapshot
        factor = float(snapshot.factors(field, evaluator.ranking).of(np.array([self.document]))[0])
        segment, at = snapshot.place(self.document)
        length = int(segment.lengths(field)[at])
        average = snapshot.statistics.average_lengths[field]
        b, weight = evaluator.ranking.field_b(field), evaluator.ranking.field_weight(field)
        return Explanation(
            count * factor,
            Message(
                "{times} in the {field}, {factor:.4g} each: {weight} / (1 - b + b · length / average), "
                "where b = {b}, length = {length}, average = {average:.4g}",
                times=_times(count),
                field=_field_name(field),
                factor=factor,
                weight=weight,
                b=b,
                length=length,
                average=float(average),
            ),
        )

    def _forms(self, terms: list[int], field: FieldName | None) -> tuple[str, ...]:
        """Return the forms of terms in the document, with their frequencies."""
        if not terms:
            return ()
        segment, at = self.evaluator.snapshot.place(self.document)
        distinct = np.array(sorted({*terms}), dtype=np.int64)
        numbers, occurrences = segment.positions.occurrences_near(distinct, np.array([at]))
        places: list[FieldName] = ["text" if at & IN_TEXT else "title" for at in occurrences.tolist()]
        counts = Counter(zip(distinct.take(numbers).tolist(), places, strict=True))
        return tuple(
            Message(
                "{form} {times} in the {field}",
                form=segment.words.terms[term],
                times=_times(count),
                field=_field_name(place),
            )
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
        case ResolvedNear():
            sides = (" OU ".join(map(_name, side)) for side in leaf.sides)
            if leaf.is_choice:
                return f"({next(sides).replace('(', '').replace(')', '')})"
            joined = (f"({side})" if " OU " in side else side for side in sides)
            return f" PRÈS/{leaf.distance} ".join(joined)
        case ResolvedWord():
            named = " OU ".join(dict.fromkeys(leaf.spellings))
            return f"{field}{'=' if leaf.exactly else ''}" + (f"({named})" if leaf.synonyms else named)
        case ResolvedPhrase():
            words = " ".join(word.form.accented for word in leaf.words)
            exactly = "=" if leaf.words[0].exactly else ""
            return f'{field}{exactly}"{words}"' + (f"~{leaf.slop}" if leaf.slop > 1 else "")
        case ResolvedPattern():
            return field + leaf.text + WILD[leaf.kind] + (str(leaf.edits) if leaf.edits > 1 else "")
        case _:
            assert_never(leaf)


def _missing(name: str, lacks: str) -> Explanation:
    return Explanation(0.0, Message("{name} is missing", name=name), matches=False, lacks=lacks)


def _reading_name(leaf: ResolvedLeaf, number: int) -> Message:
    match leaf:
        case ResolvedWord():
            if leaf.alike:
                return Message("words spelled alike")
            if leaf.synonyms and not number:
                return Message("words that are synonyms")
            return Message("exact form") if leaf.exactly or number else Message("stem")
        case ResolvedPhrase():
            return Message("phrase")
        case ResolvedPattern():
            return Message("pattern")
        case ResolvedNear():
            if leaf.is_choice:
                return Message("words that are synonyms")
            return Message("words near one another")
        case _:
            assert_never(leaf)


def _field_name(field: FieldName) -> Message:
    return Message("title") if field == "title" else Message("text")


def _times(count: int) -> Message:
    return Message("once") if count == 1 else Message("{number} times", number=count)
