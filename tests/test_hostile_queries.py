"""Every query is answered, at a bounded cost, with what was cut said, and raises only our errors."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article
from frsearch.engine.arrays.query_cost import within_budget
from frsearch.engine.arrays.resolve import resolve
from frsearch.engine.arrays.tuning import Tuning
from frsearch.index import Index
from frsearch.query import limits as bounds
from frsearch.query.limits import Deadline, Limits
from frsearch.query.nodes import And, Nothing
from frsearch.query.parser import parse
from frsearch.query.resolved import ResolvedPattern
from frsearch.types import QueryWarning
from tests import hostile
from tests.conftest import MakeIndex

CORPUS = list(dict.fromkeys([*hostile.queries(), *hostile.field_queries()]))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[frsearch.Index]:
    """Articles of two segments made of common words, rare ones, and odd characters."""
    chance, values = random.Random(1), random.Random(2)
    words = [*hostile.WORDS, *hostile.STOPS, *hostile.CHARACTERS, *(f"mot{n}" for n in range(300))]
    with frsearch.create_index(tmp_path_factory.mktemp("hostile")) as made:
        for batch in range(2):
            made.add(
                Article(
                    f"a{batch}-{n}",
                    " ".join(chance.choices(words, k=60)),
                    date=f"20{n % 20:02}-06",
                    extra={
                        "source": values.choice(["Le Monde", "Le Figaro", *hostile.CHARACTERS[3:]]),
                        "author": values.choices([*hostile.WORDS, *hostile.CHARACTERS[3:]], k=n % 3),
                        "page": values.choice([n, -n, n / 7, str(n)]),
                        "Mots-clés": values.choices(hostile.WORDS, k=n % 4),
                    },
                )
                for n in range(60)
            )
        made.remove(["a0-7"])
        yield made


def test_there_are_a_thousand_of_them() -> None:
    assert len(CORPUS) >= 1_000


@pytest.mark.parametrize("part", range(8))
def test_every_query_is_answered(index: frsearch.Index, part: int) -> None:
    for text in CORPUS[part::8]:
        results = index.search(text, limit=3, facets=("month", "source"))
        assert len(results) <= 3
        assert results.total <= len(index)
        assert not results.timed_out
        assert all(0 <= found.start <= found.end <= len(text) for found in results.warnings)
        # Strictly read, a word that no article holds is no mistake: it finds nothing.
        doubts = [each for each in results.warnings if not each.message.startswith("no article holds")]
        try:
            index.search(text, strict=True, limit=1, match="any", sort="oldest", snippets=0)
        except frsearch.QueryError:
            assert doubts
        else:
            assert not doubts


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(CORPUS) | st.text(st.characters(), max_size=20), max_size=4), st.data())
def test_so_is_any_mixture_of_them(index: frsearch.Index, texts: list[str], data: st.DataObject) -> None:
    joint = data.draw(st.sampled_from([" ", "", " OU ", " (", '"', " SAUF "]))
    results = index.search(joint.join(text[:3_000] for text in texts), limit=2)
    assert results.total <= len(index)


# --- what one query may cost


def test_filters_are_as_many_as_one_likes(make_index: MakeIndex) -> None:
    index = make_index(
        *(
            Article(f"a{n}", "paix", extra={"page": n, "tags": [f"mot {n}", f"mot {n + 1}", "mot"]})
            for n in range(2_000)
        )
    )
    began = time.process_time()
    words = [f"mot {n}" for n in range(10_000)]
    assert index.search("paix", where={"tags": words}, facets=("tags",)).facets_more == {"tags": 1_952}
    assert index.search("paix", where={"page": [(n, n) for n in range(0, 4_000, 2)]}).total == 1_000
    assert index.search("", where={"page": (-(10**400), 10**400), "tags": words[-1:]}).total == 0
    assert time.process_time() - began < 5
    where = {"page": (-(10**400), 2_000_000)}
    assert "page:-inf..2000000" in str(index.explain("paix", "a1", where=where))


def test_patterns_share_what_they_may_stand_for(make_index: MakeIndex) -> None:
    index = make_index(" ".join(f"a{n:03} b{n:03} c{n:03}" for n in range(100)))
    tree, warnings = _resolved(index, "a* b* c* d*", Limits(expansions=80, all_expansions=150))
    assert [len(leaf.terms or ()) for leaf in _patterns(tree)] == [80, 70, 0, 0]
    assert [(found.start, found.end) for found in warnings] == [(0, 2), (3, 5), (6, 8)]
    assert warnings[0].message == "matches more than 80 words; only the first 80 are used"


@pytest.mark.parametrize("pattern", ["*1*2*", "a01~"])
def test_patterns_share_the_words_that_are_looked_at(make_index: MakeIndex, pattern: str) -> None:
    index = make_index(" ".join(f"a{n:03}" for n in range(1000)))
    query = f"{pattern} {pattern}"
    tree, warnings = _resolved(index, query, Limits())
    first, second = _patterns(tree)
    assert first.terms == second.terms
    assert first.terms
    assert not warnings
    tree, warnings = _resolved(index, query, Limits(scanned=1))
    assert [found.start for found in warnings] == [0, len(pattern) + 1]
    assert "too many patterns" in warnings[0].message
    assert _patterns(tree)[1].terms == ()


def test_what_is_too_common_is_left_out_and_said(make_index: MakeIndex) -> None:
    index = make_index(*["le le le le sommet de paris"] * 50, "le sommet", "un autre")
    few = Limits(postings=220)
    tree, warnings = _budgeted(index, "sommet autre paris", Limits(postings=200))
    assert [found.start for found in warnings] == [13]
    assert "left out" in warnings[0].message
    assert len(tree.children) == 2  # type: ignore[union-attr]
    tree, warnings = _budgeted(index, '"le sommet"', few)
    assert isinstance(tree, And)
    assert [(found.start, found.end) for found in warnings] == [(0, 11)]
    assert "in any order" in warnings[0].message
    assert _budgeted(index, "SAUF (sommet OU paris)", Limits(postings=1))[0] == Nothing()
    index._answering.limits = few
    assert index.search('"sommet le"').total == 51  # as words
    with pytest.raises(frsearch.QueryTooComplex, match="in any order"):
        index.search('"sommet le"', strict=True)


def test_a_phrase_is_the_same_a_few_articles_at_a_time(make_index: MakeIndex) -> None:
    index = make_index(*(f"{'de la ' * (n % 7)}le{' la' * (n % 3)} de" for n in range(60)))
    queries = ['"de la"', '"la de la"', '"le la de"~3', '"de la de la de"', '"la la"~9', "de-la"]
    whole = [[(hit.id, hit.score) for hit in index.search(query, limit=60)] for query in queries]
    index._searcher.tuning = Tuning(occurrences_at_a_time=7)
    parts = [[(hit.id, hit.score) for hit in index.search(query, limit=60)] for query in queries]
    assert parts == whole
    assert all(whole)


def _resolved(index: Index, query: str, limits: Limits) -> tuple[object, Sequence[QueryWarning]]:
    resolved = resolve(parse(query).tree, index._searcher.snapshot, limits=limits)
    return resolved.tree, resolved.warnings


def _budgeted(index: Index, query: str, limits: Limits) -> tuple[object, Sequence[QueryWarning]]:
    tree = resolve(parse(query).tree, index._searcher.snapshot).tree
    within = within_budget(tree, index._searcher.snapshot.segments, limits)
    return within.tree, within.warnings


def _patterns(tree: object) -> list[Any]:
    return [child for child in tree.children if isinstance(child, ResolvedPattern)]  # type: ignore[attr-defined]


# --- time


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), "1", []])
def test_a_timeout_is_a_number_above_0(index: frsearch.Index, timeout: float) -> None:
    with pytest.raises(frsearch.QueryError, match="timeout"):
        index.search("sommet", timeout=timeout)


def test_a_search_that_has_time_enough_says_so(index: frsearch.Index) -> None:
    for query in ("sommet", "mot*", "", '"de la"'):
        assert index.search(query, timeout=1_000) == index.search(query)


def test_a_search_without_time_has_nothing(index: frsearch.Index) -> None:
    for query in ("sommet", "*a* mot1~", "SAUF *a*", '"de la"'):
        results = index.search(query, timeout=1e-9, facets=("year",))
        assert results.timed_out
        assert (results.total, len(results), results.facets["year"]) == (0, 0, ())
        assert not any("stands for" in found.message for found in results.warnings)


class Countdown(Deadline):
    """Is over when it was asked so many times."""

    __slots__ = ("asks",)

    def __init__(self, asks: int):
        super().__init__()
        self.asks = asks

    def _has_come(self) -> bool:
        self.asks -= 1
        return self.asks < 0


@pytest.mark.parametrize(
    "query", ["sommet OU paris", "mot* SAUF sommet", '"de la" OU mot1~ OU *s*', "de -la"]
)
@pytest.mark.parametrize("sort", ["relevance", "oldest"])
def test_stopped_anywhere_it_returns_part_of_the_answer(
    index: frsearch.Index, monkeypatch: pytest.MonkeyPatch, query: str, sort: str
) -> None:
    whole = index.search(query, limit=1_000, facets=("year",), sort=sort)  # type: ignore[arg-type]
    counts = {facet.value: facet.count for facet in whole.facets["year"]}
    ids = {hit.id for hit in whole}
    totals = set()
    for asks in range(10_000):
        monkeypatch.setattr("frsearch.arguments.Deadline", lambda _, asks=asks: Countdown(asks))
        part = index.search(query, limit=1_000, facets=("year",), sort=sort, timeout=1)  # type: ignore[arg-type]
        assert {hit.id for hit in part} <= ids
        assert len(part) <= part.total <= whole.total
        assert sum(facet.count for facet in part.facets["year"]) == part.total
        assert all(facet.count <= counts[facet.value] for facet in part.facets["year"])
        totals.add(part.total)
        assert len(part) >= min(part.total, 10)
        if not part.timed_out:
            assert (part.total, part.facets, part.undated) == (whole.total, whole.facets, whole.undated)
            assert part.hits == whole.hits or part.left_out
            assert [hit.id for hit in part] == [hit.id for hit in whole][: len(part)]
        if not part.timed_out and not part.left_out:
            break
    assert part == whole
    assert len(totals) > 2 or query.startswith("mot")
    assert {0, whole.total} <= totals


def _asked(monkeypatch: pytest.MonkeyPatch, asks: int) -> None:
    """Let searches with a timeout run out of time when they have looked at it so often."""
    monkeypatch.setattr("frsearch.arguments.Deadline", lambda _: Countdown(asks))


def _looks(index: Index, monkeypatch: pytest.MonkeyPatch, query: str, **options: object) -> int:
    """How often a search looks at the time."""
    made: list[Countdown] = []

    def deadline(_: float) -> Countdown:
        made.append(Countdown(10_000))
        return made[0]

    monkeypatch.setattr("frsearch.arguments.Deadline", deadline)
    index.search(query, timeout=1, **options)  # type: ignore[arg-type]
    return 10_000 - made[0].asks


def test_the_best_hits_come_without_snippets_when_it_is_late(
    index: frsearch.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = index.search("sommet", limit=50)
    assert whole.total > 10
    _asked(monkeypatch, _looks(index, monkeypatch, "sommet", limit=0))
    late = index.search("sommet", limit=50, timeout=1)
    assert (late.timed_out, late.left_out, late.total) == (False, ("hits", "snippets"), whole.total)
    assert [hit.id for hit in late] == [hit.id for hit in whole][:10]
    assert not any(hit.snippets for hit in late)
    # What follows the last hit follows it, though more were to be fetched.
    rest = index.search("sommet", limit=50, after=late.cursor)
    assert [hit.id for hit in (*late, *rest)] == [hit.id for hit in whole]


def test_a_suggestion_takes_no_time_from_hits_and_snippets(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make_index(*("Le sommet de Helsinki." for _ in range(6)))
    corrected = index.search("Helsinkj sommet")
    assert (corrected.total, corrected.suggestion) == (6, "Helsinki sommet")
    # The time is over at each moment after the matches are known.
    kinds = set()
    for asks in range(_looks(index, monkeypatch, "Helsinkj sommet", limit=0, snippets=0), 100):
        _asked(monkeypatch, asks)
        late = index.search("Helsinkj sommet", timeout=1)
        assert (late.timed_out, late.total, late.match, len(late)) == (False, 6, "all", 6)
        kinds.add(late.left_out)
        if "snippets" not in late.left_out:
            assert late.hits == corrected.hits
        assert (late.suggestion is None) == ("suggestion" in late.left_out)
        if late == corrected:
            break
    assert late == corrected
    assert {("snippets", "suggestion"), ("suggestion",), ()} <= kinds


def test_what_was_not_to_be_done_is_not_left_out(
    index: frsearch.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    for options in ({"limit": 0}, {"limit": 10, "snippets": 0}):
        _asked(monkeypatch, _looks(index, monkeypatch, "sommet", limit=0))
        late = index.search("sommet", timeout=1, **options)  # type: ignore[arg-type]
        assert (late.timed_out, late.left_out) == (False, ())
        assert late == index.search("sommet", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("collapse", [False, True])
def test_the_order_groups_and_counts_of_what_was_found_are_whole(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch, collapse: bool
) -> None:
    copied = "Le sommet entre les deux présidents aura lieu le 16 juillet à Helsinki, dit-on ce soir."
    index = make_index(
        ("Le sommet est loin, et bien loin aussi la rencontre des deux présidents.", "2017-01"),
        ("Ce sommet du président est une rencontre.", "2018-02"),
        (copied, "2018-03"),
        (copied + " Oui.", "2018-04"),
        ("La rencontre.", "2018-05"),
    )
    options = {
        "date": "2018", "facets": ("year", "month"), "facet_scope": "query", "collapse": collapse,
        "snippets": 0,
    }  # fmt: skip
    for query in ("sommet présidents", "sommet Helsinki rencontre"):
        monkeypatch.undo()
        whole = index.search(query, **options)  # type: ignore[arg-type]
        matched = _looks(index, monkeypatch, query, **(options | {"limit": 0, "collapse": False}))
        _asked(monkeypatch, matched)
        late = index.search(query, timeout=1, **options)  # type: ignore[arg-type]
        assert not late.timed_out
        assert (late.hits, late.total, late.facets) == (whole.hits, whole.total, whole.facets)


def test_the_bounds_are_those_of_the_documentation() -> None:
    text = (Path(__file__).parent.parent / "docs" / "query-language.md").read_text(encoding="utf-8")
    for name in Limits.__dataclass_fields__:
        assert f"{getattr(bounds.LIMITS, name):,}" in text, name


def test_a_timeout_goes_with_every_other_argument(make_index):
    text = "Le sommet entre les deux présidents aura lieu le 16 juillet à Helsinki, dit-on."
    index = make_index((text, "2018-06"), (text, "2018-07"), ("Un autre sommet.", "2019"))
    for sort in ("relevance", "newest", "oldest"):
        for collapse in (False, True):
            options = {"sort": sort, "collapse": collapse, "date": "2018", "facets": ("month",)}
            late = index.search("sommet", timeout=1e-9, facet_scope="query", **options)
            assert late.timed_out
            assert late.total <= index.search("sommet", **options).total
