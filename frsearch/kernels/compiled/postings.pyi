import numpy as np
from numpy.typing import NDArray

_Ints = NDArray[np.int64]

def bounds(starts: NDArray[np.uint32] | NDArray[np.uint64], numbers: _Ints) -> tuple[_Ints, _Ints]: ...
def any_marked(marks: bytearray, shift: int, begins: _Ints, ends: _Ints) -> bool: ...
def last_document(
    gaps: NDArray[np.uint16],
    wide: NDArray[np.uint64],
    wide_gaps: NDArray[np.uint64],
    begin: int,
    end: int,
    first: int,
    size: int,
) -> int: ...
def decode_lists(
    gaps: NDArray[np.uint16],
    wide: NDArray[np.uint64],
    wide_gaps: NDArray[np.uint64],
    packed: NDArray[np.uint8],
    many: NDArray[np.uint64],
    many_text: NDArray[np.uint64],
    many_title: NDArray[np.uint64],
    begins: _Ints,
    ends: _Ints,
    firsts: NDArray[np.uint32],
    size: int,
) -> tuple[_Ints, NDArray[np.uint32], NDArray[np.uint32], int]: ...
