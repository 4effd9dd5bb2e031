"""Signatures say how alike articles are, and near copies are found by them.

The oracles are sets and loops: Jaccard similarity over words and pairs of words, and every two articles
compared.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frsearch
from frsearch.analysis.chain import Chain
from frsearch.analysis.stopwords import is_stop_word
from frsearch.codec import copies, signatures
from frsearch.codec.bulk_analysis import BulkAnalysis
from frsearch.codec.copies import are_copies, find_groups
from frsearch.codec.invariants import problems
from frsearch.codec.signatures import (
    NO_PAIR,
    NO_WORD,
    PAIR_BINS,
    WORD_BINS,
    Signatures,
    make_signatures,
    word_keys,
)
from frsearch.kernels.plain import tokens
from tests.conftest import ROOT, MakeIndex

WORDS_OF_A_SAMPLE = [(4, 117), (16, 11), (26, 157), (40, 7), (56, 240)]
PAIRS_OF_A_SAMPLE = [(0, 3158), (8, 10356), (15, 64894), (21, 23413)]

SYLLABLES = "ba co di fu ga lé mi no pu ra so ti vu za".split()
LEXICON = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]


TEXT = (
    "Le sommet entre les deux présidents aura lieu le 16 juillet à Helsinki, capitale de la Finlande, "
    "a annoncé jeudi la Maison-Blanche dans un communiqué publié en même temps à Moscou."
)


def sign(*texts: str) -> Signatures:
    vocabulary = BulkAnalysis()
    encoded = vocabulary.encode(field for text in texts for field in ("", text))
    return make_signatures(encoded, word_keys(vocabulary.forms))


def random_text(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(LEXICON, k=length))


def changed(chance: random.Random, text: str, share: float) -> str:
    words = text.split()
    for at in chance.sample(range(len(words)), round(share * len(words))):
        words[at] = chance.choice(LEXICON)
    return " ".join(words)


def sets(text: str) -> tuple[set[str], set[tuple[str, str]]]:
    words = [token.form.exact for token in Chain().tokens(text)]
    words = [word for word in words if not is_stop_word(word)]
    return set(words), set(pairwise(words))


def jaccard(one: set[object], other: set[object]) -> float:
    return len(one & other) / len(one | other)


def closure(count: int, linked: Callable[[int, int], bool]) -> set[frozenset[int]]:
    """Return the groups of two or more that links lead to."""
    groups = [{number} for number in range(count)]
    for one, other in combinations(range(count), 2):
        if linked(one, other):
            joined = next(g for g in groups if one in g) | next(g for g in groups if other in g)
            groups = [group for group in groups if not group & joined] + [joined]
    return {frozenset(group) for group in groups if len(group) > 1}


def as_sets(groups: Iterable[Sequence[int]]) -> set[frozenset[int]]:
    return {frozenset(map(int, group)) for group in groups}


# --- signatures


def test_signatures_estimate_the_similarity_of_words_and_of_pairs() -> None:
    chance = random.Random(1)
    errors: dict[str, list[float]] = {"words": [], "pairs": []}
    for share in (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0) * 8:
        text = random_text(chance, 300)
        texts = text, changed(chance, text, share)
        both = sign(*texts)
        exact = [jaccard(*each) for each in zip(*map(sets, texts), strict=True)]  # type: ignore[arg-type]
        for name, values, right in zip(("words", "pairs"), (both.words, both.pairs), exact, strict=True):
            errors[name].append(float((values[0] == values[1]).mean()) - right)
    # A share of 64 bins is off by 0.06, of 24 by 0.1, in the middle; on average by nothing.
    for name, bins in (("words", WORD_BINS), ("pairs", PAIR_BINS)):
        assert abs(np.mean(errors[name])) < 0.02
        assert np.std(errors[name]) < 0.5 / bins**0.5


def test_signatures_are_the_same_on_every_machine() -> None:
    pairs, words = sign("Le sommet d’Helsinki, le 16 juillet 2018")
    held = [(at, int(value)) for at, value in enumerate(words[0]) if value != NO_WORD]
    assert held == WORDS_OF_A_SAMPLE
    held = [(at, int(value)) for at, value in enumerate(pairs[0]) if value != NO_PAIR]
    assert held == PAIRS_OF_A_SAMPLE


def test_stop_words_and_accents_and_capitals_do_not_count() -> None:
    pairs, words = sign("L’élu a réuni les députés", "ELU REUNI DEPUTES", "des élus réunis, un député")
    assert np.array_equal(pairs[0], pairs[1])
    assert np.array_equal(words[0], words[1])
    assert not np.array_equal(words[0], words[2])


@pytest.mark.parametrize("text", ["", "le la les", "… !"])
def test_what_has_no_words_has_an_empty_signature(text: str) -> None:
    pairs, words = sign("sommet", text, "Helsinki")
    assert (pairs == NO_PAIR).all()
    assert (words[1] == NO_WORD).all()
    assert (words[::2] != NO_WORD).any(axis=1).all()


def test_the_order_of_tokens_at_one_position_does_not_matter() -> None:
    vocabulary = BulkAnalysis()
    text = "Le porte-avions quitte N'Djamena après le week-end du vice-président"
    encoded = vocabulary.encode(["", text])
    keys = word_keys(vocabulary.forms)
    backwards = np.lexsort((-np.arange(len(encoded.forms)), encoded.positions))
    assert (encoded.forms[backwards] != encoded.forms).any()
    words = encoded.forms[backwards] << 1 | encoded.words & 1
    given, turned = (make_signatures(each, keys) for each in (encoded, encoded._replace(words=words)))
    assert np.array_equal(given.pairs, turned.pairs)
    assert np.array_equal(given.words, turned.words)


def test_signatures_do_not_depend_on_how_many_tokens_are_worked_on_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(2)
    texts = [random_text(chance, length) for length in (0, 1, 2, 30, 0, 400, 5, 0)]
    whole = sign(*texts)
    for size in (1, 7, 100):
        monkeypatch.setattr(tokens, "_AT_A_TIME", size)
        monkeypatch.setattr(signatures, "keep_least", tokens.keep_least)
        for part, same in zip(sign(*texts), whole, strict=True):
            assert np.array_equal(part, same)


# --- groups


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_every_two_copies_are_found(data: st.DataObject) -> None:
    """Few values in every bin, so that many rows are near the borders of what a copy is."""
    count = data.draw(st.integers(0, 14))
    chance = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    values = data.draw(st.integers(1, 12))
    pairs = chance.integers(0, values, (count, PAIR_BINS)).astype(np.uint16)
    words = chance.integers(0, 1 + values // 4, (count, WORD_BINS)).astype(np.uint8)
    pairs[chance.random(pairs.shape) < 0.2] = NO_PAIR
    words[chance.random(words.shape) < 0.2] = NO_WORD
    made = Signatures(pairs, words)

    def linked(one: int, other: int) -> bool:
        pairs_same = sum(a == b != NO_PAIR for a, b in zip(pairs[one], pairs[other], strict=True))
        held = [(a, b) for a, b in zip(words[one], words[other], strict=True) if min(a, b) != NO_WORD]
        words_same = sum(a == b for a, b in held)
        return pairs_same >= copies.SAME_PAIRS and words_same >= copies.SAME_WORDS * len(held)

    assert as_sets(find_groups(made)) == closure(count, linked)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32), st.integers(60, 400))
def test_groups_are_those_of_brute_force(seed: int, length: int) -> None:
    """Texts with a few words changed belong together, others do not, as all the sets say."""
    chance = random.Random(seed)
    texts = [random_text(chance, length) for _ in range(6)]
    texts += [changed(chance, text, chance.choice([0.0, 0.02, 0.05])) for text in texts[:4] * 2]
    chance.shuffle(texts)
    known = [sets(text) for text in texts]

    def alike(one: int, other: int) -> bool:
        words, pairs = map(jaccard, known[one], known[other])  # type: ignore[arg-type]
        assert min(words, pairs) > 0.6 or max(words, pairs) < 0.15, "no case for an estimate"
        return words > 0.6

    assert as_sets(find_groups(sign(*texts))) == closure(len(texts), alike)


def test_thousands_of_copies_are_one_group_and_take_little_work() -> None:
    chance = random.Random(3)
    text = random_text(chance, 100)
    texts = [text] * 3000 + [f"{text} {random_text(chance, 3)}" for _ in range(500)]
    (group,) = find_groups(sign(*texts))
    assert len(group) == len(texts)


def test_a_series_of_thousands_that_begin_alike_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles that share some bins of pairs, and no words: all are compared with some only."""
    count = 2000
    chance = np.random.default_rng(4)
    pairs = chance.integers(0, 60_000, (count, PAIR_BINS)).astype(np.uint16)
    pairs[:, :4] = 1
    compared = 0

    def counting(one: Signatures, other: Signatures) -> object:
        nonlocal compared
        compared += len(one.pairs)
        return are_copies(one, other)

    monkeypatch.setattr(copies, "are_copies", counting)
    words = chance.integers(0, 250, (count, WORD_BINS)).astype(np.uint8)
    assert find_groups(Signatures(pairs, words)) == []
    # Four bins the same are six pairs of bins.
    assert 0 < compared <= 6 * copies._COMPARED * count


@pytest.mark.parametrize("text", ["Le sommet.", "Article réservé aux abonnés"])
def test_very_short_articles_are_no_copies(text: str) -> None:
    assert find_groups(sign(text, text)) == []


def test_a_short_dispatch_that_appears_twice_is_found() -> None:
    text = "Un séisme de magnitude 3,8 a été ressenti samedi soir près de Pau, sans faire de victimes."
    other = "Un séisme de magnitude 5 a détruit dimanche deux villages du nord de la Turquie."
    groups = find_groups(sign(text, other, text.replace("samedi soir", "samedi"), "Pau"))
    assert as_sets(groups) == {frozenset({0, 2})}


def test_planted_copies_of_real_articles_are_found() -> None:
    path = ROOT.parent / "shared" / "corpora" / "news.jsonl.gz"
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    texts = [article.text for _, article in zip(range(400), frsearch.read_articles(path), strict=False)]
    chance = random.Random(5)
    words = " ".join(texts).split()
    texts = [text for text in texts if len(text) > 500]
    for share, least in ((0.1, 0.99), (0.3, 0.85)):
        copied = [
            " ".join(chance.choice(words) if chance.random() < share else word for word in text.split())
            for text in texts
        ]
        groups = as_sets(find_groups(sign(*texts, *copied)))
        held = [next((g for g in groups if at in g), frozenset()) for at in range(len(texts))]
        found = [at + len(texts) in group for at, group in enumerate(held)]
        assert np.mean(found) >= least
        # Articles that are no copies of one another come together through few.
        assert np.mean([len(group) > 2 for group in held]) < 0.1


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("words", 7, "signatures do not match the words of their documents"),
        ("pairs", 7, "a document without words has a signature of pairs of words"),
    ],
)
def test_a_check_looks_at_signatures(make_index: MakeIndex, name: str, value: int, what: str) -> None:
    index = make_index(TEXT, "le la", "Grève des trains jeudi.")
    (segment,) = index._searcher.snapshot.segments
    assert list(problems(segment)) == []
    part = getattr(segment.signatures, name).copy()
    document = [segment.ids[at] for at in range(3)].index("a2")
    part[document, 0] = value
    segment.signatures = segment.signatures._replace(**{name: part})
    assert list(problems(segment)) == [what]
