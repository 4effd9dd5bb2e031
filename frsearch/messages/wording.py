"""A message template and its values -> text. The English template is the key of its translations.

>>> warning = Message("{count} in {place}", count=Quantity(1200, "article"), place="seeds")
>>> warning, warning.template
('1,200 articles in seeds', '{count} in {place}')
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from frsearch.messages.causes import template_of


class Quantity(NamedTuple):
    """A count and its noun, in the English singular: `Quantity(2, "article")`."""

    number: int
    what: str


Value = str | int | float | Path | Quantity | tuple[str, ...]
"""The value of a field. A message is translated into the same language, other text stays as it is."""


class Message(str):
    """A message in English that can be translated.

    It is a `str`: it compares, hashes and prints as its English text.
    `frsearch.messages.languages.LANGUAGES["fr"].text(message)` is its French. `template` has named
    fields, in the syntax of `str.format`; `{count:,}` separates thousands.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, Any]  # each a `Value`

    def __new__(cls, template: str, /, **values: Value) -> Self:
        """Fill a template."""
        message = super().__new__(cls, ENGLISH(template, **values))
        message.template, message.values = template, values
        return message

    def __reduce__(self) -> tuple[Any, ...]:
        return _message, (self.template, self.values)


def _message(template: str, values: Mapping[str, Value]) -> Message:
    return Message(template, **values)


def words_of(error: Exception) -> Message:
    """Return the message of an error, or its text as a message, without the number of the system."""
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return Message("{file}: {reason}", file=str(error.filename), reason=cause_of(error))
    return cause_of(error)


def cause_of(error: Exception) -> Message:
    """Return the cause of an error of the system or a parser, without error number and file name."""
    first = error.args[0] if error.args else None
    if isinstance(first, Message):
        return first
    words = error.strerror if isinstance(error, OSError) else None
    return said(words or str(error) or type(error).__name__)


def said(words: str) -> Message:
    """Return what the system or a library said as a message, which is translated if it is known."""
    template, values = template_of(words.strip()) or ("{words}", {"words": words})
    return Message(template, **values)


class Wording(Formatter):
    """A language: `sentences` maps English templates to its own; subclasses also write numbers.

    Templates that are not in `sentences` stay in English.
    """

    def __init__(self, sentences: Mapping[str, str] = MappingProxyType({})):
        self._sentences = sentences

    def __call__(self, sentence: str, /, **values: Value) -> str:
        """Return a template in this language, with its fields filled."""
        return self.vformat(self.translate(sentence), (), values)

    def text(self, message: str) -> str:
        """Return a message in this language, and any other text as it is."""
        return self(message.template, **message.values) if isinstance(message, Message) else message

    def translate(self, sentence: str) -> str:
        """Return a template in this language, its fields unfilled."""
        return self._sentences.get(sentence, sentence)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number in the style of this language."""
        return f"{value:,.{decimals}f}"

    def numeral(self, written: str) -> str:
        """Return an English numeral in the style of this language."""
        return written

    def counted(self, number: int, what: str) -> str:
        """Return `1 article`, `2,000 articles`."""
        return f"{self.number(number)} {what}{'' if number == 1 else 's'}"

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return the text of a field."""
        match value:
            case Quantity():
                return self.counted(*value)
            case tuple():
                return ", ".join(map(self.text, value))
            case int() | float():
                return self.numeral(format(value, format_spec))
        return self.text(value if isinstance(value, str) else str(value))


ENGLISH = Wording()
