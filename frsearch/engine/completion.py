"""The start of a query -> suggestions that complete its last word from the index's dictionary.

A prefix is a range of exact forms, so that the typed text may leave out accents. The suggestions are
words of the articles, with their accents: first those that stand most often right after the words typed
before, then the most frequent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from frsearch.analysis.chain import Chain, exact_form, make_forms
from frsearch.analysis.characters import MAX_TERM_LENGTH
from frsearch.analysis.stopwords import is_stop_word
from frsearch.engine.correction import SearchOutcome
from frsearch.engine.protocol import Searcher
from frsearch.engine.spellings import cased_as, surface
from frsearch.query.patterns import within_edits
from frsearch.types import Suggestion

# Number of candidate words, the most frequent ones, for each suggestion.
_POOL = 20
# Of words that differ only in accents, those below this share of the most frequent are misspelled
# or were written in capitals.
_RARE_SPELLING = 0.1
# Words that follow a row this share as often as another are glued or misspelled, or hardly meant.
_RARE_FOLLOWER = 0.01
# And those of fewer of the articles with the row than this.
_RARELY_AFTER = 0.002
# Words that are found together with a row, and in at least this share of all articles, are compared.
_COMPARED = 50
_RARE = 0.0002
# Names are searched so many times more often.
_NAMES = 3
# Added to the articles of a word, so that one or two say little.
_SMOOTHED = 5
# Characters before the last word that are read; longer texts are not searched either.
_LONGEST = 400
# Stop words between the last word and a content word before it.
_BETWEEN = 3
_APOSTROPHES = "'’"


class _Reading(NamedTuple):
    """Where the beginning of a word stands in the text.

    `tied`: only a word that articles have after the word before can be meant.
    """

    start: int
    prefix: str
    tied: bool = False


def suggest(
    searcher: Searcher, chain: Chain, text: str, limit: int, search: Callable[[str], SearchOutcome]
) -> tuple[Suggestion, ...]:
    """Complete the last word of a text in up to `limit` ways, the likeliest first.

    `search` returns the outcome of a query: each suggestion has its total.
    """
    written = text.split()[-1] if text and not text[-1].isspace() else ""
    if not written or len(written) > MAX_TERM_LENGTH or not limit:
        return ()
    for reading in _readings(chain, written, len(text) - len(written)):
        completion = _Completion(searcher, chain, text, reading, search)
        if suggestions := completion.best(limit):
            return tuple(suggestions)
    return ()


def _readings(chain: Chain, written: str, offset: int) -> Iterator[_Reading]:
    """Yield what the last word may begin: `états-un` rather `états-unis` than a word in `un`.

    After `quelqu'`, unlike `l'`, few words can stand.
    """
    end = len(written.rstrip("-'’"))
    tokens = [token for token in chain.tokens(written) if token.end == end]
    for token in sorted(tokens, key=lambda token: not token.alternative):
        elided = written[: token.start].rstrip(_APOSTROPHES)
        tied = elided.isalpha() and len(elided) > 2 and len(elided) < token.start
        if tied:
            yield _Reading(offset, exact_form(elided.lower()) + token.form.accented)
        yield _Reading(offset + token.start, token.form.accented, tied)


class _Suggested(NamedTuple):
    """A suggestion, and whether some article has all its words."""

    shown: Suggestion
    as_asked: bool


class _Completion:
    """Completes one reading of the last word."""

    def __init__(
        self,
        searcher: Searcher,
        chain: Chain,
        text: str,
        reading: _Reading,
        search: Callable[[str], SearchOutcome],
    ):
        self._searcher = searcher
        self._chain = chain
        self._text = text
        self._reading = reading
        self._search = search
        self._is_short = len(text) <= _LONGEST

    def best(self, limit: int) -> list[Suggestion]:
        """Return up to `limit` suggestions: words that follow the row before, then other words."""
        row = self._row() if self._is_short else []
        prefix = exact_form(self._reading.prefix)
        frequent = self._searcher.completions(prefix, _POOL * limit)
        after, together = self._company(row, prefix, frequent)
        usual = _Usual({**together, **after, **frequent})
        suggestions = self._suggested(_by_number(after), usual, limit)
        # Words that follow what was typed say more than any others.
        left = max(0, -(-limit // 2) - len(suggestions)) if suggestions else limit
        if left and not self._reading.tied:
            others = self._by_share(together, frequent, 2 * left) or _by_number(frequent)
            suggestions += self._suggested([word for word in others if word not in after], usual, left)
        whole = [each for each in suggestions if each.as_asked]
        return [each.shown for each in whole or suggestions]

    def _company(
        self, row: Sequence[str], prefix: str, frequent: Mapping[str, int]
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Return the words that follow a row of words, and those of the articles that have the row.

        If none follows, the stop words between may be elided in the articles: « sommet d'Helsinki ».
        """
        after: dict[str, int] = {}
        together: dict[str, int] = {}
        for words in dict.fromkeys((tuple(row), tuple(row[:1]))) if row else ():
            company = self._searcher.company(words, prefix)
            together = {word: each.together for word, each in company.items()}
            usual = _Usual({**together, **frequent})
            after = self._followers(row[0], {word: each.after for word, each in company.items()})
            after = {word: count for word, count in after.items() if not usual.is_misspelled(word)}
            if after:
                break
        return after, together

    def _followers(self, first: str, counts: Mapping[str, int]) -> dict[str, int]:
        """Return words that follow a row, without those that hardly ever do, and with their counts."""
        (articles,) = self._searcher.exact_counts([first])
        least = max(1, _RARE_FOLLOWER * max(counts.values(), default=0), _RARELY_AFTER * articles)
        return {word: count for word, count in counts.items() if count >= least}

    def _by_share(
        self, together: Mapping[str, int], frequent: Mapping[str, int], most: int
    ) -> list[str]:
        """Return words by the share of their articles that have the row too, names first."""
        promising = _by_number(together)[:_COMPARED]
        rare = [word for word in promising if word not in frequent]
        exact = self._searcher.exact_counts([*map(exact_form, rare)])
        counts = {**frequent, **dict(zip(rare, exact, strict=True))}
        least = _RARE * len(self._searcher)
        shares = {
            word: together[word] / (counts[word] + _SMOOTHED)
            for word in promising
            if counts[word] >= least
        }
        first = sorted(shares, key=lambda word: (-shares[word], word))[:most]
        names = {word for word in first if (surface(self._searcher, word) or word) != word}
        return sorted(first, key=lambda word: (-shares[word] * (_NAMES if word in names else 1), word))

    def _row(self) -> list[str]:
        """Return the exact forms of the words before the last one, from a content word on."""
        tokens = [
            token.form
            for token in self._chain.tokens(self._text[: self._reading.start])
            if not token.alternative
        ]
        stop = [*takewhile(lambda form: is_stop_word(form.accented), reversed(tokens))]
        at = len(tokens) - len(stop) - 1
        if at < 0 or len(stop) > _BETWEEN:
            return []
        return [form.exact for form in tokens[at:]]

    def _suggested(self, words: Sequence[str], usual: _Usual, limit: int) -> list[_Suggested]:
        """Return suggestions of the first of some words, those with accents as typed before others."""
        prefix = self._reading.prefix
        accented = prefix if prefix != exact_form(prefix) else ""
        words = [word for word in words if word in usual.words and not is_stop_word(word)]
        words.sort(key=lambda word: not word.startswith(accented))
        suggestions: list[_Suggested] = []
        for word in words:
            if len(suggestions) == limit:
                break
            spelling = None if usual.is_misspelled(word) else surface(self._searcher, word)
            if spelling is not None:
                suggestions.append(self._suggestion(spelling, usual.counts[word]))
        return suggestions

    def _suggestion(self, spelling: str, articles: int) -> _Suggested:
        start = self._reading.start
        text = self._text[:start] + cased_as(self._text[start:], spelling)
        if not self._is_short:
            return _Suggested(Suggestion(text, articles), True)
        outcome = self._search(text)
        return _Suggested(Suggestion(text, outcome.total), outcome.as_asked)


class _Usual:
    """Tells usual words from misspelled ones, by their numbers of articles."""

    def __init__(self, counts: Mapping[str, int]):
        self.counts = counts

    @cached_property
    def words(self) -> set[str]:
        """The words without unusual accents, and without those whose capital lacks its accent."""
        return _usual_spellings(self.counts)

    def is_misspelled(self, word: str) -> bool:
        """Return whether a word is one letter from a far more frequent word, and no form of it."""
        least = self.counts[word] / _RARE_SPELLING
        exact = exact_form(word)
        frequent = [exact_form(other) for other, count in self.counts.items() if count >= least]
        near = [other for other in within_edits(exact, frequent, 1) if other != exact]
        (stem, *stems) = [form.stem for form in make_forms([exact, *near])]
        return bool(stems) and stem not in stems


def _by_number(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda word: (-counts[word], word))


def _usual_spellings(counts: Mapping[str, int]) -> set[str]:
    """Leave out words with unusual accents, and words whose capital lacks its accent."""
    most: dict[str, int] = defaultdict(int)
    for word, count in counts.items():
        most[exact_form(word)] = max(most[exact_form(word)], count)
    usual = {word for word, count in counts.items() if count >= _RARE_SPELLING * most[exact_form(word)]}
    bare = {word: exact_form(word[0]) + word[1:] for word in usual}
    return usual - {without for word, without in bare.items() if without != word}
