"""One open index, queries from one thread and from two -> queries a second.

    python benchmarks/threads.py --corpus news.jsonl.gz --limit 34000
    python benchmarks/threads.py --corpus news.jsonl.gz --index folder

The main job of `compare.py` for its queries: each thread answers all of them, in an order of its own.
One thread and several take turns, so that a disturbance of the machine meets both; the medians are
shown. Every answer must be the one that a thread alone gave. The exit status is 1 if any is not, or if
two threads answer less than `--least` times as many queries a second as one.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import machine
from corpus import survey
from engines import MAIN, Answer, Engine, Settings, load
from queries import Query, draw

PER_CLASS = 20
SAMPLE = 10_000


class _Worker(threading.Thread):
    """Answers all queries once, when the others do; `wrong` are those not answered as before."""

    def __init__(
        self,
        engine: Engine,
        queries: Sequence[Query],
        answers: Sequence[Answer],
        start: threading.Barrier,
    ):
        super().__init__()
        self._engine, self._begin = engine, start
        self._asked = list(zip(queries, answers, strict=True))
        random.shuffle(self._asked)
        self.wrong: list[Query] = []

    def run(self) -> None:
        self._begin.wait()
        for query, answer in self._asked:
            if self._engine.search(query, MAIN) != answer:
                self.wrong.append(query)


def main() -> int:
    options = _options()
    random.seed(1)
    corpus = survey(options.corpus, options.limit, SAMPLE)
    queries = draw(corpus, PER_CLASS)
    engine = load(options.engine, Settings(1, corpus.unit))
    with tempfile.TemporaryDirectory() as temporary:
        if options.index is None:
            engine.build(options.corpus, Path(temporary) / "index", options.limit)
        engine.open(options.index or Path(temporary) / "index")
        return _measured(engine, queries, options)


def _measured(engine: Engine, queries: Sequence[Query], options: argparse.Namespace) -> int:
    answers = [engine.search(query, MAIN) for query in queries]
    rates: dict[int, list[float]] = {1: [], options.threads: []}
    wrong: list[Query] = []
    for _ in range(options.rounds):
        for count, measured in rates.items():
            seconds, missed = _round(engine, queries, answers, count)
            measured.append(count * len(queries) / seconds)
            wrong += missed
    alone, together = (statistics.median(each) for each in rates.values())
    for name, value in machine.describe().items():
        print(f"- {name}: {value}")
    print("\n| threads | queries/s |\n|---|---|")
    for count, measured in rates.items():
        print(f"| {count} | {statistics.median(measured):,.0f} |")
    print(f"\n{options.threads} threads answer {together / alone:.2f} times as many as one.")
    for query in wrong[:10]:
        print(f"wrong answer: {query}", file=sys.stderr)
    return int(bool(wrong) or together < options.least * alone)


def _round(
    engine: Engine, queries: Sequence[Query], answers: Sequence[Answer], count: int
) -> tuple[float, list[Query]]:
    """Return the seconds that `count` threads take, and the queries with a wrong answer."""
    start = threading.Barrier(count + 1)
    workers = [_Worker(engine, queries, answers, start) for _ in range(count)]
    for worker in workers:
        worker.start()
    start.wait()
    began = time.perf_counter()
    for worker in workers:
        worker.join()
    return time.perf_counter() - began, [query for worker in workers for query in worker.wrong]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--corpus", type=Path, required=True, help="JSON lines, plain or .gz")
    add("--limit", type=int, help="articles to index, and to draw queries from")
    add("--index", type=Path, help="an index of the corpus; without it, one is built")
    add("--engine", default="frsearch", help="frsearch or one of its peers")
    add("--threads", type=int, default=2, help="threads to compare with one")
    add("--rounds", type=int, default=7, help="rounds of each")
    add("--least", type=float, default=0.0, help="the ratio below which the exit status is 1")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
