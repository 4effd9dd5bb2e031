"""Fields in segments: values are given back, merging is building anew, and a check notices any change."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article, ArticleError, FrsearchError, IndexCorrupted
from frsearch.codec import invariants, manifest, strings_writer
from frsearch.codec.array_file import Array, ArrayFile, ArrayFileWriter
from frsearch.codec.build import in_document_order, write_segment
from frsearch.codec.bulk_analysis import BulkAnalysis
from frsearch.codec.document_store import ArticleCodec
from frsearch.codec.field_columns import FieldColumn
from frsearch.codec.field_writing import write_merged
from frsearch.codec.limits import PostingLimits
from frsearch.codec.segment import Segment
from frsearch.codec.strings import Strings
from frsearch.codec.strings_writer import write_strings
from frsearch.fields import (
    LONGEST_LABEL,
    VALUE_TYPES,
    Declared,
    is_name,
    label_of,
    labels_of,
    number_of,
    values_of,
)
from tests.conftest import limited_index

FIELD_ARRAYS = (
    *("fields.text", "fields.ends", "fields.values", "fields.documents", "fields.bytes"),
    *("values.text", "values.ends", "values.types", "columns.values", "columns.documents"),
    *("value_words.text", "value_words.ends", "value_words.starts", "value_words.values"),
)

NAMES = st.sampled_from(
    ["source", "Source", "mots-clés", "é", "e", "a b", "a", "page", "stored", " ", "", "n" * 201, "a\0b"]
)
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        ["Le Monde", "le monde", "Élysée", "elysee", "L'Humanité", "1", "1,5", "-5", "true"]
    ),
    st.sampled_from(["", " ", "\0", "a\0b", "🗞️", "ß", "œuvre", "x" * 1_000 + "y", "x" * 1_000 + "z"]),
    st.sampled_from([1, 1.0, 1.5, -0.0, -5, 10**299, 10**300, -(10**400), 1e16, 1e308, 5e-324]),
    st.sampled_from([True, False, None, float("nan"), float("inf"), {"a": 1}, ["a"]]),
    st.integers(-3, 300),
    st.text(max_size=4),
    st.floats(),
)
EXTRAS = st.dictionaries(NAMES, VALUES | st.lists(VALUES, max_size=4), max_size=4)
CORPORA = st.lists(
    st.builds(
        lambda id, extra: Article(f"a{id:02}", "texte", "", ("2018", "2019")[id % 2], extra=extra),
        st.integers(0, 40),
        EXTRAS,
    ),
    max_size=10,
    unique_by=lambda article: article.id,
)
STORED = frozenset({"stored"})
fast = settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def built(path: Path, articles: list[Article], stored_only: frozenset[str] = STORED) -> Segment:
    writer = ArrayFileWriter(path)
    ordered = in_document_order(articles)
    limits = PostingLimits()
    write_segment(writer, ordered, BulkAnalysis(), ArticleCodec(), limits, lambda *_: None, stored_only)
    writer.close({})
    return Segment(path, ArticleCodec())


def merged(path: Path, segments: list[Segment], live: list[Any]) -> ArrayFile:
    """Merge the fields of segments whose documents follow one another."""
    numbers = np.cumsum(np.concatenate([np.zeros(0, np.int64), *live])) - 1
    numbers[~np.concatenate([np.zeros(0, np.bool_), *live])] = -1
    starts = np.cumsum([0, *(segment.size for segment in segments)])
    documents = [
        numbers[one : one + segment.size] for one, segment in zip(starts, segments, strict=False)
    ]
    path.unlink(missing_ok=True)
    with ArrayFileWriter(path) as writer:
        columns = [segment.fields for segment in segments]
        write_merged(writer, columns, documents, int(sum(map(sum, live))))
        writer.close({})
    return ArrayFile(path)


def values_in(segment: Segment, document: int) -> dict[str, dict[str, str]]:
    """The values of a document, by field, with their types."""
    found = {
        name: {column.label(value): column.type(value) for value in column.of_document(document)}
        for name, column in segment.fields.items()
    }
    return {name: values for name, values in found.items() if values}


def expected_of(article: Article) -> dict[str, dict[str, str]]:
    values = {
        name: dict(values_of(value))
        for name, value in article.extra.items()
        if is_name(name) and name != "stored"
    }
    return {name: each for name, each in values.items() if each}


@fast
@given(CORPORA)
def test_values_are_given_back_and_pass_the_check(tmp_path: Path, articles: list[Article]) -> None:
    segment = built(tmp_path / "a.segment", articles)
    for document, article in enumerate(in_document_order(articles)):
        assert values_in(segment, document) == expected_of(article)
    assert list(invariants.problems(segment, STORED)) == []
    assert list(segment.fields) == sorted({name for each in articles for name in expected_of(each)})


@fast
@given(st.lists(CORPORA, min_size=1, max_size=4), st.integers(0, 1 << 40))
def test_merging_fields_gives_what_building_at_once_gives(
    tmp_path: Path, corpora: list[list[Article]], alive: int
) -> None:
    # Documents follow one another: each corpus is of a later year.
    dated = [
        [replace_date(article, str(2000 + year)) for article in articles]
        for year, articles in enumerate(corpora)
    ]
    segments = [built(tmp_path / f"{at}.segment", articles) for at, articles in enumerate(dated)]
    live = [
        np.array([alive >> int(segment.ids[at][1:]) & 1 for at in range(segment.size)], np.bool_)
        for segment in segments
    ]
    rest = [
        segment.article(at)
        for segment, own in zip(segments, live, strict=True)
        for at in own.nonzero()[0].tolist()
    ]
    anew = built(
        tmp_path / "anew.segment",
        [
            Article(f"b{len(rest) - at:03}", each.text, date=each.date, extra=each.extra)
            for at, each in enumerate(rest)
        ],
    )
    ours = merged(tmp_path / "merged", segments, live)
    assert set(ours.names()) == set(FIELD_ARRAYS)
    for name in FIELD_ARRAYS:
        assert ours[name].dtype == anew.bundle[name].dtype
        assert np.array_equal(ours[name], anew.bundle[name]), name


def replace_date(article: Article, date: str) -> Article:
    return Article(article.id, article.text, date=date, extra=article.extra)


@fast
@given(VALUES)
def test_a_number_has_the_label_of_a_number(value: Any) -> None:
    label = label_of(value)
    if label is not None:
        assert 0 < len(label) <= LONGEST_LABEL
        assert (
            not isinstance(value, int | float) or value in (True, False) or number_of(label) is not None
        )


# --- any change is noticed


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> Segment:
    """A segment with dense and listed columns, several types, several values."""
    draw = Random(0)
    articles = [
        Article(
            f"a{number:02}",
            "texte",
            date="2018",
            extra={
                "source": draw.choice(["Le Monde", "Libération", "L'Humanité"]),
                "page": draw.choice([1, 2, "3", "p. 4"]),
                **(
                    {"tags": draw.sample(["climat", "école", "État", 12, True], 2)} if number % 3 else {}
                ),
                **({"rare": "Jean d’Ormesson"} if number == 5 else {}),
            },
        )
        for number in range(12)
    ]
    return built(tmp_path_factory.mktemp("sound") / "sound.segment", articles)


def with_arrays(segment: Segment, path: Path, changed: dict[str, Array]) -> Segment:
    path.unlink(missing_ok=True)
    writer = ArrayFileWriter(path)
    for name in segment.bundle.names():
        writer.add(name, changed.get(name, segment.bundle[name]))
    writer.close({})
    return Segment(path, ArticleCodec())


def changes(array: Array) -> Iterator[Array]:
    """Arrays that are not this one: each number changed, left out and repeated, all swapped."""
    for at in range(len(array)):
        for value in {0, 1, int(array[at]) + 1, int(array[at]) - 1, np.iinfo(array.dtype).max}:
            if 0 <= value <= np.iinfo(array.dtype).max and value != array[at]:
                changed = array.copy()
                changed[at] = value
                yield changed
        yield np.delete(array, at)
        yield np.insert(array, at, array[at])
        swapped = array.copy()
        swapped[[at - 1, at]] = array[[at, at - 1]]
        yield swapped
    yield array[:0]
    yield np.concatenate([array, array])


def reads(segment: Segment) -> None:
    """Read all that searches read of fields."""
    documents = np.arange(segment.size)
    for column in segment.fields.values():
        _ = column.pairs(documents), column.pairs(documents[3:4]), column.has_several(None)
        _ = column.among(np.ones(column.count, np.bool_), documents), list(column.labels())
        _ = column.find("climat"), column.between(1, 3), column.types(), column.words.find("monde")
        _ = (
            column.values_with("climat"),
            column.values_with_words(*column.words.range_of("")),
            column.all_words(),
        )
        _ = [column.of_document(document) for document in documents.tolist()]
        _ = [column.label(number) for number in range(column.count)]


@pytest.mark.parametrize("most", [25, pytest.param(10_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", FIELD_ARRAYS)
def test_any_change_of_an_array_is_noticed_and_harmless(
    segment: Segment, tmp_path: Path, name: str, most: int
) -> None:
    array = segment.bundle[name]
    others = [changed for changed in changes(array) if not np.array_equal(changed, array)]
    tried = 0
    for changed in Random(most).sample(others, min(most, len(others))):
        harmed = with_arrays(segment, tmp_path / "harmed.segment", {name: changed})
        assert list(invariants.problems(harmed)), (name, changed.tolist())
        # A merge must not take it for right, either.
        for use in (reads, lambda each: merged(tmp_path / "merged", [each], [np.ones(12, np.bool_)])):
            try:
                use(harmed)
            except IndexCorrupted as error:
                assert error.file == str(harmed.path)
        tried += 1
    assert tried > 5


def test_fields_that_articles_do_not_have_are_noticed(segment: Segment) -> None:
    """A field declared as stored only must have no column."""
    assert list(invariants.problems(segment)) == []
    (problem,) = invariants.problems(segment, frozenset({"rare"}))
    assert str(problem) == "the field 'rare' has values that no article has"
