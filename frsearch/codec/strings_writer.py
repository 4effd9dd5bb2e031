"""Writes many strings in one array of bytes, which `strings` reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from frsearch.codec.array_file import ArrayFileWriter


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
    writer.add(f"{name}.ends", np.append(0, ends).astype(np.uint32))
    writer.add(f"{name}.text", codes)
