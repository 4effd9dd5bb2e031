"""JSON-LD of a page -> the article that it describes, with the names of https://schema.org/Article.

>>> article_of(['{"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "headline": "Sommet"}]}'])
{'@type': 'NewsArticle', 'headline': 'Sommet'}
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_ARTICLE = re.compile(r"Article$|^(?:Live)?BlogPosting$|^Report$|^SocialMediaPosting$")
_PAGE = re.compile(r"Page$")
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_WITHIN = ("@graph", "mainEntity", "itemListElement", "item", "hasPart")
_MOST_THINGS = 10_000
_SPLIT_TAGS = re.compile(r"[,;|]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-]+)?")


def article_of(scripts: Iterable[str], url: str = "") -> Mapping[str, Any]:
    """Return the article of a page, at the address `url`; {} if JSON-LD has none.

    Of several articles, it is the one at that address, else the first. What a page says of itself
    fills what the article lacks. A thing that stands elsewhere under its `@id` is put in its place.
    """
    things = list(_things(scripts))
    articles = [each for each in things if _is(each, _ARTICLE)]
    pages = [each for each in things if _is(each, _PAGE)]
    at_url = [each for each in articles if url and url in _addresses(each)]
    article = next(iter(at_url or articles), {})
    page = {
        name: value for name, value in next(iter(pages), {}).items() if name.startswith(("date", "in"))
    }
    return _resolved({**page, **article}, things)


def texts(value: Any) -> list[str]:
    """Return the texts of a value: a text, or a list of texts, or what has a `@value`."""
    if isinstance(value, str):
        text = _LONE_SURROGATE.sub("\ufffd", html.unescape(value)).strip()
        return [text] if text else []
    if isinstance(value, list):
        return [
            text for each in value[:_MOST_THINGS] if isinstance(each, str | dict) for text in texts(each)
        ]
    return texts(value.get("@value")) if isinstance(value, dict) else []


def names(value: Any) -> list[str]:
    """Return the names of a person or an organisation, or of a list of them."""
    if isinstance(value, list):
        return [
            name for each in value[:_MOST_THINGS] if not isinstance(each, list) for name in names(each)
        ]
    found = texts(value.get("name")) if isinstance(value, dict) else texts(value)
    return [" ".join(each.split()) for each in found if not each.startswith("http")]


def tags_of(value: Any) -> list[str]:
    """Return keywords, of a list or a text with commas, each once."""
    tags = (tag.strip() for text in texts(value) or names(value) for tag in _SPLIT_TAGS.split(text))
    return list(dict.fromkeys(tag for tag in tags if tag))


def language_of(written: str) -> str:
    """Return the code of a language without its country: `fr` of `fr-FR`; "" if it is no code."""
    code = _LANGUAGE.fullmatch(written.strip())
    return code[1].lower() if code else ""


def _things(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield each thing of each script, those in graphs and lists too."""
    waiting = [value for script in scripts if (value := _value(script)) is not None]
    waiting.reverse()
    for _ in range(_MOST_THINGS):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value[:_MOST_THINGS])
        elif isinstance(value, dict):
            yield value
            waiting += [value[name] for name in reversed(_WITHIN) if name in value]


def _value(script: str) -> Any:
    """Return the value of a script, None if it is broken: the page can do without."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", script)).strip().rstrip(";")
    try:
        # Line ends within texts are forbidden, and frequent.
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _is(thing: Mapping[str, Any], kind: re.Pattern[str]) -> bool:
    types = thing.get("@type")
    listed = types if isinstance(types, list) else [types]
    return any(isinstance(each, str) and kind.search(each) for each in listed)


def _addresses(thing: Mapping[str, Any]) -> list[str]:
    main = thing.get("mainEntityOfPage")
    return [*texts(thing.get("url")), *texts(main.get("@id") if isinstance(main, dict) else main)]


def _resolved(article: Mapping[str, Any], things: list[dict[str, Any]]) -> Mapping[str, Any]:
    """Put the author and publisher in the place of references to them."""
    by_id = {each["@id"]: each for each in things if isinstance(each.get("@id"), str)}

    def whole(value: Any) -> Any:
        if isinstance(value, list):
            return [whole(each) if isinstance(each, dict) else each for each in value]
        is_reference = (
            isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value
        )
        return by_id.get(value["@id"], value) if is_reference else value

    return {
        name: whole(value) if name in ("author", "publisher") else value
        for name, value in article.items()
    }
