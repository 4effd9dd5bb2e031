"""A query that finds little -> the same query with its misspelled words corrected, if that finds more.

A word is doubtful if few articles hold it. What it may have been meant to be are words of the index
spelled nearly so, two words written as one, or one written as two, weighed like a message through
a noisy channel (Kernighan, Church & Gale, *A Spelling Correction Program Based on a Noisy Channel
Model*, 1990): how many articles hold the word, and how likely people are to misspell it so. The
likeliest that finds more, with the rest of the query as it is, is suggested, all words before any.
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
    """When words are corrected, and what speaks for a correction.

    A word that `known` articles hold, or `known_share` of all, is never corrected; one that n hold,
    only into one that n² · `times` hold. Words have `shortest` to `longest` letters; from
    `two_edits` letters on, two edits are looked for, and before only among words of the very same
    letters. Penalties are in natural logarithms of likelihood: for the second edit, for another first
    letter, for a blank more or less; and the gain for the same letters, some doubled or swapped.
    Two words written as one stand at most `near` words apart somewhere. `choices` of each word are
    tried, in `tries` queries; one with more than so many doubtful `words` is in another language.
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
    """Whether a query's words are combined as asked for (not any in place of all), and its total."""

    as_asked: bool
    total: int


class _Choice(NamedTuple):
    """Another text for a part of the query, and how likely it is meant."""

    score: float
    start: int
    end: int
    text: str


def correct(
    query: str,
    terms: QueryTerms,
    found: SearchOutcome,
    searcher: Searcher,
    search: Callable[[str], SearchOutcome],
    deadline: Deadline,
    rules: Correction = Correction(),
) -> str | None:
    """Return the corrected query, or None if there is nothing to correct or nothing better.

    `found` says what the query finds, and `search` what another does. After the deadline nothing more
    is tried.
    """
    matching = terms.matching
    known = max(rules.known, int(rules.known_share * len(searcher)))
    if found.as_asked and found.total >= known:
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
    for chosen in _combined(options, rules.tries):
        if deadline.is_over("suggestion"):
            break
        text = _with(query, chosen)
        other = search(text)
        if other.total and other > found:
            if other.as_asked:
                return text
            better = better or text
    return better


def _is_loose(word: ResolvedWord, query: str) -> bool:
    """Say whether a word is as it is written, outside of quotation marks and without signs."""
    written = query[word.start : word.end]
    return word.field is None and not word.exactly and not word.stop and written.isalpha()


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
        """Return for each doubtful word that there is something for the likeliest choices."""
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
        """Write a choice, of exact forms, as the articles do."""
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
        """Return how many articles must hold what is meant by a word that so many hold.

        Twice the same slip is much less likely than once.
        """
        return max(1, self.rules.times * matching**2)

    def _is_slip(self, word: ResolvedWord, meant: Neighbour) -> bool:
        """Say whether a word that the index has can be a slip of the pen; a name is what it is."""
        written = self.query[word.start : word.end]
        is_name = written[0].isupper() and not written.isupper()
        return meant.distance == 1 and meant.text[0] == word.form.exact[0] and not is_name

    def _split(self, word: ResolvedWord) -> Iterator[_Choice]:
        """Yield the pairs of words that a word may be: those that stand near each other somewhere.

        Stop words are not looked for in it: « contrefaire » is not « contre faire ».
        """
        text = word.form.exact
        if len(text) > self.rules.longest or self.matching[word]:
            return
        pairs = [(text[:at], text[at:]) for at in range(2, len(text) - 1)]
        pairs = [pair for pair in pairs if not any(map(is_stop_word, pair))]
        words = list(dict.fromkeys(chain.from_iterable(pairs)))
        known = dict(zip(words, self.searcher.exact_counts(words), strict=True))
        counts = {pair: min(map(known.__getitem__, pair)) for pair in pairs}
        held = sorted(filter(counts.get, counts), key=lambda pair: -counts[pair])
        for pair in held[: self.rules.choices]:
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
    """Yield a choice for each doubtful word, the likeliest together first."""
    several = sorted(product(*options), key=lambda chosen: -sum(choice.score for choice in chosen))
    return islice((chosen for chosen in several if chosen), most)


def _with(query: str, chosen: Sequence[_Choice]) -> str:
    """Put choices in the place of what they are for; two words written as one are one choice."""
    joined_first = sorted(chosen, key=lambda choice: choice.start - choice.end)
    kept: list[_Choice] = []
    for choice in joined_first:
        if all(choice.end <= each.start or choice.start >= each.end for each in kept):
            kept.append(choice)
    for choice in sorted(kept, key=lambda choice: -choice.start):
        query = query[: choice.start] + choice.text + query[choice.end :]
    return query
