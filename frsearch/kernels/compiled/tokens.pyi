import numpy as np
from numpy.typing import NDArray

def find_pairs(
    codes: NDArray[np.int32], ends: NDArray[np.int64], sides: NDArray[np.uint16], alone: int
) -> tuple[NDArray[np.int64], NDArray[np.uint8]]: ...
def expand(
    codes: NDArray[np.int32],
    ends: NDArray[np.int64],
    starts: NDArray[np.int32],
    counts: NDArray[np.int32],
    pieces: NDArray[np.int32],
    marked: NDArray[np.int64],
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]: ...
def count_positions(words: NDArray[np.int32], ends: NDArray[np.int64]) -> NDArray[np.uint32]: ...
def sort_occurrences(
    words: NDArray[np.int32],
    ends: NDArray[np.int64],
    order: NDArray[np.int64],
    starts: NDArray[np.int64],
    low: int,
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]: ...
def keep_least(
    words: NDArray[np.int32],
    ends: NDArray[np.int64],
    keys: NDArray[np.uint64],
    fields: int,
    factor: int,
    first_mix: int,
    second_mix: int,
) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]: ...
