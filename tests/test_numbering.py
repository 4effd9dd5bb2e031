"""A table of chunks numbers what `str.split` finds, without the punctuation around plain words."""

from __future__ import annotations

import sys
from itertools import accumulate
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_kernels import compiled, plain

BLANKS = [chr(point) for point in range(sys.maxunicode + 1) if chr(point).isspace()]
SIGNS = [*"\0aé’'-«»()”.ºœ中😀𝐀", '"', "\ud800"]
PARTS = st.sampled_from([*SIGNS, "abcdefgh", "x" * 14, *BLANKS])
TEXTS = st.lists(st.lists(PARTS, max_size=12).map("".join) | st.text(max_size=30), max_size=6)
OPENING, CLOSING, TIES, NO_LETTERS = '«“"(', '.,»”")', "'’-", "ʼº"

choices = pytest.mark.parametrize("choose", [compiled, plain])


def table(choose: Any, longest: int = 20) -> Any:
    return choose("chunks").ChunkTable(OPENING, CLOSING, TIES, NO_LETTERS, longest)


def core_of(chunk: str, longest: int) -> tuple[str, int]:
    """Return the core of a chunk, and what was cut off: 2 before it, 1 after it."""
    core = chunk.lstrip(OPENING).rstrip(CLOSING)
    kinds = "".join(
        "a" if each.isalnum() and each not in NO_LETTERS else "-" if each in TIES else " "
        for each in core
    )
    tied = "--" in kinds or kinds[:1] == "-" or kinds[-1:] == "-"
    if not core or " " in kinds or tied or len(chunk) > longest:
        return chunk, 0
    before = len(chunk) - len(chunk.lstrip(OPENING))
    return core, 2 * (before > 0) + (before + len(core) < len(chunk))


def assert_numbered(numbers: Any, known: list[str], texts: list[str], longest: int = 20) -> None:
    ends = np.array(list(accumulate(len(text) + 1 for text in texts)), np.int64) - 1
    codes, chunk_ends, new = numbers.number("\n".join(texts), ends)
    assert (codes.dtype, chunk_ends.dtype) == (np.int32, np.int64)
    before = set(known)
    known += new
    assert [(known[code >> 2], code & 3) for code in codes.tolist()] == [
        core_of(chunk, longest) for text in texts for chunk in text.split()
    ]
    assert chunk_ends.tolist() == list(accumulate(len(text.split()) for text in texts))
    assert len(set(known)) == len(known) == len(numbers)
    first = dict.fromkeys(core_of(chunk, longest)[0] for text in texts for chunk in text.split())
    assert new == [core for core in first if core not in before]


@choices
@settings(deadline=None, max_examples=300)
@given(st.lists(TEXTS, max_size=3))
def test_any_texts(choose: Any, batches: list[list[str]]) -> None:
    numbers, known = table(choose), list[str]()
    for texts in batches:
        assert_numbered(numbers, known, texts)


@choices
def test_every_blank_of_unicode_separates(choose: Any) -> None:
    for blank in BLANKS:
        texts = [f"a{blank}b{blank}", f"{blank}{blank}é{blank}a", blank]
        assert_numbered(table(choose), [], texts)


@choices
def test_a_hundred_thousand_chunks(choose: Any) -> None:
    texts = [" ".join(f"{at + 500 * part:x}." for at in range(500)) for part in range(250)]
    numbers, known = table(choose), list[str]()
    assert_numbered(numbers, known, texts[:10])
    assert_numbered(numbers, known, texts)
    assert len(known) == 125_000
    assert_numbered(numbers, known, texts[::-1])


@choices
@pytest.mark.parametrize("ends", [[-1], [4], [2, 1]])
def test_a_text_that_ends_beside_its_characters_is_refused(choose: Any, ends: list[int]) -> None:
    with pytest.raises(IndexError):
        table(choose).number("abc", np.array(ends))
