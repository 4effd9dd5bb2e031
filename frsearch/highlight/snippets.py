"""An article's text and its matches -> snippets, one or two passages of the text.

These are pure functions of text and offsets, independent of the index. They read the text only around
the chosen passages, so that a long article costs no more than a short one, except for two passes over
the matches and one over the text, which joins words cut at the ends of lines.

    >>> make_snippets("Un sommet aura lieu à Helsinki.", [(3, 9, 0)], [1.0])[0].to_html()
    'Un <mark>sommet</mark> aura lieu à Helsinki.'
"""

from __future__ import annotations

from collections.abc import Sequence

from frsearch.analysis.line_ends import join_lines
from frsearch.highlight.limits import SNIPPET_LENGTHS
from frsearch.kernels import choose_passages, render
from frsearch.sentences import ABBREVIATIONS
from frsearch.types import Snippet

COUNT = 2

ClauseMatch = tuple[int, int, int]
"""The start, end and clause of a word or whole phrase of the text that satisfies a clause of the query.

Start and end are code-point offsets into the text, end exclusive. The clause says which word or phrase
of the query is satisfied: an index into the weights.
"""


def whole(text: str, matches: Sequence[ClauseMatch], complete: bool = True) -> Snippet:
    """Return the whole text as it is, with its matches, sorted by start; overlapping ones are merged.

    `complete` says whether these are all matches.
    """
    spans: list[tuple[int, int]] = []
    for start, end, _ in matches:
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return Snippet(text, tuple(spans), complete)


def make_snippets(
    text: str,
    matches: list[ClauseMatch],
    weights: list[float],
    *,
    width: int = SNIPPET_LENGTHS.usual,
    count: int = COUNT,
    solid: str | None = None,
) -> tuple[Snippet, ...]:
    """Return the passages of `text` that show most of the query, in text order.

    `matches` are sorted by start and may overlap. `weights[clause]`, above 0, is the
    importance of showing that clause (higher for rare words). `width`, at least 1, is the length of a
    passage in characters: it may be exceeded to keep a word or a phrase whole (a phrase is cut only
    beyond twice the width). `count` is the maximum number of passages.
    `solid` is `join_lines(text)`, if it is known.

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
    solid = join_lines(text) if solid is None else solid
    passages = choose_passages(text, solid, matches, weights, width, count, ABBREVIATIONS)
    return tuple([Snippet(*render(text, *passage)) for passage in passages])
