import numpy as np
from numpy.typing import NDArray

def decode_documents(
    gaps: NDArray[np.uint16],
    wide: NDArray[np.uint64],
    wide_gaps: NDArray[np.uint64],
    starts: NDArray[np.int64],
    counts: NDArray[np.int64],
    firsts: NDArray[np.int64],
    size: int,
) -> tuple[NDArray[np.int64], int]: ...
def decode_counts(
    packed: NDArray[np.uint8],
    many: NDArray[np.uint64],
    many_text: NDArray[np.uint64],
    many_title: NDArray[np.uint64],
    starts: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]: ...
