"""Which file gave which articles, as it was when it was last read: what keeping in step compares.

Committed with the index as bytes: JSON, compressed. Files are known by the absolute path of their root
and their path below it.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import time
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Any, NamedTuple

import zstandard

from frsearch.errors import IndexCorrupted
from frsearch.messages.wording import Message, words_of
from frsearch.reading.encodings import shown

# How files are read; counted up when articles of an unchanged file may become others.
_READING = 1
# A list that packs better is written as it is, so that what a damaged one may unpack to is bounded.
_HIGHEST_RATIO = 20
_PACKED = b"\x28\xb5\x2f\xfd"
# Each list of JSON takes far more memory than its two characters; of ours, fewer are lists.
_CHARACTERS_FOR_A_LIST, _FREE = 6, 1_000
# A file may change again without a new time within the precision of the clock of its disk.
_CLOCK_NS = 2_000_000_000
_CHUNK = 1 << 20
ARCHIVE = "archive"
"""The form of archives."""


class Named(NamedTuple):
    """The default id of a file, or of a file within an archive.

    `relative` is its path below the root, `within` the rest of its name after that of its archive, ""
    outside an archive. `row_ids` are the default ids to which the lines of its articles were added.
    """

    relative: str
    within: str
    one_article: bool
    file_id: str
    row_ids: tuple[str, ...] = ()


class Used(NamedTuple):
    """A file whose content is in the articles of another, as it was when it was read."""

    path: str
    size: int
    mtime: int


@dataclass(frozen=True, slots=True)
class FileState:
    """A file when it was read, and what it gave.

    `size` is in bytes, `mtime` and `read_at` are in nanoseconds, `digest` is that of its content, "" if
    it is not known. `ids` are those of its articles; of these, `lost` are those by which the index has
    an article of another file. `named` has the default ids, of an archive those of all its files, and
    `exclude` what was left out of an archive. `numbered` says whether its name was taken for a number,
    because of its neighbours, where it might be a year; None if that made no difference. `beside` says
    that a date in it was read as those of the files beside it show. A `refused` file gave no articles,
    and is read each time to say so.
    """

    size: int
    mtime: int
    read_at: int
    form: str
    ids: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()
    used: tuple[Used, ...] = ()
    exclude: tuple[str, ...] = ()
    numbered: bool | None = None
    beside: bool = False
    refused: bool = False
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

    def to_read_again(self) -> FileState:
        """Return the state of a file that is to be read again, whether it changes or not."""
        return replace(self, size=-1, digest="")

    def confirmed(self, path: str) -> FileState | None:
        """Return the state if the file is unchanged, by size and time, else by content; else None."""
        try:
            seen = os.stat(path)
        except OSError:
            return None
        if seen.st_size != self.size:
            return None
        if seen.st_mtime_ns == self.mtime and self.is_settled:
            return self
        now = FileState.before_reading(path)
        if not self.digest or digest_of(path) != self.digest:
            return None
        # Once its time says that it has not changed, its content need not be compared any more.
        later = replace(self, mtime=now.mtime, read_at=now.read_at)
        return later if now.mtime != self.mtime or later.is_settled else self

    @property
    def is_settled(self) -> bool:
        """Whether the file could not change any more without a new time when it was read."""
        return self.mtime < self.read_at - _CLOCK_NS


def used_now(path: str) -> Used:
    """Return the state of a file that others use; its size is -1 if it is not there."""
    now = FileState.before_reading(path)
    return Used(shown(path), now.size, now.mtime)


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
    """The files below a root, by their path, and how they were read (`columns=` …).

    `walk` is that of the last reading (`walk_of`): as long as it is the same, default ids are, too.
    """

    settings: str = ""
    files: Files = field(default_factory=dict)
    walk: str = ""


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
            roots = dict(_decoded(data))
        except (zstandard.ZstdError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise IndexCorrupted(
                Message(
                    "the index's list of files cannot be read: {error}: rebuild the index",
                    error=words_of(error),
                )
            ) from error
        return cls(roots)

    def encode(self) -> bytes:
        """Return the provenance as bytes, b"" if no file was read; the same files, the same bytes."""
        if not self.roots:
            return b""
        content = {root: _encoded(state) for root, state in sorted(self.roots.items())}
        text = json.dumps(content, separators=(",", ":")).encode()
        packed = zstandard.ZstdCompressor(level=3).compress(text)
        return packed if len(text) <= _HIGHEST_RATIO * len(packed) else text

    def add(self, root: str, settings: str, files: Files, walk: str) -> None:
        """Note files below a root that were read and added, beside those that were read before."""
        before = self.roots.get(root, RootState(settings))
        same = before.settings == settings
        known = before.files if same else to_read_again(before.files)
        again = {name: _with_ids_before(state, known.get(name)) for name, state in files.items()}
        self.roots[root] = RootState(settings, {**known, **again}, walk)

    def clashes(self, files: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str, int]]:
        """Yield files that have ids of other files that are still there: both paths, how many ids.

        `files` maps the paths of files that are read to their ids.
        """
        owners = {id: path for path, ids in files.items() for id in ids}
        for path, state in self._paths():
            taken = Counter(owners[id] for id in state.ids if id in owners and owners[id] != path)
            if path not in files and taken and os.path.exists(path):
                yield from ((own, path, count) for own, count in taken.items())

    def lose(self, ids: Set[str]) -> None:
        """Note that the articles of some ids come from other files than all those that are known."""
        for state in self.roots.values():
            for name, each in state.files.items():
                if not ids.isdisjoint(each.ids):
                    lost = ids & set(each.ids) | set(each.lost)
                    state.files[name] = replace(each, lost=in_order(each.ids, lost))

    def ids_of(self, path: str) -> tuple[str, ...] | None:
        """Return the ids of the articles of a file or of all files below a folder; None if unknown.

        Of a path that is gone, ids that files elsewhere have are left out: it was moved.
        """
        wanted = root_path(path)
        found = [state for file, state in self._paths() if state.ids and _is_below(file, wanted)]
        moved: set[str] = set()
        if not os.path.exists(wanted):
            moved = ids_in(state for file, state in self._paths() if os.path.exists(file))
        own = (id for state in found for id in state.ids if id not in moved)
        return tuple(dict.fromkeys(own)) if found else None

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


def walk_of(roots: Sequence[str], files: Iterable[tuple[int, str]]) -> str:
    """Return a digest of the files that were met, each by the number of its root and its path."""
    lines = [*map(root_path, roots), *(f"{root}/{relative}" for root, relative in files)]
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def settings_of(columns: Mapping[str, str], date_format: str | None) -> str:
    """Return what decides, beside the files, which articles are read from them."""
    return json.dumps([_READING, sorted(columns.items()), date_format])


def ids_in(states: Iterable[FileState]) -> set[str]:
    """Return the ids of the articles of some files."""
    return {id for state in states for id in state.ids}


def in_order(ids: Iterable[str], some: Container[str]) -> tuple[str, ...]:
    """Return those of some ids that are in `some`."""
    return tuple(id for id in ids if id in some)


def to_read_again(files: Files) -> Files:
    """Return the states of files as of files that have changed."""
    return {name: state.to_read_again() for name, state in files.items()}


def _with_ids_before(state: FileState, before: FileState | None) -> FileState:
    """Return a state with ids of articles that the file no longer has: adding does not remove them."""
    if before is None or set(before.ids) <= set(state.ids):
        return state
    return replace(state.to_read_again(), ids=tuple(dict.fromkeys(state.ids + before.ids)))


_FIELDS = tuple(each.name for each in fields(FileState))
_values = attrgetter(*_FIELDS)


def _encoded(state: RootState) -> list[Any]:
    """Return a root as lists: one of names, then one for each field of their states."""
    columns = zip(*map(_values, state.files.values()), strict=True)
    return [state.settings, state.walk, list(state.files), *columns]


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _decoded(data: bytes) -> Iterator[tuple[str, RootState]]:
    """Yield roots; ValueError, TypeError, AttributeError or ZstdError if `data` is not `encode`d."""
    text = _unpacked(data) if data.startswith(_PACKED) else data
    if _CHARACTERS_FOR_A_LIST * (text.count(b"[") + text.count(b"{")) > len(text) + _FREE:
        raise ValueError(Message("it holds too many lists"))
    for root, (settings, walk, names, *columns) in json.loads(text).items():
        _expect(str, (settings, walk, *names))
        states = dict(zip(names, _states(len(names), *columns), strict=True))
        yield root, RootState(settings, states, walk)


def _unpacked(data: bytes) -> bytes:
    size = zstandard.get_frame_parameters(data).content_size
    if size > _HIGHEST_RATIO * len(data):
        raise ValueError(Message("it would unpack to more than it may"))
    return zstandard.ZstdDecompressor().decompress(data, allow_extra_data=False)


def _states(count: int, *columns: list[Any]) -> Iterator[FileState]:
    """Return the states of `count` files by their fields, each a list; TypeError for a wrong value."""
    if not count and not columns:
        return iter(())
    fields = dict(zip(_FIELDS, columns, strict=True))
    for name in ("size", "mtime", "read_at"):
        _expect(int, fields[name])
    _expect(str, fields["form"] + fields["digest"])
    _expect(bool, fields["refused"] + fields["beside"])
    _expect(bool, [each for each in fields["numbered"] if each is not None])
    for name in ("ids", "lost", "exclude"):
        fields[name] = _texts(fields[name])
    for name, make in (("named", _named), ("used", _used)):
        parts = itertools.chain.from_iterable(fields[name])
        made = make(*zip(*parts, strict=True))
        fields[name] = [tuple(itertools.islice(made, len(each))) for each in fields[name]]
    return itertools.starmap(FileState, zip(*fields.values(), strict=True))


def _named(*columns: Sequence[Any]) -> Iterator[Named]:
    if not columns:
        return iter(())
    relative, within, one_article, file_id, row_ids = columns
    _expect(str, (*relative, *within, *file_id))
    _expect(bool, one_article)
    return map(Named, relative, within, one_article, file_id, _texts(list(row_ids)))


def _used(*columns: Sequence[Any]) -> Iterator[Used]:
    if not columns:
        return iter(())
    path, size, mtime = columns
    _expect(str, path)
    _expect(int, (*size, *mtime))
    return map(Used, path, size, mtime)


def _expect(kind: type, values: Iterable[Any]) -> None:
    if not {kind}.issuperset(map(type, values)):
        raise TypeError(Message("a value of it is of another kind than written"))


def _texts(values: list[Any]) -> list[tuple[str, ...]]:
    _expect(list, values)
    _expect(str, itertools.chain.from_iterable(values))
    return list(map(tuple, values))
