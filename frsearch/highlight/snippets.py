"""An article's text and its matches -> snippets, one or two passages of the text.

These are pure functions of text and offsets, independent of the index. They read the text only around
the chosen passages, so that a long article costs no more than a short one, except for two passes over
the matches and one over the text, which joins words cut at the ends of lines.

    >>> make_snippets("Un sommet aura lieu à Helsinki.", [ClauseMatch(3, 9, 0)], [1.0])[0].to_html()
    'Un <mark>sommet</mark> aura lieu à Helsinki.'
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from frsearch.analysis.line_ends import join_lines
from frsearch.highlight.limits import SNIPPET_LENGTHS
from frsearch.kernels import best_window, passage_around
from frsearch.sentences import ABBREVIATIONS
from frsearch.types import Snippet

COUNT = 2

# No-break spaces, as in « mot » and 12 000, are not collapsed.
_BLANK = r"[^\S\xa0\u202f]"
# Runs of blanks other than a single space.
_UNEVEN = re.compile(rf"{_BLANK}(?:{_BLANK}+|(?<! ))")
_INK = re.compile(r"\S")
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
    """Return the whole text as it is, with its matches, sorted by start; overlapping ones are merged.

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
    width: int = SNIPPET_LENGTHS.usual,
    count: int = COUNT,
) -> tuple[Snippet, ...]:
    """Return the passages of `text` that show most of the query, in text order.

    `matches` are sorted by start and may overlap. `weights[clause]`, above 0, is the
    importance of showing that clause (higher for rare words). `width`, at least 1, is the length of a
    passage in characters: it may be exceeded to keep a word or a phrase whole (a phrase is cut only
    beyond twice the width). `count` is the maximum number of passages.

    The first passage has the highest sum of weights of distinct clauses; among equals, the most
    matches (one less if they lie in several paragraphs); then it is the earliest. A further one
    must show a clause not yet shown or, when none is left, at least two clauses together. Passages
    that touch become one.

    A passage begins and ends with a sentence if the width allows it, otherwise between words,
    and leaves its paragraph only if the paragraph is too short. Blanks and line breaks become one space
    (no-break spaces stay), and "…" marks each side on which the article continues. Without any
    match, the beginning of the text is returned; a blank text has no snippet.
    """
    # Passages neither begin nor end inside a word that is cut at the end of a line.
    solid = join_lines(text)
    if matches:
        spans = sorted(_choose_spans(solid, matches, weights, width, count))
    else:
        ink = _INK.search(text) if count > 0 else None
        spans = [passage_around(solid, *ink.span(), width, ABBREVIATIONS)] if ink else []
    snippets = [
        _render(text, left, right, _shown_in(left, right, matches, width))
        for left, right in _merge_touching(text, spans)
        if _INK.search(text, left, right)
    ]
    return tuple(snippets)


def _choose_spans(
    text: str, matches: _Matches, weights: Sequence[float], width: int, count: int
) -> Iterator[_Span]:
    """Yield the spans of the passages to show, best first."""
    rest, clause_weights = matches, weights
    shown: set[int] = set()
    for passages_left in range(count - 1, -1, -1):
        window = best_window(text, rest, clause_weights, width)
        left, right = passage_around(text, *window, width, ABBREVIATIONS)
        if not (passages_left or shown):
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
        clause_weights = (
            [w if i in hidden else 0.0 for i, w in enumerate(weights)] if hidden else weights
        )


def _merge_touching(text: str, spans: Iterable[_Span]) -> list[_Span]:
    """Join sorted spans that only blanks separate."""
    merged: list[_Span] = []
    for left, right in spans:
        if merged and not _INK.search(text, merged[-1][1], left):
            merged[-1] = merged[-1][0], max(right, merged[-1][1])
        else:
            merged.append((left, right))
    return merged


def _shown_in(left: int, right: int, matches: _Matches, width: int) -> _Matches:
    """Return the matches that text[left:right] shows whole, or begins to show if they are too long."""
    first = bisect_left(matches, left, key=_start_of)
    last = bisect_left(matches, right, first, key=_start_of)
    return [m for m in matches[first:last] if m[1] <= right or m[1] - m[0] > 2 * width]


def _render(text: str, left: int, right: int, matches: Iterable[ClauseMatch]) -> Snippet:
    """Return text[left:right] as a snippet in which `matches` are highlighted."""
    body = text[left:right]
    ranges = _highlights(text, left, right, matches)
    if "  " in body or not body.isprintable():
        body, ranges = _collapse(body, ranges)
    if _INK.search(text, 0, left) and not body.startswith(_ELLIPSES):
        body = "… " + body
        ranges = [(start + 2, end + 2) for start, end in ranges]
    if _INK.search(text, right) and not body.endswith(_ELLIPSES):
        body += " …" if body[-1] in '.!?:;»”")' else "…"
    return Snippet(body, tuple(ranges))


def _highlights(text: str, left: int, right: int, matches: Iterable[ClauseMatch]) -> list[_Span]:
    """Return the ranges of text[left:right] to highlight; a blank or hyphen joins two of them."""
    joined: list[_Span] = []
    at = -1
    for start, end, _ in matches:
        if at >= 0 and (start <= at or _GLUE.fullmatch(text, at, start)):
            start = joined.pop()[0] + left
        at = max(at, min(end, right))
        joined.append((start - left, at - left))
    return joined


def _collapse(body: str, ranges: Iterable[_Span]) -> tuple[str, list[_Span]]:
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
