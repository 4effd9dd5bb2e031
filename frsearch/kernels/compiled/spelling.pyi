import numpy as np
from numpy.typing import NDArray

def letter_masks(text: NDArray[np.uint8], ends: NDArray[np.int64]) -> NDArray[np.uint32]: ...
def near_by_letters(
    letters: NDArray[np.uint32], lengths: NDArray[np.int32], mask: int, length: int, most: int
) -> NDArray[np.int64]: ...
def near_by_trigrams(
    codes: NDArray[np.uint16],
    begins: NDArray[np.int64],
    lengths: NDArray[np.int32],
    wanted: NDArray[np.uint8],
    length: int,
    least: float,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]: ...
def edit_distances(
    text: NDArray[np.uint8],
    begins: NDArray[np.int64],
    lengths: NDArray[np.int32],
    word: bytes,
    most: int,
) -> NDArray[np.uint8]: ...
