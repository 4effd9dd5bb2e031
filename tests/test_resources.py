"""What an index takes of the machine: descriptors, mappings, and little memory for a small folder."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zstandard

import frsearch
from frsearch import Article, IndexCorrupted
from frsearch.codec import array_file, manifest
from frsearch.codec.array_file import Array, ArrayFile, ArrayFileWriter
from frsearch.codec.document_store import ArticleCodec
from frsearch.errors import IndexUnreadable
from tests.conftest import limited_index

MANIFEST = "frsearch.json"
linux = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")


def articles(count: int) -> list[Article]:
    draw = random.Random(count)
    words = "le la sommet réforme président d'Helsinki l'Otan week-end premier pas chat".split()
    return [
        Article(f"a{n}", " ".join(draw.choices(words, k=30)), "un titre", f"{2000 + n % 20}")
        for n in range(count)
    ]


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def mapped(folder: Path) -> list[str]:
    lines = Path("/proc/self/maps").read_text().splitlines()
    return [line for line in lines if str(folder) in line]


# --- descriptors and mappings


@linux
def test_an_open_index_keeps_no_descriptor(tmp_path: Path) -> None:
    index = limited_index(tmp_path, merged_segments=100)
    before = descriptors()
    for article in articles(25):
        index.add([article])
    assert len(index.whoosh.reader().leaf_readers()) == 25
    assert index.search("sommet", facets=("year",)).total
    assert descriptors() == before
    assert len(mapped(tmp_path)) == 25


@linux
def test_closing_lets_go_of_all_mappings(tmp_path: Path) -> None:
    index = frsearch.create_index(tmp_path)
    for article in articles(12):
        index.add([article])
    results = index.search("sommet~ OU présid* -nulle", facets=("year", "day"), collapse=True)
    index.suggest("som")
    index.concordance("sommet")
    index.timeline("sommet")
    index.similar("a1")
    index.explain("sommet", "a1")
    index.info()
    list(index.search_all("sommet"))
    assert index.check().ok
    assert mapped(tmp_path)
    index.close()
    index.close()
    assert not mapped(tmp_path)
    assert results[0].article.text
    with pytest.raises(frsearch.FrsearchError, match="closed"):
        index.search("sommet")
    with pytest.raises(frsearch.FrsearchError, match="closed"):
        index.add([Article("a", "texte")])


@linux
def test_an_index_that_is_forgotten_lets_go_too(tmp_path: Path) -> None:
    frsearch.create_index(tmp_path).add(articles(3))
    for _ in range(3):
        assert frsearch.open_index(tmp_path).search("sommet")
    assert not mapped(tmp_path)


MANY = """
import resource, sys
import frsearch
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
indexes = [frsearch.open_index(path) for path in sorted(Path(sys.argv[1]).iterdir())]
assert len(indexes) == 64
for index in indexes:
    assert index.search("sommet").total > 0
    assert len(index) == 25
"""


@linux
def test_many_indexes_of_many_segments_are_open_at_once(tmp_path: Path) -> None:
    first = tmp_path / "00"
    with limited_index(first, merged_segments=100) as index:
        for article in articles(25):
            index.add([article])
    for number in range(1, 64):
        shutil.copytree(first, tmp_path / f"{number:02}")
    subprocess.run([sys.executable, "-c", MANY, str(tmp_path)], check=True, timeout=300)


@linux
@pytest.mark.parametrize("adds", [150, pytest.param(2_000, marks=pytest.mark.slow)])
def test_single_adds_take_no_more_descriptors(tmp_path: Path, adds: int) -> None:
    index, before, most = frsearch.create_index(tmp_path), descriptors(), 0
    for number, article in enumerate(articles(adds)):
        index.add([article])
        most = max(most, descriptors())
        if number % 50 == 0:
            index.search("sommet", sort="newest")
    assert most - before < 10
    assert len(index) == adds


# --- what cannot be read now is not damaged


REFUSED = """
import resource, sys, os
import frsearch
from frsearch.errors import IndexUnreadable
index = frsearch.open_index(sys.argv[1])
# What checks and adds is loaded from files, too, at the first use.
assert index.check().ok and index.add([frsearch.Article("c", "texte")]).added
soft = len(os.listdir("/proc/self/fd")) - 1
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, 4096))
for use in (lambda: frsearch.open_index(sys.argv[1]), lambda: frsearch.check_index(sys.argv[1]),
            index.check, index.refresh):
    try:
        use()
    except IndexUnreadable as error:
        assert "too many files" in str(error), error
    else:
        raise SystemExit("no error")
try:
    index.add([frsearch.Article("b", "texte")])
except frsearch.FrsearchError as error:
    assert not isinstance(error, frsearch.IndexCorrupted), error
resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
assert index.check().ok
assert frsearch.open_index(sys.argv[1]).search("sommet").total
"""


@linux
def test_too_many_open_files_are_no_damage(tmp_path: Path) -> None:
    frsearch.create_index(tmp_path).add(articles(5))
    subprocess.run([sys.executable, "-c", REFUSED, str(tmp_path)], check=True, timeout=60)


def test_a_file_that_cannot_be_read_is_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = frsearch.create_index(tmp_path)
    index.add(articles(600))
    index.remove(["a1"])
    names = [path.name for path in tmp_path.iterdir() if path.name != "frsearch.lock"]
    assert len(names) == 4

    def refusing(name: str, number: int) -> Callable[..., Any]:
        def refuse(path: Any, *given: Any) -> Any:
            if Path(path).name == name:
                raise OSError(number, os.strerror(number))
            return open(path, *given)

        return refuse

    for name in names:
        for number, told in ((5, "disk"), (13, "permissions"), (24, "open"), (12, "memory")):
            with monkeypatch.context() as patch:
                patch.setattr("frsearch.codec.filesystem.open", refusing(name, number), raising=False)
                for use in (frsearch.open_index, frsearch.check_index):
                    with pytest.raises(IndexUnreadable, match=told) as caught:
                        use(tmp_path)
                    assert caught.value.file == str(tmp_path / name)
            assert frsearch.check_index(tmp_path).ok
            assert frsearch.open_index(tmp_path).get("a2")


# --- folders made to harm: the figures are those of a process that imports, opens, searches and checks


USED = """
import json, sys, time
from itertools import islice
from pathlib import Path
import frsearch
longest = 0.0
found = []
def tried(use):
    global longest
    begin = time.perf_counter()
    try:
        use()
        found.append("")
    except frsearch.FrsearchError as error:
        found.append(type(error).__name__)
    longest = max(longest, time.perf_counter() - begin)
index = None
def opened():
    global index
    index = frsearch.open_index(sys.argv[1])
tried(opened)
if index is not None:
    tried(lambda: index.get("a1"))
    many = "le sommet réforme président chat pas premier"
    for query in ("sommet", many, "", "présid* OU chat", '"sommet réforme"', "somet~"):
        tried(lambda: index.search(query, facets=("year", "month", "day")))
    tried(lambda: index.search("sommet", collapse=True))
    tried(lambda: index.suggest("so"))
    # Of a million lines, as many as are shown.
    tried(lambda: list(islice(index.concordance("sommet"), 1000)))
    tried(lambda: index.timeline("sommet", by="day", count="occurrences"))
tried(lambda: frsearch.check_index(sys.argv[1]))
# Not what getrusage says, which counts the process that this one was forked from.
peak = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
print(json.dumps([peak, longest, found]))
"""


def assert_bounded(folder: Path) -> list[str]:
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert size < 1_100_000
    run = subprocess.run(
        [sys.executable, "-c", USED, str(folder)], capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr[-2000:]
    peak, seconds, found = json.loads(run.stdout)
    assert peak < 300
    # A guard against what never ends: the machine may be busy.
    assert seconds < 60
    return list(found)


def with_article(folder: Path, packed: bytes, count: int = 5, filling: int = 0) -> None:
    """Make an index whose every stored article is what it should not be, with right checksums."""
    with frsearch.create_index(folder) as index:
        index.add(articles(count))
    frame = zstandard.ZstdCompressor(level=3).compress(packed) + bytes(filling)
    store = np.frombuffer(frame * count, np.uint8)
    ends = np.arange(count + 1, dtype=np.uint64) * np.uint64(len(frame))
    change(folder, {"store": store, "store.ends": ends})


def change(folder: Path, arrays: dict[str, Array]) -> None:
    """Put arrays into the place of others of the one segment of an index, and its checksums right."""
    (path,) = (path for path in folder.iterdir() if path.suffix == ".segment")
    known = ArrayFile(path)
    writer = ArrayFileWriter(folder / "new")
    for name in known.names():
        writer.add(name, arrays.get(name, known[name]))
    writer.close(known.meta)
    os.replace(folder / "new", path)
    harmed = ArrayFile(path)
    reseal(folder, path.name, harmed.size, harmed.crc32)


def reseal(folder: Path, name: str, size: int, crc32: int) -> None:
    content = json.loads((folder / MANIFEST).read_text())
    for entry in content["segments"]:
        if entry["file"]["name"] == name:
            entry["file"].update(size=size, crc32=crc32)
    content.pop("checksum")
    (folder / MANIFEST).write_bytes(manifest.sealed(json.dumps(content, indent=1).encode()))


HEAD = b'["a1", "", "2018", "", {}]\n'


@linux
@pytest.mark.parametrize(
    ("packed", "filling", "refused"),
    [
        (b'["a1", "", null, "", {"x": [' + b"[]," * 30_000_000 + b"[]]}]\n", 0, True),
        (b'["a1", "", null, "", {"x": [' + b"[]," * 900_000 + b"[]]}]\n", 180_000, True),
        (b'["a1", "", null, "", {' + b'"x":[{"y":{}}],' * 400_000 + b'"x":1}]\n', 0, True),
        (b'["a1", "' + b"\\u00e9" * 10_000_000 + b'", null, "", {}]\n', 0, True),
        (HEAD + "😀".encode() + b"sommet " * 10_000_000, 0, True),
        (HEAD + "😀".encode() + b"sommet " * 200_000, 182_000, False),
        (HEAD + "😀".encode() + b" " * 1_450_000, 182_000, False),
        (HEAD + b"'" * 1_450_000, 182_000, False),
    ],
    ids=["lists", "fewer lists", "objects", "escapes", "emoji", "fewer", "blanks", "apostrophes"],
)
def test_a_stored_article_made_to_harm_takes_little(
    tmp_path: Path, packed: bytes, filling: int, refused: bool
) -> None:
    with_article(tmp_path, packed, filling=filling)
    assert ("IndexCorrupted" in assert_bounded(tmp_path)) is refused


@linux
@pytest.mark.parametrize("words", [b"sommet ", pytest.param(b"a ", marks=pytest.mark.slow)])
def test_one_article_that_is_as_large_as_it_may_be_takes_little(tmp_path: Path, words: bytes) -> None:
    packed = HEAD + "😀".encode() + words * (7_700_000 // len(words))
    with_article(tmp_path, packed, count=1, filling=970_000)
    assert_bounded(tmp_path)


@linux
def test_articles_that_share_what_is_stored_are_not_restored_many_times(tmp_path: Path) -> None:
    count = 60
    with frsearch.create_index(tmp_path) as index:
        index.add(Article(f"a{n:02}", "sommet", date="2018") for n in range(count))
    frame = zstandard.ZstdCompressor().compress(HEAD + b"sommet " * 1_000_000) + bytes(900_000)
    ends = np.arange(count + 1, dtype=np.uint64) % np.uint64(2) * np.uint64(len(frame))
    change(tmp_path, {"store": np.frombuffer(frame, np.uint8), "store.ends": ends})
    assert "IndexCorrupted" in assert_bounded(tmp_path)


@linux
@pytest.mark.parametrize("sealed", [True, False])
def test_a_manifest_made_to_harm_takes_little(tmp_path: Path, sealed: bool) -> None:
    with frsearch.create_index(tmp_path) as index:
        index.add(articles(5))
    content = json.loads((tmp_path / MANIFEST).read_text())
    content.pop("checksum")
    for size in (300_000, 20_000_000):
        raw = json.dumps({**content, "segments": ["x"]}, indent=1).replace('"x"', "[]," * size + "[]")
        harmed = manifest.sealed(raw.encode()) if sealed else raw.encode()
        (tmp_path / MANIFEST).write_bytes(harmed)
        if size == 300_000:
            found = assert_bounded(tmp_path)
            assert set(found) == {"IndexCorrupted"} or found == ["IndexCorrupted", ""]
        with pytest.raises(IndexCorrupted):
            frsearch.open_index(tmp_path)


@linux
@pytest.mark.parametrize("size", [300_000, 20_000_000])
def test_a_directory_made_to_harm_takes_little(tmp_path: Path, size: int) -> None:
    with frsearch.create_index(tmp_path) as index:
        index.add(articles(5))
    directory = b'{"arrays": {"x": [' + b"[]," * size + b'[]]}, "body": 0, "meta": {}}'
    content = directory + array_file._TRAILER.pack(
        len(directory), zlib.crc32(directory), array_file.MAGIC
    )
    (path,) = (path for path in tmp_path.iterdir() if path.suffix == ".segment")
    path.write_bytes(content)
    reseal(tmp_path, path.name, len(content), zlib.crc32(directory))
    if size == 300_000:
        assert assert_bounded(tmp_path) == ["IndexCorrupted", ""]
    with pytest.raises(IndexCorrupted, match="directory"):
        frsearch.open_index(tmp_path)


def test_a_file_that_is_said_to_be_huge_takes_little(tmp_path: Path) -> None:
    with frsearch.create_index(tmp_path) as index:
        index.add(articles(600))
        index.remove(["a1"])
    content = json.loads((tmp_path / MANIFEST).read_text())
    content.pop("checksum")
    for entry in (content["segments"][0]["deleted"], content["dictionary"]):
        right, entry["size"] = entry["size"], (1 << 62)
        (tmp_path / MANIFEST).write_bytes(manifest.sealed(json.dumps(content, indent=1).encode()))
        with pytest.raises(IndexCorrupted):
            frsearch.open_index(tmp_path)
        entry["size"] = right


def test_a_file_is_named_once(tmp_path: Path) -> None:
    with frsearch.create_index(tmp_path) as index:
        index.add(articles(5))
    content = json.loads((tmp_path / MANIFEST).read_text())
    content.pop("checksum")
    content["segments"] *= 50
    (tmp_path / MANIFEST).write_bytes(manifest.sealed(json.dumps(content, indent=1).encode()))
    with pytest.raises(IndexCorrupted, match="twice"):
        frsearch.open_index(tmp_path)


@linux
# A million bytes in the place of each array, with right checksums.
@pytest.mark.parametrize("value", [0, 1, 63, 255, -1])
def test_arrays_made_to_harm_take_little(tmp_path: Path, value: int) -> None:
    with frsearch.create_index(tmp_path / "right") as index:
        index.add(articles(40))
    (path,) = (path for path in (tmp_path / "right").iterdir() if path.suffix == ".segment")
    names = ArrayFile(path).names()
    draw = random.Random(value)
    chosen = names if value == -1 else draw.sample(names, 6)
    for name in chosen if value >= 0 else draw.sample(names, 6):
        folder = tmp_path / name
        shutil.copytree(tmp_path / "right", folder)
        dtype = ArrayFile(path)[name].dtype
        count = 900_000 // dtype.itemsize
        array = np.full(count, value, dtype) if value >= 0 else np.arange(count).astype(dtype)
        change(folder, {name: array})
        assert_bounded(folder)


@linux
def test_documents_that_share_positions_take_little(tmp_path: Path) -> None:
    """Each of 20 documents claims all positions of each word."""
    words, positions, stretches = "le sommet réforme président chat pas premier", 300_000, 20
    with frsearch.create_index(tmp_path) as index:
        index.add(Article(f"a{n}", words) for n in range(64 * stretches))
    (path,) = tmp_path.glob("*.segment")
    terms, documents = len(ArrayFile(path)["terms.ends"]) - 1, 64 * stretches
    gaps = np.ones((terms, documents), "u1")
    gaps[:, 0] = 0
    frequencies = np.zeros((terms, stretches, 64), "u1")
    frequencies[:, :, 0] = 255
    many = np.arange(0, terms * documents, 64)
    harm = {
        "term_lists.starts": np.array(np.arange(terms + 1) * documents, "u4"),
        "term_lists.gaps": gaps.ravel(),
        "term_lists.frequencies": frequencies.ravel(),
        "term_lists.bases": np.zeros(terms, "u1"),
        "term_lists.many": many.astype("u4"),
        "term_lists.many_text": np.full(len(many), positions, "u4"),
        "term_lists.many_title": np.zeros(len(many), "u1"),
        "marks.documents": np.tile(np.arange(stretches) * 64, terms).astype("u2"),
        "marks.occurrences": np.zeros(terms * stretches, "u1"),
        "positions": np.zeros(positions, "u1"),
        "positions.starts": np.array([0] * terms + [positions], "u4"),
    }
    change(tmp_path, harm)
    assert "IndexCorrupted" in assert_bounded(tmp_path)


def test_a_list_with_a_document_twice_is_refused(tmp_path: Path) -> None:
    with frsearch.create_index(tmp_path) as index:
        index.add(articles(40))
    (path,) = tmp_path.glob("*.segment")
    gaps = np.zeros_like(ArrayFile(path)["term_lists.gaps"])
    change(tmp_path, {"term_lists.gaps": gaps})
    with frsearch.open_index(tmp_path) as index:
        for query in ("sommet", "sommet réforme", '"sommet réforme"', "présid*"):
            with pytest.raises(IndexCorrupted):
                index.search(query)
        with pytest.raises(IndexCorrupted):
            index.similar("a1")


@pytest.mark.parametrize(
    "article",
    [
        Article("long", "sommet " * 3_000_000, "un titre", "2018"),
        Article("run", "a" * 30_000_000 + " sommet"),
        Article("emoji", "😀" + "sommet " * 100_000),
        Article("many", "sommet", extra={"x": [[]] * 200_000, "y": {str(n): n for n in range(20_000)}}),
        Article("title", "sommet", "un, titre, " * 20_000),
    ],
    ids=lambda article: article.id,
)
def test_an_honest_article_that_compresses_well_is_what_it_was(tmp_path: Path, article: Article) -> None:
    with frsearch.create_index(tmp_path) as index:
        index.add([article, *articles(3)])
        assert index.get(article.id) == article
        assert index.check().ok
        index.add([Article("other", "texte")])
    assert frsearch.open_index(tmp_path).get(article.id) == article


def test_what_is_stored_is_filled_only_where_it_must_be() -> None:
    codec = ArticleCodec()
    small = Article("x", "é" * 20_000), Article("y", "z", extra={"x": [1] * 900})
    for article in (*articles(50), *small):
        stored = codec.compress(article)
        assert len(stored) == len(stored.rstrip(b"\0")) or len(stored) < 100
        assert codec.restore(stored) == article
