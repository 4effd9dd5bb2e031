"""The state of the search page: parameters of an address -> `State` -> address.

>>> state = State.read({"q": "sommet", "date": "2018-06"}, ["source=Le Monde"])
>>> state.url(page=2), state.url(date="", where=())
('/?q=sommet&date=2018-06&where=source%3DLe+Monde&page=2', '/?q=sommet')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import urlencode

from frsearch.dates import PartialDate
from frsearch.fields import LONGEST_LABEL, LONGEST_NAME
from frsearch.messages.wording import Message
from frsearch.types import MATCHES, Match
from frsearch.web.french_dates import iso_range

LONGEST_QUERY = 500
LAST_PAGE = 500
ON_A_PAGE = 10
MOST_FILTERS = 20
# A name, `=`, perhaps a second one, and a value.
LONGEST_FILTER = LONGEST_NAME + 2 + LONGEST_LABEL
# Of all filters of a page: each of its links has them.
_LONGEST_FILTERS = 4 * LONGEST_FILTER


class BadRequest(Exception):
    """A wrong request; the message is for the client."""

    def __init__(self, message: Message):
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class State:
    """The state of the search page; the address leaves out fields that have their default.

    `where` are filters such as `source=Le Monde`. `sort` "" is by relevance if there is a query, else
    newest first; it may be the name of a field. `copies` "1" shows near copies one by one instead of
    folding them.
    """

    q: str = ""
    date: str = ""
    where: tuple[str, ...] = ()
    sort: str = ""
    match: str = ""
    copies: str = ""
    page: int = 1

    @classmethod
    def read(cls, given: Mapping[str, str], where: Sequence[str] = ()) -> State:
        """Read the parameters of an address; BadRequest if they are wrong.

        `where` are all parameters of that name. Whether a field is known is left to the search.
        """
        q = " ".join(given.get("q", "").split())
        if len(q) > LONGEST_QUERY:
            raise BadRequest(
                Message("this search is too long: {count} characters at most", count=LONGEST_QUERY)
            )
        sort, match = given.get("sort", ""), given.get("match", "")
        if len(sort) > LONGEST_NAME or match not in ("", *MATCHES):
            raise BadRequest(Message("this address has an unknown order or choice of words"))
        page = given.get("page") or "1"
        if not page.isascii() or not page.isdecimal() or len(page) > 4 or not 0 < int(page) <= LAST_PAGE:
            raise BadRequest(
                Message("pages go from 1 to {last}: narrow the search instead", last=LAST_PAGE)
            )
        return cls(
            q,
            _date(given),
            _filters(where),
            "" if sort == _default_sort(q) else sort,
            "" if match == "all" else match,
            "1" if given.get("copies") == "1" else "",
            int(page),
        )

    @property
    def order(self) -> str:
        """The order of the hits."""
        return self.sort or _default_sort(self.q)

    @property
    def words(self) -> Match:
        """Whether articles must have all words, or any."""
        return cast(Match, self.match or "all")

    @property
    def period(self) -> PartialDate | None:
        """The chosen year, month or day; None for a range or no date."""
        return PartialDate.parse(self.date) if self.date and ".." not in self.date else None

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for, so that not every article matches."""
        return bool(self.q or self.date or self.where)

    def has_room_for(self, text: str) -> bool:
        """Say whether another filter may be added."""
        return _fit((*self.where, text))

    def parameters(self, **changes: Any) -> list[tuple[str, str]]:
        """Return the parameters of the address; any change except of the page leads to page 1."""
        state = replace(self, **({"page": 1} | changes))
        if "q" in changes and not changes["q"]:
            state = replace(state, sort="")
        page = "" if state.page == 1 else str(state.page)
        written = [
            ("q", state.q),
            ("date", state.date),
            *(("where", each) for each in state.where),
            ("sort", state.sort),
            ("match", state.match),
            ("copies", state.copies),
            ("page", page),
        ]
        return [(name, value) for name, value in written if value]

    def url(self, path: str = "/", more: Mapping[str, str] | None = None, **changes: Any) -> str:
        """Return the address of the state with changes; `more` parameters come first."""
        written = urlencode([*(more or {}).items(), *self.parameters(**changes)])
        return f"{path}?{written}" if written else path

    def article_url(self, id: str) -> str:
        """Return the address of an article, which keeps this state for the way back."""
        return self.url("/article", {"id": id}, page=self.page)

    def is_written_so(self, given: Iterable[tuple[str, str]]) -> bool:
        """Say whether an address has these parameters and no others."""
        return sorted(given) == sorted(self.parameters(page=self.page))


def _default_sort(q: str) -> str:
    return "relevance" if q else "newest"


def _filters(where: Sequence[str]) -> tuple[str, ...]:
    """Return the filters, each once; the form sends blank ones too."""
    filters = tuple(dict.fromkeys(each for each in where if each.strip()))
    if not _fit(filters):
        raise BadRequest(
            Message(
                "there are too many filters, or they are too long: {count} at most, of {length} "
                "characters together",
                count=MOST_FILTERS,
                length=_LONGEST_FILTERS,
            )
        )
    return filters


def _fit(filters: Sequence[str]) -> bool:
    lengths = list(map(len, filters))
    is_short = max(lengths, default=0) <= LONGEST_FILTER and sum(lengths) <= _LONGEST_FILTERS
    return is_short and len(filters) <= MOST_FILTERS


def _date(given: Mapping[str, str]) -> str:
    """Return the date filter, from `date` or from the two fields `du` and `au` of the form."""
    try:
        if given.get("du") or given.get("au"):
            return iso_range(given.get("du", ""), given.get("au", ""))
        start, dots, end = given.get("date", "").partition("..")
        if dots and not start.strip() and not end.strip():
            raise ValueError
        return iso_range(start, end if dots else start)
    except ValueError:
        raise BadRequest(
            Message(
                "this date cannot be read: write 2018, juin 2018, 28/06/2018 or 2018-06-28, for "
                "example, the earlier one first"
            )
        ) from None
