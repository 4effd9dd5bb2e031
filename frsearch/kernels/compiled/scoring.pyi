from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from frsearch.kernels.stored import Stored

_Codes = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]
_Reading = tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint32]]

def score_documents(
    documents: NDArray[np.int64],
    readings: Sequence[_Reading | list[Stored]],
    weights: NDArray[np.float32],
    text_codes: _Codes,
    text_factors: NDArray[np.float32],
    title_codes: _Codes,
    title_factors: NDArray[np.float32],
    k1: float,
) -> NDArray[np.float32]: ...
def best(scores: NDArray[np.float32], count: int, cuts: NDArray[np.int64]) -> NDArray[np.int64]: ...
