"""Walks through the dictionary in Whoosh's ways: what plain Whoosh gives, and few lists read."""

from __future__ import annotations

import gc
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser
from whoosh.reading import IndexReader, TermNotFound

import frsearch
from frsearch import Article, FrenchAnalyzer
from frsearch.codec.for_whoosh import lexicon
from frsearch.codec.postings import Lists
from tests.test_codec import ARTICLES

LOOKS = {"": "stem", "_lemma": "lemma", "_exact": "exact"}
NAMES = [name + ending for name in ("text", "title") for ending in LOOKS]


@contextmanager
def plain_reader(articles: list[Article]) -> Iterator[IndexReader]:
    """Yield a reader of a stock Whoosh index with the fields of ours."""
    fields = {
        field + ending: TEXT(analyzer=FrenchAnalyzer(look))  # type: ignore[arg-type]
        for field in ("text", "title")
        for ending, look in LOOKS.items()
    }
    index = RamStorage().create_index(Schema(id=ID(stored=True), **fields))
    with index.writer() as writer:
        for article in articles:
            texts = {name: getattr(article, name.partition("_")[0]) for name in NAMES}
            writer.add_document(id=article.id, **texts)
    with index.reader() as reader:
        yield reader


@contextmanager
def our_reader(*batches: list[Article]) -> Iterator[IndexReader]:
    with tempfile.TemporaryDirectory() as folder, frsearch.create_index(folder) as index:
        for batch in batches:
            index.add(batch)
        with index.whoosh.reader() as reader:
            yield reader


def statistics(reader: IndexReader, name: str, info: Any, text: bytes) -> tuple[Any, ...]:
    """Return what a term's statistics say, with ids for documents, whose numbers differ."""
    documents = [*reader.postings(name, text).all_ids()]
    assert (info.min_id(), info.max_id()) == (min(documents), max(documents))
    ids = sorted(reader.stored_fields(document)["id"] for document in documents)
    return info.weight(), info.doc_frequency(), info.max_weight(), ids


BATCHES = st.lists(ARTICLES, max_size=8, unique_by=lambda article: article.id)


@settings(max_examples=25, deadline=None)
@given(BATCHES)
def test_terms_and_their_statistics_are_those_of_plain_whoosh(articles: list[Article]) -> None:
    with plain_reader(articles) as plain, our_reader(articles) as ours:
        expected = [*plain.all_terms()]
        assert [*ours.all_terms()] == expected
        items = dict(iter(ours))
        assert [*items] == expected
        for term, info in plain:
            assert term in ours
            theirs = statistics(plain, term[0], info, term[1])
            for each in (items[term], ours.term_info(*term)):
                assert statistics(ours, term[0], each, term[1]) == theirs
                lengths = [ours.doc_field_length(n, term[0]) for n in ours.postings(*term).all_ids()]
                if term[0] != "id":
                    assert (each.min_length(), each.max_length()) == (min(lengths), max(lengths))
            assert ours.frequency(*term) == plain.frequency(*term)
            assert ours.doc_frequency(*term) == plain.doc_frequency(*term)
            assert ours.first_id(*term) == info_first(ours, term)


def info_first(reader: IndexReader, term: tuple[str, bytes]) -> int:
    return min(reader.postings(*term).all_ids())


@settings(max_examples=25, deadline=None)
@given(BATCHES, st.sampled_from(NAMES), st.sampled_from("a c ch chat é ré 1 le~ \U0010ffff".split()))
def test_walks_from_a_place_are_those_of_plain_whoosh(
    articles: list[Article], name: str, text: str
) -> None:
    with plain_reader(articles) as plain, our_reader(articles) as ours:
        if name not in plain.indexed_field_names():  # of which Whoosh has no place to begin
            return
        for walk in ("terms_from", "expand_prefix"):
            assert [*getattr(ours, walk)(name, text)] == [*getattr(plain, walk)(name, text)], walk
        for walk in ("iter_from", "iter_prefix", "iter_field"):
            found = [(term, info.weight()) for term, info in getattr(ours, walk)(name, text)]
            expected = [(term, info.weight()) for term, info in getattr(plain, walk)(name, text)]
            assert found == expected, walk
        for walk in ("lexicon", "field_terms"):
            assert [*getattr(ours, walk)(name)] == [*getattr(plain, walk)(name)], walk
        for most in ("most_frequent_terms", "most_distinctive_terms"):
            assert getattr(ours, most)(name, 3, "c") == getattr(plain, most)(name, 3, "c"), most
        for distance in (1, 2):
            found = sorted(ours.terms_within(name, "chats", distance))
            assert found == sorted(plain.terms_within(name, "chats", distance))


@settings(max_examples=15, deadline=None)
@given(st.lists(BATCHES.filter(len), min_size=2, max_size=4))
def test_several_segments_are_walked_as_one(batches: list[list[Article]]) -> None:
    articles = [
        Article(f"{number}{each.id}", each.text, each.title, each.date)
        for number, batch in enumerate(batches)
        for each in batch
    ]
    parts = [[each for each in articles if each.id[0] == str(n)] for n in range(len(batches))]
    with our_reader(articles) as one, our_reader(*parts) as several:
        for walked in (
            lambda reader: [*reader],
            lambda reader: [*reader.iter_from("text", "ch")],
            lambda reader: [(("title", text), info) for text, info in reader.iter_field("title")],
        ):
            found = [
                (term, statistics(several, term[0], info, term[1])) for term, info in walked(several)
            ]
            expected = [(term, statistics(one, term[0], info, term[1])) for term, info in walked(one)]
            assert found == expected
        for most in (one, several):
            assert most.most_frequent_terms("text", 4) == one.most_frequent_terms("text", 4)


# --- how much is read


@pytest.fixture
def lists_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many times posting lists are read, as a list's length."""
    calls: list[int] = []
    for name in ("one", "several", "find"):
        monkeypatch.setattr(Lists, name, _counted(getattr(Lists, name), calls))
    return calls


def _counted(read: Any, calls: list[int]) -> Any:
    def counted(*arguments: Any) -> Any:
        calls.append(1)
        return read(*arguments)

    return counted


WORDS = [f"mot{a}{b}{c}" for a in "abcdefghij" for b in "abcdefghij" for c in "abcdefghij"]


@pytest.mark.parametrize(
    "walk",
    [
        lambda searcher: [*searcher.reader().lexicon("text")],
        lambda searcher: [*searcher.reader().lexicon("text_exact")],
        lambda searcher: [*searcher.reader().lexicon("text_lemma")],
        lambda searcher: [*searcher.reader().all_terms()],
        lambda searcher: [*searcher.reader().expand_prefix("text_exact", "mot")],
        lambda searcher: [*searcher.reader().terms_from("text", "mot")],
        lambda searcher: searcher.reader().most_frequent_terms("text", 5),
        lambda searcher: searcher.reader().most_distinctive_terms("text_exact", 5),
        lambda searcher: [*searcher.reader().iter_from("text", "")],
        lambda searcher: [*searcher.reader().terms_within("text_exact", "motabz", 1)],
        lambda searcher: searcher.suggest("text", "motabcd", maxdist=1),
        lambda searcher: searcher.search(query.FuzzyTerm("text_exact", "motabz", maxdist=1)),
        lambda searcher: searcher.search(query.Wildcard("text_exact", "*bcd*")),
    ],
)
def test_no_list_is_read_for_each_term_of_a_walk(lists_read: list[int], walk: Any) -> None:
    with our_reader([Article("a", " ".join(WORDS)), Article("b", "mot")]) as reader:
        del lists_read[:]
        assert walk(frsearch_searcher(reader)) is not None
        assert len(lists_read) < 100


def frsearch_searcher(reader: IndexReader) -> Any:
    from frsearch.codec.for_whoosh.readers import ArraySearcher

    return ArraySearcher(reader, closereader=False)


def test_a_pattern_reads_no_positions(monkeypatch: pytest.MonkeyPatch) -> None:
    with our_reader([Article("a", " ".join(WORDS))]) as reader:
        positions = reader.segment().arrays.positions
        monkeypatch.setattr(type(positions), "occurrences", None)
        found = frsearch_searcher(reader).search(query.Prefix("text_exact", "mota"))
        assert [hit["id"] for hit in found] == ["a"]


def test_what_is_kept_of_a_segment_goes_with_it() -> None:
    with our_reader([Article("a", "le chat")]) as reader:
        assert [*reader.lexicon("text")] == [b"chat", b"le"]
        segment = weakref.ref(reader.segment().arrays)
        assert segment() in lexicon._known
    del reader
    gc.collect()
    assert segment() is None


# --- cursors and suggestions


def test_a_cursor_goes_to_terms_as_whooshs_does() -> None:
    articles = [Article("a", "le chat réélu", "été")]
    with plain_reader(articles) as plain, our_reader(articles) as ours:
        for name in ("text", "text_exact", "title_exact"):
            cursors = [reader.cursor(name) for reader in (plain, ours)]
            for step in (
                lambda cursor: cursor.text(),
                lambda cursor: cursor.next(),
                lambda cursor: cursor.find("cha"),
                lambda cursor: cursor.find(b"r"),
                lambda cursor: cursor.term_info() and cursor.term_info().weight(),
                lambda cursor: cursor.first(),
                lambda cursor: cursor.find("\U0010ffff"),
                lambda cursor: cursor.term_info(),
                lambda cursor: cursor.is_valid(),
            ):
                theirs, found = map(step, cursors)
                assert found == theirs


def test_suggestions_are_words_as_they_are_written() -> None:
    articles = [
        Article("a", "Une élection, des élections. Le maïs, mais pas la pêche."),
        Article("b", "L’élection et le péché."),
    ]
    with our_reader(articles) as reader, our_reader(articles[:1], articles[1:]) as several:
        for each in (reader, several):
            searcher = frsearch_searcher(each)
            for name in ("text", "text_lemma", "text_exact"):
                assert searcher.suggest(name, "élecion") == ["élection", "élections"]
                assert sorted(searcher.suggest(name, "maiss")) == ["mais", "maïs"]
                # pêche and péché share a folded form, which nobody writes.
                assert sorted(searcher.suggest(name, "péche", maxdist=1)) == ["péché", "pêche"]
            asked = QueryParser("text", each.schema).parse("une élecion")
            assert searcher.correct_query(asked, "une élecion").string == "une élection"
            assert searcher.suggest("id", "aa", maxdist=1) == ["a"]


def test_a_term_that_is_not_there_is_said_to_be_missing() -> None:
    with our_reader([Article("a", "le chat")]) as reader:
        assert ("text", "chien") not in reader
        assert (reader.frequency("text", "chien"), reader.doc_frequency("text", "chien")) == (0, 0)
        for ask in (reader.term_info, reader.first_id, reader.postings):
            with pytest.raises(TermNotFound):
                ask("text", "chien")
