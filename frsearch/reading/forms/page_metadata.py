"""The tree of a page -> what the page says of its article: title, date, author, section, tags, site.

Three places, in this order: JSON-LD (https://schema.org/NewsArticle), `meta` (Open Graph, Dublin Core,
the Highwire names of journals, Parse.ly), and what readers see (`time`, `h1`, `title`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from frsearch.reading.forms.html_text import html_text
from frsearch.reading.forms.json_ld import article_of, language_of, names, tags_of, texts

_META: Mapping[str, tuple[str, ...]] = {
    "title": (
        "og:title",
        "dc.title",
        "dcterms.title",
        "citation_title",
        "parsely-title",
        "twitter:title",
    ),
    "date": (
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "citation_publication_date",
        "citation_date",
        "citation_online_date",
        "dcterms.issued",
        "dcterms.created",
        "dc.date.issued",
        "dc.date.created",
        "dcterms.date",
        "dc.date",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "og:published_time",
        "article.published",
        "publish-date",
        "publication_date",
        "pubdate",
        "date",
        "datecreated",
    ),
    "modified": ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified"),
    "author": (
        "citation_author",
        "parsely-author",
        "dc.creator",
        "dcterms.creator",
        "article:author",
        "sailthru.author",
        "author",
    ),
    "section": ("article:section", "parsely-section", "section", "rubrique"),
    "tags": ("article:tag", "parsely-tags", "news_keywords", "sailthru.tags", "keywords"),
    "source": (
        "og:site_name",
        "citation_journal_title",
        "dc.publisher",
        "dcterms.publisher",
        "publisher",
        "application-name",
    ),
    "language": (
        "dc.language",
        "dcterms.language",
        "citation_language",
        "content-language",
        "og:locale",
    ),
    "url": ("og:url", "citation_public_url", "parsely-link"),
}
# Years have four digits, or the date is one that no one wrote.
_MAY_BE_DATE = re.compile(r"(?!0000)\d{4}|\d\d?[/.]\d\d?[/.]\d\d\b")
_MONTHS = r"(?:janv|f[ée]vr|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c)[a-zé]*\.?"
_PRINTED = re.compile(
    rf"\d\d?(?:er)?\s+{_MONTHS}\s+\d{{4}}|\b\d\d?[/.]\d\d?[/.]\d{{4}}|\b\d{{4}}-\d\d-\d\d", re.IGNORECASE
)
_DATE_CLASS = re.compile(r"(?:^|[\s_-])(?:date|dateline|published|publication|pubdate|publie|parution)")
_BY = re.compile(r"^(?:par|propos recueillis par|by)\s+", re.IGNORECASE)
_SAVED_FROM = re.compile(
    r"(?:saved from url=\(\d+\)|^\s*url:)\s*(https?://\S+)", re.IGNORECASE | re.MULTILINE
)
_BETWEEN = r"\s+[-|–—•·:»]\s+"
_LONGEST_NAME, _LONGEST_PRINTED, _LONGEST_TITLE = 100, 120, 500


@dataclass(slots=True)
class PageMetadata:
    """What a page says of its article; "" for what it does not say. `body` is its text in JSON-LD."""

    title: str = ""
    date: str = ""
    url: str = ""
    body: str = ""
    extra: dict[str, str | list[str]] = field(default_factory=dict)


def page_metadata(tree: Any) -> PageMetadata:
    """Read what a page says of its article."""
    meta = _Meta(tree)
    url = _url(tree, meta)
    ld = article_of(_scripts(tree), url)
    source = next(iter(names(ld.get("publisher"))), "") or _first(
        each for each in meta.all("source") if not _is_url(each)
    )
    title = _first(texts(ld.get("headline"))) or meta.first("title") or _printed_title(tree)
    found = PageMetadata(
        title=without_site(title or _first(texts(ld.get("name"))), source),
        date=_date(tree, meta, ld),
        url=url or _first(filter(_is_url, texts(ld.get("url")))),
        body=html_text("\n\n".join(texts(ld.get("articleBody")))),
    )
    extra: dict[str, str | list[str]] = {
        "source": source,
        "author": one_or_list(names(ld.get("author")) or _authors(tree, meta)),
        "section": one_or_list(texts(ld.get("articleSection")) or meta.all("section")),
        "tags": tags_of(ld.get("keywords")) or tags_of(meta.all("tags")),
        "language": language_of(_language(tree, meta, ld)),
    }
    found.extra = {name: value for name, value in extra.items() if value}
    return found


class _Meta:
    """The `meta` elements of a page: name -> contents, names in lower case."""

    def __init__(self, tree: Any):
        self._contents: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            content = " ".join((element.get("content") or "").split())
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                if content and (name := element.get(attribute)):
                    self._contents.setdefault(name.strip().lower(), []).append(content)
                    break

    def all(self, what: str) -> list[str]:
        """Return the contents of the first of the names for this that the page has."""
        return next((self._contents[name] for name in _META[what] if name in self._contents), [])

    def first(self, what: str) -> str:
        """Return the first content of the first name for this."""
        return _first(self.all(what))

    def dates(self, what: str) -> Iterator[str]:
        """Yield the contents of each name for a date."""
        for name in _META[what]:
            yield from self._contents.get(name, ())


def one_or_list(values: list[str]) -> str | list[str]:
    """Return the only value as a text, several as a list, each once."""
    distinct = list(dict.fromkeys(values))
    return distinct if len(distinct) > 1 else _first(distinct)


def without_site(title: str, source: str) -> str:
    """Return a title without the name of the site at its end or beginning.

    >>> without_site("Le sommet d'Helsinki - Le Monde.fr", "Le Monde")
    "Le sommet d'Helsinki"
    """
    title = " ".join(title[:_LONGEST_TITLE].split())
    if not source:
        return title
    site = re.escape(" ".join(source.split())) + r"(?:\.(?:fr|com|org|net|info|be|ch|ca))?"
    short = re.sub(rf"{_BETWEEN}{site}$|^{site}{_BETWEEN}", "", title, flags=re.IGNORECASE)
    return short or title


def _first(values: Iterable[str]) -> str:
    return next(iter(values), "")


def _scripts(tree: Any) -> list[str]:
    """Return the JSON-LD of a page."""
    return [
        each.text or "" for each in tree.iter("script") if "ld+json" in (each.get("type") or "").lower()
    ]


def _date(tree: Any, meta: _Meta, ld: Mapping[str, Any]) -> str:
    """Return the date of publication as written; that of the last change if there is no other."""
    published = (*texts(ld.get("datePublished")), *meta.dates("date"))
    changed = (*texts(ld.get("dateModified")), *meta.dates("modified"))
    for given in (published, texts(ld.get("dateCreated")), _printed_dates(tree), changed):
        for date in given:
            if _MAY_BE_DATE.search(date):
                return date
    return ""


def _printed_dates(tree: Any) -> Iterator[str]:
    """Yield the dates that readers see: in `time` elements, then in what is called a date."""
    times = [each for each in tree.iter("time") if not _is_aside(each)]
    times.sort(key=lambda each: each.get("pubdate") is None and "ublished" not in _kind(each))
    for each in times:
        yield each.get("datetime") or _shown(each)
    for each in tree.iter("span", "p", "div", "li", "td"):
        if _DATE_CLASS.search(_kind(each).lower()) and not _is_aside(each):
            printed = _PRINTED.search(_shown(each)[:_LONGEST_PRINTED])
            if printed:
                yield " ".join(printed[0].split())


def _kind(element: Any) -> str:
    return " ".join(element.get(name) or "" for name in ("itemprop", "class", "id"))


def _is_aside(element: Any) -> bool:
    return any(True for _ in element.iterancestors("aside", "nav", "footer"))


def _shown(element: Any) -> str:
    return " ".join(
        "".join(element.itertext("span", "a", "b", "strong", "em", "time", element.tag)).split()
    )


def _authors(tree: Any, meta: _Meta) -> list[str]:
    """Return the authors that `meta` or readers see; the address of a profile is none."""
    given = [each for each in meta.all("author") if not _is_url(each)]
    if not given:
        given = [_shown(each) for each in tree.iter("a", "span", "p", "div") if _is_author(each)]
    stripped = (_BY.sub("", each).strip(" ,;") for each in given)
    return [each for each in stripped if each and len(each) <= _LONGEST_NAME]


def _is_author(element: Any) -> bool:
    marks = f"{element.get('rel') or ''} {element.get('itemprop') or ''}".split()
    return "author" in marks and not _is_aside(element)


def _printed_title(tree: Any) -> str:
    """Return the only `h1`, the `h1` of the only article, or else the title of the window."""
    window = _shown_title(next(tree.iter("title"), None))
    headings = [title for each in tree.iter("h1") if (title := _shown_title(each))]
    if len(headings) == 1:
        return headings[0]
    known = [title for title in headings if window.casefold().startswith(title.casefold())]
    return _first(known) or window or _first(headings)


def _shown_title(element: Any) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _language(tree: Any, meta: _Meta, ld: Mapping[str, Any]) -> str:
    return _first(texts(ld.get("inLanguage"))) or tree.get("lang") or meta.first("language")


def _is_url(value: str) -> bool:
    return value.startswith(("http://", "https://"))


def _url(tree: Any, meta: _Meta) -> str:
    """Return the canonical address; a home page is none, as some sites give it for every article."""
    links = [
        each.get("href") or "" for each in tree.iter("link") if "canonical" in (each.get("rel") or "")
    ]
    given = [each for each in (*links, meta.first("url"), *_saved_from(tree)) if _is_url(each)]
    return _first([each for each in given if _has_path(each)] or given)


def _has_path(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.path.strip("/") or parts.query)


def _saved_from(tree: Any) -> Iterator[str]:
    """Yield the address that browsers write into a comment when they save a page."""
    for comment in tree.xpath("//comment()[position() <= 3]"):
        if saved := _SAVED_FROM.search((comment.text or "")[:2000]):
            yield saved[1]
