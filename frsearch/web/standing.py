"""Which state of an archive does a page show? What a methods section needs beside an address."""

from __future__ import annotations

from dataclasses import dataclass

from frsearch.dates import PartialDate
from frsearch.index import Index
from frsearch.messages.french_numbers import counted, number
from frsearch.web.french_dates import date_text, range_text


@dataclass(frozen=True, slots=True)
class Standing:
    """A committed state of an index: its number, and what it holds."""

    generation: int
    articles: int
    words: int
    first: PartialDate | None
    last: PartialDate | None
    version: str

    @property
    def text(self) -> str:
        """The state in words: « état 3 : 2 articles, de juin à septembre 2018 »."""
        dates = ""
        if self.first is not None and self.last is not None:
            same = self.first == self.last
            dates = ", " + (date_text(self.first) if same else range_text(f"{self.first}..{self.last}"))
        return f"état {number(self.generation)} : {counted(self.articles, 'article')}{dates}"


def standing(index: Index) -> Standing:
    """Return the state of an index that searches see."""
    info = index.info()
    version = info.versions.get("frsearch", "")
    dates = info.first_date, info.last_date
    return Standing(info.generation, info.articles, info.words, *dates, version)
