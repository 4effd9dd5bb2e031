"""A posting list as it is stored, which several kernels walk without decoding it into arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Stored(NamedTuple):
    """The postings from `begin` to `end` (exclusive) of those in arrays, one or more.

    The arrays are those of `plain.postings`. The document of the first posting is given; documents are
    below `size` and ascend. `start` is added to their numbers.
    """

    gaps: NDArray[np.uint16]
    wide: NDArray[np.uint64]
    wide_gaps: NDArray[np.uint64]
    packed: NDArray[np.uint8]
    many: NDArray[np.uint64]
    many_text: NDArray[np.uint64]
    many_title: NDArray[np.uint64]
    begin: int
    end: int
    first: int
    start: int
    size: int
