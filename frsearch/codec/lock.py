"""The write lock of an index: one writer at a time.

The operating system releases the lock of a folder when its holder dies, however it dies. A file beside
the lock names the holder, for error messages only. An index in memory has a lock of its own.
"""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from frsearch.codec import manifest
from frsearch.codec.filesystem import DISK, Filesystem
from frsearch.errors import FrsearchError, IndexLocked
from frsearch.messages.wording import Message, words_of

_LOCK = "frsearch.lock"
_HOLDER = "frsearch.holder.json"
_MOST_BYTES = 1_000
_DELAY = 0.05


@contextmanager
def writing(
    folder: Path, timeout: float, index: Filesystem | None = None, delay: float = _DELAY
) -> Iterator[None]:
    """Hold the write lock of a folder for the length of the block.

    Tries every `delay` seconds for up to `timeout` seconds. Raises IndexLocked, which names the holder,
    if another process, another thread or an open block of this thread still holds the lock then;
    FrsearchError if the system refuses the lock. With `index`, the folder must have an index: if not,
    raises what opening it raises, and if the index is removed meanwhile, no lock file is left.
    """
    if index is not None and index.own_lock is not None:
        with _in_memory(index.own_lock, timeout):
            yield
        return
    from filelock import FileLock, Timeout

    # Each block has its own lock object: a shared one would let its thread in a second time. Any thread
    # may end the block: a Whoosh writer may be committed by another thread than began it.
    lock = FileLock(folder / _LOCK, thread_local=False)
    if index is not None and not manifest.exists(folder, index):
        manifest.read(folder, index)  # raises the error for what is there instead
    try:
        _refuse_link(folder / _LOCK)
        lock.acquire(timeout, delay)
    except Timeout:
        holder = _holder(folder)
        raise IndexLocked(
            Message(
                "{folder}: {holder} is writing to this index: try again when it is done, or wait for it "
                "with timeout=",
                folder=folder,
                holder=holder,
            ),
            holder,
        ) from None
    except (OSError, NotImplementedError) as error:
        raise FrsearchError(
            Message(
                "{folder}: the index cannot be locked for writing: {error}",
                folder=folder,
                error=words_of(error),
            )
        ) from error
    try:
        with suppress(OSError), closing(DISK.create(folder / _HOLDER)) as file:
            file.write(json.dumps(_this_process()).encode())
        yield
    finally:
        with suppress(OSError):
            (folder / _HOLDER).unlink(missing_ok=True)
        if index is not None:
            _clean_up_after_removal(folder, index)
        # The write is done, and the system releases the lock with the process in any case.
        with suppress(OSError):
            lock.release()


@contextmanager
def _in_memory(lock: threading.Lock, timeout: float) -> Iterator[None]:
    """Hold the lock of an index in memory for the length of the block."""
    if not lock.acquire(timeout=min(timeout, threading.TIMEOUT_MAX)):
        raise IndexLocked(
            Message(
                "another writer is writing to this index in memory: try again when it is done, or wait "
                "for it with timeout="
            )
        )
    try:
        yield
    finally:
        lock.release()


def _clean_up_after_removal(folder: Path, index: Filesystem) -> None:
    """Remove the lock file, and the empty folder, of an index removed meanwhile."""
    with suppress(OSError, FrsearchError):
        if not manifest.exists(folder, index):
            remove_lock(folder)
            folder.rmdir()  # if nothing else is there


def remove_lock(folder: Path) -> None:
    """Remove the lock file while the lock is held: the next holder finds no index."""
    (folder / _LOCK).unlink(missing_ok=True)


def _refuse_link(path: Path) -> None:
    """Raise OSError for a link: locking would open, and so empty, a file elsewhere."""
    with suppress(FileNotFoundError):
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            raise OSError(Message("{name} is a link, or not a file: remove it", name=path.name))


def _this_process() -> dict[str, str | int]:
    import socket

    since = datetime.now(UTC).isoformat(timespec="seconds")
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": since}


def _holder(folder: Path) -> str:
    try:
        content = json.loads(DISK.read(folder / _HOLDER, _MOST_BYTES))
        pid, host, since = (str(content[name])[:100] for name in ("pid", "host", "since"))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return Message("another writer")
    return Message("process {pid} on {host}, since {since},", pid=pid, host=host, since=since)
