"""`.md`, `.markdown`: one article, with YAML or TOML before it. Its text is what a reader sees.

Targets of links and images, marks of emphasis, fences of code and tags of HTML are left out; headings
are lines, and lists keep their marks. The title is that of the front matter, else the first heading,
which is then no longer in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frsearch.reading.columns import Columns
from frsearch.reading.encodings import read_text
from frsearch.reading.forms.front_matter import split_front_matter
from frsearch.reading.forms.header_lines import lone_date
from frsearch.reading.forms.plain_text import text_record
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.synonyms import field_of
from frsearch.reading.titles import first_sentence
from frsearch.reading.values import flat, is_blank

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"\s{0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*(?:\{[^{}]*\})?[ \t]*")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-+)\s*")
_RULE = re.compile(r"\s{0,3}(?:(?:[-*_][ \t]*){3,}|\|?[ \t:|-]*-[ \t:|-]*\|[ \t:|-]*)")
_DEFINITION = re.compile(r"\s{0,3}\[[^\^\]\n]{1,200}\]:\s*\S+.*")
_NOTE = re.compile(r"\s{0,3}\[\^[^\]\n]{1,100}\]:\s*")
_QUOTE = re.compile(r"(?:\s{0,3}>[ \t]?)+")
_SHORTCODE = re.compile(r"\{\{[^{}\n]{0,500}\}\}|\{%[^{}\n]{0,500}%\}")
_LINK = re.compile(
    r"(?<!\\)!?\[((?:[^\[\]\\\n]|\\.|\[[^\[\]\n]{0,300}\]){0,1000})\]"
    r"(?:\((?:[^()\n]|\([^()\n]{0,300}\)){0,2000}\)|\[[^\[\]\n]{0,200}\])"
)
_NOTE_MARK = re.compile(r"\[\^[^\]\n]{1,100}\]")
_ADDRESS = re.compile(r"<((?:https?|mailto):[^<>\s]{1,2000})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,2000}>")
_CODE = re.compile(r"(`{1,3})(?!`)([^`\n]{1,2000})\1")
_EMPHASIS = (
    re.compile(r"(?<![*\\])(\*{1,3})(?=[^\s*])([^*\n]{1,2000}?)(?<=[^\s\\])\1(?!\*)"),
    re.compile(r"(?<![\w_\\])(_{1,3})(?=[^\s_])([^\n]{1,2000}?)(?<=[^\s\\])\1(?![\w_])"),
    re.compile(r"(~~)(?=\S)([^~\n]{1,2000}?)(?<=\S)\1"),
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,15})(\.\d{1,15})?", re.ASCII)
# Tables of Hugo and Zola in which fields may stand.
_TABLES = ("params", "taxonomies", "extra")
# Fields that say how Jekyll shows a page.
_OF_LAYOUT = ("layout", "excerpt_separator")
_LONGEST_LINE = 20_000


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield the one record of a file."""
    text = read_text(file.stream, file.encodings)
    columns = Columns(file.columns, optional=True)
    values, body, before = split_front_matter(text)
    heading, shown = plain_text(body, keeps_title="title" in _known(values))
    if not values and not shown and not heading:
        return
    if not values:
        made = text_record(shown or heading, Columns(file.columns, cells=True, optional=True))
        fields = {**made.fields, **({"title": heading} if heading else {})}
        yield Record(made.line, fields, made.extra, "header")
        return
    own = {"text": shown or heading} if shown or heading else {}
    made = columns.record(1, {**_values(values), **own})
    if "text" not in made.fields:  # nor a summary
        return
    title = made.fields.get("title") or heading or first_sentence(made.fields["text"])
    fields = {**made.fields, "title": title}
    if not fields.get("date") and (date := lone_date(shown)):
        yield Record(before + 1, {**fields, "date": date[0]}, made.extra, "header")
    else:
        yield Record(1, fields, made.extra, "field")


def _known(values: dict[str, Any]) -> set[str | None]:
    return {field_of(name) for name, value in values.items() if not is_blank(value)}


def _values(values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of front matter, with those that stand in a table, and numbers as such."""
    for table in _TABLES:
        if isinstance(values.get(table), dict):
            inner = values.pop(table)
            values = {**inner, **values}
    shown = {name: value for name, value in flat(values).items() if name not in _OF_LAYOUT}
    if shown.get("draft") is False:
        del shown["draft"]
    return {name: _number(name, value) for name, value in shown.items()}


def _number(name: str, value: Any) -> Any:
    """Return the number that a field of the file's own is; of ours, titles and ids may look like one."""
    if field_of(name) is not None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return str(value) if is_number else value
    if isinstance(value, str) and (number := _NUMBER.fullmatch(value)):
        return float(value) if number[1] else int(value)
    return value


def plain_text(markdown: str, keeps_title: bool = True) -> tuple[str, str]:
    """Return the first heading, "" if it stays in the text, and the text without marks.

    >>> plain_text("# Un *sommet*\\n\\nVoir [Helsinki](https://exemple.fr) `ici`.", keeps_title=False)
    ('Un sommet', 'Voir Helsinki ici.')
    """
    heading, fence = "", ""
    lines: list[str] = []
    for line in _without_comments(markdown).split("\n"):
        if not fence and line[:1].isalpha():  # nothing but text
            lines.append(_inline(line))
            continue
        mark = _FENCE.match(line)
        if mark and (not fence or (mark[1][0] == fence[0] and len(mark[1]) >= len(fence))):
            fence = "" if fence else mark[1]
        elif fence:
            lines.append(line)
        elif (title := _HEADING.fullmatch(line[:_LONGEST_LINE])) and len(line) <= _LONGEST_LINE:
            shown = _inline(title[2])
            if not keeps_title and not heading and shown:
                heading = shown
            else:
                lines.append(shown)
        elif lines and lines[-1].strip() and _UNDERLINE.fullmatch(line):
            if not keeps_title and not heading and not any(map(str.strip, lines[:-1])):
                heading = lines.pop()
        elif not _RULE.fullmatch(line[:500]) and not _DEFINITION.fullmatch(line[:500]):
            lines.append(_inline(_NOTE.sub("", _QUOTE.sub("", line, count=1), count=1)))
    return heading, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without_comments(markdown: str) -> str:
    """Return a text without the comments of HTML, and the shortcodes of Hugo and Jekyll."""
    first, *others = markdown.split("<!--")
    pieces = [first]
    for other in others:
        _, end, after = other.partition("-->")
        pieces.append(after if end else f"<!--{other}")
    text = "".join(pieces)
    return _SHORTCODE.sub("", text) if "{" in text else text


def _inline(line: str) -> str:
    """Return a line without the marks inside it."""
    if len(line) > _LONGEST_LINE:
        return "".join(
            _inline(line[at : at + _LONGEST_LINE]) for at in range(0, len(line), _LONGEST_LINE)
        )
    if "[" in line:
        line = _LINK.sub(r"\1", _LINK.sub(r"\1", line))
        line = _NOTE_MARK.sub("", line)
    if "<" in line:
        line = _TAG.sub("", _ADDRESS.sub(r"\1", line))
    pieces, at = [], 0
    for code in _CODE.finditer(line) if "`" in line else ():
        pieces += [_without_emphasis(line[at : code.start()]), code[2]]
        at = code.end()
    return "".join((*pieces, _without_emphasis(line[at:]))).rstrip()


def _without_emphasis(text: str) -> str:
    for mark, pattern in zip("*_~", _EMPHASIS, strict=True):
        if mark in text:
            text = pattern.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text
