"""A growth file -> a picture of how each figure grows with the number of articles, log by log.

    python benchmarks/plot_growth.py growth.json growth.png

Colours are engines; lines and marks are the figures named in each panel.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import growth
from figures import GROUPS, Run
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

COLORS = ("#0b6e4f", "#c8553d", "#33658a", "#7a5195", "#5f5f5f")
STYLES = ("-", "--", ":")
MARKERS = ("o", "s", "^")
ROWS, COLUMNS = 3, 3
LEGEND_SHARE = 0.12
"""Room above the lines, as a share of the height they take."""


@dataclass(frozen=True, slots=True)
class Panel:
    """`lines` are figures of the growth table, each under the name that the legend gives it."""

    title: str
    lines: dict[str, str]


def main(source: str, picture: str) -> int:
    runs = growth.load(Path(source))
    names = list(dict.fromkeys(name for run in runs for name in run.engines))
    colors = dict(zip(names, COLORS, strict=False))
    figure, grid = pyplot.subplots(ROWS, COLUMNS, figsize=(13, 11), layout="constrained")
    for axes, panel in zip(grid.flat, _panels(runs), strict=True):
        _draw(axes, panel, runs, colors)
    engines = [Line2D([], [], color=color, lw=2.5, label=name) for name, color in colors.items()]
    figure.legend(handles=engines, loc="outside upper right", ncols=len(engines), frameon=False)
    figure.suptitle(_title(runs), x=0.012, ha="left", fontsize=12)
    figure.savefig(picture, dpi=130)
    return 0


def _panels(runs: Sequence[Run]) -> Iterator[Panel]:
    threads = list(dict.fromkeys(n for run in runs for m in run.engines.values() for n in m.builds))
    labels = [f"{n} thread" + "s" * (n != "1") for n in threads][: len(STYLES)]
    yield Panel("Articles indexed per second", {label: f"articles/s, {label}" for label in labels})
    yield Panel("Index size ÷ text size", {"": "index / text"})
    building = {
        f"build × {n}": f"peak memory building, {label}, MB"
        for n, label in zip(threads[:2], labels, strict=False)
    }
    yield Panel("Peak memory, MB", building | {"search": "peak memory searching, MB"})
    opening = {kind: f"open + first query, {kind}, ms" for kind in ("warm", "cold")}
    yield Panel("Open + first query, ms", opening)
    yield Panel("Adding one article, synced, ms", {"": "adding one article, ms"})
    yield Panel("Main job, all queries, ms", _percentiles("main, all queries"))
    yield Panel("Without snippets, all queries, ms", _percentiles("without snippets, all queries"))
    words = {match: f"main, {group}, p50, ms" for match, group in GROUPS.items()}
    yield Panel("Main job, 2 to 4 words, p50, ms", words)
    kinds = ("phrase", "date-filtered", "newest first")
    yield Panel("Main job, p50, ms", {kind: f"main, {kind}, p50, ms" for kind in kinds})


def _percentiles(figures: str) -> dict[str, str]:
    return {name: f"{figures}, {name}, ms" for name in ("p50", "p95")}


def _draw(axes: Axes, panel: Panel, runs: Sequence[Run], colors: dict[str, str]) -> None:
    figures = {figure.name: figure for figure in growth.figures(runs)}
    for (label, name), style, marker in zip(panel.lines.items(), STYLES, MARKERS, strict=False):
        for engine, color in colors.items():
            points = [
                (run.corpus["articles"], value)
                for run in runs
                for value in figures[name].of(run, engine)
            ]
            articles, values = zip(*points, strict=True) if points else ((), ())
            axes.plot(articles, values, style, marker=marker, ms=5, lw=1.8, color=color)
        if label:
            axes.plot([], [], style, marker=marker, ms=5, color="0.35", label=label)
    if any(panel.lines):
        axes.legend(
            loc="upper left", ncols=len(panel.lines), frameon=False, fontsize=9, columnspacing=1.2
        )
    axes.set_title(panel.title, loc="left", fontsize=10.5, fontweight="bold")
    _scale(axes, [run.corpus["articles"] for run in runs])


def _scale(axes: Axes, articles: Sequence[int]) -> None:
    """Set logarithmic axes: a tick for each corpus below, plain numbers and a decade at least beside."""
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(articles, [_short(number) for number in articles])
    axes.margins(x=0.06, y=0.12)
    low, high = axes.get_ylim()
    middle = (low * high) ** 0.5
    low, high = min(low, middle / 10**0.5), max(high, middle * 10**0.5)
    axes.set_ylim(low, high * (high / low) ** LEGEND_SHARE)
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_minor_formatter(NullFormatter())
    axes.xaxis.set_minor_locator(NullLocator())
    axes.grid(which="major", color="0.88", lw=0.8)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=9)


def _short(number: int) -> str:
    if number >= 1_000_000:
        return f"{number / 1e6:.3g} M"
    return f"{number / 1e3:.0f} k" if number >= 1000 else str(number)


def _title(runs: Sequence[Run]) -> str:
    last = runs[-1]
    return f"How each figure grows with the number of articles ({last.machine['CPU']}, {last.date})"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
