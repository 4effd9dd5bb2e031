"""The fields of `extra` in Whoosh's ways: what plain Whoosh finds, groups and sorts of KEYWORDs."""

from __future__ import annotations

import gc
import pickle
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.analysis import IDAnalyzer
from whoosh.columns import VarBytesColumn
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser
from whoosh.reading import TermNotFound
from whoosh.sorting import Count, FieldFacet, MultiFacet
from whoosh.writing import BufferedWriter

import frsearch
from frsearch import Article, ArticleError, FrsearchError, IndexCorrupted
from frsearch.codec.for_whoosh import values
from frsearch.codec.for_whoosh.schema import _OWN_NAMES, ShownField
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.limits import WriteLimits
from frsearch.engine.arrays.engine import ArraysEngine
from frsearch.fields import declared_fields, labels_of, number_of, order_key
from tests.test_search_oracle import articles_after

KEYWORDS = ("source", "tags", "mixed")
NUMBERS = ("page",)
NAMES = (*KEYWORDS, *NUMBERS)
LABELS = ("Le Monde", "Libération", "L’Humanité", "Élysée", "Dupont, Jean", "été", "1", "10", "true")
PAGES = (-2, 0, 1, 1.5, 3, 10, "12,5", "3", 1e20)


# --- articles, an index of ours and a plain one


def extras() -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(st.sampled_from(LABELS), max_size=3)
    values = {
        "source": st.sampled_from(LABELS),
        "tags": several,
        "mixed": st.sampled_from(LABELS) | several | st.sampled_from([1, 10.0, True, None, " "]),
        "page": st.sampled_from(PAGES),
    }
    return st.fixed_dictionaries({}, optional=values)


def articles() -> st.SearchStrategy[list[Article]]:
    made = st.builds(
        lambda number, date, extra: Article(f"a{number:02}", "le chat", "", date, extra=extra),
        st.integers(0, 12),
        st.sampled_from([None, "2017", "2018-06"]),
        extras(),
    )
    return st.lists(made, min_size=1, max_size=8, unique_by=lambda article: article.id)


def histories() -> st.SearchStrategy[list[Any]]:
    removed = st.sets(st.sampled_from([f"a{number:02}" for number in range(13)]), max_size=4)
    return st.lists(articles() | removed, min_size=1, max_size=4)


@contextmanager
def ours(steps: list[Any], *, merge: bool = False) -> Iterator[frsearch.Index]:
    """Yield an index after these steps, of segments that are merged often or never."""
    limits = WriteLimits(merged_segments=2 if merge else 1_000)
    with tempfile.TemporaryDirectory() as name:
        declared = declared_fields({"page": "number", "secret": "stored"})
        folder = IndexFolder.create(Path(name), limits=limits, fields=declared)
        with frsearch.Index(Path(name), ArraysEngine(folder)) as index:
            for step in steps:
                if isinstance(step, set):
                    index.remove(step)
                else:
                    index.add(step)
            yield index


class Labels(KEYWORD):  # type: ignore[misc]  # Whoosh is untyped
    """KEYWORD of whole values, with a column, which has the first one."""

    def __init__(self) -> None:
        super().__init__(stored=True, analyzer=IDAnalyzer())
        self.column_type = VarBytesColumn()


def plain_index(articles: list[Article]) -> Any:
    numbers = {name: NUMERIC(float, stored=True, shift_step=0) for name in NUMBERS}
    keywords = {name: Labels() for name in KEYWORDS}
    schema = Schema(id=ID(stored=True), text=TEXT(), **keywords, **numbers)
    index = RamStorage().create_index(schema)
    with index.writer() as writer:
        for article in articles:
            writer.add_document(id=article.id, text=article.text, **dict(plain_values(article)))
    return index


def plain_values(article: Article) -> Iterator[tuple[str, Any]]:
    for name in NAMES:
        labels = sorted(labels_of(article.extra.get(name)), key=order_key)
        if labels and name in NUMBERS:
            yield name, number_of(labels[0])
        elif labels:
            yield name, labels


# --- what is found, in which order, in which groups


ASKED = [
    *(query.Term(name, label) for name in KEYWORDS for label in (*LABELS, "Monde", "e")),
    *(query.Term("page", number) for number in (-2, 0, 1, 1.5, 12.5, 3.0, 4)),
    *(query.Every(name) for name in NAMES),
    *(query.Prefix("source", prefix) for prefix in ("L", "Lib", "", "x")),
    query.Wildcard("tags", "*é*"),
    query.Regex("source", "^.*e$"),
    query.FuzzyTerm("source", "Liberation", maxdist=1),
    query.TermRange("mixed", "1", "E"),
    query.TermRange("tags", "Dupont, Jean", None, startexcl=True),
    query.NumericRange("page", 1, 3),
    query.NumericRange("page", None, 1.5, endexcl=True),
    query.NumericRange("page", 3, None, startexcl=True),
    query.And([query.Term("text", "chat"), query.Term("source", "été")]),
    query.Or([query.Term("source", "été"), query.Term("page", 3)]),
    query.And([query.Every(), query.Not(query.Every("tags"))]),
]


def ids(searcher: Any, asked: Any, **options: Any) -> list[str]:
    return [hit["id"] for hit in searcher.search(asked, limit=None, **options)]


def groups(searcher: Any, facet: FieldFacet) -> dict[Any, set[str]]:
    results = searcher.search(query.Every(), limit=None, groupedby={"f": facet})
    # Plain Whoosh has no column, and another name for no value, if there is no value at all.
    found = {None if name == "" else name: numbers for name, numbers in results.groups("f").items()}
    return {
        name: {searcher.stored_fields(number)["id"] for number in numbers}
        for name, numbers in found.items()
    }


@settings(max_examples=25, deadline=None)
@given(histories(), st.booleans())
def test_fields_are_searched_sorted_and_grouped_as_in_plain_whoosh(
    steps: list[Any], merge: bool
) -> None:
    with ours(steps, merge=merge) as index, index.whoosh.searcher() as searcher:
        # Without an article, Whoosh has no schema to go by.
        if not (left := articles_after(steps)) or not {*NAMES} <= {*searcher.schema.names()}:
            return
        with plain_index(left).searcher() as plain:
            for asked in ASKED:
                assert sorted(ids(searcher, asked)) == sorted(ids(plain, asked)), asked
            for name, reverse in product(NAMES, (False, True)):
                order = MultiFacet([FieldFacet(name, reverse=reverse), FieldFacet("id")])
                found, expected = (
                    ids(each, query.Every(), sortedby=order) for each in (searcher, plain)
                )
                assert found == expected, (name, reverse)
            for name, overlap in product(NAMES, (False, True)):
                facet = FieldFacet(name, allow_overlap=overlap)
                assert groups(searcher, facet) == groups(plain, facet), (name, overlap)


# --- terms


def terms_of(reader: Any, name: str) -> list[tuple[Any, ...]]:
    """Return all that a reader says of the terms of a field."""
    told = []
    for term in reader.lexicon(name):
        info = reader.term_info(name, term)
        documents = [*reader.postings(name, term).all_ids()]
        told.append(
            (
                term,
                sorted(reader.stored_fields(number)["id"] for number in documents),
                (reader.frequency(name, term), reader.doc_frequency(name, term)),
                (info.weight(), info.max_weight(), info.min_length(), info.max_length()),
                (info.min_id(), info.max_id()) == (min(documents), max(documents)),
                (name, term) in reader,
            )
        )
    return told


def about(reader: Any) -> Iterator[Any]:
    names = [name for name in reader.indexed_field_names() if name in NAMES]
    yield sorted(names)
    yield [term for term in reader.all_terms() if term[0] in NAMES]
    for name in sorted(names):
        yield terms_of(reader, name)
        yield [(term, info.doc_frequency()) for term, info in reader.iter_field(name, b"")]
        yield [*reader.field_terms(name)]
        yield reader.most_frequent_terms(name, 3, b"")
        yield reader.field_length(name), reader.doc_field_length(0, name)
        if name in KEYWORDS:
            yield [*reader.expand_prefix(name, "L")]
            yield sorted(reader.terms_within(name, "Le Mond", 2))


@settings(max_examples=15, deadline=None)
@given(st.lists(articles(), min_size=1, max_size=3), st.booleans())
def test_terms_of_fields_are_those_of_plain_whoosh(batches: list[list[Article]], merge: bool) -> None:
    steps = [
        [replace(each, id=f"{number}{each.id}") for each in batch]
        for number, batch in enumerate(batches)
    ]
    with (
        ours(steps, merge=merge) as index,
        index.whoosh.reader() as reader,
        plain_index(articles_after(steps)).reader() as plain,
    ):
        assert [*about(reader)] == [*about(plain)]


@settings(max_examples=15, deadline=None)
@given(histories(), st.booleans())
def test_columns_and_stored_fields_are_what_articles_have(steps: list[Any], merge: bool) -> None:
    with ours(steps, merge=merge) as index, index.whoosh.reader() as reader:
        for name in {*NAMES} & {*reader.schema.names()}:
            column = reader.column_reader(name)
            listed = [*column]
            for number, stored in reader.iter_docs():
                article = index.get(stored["id"])
                assert article is not None
                labels = sorted(labels_of(article.extra.get(name)), key=order_key)
                nothing, made = (None, number_of) if name in NUMBERS else ("", str)
                assert column[number] == listed[number] == (made(labels[0]) if labels else nothing)
                assert stored.get(name) == article.extra.get(name) == stored["extra"].get(name)


# --- names


SOURCES = [
    Article("a", "le chat", extra={"source": "Le Monde", "Mots clés": ["été", "eau"], "page": 2}),
    Article("b", "le chien", extra={"source": "Le Temps", "page": 1, "secret": "x", "_tag": True}),
    Article("c", "le chat", extra={"source": "Le Monde", "title": "t", "text_exact": 1, "a-b": "0"}),
]


def test_the_schema_has_the_fields_whose_names_are_not_taken() -> None:
    with ours(
        [SOURCES, [Article("d", "x", extra={"a_b": "1", "date": "hier", "2": 3, "¿": 1})]]
    ) as index:
        held = index.whoosh
        added = {*held.schema.names()} - {*_OWN_NAMES}
        assert added == {"source", "mots_cles", "page", "tag", "a_b", "2"}
        with held.searcher() as searcher:
            # "a-b" would be "a_b", which another field is.
            assert ids(searcher, query.Every("a_b")) == ["d"]
            assert ids(searcher, query.Term("mots_cles", "été")) == ["a"]
            assert ids(searcher, query.Term("tag", True)) == ids(searcher, query.Every("tag")) == ["b"]
            assert searcher.document(id="c")["title"] == ""
            for name in ("Mots clés", "secret", "a-b"):
                assert ids(searcher, query.Term(name, "x")) == []
                with pytest.raises(TermNotFound):
                    searcher.reader().doc_frequency(name, "x")


def test_whooshs_parser_reads_fields() -> None:
    with ours([SOURCES]) as index, index.whoosh.searcher() as searcher:
        parser = QueryParser("text", searcher.schema)
        for asked, expected in (
            ('source:"Le Monde"', "ac"),
            ("chat source:'Le Monde'", "ac"),
            ("source:Le*", "abc"),
            ("mots_cles:eau", "a"),
            ("mots_cles:*", "a"),
            ("page:1", "b"),
            ("page:[1 TO 2]", "ab"),
            ("page:{1 TO]", "a"),
            ("tag:true", "b"),
            ("NOT page:2", "bc"),
        ):
            assert "".join(sorted(ids(searcher, parser.parse(asked)))) == expected, asked


def test_an_article_without_a_value_is_in_a_group_of_its_own() -> None:
    with ours([SOURCES]) as index, index.whoosh.searcher() as searcher:
        results = searcher.search(
            query.Every(), groupedby=["source", "page", "mots_cles"], maptype=Count
        )
        assert results.groups("source") == {"Le Monde": 2, "Le Temps": 1}
        assert results.groups("page") == {2: 1, 1: 1, None: 1}
        assert results.groups("mots_cles") == {"eau": 1, "": 2}
        backwards = FieldFacet("source", reverse=True)
        assert [*searcher.search(query.Every(), groupedby=backwards).groups()] == [
            "Le Monde",
            "Le Temps",
        ]


def test_a_held_index_shows_fields_that_come_later() -> None:
    with ours([SOURCES[:1]]) as index:
        held = index.whoosh
        searcher = held.searcher()
        assert held.schema is held.schema
        assert "author" not in held.schema
        index.add([Article("d", "le chat", extra={"author": "Dupont"})])
        assert "author" in held.schema
        assert "author" not in searcher.schema  # it keeps to its state
        newest = held.reader(reuse=searcher.reader())
        assert newest.doc_frequency("author", "Dupont") == 1
        assert all("author" in leaf.schema for leaf, _ in newest.leaf_readers())
        again = pickle.loads(pickle.dumps(held))
        assert again.schema == held.schema
        assert ids(held.storage.open_index(schema=held.schema).searcher(), query.Every("author")) == [
            "d"
        ]
        with pytest.raises(FrsearchError, match="schema of its own"):
            held.storage.open_index(schema=Schema(author=KEYWORD()))


# --- writing


def test_the_writer_deletes_by_fields_and_keeps_extra() -> None:
    with ours([SOURCES[:2], SOURCES[2:]]) as index:
        with index.whoosh.writer() as writer:
            assert writer.delete_by_term("source", "Le Monde") == 2
            with writer.searcher() as searcher:
                assert ids(searcher, query.Every("source")) == ["b"]
            writer.add_document(id="d", text="x", extra={"source": "Le Monde", "page": 7})
            with pytest.raises(ArticleError, match="'source' is not a field"):
                writer.add_document(id="e", text="x", source="Le Monde")
        with index.whoosh.writer() as writer:
            assert writer.delete_by_query(query.NumericRange("page", None, 1)) == 1
        index.refresh()
        assert [hit.id for hit in index.search("")] == ["d"]
        assert ids(index.whoosh.searcher(), query.Term("page", 7)) == ["d"]
        writer = index.whoosh.writer()
        writer.add_document(id="e", text="x", extra={"page": "p. 3"})
        with pytest.raises(ArticleError, match="'number'"):
            writer.commit()
        assert index.add([Article("f", "x")]).added == 1


def test_readers_and_buffered_writers_hand_fields_on() -> None:
    with ours([SOURCES[:2], SOURCES[2:]]) as index, ours([]) as other:
        with index.whoosh.reader() as reader, other.whoosh.writer() as writer:
            writer.add_reader(reader)
        buffered = BufferedWriter(other.whoosh, period=None, limit=10)
        buffered.add_document(id="d", text="x", extra={"source": "Ouest"})
        with buffered.searcher() as searcher:
            for reverse in (False, True):
                order = FieldFacet("source", reverse=reverse)
                assert sorted(ids(searcher, query.Every(), sortedby=order)) == ["a", "b", "c", "d"]
        buffered.close()
        other.refresh()
        assert [other.get(each.id) for each in SOURCES] == SOURCES
        assert ids(other.whoosh.searcher(), query.Term("source", "Ouest")) == ["d"]


def test_a_plain_index_can_be_made_with_our_schema() -> None:
    with ours([SOURCES]) as index:
        plain = RamStorage().create_index(index.whoosh.schema)
        with plain.writer() as writer:
            for article in SOURCES:
                writer.add_document(
                    id=article.id,
                    **{
                        name: article.extra[name] for name in ("source", "page") if name in article.extra
                    },
                )
        with plain.searcher() as searcher, index.whoosh.searcher() as ours_too:
            for name, reverse in product(("source", "page"), (False, True)):
                order = MultiFacet([FieldFacet(name, reverse=reverse), FieldFacet("id")])
                expected = ids(searcher, query.Every(), sortedby=order)
                assert ids(ours_too, query.Every(), sortedby=order) == expected


# --- suggestions, what is kept, what is damaged


def test_values_are_suggested_as_they_are() -> None:
    with ours([SOURCES[:2], SOURCES[2:]]) as index, index.whoosh.searcher() as searcher:
        assert searcher.suggest("source", "Le Mond") == ["Le Monde"]


def test_what_is_kept_of_a_segment_goes_with_it() -> None:
    with ours([SOURCES]) as index:
        reader = index.whoosh.reader()
        assert [*reader.lexicon("source")] == [b"Le Monde", b"Le Temps"]
        segment = weakref.ref(reader.segment().arrays)
        assert segment() in values._known
    del reader, index
    gc.collect()
    assert segment() is None


def test_a_field_of_numbers_with_another_value_is_damaged() -> None:
    with ours([SOURCES]) as index, index.whoosh.reader() as reader:
        reader.segment().shown["source"] = ShownField("source", is_number=True)
        with pytest.raises(IndexCorrupted, match="'source' of numbers"):
            [*reader.lexicon("source")]
