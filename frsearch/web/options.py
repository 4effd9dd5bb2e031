"""What the pages of a corpus let a reader choose: parameters of their addresses beside the state.

>>> WORDS.read({"length": "2", "by": ""})
{'by': '', 'length': '2', 'stop': ''}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frsearch.messages.wording import Message
from frsearch.types import TIMELINE_UNITS
from frsearch.web.bounds import LONGEST_QUERY
from frsearch.web.state import BadRequest


@dataclass(frozen=True, slots=True)
class Option:
    """A parameter: one of `choices`, the first of which is "" in an address; any text without them."""

    name: str
    choices: tuple[str, ...] = ()
    longest: int = LONGEST_QUERY

    def read(self, text: str) -> str:
        """Return a value as addresses have it; BadRequest if it is none."""
        text = " ".join(text.split())
        if self.choices and text == self.choices[0]:
            return ""
        known = not self.choices or not text or text in self.choices
        if not known or len(text) > self.longest:
            raise BadRequest(Message("this address has an unknown choice of {name}", name=self.name))
        return text


class Options:
    """The options of a page."""

    def __init__(self, *options: Option):
        self._options = options

    def read(self, given: Mapping[str, Any]) -> dict[str, str]:
        """Return the value of each option, "" for its default."""
        return {each.name: each.read(given.get(each.name, "")) for each in self._options}


MORE_QUERIES = ("q2", "q3", "q4", "q5")
"""Queries that a timeline compares with the first."""

LINES = Options(Option("order"))
TIMELINE = Options(
    Option("by", ("", *TIMELINE_UNITS)),
    Option("count", ("articles", "occurrences", "relative")),
    Option("split"),
    *map(Option, MORE_QUERIES),
)
COOCCURRENTS = Options(
    Option("by", ("lemma", "form")),
    Option("window", ("10", "3", "5", "20", "50")),
    Option("stop", ("", "1")),
)
KEYWORDS = Options(
    Option("by", ("lemma", "form")), Option("against"), Option("dates"), Option("stop", ("", "1"))
)
WORDS = Options(
    Option("by", ("form", "lemma")),
    Option("length", ("1", "2", "3", "4", "5")),
    Option("stop", ("", "1")),
)
