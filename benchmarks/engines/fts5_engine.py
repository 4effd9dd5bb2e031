"""SQLite FTS5, from the sqlite3 module that comes with Python."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from corpus import Article, first_day, last_day, named_counts, period, read
from queries import Query

from engines import TITLE_WEIGHT, TOP, Answer, Engine, Job

CACHE_KIB = 256 * 1024
MMAP_BYTES = 1 << 40
PENDING_BYTES = 64_000_000
"""How much FTS5 gathers in memory before it writes a segment: 1 MB unless told otherwise."""

SNIPPET_TOKENS = 32

# The text and the dates stand in tables of their own: counting by month then reads a narrow table.
TABLES = f"""
    CREATE TABLE articles(article INTEGER PRIMARY KEY, id TEXT, date TEXT, title TEXT, text TEXT);
    CREATE TABLE dates(article INTEGER PRIMARY KEY, day INTEGER, period INTEGER);
    CREATE VIRTUAL TABLE words USING fts5(
        title, text, content=articles, content_rowid=article,
        tokenize="unicode61 remove_diacritics 2"
    );
    INSERT INTO words(words, rank) VALUES ('rank', 'bm25({TITLE_WEIGHT}, 1.0)');
    INSERT INTO words(words, rank) VALUES ('hashsize', {PENDING_BYTES});
"""

STORED = "a.id, a.date, a.title, a.text"
SNIPPET = f"snippet(words, 1, '<b>', '</b>', '…', {SNIPPET_TOKENS})"
IN_RANGE = "AND d.day BETWEEN :first AND :last"
# CROSS JOIN fixes the order of the loops: matches first, as FTS5 gives them by rank, then the rest.
MATCHES = "FROM words CROSS JOIN dates d ON d.article = words.rowid"


class Fts5Engine(Engine):
    about = (
        "SQLite FTS5: `unicode61 remove_diacritics 2`, external content, bm25 with title weight 2, "
        "pending terms up to 64 MB, `optimize` after the load, all in one transaction. It has no "
        "French stemmer and no stop words, so it finds fewer articles for the same words, and it "
        "does less to index them. Snippets are 32 words long and unescaped; one thread only."
    )
    threaded = False

    def build(self, corpus: Path, index_dir: Path, limit: int | None) -> int:
        index_dir.mkdir()
        connection = self._connect(index_dir)
        connection.executescript(TABLES)
        number = 0
        for number, article in enumerate(read(corpus, limit), start=1):
            self._insert(connection, number, article)
        connection.execute("INSERT INTO words(words) VALUES ('optimize')")
        connection.commit()
        connection.close()
        return number

    def open(self, index_dir: Path) -> None:
        self.connection = self._connect(index_dir)

    def search(self, query: Query, job: Job) -> Answer:
        given: dict[str, Any] = {"match": _expression(query)}
        if query.dates:
            given |= {"first": first_day(query.dates[0]), "last": last_day(query.dates[1])}
        hits = self._newest(given, job) if query.newest else self._best(given, job)
        counts = self._counts(given) if job.counts else {}
        return Answer(
            total=sum(counts.values()) if job.counts else -1,
            ids=[hit[0] for hit in hits],
            months=named_counts(counts, self.settings.unit),
            snippets=[hit[4] for hit in hits] if job.snippets else (),
            dates=[hit[1] for hit in hits],
            characters=sum(len(hit[3]) for hit in hits),
        )

    def add(self, article: Article) -> None:
        ((last,),) = self._rows("SELECT max(article) FROM articles", {})
        self._insert(self.connection, last + 1, article)
        self.connection.commit()

    def _insert(self, connection: sqlite3.Connection, number: int, article: Article) -> None:
        day, counted = first_day(article.date), period(article.date, self.settings.unit)
        row = (number, article.id, article.date, article.title, article.text)
        connection.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO dates VALUES (?, ?, ?)", (number, day, counted))
        words = (number, article.title, article.text)
        connection.execute("INSERT INTO words(rowid, title, text) VALUES (?, ?, ?)", words)

    def _connect(self, index_dir: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(index_dir / "articles.db")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA mmap_size = {MMAP_BYTES}")
        return connection

    def _best(self, given: dict[str, Any], job: Job) -> list[tuple[Any, ...]]:
        return self._rows(
            f"SELECT {_columns(job)} {MATCHES} CROSS JOIN articles a ON a.article = words.rowid"
            f" WHERE words MATCH :match {_range(given)} ORDER BY rank LIMIT {TOP}",
            given,
        )

    def _newest(self, given: dict[str, Any], job: Job) -> list[tuple[Any, ...]]:
        # In two steps, or SQLite makes a snippet of every match before it sorts them.
        newest = (
            f"SELECT words.rowid {MATCHES} WHERE words MATCH :match {_range(given)}"
            f" ORDER BY d.day DESC LIMIT {TOP}"
        )
        numbers = [number for (number,) in self._rows(newest, given)]
        rows = self._rows(
            f"SELECT {_columns(job)}, words.rowid FROM words"
            " CROSS JOIN articles a ON a.article = words.rowid"
            f" WHERE words MATCH :match AND words.rowid IN ({', '.join(map(str, numbers))})",
            given,
        )
        return sorted(rows, key=lambda row: numbers.index(row[-1]))

    def _counts(self, given: dict[str, Any]) -> dict[int, int]:
        select = (
            f"SELECT d.period, count(*) {MATCHES} WHERE words MATCH :match {_range(given)}"
            " GROUP BY d.period"
        )
        return dict(self._rows(select, given))

    def _rows(self, select: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
        return self.connection.execute(select, given).fetchall()


def _columns(job: Job) -> str:
    return f"{STORED}, {SNIPPET}" if job.snippets else STORED


def _range(given: dict[str, Any]) -> str:
    return IN_RANGE if "first" in given else ""


def _expression(query: Query) -> str:
    if query.form == "phrase":
        return f'"{" ".join(query.words)}"'
    if query.form == "prefix":
        return f'"{query.words[0]}" *'
    return (" AND " if query.match == "all" else " OR ").join(f'"{w}"' for w in query.words)
