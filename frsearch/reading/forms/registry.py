"""Which form is a file? By the ending of its name, then by the beginning of its content.

>>> form_of("2018-06-28.JSONL.gz", b'{"text": "Le sommet."}').name
'jsonl'
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from typing import cast

from frsearch.reading.encodings import is_utf16
from frsearch.reading.records import Parser

HEAD = 1 << 16
"""Bytes at the beginning of a file by which forms of the same ending are told apart."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of files: its name in reports, the endings of its files, and how it is recognised.

    `parser` is "module:function" in this package, loaded when a file of this form is read. `sign` must
    be found in the first `HEAD` bytes; a form without a sign takes all that is left. What a sign `needs`
    is found sooner than the sign. `one_article` says that a file is one article, whose default id is
    that of the file. `columns` says that people choose the names of its fields, so that `columns=` may
    help. `extra` is what to install. `has_lines` says that numbers of records are those of lines that
    people can look up; else they count the articles.
    """

    name: str
    endings: tuple[str, ...]
    parser: str
    sign: re.Pattern[bytes] | None = None
    needs: bytes = b""
    one_article: bool = False
    columns: bool = False
    extra: str = ""
    has_lines: bool = False

    def load(self) -> Parser:
        """Return the parser."""
        module, _, function = self.parser.partition(":")
        return cast(Parser, getattr(importlib.import_module(f"{__package__}.{module}"), function))


def _sign(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.IGNORECASE)


_HTML = (".html", ".htm")
_EUROPRESSE = _sign(rb"\b(?:DocPublicationName|docOcurrContainer|titreArticleVisu)\b")
_FACTIVA = _sign(
    rb"<title>\s*(?:Dow Jones )?Factiva\s*</title>|class\s*=\s*[\"']?article \w\w(?:\w\w)?Article\b"
)
_NEXIS = _sign(
    rb"<DOCFULL>|LXNComment|>\s*\d+ (?:of|de|von|di) \d+ DOCUMENTS\s*</span>"
    rb"|>\s*Document \d+ (?:of|de|sur|von) \d+\s*<(?=[\s\S]{0,4000}(?:LONGUEUR|LENGTH|RUBRI\w+)\s*:)"
)
_NEXIS_TEXT = re.compile(rb"(?:\A|\n)[ \t]*1 (?:of|de|von|di) \d+ DOCUMENTS[ \t]*\r?(?:\n|\Z)")

# What may stand before the first element of an XML file; no piece is tried in two ways.
_PROLOG = (
    rb"\A(?:\xef\xbb\xbf)?(?>\s+|<\?(?>(?s:.*?)\?>)|<!--(?>(?s:.*?)-->)"
    rb"|<!DOCTYPE(?>[^\[>]*(?:\[(?s:.*?)\]\s*)?>))*+"
)


def _root(names: bytes, then: bytes = b"") -> re.Pattern[bytes]:
    """Return the sign of an XML file whose first element has one of these names."""
    return re.compile(_PROLOG + rb"<(?:[\w.-]+:)?(?:" + names + rb")(?=[\s/>])" + then)


_XML = (".xml",)
_SHEETS = (".xlsx", ".xls", ".ods")
_WXR = rb"(?s:.*?[\"']https?://wordpress\.org/export/1\.[0-2]/[\"'])"
# The corpus file of ParlaMint names the files of its texts, and has none of its own.
_OWN_TEXTS = rb"(?!(?s:.*?<(?:\w+:)?include[\s>]))"
_IRAMUTEQ = _sign(rb"(?:\A\W*?|[\r\n][ \t]*)\*{4}[ \t]+\*[^\s*]|\A\W*?\d{4}[ \t]+\*\w+_")
_OF_LINES = _sign(rb"\A[\s\xef\xbb\xbf]*+\{[^\r\n]*\}[ \t]*[\r\n]\s*\{")
_MISNAMED = _sign(rb"\A\W*?(?:\[\s*\{|\{\s*?[\r\n])")

# Of forms with the same ending, the first whose sign is found.
FORMS: tuple[Form, ...] = (
    Form("iramuteq", (".txt",), "iramuteq:parse", _IRAMUTEQ, needs=b"*", has_lines=True),
    Form("nexis", (".txt",), "nexis_text:parse", _NEXIS_TEXT),
    Form("txt", (".txt",), "plain_text:parse", one_article=True, has_lines=True),
    Form("europresse", _HTML, "europresse:parse", _EUROPRESSE),
    Form("factiva", _HTML, "factiva:parse", _FACTIVA),
    Form("nexis", _HTML, "nexis:parse", _NEXIS),
    Form("docx", (".docx",), "docx:parse"),
    Form("wordpress", _XML, "wordpress:parse", _root(rb"rss", _WXR)),
    Form("rss", (*_XML, ".rss", ".rdf"), "feeds:parse", _root(rb"rss|RDF")),
    Form("atom", (*_XML, ".atom", ".rss"), "feeds:parse", _root(rb"feed|entry")),
    Form("mets", (*_XML, ".mets"), "mets:parse", _root(rb"mets")),
    Form("alto", (*_XML, ".alto"), "mets:parse", _root(rb"alto")),
    Form("tei", (*_XML, ".tei"), "tei:parse", _root(rb"TEI(?:\.2)?")),
    Form("tei", (*_XML, ".tei"), "tei:parse", _root(rb"teiCorpus(?:\.2)?", _OWN_TEXTS)),
    Form("txm", _XML, "txm:parse", _root(rb"text"), one_article=True),
    Form("txm", _XML, "txm:parse", _root(rb"corpus", rb"(?s:.*?<text\s)")),
    Form("json", (".json",), "json_rows:parse_lines", _OF_LINES, columns=True, has_lines=True),
    Form("json", (".json",), "json_file:parse", columns=True),
    # An array, or an object of several lines, in spite of the name.
    Form("json", (".jsonl", ".ndjson"), "json_file:parse", _MISNAMED, columns=True),
    Form("jsonl", (".jsonl", ".ndjson"), "json_rows:parse_lines", columns=True, has_lines=True),
    Form("markdown", (".md", ".markdown"), "markdown:parse", one_article=True, has_lines=True),
    Form("excel", _SHEETS, "excel:parse", columns=True, extra="excel", has_lines=True),
    Form("parquet", (".parquet",), "parquet:parse", columns=True, extra="parquet"),
    Form("csv", (".csv", ".tsv", ".tab"), "csv_file:parse", columns=True, has_lines=True),
    Form("odt", (".odt",), "odt:parse", one_article=True),
    Form("pdf", (".pdf",), "pdf:parse", one_article=True, extra="pdf"),
    Form("rtf", (".rtf",), "rtf:parse", one_article=True, extra="rtf"),
    Form("page", (".html", ".htm", ".xhtml"), "page:parse", one_article=True),
    Form("bibtex", (".bib", ".bibtex"), "bibtex:parse", has_lines=True),
    Form("ris", (".ris",), "ris:parse", has_lines=True),
)

ENDINGS: tuple[str, ...] = tuple(dict.fromkeys(ending for form in FORMS for ending in form.endings))


def split_name(name: str) -> tuple[str, str]:
    """Split a file name into stem and ending, in lower case; "" for a file that is not read.

    >>> split_name("2018-06-28.jsonl.gz")
    ('2018-06-28', '.jsonl')
    """
    plain = without_gz(name)
    for ending in ENDINGS:
        if plain.lower().endswith(ending):
            return plain[: -len(ending)], ending
    return name, ""


def without_gz(name: str) -> str:
    """Return a file name without `.gz`."""
    return name[: -len(".gz")] if name.lower().endswith(".gz") else name


def candidates(name: str) -> list[Form]:
    """Return the forms that a file with this name may have."""
    ending = split_name(name)[1]
    return [form for form in FORMS if ending in form.endings]


def form_of(name: str, head: bytes) -> Form | None:
    """Return the form of a file with this name and beginning, None if it is of no known form."""
    if is_utf16(head):
        head = head.decode("utf-16", "replace").encode()
    for form in candidates(name):
        if form.sign is None or (form.needs in head and form.sign.search(head)):
            return form
    return None
