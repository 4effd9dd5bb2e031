"""`.json`: an array of objects, one object, objects one after another, or an object that holds an array.

An object with a text of its own is an article. Else the articles are the objects of the longest array
inside it in which one has a text, wherever it stands (`{"data": {"articles": [...]}}`); the first such
array in an object of more than 100 MB, as that is not held in memory. An object with a summary alone is
an article where it has no such array. Articles are numbered as they come, since a whole file may be a
line; where JSON is broken, reading ends, but for objects of a line each.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.columns import Columns
from frsearch.reading.encodings import read_chunks
from frsearch.reading.forms.json_rows import has_text, object_record, parse_lines
from frsearch.reading.forms.json_values import DECODER, JsonText, LongValue
from frsearch.reading.records import Opened, Outcome

# Of the objects of an array, the first are looked at for a text.
_LOOKED_AT = 20
_DEEPEST = 8
_MOST_WITHOUT_TEXT = 1_000_000


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each article."""
    if _is_of_lines(file):
        yield from parse_lines(file)
        return
    text = JsonText(read_chunks(file.stream, file.encodings))
    columns = Columns(file.columns)
    for number, value in enumerate(_values(text, columns), 1):
        try:
            if isinstance(value, ArticleError):
                raise value
            yield object_record(number, value, columns)
        except ArticleError as error:
            yield ArticleError(error.reason, line=error.line if error is value else number)


def _is_of_lines(file: Opened) -> bool:
    """Say whether the first line is a whole object, and another follows."""
    head = next(read_chunks(file.stream), "").lstrip("\ufeff \t\r\n")
    file.stream.seek(0)
    first, _, rest = head.partition("\n")
    if not first.startswith("{") or not rest.lstrip().startswith("{"):
        return False
    try:
        DECODER.decode(first)
    except (ValueError, RecursionError):
        return False
    return True


def _values(text: JsonText, columns: Columns) -> Iterator[Any]:
    """Yield the values that stand for articles, and at its place an error after which none follows."""
    try:
        if text.next() == "[":
            yield from _items(text)
        elif text.next() == "{":
            yield from _objects(text, columns)
        elif text.next():
            raise text.broken(Message("an array or an object is expected"))
        if text.next():
            raise text.broken(Message("more follows the end"))
    except ArticleError as error:
        yield error


def _items(text: JsonText) -> Iterator[Any]:
    text.skip("[")
    if text.skip("]"):
        return
    while True:
        yield text.value()
        if text.skip("]"):
            return
        if not text.skip(","):
            is_over = not text.next()
            what = Message("the array is not closed" if is_over else "a comma is expected")
            raise text.broken(what)


def _objects(text: JsonText, columns: Columns) -> Iterator[Any]:
    """Yield the articles of one object, or of objects that follow each other."""
    while text.next() == "{":
        try:
            value = text.value()
        except LongValue:
            yield from _articles_of_long(text, columns, 0)
        else:
            yield from _articles_in(value, columns)
        text.skip(",")


def _articles_of_long(text: JsonText, columns: Columns, depth: int) -> Iterator[Any]:
    """Yield the items of the first array with texts within an object that is too long for memory."""
    text.skip("{")
    done = False
    while not text.skip("}"):
        text.value()  # the key
        if not text.skip(":"):
            raise text.broken(Message("a colon is expected"))
        inside: Iterator[Any] = iter(())
        if text.next() == "[":
            inside = _items(text)
        elif text.next() == "{" and depth < _DEEPEST:
            inside = _articles_of_long(text, columns, depth + 1)
        else:
            text.value()
        found = False
        for number, item in enumerate(inside):
            if not found and number >= _MOST_WITHOUT_TEXT:
                raise ArticleError(_too_few_texts())
            found = found or (not done and has_text(item, columns))
            if found:
                yield item
        done = done or found
        text.skip(",")


def _too_few_texts() -> Message:
    return Message(
        "an array begins with {count:,} values without a text: remove them, or name the field with "
        'columns={{"text": …}}',
        count=_MOST_WITHOUT_TEXT,
    )


def _articles_in(value: dict[str, Any], columns: Columns) -> list[Any]:
    if has_text(value, columns):
        return [value]
    arrays = (
        items
        for items in _arrays(value, 0)
        if any(has_text(each, columns) for each in items[:_LOOKED_AT])
    )
    longest = max(chain(arrays, [[]]), key=len)
    return longest or [value]


def _arrays(value: Any, depth: int) -> Iterator[list[Any]]:
    """Yield the arrays within an object, from the outside in."""
    if depth > _DEEPEST:
        return
    for inner in value.values() if isinstance(value, dict) else ():
        if isinstance(inner, list):
            yield inner
        else:
            yield from _arrays(inner, depth + 1)
