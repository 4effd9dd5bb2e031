"""An archive is unpacked whole, inside its folder, within bounds, and says what it leaves out."""

from __future__ import annotations

import io
import lzma
import os
import tarfile
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frsearch import read_articles
from frsearch.reading import archives
from frsearch.reading.archives import is_archive, safe_name, unpack

TEXT = "Le sommet aura lieu à Helsinki.".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    return folder


def unpacked(archive: Path, folder: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the files that were unpacked, and the errors: name of the member -> reason."""
    errors = list(unpack(str(archive), str(folder)))
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    outside = {path.name for path in folder.parent.iterdir()} - {folder.name, archive.name}
    assert not outside
    assert not [path for path in folder.rglob("*") if path.is_symlink()]
    return files, {
        (error.source or "").removeprefix(str(archive)).removeprefix("/"): str(error.reason)
        for error in errors
    }


def zipped(path: Path, members: dict[str, bytes], **options: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, *members: tuple[tarfile.TarInfo | str, bytes]) -> Path:
    kind = {".gz": "w:gz", ".tgz": "w:gz", ".bz2": "w:bz2", ".xz": "w:xz"}.get(path.suffix, "w")
    with tarfile.open(path, kind, format=tarfile.PAX_FORMAT) as archive:
        for member, data in members:
            info = tarfile.TarInfo(member) if isinstance(member, str) else member
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


@pytest.mark.parametrize(
    "name", ["a.zip", "a.ZIP", "a.tar", "a.tar.gz", "a.TGZ", "a.tar.bz2", "a.tar.xz"]
)
def test_archives_are_known_by_their_names(name: str) -> None:
    assert is_archive(name)


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "a.odt", "a.docx", "zip", "a.gz", "a.rar"])
def test_other_files_are_no_archives(name: str) -> None:
    assert not is_archive(name)


@pytest.mark.parametrize("ending", [".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"])
def test_each_kind_of_archive_is_unpacked_with_its_folders(
    tmp_path: Path, folder: Path, ending: str
) -> None:
    members = {"2018/06/Élysée.txt": TEXT, "vide.txt": b"", "gros.txt": TEXT * 50_000}
    path = tmp_path / f"archive{ending}"
    if ending == ".zip":
        zipped(path, members)
    else:
        tarred(path, *members.items())
    assert unpacked(path, folder) == (members, {})
    texts = [article.text for article in read_articles(folder / "2018")]
    assert texts == [TEXT.decode()]


def test_times_of_modification_are_kept(tmp_path: Path, folder: Path) -> None:
    info = zipfile.ZipInfo("zip.txt", (2018, 6, 28, 10, 30, 0))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, TEXT)
    member = tarfile.TarInfo("tar.txt")
    member.mtime = 1_530_000_000
    odd = tarfile.TarInfo("odd.txt")
    odd.mtime = -(10**30)
    list(unpack(str(tmp_path / "a.zip"), str(folder)))
    assert not list(unpack(str(tarred(tmp_path / "a.tar", (member, TEXT), (odd, TEXT))), str(folder)))
    assert time.localtime((folder / "zip.txt").stat().st_mtime)[:5] == (2018, 6, 28, 10, 30)
    assert (folder / "tar.txt").stat().st_mtime == 1_530_000_000
    assert (folder / "odd.txt").exists()


# --- names


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("C:\\Users\\Léa\\a.txt", "Users/Léa/a.txt"),
        ("a/./b//c.txt", "a/b/c.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("2018-06-28T10:30.txt", "2018-06-28T10_30.txt"),
        ("a.txt ", "a.txt"),
        ("a\0b.txt", "a_b.txt"),
        ("nul.txt", "_nul.txt"),
        ("CON", "_CON"),
        ("Constantin.txt", "Constantin.txt"),
        ("..", ""),
        ("", ""),
    ],
)
def test_a_name_leads_nowhere_outside(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(st.sampled_from("./\\:aC\0 é"), max_size=20))
def test_no_name_leads_outside(name: str) -> None:
    safe = safe_name(name)
    assert not os.path.isabs(safe)
    assert not {"", ".", ".."} & set(safe.split("/")) or safe == ""


@pytest.mark.parametrize("ending", [".zip", ".tar"])
def test_tricks_of_paths_stay_inside(tmp_path: Path, folder: Path, ending: str) -> None:
    members = {"../dehors.txt": TEXT, "/abs.txt": TEXT, "..": TEXT, "a" * 250 + ".txt": TEXT}
    path = tmp_path / f"a{ending}"
    _ = zipped(path, members) if ending == ".zip" else tarred(path, *members.items())
    files, errors = unpacked(path, folder)
    assert files == {"dehors.txt": TEXT, "abs.txt": TEXT}
    assert sorted(errors.values()) == [
        "its name is not that of a file: unpack it and rename it",
        "its name is too long: unpack it and rename it",
    ]


def test_names_of_old_systems_are_read(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "a.zip"
    for number, encoding in enumerate(("cp850", "cp1252", "utf-8")):
        name = f"{number} Élysée à Noël.txt".encode(encoding)
        plain = b"N" * len(name)
        zipped(path, {plain.decode(): TEXT})
        path.write_bytes(path.read_bytes().replace(plain, name))
        assert not list(unpack(str(path), str(folder)))
    assert sorted(each.name for each in folder.iterdir()) == [
        f"{number} Élysée à Noël.txt" for number in range(3)
    ]


def test_names_of_a_tar_that_are_not_utf8_are_read(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT, encoding="cp1252") as archive:
        info = tarfile.TarInfo("été.txt")
        info.size = len(TEXT)
        archive.addfile(info, io.BytesIO(TEXT))
    assert unpacked(path, folder) == ({"été.txt": TEXT}, {})


# --- members left out


def test_links_and_special_files_are_left_out_and_told(tmp_path: Path, folder: Path) -> None:
    members = []
    for name, kind in (("lien", tarfile.SYMTYPE), ("dur", tarfile.LNKTYPE), ("tube", tarfile.FIFOTYPE)):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "../../etc"
        members.append((info, b""))
    path = tarred(tmp_path / "a.tar", *members, ("lien/a.txt", TEXT))
    files, errors = unpacked(path, folder)
    assert files == {"lien/a.txt": TEXT}
    assert set(errors) == {"lien", "dur", "tube"}
    assert all("is a link or a special file" in reason for reason in errors.values())


def test_a_link_in_a_zip_is_left_out(tmp_path: Path, folder: Path) -> None:
    info = zipfile.ZipInfo("lien.txt")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    files, errors = unpacked(tmp_path / "a.zip", folder)
    assert not files
    assert "is a link or a special file" in errors["lien.txt"]


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_the_last_of_two_members_of_one_name_is_kept(tmp_path: Path, folder: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", b"ancien")
        archive.writestr("a.txt", TEXT)
    files, errors = unpacked(tmp_path / "a.zip", folder)
    assert files == {"a.txt": TEXT}
    assert errors == {"a.txt": "the archive has two files of this name: the last is read"}


def test_a_file_and_a_folder_of_one_name_cost_one_member(tmp_path: Path, folder: Path) -> None:
    path = tarred(tmp_path / "a.tar", ("a", TEXT), ("a/b.txt", TEXT), ("c/d.txt", TEXT), ("c", TEXT))
    files, errors = unpacked(path, folder)
    assert files == {"a": TEXT, "c/d.txt": TEXT}
    assert errors == dict.fromkeys(
        ("a/b.txt", "c"), "the archive has a file and a folder of this name: rename one"
    )


def test_an_archive_within_an_archive_is_an_error(tmp_path: Path, folder: Path) -> None:
    files, errors = unpacked(zipped(tmp_path / "a.zip", {"b.tar.gz": b"", "c.txt": TEXT}), folder)
    assert files == {"c.txt": TEXT}
    assert errors == {"b.tar.gz": "is an archive within an archive: unpack it first"}


def test_a_protected_member_does_not_cost_the_others(tmp_path: Path, folder: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": TEXT, "b.txt": TEXT})
    data = bytearray(path.read_bytes())
    data[6] |= 1  # in the header of the first member, and in the list
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    files, errors = unpacked(path, folder)
    assert files == {"b.txt": TEXT}
    assert errors == {"a.txt": "is protected by a password: unpack it first"}


def test_a_damaged_member_does_not_cost_the_others(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", b"AAAA")
        archive.writestr("b.txt", TEXT)
    path.write_bytes(path.read_bytes().replace(b"AAAA", b"AABA"))
    files, errors = unpacked(path, folder)
    assert files == {"b.txt": TEXT}
    assert errors["a.txt"].startswith("the archive is damaged (Bad CRC-32")


def test_an_unknown_compression_is_told(tmp_path: Path, folder: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": TEXT})
    data = bytearray(path.read_bytes())
    data[8] = data[data.index(b"PK\x01\x02") + 10] = 9  # deflate64, of Windows
    path.write_bytes(data)
    assert unpacked(path, folder) == (
        {},
        {"a.txt": "is compressed in a way that frsearch does not read: unpack it first"},
    )


def test_what_macos_adds_is_hidden_from_the_walk(tmp_path: Path, folder: Path) -> None:
    members = {"a.txt": TEXT, "__MACOSX/._a.txt": b"\0\5\x16\7", ".DS_Store": b"\0"}
    list(unpack(str(zipped(tmp_path / "a.zip", members)), str(folder)))
    reader = read_articles(folder, on_error="skip")
    assert [article.text for article in reader] == [TEXT.decode()]
    assert reader.report.left_out["hidden"] == 2


# --- damage and attacks


@pytest.mark.parametrize("ending", [".zip", ".tar", ".tar.gz", ".tar.bz2", ".tar.xz"])
@pytest.mark.parametrize("content", [b"", b"Ceci n'est pas une archive.", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_archive_is_one_error(
    tmp_path: Path, folder: Path, ending: str, content: bytes
) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(content)
    files, errors = unpacked(path, folder)
    assert not files
    assert [reason[:24] for reason in errors.values()] == ["the archive is damaged ("]


@pytest.mark.parametrize("ending", [".zip", ".tar", ".tar.gz", ".tar.bz2", ".tar.xz"])
def test_a_cut_archive_is_never_taken_for_whole(tmp_path: Path, folder: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    members = {f"{number}.txt": os.urandom(3000) for number in range(20)}
    _ = zipped(path, members) if ending == ".zip" else tarred(path, *members.items())
    whole = path.read_bytes()
    for share in range(1, 10):
        path.write_bytes(whole[: len(whole) * share // 10 // 512 * 512])
        files, errors = unpacked(path, folder)
        assert errors, share
        assert all(members[name] == data for name, data in files.items())


def test_a_damaged_header_within_a_tar_is_told(tmp_path: Path, folder: Path) -> None:
    path = tarred(tmp_path / "a.tar", ("a.txt", TEXT), ("b.txt", TEXT))
    path.write_bytes(path.read_bytes().replace(b"b.txt", b"B.txt"))
    files, errors = unpacked(path, folder)
    assert files == {"a.txt": TEXT}
    assert list(errors.values()) == ["the archive is damaged (it ends too early): make it again"]


def test_a_missing_archive_is_an_error(tmp_path: Path, folder: Path) -> None:
    _, errors = unpacked(tmp_path / "a.zip", folder)
    assert errors == {"": "cannot be unpacked: No such file or directory"}


@pytest.mark.parametrize("ending", [".zip", ".tar.gz", ".tar.bz2", ".tar.xz"])
def test_bombs_are_refused_while_reading(
    tmp_path: Path, folder: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LONGEST_ARTICLE", 1_000_000)
    path, zeros = tmp_path / f"a{ending}", bytes(30_000_000)
    _ = (
        zipped(path, {"a.txt": TEXT, "b.txt": zeros})
        if ending == ".zip"
        else tarred(path, ("a.txt", TEXT), ("b.txt", zeros))
    )
    del zeros
    tracemalloc.start()
    files, errors = unpacked(path, folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert files == {"a.txt": TEXT}
    assert [reason[:32] for reason in errors.values()] == ["unpacks to more than 200 times i"]
    assert peak < 16_000_000


def test_a_false_size_does_not_pass_a_bomb(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LONGEST_ARTICLE", 1_000_000)
    path = zipped(tmp_path / "a.zip", {"a.txt": bytes(30_000_000)})
    data = path.read_bytes().replace((30_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(data)
    files, errors = unpacked(path, folder)
    assert sum(map(len, files.values())) <= 10
    assert len(errors) == 1


def test_a_sparse_member_counts_by_what_it_writes(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LONGEST_ARTICLE", 1_000_000)
    info = tarfile.TarInfo("a.txt")
    info.pax_headers = {
        "GNU.sparse.major": "1",
        "GNU.sparse.minor": "0",
        "GNU.sparse.realsize": "1000000000000",
    }
    path = tarred(tmp_path / "a.tar", (info, b"1\n0\n0\n".ljust(512, b"\0")))
    files, errors = unpacked(path, folder)
    assert not files
    assert [reason[:32] for reason in errors.values()] == ["unpacks to more than 200 times i"]


def test_a_header_cannot_ask_for_all_memory(tmp_path: Path, folder: Path) -> None:
    info = tarfile.TarInfo("././@PaxHeader")
    info.type, info.size = tarfile.XHDTYPE, 10**9
    path = tmp_path / "a.tar.xz"
    with lzma.open(path, "wb") as file:
        file.write(info.tobuf())
        file.write(bytes(10_000_000))
    tracemalloc.start()
    _, errors = unpacked(path, folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert list(errors.values()) == ["the archive is damaged (a header is too long): make it again"]
    assert peak < 16_000_000


@pytest.mark.parametrize("ending", [".zip", ".tar"])
def test_too_many_members_are_refused(
    tmp_path: Path, folder: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    path, members = tmp_path / f"a{ending}", {f"{number}.txt": TEXT for number in range(5)}
    _ = zipped(path, members) if ending == ".zip" else tarred(path, *members.items())
    files, errors = unpacked(path, folder)
    assert len(files) in (0, 3)  # a list that is too long is not read
    assert list(errors.values()) == ["the archive has more than 3 files: unpack it first"]


@given(st.data())
def test_no_damage_raises(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    base = tmp_path_factory.mktemp("damage")
    ending = data.draw(st.sampled_from([".zip", ".tar", ".tar.gz"]))
    path = base / f"a{ending}"
    members = {"a.txt": TEXT, "2018/é.txt": TEXT}
    _ = zipped(path, members) if ending == ".zip" else tarred(path, *members.items())
    damaged = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(damaged)
    (base / "unpacked").mkdir()
    unpacked(path, base / "unpacked")
