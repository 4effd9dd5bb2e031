"""Fields in segments: values are given back, merging is building anew, a check notices any change."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator
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
from frsearch.codec.bulk_analysis import BulkAnalysis
from frsearch.codec.document_store import ArticleCodec
from frsearch.codec.draft import write_segment
from frsearch.codec.field_writing import write_merged
from frsearch.codec.limits import PostingLimits
from frsearch.codec.segment import Segment
from frsearch.codec.strings import Strings
from frsearch.codec.strings_writer import write_strings
from frsearch.fields import (
    LONGEST_LABEL,
    Declared,
    is_name,
    label_of,
    number_of,
    values_of,
)
from tests.conftest import in_document_order, limited_index

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
    limits = PostingLimits()
    write_segment(writer, articles, BulkAnalysis(), ArticleCodec(), limits, lambda *_: None, stored_only)
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
        _ = column.counts(documents), column.counts(documents[3:4])
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


def refusal(use: Callable[[Segment], object], segment: Segment) -> str | None:
    """Return the file that IndexCorrupted names, None if there is no error."""
    try:
        use(segment)
    except IndexCorrupted as error:
        return error.file
    return None


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
            assert refusal(use, harmed) in (None, str(harmed.path))
        tried += 1
    assert tried > 5


def test_fields_that_articles_do_not_have_are_noticed(segment: Segment) -> None:
    """A field declared as stored only must have no column."""
    assert list(invariants.problems(segment)) == []
    (problem,) = invariants.problems(segment, frozenset({"rare"}))
    assert str(problem) == "the field 'rare' has values that no article has"


# --- memory


def test_strings_of_four_gigabytes_have_wider_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strings_writer, "_MOST", 4)
    for texts in (["a", "bb"], ["a", "bbb"], ["é\0", "bb", ""]):
        path = tmp_path / f"{len(texts)}{texts[1]}"
        writer = ArrayFileWriter(path)
        write_strings(writer, "words", texts)
        writer.close({})
        strings = Strings(ArrayFile(path), "words")
        assert strings.all() == texts
        assert strings.lengths.tolist() == [len(each.encode()) for each in texts]
        wide = sum(map(len, map(str.encode, texts))) >= 4
        assert ArrayFile(path)["words.ends"].itemsize == (8 if wide else 4)


def test_all_is_well_with_wide_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strings_writer, "_MOST", 0)
    articles = [
        Article(
            f"a{number}", f"Un texte{number}", extra={"source": f"Le Monde {number % 3}", "page": number}
        )
        for number in range(9)
    ]
    with limited_index(tmp_path / "index", merged_segments=2) as index:
        index.add(articles[:4])
        index.add(articles[3:])
        assert index.check().ok
        for segment in index._searcher.snapshot.segments:
            for name in ("values", "fields", "value_words", "terms", "ids"):
                assert segment.bundle[f"{name}.ends"].itemsize == 8
        assert index.search("source:monde source:1 page:2..", limit=0).total == 2
        assert index.search("texte7 textes").total == 1
        assert index.suggest("texte")


def test_a_merge_does_not_hold_the_labels(tmp_path: Path) -> None:
    """Of 12 MB of labels, a merge reads a few at a time."""
    segments = [
        built(
            tmp_path / f"{part}.segment",
            [
                Article(f"{part}{at:04}", "", date=str(2000 + part), extra={"url": f"{at}-" + "x" * 990})
                for at in range(4_000)
            ],
        )
        for part in range(3)
    ]
    live = [np.ones(segment.size, np.bool_) for segment in segments]
    _ = [segment.fields["url"].label(0) for segment in segments]
    tracemalloc.start()
    try:
        bundle = merged(tmp_path / "merged", segments, live)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(bundle["values.text"]) > 3_900_000
    assert peak < 12_000_000


def test_long_values_are_refused(segment: Segment, tmp_path: Path) -> None:
    """The order of values is cached by their number, so that long ones could fill the memory."""
    count = len(segment.bundle["values.ends"]) - 1
    changed: dict[str, Array] = {
        "values.text": np.full(count * 100_000, ord("a"), np.uint8),
        "values.ends": (np.arange(count + 1) * 100_000).astype(np.uint32),
    }
    harmed = with_arrays(segment, tmp_path / "harmed.segment", changed)
    for use in (
        lambda: harmed.fields["source"].find("Le Monde"),
        lambda: harmed.fields["source"].label(0),
        lambda: list(harmed.fields["source"].labels()),
        lambda: harmed.fields["page"].between(1, 2),
    ):
        with pytest.raises(IndexCorrupted, match="too long"):
            use()
    assert list(invariants.problems(harmed))


def test_many_fields_take_little_memory(tmp_path: Path) -> None:
    """A column is made when it is asked for."""
    articles = [
        Article(f"a{at}", "", extra={f"champ {at} {each}": 1 for each in range(50)}) for at in range(100)
    ]
    segment = built(tmp_path / "a.segment", articles)
    size = len(segment.bundle["fields.text"])
    tracemalloc.start()
    try:
        assert len(segment.fields) == 5_000
        assert segment.fields["champ 7 7"].find("1") == [0]
        assert tracemalloc.get_traced_memory()[1] < 30 * size
    finally:
        tracemalloc.stop()
    assert list(invariants.problems(segment)) == []


def test_opening_and_searching_words_read_no_column(tmp_path: Path) -> None:
    with frsearch.create_index(tmp_path / "index") as index:
        index.add(Article(f"a{at}", "un sommet", extra={"source": f"s{at}" * 40}) for at in range(2_000))
    with frsearch.open_index(tmp_path / "index") as index:
        (segment,) = index._searcher.snapshot.segments
        assert "fields" not in segment.__dict__
        assert index.search("sommet", limit=1).total == 2_000
        columns = segment.__dict__.get("fields")
        assert columns is None or not columns._made


# --- declared fields


DECLARED = {
    "page": "number",
    "secret": "stored",
    "payant": "boolean",
    "tags": {"weight": 2.0, "name": "Mots"},
}


def sourced(number: int) -> Article:
    extra = {
        "page": number % 5,
        "secret": f"s{number}",
        "payant": number % 2 == 0,
        "tags": ["climat", f"t{number % 3}"],
    }
    return Article(f"a{number:03}", f"Le sommet numéro{number}", date="2018", extra=extra)


def test_workers_make_the_fields_that_one_process_makes(tmp_path: Path) -> None:
    """They are told what is stored only; merges of their segments keep it."""
    said = []
    for workers in (1, 2):
        path = tmp_path / str(workers)
        frsearch.create_index(path, fields=DECLARED).close()
        with frsearch.open_index(path) as index:
            index._engine.folder.limits = replace(
                index._engine.folder.limits, batch_characters=800, worker_batch_characters=400
            )  # type: ignore[attr-defined]
            index.add(map(sourced, range(120)), workers=workers)
            assert index.check().ok
            assert "secret" not in {each.name for each in index.fields()}
            assert index.search("secret:s3", limit=0).total == 0
            assert index.get("a003") == sourced(3)
            said.append((index.fields(), index.search("climat", facets=("tags",)).facets))
    assert said[0] == said[1]


@pytest.mark.parametrize(
    "extra", [{"page": "p. 3"}, {"page": True}, {"page": [1, "x"]}, {"payant": 1}, {"page": {"a": 1}}]
)
@pytest.mark.parametrize("workers", [1, 2])
def test_a_value_that_does_not_fit_leaves_the_index_unchanged(
    tmp_path: Path, extra: dict[str, Any], workers: int
) -> None:
    with frsearch.create_index(tmp_path / "index", fields=DECLARED) as index:
        index.add([sourced(0)])
        before = sorted(path.name for path in index.path.iterdir())
        wrong = Article("faux", "texte", extra=extra)
        with pytest.raises(ArticleError, match=r"'faux'.*declared"):
            index.add([sourced(0), sourced(1), wrong], workers=workers)
        assert len(index) == 1
        assert index.check().ok
        assert sorted(path.name for path in index.path.iterdir()) == before
        index.add([sourced(1)])
        assert len(index) == 2


def test_declared_fields_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "index"
    frsearch.create_index(path, fields=DECLARED).close()
    expected = (
        Declared("page", "number"),
        Declared("secret", "stored"),
        Declared("payant", "boolean"),
        Declared("tags", None, "Mots", 2.0),
    )
    assert manifest.read(path).fields == expected
    with frsearch.open_index(path) as index:
        index.add(map(sourced, range(3)))
        index.remove(["a000"])
        assert index.search("mots:t1", limit=0).total == 1
    assert manifest.read(path).fields == expected
    frsearch.create_index(path, overwrite=True).close()
    assert manifest.read(path).fields == ()


@pytest.mark.parametrize(
    "fields",
    [
        *({"page": "integer"}, {"page": 5}, {"page": {"typ": "number"}}, {"page": {"type": "integer"}}),
        *({"": "text"}, {5: "text"}, {"a\0": "text"}, {"a" * 201: "text"}, ["page"], "page"),
        *({"page": {"weight": -1}}, {"page": {"weight": True}}, {"page": {"weight": float("nan")}}),
        *({"page": {"weight": "2"}}, {"page": {"name": 5}}, {"page": {"type": "stored", "weight": 1}}),
        *({"page": {"type": ["text"]}}, {"page": {"type": {}}}, {"page": None}),
    ],
)
def test_a_bad_declaration_is_refused(tmp_path: Path, fields: Any) -> None:
    with pytest.raises(FrsearchError, match="field"):
        frsearch.create_index(tmp_path / "index", fields=fields)
    assert not manifest.exists(tmp_path / "index")


@pytest.mark.parametrize(
    "fields",
    [
        *(None, 5, {}, "page", [5], [{}], ["page"], [None], [[]]),
        *([{"name": "page", "type": "number"}], [{"name": "page", "type": 5, "shown": "", "weight": 0}]),
        *(
            [{"name": name, "type": type, "shown": shown, "weight": weight}]
            for name, type, shown, weight in (
                *(("", None, "", 0), (5, None, "", 0), ([], None, "", 0), ("a", [], "", 0)),
                *(("a", None, 5, 0), ("a", None, "", -1), ("a", None, "", 1e999), ("a", None, "", "1")),
                ("a", "stored", "", 1),
            )
        ),
        [{"name": "a", "type": None, "shown": "", "weight": 0}] * 2,
    ],
)
def test_a_declaration_made_to_harm_is_a_damaged_manifest(tmp_path: Path, fields: Any) -> None:
    frsearch.create_index(tmp_path, fields=DECLARED).close()
    content = json.loads((tmp_path / manifest.NAME).read_bytes()) | {"fields": fields}
    del content["checksum"]
    (tmp_path / manifest.NAME).write_bytes(manifest.sealed(json.dumps(content, indent=1).encode()))
    with pytest.raises(IndexCorrupted, match="rebuild") as caught:
        frsearch.open_index(tmp_path)
    assert caught.value.file == str(tmp_path / manifest.NAME)
    assert not frsearch.check_index(tmp_path).ok
