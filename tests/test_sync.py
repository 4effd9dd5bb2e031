"""Keeping an index in step with files: as if made anew, but without reading what is unchanged."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import frsearch
from frsearch import Article, Index, read_articles
from tests.naive_engine import NaiveEngine
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
        self.damaged: set[Path] = set()
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
        self.damaged.discard(path)

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
            self.damaged.discard(target)
            if path in self.damaged:
                self.damaged = self.damaged - {path} | {target}

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        path = self.any_file(data)
        if path.name != "toujours.txt":
            path.unlink()
            self.damaged.discard(path)

    @rule(data=st.data())
    def empty(self, data: st.DataObject) -> None:
        path = self.any_file(data)
        if path.name != "toujours.txt":
            path.write_bytes(b"")
            self.touch(path)
            if path.suffix == ".xml":  # a page of others
                self.damaged.add(path)

    @rule(data=st.data())
    def damage(self, data: st.DataObject) -> None:
        path = self.any_file(data)
        if path.suffix in (".gz", ".zip", ".xml"):
            path.write_bytes(path.read_bytes()[:-20])
            self.touch(path)
            self.damaged.add(path)

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
        kept = {id for id in before if self.may_be_kept(id)}
        report = self.index.sync(self.root, on_error="skip", exclude=self.exclude)
        now, expected = held(self.index), fresh(self.root, exclude=self.exclude)
        assert now.pop("code") == CODE
        for id in kept - expected.keys():
            now.pop(id, None)
        assert now == expected
        assert report.updated >= 0
        assert len(before) + report.added - report.removed == len(self.index)
        generation = self.generation()
        again = self.index.sync(self.root, on_error="skip", exclude=self.exclude)
        assert (again.added, again.updated, again.removed, again.articles) == (0, 0, 0, 0)
        assert self.generation() == generation

    def may_be_kept(self, id: str) -> bool:
        """Say whether an article comes from a file that cannot be read now."""
        broken = {each for each in self.root.rglob("*") if each.is_symlink() and not each.exists()}
        damaged = self.damaged | broken
        if any(each.suffix == ".xml" for each in damaged):  # it may be a page of others
            damaged |= set(self.root.rglob("*.xml"))
        for path in damaged:
            try:
                if id in self.index.ids_from(path):
                    return True
            except frsearch.FrsearchError:
                pass
        return False

    def generation(self) -> int:
        return self.index._engine.generation  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("examples", [60, pytest.param(3_000, marks=pytest.mark.slow)])
def test_an_index_in_step_is_as_if_made_anew(examples: int) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    chosen = settings(deadline=None, max_examples=examples, stateful_step_count=20)
    run_state_machine_as_test(Folder, settings=chosen)  # type: ignore[no-untyped-call]
