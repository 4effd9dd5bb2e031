"""The API: an operation and its parameters -> a JSON answer, or a file; and its OpenAPI description.

`OPERATIONS` defines each route once, for reading requests and for describing them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from frsearch import __version__
from frsearch.arguments import where_of_texts
from frsearch.corpus.word_tables import WordTable
from frsearch.highlight.limits import SNIPPET_LENGTHS
from frsearch.index import Index
from frsearch.messages.wording import Message
from frsearch.output.tables import article_record, field_record
from frsearch.results import Results
from frsearch.types import (
    COUNTED,
    COUNTS,
    FACET_SCOPES,
    MATCHES,
    SORTS,
    TIMELINE_UNITS,
    UNITS,
    WORD_UNITS,
    Article,
    Snippet,
)
from frsearch.web.bounds import (
    LONGEST_FILTER,
    LONGEST_QUERY,
    LONGEST_TABLE,
    MOST_FILTERS,
    MOST_LINES,
)
from frsearch.web.corpus_files import concordance_table, timeline_table, words_table
from frsearch.web.exports import HIT_FORMS, TABLE_FORMS, Export, HitForm, export_hits
from frsearch.web.parameters import Parameter
from frsearch.web.schemas import SCHEMAS
from frsearch.web.searching import batches
from frsearch.web.slots import HEAVY
from frsearch.web.state import BadRequest

Values = dict[str, Any]
# Sorting by context reads the whole concordance, even for a small limit.
_MOST_SORTED = MOST_LINES
_SECONDS = 2.0
_MOST_FREQUENT = 100

_QUERY = Parameter("q", "the query, in the query language", "", most=LONGEST_QUERY)
_REQUIRED_QUERY = Parameter("q", "the query, in the query language", most=LONGEST_QUERY, required=True)
_LIMIT = Parameter("limit", "how many hits", 10, most=100)
_DATE = Parameter(
    "date", "only articles of these dates: 2018, 2018-06, 28/06/2018, juin 2018, 2018-06..2018-09"
)
_WHERE = Parameter(
    "where",
    "only articles with this value of a field, `source=Le Monde`, or in this range, `page=1..3`; "
    "several of one field: any of them; after `==`, a value is never read as a range",
    most=LONGEST_FILTER,
    many=MOST_FILTERS,
    examples=("source=Le Monde", "page=1..3"),
)
_MATCH = Parameter(
    "match", "whether articles must have all words, two of three, or any", "all", choices=MATCHES
)
_PLAIN = Parameter("plain", "read the query as words alone, without any syntax", False)
_SNIPPETS = Parameter("snippets", "the maximum number of passages per hit", 2, most=5)
_SNIPPET_LENGTH = Parameter(
    "snippet_length", "about how many characters a passage has", SNIPPET_LENGTHS.usual, most=1_000,
    least=SNIPPET_LENGTHS.least,
)  # fmt: skip
_COLLAPSE = Parameter("collapse", "show one article of each group of near copies", False)
_FORMAT = Parameter("format", "JSON, or a file: CSV, JSON Lines", "json", choices=("json", *TABLE_FORMS))
_BY = Parameter("by", "whether words are forms or lemmas", "lemma", choices=WORD_UNITS)
_STOP_WORDS = Parameter("stop_words", "stop words too", False)
_ROWS = Parameter("limit", "how many rows", 100, most=LONGEST_TABLE)
_ID = Parameter("id", "the id of an article", most=1_000, required=True, place="path")


class NotFound(Exception):
    """There is no article with that id."""

    def __init__(self, message: Message):
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Operation:
    """A route of the API: its parameters, the function that makes its answer, the answer's schema.

    The function returns JSON values, or a file if another form is asked for.
    """

    name: str
    path: str
    summary: str
    schema: str
    parameters: tuple[Parameter, ...]
    run: Callable[[Index, Values], Values | Export]


def _search(index: Index, values: Values) -> Values | Export:
    form, text = values.pop("format"), values.pop("text")
    if form != "json":
        return _hits(index, _filtered(values), form, text)
    if given := values.pop("facets"):
        # `facets=` asks for none.
        values["facets"] = tuple(dict.fromkeys(filter(None, given)))
    limit = values.pop("limit")
    values["limit"] = 10 if limit is None else limit
    results = index.search(values.pop("q"), **_filtered(values), timeout=_SECONDS)
    return results.to_dict(text=text)


def _hits(index: Index, values: Values, form: HitForm, text: bool) -> Export:
    """Return the hits as a file, all of them up to `limit`, without counts."""
    query, limit, offset = values.pop("q"), values.pop("limit"), values.pop("offset")
    most = LONGEST_TABLE if limit is None else limit
    given = {name: values[name] for name in _OF_HITS}
    start = values["after"]

    def ask(at_a_time: int, after: str | None, seconds: float) -> Results:
        # Where the first hits are skipped, those that follow are skipped by their cursor.
        skipped = offset if after is None else 0
        return index.search(
            query, **given, limit=at_a_time, offset=skipped, after=after or start, facets=(),
            timeout=seconds,
        )  # fmt: skip

    names = [each.name for each in index.fields()]
    return export_hits(batches(ask, most), form, most, names, text=text)


_OF_HITS = (
    "date", "match", "where", "plain", "sort", "snippets", "snippet_length", "collapse", "count",
)  # fmt: skip


def _filtered(values: Values) -> Values:
    return values | {"where": where_of_texts(values["where"])}


def _suggest(index: Index, values: Values) -> Values:
    suggestions = index.suggest(values["q"], limit=values["limit"])
    return {"suggestions": [asdict(each) for each in suggestions]}


def _article(index: Index, values: Values) -> Values:
    article = _known(index, values["id"])
    marked = {
        field: index.highlight(values["q"], article.id, field=field) if values["q"] else Snippet("")
        for field in ("title", "text")
    }
    return article_record(article) | {
        "highlights": {field: snippet.highlights for field, snippet in marked.items()},
        "highlights_complete": all(snippet.complete for snippet in marked.values()),
    }


def _similar(index: Index, values: Values) -> Values:
    _known(index, values["id"])
    return index.similar(values.pop("id"), **_filtered(values)).to_dict()


def _timeline(index: Index, values: Values) -> Values | Export:
    form = values.pop("format")
    timeline = index.timeline(values.pop("q"), **_filtered(values))
    return timeline.to_dict() if form == "json" else timeline_table(timeline).export(form)


def _concordance(index: Index, values: Values) -> Values | Export:
    form, limit = values.pop("format"), values.pop("limit")
    values["limit"] = limit if limit is not None else 100 if form == "json" else MOST_LINES
    concordance = index.concordance(values.pop("q"), **_filtered(values))
    if concordance.total > _MOST_SORTED and concordance.sort != "date":
        raise BadRequest(
            Message(
                "there are {count} occurrences, too many to sort by context (over "
                "{most}): sort by date, or narrow the query or its dates",
                count=concordance.total,
                most=_MOST_SORTED,
            )
        )
    return concordance.to_dict() if form == "json" else concordance_table(concordance).export(form)


def _words(index: Index, values: Values) -> Values | Export:
    return _word_answer("words", index.words, values)


def _cooccurrents(index: Index, values: Values) -> Values | Export:
    return _word_answer("cooccurrents", index.cooccurrents, values)


def _keywords(index: Index, values: Values) -> Values | Export:
    against, date = where_of_texts(values.pop("against")), values.pop("against_date")
    # An empty filter would be all articles; none is all others.
    values |= {"against": against or ({} if date else None), "against_date": date}
    return _word_answer("keywords", index.keywords, values)


def _word_answer(name: str, make: Callable[..., WordTable[Any]], values: Values) -> Values | Export:
    form = values.pop("format")
    with HEAVY.taken():
        table = make(values.pop("q"), **_filtered(values))
    return table.to_dict() if form == "json" else words_table(name, table).export(form)


def _fields(index: Index, values: Values) -> Values:
    # Always as many, as the index remembers them for the next request.
    described = map(field_record, index.fields(frequent=_MOST_FREQUENT))
    return {"fields": [each | {"frequent": each["frequent"][: values["limit"]]} for each in described]}


def _info(index: Index, values: Values) -> Values:
    facts = index.info().to_dict()
    # Clients must not learn the path of the index.
    del facts["path"]
    return facts


OPERATIONS = (
    Operation(
        "search", "/api/search", "Find articles", "Results",
        (
            _QUERY,
            Parameter("limit", "how many hits; if it is absent, 10 as JSON, and in other forms all, "
                      f"{LONGEST_TABLE:,} at most", most=100, is_number=True),
            Parameter("format", "JSON, or a file of the hits, without counts: CSV, JSON Lines, BibTeX, "
                      "RIS. A file that has less than was found says so in its name, and all of them "
                      "in the header frsearch-total", "json", choices=("json", *HIT_FORMS)),
            Parameter("text", "whole texts too; BibTeX and RIS always have them", False),
            Parameter("offset", "how many hits to skip", 0, most=10_000),
            _DATE,
            _MATCH,
            _WHERE,
            _PLAIN,
            Parameter("sort", "the order of the hits: relevance, newest, oldest, or a field of which no "
                      "article has several values", "relevance", examples=SORTS),
            Parameter("facets", "what to count matches by: year, month, day, and fields; year and month "
                      "if it is absent, nothing if it is blank", many=20,
                      examples=(*UNITS, "source")),
            Parameter("facet_limit", "how many values of a field to count, the most frequent first", 50,
                      most=1_000),
            Parameter("facet_scope", "whether all filters restrict all counts, or each facet counts "
                      "without its own filter, `date` or `where`", "filtered", choices=FACET_SCOPES),
            Parameter("facet_fill", "also count periods without matches", False),
            _SNIPPETS,
            _SNIPPET_LENGTH,
            _COLLAPSE,
            Parameter("count", "what `total` and facets count: groups of near copies, if they are "
                      "collapsed and nothing is said; else articles", choices=COUNTED),
            Parameter("after", "the cursor of earlier results, to continue after them"),
        ),
        _search,
    ),
    Operation(
        "suggest", "/api/suggest", "Complete the last word of a text", "Suggestions",
        (
            Parameter("q", "the text to complete", most=LONGEST_QUERY, required=True),
            Parameter("limit", "how many completions", 10, most=20),
        ),
        _suggest,
    ),
    Operation(
        "article", "/api/article/{id}", "Return an article, with the highlights of a query", "Article",
        (_ID, _QUERY), _article,
    ),
    Operation(
        "similar", "/api/similar/{id}", "Find similar articles", "Results",
        (
            _ID, _LIMIT, _DATE, _WHERE, _COLLAPSE, Parameter("snippets", _SNIPPETS.what, 0, most=5),
            _SNIPPET_LENGTH,
        ),
        _similar,
    ),
    Operation(
        "timeline", "/api/timeline", "Count the matches of queries over time", "Timeline",
        (
            Parameter("q", "a query, or several", most=LONGEST_QUERY, many=8, required=True),
            Parameter("by", "the length of a period", "month", choices=TIMELINE_UNITS),
            Parameter("count", "what is counted", "articles", choices=COUNTS),
            Parameter("relative", "values per million words", False),
            Parameter("split", "a field: a series for each query and value", examples=("source",)),
            Parameter("split_limit", "how many values, those with most matches", 10, most=20),
            _FORMAT,
            _DATE,
            _WHERE,
            _MATCH,
            _PLAIN,
        ),
        _timeline,
    ),
    Operation(
        "concordance", "/api/concordance", "Show every occurrence in its context", "Concordance",
        (
            _REQUIRED_QUERY,
            Parameter("width", "how many characters to show on each side", 60, most=500),
            Parameter("sort", "the order of the lines: date, left, right, or a field of which no "
                      "article has several values", "date", examples=("date", "left", "right")),
            Parameter("limit", "how many lines; if it is absent, 100 as JSON, and in other forms all, "
                      f"{MOST_LINES:,} at most", most=1_000, is_number=True),
            _FORMAT,
            _DATE,
            _WHERE,
            _MATCH,
            _PLAIN,
        ),
        _concordance,
    ),
    Operation(
        "words", "/api/words", "List the most frequent words, or rows of words", "WordList",
        (
            _QUERY,
            Parameter("length", "how many words a row has", 1, most=5, least=1),
            Parameter("by", _BY.what, "form", choices=WORD_UNITS),
            Parameter("least", "how many occurrences a word must have", 1, most=1_000_000),
            Parameter("stop_words", _STOP_WORDS.what, True),
            _ROWS, _FORMAT, _DATE, _WHERE, _MATCH, _PLAIN,
        ),
        _words,
    ),
    Operation(
        "cooccurrents", "/api/cooccurrents", "List the words that stand near those of a query",
        "Cooccurrents",
        (
            _REQUIRED_QUERY,
            Parameter("window", "how many words before and after are near", 10, most=100, least=1),
            Parameter("least", "how many times a word must stand near", 3, most=1_000_000),
            _BY, _STOP_WORDS, _ROWS, _FORMAT, _DATE, _WHERE, _MATCH, _PLAIN,
        ),
        _cooccurrents,
    ),
    Operation(
        "keywords", "/api/keywords", "List the words that a part has more, and less, than another",
        "Keywords",
        (
            _QUERY,
            replace(_WHERE, name="against", what="the other part, by fields; all other articles if "
                    "there is neither this nor `against_date`"),
            Parameter("against_date", "the other part, by dates"),
            Parameter("least_articles", "how many articles must have a word", 3, most=1_000_000),
            _BY, _STOP_WORDS, _ROWS, _FORMAT, _DATE, _WHERE, _MATCH, _PLAIN,
        ),
        _keywords,
    ),
    Operation(
        "fields", "/api/fields", "Describe the fields that articles have", "Fields",
        (Parameter("limit", "how many frequent values of each", 10, most=_MOST_FREQUENT),), _fields,
    ),
    Operation("info", "/api/info", "Return facts about the index", "Info", (), _info),
)  # fmt: skip


def openapi() -> Values:
    """Return the description of the API."""
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    problems = {
        "400": {"description": "The request is wrong", "content": error},
        "421": {"description": "The server does not have that name", "content": error},
        "500": {"description": "The index cannot be read", "content": error},
        "503": {"description": "Too many requests at once", "content": error},
    }
    missing = {"404": {"description": "There is no such article", "content": error}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "frsearch",
            "version": __version__,
            "description": "Search in French over dated articles. Requests that do not fit this "
            "description are refused.",
        },
        "paths": {
            each.path: {
                "get": {
                    "operationId": each.name,
                    "summary": each.summary,
                    "parameters": [parameter.described() for parameter in each.parameters],
                    "responses": {
                        "200": {
                            "description": each.summary,
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": f"#/components/schemas/{each.schema}"}
                                }
                            },
                        },
                        **problems,
                        **(missing if _ID in each.parameters else {}),
                    },
                }
            }
            for each in OPERATIONS
        },
        "components": {"schemas": SCHEMAS},
    }


def _known(index: Index, id: str) -> Article:
    article = index.get(id)
    if article is None:
        raise NotFound(Message("there is no article with this id"))
    return article
