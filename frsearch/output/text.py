"""Hits, facets and articles -> pieces of text for a terminal.

No control character of an article reaches the terminal.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import category

from frsearch.dates import PartialDate
from frsearch.messages.wording import ENGLISH, Wording
from frsearch.output.hit_fields import field_line
from frsearch.types import UNITS, Article, Hit

if TYPE_CHECKING:
    from rich.text import Text

    from frsearch.facets import FacetCount

_FULL, _PARTS = "█", " ▏▎▍▌▋▊▉"
_TITLE, _LONGEST_TITLE, _BAR = 80, 160, 40
_LABEL = 40  # at most, of a value of a field
_INDENT = "\n     "

# A text and its style, for colours: "head", "title", "date", "id", "mark", "bar", "".
Piece = tuple[str, str]


def printable(text: str) -> str:
    """Return the text with U+FFFD for control characters."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or _is_harmless(c) else "\ufffd" for c in text)


def _is_harmless(character: str) -> bool:
    # Other spaces and soft hyphens control nothing; line breaks are our own.
    return character in "\n\u00ad" or category(character) == "Zs"


def bar(value: float, most: float, width: int) -> str:
    """Return a bar of block characters, `width` long for the highest value."""
    eighths = round(8 * width * value / most) if most > 0 else 0
    # A value above 0 is visible.
    eighths = max(eighths, 1) if value > 0 else 0
    return _FULL * (eighths // 8) + _PARTS[eighths % 8].strip()


def rich_text(pieces: Iterable[Piece]) -> Text:
    """Return pieces as text for rich, matches in bold."""
    from rich.text import Text

    return Text.assemble(*((part, "bold" if style == "mark" else "") for part, style in pieces))


def marked(pieces: Iterable[Piece]) -> str:
    """Return pieces as plain text, matches in brackets."""
    return "".join(f"[{part}]" if style == "mark" else part for part, style in pieces)


def hits_pieces(
    head: str, hits: Iterable[Hit], wording: Wording = ENGLISH, width: int | None = None
) -> Iterator[Piece]:
    """Yield the line `head`, then the hits; lines are up to `width` long."""
    yield printable(head), "head"
    for hit in hits:
        yield "\n" if width is None or not hit.snippets else "\n\n", ""
        yield from hit_pieces(hit, wording, width)


def hit_pieces(hit: Hit, wording: Wording = ENGLISH, width: int | None = None) -> Iterator[Piece]:
    """Yield the title of a hit, its fields, its copies, and its snippets on lines of their own."""
    title = textwrap.shorten(hit.title, _TITLE if width is None else _LONGEST_TITLE, placeholder="…")
    head = [
        (f"{hit.rank}. ", ""),
        (date_text(hit.date, wording), "date"),
        (f"  {title}", "title"),
        (f"  ({hit.id})", "id"),
    ]
    yield from _broken(head, width)
    if fields := field_line(hit.article):
        yield _INDENT + printable(fields), "id"
    if hit.copies:
        copies = wording("near copies: {ids}", ids=", ".join(hit.copies))
        yield _INDENT + printable(copies), "id"
    for snippet in hit.snippets:
        yield _INDENT, ""
        text = snippet.text if width is None else break_lines(snippet.text, width - len(_INDENT))
        for piece, is_marked in replace(snippet, text=text).pieces():
            yield printable(piece).replace("\n", _INDENT), "mark" if is_marked else ""


def _broken(pieces: Sequence[Piece], width: int | None) -> Iterator[Piece]:
    """Yield pieces with their line ends replaced, and lines broken to at most `width` characters."""
    text = printable("".join(part for part, _ in pieces)).replace("\n", " ")
    text = text if width is None else break_lines(text, width)
    start = 0
    for part, style in pieces:
        yield text[start : start + len(part)].replace("\n", _INDENT), style
        start += len(part)


def break_lines(text: str, width: int) -> str:
    """Replace blanks by line ends so that lines have at most `width` characters where possible."""
    broken, start, last = list(text.replace("\n", " ")), 0, -1
    for at, character in enumerate([*broken, " "]):
        if character != " ":
            continue
        if at - start > width and last >= start:
            broken[last], start = "\n", last + 1
        last = at
    return "".join(broken)


def facet_pieces(
    facets: Mapping[str, Sequence[FacetCount]], more: Mapping[str, int], wording: Wording = ENGLISH
) -> Iterator[Piece]:
    """Yield the facets of results as bars; `more` is how many values of a field there are besides."""
    for unit, counts in facets.items():
        name = wording(unit) if unit in UNITS else printable(unit)
        yield "\n\n" + wording("By {unit}", unit=name), "head"
        labels = [each.value for each in counts]
        labels = labels if unit in UNITS else aligned(labels, _LABEL)
        counted = zip(labels, counts, strict=True)
        yield from bar_pieces(
            [(label, each.count, wording.number(each.count)) for label, each in counted]
        )
        if rest := more.get(unit):
            yield "\n  " + wording("… {more:,} more", more=rest), ""


def aligned(labels: Iterable[str], most: int) -> list[str]:
    """Return labels of one width, on one line and safe to print; those over `most` are cut.

    >>> aligned(["Le Monde", "AFP"], 10)
    ['Le Monde', 'AFP     ']
    """
    from rich.cells import cell_len, set_cell_size

    lines = [" ".join(printable(label).split()) for label in labels]
    shown = [
        line if cell_len(line) <= most else set_cell_size(line, most - 1).rstrip() + "…"
        for line in lines
    ]
    widest = max(map(cell_len, shown), default=0)
    return [set_cell_size(line, widest) for line in shown]


def bar_pieces(bars: Sequence[tuple[str, float, str]], most: float | None = None) -> Iterator[Piece]:
    """Yield lines with bars on a common scale from (label, value, formatted value)."""
    most = max((value for _, value, _ in bars), default=0) if most is None else most
    for label, value, formatted in bars:
        yield f"\n  {label} ", "date"
        yield f"{bar(value, most, _BAR):<{_BAR}} ", "bar"
        yield formatted, ""


def column_pieces(rows: Sequence[Sequence[str]]) -> Iterator[Piece]:
    """Yield rows of cells as lines, the first being heads; the first column is left, others right."""
    shown = [list(map(printable, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for at, (first, *others) in enumerate(shown):
        yield "\n" * (at > 0) + f"{first:<{widths[0]}}", "title" if at else "head"
        aligned = (f"  {cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
        yield "".join(aligned), "" if at else "head"


def article_pieces(
    article: Article, wording: Wording = ENGLISH, width: int | None = None
) -> Iterator[Piece]:
    """Yield a whole article: its title, its other fields, its text broken at `width`."""
    yield printable(article.title or article.id), "title"
    facts = {
        wording("date"): date_text(article.date, wording),
        wording("id"): article.id,
        wording("address"): article.url,
    }
    for name, fact in [*facts.items(), *article.extra.items()]:
        if fact not in ("", None):
            said = ", ".join(map(str, fact)) if isinstance(fact, list) else fact
            yield printable(f"\n{name}: {said}"), "id"
    lines = article.text.split("\n")
    text = "\n".join(lines if width is None else (break_lines(line, width) for line in lines))
    yield "\n\n" + printable(text), ""


def date_text(date: PartialDate | None, wording: Wording = ENGLISH) -> str:
    """Return a date as text, "undated" for None."""
    return wording("undated") if date is None else str(date)
