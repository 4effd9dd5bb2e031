"""Nexis (LexisNexis) `.txt`: the articles of an older export, each below `1 of 10 DOCUMENTS`.

As in its HTML, but that a block is a paragraph between blank lines, whose lines are wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from frsearch.reading.encodings import read_text
from frsearch.reading.forms.nexis import Block, outcome_of
from frsearch.reading.forms.nexis_fields import is_known
from frsearch.reading.forms.press import cut, no_article
from frsearch.reading.records import Opened, Outcome

_COUNTER = re.compile(r"^[ \t]*\d+ (?:of|de|von|di) \d+ DOCUMENTS[ \t]*$", re.MULTILINE)
_LABEL = re.compile(r"([A-ZÀ-Ý][A-ZÀ-Ý /()'’&.-]{1,40})[ \xa0]?:[ \xa0]*")


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each article."""
    text = read_text(file.stream, file.encodings).replace("\r\n", "\n")
    number = 0
    for number, part in enumerate(cut(text, _COUNTER), 1):
        yield outcome_of(number, list(_blocks(part)))
    if not number:
        raise no_article("Nexis")


def _blocks(part: str) -> Iterator[Block]:
    """Yield the blocks below the counter."""
    for block in re.split(r"\n[ \t\f]*\n", part.partition("\n")[2]):
        lines = [line.strip() for line in block.split("\n")]
        if text := " ".join(filter(None, lines)):
            label = _LABEL.match(text)
            if label and is_known(label[1]):
                yield label[1], text[label.end() :]
            else:
                yield "", text
