import numpy as np
from numpy.typing import NDArray

_Reading = tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint32]]

def score_documents(
    documents: NDArray[np.int64],
    readings: list[_Reading],
    weights: NDArray[np.float32],
    text_factors: NDArray[np.float32],
    title_factors: NDArray[np.float32],
    k1: float,
) -> NDArray[np.float32]: ...
def best(scores: NDArray[np.float32], count: int, cuts: NDArray[np.int64]) -> NDArray[np.int64]: ...
