"""What was typed so far -> what it may become: its last word completed from the index's dictionary.

A prefix is a range of the exact forms, so that accents are free in what is typed; the words suggested
are those of the articles, with their accents, the most frequent first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from frsearch.analysis.chain import MAX_TERM_LENGTH, Chain, exact_form
from frsearch.analysis.stopwords import is_stop_word
from frsearch.codec.segment import Segment
from frsearch.codec.store import Snapshot
from frsearch.results import Suggestion

# So many of the most frequent words of a segment are looked at for each one wanted.
_POOL = 20
# Of words that differ in accents alone, those so much rarer than the first are misspellings or capitals.
_RARE_SPELLING = 0.1
_JOINT = "['’\u2010\u2011-]?"


def suggest(snapshot: Snapshot, chain: Chain, text: str, limit: int) -> tuple[Suggestion, ...]:
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
            for word, count in _completions(snapshot, token.form.accented, limit)
        ]
        if found:
            return tuple(found)
    return ()


def cased_as(written: str, word: str) -> str:
    """Return a lower-case word with capitals as in what was written."""
    if len(written) > 1 and written.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if written[:1].isupper() else word


def _completions(snapshot: Snapshot, prefix: str, limit: int) -> list[tuple[str, int]]:
    counts: dict[str, int] = defaultdict(int)
    for segment in snapshot.segments:
        for word, count in _frequent(segment, exact_form(prefix), _POOL * limit):
            counts[word] += count
    words = [word for word in _usual_spellings(counts) if not is_stop_word(word)]
    accented = prefix if prefix != exact_form(prefix) else ""
    words.sort(key=lambda word: (not word.startswith(accented), -counts[word], word))
    found: list[tuple[str, int]] = []
    for word in words:
        if len(found) == limit:
            break
        surface = _surface(snapshot, word)
        if surface is not None:
            found.append((surface, counts[word]))
    return found


def _usual_spellings(counts: Mapping[str, int]) -> set[str]:
    """Leave out words spelled with other accents than are usual, and capitals without their accent."""
    most: dict[str, int] = defaultdict(int)
    for word, count in counts.items():
        most[exact_form(word)] = max(most[exact_form(word)], count)
    usual = {word for word, count in counts.items() if count >= _RARE_SPELLING * most[exact_form(word)]}
    return usual - {exact_form(word[0]) + word[1:] for word in usual if not word[0].isascii()}


def _frequent(segment: Segment, prefix: str, wanted: int) -> Iterator[tuple[str, int]]:
    """Yield the terms that begin so and stand in most documents, deleted ones too."""
    terms = np.array(segment.terms_with_prefix(prefix), dtype=np.int64)
    starts = segment.term_lists.starts
    counts = starts[terms + 1].astype(np.int64) - starts[terms].astype(np.int64)
    if len(terms) > wanted:
        kept = np.argpartition(counts, -wanted)[-wanted:]
        terms, counts = terms[kept], counts[kept]
    for term, count in zip(terms.tolist(), counts.tolist(), strict=True):
        yield segment.terms[term], count


def _surface(snapshot: Snapshot, word: str) -> str | None:
    """Return how a living article writes a word, None if there is none that does.

    The dictionary holds « étatsunis », of which people know the hyphen.
    """
    for segment in snapshot.segments:
        for term in segment.exact_terms(word):
            if segment.terms[term] == word:
                documents = segment.term_postings(term).documents
                briefest = documents[segment.lengths("text").take(documents).argmin()]
                article = segment.article(int(briefest))
                return _spelling(word, f"{article.title}\n{article.text}")
    return None


def _spelling(word: str, text: str) -> str:
    letters = _JOINT.join(map(re.escape, word))
    for ligature, pair in (("œ", f"o{_JOINT}e"), ("æ", f"a{_JOINT}e")):
        letters = letters.replace(pair, f"(?:{ligature}|{pair})")
    found = re.findall(rf"(?<!\w){letters}(?!\w)", text, re.IGNORECASE)
    spelling = str(min(found, key=len, default=word)).lower()
    return re.sub("[\u2010\u2011]", "-", spelling.replace("’", "'"))
