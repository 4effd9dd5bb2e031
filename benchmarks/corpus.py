"""A file of articles -> the articles, and what the benchmark needs to know about all of them.

The file is JSON lines, plain or gzip: `id`, `date` (2018, 2018-06, 2018-06-28 or none), `title`, `text`.
The peers read it with this module; frsearch reads it with its own reader, which is part of its job.
"""

from __future__ import annotations

import gzip
import heapq
import itertools
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal

Unit = Literal["year", "month"]

_CONSONANTS = "bdfghjklmn"

NO_DATE = 0
"""What `first_day` and `period` give for an article without a date, or with too coarse a one."""


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    date: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """What one pass over the articles tells, and a sample of them to draw queries from."""

    articles: int
    text_bytes: int
    unit: Unit
    every_date_counted: bool
    sample: tuple[Article, ...]


def read(path: Path, limit: int | None = None) -> Iterator[Article]:
    with _open(path) as lines:
        for line in itertools.islice(lines, limit):
            record = json.loads(line)
            yield Article(
                record["id"], record.get("date") or "", record.get("title") or "", record["text"]
            )


def _open(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return open(path, encoding="utf-8")


def survey(path: Path, limit: int | None, sample_size: int) -> Corpus:
    """Read the corpus once; the sample depends on the ids only, not on the order of the file."""
    articles = text_bytes = months = years = 0
    heap: list[tuple[int, int, Article]] = []
    for articles, article in enumerate(read(path, limit), start=1):
        text_bytes += len(article.title.encode()) + len(article.text.encode())
        months += len(article.date) >= 7
        years += len(article.date) >= 4
        # The smallest checksums stay; heapq keeps the smallest at the top, hence the sign.
        entry = (-zlib.crc32(article.id.encode()), -articles, article)
        if len(heap) < sample_size:
            heapq.heappush(heap, entry)
        elif entry > heap[0]:
            heapq.heapreplace(heap, entry)
    unit: Unit = "month" if months else "year"
    counted = (months if unit == "month" else years) == articles
    sample = tuple(entry[2] for entry in sorted(heap, reverse=True))
    return Corpus(articles, text_bytes, unit, counted, sample)


def new_articles(sample: Sequence[Article], count: int) -> Iterator[Article]:
    """Copies of articles with ids of their own, and last in the title a word that no other has."""
    for number, article in enumerate(itertools.islice(itertools.cycle(sample), count)):
        # Consonants only: no stemmer shortens them, and no two words get one stem.
        word = "zxqw" + "".join(_CONSONANTS[int(digit)] for digit in f"{number:03d}") + "k"
        yield replace(article, id=f"added-{number}", title=f"{article.title} {word}")


def first_day(date: str) -> int:
    """The first day that a date covers, as a number: "2018-06" -> 20180601."""
    return int((date + "-01-01")[:10].replace("-", "")) if date else NO_DATE


def last_day(date: str) -> int:
    """A number no day of the date exceeds: "2018-06" -> 20180699."""
    return int((date + "-99-99")[:10].replace("-", ""))


def period(date: str, unit: Unit) -> int:
    """The year or month that a facet counts an article under: "2018-06-28" -> 201806."""
    width = 7 if unit == "month" else 4
    return int(date[:width].replace("-", "")) if len(date) >= width else NO_DATE


def period_name(number: int, unit: Unit) -> str:
    return f"{number // 100:04d}-{number % 100:02d}" if unit == "month" else f"{number:04d}"


def named_counts(counts: dict[int, int], unit: Unit) -> dict[str, int]:
    """Facet counts by number -> by name, in date order, without what has no date."""
    return {period_name(key, unit): counts[key] for key in sorted(counts) if key != NO_DATE}
