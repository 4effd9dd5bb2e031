"""Several series over time on one scale, drawn below each other: a `Timeline` -> bars to click.

Positions and widths are percentages, so that the same drawing fits a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, log10

from frsearch.corpus.timeline import Series, Timeline
from frsearch.messages.french_numbers import counted, number
from frsearch.types import TimelineUnit
from frsearch.web.chart import Bar, Label
from frsearch.web.periods import period_text, short_text

HEIGHT = 72
_LEAST = 1.5
_MOST_LABELS = 12
# Below so many words, a share of a million says little.
FEW_WORDS = 100_000
# The style sheet has a class for each: how many bars need how much room under a finger.
_ROOM = ((16, "few"), (32, "some"), (64, "many"), (130, "more"))

UrlOf = Callable[[Series, str], str]
"""The address of the matches of a series in a period."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale: its number, and its height in pixels from the top."""

    text: str
    y: float


@dataclass(frozen=True, slots=True)
class PlotRow:
    """A series: its name, what it comes to in all, and its bars; periods without matches have none."""

    name: str
    total: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """Rows of bars on one scale, with its ticks and the labels of the periods."""

    rows: tuple[PlotRow, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    room: str
    height: int = HEIGHT


def plot(timeline: Timeline, names: Sequence[str], unit: str, url_of: UrlOf) -> Plot:
    """Draw a timeline; `names` are those of its series, `unit` is what is counted, in French."""
    most = max((value for each in timeline.series for value in each.values), default=0)
    top = _ceiling(most)
    rows = (
        PlotRow(name, _total(series, unit), tuple(_bars(timeline, series, top, unit, url_of)))
        for series, name in zip(timeline.series, names, strict=True)
    )
    decimals = 0 if top >= 10 or not timeline.relative else 1
    ticks = [Tick(number(top * share, decimals), HEIGHT * (1 - share)) for share in (0, 1)]
    if top % 2 == 0 or timeline.relative:
        ticks.append(Tick(number(top / 2, decimals), HEIGHT / 2))
    room = next((name for most, name in _ROOM if len(timeline.periods) <= most), "most")
    return Plot(tuple(rows), tuple(ticks), _labels(timeline.periods, timeline.by), room)


def _total(series: Series, unit: str) -> str:
    return counted(sum(series.counts), unit)


def _bars(timeline: Timeline, series: Series, top: float, unit: str, url_of: UrlOf) -> list[Bar]:
    width = 100 / max(len(timeline.periods), 1)
    gap = 0.22 if len(timeline.periods) < 60 else 0.1
    bars: list[Bar] = []
    for at, (period, count, value) in enumerate(
        zip(timeline.periods, series.counts, series.values, strict=True)
    ):
        if not count:
            continue
        said = counted(count, unit)
        if timeline.relative:
            said = f"{number(value, 1)} par million de mots ({said})"
        solid = not timeline.relative or series.words[at] >= FEW_WORDS
        label = f"{period_text(period)} : {said}"
        x, height = (at + gap / 2) * width, max(_LEAST, HEIGHT * value / top)
        drawn = round(x, 3), round(width * (1 - gap), 3), round(height, 1)
        bars.append(Bar(period, label, count, *drawn, solid, url_of(series, period)))
    return bars


def _ceiling(most: float) -> float:
    """Return the top of a scale: 1, 2, 5, 10, 20 …"""
    if most <= 1:
        return 1
    power = 10.0 ** floor(log10(most))
    return next(power * step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if power * step >= most)


def _labels(periods: Sequence[str], by: TimelineUnit) -> tuple[Label, ...]:
    """Label the years below their months; else each period, or every nth."""
    if not periods:
        return ()
    width = 100 / len(periods)
    if by == "month" and len(periods) > _MOST_LABELS:
        at_years = [at for at, period in enumerate(periods) if period.endswith("-01")]
        step = -(-len(at_years) // _MOST_LABELS) or 1
        if not at_years or at_years[0] >= 5 * step:
            at_years.insert(0, 0)
        shown = at_years[::step]
        ends = [*shown[1:], len(periods)]
        return tuple(
            Label(periods[at][:4], round(at * width, 3), round((end - at) * width, 3))
            for at, end in zip(shown, ends, strict=True)
        )
    step = -(-len(periods) // _MOST_LABELS)
    return tuple(
        Label(short_text(periods[at]), round(at * width, 3), round(width, 3))
        for at in range(0, len(periods), step)
    )
