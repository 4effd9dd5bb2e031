"""The environment -> the language in which people are spoken to.

A sentence of the program is looked up in a table as it is; one that the library or click has filled
already, by its pattern.
"""

from __future__ import annotations

import locale
import re
from collections.abc import Mapping
from functools import cached_property

from frsearch.messages import french_writing
from frsearch.messages.french import COUNTED, SENTENCES
from frsearch.messages.french_library import LIBRARY
from frsearch.messages.wording import Wording

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
# What joins sentences that are known by themselves.
_SEPARATORS = ((": ", "\u00a0: "), (", ", ", "))
_COLUMNS = re.compile(r'columns=\{"(\w+)": …\}')
_ARGUMENT = re.compile(r"\b(date|exclude|timeout)=(?!\w)")
_LOOSE = re.compile(r" ([:;!?»])")
_HOLE = re.compile(r"\\\{(\w+)\\\}")


class English(Wording):
    """English for those who write options instead of arguments."""

    def reword(self, message: str) -> str:
        """Name the option where the library names the argument."""
        return _ARGUMENT.sub(r"--\1", _COLUMNS.sub(r"--column \1=…", message))


class French(English):
    """The same sentences in French."""

    def translate(self, sentence: str) -> str:
        """Return the French sentence, or the English one where there is none."""
        return _tied(SENTENCES.get(sentence, sentence))

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with thin blanks between thousands and a decimal comma."""
        return french_writing.number(value, decimals)

    def counted(self, number: int, what: str) -> str:
        """Return `0 article`, `2 000 articles`."""
        one, more = COUNTED[what]
        return french_writing.counted(number, one, more, blank=" ")

    def reword(self, message: str) -> str:
        """Translate a message of the library, as far as it is known."""
        return self._reword(super().reword(message))

    def _reword(self, message: str, is_part: bool = False) -> str:
        for pattern, french in self._patterns:
            if found := pattern.fullmatch(message):
                filled = {name: self._reword(part, True) for name, part in found.groupdict().items()}
                return _tied(french).format(**filled)
        for separator, french in _SEPARATORS:
            parts = message.split(separator, 1)
            said = [self._reword(part, is_part) for part in parts] if len(parts) > 1 else parts
            if said != parts or (is_part and len(parts) > 1):
                return french.join(said)
        return message

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        return [
            (re.compile(_HOLE.sub(_filled, re.escape(english)), re.DOTALL), french)
            for english, french in LIBRARY.items()
        ]


def _filled(hole: re.Match[str]) -> str:
    return rf"(?P<{hole[1]}>{'[0-9]+' if hole[1] == 'number' else '.*?'})"


def _tied(sentence: str) -> str:
    """Keep on the line of its word what stands after a blank in French."""
    return _LOOSE.sub("\u00a0\\1", sentence)


LANGUAGES: Mapping[str, Wording] = {"en": English(), "fr": French()}


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
