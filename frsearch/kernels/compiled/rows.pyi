import numpy as np
from numpy.typing import NDArray

_Ints = NDArray[np.int64]

def lay_out_words(
    gaps: NDArray[np.uint16],
    wide: NDArray[np.uint64],
    wide_gaps: NDArray[np.uint64],
    packed: NDArray[np.uint8],
    many: NDArray[np.uint64],
    many_text: NDArray[np.uint64],
    many_title: NDArray[np.uint64],
    positions: NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32],
    title_lengths: NDArray[np.uint32],
    starts: _Ints,
    counts: _Ints,
    firsts: _Ints,
    before: _Ints,
    words: NDArray[np.int32],
    places: _Ints,
    size: int,
) -> tuple[NDArray[np.int32], int]: ...
def count_rows(
    words: NDArray[np.int32], may_end: NDArray[np.uint8], length: int, bits: int
) -> NDArray[np.uint32]: ...
def tally_rows(
    words: NDArray[np.int32],
    ends: _Ints,
    may_end: NDArray[np.uint8],
    length: int,
    bits: int,
    counted: NDArray[np.uint8],
) -> tuple[_Ints, _Ints, _Ints, _Ints]: ...
