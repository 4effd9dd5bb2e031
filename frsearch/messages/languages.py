"""The environment -> the language in which people are spoken to, in Python or on the command line."""

from __future__ import annotations

import locale
import re
from collections.abc import Mapping

from frsearch.messages import french_numbers
from frsearch.messages.command_line import COMMAND_LINE
from frsearch.messages.french import COUNTED, FRENCH
from frsearch.messages.wording import ENGLISH, Wording

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_LOOSE = re.compile(r" ([:;!?»])")


class French(Wording):
    """The same sentences in French."""

    def translate(self, sentence: str) -> str:
        """Return the French sentence, or the English one where there is none."""
        # What stands after a blank in French stays on the line of its word.
        return _LOOSE.sub("\u00a0\\1", super().translate(sentence))

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with thin blanks between thousands and a decimal comma."""
        return french_numbers.number(value, decimals)

    def numeral(self, written: str) -> str:
        """Return a number written in English with such blanks and comma."""
        return french_numbers.numeral(written)

    def counted(self, number: int, what: str) -> str:
        """Return `0 article`, `2 000 articles`."""
        one, more = COUNTED[what]
        return french_numbers.counted(number, one, more, blank=" ")


LANGUAGES: Mapping[str, Wording] = {"en": ENGLISH, "fr": French(FRENCH)}

# The same for those who write options instead of arguments.
COMMAND_LINE_LANGUAGES: Mapping[str, Wording] = {
    "en": Wording(COMMAND_LINE),
    "fr": French({**FRENCH, **{each: FRENCH[said] for each, said in COMMAND_LINE.items()}}),
}


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
