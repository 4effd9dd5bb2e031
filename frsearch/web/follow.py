"""What browsers and feed readers ask for: a feed of a search, the description of the search box."""

from __future__ import annotations

import re
from dataclasses import dataclass

from frsearch.fields import labels_of
from frsearch.index import Index
from frsearch.messages.french_numbers import counted
from frsearch.types import Hit
from frsearch.web.citation import heading
from frsearch.web.rendering import Templates
from frsearch.web.searching import search
from frsearch.web.state import State

_ENTRIES = 50
_SHORT_NAME = 16
# Characters that XML 1.0 does not have.
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed, or all without a date; `day` is the first of its date, as ISO writes it."""

    title: str
    url: str
    day: str
    summary: str
    authors: list[str]
    id: str


def feed(index: Index, templates: Templates, state: State, base: str) -> str:
    """Return the newest articles of a search as an Atom feed (RFC 4287); `base` is where the site is.

    An entry must have a date. So articles without one share an entry that counts them, and leads to the
    search; its id has their number, so that readers show it as new when there are others.
    """
    state = state.alone
    results = search(index, state, limit=_ENTRIES, sort="newest", facets=(), snippets=1)
    entries = [_entry(hit, state, base) for hit in results if hit.date is not None]
    updated = max((each.day for each in entries), default="1970-01-01")
    own = base + state.url("/flux.atom")
    undated = 0 if state.date else results.undated  # which no period has
    if undated:
        entries.append(_of_undated(undated, f"{own}#sans-date-{undated}", base + state.url(), updated))
    return _clean(
        templates.render(
            "feed.xml", state=state, page=base + state.url(), own=own, entries=entries, updated=updated
        )
    )


def _entry(hit: Hit, state: State, base: str) -> Entry:
    assert hit.date is not None
    url = base + State().article_url(hit.id)
    return Entry(
        heading(hit.article),
        url,
        hit.date.first_day.isoformat(),
        hit.snippets[0].text if hit.snippets else "",
        labels_of(hit.article.extra.get("author"))[:3],
        url,
    )


def _of_undated(count: int, id: str, url: str, day: str) -> Entry:
    summary = "Un flux n’a que des articles datés : les autres sont à la fin de la recherche, par date."
    return Entry(f"{counted(count, 'article')} sans date", url, day, summary, [], id)


def description(templates: Templates, title: str, base: str) -> str:
    """Return the OpenSearch description of a site, by which browsers offer its search in their bar."""
    return _clean(templates.render("opensearch.xml", short=title[:_SHORT_NAME], base=base))


def _clean(xml: str) -> str:
    return _NO_XML.sub("\ufffd", xml)
