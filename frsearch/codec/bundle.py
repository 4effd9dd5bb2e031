"""Named arrays in one file: written once, then mapped into memory.

    8 bytes    magic
    arrays     each at a multiple of 64 bytes, little-endian
    JSON       {"arrays": {name: [dtype, length, offset]}, "meta": {...}}
    16 bytes   length of the JSON, its CRC-32, magic again

The directory stands at the end so that arrays can be written as they come.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frsearch.errors import IndexCorrupted

_MAGIC = b"frsegm01"
_TRAILER = struct.Struct("<II8s")
_ALIGNMENT = 64
_BLOCK = 1 << 20

Array = NDArray[Any]


def smallest_unsigned(largest: int) -> np.dtype[Any]:
    """Return the smallest unsigned little-endian type that holds numbers up to `largest`."""
    for size in (1, 2, 4):
        if largest < 1 << (8 * size):
            return np.dtype(f"<u{size}")
    return np.dtype("<u8")


class BundleWriter:
    """Writes one bundle; nothing is valid before `close`."""

    def __init__(self, path: Path):
        self.path = path
        self._file = open(path, "wb")  # noqa: SIM115
        self._file.write(_MAGIC)
        self._arrays: dict[str, tuple[str, int, int]] = {}

    def add(self, name: str, array: Array) -> None:
        """Append an array."""
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        self._begin(name, little.dtype, len(little))
        self._file.write(little.view(np.uint8).data)

    def extend(self, name: str, dtype: np.dtype[Any], parts: Any) -> None:
        """Append an array given in parts."""
        self._begin(name, dtype, 0)
        length = 0
        for part in parts:
            self._file.write(np.ascontiguousarray(part, dtype=dtype).view(np.uint8).data)
            length += len(part)
        self._arrays[name] = (self._arrays[name][0], length, self._arrays[name][2])

    def _begin(self, name: str, dtype: np.dtype[Any], length: int) -> None:
        self._file.write(bytes(-self._file.tell() % _ALIGNMENT))
        self._arrays[name] = (dtype.newbyteorder("<").str, length, self._file.tell())

    def close(self, meta: Mapping[str, Any], *, sync: bool = True) -> None:
        """Write the directory, and wait until all is on the disk."""
        directory = json.dumps({"arrays": self._arrays, "meta": dict(meta)}).encode()
        self._file.write(directory)
        self._file.write(_TRAILER.pack(len(directory), zlib.crc32(directory), _MAGIC))
        self._file.flush()
        if sync:
            os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Close and remove an unfinished file."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class Bundle:
    """The arrays of a file, mapped into memory and read only.

    Raises IndexCorrupted where the file is missing, cut, or no bundle.
    """

    def __init__(self, path: Path):
        self.path = path
        try:
            with open(path, "rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._read_directory()
        except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
            message = f"{path}: damaged or missing ({error}): rebuild the index"
            raise IndexCorrupted(message, path) from error

    def _read_directory(self) -> None:
        size = len(self._map)
        length, checksum, magic = _TRAILER.unpack(self._map[size - _TRAILER.size :])
        directory = self._map[size - _TRAILER.size - length : size - _TRAILER.size]
        if magic != _MAGIC or len(directory) != length or zlib.crc32(directory) != checksum:
            raise ValueError("its directory is not what was written")
        content = json.loads(directory)
        self.meta: dict[str, Any] = content["meta"]
        self._arrays: dict[str, Array] = {}
        for name, (dtype, length, offset) in content["arrays"].items():
            self._arrays[name] = np.frombuffer(self._map, np.dtype(dtype), length, offset)

    def names(self) -> list[str]:
        """Return the names of the arrays, in the order of the file."""
        return list(self._arrays)

    def __getitem__(self, name: str) -> Array:
        try:
            return self._arrays[name]
        except KeyError:
            message = f"{self.path}: damaged, it has no {name}: rebuild the index"
            raise IndexCorrupted(message, self.path) from None


def checksum(path: Path) -> int:
    """Return the CRC-32 of a whole file."""
    total = 0
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            total = zlib.crc32(block, total)
    return total
