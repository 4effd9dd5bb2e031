"""The same comparison on corpora of growing size -> how each figure grows, in Markdown and JSON.

    python benchmarks/growth.py --corpora news.jsonl.gz,big300k.jsonl,big1m.jsonl --out growth.json

Options that are not its own go to compare.py: --threads 1,2 --queries 20 --repeat 5 --work FOLDER, say.
The report of each corpus is written beside the JSON file.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import figures as read
from engines import JOBS, MAIN
from figures import ALL, GROUPS, MEGABYTE, Measured, Run
from tables import NONE, number, quotient, table, whole

ENGINES = "frsearch,tantivy"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that is followed from corpus to corpus; `of` gives none where it was not measured."""

    name: str
    of: Callable[[Run, str], list[float]]


def main() -> int:
    options, passed_on = _options()
    out = Path(options.out)
    measured = _kept(out) if options.keep else {}
    status = 0
    for corpus in map(Path, options.corpora.split(",")):
        if corpus.name not in measured:
            run = _compare(corpus, out, ["--engines", options.engines, *passed_on])
            if run is None:
                status = 1
                continue
            measured[corpus.name] = run
            # After each corpus: the largest take hours, and may fail.
            out.write_text(json.dumps(list(measured.values()), ensure_ascii=False, indent=1) + "\n")
    if measured:
        print(markdown(load(out)))
    return status


def load(file: Path) -> list[Run]:
    """Read the runs of a growth file, smallest corpus first."""
    runs = [Run.from_json(values) for values in json.loads(file.read_text())]
    return sorted(runs, key=lambda run: int(run.corpus["articles"]))


def figures(runs: Sequence[Run]) -> Iterator[Figure]:
    """Yield what is followed, in the order of the table."""
    for threads in dict.fromkeys(n for run in runs for m in run.engines.values() for n in m.builds):
        label = f"{threads} thread" + "s" * (threads != "1")
        yield Figure(f"articles/s, {label}", _measured(read.articles_per_second, threads))
        yield Figure(f"peak memory building, {label}, MB", _building_memory(threads))
    yield Figure("index / text", _index_share)
    yield Figure("peak memory searching, MB", _searching_memory)
    for kind in ("warm", "cold"):
        opening = _measured(read.of_opening, kind, "first_query_ms")
        yield Figure(f"open + first query, {kind}, ms", opening)
    yield Figure("adding one article, ms", _measured(read.of_adding))
    for job in JOBS[:2]:
        for kind in (ALL, *GROUPS.values()):
            yield from _times(job.name, kind)
    for kind in ("phrase", "date-filtered", "newest first"):
        yield from _times(MAIN.name, kind)


def markdown(runs: Sequence[Run]) -> str:
    """Three lines a figure: each engine's, the first divided by the second."""
    names = list(dict.fromkeys(name for run in runs for name in run.engines))
    sizes = [whole(run.corpus["articles"]) for run in runs]
    rows = []
    for figure in figures(runs):
        values = {name: [figure.of(run, name) for run in runs] for name in names}
        if not any(map(any, values.values())):
            continue
        for label, name in zip((figure.name, *[""] * len(names)), names, strict=False):
            cells = [number(value[0]) if value else NONE for value in values[name]]
            rows.append((label, name, *cells, _exponent(runs, values[name])))
        for peer in names[1:]:
            cells = list(map(quotient, values[names[0]], values[peer]))
            rows.append(("", f"{names[0]} ÷ {peer}", *cells, ""))
    head = ("", "", *(f"{size} articles" for size in sizes), "growth")
    title = (
        f"## Growth: {', '.join(run.corpus['file'] for run in runs)}\n\nGrowth is the exponent between "
        "the smallest and the largest corpus, by articles: 0 stays the same, 1 grows as they do."
    )
    failed = [f"- **failed**, {run.corpus['file']}: {why}" for run in runs for why in _troubles(run)]
    return "\n\n".join([title, table(head, rows), *(["\n".join(failed)] if failed else [])]) + "\n"


def _compare(corpus: Path, out: Path, passed_on: list[str]) -> dict[str, Any] | None:
    """Run compare.py; None where it leaves no figures behind."""
    print(f"{corpus} …", file=sys.stderr, flush=True)
    report = out.with_name(f"{out.stem}-{corpus.name.partition('.')[0]}.md")
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        file = Path(folder) / "run.json"
        script = Path(__file__).with_name("compare.py")
        command = [sys.executable, str(script), "--corpus", str(corpus), "--json", str(file), *passed_on]
        with report.open("w") as output:
            ended = subprocess.run(command, stdout=output, check=False)
        if ended.returncode:
            print(f"{corpus}: exit status {ended.returncode}, see {report}", file=sys.stderr)
        values: dict[str, Any] | None = json.loads(file.read_text()) if file.exists() else None
    return values


def _kept(out: Path) -> dict[str, dict[str, Any]]:
    if not out.exists():
        return {}
    return {values["corpus"]["file"]: values for values in json.loads(out.read_text())}


def _troubles(run: Run) -> list[str]:
    missing = [f"{name}: {why}" for name, why in run.left_out.items()]
    return missing + read.failures(run) + read.faults(run)


def _measured(figure: Callable[..., list[float]], *given: str) -> Callable[[Run, str], list[float]]:
    return lambda run, name: figure(run.engines.get(name, Measured()), *given)


def _building_memory(threads: str) -> Callable[[Run, str], list[float]]:
    memory = _measured(read.of_build, "peak_bytes", threads)
    return lambda run, name: [value / MEGABYTE for value in memory(run, name)]


def _searching_memory(run: Run, name: str) -> list[float]:
    memory = _measured(read.of_search, "peak_bytes")(run, name)
    return [value / MEGABYTE for value in memory]


def _index_share(run: Run, name: str) -> list[float]:
    size = _measured(read.of_build, "index_bytes")(run, name)
    return [value / run.corpus["text_bytes"] for value in size]


def _times(job: str, kind: str) -> Iterator[Figure]:
    """p50 and p95 of a job for a class of queries."""
    for place, called in enumerate(("p50", "p95")):

        def of(run: Run, name: str, place: int = place) -> list[float]:
            times = read.p50_and_p95(run, name, job, kind) if name in run.engines else []
            return times[place : place + 1]

        yield Figure(f"{job}, {kind}, {called}, ms", of)


def _exponent(runs: Sequence[Run], values: Sequence[list[float]]) -> str:
    points = [
        (run.corpus["articles"], value[0]) for run, value in zip(runs, values, strict=True) if value
    ]
    (first, low), (last, high) = (points[0], points[-1]) if points else ((1, 1.0), (1, 1.0))
    if first == last or not low or not high:
        return NONE
    return f"{math.log(high / low) / math.log(last / first):.2f}"


def _options() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0] if __doc__ else None,
        epilog="Other options go to compare.py.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--corpora", required=True, help="corpus files, separated by commas")
    add("--out", required=True, help="file for every figure of all runs")
    add("--engines", default=ENGINES, help=f"engines to follow (default {ENGINES})")
    add("--keep", action="store_true", help="measure only corpora that --out does not hold yet")
    return parser.parse_known_args()


if __name__ == "__main__":
    sys.exit(main())
