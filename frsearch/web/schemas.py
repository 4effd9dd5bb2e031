"""The answers of the API, as JSON Schema for its OpenAPI description."""

from __future__ import annotations

from typing import Any

from frsearch.fields import VALUE_TYPES
from frsearch.types import MATCHES, PARTS, WORD_UNITS

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_INTEGER: Schema = {"type": "integer"}
_NUMBER: Schema = {"type": "number"}
_DATE: Schema = {"type": ["string", "null"], "description": "2018, 2018-06 or 2018-06-28"}
_MAYBE: Schema = {"type": ["string", "null"]}
_ANYTHING: Schema = {"type": "object"}
_MATCH: Schema = {"enum": list(MATCHES)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_SPANS: Schema = {
    "description": "(start, end) in code points, end exclusive",
    **_list({"type": "array", "items": _INTEGER, "minItems": 2, "maxItems": 2}),
}
_COUNTS = _list(_object(value=_TEXT, count=_INTEGER))
_FIELD = _object(
    name=_TEXT,
    shown={"type": "string", "description": "the name that people read"},
    type={"enum": [*VALUE_TYPES, "mixed"]},
    articles=_INTEGER,
    distinct=_INTEGER,
    frequent=_COUNTS,
    single={
        "type": "boolean",
        "description": "no article has several values: hits can be sorted by it",
    },
)
_WARNINGS = _list(_ref("Warning"))


def _words(**properties: Schema) -> Schema:
    return _object(
        query=_TEXT,
        by={"enum": list(WORD_UNITS)},
        words=_INTEGER,
        articles=_INTEGER,
        more={"type": ["integer", "null"], "description": "how many further rows there are, if known"},
        match=_MATCH,
        warnings=_WARNINGS,
        **properties,
    )


SCHEMAS: dict[str, Schema] = {
    "Error": _object(error=_TEXT),
    "Warning": _object(message=_TEXT, start=_INTEGER, end=_INTEGER),
    "Snippet": _object(text=_TEXT, highlights=_SPANS),
    "Hit": _object(
        rank=_INTEGER,
        score=_NUMBER,
        id=_TEXT,
        date=_DATE,
        title=_TEXT,
        url=_TEXT,
        extra=_ANYTHING,
        snippets=_list(_ref("Snippet")),
        copies=_list(_TEXT),
    ),
    "Results": _object(
        query=_TEXT,
        total=_INTEGER,
        match=_MATCH,
        undated=_INTEGER,
        warnings=_WARNINGS,
        facets={
            "type": "object",
            "additionalProperties": _COUNTS,
        },
        facets_more={
            "type": "object",
            "description": "how many more values a field has than its facet",
            "additionalProperties": _INTEGER,
        },
        hits=_list(_ref("Hit")),
        cursor=_MAYBE,
        suggestion=_MAYBE,
        date_suggestion={"anyOf": [_object(query=_TEXT, date=_TEXT), {"type": "null"}]},
        timed_out={
            "type": "boolean",
            "description": "the time ran out: total, counts and hits may be incomplete",
        },
        left_out={
            "description": "the parts for which no time was left",
            **_list({"enum": list(PARTS)}),
        },
    ),
    "Fields": _object(
        fields=_list(_FIELD),
    ),
    "Suggestions": _object(suggestions=_list(_object(text=_TEXT, count=_INTEGER))),
    "Article": _object(
        id=_TEXT,
        date=_DATE,
        title=_TEXT,
        url=_TEXT,
        text=_TEXT,
        extra=_ANYTHING,
        highlights=_object(title=_SPANS, text=_SPANS),
        highlights_complete={"type": "boolean"},
    ),
    "Timeline": _object(
        by=_TEXT,
        count=_TEXT,
        relative={"type": "boolean"},
        periods=_list(_TEXT),
        words=_list(_INTEGER),
        series=_list(
            _object(
                query=_TEXT,
                counts=_list(_INTEGER),
                values=_list(_NUMBER),
                uncounted=_INTEGER,
                match=_MATCH,
                warnings=_WARNINGS,
                part={"type": "string", "description": "the value of `split`"},
                words={"description": "of the texts of each period, in the part", **_list(_INTEGER)},
            )
        ),
        split=_MAYBE,
        parts_more={"type": "integer", "description": "how many more values `split` has"},
    ),
    "Concordance": _object(
        query=_TEXT,
        total=_INTEGER,
        articles=_INTEGER,
        match=_MATCH,
        warnings=_WARNINGS,
        parts=_list(
            _object(
                value=_TEXT,
                occurrences=_INTEGER,
                articles=_INTEGER,
                words=_INTEGER,
                per_million=_NUMBER,
            )
        ),
        lines=_list(
            _object(
                left=_TEXT,
                keyword=_TEXT,
                right=_TEXT,
                id=_TEXT,
                date=_DATE,
                title=_TEXT,
                start=_INTEGER,
                end=_INTEGER,
                source=_TEXT,
                value={"type": "string", "description": "of the field by which lines are sorted"},
            )
        ),
    ),
    "WordList": _words(
        length=_INTEGER,
        rows=_list(_object(word=_TEXT, occurrences=_INTEGER, articles=_INTEGER, per_million=_NUMBER)),
    ),
    "Cooccurrents": _words(
        window=_INTEGER,
        near=_INTEGER,
        rows=_list(
            _object(
                word=_TEXT,
                near=_INTEGER,
                articles=_INTEGER,
                everywhere=_INTEGER,
                expected=_NUMBER,
                log_likelihood=_NUMBER,
                specificity=_NUMBER,
                query=_TEXT,
            )
        ),
    ),
    "Keywords": _words(
        other_words=_INTEGER,
        other_articles=_INTEGER,
        rows=_list(
            _object(
                word=_TEXT,
                occurrences=_INTEGER,
                articles=_INTEGER,
                per_million=_NUMBER,
                other_occurrences=_INTEGER,
                other_articles=_INTEGER,
                other_per_million=_NUMBER,
                log_ratio=_NUMBER,
                log_likelihood=_NUMBER,
                specificity=_NUMBER,
            )
        ),
    ),
    "Info": _object(
        articles=_INTEGER,
        undated=_INTEGER,
        first_date=_DATE,
        last_date=_DATE,
        words=_INTEGER,
        title_words=_INTEGER,
        size=_INTEGER,
        segments=_INTEGER,
        deleted=_INTEGER,
        generation=_INTEGER,
        format=_INTEGER,
        analyzer=_TEXT,
        versions={"type": "object", "additionalProperties": _TEXT},
        kernels={"enum": ["compiled", "numpy"]},
        fields=_list(_FIELD),
    ),
}
