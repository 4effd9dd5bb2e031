"""An index that was damaged, or made to harm: right answers, or IndexCorrupted naming the file.

Never another exception, a hang, or memory out of proportion; and `check` always finds what was damaged.
"""

from __future__ import annotations

import json
import os
import random
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import whoosh.fields
import whoosh.index
import whoosh.query
import zstandard

import frsearch
from frsearch import Article, Index, IndexCorrupted
from frsearch.codec import (
    array_file,
    invariants,
    manifest,
    postings_writer,
    skip_list,
)
from frsearch.codec.array_file import Array, ArrayFile, ArrayFileWriter
from frsearch.codec.check import check
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.limits import PostingLimits, WriteLimits
from frsearch.engine.arrays.engine import ArraysEngine
from tests.conftest import limited_index
from tests.faults import Disk, Files

MANIFEST = "frsearch.json"
WORDS = """
    le la les sommet sommets de d'Helsinki réforme reforme réformes président présidente l'Otan OTAN
    États-Unis week-end premier premiers pas élu·e·s 12 000 chat
""".split()


def articles(first: int, count: int) -> list[Article]:
    draw = random.Random(first)
    dates = [None, "2017", "2018", "2018-06", "2018-06-28", "2018-07-01"]
    return [
        Article(
            f"a{number:02}",
            " ".join(draw.choices(WORDS, k=draw.randint(5, 40))) + " chat" * (70 * (number % 3 == 0)),
            " ".join(draw.choices(WORDS, k=4)),
            draw.choice(dates),
            extra={
                "rubrique": "monde",
                "source": draw.choice(["Le Monde", "Libération", "L'Humanité"]),
                **({"page": draw.randint(1, 4)} if number % 4 else {}),
                **(
                    {"tags": draw.sample(["climat", "école", "État", 12, True], 2)} if number % 3 else {}
                ),
            },
        )
        for number in range(first, first + count)
    ]


# Gaps of 3 are wide.
WIDE = PostingLimits(wide_gap=3)


@pytest.fixture(scope="module", autouse=True)
def small_blocks() -> Iterator[None]:
    """Make segments of a few KB have many blocks, and many marks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(array_file, "_SHIFT", 9)
        patch.setattr(array_file, "_BLOCK", 1 << 9)
        for module in (postings_writer, skip_list, invariants):
            patch.setattr(module, "SKIP_INTERVAL", 4)
        yield


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The files of an index with two segments, deletions in both, and a dictionary."""
    folder = tmp_path_factory.mktemp("damage")
    disk = Disk()
    limits = {"dictionary_articles": 20, "dictionary_bytes": 2_000, "postings": WIDE}
    index = limited_index(folder, disk, **limits)
    index.add(articles(0, 40))
    index.add(articles(38, 12))
    index.remove(["a07", "a45"])
    assert sorted(name.rpartition(".")[2] for name in disk.names_now) == [
        *("deleted", "deleted", "dictionary", "json", "segment", "segment")
    ]
    return disk.files()


def opened(files: Files, folder: Path = Path("nowhere")) -> Index:
    return Index(folder, ArraysEngine(IndexFolder(folder, Disk(files), WriteLimits(postings=WIDE))))


QUERIES: list[dict[str, Any]] = [
    {"query": "sommet réforme", "facets": ("year", "month", "day")},
    {"query": "reforme présidente", "match": "any", "sort": "newest"},
    {"query": '"premiers pas" OU titre:chat', "sort": "oldest"},
    {"query": "prés* SAUF s?mm*"},
    {"query": "=présidente otn~", "match": "any"},
    {"query": '"week-end États-Unis"~9'},
    {"query": "", "date": "2018-06", "limit": 100},
    {"query": 'source:"le monde" -tags:clim*', "facets": ("source", "page", "tags"), "sort": "page"},
    {"query": "sommet page:2..3", "facets": ("tags",), "facet_limit": 1, "sort": "source"},
    {"query": 'rubrique:mnde~ OU tags:="école" OU tags:vrai', "where": {"source": ["Libération"]}},
    {"query": "", "where": {"page": (None, 2)}, "facets": ("source",), "facet_scope": "query"},
]


def answers(index: Index) -> list[object]:
    """What an index says to questions of every kind."""
    said: list[object] = [len(index), replace(index.info(), path="")]
    said += [index.get("a03"), index.get("a45"), index.get("unknown")]
    for question in QUERIES:
        results = index.search(**question)
        said.append((results.total, results.match, dict(results.facets), results.undated))
        said.append(dict(results.facets_more))
        said.extend((hit.article, round(hit.score, 5), hit.snippets) for hit in results)
    said.append(index.fields())
    said.extend(index.suggest(typed) for typed in ("pré", "etats-u", "s"))
    said.extend(index.search(written).suggestion for written in ("somnet", "sommetreforme"))
    said.append([index.words(length=length).rows for length in (1, 2)])
    if index.get("a03") is not None:
        said.append(str(index.explain("sommet réforme pré*", "a03", match="any")))
    with index.whoosh.searcher() as searcher:
        query = whoosh.query.Phrase("text", ["premi", "pas"]) | whoosh.query.Prefix("text_exact", "pres")
        said.extend(sorted(hit["id"] for hit in searcher.search(query, limit=None)))
        keyword = whoosh.query.Term("source", "Le Monde") | whoosh.query.Prefix("tags", "c")
        found = searcher.search(keyword, limit=None, groupedby="source", sortedby="page")
        said.append(sorted(hit["id"] for hit in found))
        said.append({name: sorted(group) for name, group in found.groups("source").items()})
        reader = searcher.reader()
        said.append([(term, reader.doc_frequency("tags", term)) for term in reader.lexicon("tags")])
    return said


@pytest.fixture(scope="module")
def right(files: Files) -> list[object]:
    said = answers(opened(files))
    assert opened(files).check().ok
    assert len(said) > 40
    return said


def assert_noticed(files: Files, damaged: set[str], right: list[object]) -> bool:
    """Say whether a search noticed, after making sure that it did no harm; `check` must have."""
    paths = {str(Path("nowhere") / name) for name in damaged}
    report = check(IndexFolder(Path("nowhere"), Disk(files)))
    assert paths & {problem.file for problem in report.problems}
    found = outcome(files)
    if isinstance(found, IndexCorrupted):
        assert found.file in paths
        assert "rebuild" in str(found)
        return True
    assert found == right
    return False


def outcome(files: Files) -> list[object] | IndexCorrupted:
    try:
        return answers(opened(files))
    except IndexCorrupted as error:
        return error


def arrays(files: Files, name: str) -> dict[str, Array]:
    arrays_of = ArrayFile(Path(name), Disk(files))
    return {array: arrays_of[array] for array in arrays_of.names()}


def places(files: Files, name: str) -> Iterator[int]:
    """Bytes of a file: of each array the first and last, then any."""
    if name.endswith(".segment"):
        arrays_of = ArrayFile(Path(name), Disk(files))
        for array, begin in arrays_of._begins.items():
            yield from {begin, begin + max(0, arrays_of[array].nbytes - 1)}
    size = len(files[name])
    yield from {0, size - 1, max(0, size - 9), max(0, size - 20)}
    yield from (random.Random(0).randrange(size) for _ in range(60))


def test_any_bit_flipped_is_noticed(files: Files, right: list[object]) -> None:
    draw = random.Random(1)
    flipped = noticed = 0
    for name, content in files.items():
        for place in places(files, name):
            bit = 1 << draw.randrange(8)
            damaged = content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]
            flipped += 1
            noticed += assert_noticed({**files, name: damaged}, {name}, right)
    assert flipped > 300
    assert noticed > flipped / 2


@pytest.mark.slow
def test_a_bit_of_any_byte_flipped_is_noticed(files: Files, right: list[object]) -> None:
    draw = random.Random(5)
    for name, content in files.items():
        for place in range(len(content)):
            damaged = bytearray(content)
            damaged[place] ^= 1 << draw.randrange(8)
            assert_noticed({**files, name: bytes(damaged)}, {name}, right)


def test_a_file_cut_at_any_length_is_noticed(files: Files, right: list[object]) -> None:
    draw = random.Random(2)
    for name, content in files.items():
        size = len(content)
        lengths = {0, 1, 8, 16, size // 2, size - 1, *(draw.randrange(size) for _ in range(8))}
        for length in filter(size.__gt__, lengths):
            assert assert_noticed({**files, name: content[:length]}, {name}, right)
        assert assert_noticed({**files, name: content + b"\0"}, {name}, right)


def test_files_swapped_are_noticed(files: Files, right: list[object]) -> None:
    for suffix in (".segment", ".deleted"):
        one, other = (name for name in files if name.endswith(suffix))
        assert assert_noticed({**files, one: files[other], other: files[one]}, {one, other}, right)
    (dictionary,) = (name for name in files if name.endswith(".dictionary"))
    for name in (name for name in files if name.endswith(".segment")):
        content = files[name]
        swapped = {**files, name: files[dictionary], dictionary: content}
        assert assert_noticed(swapped, {name, dictionary}, right)


def test_a_file_missing_is_noticed(files: Files, right: list[object]) -> None:
    for name in files:
        rest = {other: content for other, content in files.items() if other != name}
        assert assert_noticed(rest, {name}, right)


# --- damage with its checksums put right, as a stranger may do on purpose


def sealed_with(files: Files, name: str, changed: dict[str, Array]) -> Files:
    """Return the files with other arrays in a segment, and all checksums as they should be."""
    disk = Disk(files)
    writer = ArrayFileWriter(Path(name), disk)
    for array, content in (arrays(files, name) | changed).items():
        writer.add(array, content)
    writer.close({})
    arrays_of = ArrayFile(Path(name), disk)
    return resealed(disk.files(), name, arrays_of.size, arrays_of.crc32)


def resealed(files: Files, name: str, size: int, crc32: int) -> Files:
    def fix(value: Any) -> Any:
        if isinstance(value, dict) and value.get("name") == name:
            return {**value, "size": size, "crc32": crc32}
        if isinstance(value, dict):
            return {key: fix(each) for key, each in value.items()}
        return [fix(each) for each in value] if isinstance(value, list) else value

    content = fix(json.loads(files[MANIFEST]))
    return {**files, MANIFEST: sealed(content)}


def sealed(content: dict[str, Any]) -> bytes:
    content.pop("checksum", None)
    return manifest.sealed(json.dumps(content, indent=1).encode())


def changes(array: Array, draw: random.Random) -> Iterator[Array]:
    """Arrays like this one, and unlike."""
    highest = np.iinfo(array.dtype).max
    for value in (0, 1, highest, draw.randint(0, int(highest))):
        changed = array.copy()
        if len(changed):
            changed[draw.randrange(len(changed))] = value
        yield changed
    yield array[:-1]
    yield array[:0]
    yield np.append(array, array[-1:])
    yield array[::-1]
    wide = array.astype("<u8")
    wide[len(wide) // 2 :] += np.uint64(1 << 62)
    yield wide
    yield np.full_like(array, highest)
    yield np.full(len(array), (1 << 64) - 1, "<u8")


@pytest.mark.parametrize("most", [5, pytest.param(1_000, marks=pytest.mark.slow)])
def test_arrays_made_to_harm_do_none(files: Files, most: int) -> None:
    draw = random.Random(most)
    (name, _) = (name for name in files if name.endswith(".segment"))
    tried = missed = 0
    for array, content in arrays(files, name).items():
        others = [
            changed
            for changed in changes(content, draw)
            if changed.dtype != content.dtype or not np.array_equal(changed, content)
        ]
        for changed in draw.sample(others, min(most, len(others))):
            harmed = sealed_with(files, name, {array: changed})
            assert_harmless(harmed, name)
            tried += 1
            missed += check(IndexFolder(Path("nowhere"), Disk(harmed))).ok
    assert tried > 100
    # Another stem for a form, or another article for a word: only analysing again would tell.
    assert missed < tried / 20


def test_values_without_documents_are_no_terms_of_whoosh(files: Files) -> None:
    name = next(name for name in files if name.endswith(".segment"))
    columns = np.minimum(arrays(files, name)["columns.values"], 1)
    harmed = sealed_with(files, name, {"columns.values": columns})
    assert_harmless(harmed, name)
    assert not check(IndexFolder(Path("nowhere"), Disk(harmed))).ok
    with opened(harmed).whoosh.searcher() as searcher:
        reader = searcher.reader()
        for field in ("source", "tags", "page"):
            terms = [*reader.lexicon(field)]
            assert all(reader.term_info(field, term).doc_frequency() for term in terms)
            assert [term for term, _ in reader.iter_field(field)] == terms


def assert_harmless(files: Files, name: str) -> None:
    """Any answer will do, or IndexCorrupted, within little memory."""
    tracemalloc.start()
    try:
        found = outcome(files)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert not isinstance(found, IndexCorrupted) or found.file == str(Path("nowhere") / name)
    assert peak < 20_000_000


def test_articles_made_to_harm_do_none(files: Files) -> None:
    name = next(name for name in files if name.endswith(".segment"))
    known = arrays(files, name)
    (dictionary,) = (content for name, content in files.items() if name.endswith(".dictionary"))
    compress = zstandard.ZstdCompressor(dict_data=zstandard.ZstdCompressionDict(dictionary)).compress
    bomb = zstandard.ZstdCompressor().compress(bytes(1 << 29))
    line = b'["a", "t", null, "", {}]\ntexte'
    for frame in (
        b"",
        b"x" * 100,
        bomb,
        bomb[:12],
        compress(line)[:-1],
        zstandard.ZstdCompressor(write_content_size=False).compress(line),
        *map(compress, (b"\xff", b"[" * 100_000, b"[]", b"{}", b"5", b"null", b'["a"]', b"")),
        *(compress(b'["a", 5, null, "", {}]'), compress(b'["a", "", 5, "", {}]')),
        *(compress(b'["a", "", "juin", "", {}]'), compress(b'["a", "", null, "", []]')),
    ):
        count = len(known["store.ends"])
        store = np.frombuffer(frame * (count - 1), np.uint8)
        ends = np.arange(count, dtype=np.uint64) * np.uint64(len(frame))
        harmed = sealed_with(files, name, {"store": store, "store.ends": ends})
        assert_harmless(harmed, name)
        with pytest.raises(IndexCorrupted):
            opened(harmed)._searcher.snapshot.article(0)


@pytest.mark.parametrize(
    "change",
    [
        {"generation": -1},
        {"generation": 10**30},
        {"generation": 1.5},
        {"generation": True},
        {"segments": None},
        {"segments": [5]},
        {"segments": [{}]},
        {"dictionary": {"name": "../../etc/passwd", "size": 1, "crc32": 1}},
        {"dictionary": {"name": "frsearch.json", "size": 1, "crc32": 1}},
        {"dictionary": {"name": 5, "size": 1, "crc32": 1}},
        {"dictionary": "x"},
    ],
)
def test_a_manifest_made_to_harm_does_none(files: Files, change: dict[str, Any]) -> None:
    content = json.loads(files[MANIFEST]) | change
    with pytest.raises(IndexCorrupted) as caught:
        opened({**files, MANIFEST: sealed(content)})
    assert caught.value.file == str(Path("nowhere") / MANIFEST)


@pytest.mark.parametrize(
    "directory",
    [
        b"{}",
        b"[]",
        b"5",
        b"[" * 100_000,
        b'{"arrays": {}, "body": 1.5, "meta": {}}',
        b'{"arrays": {}, "body": -5, "meta": {}}',
        b'{"arrays": {}, "body": 1000000000000000, "meta": {}}',
        b'{"arrays": {}, "body": 0, "meta": {}}',
        b'{"arrays": 5, "body": 0, "meta": {}}',
        b'{"arrays": {"terms.text": ["|O", 1, 0]}, "body": 0, "meta": {}}',
        b'{"arrays": {"terms.text": [[], 1, 0]}, "body": 0, "meta": {}}',
        b'{"arrays": {"terms.text": ["<u8", 1000000000000, 0]}, "body": 0, "meta": {}}',
        b'{"arrays": {"terms.text": ["<u8", -1, 0]}, "body": 0, "meta": {}}',
    ],
)
def test_a_directory_made_to_harm_does_none(files: Files, directory: bytes) -> None:
    name = next(name for name in files if name.endswith(".segment"))
    crc32 = zlib.crc32(directory)
    content = directory + array_file._TRAILER.pack(len(directory), crc32, array_file.MAGIC)
    assert_harmless(resealed({**files, name: content}, name, len(content), crc32), name)


# --- folders that are something else


def on_disk(files: Files, folder: Path) -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def test_the_same_holds_of_files_on_a_disk(files: Files, right: list[object], tmp_path: Path) -> None:
    folder = on_disk(files, tmp_path)
    assert answers(frsearch.open_index(folder)) == right
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(array_file, "_MOST_READ", 0)  # what is read is let go at once
        assert answers(frsearch.open_index(folder)) == right
    assert frsearch.check_index(folder) == frsearch.open_index(folder).check()
    assert frsearch.check_index(folder).ok
    for name, content in files.items():
        for damage in (content[:-1], b"", content[: len(content) // 2], None):
            (folder / name).unlink()
            if damage is not None:
                (folder / name).write_bytes(damage)
            with pytest.raises(IndexCorrupted) as caught:
                frsearch.open_index(folder)
            assert caught.value.file == str(folder / name)
            assert str(folder / name) in {one.file for one in frsearch.check_index(folder).problems}
        (folder / name).write_bytes(content)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_the_place_of_a_file_is_no_file(files: Files, tmp_path: Path) -> None:
    folder = on_disk(files, tmp_path)
    for name, content in files.items():
        (folder / name).unlink()
        os.mkfifo(folder / name)
        with pytest.raises(IndexCorrupted, match="regular"):
            frsearch.open_index(folder)
        assert not frsearch.check_index(folder).ok
        (folder / name).unlink()
        (folder / name).write_bytes(content)


def test_what_lies_in_the_folder_is_not_written_through(files: Files, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    folder = on_disk(files, tmp_path / "index")
    (tmp_path / "precious").write_text("precious")
    for name in ("frsearch.json.tmp", "frsearch.holder.json"):
        (folder / name).symlink_to(tmp_path / "precious")
    with frsearch.open_index(folder) as index:
        index.add([Article("new", "texte")])
    assert (tmp_path / "precious").read_text() == "precious"
    assert frsearch.check_index(folder).ok


def test_what_is_not_an_index_of_this_version_says_what_to_do(files: Files, tmp_path: Path) -> None:
    folder = on_disk(files, tmp_path)
    content = json.loads(files[MANIFEST])
    for change in ({"format": manifest.FORMAT + 1}, {"analyzer": "0" * 16}):
        (folder / MANIFEST).write_bytes(sealed(content | change))
        for use in (frsearch.open_index, frsearch.check_index):
            with pytest.raises(frsearch.IndexOutdated, match="rebuild"):
                use(folder)
    # Formats before the second had no checksum of the manifest.
    (folder / MANIFEST).write_text(json.dumps({"format": 1, "analyzer": "", "segments": []}))
    with pytest.raises(frsearch.IndexOutdated, match="rebuild"):
        frsearch.open_index(folder)
    assert len(frsearch.create_index(folder, overwrite=True)) == 0


def test_an_index_of_plain_whoosh_says_what_to_do(tmp_path: Path) -> None:
    whoosh.index.create_in(tmp_path, whoosh.fields.Schema(text=whoosh.fields.TEXT)).close()
    for use in (frsearch.open_index, frsearch.check_index):
        with pytest.raises(frsearch.IndexNotFound, match=r"Whoosh itself.*create_index.*articles"):
            use(tmp_path)


# --- the list of files that articles were read from


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Files, str, Path]:
    """The files of an index of files, the name of their list, and the folder they were read from."""
    folder = tmp_path_factory.mktemp("read")
    for number in range(20):
        (folder / f"a{number}.txt").write_text(f"Le sommet numéro {number}.")
    (folder / "b.csv").write_text("id,text\nb1,Un sommet\nb2,Deux sommets\n")
    disk = Disk()
    limited_index(folder / "index", disk).sync(folder)
    (name,) = (name for name in disk.names_now if name.endswith(".provenance"))
    return disk.files(), name, folder


def assert_list_is_noticed(files: Files, name: str, folder: Path) -> None:
    """A damaged list is an error of what needs it, found by the check; searches go on."""
    index = opened(files, folder / "index")
    assert index.search("sommet", limit=0).total == 22
    tracemalloc.start()
    try:
        for use in (lambda: index.sync(folder), lambda: index.ids_from(folder)):
            with pytest.raises(IndexCorrupted, match="rebuild"):
                use()
        assert [problem.file for problem in index.check().problems] == [str(index.path / name)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


def test_a_list_of_files_that_is_damaged_is_noticed(listed: tuple[Files, str, Path]) -> None:
    files, name, folder = listed
    content, draw = files[name], random.Random(3)
    for place in {0, 7, 8, len(content) - 1, *(draw.randrange(len(content)) for _ in range(20))}:
        damaged = (
            content[:place] + bytes([content[place] ^ 1 << draw.randrange(8)]) + content[place + 1 :]
        )
        assert_list_is_noticed({**files, name: damaged}, name, folder)
        assert_list_is_noticed({**files, name: content[:place]}, name, folder)


def hostile_lists(content: bytes) -> Iterator[bytes]:
    """Lists of files as a stranger may make them, from one that is sound."""
    compress = zstandard.ZstdCompressor().compress
    text = zstandard.ZstdDecompressor().decompress(content)
    yield from (b"x", content[:-1], content + b"x", compress(b""), compress(bytes(1 << 29)))
    yield zstandard.ZstdCompressor(write_content_size=False).compress(text)
    for changed in (b"\xff", b"5", b"null", b"[]", b'{"/": []}', b'{"/": 5}', b'{"/": ["", "", [], 5]}'):
        yield from (changed, compress(changed))
    yield from (b"[" * 100_000, b"{" * 100_000, b"[[],[]" + b",[]" * 100_000 + b"]")
    yield b'{"/": ["", "", ' + json.dumps(["a"] * 100_000).encode() + b"]}"
    (root, fields), *_ = json.loads(text).items()
    texts = (2, 6, 15)  # names, forms, digests: other texts in their place are sound
    for at, field in enumerate(fields):
        for other in (None, 5, {}, [], [None] * 21, ["x"] * 21, [[5]] * 21, [[[5]]] * 21, field[:-1]):
            if (
                other != field
                and not (at in texts and other == ["x"] * 21)
                and not isinstance(other, str)
            ):
                yield json.dumps({root: [*fields[:at], other, *fields[at + 1 :]]}).encode()


def test_a_list_of_files_made_to_harm_does_none(listed: tuple[Files, str, Path]) -> None:
    files, name, folder = listed
    mark = manifest.MARKS["provenance"]
    tried = 0
    for hostile in hostile_lists(files[name].removeprefix(mark)):
        content = mark + hostile
        harmed = resealed({**files, name: content}, name, len(content), zlib.crc32(content))
        assert_list_is_noticed(harmed, name, folder)
        tried += 1
    assert tried > 80


def test_a_problem_names_its_file_once(files: Files) -> None:
    name = next(name for name in files if name.endswith(".segment"))
    problems = check(IndexFolder(Path("nowhere"), Disk({**files, name: files[name][:-1]}))).problems
    assert problems
    assert all(problem.file not in problem.what for problem in problems)
