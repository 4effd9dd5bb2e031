"""What was typed so far -> what it may become: its last word completed from the index's dictionary.

A prefix is a range of the exact forms, so that accents are free in what is typed; the words suggested
are those of the articles, with their accents, the most frequent first.
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

# So many of the most frequent words are looked at for each one wanted.
_POOL = 20
# Of words that differ in accents alone, those so much rarer than the first are misspellings or capitals.
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
        found = [
            Suggestion(text[:start] + cased_as(text[start:], word), count)
            for word, count in _completions(searcher, token.form.accented, limit)
        ]
        if found:
            return tuple(found)
    return ()


def _completions(searcher: Searcher, prefix: str, limit: int) -> list[tuple[str, int]]:
    counts = searcher.completions(exact_form(prefix), _POOL * limit)
    words = [word for word in _usual_spellings(counts) if not is_stop_word(word)]
    accented = prefix if prefix != exact_form(prefix) else ""
    words.sort(key=lambda word: (not word.startswith(accented), -counts[word], word))
    found: list[tuple[str, int]] = []
    for word in words:
        if len(found) == limit:
            break
        spelling = surface(searcher, word)
        if spelling is not None:
            found.append((spelling, counts[word]))
    return found


def _usual_spellings(counts: Mapping[str, int]) -> set[str]:
    """Leave out words spelled with other accents than are usual, and capitals without their accent."""
    most: dict[str, int] = defaultdict(int)
    for word, count in counts.items():
        most[exact_form(word)] = max(most[exact_form(word)], count)
    usual = {word for word, count in counts.items() if count >= _RARE_SPELLING * most[exact_form(word)]}
    bare = {word: exact_form(word[0]) + word[1:] for word in usual}
    return usual - {without for word, without in bare.items() if without != word}
