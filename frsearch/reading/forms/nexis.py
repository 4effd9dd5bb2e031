"""Nexis (LexisNexis) `.html`: the articles of an older export, each between `<DOCFULL>` comments.

Labels are the first bold words of a block, in capitals: `RUBRIQUE: INTERNATIONAL; Pg. 35`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.encodings import read_text
from frsearch.reading.forms.html_text import element_text, parse_html
from frsearch.reading.forms.nexis_fields import is_notice, take, take_head
from frsearch.reading.forms.press import article, cut, no_article, one_line, tidy
from frsearch.reading.records import Opened, Outcome

_DOCUMENT = re.compile(r"<DOCFULL>", re.IGNORECASE)
_COUNTER = re.compile(
    r"(?<=>)\s*(?:Document )?\d+ (?:of|de|sur|von|di|van) \d+(?: DOCUMENTS?)?\s*(?=<)", re.IGNORECASE
)
_END = re.compile(r"</DOCFULL>", re.IGNORECASE)
_LABEL = re.compile(r"\s*([^\W\d_][\w /()'’&.-]{1,40}?)\s*:\s*")


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each article."""
    markup = read_text(file.stream, file.encodings)
    number = 0
    for part in cut(markup, _DOCUMENT if _DOCUMENT.search(markup) else _COUNTER):
        blocks = list(_blocks(parse_html(_inside_comments(part))))
        if blocks:
            number += 1
            yield outcome_of(number, blocks)
    if not number:
        raise no_article("Nexis")


def _inside_comments(part: str) -> str:
    """Return the markup between the comments that begin and end an article."""
    if not _DOCUMENT.match(part):
        return part
    if end := _END.search(part):
        part = part[: end.start()]
        comment = part.rfind("<!--")
        part = part[:comment] if comment > part.rfind("-->") else part
    return part.partition("-->")[2]


Block = tuple[str, str]
"""A label, or "", and its text."""


def _blocks(tree: Any) -> Iterator[Block]:
    body = None if tree is None else tree.find("body")
    for element in () if body is None else body:
        # Links and images between articles are no blocks.
        if isinstance(element.tag, str) and element.tag not in ("a", "br", "img", "script", "style"):
            text = element_text(element).strip(" \xa0\n")
            label = _label(element)
            if label:
                yield label, text.partition(":")[2]
            elif text:
                yield "", text


def _label(element: Any) -> str:
    """Return the label of a block: its first span is in capitals and ends with a colon."""
    spans = element.iter("span")
    first, second = next(spans, None), next(spans, None)
    found = None if first is None else _LABEL.fullmatch("".join(first.itertext()))
    if found is None or not found[1].isupper():
        return ""
    # The value, and all of a paragraph of the text, have another class than labels.
    alike = first is not None and second is not None and second.get("class") == first.get("class")
    return "" if alike else found[1]


def outcome_of(number: int, blocks: list[Block]) -> Outcome:
    """Return the article of some blocks, with labels and without."""
    fields: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    first = next((at for at, (label, _) in enumerate(blocks) if label), len(blocks))
    rest = take_head([text for _, text in blocks[:first]], fields, extra)
    if len(blocks) == 1:
        return ArticleError(
            Message(
                "the export has a message instead of an article, {words!r}: export the article again",
                words=one_line(blocks[0][1])[:200],
            ),
            line=number,
        )
    body = [text for label, text in blocks[first:] if not label and not is_notice(text)]
    if "title" not in fields and rest and (body or len(rest) > 1) and "\n\n" not in rest[0]:
        fields["title"] = one_line(rest.pop(0))
    for label, text in blocks:
        if label:
            take(label, text, fields, extra)
    fields["text"] = tidy("\n\n".join([*rest, *body]))
    return article(number, fields, extra)
