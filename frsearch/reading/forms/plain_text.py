"""`.txt`: one article, which may begin with a header, `date 2018-06`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from frsearch.reading.encodings import read_text
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.titles import first_sentence

_HEADER = re.compile(r"\s*date[ \t]+(\d{4}(?:-\d+){0,2})(?=\s|\Z)")


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield the one record of a file."""
    text = read_text(file.stream, file.encodings)
    if not text.strip():
        return
    date, line = None, 1
    if header := _HEADER.match(text):
        date = header.group(1)
        line += text.count("\n", 0, header.start(1))
        text = text[header.end() :]
    text = text.strip()
    yield Record(line, {"title": first_sentence(text), "date": date, "text": text}, date_origin="header")
