"""`.txt`: one article, which may begin with a header, `date 2018-06` or lines `Titre : …`.

Lines of a header are fields, not text. A date that stands alone on one of the first lines is its date
where there is no other, and stays in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.columns import Columns
from frsearch.reading.encodings import read_text
from frsearch.reading.forms.header_lines import Header, header, lone_date
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.titles import first_sentence

_DATE = re.compile(r"\s*date[ \t]+(\d{4}(?:-\d+){0,2})(?=\s|\Z)")


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield the one record of a file."""
    text = read_text(file.stream, file.encodings)
    if text.strip():
        yield text_record(text, Columns(file.columns, cells=True, optional=True))


def text_record(text: str, columns: Columns) -> Record:
    """Return the record of a text with its header; ArticleError if there is no text below."""
    date, line = None, 1
    if dated := _DATE.match(text):
        date = dated.group(1)
        line += text.count("\n", 0, dated.start(1))
        text = text[dated.end() :]
    head = header(text)
    if not head.rest.strip() and not head.is_sure:
        head = Header(rest=text)
    elif not head.rest.strip():
        raise ArticleError(Message("it has header lines alone, and no text below them: add its text"))
    made = columns.record(line, head.values, date_origin="header")
    body = head.rest.strip()
    if date is None and made.fields.get("date"):
        line = head.date_line or line
    elif date is None and (lone := lone_date(text)):
        date, line = lone
    title = made.fields.get("title") or first_sentence(body)
    fields = {"date": date, **made.fields, "title": title, "text": body}
    return Record(line, fields, made.extra, date_origin="header")
