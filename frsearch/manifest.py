"""`frsearch.json`: what the index in a folder is, how it was made, and which files it is made of.

The manifest is the commit point: it is replaced as a whole once every file that it names is on the
disk, so that a reader finds the last committed state or the next one. It names the format and the
fingerprint of the analysis, so that an index of another version is refused with "rebuild" and
never answered wrongly.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from frsearch.analysis.fingerprint import fingerprint
from frsearch.errors import IndexCorrupted, IndexNotFound, IndexOutdated

NAME = "frsearch.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of the index: its name, its size in bytes and the CRC-32 of its content."""

    name: str
    size: int
    crc32: int


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment: its file, how many documents it holds, and the bitmap of those deleted."""

    file: FileEntry
    documents: int
    deleted: FileEntry | None = None
    deleted_count: int = 0

    @property
    def live(self) -> int:
        """How many documents are not deleted."""
        return self.documents - self.deleted_count


@dataclass(frozen=True, slots=True)
class Manifest:
    """One committed state: `generation` counts commits.

    `dictionary` is that of the stored articles, None until there is one.
    """

    generation: int = 0
    segments: tuple[SegmentEntry, ...] = ()
    dictionary: FileEntry | None = None

    def files(self) -> set[str]:
        """Return the names of all files of this state."""
        files = [entry.file for entry in self.segments]
        files += [entry.deleted for entry in self.segments if entry.deleted]
        files += [self.dictionary] if self.dictionary else []
        return {file.name for file in files}


def write(folder: Path, manifest: Manifest) -> None:
    """Make a state the committed one, all of it or nothing."""
    content = {"format": FORMAT, "analyzer": fingerprint(), **asdict(manifest)}
    temporary = folder / (NAME + ".tmp")
    with open(temporary, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, folder / NAME)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Wait until the folder's entries are on the disk, where the system can do so."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(folder: Path) -> Manifest:
    """Return the committed state.

    Raises IndexNotFound, IndexCorrupted or IndexOutdated unless this version can read it.
    """
    path = folder / NAME
    content = _load(path)
    for key, ours, what in (
        ("format", FORMAT, "file format"),
        ("analyzer", fingerprint(), "French analysis"),
    ):
        if content.get(key) != ours:
            raise IndexOutdated(
                f"{folder}: the index was made with {what} {content.get(key)!r} and this version "
                f"has {ours!r}: rebuild it from its articles (create_index with overwrite=True)"
            )
    try:
        segments = tuple(_segment(entry) for entry in content["segments"])
        dictionary = content["dictionary"]
        dictionary = None if dictionary is None else _file(dictionary)
        return Manifest(int(content["generation"]), segments, dictionary)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(path, repr(error)) from error


def exists(folder: Path) -> bool:
    """Say whether the folder holds a frsearch index, readable or not."""
    return (folder / NAME).exists()


def remove_files(folder: Path, kept: Collection[str] = ()) -> None:
    """Remove the segment files in the folder but for those named."""
    for path in folder.iterdir():
        if path.suffix in (".segment", ".deleted", ".dictionary") and path.name not in kept:
            path.unlink(missing_ok=True)


def _segment(entry: dict[str, Any]) -> SegmentEntry:
    deleted = entry["deleted"]
    return SegmentEntry(
        _file(entry["file"]),
        int(entry["documents"]),
        None if deleted is None else _file(deleted),
        int(entry["deleted_count"]),
    )


def _file(entry: dict[str, Any]) -> FileEntry:
    name = str(entry["name"])
    if Path(name).name != name:
        raise ValueError(f"{name!r} is no name of a file")
    return FileEntry(name, int(entry["size"]), int(entry["crc32"]))


def _load(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise IndexNotFound(
            f"{path.parent}: there is no frsearch index here: make one with create_index"
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(path, str(error)) from error
    if not isinstance(content, dict):
        raise _damaged(path, "it is not a JSON object")
    return content


def _damaged(path: Path, why: str) -> IndexCorrupted:
    message = f"{path}: the manifest cannot be read ({why}): rebuild the index from its articles"
    return IndexCorrupted(message, path)
