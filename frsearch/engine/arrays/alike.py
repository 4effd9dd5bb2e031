"""A word that no article holds -> the words of the index whose spelling is most like it.

Likeness is Dice's coefficient of the letters taken three by three, with the word's beginning and end:
twice the number of trigrams that both words have, by the sum of their numbers. Unlike edits, it finds
long words that differ in a part, and parts in another order.

    >>> round(likeness("helsinky", "helsinki"), 2)
    0.75

Source: Angell, Freund & Willett, *Automatic Spelling Correction Using a Trigram Similarity Measure*
(1983).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frsearch import kernels
from frsearch.analysis.stopwords import is_stop_word
from frsearch.codec.segment import Segment
from frsearch.codec.strings import Strings, trigram_codes


@dataclass(frozen=True, slots=True)
class Likeness:
    """Which words are alike: of `shortest` to `longest` letters, with a likeness of at least `least`.

    Of these, only words at most `behind` the best one are taken, `most` at most. A word has at least
    `share` of the letters: « chat » is not another spelling of « ChatGPT ».
    """

    shortest: int = 4
    longest: int = 30
    least: float = 0.5
    share: float = 2 / 3
    behind: float = 0.02
    most: int = 8


LIKENESS = Likeness()
# Of more words that may be alike, the most promising are compared.
_MOST = 2_000


def is_comparable(word: str, rules: Likeness = LIKENESS) -> bool:
    """Return whether an exact form is long enough, and of letters alone."""
    return rules.shortest <= len(word) <= rules.longest and word.isascii() and word.isalpha()


def alike(segments: Sequence[Segment], word: str, rules: Likeness = LIKENESS) -> tuple[str, ...]:
    """Return the exact forms of live documents that are most like an exact form, the best first."""
    found: dict[str, float] = {}
    for segment in segments:
        found.update(_of_segment(segment.words.exact, word, rules.least))
    shortest = rules.share * len(word)
    chosen: list[str] = []
    for text in sorted(found, key=lambda text: (-found[text], text)):
        if len(chosen) == rules.most or (chosen and found[text] < found[chosen[0]] - rules.behind):
            break
        if (
            text.isascii()
            and len(text) >= shortest
            and not is_stop_word(text)
            and any(segment.exact_terms(text) for segment in segments)
        ):
            chosen.append(text)
    return tuple(chosen)


def likeness(word: str, other: str) -> float:
    """Return Dice's coefficient of the trigrams of two words, 0 to 1; a word has as many as letters."""
    return 2 * len(_trigrams(word) & _trigrams(other)) / (len(word) + len(other))


def _trigrams(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[at : at + 3] for at in range(len(word))}


def _of_segment(strings: Strings, word: str, least: float) -> dict[str, float]:
    """Return the strings that are at least as much like a word, and how much."""
    codes, begins = strings.trigrams
    is_in_word = np.zeros(1 << 15, dtype=np.uint8)
    is_in_word[trigram_codes(word)] = 1
    # At least as much: trigrams that a string has twice count twice here, and some bytes are one.
    numbers, bounds = kernels.near_by_trigrams(
        codes, begins, strings.lengths, is_in_word, len(word), least
    )
    if len(numbers) > _MOST:
        numbers = numbers[np.argsort(-bounds, kind="stable")[:_MOST]]
    shares = {text: likeness(word, text) for text in map(strings.__getitem__, numbers.tolist())}
    return {text: share for text, share in shares.items() if share >= least}
