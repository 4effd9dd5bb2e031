"""All access to the files of an index.

Every operation that opens, reads, maps, lists, writes, syncs, renames or removes a file of an index goes
through a `Filesystem`, so that tests can count the operations and make each one fail.

    >>> DISK.names(Path("no/such/folder"))
    []
"""

from __future__ import annotations

import errno
import os
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple, TypeVar

from frsearch.codec.mapped import Content, map_file
from frsearch.errors import IndexCorrupted, IndexUnreadable
from frsearch.messages.wording import Message, cause_of

_PATIENCE = 20  # attempts, of 10 ms
# Errors that mean "no such file" or "not a file": damage to the index, not a refusal by the system.
_NO_FILE = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP}
_REMEDIES = {
    errno.EMFILE: Message(
        "too many files are open in this process: close some, or raise the limit (ulimit -n)"
    ),
    errno.ENFILE: Message("too many files are open on this machine: close some"),
    errno.EACCES: Message("check the permissions of the file and of the folders above it"),
    errno.EPERM: Message("check the permissions of the file and of the folders above it"),
    errno.ENAMETOOLONG: Message("use a shorter path"),
    errno.EINVAL: Message("use another path"),
    errno.ENOMEM: Message("there is not enough memory: free some"),
}
_REMEDY = Message("try again, and check the disk if the error persists")

_T = TypeVar("_T")


class WrongContent(OSError):
    """The file cannot be the one written: it is not a regular file, or is too large."""


def failure(path: Path, error: OSError) -> IndexCorrupted | IndexUnreadable:
    """Return the error for a file that cannot be read: damaged, or refused by the system."""
    cause = cause_of(error)
    if isinstance(error, WrongContent) or error.errno in _NO_FILE:
        return damage(path, cause)
    remedy = _REMEDIES.get(error.errno or 0, _REMEDY)
    return IndexUnreadable(
        Message("{path}: cannot be read now ({cause}): {remedy}", path=path, cause=cause, remedy=remedy),
        path,
    )


def damage(path: Path, why: Message) -> IndexCorrupted:
    """Return the error for a damaged file, with the reason."""
    return IndexCorrupted(Message("damaged or missing: {why}: rebuild the index", why=why), path)


class File:
    """A new file being written; its content may not survive a crash before `sync`."""

    def __init__(self, file: BinaryIO):
        self._file = file

    def write(self, content: bytes | memoryview) -> None:
        """Append bytes."""
        self._file.write(content)

    def sync(self) -> None:
        """Wait until the content is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file, synced or not."""
        self._file.close()


class FileStatus(NamedTuple):
    """The size of a file, in bytes, and when it was last written, in seconds since 1970."""

    size: int
    modified: float


class Filesystem:
    """The file system. Methods raise its OSErrors.

    `own_lock` is the write lock of an index whose files no other process sees; None if others see them.
    """

    own_lock: threading.Lock | None = None

    def create(self, path: Path) -> File:
        """Create a file, replacing one that may be there."""
        # Unlinked first: a stranger may have put a link there.
        path.unlink(missing_ok=True)
        return File(open(path, "xb"))

    def replace(self, path: Path, target: Path) -> None:
        """Rename a file to `target`, atomically replacing a file there."""
        _patiently(lambda: os.replace(path, target))

    def remove(self, path: Path) -> None:
        """Remove a file; mappings of it stay readable."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Wait until the entries of a folder are on the disk, on systems that can."""
        if os.name != "posix":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def exists(self, path: Path) -> bool:
        """Say whether the path exists."""
        try:
            os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def names(self, folder: Path) -> list[str]:
        """Return the file names in the folder; an empty list if there is no folder."""
        try:
            return os.listdir(folder)
        except (FileNotFoundError, NotADirectoryError):
            return []

    def status(self, path: Path) -> FileStatus:
        """Return the size and time of a file."""
        status = os.stat(path)
        return FileStatus(status.st_size, status.st_mtime)

    def spool(self, in_memory: int) -> IO[bytes]:
        """Return a nameless file for intermediate results, on the disk from `in_memory` bytes on."""
        import tempfile

        return tempfile.SpooledTemporaryFile(in_memory)

    def read(self, path: Path, most: int) -> bytes:
        """Return the content of a file; WrongContent if it has more than `most` bytes."""
        with _patiently(lambda: _open(path)) as file:
            # Python allocates the requested size before it reads.
            content = file.read(min(most, os.fstat(file.fileno()).st_size) + 1)
        if len(content) > most:
            raise WrongContent(Message("it has more than {bytes} bytes", bytes=most))
        return content

    def head(self, path: Path, size: int) -> bytes:
        """Return the first bytes of a file."""
        with _open(path) as file:
            return file.read(size)

    def map(self, path: Path) -> Content:
        """Return the content of a file as read-only memory; no descriptor is kept."""
        with _patiently(lambda: _open(path)) as file:
            return map_file(file)


DISK = Filesystem()


def _open(path: Path) -> BinaryIO:
    # A folder from a stranger may have a pipe or a device instead of a file: reading it never ends.
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise WrongContent(Message("it is not a regular file"))
    return open(path, "rb")


def _patiently(action: Callable[[], _T]) -> _T:
    """Retry for 0.2 s on Windows, which refuses while the file is open elsewhere."""
    for _ in range(_PATIENCE):
        try:
            return action()
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(0.01)
    return action()
