import numpy as np
from numpy.typing import NDArray

def add_gains(
    scores: NDArray[np.float32],
    documents: NDArray[np.int64],
    listed: NDArray[np.int64],
    in_text: NDArray[np.uint32],
    in_title: NDArray[np.uint32],
    text_factors: NDArray[np.float32],
    title_factors: NDArray[np.float32],
    k1: float,
    weight: float,
) -> None: ...
def best(scores: NDArray[np.float32], count: int, cuts: NDArray[np.int64]) -> NDArray[np.int64]: ...
