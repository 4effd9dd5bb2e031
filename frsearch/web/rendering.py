"""The templates of the pages and what they may call. They escape everything."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from frsearch.dates import PartialDate, as_partial_date
from frsearch.messages import french_numbers
from frsearch.messages.french_fields import TYPES_OF_FIELDS
from frsearch.output.html import web_host
from frsearch.web import french_dates
from frsearch.web.bounds import LONGEST_QUERY, LONGEST_TABLE
from frsearch.web.citation import citation, heading


class Templates:
    """The templates of a site; `title` is the heading of its pages."""

    def __init__(self, title: str):
        # Whether the archive has fields: pages of errors do not ask the index, which may be the error.
        self.has_fields = False
        self._environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {
            "site": title,
            "longest": LONGEST_QUERY,
            "longest_table": LONGEST_TABLE,
            "today": _today,
        }
        self._environment.filters |= {
            "number": french_numbers.number,
            "counted": french_numbers.counted,
            "date": french_dates.date_text,
            "heading": heading,
            "citation": citation,
            "host": web_host,
            "type": TYPES_OF_FIELDS.__getitem__,
        }
        # Compile the templates now, so that the first reader does not wait.
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def render(self, template: str, **values: Any) -> str:
        """Return a page, made of a template and values."""
        values = {"has_fields": self.has_fields} | values
        written: str = self._environment.get_template(template).render(values)
        return written


def _today() -> PartialDate:
    return as_partial_date(datetime.date.today())
