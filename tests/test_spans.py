"""Matches come one after another, and are those that all places at once would give."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frsearch.highlight import spans
from frsearch.highlight.limits import HIGHLIGHT_LIMITS, HighlightLimits
from frsearch.highlight.spans import Row, Shape, Slot, Span, WordOccurrence, joined, spans_in_order
from tests.conftest import MakeIndex

# Clause 0 is a word; these are phrases of two words, of words near one another, of words far apart; then
# words in any order: a word or a phrase near another word, three words.
PHRASES = {
    1: Shape(((Row([0, 1], 1),),)),
    2: Shape(((Row([0, 1, 2], 3),),)),
    3: Shape(((Row([0, 1], 1_000),),)),
    4: Shape(((Row([0], 1), Row([1, 2], 1)), (Row([3], 1),)), 4),
    5: Shape(((Row([0], 1),), (Row([1], 1),), (Row([2], 1),)), 2),
}
SLOTS: list[Slot] = [(0, 0), (1, 0), (1, 1), (1, -1), (2, 0), (2, 1), (2, 2), (3, 0), (3, 1)]
SLOTS += [(4, 0), (4, 1), (4, 2), (4, 3), (5, 0), (5, 1), (5, 2)]
PLACES = st.lists(
    st.tuples(st.integers(0, 3), st.lists(st.sampled_from(SLOTS), min_size=1, unique=True)), max_size=60
)


def found(places: list[tuple[int, list[Slot]]], at_a_time: int, wanted: list[int]) -> list[Span]:
    """Matches of the clauses wanted; places so far apart, where 0 is another reading of a word."""
    held, position = [], 0
    for at, (gap, slots) in enumerate(places):
        position += gap
        place = WordOccurrence(position, 10 * at, 10 * at + 5)
        held.append((place, [each for each in slots if each[0] in wanted]))
    phrases = {clause: phrase for clause, phrase in PHRASES.items() if clause in wanted}
    return list(spans_in_order(held, phrases, at_a_time))


@given(
    PLACES,
    st.integers(1, 9),
    st.sampled_from([[0], [1], [0, 1], [1, 2], [4], [0, 5], [0, 1, 2, 3, 4, 5]]),
)
def test_few_places_at_a_time_give_what_all_give(
    places: list[tuple[int, list[Slot]]], at_a_time: int, wanted: list[int]
) -> None:
    every = found(places, 10**9, wanted)
    assert found(places, at_a_time, wanted) == every == sorted(every)


def test_the_places_that_are_kept_are_few() -> None:
    kept = 0

    class Counted(spans._Pending):
        def add(self, place: WordOccurrence, slots: list[Slot]) -> None:  # type: ignore[override]
            nonlocal kept
            super().add(place, slots)
            kept = max(kept, self.size)

    held = ((WordOccurrence(at, at, at + 1), [(0, 0), (1, 0), (1, 1)]) for at in range(100_000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spans, "_Pending", Counted)
        assert sum(1 for _ in spans_in_order(held, {1: PHRASES[1]}, HIGHLIGHT_LIMITS.kept)) == 199_999
    assert kept <= HIGHLIGHT_LIMITS.kept + 10


def test_matches_that_share_a_position_are_one() -> None:
    one, other = (
        [Span(0, 0, 0, 5, 0), Span(0, 0, 0, 9, 1)],
        [Span(1, 3, 10, 40, 2), Span(3, 3, 35, 40, 0)],
    )
    assert list(joined([*one, *other])) == [(0, 9), (10, 40)]
    assert list(joined([])) == []


QUERIES = ['"le sommet" OU paix', '"sommet de la paix"~4', "la OU le", "week-end", "p*", "République"]
QUERIES += ['"le sommet"', '"le week-end"', '"paix paix"', '"la République"', "le", "sommet"]


@pytest.mark.parametrize("at_a_time", [1, 7, 10_000])
def test_arrays_and_texts_agree_however_few_places_are_kept(
    make_index: MakeIndex, at_a_time: int
) -> None:
    words = "le sommet de la paix paix, week-end weekend week end, Républi-\nque\nautre".split(" ")
    chance = random.Random(5)
    index = make_index(*(" ".join(chance.choices(words, k=chance.randint(1, 90))) for _ in range(30)))
    index._answering.highlight_limits = HighlightLimits(kept=at_a_time)
    usual = {query: list(index.concordance(query)) for query in QUERIES}
    # The whole of each text is analysed.
    index._answering.highlight_limits = HighlightLimits(kept=at_a_time, places=0)
    for query in QUERIES:
        concordance = index.concordance(query)
        lines = list(concordance)
        assert lines == usual[query]
        assert len(lines) == len(concordance) == concordance.total > 0, query
        for before, after in pairwise(lines):
            assert before.id != after.id or before.end <= after.start, query
