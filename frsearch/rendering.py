"""Results and timelines -> text for a terminal, HTML for a notebook.

Nothing of an article reaches either as it is: HTML escapes all, text shows no control characters.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from unicodedata import category

from frsearch.results import FacetCount, Hit, Results

if TYPE_CHECKING:
    from rich.text import Text

_FULL, _PARTS = "█", " ▏▎▍▌▋▊▉"
_TITLE = 80
_MOST_BARS = 1_000
_SAFE_URLS = ("http://", "https://")


def printable(text: str) -> str:
    """Return the text without what would control a terminal."""
    if text.isprintable():
        return text
    # A space of another kind controls nothing; a line break is our own.
    return "".join(c if c.isprintable() or c == "\n" or category(c) == "Zs" else "\ufffd" for c in text)


def counted(number: int, what: str) -> str:
    """Return `1 article`, `2,000 articles`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def bar(value: float, most: float, width: int) -> str:
    """Return a bar of block characters, `width` long for the highest value."""
    eighths = round(8 * width * value / most) if most > 0 else 0
    # What is there is seen.
    eighths = max(eighths, 1) if value > 0 else 0
    return _FULL * (eighths // 8) + _PARTS[eighths % 8].strip()


def bars_html(labels: Sequence[str], values: Sequence[float], height: int = 40) -> str:
    """Return upright bars, each with its label and value to hover over, in the colour of the text."""
    if not labels:
        return ""
    most = max(values) or 1
    bars = "".join(
        f'<rect x="{at}" y="{height * (1 - value / most):.2f}" width="0.8" '
        f'height="{height * value / most:.2f}"><title>{html.escape(label)}: {value:,.10g}</title></rect>'
        for at, (label, value) in enumerate(zip(labels, values, strict=True))
    )
    wide = min(600, 24 * len(labels))
    return (
        f'<svg viewBox="0 0 {len(labels)} {height}" width="{wide}" height="{height}" '
        f'preserveAspectRatio="none" fill="currentColor" role="img">{bars}</svg>'
        f"<div>{html.escape(labels[0])} … {html.escape(labels[-1])}</div>"
    )


def link_html(text: str, url: str) -> str:
    """Return the text, as a link where the address is one of the web."""
    if not url.startswith(_SAFE_URLS):
        return html.escape(text)
    return f'<a href="{html.escape(url)}" rel="noopener noreferrer">{html.escape(text)}</a>'


def results_text(results: Results) -> str:
    """Return results as plain text, what matched in brackets."""
    return "".join(part for part, _ in _pieces(results, ("[", "]")))


def results_rich(results: Results) -> Text:
    """Return results as text for rich, what matched in bold."""
    from rich.text import Text

    return Text.assemble(*((part, "bold" if marked else "") for part, marked in _pieces(results)))


def _pieces(
    results: Results, around: tuple[str, str] = ("", "")
) -> Iterator[tuple[str, bool]]:
    yield printable(_head(results)), False
    for hit in results:
        head = f"{hit.rank}. {_date(hit)}  {textwrap.shorten(hit.title, _TITLE)}  ({hit.id})"
        yield "\n" + printable(head), False
        for snippet in hit.snippets:
            yield "\n     ", False
            for piece, marked in snippet.pieces():
                before, after = around if marked else ("", "")
                yield before + printable(piece) + after, marked


def results_html(results: Results) -> str:
    """Return results as HTML: what was found, a small timeline, the hits."""
    items = "".join(
        f"<li value={hit.rank}>{_date(hit)} <b>{link_html(hit.title or hit.id, hit.article.url)}</b>"
        + "".join(f"<div>{snippet.to_html()}</div>" for snippet in hit.snippets)
        + "</li>"
        for hit in results
    )
    finest = _finest(results)
    bars = bars_html([each.value for each in finest], [each.count for each in finest])
    return f"<div><p>{html.escape(printable(_head(results)))}</p>{bars}<ol>{items}</ol></div>"


def _head(results: Results) -> str:
    anyhow = ", with any of the words" if results.match == "any" else ""
    warnings = "".join(f"\n! {warning}" for warning in results.warnings)
    return f"{results.query}: {counted(results.total, 'article')}{anyhow}{warnings}"


def _date(hit: Hit) -> str:
    return "undated" if hit.date is None else str(hit.date)


def _finest(results: Results) -> tuple[FacetCount, ...]:
    """Return the counts by the shortest unit that was asked for and is short enough to draw."""
    for unit in ("day", "month", "year"):
        counts = results.facets.get(unit, ())
        if 0 < len(counts) <= _MOST_BARS:
            return counts
    return ()
