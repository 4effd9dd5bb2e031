"""Each compiled kernel gives what its twin in NumPy gives, and refuses what it refuses."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
from collections import Counter
from functools import partial
from itertools import accumulate, chain, pairwise
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import frsearch
from frsearch import kernels
from frsearch.analysis.apart import CLOSING, OPENING
from frsearch.analysis.line_ends import join_lines
from frsearch.codec.strings import trigram_codes
from frsearch.highlight.prefilter import packed
from frsearch.kernels.stored import Stored
from frsearch.sentences import ABBREVIATIONS
from tests.conftest import ROOT

PLAIN = sorted(path.stem for path in (ROOT / "frsearch/kernels/plain").glob("[a-z]*.py"))


def compiled(name: str) -> ModuleType:
    try:
        return importlib.import_module(f"frsearch.kernels.compiled.{name}")
    except ImportError:
        pytest.skip("no kernels were compiled here")


def plain(name: str) -> ModuleType:
    return importlib.import_module(f"frsearch.kernels.plain.{name}")


def names_in(path: Path) -> dict[str, list[str]]:
    """Return the public functions of a module or stub, with their arguments."""
    return {
        node.name: [each.arg for each in node.args.args]
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def same(ours: Any, theirs: Any) -> bool:
    """Say whether two results are equal, bit by bit and in their types."""
    if isinstance(ours, tuple):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, np.ndarray):
        return ours.dtype == theirs.dtype and ours.tobytes() == theirs.tobytes()
    return bool(ours == theirs)


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array


# --- the choice


@pytest.mark.parametrize("name", PLAIN)
def test_kernels_and_twins_have_the_same_signatures(name: str) -> None:
    folder = ROOT / "frsearch/kernels"
    twins = names_in(folder / f"plain/{name}.py")
    assert names_in(folder / f"compiled/{name}.pyi") == twins
    assert (folder / f"compiled/{name}.pyx").exists()
    assert all(getattr(plain(name), each).__doc__ for each in twins)
    for each in twins:
        assert getattr(kernels, each).__name__ == each
    module = compiled(name)
    assert {each for each in twins if callable(getattr(module, each))} == set(twins)


def in_use(asked: str | None) -> subprocess.CompletedProcess[str]:
    rest = {name: value for name, value in os.environ.items() if name != "FRSEARCH_KERNELS"}
    script = "from frsearch import kernels; print(kernels.KERNELS, kernels.decode_lists.__module__)"
    environment = rest if asked is None else {**rest, "FRSEARCH_KERNELS": asked}
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", env=environment
    )


def test_the_twins_are_used_where_they_are_asked_for() -> None:
    assert in_use("numpy").stdout.split() == ["numpy", "frsearch.kernels.plain.postings"]


@pytest.mark.parametrize("asked", ["compiled", None])
def test_compiled_kernels_are_used_where_there_are_any(asked: str | None) -> None:
    compiled("postings")
    assert in_use(asked).stdout.split() == ["compiled", "frsearch.kernels.compiled.postings"]


def test_another_choice_is_refused() -> None:
    assert "FRSEARCH_KERNELS is 'fast': it must be 'compiled' or 'numpy'" in in_use("fast").stderr


def test_an_index_says_which_kernels_are_at_work(seeds_index: frsearch.Index) -> None:
    info = seeds_index.info()
    assert info.kernels == info.to_dict()["kernels"] == kernels.KERNELS
    said = {"compiled": "compiled", "numpy": "in NumPy"}[kernels.KERNELS]
    assert f"kernels   {said}\n" in str(info)


# --- posting lists


@st.composite
def stored_lists(draw: st.DrawFn) -> dict[str, Any]:
    """Draw lists as they are stored, sometimes damaged, and slices of them."""
    lengths = draw(st.lists(st.integers(1, 12), min_size=1, max_size=6))
    total = sum(lengths)
    gaps = draw(
        st.lists(st.sampled_from([1, 1, 1, 2, 3, 300, 65_535, 0]), min_size=total, max_size=total)
    )
    size = draw(st.sampled_from([200_000, 1_000, 10**7, 1]))
    starts, ends = np.cumsum([0, *lengths[:-1]]), np.cumsum(lengths)
    chosen = draw(st.lists(st.integers(0, len(lengths) - 1), min_size=0, max_size=6))
    cuts = [draw(st.integers(0, lengths[each] - 1)) for each in chosen]
    begins = np.array([starts[each] + cut for each, cut in zip(chosen, cuts, strict=True)], np.int64)
    firsts = draw(st.lists(st.integers(0, size - 1), min_size=len(chosen), max_size=len(chosen)))
    places = sorted(draw(st.sets(st.integers(0, total - 1), max_size=4)))
    rare = st.lists(st.integers(0, size - 1), min_size=len(places), max_size=len(places))
    return {
        "size": size,
        "gaps": read_only(np.array(gaps, np.uint16)),
        "packed": np.frombuffer(draw(st.binary(min_size=total, max_size=total)), np.uint8),
        "places": read_only(np.array(places, np.uint64)),
        "values": read_only(np.array(draw(rare), np.uint64)),
        "others": read_only(np.array(draw(rare), np.uint64)),
        "starts": begins,
        "counts": np.array([ends[each] for each in chosen], np.int64) - begins,
        "firsts": np.array(firsts, np.int64),
    }


def lists_of(drawn: dict[str, Any]) -> list[Any]:
    """Return the arguments that have stored lists."""
    rare = [drawn[each] for each in ("places", "values")]
    return [drawn["gaps"], *rare, drawn["packed"], *rare, drawn["others"]]


def same_lists(ours: tuple[Any, ...], theirs: tuple[Any, ...], size: int) -> bool:
    """Say whether postings are equal; damaged in two ways, either may come first."""
    if theirs[-1] in (-1, size):
        return ours[-1] in (-1, size)
    return same(ours, theirs)


@given(stored_lists())
def test_lists_are_decoded_alike(drawn: dict[str, Any]) -> None:
    begins = np.append(drawn["starts"], 0)  # the last is empty
    ends = np.append(drawn["starts"] + drawn["counts"], 0)
    firsts = np.append(drawn["firsts"], 0).astype(np.uint32)
    arguments = [*lists_of(drawn), begins, ends, firsts, drawn["size"]]
    ours, theirs = (choose("postings").decode_lists(*arguments) for choose in (compiled, plain))
    assert same_lists(ours, theirs, drawn["size"])


@given(stored_lists(), st.sets(st.integers(0, 2_000), max_size=30))
def test_documents_are_found_alike(drawn: dict[str, Any], documents: set[int]) -> None:
    arguments = [
        *lists_of(drawn),
        *(drawn[each] for each in ("starts", "counts", "firsts")),
        *(drawn["starts"] * 3, array(sorted(each for each in documents if each < drawn["size"]))),
        drawn["size"],
    ]
    ours, theirs = (choose("slices").find_in_slices(*arguments) for choose in (compiled, plain))
    assert same_lists(ours, theirs, drawn["size"])


@pytest.mark.parametrize("choose", [compiled, plain])
@pytest.mark.parametrize("dtype", [np.uint32, np.uint64])
@given(st.lists(st.integers(0, 9), max_size=8))
def test_lists_have_bounds(choose: Any, dtype: Any, numbers: list[int]) -> None:
    starts = read_only(np.arange(11).astype(dtype) ** 2)
    begins, ends = choose("postings").bounds(starts, np.array(numbers, np.int64))
    assert same(begins, np.array([number**2 for number in numbers], np.int64))
    assert same(ends, np.array([(number + 1) ** 2 for number in numbers], np.int64))
    with pytest.raises(IndexError):
        choose("postings").bounds(starts, np.array([10], np.int64))


@pytest.mark.parametrize("choose", [compiled, plain])
@given(st.lists(st.booleans(), min_size=1, max_size=6), st.lists(st.tuples(*[st.integers(0, 60)] * 2)))
def test_marks_are_found(choose: Any, marks: list[bool], parts: list[tuple[int, int]]) -> None:
    parts = [(begin, begin + 1 + size) for begin, size in parts]
    begins, ends = np.array(parts, np.int64).reshape(-1, 2).T.copy()
    expected = any(marks[min(at >> 3, len(marks) - 1)] for part in parts for at in range(*part))
    assert choose("postings").any_marked(bytearray(marks), 3, begins, ends) is expected


@pytest.mark.parametrize(("start", "count"), [(2, 2), (0, 1 << 60), (1 << 62, 2)])
@pytest.mark.parametrize("choose", [compiled, plain])
def test_no_kernel_reads_beside_an_array(choose: Any, start: int, count: int) -> None:
    packed, none = np.ones(3, np.uint8), np.zeros(0, np.uint64)
    lists = packed.astype(np.uint16), none, none, packed, none, none, none
    slices = np.array([start], np.int64), np.array([start + count], np.int64)
    with pytest.raises((IndexError, ValueError, MemoryError)):
        choose("postings").decode_lists(*lists, *slices, np.array([0], np.uint32), 10)


@pytest.mark.parametrize("table", [[0], [0, 1], [0, 9, ord("s")], [7, 1, ord("s")]])
def test_no_kernel_reads_beside_the_letters_of_needles(table: list[int]) -> None:
    with pytest.raises(IndexError):
        compiled("words").chunk_starts("s" * 20, np.array(table, np.uint32), 1, 100)


# --- sets of documents

SIZE = 300
numbers = st.lists(st.integers(0, SIZE - 1), max_size=40)
ascending = st.sets(st.integers(0, SIZE - 1)).map(sorted)


def array(values: list[int], dtype: Any = np.int64) -> NDArray[Any]:
    return read_only(np.array(values, dtype=dtype))


def postings_of(documents: list[int], most: int = 4) -> tuple[Any, ...]:
    """Return postings of these documents in arrays."""
    drawn = np.random.default_rng(len(documents))
    return array(documents), *drawn.integers(0, most, (2, len(documents)), dtype=np.uint32)


def stored(postings: tuple[Any, ...], start: int = 0, beside: int = 3) -> Any:
    """Return the same as a stored list, with others beside it and gaps and counts that stand apart."""
    documents, in_text, in_title = (each.astype(np.int64) for each in postings)
    around = np.full(beside, 7)
    gaps = np.concatenate([around, [0], np.diff(documents), around])
    wide = (gaps > 20).nonzero()[0]
    counts = [np.concatenate([around, each, around]) for each in (in_text, in_title)]
    many = ((counts[0] > 60) | (counts[1] > 2)).nonzero()[0]
    packed = counts[0] & 63 | (counts[1] & 3) << 6
    packed[many] = 255
    rare = [
        each.astype(np.uint64) for each in (wide, gaps[wide], many, counts[0][many], counts[1][many])
    ]
    plain_gaps = np.where(gaps > 20, 0, gaps).astype(np.uint16)
    arrays = [plain_gaps, *rare[:2], packed.astype(np.uint8), *rare[2:]]
    places = beside, beside + len(documents)
    return Stored(*map(read_only, arrays), *places, int(documents[0]) - start, start, SIZE - start)


filled = st.sets(st.integers(0, SIZE - 1), min_size=1).map(sorted) | st.just([*range(SIZE)])


@pytest.mark.parametrize("choose", [compiled, plain])
@given(st.lists(numbers, max_size=4), st.lists(filled, max_size=3))
def test_a_union_is_what_is_in_any(choose: Any, lists: list[list[int]], others: list[list[int]]) -> None:
    those = [stored(postings_of(each), each[0] // 2) for each in others]
    found = choose("sets").union([*map(array, lists), *those], SIZE)
    assert same(found, array(sorted(set().union(*lists, *others))))


@pytest.mark.parametrize("choose", [compiled, plain])
@given(ascending, st.lists(filled, max_size=3), st.sampled_from([4, 100]))
def test_documents_are_looked_up(
    choose: Any, documents: list[int], lists: list[list[int]], most: int
) -> None:
    postings = [postings_of(each, most) for each in lists]
    places, *counts = choose("sets").look_up(
        array(documents), [stored(each, int(each[0][0]) // 2) for each in postings]
    )
    held = [at for at, document in enumerate(documents) if any(document in each for each in lists)]
    assert same(places, array(held))
    for number in (0, 1):
        sums = [
            sum(int(each[number + 1][each[0] == documents[at]].sum()) for each in postings)
            for at in held
        ]
        assert same(counts[number], array(sums, np.uint32))


@pytest.mark.parametrize("choose", [compiled, plain])
@given(filled)
def test_the_last_document_of_a_list_is_known(choose: Any, documents: list[int]) -> None:
    gaps, wide, wide_gaps, *_, begin, end, first, _, _ = stored(postings_of(documents))
    last = partial(choose("postings").last_document, gaps, wide, wide_gaps, begin, end, first)
    assert last(SIZE) == documents[-1]
    assert last(1) == min(documents[-1], 1)
    assert choose("postings").last_document(gaps * 0, wide, wide_gaps * 0, begin, end, first, SIZE) == (
        -1 if len(documents) > 1 else documents[-1]
    )


@pytest.mark.parametrize(("begin", "end"), [(-1, 2), (1, 1 << 60), (1 << 62, 2), (2, 4)])
def test_no_kernel_reads_beside_a_stored_list(begin: int, end: int) -> None:
    *arrays, _, _, first, start, size = stored(postings_of([1, 2]), beside=0)
    each, one = Stored(*arrays, begin, end, first, start, size), np.ones(1, np.float32)
    codes = np.zeros(3, np.uint16), one, np.zeros(3, np.uint8), one
    for attempt in (
        lambda: compiled("sets").union([each], 10),
        lambda: compiled("sets").union([each, each], 10),
        lambda: compiled("sets").look_up(array([1]), [each]),
        lambda: compiled("scoring").score_documents(array([1]), [[each]], one, *codes, 0.9),
        lambda: compiled("postings").last_document(*arrays[:3], begin, end, first, size),
    ):
        with pytest.raises(IndexError):
            attempt()


def test_documents_past_the_end_are_refused() -> None:
    each, one = stored(postings_of([1, 50, 100])), np.ones(1, np.float32)
    for lists in ([each], [each, each]):
        with pytest.raises(IndexError):
            compiled("sets").union(lists, 60)
    codes = np.array([0] * 60, np.uint16), one, np.array([0] * 60, np.uint8), one
    assert len(compiled("scoring").score_documents(array([1, 50]), [[each]], one, *codes, 0.9)) == 2
    for wrong in (
        (codes[0] + 1, *codes[1:]),
        (*codes[:2], codes[2] + 1, one),
        (codes[0][:1], *codes[1:]),
    ):
        with pytest.raises(IndexError):
            compiled("scoring").score_documents(array([1, 50]), [[each]], one, *wrong, 0.9)


@pytest.mark.parametrize("choose", [compiled, plain])
@given(ascending, ascending, st.sampled_from([1, 10_000]), st.sampled_from([0, 0, -3, -200]))
def test_both_and_one_alone(
    choose: Any, left: list[int], right: list[int], far: int, shift: int
) -> None:
    left, right = ([far * each + shift for each in numbers] for numbers in (left, right))
    both, alone = (
        getattr(choose("sets"), each)(array(left), array(right)) for each in ("intersect", "subtract")
    )
    assert same(both, array(sorted({*left} & {*right})))
    assert same(alone, array(sorted({*left} - {*right})))


@pytest.mark.parametrize("choose", [compiled, plain])
@given(filled | ascending, filled, st.integers(0, SIZE))
def test_documents_are_in_lists_that_follow_one_another(
    choose: Any, left: list[int], right: list[int], cut: int
) -> None:
    parts = [[each for each in right if each < cut], [each for each in right if each >= cut]]
    lists = [stored(postings_of(each, 100), each[0] // 2) for each in parts if each]
    assert same(choose("sets").intersect(array(left), lists), array(sorted({*left} & {*right})))


@pytest.mark.parametrize("choose", [compiled, plain])
@given(
    st.lists(
        numbers | ascending | st.tuples(ascending, ascending).map(lambda both: [*both[0], *both[1]]),
        min_size=1,
        max_size=3,
    )
    | st.tuples(
        st.sets(st.integers(0, SIZE - 1), min_size=60).map(sorted),
        st.lists(st.integers(0, SIZE - 1), max_size=6),
    ).map(list),
    st.randoms(use_true_random=False),
)
def test_counts_of_one_document_are_summed(choose: Any, lists: list[list[int]], chance: Random) -> None:
    counted = [
        [(document, chance.randrange(2**32), chance.randrange(2**32)) for document in each]
        for each in lists
    ]
    found = choose("sets").sum_postings(
        [
            (
                array([document for document, _, _ in each]),
                array([text for _, text, _ in each], np.uint32),
                array([title for _, _, title in each], np.uint32),
            )
            for each in counted
        ],
        SIZE,
    )
    documents = sorted({document for each in lists for document in each})
    sums = {document: [0, 0] for document in documents}
    for document, text, title in chain.from_iterable(counted):
        sums[document][0] += text
        sums[document][1] += title
    assert found[0].tolist() == documents
    for number in (0, 1):
        expected = [sums[document][number] % 2**32 for document in documents]
        assert found[number + 1].tolist() == expected
    assert [each.dtype for each in found] == [np.int64, np.uint32, np.uint32]


# --- scores


@given(ascending, st.lists(ascending | st.just([*range(SIZE)]), max_size=4), st.data())
def test_scores_are_summed_alike(
    documents: list[int], lists: list[list[int]], data: st.DataObject
) -> None:
    drawn = np.random.default_rng(data.draw(st.integers(0, 1000)))
    readings: list[Any] = []
    for each in lists:
        groups = data.draw(st.lists(filled, min_size=1, max_size=3))
        some = [stored(postings_of(group, data.draw(st.sampled_from([4, 100])))) for group in groups]
        readings.append(data.draw(st.sampled_from([postings_of(each), some])))
    types = data.draw(st.sampled_from([(np.uint16, np.uint8), (np.uint32, np.uint32)]))
    codes = [drawn.integers(0, 5, SIZE).astype(each) for each in types]
    factors = drawn.random((2, 5), dtype=np.float32)
    weights = array([data.draw(st.sampled_from([7.3, 0.0, 1e6])) for _ in lists], np.float32)
    fields = chain.from_iterable(zip(codes, factors, strict=True))
    asked = array(documents), readings, weights, *fields, data.draw(st.sampled_from([0.9, 1e-9, 1e3]))
    with np.errstate(all="ignore"):
        assert same(
            compiled("scoring").score_documents(*asked), plain("scoring").score_documents(*asked)
        )


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 2.5]), max_size=40), st.integers(0, 12), ascending)
def test_the_best_are_the_same(scores: list[float], count: int, cuts: list[int]) -> None:
    parts = [0, *sorted(each % 41 for each in cuts[:3]), 41]
    asked = array(scores, np.float32), count, array(parts[1:-1])
    found = plain("scoring").best(*asked)
    assert same(compiled("scoring").best(*asked), found)
    expected = [*range(len(scores))] if count else []
    if 0 < count < len(scores):
        lowest = sorted(scores)[-count]
        above = [at for at in expected if scores[at] > lowest]
        equal = [at for at in expected if scores[at] == lowest]
        last = [
            [at for at in equal if begin <= at < end][len(above) - count :]
            for begin, end in pairwise(parts)
        ]
        expected = above + [at for part in last for at in part]
    assert found.tolist() == sorted(expected)


# --- slices


@st.composite
def marked_lists(draw: st.DrawFn, many_text: int = 6_000, many_title: int = 1_000) -> dict[str, Any]:
    """Draw lists with marks and a few documents that are looked up in them."""
    interval, size = draw(st.sampled_from([1, 3, 64])), draw(st.sampled_from([20, 300, 70_000]))
    drawn = draw(st.lists(st.sets(st.integers(0, size - 1), max_size=20), min_size=1, max_size=5))
    lists = [sorted(each) for each in drawn]
    flat = [document for each in lists for document in each]
    ends = np.cumsum([len(each) for each in lists], dtype=np.int64)
    begins = ends - [len(each) for each in lists]
    packed = draw(st.lists(st.integers(1, 254), min_size=len(flat), max_size=len(flat)))
    many = sorted(draw(st.sets(st.integers(0, max(len(flat) - 1, 0)), max_size=3))) if flat else []
    counts = np.array([(each & 63) + (each >> 6) for each in packed], np.int64)
    counts[many] = many_text + many_title
    before = np.cumsum(counts) - counts
    gaps = [b - a if b > a else 0 for a, b in pairwise([size, *flat])]
    heads = [int(before[begin]) if begin < len(flat) else 0 for begin in begins]
    return {
        "lists": lists,
        "slices": (
            begins,
            ends,
            array([each[0] if each else 0 for each in lists], np.uint32),
            array(heads),
            array(flat[::interval], np.uint32),
            read_only(before[::interval].astype(draw(st.sampled_from([np.uint32, np.uint64])))),
            interval,
            array(
                sorted(
                    draw(st.sets(st.sampled_from(flat or [0]) | st.integers(0, size - 1), max_size=8))
                )
            ),
        ),
        "gaps": (
            array([each if each < 60_000 else 0 for each in gaps], np.uint16),
            array([at for at, each in enumerate(gaps) if each >= 60_000], np.uint64),
            array([each for each in gaps if each >= 60_000], np.uint64),
        ),
        "counts": (
            array(packed, np.uint8),
            array(many, np.uint64),
            array([many_text] * len(many), np.uint64),
            array([many_title] * len(many), np.uint64),
        ),
        "expected": [(int(c), int(b)) for c, b in zip(counts, before, strict=True)],
        "size": size,
    }


@pytest.mark.parametrize("choose", [compiled, plain])
@given(marked_lists())
def test_documents_are_found_in_slices(choose: Any, drawn: dict[str, Any]) -> None:
    module, documents = choose("slices"), drawn["slices"][-1]
    chosen = module.choose_slices(*drawn["slices"])
    assert all(map(same, chosen, plain("slices").choose_slices(*drawn["slices"])))
    which, starts, counts, firsts, before = map(np.ascontiguousarray, chosen)
    asked = (*drawn["gaps"], *drawn["counts"], starts, counts, firsts, before, documents, drawn["size"])
    numbers, *found, last = module.find_in_slices(*asked)
    assert last < drawn["size"]
    places = [(n, at) for n, each in enumerate(drawn["lists"]) for at in range(len(each))]
    expected = [
        (number, drawn["lists"][number][at], *counted)
        for (number, at), counted in zip(places, drawn["expected"], strict=True)
        if drawn["lists"][number][at] in documents
    ]
    columns = which.take(numbers), *found
    assert [*zip(*map(np.ndarray.tolist, columns), strict=True)] == expected


@pytest.mark.parametrize("choose", [compiled, plain])
@given(
    marked_lists(70, 5),
    st.sets(st.integers(0, 19), max_size=8),
    st.randoms(),
    st.sampled_from([np.uint8, np.uint16, np.uint32]),
)
def test_texts_are_laid_out(
    choose: Any, drawn: dict[str, Any], wanted: set[int], chance: Random, dtype: Any
) -> None:
    room, size = 10, drawn["size"]
    titles = read_only(np.arange(size, dtype=np.uint32) % 5)
    places = np.full(size, -1)
    places[sorted(wanted)] = np.arange(len(wanted)) * room
    words = array([chance.randrange(9) for _ in drawn["lists"]], np.int32)
    positions: list[int] = []
    expected = [-1] * room * len(wanted)
    packed, many = (each.tolist() for each in drawn["counts"][:2])
    for number, (word, document) in enumerate(
        (word, document)
        for word, each in zip(words.tolist(), drawn["lists"], strict=True)
        for document in each
    ):
        in_text, in_title = packed[number] & 63, packed[number] >> 6
        if number in many:
            in_text, in_title = 70, 5
        positions += [0] * in_title
        for _ in range(in_text):
            place = chance.randrange(room)
            positions.append(int(titles[document]) + place)
            if document in wanted:
                expected[int(places[document]) + place] = word
    chosen = plain("slices").choose_slices(*drawn["slices"][:-1], np.arange(size))
    which, starts, counts, firsts, before = map(np.ascontiguousarray, chosen)
    slices = starts, counts, firsts, before, words.take(which)
    asked = (*drawn["gaps"], *drawn["counts"], array(positions, dtype), titles, *slices)
    row, last = choose("rows").lay_out_words(*asked, read_only(places), len(expected))
    assert (row.dtype, row.tolist()) == (np.int32, expected)
    assert last == max(chain([0], *drawn["lists"]))
    if {-1} < {-1, *expected}:
        with pytest.raises(IndexError):
            choose("rows").lay_out_words(*asked, places, 0)


@st.composite
def laid_out_texts(draw: st.DrawFn) -> dict[str, Any]:
    """Draw texts laid out, and rows of their words to be counted."""
    texts = draw(st.lists(st.lists(st.sampled_from([0, 0, 1, 2, -1]), max_size=12), max_size=6))
    times = draw(st.sampled_from([1, 40]))
    laid = [[*text, -1] for text in texts] * times
    words = array(list(chain(*laid)), np.int32)
    may_end = array(draw(st.lists(st.sampled_from([0, 1, 1]), min_size=3, max_size=3)), np.uint8)
    return {
        "texts": laid,
        "words": words,
        "ends": array(list(accumulate(map(len, laid)))),
        "asked": (may_end, draw(st.integers(1, 4)), draw(st.integers(1, 6))),
    }


@given(laid_out_texts(), st.integers(0, 2**64 - 1))
def test_rows_are_tallied_alike(drawn: dict[str, Any], chosen: int) -> None:
    words, asked = drawn["words"], drawn["asked"]
    counts = compiled("rows").count_rows(words, *asked)
    assert same(counts, plain("rows").count_rows(words, *asked))
    counted = np.frombuffer(chosen.to_bytes(8, "little"), np.uint8)
    asked = words, drawn["ends"], *asked, counted
    assert same(compiled("rows").tally_rows(*asked), plain("rows").tally_rows(*asked))


@pytest.mark.parametrize("choose", [compiled, plain])
@given(laid_out_texts())
def test_rows_of_all_buckets_are_all_rows(choose: Any, drawn: dict[str, Any]) -> None:
    may_end, length, bits = drawn["asked"]
    rows, articles = Counter[tuple[int, ...]](), Counter[tuple[int, ...]]()
    firsts, lasts = {}, {}
    begin = 0
    for text in drawn["texts"]:
        found = [
            (begin + at, tuple(row))
            for at in range(len(text) - length + 1)
            if min(row := text[at : at + length]) >= 0 and may_end[row[0]] and may_end[row[-1]]
        ]
        rows.update(row for _, row in found)
        articles.update({row for _, row in found})
        for place, row in found:
            firsts.setdefault(row, place)
            lasts[row] = place
        begin += len(text)
    expected = sorted((place, rows[row], articles[row], lasts[row]) for row, place in firsts.items())
    module, words = choose("rows"), drawn["words"]
    assert module.count_rows(words, may_end, length, bits).sum() == rows.total()
    everything = np.full(8, 255, np.uint8)
    tallied = module.tally_rows(words, drawn["ends"], may_end, length, bits, everything)
    assert [*zip(*map(np.ndarray.tolist, tallied), strict=True)] == expected


@pytest.mark.parametrize("choose", [compiled, plain])
def test_a_table_of_many_rows_grows(choose: Any) -> None:
    words = read_only(np.arange(5_000, dtype=np.int32))
    asked = array([5_000]), np.ones(5_000, np.uint8), 2, 4, np.full(2, 255, np.uint8)
    firsts, occurrences, articles, lasts = choose("rows").tally_rows(words, *asked)
    assert firsts.tolist() == lasts.tolist() == list(range(4_999))
    assert set(occurrences) == set(articles) == {1}


@pytest.mark.parametrize("choose", [compiled, plain])
def test_words_that_are_not_there_are_refused(choose: Any) -> None:
    words, may_end = array([0, 3], np.int32), array([1, 1], np.uint8)
    for length, bits, error in (
        (1, 2, IndexError),
        (0, 2, ValueError),
        (1, 0, ValueError),
        (1, 32, ValueError),
    ):
        with pytest.raises(error):
            choose("rows").count_rows(words, may_end, length, bits)
    with pytest.raises(IndexError):
        choose("rows").tally_rows(words[:1], array([1]), may_end, 1, 4, np.zeros(1, np.uint8))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.uint32])
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=8), st.data())
def test_occurrences_are_placed_alike(dtype: Any, drawn: list[Any], data: st.DataObject) -> None:
    documents = array([document for document, _ in drawn])
    counts = array([count for _, count in drawn])
    positions = array(data.draw(st.lists(st.integers(0, 255), min_size=20, max_size=20)), dtype)
    places = st.lists(st.integers(0, 15), min_size=len(drawn), max_size=len(drawn))
    titles = array(data.draw(st.lists(st.integers(0, 255), min_size=10, max_size=10)), np.uint32)
    asked = documents, counts, array(data.draw(places)), positions, titles
    assert same(compiled("slices").place_occurrences(*asked), plain("slices").place_occurrences(*asked))


# --- texts

ODD = "İΣςßŒﬁ\u0301\u00ad\u200d\u00a0\u202f\u2028\x85\x1c\r\n\t𝐀😀ʼº٣_·"
WORDS = [
    *(
        "le sommet à Helsinki M. Mme Art art. n° 12 L. E. p. AV. etc. J.-C. av MM LE SOMMET EN été"
    ).split(),
    *(". ! ? … » ” ) ] « “ ( — - ' ’ , ; : €".split()),
    *("\n \n\n \r\n \xa0» . \u202f! ..\n ).» ?! .\n".split(" ")),
    *ODD,
    "Σίσυφος",
    "l’État",
    "e\u0301te\u0301",
    "a" * 90,
]
pieces = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", " ", " ", " ", "\n", "\xa0"])))
texts = pieces.map(lambda drawn: "".join(map("".join, drawn))) | st.text(max_size=60)
forms = st.sampled_from("s so sommet h hels m é été e σίσυφος σ i l le état 1 12 œ 𝐀 a fi - '".split())


@pytest.mark.parametrize("most", [200_000, 2])
@given(texts | texts.map(lambda text: text * 40), st.lists(st.sets(forms, max_size=5), max_size=4))
def test_words_are_found_alike(most: int, text: str, words: list[set[str]]) -> None:
    needles = packed([[*map(_plain_sigma, each)] for each in words])
    found = plain("words").chunk_starts(text, needles, len(words), most)
    assert compiled("words").chunk_starts(text, needles, len(words), most) == found


def _plain_sigma(form: str) -> str:
    return form.replace("ς", "σ")


@pytest.mark.parametrize("choose", [compiled, plain])
def test_words_begin_after_no_letter_in_any_case(choose: Any) -> None:
    text = "Sommet, «sommets» et l’ASSOMMÉ ; l'so\u00admmet au-SOMMET. ΣΊΣΥΦΟΣ İ𝐀"
    needles = packed([["sommet", "as"], [], ["σίσυφοσ", "i", "a"]])
    found = choose("words").chunk_starts(text, needles, 3, 100)
    assert [[text[at:].split()[0] for at in each] for each in found] == [
        ["Sommet,", "«sommets»", "l’ASSOMMÉ", "au-SOMMET."],
        [],
        ["l’ASSOMMÉ", "au-SOMMET.", "ΣΊΣΥΦΟΣ", "İ𝐀"],
    ]


@given(texts, st.data())
def test_sentences_end_alike(text: str, data: st.DataObject) -> None:
    low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    asked = text, low, high, ABBREVIATIONS
    assert compiled("sentences").sentence_ends(*asked) == plain("sentences").sentence_ends(*asked)


@given(texts | texts.map(lambda text: text * 9), st.data())
def test_chunks_are_looked_up_alike(text: str, data: st.DataObject) -> None:
    starts = [found.start() for found in re.finditer(r"\S+", text) if data.draw(st.booleans())]
    asked = text, starts, _Known()
    assert compiled("words").look_up_chunks(*asked) == plain("words").look_up_chunks(*asked)


@pytest.mark.parametrize("choose", [compiled, plain])
@given(texts)
def test_a_word_is_looked_up_without_punctuation_only_where_the_analysis_is_the_same(
    choose: Any, text: str
) -> None:
    for found in re.finditer(r"\S+", text):
        (start, end, key), _ = choose("words").look_up_chunks(text, [found.start()], _Known())
        assert text[start:end] == key
        assert key in (found[0], found[0].lstrip(OPENING).rstrip(CLOSING))


class _Known(dict[str, list[tuple[int, int, str]]]):
    """Says of each chunk that the whole of it matches, and its second character."""

    def __missing__(self, chunk: str) -> list[tuple[int, int, str]]:
        self[chunk] = [(0, len(chunk), chunk), (1, 2, "")]
        return self[chunk]


@st.composite
def matches_in(draw: st.DrawFn, text: str) -> list[tuple[int, int, int]]:
    starts = st.integers(0, len(text) - 1)
    drawn = draw(st.lists(st.tuples(starts, st.integers(1, 80), st.integers(0, 2)), max_size=20))
    return sorted((start, min(len(text), start + size), clause) for start, size, clause in drawn)


@given(texts, st.integers(1, 200) | st.integers(1, 20), st.integers(0, 4), st.data())
def test_passages_are_alike(text: str, width: int, count: int, data: st.DataObject) -> None:
    matches = data.draw(matches_in(text)) if text else []
    weights = data.draw(
        st.sampled_from([[1.0, 1.0, 1.0], [0.1, 0.2, 0.3], [0.0, 3.0, 1e-12], [0.0] * 3])
    )
    asked = text, join_lines(text), matches, weights, width, count, ABBREVIATIONS
    found = plain("passages").choose_passages(*asked)
    assert compiled("passages").choose_passages(*asked) == found
    for left, right, shown in found:
        assert all(match in matches for match in shown)
        asked_for = text, left, right, shown
        assert compiled("rendering").render(*asked_for) == plain("rendering").render(*asked_for)


@given(texts.filter(bool), st.data())
def test_passages_are_shown_alike(text: str, data: st.DataObject) -> None:
    left = data.draw(st.integers(0, len(text) - 1))
    right = data.draw(st.integers(left + 1, len(text)))
    matches = [each for each in data.draw(matches_in(text)) if left <= each[0] < right]
    asked = text, left, right, matches
    assert compiled("rendering").render(*asked) == plain("rendering").render(*asked)


# --- the evidence of the reordering


@st.composite
def placed_words(draw: st.DrawFn) -> dict[str, Any]:
    """Draw where the words of a query, stop words beside them and relatives stand in documents."""
    words, stops = draw(st.integers(0, 3)), draw(st.integers(0, 2))
    documents = sorted(draw(st.sets(st.integers(0, 9), min_size=1, max_size=5)))
    typed = words + stops
    places = st.tuples(st.sampled_from(documents), st.booleans(), st.integers(0, 6), st.booleans())
    found = [
        (slot, (document << 33) + (in_text << 32) + position, own)
        for slot in range(typed + words)
        for document, in_text, position, own in draw(st.lists(places, max_size=6))
    ]
    slots, occurrences, own = zip(*found, strict=True) if found else ((), (), ())
    slot = st.integers(0, typed - 1) if typed else st.nothing()
    rows = draw(st.lists(st.lists(st.just(-1) | slot, max_size=4), max_size=3))
    pairs = draw(st.lists(st.tuples(slot, slot), max_size=3)) if typed else []
    weight = st.floats(0, 5, width=32)

    def floats(count: int) -> NDArray[np.float32]:
        return np.array(draw(st.lists(weight, min_size=count, max_size=count)), np.float32)

    return {
        "slots": np.array(slots, np.int64),
        "occurrences": np.array(occurrences, np.int64),
        "own": np.array(own, np.uint8),
        "documents": np.array(documents, np.int64),
        "scales": floats(typed),
        "loose": np.array([draw(st.booleans()) for _ in range(words)], np.uint8),
        "pairs": np.array(pairs, np.int64).reshape(-1),
        "rows": np.array([slot for row in rows for slot in row], np.int64),
        "row_ends": np.array([*accumulate(map(len, rows))], np.int64),
        "text_factors": floats(10),
        "title_factors": floats(10),
        "title_lengths": np.array([draw(st.integers(0, 4)) for _ in documents], np.float32),
        "weights": floats(9),
        "k1": draw(st.sampled_from([0.0, 0.9, 1000.0])),
        "passage_length": draw(st.integers(1, 8)),
        "lead_length": draw(st.integers(0, 8)),
    }


@given(placed_words())
def test_places_are_weighed_alike(drawn: dict[str, Any]) -> None:
    assert same(compiled("evidence").weigh_places(**drawn), plain("evidence").weigh_places(**drawn))


def test_places_in_documents_that_are_not_there_are_refused() -> None:
    one, none = np.ones(1, np.float32), np.zeros(0, np.int64)
    place, word = np.array([5 << 33], np.int64), np.zeros(1, np.int64)
    with pytest.raises(IndexError):
        compiled("evidence").weigh_places(
            *(word, place, np.ones(1, np.uint8), np.array([4], np.int64), one, np.ones(1, np.uint8)),
            *(none, none, none, one, one, one, np.ones(9, np.float32), 0.9, 20, 60),
        )


# --- words that are spelled alike

spelled = st.text("abcz", max_size=9) | st.text("ab-é1", max_size=6)


def laid_out(words: list[bytes]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the text of strings, and where each begins and the last ends."""
    ends = np.cumsum([0, *map(len, words)], dtype=np.int64)
    return read_only(np.frombuffer(b"".join(words), np.uint8)), read_only(ends)


@given(st.lists(spelled, max_size=20), spelled, st.integers(0, 4))
def test_words_are_spelled_alike(strings: list[str], like: str, most: int) -> None:
    words, word = [each.encode() for each in strings], like.encode()
    ours, theirs = compiled("spelling"), plain("spelling")
    text, ends = laid_out(words)
    letters, (mask,) = ours.letter_masks(text, ends), ours.letter_masks(*laid_out([word])).tolist()
    assert same(letters, theirs.letter_masks(text, ends))
    lengths = np.diff(ends).astype(np.int32)
    asked = letters, lengths, mask, len(word), most
    found = ours.near_by_letters(*asked)
    assert same(found, theirs.near_by_letters(*asked))
    distances = ours.edit_distances(text, ends[:-1], lengths, word, most)
    assert same(distances, theirs.edit_distances(text, ends[:-1], lengths, word, most))
    expected = [min(edits_between(each, word), most + 1) for each in words]
    assert distances.tolist() == expected
    assert {at for at, edits in enumerate(expected) if edits <= most} <= set(found.tolist())


@given(st.lists(spelled, max_size=20), spelled, st.sampled_from([0.0, 0.3, 0.5, 1.0]))
def test_words_share_trigrams_alike(strings: list[str], like: str, least: float) -> None:
    # As `Strings.trigrams` has them: one of no trigram behind those of each string.
    codes = [[*trigram_codes(each).tolist(), 0] for each in strings]
    begins = array([sum(map(len, codes[:at])) for at in range(len(codes))])
    wanted = np.zeros(1 << 15, np.uint8)
    wanted[trigram_codes(like)] = 1
    lengths = array([len(each) - 1 for each in codes], np.int32)
    asked = (
        array([code for each in codes for code in each], np.uint16),
        begins,
        lengths,
        wanted,
        len(like) + 1,
        least,
    )
    assert same(
        compiled("spelling").near_by_trigrams(*asked), plain("spelling").near_by_trigrams(*asked)
    )


@pytest.mark.parametrize("choose", [compiled, plain])
@pytest.mark.parametrize("begins", [[0, 9], [2, 1], [-1, 1], [0, 0]])
def test_no_trigram_lies_beside_the_strings(choose: Any, begins: list[int]) -> None:
    codes, wanted = array([1, 2, 3], np.uint16), np.zeros(9, np.uint8)
    with pytest.raises(IndexError):
        choose("spelling").near_by_trigrams(
            codes, array(begins), array([1, 1], np.int32), wanted, 1, 0.5
        )


def edits_between(one: bytes, other: bytes) -> int:
    """The distance by its definition: a table of all beginnings of both words."""
    table = {(at, 0): at for at in range(len(one) + 1)} | {(0, at): at for at in range(len(other) + 1)}
    for at in range(1, len(one) + 1):
        for to in range(1, len(other) + 1):
            ways = [table[at - 1, to] + 1, table[at, to - 1] + 1]
            ways.append(table[at - 1, to - 1] + (one[at - 1] != other[to - 1]))
            if at > 1 and to > 1 and one[at - 2 : at] == other[to - 2 : to][::-1]:
                ways.append(table[at - 2, to - 2] + 1)
            table[at, to] = min(ways)
    return table[len(one), len(other)]


@pytest.mark.parametrize("choose", [compiled, plain])
@pytest.mark.parametrize(
    ("begin", "length"), [(2, 3), (-1, 2), (0, -1), (1 << 62, 1 << 30), (-(1 << 63), 1)]
)
def test_no_string_lies_beside_its_text(choose: Any, begin: int, length: int) -> None:
    module, text = choose("spelling"), np.frombuffer(b"abcd", np.uint8)
    with pytest.raises(IndexError):
        module.edit_distances(text, array([begin]), array([length], np.int32), b"ab", 1)
    with pytest.raises(IndexError):
        module.letter_masks(text, array([0, begin, begin + length]))
    with pytest.raises(IndexError):
        module.edit_distances(text, array([0]), array([2], np.int32), b"ab", 16)


# --- words and their occurrences


@st.composite
def worded(draw: st.DrawFn) -> dict[str, Any]:
    """Draw cores with their words, and the chunks of a title and a text of some articles."""
    cores = draw(st.lists(st.lists(st.integers(0, 11), max_size=3), min_size=1, max_size=6))
    # The first word of a core is no other reading.
    pieces = [piece & ~1 if at == 0 else piece for core in cores for at, piece in enumerate(core)]
    counts = list(map(len, cores))
    sizes = draw(st.lists(st.integers(0, 8), min_size=0, max_size=4).map(lambda some: some * 2))
    code = st.tuples(st.integers(0, len(cores) - 1), st.integers(0, 3)).map(
        lambda both: both[0] << 2 | both[1]
    )
    codes = draw(st.lists(code, min_size=sum(sizes), max_size=sum(sizes)))
    return {
        "codes": array(codes, np.int32),
        "ends": array(np.cumsum(sizes).tolist()),
        "starts": array([sum(counts[:at]) for at in range(len(cores))], np.int32),
        "counts": array(counts, np.int32),
        "pieces": array(pieces, np.int32),
        "sides": array(
            draw(st.lists(st.integers(0, 0xFFFF), min_size=len(cores), max_size=len(cores))), np.uint16
        ),
        "marked": array(sorted(draw(st.sets(st.sampled_from(range(len(codes) or 1)))) if codes else [])),
        "keys": array(
            draw(
                st.lists(
                    st.sampled_from([0, 1, 2**63 + 5, 2**64 - 1, 2**50, 2**40 - 1])
                    | st.integers(0, 2**64 - 1),
                    min_size=6,
                    max_size=6,
                )
            ),
            np.uint64,
        ),
        "ranks": array(draw(st.permutations([0, 1, 2, 3, -1, -1])), np.int32),
        "order": draw(st.permutations(range(len(sizes) // 2))),
        "low": draw(st.integers(0, 3)),
        "dead": draw(st.integers(0, 2)),
    }


@given(worded())
def test_words_are_paired_and_expanded_alike(drawn: dict[str, Any]) -> None:
    given_pairs = [drawn[each] for each in ("codes", "ends", "sides")]
    assert same(
        compiled("tokens").find_pairs(*given_pairs, 1), plain("tokens").find_pairs(*given_pairs, 1)
    )
    given_words = [drawn[each] for each in ("codes", "ends", "starts", "counts", "pieces", "marked")]
    ours = compiled("tokens").expand(*given_words)
    assert same(ours, plain("tokens").expand(*given_words))
    words, ends, _ = ours
    assert same(
        compiled("tokens").count_positions(words, ends), plain("tokens").count_positions(words, ends)
    )
    mixing = (words, ends, drawn["keys"], 2, 0xBB67AE8584CAA73B, 0x9E3779B97F4A7C15, 0x6A09E667F3BCC909)
    assert same(compiled("tokens").keep_least(*mixing), plain("tokens").keep_least(*mixing))


@given(worded())
def test_occurrences_are_sorted_alike(drawn: dict[str, Any]) -> None:
    words, ends, _ = plain("tokens").expand(
        *(drawn[each] for each in ("codes", "ends", "starts", "counts", "pieces", "marked"))
    )
    words = array((drawn["ranks"].take(words >> 1) << 1 | words & 1).tolist(), np.int32)
    order = array(drawn["order"][drawn["dead"] :])
    counts = np.zeros(4, np.int64)
    expected = []
    for document, article in enumerate(order.tolist()):
        begin, position = int(ends[2 * article - 1]) if article else 0, -1
        for word in words[begin : ends[2 * article + 1]].tolist():
            position += not word & 1
            term = word >> 1
            if term >= drawn["low"]:
                counts[term] += 1
                expected.append((term, document, position))
    starts = array([0, *np.cumsum(counts[drawn["low"] :]).tolist()])
    arguments = (words, ends, order, starts, drawn["low"])
    ours = compiled("tokens").sort_occurrences(*arguments)
    assert same(ours, plain("tokens").sort_occurrences(*arguments))
    assert list(zip(*(each.tolist() for each in ours), strict=True)) == [
        each[1:] for each in sorted(expected)
    ]
    if expected:
        for choose in (compiled, plain):
            with pytest.raises(IndexError):
                choose("tokens").sort_occurrences(*arguments[:3], starts // 2, drawn["low"])


@st.composite
def sorted_occurrences(draw: st.DrawFn) -> tuple[list[NDArray[Any]], NDArray[Any]]:
    size = draw(st.integers(1, 5))
    triple = st.tuples(st.integers(0, 4), st.integers(0, size - 1), st.integers(0, 200))
    found = sorted(draw(st.sets(triple, max_size=300)))
    lengths = draw(st.lists(st.sampled_from([0, 2, 50]), min_size=size, max_size=size))
    columns = list(zip(*found, strict=True)) or [(), (), ()]
    return [array(list(column), np.uint32) for column in columns], array(lengths, np.uint32)


@given(sorted_occurrences(), st.sampled_from([1, 2, 1 << 16]), st.integers(-1, 2), st.integers(0, 3))
def test_lists_are_written_alike(
    drawn: tuple[list[NDArray[Any]], NDArray[Any]], wide: int, last_number: int, last_document: int
) -> None:
    occurrences, lengths = drawn
    postings = compiled("lists").count_occurrences(*occurrences, lengths)
    assert same(postings, plain("lists").count_occurrences(*occurrences, lengths))
    if len(postings[0]) and postings[0][0] == last_number and postings[1][0] <= last_document:
        last_number = -1  # documents of a list ascend
    last = (last_number, last_document, wide)
    assert same(
        compiled("lists").encode_postings(*postings, *last),
        plain("lists").encode_postings(*postings, *last),
    )
    parts = [np.arange(len(postings[0])) % 3 == at for at in range(3)]
    spread = np.concatenate([np.flatnonzero(part) for part in parts])
    counts = postings[2] + postings[3]
    begins = np.cumsum(counts) - counts
    places = [begins[at] + each for at in spread for each in range(counts[at])]
    positions = occurrences[2][np.array(places, np.int64)]
    shuffled = (postings[0][spread], postings[1][spread], counts[spread], positions)
    ends = np.cumsum([part.sum() for part in parts])
    ours = compiled("lists").merge_postings(*shuffled, ends)
    assert same(ours, plain("lists").merge_postings(*shuffled, ends))
    assert np.array_equal(spread[ours[0]], np.arange(len(spread)))
    assert np.array_equal(ours[1], occurrences[2])
    stems = postings[0] // 2
    summed = compiled("lists").sum_lists(stems, *postings[1:], len(lengths))
    assert same(summed, plain("lists").sum_lists(stems, *postings[1:], len(lengths)))
