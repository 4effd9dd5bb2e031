r"""`.rtf` (extra `rtf`, striprtf): one article, with the title, author and day of `\info`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, cause_of
from frsearch.reading import encodings
from frsearch.reading.cut_words import without_hints
from frsearch.reading.forms.document_metadata import (
    believed_author,
    believed_title,
    created_day,
    printed_day,
)
from frsearch.reading.forms.extras import need
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.titles import first_sentence

_SIGN = re.compile(r"\s*\{\\rtf")
# Images are thousands of hexadecimal digits, which no text has.
_IMAGE = re.compile(r"[0-9A-Fa-f\s]{2000,}")
_INFO = re.compile(r"\{\\info\b(.{0,20000})", re.DOTALL)
_CODE_PAGE = re.compile(r"\\ansicpg(\d+)")
_CREATED = re.compile(r"\{\\creatim\s*\\yr(\d{1,4})\s*\\mo(\d\d?)\s*\\dy(\d\d?)")
# What striprtf writes after the words of a link.
_LINK = re.compile(r"(?<=\S)\(\"[^\"\s]{1,500}\"\)")
_BLANK_LINES = re.compile(r"\n\s*\n")


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield the one record of a document."""
    striprtf = need("striprtf.striprtf", "rtf")
    data = file.stream.read(encodings.LONGEST_ARTICLE + 1)
    if not data.strip():
        return
    source = data.decode("cp1252", "replace")
    if len(data) > encodings.LONGEST_ARTICLE or not _SIGN.match(source):
        raise _no_rtf(len(data))
    info = _info(source, striprtf)
    text = _text(_IMAGE.sub(" ", source), striprtf)
    extra = {name: info[name] for name in ("author", "created") if info[name]}
    title = info["title"] or first_sentence(text)
    yield Record(1, {"title": title, "date": printed_day(info["created"], text), "text": text}, extra)


def _no_rtf(size: int) -> ArticleError:
    if size > encodings.LONGEST_ARTICLE:
        return ArticleError(
            Message(
                "the file has more than {bytes:,} bytes, too many for one article: split it",
                bytes=encodings.LONGEST_ARTICLE,
            )
        )
    return ArticleError(Message("is no RTF, whatever its name says: give it the ending of its form"))


def _text(source: str, striprtf: Any) -> str:
    try:
        text = striprtf.rtf_to_text(source, encoding="cp1252", errors="replace")
    except Exception as error:  # of damaged files: striprtf has no error of its own
        raise ArticleError(
            Message("RTF that cannot be read ({error}): is the file damaged?", error=cause_of(error))
        ) from None
    lines = map(_plain, _LINK.sub("", text).replace("\0", "").splitlines())
    return without_hints(_BLANK_LINES.sub("\n\n", "\n".join(lines)).strip())


def _plain(line: str) -> str:
    """Return a line without the | that striprtf puts between the cells of a table."""
    return " ".join(filter(None, (cell.strip() for cell in line.split("|"))))


def _info(source: str, striprtf: Any) -> dict[str, str]:
    r"""Return the title and author in `\info` that can be believed, and the day of creation."""
    group = _INFO.search(source)
    info = group[1] if group else ""
    created = _CREATED.search(info)
    day = "{:0>4}-{:0>2}-{:0>2}".format(*created.groups()) if created else ""
    return {
        "title": believed_title(_value("title", info, source, striprtf)),
        "author": believed_author(_value("author", info, source, striprtf)),
        "created": created_day(day),
    }


def _value(name: str, info: str, source: str, striprtf: Any) -> str:
    found = re.search(rf"\{{\\{name}[ \r\n]([^{{}}]{{1,1000}})\}}", info)
    if found is None:
        return ""
    page = _CODE_PAGE.search(source)
    header = f"\\ansi\\ansicpg{page[1] if page else 1252}\\uc1"
    return _text(f"{{\\rtf1{header} {found[1]}}}", striprtf)
