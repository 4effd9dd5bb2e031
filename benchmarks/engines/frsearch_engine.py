"""frsearch, by its public calls alone."""

from __future__ import annotations

import inspect
from itertools import islice
from pathlib import Path
from typing import Any

from corpus import Article
from queries import Query

import frsearch
from engines import TOP, Answer, Engine, Job

LOOKS = ["title", "text", "title_exact", "text_exact"]


class FrsearchEngine(Engine):
    about = (
        "frsearch: its defaults. Stop words stay in its index, adding checks every id for an older "
        "version, and the file is read by its own reader."
    )
    packages = ("frsearch", "numpy", "Whoosh", "snowballstemmer", "PyStemmer")

    def build(self, corpus: Path, index_dir: Path, limit: int | None) -> int:
        articles = islice(frsearch.read_articles(str(corpus)), limit)
        with frsearch.create_index(str(index_dir)) as index:
            index.add(articles, **self._workers(index.add))
            return len(index)

    def open(self, index_dir: Path) -> None:
        self.index = frsearch.open_index(str(index_dir))

    def search(self, query: Query, job: Job) -> Answer:
        unit = self.settings.unit
        results = self.index.search(
            _text(query),
            limit=TOP,
            date="..".join(query.dates) if query.dates else None,
            match=query.match,
            sort="newest" if query.newest else "relevance",
            facets=(unit,) if job.counts else (),
            snippets=1 if job.snippets else 0,
        )
        counts = results.facets[unit] if job.counts else ()
        return Answer(
            total=results.total if job.counts else -1,
            ids=[hit.id for hit in results],
            months={facet.value: facet.count for facet in counts},
            snippets=[_html(hit) for hit in results] if job.snippets else (),
            dates=[str(hit.date or "") for hit in results],
            characters=sum(len(hit.article.text) for hit in results),
            highlight="<mark>",
            relaxed=results.match != query.match,
        )

    def add(self, article: Article) -> None:
        new = frsearch.Article(
            id=article.id, text=article.text, title=article.title, date=article.date or None
        )
        self.index.add([new], **self._workers(self.index.add))

    def postings(self, query: Query) -> int | None:
        """Count the entries of the posting lists that the words of a query stand for."""
        if query.form != "words":
            return None
        from whoosh.qparser import MultifieldParser  # here, or it would count as memory of searching

        index = self.index.whoosh
        parsed = MultifieldParser(LOOKS, index.schema).parse(" ".join(query.words))
        with index.reader() as reader:
            return sum(int(reader.doc_frequency(*term)) for term in parsed.iter_all_terms())

    def _workers(self, add: Any) -> dict[str, Any]:
        # By default a large add may use every core, the peers only as many as they are told.
        takes_workers = "workers" in inspect.signature(add).parameters
        return {"workers": self.settings.threads} if takes_workers else {}


def _text(query: Query) -> str:
    text = " ".join(query.words)
    if query.form == "phrase":
        return f'"{text}"'
    return f"{text}*" if query.form == "prefix" else text


def _html(hit: Any) -> str:
    return hit.snippets[0].to_html() if hit.snippets else ""
