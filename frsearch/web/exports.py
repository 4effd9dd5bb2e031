"""Hits and tables as files: values -> `Export`, a name, a type and texts that are made one by one.

A file that has less than was found says so in its name, `articles-1-5000-sur-33943.csv`, and in the
header `frsearch-total`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import chain
from typing import Any, Literal, get_args

from starlette.responses import StreamingResponse

from frsearch.output.articles import bibtex, ris
from frsearch.output.articles.shown import Names
from frsearch.output.hit_fields import names_in
from frsearch.output.tables import as_json, hit_record, write_csv, write_hits
from frsearch.results import Results
from frsearch.types import Article, Hit
from frsearch.web.slots import Slots

HitForm = Literal["csv", "jsonl", "bibtex", "ris"]
HIT_FORMS: tuple[HitForm, ...] = get_args(HitForm)
TableForm = Literal["csv", "jsonl"]
TABLE_FORMS: tuple[TableForm, ...] = get_args(TableForm)

_ENDINGS = {"csv": "csv", "jsonl": "jsonl", "bibtex": "bib", "ris": "ris"}
FORM_OF_ENDING: Mapping[str, HitForm] = {_ENDINGS[form]: form for form in HIT_FORMS}
_KINDS = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}
# Lines of a table in one piece.
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Export:
    """A file: `texts` are its pieces in order, `form` is that of `name`, which has no ending.

    `total` is how much was found and `written` how much of it the file has, from number `first`; None
    if that is all.
    """

    name: str
    form: str
    texts: Iterator[str]
    total: int | None = None
    written: int | None = None
    first: int = 1

    @property
    def file_name(self) -> str:
        """The name with its ending, and with what the file has of what was found, if not all."""
        last = self.first + (self.written or 0) - 1
        part = f"-{self.first}-{last}-sur-{self.total}" if self.is_cut else ""
        return f"{self.name}{part}.{_ENDINGS[self.form]}"

    @property
    def is_cut(self) -> bool:
        """Whether more was found than the file has."""
        return self.total is not None and self.written is not None and self.written < self.total


def response(export: Export, slots: Slots) -> StreamingResponse:
    """Return the answer that sends a file piece by piece; its first piece is made now.

    What is wrong with a request is known then. An error later breaks the connection off, so that no
    client takes a part for the whole.
    """
    texts = _in_slot(export.texts, slots)
    first = next(texts, "")
    headers = {"content-disposition": f'attachment; filename="{export.file_name}"'}
    if export.total is not None:
        headers["frsearch-total"] = str(export.total)
    # A text of an article may have half a surrogate pair.
    body = (text.encode("utf-8", "replace") for text in chain([first], texts))
    return StreamingResponse(body, media_type=_KINDS[export.form], headers=headers)


def _in_slot(texts: Iterator[str], slots: Slots) -> Iterator[str]:
    with slots.taken():
        yield from texts


@dataclass(slots=True)
class _Opened:
    """Results, the first of which are there already."""

    first: Results
    rest: Iterator[Results]

    @classmethod
    def of(cls, batches: Iterator[Results]) -> _Opened:
        return cls(next(batches), batches)

    def __iter__(self) -> Iterator[Results]:
        return chain([self.first], self.rest)


def export_hits(
    batches: Iterator[Results],
    form: HitForm,
    most: int,
    names: Iterable[str],
    *,
    name: str = "articles",
    text: bool = False,
) -> Export:
    """Return the file of hits that come in batches, `most` at most.

    CSV has a column for each field that hits have; `names`, those of all fields, are for hits of more
    than one batch. `text` adds whole texts to CSV and JSON Lines; the others have them.
    """
    opened = _Opened.of(batches)
    first = opened.first
    known = names_in(first)
    if first.cursor is not None and len(first) < most:
        known += names
    if form == "csv":
        texts = _csv(opened, known, text)
    elif form == "jsonl":
        texts = ("".join(as_json(hit_record(hit, text)) + "\n" for hit in each) for each in opened)
    else:
        texts = article_texts(form, ([hit.article for hit in each] for each in opened))
    start = first[0].rank if first else 1
    return Export(name, form, texts, first.total, min(first.total - start + 1, most), start)


def export_articles(articles: Sequence[Article], form: HitForm, name: str) -> Export:
    """Return the file of some articles, which have no rank and no score."""
    if form in ("bibtex", "ris"):
        return Export(name, form, article_texts(form, iter([articles])))
    hits = tuple(Hit(rank, 0.0, article) for rank, article in enumerate(articles, 1))
    return export_hits(iter([Results("", hits, len(hits), "all")]), form, len(hits), (), name=name)


def article_texts(form: HitForm, batches: Iterable[Iterable[Article]]) -> Iterator[str]:
    """Yield the articles of each batch as BibTeX or RIS."""
    keys = Names()
    for articles in batches:
        if form == "bibtex":
            lines = (line for each in articles for line in bibtex.lines(each, keys.of(each.id)))
            yield "".join(f"{line}\n" for line in lines)
        else:
            lines = (line for each in articles for line in ris.lines(each))
            yield "".join(f"{line}\n" for line in lines).replace("\n", "\r\n")


def _csv(batches: Iterable[Results], names: Sequence[str], text: bool) -> Iterator[str]:
    def written(hits: Iterable[Hit]) -> str:
        file = StringIO()
        write_hits(file, hits, names, text=text, raw=False)
        return file.getvalue()

    head = written(())
    # Spreadsheets detect UTF-8 by a byte order mark.
    yield "\ufeff" + head
    for results in batches:
        yield written(results).removeprefix(head)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with named columns, made as they are written."""

    name: str
    columns: Sequence[str]
    rows: Callable[[], Iterable[Sequence[Any]]]
    total: int | None = None
    written: int | None = None
    records: Callable[[], Iterable[Mapping[str, Any]]] | None = field(default=None)

    def export(self, form: TableForm) -> Export:
        """Return the file of the rows; JSON Lines are of `records`, if there are any."""
        texts = self._csv() if form == "csv" else self._jsonl()
        return Export(self.name, form, texts, self.total, self.written)

    def _csv(self) -> Iterator[str]:
        columns, mark = list(self.columns), "\ufeff"
        head = _csv_text(columns, ())
        for rows in _some(self.rows()):
            yield mark + _csv_text(columns, rows).removeprefix(head if not mark else "")
            mark = ""
        if mark:
            yield mark + head

    def _jsonl(self) -> Iterator[str]:
        records = (
            (dict(zip(self.columns, row, strict=True)) for row in self.rows())
            if self.records is None
            else self.records()
        )
        for each in _some(records):
            yield "".join(as_json(record) + "\n" for record in each)


def _csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    file = StringIO()
    write_csv(file, columns, rows)
    return file.getvalue()


def _some(values: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for value in values:
        batch.append(value)
        if len(batch) == _AT_A_TIME:
            yield batch
            batch = []
    if batch:
        yield batch
