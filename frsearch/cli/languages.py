"""The environment -> the language in which people are spoken to.

A sentence of the program is looked up in a table as it is; one that the library or click has filled
already, by its pattern.
"""

from __future__ import annotations

import locale
import re
from collections.abc import Mapping
from functools import cached_property

from frsearch.cli.french import COUNTED, SENTENCES
from frsearch.cli.french_library import LIBRARY
from frsearch.wording import ENGLISH, Wording

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_HOLE = re.compile(r"\\\{(\w+)\\\}")


class French(Wording):
    """The same sentences in French."""

    def translate(self, sentence: str) -> str:
        """Return the French sentence, or the English one where there is none."""
        return SENTENCES.get(sentence, sentence)

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with thin blanks between thousands and a decimal comma."""
        return super().number(value, decimals).replace(",", "\u202f").replace(".", ",")

    def counted(self, number: int, what: str) -> str:
        """Return `0 article`, `2 000 articles`."""
        return f"{self.number(number)} {COUNTED[what][number > 1]}"

    def reword(self, message: str) -> str:
        """Translate a message of the library, as far as it is known."""
        for pattern, french in self._patterns:
            if found := pattern.fullmatch(message):
                parts = {name: self.reword(part) for name, part in found.groupdict().items()}
                return french.format(**parts)
        return message

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        return [
            (re.compile(_HOLE.sub(r"(?P<\1>.*?)", re.escape(english)), re.DOTALL), french)
            for english, french in LIBRARY.items()
        ]


LANGUAGES: Mapping[str, Wording] = {"en": ENGLISH, "fr": French()}


def reword(wording: Wording, message: str) -> str:
    """Return a message of the library in a language."""
    return wording.reword(message) if isinstance(wording, French) else message


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language that the environment asks for: of ours, else English."""
    asked = next((environment[name] for name in _VARIABLES if environment.get(name)), None)
    if asked is None:
        # As on Windows, which has no such variables.
        asked = locale.getlocale()[0] or ""
    for each in asked.split(":"):
        if (language := each[:2].lower()) in LANGUAGES:
            return language
    return "en"
