"""What the library finds -> the JSON values that a model reads: short, bounded, in its language.

Matches are marked by asterisks, as in Markdown: models count no code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from frsearch.corpus.concordance import Line
from frsearch.corpus.timeline import Series, Timeline
from frsearch.facets import FacetCount, FieldInfo
from frsearch.fields import label_of
from frsearch.mcp_server.bounds import (
    LONGEST_TITLE,
    LONGEST_VALUE,
    MOST_COPIES,
    MOST_FIELDS,
    MOST_VALUES,
)
from frsearch.messages.wording import Message, Wording
from frsearch.output.tables import as_json, finite
from frsearch.types import Article, Hit, QueryWarning

Values = dict[str, Any]
_MARK = "**"


def head(article: Article) -> Values:
    """Return what an article has beside its text, its fields cut to size."""
    return {
        "id": article.id,
        "date": None if article.date is None else str(article.date),
        "title": shortened(article.title, LONGEST_TITLE),
        "url": article.url[:LONGEST_TITLE],
        "fields": fields_of(article),
    }


def fields_of(article: Article) -> Values:
    """Return the first fields of an article that have a value, each value cut to size."""
    values = {
        shortened(name, LONGEST_VALUE): _field(each)
        for name, each in list(article.extra.items())[: 2 * MOST_FIELDS]
    }
    known = [(name, each) for name, each in values.items() if each not in (None, "", [])]
    return dict(known[:MOST_FIELDS])


def _field(value: Any) -> Any:
    if isinstance(value, str):
        return shortened(value, LONGEST_VALUE)
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return [shortened(each, LONGEST_VALUE) for each in value[:MOST_FIELDS]]
    if isinstance(value, int | float):  # truth values too
        return finite(value) if len(label_of(value) or "") <= LONGEST_VALUE else None
    return None if value is None else shortened(as_json(value), LONGEST_VALUE)


def shortened(text: str, most: int) -> str:
    """Return at most `most` characters of a text, the last an ellipsis if some are missing."""
    return text if len(text) <= most else text[: most - 1] + "…"


def hit_values(hit: Hit) -> Values:
    """Return a hit and its passages."""
    return {
        "rank": hit.rank,
        **head(hit.article),
        "snippets": [each.render(_MARK, _MARK) for each in hit.snippets],
        "copies": list(hit.copies[:MOST_COPIES]),
    }


def line_values(line: Line) -> Values:
    """Return a line of a concordance."""
    return {
        "id": line.id,
        "date": None if line.date is None else str(line.date),
        "title": shortened(line.title, LONGEST_TITLE),
        "left": line.left,
        "keyword": shortened(line.keyword, LONGEST_TITLE),
        "right": line.right,
        "start": line.start,
    }


def series_values(timeline: Timeline, series: Series) -> Values:
    """Return one query over time."""
    values = series.values if timeline.relative else series.counts
    return {
        "query": series.query,
        "part": series.part,
        "total": sum(series.counts),
        "uncounted": series.uncounted,
        "match": series.match,
        "warnings": warnings(series.warnings),
        "points": [
            {"period": period, "value": finite(value)}
            for period, value in zip(timeline.periods, values, strict=True)
        ],
    }


def facet_values(name: str, counts: Iterable[FacetCount], more: int) -> Values:
    """Return the counts of a facet, of which the index has `more` values."""
    values = [
        {"value": shortened(str(each.value), LONGEST_VALUE), "count": each.count} for each in counts
    ]
    return {"name": name, "values": values[:MOST_VALUES], "more": more}


def field_values(field: FieldInfo) -> Values:
    """Return what is known of a field."""
    return {
        "name": shortened(field.name, LONGEST_VALUE),
        "type": field.type,
        "articles": field.articles,
        "distinct": field.distinct,
    }


def warnings(given: Iterable[QueryWarning]) -> list[Message]:
    """Return how doubtful parts of a query were read."""
    return [each.located for each in given]


def spoken(value: Any, wording: Wording) -> Any:
    """Return JSON values with messages in a language, and without what UTF-8 cannot encode."""
    if isinstance(value, str):
        # An article may have half a surrogate pair.
        return wording.text(value).encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {spoken(key, wording): spoken(each, wording) for key, each in value.items()}
    return [spoken(each, wording) for each in value] if isinstance(value, list) else value
