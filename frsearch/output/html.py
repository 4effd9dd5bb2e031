"""Hits and bars -> HTML for a notebook. Everything that comes from an article is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence

from frsearch.facets import FacetCount
from frsearch.output.hit_fields import field_line
from frsearch.output.text import date_text, printable
from frsearch.types import UNITS, Hit

_MOST_BARS = 1_000
_MOST_VALUES = 10  # of a field
_SAFE_URLS = ("http://", "https://")


def bars_html(
    labels: Sequence[str], values: Sequence[float], height: int = 40, most: float | None = None
) -> str:
    """Return vertical bars in the colour of the text, each with its label and value as a tooltip.

    `most` is the value of a bar of full height; None is the highest of `values`, which is named below.
    """
    if not labels:
        return ""
    highest = max(values)
    most = (highest if most is None else most) or 1
    bars = "".join(
        f'<rect x="{at}" y="{height * (1 - value / most):.2f}" width="0.8" '
        f'height="{height * value / most:.2f}"><title>{html.escape(label)}: {value:,.10g}</title></rect>'
        for at, (label, value) in enumerate(zip(labels, values, strict=True))
    )
    wide = min(600, 24 * len(labels))
    peak = f"{html.escape(labels[list(values).index(highest)])}: {highest:,.4g}"
    return (
        f'<svg viewBox="0 0 {len(labels)} {height}" width="{wide}" height="{height}" '
        f'preserveAspectRatio="none" fill="currentColor" role="img">{bars}</svg>'
        f"<div>{html.escape(labels[0])} … {html.escape(labels[-1])} · max. {peak}</div>"
    )


def web_host(url: str) -> str:
    """Return the host of an http or https URL, "" for other URLs, which must not become links.

    A `javascript:` URL, for example, would run in the page.
    """
    return url.split("/")[2] if url.lower().startswith(_SAFE_URLS) else ""


def link_html(text: str, url: str) -> str:
    """Return the text escaped, as a link if the URL is http or https."""
    if not web_host(url):
        return html.escape(text)
    return f'<a href="{html.escape(url)}" rel="noopener noreferrer">{html.escape(text)}</a>'


def hits_html(
    head: str,
    facets: Mapping[str, Sequence[FacetCount]],
    hits: Iterable[Hit],
    more: Mapping[str, int],
) -> str:
    """Return HTML: the lines `head`, a small timeline of the finest facet, counts of fields, the hits.

    `more` is how many values of a field there are besides those of its facet.
    """
    items = "".join(
        f'<li value={hit.rank}><span style="white-space:nowrap">{date_text(hit.date)}</span> '
        f"<b>{link_html(hit.title or hit.id, hit.article.url)}</b>"
        + _fields_html(hit)
        + "".join(f"<div>{snippet.to_html()}</div>" for snippet in hit.snippets)
        + "</li>"
        for hit in hits
    )
    finest = _finest(facets)
    bars = bars_html([each.value for each in finest], [each.count for each in finest])
    values = "".join(
        _values_html(name, counts, more.get(name, 0))
        for name, counts in facets.items()
        if name not in UNITS and counts
    )
    lines = html.escape(printable(head)).replace("\n", "<br>")
    return f"<div><p>{lines}</p>{bars}{values}<ol>{items}</ol></div>"


def _fields_html(hit: Hit) -> str:
    line = field_line(hit.article)
    return f"<div><small>{html.escape(printable(line))}</small></div>" if line else ""


def _values_html(name: str, counts: Sequence[FacetCount], more: int) -> str:
    """Return the most frequent values of a field on a line, and how many others there are."""
    more += len(counts[_MOST_VALUES:])
    shown = [
        f"{html.escape(printable(value))}&nbsp;({count:,})" for value, count in counts[:_MOST_VALUES]
    ]
    shown += [f"… {more:,} more"] * (more > 0)
    return f"<p><b>{html.escape(printable(name))}</b>: {', '.join(shown)}</p>"


def _finest(facets: Mapping[str, Sequence[FacetCount]]) -> Sequence[FacetCount]:
    """Return the counts by the finest requested unit with few enough periods to draw."""
    for unit in reversed(UNITS):
        counts = facets.get(unit, ())
        if 0 < len(counts) <= _MOST_BARS:
            return counts
    return ()
