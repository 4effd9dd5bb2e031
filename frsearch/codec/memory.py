"""How freed memory is kept for what comes next."""

from __future__ import annotations

import numpy as np

# glibc learns from no larger block.
_LARGEST_BLOCK = 31 << 20


def keep_freed_memory(size: int = _LARGEST_BLOCK) -> None:
    """Have the C library keep what is freed, up to about twice `size` bytes, if it is glibc.

    Until a program has freed a large block, glibc gives memory back to the system at every turn; and
    taking it anew, page by page, is half the time of a query with long lists. The block is not touched.
    """
    np.empty(min(size, _LARGEST_BLOCK), dtype=np.uint8)
