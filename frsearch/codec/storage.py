"""Every touch of an index's files: bytes in, files out, and back.

Writes, syncs, renames and removals go through a `Storage`, and nothing else changes a file of an index,
so that tests can count them and make each one fail.

    >>> DISK.names(Path("no/such/folder"))
    []
"""

from __future__ import annotations

import mmap
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

# What is mapped or read: anything that NumPy and zlib take.
Content = bytes | mmap.mmap

_PATIENCE = 20  # attempts, of 10 ms

_T = TypeVar("_T")


class File:
    """A new file being written; nothing of it is sure to last before `sync`."""

    def __init__(self, file: BinaryIO):
        self._file = file

    def write(self, content: bytes | memoryview) -> None:
        """Append bytes."""
        self._file.write(content)

    def sync(self) -> None:
        """Wait until what was written is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file, synced or not."""
        self._file.close()


class Storage:
    """The file system. Methods raise OSError as it does."""

    def create(self, path: Path) -> File:
        """Make a file, in the place of one that may be there."""
        # Not through a link that a stranger has put there.
        path.unlink(missing_ok=True)
        return File(open(path, "xb"))

    def replace(self, path: Path, target: Path) -> None:
        """Rename a file to `target`, whose file is replaced at once."""
        _patiently(lambda: os.replace(path, target))

    def remove(self, path: Path) -> None:
        """Remove a file; where it is mapped, its content stays readable."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Wait until the names of the files are on the disk, where the system can do so."""
        if os.name != "posix":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files in the folder; of none if it is not there."""
        return os.listdir(folder) if folder.is_dir() else []

    def read(self, path: Path, most: int) -> bytes:
        """Return the content of a file, which must be of at most `most` bytes."""
        with _patiently(lambda: _open(path)) as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise OSError(f"it has more than {most} bytes")
        return content

    def map(self, path: Path) -> Content:
        """Return the content of a file as read-only memory."""
        with _open(path) as file:
            # An empty file cannot be mapped.
            if os.fstat(file.fileno()).st_size == 0:
                return b""
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        # Or the system would read megabytes around each page that is touched.
        advise(mapped, "MADV_RANDOM")
        return mapped


def advise(content: Content, advice: str, *where: int) -> None:
    """Give the system advice on how mapped content, or a part of it, is used, where it takes any."""
    if isinstance(content, mmap.mmap) and hasattr(mmap, advice):
        with suppress(OSError, ValueError):
            content.madvise(getattr(mmap, advice), *where)


DISK = Storage()


def _open(path: Path) -> BinaryIO:
    # A folder from a stranger may hold a pipe or a device in the place of a file: they never end.
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError("it is no regular file")
    return open(path, "rb")


def _patiently(action: Callable[[], _T]) -> _T:
    """Try again for a moment where Windows refuses because the file is open elsewhere."""
    for _ in range(_PATIENCE):
        try:
            return action()
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(0.01)
    return action()
