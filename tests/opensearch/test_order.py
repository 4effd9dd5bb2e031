"""Pages on a server continue one another, among the hits that are ranked here and beyond them."""

from __future__ import annotations

import pytest

import frsearch
from frsearch.engine.opensearch import searching
from tests.test_paging import fill


@pytest.fixture(scope="module")
def filled(server):
    with frsearch.create_index(f"{server}/order", shards=2) as index:
        yield fill(index)


@pytest.mark.parametrize("ranked_here", [20, 200])
@pytest.mark.parametrize(
    "query", ["sommet", "paix OU accord", "sommet absent", '"paix accord"~3 OU sommet']
)
def test_pages_continue_one_another(filled, query, ranked_here, monkeypatch):
    monkeypatch.setattr(searching, "_RANKED", ranked_here)
    whole = filled.search(query, limit=1000).hits
    assert len({hit.id for hit in whole}) == len(whole) > 40
    by_offset = [hit for at in range(0, 200, 7) for hit in filled.search(query, limit=7, offset=at)]
    assert by_offset == [*whole]
    after, by_cursor = None, []
    for _ in range(len(whole)):
        page = filled.search(query, limit=9, after=after)
        by_cursor += page
        after = page.cursor
        if after is None:
            break
    assert by_cursor == [*whole]
    assert [*filled.search_all(query, snippets=1)] == [*whole]


def test_hits_beyond_those_ranked_here_are_nearly_those_of_memory(filled, monkeypatch):
    monkeypatch.setattr(searching, "_RANKED", 20)
    with frsearch.create_index(":memory:") as own:
        fill(own)
        for query in ("sommet", "paix OU accord"):
            here, there = filled.search(query, limit=1000), own.search(query, limit=1000)
            assert here.hits[:20] == there.hits[:20]
            assert {hit.id for hit in here} == {hit.id for hit in there}
            for one, other in zip(here, there, strict=True):
                assert one.score == pytest.approx(other.score, rel=1e-5)
