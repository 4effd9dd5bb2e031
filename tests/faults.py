"""A disk in memory that forgets what was not synced, and fails when it is told to.

It counts every write, sync, rename and removal, and every open, read, stat, listing and mapping. After
each change it can tell what a crash would leave: data that was not synced is gone, or torn, or zeros;
names that were not synced with their folder are there or not. It can also refuse an operation, with
ENOSPC, EIO or EMFILE, before it had an effect or after.
"""

from __future__ import annotations

import errno
import io
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from frsearch.codec.filesystem import File, Filesystem, WrongContent
from frsearch.codec.mapped import Content

Files = dict[str, bytes]
Kind = Literal["write", "sync", "rename", "remove", "open", "read", "stat", "list", "map"]


@dataclass(eq=False)
class Inode:
    """What a file holds as processes see it, and how much of it is on the disk; it only grows."""

    data: bytearray = field(default_factory=bytearray)
    synced: int = 0

    def survivors(self) -> tuple[bytes, bytes, bytes, bytes]:
        """What a crash may leave of it: what was synced, more, much, all in length but zeros."""
        torn = (self.synced + len(self.data)) // 2
        whole = bytes(self.data)
        return (
            whole[: self.synced],
            whole[:torn],
            whole,
            whole[: self.synced] + bytes(len(whole) - self.synced),
        )


@dataclass
class Fault:
    """Refuses the operation of this number, and, where it lasts, all of these kinds after it."""

    at: int
    number: int
    late: bool = False
    lasts: tuple[Kind, ...] = ()

    def hits(self, count: int, kind: Kind) -> bool:
        return count == self.at or (count > self.at and kind in self.lasts)


class Disk(Filesystem):
    def __init__(self, files: Files | None = None):
        known = (files or {}).items()
        self.names_now = {name: Inode(bytearray(data), len(data)) for name, data in known}
        self._names_synced = dict(self.names_now)
        self._unsynced: list[tuple[str, Inode | None]] = []
        self.count = 0
        self.fault: Fault | None = None
        self.fault_hit = False
        self.observe: Callable[[], None] = lambda: None

    # --- what a crash leaves

    def after_crash(self, random: random.Random) -> Iterator[Files]:
        """What may be on the disk if the machine stops now."""
        some = [change for change in self._unsynced if random.random() < 0.5]
        for changes in ([], self._unsynced, some, self._unsynced[-1:], self._unsynced[:-1]):
            names = dict(self._names_synced)
            for name, inode in changes:
                if inode is None:
                    names.pop(name, None)
                else:
                    names[name] = inode
            for at in range(4):
                yield {name: inode.survivors()[at] for name, inode in names.items()}

    def is_unsure_of(self, name: str) -> bool:
        """Say whether a crash may leave one file or another by this name."""
        return any(changed == name for changed, _ in self._unsynced)

    def files(self) -> Files:
        """What processes see."""
        return {name: bytes(inode.data) for name, inode in self.names_now.items()}

    # --- Storage

    def create(self, path: Path) -> File:
        inode = Inode()

        def effect() -> None:
            self._rename(path.name, inode)

        self.step("open", effect)
        return _File(self, inode)

    def replace(self, path: Path, target: Path) -> None:
        def effect() -> None:
            inode = self.names_now[path.name]
            self._rename(path.name, None)
            self._rename(target.name, inode)

        self.step("rename", effect)

    def remove(self, path: Path) -> None:
        if path.name in self.names_now:
            self.step("remove", lambda: self._rename(path.name, None))

    def sync_folder(self, folder: Path) -> None:
        def effect() -> None:
            self._names_synced = dict(self.names_now)
            self._unsynced = []

        self._look("open")
        self.step("sync", effect)

    def exists(self, path: Path) -> bool:
        self._look("stat")
        return path.name in self.names_now

    def names(self, folder: Path) -> list[str]:
        self._look("list")
        return list(self.names_now)

    def read(self, path: Path, most: int) -> bytes:
        content = self._opened(path)
        self._look("read")
        if len(content) > most:
            raise WrongContent(f"it has more than {most} bytes")
        return content

    def head(self, path: Path, size: int) -> bytes:
        content = self._opened(path)
        self._look("read")
        return content[:size]

    def map(self, path: Path) -> Content:
        content = self._opened(path)
        self._look("map")
        return Content(content)

    def _opened(self, path: Path) -> bytes:
        self._look("stat")
        if path.name not in self.names_now:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        self._look("open")
        return bytes(self.names_now[path.name].data)

    def _look(self, kind: Kind) -> None:
        # What is there is the same before and after, so that nothing is observed.
        self.step(kind, lambda: None, changes=False)

    def _rename(self, name: str, inode: Inode | None) -> None:
        self._unsynced.append((name, inode))
        if inode is None:
            del self.names_now[name]
        else:
            self.names_now[name] = inode

    def step(self, kind: Kind, effect: Callable[[], None], *, changes: bool = True) -> None:
        """Do an operation, or refuse it."""
        self.count += 1
        if self.fault and self.fault.hits(self.count, kind):
            self.fault_hit = True
            if self.fault.late:
                effect()
            raise OSError(self.fault.number, os.strerror(self.fault.number))
        effect()
        if changes:
            self.observe()


class _File(File):
    """Buffers as the real one does, so that what is counted is what the system would be asked."""

    def __init__(self, disk: Disk, inode: Inode):
        self._disk = disk
        self._inode = inode
        super().__init__(io.BufferedWriter(_Raw(disk, inode), 2_000))  # type: ignore[arg-type]

    def sync(self) -> None:
        self._file.flush()

        def effect() -> None:
            self._inode.synced = len(self._inode.data)

        self._disk.step("sync", effect)


class _Raw(io.RawIOBase):
    def __init__(self, disk: Disk, inode: Inode):
        self._disk = disk
        self._inode = inode

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        data = bytes(content)  # type: ignore[call-overload]
        self._disk.step("write", lambda: self._inode.data.extend(data))
        return len(data)


ONCE = (Fault(0, errno.EIO), Fault(0, errno.EIO, late=True))
DISK_FULL = Fault(0, errno.ENOSPC, lasts=("write", "sync"))
NO_DESCRIPTORS = Fault(0, errno.EMFILE, lasts=("open",))
