"""The forms of a query -> the chunks of a text that may match them, without analysis.

A needle is a prefix of words that may match; a chunk is a run of characters without blanks. The words of
a phrase are searched near the word of the phrase that is rarest in the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from os.path import commonprefix
from typing import NamedTuple

from frsearch.highlight.limits import HighlightLimits

_CHUNK_END = re.compile(r"\S*")
# Forms with the same first letters share a needle.
_SHARED = 3
# Characters between two words of a phrase, and for each other word that may stand between them.
_GAP, _OTHER_WORD = 4, 12


class Row(NamedTuple):
    """The forms of each word of a phrase, and its slop."""

    words: Sequence[Sequence[str]]
    slop: int


class Prefilter:
    """Finds the chunks of texts in which a word begins with a needle.

    `loose` are forms that match anywhere. `too_many` says that analysing the whole text is faster.
    """

    def __init__(self, loose: Iterable[str], rows: Iterable[Row], limits: HighlightLimits):
        self._limits = limits
        self._loose = _needles(loose)
        self._rows = [[_Word.of(forms, row.slop) for forms in row.words] for row in rows]
        count = len(self._loose) + sum(len(word.needles) for words in self._rows for word in words)
        self.too_many = count > limits.needles

    def chunks(self, text: str) -> dict[int, str]:
        """Return the chunks by their starts, in order; none if searching would take too long."""
        lowered = text.lower()
        if len(lowered) != len(text):
            return {}
        search = _Search(text, lowered, self._limits)
        search.add(self._loose, 0, len(text))
        for words in self._rows:
            counts = [sum(map(lowered.count, word.needles)) for word in words]
            search.add_row(words, counts.index(min(counts)))
        return {} if search.gave_up else dict(sorted(search.chunks.items()))


class _Word(NamedTuple):
    """The needles of a word of a phrase, and the maximum distance to the start of the next word.

    A phrase with a longer distance is found by analysing the text.
    """

    needles: list[str]
    room: int

    @classmethod
    def of(cls, forms: Sequence[str], slop: int) -> _Word:
        return cls(_needles(forms), max(map(len, forms), default=0) + _GAP + (slop - 1) * _OTHER_WORD)


class _Search:
    """The search of one text; `lowered` is the text in lower case, of the same length."""

    def __init__(self, text: str, lowered: str, limits: HighlightLimits):
        self._text = text
        self._lowered = lowered
        self._lead = limits.lead
        self._most_places = limits.places
        self._most_hits = limits.needle_hits
        self._hits = 0
        self.chunks: dict[int, str] = {}
        self.gave_up = False

    def add_row(self, words: Sequence[_Word], rarest: int) -> None:
        """Add the chunks of the rarest word, and those of the other words near it."""
        before = [needle for word in words[:rarest] for needle in word.needles]
        after = [needle for word in words[rarest + 1 :] for needle in word.needles]
        back = sum(word.room for word in words[:rarest])
        ahead = sum(word.room for word in words[rarest:])
        for at in self.add(words[rarest].needles, 0, len(self._text)):
            self.add(before, max(0, at - back), at)
            self.add(after, at, at + ahead)

    def add(self, needles: Iterable[str], low: int, high: int) -> list[int]:
        """Add the chunks of needles in text[low:high]; return the offsets of the needles."""
        text, lowered, chunks = self._text, self._lowered, self.chunks
        lead, most_places, most_hits = self._lead, self._most_places, self._most_hits
        places: list[int] = []
        for needle in needles:
            at = lowered.find(needle, low, high)
            while at >= 0 and not self.gave_up:
                self._hits += 1
                before = lowered[at - 1 : at]
                if not before.isalnum():
                    places.append(at)
                    start = at
                    if before != " ":
                        while start and at - start <= lead and not text[start - 1].isspace():
                            start -= 1
                    if start not in chunks:
                        end = _CHUNK_END.match(text, at).end()  # type: ignore[union-attr]
                        chunks[start] = text[start:end]
                    if at - start > lead or len(chunks) > most_places:
                        self.gave_up = True
                if self._hits > most_hits:
                    self.gave_up = True
                at = lowered.find(needle, at + 1, high)
        return places


def _needles(forms: Iterable[str]) -> list[str]:
    """Return needles so that each form begins with one of them."""
    groups: dict[str, list[str]] = defaultdict(list)
    for form in set(forms):
        groups[form[:_SHARED]].append(form)
    needles = {commonprefix(group) for group in groups.values()}  # noqa: RUF071 - of letters, not paths
    needles |= {needle.replace("oe", "œ").replace("ae", "æ") for needle in needles}
    return sorted(needles)
