"""The state of the search page: parameters of an address -> `State` -> address.

>>> state = State.read({"q": "sommet", "date": "2018-06"}, ["source=Le Monde"])
>>> state.url(page=2), state.url(date="", where=())
('/?q=sommet&date=2018-06&where=source%3DLe+Monde&page=2', '/?q=sommet')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

from frsearch.dates import PartialDate
from frsearch.fields import LONGEST_NAME
from frsearch.messages.wording import Message
from frsearch.types import MATCHES, Match
from frsearch.web.bounds import (
    LAST_PAGE,
    LONGEST_FILTER,
    LONGEST_FILTERS,
    LONGEST_QUERY,
    LONGEST_TRAY,
    MOST_FILTERS,
    MOST_KEPT,
    ON_A_PAGE,
    SIZES,
)
from frsearch.web.french_dates import iso_period, iso_range

# Pages beside that of the hits to which an article leads back, and what leads there.
_WAYS_BACK = {"/concordance": "Retour à la concordance", "/choix": "Retour aux articles choisis"}
_LONGEST_WAY = 500


class BadRequest(Exception):
    """A wrong request; the message is for the client."""

    def __init__(self, message: Message):
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class State:
    """The state of the search page; the address leaves out fields that have their default.

    `where` are filters such as `source=Le Monde`. `sort` "" is by relevance if there is a query, else
    newest first; it may be the name of a field. `copies` "1" shows near copies one by one instead of
    folding them. `size` is the number of hits per page, "" for ten. `keep` are the ids of the articles
    in the reader's tray.

    `path` is the page that links stay on, `options` its own parameters, which other pages do not have.
    """

    q: str = ""
    date: str = ""
    where: tuple[str, ...] = ()
    sort: str = ""
    match: str = ""
    copies: str = ""
    size: str = ""
    keep: tuple[str, ...] = ()
    page: int = 1
    path: str = "/"
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(
        cls,
        given: Mapping[str, str],
        where: Sequence[str] = (),
        keep: Sequence[str] = (),
        last: int | None = None,
    ) -> State:
        """Read the parameters of an address; BadRequest if they are wrong.

        `where` and `keep` are all parameters of these names, `last` is the last page, None for that of
        hits. Whether a field is known is left to the search.
        """
        q = " ".join(given.get("q", "").split())
        if len(q) > LONGEST_QUERY:
            raise BadRequest(
                Message("this search is too long: {count} characters at most", count=LONGEST_QUERY)
            )
        sort, match = given.get("sort", ""), given.get("match", "")
        if len(sort) > LONGEST_NAME or match not in ("", *MATCHES):
            raise BadRequest(Message("this address has an unknown order or choice of words"))
        size = given.get("size") or str(ON_A_PAGE)
        if size not in map(str, SIZES):
            raise BadRequest(Message("this address has an unknown number of articles per page"))
        last = last or LAST_PAGE * ON_A_PAGE // int(size)
        return cls(
            q,
            _date(given),
            _filters(where),
            "" if sort == _default_sort(q) else sort,
            "" if match == "all" else match,
            "1" if given.get("copies") == "1" else "",
            "" if size == str(ON_A_PAGE) else size,
            _kept(keep),
            page_number(given.get("page", ""), last),
        )

    @property
    def on_a_page(self) -> int:
        """The number of hits per page."""
        return int(self.size or ON_A_PAGE)

    @property
    def last_page(self) -> int:
        """The last page that can be asked for."""
        return LAST_PAGE * ON_A_PAGE // self.on_a_page

    @property
    def rest(self) -> State:
        """A state that asks for nothing, with the same tray."""
        return State(size=self.size, keep=self.keep)

    @property
    def hits(self) -> State:
        """The state on the page of the hits."""
        return replace(self, path="/", options=())

    @property
    def alone(self) -> State:
        """The state without what is the reader's own, for addresses that are cited and sent."""
        return replace(self, keep=())

    def toggled(self, id: str) -> str:
        """Return the address with an article put into the tray, or taken out; "" if there is no room."""
        if id in self.keep:
            return self.url(page=self.page, keep=tuple(each for each in self.keep if each != id))
        keep = (*self.keep, id)
        return self.url(page=self.page, keep=keep) if _tray_fits(keep) else ""

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
            ("size", state.size),
            *(("keep", each) for each in state.keep),
            ("page", page),
        ]
        return [(name, value) for name, value in written if value]

    def fields(self, **changes: Any) -> list[tuple[str, str]]:
        """Return the parameters of this page, its own options too, as its forms send them."""
        return [*self.options, *self.parameters(**changes)]

    def url(self, path: str = "", more: Mapping[str, str] | None = None, **changes: Any) -> str:
        """Return the address of the state with changes; `more` parameters come first.

        `path` "" is this page, with its options.
        """
        own = () if path else self.options
        written = urlencode([*own, *(more or {}).items(), *self.parameters(**changes)])
        path = path or self.path
        return f"{path}?{written}" if written else path

    def at(self, path: str, **options: str) -> State:
        """Return the state on another page, with some of its options; blank ones are left out."""
        given = tuple((name, value) for name, value in options.items() if value)
        return replace(self, path=path, options=given)

    def choosing(self, **options: str) -> str:
        """Return the address of this page with other options; "" takes one away."""
        names = dict.fromkeys([*(name for name, _ in self.options), *options])
        given = {name: options.get(name, dict(self.options).get(name, "")) for name in names}
        return self.at(self.path, **given).url()

    def article_url(self, id: str, rank: int = 0) -> str:
        """Return the address of an article, which keeps this state for the way back.

        `rank` is that of the hit, 0 for an article that is none.
        """
        more = {"id": id} | ({"rang": str(rank)} if rank else {})
        if self.path not in _WAYS_BACK:
            return self.url("/article", more, page=self.page)
        own = [*self.options, *([("page", str(self.page))] if self.page > 1 else [])]
        way = f"{self.path}?{urlencode(own)}" if own else self.path
        return self.url("/article", more | {"de": way})

    def back(self, way: str) -> tuple[str, str]:
        """Return where an article leads back to, and the words of the link.

        `way` is the page that the reader comes from, with its options; the hits if it is none of ours.
        """
        path, _, own = way.partition("?")
        if path in _WAYS_BACK and len(way) <= _LONGEST_WAY:
            return replace(self, path=path, options=tuple(parse_qsl(own))).url(), _WAYS_BACK[path]
        return self.url(page=self.page), "Retour aux résultats" if self.narrows else "Tous les articles"

    def is_written_so(self, given: Iterable[tuple[str, str]]) -> bool:
        """Say whether an address has these parameters and no others."""
        return sorted(given) == sorted(self.parameters(page=self.page))


def _default_sort(q: str) -> str:
    return "relevance" if q else "newest"


def page_number(text: str, last: int) -> int:
    """Return the number of a page from 1, which "" is, to `last`; BadRequest for others."""
    page = text or "1"
    if not page.isascii() or not page.isdecimal() or len(page) > 4 or not 0 < int(page) <= last:
        raise BadRequest(Message("pages go from 1 to {last}: narrow the search instead", last=last))
    return int(page)


def _kept(keep: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of a tray, each once."""
    ids = tuple(dict.fromkeys(filter(None, keep)))
    if not _tray_fits(ids):
        raise BadRequest(Message("there are too many chosen articles: {count} at most", count=MOST_KEPT))
    return ids


def _tray_fits(ids: Sequence[str]) -> bool:
    return len(ids) <= MOST_KEPT and sum(map(len, ids)) <= LONGEST_TRAY


def _filters(where: Sequence[str]) -> tuple[str, ...]:
    """Return the filters, each once; the form sends blank ones too."""
    filters = tuple(dict.fromkeys(each for each in where if each.strip()))
    if not _fit(filters):
        raise BadRequest(
            Message(
                "there are too many filters, or they are too long: {count} at most, of {length} "
                "characters together",
                count=MOST_FILTERS,
                length=LONGEST_FILTERS,
            )
        )
    return filters


def _fit(filters: Sequence[str]) -> bool:
    lengths = list(map(len, filters))
    is_short = max(lengths, default=0) <= LONGEST_FILTER and sum(lengths) <= LONGEST_FILTERS
    return is_short and len(filters) <= MOST_FILTERS


def _date(given: Mapping[str, str]) -> str:
    """Return the date filter, from `date` or from the two fields `du` and `au` of the form."""
    try:
        if given.get("du") or given.get("au"):
            return iso_range(given.get("du", ""), given.get("au", ""))
        return iso_period(given.get("date", ""))
    except ValueError:
        raise unreadable_date() from None


def unreadable_date() -> BadRequest:
    """Return the error of a date that cannot be read."""
    return BadRequest(
        Message(
            "this date cannot be read: write 2018, juin 2018, 28/06/2018 or 2018-06-28, for "
            "example, the earlier one first"
        )
    )
