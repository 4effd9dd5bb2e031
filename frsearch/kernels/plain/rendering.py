"""A passage of a text as it is shown."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from frsearch.kernels.plain.passages import Match

# No-break spaces, as in « mot » and 12 000, are not collapsed.
_BLANK = r"[^\S\xa0\u202f]"
# Runs of blanks other than a single space.
_UNEVEN = re.compile(rf"{_BLANK}(?:{_BLANK}+|(?<! ))")
_INK = re.compile(r"\S")
_ELLIPSES = ("…", "...")
_GLUE = re.compile(r"\s*|[-‐‑]+")

Span = tuple[int, int]


def render(text: str, left: int, right: int, matches: Sequence[Match]) -> tuple[str, tuple[Span, ...]]:
    """Return text[left:right] as it is shown, and the ranges of it to highlight, ascending.

    Runs of blanks become one space. "…" marks each side on which the text goes on. `matches` begin in
    the passage, and are sorted. 0 <= left < right <= len(text). O(right - left + matches), and the
    blanks before and after the passage.
    """
    body = text[left:right]
    ranges = _highlights(text, left, right, matches)
    if "  " in body or not body.isprintable():
        body, ranges = _collapse(body, ranges)
    if _INK.search(text, 0, left) and not body.startswith(_ELLIPSES):
        body = "… " + body
        ranges = [(start + 2, end + 2) for start, end in ranges]
    if _INK.search(text, right) and not body.endswith(_ELLIPSES):
        body += " …" if body[-1] in '.!?:;»”")' else "…"
    return body, tuple(ranges)


def _highlights(text: str, left: int, right: int, matches: Sequence[Match]) -> list[Span]:
    """Return the ranges of text[left:right] to highlight; a blank or hyphen joins two of them."""
    joined: list[Span] = []
    at = -1
    for start, end, _ in matches:
        if at >= 0 and (start <= at or _GLUE.fullmatch(text, at, start)):
            start = joined.pop()[0] + left
        at = max(at, min(end, right))
        joined.append((start - left, at - left))
    return joined


def _collapse(body: str, ranges: Iterable[Span]) -> tuple[str, list[Span]]:
    """Replace each run of blanks in `body` by one space, and move `ranges` accordingly."""
    dropped = [(run.start() + 1, run.end()) for run in _UNEVEN.finditer(body)]
    starts = [start for start, _ in dropped]
    before = list(accumulate((end - start for start, end in dropped), initial=0))

    def moved(at: int) -> int:
        runs = bisect_left(starts, at)
        rest = max(0, dropped[runs - 1][1] - at) if runs else 0
        return at - before[runs] + rest

    moved_ranges = [(moved(start), moved(end)) for start, end in ranges]
    return _UNEVEN.sub(" ", body), [(start, end) for start, end in moved_ranges if start < end]
