"""Results and timelines -> text for a terminal, HTML for a notebook.

Nothing of an article reaches either as it is: HTML escapes all, text shows no control characters.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import category

from frsearch.articles import Article
from frsearch.dates import PartialDate
from frsearch.results import FacetCount, Hit, Results
from frsearch.wording import ENGLISH, Wording

if TYPE_CHECKING:
    from rich.text import Text

_FULL, _PARTS = "█", " ▏▎▍▌▋▊▉"
_TITLE, _LONGEST_TITLE, _BAR = 80, 160, 40
_INDENT = "\n     "
_MOST_BARS = 1_000
_SAFE_URLS = ("http://", "https://")

# A text and what it is, for those who have colours: "head", "title", "date", "id", "mark", "bar", "".
Piece = tuple[str, str]


def printable(text: str) -> str:
    """Return the text without what would control a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or _is_harmless(c) else "\ufffd" for c in text)


def _is_harmless(character: str) -> bool:
    # A space of another kind, or a soft hyphen, controls nothing; a line break is our own.
    return character in "\n\u00ad" or category(character) == "Zs"


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
    return marked(results_pieces(results))


def results_rich(results: Results) -> Text:
    """Return results as text for rich, what matched in bold."""
    from rich.text import Text

    styles = ((part, "bold" if style == "mark" else "") for part, style in results_pieces(results))
    return Text.assemble(*styles)


def marked(pieces: Iterable[Piece]) -> str:
    """Return pieces as plain text, what matched in brackets."""
    return "".join(f"[{part}]" if style == "mark" else part for part, style in pieces)


def results_pieces(
    results: Results,
    wording: Wording = ENGLISH,
    width: int | None = None,
    head: str | None = None,
    hits: Iterable[Hit] | None = None,
) -> Iterator[Piece]:
    """Yield what was found, or another head, then the hits, or others; lines are up to `width` long."""
    yield printable(_head(results, wording) if head is None else head), "head"
    for hit in results if hits is None else hits:
        yield "\n" if width is None or not hit.snippets else "\n\n", ""
        yield from hit_pieces(hit, wording, width)


def hit_pieces(hit: Hit, wording: Wording = ENGLISH, width: int | None = None) -> Iterator[Piece]:
    """Yield the title of a hit, its copies, and its snippets on lines of their own."""
    title = textwrap.shorten(hit.title, _TITLE if width is None else _LONGEST_TITLE, placeholder="…")
    head = [
        (f"{hit.rank}. ", ""),
        (date_text(hit.date, wording), "date"),
        (f"  {title}", "title"),
        (f"  ({hit.id})", "id"),
    ]
    yield from _broken(head, width)
    if hit.copies:
        copies = wording("near copies: {ids}", ids=", ".join(hit.copies))
        yield _INDENT + printable(copies), "id"
    for snippet in hit.snippets:
        yield _INDENT, ""
        text = snippet.text if width is None else break_lines(snippet.text, width - len(_INDENT))
        for piece, is_marked in replace(snippet, text=text).pieces():
            yield printable(piece).replace("\n", _INDENT), "mark" if is_marked else ""


def _broken(pieces: Sequence[Piece], width: int | None) -> Iterator[Piece]:
    """Yield pieces without line ends, then broken where their line would be over `width` long."""
    text = printable("".join(part for part, _ in pieces)).replace("\n", " ")
    text = text if width is None else break_lines(text, width)
    start = 0
    for part, style in pieces:
        yield text[start : start + len(part)].replace("\n", _INDENT), style
        start += len(part)


def break_lines(text: str, width: int) -> str:
    """Put line ends in the place of blanks, so that lines are up to `width` long where they can be."""
    broken, start, last = list(text.replace("\n", " ")), 0, -1
    for at, character in enumerate([*broken, " "]):
        if character != " ":
            continue
        if at - start > width and last >= start:
            broken[last], start = "\n", last + 1
        last = at
    return "".join(broken)


def facet_pieces(results: Results, wording: Wording = ENGLISH) -> Iterator[Piece]:
    """Yield the facets of results as bars."""
    for unit, counts in results.facets.items():
        yield "\n\n" + wording("By {unit}", unit=wording(unit)), "head"
        yield from bar_pieces([(each.value, each.count, wording.number(each.count)) for each in counts])


def bar_pieces(bars: Sequence[tuple[str, float, str]], most: float | None = None) -> Iterator[Piece]:
    """Yield labels, values and how the values are written as lines with bars, on a common scale."""
    most = max((value for _, value, _ in bars), default=0) if most is None else most
    for label, value, written in bars:
        yield f"\n  {label} ", "date"
        yield f"{bar(value, most, _BAR):<{_BAR}} ", "bar"
        yield written, ""


def article_pieces(
    article: Article, wording: Wording = ENGLISH, width: int | None = None
) -> Iterator[Piece]:
    """Yield a whole article: its title, what else is known of it, its text, broken at `width`."""
    yield printable(article.title or article.id), "title"
    facts = {
        wording("date"): date_text(article.date, wording),
        wording("id"): article.id,
        wording("address"): article.url,
    }
    for name, fact in [*facts.items(), *article.extra.items()]:
        if fact not in ("", None):
            yield printable(f"\n{name}: {fact}"), "id"
    lines = article.text.split("\n")
    text = "\n".join(lines if width is None else (break_lines(line, width) for line in lines))
    yield "\n\n" + printable(text), ""


def results_html(results: Results) -> str:
    """Return results as HTML: what was found, a small timeline, the hits."""
    items = "".join(
        f"<li value={hit.rank}>{date_text(hit.date)} "
        f"<b>{link_html(hit.title or hit.id, hit.article.url)}</b>"
        + "".join(f"<div>{snippet.to_html()}</div>" for snippet in hit.snippets)
        + "</li>"
        for hit in results
    )
    finest = _finest(results)
    bars = bars_html([each.value for each in finest], [each.count for each in finest])
    return f"<div><p>{html.escape(printable(_head(results, ENGLISH)))}</p>{bars}<ol>{items}</ol></div>"


def _head(results: Results, wording: Wording) -> str:
    found = wording.counted(results.total, "article")
    if results.timed_out:
        found = wording("at least {found}", found=found)
    lines = [found]
    if results.match == "any":
        lines = [wording("{query}: {found}, with any of the words", query=results.query, found=found)]
    elif results.query.strip():
        lines = [wording("{query}: {found}", query=results.query, found=found)]
    return "\n".join([*lines, *(f"! {wording.reword(str(warning))}" for warning in results.warnings)])


def date_text(date: PartialDate | None, wording: Wording = ENGLISH) -> str:
    """Return a date as it is shown."""
    return wording("undated") if date is None else str(date)


def _finest(results: Results) -> tuple[FacetCount, ...]:
    """Return the counts by the shortest unit that was asked for and is short enough to draw."""
    for unit in ("day", "month", "year"):
        counts = results.facets.get(unit, ())
        if 0 < len(counts) <= _MOST_BARS:
            return counts
    return ()
