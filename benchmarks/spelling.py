"""A corpus -> how often a misspelled word is corrected, and how often a correct one is doubted.

    python benchmarks/spelling.py news.jsonl.gz

One slip of the pen (a letter less, more or changed, or two swapped, anywhere) is planted into words that
some articles hold. Well spelled rare words are those that one to four articles hold of a part of the
corpus, but twenty or more of the whole.
"""

from __future__ import annotations

import random
import string
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from tables import table

import frsearch
from frsearch.analysis.folding import fold

WORDS = 500
FREQUENCIES = range(50, 1001)
PART = 10
RARE, SURE = range(1, 5), 20


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    articles = list(frsearch.read_articles(sys.argv[1]))
    chance = random.Random(5)
    with tempfile.TemporaryDirectory() as folder, frsearch.create_index(folder) as whole:
        whole.add(articles)
        counts = count_words(whole)
        words = [word for word in sorted(counts) if counts[word] in FREQUENCIES and len(word) > 4]
        slips = [(word, slip(word, chance)) for word in chance.sample(words, min(WORDS, len(words)))]
        print(table(["first suggestion", "words"], correct(whole, slips)), "\n")
    with tempfile.TemporaryDirectory() as folder, frsearch.create_index(folder) as part:
        part.add(islice(articles, 0, None, PART))
        found = count_words(part)
        rare = [word for word in sorted(found) if found[word] in RARE and counts[word] >= SURE]
        rare = chance.sample(rare, min(WORDS, len(rare)))
        doubted = [part.search(word, limit=0).suggestion is not None for word in rare]
        print(f"{sum(doubted)} of {len(rare)} well spelled rare words draw a suggestion")
    return 0


def count_words(index: frsearch.Index) -> Counter[str]:
    """Count the articles that hold each word, of ASCII letters once folded."""
    counts: Counter[str] = Counter()
    for segment in index._searcher.snapshot.segments:
        counts.update(dict(zip(segment.words.exact.all(), segment.exact_counts.tolist(), strict=True)))
    return Counter({word: counts[word] for word in counts if word.isalpha() and word.isascii()})


def slip(word: str, chance: random.Random) -> str:
    """Misspell a word."""
    while True:
        at, letter = chance.randrange(len(word)), chance.choice(string.ascii_lowercase)
        before, after = word[:at], word[at:]
        slips = [before + after[1:], before + letter + after, before + letter + after[1:]]
        slips.append(before + after[1:2] + after[:1] + after[2:])
        written = chance.choice(slips)
        if written != word:
            return written


def correct(index: frsearch.Index, slips: Iterable[tuple[str, str]]) -> Sequence[Sequence[str]]:
    """Ask for each misspelled word, and count what is suggested."""
    outcomes: Counter[str] = Counter()
    times: list[float] = []
    for word, written in slips:
        began = time.perf_counter()
        results = index.search(written, limit=0)
        times.append(time.perf_counter() - began)
        suggestion = "".join(filter(str.isalpha, fold((results.suggestion or "").lower())))
        if suggestion == word:
            outcomes["the word"] += 1
        elif suggestion:
            outcomes["another word"] += 1
        else:
            outcomes["none: the slip is no word"] += results.total == 0
            outcomes["none: the slip finds articles"] += results.total > 0
    rows = [[outcome, str(count)] for outcome, count in outcomes.most_common()]
    return [*rows, ["median time (ms)", f"{sorted(times)[len(times) // 2] * 1000:.1f}"]]


if __name__ == "__main__":
    sys.exit(main())
