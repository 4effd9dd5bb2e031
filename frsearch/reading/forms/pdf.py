"""`.pdf` (extra `pdf`, pypdfium2): one article, the text of all pages.

Headers and footers that stand on many pages are left out. A word cut at a line end is joined by the
rules of `cut_words`.
"""

from __future__ import annotations

import mmap
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from shlex import quote
from typing import Any

from frsearch.analysis.characters import LETTER
from frsearch.analysis.line_ends import SOFT_HYPHEN
from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, said
from frsearch.reading import encodings
from frsearch.reading.cut_words import JOINTS, plain_words, without_hints
from frsearch.reading.forms.document_metadata import (
    believed_author,
    believed_title,
    created_day,
    printed_day,
)
from frsearch.reading.forms.extras import need
from frsearch.reading.forms.pdf_streams import LONGEST_STREAM, is_bomb
from frsearch.reading.forms.registry import without_gz
from frsearch.reading.forms.tex_accents import with_tex_accents
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.titles import first_sentence

# What PDFium has for a hyphen and the line end after it.
_CUT = "\ufffe"
_WITHIN_LINE = re.compile(rf"(?<={LETTER}){_CUT}(?:\r?\n)?(?={LETTER})")
_ENDS_CUT = re.compile(rf"{LETTER}[{''.join(JOINTS)}]\Z")
_NUMBERS = re.compile(r"\d+")
_EDGE = 2
_LEAST_PAGES = 3
_MANY = 0.4
# A line is full from this share of the length that most lines do not exceed.
_NEARLY, _FULL, _LEAST_WIDTH = 0.8, 8, 20
_ENDS = re.compile(r"[.!?…:][»”\"’)\s]*$")


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield the one record of a document."""
    pdfium = need("pypdfium2", "pdf")
    if not file.stream.read(1):
        return
    file.stream.seek(0)
    try:
        with closing(pdfium.PdfDocument(_input(file))) as document:
            metadata, pages = document.get_metadata_dict(), list(_pages(document))
    except pdfium.PdfiumError as error:
        raise ArticleError(_cause(str(error))) from None
    text = plain_words(with_tex_accents("\n\n".join(_without_edges(pages))))
    if not re.search(LETTER, text):
        raise ArticleError(
            Message(
                "this PDF has images alone, and no text: have its text recognised, for example by "
                "ocrmypdf -l fra {file} {file}",
                file=quote(without_gz(file.shown or file.path)),
            )
        )
    yield _record(text, metadata, len(pages))


def _record(text: str, metadata: dict[str, str], pages: int) -> Record:
    title = believed_title(metadata.get("Title", "")) or first_sentence(text)
    created = created_day(metadata.get("CreationDate", ""))
    extra = {
        "author": believed_author(metadata.get("Author", "")),
        "tags": [tag.strip() for tag in re.split("[,;]", metadata.get("Keywords", "")) if tag.strip()],
        "created": created,
        "pages": pages,
    }
    fields = {"title": title, "date": printed_day(created, text), "text": text}
    return Record(1, fields, {name: value for name, value in extra.items() if value})


def _input(file: Opened) -> str | bytes:
    """Return the path of a file, as PDFium reads the parts it needs; the bytes of a gzipped one."""
    if file.path.endswith(file.name):
        with mmap.mmap(file.stream.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            _check(is_bomb(mapped))
        return file.path
    data = file.stream.read(encodings.LONGEST_ARTICLE + 1)
    if len(data) > encodings.LONGEST_ARTICLE:
        raise _too_long()
    _check(is_bomb(data))
    return data


def _check(bomb: bool) -> None:
    if bomb:
        raise ArticleError(
            Message(
                "has a page of more than {bytes:,} bytes, as an attack does: leave it out",
                bytes=LONGEST_STREAM,
            )
        )


def _too_long() -> ArticleError:
    return ArticleError(
        Message(
            "the file has more than {bytes:,} bytes, too many for one article: split it",
            bytes=encodings.LONGEST_ARTICLE,
        )
    )


def _pages(document: Any) -> Iterator[list[str]]:
    """Yield the lines of each page."""
    size = 0
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as words:
            text = words.get_text_range(errors="replace").replace("\0", "")
        size += len(text)
        if size > encodings.LONGEST_ARTICLE:
            raise _too_long()
        text = _WITHIN_LINE.sub(f"-{SOFT_HYPHEN}", without_hints(text)).replace(_CUT, "-")
        yield [line.strip() for line in text.splitlines() if line.strip()]


def _cause(words: str) -> Message:
    if "password" in words.lower():
        return Message("is protected by a password: save it without one")
    return Message("is no PDF that can be read ({error}): is the file damaged?", error=said(words))


def _without_edges(pages: list[list[str]]) -> Iterator[str]:
    """Yield the text of each page without the lines that stand at the edge of many pages."""
    counts = Counter(edge for page in pages for edge in _edges(page))
    least = max(_LEAST_PAGES, _MANY * len(pages))
    for page in pages:
        repeated = {at % len(page) for at, line in _edges(page) if counts[at, line] >= least}
        yield _paragraphs([line for at, line in enumerate(page) if at not in repeated])


def _edges(page: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the first and last lines of a page, each with its place, and # for page numbers."""
    if len(page) > 2 * _EDGE:
        for at in (*range(_EDGE), *range(-_EDGE, 0)):
            yield at, _NUMBERS.sub("#", page[at])


def _paragraphs(lines: list[str]) -> str:
    """Join the lines of each paragraph: a short line ends one, unless the next begins in lower case."""
    if not lines:
        return ""
    width = max(_LEAST_WIDTH, sorted(map(len, lines))[_FULL * len(lines) // 10])
    pieces: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_full = len(line) >= _NEARLY * width and not _ENDS.search(line)
        goes_on = following[:1].islower() or (is_full and following)
        is_cut = goes_on and following[:1].isalpha() and _ENDS_CUT.search(line)
        pieces += [line[:-1], JOINTS[line[-1]]] if is_cut else [line, " " if goes_on else "\n"]
    return "".join(pieces).strip()
