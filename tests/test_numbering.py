"""Numbering chunks in bulk is what a dictionary over `str.split` does."""

from __future__ import annotations

import sys
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frsearch.codec import chunk_ids
from frsearch.codec.chunk_ids import ChunkIds

BLANKS = [chr(point) for point in range(sys.maxunicode + 1) if chr(point).isspace()]
# Around the lengths at which a chunk fits one integer, two, or none.
PARTS = st.sampled_from(
    ["\0", "a", "é", "’", "«", "\ud800", "abcdefg", "abcdefgh", "x" * 14, "😀", *BLANKS]
)
TEXTS = st.lists(st.lists(PARTS, max_size=12).map("".join) | st.text(max_size=30), max_size=6)


def assert_numbered(numbers: ChunkIds, texts: list[str]) -> None:
    found, ends = numbers.number(texts)
    assert [numbers.chunks[number] for number in found] == [
        chunk for text in texts for chunk in text.split()
    ]
    assert ends.tolist() == list(accumulate(len(text.split()) for text in texts))
    assert len(set(numbers.chunks)) == len(numbers.chunks)


@settings(deadline=None, max_examples=500)
@given(st.lists(TEXTS, max_size=3))
def test_any_texts(batches: list[list[str]]) -> None:
    numbers = ChunkIds()
    for texts in batches:
        assert_numbered(numbers, texts)


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_every_blank_of_unicode_separates(blank: str) -> None:
    assert_numbered(ChunkIds(), [f"a{blank}b{blank}", f"{blank}{blank}é{blank}a", blank])


def test_a_hundred_thousand_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunk_ids, "_BYTES_AT_A_TIME", 50_000)
    texts = [" ".join(f"{at + 500 * part:x}" for at in range(500)) for part in range(250)]
    numbers = ChunkIds()
    assert_numbered(numbers, texts)
    assert len(numbers.chunks) == 125_000
    assert_numbered(numbers, texts[::-1])


def test_chunks_in_one_slot_of_the_table() -> None:
    numbers = ChunkIds()
    numbers._factors = [factor ^ factor for factor in numbers._factors]
    assert_numbered(numbers, [" ".join(map(str, range(200))), "7 8 201 9", "201 x"])
