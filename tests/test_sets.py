"""Sets of documents as arrays, against sets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frsearch.engine.arrays import sets
from frsearch.engine.arrays.tuning import TUNING, Tuning

SIZE = 60
numbers = st.lists(st.integers(0, SIZE - 1), max_size=40)
ascending = st.sets(st.integers(0, SIZE - 1)).map(sorted)


def array(values: list[int]) -> sets.Documents:
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize("far_longer", [0, 2, 32])
@pytest.mark.parametrize("sparse", [0, 8])
@settings(max_examples=60)
@given(st.lists(ascending, max_size=4), st.none() | numbers)
def test_a_union_is_what_is_in_any(
    far_longer: int, sparse: int, lists: list[list[int]], others: list[int] | None
) -> None:
    tuning = Tuning(far_longer=far_longer, sparse=sparse)
    unordered = None if others is None else array(others)
    found = sets.union(SIZE, list(map(array, lists)), tuning, unordered)
    assert found.dtype == np.int64
    assert found.tolist() == sorted(set().union(*lists, others or []))


@given(ascending, ascending)
def test_both_and_one_alone(left: list[int], right: list[int]) -> None:
    both = sets.intersect(array(left), array(right))
    alone = sets.subtract(array(left), array(right))
    assert both.tolist() == sorted({*left} & {*right})
    assert alone.tolist() == sorted({*left} - {*right})


def test_one_list_is_given_back_as_it_is() -> None:
    one = array([3, 5, 8])
    assert sets.union(SIZE, [one, array([])], TUNING) is one
