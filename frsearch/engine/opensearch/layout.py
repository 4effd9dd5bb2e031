"""What lies on the server: two indexes, `name` with the articles and `name-forms` with their words.

An article has its accented forms as terms, by place: forms at one place are joined by bars, places by
blanks. All other looks at a word (stem, lemma, folded form) are in the dictionary of forms, one document
each, so that articles take little room. Scores of terms are their plain counts. The dictionary has the
state of the index too: documents whose ids begin with a blank, as no form does.
"""

from __future__ import annotations

from typing import Any

FORMAT = 1
# Between the forms at one place.
BAR = "|"
# Before the first place of a value of a field, and after its last: longer than any word or pattern.
BEGIN, END = "^" * 101, "$" * 101
# A place without a form: a gap of one position.
GAP = "_"
# The count of a word in the title stands above that in the text, in one number of 24 bits.
TITLE_SHIFT = 1 << 16
# The server takes so many terms in one list, and shows so many hits from the first on.
MOST_TERMS = 65_000
MOST_HITS = 10_000
# Of a longer id, a hash is the id on the server.
LONGEST_ID = 400
STATE, SYNONYMS, PROVENANCE, LOCK = " state", " synonyms", " provenance", " lock"
FORMS_SUFFIX = "-forms"

_PLACES = {
    "analysis": {
        "tokenizer": {
            "blanks": {"type": "whitespace", "max_token_length": 1_000_000},
            "trigrams": {"type": "ngram", "min_gram": 3, "max_gram": 3},
        },
        "filter": {
            "bars": {"type": "pattern_capture", "preserve_original": False, "patterns": ["([^|]+)"]},
            "gaps": {"type": "stop", "stopwords": [GAP]},
        },
        "analyzer": {
            "places": {"type": "custom", "tokenizer": "blanks", "filter": ["bars", "gaps"]},
            "trigrams": {"type": "custom", "tokenizer": "trigrams"},
        },
    }
}
_COUNT = {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}
_BY_PLACE = {"type": "text", "analyzer": "places", "norms": False, "similarity": "count"}
_LABEL = {"type": "keyword", "norms": False}
_STORED_NUMBER = {"type": "integer", "index": False}

_ARTICLE: dict[str, Any] = {
    "id": _LABEL,
    "title": _BY_PLACE,
    "text": _BY_PLACE,
    "title_length": _STORED_NUMBER,
    "text_length": _STORED_NUMBER,
    "first_day": {"type": "integer"},
    "last_day": {"type": "integer"},
    "undated": {"type": "integer"},
    "year": _LABEL,
    "month": _LABEL,
    "day": _LABEL,
    "has": _LABEL,
    "several": _LABEL,
    "article": {"type": "object", "enabled": False},
}
_FORM: dict[str, Any] = {
    "exact": _LABEL,
    "stem": {**_LABEL, "doc_values": False},
    "lemma": {**_LABEL, "doc_values": False},
    "trigrams": {"type": "text", "analyzer": "trigrams", "norms": False, "index_options": "docs"},
    "articles": _STORED_NUMBER,
    "state": {"type": "object", "enabled": False},
}
# Of a field of `extra`: its labels, their order, those that are numbers, and their words by place.
_VALUES: dict[str, Any] = {
    "label": _LABEL,
    "order": _LABEL,
    "number": {"type": "double"},
    "words": _BY_PLACE,
}


def articles_body(meta: dict[str, Any], shards: int, replicas: int) -> dict[str, Any]:
    """Return the settings and mapping of the index of articles; `meta` says how it was made."""
    own = {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        # Nothing is visible before a write shows it.
        "refresh_interval": "-1",
        "mapping.total_fields.limit": 20_000,
        "similarity": {"count": _COUNT},
    }
    mapping = {
        "dynamic": "strict",
        "_meta": meta,
        "_source": {"includes": ["article"]},
        "properties": _ARTICLE,
    }
    return {"settings": {"index": own, **_PLACES}, "mappings": mapping}


def is_as_made(mapping: dict[str, Any]) -> bool:
    """Return whether the mapping of an index has all parts of an article, as `articles_body` does."""
    found = mapping.get("properties", {})
    kinds = {name: found.get(name, {}).get("type", "object") for name in _ARTICLE if name in found}
    return kinds == {name: each["type"] for name, each in _ARTICLE.items()}


def forms_body(replicas: int) -> dict[str, Any]:
    """Return the settings and mapping of the dictionary."""
    own = {"number_of_shards": 1, "number_of_replicas": replicas, "refresh_interval": "-1"}
    mapping = {"dynamic": "strict", "_source": {"excludes": ["trigrams"]}, "properties": _FORM}
    return {"settings": {"index": own, **_PLACES}, "mappings": mapping}


def fields_mapping(numbers: list[int]) -> dict[str, Any]:
    """Return what the mapping gains for fields of `extra`, which have numbers on the server."""
    return {
        "properties": {
            "values": {"properties": {str(number): {"properties": _VALUES} for number in numbers}}
        }
    }


def part_of(number: int, part: str) -> str:
    """Return the name on the server of a part of a field: "label", "order", "number" or "words"."""
    return f"values.{number}.{part}"
