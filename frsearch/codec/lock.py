"""One writer at a time: a folder -> the right to write there, for as long as a block lasts.

The operating system holds the lock and lets it go when its holder dies, however it dies. Who holds it
is written beside it for people to read, and believed by nobody.
"""

from __future__ import annotations

import json
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

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
    """Hold the lock of a folder, asking for it every `delay` seconds for up to `timeout` seconds.

    Raises IndexLocked, which names the holder, where it is held until then: by another process,
    another thread, or a block of this thread that is still open; FrsearchError where the system
    does not give the lock. Where `index` gives the files of one that must be in the folder, raises what
    opening it raises if it is not; and no lock file is left where it has gone meanwhile.
    """
    # A lock of its own for each block: one that is shared lets its thread in a second time. Any thread
    # may end the block: a writer of Whoosh's is committed by another than began it, at times.
    lock = FileLock(folder / _LOCK, thread_local=False)
    if index is not None and not manifest.exists(folder, index):
        manifest.read(folder, index)  # which says what is there instead
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
            file.write(json.dumps(_myself()).encode())
        yield
    finally:
        with suppress(OSError):
            (folder / _HOLDER).unlink(missing_ok=True)
        if index is not None:
            _leave_nothing(folder, index)
        # What was done under the lock is done, and the system lets it go with the process in any case.
        with suppress(OSError):
            lock.release()


def _leave_nothing(folder: Path, index: Filesystem) -> None:
    """Remove the lock file of an index that has gone meanwhile, and the folder made for it."""
    with suppress(OSError, FrsearchError):
        if not manifest.exists(folder, index):
            remove_lock(folder)
            folder.rmdir()  # if nothing else is there


def remove_lock(folder: Path) -> None:
    """Remove the lock file, while the lock is held: who takes it next finds no index."""
    (folder / _LOCK).unlink(missing_ok=True)


def _refuse_link(path: Path) -> None:
    """Raise OSError where locking would open, and so empty, a file that lies elsewhere, too."""
    with suppress(FileNotFoundError):
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
            raise OSError(Message("{name} is a link, or no file: remove it", name=path.name))


def _myself() -> dict[str, str | int]:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": since}


def _holder(folder: Path) -> str:
    try:
        content = json.loads(DISK.read(folder / _HOLDER, _MOST_BYTES))
        pid, host, since = (str(content[name])[:100] for name in ("pid", "host", "since"))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return Message("another writer")
    return Message("process {pid} on {host}, since {since},", pid=pid, host=host, since=since)
