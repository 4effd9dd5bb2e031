"""Which file gave which articles, as it was when it was last read: what keeping in step compares.

Committed with the index as bytes: JSON, compressed. Files are known by the absolute path of their root
and their path below it.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field, replace
from typing import Any

import zstandard

from frsearch.errors import FrsearchError
from frsearch.messages.wording import Message
from frsearch.reading.sources import shown

# How files are read; counted up when articles of an unchanged file may become others.
_READING = 1
_MOST_BYTES = 1 << 32
# A file may change again without a new time within the precision of the clock of its disk.
_CLOCK_NS = 2_000_000_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileState:
    """A file when it was read, and what it gave.

    `size` is in bytes, `mtime` and `read_at` are in nanoseconds, `digest` is that of its content, "" if
    it is not known. `file_id` is the default id of the file, `ids` are those of its articles, `used` the
    paths of other files whose content is in them.
    """

    size: int
    mtime: int
    read_at: int
    form: str
    is_one_article: bool = False
    file_id: str = ""
    ids: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    digest: str = ""

    @classmethod
    def before_reading(cls, path: str) -> FileState:
        """Return the state of a file that is about to be read."""
        try:
            now = os.stat(path)
        except OSError:
            return cls(-1, -1, 0, "")
        return cls(now.st_size, now.st_mtime_ns, time.time_ns(), "")

    def with_digest(self, path: str) -> FileState:
        """Return the state with the digest of its content, if the file is still the same."""
        digest = digest_of(path)
        now = FileState.before_reading(path)
        return replace(self, digest=digest if (now.size, now.mtime) == (self.size, self.mtime) else "")

    def confirmed(self, path: str) -> FileState | None:
        """Return the state if the file is unchanged, by size and time, else by content; else None."""
        now = FileState.before_reading(path)
        if now.size != self.size:
            return None
        same_time = now.mtime == self.mtime
        if same_time and self.mtime < self.read_at - _CLOCK_NS:
            return self
        if not self.digest or digest_of(path) != self.digest:
            return None
        return self if same_time else replace(self, mtime=now.mtime, read_at=now.read_at)


def digest_of(path: str) -> str:
    """Return the digest of the content of a file, "" if it cannot be read."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        with open(path, "rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


Files = dict[str, FileState]


@dataclass(frozen=True, slots=True)
class RootState:
    """The files below a root, by their path, and how they were read (`columns=` …)."""

    settings: str = ""
    files: Files = field(default_factory=dict)


@dataclass(slots=True)
class Provenance:
    """The files of all roots that were ever read into an index."""

    roots: dict[str, RootState] = field(default_factory=dict)

    @classmethod
    def decode(cls, data: bytes) -> Provenance:
        """Read what `encode` wrote; b"" is that of an index that no file was read into."""
        if not data:
            return cls()
        try:
            content = json.loads(zstandard.ZstdDecompressor().decompress(data, _MOST_BYTES))
            roots = {
                root: RootState(settings, {name: _file_state(values) for name, values in files.items()})
                for root, (settings, files) in content.items()
            }
        except (zstandard.ZstdError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise FrsearchError(
                Message("the index's list of files cannot be read: {error}", error=repr(error))
            ) from error
        return cls(roots)

    def encode(self) -> bytes:
        """Return the provenance as bytes, b"" if no file was read; the same files give the same "
        "bytes."""
        if not self.roots:
            return b""
        content = {
            root: (state.settings, {name: astuple(each) for name, each in sorted(state.files.items())})
            for root, state in sorted(self.roots.items())
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return zstandard.ZstdCompressor(level=3).compress(text.encode())

    def add(self, root: str, settings: str, files: Files) -> None:
        """Note files below a root that were read, beside those that were read before."""
        before = self.roots.get(root, RootState(settings))
        known = before.files if before.settings == settings else to_read_again(before.files)
        self.roots[root] = RootState(settings, {**known, **files})

    def ids_of(self, path: str) -> tuple[str, ...] | None:
        """Return the ids of the articles of a file or of all files below a folder; None if unknown."""
        wanted = root_path(path)
        found = [state for file, state in self._paths() if _is_below(file, wanted)]
        return tuple(dict.fromkeys(id for state in found for id in state.ids)) if found else None

    def _paths(self) -> Iterator[tuple[str, FileState]]:
        for root, state in self.roots.items():
            for name, each in state.files.items():
                yield path_below(root, name), each


def root_path(root: str) -> str:
    """Return the path by which a root is known."""
    return shown(os.path.abspath(root))


def path_below(root: str, relative: str) -> str:
    """Return the path of a file by its root and its path below it; a root may be a file itself."""
    if os.path.basename(root) == relative and not os.path.isdir(root):
        return root
    return os.path.join(root, *relative.split("/"))


def settings_of(columns: Mapping[str, str], date_format: str | None) -> str:
    """Return what decides, beside the files, which articles are read from them."""
    return json.dumps([_READING, sorted(columns.items()), date_format])


def ids_in(states: Iterable[FileState]) -> set[str]:
    """Return the ids of the articles of some files."""
    return {id for state in states for id in state.ids}


def to_read_again(files: Files) -> Files:
    """Return the states of files as of files that have changed."""
    return {name: replace(state, size=-1, digest="") for name, state in files.items()}


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _file_state(values: list[Any]) -> FileState:
    size, mtime, read_at, form, is_one, file_id, ids, used, digest = values
    return FileState(size, mtime, read_at, form, is_one, file_id, tuple(ids), tuple(used), digest)
