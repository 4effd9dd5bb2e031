"""The manifest `frsearch.json`: the format of an index, its analysis, and the files of its state.

The manifest is the commit point: it is replaced as a whole once every file that it names is on the
disk, so that a reader sees either the last committed state or the next one. It records the format
and the fingerprint of the analysis: an index of another version is refused with "rebuild" and never
gives a wrong answer.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Collection, Set
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from frsearch.analysis.fingerprint import cache_key, fingerprint
from frsearch.codec.array_file import MAGIC
from frsearch.codec.filesystem import DISK, Filesystem, failure
from frsearch.errors import FrsearchError, IndexCorrupted, IndexNotFound, IndexOutdated
from frsearch.fields import Declared, declared_fields
from frsearch.messages.wording import Message, words_of

NAME = "frsearch.json"
FORMAT = 5

# The first bytes of each kind of file. A file with a matching name but other bytes is not ours.
MARKS = {
    "segment": MAGIC,
    "deleted": b"frsdel01",
    "dictionary": b"frsdic01",
    "provenance": b"frsprv01",
    "synonyms": b"frssyn01",
}

_TEMPORARY = NAME + ".tmp"
# Eight segments of one size are merged: 30 million articles make about 50 segments, 400 bytes each here.
_MOST_BYTES = 1 << 20
_SUM = b' "checksum": '
_BEGINNING = b'{\n "format"'
_KEYS = (b'"analyzer"', b'"segments"')
_ABSENT = (FileNotFoundError, NotADirectoryError)
_FILE = re.compile(r"[0-9a-f]{16}\.(segment|deleted|dictionary|provenance|synonyms)")
_WHOOSH = re.compile(r"_.+_\d+\.toc")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of the index: its name, its size in bytes and the CRC-32 of its content."""

    name: str
    size: int
    crc32: int


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment: its file, its number of documents, and the bitmap of deleted documents."""

    file: FileEntry
    documents: int
    deleted: FileEntry | None = None
    deleted_count: int = 0

    @property
    def live(self) -> int:
        """The number of documents that are not deleted."""
        return self.documents - self.deleted_count

    def names(self) -> list[str]:
        """Return the names of its files."""
        return [self.file.name] if self.deleted is None else [self.file.name, self.deleted.name]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One committed state: `generation` counts commits.

    `dictionary` is the compression dictionary of the stored articles, None before it is made.
    `provenance` says which files gave which articles (`reading.provenance`), None if no file was read.
    `analyzer` is the fingerprint of the analysis, "" if it has not been computed yet. `fields` are the
    declared fields. `synonyms` are those that searches use (`query.synonyms`), None if there are none.
    """

    generation: int = 0
    segments: tuple[SegmentEntry, ...] = ()
    dictionary: FileEntry | None = None
    analyzer: str = ""
    provenance: FileEntry | None = None
    fields: tuple[Declared, ...] = ()
    synonyms: FileEntry | None = None

    @property
    def stored_only(self) -> frozenset[str]:
        """The names of values of `extra` that are no fields."""
        return frozenset(each.name for each in self.fields if each.type == "stored")

    def files(self) -> set[str]:
        """Return the names of all files of this state."""
        names = {name for entry in self.segments for name in entry.names()}
        return names | {each.name for each in (self.dictionary, self.provenance, self.synonyms) if each}


def write(
    folder: Path, manifest: Manifest, previous: Manifest | None = None, storage: Filesystem = DISK
) -> None:
    """Commit a state in place of the previous one, atomically.

    If this fails, the previous state is put back. Until the folder has been synced, either state may
    survive a crash of the machine, so the files of both are needed.
    """
    try:
        _replace(folder, manifest, storage)
        storage.sync_folder(folder)
    except OSError:
        if previous is not None:
            with suppress(OSError):
                _replace(folder, previous, storage)
        raise


def _replace(folder: Path, manifest: Manifest, storage: Filesystem) -> None:
    file = storage.create(folder / _TEMPORARY)
    try:
        file.write(_encoded(manifest))
        file.sync()
    finally:
        file.close()
    storage.replace(folder / _TEMPORARY, folder / NAME)


def _encoded(manifest: Manifest) -> bytes:
    """Write a manifest as JSON whose last value is the CRC-32 of all bytes before it."""
    analyzer = manifest.analyzer or fingerprint()
    origin = {"format": FORMAT, "analyzer": analyzer, "analyzer_voucher": cache_key(analyzer)}
    content = {**origin, **asdict(manifest), "analyzer": analyzer}
    return sealed(json.dumps(content, indent=1).encode())


def sealed(content: bytes) -> bytes:
    """Add the checksum to a JSON object, as its last value."""
    head = content.removesuffix(b"\n}") + b",\n"
    return head + _SUM + b"%d\n}\n" % zlib.crc32(head)


def read(folder: Path, storage: Filesystem = DISK) -> Manifest:
    """Return the committed state.

    Raises IndexNotFound, IndexCorrupted or IndexOutdated unless this version can read it.
    """
    path = folder / NAME
    content = _load(path, _raw(path, storage))
    if content.get("format") != FORMAT:
        raise _outdated(folder, Message("file format"), content.get("format"), FORMAT)
    analyzer = str(content.get("analyzer"))
    vouched = cache_key(analyzer)
    if not (vouched and content.get("analyzer_voucher") == vouched) and analyzer != fingerprint():
        raise _outdated(folder, Message("French analysis"), analyzer, fingerprint())
    try:
        segments, *small = _entries(content)
        dictionary, provenance, synonyms = small
        fields = _declared_fields(content["fields"])
        generation = _number(content["generation"])
        state = Manifest(generation, segments, dictionary, analyzer, provenance, fields, synonyms)
        others = sum(each is not None for each in small)
        if len(state.files()) < sum(len(each.names()) for each in segments) + others:
            raise ValueError(Message("a file is named twice"))
        return state
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, words_of(error)) from error


def exists(folder: Path, storage: Filesystem = DISK) -> bool:
    """Say whether the folder holds a frsearch index, readable or not. Raises IndexUnreadable."""
    try:
        return storage.exists(folder / NAME)
    except OSError as error:
        raise failure(folder / NAME, error) from error


def is_ours(folder: Path, storage: Filesystem = DISK) -> bool:
    """Say whether the file is a manifest, damaged or not, and not another program's file."""
    try:
        raw = _raw(folder / NAME, storage)
    except IndexCorrupted:
        return False  # not a regular file
    head = raw[: len(_BEGINNING)]
    return _BEGINNING.startswith(head.strip(b"\0")) or all(key in raw for key in _KEYS)


def files_of_any_version(folder: Path, storage: Filesystem = DISK) -> set[str]:
    """Return the file names in a manifest of any format; an empty set if it is damaged."""
    with suppress(IndexNotFound, IndexCorrupted, KeyError, TypeError, ValueError):
        segments, dictionary, provenance, synonyms = _entries(
            _load(folder / NAME, _raw(folder / NAME, storage))
        )
        return Manifest(0, segments, dictionary, provenance=provenance, synonyms=synonyms).files()
    return set()


def leftovers(folder: Path, needed: Set[str], storage: Filesystem = DISK) -> list[Path]:
    """Return the index files in the folder whose names are not in `needed`. Raises OSError."""
    names = [name for name in storage.names(folder) if name not in needed]
    ours = [name for name in names if name == _TEMPORARY or _is_marked(folder / name, storage)]
    return [folder / name for name in ours]


def holds_files(folder: Path, storage: Filesystem = DISK) -> bool:
    """Say whether the folder has files of an index, with or without a manifest. Raises OSError."""
    return any(_is_marked(folder / name, storage) for name in storage.names(folder))


def _is_marked(path: Path, storage: Filesystem) -> bool:
    """Say whether a file has an index file's name and first bytes, or is what a crash left of one."""
    match = _FILE.fullmatch(path.name)
    if match is None:
        return False
    mark = MARKS[match[1]]
    try:
        head = storage.head(path, len(mark))
        if mark.startswith(head):
            return True
        # A crash may leave a file with its length but only zero bytes.
        return not head.strip(b"\0") and not any(storage.map(path).view)
    except OSError:
        return False  # an unreadable file is never removed


def _entries(
    content: dict[str, Any],
) -> tuple[tuple[SegmentEntry, ...], FileEntry | None, FileEntry | None, FileEntry | None]:
    dictionary, provenance, synonyms = (
        None if entry is None else _file(entry)
        for entry in (content["dictionary"], content.get("provenance"), content.get("synonyms"))
    )
    return tuple(map(_segment, content["segments"])), dictionary, provenance, synonyms


def _segment(entry: dict[str, Any]) -> SegmentEntry:
    deleted = entry["deleted"]
    return SegmentEntry(
        _file(entry["file"]),
        _number(entry["documents"]),
        None if deleted is None else _file(deleted),
        _number(entry["deleted_count"]),
    )


def _file(entry: dict[str, Any]) -> FileEntry:
    name = entry["name"]
    if not _FILE.fullmatch(name):
        raise ValueError(Message("{name} is not a file name", name=repr(name)))
    return FileEntry(name, _number(entry["size"]), _number(entry["crc32"]))


def _declared_fields(entries: list[dict[str, Any]]) -> tuple[Declared, ...]:
    options: dict[str, Any] = {
        entry["name"]: {"type": entry["type"], "name": entry["shown"], "weight": entry["weight"]}
        for entry in entries
    }
    if not isinstance(entries, list) or len(options) < len(entries):
        raise ValueError(Message("a field is declared twice"))
    try:
        return declared_fields(options)
    except FrsearchError as error:
        raise ValueError(error.message) from None


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 63:
        raise ValueError(Message("{value} is not a count", value=repr(value)))
    return value


def _raw(path: Path, storage: Filesystem) -> bytes:
    try:
        with suppress(*_ABSENT):
            return storage.read(path, _MOST_BYTES)
        names = storage.names(path.parent)
        # An index may have been created meanwhile; its manifest is written before any other file.
        with suppress(*_ABSENT):
            return storage.read(path, _MOST_BYTES)
    except OSError as error:
        raise failure(path, error) from error
    raise _missing(path, names)


def _load(path: Path, raw: bytes) -> dict[str, Any]:
    # The checksum is checked before JSON parses a file that may come from an attacker.
    head, key, _ = raw.rpartition(_SUM)
    if key and raw != sealed(head.removesuffix(b",\n") + b"\n}"):
        raise _damaged(path, Message("it is not what was written"))
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise _damaged(path, words_of(error)) from error
    if not isinstance(content, dict):
        raise _damaged(path, Message("it is not a JSON object"))
    # Older manifests had no checksum: such an index is outdated, not damaged.
    if not key and content.get("format") == FORMAT:
        raise _damaged(path, Message("it is not what was written"))
    return content


def _missing(path: Path, names: Collection[str]) -> IndexCorrupted | IndexNotFound:
    folder = path.parent
    if any(map(_FILE.fullmatch, names)):
        return _damaged(
            path,
            Message("it is missing, but index files are there: an unfinished copy?"),
        )
    if any(map(_WHOOSH.fullmatch, names)):
        return IndexNotFound(
            Message(
                "{folder}: this is an index of Whoosh itself, which is pickled and so is not "
                "opened: make a new one with frsearch.create_index, in another folder, from "
                "the original articles",
                folder=folder,
            )
        )
    return IndexNotFound(
        Message("{folder}: there is no frsearch index here: make one with create_index", folder=folder)
    )


def _outdated(folder: Path, what: Message, theirs: object, ours: object) -> IndexOutdated:
    return IndexOutdated(
        Message(
            "{folder}: the index was made with {what} {theirs} and this version has {ours}: "
            "rebuild it from its articles (create_index with overwrite=True)",
            folder=folder,
            what=what,
            theirs=repr(theirs),
            ours=repr(ours),
        )
    )


def _damaged(path: Path, why: Message) -> IndexCorrupted:
    message = Message(
        "the manifest cannot be read ({why}): rebuild the index from its articles",
        why=why,
    )
    return IndexCorrupted(message, path)
