"""Folders for TXM: texts with a metadata.csv, or XML files whose element `text` has the metadata.

Names of files come from ids, in ASCII; an id that is no name of a file stands in `frsearch`. Metadata
are one line each, as TXM shows them in tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from frsearch.output.articles.shown import Names, Spool, date_of, rest_of
from frsearch.output.tables import harmless, write_csv
from frsearch.reading.exact import FIELD, REPLACEMENT, one_line, replacing
from frsearch.types import Article

# The legal names of variables: TXM's query language knows them by these.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_TEXT = replacing()
# XML 1.0, section 2.2, does not allow these either, even escaped.
_NO_XML = replacing(r"[\x0b\x0c\ufffe\uffff]", then=lambda found: REPLACEMENT)


def write(articles: Iterable[Article], folder: Path, raw: bool) -> None:
    """Write a text file for each article, and metadata.csv with a row for each."""
    names = Names("metadata")
    with (
        Spool(articles, folder) as spool,
        (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as file,
    ):
        columns = [name for name in spool.names if _NAME.fullmatch(name)]

        def rows() -> Iterator[list[str]]:
            for article in spool:
                name = names.of(article.id)
                (folder / f"{name}.txt").write_text(_TEXT.shown(article.text), "utf-8", newline="\n")
                yield _row(article, name, columns, raw)

        # Without a byte order mark, which TXM would take for a part of the first name.
        write_csv(file, ["id", "date", "title", *columns, "url", FIELD], rows(), raw=True)


def _row(article: Article, name: str, columns: list[str], raw: bool) -> list[str]:
    def cell(value: Any) -> str:
        return one_line(value) if raw else harmless(one_line(value))

    extra = {column: cell(article.extra.get(column)) for column in columns}
    shown = {
        "id": name,
        "date": date_of(article),
        "title": cell(article.title),
        "url": cell(article.url),
    }
    present = {name: each for name, each in extra.items() if each}
    rest = rest_of(article, shown, present, _TEXT)
    return [name, shown["date"], shown["title"], *extra.values(), shown["url"], rest]


def write_xml(articles: Iterable[Article], folder: Path, raw: bool) -> None:
    """Write an XML file for each article: paragraphs `p`, lines that end with `lb`."""
    from lxml import etree

    names = Names()
    for article in articles:
        name = names.of(article.id)
        element = etree.Element("text", _attributes(article, name))
        for paragraph in _NO_XML.shown(article.text).split("\n\n"):
            _add_lines(etree.SubElement(element, "p"), paragraph)
            element[-1].tail = "\n"
        element.text = "\n"
        tree = etree.ElementTree(element)
        tree.write(folder / f"{name}.xml", encoding="utf-8", xml_declaration=True)


def _attributes(article: Article, name: str) -> dict[str, str]:
    def value(each: Any) -> str:
        return _NO_XML.shown(one_line(each))

    shown = {
        "id": name,
        "date": date_of(article),
        "title": value(article.title),
        "url": value(article.url),
    }
    taken = {*shown, "text", FIELD}
    extra = {
        name: value(each)
        for name, each in article.extra.items()
        if _NAME.fullmatch(name) and name not in taken and value(each)
    }
    rest = rest_of(article, shown, extra, _NO_XML)
    return {name: each for name, each in {**shown, **extra}.items() if each} | {FIELD: rest}


def _add_lines(paragraph: Any, text: str) -> None:
    from lxml import etree

    paragraph.text, *lines = text.split("\n")
    for line in lines:
        etree.SubElement(paragraph, "lb").tail = line
