"""JSON in pieces -> its values one after another, without the whole in memory.

>>> text = JsonText(iter(['[{"a": 1}, {"a"', ': 2}]']))
>>> text.skip("["), text.value(), text.skip(","), text.value()
(True, {'a': 1}, True, {'a': 2})
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, cause_of, said
from frsearch.reading import encodings

_BLANK = re.compile(r"[ \t\r\n\ufeff\x1e]*")
# How a value that is cut off is refused, wherever it is cut.
_CUT = ("Unterminated string", "Invalid \\", "Invalid \\uXXXX", "Unterminated")
_NEAR_END = 16
# Three bytes, `[],`, take a hundred in memory.
_MOST_INSIDE = 500_000
_AFTER = tuple(",:]} \t\r\n")

# NaN and infinities, which JSON does not have, say nothing.
DECODER = json.JSONDecoder(parse_constant=lambda name: None)


class LongValue(ArticleError):
    """A value too long for memory, which is not passed: what is inside can be read."""


class JsonText:
    """The text of a JSON file from where it was read to."""

    def __init__(self, pieces: Iterator[str]):
        self._pieces = pieces
        self._window = ""
        self._at = 0
        self._ended = False
        self._before = self._lines_before = self._last_line = 0

    def next(self) -> str:
        """Return the next character that is no blank, without passing it; "" at the end."""
        while True:
            blank = _BLANK.match(self._window, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._window):
                return self._window[self._at]
            if not self._grow():
                return ""

    def skip(self, expected: str) -> bool:
        """Pass the next character if it is `expected`."""
        if self.next() != expected:
            return False
        self._at += 1
        return True

    def value(self) -> Any:
        """Pass a value and return it; ArticleError if it is not JSON or over 100 MB."""
        self.next()
        while True:
            try:
                value, end = DECODER.raw_decode(self._window, self._at)
            except json.JSONDecodeError as error:
                if self._may_be_cut(error) and self._grow():
                    continue
                raise self.broken(said(error.msg), error.pos) from None
            except ValueError as error:
                raise ArticleError(
                    Message("JSON that cannot be read: {error}", error=cause_of(error))
                ) from None
            except RecursionError:
                raise ArticleError(Message("JSON nested too deeply: flatten it")) from None
            is_closed = isinstance(value, dict | list | str) or self._window[end : end + 1] in _AFTER
            if not is_closed and self._grow():
                continue  # a number may go on
            if end - self._at > encodings.LONGEST_ARTICLE:
                raise _too_long()
            value = sound(value, self._window, self._at, end)
            self._at = end
            return value

    def broken(self, what: Message, at: int | None = None) -> ArticleError:
        """Return the error for something that is not JSON at an offset of the window, or here."""
        at = self._at if at is None else at
        line = self._lines_before + self._window.count("\n", 0, at) + 1
        start = self._window.rfind("\n", 0, at)
        column = at - start if start >= 0 else self._before - self._last_line + at + 1
        reason = Message(
            "not JSON ({error}, line {line}, column {column}): what follows is not read",
            error=what,
            line=line,
            column=column,
        )
        return ArticleError(reason)

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        return error.msg.startswith(_CUT) or error.pos >= len(self._window) - _NEAR_END

    def _grow(self) -> bool:
        """Forget what was passed, and add as much as is left; say whether there was more."""
        left = self._window[self._at :]
        if self._ended:
            return False
        if len(left) > encodings.LONGEST_ARTICLE:
            raise _too_long()
        if left.count("[") + left.count("{") > _MOST_INSIDE:
            raise _too_many_inside()
        pieces, size = [left], 0
        while size <= len(left) and len(left) + size <= encodings.LONGEST_ARTICLE:
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
                break
            pieces.append(piece)
            size += len(piece)
        if not size:
            return False
        self._count_lines()
        self._window, self._at = "".join(pieces), 0
        return True

    def _count_lines(self) -> None:
        passed = self._window[: self._at]
        self._lines_before += passed.count("\n")
        if (last := passed.rfind("\n")) >= 0:
            self._last_line = self._before + last + 1
        self._before += self._at


def _too_long() -> LongValue:
    return LongValue(
        Message(
            "a value has more than {bytes:,} characters, too many for one article: split it",
            bytes=encodings.LONGEST_ARTICLE,
        )
    )


def _too_many_inside() -> LongValue:
    return LongValue(
        Message(
            "a value has more than {count:,} arrays and objects inside, too many for one article: "
            "split it",
            count=_MOST_INSIDE,
        )
    )


def sound(value: Any, text: str, start: int, end: int) -> Any:
    r"""Return a value without lone surrogates, which JSON can escape and no encoding can store."""
    if text.find("\\ud", start, end) < 0 and text.find("\\uD", start, end) < 0:
        return value
    written = json.dumps(value, ensure_ascii=False)
    return json.loads(written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
