"""The timeline: counts by date and the state of the page -> bars to click, laid out in percent.

The overview has a bar for each month of the matches, or for each year if there are too many months. A
second chart shows the months of a chosen year, or the days of a chosen month. Widths are percentages, so
that the same chart fits a phone.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frsearch.dates import DateRange, PartialDate
from frsearch.facets import FacetCount
from frsearch.messages.french_numbers import counted, number
from frsearch.web.french_dates import SHORT_MONTHS, date_text
from frsearch.web.state import State

HEIGHT = 96
_MOST_MONTHS = 180
# Dates further apart are errors in the articles: their gaps are not drawn.
_MOST_YEARS = 300
# With no more months than this, the overview shows the months of a year well enough.
_FEW_MONTHS = 24
_MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A period: position and width in percent, height in pixels, and the address of a click."""

    value: str
    label: str
    count: int
    x: float
    width: float
    height: float
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class Label:
    """A word below the bars, centred in its `width`, in percent; `url` is "" for plain text."""

    text: str
    x: float
    width: float
    url: str = ""

    @property
    def middle(self) -> float:
        """The centre of the label, in percent."""
        return round(self.x + self.width / 2, 3)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side (periods without matches have none), and the labels below them."""

    name: str
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    height: int = HEIGHT


def charts(facets: Mapping[str, Sequence[FacetCount]], state: State) -> list[Chart]:
    """Return the overview and, for a chosen year or month, the chart of its months or days."""
    years = _counts(facets["year"])
    if not years:
        return []
    filled = _years(list(years))
    counts = _counts(facets["month"])
    months = [f"{year}-{month:02d}" for year in filled for month in range(1, 13)]
    by_month = bool(counts) and len(months) <= _MOST_MONTHS
    if by_month:
        drawn = [_chart("Par mois", months, counts, _year_labels(months, state), state)]
    else:
        drawn = [_chart("Par année", filled, years, _every(filled, filled), state)]
    chosen = state.period
    if chosen is None:
        return drawn
    if chosen.month is not None:
        month = str(PartialDate(chosen.year, chosen.month))
        days = [f"{month}-{day:02d}" for day in range(1, monthrange(chosen.year, chosen.month)[1] + 1)]
        labels = _every(days, [day[-2:].lstrip("0") for day in days])
        drawn.append(_chart(f"Jours de {date_text(PartialDate.parse(month))}", days,
                            _counts(facets["day"]), labels, state))  # fmt: skip
    elif counts and not (by_month and len(months) <= _FEW_MONTHS):
        parts = [f"{chosen.year:04d}-{month:02d}" for month in range(1, 13)]
        labels = _every(parts, SHORT_MONTHS)
        drawn.append(_chart(f"Mois de {chosen.year}", parts, counts, labels, state))
    return drawn


def _counts(facets: Sequence[FacetCount]) -> dict[str, int]:
    return {each.value: each.count for each in facets}


def _years(values: Sequence[str]) -> list[str]:
    first, last = int(min(values)), int(max(values))
    if last - first >= _MOST_YEARS:
        return sorted(values)[-_MOST_YEARS:]
    return [f"{year:04d}" for year in range(first, last + 1)]


def _chart(
    name: str, values: Sequence[str], counts: Mapping[str, int], labels: tuple[Label, ...], state: State
) -> Chart:
    most = max((counts.get(value, 0) for value in values), default=0) or 1
    days = DateRange.parse(state.date) if state.date else None
    width = 100 / len(values)
    # Thin bars touch: a gap would take more than the bar.
    gap = 0.22 if len(values) < 60 else 0.1
    bars = []
    for at, value in enumerate(values):
        count = counts.get(value, 0)
        if not count:
            continue
        date, height = PartialDate.parse(value), max(2.0, HEIGHT * count / most)
        label = f"{date_text(date)} : {counted(count, 'article')}"
        chosen = days is None or days.overlaps(date)
        # A second click on the chosen period clears the date filter.
        url = state.url(date="" if value == state.date else value)
        bars.append(
            Bar(value, label, count, round((at + gap / 2) * width, 3), round(width * (1 - gap), 3),
                round(height, 1), chosen, url)
        )  # fmt: skip
    return Chart(f"{name}, {number(most)} au plus", tuple(bars), labels)


def _every(values: Sequence[str], texts: Sequence[str]) -> tuple[Label, ...]:
    """Label every bar, or every nth so that there are at most `_MOST_LABELS` labels."""
    step = -(-len(values) // _MOST_LABELS)
    width = 100 / len(values)
    return tuple(Label(texts[at], at * width, width) for at in range(0, len(values), step))


def _year_labels(months: Sequence[str], state: State) -> tuple[Label, ...]:
    """Label the years below their twelve months; a label links to its year."""
    years = [month[:4] for month in months[::12]]
    width, step = 100 / len(years), -(-len(years) // _MOST_LABELS)
    return tuple(
        Label(years[at], round(at * width, 3), round(width, 3),
              state.url(date="" if years[at] == state.date else years[at]))
        for at in range(0, len(years), step)
    )  # fmt: skip
