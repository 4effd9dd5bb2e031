"""Keeping an index in step with files: as if made anew, but without reading what is unchanged."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import frsearch
from frsearch import Article, Index, read_articles
from tests.conftest import limited_index
from tests.faults import Disk
from tests.naive_engine import NaiveEngine
from tests.test_faults import Crashes, assert_sound, opened
from tests.test_faults import held as held_texts
from tests.test_forms_alto import block, line, mets, page

# Long ago, so that times tell whether a file has changed; one step is enough.
LONG_AGO, STEP = 1_500_000_000, 10
CODE = Article("code", "Un article venu du programme.")


def held(index: Index) -> dict[str, Article]:
    engine = index._engine
    if isinstance(engine, NaiveEngine):  # and so in a moment
        return dict(engine.articles)
    return {hit.id: hit.article for hit in index.search_all("")}


def fresh(folder: Path | list[Path], **options: Any) -> dict[str, Article]:
    """What an index made anew holds."""
    return {each.id: each for each in read_articles(folder, on_error="skip", **options)}


def zipped(**members: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name.replace("__", ".")), text)
    return data.getvalue()


def rows(*ids: str, text: str) -> str:
    """JSON Lines, a row each; an id of "" is none."""
    records: list[dict[str, str]] = [
        {"text": f"{text} {id}", **({"id": id} if id else {})} for id in ids
    ]
    return "\n".join(map(json.dumps, records))


def table(*ids: str, text: str) -> str:
    return "\n".join(["id,text", *(f"{id},{text} {id}" for id in ids)])


FOLDERS = st.sampled_from(["", "", "a", "2018", "presse", "presse/ALTO"])
STEMS = st.sampled_from(["a", "b", "a-2", "exp", "exp-2", "x", "2017", "0001", "2018-06-28"])
PAGES = st.sampled_from(["a", "b"])
IDS = st.lists(st.sampled_from(["", "", "", "x", "y", "a", "presse/a"]), min_size=1, max_size=3)
WORDS = st.sampled_from(["rouge", "verte", "brune"])
ENDINGS = [".txt", ".txt", ".md", ".jsonl", ".jsonl.gz", ".csv", ".csv", ".zip", ".xml", ".txt.gz"]


class Folder(RuleBasedStateMachine):
    """A folder whose files change at random, and an index that is kept in step with it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.root = self.folder / "root"
        self.root.mkdir()
        self.clock = LONG_AGO
        self.exclude: list[str] = []
        self.waiting = 0
        self.index = Index(self.folder, NaiveEngine())
        self.index.add([CODE])
        self.write("toujours.txt", "Le fichier qui reste.")
        self.write("presse/ALTO/a.xml", page(block("B1", line("Une", "feuille", "rouge"))))
        self.write("a.txt", "Une feuille rouge.")

    def teardown(self) -> None:
        self.index.close()
        shutil.rmtree(self.folder)

    # --- changes

    def write(self, name: str, content: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        if path.is_symlink():
            path.unlink()
        path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
        self.touch(path)

    def touch(self, path: Path) -> None:
        self.clock += STEP
        os.utime(path, (self.clock, self.clock))

    def any_file(self, data: st.DataObject) -> Path:
        files = sorted(each for each in self.root.rglob("*") if each.is_file() and not each.is_symlink())
        return data.draw(
            st.sampled_from([each for each in files if each.name != "toujours.txt"] or files)
        )

    @rule(folder=FOLDERS, stem=STEMS, ending=st.sampled_from(ENDINGS), ids=IDS, word=WORDS)
    def write_file(self, folder: str, stem: str, ending: str, ids: list[str], word: str) -> None:
        text = f"Une feuille {word}"
        content: str | bytes
        match ending.removesuffix(".gz"):
            case ".csv":
                content = table(*ids, text=text)
            case ".jsonl":
                content = rows(*ids, text=text)
            case ".zip":
                content = zipped(a__txt=text, exp__jsonl=rows(*ids, text=text))
            case ".xml":
                content = page(block("B1", line("Une", "feuille", word)))
            case _:
                content = text
        self.write(f"{folder}/{stem}{ending}".lstrip("/"), content)

    @rule(
        folder=st.sampled_from(["", "a"]),
        stem=st.sampled_from(["a", "b"]),
        word=WORDS,
        date=st.sampled_from(["2018-06", "2019", ""]),
    )
    def write_metadata(self, folder: str, stem: str, word: str, date: str) -> None:
        text = f"id,date,rubrique\n{stem},{date},{word}\n"
        self.write(f"{folder}/metadata.csv".lstrip("/"), text)

    @rule(stem=PAGES, word=WORDS)
    def write_page(self, stem: str, word: str) -> None:
        self.write(f"presse/ALTO/{stem}.xml", page(block("B1", line("Une", "feuille", word))))

    @rule(first=PAGES, second=PAGES, folder=st.sampled_from(["presse", "presse/ALTO"]))
    def write_mets(self, first: str, second: str, folder: str) -> None:
        below = "ALTO/" if folder == "presse" else ""
        self.write(f"{folder}/mets.xml", mets(files=(f"{below}{first}.xml", f"{below}{second}.xml")))

    @rule(data=st.data())
    def write_same_size_at_the_same_time(self, data: st.DataObject) -> None:
        path = self.any_file(data)
        now, content = path.stat(), path.read_bytes()
        if b"rouge" in content:
            path.write_bytes(content.replace(b"rouge", b"verte"))
        self.clock += STEP
        os.utime(path, ns=(now.st_mtime_ns, now.st_mtime_ns + 1))

    @rule(data=st.data())
    def touch_file(self, data: st.DataObject) -> None:
        self.touch(self.any_file(data))

    @rule(data=st.data(), folder=FOLDERS, stem=STEMS)
    def move(self, data: st.DataObject, folder: str, stem: str) -> None:
        path = self.any_file(data)
        target = self.root / folder / (stem + "".join(path.suffixes))
        if path.name != "toujours.txt" and not target.is_symlink():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        path = self.any_file(data)
        if path.name != "toujours.txt":
            path.unlink()

    @rule(data=st.data())
    def empty(self, data: st.DataObject) -> None:
        path = self.any_file(data)
        if path.name != "toujours.txt":
            path.write_bytes(b"")
            self.touch(path)

    @rule(data=st.data())
    def damage(self, data: st.DataObject) -> None:
        path = self.any_file(data)
        if path.suffix in (".gz", ".zip", ".xml"):
            path.write_bytes(path.read_bytes()[:-20])
            self.touch(path)

    @rule(data=st.data(), folder=FOLDERS, stem=STEMS)
    def link(self, data: st.DataObject, folder: str, stem: str) -> None:
        path = self.any_file(data)
        target = self.root / folder / (stem + "".join(path.suffixes))
        # A link is not compared with what it was, and a METS might name it.
        free = not target.is_symlink() and not target.exists() and target.parent.exists()
        if free and path.suffix != ".xml":
            target.symlink_to(path)

    @rule(pattern=st.sampled_from(["", "a", "*.csv", "exp*", "/presse"]))
    def leave_out(self, pattern: str) -> None:
        self.exclude = [pattern] if pattern else []

    # --- keeping in step

    @rule()
    def add(self) -> None:
        self.index.add(read_articles(self.root, on_error="skip", exclude=self.exclude))

    @rule(changes=st.integers(1, 3))
    def wait(self, changes: int) -> None:
        self.waiting = changes + 1

    @invariant()
    def sync_unless_waiting(self) -> None:
        self.waiting = max(0, self.waiting - 1)
        if not self.waiting:
            self.sync()

    def sync(self) -> None:
        before = held(self.index)
        report = self.index.sync(self.root, on_error="skip", exclude=self.exclude)
        now, expected = held(self.index), fresh(self.root, exclude=self.exclude)
        assert now.pop("code") == CODE
        for id in self.kept(report) - expected.keys():
            now.pop(id, None)
        assert now == expected
        ids = held(self.index).keys()
        assert report.added == len(ids - before.keys())
        assert report.removed == len(before.keys() - ids)
        changed = {id for id in ids & before.keys() if held(self.index)[id] != before[id]}
        assert report.updated >= len(changed)
        assert report.articles - report.repeated <= report.added + report.updated
        generation = self.generation()
        again = self.index.sync(self.root, on_error="skip", exclude=self.exclude)
        assert (again.added, again.updated, again.removed, again.articles) == (0, 0, 0, 0)
        assert self.generation() == generation

    def kept(self, report: frsearch.AddReport) -> set[str]:
        """Return the ids of files that cannot be read now: their articles stay."""
        ids = set[str]()
        for error in report.errors:
            path = Path(error.source or "")
            while not path.is_symlink() and not path.exists():  # within an archive
                path = path.parent
            with suppress(frsearch.FrsearchError):
                ids |= set() if "is empty" in str(error) else {*self.index.ids_from(path)}
        return ids

    def generation(self) -> int:
        return self.index._engine.generation  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("examples", [40, pytest.param(3_000, marks=pytest.mark.slow)])
def test_an_index_in_step_is_as_if_made_anew(examples: int) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    chosen = settings(deadline=None, max_examples=examples, stateful_step_count=20)
    run_state_machine_as_test(Folder, settings=chosen)  # type: ignore[no-untyped-call]


# --- what is read, and what is not


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three files, written long ago."""
    folder = tmp_path / "presse"
    folder.mkdir()
    put(folder / "a.txt", "Un sommet à Helsinki.")
    put(folder / "b.csv", table("b1", "b2", text="Une feuille"))
    put(folder / "c.jsonl", rows("c1", "", text="Une rose"))
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with frsearch.create_index(tmp_path / "index") as index:
        yield index


def put(path: Path, content: str | bytes, later: int = 0) -> None:
    """Write a file, as of long ago."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (LONG_AGO + later, LONG_AGO + later))


def counts(report: frsearch.AddReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.removed, report.unchanged


def ids(index: Index) -> list[str]:
    return sorted(hit.id for hit in index.search_all(""))


def refuse_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(self: object) -> None:
        raise AssertionError("a file is read")

    monkeypatch.setattr("frsearch.reading.file_reader.FileReader.records", read)
    monkeypatch.setattr("frsearch.reading.provenance.digest_of", read)


@pytest.mark.parametrize("begun_by", ["sync", "add"])
def test_what_is_unchanged_is_not_read(
    index: Index, folder: Path, begun_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if begun_by == "sync":
        assert counts(index.sync(folder)) == (5, 0, 0, 0)
    else:
        index.add(read_articles(folder))
    refuse_reading(monkeypatch)
    before = index.info()
    report = index.sync(folder)
    assert counts(report) == (0, 0, 0, 3)
    assert (report.files, report.articles, report.refused) == (0, 0, 0)
    assert index.info() == before
    assert not index.refresh()


def test_new_changed_and_missing_files_are_told_apart(index: Index, folder: Path) -> None:
    index.sync(folder)
    put(folder / "a.txt", "Un autre sommet.", later=STEP)
    put(folder / "b.csv", table("b2", "b3", text="Une feuille"), later=STEP)
    (folder / "c.jsonl").unlink()
    put(folder / "d.txt", "Du nouveau.")
    report = index.sync(folder)
    assert counts(report) == (2, 2, 3, 0)
    assert (report.files, report.articles, report.repeated) == (3, 4, 0)
    assert held(index) == fresh(folder)


def test_a_file_touched_is_compared_by_its_content(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.sync(folder)
    os.utime(folder / "a.txt", (LONG_AGO + STEP, LONG_AGO + STEP))
    with pytest.MonkeyPatch.context() as patch:
        refuse_reading(patch)
        with pytest.raises(AssertionError, match="is read"):
            index.sync(folder)
    assert counts(index.sync(folder)) == (0, 0, 0, 3)
    refuse_reading(monkeypatch)
    assert counts(index.sync(folder)) == (0, 0, 0, 3)


def test_a_change_within_the_precision_of_clocks_is_noticed(index: Index, folder: Path) -> None:
    now = time.time()
    path = folder / "a.txt"
    os.utime(path, (now, now))
    index.sync(folder)
    path.write_text("Un sommet à Bruxelle.", encoding="utf-8")
    os.utime(path, (now, now))
    assert path.stat().st_size == len("Un sommet à Helsinki.".encode())
    assert counts(index.sync(folder)) == (0, 1, 0, 2)
    assert counts(index.sync(folder)) == (0, 0, 0, 3)


def test_what_comes_from_elsewhere_stays(index: Index, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "autre"
    other.mkdir()
    put(other / "z.txt", "Ailleurs.")
    index.add([CODE])
    index.sync(other)
    index.sync(folder)
    (folder / "a.txt").unlink()
    assert counts(index.sync(folder)) == (0, 0, 1, 2)
    assert {"code", "z"} < set(ids(index))


def test_what_cannot_be_read_now_stays_and_is_tried_again(index: Index, folder: Path) -> None:
    archive = folder / "d.zip"
    put(archive, zipped(e__txt="Un article.", f__txt="Un autre article."))
    index.sync(folder)
    whole = archive.read_bytes()
    put(archive, whole[:-30], later=STEP)
    for _ in range(2):
        report = index.sync(folder, on_error="skip")
        assert counts(report) == (0, 0, 0, 3)
        assert (report.refused, report.skipped) == (1, 1)
        assert {"d/e", "d/f"} < set(ids(index))
    with pytest.raises(frsearch.ArticleError, match=r"d\.zip"):
        index.sync(folder)
    put(archive, zipped(e__txt="Un article."), later=2 * STEP)
    assert counts(index.sync(folder)) == (0, 1, 1, 3)


def test_a_file_that_cannot_be_opened_stays(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests may run as root, for whom every file can be opened."""
    index.sync(folder)
    listed: Callable[[Any], Any] = os.scandir

    def scandir(path: Any) -> Any:
        if os.fspath(path) == os.fspath(below):
            raise PermissionError(13, "Permission denied")
        return listed(path)

    below = folder / "2018"
    below.mkdir()
    put(below / "x.txt", "Un article.")
    index.sync(folder)
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", scandir)
        report = index.sync(folder, on_error="skip")
    assert counts(report) == (0, 0, 0, 3)
    assert "2018/x" in ids(index)
    assert counts(index.sync(folder)) == (0, 0, 0, 4)


def test_an_emptied_file_has_no_articles_any_more(index: Index, folder: Path) -> None:
    index.sync(folder)
    put(folder / "b.csv", "", later=STEP)
    report = index.sync(folder, on_error="skip")
    assert (report.removed, report.refused) == (2, 1)


def test_files_that_are_excluded_now_are_removed(index: Index, folder: Path) -> None:
    put(folder / "d.zip", zipped(e__txt="Un article.", f__csv=table("f1", text="Une feuille")))
    index.sync(folder)
    assert index.sync(folder, exclude="*.csv").removed == 3
    assert held(index) == fresh(folder, exclude="*.csv")
    assert index.sync(folder).added == 3


def test_other_columns_and_dates_have_all_files_read_again(index: Index, folder: Path) -> None:
    put(folder / "b.csv", "id,corps,text,date\nb1,Le corps,Le texte,06/07/2018\n")
    index.sync(folder)
    assert (
        index.sync(folder, columns={"text": "corps"}, date_format="mdy", on_error="skip").unchanged == 0
    )
    article = index.get("b1")
    assert article is not None
    assert (article.text, str(article.date)) == ("Le corps", "2018-06-07")


# --- ids that several files have


def test_of_articles_with_one_id_the_last_counts_whichever_changed(index: Index, folder: Path) -> None:
    put(folder / "d.csv", table("b1", "x", text="Une copie"))
    report = index.sync(folder)
    assert (report.articles, report.added, report.repeated, report.repeated_ids) == (7, 6, 1, ("b1",))
    put(folder / "b.csv", table("b1", "b2", "b3", text="Une autre feuille"), later=STEP)
    report = index.sync(folder)
    # That of b.csv comes before that of d.csv, which stays.
    assert counts(report) == (1, 1, 0, 3)
    assert (report.articles, report.repeated, report.repeated_ids) == (3, 1, ("b1",))
    assert held(index) == fresh(folder)
    (folder / "d.csv").unlink()
    assert counts(index.sync(folder)) == (0, 1, 1, 3)
    assert held(index) == fresh(folder)


def test_ids_of_two_folders_are_kept_as_long_as_one_has_them(
    index: Index, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "autre"
    shutil.copytree(folder, other)
    put(other / "a.txt", "Le même nom.")
    index.sync(folder)
    index.sync(other)
    (other / "a.txt").unlink()
    assert index.sync(other).removed == 0
    # Its article in the index was that of the file that is gone.
    assert counts(index.sync(folder)) == (0, 1, 0, 2)
    article = index.get("a")
    assert article is not None
    assert article.text == "Un sommet à Helsinki."


def test_a_folder_given_twice_is_read_once(index: Index, folder: Path) -> None:
    index.sync([folder, folder])
    assert counts(index.sync([folder, folder])) == (0, 0, 0, 3)
    # By the path of the file itself, it is another file.
    assert counts(index.sync([folder / "a.txt", folder])) == (0, 1, 0, 2)
    assert held(index) == fresh(folder)


def test_an_article_that_adding_left_behind_is_removed(index: Index, folder: Path) -> None:
    index.add(read_articles(folder))
    put(folder / "b.csv", table("b1", text="Une feuille"), later=STEP)
    index.add(read_articles(folder))
    assert "b2" in ids(index)
    assert index.sync(folder).removed == 1


def test_a_metadata_file_beside_a_file_is_heeded(index: Index, folder: Path) -> None:
    index.sync(folder / "a.txt")
    for date, later in (("2018", 0), ("2019", STEP)):
        put(folder / "metadata.csv", f"id,date\na,{date}\n", later)
        assert counts(index.sync(folder / "a.txt")) == (0, 1, 0, 0)
        assert held(index) == fresh(folder / "a.txt")
        assert counts(index.sync(folder / "a.txt")) == (0, 0, 0, 1)
    (folder / "metadata.csv").unlink()
    assert counts(index.sync(folder / "a.txt")) == (0, 1, 0, 0)


# --- where articles come from


def test_an_index_says_which_articles_a_file_gave(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.sync(folder)
    assert index.ids_from(folder / "b.csv") == ("b1", "b2")
    assert sorted(index.ids_from(folder)) == ids(index)
    (folder / "b.csv").unlink()
    monkeypatch.chdir(folder)
    assert index.ids_from("b.csv") == ("b1", "b2")
    assert sorted(index.ids_from(".")) == ids(index)
    for path in (folder / "x.txt", folder / "b", folder.parent / "autre"):
        with pytest.raises(frsearch.FrsearchError, match="check the path"):
            index.ids_from(path)


def test_a_crash_leaves_articles_and_their_files_of_the_same_commit(folder: Path) -> None:
    disk = Disk()
    lock = folder.parent / "lock"
    lock.mkdir()
    index = limited_index(lock, disk, merged_segments=3)
    crashes = disk.observe = Crashes(disk)
    state = held_texts(index)
    for number in range(4):
        put(folder / "a.txt", f"Le sommet numéro {number}.", later=number * STEP)
        if number % 2:
            (folder / "b.csv").unlink()
        else:
            put(folder / "b.csv", table("b1", f"b{number}", text="Une feuille"), later=number * STEP)
        following = {id: article.text for id, article in fresh(folder).items()}
        crashes.allowed = [state, following]
        index.sync(folder)
        state = following
        crashes.allowed = [state]
        crashes()
    assert crashes.points > 40
    for files, allowed in crashes.found.items():
        left = opened(lock, dict(files))
        now = assert_sound(left, allowed)
        assert set(left.ids_from(folder) if now else ()) == now.keys()
        left.sync(folder)
        assert held_texts(left) == state


def test_dates_that_follow_the_files_beside_them_are_kept_in_step(tmp_path: Path) -> None:
    folder = tmp_path / "presse"
    folder.mkdir()
    (folder / "a.txt").write_text("Date : 06/07/2018\n\nUn.", encoding="utf-8")
    (folder / "b.txt").write_text("Date : 2018\n\nDeux.", encoding="utf-8")
    with frsearch.create_index(tmp_path / "index") as index:
        assert index.sync(folder).added == 2
        assert [str(article.date) for article in map(index.get, "a") if article] == ["2018-07-06"]
        (folder / "c.txt").write_text("Date : 06/28/2018\n\nTrois.", encoding="utf-8")
        report = index.sync(folder)
        assert (report.added, report.updated, report.unchanged) == (1, 1, 1)
        assert [str(article.date) for article in map(index.get, "a") if article] == ["2018-06-07"]
        (folder / "c.txt").unlink()
        index.sync(folder)
        assert [str(article.date) for article in map(index.get, "a") if article] == ["2018-07-06"]


@pytest.mark.parametrize("synced", [True, False])
def test_articles_that_take_the_ids_of_another_folder_are_told(tmp_path: Path, synced: bool) -> None:
    with frsearch.create_index(tmp_path / "index") as index:
        reports = []
        for year in ("2017", "2018", "2018"):
            folder = tmp_path / year
            folder.mkdir(exist_ok=True)
            (folder / "01.txt").write_text(f"Un sommet en {year}.", encoding="utf-8")
            reports.append(index.sync(folder) if synced else index.add(read_articles(folder)))
        assert [report.clashes for report in reports] == [0, 1, 0 if synced else 1]
        (note,) = reports[1].clash_notes
        assert note.file == str(tmp_path / "2018" / "01.txt")
        assert note.what.startswith(f"it replaces 1 article of {tmp_path / '2017' / '01.txt'}: to keep")


def test_the_old_name_of_a_folder_names_no_article_of_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "vieux").mkdir()
    (tmp_path / "vieux" / "a.txt").write_text("Un sommet.", encoding="utf-8")
    with frsearch.create_index(tmp_path / "index") as index:
        index.sync(tmp_path / "vieux")
        (tmp_path / "vieux").rename(tmp_path / "neuf")
        index.sync(tmp_path / "neuf")
        assert index.ids_from(tmp_path / "vieux") == ()
        assert index.ids_from(tmp_path / "neuf") == ("a",)
