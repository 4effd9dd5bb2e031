import numpy as np
from numpy.typing import NDArray

def weigh_places(
    slots: NDArray[np.int64],
    occurrences: NDArray[np.int64],
    own: NDArray[np.uint8],
    documents: NDArray[np.int64],
    scales: NDArray[np.float32],
    loose: NDArray[np.uint8],
    pairs: NDArray[np.int64],
    rows: NDArray[np.int64],
    row_ends: NDArray[np.int64],
    text_factors: NDArray[np.float32],
    title_factors: NDArray[np.float32],
    title_lengths: NDArray[np.float32],
    weights: NDArray[np.float32],
    k1: float,
    passage_length: int,
    lead_length: int,
) -> NDArray[np.float32]: ...
