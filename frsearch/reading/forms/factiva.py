"""Factiva `.html`: several articles a file, as a table of codes (HD, PD, SN, …) or as plain text.

The codes are the same in all languages of the interface. Without them, what is what is told by its place
beside the count of words, which stands between the author and the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frsearch.reading.encodings import read_text
from frsearch.reading.forms.html_text import element_text, parse_html
from frsearch.reading.forms.press import (
    article,
    as_page,
    cut,
    listed,
    no_article,
    one_line,
    people,
    tidy,
)
from frsearch.reading.records import Opened, Outcome

_ARTICLE = re.compile(
    r"""<div\b[^<>]{0,200}\bclass\s*=\s*["']?article \w\w(?:\w\w)?Article\b""", re.IGNORECASE
)
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,4}")
_FIELDS = {"HD": "title", "PD": "date", "AN": "id", "URL": "url"}
_TEXT = ("LP", "TD", "CX")
_NAMES = {
    "SN": "source", "BY": "author", "SE": "section", "PG": "page", "NS": "tags", "LA": "language",
    "SC": "source_code", "ET": "time", "ED": "edition", "VOL": "issue", "PUB": "publisher",
    "CR": "credit", "CO": "company", "IN": "industry", "RE": "region", "CLM": "column",
    "ART": "illustration", "RF": "reference", "IPD": "descriptors",
    "CT": "contact", "NGC": "group", "GC": "group_code",
}  # fmt: skip
# The count of words, the owner of the rights and the publisher's own codes say nothing of the article.
_LEFT_OUT = ("WC", "CY", "IPC", "PGN")
_LISTS = ("NS", "CO", "IN", "RE")
_DOCUMENT = re.compile(r"^Document +", re.IGNORECASE)
# « Document », Dokument, 文件 and the id: the source, the day of entry, a number.
_LAST = re.compile(r"(?:\S{1,20} )?([A-Z][A-Z0-9]{3,9}\d{8}[0-9a-z]{5,14})")
_COUNT = re.compile(
    r"\d[\d\s.,]* ?(?:mots|words|Wörter|palabras|parole|palavras|woorden|слов\w*|字|語|단어)"
)
_CLOCK = re.compile(r"\d\d?:\d\d.{0,10}")
_SOURCE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_SHORT_PAGE = re.compile(r"[A-Z]{0,4}\d{1,4}\w?(?: ?[-,/;] ?[A-Z]{0,4}\d{1,4}\w?)*")
_COMPANY = re.compile(r"\b(?:Inc|Ltd|Co|Corp|S\.?A|S\.?p\.?A|Cie|GmbH)\.$")
_VOLUME = re.compile(r"Vol(?:ume|\.)|Issue|ISSN|Num[ée]ro|N[o°]", re.IGNORECASE)
_RIGHTS = re.compile(
    r"(?:copyright|©|\(c\)|\(copyright\)).*|.*\b(?:rights reserved|droits réservés)\b.*", re.I
)


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each article."""
    markup = read_text(file.stream, file.encodings)
    number = 0
    for part in cut(markup, _ARTICLE):
        tree = parse_html(part)
        found = None if tree is None else next(tree.iter("div"), None)
        if found is not None:
            number += 1
            yield _coded(number, found) or _plain(number, found)
    if not number:
        raise no_article("Factiva")


# --- With codes ----------------------------------------------------------------------------------


def _coded(number: int, element: Any) -> Outcome | None:
    """Return the article of a table of codes, None if there is none."""
    rows: dict[str, str] = {}
    for row in element.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) == 2 and _CODE.fullmatch(code := one_line(element_text(cells[0])).strip("\xa0")):
            rows.setdefault(code, element_text(cells[1]).strip(" \xa0\n"))
    if "HD" not in rows and "AN" not in rows:
        return None
    fields: dict[str, Any] = {name: one_line(rows.get(code, "")) for code, name in _FIELDS.items()}
    fields["id"] = _DOCUMENT.sub("", fields["id"])
    fields["text"] = tidy("\n\n".join(filter(None, map(rows.get, _TEXT))))
    others = (code for code in rows if code not in (*_FIELDS, *_TEXT, *_LEFT_OUT))
    extra = {_NAMES.get(code, code.lower()): _value(code, rows[code]) for code in others}
    return article(number, fields, extra)


def _value(code: str, written: str) -> Any:
    if code in _LISTS:
        # `gpol : Domestic Politics | fra : France`
        return [name.partition(" : ")[2] or name for name in listed(written, "|")]
    if code == "BY":
        return people(written)
    return as_page(written) if code == "PG" else one_line(written)


# --- Without codes -------------------------------------------------------------------------------


def _plain(number: int, element: Any) -> Outcome:
    """Return an article whose fields have no codes."""
    head, body = _parts(element)
    fields: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    count = next((at for at, (_, line) in enumerate(head) if _COUNT.fullmatch(line)), len(head))
    title = next((at for at, (kind, _) in enumerate(head) if kind == "hd"), 0)
    fields["title"] = head[title][1] if head else ""
    extra["section"] = "; ".join(line for _, line in head[:title])
    above = head[title + 1 : count]
    extra["author"] = people("\n".join(line for kind, line in above if kind == "author"))
    extra["credit"] = "; ".join(line for kind, line in above if kind != "author")
    _below_count([line for _, line in head[count + 1 :]], fields, extra)
    if body and (last := _LAST.fullmatch(one_line(body[-1][1]))):
        fields["id"] = last[1]
        body.pop()
        if body and body[-1][0] == "p" and _is_publisher(body[-1][1]):
            extra["publisher"] = body.pop()[1]
    fields["text"] = tidy("\n\n".join(text for _, text in body))
    return article(number, fields, extra)


def _parts(element: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the lines of the header and the paragraphs, each with its kind."""
    head: list[tuple[str, str]] = []
    body: list[tuple[str, str]] = []
    for each in element.iter("div", "p"):
        if each is element or any(inner.tag in ("div", "p") for inner in each.iterdescendants()):
            continue
        text = element_text(each).strip(" \xa0\n")
        kind = str(each.get("id") or each.get("class") or each.tag)
        if text and each.tag == "div" and not body:
            head.append((kind, one_line(text)))
        elif text:
            body.append((kind, text))
    return head, body


def _below_count(lines: list[str], fields: dict[str, Any], extra: dict[str, Any]) -> None:
    """Take date, time, source, its code, edition, page and language, in this order, then the rights."""
    if lines and _RIGHTS.fullmatch(lines[-1]):
        lines.pop()
    fields["date"] = lines.pop(0) if lines else ""
    if lines and _CLOCK.fullmatch(lines[0]):
        extra["time"] = lines.pop(0)
    extra["source"] = lines.pop(0) if lines else ""
    if lines and _SOURCE_CODE.fullmatch(lines[0]):
        extra["source_code"] = lines.pop(0)
    extra["language"] = lines.pop() if lines else ""
    for line in lines:
        if _SHORT_PAGE.fullmatch(line):
            extra["page"] = as_page(line)
        else:
            extra["issue" if _VOLUME.match(line) else "edition"] = line


def _is_publisher(line: str) -> bool:
    is_sentence = line.endswith((".", "!", "?", "»", '"')) and not _COMPANY.search(line)
    return len(line) <= 80 and not is_sentence
