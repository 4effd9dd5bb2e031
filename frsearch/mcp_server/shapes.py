"""The answers of the tools, as JSON Schema."""

from __future__ import annotations

from typing import Any

from frsearch.types import MATCHES, PARTS

Schema = dict[str, Any]


def _text(what: str = "") -> Schema:
    return {"type": "string"} | ({"description": what} if what else {})


def _number(what: str = "") -> Schema:
    return {"type": "integer"} | ({"description": what} if what else {})


def _list(items: Schema, what: str = "") -> Schema:
    return {"type": "array", "items": items} | ({"description": what} if what else {})


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _maybe(kind: str, what: str) -> Schema:
    return {"type": [kind, "null"], "description": what}


_TOTAL = _number("exact number of all matching articles")
_MATCH: Schema = {
    "enum": list(MATCHES),
    "description": "how the words were combined in the end: no article may have had all of them",
}
_UNDATED = _number("matches without a date")
_WARNINGS = _list(_text(), "how doubtful parts of the query were read; words that no article has")
_TIMED_OUT: Schema = {
    "type": "boolean",
    "description": "the time ran out: totals, counts and hits may be incomplete",
}
_ARTICLE = {
    "id": _text("for the tool get"),
    "date": _maybe("string", "2018, 2018-06 or 2018-06-28"),
    "title": _text(),
    "url": _text(),
    "fields": {"type": "object", "description": "source, author …; long values are cut"},
}

RESULTS = _object(
    query=_text(),
    total=_TOTAL,
    match=_MATCH,
    undated=_UNDATED,
    warnings=_WARNINGS,
    suggestion=_maybe("string", "the query with its spelling corrected, if that finds more"),
    date_suggestion=_maybe("string", "the query with a date filter that its words may mean"),
    hits=_list(
        _object(
            rank=_number(),
            **_ARTICLE,
            snippets=_list(_text(), "passages; words that match are between **"),
            copies=_list(_text(), "ids of near copies, if collapse was asked for"),
        )
    ),
    cursor=_maybe("string", "give it as `after` to get the next hits; null if there are none"),
    timed_out=_TIMED_OUT,
    left_out=_list({"enum": list(PARTS)}, "the parts for which no time was left"),
)
ARTICLE = _object(
    **_ARTICLE,
    text=_text("the piece of the text from start to end"),
    start=_number(),
    end=_number(),
    characters=_number("of the whole text"),
    next_offset=_maybe("integer", "give it as `offset` to read on; null at the end of the text"),
)
CONCORDANCE = _object(
    query=_text(),
    total=_number("all occurrences"),
    articles=_number("the articles that have them"),
    match=_MATCH,
    warnings=_WARNINGS,
    lines=_list(
        _object(
            id=_ARTICLE["id"],
            date=_ARTICLE["date"],
            title=_text(),
            left=_text(),
            keyword=_text(),
            right=_text(),
            start=_number("where the keyword begins in the text: an `offset` for the tool get"),
        )
    ),
    next_offset=_maybe("integer", "give it as `offset` to get the next lines; null after the last"),
)
TIMELINE = _object(
    by=_text(),
    count=_text(),
    relative={"type": "boolean", "description": "values are per million words of each period"},
    series=_list(
        _object(
            query=_text(),
            part=_text("the value of the field `split`"),
            total=_number("all that was counted, in all periods"),
            uncounted=_number("matches with no date, or with one less precise than the periods"),
            match=_MATCH,
            warnings=_WARNINGS,
            points=_list(_object(period=_text(), value={"type": "number"})),
        )
    ),
    parts_more=_number("how many more values the field `split` has"),
    notes=_list(_text(), "what to know before reading the values"),
)
FACETS = _object(
    query=_text(),
    total=_TOTAL,
    match=_MATCH,
    undated=_UNDATED,
    warnings=_WARNINGS,
    facets=_list(
        _object(
            name=_text(),
            values=_list(_object(value=_text(), count=_number("articles"))),
            more=_number("how many more values there are"),
        )
    ),
    fields=_list(
        _object(
            name=_text(),
            type=_text(),
            articles=_number("that have it"),
            distinct=_number("values"),
        ),
        "fields of the articles of the archive, by which one can count and filter",
    ),
    timed_out=_TIMED_OUT,
)
