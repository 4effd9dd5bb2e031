"""Figures of one run -> Markdown, ready for RESULTS.md.

`Run` is what the driver gathered and what `--json` writes; nothing here measures anything.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from engines import JOBS

Figures = dict[str, Any]

MEGABYTE = 1_000_000
FAULTS_SHOWN = 20
ALL = "all queries"


@dataclass(frozen=True, slots=True)
class Run:
    """`engines` maps each engine measured to its figures of `build` and of `search`."""

    date: str
    machine: dict[str, str]
    versions: dict[str, str]
    corpus: dict[str, Any]
    options: dict[str, Any]
    queries: list[dict[str, Any]]
    engines: dict[str, dict[str, Figures]]
    left_out: dict[str, str]


def markdown(run: Run, base: str) -> str:
    parts = [_header(run), _about(run), _building(run)]
    parts += [_job(run, job.name) for job in JOBS]
    if base in run.engines and len(run.engines) > 1:
        parts.append(_ratios(run, base))
    parts += [_answers(run), _faults(run)]
    return "\n\n".join(parts) + "\n"


def faults(run: Run) -> list[str]:
    """Every wrong answer of the checking pass, as one line each."""
    return [
        f"{name}: {query['kind']}, « {' '.join(query['words'])} »: {fault}"
        for name, figures in run.engines.items()
        for query, check in zip(run.queries, figures["search"]["checks"], strict=True)
        for fault in check["faults"]
    ]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie, interpolated between ranks."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def _header(run: Run) -> str:
    corpus, options = run.corpus, run.options
    lines = [
        f"- date: {run.date}",
        *(f"- {name}: {value}" for name, value in run.machine.items()),
        "- versions: " + ", ".join(f"{name} {v}" for name, v in run.versions.items()),
        f"- corpus: {corpus['file']}, {_whole(corpus['articles'])} articles, "
        f"{_whole(corpus['text_bytes'])} bytes of title and text in UTF-8",
        f"- queries: {len(run.queries)}, drawn from the corpus and by hand; "
        f"up to {options['repeat']} repeats after a warm-up; indexing threads: {options['threads']}",
    ]
    lines += [f"- not measured: {name}, {why}" for name, why in run.left_out.items()]
    return "\n".join([f"## {corpus['file']}, {_whole(corpus['articles'])} articles", "", *lines])


def _about(run: Run) -> str:
    return "\n".join(f"- {figures['build']['about']}" for figures in run.engines.values())


def _building(run: Run) -> str:
    head = (
        "", "articles/s", "MB/s", "seconds", "CPU seconds", "index, MB", "index / text",
        "peak memory building, MB", "peak memory searching, MB", "open + first query, ms",
    )  # fmt: skip
    rows = []
    for name, figures in run.engines.items():
        build, search = figures["build"], figures["search"]
        rows.append(
            (
                name,
                _whole(_articles_per_second(figures)),
                f"{run.corpus['text_bytes'] / MEGABYTE / build['seconds']:.2f}",
                f"{build['seconds']:.2f}",
                f"{build['cpu_seconds']:.2f}",
                f"{build['index_bytes'] / MEGABYTE:.1f}",
                f"{build['index_bytes'] / run.corpus['text_bytes']:.2f}",
                f"{build['peak_bytes'] / MEGABYTE:.0f}",
                f"{search['peak_bytes'] / MEGABYTE:.0f}",
                f"{search['first_query_ms']:.1f}",
            )
        )
    title = (
        "### Indexing, memory, size\n\n"
        "From the file to a finished index: reading it, the commit and the merges included. Opening "
        "finds the files in the page cache."
    )
    return f"{title}\n\n{_table(head, rows)}"


def _job(run: Run, job: str) -> str:
    told = {
        "main": f"parse, top 10, exact total, counts by {run.corpus['unit']} over all matches, ten "
        "stored articles, ten snippets",
        "without snippets": "the same but for the snippets",
        "top ten only": "parse, top 10, ten stored articles",
    }
    rows = [
        (
            f"{kind} ({len(places)})",
            *(" / ".join(map(_ms, _p50_and_p95(run, job, places, name))) for name in run.engines),
        )
        for kind, places in _classes(run)
    ]
    engines = run.engines
    repeats = ", ".join(
        f"{name} {figures['search']['jobs'][job]['repeats']}" for name, figures in engines.items()
    )
    title = (
        f"### {job.capitalize()}: {told[job]}\n\nMilliseconds a query, p50 / p95 over the queries "
        f"of a class, each the median of its repeats ({repeats})."
    )
    return f"{title}\n\n{_table(('queries', *run.engines), rows)}"


def _ratios(run: Run, base: str) -> str:
    peers = [name for name in run.engines if name != base]
    rows = [
        (label, *(_quotients(figures(base), figures(peer)) for peer in peers))
        for label, figures in _compared(run)
    ]
    title = (
        f"### Ratios: {base}'s figure divided by the peer's\n\nFor articles per second, above 1 "
        f"means that {base} is the better one; for everything else (sizes, times), below 1 does. "
        "Queries: p50 / p95."
    )
    return f"{title}\n\n{_table((f'{base} ÷ peer', *peers), rows)}"


def _compared(run: Run) -> Iterator[tuple[str, Callable[[str], list[float]]]]:
    """Each line of the ratios: its label, and an engine's figure or two."""
    engines = run.engines
    yield "articles/s", lambda name: [_articles_per_second(engines[name])]
    yield "index size", lambda name: [engines[name]["build"]["index_bytes"]]
    yield "peak memory building", lambda name: [engines[name]["build"]["peak_bytes"]]
    yield "peak memory searching", lambda name: [engines[name]["search"]["peak_bytes"]]
    yield "open + first query", lambda name: [engines[name]["search"]["first_query_ms"]]
    for job in JOBS:
        for kind, places in _classes(run):
            yield f"{job.name}: {kind}", partial(_p50_and_p95, run, job.name, places)


def _quotients(ours: list[float], theirs: list[float]) -> str:
    return " / ".join(f"{a / b:.2f}" for a, b in zip(ours, theirs, strict=True))


def _answers(run: Run) -> str:
    """Totals and highlights, so that a reader sees that the engines do the same work."""
    rows = []
    for kind, places in _classes(run):
        row = [kind]
        for figures in run.engines.values():
            checks = [figures["search"]["checks"][place] for place in places]
            median = statistics.median(check["total"] for check in checks)
            row.append(f"{_whole(sum(check['total'] for check in checks))} ({_whole(median)})")
        rows.append(tuple(row))
    rows.append(("snippets with a highlight", *map(_highlighted, run.engines.values())))
    title = (
        "### What they found\n\nArticles found, summed over the queries of a class (median of a "
        "query). Engines differ by their analysis: stemming finds more, and each stems in its way."
    )
    return f"{title}\n\n{_table(('queries', *run.engines), rows)}"


def _faults(run: Run) -> str:
    found = faults(run)
    checked = len(run.queries) * len(run.engines)
    lines = [
        f"Checked in the same run: {checked} answers (hits found, facet counts sum to the total, "
        f"ten hits and snippets, dates in range and in order); faults: {len(found)}."
    ]
    lines += [f"- {fault}" for fault in found[:FAULTS_SHOWN]]
    if len(found) > FAULTS_SHOWN:
        lines.append(f"- and {len(found) - FAULTS_SHOWN} more")
    return "\n".join(lines)


def _classes(run: Run) -> list[tuple[str, list[int]]]:
    classes: dict[str, list[int]] = {ALL: []}
    for place, query in enumerate(run.queries):
        classes.setdefault(query["kind"], []).append(place)
        classes[ALL].append(place)
    return list(classes.items())


def _p50_and_p95(run: Run, job: str, places: list[int], name: str) -> list[float]:
    ms = run.engines[name]["search"]["jobs"][job]["ms"]
    times = [ms[place] for place in places]
    return [percentile(times, 0.5), percentile(times, 0.95)]


def _highlighted(figures: Figures) -> str:
    checks = figures["search"]["checks"]
    snippets = sum(check["snippets"] for check in checks)
    return f"{sum(check['highlighted'] for check in checks) / max(1, snippets):.0%}"


def _articles_per_second(figures: Figures) -> float:
    return float(figures["build"]["articles"] / figures["build"]["seconds"])


def _ms(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *map(list, rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
