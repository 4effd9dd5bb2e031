"""The start of a query -> suggestions that complete its last word from the index's dictionary.

A prefix is a range of exact forms, so that the typed text may leave out accents. The suggestions are
words of the articles, with their accents, the most frequent first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from frsearch.analysis.chain import Chain, exact_form
from frsearch.analysis.characters import MAX_TERM_LENGTH
from frsearch.analysis.stopwords import is_stop_word
from frsearch.engine.protocol import Searcher
from frsearch.engine.spellings import cased_as, surface
from frsearch.types import Suggestion

# Number of candidate words, the most frequent ones, for each suggestion.
_POOL = 20
# Of words that differ only in accents, those below this share of the most frequent are misspelled
# or were written in capitals.
_RARE_SPELLING = 0.1


def suggest(searcher: Searcher, chain: Chain, text: str, limit: int) -> tuple[Suggestion, ...]:
    """Complete the last word of a text in up to `limit` ways, the most frequent first."""
    written = text.split()[-1] if text and not text[-1].isspace() else ""
    if not written or len(written) > MAX_TERM_LENGTH or not limit:
        return ()
    offset = len(text) - len(written)
    end = len(written.rstrip("-'’"))
    tokens = [token for token in chain.tokens(written) if token.end == end]
    # « états-un » begins « états-unis » before it begins any word that begins with « un ».
    for token in sorted(tokens, key=lambda token: not token.alternative):
        start = offset + token.start
        suggestions = [
            Suggestion(text[:start] + cased_as(text[start:], word), count)
            for word, count in _completions(searcher, token.form.accented, limit)
        ]
        if suggestions:
            return tuple(suggestions)
    return ()


def _completions(searcher: Searcher, prefix: str, limit: int) -> list[tuple[str, int]]:
    counts = searcher.completions(exact_form(prefix), _POOL * limit)
    words = [word for word in _usual_spellings(counts) if not is_stop_word(word)]
    accented = prefix if prefix != exact_form(prefix) else ""
    words.sort(key=lambda word: (not word.startswith(accented), -counts[word], word))
    completions: list[tuple[str, int]] = []
    for word in words:
        if len(completions) == limit:
            break
        spelling = surface(searcher, word)
        if spelling is not None:
            completions.append((spelling, counts[word]))
    return completions


def _usual_spellings(counts: Mapping[str, int]) -> set[str]:
    """Leave out words with unusual accents, and words whose capital lacks its accent."""
    most: dict[str, int] = defaultdict(int)
    for word, count in counts.items():
        most[exact_form(word)] = max(most[exact_form(word)], count)
    usual = {word for word, count in counts.items() if count >= _RARE_SPELLING * most[exact_form(word)]}
    bare = {word: exact_form(word[0]) + word[1:] for word in usual}
    return usual - {without for word, without in bare.items() if without != word}
