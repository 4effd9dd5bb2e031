"""A folder as people keep it: every file is read once under an id of its own, or is counted."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import ArticleError, read_articles
from frsearch.reading.naming import Names
from frsearch.reading.sources import Source, leaves_out
from frsearch.reading.tally import MOST_KEPT, ending_of
from tests.conftest import WriteFile


def ids(*paths: Path, **options: object) -> list[str]:
    return [each.id for each in read_articles(paths, **options)]  # type: ignore[arg-type]


# Ids


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.txt", "a.txt.gz", "a.TXT"], ["a", "a.txt", "a.txt.gz"]),
        (["a.txt", "a.csv", "a.jsonl"], ["a-2", "a.jsonl-1", "a"]),
        (["a.csv", "a.csv.gz"], ["a-2", "a.csv.gz-2"]),
        (["a-2.txt", "a.csv"], ["a-2", "a#2-2"]),
        (["b/a.txt", "b.txt", "b/a.csv"], ["b/a-2", "b/a", "b"]),
        (["a.txt.gz", "a.txt.gz.txt"], ["a", "a.txt.gz"]),
        (["a.txt", "a.txt.gz", "a.txt.gz.txt"], ["a", "a.txt.gz", "a.txt.gz.txt"]),
    ],
)
def test_files_whose_paths_are_alike_do_not_share_an_id(
    write: WriteFile, tmp_path: Path, names: list[str], expected: list[str]
) -> None:
    for name in names:
        write(name, '{"text": "un"}' if ".jsonl" in name else "text\nun\n")
    assert ids(tmp_path) == expected


def test_what_lies_at_one_place_in_two_folders_is_called_by_the_second_too(
    write: WriteFile, tmp_path: Path
) -> None:
    for folder in ("monde/2018", "figaro/2018", "vieux/figaro/2018"):
        write(f"{folder}/01.txt", "Un.")
        write(f"{folder}/lot.csv", "text\nun\n")
    write("figaro/2018/02.txt", "Deux.")
    monde, figaro, vieux = (tmp_path / name for name in ("monde", "figaro", "vieux/figaro"))
    assert ids(monde, figaro, vieux) == [
        *("2018/01", "2018/lot-2"),
        *("figaro/2018/01", "2018/02", "figaro/2018/lot-2"),
        *("vieux/figaro/2018/01", "vieux/figaro/2018/lot-2"),
    ]
    # The same of files that are given, and of a row that is numbered as a file is called.
    assert ids(monde / "2018" / "01.txt", figaro / "2018" / "01.txt") == ["01", "2018/01"]
    write("autre/lot-2.txt", "Trois.")
    assert ids(monde / "2018" / "lot.csv", tmp_path / "autre") == ["lot-2", "autre/lot-2"]


def test_a_file_is_read_once_by_however_many_paths_it_is_given(write: WriteFile, tmp_path: Path) -> None:
    file = write("monde/2018/01.txt", "Un.")
    other = write("monde/02.txt", "Deux.")
    folder = tmp_path / "monde"
    assert ids(folder, folder) == ["02", "2018/01"]
    assert ids(folder, file, folder / "2018") == ["02", "2018/01"]
    assert ids(file, folder) == ["01", "02"]
    assert ids(folder / "2018", folder) == ["01", "02"]
    assert ids(other, other, folder / "2018" / ".." / "02.txt") == ["02"]
    (folder / "00.txt").symlink_to(file)
    (folder / "vue.txt").symlink_to(write("ailleurs/x.txt", "Trois."))
    (folder / "vue bis.txt").symlink_to(tmp_path / "ailleurs" / "x.txt")
    reader = read_articles(folder)
    assert [each.id for each in reader] == ["02", "2018/01", "vue bis"]
    assert reader.share_read == 1.0


def test_a_link_that_is_made_later_changes_no_id(write: WriteFile, tmp_path: Path) -> None:
    write("archive/01.txt", "Un.")
    before = ids(tmp_path)
    (tmp_path / "2018").symlink_to(tmp_path / "archive", target_is_directory=True)
    (tmp_path / "a.txt").symlink_to(tmp_path / "archive" / "01.txt")
    assert ids(tmp_path) == before == ["archive/01"]


def test_ids_in_rows_are_never_changed(write: WriteFile, tmp_path: Path) -> None:
    write("a.txt", "Un.")
    write("b/lot.csv", "id,text\na,deux\nlot-3,trois\n,quatre\n")
    with frsearch.create_index(tmp_path / "index") as index:
        report = index.add(read_articles([tmp_path / "a.txt", tmp_path / "b"]))
        assert (report.added, report.repeated, report.repeated_ids) == (3, 1, ("a",))
        assert {hit.id: hit.article.text for hit in index.search("")} == {
            "a": "deux",
            "lot-3": "trois",
            "lot-4": "quatre",
        }


NAMES = st.sampled_from(
    [f"{folder}{stem}{ending}" for folder in ("", "x/", "a/") for stem in ("a", "a-2", "a.txt", "b")
     for ending in (".txt", ".TXT", ".txt.gz", ".csv", ".jsonl")]
)  # fmt: skip


def given_ids(roots: list[str], files: set[tuple[int, str]]) -> dict[str, bool]:
    """The ids of files of one article (True), and of the first row of the others; no two are alike."""
    names = Names(roots)
    made: dict[str, bool] = {}
    for root, name in sorted(files):
        one = name.lower().removesuffix(".gz").endswith(".txt")
        file_id = names.of_file(Source(f"{roots[root]}/{name}", root, name, name), one)
        made[file_id if one else names.of_row(file_id, 2)] = one
    assert len(made) == len(files)
    return made


@settings(deadline=None)
@given(st.sets(st.tuples(st.integers(0, 2), NAMES), max_size=20), st.tuples(st.integers(0, 2), NAMES))
def test_a_file_that_is_added_gives_up_no_id_of_a_file_of_one_article(
    files: set[tuple[int, str]], more: tuple[int, str]
) -> None:
    roots = ["monde", "figaro", "vieux/figaro"]
    before = {id for id, one in given_ids(roots, files).items() if one}
    assert before <= given_ids(roots, files | {more}).keys()


# What is not read


def test_every_file_that_is_not_read_is_counted_by_its_ending(write: WriteFile, tmp_path: Path) -> None:
    for name in ("a.doc", "b.EPUB", "c/d.epub", "e.pptx", "LISEZ-MOI", "f.rar", "g.7z", "h.exe.gz"):
        write(f"presse/{name}", "Non.")
    write("presse/z.TXT", "Oui.")
    folder = tmp_path / "presse"
    reader = read_articles(folder, on_error="skip")
    assert len(list(reader)) == reader.report.files == 1
    assert reader.report.passed_over == {
        ".epub": 2,
        **dict.fromkeys(("", ".doc", ".pptx", ".rar", ".7z", ".exe.gz"), 1),
    }
    assert reader.report.passed_over_files[:2] == (str(folder / "LISEZ-MOI"), str(folder / "a.doc"))
    assert (reader.report.skipped, reader.report.refused, reader.report.left_out) == (0, 0, {})
    with pytest.raises(ArticleError, match=r"not an article file: .*exclude=") as caught:
        list(read_articles(folder))
    assert caught.value.source == str(folder / "LISEZ-MOI")
    assert ids(folder, exclude=["[!z]*"]) == ["z"]


@pytest.mark.parametrize(
    ("path", "ending"),
    [
        ("x/a.EPUB", ".epub"),
        ("a.b.c/LISEZ-MOI", ""),
        ("2018.06.28", ".28"),
        ("a.json.gz", ".json.gz"),
        ("a.gz", ".gz"),
        ("M. Dupont", ""),
        ("fin...", ""),
        ("a." + "x" * 1000, ""),
    ],
)
def test_what_the_ending_of_a_file_is(path: str, ending: str) -> None:
    assert ending_of(path) == ending


def test_counts_go_on_where_names_are_too_many(write: WriteFile, tmp_path: Path) -> None:
    write("z.txt", "Oui.")
    for number in range(MOST_KEPT + 5):
        (tmp_path / f"{number}.png").touch()
    reader = read_articles(tmp_path, on_error="skip")
    list(reader)
    assert reader.report.passed_over == {".png": MOST_KEPT + 5}
    assert len(reader.report.passed_over_files) == MOST_KEPT


def test_hidden_files_indexes_and_what_is_excluded_are_counted_apart(
    write: WriteFile, tmp_path: Path
) -> None:
    folder = tmp_path / "presse"
    for name in ("a.txt", ".b.txt", ".git/config", "brouillons/c.txt", "d/notes.md", "d/e.txt"):
        write(f"presse/{name}", "Oui.")
    with frsearch.create_index(folder / "vieil index") as index:
        index.add(read_articles(folder / "a.txt"))
    write("presse/vieil index/f.txt", "Jamais lu.")
    reader = read_articles(folder, exclude=("brouillons", "*.md"))
    assert [each.id for each in reader] == ["a", "d/e"]
    assert reader.report.left_out == {"hidden": 2, "excluded": 2, "index": 1}
    assert (reader.report.passed_over, reader.report.skipped) == ({}, 0)


def test_an_index_among_the_articles_that_are_given_hides_none_of_them(
    write: WriteFile, tmp_path: Path
) -> None:
    write("a.txt", "Oui.")
    for _ in range(2):
        with frsearch.create_index(tmp_path, overwrite=True) as index:
            index.add(read_articles(tmp_path))
            assert [hit.id for hit in index.search("")] == ["a"]
    reader = read_articles(tmp_path)
    list(reader)
    assert set(reader.report.left_out) == {"index"}
    # What only has the name of an index is none.
    write("autre/frsearch.json", '{"note": "à moi"}')
    write("autre/b.txt", "Oui.")
    assert ids(tmp_path) == ["a", "autre/b"]


@pytest.mark.parametrize(
    ("pattern", "path", "left_out"),
    [
        ("*.md", "a.md", True),
        ("*.md", "x/y/a.md", True),
        ("*.md", "a.md.txt", False),
        ("brouillons", "x/brouillons", True),
        ("brouillons/", "brouillons", True),
        ("/brouillons", "x/brouillons", False),
        ("brouillons/*.txt", "brouillons/a.txt", True),
        ("brouillons/*.txt", "brouillons/x/a.txt", False),
        ("brouillons/*.txt", "x/brouillons/a.txt", False),
        ("brouillons/**", "brouillons/x/a.txt", True),
        ("**/vieux/*", "x/y/vieux/a.txt", True),
        ("**/*.md", "a.md", True),
        ("2018/0[1-6]", "2018/07", False),
        ("2018/0?", "2018/07", True),
        ("a[1].txt", "a[1].txt", False),
        ("été*", "été 2018.txt", True),
    ],
)
def test_patterns_are_those_of_a_gitignore(pattern: str, path: str, left_out: bool) -> None:
    assert leaves_out(pattern, path) is left_out


@pytest.mark.parametrize("exclude", ["", "/", [""], [3]])
def test_a_pattern_that_means_nothing_is_refused(write: WriteFile, exclude: str) -> None:
    with pytest.raises(ArticleError, match="exclude: needs a pattern such as"):
        read_articles(write("a.txt", "Oui."), exclude=exclude)


def test_a_given_file_can_be_left_out_too(write: WriteFile) -> None:
    files = [write("a.epub", "PK"), write("b.txt", "Oui.")]
    with pytest.raises(ArticleError, match="not an article file"):
        read_articles(files)
    reader = read_articles(files, exclude="*.epub")
    assert [each.id for each in reader] == ["b"]
    assert reader.report.left_out == {"excluded": 1}


def test_what_is_no_file_is_told_and_never_waited_for(write: WriteFile, tmp_path: Path) -> None:
    write("z.txt", "Oui.")
    os.mkfifo(tmp_path / "tube.txt")
    os.mkfifo(tmp_path / "tube")
    (tmp_path / "zéro.csv").symlink_to("/dev/zero")
    (tmp_path / "disque").symlink_to(tmp_path / "débranché")
    (tmp_path / "boucle").symlink_to(tmp_path / "boucle")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.path.relpath(tmp_path / "prise.txt"))
        reader = read_articles(tmp_path, on_error="skip")
        assert [each.id for each in reader] == ["z"]
    found = {Path(error.source or "").name: error.reason for error in reader.skipped}
    assert {name: reason.partition(":")[0] for name, reason in found.items()} == {
        "tube.txt": "is not a regular file",
        "prise.txt": "is not a regular file",
        "zéro.csv": "is not a regular file",
        "disque": "broken link",
        "boucle": "broken link",
    }
    assert (reader.report.files, reader.report.refused) == (1, 5)
    assert reader.report.passed_over == {"": 1}


def test_a_folder_of_other_files_alone_is_refused_at_once(write: WriteFile, tmp_path: Path) -> None:
    write("a.epub", "PK")
    write(".b.txt", "Caché.")
    for exclude in ((), ("*.epub",)):
        with pytest.raises(ArticleError, match=r"no article files|nothing to read"):
            read_articles(tmp_path, on_error="skip", exclude=exclude)


def test_the_counts_of_files_add_up(write: WriteFile, tmp_path: Path) -> None:
    write("a.txt", "Oui.")
    write("vide.txt", "")
    write("b.jsonl", '[]\n{"text": "un"}\n[]\n')
    write("c.csv", "titre\nun\n")
    write("d.epub", "PK")
    reader = read_articles(tmp_path, on_error="skip")
    assert [each.id for each in reader] == ["a", "b-2"]
    report = reader.report
    assert (report.files, report.refused, report.skipped) == (2, 2, 4)
    assert report.files + report.refused + sum(report.passed_over.values()) == 5


def test_where_all_is_left_out_the_rule_is_blamed(write: WriteFile, tmp_path: Path) -> None:
    write("presse/a.txt", "Oui.")
    with pytest.raises(ArticleError, match="exclude= leaves out"):
        read_articles(tmp_path / "presse", exclude="*")
    frsearch.create_index(tmp_path / "index").add([frsearch.Article("a", "texte")])
    with pytest.raises(ArticleError, match="holds a frsearch index"):
        read_articles(tmp_path / "index")


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_the_column_of_broken_json_is_that_of_the_line(
    write: WriteFile, tmp_path: Path, end: str
) -> None:
    write("a.jsonl", '{"id":"b","text":"x"' + end)
    with pytest.raises(ArticleError, match="column 21"):
        list(read_articles(tmp_path / "a.jsonl"))


def test_the_lists_of_a_bagit_package_are_left_out(write: WriteFile) -> None:
    write("sac/bagit.txt", "BagIt-Version: 0.97")
    write("sac/manifest-md5.txt", "d41d8cd9 data/a.txt")
    write("sac/data/a.txt", "Le sommet.")
    folder = write("b/manifest-md5.txt", "Un texte, dans un dossier qui n'est pas un sac.").parent.parent
    reader = read_articles(folder)
    assert [article.id for article in reader] == ["b/manifest-md5", "sac/data/a"]
    assert reader.report.left_out == {"bag files": 2}
