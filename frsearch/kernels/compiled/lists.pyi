import numpy as np
from numpy.typing import NDArray

_Numbers = NDArray[np.uint32]
_Places = NDArray[np.int64]
_Postings = tuple[_Numbers, _Numbers, _Numbers, _Numbers]

def count_occurrences(
    terms: _Numbers, documents: _Numbers, positions: _Numbers, title_lengths: _Numbers
) -> _Postings: ...
def encode_postings(
    numbers: _Numbers,
    documents: _Numbers,
    in_text: _Numbers,
    in_title: _Numbers,
    last_number: int,
    last_document: int,
    wide_gap: int,
) -> tuple[NDArray[np.uint16], NDArray[np.uint8], _Places, _Places, _Places]: ...
def sum_lists(
    stems: _Numbers, documents: _Numbers, in_text: _Numbers, in_title: _Numbers, size: int
) -> _Postings: ...
def merge_postings(
    terms: _Numbers, documents: _Numbers, counts: _Numbers, positions: _Numbers, ends: _Places
) -> tuple[_Places, _Numbers]: ...
