"""A doubtful word of a query -> words of the index that may be meant instead.

They are words with a similar spelling, words that sound the same, two words written as one, and one
word written as two. Each has a score: how likely the misspelling is, as a natural logarithm, and how
many articles hold what it stands for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

from frsearch.analysis.folding import fold
from frsearch.analysis.stopwords import is_stop_word
from frsearch.engine.protocol import Searcher
from frsearch.engine.request import Neighbour
from frsearch.engine.sounds import respelled
from frsearch.query.lexer import Lexeme


@dataclass(frozen=True, slots=True)
class Correction:
    """Which words are corrected, and how corrections are scored.

    A word in `known` articles, or in `known_share` of all, is corrected only where few articles match
    the query. A word in n articles is corrected by itself only to a word in at least n³ · `times`
    articles, `doubling` times fewer if letters are doubled or swapped. Beside other words it is
    corrected only if at least (1 + m)² · `beside` articles have the correction side by side with them,
    where m have the word so.

    Corrected words have `shortest` to `longest` letters; two edits are tried from `two_edits` letters
    on, and for shorter words only to words of the same set of letters, or beside other words. Scores are
    natural logarithms of likelihood: `slip` (some articles have the word as it is), `second_edit`,
    `first_letter` (another first letter), `blank` (a blank more or less) and `no_name` (a name for no
    name) are penalties; `same_letters` (letters doubled or swapped) is a bonus. An article with the
    corrected words side by side counts as much as `side_by_side` articles that have them anywhere.

    A word is split only into two words that some article has within `near` positions. `choices`
    corrections of each word are tried, in `tries` queries in all; a query with more than `words` rare
    words is taken to be in another language and not corrected.
    """

    known: int = 5
    known_share: float = 0.0002
    times: int = 50
    doubling: int = 5
    beside: int = 10
    shortest: int = 4
    longest: int = 30
    two_edits: int = 8
    slip: float = 4.0
    second_edit: float = 6.0
    first_letter: float = 2.0
    blank: float = 3.0
    same_letters: float = 2.5
    no_name: float = 3.0
    side_by_side: int = 100
    near: int = 5
    words: int = 4
    choices: int = 10
    tries: int = 16


CORRECTION = Correction()


class Doubt(NamedTuple):
    """A part of a query that may be misspelled.

    `exact` articles hold its exact form `text`; `held` have any form of it, 0 if it is unknown.
    `alone`: no other content word stands beside it; else `typed` articles have it side by side with one.
    `common`: many articles hold it, but few the query.
    """

    text: str
    start: int
    end: int
    exact: int
    held: int
    alone: bool
    typed: int
    common: bool = False


class Choice(NamedTuple):
    """A correction of a part of a query: exact forms, their likelihood and number of articles.

    A word that some articles have may also stay as it is.
    """

    doubt: Doubt
    text: str
    likelihood: float
    articles: int

    @property
    def score(self) -> float:
        """How likely the choice is without the words beside it."""
        return self.likelihood + math.log(self.articles)

    @property
    def keeps(self) -> bool:
        """Whether the word stays as it is."""
        return self.text == self.doubt.text and not self.likelihood


class Candidates:
    """Finds candidates in one state of an index."""

    def __init__(self, searcher: Searcher, rules: Correction):
        self._searcher = searcher
        self._rules = rules

    def of(self, doubt: Doubt, glued: bool = False) -> list[Choice]:
        """Return the likeliest choices of a word, the best first; if `glued`, two words alone."""
        choices = [*([] if glued else self._similar(doubt)), *self._split(doubt)]
        best: dict[str, Choice] = {}
        for choice in sorted(choices, key=lambda choice: (-choice.score, choice.text)):
            best.setdefault(choice.text, choice)
        kept = [Choice(doubt, doubt.text, 0.0, max(1, doubt.exact))] * (doubt.held > 0)
        return kept + [*best.values()][: self._rules.choices]

    def _similar(self, doubt: Doubt) -> Iterator[Choice]:
        text, rules = doubt.text, self._rules
        if not (text.isascii() and text.isalpha() and rules.shortest <= len(text) <= rules.longest):
            return
        least = self._least(doubt, doubt.held)
        edited = self._searcher.neighbours(text, 2 if len(text) > rules.shortest else 1)
        for each in chain(edited, self._sounding(text)):
            enough = least / self._rules.doubling if each.same_letters and doubt.alone else least
            if each.articles >= enough and self._may_be(doubt, each):
                yield Choice(doubt, each.text, self._likelihood(doubt, each), each.articles)

    def _sounding(self, text: str) -> list[Neighbour]:
        """Return the words that sound the same; it is one slip, however many letters it takes."""
        words = sorted(respelled(text))
        counts = self._searcher.exact_counts(words)
        return [
            Neighbour(word, 1, count, set(word) == set(text))
            for word, count in zip(words, counts, strict=True)
            if count
        ]

    def _least(self, doubt: Doubt, held: int) -> int:
        """Return the minimum number of articles of a correction of a word that is in `held` articles.

        It grows with the cube: the same slip twice is much less likely than once.
        """
        if not doubt.alone and held:
            return self._rules.beside * (1 + doubt.typed) ** 2
        return max(1, self._rules.times * held**3)

    def _may_be(self, doubt: Doubt, meant: Neighbour) -> bool:
        """Return whether a word may be misspelled so, without what stands beside it."""
        if doubt.common:
            return not is_stop_word(meant.text) and (meant.distance == 1 or meant.same_letters)
        if not doubt.alone:
            return True
        if is_stop_word(meant.text):
            return False
        if doubt.held:
            return (meant.distance == 1 or meant.same_letters) and meant.text[0] == doubt.text[0]
        return meant.distance == 1 or len(doubt.text) >= self._rules.two_edits or meant.same_letters

    def _likelihood(self, doubt: Doubt, meant: Neighbour) -> float:
        rules = self._rules
        likelihood = -rules.slip * (doubt.held > 0)
        likelihood -= rules.second_edit * (meant.distance - 1)
        likelihood -= rules.first_letter * (meant.text[0] != doubt.text[0])
        return likelihood + rules.same_letters * meant.same_letters

    def _split(self, doubt: Doubt) -> Iterator[Choice]:
        """Yield the splits of a word into two words of the index."""
        text = doubt.text
        if len(text) > self._rules.longest or not text.isalpha():
            return
        pairs = [(text[:at], text[at:]) for at in range(2, len(text) - 1)]
        least = self._rules.beside * min(doubt.exact, 1)
        for pair, count in zip(pairs, self._counts(pairs), strict=True):
            if count > 0 and count >= least:
                yield Choice(
                    doubt,
                    " ".join(pair),
                    -self._rules.blank - self._rules.slip * (doubt.held > 0),
                    count,
                )

    def _counts(self, pairs: Sequence[tuple[str, str]]) -> list[int]:
        """Return how many articles may hold both words of each pair."""
        words = list(dict.fromkeys(chain.from_iterable(pairs)))
        counts = dict(zip(words, self._searcher.exact_counts(words), strict=True))
        return [min(counts[first], counts[second]) for first, second in pairs]

    def joined(self, row: Sequence[Lexeme]) -> Iterator[tuple[Lexeme, Lexeme, str, int]]:
        """Yield adjacent words of a query that are one word of the index, and its number of articles."""
        pairs = [(one, other) for one, other in pairwise(row) if (one.text + other.text).isalpha()]
        texts = [fold((one.text + other.text).lower()) for one, other in pairs]
        counts = self._searcher.exact_counts(texts)
        for (one, other), text, count in zip(pairs, texts, counts, strict=True):
            if count and len(text) <= self._rules.longest:
                yield one, other, text, count
