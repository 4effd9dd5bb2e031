"""The environment -> the language of messages, for Python and for the command line."""

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
    """Messages in French."""

    def translate(self, sentence: str) -> str:
        """Return the French sentence, or the English one where there is none."""
        # French puts a blank before these signs: no line break there.
        return _LOOSE.sub("\u00a0\\1", super().translate(sentence))

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with thin blanks between thousands and a decimal comma."""
        return french_numbers.number(value, decimals)

    def numeral(self, written: str) -> str:
        """Return an English numeral with such blanks and comma."""
        return french_numbers.numeral(written)

    def counted(self, number: int, what: str) -> str:
        """Return `0 article`, `2 000 articles`."""
        one, more = COUNTED[what]
        return french_numbers.counted(number, one, more, blank=" ")


LANGUAGES: Mapping[str, Wording] = {"en": ENGLISH, "fr": French(FRENCH)}

# The same languages, with messages about options instead of Python arguments.
COMMAND_LINE_LANGUAGES: Mapping[str, Wording] = {
    "en": Wording(COMMAND_LINE),
    "fr": French({**FRENCH, **{each: FRENCH[said] for each, said in COMMAND_LINE.items()}}),
}


def language_of(environment: Mapping[str, str]) -> str:
    """Return the first supported language in the environment, or English."""
    setting = next((environment[name] for name in _VARIABLES if environment.get(name)), None)
    if setting is None:
        # Windows has no such variables.
        setting = locale.getlocale()[0] or ""
    for each in setting.split(":"):
        if (language := each[:2].lower()) in LANGUAGES:
            return language
    return "en"
