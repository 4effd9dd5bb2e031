"""An index over its life: made, filled, changed, closed, opened again; and what goes wrong."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

import frsearch
from frsearch import Article
from frsearch.analysis import fingerprint
from frsearch.codec import filesystem, manifest, mapped, workers
from frsearch.codec.draft import Draft
from frsearch.codec.limits import PostingLimits, WriteLimits
from frsearch.dates import PartialDate
from frsearch.errors import IndexUnreadable
from tests.conftest import MakeIndex


def texts(index: frsearch.Index) -> dict[str, str]:
    return {hit.id: hit.article.text for hit in index.search("", limit=1000)}


def test_an_index_is_there_again_after_closing(tmp_path: Path) -> None:
    article = Article(
        "a1", "Le sommet.\n\nUn paragraphe.", "Titre", "2018-06", "https://exemple.fr/1", {"auteur": "X"}
    )
    with frsearch.create_index(tmp_path / "new" / "index") as index:
        report = index.add([article])
        assert (report.added, report.updated, report.skipped) == (1, 0, 0)
    with frsearch.open_index(tmp_path / "new" / "index") as index:
        assert len(index) == 1
        assert index.get("a1") == article
        assert index.get("a2") is None
        assert [hit.article for hit in index.search("paragraphes")] == [article]


def test_an_article_with_a_known_id_takes_the_old_ones_place(make_index: MakeIndex) -> None:
    index = make_index("ancien texte", "autre texte")
    report = index.add([Article("a1", "texte nouveau"), Article("a3", "troisième")])
    assert (report.added, report.updated) == (1, 1)
    assert texts(index) == {"a1": "texte nouveau", "a2": "autre texte", "a3": "troisième"}
    assert index.search("ancien").total == 0


def test_the_last_of_one_id_in_a_batch_wins(make_index: MakeIndex) -> None:
    index = make_index()
    report = index.add(Article("a1", f"version numéro{n}") for n in range(5))
    assert (report.added, report.updated, len(index)) == (1, 0, 1)
    assert texts(index) == {"a1": "version numéro4"}


def test_removed_articles_are_gone(make_index: MakeIndex) -> None:
    index = make_index("un chat", "deux chats", "un chien")
    assert index.remove(["a1", "a1", "unknown"]) == 1
    assert len(index) == 2
    assert index.get("a1") is None
    assert [hit.id for hit in index.search("chat")] == ["a2"]
    assert index.remove([]) == 0
    index.add([Article("a1", "le chat est revenu")])
    assert index.search("chat").total == 2


def broken_articles() -> Iterator[Article]:
    yield Article("a9", "un texte de plus")
    yield Article("a1", "un texte changé")
    raise frsearch.ArticleError("no more", "somewhere.txt", 3)


@pytest.mark.parametrize(
    "articles",
    [
        broken_articles(),
        [Article("a9", "bon"), "not an article"],
        [Article("a9", "bon"), Article("b", "pas en JSON", extra={"x": object()})],
    ],
)
def test_a_failed_add_leaves_the_index_as_it_was(make_index: MakeIndex, articles: list[Article]) -> None:
    index = make_index("texte premier", "texte second")
    files = sorted(path.name for path in index.path.iterdir())
    with pytest.raises(frsearch.ArticleError):
        index.add(articles)
    assert texts(index) == {"a1": "texte premier", "a2": "texte second"}
    assert sorted(path.name for path in index.path.iterdir()) == files
    index.add([Article("a3", "texte troisième")])  # and it goes on working
    assert len(index) == 3


def test_an_error_while_writing_leaves_the_index_as_it_was(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make_index("texte premier")

    def failing(*arguments: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Draft, "write", failing)
    with pytest.raises(frsearch.FrsearchError, match="no space"):
        index.add([Article("a1", "changé"), Article("bad", "x")])
    monkeypatch.undo()
    assert texts(index) == {"a1": "texte premier"}
    index.add([Article("a2", "texte second")])
    assert len(index) == 2


def test_an_index_is_not_overwritten_unasked(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("keep me")
    frsearch.create_index(tmp_path).add([Article("a1", "texte")])
    with pytest.raises(frsearch.IndexExists, match="overwrite=True"):
        frsearch.create_index(tmp_path)
    assert len(frsearch.open_index(tmp_path)) == 1
    assert len(frsearch.create_index(tmp_path, overwrite=True)) == 0
    assert (tmp_path / "notes.txt").read_text() == "keep me"


def test_what_is_no_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(frsearch.IndexNotFound, match="create_index"):
        frsearch.open_index(tmp_path)
    with pytest.raises(frsearch.IndexNotFound):
        frsearch.open_index(tmp_path / "missing")
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(frsearch.IndexNotFound):
        frsearch.open_index(file)
    with pytest.raises(frsearch.FrsearchError):
        frsearch.create_index(file)


@pytest.mark.parametrize("key", ["format", "analyzer"])
def test_an_index_of_another_version_says_rebuild(make_index: MakeIndex, key: str) -> None:
    index = make_index("texte")
    file = index.path / "frsearch.json"
    content = json.loads(file.read_text())
    del content["checksum"]
    file.write_bytes(manifest.sealed(json.dumps(content | {key: "other"}, indent=1).encode()))
    with pytest.raises(frsearch.IndexOutdated, match="rebuild"):
        frsearch.open_index(index.path)


@pytest.mark.parametrize("vouched", ["by us", "by others", None, ""])
def test_the_fingerprint_of_the_analysis_is_taken_where_nothing_vouches_for_it(
    make_index: MakeIndex, vouched: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make_index("texte")
    file = index.path / "frsearch.json"
    content = json.loads(file.read_text())
    if vouched == "":
        monkeypatch.setattr(fingerprint, "MADE_OF", "")
    if vouched != "by us":
        del content["checksum"]
        content["analyzer_voucher"] = vouched
        file.write_bytes(manifest.sealed(json.dumps(content, indent=1).encode()))
    for theirs in (content["analyzer"], "other"):
        monkeypatch.setattr(manifest, "fingerprint", lambda theirs=theirs: theirs)
        if theirs == "other" and vouched != "by us":
            with pytest.raises(frsearch.IndexOutdated, match="rebuild"):
                frsearch.open_index(index.path)
        else:
            assert len(frsearch.open_index(index.path)) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_manifest_is_named(make_index: MakeIndex, content: bytes) -> None:
    index = make_index("texte")
    (index.path / "frsearch.json").write_bytes(content)
    with pytest.raises(frsearch.IndexCorrupted) as caught:
        frsearch.open_index(index.path)
    assert caught.value.file == str(index.path / "frsearch.json")


def test_a_second_writer_is_told_that_the_index_is_locked(make_index: MakeIndex) -> None:
    index = make_index("texte")
    script = (
        "import sys, frsearch\n"
        "try:\n"
        "    frsearch.open_index(sys.argv[1]).add([frsearch.Article('b', 'autre')])\n"
        "except frsearch.IndexLocked as error:\n"
        "    print(error.holder)\n"
    )
    with FileLock(str(index.path / "frsearch.lock")):
        command = [sys.executable, "-c", script, str(index.path)]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout == "another writer\n"
    assert texts(index) == {"a1": "texte"}


def test_a_closed_index_says_so(make_index: MakeIndex) -> None:
    index = make_index("texte")
    index.close()
    index.close()
    assert "closed" in repr(index)
    for use in (lambda: index.search("texte"), lambda: len(index), lambda: index.get("a1")):
        with pytest.raises(frsearch.FrsearchError, match="closed"):
            use()


@pytest.mark.parametrize(
    "arguments",
    [
        {"limit": -1},
        {"offset": "0"},
        {"match": "some"},
        {"sort": "date"},
        {"facets": "month"},
        {"date": "juin"},
        {"date": ("2018", "2017")},
        {"date": ("2018",)},
    ],
)
def test_a_wrong_argument_is_named(seeds_index: frsearch.Index, arguments: dict[str, object]) -> None:
    with pytest.raises(frsearch.QueryError) as caught:
        seeds_index.search("sommet", **arguments)  # type: ignore[arg-type]
    assert next(iter(arguments)).removesuffix("s") in str(caught.value)


def test_a_facet_that_is_no_unit_and_no_field_is_named(seeds_index: frsearch.Index) -> None:
    with pytest.raises(frsearch.QueryError, match=r"field 'week'.*year, month, day"):
        seeds_index.search("a", facets=("week",))


def test_what_is_no_id_article_or_facet_is_refused(make_index: MakeIndex) -> None:
    index = make_index("texte")
    for wrong in ("a1", 5, [5], None):
        with pytest.raises(frsearch.FrsearchError):
            index.remove(wrong)  # type: ignore[arg-type]
    for wrong in (5, [5], None, ["a1"]):
        with pytest.raises(frsearch.ArticleError):
            index.add(wrong)  # type: ignore[arg-type]
    for wrong in (5, None, "month", [5]):
        with pytest.raises(frsearch.QueryError):
            index.search("texte", facets=wrong)  # type: ignore[arg-type]
    with pytest.raises(frsearch.FrsearchError):
        index.get(5)  # type: ignore[arg-type]
    assert index.get("\ud800") is None
    assert index.remove(["\ud800"]) == 0


def test_a_query_is_bounded_in_words(make_index: MakeIndex) -> None:
    index = make_index("le chat")
    results = index.search("chat " * 500, limit=1)
    assert results.total == 1
    assert [(str(warning), warning.start) for warning in results.warnings] == [
        ("only the first 200 words are used (characters 1000 to 1004)", 1000),
    ]
    many = make_index(*(f"mot{n:05}" for n in range(1_100)))
    assert many.search("mot*").total == 1_000
    with pytest.raises(frsearch.QueryTooComplex):
        many.search("mot*", strict=True)


@pytest.mark.parametrize(
    ("date", "ids"),
    [
        ("2018", ["year", "month", "day", "next"]),
        ("2018-06", ["year", "month", "day"]),
        ("2018-06-28", ["year", "month", "day"]),
        ("2018-06-29", ["year", "month"]),
        ("2018-07", ["year", "next"]),
        ("..2017", []),
        ("2018-07..", ["year", "next"]),
        (("2018-06-01", datetime.date(2018, 6, 28)), ["year", "month", "day"]),
        ((None, PartialDate(2018, 5)), ["year"]),
        (datetime.date(2018, 7, 1), ["year", "next"]),
    ],
)
def test_a_date_keeps_the_articles_whose_interval_it_meets(
    make_index: MakeIndex, date: str, ids: list[str]
) -> None:
    index = make_index(
        Article("year", "x", date="2018"),
        Article("month", "x", date="2018-06"),
        Article("day", "x", date="2018-06-28"),
        Article("next", "x", date="2018-07-01"),
        Article("none", "x"),
    )
    assert {hit.id for hit in index.search("x", date=date)} == set(ids)
    assert {hit.id for hit in index.search("", date=date)} == set(ids)


def test_the_undated_are_found_sorted_last_and_counted_apart(make_index: MakeIndex) -> None:
    index = make_index("chat", ("chat", "2018"), ("chat", "2018-06"), ("chat", "2018-06-28"))
    results = index.search("chat", sort="newest", facets=("year", "month", "day"))
    assert [hit.id for hit in results] == ["a4", "a3", "a2", "a1"]
    assert [hit.id for hit in index.search("chat", sort="oldest")] == ["a2", "a3", "a4", "a1"]
    counts = {unit: [(f.value, f.count) for f in results.facets[unit]] for unit in results.facets}
    assert counts == {
        "year": [("2018", 3)],
        "month": [("2018-06", 2)],
        "day": [("2018-06-28", 1)],
    }
    assert (results.total, results.undated) == (4, 1)


def test_pages_follow_one_another(make_index: MakeIndex) -> None:
    index = make_index(*(f"chat {'chien ' * n}" for n in range(7)))
    whole = [hit.id for hit in index.search("chat", limit=100)]
    pages = [index.search("chat", limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [hit.id for page in pages for hit in page] == whole
    assert [hit.rank for page in pages for hit in page] == list(range(1, 8))
    assert [page.total for page in pages] == [7] * 4
    assert index.search("chat", limit=0).total == 7


def test_a_bar_is_shown_only_when_asked_for(
    make_index: MakeIndex, capfd: pytest.CaptureFixture[str]
) -> None:
    index = make_index()
    index.add([Article("a1", "texte")])
    assert capfd.readouterr() == ("", "")
    index.add([Article("a1", "texte")], progress=True)
    out, err = capfd.readouterr()
    assert out == ""
    assert "indexing" in err
    assert "1/1" in err


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        ({"batch_characters": 0}, "batch_characters must be 1 or more"),
        ({"batch_characters": 10}, "worker_batch_characters must be at most batch_characters"),
        ({"merged_segments": 1}, "merged_segments must be 2 or more"),
        ({"dictionary_bytes": 10}, "dictionary_bytes must be 256 or more"),
    ],
)
def test_limits_that_no_write_could_keep_are_refused(limits: dict[str, int], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        WriteLimits(**limits)


@pytest.mark.parametrize(("name", "value"), [("wide_gap", 1 << 17), ("wide_gap", 0)])
def test_so_are_limits_that_would_spoil_postings(name: str, value: int) -> None:
    with pytest.raises(ValueError, match=f"{name} must be"):
        PostingLimits(**{name: value})


def batches_of(size: int) -> dict[str, int]:
    return {"batch_characters": size, "worker_batch_characters": size}


def test_many_articles_do_not_pile_up_in_memory(make_index: MakeIndex) -> None:
    alive = 0
    most = 0

    class Counted(Article):
        __slots__ = ("__weakref__",)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    def stream() -> Iterator[Article]:
        nonlocal alive, most
        for n in range(500):
            alive += 1
            most = max(most, alive)
            yield Counted(f"a{n}", "un texte")

    index = make_index(**batches_of(100))
    index.add(stream(), workers=1)
    assert len(index) == 500
    assert most < 100


def test_workers_build_what_one_process_builds(make_index: MakeIndex) -> None:
    articles = [
        Article(f"a{n % 90}", f"le texte numéro{n} d'un sommet", date=f"20{n % 20:02}")
        for n in range(100)
    ]
    one, several = make_index(**batches_of(300)), make_index(**batches_of(300))
    assert one.add(articles, workers=1) == several.add(articles, workers=3)
    assert len(several) == 90
    assert [len(list(each.path.glob("*.segment"))) for each in (one, several)] == [1, 1]
    for query in ("sommets", "numero95", '"texte numéro17"'):
        answers = [
            [(hit.id, hit.score, hit.article) for hit in index.search(query, limit=100)]
            for index in (one, several)
        ]
        assert answers[0] == answers[1]
        assert answers[0]


def test_what_cannot_be_removed_of_a_large_add_does_not_undo_it(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:

    def refuse(self: filesystem.Filesystem, path: Path) -> None:
        raise PermissionError("in use")

    monkeypatch.setattr(filesystem.Filesystem, "remove", refuse)
    index = make_index(**batches_of(50))
    assert index.add((Article(f"a{n}", "un texte") for n in range(20)), workers=2).added == 20
    assert index.search("texte").total == 20
    assert index.check().ok


@pytest.mark.skipif(os.name != "posix", reason="Windows takes no advice")
def test_advice_that_the_system_refuses_is_no_damage(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: int) -> int:
        return -1

    index = make_index("un texte")
    monkeypatch.setattr("frsearch.codec.mapped._advise", refuse)
    with frsearch.open_index(index.path) as other:
        assert other.search("texte").total == 1


@pytest.mark.skipif(os.name != "posix", reason="maps as POSIX does")
def test_a_file_that_cannot_be_mapped_is_no_damage(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make_index("un texte")
    with monkeypatch.context() as patch:
        patch.setattr("frsearch.codec.mapped._map", lambda *arguments: mapped._FAILED)
        for use in (frsearch.open_index, frsearch.check_index):
            with pytest.raises(IndexUnreadable):
                use(index.path)
    assert frsearch.check_index(index.path).ok


@pytest.mark.parametrize("broken", ["article", "worker"])
def test_an_error_among_workers_leaves_the_index_as_it_was(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    index = make_index("texte premier", **batches_of(50))
    files = sorted(path.name for path in index.path.iterdir())

    def stream() -> Iterator[Article]:
        yield from (Article(f"b{n}", "un autre texte") for n in range(50))
        if broken == "article":
            raise frsearch.ArticleError("no more")

    if broken == "worker":
        monkeypatch.setattr(workers, "_START", "import sys; sys.stdin.buffer.read(100); sys.exit(3)")
    message = "no more" if broken == "article" else "worker"
    with pytest.raises(frsearch.FrsearchError, match=message):
        index.add(stream(), workers=2)
    assert texts(index) == {"a1": "texte premier"}
    assert sorted(path.name for path in index.path.iterdir()) == files
    with pytest.raises(frsearch.FrsearchError, match="workers"):
        index.add([], workers=0)
