"""Maps files as read-only memory: an open file -> `Content`, which outlives the open file.

>>> bytes(Content(b"abc").view[1:])
b'bc'
"""

from __future__ import annotations

import ctypes
import mmap
import os
from typing import Any, BinaryIO

import numpy as np


class Content:
    """The content of a file, as the read-only memory `view`."""

    def __init__(self, content: Any):
        self.view: memoryview = memoryview(content)

    def advise(self, advice: str, begin: int = 0, length: int | None = None) -> None:
        """Advise the system, as with "MADV_RANDOM", how a part is used, where it takes advice."""


def map_file(file: BinaryIO) -> Content:
    """Map an open file, which may be closed afterwards. Raises OSError."""
    size = os.fstat(file.fileno()).st_size
    if size == 0:  # an empty file cannot be mapped
        return Content(b"")
    if os.name != "posix":
        return Content(mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ))
    content = _PosixContent(_Pages(file.fileno(), size))
    # Otherwise the system would read megabytes around each page touched.
    content.advise("MADV_RANDOM")
    return content


class _Pages:
    """The mapped pages of a file, unmapped with the last reference.

    `mmap.mmap` keeps a file descriptor open, and a process may have only about a thousand of them; the
    mapping itself needs none.
    """

    def __init__(self, descriptor: int, size: int):
        self.size = size
        self.address = _map(None, size, mmap.PROT_READ, mmap.MAP_SHARED, descriptor, 0)
        if self.address == _FAILED:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        # The protocol by which NumPy wraps foreign memory; the array keeps this object alive.
        self.__array_interface__ = {
            "version": 3,
            "data": (self.address, True),
            "shape": (size,),
            "typestr": "|u1",
        }

    def __del__(self) -> None:
        if self.address != _FAILED:
            _unmap(self.address, self.size)


class _PosixContent(Content):
    def __init__(self, pages: _Pages):
        super().__init__(np.asarray(pages))
        self._address, self._size = pages.address, pages.size

    def advise(self, advice: str, begin: int = 0, length: int | None = None) -> None:
        rest = self._size - begin
        length = rest if length is None else min(length, rest)
        # Refused advice changes nothing.
        if length > 0 and hasattr(mmap, advice):
            _advise(self._address + begin, length, getattr(mmap, advice))


if os.name == "posix":
    _C = ctypes.CDLL(None, use_errno=True)
    _FAILED = ctypes.c_void_p(-1).value
    _map, _unmap, _advise = _C.mmap, _C.munmap, _C.madvise
    _map.restype = ctypes.c_void_p
    # File offsets have the size of `long`, except on a few 32-bit systems; ours is 0.
    _map.argtypes = [
        ctypes.c_void_p,
        ctypes.c_size_t,
        ctypes.c_int,
        ctypes.c_int,
        ctypes.c_int,
        ctypes.c_long,
    ]
    _unmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    _advise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
