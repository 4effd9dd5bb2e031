"""The start of a query -> suggestions that complete its last word from the index's dictionary.

A prefix is a range of exact forms, so that the typed text may leave out accents. The suggestions are
words of the articles, with their accents: first those that stand most often right after the words typed
before, then the most frequent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from frsearch.analysis.chain import Chain, exact_form
from frsearch.analysis.characters import MAX_TERM_LENGTH
from frsearch.analysis.stopwords import is_stop_word
from frsearch.engine.correction import SearchOutcome
from frsearch.engine.protocol import Searcher
from frsearch.engine.spellings import cased_as, surface
from frsearch.types import Suggestion

# Number of candidate words, the most frequent ones, for each suggestion.
_POOL = 20
# Of words that differ only in accents, those below this share of the most frequent are misspelled
# or were written in capitals.
_RARE_SPELLING = 0.1
# Characters before the last word that are read; longer texts are not searched either.
_LONGEST = 400
# Stop words between the last word and a content word before it.
_BETWEEN = 3
_APOSTROPHES = "'’"


class _Reading(NamedTuple):
    """Where the beginning of a word stands in the text; `tied`: only what articles have after it fits."""

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
    """Yield what the last word may begin: « états-un » rather « états-unis » than a word in « un ».

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
        """Return up to `limit` suggestions: words that follow the row before, then frequent words."""
        row = self._row() if self._is_short else []
        prefix = exact_form(self._reading.prefix)
        after = self._searcher.followers(row, prefix) if row else {}
        suggestions = self._suggested(after, limit)
        if self._reading.tied or len(suggestions) == limit:
            return [each for each, _ in suggestions]
        counts = dict(self._searcher.completions(prefix, _POOL * limit))
        others = {word: count for word, count in counts.items() if word not in after}
        more = self._suggested(others, limit - len(suggestions), {**after, **counts})
        if row:
            more.sort(key=lambda each: (not each[1], -each[0].count))
        suggestions += more
        whole = [each for each, as_asked in suggestions if as_asked]
        return whole or [each for each, _ in suggestions]

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

    def _suggested(
        self, counts: Mapping[str, int], limit: int, known: Mapping[str, int] | None = None
    ) -> list[tuple[Suggestion, bool]]:
        """Return suggestions of the most frequent words, each with whether all its words are found."""
        prefix = self._reading.prefix
        usual = _usual_spellings(counts if known is None else known)
        words = [word for word in counts if word in usual and not is_stop_word(word)]
        accented = prefix if prefix != exact_form(prefix) else ""
        words.sort(key=lambda word: (not word.startswith(accented), -counts[word], word))
        suggestions: list[tuple[Suggestion, bool]] = []
        for word in words:
            if len(suggestions) == limit:
                break
            spelling = surface(self._searcher, word)
            if spelling is not None:
                suggestions.append(self._suggestion(spelling, counts[word]))
        return suggestions

    def _suggestion(self, spelling: str, articles: int) -> tuple[Suggestion, bool]:
        start = self._reading.start
        text = self._text[:start] + cased_as(self._text[start:], spelling)
        if not self._is_short:
            return Suggestion(text, articles), True
        outcome = self._search(text)
        return Suggestion(text, outcome.total), outcome.as_asked


def _usual_spellings(counts: Mapping[str, int]) -> set[str]:
    """Leave out words with unusual accents, and words whose capital lacks its accent."""
    most: dict[str, int] = defaultdict(int)
    for word, count in counts.items():
        most[exact_form(word)] = max(most[exact_form(word)], count)
    usual = {word for word, count in counts.items() if count >= _RARE_SPELLING * most[exact_form(word)]}
    bare = {word: exact_form(word[0]) + word[1:] for word in usual}
    return usual - {without for word, without in bare.items() if without != word}
