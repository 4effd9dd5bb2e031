"""An index on an OpenSearch server, beside the same in a folder and a plain index of OpenSearch.

    python benchmarks/on_server.py --corpus news.jsonl.gz [--limit 34000] [--shards 1 3] [--heap 1g]

A server is started here (Java and Maven), and stopped at the end. Adding is of all articles at once,
from the same objects; searching is the main job of `compare.py`: ten hits with snippets, the exact total
and counts by month, for queries of one to four words; medians of wall time, after one round that is not
counted. The plain index has title and text with the analyzer `french`, one bulk of 500 articles at a
time from two threads, `multi_match` with the title weighted twice, a date histogram and highlights.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import queries
from corpus import survey

import frsearch

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.opensearch.server import QUICK, Server, install, new_folder

Ask = Callable[[queries.Query], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--shards", type=int, nargs="+", default=[1, 3])
    parser.add_argument("--heap", default="1g")
    parser.add_argument("--port", type=int, default=9277)
    asked = parser.parse_args()
    articles = list(islice(frsearch.read_articles(asked.corpus), asked.limit))
    drawn = [
        each
        for each in queries.draw(survey(asked.corpus, asked.limit, 10_000), 20)
        if each.form == "words" and not each.dates and not each.newest
    ]
    print(f"{len(articles):,} articles, {len(drawn)} queries, a server with {asked.heap}\n")
    print("| | articles/s | MB | search, median, ms | 95 % |\n| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        row("in a folder", *in_folder(Path(folder), articles, drawn))
    server = Server(install(), new_folder(), asked.port, asked.heap, QUICK[:1])
    server.start()
    try:
        host = f"127.0.0.1:{asked.port}"
        warm(host, articles[:3_000])
        for shards in asked.shards:
            row(f"on a server, shards: {shards}", *on_server(host, shards, articles, drawn))
            row(f"plain OpenSearch, shards: {shards}", *plain(host, shards, articles, drawn))
    finally:
        server.stop()


def row(name: str, rate: float, size: float, times: list[float]) -> None:
    times = sorted(times)
    cells = (rate, size, 1e3 * statistics.median(times), 1e3 * times[int(0.95 * len(times))])
    print(
        f"| {name} | {cells[0]:,.0f} | {cells[1]:,.1f} | {cells[2]:,.1f} | {cells[3]:,.1f} |", flush=True
    )


def times_of(ask: Ask, drawn: Iterable[queries.Query]) -> list[float]:
    drawn, times = list(drawn), []
    for round_number in range(3):
        for query in drawn:
            begin = time.perf_counter()
            ask(query)
            if round_number:
                times.append(time.perf_counter() - begin)
    return times


def timed_adding(index: frsearch.Index, articles: list[frsearch.Article]) -> float:
    begin = time.perf_counter()
    index.add(articles)
    return len(articles) / (time.perf_counter() - begin)


def search(index: frsearch.Index) -> Ask:
    return lambda query: index.search(
        " ".join(query.words), match=query.match, limit=10, facets=("month",), snippets=1
    )


def in_folder(
    folder: Path, articles: list[frsearch.Article], drawn: list[queries.Query]
) -> tuple[float, float, list[float]]:
    with frsearch.create_index(folder / "index") as index:
        rate = timed_adding(index, articles)
        return rate, index.info().size / 1e6, times_of(search(index), drawn)


def on_server(
    host: str, shards: int, articles: list[frsearch.Article], drawn: list[queries.Query]
) -> tuple[float, float, list[float]]:
    with frsearch.create_index(f"opensearch://{host}/bench-{shards}", shards=shards) as index:
        rate = timed_adding(index, articles)
        return rate, index.info().size / 1e6, times_of(search(index), drawn)


def warm(host: str, articles: list[frsearch.Article]) -> None:
    with frsearch.create_index(f"opensearch://{host}/warm") as index:
        index.add(articles)
        for query in ("président", "guerre paix", '"premier ministre"'):
            for _ in range(20):
                index.search(query)


def plain(
    host: str, shards: int, articles: list[frsearch.Article], drawn: list[queries.Query]
) -> tuple[float, float, list[float]]:
    from opensearchpy import OpenSearch, helpers

    client = OpenSearch(f"http://{host}")
    name = f"plain-{shards}"
    french = {"type": "text", "analyzer": "french"}
    mapping = {"properties": {"title": french, "text": french, "date": {"type": "date"}}}
    settings = {"number_of_shards": shards, "number_of_replicas": 0, "refresh_interval": -1}
    client.indices.create(index=name, body={"mappings": mapping, "settings": settings})
    actions = (
        {
            "_index": name,
            "_id": each.id,
            "title": each.title,
            "text": each.text,
            **({} if each.date is None else {"date": str(each.date)}),
        }
        for each in articles
    )
    begin = time.perf_counter()
    for _ in helpers.parallel_bulk(client, actions, thread_count=2, chunk_size=500):
        pass
    client.indices.refresh(index=name)
    rate = len(articles) / (time.perf_counter() - begin)
    size = client.indices.stats(index=name)["_all"]["total"]["store"]["size_in_bytes"] / 1e6

    def ask(query: queries.Query) -> Any:
        body = {
            "query": {
                "multi_match": {
                    "query": " ".join(query.words),
                    "fields": ["title^2", "text"],
                    "type": "cross_fields",
                    "operator": "and" if query.match == "all" else "or",
                }
            },
            "size": 10,
            "track_total_hits": True,
            "aggs": {"month": {"date_histogram": {"field": "date", "calendar_interval": "month"}}},
            "highlight": {"fields": {"text": {"number_of_fragments": 1}}},
        }
        return client.search(index=name, body=body)

    return rate, size, times_of(ask, drawn)


if __name__ == "__main__":
    main()
