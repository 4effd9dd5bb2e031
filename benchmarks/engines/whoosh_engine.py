"""Plain Whoosh, as its manual shows it for a language with accents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus import Article, first_day, last_day, named_counts, period, read
from queries import Query
from whoosh import analysis, fields, highlight, index, qparser, query, sorting
from whoosh.support.charset import accent_map

from engines import SNIPPET_CHARACTERS, TITLE_WEIGHT, TOP, Answer, Engine, Job

LIMIT_MB = 256
SURROUND_CHARACTERS = 40
FIELDS = ["title", "text"]


class WhooshEngine(Engine):
    about = (
        "Whoosh: LanguageAnalyzer('fr') (words, lower case, stop words left out, its own Snowball "
        "French) with CharsetFilter(accent_map) after it, BM25F with title weight 2, "
        "writer(limitmb=256), counts by FieldFacet with Count over a sortable column. It leaves œ "
        "and æ as they are, and its highlighter looks no further than 32,768 characters."
    )
    packages = ("Whoosh",)

    def build(self, corpus: Path, index_dir: Path, limit: int | None) -> int:
        index_dir.mkdir()
        writer = index.create_in(str(index_dir), _schema()).writer(**self._writer_options())
        count = 0
        for article in read(corpus, limit):
            writer.add_document(**self._document(article))
            count += 1
        writer.commit()
        return count

    def open(self, index_dir: Path) -> None:
        self.index = index.open_dir(str(index_dir))
        self.searcher = self.index.searcher()
        self.parsers = {
            match: qparser.MultifieldParser(
                FIELDS, self.index.schema, fieldboosts={"title": TITLE_WEIGHT}, group=group
            )
            for match, group in (("all", qparser.AndGroup), ("any", qparser.OrGroup))
        }

    def search(self, query: Query, job: Job) -> Answer:
        words = _between(self._parse(query), query.dates)
        found = self.searcher.search(words, **_options(query, job))
        # With groupedby, Whoosh 2.7.4 ignores the limit and gives back every match.
        hits = found[:TOP]
        stored = [hit.fields() for hit in hits]
        counts = found.groups("period") if job.counts else {}
        return Answer(
            total=len(found) if job.counts else -1,
            ids=[values["id"] for values in stored],
            months=named_counts(counts, self.settings.unit),
            snippets=_snippets(found, hits) if job.snippets else (),
            dates=[values["date"] for values in stored],
            characters=sum(len(values["text"]) for values in stored),
            highlight='<b class="match',
        )

    def add(self, article: Article) -> None:
        writer = self.index.writer()
        writer.add_document(**self._document(article))
        writer.commit()
        self.searcher = self.searcher.refresh()

    def _document(self, article: Article) -> dict[str, Any]:
        return {
            "id": article.id,
            "date": article.date,
            "title": article.title,
            "text": article.text,
            "day": first_day(article.date),
            "period": period(article.date, self.settings.unit),
        }

    def _parse(self, asked: Query) -> query.Query:
        if asked.form == "prefix":
            return _prefix(asked.words[0])
        text = " ".join(asked.words)
        return self.parsers[asked.match].parse(f'"{text}"' if asked.form == "phrase" else text)

    def _writer_options(self) -> dict[str, Any]:
        options: dict[str, Any] = {"limitmb": LIMIT_MB}
        if self.settings.threads > 1:
            options |= {"procs": self.settings.threads, "multisegment": True}
        return options


def _schema() -> fields.Schema:
    french = analysis.LanguageAnalyzer("fr") | analysis.CharsetFilter(accent_map)
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        date=fields.STORED,
        title=fields.TEXT(stored=True, analyzer=french),
        text=fields.TEXT(stored=True, analyzer=french),
        day=fields.NUMERIC(int, sortable=True),
        period=fields.NUMERIC(int, sortable=True),
    )


def _prefix(prefix: str) -> query.Query:
    # The parser would stem the prefix too: « confi* » becomes « conf* ».
    folded = prefix.translate(accent_map)
    return query.Or([query.Prefix("title", folded, boost=TITLE_WEIGHT), query.Prefix("text", folded)])


def _between(parsed: query.Query, dates: tuple[str, str] | None) -> query.Query:
    if dates is None:
        return parsed
    # Faster than search(filter=…), which gathers every article of the range first.
    days = query.NumericRange("day", first_day(dates[0]), last_day(dates[1]))
    return query.And([parsed, query.ConstantScoreQuery(days, 0.0)])


def _options(asked: Query, job: Job) -> dict[str, Any]:
    options: dict[str, Any] = {"limit": TOP}
    if job.counts:
        options["groupedby"] = sorting.FieldFacet("period", maptype=sorting.Count)
    if asked.newest:
        options["sortedby"] = sorting.FieldFacet("day", reverse=True)
    return options


def _snippets(found: Any, hits: list[Any]) -> list[str]:
    found.fragmenter = highlight.ContextFragmenter(SNIPPET_CHARACTERS, SURROUND_CHARACTERS)
    found.formatter = highlight.HtmlFormatter(tagname="b")
    return [hit.highlights("text", top=1) for hit in hits]
