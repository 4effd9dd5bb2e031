import numpy as np
from numpy.typing import NDArray

def chunk_starts(
    text: str, needles: NDArray[np.uint32], words: int, most: int
) -> list[list[int]] | None: ...
