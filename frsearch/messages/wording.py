"""A sentence with holes and what fills them -> text; the sentence in English is its own key.

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


class Quantity(NamedTuple):
    """So many of a thing, which is named in English as one: `Quantity(2, "article")`."""

    number: int
    what: str


Value = str | int | float | Path | Quantity | tuple[str, ...]
"""What fills a hole. A message is put into the same language, any other text stays as it is."""


class Message(str):
    """A sentence in English, and what it takes to say it in another language.

    It is a text like any other, which compares, hashes and is written as one;
    `frsearch.messages.languages.LANGUAGES["fr"].text(message)` is its French. `template` is the
    sentence with its holes, which are those of `str.format`, each with a name; `{count:,}` separates
    thousands.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, Any]  # each a `Value`

    def __new__(cls, template: str, /, **values: Value) -> Self:
        """Fill a sentence."""
        message = super().__new__(cls, ENGLISH(template, **values))
        message.template, message.values = template, values
        return message

    def __reduce__(self) -> tuple[Any, ...]:
        return _message, (self.template, self.values)


def _message(template: str, values: Mapping[str, Value]) -> Message:
    return Message(template, **values)


def words_of(error: Exception) -> Message:
    """Return the message of an error, or its own words where it is not one of ours."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Message) else Message("{words}", words=str(error))


def cause_of(error: Exception) -> Message:
    """Return why the system, or a parser, refuses: its words alone, without numbers and files."""
    words = error.strerror if isinstance(error, OSError) else None
    return Message(words.replace("{", "{{").replace("}", "}}")) if words else words_of(error)


class Wording(Formatter):
    """English, or what `sentences` has in its place; other languages write numbers their way, too."""

    def __init__(self, sentences: Mapping[str, str] = MappingProxyType({})):
        self._sentences = sentences

    def __call__(self, sentence: str, /, **values: Value) -> str:
        """Return a sentence with its holes filled."""
        return self.vformat(self.translate(sentence), (), values)

    def text(self, message: str) -> str:
        """Return a message in this language, and any other text as it is."""
        return self(message.template, **message.values) if isinstance(message, Message) else message

    def translate(self, sentence: str) -> str:
        """Return a sentence, its holes as they are, in this language."""
        return self._sentences.get(sentence, sentence)

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number for people to read."""
        return f"{value:,.{decimals}f}"

    def numeral(self, written: str) -> str:
        """Return a number that is written in English in this language."""
        return written

    def counted(self, number: int, what: str) -> str:
        """Return `1 article`, `2,000 articles`."""
        return f"{self.number(number)} {what}{'' if number == 1 else 's'}"

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write what fills a hole."""
        match value:
            case Quantity():
                return self.counted(*value)
            case tuple():
                return ", ".join(map(self.text, value))
            case int() | float():
                return self.numeral(format(value, format_spec))
        return self.text(value if isinstance(value, str) else str(value))


ENGLISH = Wording()
