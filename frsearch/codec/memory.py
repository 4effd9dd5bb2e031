"""Keeps freed memory for later allocations."""

from __future__ import annotations

import numpy as np

# glibc does not adapt its thresholds to larger blocks.
_LARGEST_BLOCK = 31 << 20


def keep_freed_memory(size: int = _LARGEST_BLOCK) -> None:
    """Have glibc keep freed memory, up to about twice `size` bytes; other C libraries ignore this.

    Until a program has freed a large block, glibc returns freed memory to the system. Getting it back,
    page by page, takes half the time of a query with long lists. The block itself is never touched.
    """
    np.empty(min(size, _LARGEST_BLOCK), dtype=np.uint8)
