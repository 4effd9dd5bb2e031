"""Numbers and rows -> Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NONE = "—"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *map(list, rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def cell(values: Sequence[float]) -> str:
    """Write one figure or two, such as p50 / p95, with three digits or so; a dash for none."""
    return " / ".join(map(number, values)) or NONE


def quotient(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Write ours ÷ theirs, figure by figure; a dash where either is missing."""
    if not ours or not theirs:
        return NONE
    return " / ".join(f"{a / b:.2f}" for a, b in zip(ours, theirs, strict=True))


def number(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 100 else whole(value)


def whole(value: float) -> str:
    return f"{value:,.0f}"
