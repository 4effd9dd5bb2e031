"""Snippets: an article's text and where the query matches in it -> one or two of its passages.

Pure functions of text and offsets: finding the matches is done elsewhere, and nothing here knows of the
index. Text is only read around the chosen passages, so that a long article costs no more than a short
one, save for two looks at each match, and one for the words that are cut at the ends of its lines.

    >>> make_snippets("Un sommet aura lieu à Helsinki.", [ClauseMatch(3, 9, 0)], [1.0])[0].to_html()
    'Un <mark>sommet</mark> aura lieu à Helsinki.'
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from frsearch.analysis.line_ends import join_lines
from frsearch.highlight.passages import BLANK, INK, passage_around
from frsearch.types import Snippet

WIDTH = 200
COUNT = 2

# Every run of blanks but a single space.
_UNEVEN = re.compile(rf"{BLANK}(?:{BLANK}+|(?<! ))")
_ELLIPSES = ("…", "...")
_GLUE = re.compile(r"\s*|[-‐‑]+")


class ClauseMatch(NamedTuple):
    """One word or one whole phrase of the text that satisfies a clause of the query.

    `start` and `end` are code-point offsets into the text, end exclusive. `clause` says which word
    or phrase of the query is satisfied: an index into the weights.
    """

    start: int
    end: int
    clause: int


_Matches = Sequence[ClauseMatch]
_Span = tuple[int, int]
_start_of = itemgetter(0)


def whole(text: str, matches: Sequence[ClauseMatch], complete: bool = True) -> Snippet:
    """Return the whole text as it is, with its matches, sorted by start; those that overlap are one.

    `complete` says whether these are all matches.
    """
    spans: list[_Span] = []
    for start, end, _ in matches:
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return Snippet(text, tuple(spans), complete)


def make_snippets(
    text: str,
    matches: Sequence[ClauseMatch],
    weights: Sequence[float],
    *,
    width: int = WIDTH,
    count: int = COUNT,
) -> tuple[Snippet, ...]:
    """Return the passages of `text` that show most of the query, in text order.

    `matches` are sorted by start and may overlap. `weights[clause]`, above 0, is how much it
    matters to show that clause (rare words more). `width`, at least 1, is the length of a passage
    in characters: it may be exceeded to keep a word or a phrase whole (a phrase is cut only beyond
    twice the width). `count` is how many passages there may be.

    The first passage has the highest sum of weights of distinct clauses; among equals, the most
    matches (one less if they lie in several paragraphs); then it is the earliest. A further one
    must show a clause not yet shown or, when none is left, at least two clauses together. Passages
    that touch become one.

    A passage begins and ends with a sentence where the width allows it, otherwise between words,
    and leaves its paragraph only if that is too short. Blanks and line breaks become one space
    (no-break spaces stay), and "…" stands at each side where the article goes on. Without any
    match, the beginning of the text is returned; a blank text has no snippet.
    """
    # A word that is cut at the end of a line is no place to begin or to end.
    solid = join_lines(text)
    if matches:
        spans = sorted(_choose_spans(solid, matches, weights, width, count))
    else:
        ink = INK.search(text) if count > 0 else None
        spans = [passage_around(solid, *ink.span(), width)] if ink else []
    snippets = [
        _render(text, left, right, _shown_in(left, right, matches, width))
        for left, right in _merge_touching(text, spans)
        if INK.search(text, left, right)
    ]
    return tuple(snippets)


def _choose_spans(
    text: str, matches: _Matches, weights: Sequence[float], width: int, count: int
) -> Iterator[_Span]:
    """Yield the spans of the passages to show, best first."""
    rest, wanted = matches, weights
    shown: set[int] = set()
    for further in range(count - 1, -1, -1):
        left, right = passage_around(text, *_best_window(text, rest, wanted, width), width)
        if not (further or shown):
            yield left, right
            return
        clauses = {match[2] for match in _shown_in(left, right, rest, width)}
        if shown and len(clauses) < 2 and clauses <= shown:
            return
        yield left, right
        shown |= clauses
        rest = [match for match in rest if match[0] < left or match[1] > right]
        present = {match[2] for match in rest}
        hidden = present - shown
        if not hidden and len(present) < 2:
            return
        wanted = [w if i in hidden else 0.0 for i, w in enumerate(weights)] if hidden else weights


def _best_window(text: str, matches: _Matches, weights: Sequence[float], width: int) -> _Span:
    """Return (start, end) of the matches within `width` that weigh most, first to last.

    A match that is longer than the width counts as if it just filled it.
    """
    if len(matches) == 1:
        start, end, _ = matches[0]
        return start, min(end, start + 2 * width)
    # Met in order of ends, left behind in order of starts: linear, however the matches overlap.
    by_end = sorted(
        [(end if end - start <= width else start + width, end, c) for start, end, c in matches]
    )
    counts = [0] * len(weights)
    tiny = 1e-9 * sum(weights)
    weight, low = 0.0, 0
    best, most, window = -1.0, 0, (0, 0)
    for met, (fitting_end, end, clause) in enumerate(by_end, 1):
        if not counts[clause]:
            weight += weights[clause]
        counts[clause] += 1
        while matches[low][0] < fitting_end - width:
            behind = matches[low][2]
            counts[behind] -= 1
            if not counts[behind]:
                weight -= weights[behind]
            low += 1
        if weight > best - tiny:
            start = matches[low][0]
            size = met - low - (text.find("\n", start, end) >= 0)
            if weight > best + tiny or size > most:
                best, most, window = weight, size, (start, min(end, start + 2 * width))
    return window


def _merge_touching(text: str, spans: Iterable[_Span]) -> list[_Span]:
    """Join the sorted spans between which there are at most blanks."""
    merged: list[_Span] = []
    for left, right in spans:
        if merged and not INK.search(text, merged[-1][1], left):
            merged[-1] = merged[-1][0], max(right, merged[-1][1])
        else:
            merged.append((left, right))
    return merged


def _shown_in(left: int, right: int, matches: _Matches, width: int) -> _Matches:
    """Return the matches that text[left:right] shows whole, or begins if they are too long."""
    first = bisect_left(matches, left, key=_start_of)
    last = bisect_left(matches, right, first, key=_start_of)
    return [m for m in matches[first:last] if m[1] <= right or m[1] - m[0] > 2 * width]


def _render(text: str, left: int, right: int, matches: Iterable[ClauseMatch]) -> Snippet:
    """Return text[left:right] as a snippet in which `matches` are highlighted."""
    body = text[left:right]
    ranges = _highlights(text, left, right, matches)
    if "  " in body or not body.isprintable():
        body, ranges = _collapse(body, ranges)
    if INK.search(text, 0, left) and not body.startswith(_ELLIPSES):
        body = "… " + body
        ranges = [(start + 2, end + 2) for start, end in ranges]
    if INK.search(text, right) and not body.endswith(_ELLIPSES):
        body += " …" if body[-1] in '.!?:;»”")' else "…"
    return Snippet(body, tuple(ranges))


def _highlights(text: str, left: int, right: int, matches: Iterable[ClauseMatch]) -> list[_Span]:
    """Return the ranges of text[left:right] to mark; a blank or a hyphen between two joins them."""
    joined: list[_Span] = []
    at = -1
    for start, end, _ in matches:
        if at >= 0 and (start <= at or _GLUE.fullmatch(text, at, start)):
            start = joined.pop()[0] + left
        at = max(at, min(end, right))
        joined.append((start - left, at - left))
    return joined


def _collapse(body: str, ranges: Iterable[_Span]) -> tuple[str, list[_Span]]:
    """Make one space of each run of blanks in `body`, and move `ranges` accordingly."""
    dropped = [(run.start() + 1, run.end()) for run in _UNEVEN.finditer(body)]

    def moved(at: int) -> int:
        return at - sum(min(at, end) - start for start, end in dropped if start < at)

    moved_ranges = [(moved(start), moved(end)) for start, end in ranges]
    return _UNEVEN.sub(" ", body), [(start, end) for start, end in moved_ranges if start < end]
