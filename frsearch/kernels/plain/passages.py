"""A text and the matches in it -> the passages to show: windows of matches, and the text around them.

>>> text = "Rien ici. Un sommet aura lieu. Rien là."
>>> choose_passages(text, text, [(13, 19, 0)], [1.0], 20, 1, (set(), set(), set()))
[(10, 30, [(13, 19, 0)])]
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from frsearch.kernels.plain.sentences import Abbreviations, sentence_ends

# No-break spaces, as in « mot » and 12 000, are not cut at.
_BLANK = r"[^\S\xa0\u202f]"
_INK = re.compile(r"\S")

# A passage ends with a sentence only if it fills this share of its width.
_ENOUGH = 0.6
# A word up to this length, that of a long web address, is kept whole.
_LONGEST_WORD = 80

_UP_TO_INK = re.compile(r"(?s:.*)\S")
_FIRST_BLANK = re.compile(_BLANK)
_UP_TO_BLANK = re.compile(rf"(?s:.*){_BLANK}")
# Punctuation to drop beside an ellipsis: « … , mot », « mot (… ».
_FIRST_KEPT = re.compile(r"(?<!\S)\S*?[^\s»”’)\]!?;:,.…%‰€$]")
_UP_TO_KEPT = re.compile(r"(?s:.*)[^\s,;:«“‘(\[—–]")


# The start and end of a match, and its clause.
Match = tuple[int, int, int]
# A passage: its start and end, and the matches to show in it.
Passage = tuple[int, int, Sequence[Match]]
_Span = tuple[int, int]
_start_of = itemgetter(0)


def choose_passages(
    text: str,
    solid: str,
    matches: list[Match],
    weights: list[float],
    width: int,
    count: int,
    abbreviations: Abbreviations,
) -> list[Passage]:
    """Return up to `count` passages that show most of the matches, in text order.

    `matches` are sorted by start; `weights` has that of each clause, 0 or more. `solid` is the text with
    words joined that are cut at the ends of lines, and has its length. `highlight.snippets` says which
    passages are chosen. Without a match, it is the beginning of the text. O(count · (matches · log of
    matches + width + lengths of matches)), and the blanks between passages.
    """
    if matches:
        chosen = _choose_spans(solid, matches, weights, width, count, abbreviations)
        spans = sorted(chosen)
    else:
        ink = _INK.search(text) if count > 0 else None
        spans = [_passage_around(solid, *ink.span(), width, abbreviations)] if ink else []
    return [
        (left, right, _shown_in(left, right, matches, width))
        for left, right in _merge_touching(text, spans)
        if _INK.search(text, left, right)
    ]


def _choose_spans(
    text: str,
    matches: Sequence[Match],
    weights: Sequence[float],
    width: int,
    count: int,
    abbreviations: Abbreviations,
) -> Iterator[_Span]:
    """Yield the spans of the passages to show, best first."""
    rest, clause_weights = matches, weights
    shown: set[int] = set()
    for passages_left in range(count - 1, -1, -1):
        window = _best_window(text, rest, clause_weights, width)
        left, right = _passage_around(text, *window, width, abbreviations)
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


def _shown_in(left: int, right: int, matches: Sequence[Match], width: int) -> Sequence[Match]:
    """Return the matches that text[left:right] shows whole, or begins to show if they are too long."""
    first = bisect_left(matches, left, key=_start_of)
    last = bisect_left(matches, right, first, key=_start_of)
    return [m for m in matches[first:last] if m[1] <= right or m[1] - m[0] > 2 * width]


def _best_window(
    text: str, matches: Sequence[Match], weights: Sequence[float], width: int
) -> tuple[int, int]:
    """Return (start, end) of the matches within `width` with the highest weight, first to last.

    A match is its start, its end and its clause; they are sorted by start, and there is at least one.
    `weights` are those of clauses, 0 or more; each counts once. Among equals, the most matches win
    (one less with a line feed between them), then the earliest. A match longer than the width counts as
    if it had the length of the width, and is cut at twice the width. O(matches · log of matches).
    """
    if len(matches) == 1:
        start, end, _ = matches[0]
        return start, min(end, start + 2 * width)
    # Matches enter the window by their ends and leave it by their starts: linear despite overlaps.
    by_end = sorted(
        [(end if end - start <= width else start + width, end, c) for start, end, c in matches]
    )
    counts = [0] * len(weights)
    tiny = 1e-9 * sum(weights)
    weight, low = 0.0, 0
    best, most, window = -1.0, 0, (0, 0)
    for seen, (fitting_end, end, clause) in enumerate(by_end, 1):
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
            size = seen - low - (text.find("\n", start, end) >= 0)
            if weight > best + tiny or size > most:
                best, most, window = weight, size, (start, min(end, start + 2 * width))
    return window


def _passage_around(
    text: str, start: int, end: int, width: int, abbreviations: Abbreviations
) -> tuple[int, int]:
    """Return the span of about `width` that best shows text[start:end], without outer blanks.

    A passage begins and ends with a sentence if its width allows it, otherwise between words. It leaves
    its paragraph only if the paragraph is too short. 0 <= start < end <= len(text), and width is at
    least 1. O(width + end - start).
    """
    enough = _ENOUGH * width
    starts, ends, must_end = _edges(text, start, end, width, abbreviations)
    if starts:
        left = starts[-1]
        limit = max(end, left + width)
        fitting = [edge for edge in ends if edge <= limit]
        if fitting and (fitting[-1] - left >= enough or (must_end and fitting == ends)):
            right = fitting[-1]
        else:
            right = _word_end(text, end, limit)
        if right - left < enough:
            left = next((edge for edge in starts if edge >= right - width), left)
        if right - left < enough:
            left = _word_start(text, min(left, right - width), start)
    elif ends:
        right = ends[0]
        left = _word_start(text, min(start, right - width), start)
    else:
        left = _word_start(text, min(start, (start + end - width) // 2), start)
        right = _word_end(text, end, max(end, left + width))
    return _begin(_INK, text, left, end), _end(_UP_TO_INK, text, start, right)


def _edges(
    text: str, start: int, end: int, width: int, abbreviations: Abbreviations
) -> tuple[list[int], list[int], bool]:
    """Return the preferred starts and ends of a passage around text[start:end], and if it must end so.

    If the paragraph has enough text for a passage, the edges are inside of it. The passage must end at
    the last edge if the paragraph or the text ends there.
    """
    low, high = max(0, min(start, end - width)), min(len(text), max(end, start + width))
    starts = [(0, True)] if low == 0 else []
    before = sentence_ends(text, low, start, abbreviations)
    starts += [(at, whole) for _, at, whole in before if at <= start]
    ends = [(at, whole) for at, _, whole in sentence_ends(text, end, high, abbreviations)]
    if high == len(text):
        ends.append((high, True))
    opening = next((edge for edge, whole in reversed(starts) if whole), low)
    closing = next((edge for edge, whole in ends if whole), high)
    if closing - opening < _ENOUGH * width:
        opening, closing = low, high
    return (
        [edge for edge, _ in starts if edge >= opening],
        [edge for edge, _ in ends if edge <= closing],
        closing < high or high == len(text),
    )


def _word_start(text: str, target: int, start: int) -> int:
    """Return a start near `target`, at most `start`: at the beginning of a word if possible."""
    if target <= 0:
        return 0
    blank = _FIRST_BLANK.search(text, target - 1, min(start, target + _LONGEST_WORD))
    if blank is None:
        blank = _UP_TO_BLANK.match(text, max(0, target - _LONGEST_WORD), target)
    if blank is not None:
        return _begin(_FIRST_KEPT, text, blank.end(), start)
    return 0 if target <= _LONGEST_WORD else _off_marks(text, target, -1)


def _word_end(text: str, end: int, target: int) -> int:
    """Return an end near `target`, at least `end`: after a word if possible."""
    if target >= len(text):
        return len(text)
    blank = _UP_TO_BLANK.match(text, max(end, target - _LONGEST_WORD), target + 1)
    if blank is not None:
        return _end(_UP_TO_KEPT, text, end, blank.end())
    blank = _FIRST_BLANK.search(text, target, target + _LONGEST_WORD)
    if blank is not None:
        return blank.start()
    return len(text) if len(text) - target <= _LONGEST_WORD else _off_marks(text, target, 1)


def _off_marks(text: str, at: int, step: int) -> int:
    """Move `at` by `step`s until it no longer separates a letter from its marks or joiners."""
    for _ in range(_LONGEST_WORD):
        if not 0 < at < len(text):
            break
        if unicodedata.category(text[at])[0] != "M" and "\u200d" not in text[at - 1 : at + 1]:
            break
        at += step
    return at


def _begin(pattern: re.Pattern[str], text: str, left: int, latest: int) -> int:
    """Return the start of the first match of `pattern` in text[left:latest], `latest` if none."""
    match = pattern.search(text, left, latest)
    return match.start() if match else latest


def _end(pattern: re.Pattern[str], text: str, earliest: int, right: int) -> int:
    """Return the end of the match of `pattern` in text[earliest:right], `earliest` if none."""
    match = pattern.match(text, earliest, right)
    return match.end() if match else earliest
