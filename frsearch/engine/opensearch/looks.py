"""Leaves of a resolved query -> what the server matches them by, and how often they occur.

A reading of a leaf is a list of forms, or of rows of forms: phrases of fixed length, one for each choice
of gaps. A word's score on the server is its count, so that a script has both counts of a reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, permutations, product
from typing import assert_never

from frsearch.codec.segment import Segment
from frsearch.engine.arrays.terms import forms_of
from frsearch.engine.opensearch.client import Json
from frsearch.engine.opensearch.layout import BAR, GAP, TITLE_SHIFT
from frsearch.errors import QueryTooComplex
from frsearch.messages.wording import Message
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNear,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
    Side,
)
from frsearch.types import FIELDS, FieldName

NOTHING: Json = {"match_none": {}}
# Rows that one phrase may stand for, and rows of one query of places.
_MOST_ROWS = 1_000
# The score of a query of places is n / (n + 1) for n occurrences.
_PLACES = "return params.times * Math.round(_score / (1.0 - _score));"

Place = tuple[str, ...]
"""The forms at one place; none for a gap."""
Row = tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A reading of a leaf on the server.

    `matches` filters; `counts` are queries whose scores add up to the counts in both fields. `exactly`:
    the counts are those of the embedded engine.
    """

    matches: Json
    counts: tuple[Json, ...]
    exactly: bool = True


def looks_of(leaf: ResolvedLeaf, segment: Segment) -> tuple[Look, ...]:
    """Return the readings of a leaf, given the forms of the dictionary that it may match."""
    match leaf:
        case ResolvedWord(exactly=True) | ResolvedPattern():
            (forms,) = forms_of(leaf, segment)
            return (_of_forms(forms, leaf.field),)
        case ResolvedWord():
            (forms,) = forms_of(leaf, segment)
            exact = segment.exact_terms(leaf.form.accented)
            own = [segment.words.terms[term] for term in exact]
            return _of_forms(forms, leaf.field), _of_forms(own, leaf.field)
        case ResolvedPhrase():
            return (_of_phrase(leaf, segment),)
        case ResolvedNear(is_choice=True):
            return (_any_of([looks_of(each, segment)[0] for each in leaf.leaves]),)
        case ResolvedNear():
            return (_of_near(leaf, segment),)
        case _:
            assert_never(leaf)


def _fields(field: FieldName | None) -> tuple[FieldName, ...]:
    return FIELDS if field is None else (field,)


def _times(field: FieldName) -> int:
    return TITLE_SHIFT if field == "title" else 1


def any_filter(filters: Sequence[Json]) -> Json:
    """Return the filter that any of some filters is."""
    others = [each for each in filters if each != NOTHING]
    if len(others) < 2:
        return others[0] if others else NOTHING
    return {"bool": {"should": others}}


def _of_forms(forms: Sequence[str], field: FieldName | None) -> Look:
    if not forms:
        return Look(NOTHING, ())
    terms = sorted({*forms})
    fields = _fields(field)
    # All at one place: their counts add up as those of one term.
    text = BAR.join(terms)
    counts = tuple(
        {"match": {each: {"query": text, "analyzer": "places", "boost": _times(each)}}}
        for each in fields
    )
    return Look(any_filter([{"terms": {each: terms}} for each in fields]), counts)


def _any_of(looks: Sequence[Look]) -> Look:
    return Look(
        any_filter([each.matches for each in looks]),
        tuple(count for each in looks for count in each.counts),
        exactly=False,
    )


def _of_phrase(phrase: ResolvedPhrase, segment: Segment) -> Look:
    words, solid = _forms_of_words(phrase, segment)
    look = _of_words(words, phrase.slop, phrase.field)
    return _any_of([look, _of_forms(solid, phrase.field)]) if solid else look


def _forms_of_words(phrase: ResolvedPhrase, segment: Segment) -> tuple[list[Place], list[str]]:
    """Return the forms of the words of a phrase, and all forms of its solid spellings."""
    every = [tuple(dict.fromkeys(forms)) for forms in forms_of(phrase, segment)]
    size = len(phrase.words)
    return every[:size], [form for forms in every[size:] for form in forms]


def _of_words(words: Sequence[Place], slop: int, field: FieldName | None) -> Look:
    """Return the look of words in order, each at most `slop` places after the one before."""
    if not all(words):
        return Look(NOTHING, ())
    fields = _fields(field)
    if slop == 1:
        row = _text(words)
        filters = [{"match_phrase": {each: {"query": row, "analyzer": "places"}}} for each in fields]
        return Look(any_filter(filters), _counted([_in_order(row, 0)], fields))
    *before, last = words
    chains = [[row, (last,)] for row in _bounded(_with_gaps([(each,) for each in before], slop))]
    queries = [_chain(chain, slop) for chain in chains]
    return Look(_anywhere(queries, fields), _counted(queries, fields), exactly=False)


def _of_near(near: ResolvedNear, segment: Segment) -> Look:
    """Return the look of sides in any order, each at most `distance` places after the one before."""
    sides = [_rows_of(side, segment) for side in near.sides]
    queries: list[Json] = []
    for order in permutations(sides):
        for rows in product(*order):
            *before, last = rows
            for row in _bounded(_with_gaps(before, near.distance), _MOST_ROWS - len(queries)):
                queries.append(_chain([row, last], near.distance))
    fields = _fields(near.field)
    return Look(_anywhere(queries, fields), _counted(queries, fields), exactly=False)


def _rows_of(side: Side, segment: Segment) -> list[Row]:
    """Return the rows that a side may be; of those that end at one place, only the shortest counts."""
    single: list[str] = []
    longer: list[Row] = []
    for leaf in side:
        if isinstance(leaf, ResolvedPhrase):
            words, solid = _forms_of_words(leaf, segment)
            single += solid
            if all(words):
                longer += _bounded(_with_gaps([(each,) for each in words], leaf.slop))
        else:
            (forms,) = forms_of(leaf, segment)
            single += forms
    known = {*single}
    rows: list[Row] = [((*dict.fromkeys(single),),)] if single else []
    for row in longer:
        ends = tuple(form for form in row[-1] if form not in known)
        rows += [(*row[:-1], ends)] if ends else []
    return rows


def _with_gaps(rows: Sequence[Row], slop: int) -> Iterator[Row]:
    """Yield these rows as one, for each choice of gaps below `slop` between them."""
    first, *others = rows
    for gaps in product(range(slop), repeat=len(others)):
        row = first
        for gap, other in zip(gaps, others, strict=True):
            row = (*row, *((),) * gap, *other)
        yield row


def _bounded(rows: Iterable[Row], most: int = _MOST_ROWS) -> list[Row]:
    some = list(islice(rows, most + 1))
    if len(some) > most:
        raise QueryTooComplex(
            Message(
                "on a server, words near one another may stand in {count:,} ways at most: ask for fewer "
                "words, or for a shorter distance",
                count=_MOST_ROWS,
            )
        )
    return some


def _text(row: Iterable[Place]) -> str:
    return " ".join(BAR.join(forms) if forms else GAP for forms in row)


def _in_order(text: str, gaps: int) -> Json:
    return {"match": {"query": text, "analyzer": "places", "ordered": True, "max_gaps": gaps}}


def _chain(rows: Sequence[Row], slop: int) -> Json:
    """Return rows in order, with fewer than `slop` places between them."""
    if all(len(row) == 1 for row in rows):
        return _in_order(_text([row[0] for row in rows]), slop - 1)
    parts = [_in_order(_text(row), 0) for row in rows]
    return {"all_of": {"intervals": parts, "ordered": True, "max_gaps": slop - 1}}


def _rule(queries: Sequence[Json]) -> Json:
    return queries[0] if len(queries) == 1 else {"any_of": {"intervals": list(queries)}}


def _anywhere(queries: Sequence[Json], fields: Sequence[FieldName]) -> Json:
    """Return a filter for places: alternatives apart, as together shorter ones hide longer ones."""
    return any_filter([{"intervals": {field: each}} for field in fields for each in queries])


def _counted(queries: Sequence[Json], fields: Sequence[FieldName]) -> tuple[Json, ...]:
    if not queries:
        return ()
    return tuple(
        {
            "script_score": {
                "query": {"intervals": {field: _rule(queries)}},
                "script": {"source": _PLACES, "params": {"times": _times(field)}},
            }
        }
        for field in fields
    )
