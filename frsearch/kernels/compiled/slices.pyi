import numpy as np
from numpy.typing import NDArray

_Ints = NDArray[np.int64]

def choose_slices(
    begins: _Ints,
    ends: _Ints,
    bases: NDArray[np.uint32],
    heads: _Ints,
    mark_documents: NDArray[np.uint32],
    mark_occurrences: NDArray[np.uint32] | NDArray[np.uint64],
    interval: int,
    documents: _Ints,
) -> tuple[_Ints, _Ints, _Ints, _Ints, _Ints]: ...
def find_in_slices(
    gaps: NDArray[np.uint16],
    wide: NDArray[np.uint64],
    wide_gaps: NDArray[np.uint64],
    packed: NDArray[np.uint8],
    many: NDArray[np.uint64],
    many_text: NDArray[np.uint64],
    many_title: NDArray[np.uint64],
    starts: _Ints,
    counts: _Ints,
    firsts: _Ints,
    before: _Ints,
    documents: _Ints,
    size: int,
) -> tuple[_Ints, _Ints, _Ints, _Ints, int]: ...
def place_occurrences(
    documents: _Ints,
    counts: _Ints,
    begins: _Ints,
    positions: NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32],
    title_lengths: NDArray[np.uint32],
) -> _Ints: ...
