"""Named arrays in one file: written once, then mapped into memory and checked block by block.

    8 bytes    magic
    arrays     each at a multiple of 64 bytes, little-endian
    sums       the CRC-32 of each 64 KB block of all bytes before, 4 bytes each
    JSON       {"arrays": {name: [dtype, length, offset]}, "body": where the sums begin, "meta": {...}}
    16 bytes   length of the JSON, CRC-32 of the sums and the JSON, magic again

The directory comes last so that arrays can be written as they are made. The final CRC-32 covers the
block sums, so it identifies the whole file. A block is checked when it is first read.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.codec.filesystem import DISK, Filesystem, damage, failure
from frsearch.errors import IndexCorrupted
from frsearch.messages.wording import Message, words_of

MAGIC = b"frsegm02"
_TRAILER = struct.Struct("<II8s")
_ALIGNMENT = 64
_SHIFT = 16
_BLOCK = 1 << _SHIFT
# The most blocks of a file kept in memory. The system keeps released blocks in its cache for a while.
_MOST_READ = 5_500
# Blocks requested from the system at a time when a whole file is read.
_AHEAD = 64
# Numbers of an array copied at a time.
_AT_A_TIME = 1 << 20
# A directory names about 60 arrays, in 4 KB; a much longer JSON is refused, to bound memory.
_LONGEST_DIRECTORY = 1 << 16
# The errors that malformed JSON or bytes raise in the code that reads them.
_MALFORMED = (ValueError, LookupError, TypeError, AttributeError, RecursionError, struct.error)
_DTYPES = {"|u1", "<u2", "<u4", "<u8"}

Array = NDArray[Any]


def smallest_unsigned(largest: int) -> np.dtype[Any]:
    """Return the smallest little-endian unsigned type for numbers up to `largest`."""
    for size in (1, 2, 4):
        if largest < 1 << (8 * size):
            return np.dtype(f"<u{size}")
    return np.dtype("<u8")


class ArrayFileWriter:
    """Writes one file of arrays; the file is not valid before `close`.

    As a context manager, it removes the file on an error.
    """

    def __init__(self, path: Path, storage: Filesystem = DISK):
        self.path = path
        self._storage = storage
        self._file = storage.create(path)
        self._size = 0
        self._sum = 0
        self._sums: list[int] = []
        self._arrays: dict[str, tuple[str, int, int]] = {}
        self._spools: list[IO[bytes]] = []
        self._write(MAGIC)

    def spool(self, in_memory: int) -> IO[bytes]:
        """Return a file for intermediate results, as `Filesystem.spool` does; the context closes it."""
        self._spools.append(self._storage.spool(in_memory))
        return self._spools[-1]

    def __enter__(self) -> ArrayFileWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for spool in self._spools:
            spool.close()
        if error is not None:
            self._abandon()

    def add(self, name: str, array: Array) -> None:
        """Append an array."""
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        self._begin(name, little.dtype, len(little))
        self._write(little.view(np.uint8).data)

    def extend(self, name: str, dtype: np.dtype[Any], parts: Any) -> None:
        """Append an array given in parts."""
        self._begin(name, dtype, 0)
        length = 0
        for part in parts:
            self._write(np.ascontiguousarray(part, dtype=dtype).view(np.uint8).data)
            length += len(part)
        self._arrays[name] = (self._arrays[name][0], length, self._arrays[name][2])

    def copy(self, bundle: ArrayFile) -> None:
        """Append all arrays of another file."""
        for name in bundle.names():
            array = bundle.spans(name)
            places = range(0, len(array), _AT_A_TIME)
            parts = (array.between(at, min(at + _AT_A_TIME, len(array))) for at in places)
            self.extend(name, array.between(0, 0).dtype, parts)

    def _begin(self, name: str, dtype: np.dtype[Any], length: int) -> None:
        self._write(bytes(-self._size % _ALIGNMENT))
        self._arrays[name] = (dtype.newbyteorder("<").str, length, self._size)

    def _write(self, content: bytes | memoryview) -> None:
        rest = memoryview(content)
        while rest:
            # A block at a time: the system would keep a larger write in one piece, and map all of it at
            # the first touch.
            part = rest[: _BLOCK - self._size % _BLOCK]
            self._file.write(part)
            self._sum = zlib.crc32(part, self._sum)
            self._size += len(part)
            if self._size % _BLOCK == 0:
                self._sums.append(self._sum)
                self._sum = 0
            rest = rest[len(part) :]

    def close(self, meta: Mapping[str, Any], *, sync: bool = True) -> None:
        """Write the directory; unless `sync` is False, wait until the file is on the disk."""
        if self._size % _BLOCK:
            self._sums.append(self._sum)
        content = {"arrays": self._arrays, "body": self._size, "meta": dict(meta)}
        directory = json.dumps(content).encode()
        checked = np.array(self._sums, dtype="<u4").tobytes() + directory
        self._file.write(checked + _TRAILER.pack(len(directory), zlib.crc32(checked), MAGIC))
        if sync:
            self._file.sync()
        self._file.close()

    def _abandon(self) -> None:
        """Close and remove an unfinished file; if that fails, the next write removes it."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._storage.remove(self.path)


class ArrayFile:
    """The arrays of a file, mapped into memory and read only.

    A manifest records its `size` and `crc32`. Raises IndexCorrupted if the file is missing, truncated
    or of another kind, or if a block that is read has changed; IndexUnreadable if the system refuses
    the file.
    """

    def __init__(self, path: Path, storage: Filesystem = DISK):
        self.path = path
        self.size: int = 0
        self.crc32: int = 0
        self._arrays: dict[str, Array] = {}
        self._begins: dict[str, int] = {}
        self._whole: dict[str, Array] = {}
        try:
            self._content = storage.map(path)
            self.size = len(self._content.view)
            self._read_directory()
        except OSError as error:
            raise failure(path, error) from error
        except _MALFORMED as error:
            raise self.corruption(
                Message("it cannot be opened ({error})", error=words_of(error))
            ) from error

    def _read_directory(self) -> None:
        last = self.size >> _SHIFT
        self.fetch(max(last - 1, 0), last + 1)
        end = self.size - _TRAILER.size
        length, crc32, magic = _TRAILER.unpack(self._content.view[max(end, 0) :])
        body, sums = _body_and_sums(end - length)
        self.crc32 = int(crc32)
        checked = self._content.view[body:end]
        # The checksum is checked before JSON parses a file that may come from an attacker.
        if magic != MAGIC or length > _LONGEST_DIRECTORY or zlib.crc32(checked) != self.crc32:
            raise ValueError(Message("its directory is not what was written"))
        content = json.loads(bytes(checked[sums * 4 :]))
        if content["body"] != body:
            raise ValueError(Message("its arrays do not end where its directory says"))
        self._body = self._content.view[:body]
        self._sums: list[int] = np.frombuffer(checked, "<u4", sums).tolist()
        self._unchecked = bytearray(b"\1") * sums
        self._unread = bytearray(b"\1") * sums
        self._read = 0
        self.meta: dict[str, Any] = content["meta"]
        for name, (dtype, count, offset) in content["arrays"].items():
            if dtype not in _DTYPES or count < 0:
                raise ValueError(Message("{name} is not an array", name=name))
            self._arrays[name] = np.frombuffer(self._body, np.dtype(dtype), count, offset)
            self._begins[name] = offset

    def names(self) -> list[str]:
        """Return the names of the arrays, in the order of the file."""
        return list(self._arrays)

    def __getitem__(self, name: str) -> Array:
        try:
            return self._whole[name]
        except KeyError:
            self.spans(name).between(0, len(self._array(name)))
            self._whole[name] = self._arrays[name]
            return self._arrays[name]

    def prefetch(self, beginnings: tuple[str, ...]) -> None:
        """Start reading the arrays whose names have these prefixes, without waiting."""
        for name, array in self._arrays.items():
            if name.startswith(beginnings) and len(array):
                begin = self._begins[name]
                self.fetch(begin >> _SHIFT, (begin + array.nbytes - 1 >> _SHIFT) + 1)

    def spans(self, name: str, widest: int = 8, narrowest: int = 1) -> LazyArray:
        """Return an array that is read and checked in parts; its numbers have `narrowest` to
        `widest` bytes."""
        array = self._array(name)
        if not narrowest <= array.itemsize <= widest:
            raise self.corruption(
                Message("{name} does not have {widest} bytes per number", name=name, widest=widest)
            )
        return LazyArray(self, array, self._begins[name], self._unread)

    def offsets(self, name: str, end: int, count: int | None = None) -> Array:
        """Return an array of `count` steps that must ascend from 0 to `end`."""
        array = self[name]
        if not len(array) or array[0] != 0 or array[-1] != end or (array[1:] < array[:-1]).any():
            raise self.corruption(Message("{name} does not ascend to {end}", name=name, end=end))
        if count not in (None, len(array) - 1):
            raise self.corruption(Message("{name} does not have {count} steps", name=name, count=count))
        return array

    def below(self, name: str, limit: int, count: int | None = None) -> Array:
        """Return an array of `count` numbers that must all be below `limit`."""
        array = self[name]
        if int(array.max(initial=0)) >= max(limit, 1) or count not in (None, len(array)):
            raise self.corruption(Message("{name} does not fit the other arrays", name=name))
        return array

    def places(self, name: str, limit: int) -> Array:
        """Return an array of strictly ascending numbers below `limit`."""
        array = self.below(name, limit)
        if (array[1:] <= array[:-1]).any():
            raise self.corruption(Message("{name} does not ascend", name=name))
        return array

    def _array(self, name: str) -> Array:
        try:
            return self._arrays[name]
        except KeyError:
            raise self.corruption(Message("it has no {name}", name=name)) from None

    def read_blocks(self, ranges: Collection[tuple[int, int]]) -> None:
        """Read and check the blocks of each range (first, last exclusive).

        After 5,500 blocks, their memory is released.
        """
        for first, after in ranges:
            self.fetch(first, after)
        for first, after in ranges:
            at = self._unread.find(1, first, after)
            while at >= 0:
                if self._unchecked[at]:
                    if not self._is_sound(at):
                        raise self.corruption(
                            Message(
                                "the block at byte {byte} is not what was written", byte=at << _SHIFT
                            )
                        )
                    self._unchecked[at] = 0
                self._unread[at] = 0
                self._read += 1
                at = self._unread.find(1, at, after)
        if self._read > _MOST_READ:
            self.release_pages()

    def fetch(self, first: int, after: int) -> None:
        """Have the system read blocks at once, where it can: reading page by page is slow."""
        begin = first << _SHIFT
        begin -= begin % mmap.PAGESIZE
        self._content.advise("MADV_WILLNEED", begin, (after << _SHIFT) - begin)

    def _is_sound(self, block: int) -> bool:
        return zlib.crc32(self._body[block << _SHIFT : block + 1 << _SHIFT]) == self._sums[block]

    def release_pages(self) -> None:
        """Release the memory of the blocks read so far, where the system can do so."""
        self._read = 0
        self._unread[:] = b"\1" * len(self._unread)
        self._content.advise("MADV_DONTNEED")

    def damaged_blocks(self) -> Iterator[tuple[int, int]]:
        """Yield the first and last byte (exclusive) of each damaged block."""
        for block in range(len(self._sums)):
            if block % _AHEAD == 0:
                self.fetch(block, min(block + _AHEAD, len(self._sums)))
            if not self._is_sound(block):
                yield block << _SHIFT, min(block + 1 << _SHIFT, len(self._body))

    def corruption(self, why: Message) -> IndexCorrupted:
        """Return the error for damage to this file."""
        return damage(self.path, why)


def _body_and_sums(size: int) -> tuple[int, int]:
    """Return the bytes of the arrays and the number of sums, given the `size` of both together."""
    sums = -(-size // (_BLOCK + 4))
    body = size - 4 * sums
    if size < 0 or sums != -(-body // _BLOCK):
        raise ValueError(Message("its length is not that of any file of arrays"))
    return body, sums


class LazyArray:
    """An array that is checked in parts, when they are first read."""

    __slots__ = ("_array", "_begin", "_bundle", "_length", "_unread", "_width")

    def __init__(self, bundle: ArrayFile, array: Array, begin: int, unread: bytearray):
        self._bundle = bundle
        self._array = array
        self._begin = begin
        self._unread = unread
        self._width = array.itemsize
        self._length = len(array)

    def __len__(self) -> int:
        return self._length

    def between(self, start: int, end: int) -> Array:
        """Return a part of the array; IndexCorrupted if it is damaged or goes past the end."""
        if not 0 <= start <= end <= self._length:
            raise self._bundle.corruption(
                Message("there is no data from {start} to {end}", start=start, end=end)
            )
        if start < end:
            first = self._begin + start * self._width >> _SHIFT
            after = (self._begin + end * self._width - 1 >> _SHIFT) + 1
            if self._unread.find(1, first, after) >= 0:
                self._bundle.read_blocks([(first, after)])
        return self._array[start:end]

    def whole(self, start: int, end: int) -> Array:
        """Check a part that is not empty; return the whole array."""
        self.between(start, end)
        return self._array

    def among(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Array:
        """Check these parts, none of them empty; return the whole array."""
        if len(starts) == 1:
            self.between(int(starts[0]), int(ends[0]))
            return self._array
        begins, afters = starts * self._width + self._begin, ends * self._width + self._begin
        if kernels.any_marked(self._unread, _SHIFT, begins, afters):
            firsts, afters = begins >> _SHIFT, afters - 1 + _BLOCK >> _SHIFT
            ranges = zip(*_joined(firsts, afters), strict=True)
            self._bundle.read_blocks([each for each in ranges if self._unread.find(1, *each) >= 0])
        return self._array


def _joined(firsts: NDArray[np.int64], afters: NDArray[np.int64]) -> tuple[list[int], list[int]]:
    """Join ranges that overlap or touch; return where each begins and ends."""
    order = firsts.argsort(kind="stable")
    firsts, afters = firsts.take(order), np.maximum.accumulate(afters.take(order))
    apart = (firsts[1:] > afters[:-1]).nonzero()[0]
    begins = firsts.take(np.append(0, apart + 1))
    return begins.tolist(), afters.take(np.append(apart, len(afters) - 1)).tolist()
