"""How much of some files has been read, in bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cached_property

from frsearch.reading.sources import Event, Source


class Meter:
    """Counts bytes read: of the files before the current one, and of the current one."""

    def __init__(self, files: Iterable[Event]):
        self._files = files
        self.before: float = 0.0
        self.current: float = 0.0
        self._scale = 1.0

    @cached_property
    def total(self) -> int:
        """The total size of all files, in bytes, as of the first access."""
        return sum(size_of(event.path) for event in self._files if isinstance(event, Source))

    @property
    def share(self) -> float:
        """The share that has been read, 0.0 to 1.0."""
        return min(1.0, (self.before + self.current) / max(1, self.total))

    def watch(self, read: int) -> None:
        """Note how many bytes of the current file have been read."""
        self.current = read * self._scale

    def finish(self, file: str) -> None:
        """Note that a file has been read to its end."""
        self.before, self.current = self.before + size_of(file) * self._scale, 0

    def enter(self, archive: str, inside: Iterable[str]) -> None:
        """Count the files of an archive, from now on, as parts of the size that it has packed."""
        self._scale = size_of(archive) / max(1, sum(map(size_of, inside)))

    def leave(self) -> None:
        """Count files by their own size again."""
        self._scale = 1.0


def size_of(file: str) -> int:
    """Return the size of a file in bytes, 0 if it cannot be told."""
    try:
        return os.stat(file).st_size
    except OSError:
        return 0
