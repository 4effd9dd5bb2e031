"""Articles with copies planted among them -> how well the groups of near copies hold them, and the cost.

    python benchmarks/copies.py news.jsonl.gz --planted 1000 --show 10

Of some articles copies are planted, with a share of their words changed to others of the corpus, and
everything is indexed by one process. The Markdown goes to standard output, the groups that --show
shows to standard error.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations, islice, pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import machine
from tables import table

import frsearch
from frsearch.analysis.chain import Chain
from frsearch.analysis.stopwords import is_stop_word
from frsearch.codec import copies, draft, signatures
from frsearch.types import FIELDS

SHARES = (0.0, 0.1, 0.3, 0.5)
# An article must have as many words for copies of it to be planted.
LEAST_WORDS = 40
# Two articles of a group are taken for copies where as many of the words of either are the same: a text
# of which 30 % are changed has 0.54.
COPIES_FROM = 0.4
# Of a larger group, only so many articles are compared with one another.
MOST_COMPARED = 40

QUERIES = (
    "macron", "réforme des retraites", "sommet Poutine Trump", "grève SNCF", "gilets jaunes", "covid",
    "élection présidentielle", "incendie", "équipe de France", '"premier ministre"',
)  # fmt: skip


@dataclass
class Stopwatch:
    """Adds up the time spent in a function; what it returns is passed on."""

    work: Callable[..., Any]
    seconds: float = field(default=0.0, init=False)

    def __call__(self, *values: Any) -> Any:
        start = time.perf_counter()
        try:
            return self.work(*values)
        finally:
            self.seconds += time.perf_counter() - start


def main() -> int:
    options = _options()
    articles = list(islice(frsearch.read_articles(options.corpus), options.limit))
    planted = plant(articles, options.planted)
    everything = [*articles, *(article for some in planted.values() for article in some)]
    random.Random(1).shuffle(everything)
    print("\n".join(f"- {name}: {value}" for name, value in machine.describe().items()) + "\n")
    with tempfile.TemporaryDirectory() as place, frsearch.create_index(place) as index:
        print(_indexing(index, everything) + "\n")
        groups = find_groups(index)
        print(_found(planted, groups, {article.id: article for article in everything}) + "\n")
        print(_searches(index, options.repeat) + "\n")
        print(_similar(index, articles, options.repeat))
        _show(groups, {article.id: article for article in articles}, options.show)
    return 0


def plant(articles: Sequence[frsearch.Article], count: int) -> dict[float, list[frsearch.Article]]:
    """Make changed copies of articles, of others for each share; the id ends with the original's."""
    chance = random.Random(2)
    long = [article for article in articles if len(article.text.split()) >= LEAST_WORDS]
    chosen = chance.sample(long, count * len(SHARES))
    words = [word for article in chosen for word in article.text.split()]
    return {
        share: [
            frsearch.Article(
                f"copy {original.id}",
                changed(original.text, share, words, chance),
                changed(original.title, share, words, chance),
                original.date,
            )
            for original in chosen[at :: len(SHARES)]
        ]
        for at, share in enumerate(SHARES)
    }


def changed(text: str, share: float, words: Sequence[str], chance: random.Random) -> str:
    """Put words drawn at random in the place of a share of those of a text."""
    own = text.split()
    for at in chance.sample(range(len(own)), round(share * len(own))):
        own[at] = chance.choice(words)
    return " ".join(own)


def find_groups(index: frsearch.Index) -> dict[str, tuple[str, ...]]:
    """Return the ids of the group of each article that has copies."""
    groups = {}
    for hit in index.search("", collapse=True, limit=len(index), snippets=0):
        if hit.copies:
            members = (hit.id, *hit.copies)
            groups.update(dict.fromkeys(members, members))
    return groups


def word_set(article: frsearch.Article) -> set[str]:
    chain = Chain()
    words = {token.form.exact for field in FIELDS for token in chain.tokens(getattr(article, field))}
    return {word for word in words if not is_stop_word(word)}


def jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def _indexing(index: frsearch.Index, articles: Sequence[frsearch.Article]) -> str:
    made, keys = Stopwatch(signatures.make_signatures), Stopwatch(signatures.word_keys)
    start = time.perf_counter()
    with patch.object(draft, "make_signatures", made), patch.object(signatures, "word_keys", keys):
        index.add(articles, workers=1)
    seconds = time.perf_counter() - start
    added = made.seconds + keys.seconds
    size = sum(path.stat().st_size for path in index.path.iterdir())
    segments = index._searcher.snapshot.segments
    signed = sum(part.nbytes for segment in segments for part in segment.signatures)
    start = time.perf_counter()
    copies.Copies.of(segments)
    grouping = time.perf_counter() - start
    return table(
        [f"{len(index):,} articles, {len(segments)} segment(s)", "all", "for signatures", "more"],
        [
            ["indexing, s", f"{seconds:.1f}", f"{added:.2f}", f"{added / (seconds - added):.1%}"],
            ["index, MB", f"{size / 1e6:.1f}", f"{signed / 1e6:.2f}", f"{signed / (size - signed):.1%}"],
            ["finding groups, once an opening, s", "", f"{grouping:.2f}", ""],
        ],
    )


def _found(
    planted: dict[float, list[frsearch.Article]],
    groups: dict[str, tuple[str, ...]],
    articles: dict[str, frsearch.Article],
) -> str:
    rows = []
    for share, some in planted.items():
        found = [copy.id in groups.get(copy.id.removeprefix("copy "), ()) for copy in some]
        name, ids = f"planted, {share:.0%} of words changed", [copy.id for copy in some]
        rows.append(_row(name, found, ids, groups, articles))
    natural = [id for id in groups if not id.startswith("copy ") and f"copy {id}" not in articles]
    rows.append(_row("articles of the corpus in groups", None, natural, groups, articles))
    return table(["", "articles", "recall", "precision", "in one group, at most"], rows)


def _row(
    name: str,
    found: list[bool] | None,
    ids: Sequence[str],
    groups: dict[str, tuple[str, ...]],
    articles: dict[str, frsearch.Article],
) -> list[str]:
    """Precision: of every two articles of the groups of `ids`, how many are copies by their words."""
    some = sorted({groups[id] for id in ids if id in groups})
    pairs = []
    for members in some:
        sets = [word_set(articles[id]) for id in members[:MOST_COMPARED]]
        pairs += [jaccard(*both) >= COPIES_FROM for both in combinations(sets, 2)]
    recall = "" if found is None else f"{statistics.mean(found):.1%}"
    precision = f"{statistics.mean(pairs):.1%} of {len(pairs):,}" if pairs else ""
    return [name, f"{len(ids):,}", recall, precision, f"{max(map(len, some), default=0)}"]


def _searches(index: frsearch.Index, repeat: int) -> str:
    kinds: dict[str, dict[str, Any]] = {
        "as they are": {},
        'as they are, count="groups"': {"count": "groups"},
        "collapsed": {"collapse": True},
        'collapsed, count="articles"': {"collapse": True, "count": "articles"},
    }
    rows = []
    for name, asked in kinds.items():
        search = partial(index.search, facets=("month",), **asked)
        taken = [_median(partial(search, query), repeat) for query in QUERIES]
        blank = _median(partial(search, ""), repeat)
        rows.append([name, f"{statistics.median(taken):.1f}", f"{max(taken):.1f}", f"{blank:.1f}"])
    return table(["ten hits, snippets, months; ms", "median", "slowest", "all articles"], rows)


def _similar(index: frsearch.Index, articles: Sequence[frsearch.Article], repeat: int) -> str:
    chosen = random.Random(3).sample(list(articles), min(200, len(articles)))
    rows = []
    for name, collapse in (("similar", False), ("similar, collapsed", True)):
        similar = partial(index.similar, collapse=collapse)
        taken = sorted(_median(partial(similar, article.id), repeat) for article in chosen)
        middle, late = taken[len(taken) // 2], taken[len(taken) * 95 // 100]
        rows.append([name, f"{middle:.1f}", f"{late:.1f}", f"{taken[-1]:.1f}"])
    return table([f"{len(chosen)} articles, ms", "p50", "p95", "slowest"], rows)


def _median(work: Callable[[], object], repeat: int) -> float:
    work()
    times = [time.perf_counter()]
    for _ in range(repeat):
        work()
        times.append(time.perf_counter())
    return 1000 * statistics.median(end - start for start, end in pairwise(times))


def _show(groups: dict[str, tuple[str, ...]], articles: dict[str, frsearch.Article], count: int) -> None:
    """Show groups that nobody planted, those of the least alike texts first."""
    least: list[tuple[float, list[frsearch.Article]]] = []
    for members in sorted(set(groups.values())):
        known = [articles[id] for id in members if id in articles]
        if len(known) > 1:
            sets = [word_set(article) for article in known[:MOST_COMPARED]]
            least.append((min(jaccard(*both) for both in combinations(sets, 2)), known))
    for alike, known in sorted(least, key=lambda each: each[0])[:count]:
        print(f"\n{alike:.2f} of {len(known)}", file=sys.stderr)
        for article in known[:6]:
            print(f"    {article.id} {article.title} | {article.text[:60]!r}", file=sys.stderr)


def _options() -> Any:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add = parser.add_argument
    add("corpus", type=Path, help="articles as JSON lines, plain or .gz")
    add("--limit", type=int, default=1_000_000, help="most articles to read")
    add("--planted", type=int, default=1000, help="copies of each share of changes (default 1000)")
    add("--repeat", type=int, default=3, help="how often each search is timed (default 3)")
    add("--show", type=int, default=0, help="groups of the corpus to show, the least alike first")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
