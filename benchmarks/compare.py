"""The same job on frsearch and its peers, each in processes of its own -> tables in Markdown.

    python benchmarks/compare.py --corpus news.jsonl.gz --limit 3000 --json run.json

README.md beside this file says what is measured and how the peers are set up.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import corpus
import machine
import measure
import queries
import report
from engines import ENGINES

SAMPLE_ARTICLES = 10_000
NOT_INSTALLED = 3
PHASES = {"build": measure.build, "search": measure.search}


class EngineFailed(Exception):
    """An engine's process gave no figures; the message says why."""


def main() -> int:
    options = _options()
    if options.engine:
        return _run_phase(options.engine, options.task)
    run = compare(options)
    if options.json:
        Path(options.json).write_text(json.dumps(asdict(run), ensure_ascii=False, indent=1) + "\n")
    print(report.markdown(run, options.base))
    failed = any(why != "not installed" for why in run.left_out.values())
    return 1 if failed or report.faults(run) else 0


def compare(options: argparse.Namespace) -> report.Run:
    """Measure the engines one after another, so that none slows another down."""
    path = Path(options.corpus)
    here = machine.describe()
    surveyed = corpus.survey(path, options.limit, SAMPLE_ARTICLES)
    asked = queries.draw(surveyed, options.queries)
    engines: dict[str, dict[str, report.Figures]] = {}
    left_out: dict[str, str] = {}
    for name in options.engines:
        _say(f"{name} …")
        try:
            engines[name] = _measure(_task(name, options, surveyed, asked), options.work)
        except EngineFailed as failure:
            left_out[name] = str(failure)
            _say(f"{name}: {failure}")
    packages = [p for figures in engines.values() for p in figures["build"]["packages"]]
    return report.Run(
        date=datetime.date.today().isoformat(),
        machine=here,
        versions=machine.versions(dict.fromkeys(packages)),
        corpus={
            "file": path.name,
            "articles": surveyed.articles,
            "text_bytes": surveyed.text_bytes,
            "unit": surveyed.unit,
        },
        options={key: getattr(options, key) for key in ("limit", "threads", "repeat", "budget")},
        queries=[asdict(query) for query in asked],
        engines=engines,
        left_out=left_out,
    )


def _task(
    name: str, options: argparse.Namespace, surveyed: corpus.Corpus, asked: tuple[queries.Query, ...]
) -> measure.Task:
    return measure.Task(
        engine=name,
        corpus=str(Path(options.corpus).resolve()),
        index_dir="",
        limit=options.limit,
        threads=options.threads,
        unit=surveyed.unit,
        every_date_counted=surveyed.every_date_counted,
        repeat=options.repeat,
        budget=options.budget,
        queries=asked,
    )


def _measure(task: measure.Task, work: str | None) -> dict[str, report.Figures]:
    """Run both phases of one engine in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=work, prefix=f"compare-{task.engine}-") as folder:
        file = Path(folder) / "task.json"
        values = task.to_json() | {"index_dir": str(Path(folder) / "index")}
        file.write_text(json.dumps(values))
        return {phase: _in_own_process(task.engine, phase, file) for phase in PHASES}


def _in_own_process(engine: str, phase: str, task: Path) -> report.Figures:
    command = [sys.executable, "-W", "ignore", __file__, "--engine", f"{engine}:{phase}"]
    process = subprocess.Popen([*command, "--task", str(task)], stdout=subprocess.PIPE, text=True)
    with machine.TreeMemory(process.pid) as memory:
        output, _ = process.communicate()
    if process.returncode == NOT_INSTALLED:
        raise EngineFailed("not installed")
    if process.returncode:
        raise EngineFailed(f"failed to {phase} (exit status {process.returncode})")
    # An engine may print to standard output, so the figures are its last line.
    figures: report.Figures = json.loads(output.splitlines()[-1])
    figures["peak_bytes"] = max(figures["peak_bytes"], memory.peak)
    return figures


def _run_phase(engine_and_phase: str, file: str) -> int:
    """The other side of `_in_own_process`: measure, and print the figures as one line of JSON."""
    engine, _, phase = engine_and_phase.partition(":")
    task = measure.Task.from_json(json.loads(Path(file).read_text()))
    try:
        figures: dict[str, Any] = PHASES[phase](task)
    except ModuleNotFoundError as missing:
        _say(f"{engine}: {missing}")
        return NOT_INSTALLED
    print("\n" + json.dumps(figures))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add = parser.add_argument
    add("--corpus", help="articles as JSON lines (id, date, title, text), plain or .gz")
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
    add("--threads", type=_positive, default=1, help="indexing threads (default 1)")
    add("--base", default="frsearch", choices=ENGINES, help="what the ratios are of")
    add("--work", help="folder for the indexes, emptied afterwards (default: a temporary one)")
    add("--json", help="file for every figure of the run")
    add("--engine", help=argparse.SUPPRESS)
    add("--task", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.engine and not options.corpus:
        parser.error("--corpus is needed")
    return options


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    unknown = [name for name in names if name not in ENGINES]
    if unknown:
        raise argparse.ArgumentTypeError(
            f"no engine is called {', '.join(unknown)}; there are {', '.join(ENGINES)}"
        )
    return names


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
