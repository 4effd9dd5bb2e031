"""Writes many strings in one array of bytes, which `strings` reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from frsearch.codec.array_file import Array, ArrayFileWriter

# Numbers below this are written in 4 bytes.
_MOST = 1 << 32


def narrow(ascending: Array) -> Array:
    """Return ascending numbers in 4 bytes each, or in 8 if the last one needs them."""
    return ascending.astype(np.uint32 if int(ascending[-1]) < _MOST else np.uint64)


def write_strings(writer: ArrayFileWriter, name: str, strings: Sequence[str]) -> None:
    """Write strings one after another, and the end of each."""
    codes = np.frombuffer("\0".join(strings).encode(), np.uint8)
    ends = np.append(np.flatnonzero(codes == 0), len(codes))
    if len(ends) == len(strings):
        ends -= np.arange(len(ends))
        codes = codes[codes != 0]
    else:  # there are no strings, or one contains the separator
        encoded = [string.encode() for string in strings]
        ends = np.cumsum(list(map(len, encoded)))
        codes = np.frombuffer(b"".join(encoded), np.uint8)
    writer.add(f"{name}.ends", narrow(np.append(0, ends)))
    writer.add(f"{name}.text", codes)
