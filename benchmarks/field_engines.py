"""frsearch and tantivy-py with fields: build from a file, search with facets, filters, an order.

Each index is built in one of three ways: without fields; with fields that are stored with the article
and nothing more; with fields that can be searched, counted and sorted by.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

from engines import TITLE_WEIGHT, TOP

How = Literal["without", "stored", "fields"]


@dataclass(frozen=True)
class Question:
    """A plain query and what is asked beside it; `source_words` are words of a source, in a row."""

    query: str
    facets: tuple[str, ...] = ()
    source: str = ""
    source_words: str = ""
    sort: str = ""
    facet_limit: int | None = 50


@dataclass(frozen=True)
class Found:
    total: int
    ids: Sequence[str]
    facets: Mapping[str, Mapping[str, int]]


class FieldEngine(ABC):
    packages: ClassVar[tuple[str, ...]]

    @abstractmethod
    def build(self, records: Iterator[dict[str, Any]], folder: Path, how: How, threads: int) -> None: ...

    @abstractmethod
    def open(self, folder: Path) -> None: ...

    @abstractmethod
    def ask(self, question: Question) -> Found: ...


class FrsearchFields(FieldEngine):
    packages = ("frsearch", "numpy")

    def build(self, records: Iterator[dict[str, Any]], folder: Path, how: How, threads: int) -> None:
        from made_up_fields import NAMES

        import frsearch

        options: dict[str, Any] = {"fields": dict.fromkeys(NAMES, "stored")} if how == "stored" else {}
        with frsearch.create_index(folder, **options) as index:
            index.add((frsearch.Article(**values) for values in records), workers=threads)

    def open(self, folder: Path) -> None:
        import frsearch

        self.index = frsearch.open_index(folder)

    def ask(self, question: Question) -> Found:
        words = f'source:"{question.source_words}"' if question.source_words else ""
        options: dict[str, Any] = {"where": {"source": question.source}} if question.source else {}
        if question.facets:
            options["facet_limit"] = question.facet_limit
        results = self.index.search(
            f"{question.query} {words}".strip(),
            limit=TOP,
            facets=question.facets,
            sort=question.sort or "relevance",
            snippets=0,
            **options,
        )
        facets = {name: dict(counts) for name, counts in results.facets.items()}
        return Found(results.total, [hit.article.id for hit in results], facets)


class TantivyFields(FieldEngine):
    """Each text field twice: `raw`, fast, for whole values, counts and order; and in words, folded."""

    packages = ("tantivy",)

    def build(self, records: Iterator[dict[str, Any]], folder: Path, how: How, threads: int) -> None:
        import tantivy
        from engines.tantivy_engine import FRENCH, HEAP_BYTES_PER_THREAD, french

        folder.mkdir(parents=True)
        index = tantivy.Index(self._schema(how), path=str(folder))
        index.register_tokenizer(FRENCH, french())
        index.register_tokenizer("words", self._words())
        writer = index.writer(HEAP_BYTES_PER_THREAD * threads, num_threads=threads)
        for values in records:
            writer.add_document(self._document(values, how))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        import tantivy
        from engines.tantivy_engine import FRENCH, french

        self.index = tantivy.Index.open(str(folder))
        self.index.register_tokenizer(FRENCH, french())
        self.index.register_tokenizer("words", self._words())
        self.searcher = self.index.searcher()

    def ask(self, question: Question) -> Found:
        import tantivy

        query = self._query(question)
        order = question.sort or None
        # The order of texts is that of their bytes; articles without a value have no place in it.
        found = self.searcher.search(
            query, TOP, count=True, order_by_field=order, order=tantivy.Order.Asc
        )
        ids = [self.searcher.doc(address).to_dict()["id"][0] for _, address in found.hits]
        facets: dict[str, dict[str, int]] = {}
        if question.facets:
            size = question.facet_limit or 60_000
            asked = {name: {"terms": {"field": name, "size": size}} for name in question.facets}
            for name, counted in self.searcher.aggregate(query, asked).items():
                facets[name] = {str(each["key"]): each["doc_count"] for each in counted["buckets"]}
        return Found(found.count, ids, facets)

    def _query(self, question: Question) -> Any:
        from tantivy import Occur, Query

        plain = Query.all_query()
        if question.query:
            plain = self.index.parse_query(
                question.query,
                ["title", "text"],
                field_boosts={"title": TITLE_WEIGHT},
                conjunction_by_default=True,
            )
        filters = []
        if question.source:
            filters.append(Query.term_query(self.index.schema, "source", question.source))
        if question.source_words:
            words = f'source_words:"{question.source_words}"'
            filters.append(self.index.parse_query(words, ["source_words"]))
        if not filters:
            return plain
        unscored = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in filters]
        return Query.boolean_query([(Occur.Must, plain), *unscored])

    def _document(self, values: dict[str, Any], how: How) -> Any:
        import tantivy
        from made_up_fields import values_of

        document = tantivy.Document()
        for name in ("id", "title", "text"):
            document.add_text(name, values[name])
        document.add_text("date", values["date"] or "")
        if values["extra"]:
            document.add_bytes("extra", json.dumps(values["extra"], ensure_ascii=False).encode())
        for name, value in values["extra"].items() if how == "fields" else ():
            for each in values_of(value):
                if name == "paid":
                    document.add_boolean(name, each)
                elif name == "page":
                    document.add_integer(name, int(each))
                else:
                    document.add_text(name, each)
                    document.add_text(f"{name}_words", each)
        return document

    def _schema(self, how: How) -> Any:
        import tantivy
        from engines.tantivy_engine import FRENCH

        builder = tantivy.SchemaBuilder()
        for name in ("id", "date"):
            builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
        for name in ("title", "text"):
            builder.add_text_field(name, stored=True, tokenizer_name=FRENCH)
        builder.add_bytes_field("extra", stored=True)
        if how == "fields":
            for name in ("source", "author", "section", "tags"):
                builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
                builder.add_text_field(f"{name}_words", tokenizer_name="words")
            builder.add_integer_field("page", fast=True, indexed=True)
            builder.add_boolean_field("paid", fast=True, indexed=True)
        return builder.build()

    def _words(self) -> Any:
        from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

        builder = TextAnalyzerBuilder(Tokenizer.simple())
        return builder.filter(Filter.lowercase()).filter(Filter.ascii_fold()).build()


ENGINES: dict[str, type[FieldEngine]] = {"frsearch": FrsearchFields, "tantivy": TantivyFields}
