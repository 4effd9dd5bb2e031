"""A query with few matches -> the query with its misspelled words corrected, if that matches more.

A word is doubtful if few articles hold it as it is written. Its candidates (`candidates`) are weighed by
a noisy channel model (Kernighan, Church & Gale, *A Spelling Correction Program Based on a Noisy Channel
Model*, 1990): how likely the misspelling is, and how many articles the corrected query finds as a whole,
first of all those that have its words side by side (Mays, Damerau & Mercer, *Context Based Spelling
Correction*, 1991). The suggestion is the likeliest query that matches more articles; one that matches
all words goes before one that matches any.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

from frsearch.analysis.folding import fold
from frsearch.analysis.stopwords import is_stop_word
from frsearch.engine.candidates import Candidates, Choice, Correction, Doubt
from frsearch.engine.protocol import Searcher
from frsearch.engine.request import QueryTerms
from frsearch.engine.spellings import cased_as, usual_spelling
from frsearch.query.lexer import Lexeme, lex
from frsearch.query.limits import Deadline
from frsearch.query.resolved import ResolvedWord, positive_leaves

# What marks the word after it as meant so, or as excluded.
_MARKS = ("exact", "not", "field", "extra", "unknown")
# Stop words between two words that stand side by side, at most.
_BETWEEN = 3


class SearchOutcome(NamedTuple):
    """The total of a query, and whether its words are combined as requested (not any instead of all)."""

    as_asked: bool
    total: int


class _Corrected(NamedTuple):
    """A corrected query text, and where its corrections stand in it."""

    text: str
    places: tuple[tuple[int, int], ...]
    choices: tuple[Choice, ...]


def correct(
    query: str,
    terms: QueryTerms,
    original: SearchOutcome,
    searcher: Searcher,
    search: Callable[[str], SearchOutcome],
    deadline: Deadline,
    rules: Correction = Correction(),
) -> str | None:
    """Return the corrected query, or None if there is nothing to correct or no better query.

    `original` is the outcome of the query; `search` returns that of another. No query is tried after the
    deadline.
    """
    known = max(rules.known, int(rules.known_share * len(searcher)))
    words = [
        leaf
        for leaf in positive_leaves(terms.tree)
        if isinstance(leaf, ResolvedWord) and _is_loose(leaf, query)
    ]
    counts = searcher.exact_counts([word.form.exact for word in words])
    rare = [word for word, count in zip(words, counts, strict=True) if count < known]
    if not words or (original.as_asked and original.total >= known and not rare):
        return None
    if len(rare) > rules.words or deadline.is_over("suggestion"):
        return None
    rows = _rows(query)
    doubts = [doubt for word in rare if (doubt := _doubt(word, terms, query, rows, known))]
    candidates = Candidates(searcher, rules)
    joined = [choice for row in rows for choice in candidates.joined(row)]
    options = [choices for doubt in doubts if (choices := candidates.of(doubt))]
    weighing = _Weighing(query, searcher, search, deadline, rules)
    return weighing.best(_combined(options, joined, rules.tries), original)


def _is_loose(word: ResolvedWord, query: str) -> bool:
    """Return whether a word is written by itself, outside of quotation marks and without operators."""
    written = query[word.start : word.end]
    return word.field is None and not word.exactly and not word.stop and written.isalpha()


def _rows(query: str) -> list[list[Lexeme]]:
    """Return the words of a query that stand side by side, without those that are marked."""
    rows: list[list[Lexeme]] = [[]]
    before: Lexeme | None = None
    for each in lex(query):
        if each.kind != "word" or (before and before.kind in _MARKS):
            rows.append([])
        else:
            if before and query[before.end : each.start].strip():
                rows.append([])
            rows[-1].append(each)
        before = each
    return [row for row in rows if row]


def _doubt(
    word: ResolvedWord, terms: QueryTerms, query: str, rows: Sequence[Sequence[Lexeme]], known: int
) -> Doubt | None:
    """Return why a word is doubtful; None if another form of it is well known, and nothing is beside it."""
    held = 0 if word.alike else terms.matching[word]
    beside, _ = _beside(rows, word.start, word.end)
    if held >= known and not beside:
        return None
    written = query[word.start : word.end]
    is_name = written[0].isupper() and not written.isupper()
    return Doubt(word.form.exact, word.start, word.end, held, not beside, is_name)


def _beside(
    rows: Sequence[Sequence[Lexeme]], start: int, end: int
) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """Return where the words stand with the content word before them, and with the one after them; and
    where they stand by themselves."""
    for row in rows:
        inside = [at for at, each in enumerate(row) if each.start < end and each.end > start]
        if inside:
            first, last = inside[0], inside[-1]
            spans = []
            if (before := _content(row[first - 1 :: -1] if first else ())) is not None:
                spans.append((before.start, row[last].end))
            if (after := _content(row[last + 1 :])) is not None:
                spans.append((row[first].start, after.end))
            return spans, (row[first].start, row[last].end)
    return [], (start, end)


def _content(words: Sequence[Lexeme]) -> Lexeme | None:
    """Return the first word that is no stop word, if it is near."""
    near = words[: _BETWEEN + 1]
    return next((each for each in near if not is_stop_word(fold(each.text.lower()))), None)


def _combined(
    options: Sequence[Sequence[Choice]], joined: Sequence[Choice], most: int
) -> Iterator[tuple[Choice, ...]]:
    """Yield combinations of one choice for each doubtful word, by descending score."""
    combinations = sorted(product(*options), key=lambda choices: -sum(each.score for each in choices))
    for choice in joined[:most]:
        doubt = choice.doubt
        rest = [
            each
            for each in options
            if each[0].doubt.end <= doubt.start or each[0].doubt.start >= doubt.end
        ]
        yield (choice, *(each[0] for each in rest))
    yield from islice(filter(None, combinations), most)


class _Weighing:
    """Weighs corrected queries by what they find."""

    def __init__(
        self,
        query: str,
        searcher: Searcher,
        search: Callable[[str], SearchOutcome],
        deadline: Deadline,
        rules: Correction,
    ):
        self._query = query
        self._searcher = searcher
        self._search = search
        self._deadline = deadline
        self._rules = rules
        self._totals: dict[str, int] = {}

    def best(self, combinations: Iterator[tuple[Choice, ...]], original: SearchOutcome) -> str | None:
        """Return the likeliest text that matches more articles than the query."""
        weighed: list[tuple[bool, float, str, _Corrected]] = []
        for choices in combinations:
            if self._deadline.is_over("suggestion"):
                break
            corrected = _with(self._query, choices)
            sides = [self._side_by_side(corrected, at) for at in range(len(choices))]
            if not all(map(self._is_likelier, choices, sides)):
                continue
            outcome = self._search(corrected.text)
            weight = sum(each.likelihood for each in choices)
            weight += math.log(self._evidence(choices, sides, outcome))
            weighed.append((not outcome.as_asked, -weight, corrected.text, corrected))
        for *_, corrected in sorted(weighed):
            text = self._spelled(corrected)
            if text is not None:
                outcome = self._search(text)
                if outcome.total and outcome > original:
                    return text
        return None

    def _evidence(
        self, choices: Sequence[Choice], sides: Sequence[int], outcome: SearchOutcome
    ) -> float:
        fewest = min(each.articles for each in choices)
        together = min(outcome.total, fewest) if outcome.as_asked else 0
        return self._rules.side_by_side * min(sides) + together + 0.01 * fewest

    def _side_by_side(self, corrected: _Corrected, at: int) -> int:
        """Return how many articles have a correction side by side with the words beside it."""
        start, end = corrected.places[at]
        beside, alone = _beside(_rows(corrected.text), start, end)
        if not beside and " " not in corrected.choices[at].text:
            return corrected.choices[at].articles
        spans = beside or [alone]
        return max(self._total(f'="{corrected.text[begin:end]}"') for begin, end in spans)

    def _is_likelier(self, choice: Choice, side: int) -> bool:
        """Return whether a correction may be meant instead of words that some articles have."""
        doubt = choice.doubt
        if not doubt.held:
            return True
        if doubt.alone:
            return side >= self._rules.times * doubt.held**2
        beside, alone = _beside(_rows(self._query), doubt.start, doubt.end)
        typed = max(self._total(f'"{self._query[begin:end]}"') for begin, end in beside or [alone])
        return side >= self._rules.beside * (1 + typed) ** 2

    def _total(self, text: str) -> int:
        if text not in self._totals:
            self._totals[text] = self._search(text).total
        return self._totals[text]

    def _spelled(self, corrected: _Corrected) -> str | None:
        """Return a corrected query with the spelling of the articles."""
        text = corrected.text
        for (start, end), choice in sorted(
            zip(corrected.places, corrected.choices, strict=True), reverse=True
        ):
            written = self._query[choice.doubt.start : choice.doubt.end]
            accented = fold(written.lower()) != written.lower()
            words = [usual_spelling(self._searcher, exact, accented) for exact in choice.text.split()]
            if None in words:
                return None
            text = text[:start] + cased_as(written, " ".join(filter(None, words))) + text[end:]
        return text


def _with(query: str, choices: Sequence[Choice]) -> _Corrected:
    """Return the query with choices applied, which do not overlap."""
    text, places = query, []
    ordered = sorted(choices, key=lambda choice: choice.doubt.start)
    shift = 0
    for choice in ordered:
        start, end = choice.doubt.start + shift, choice.doubt.end + shift
        text = text[:start] + choice.text + text[end:]
        places.append((start, start + len(choice.text)))
        shift += len(choice.text) - (end - start)
    return _Corrected(text, tuple(places), tuple(ordered))
