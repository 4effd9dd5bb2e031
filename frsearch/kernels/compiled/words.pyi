from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")

def chunk_starts(
    text: str, needles: NDArray[np.uint32], words: int, most: int
) -> list[list[int]] | None: ...
def look_up_chunks(
    text: str, starts: list[int], known: Mapping[str, Sequence[tuple[int, int, T]]]
) -> list[tuple[int, int, T]]: ...
