"""Files in memory, for an index that leaves nothing on the disk.

The memory is free once nothing refers to the file system and to the content of its files.

    >>> storage = MemoryFilesystem()
    >>> file = storage.create(Path("a.segment"))
    >>> file.write(b"abc")
    >>> bytes(storage.map(Path("a.segment")).view)
    b'abc'
"""

from __future__ import annotations

import errno
import os
import threading
import time
from io import BytesIO
from pathlib import Path
from typing import IO

from frsearch.codec.filesystem import File, FileStatus, Filesystem, WrongContent
from frsearch.codec.mapped import Content
from frsearch.messages.wording import Message


class MemoryFile(File):
    """A file in memory. Once its content is mapped, nothing more can be written to it."""

    def __init__(self) -> None:
        self.content: bytearray = bytearray()
        self.modified: float = time.time()

    def write(self, content: bytes | memoryview) -> None:
        """Append bytes."""
        self.content += content

    def sync(self) -> None:
        """Do nothing: a crash leaves no file."""

    def close(self) -> None:
        """Note the time."""
        self.modified = time.time()


class MemoryFilesystem(Filesystem):
    """The files of one index, by name, and its write lock. Threads may share it."""

    def __init__(self) -> None:
        self.own_lock: threading.Lock = threading.Lock()
        self._files: dict[str, MemoryFile] = {}

    def create(self, path: Path) -> File:
        """Create a file, replacing one that may be there."""
        file = self._files[path.name] = MemoryFile()
        return file

    def replace(self, path: Path, target: Path) -> None:
        """Rename a file to `target`, replacing a file there."""
        self._files[target.name] = self._file(path)
        del self._files[path.name]

    def remove(self, path: Path) -> None:
        """Remove a file; its content stays readable where it is mapped."""
        self._files.pop(path.name, None)

    def sync_folder(self, folder: Path) -> None:
        """Do nothing: a crash leaves no file."""

    def exists(self, path: Path) -> bool:
        """Say whether there is a file."""
        return path.name in self._files

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files."""
        return list(self._files)

    def status(self, path: Path) -> FileStatus:
        """Return the size and time of a file."""
        file = self._file(path)
        return FileStatus(len(file.content), file.modified)

    def spool(self, in_memory: int) -> IO[bytes]:
        """Return a file for intermediate results, in memory whatever its size."""
        return BytesIO()

    def read(self, path: Path, most: int) -> bytes:
        """Return the content of a file; WrongContent if it has more than `most` bytes."""
        content = self._file(path).content
        if len(content) > most:
            raise WrongContent(Message("it has more than {bytes} bytes", bytes=most))
        return bytes(content)

    def head(self, path: Path, size: int) -> bytes:
        """Return the first bytes of a file."""
        return bytes(self._file(path).content[:size])

    def map(self, path: Path) -> Content:
        """Return the content of a file as read-only memory, which is not copied."""
        return Content(memoryview(self._file(path).content).toreadonly())

    def _file(self, path: Path) -> MemoryFile:
        try:
            return self._files[path.name]
        except KeyError:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)) from None
