"""A query with few matches -> the query with its misspelled words corrected, if that matches more.

A word is doubtful if few articles hold it. Its candidates are words of the index with a similar
spelling, two words written as one, or one word written as two. They are scored by a noisy channel
model (Kernighan, Church & Gale, *A Spelling Correction Program Based on a Noisy Channel Model*, 1990):
how many articles hold the candidate, and how likely the misspelling is. The suggestion is the likeliest
query that matches more articles; one that matches all words goes before one that matches any.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise, product
from typing import NamedTuple

from frsearch.analysis.folding import fold
from frsearch.analysis.stopwords import is_stop_word
from frsearch.engine.protocol import Searcher
from frsearch.engine.request import Neighbour, QueryTerms
from frsearch.engine.spellings import cased_as, usual_spelling
from frsearch.query.limits import Deadline
from frsearch.query.resolved import ResolvedLeaf, ResolvedWord, positive_leaves


@dataclass(frozen=True, slots=True)
class Correction:
    """Which words are corrected, and how corrections are scored.

    A word in `known` articles, or in `known_share` of all, is never corrected; a word in n articles is
    only corrected to a word in at least n² · `times`. Corrected words have `shortest` to `longest`
    letters; two edits are tried from `two_edits` letters on, and for shorter words only to words of
    the same set of letters. Scores are natural logarithms of likelihood: `second_edit`, `first_letter`
    (another first letter) and `blank` (a blank more or less) are penalties; `same_letters` (letters
    doubled or swapped) is a bonus. A word is split only into two words that some article has within
    `near` positions. `choices` corrections of each word are tried, in `tries` queries in all; a query
    with more than `words` doubtful words is taken to be in another language and not corrected.
    """

    known: int = 5
    known_share: float = 0.0002
    times: int = 50
    shortest: int = 4
    longest: int = 30
    two_edits: int = 8
    second_edit: float = 6.0
    first_letter: float = 2.0
    blank: float = 3.0
    same_letters: float = 2.5
    near: int = 5
    words: int = 4
    choices: int = 3
    tries: int = 6


class SearchOutcome(NamedTuple):
    """The total of a query, and whether its words are combined as requested (not any instead of all)."""

    as_asked: bool
    total: int


class _Choice(NamedTuple):
    """A correction for a part of the query, and its score."""

    score: float
    start: int
    end: int
    text: str


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
    # A word that matches by words spelled alike is in no article itself.
    matching = {
        leaf: 0 if isinstance(leaf, ResolvedWord) and leaf.alike else count
        for leaf, count in terms.matching.items()
    }
    known = max(rules.known, int(rules.known_share * len(searcher)))
    if original.as_asked and original.total >= known:
        return None
    words = [
        leaf
        for leaf in positive_leaves(terms.tree)
        if isinstance(leaf, ResolvedWord) and _is_loose(leaf, query)
    ]
    doubtful = [word for word in words if matching[word] < known]
    if not 0 < len(doubtful) <= rules.words or deadline.is_over("suggestion"):
        return None
    chooser = _Chooser(query, searcher, matching, search, rules)
    options = chooser.options(words, doubtful)
    better: str | None = None
    for choices in _combined(options, rules.tries):
        if deadline.is_over("suggestion"):
            break
        text = _with(query, choices)
        outcome = search(text)
        if outcome.total and outcome > original:
            if outcome.as_asked:
                return text
            better = better or text
    return better


def _is_loose(word: ResolvedWord, query: str) -> bool:
    """Return whether a word is written by itself, outside of quotation marks and without operators."""
    written = query[word.start : word.end]
    is_plain = not (word.exactly or word.stop or word.synonyms)
    return word.field is None and is_plain and written.isalpha()


@dataclass(frozen=True, slots=True)
class _Chooser:
    query: str
    searcher: Searcher
    matching: Mapping[ResolvedLeaf, int]
    search: Callable[[str], SearchOutcome]
    rules: Correction

    def options(
        self, words: Sequence[ResolvedWord], doubtful: Sequence[ResolvedWord]
    ) -> list[list[_Choice]]:
        """Return the best choices of each doubtful word that has any."""
        joined = {word: choice for pair in pairwise(words) for word, choice in self._joined(*pair)}
        options: list[list[_Choice]] = []
        for word in doubtful:
            choices = [*self._respelled(word), *self._split(word)]
            choices += [joined[word]] if word in joined else []
            choices.sort(key=lambda choice: (-choice.score, choice.text))
            spelled = list(islice(filter(None, map(self._spelled, choices)), self.rules.choices))
            if spelled:
                options.append(spelled)
        return options

    def _spelled(self, choice: _Choice) -> _Choice | None:
        """Return a choice of exact forms with the spelling of the articles."""
        written = self.query[choice.start : choice.end]
        accented = fold(written.lower()) != written.lower()
        words = [usual_spelling(self.searcher, exact, accented) for exact in choice.text.split()]
        if None in words:
            return None
        return choice._replace(text=cased_as(written, " ".join(filter(None, words))))

    def _respelled(self, word: ResolvedWord) -> Iterator[_Choice]:
        text, rules = word.form.exact, self.rules
        if not (text.isascii() and text.isalpha() and rules.shortest <= len(text) <= rules.longest):
            return
        least = self._least(self.matching[word])
        for each in self.searcher.neighbours(text, 2 if len(text) > rules.shortest else 1):
            far = each.distance > 1 and len(text) < rules.two_edits and not each.same_letters
            if each.articles < least or far or (self.matching[word] and not self._is_slip(word, each)):
                continue
            score = math.log(each.articles)
            score -= rules.second_edit * (each.distance - 1)
            score -= rules.first_letter * (each.text[0] != text[0])
            score += rules.same_letters * each.same_letters
            yield _Choice(score, word.start, word.end, each.text)

    def _least(self, matching: int) -> int:
        """Return the minimum number of articles of a correction for a word with `matching` articles.

        It grows with the square: the same slip twice is much less likely than once.
        """
        return max(1, self.rules.times * matching**2)

    def _is_slip(self, word: ResolvedWord, meant: Neighbour) -> bool:
        """Return whether a word of the index may be a slip of the pen for another; names never are."""
        written = self.query[word.start : word.end]
        is_name = written[0].isupper() and not written.isupper()
        return meant.distance == 1 and meant.text[0] == word.form.exact[0] and not is_name

    def _split(self, word: ResolvedWord) -> Iterator[_Choice]:
        """Yield the splits of a word into two words that stand near each other in some article.

        Splits with a stop word are left out: « contrefaire » is not « contre faire ».
        """
        text = word.form.exact
        if len(text) > self.rules.longest or self.matching[word]:
            return
        pairs = [(text[:at], text[at:]) for at in range(2, len(text) - 1)]
        pairs = [pair for pair in pairs if not any(map(is_stop_word, pair))]
        words = list(dict.fromkeys(chain.from_iterable(pairs)))
        documents = dict(zip(words, self.searcher.exact_counts(words), strict=True))
        counts = {pair: min(map(documents.__getitem__, pair)) for pair in pairs}
        present = sorted(filter(counts.get, counts), key=lambda pair: -counts[pair])
        for pair in present[: self.rules.choices]:
            written = " ".join(pair)
            if together := self.search(f'"{written}"~{self.rules.near}').total:
                yield _Choice(math.log(together) - self.rules.blank, word.start, word.end, written)

    def _joined(
        self, first: ResolvedWord, second: ResolvedWord
    ) -> Iterator[tuple[ResolvedWord, _Choice]]:
        if not self.query[first.end : second.start].isspace():
            return
        text = first.form.exact + second.form.exact
        (count,) = self.searcher.exact_counts([text])
        least = min(self.matching[first], self.matching[second])
        if count >= self._least(least):
            score = math.log(count) - self.rules.blank
            yield (
                first if least == self.matching[first] else second,
                _Choice(score, first.start, second.end, text),
            )


def _combined(options: Sequence[Sequence[_Choice]], most: int) -> Iterator[Sequence[_Choice]]:
    """Yield combinations of one choice for each doubtful word, by descending score."""
    combinations = sorted(product(*options), key=lambda choices: -sum(each.score for each in choices))
    return islice(filter(None, combinations), most)


def _with(query: str, choices: Sequence[_Choice]) -> str:
    """Return the query with choices applied; of overlapping choices, the longest is applied."""
    longest_first = sorted(choices, key=lambda choice: choice.start - choice.end)
    applied: list[_Choice] = []
    for choice in longest_first:
        if all(choice.end <= each.start or choice.start >= each.end for each in applied):
            applied.append(choice)
    for choice in sorted(applied, key=lambda choice: -choice.start):
        query = query[: choice.start] + choice.text + query[choice.end :]
    return query
