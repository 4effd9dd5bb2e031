"""Segments: what is written is read, and merging gives what building at once would have given."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article
from frsearch.analysis.chain import Chain
from frsearch.codec import merge, postings_writer, skip_list, workers
from frsearch.codec.array_file import ArrayFile, ArrayFileWriter
from frsearch.codec.bulk_analysis import BulkAnalysis
from frsearch.codec.document_store import ArticleCodec
from frsearch.codec.draft import write_segment
from frsearch.codec.limits import PostingLimits, WriteLimits
from frsearch.codec.positions import DOCUMENT_SHIFT, IN_TEXT, POSITION
from frsearch.codec.segment import Segment
from frsearch.codec.strings import Strings
from frsearch.codec.strings_writer import write_strings
from frsearch.types import FIELDS
from tests.conftest import in_document_order

WORDS = st.sampled_from(
    """
    le la chat chats chien réforme réformes reforme réformé États-Unis week-end weekend 12 000
    l'Otan OTAN é
    """.split()
)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)
DATES = st.sampled_from([None, "2017", "2018", "2018-01-01", "2018-06", "2018-06-28", "2019-01-01"])
ARTICLES = st.builds(
    lambda id, text, title, date: Article(f"a{id}", text, title, date),
    st.integers(0, 30),
    TEXTS,
    TEXTS,
    DATES,
)
CORPORA = st.lists(ARTICLES, max_size=12, unique_by=lambda article: article.id)

fast = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def built(path: Path, articles: list[Article], **limits: int) -> Segment:
    writer = ArrayFileWriter(path)
    write_segment(writer, articles, BulkAnalysis(), ArticleCodec(), PostingLimits(**limits))
    writer.close({})
    return Segment(path, ArticleCodec())


def assert_same(left: ArrayFile, right: ArrayFile) -> None:
    assert left.names() == right.names()
    for name in left.names():
        assert np.array_equal(left[name], right[name]), name


@fast
@given(st.lists(st.text(st.sampled_from("\0aé€"), max_size=3)))
def test_any_strings_are_given_back(tmp_path: Path, strings: list[str]) -> None:
    writer = ArrayFileWriter(tmp_path / "strings")
    write_strings(writer, "words", strings)
    writer.close({})
    assert Strings(ArrayFile(tmp_path / "strings"), "words").all() == strings


@fast
@given(CORPORA)
def test_a_segment_gives_back_what_was_written(tmp_path: Path, articles: list[Article]) -> None:
    segment = built(tmp_path / "a.segment", articles)
    assert [segment.article(at) for at in range(segment.size)] == in_document_order(articles)
    for at, article in enumerate(in_document_order(articles)):
        assert segment.find(article.id) == at
        for field in FIELDS:
            tokens = list(Chain().tokens(getattr(article, field)))
            for token in tokens:
                terms = segment.exact_terms(token.form.accented)
                same = [t.position for t in tokens if t.form.accented == token.form.accented]
                found = segment.positions.occurrences(terms, segment.documents_of(terms), field)
                mine = found[found >> DOCUMENT_SHIFT == at] & POSITION
                if token.form.accented != token.form.exact:
                    assert mine.tolist() == sorted(same)
                assert segment.words.form(terms[0]).exact == token.form.exact
    assert segment.find("unknown") is None


@fast
@given(
    st.lists(CORPORA, min_size=1, max_size=4),
    st.sets(st.integers(0, 30)),
    st.integers(1, 20),
)
def test_merging_gives_what_building_at_once_gives(
    tmp_path: Path, corpora: list[list[Article]], deleted: set[int], at_a_time: int
) -> None:
    segments = []
    expected: dict[str, Article] = {}
    for number, articles in enumerate(corpora):
        fresh = [article for article in articles if article.id not in expected]
        segment = built(tmp_path / f"{number}.segment", fresh)
        live = np.array(
            [int(segment.ids[at][1:]) not in deleted for at in range(segment.size)], np.bool_
        )
        segments.append(Segment(segment.path, ArticleCodec(), ~live))
        expected |= {article.id: article for article in fresh if int(article.id[1:]) not in deleted}
    writer = ArrayFileWriter(tmp_path / "merged.segment")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings_writer, "SKIP_INTERVAL", 3)
        merge.merge_words(writer, segments, PostingLimits(merged_occurrences=at_a_time))
        merge.merge_documents(writer, segments)
        whole = built(tmp_path / "whole.segment", list(expected.values()), written_occurrences=at_a_time)
    writer.close({})
    merged = Segment(tmp_path / "merged.segment", ArticleCodec())
    assert [merged.article(at) for at in range(merged.size)] == [
        whole.article(at) for at in range(whole.size)
    ]
    assert_same(merged.bundle, whole.bundle)


@fast
@given(CORPORA, st.integers(1, 5), st.sampled_from([1, 2, 3, 64]), st.randoms(use_true_random=False))
def test_what_stands_in_a_few_documents_is_found_from_the_marks(
    tmp_path: Path, articles: list[Article], wide: int, mark: int, random: Random
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings_writer, "SKIP_INTERVAL", mark)
        patch.setattr(skip_list, "SKIP_INTERVAL", mark)
        segment = built(tmp_path / "a.segment", articles, wide_gap=wide)
        tokens = [
            (
                token.form.accented,
                (document << DOCUMENT_SHIFT) + (field == "text") * IN_TEXT + token.position,
            )
            for document, article in enumerate(in_document_order(articles))
            for field in FIELDS
            for token in Chain().tokens(getattr(article, field))
        ]
        for share in (0.0, 0.3, 1.0):
            documents = np.array([n for n in range(segment.size) if random.random() < share], np.int64)
            terms = [term for term in range(len(segment.words.terms)) if random.random() < share]
            which, found = segment.positions.occurrences_near(np.array(terms, np.int64), documents)
            for at, term in enumerate(terms):
                assert found[which == at].tolist() == sorted(
                    place
                    for word, place in tokens
                    if word == segment.words.terms[term] and place >> DOCUMENT_SHIFT in documents
                )
            assert (np.diff(which) >= 0).all()


def test_gaps_too_wide_for_two_bytes_are_kept(tmp_path: Path) -> None:
    articles = [
        Article(f"a{n:02}", "rare mot" if n in (0, 2, 9, 19) else "mot", date="2018") for n in range(20)
    ]
    segment = built(tmp_path / "a.segment", articles, wide_gap=3)
    (rare,) = segment.exact_terms("rare")
    assert segment.term_postings(rare).documents.tolist() == [0, 10, 17, 19]
    both = segment.postings_of([*segment.exact_terms("mot"), rare])
    assert both.documents.tolist() == [*range(20), 0, 10, 17, 19]
    assert len(segment.term_lists._wide) > 0


def test_a_word_that_stands_very_often_in_a_document_is_counted(tmp_path: Path) -> None:
    articles = [
        Article("a1", "mot " * 62, "mot mot"),
        Article("a2", "mot " * 63, "mot mot mot"),
        Article("a3", "mot mots " * 64, "mot"),
        Article("a4", "mot", "mot mots " * 4),
        Article("a5", "mot " * 100_000, "mot " * 300),
    ]
    segment = built(tmp_path / "a.segment", articles)
    for postings in (segment.stem_postings("mot"), segment.postings_of(segment.exact_terms("mot"))):
        assert [segment.ids[at] for at in postings.documents] == ["a5", "a4", "a3", "a2", "a1"]
    assert segment.stem_postings("mot").arrays.in_text.tolist() == [100_000, 1, 128, 63, 62]
    assert segment.stem_postings("mot").arrays.in_title.tolist() == [300, 8, 1, 3, 2]
    (term,) = segment.exact_terms("mot")
    both = segment.postings_of([term, *segment.exact_terms("mots")])
    for postings in (segment.term_postings(term), both):
        assert postings.arrays.in_text.tolist()[:5] == [100_000, 1, 64, 63, 62]
        assert postings.arrays.in_title.tolist()[:5] == [300, 4, 1, 3, 2]
    title = segment.positions.occurrences([term], segment.documents_of([term]), "title")
    assert len(title) == 300 + 4 + 1 + 3 + 2
    assert segment.term_postings(term).only("title").arrays.in_text.tolist() == [0] * 5


def test_many_small_adds_leave_few_segments(tmp_path: Path) -> None:
    index = frsearch.create_index(tmp_path)
    for n in range(70):
        index.add([Article(f"a{n}", f"article numéro{n} commun")])
    assert len(index._searcher.snapshot.segments) < 2 * WriteLimits().merged_segments
    assert index.search("commun", limit=0).total == 70
    assert len(list(tmp_path.glob("*.segment"))) == len(index._searcher.snapshot.segments)
    assert index.get("a33") == Article("a33", "article numéro33 commun")


def test_a_segment_mostly_deleted_is_written_anew(tmp_path: Path) -> None:
    index = frsearch.create_index(tmp_path)
    index.add([Article(f"a{n}", "texte") for n in range(10)])
    index.remove([f"a{n}" for n in range(4)])
    assert [segment.size for segment in index._searcher.snapshot.segments] == [10]
    index.remove(["a4"])
    assert [segment.size for segment in index._searcher.snapshot.segments] == [5]
    index.remove([f"a{n}" for n in range(10)])
    assert (len(index), index._searcher.snapshot.segments) == (0, ())


def test_articles_stored_before_the_dictionary_are_still_read(tmp_path: Path) -> None:
    index = frsearch.create_index(tmp_path)
    index.add([Article("first", "avant le dictionnaire")])
    index.add(
        [
            Article(f"a{n}", f"article numéro {n} de la série des articles de presse " * 3)
            for n in range(600)
        ]
    )
    assert (tmp_path / index._searcher.snapshot.manifest.dictionary.name).exists()  # type: ignore[union-attr]
    with frsearch.open_index(tmp_path) as again:
        assert again.get("first") == Article("first", "avant le dictionnaire")
        assert again.get("a7") == Article(
            "a7", "article numéro 7 de la série des articles de presse " * 3
        )
        assert again.search("série").total == 600


def test_an_older_snapshot_stays_whole_while_the_index_changes(tmp_path: Path) -> None:
    index = frsearch.create_index(tmp_path)
    index.add([Article(f"a{n}", "ancien texte") for n in range(20)])
    with frsearch.open_index(tmp_path) as reader:
        index.add([Article(f"a{n}", "nouveau texte") for n in range(20)])
        assert reader.search("ancien").total == 20
        assert {hit.article.text for hit in reader.search("texte", limit=20)} == {"ancien texte"}
        assert index.search("ancien").total == 0


def test_a_merge_that_fails_leaves_open_snapshots_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = frsearch.create_index(tmp_path)
    index.add([Article(f"a{n}", "texte") for n in range(4)])

    def failing(*arguments: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(workers, "merge_documents", failing)
    with pytest.raises(frsearch.FrsearchError, match="no space"):
        index.remove(["a0", "a1", "a2"])
    assert index.search("texte", limit=0).total == 4
    monkeypatch.undo()
    assert index.remove(["a0", "a1", "a2"]) == 3
    assert [hit.id for hit in index.search("texte")] == ["a3"]
