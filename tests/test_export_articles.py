"""Articles leave in each form, and come back the same: by hypothesis, and as other programs see them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from lxml import etree

import frsearch
from frsearch import Article, FrsearchError, QueryError
from frsearch.output.articles.registry import FORMATS, ArticleFormat, format_of, write
from frsearch.reading.exact import (
    exported_element,
    exported_file,
    exported_row,
    exported_variables,
)
from frsearch.reading.records import Record

# The forms that `read_articles` reads back exactly so far; the others are read by `PARSED` below, as
# their readers are to.
READ_BACK: tuple[ArticleFormat, ...] = ("bibtex", "ris")

ENDING = {
    **{"csv": ".csv", "jsonl": ".jsonl", "parquet": ".parquet", "iramuteq": ".txt", "bibtex": ".bib"},
    **{"ris": ".ris", "csl": ".json", "txm": "", "txm-xml": ""},
}

# --- by hypothesis

LINES = ["\n", "\r\n", "\r", "\n\n", " ", "\t", "\u00a0", "\u2028", "\x0b", "\ufeff", "\0", "\x1f"]
SIGNS = [
    *("****", "**** *a_b", "-*", "\n-*x", "\n**** *id_x", "TY  - ", "\nER  - ", "\nAB  - x", "@article{x,"),
    *("=1+1", ";=1", "\n- Non.", "'", '"', '""', "{", "}", "\\", "\\'e", "--", "---", "``", "''", "~", "$"),
    *("%", "#", "_", "^", "&", "<p>", "</text>", "]]>", "a; b", "a, b", " and ", "3", "2018-06", "œ", "é"),
    *("date 2018\n", "Titre : x\n", "Le sommet", "Dupont, Marie", "\ufffd", "\ufffe", "\U0001f600", "e\u0301"),
]
pieces = st.one_of(st.sampled_from(SIGNS), st.sampled_from(LINES), st.text(max_size=4))
texts = st.lists(pieces, max_size=8).map("".join)
full = texts.filter(str.strip)
numbers = st.one_of(st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False))
simple = st.one_of(full, full, st.sampled_from(["Le Monde", "AFP", "12", "12-13"]), numbers, st.booleans())
values = st.one_of(
    simple,
    st.lists(full, min_size=1, max_size=3),
    st.lists(simple, min_size=1, max_size=2),
    st.dictionaries(texts, simple, min_size=1, max_size=2),
)
COMMON = ["source", "author", "section", "page", "tags", "language"]
OTHERS = ["ville", "date_pub", "Datepub", "titre", "journal", "id", "text", "frsearch", "year", "file", "=x"]
names = st.one_of(st.sampled_from(COMMON), st.sampled_from(OTHERS), full)
dates = st.one_of(st.none(), st.sampled_from(["2018", "2018-06", "2018-06-28", "0987-01"]))


ROUNDS = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=300, phases=[Phase.explicit, Phase.generate]
)


def same_blank(text: str) -> str:
    """A blank field is none, to a reader."""
    return text if text.strip() else ""


articles = st.lists(
    st.builds(
        Article,
        st.one_of(full, st.sampled_from(["a1", "A1", "2018/06/01", "con", "..", "7"])),
        full,
        texts.map(same_blank),
        dates,
        texts.map(same_blank),
        st.dictionaries(names, values, max_size=4),
    ),
    max_size=4,
    unique_by=lambda article: article.id,
)


def path_of(folder: Path, format: ArticleFormat) -> Path:
    return folder / f"made{len(list(folder.iterdir()))}{ENDING[format]}"


def value_of(article: Article) -> tuple[Any, ...]:
    extra = json.loads(json.dumps(dict(article.extra), sort_keys=True))
    return (article.id, article.title, article.date, article.url, article.text, json.dumps(extra))


def checked_round(made: list[Article], back: Iterable[Article], in_order: bool) -> None:
    want, have = list(map(value_of, made)), list(map(value_of, back))
    assert have == want if in_order else sorted(have, key=str) == sorted(want, key=str)


@pytest.mark.parametrize("format", FORMATS)
@ROUNDS
@given(made=articles)
@example(made=[])
def test_what_is_exported_comes_back(
    format: ArticleFormat, made: list[Article], tmp_path: Path
) -> None:
    path = path_of(tmp_path, format)
    assert write(made, path, format) == len(made)
    if format not in READ_BACK:
        back = [article_of(record) for record in PARSED[format](path)]
    elif made:
        back = list(frsearch.read_articles(path))
    else:
        return
    checked_round(made, back, in_order=not format.startswith("txm"))


@ROUNDS
@given(made=articles)
def test_raw_csv_comes_back_too(made: list[Article], tmp_path: Path) -> None:
    path = path_of(tmp_path, "csv")
    write(made, path, raw=True)
    checked_round(made, map(article_of, csv_records(path)), in_order=True)


def article_of(record: Record) -> Article:
    fields = {name: value or "" for name, value in record.fields.items()}
    fields["date"] = fields.get("date") or None
    return Article(**fields, extra=record.extra)


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(10**9)
    yield from csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))


def exact(record: Record | None) -> Record:
    assert record is not None
    return record


def csv_records(path: Path) -> list[Record]:
    return [exact(exported_row(at, row)) for at, row in enumerate(rows_of(path), 2)]


def json_lines(path: Path) -> list[Record]:
    lines = path.read_text("utf-8").split("\n")[:-1]
    return [exact(exported_row(at, json.loads(line))) for at, line in enumerate(lines, 1)]


def parquet_rows(path: Path) -> list[Record]:
    from pyarrow import parquet

    rows = parquet.read_table(path).to_pylist()
    return [exact(exported_row(at, row)) for at, row in enumerate(rows, 1)]


def txm_files(path: Path) -> list[Record]:
    rows = list(rows_of(path / "metadata.csv"))
    files = [(path / f"{row['id']}.txt").read_bytes().decode() for row in rows]
    assert len(list(path.iterdir())) == len(rows) + 1
    return [exact(exported_file(1, row, text)) for row, text in zip(rows, files, strict=True)]


def txm_xml_files(path: Path) -> list[Record]:
    roots = [etree.parse(file).getroot() for file in path.iterdir()]
    return [exact(exported_element(1, root)) for root in roots]


def iramuteq_texts(path: Path) -> list[Record]:
    found = []
    for part in re.split(r"^\*\*\*\* ", path.read_bytes().decode(), flags=re.MULTILINE)[1:]:
        head, _, text = part.partition("\n")
        pairs = [word[1:].partition("_")[::2] for word in head.split()]
        assert all(word.startswith("*") for word in head.split())
        grouped = {name: [value for _, value in same] for name, same in groupby(pairs, lambda pair: pair[0])}
        variables = {name: values[0] if len(values) == 1 else values for name, values in grouped.items()}
        found.append(exact(exported_variables(1, variables, text.strip())))
    return found


def csl_items(path: Path) -> list[Record]:
    """As a reader of CSL finds our fields: those in `custom` are exact, whatever stands elsewhere."""
    found = []
    for item in json.loads(path.read_text("utf-8")):
        places = {"source": "container-title", "section": "section", "language": "language"}
        extra = {ours: item[theirs] for ours, theirs in places.items() if theirs in item}
        people = [each["literal"] for each in item.get("author", ())]
        extra |= {"author": people[0] if len(people) == 1 else people} if people else {}
        page = item.get("page", "")
        extra |= {"page": int(page) if page.isdecimal() else page} if page else {}
        parts = item.get("issued", {"date-parts": [[]]})["date-parts"][0]
        date = "-".join(f"{part:0{4 if at == 0 else 2}d}" for at, part in enumerate(parts))
        fields = {"id": item["id"], "title": item.get("title"), "url": item.get("URL")}
        fields |= {"text": item.get("abstract"), "date": date}
        found.append(Record(1, fields, extra | item.get("custom", {})))
    return found


PARSED: dict[str, Callable[[Path], list[Record]]] = {
    "csv": csv_records,
    "jsonl": json_lines,
    "parquet": parquet_rows,
    "txm": txm_files,
    "txm-xml": txm_xml_files,
    "iramuteq": iramuteq_texts,
    "csl": csl_items,
}
