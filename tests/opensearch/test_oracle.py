"""Whatever is searched for, an index on a server finds and ranks what the oracle does, and what one in
memory does to the last digit: after additions, replacements and removals, on one shard and on several.
"""

from __future__ import annotations

from contextlib import contextmanager

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article
from tests.oracle import Oracle, write
from tests.test_search_oracle import (
    EVERYTHING,
    NOT_2018_OR_A_WORD,
    WITH_AND_WITHOUT_ACCENTS,
    WORDS,
    articles_after,
    assert_same_answer,
    corpora_and_searches,
    histories,
)

_quick = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def after(steps, place, **options):
    """Yield an index in which these steps happened."""
    with frsearch.create_index(place, overwrite=place != ":memory:", **options) as index:
        for step in steps:
            if isinstance(step, set):
                index.remove(step)
            else:
                index.add(step)
        yield index


def answered(index, tree, match, date, **options):
    """Return all that an answer says."""
    results = index.search(write(tree, alone=True), match=match, date=date, limit=50, **options)
    hits = [(hit.rank, hit.id, hit.score, hit.article, hit.snippets) for hit in results]
    facets = {name: results.facets[name] for name in results.facets}
    return hits, results.total, results.match, facets, results.undated, results.warnings


def assert_as_the_oracle_and_in_memory(server, case, shards, first):
    steps, asked = case
    place = f"{server}/oracle-{shards}"
    with after(steps, place, shards=shards) as index, after(steps, ":memory:") as own:
        oracle = Oracle(articles_after(steps))
        assert len(index) == len(oracle.articles)
        assert index.check().ok
        for tree, match, date in asked:
            assert_same_answer(index, oracle, tree, match, date, first)
            units = ("year", "month", "day")
            for sort in ("relevance", "newest", "oldest"):
                here = answered(index, tree, match, date, facets=units, sort=sort)
                assert here == answered(own, tree, match, date, facets=units, sort=sort)


@_quick
@given(corpora_and_searches(WORDS, histories), st.sampled_from([1, 1, 3]), st.sampled_from([2, 30]))
@example(([], [EVERYTHING, (("not", ("word", "sommet"), "-"), "any", "2018")]), 1, 2)
@example(([[Article("a", "")]], [(NOT_2018_OR_A_WORD, "all", None)]), 1, 2)
def test_a_server_answers_as_the_oracle(server, case, shards, first):
    assert_as_the_oracle_and_in_memory(server, case, shards, first)


@settings(_quick, max_examples=5)
@given(corpora_and_searches(WITH_AND_WITHOUT_ACCENTS, histories), st.sampled_from([2, 30]))
def test_a_server_knows_accents_as_the_oracle_does(server, case, first):
    assert_as_the_oracle_and_in_memory(server, case, 1, first)
