"""The same job on frsearch and its peers, each in processes of its own -> tables in Markdown.

    python benchmarks/compare.py --corpus news.jsonl.gz --limit 3000 --threads 1,2 --json run.json

README.md beside this file says what is measured and how the peers are set up.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import corpus
import machine
import measure
import processes
import queries
import report
from engines import ENGINES
from figures import Measured, Run, failures, faults

SAMPLE_ARTICLES = 10_000
RECORDED = ("limit", "threads", "repeat", "budget", "opens", "adds")


def main() -> int:
    options = _options()
    for run in compare(options):
        # After each engine, so that whatever happens to the next one, its figures are kept.
        if options.json:
            Path(options.json).write_text(json.dumps(run.to_json(), ensure_ascii=False, indent=1) + "\n")
    print(report.markdown(run, options.base))
    return 1 if failures(run) or faults(run) else 0


def compare(options: argparse.Namespace) -> Iterator[Run]:
    """Measure the engines one after another, so that none slows another down; yield each state."""
    path = Path(options.corpus)
    here, bandwidth = machine.describe(), machine.memory_bandwidth()
    surveyed = corpus.survey(path, options.limit, SAMPLE_ARTICLES)
    asked = queries.draw(surveyed, options.queries)
    task = _task(options, surveyed, asked)
    engines: dict[str, Measured] = {}
    left_out: dict[str, str] = {}
    for name in options.engines:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            engines[name] = processes.run(
                replace(task, engine=name), options.threads, options.opens, options.work
            )
        except processes.NotInstalled as missing:
            left_out[name] = str(missing)
        packages = [package for measured in engines.values() for package in measured.packages]
        yield Run(
            date=datetime.date.today().isoformat(),
            machine=here,
            bandwidth=bandwidth,
            versions=machine.versions(dict.fromkeys(packages)),
            corpus={
                "file": path.name,
                "articles": surveyed.articles,
                "text_bytes": surveyed.text_bytes,
                "unit": surveyed.unit,
            },
            options={key: getattr(options, key) for key in RECORDED},
            queries=[asdict(query) for query in asked],
            engines=engines,
            left_out=left_out,
        )


def _task(
    options: argparse.Namespace, surveyed: corpus.Corpus, asked: tuple[queries.Query, ...]
) -> measure.Task:
    return measure.Task(
        engine="",
        corpus=str(Path(options.corpus).resolve()),
        index_dir="",
        limit=options.limit,
        threads=1,
        unit=surveyed.unit,
        every_date_counted=surveyed.every_date_counted,
        repeat=options.repeat,
        budget=options.budget,
        queries=asked,
        added=tuple(corpus.new_articles(surveyed.sample, options.adds)),
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add = parser.add_argument
    add("--corpus", required=True, help="articles as JSON lines (id, date, title, text), plain or .gz")
    add("--limit", type=_positive, help="only the first so many articles")
    add("--engines", type=_names, default=list(ENGINES), help="such as frsearch,tantivy")
    add("--queries", type=_positive, default=20, help="queries of each class (default 20)")
    add("--repeat", type=_positive, default=5, help="timed runs of the whole set (default 5)")
    add(
        "--budget",
        type=float,
        default=60.0,
        help="seconds after which an engine starts no further repeat of a job (default 60)",
    )
    add(
        "--threads",
        type=_thread_counts,
        default=[1],
        help="indexing threads, such as 1,2; the first index is the one searched (default 1)",
    )
    add("--opens", type=_positive, default=5, help="processes that open the index, warm and cold (5)")
    add("--adds", type=_positive, default=10, help="articles added one by one at the end (10)")
    add("--base", default="frsearch", choices=ENGINES, help="what the ratios are of")
    add("--work", help="folder for the indexes, emptied afterwards (default: a temporary one)")
    add("--json", help="file for every figure of the run")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    unknown = [name for name in names if name not in ENGINES]
    if unknown:
        raise argparse.ArgumentTypeError(
            f"no engine is called {', '.join(unknown)}; there are {', '.join(ENGINES)}"
        )
    return names


def _thread_counts(text: str) -> list[int]:
    return list(dict.fromkeys(map(_positive, text.split(","))))


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
