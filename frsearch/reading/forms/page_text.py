"""The tree of a page -> the text of its article, without menus, shares, comments and related links.

Prose is the text of paragraphs outside links. What the page calls an article (`articleBody`, `article`,
`main`) is the article if it holds half of the prose; otherwise it is the smallest block that holds most
of it. Furniture is known by its element (`nav`, `aside`, `footer`), its role, and the words of its class
and id, and left out unless it holds most of the prose, as a page may call anything by any name.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from frsearch.reading.forms.html_text import element_text

_DEAD = frozenset(
    "script style template noscript svg iframe object head button select figcaption".split()
)
_FURNITURE = frozenset("nav aside footer form menu dialog".split())
_ROLES = frozenset("navigation contentinfo complementary banner search dialog alertdialog menu".split())
_COMMENTS = frozenset("comment comments commentaire commentaires disqus respond commentlist".split())
_WORDS = frozenset(
    "nav navbar navigation menu breadcrumb breadcrumbs ariane sidebar footer masthead cookie cookies "
    "consent gdpr rgpd tarteaucitron didomi onetrust share sharing sharedaddy partage partager social "
    "addthis addtoany related recommended recommendation recommendations similaires outbrain taboola "
    "newsletter signup ads advert advertisement advertising publicite pub promo popup modal toolbar "
    "pagination pager skip paywall-offer jp-relatedposts tags taglist".split()
)
_SPLIT_CLASS = re.compile(r"[^A-Za-z-]+|(?<=[a-z])(?=[A-Z])|-+|__+")
_NO_DISPLAY = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LEADS = re.compile(
    r"(?:^|[\s_-])(?:chapo|chapeau|chap[oô]|standfirst|sapo|article__desc|entry-summary|lede)"
)
_PROSE_BLOCKS = frozenset("p div td section article li blockquote main pre center body dd".split())
_HOLDERS = frozenset(("html", "body", "main", "article"))
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark q s samp small "
    "span strike strong sub sup time tt u var wbr".split()
)
_LINK_BLOCKS = ("p", "ul", "ol", "h2", "h3", "h4", "h5", "h6", "div", "section", "table", "li", "dl")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_LEAST_PROSE = 25
"""Characters of a paragraph that counts as prose; menus and captions are shorter."""
_MOST_LOST = 0.5
_MOST_COMMENTS_LOST = 0.97
_HALF = 0.5
_MOSTLY = 0.75
_LINKS = 0.6
_LONGEST_BYLINE = 90
_MOST_BYLINES = 100
_LONGEST_LABEL = 50
_FIRST_LINES = 6


def article_text(tree: Any, title: str = "") -> str:
    """Return the text of the article of a page, without its title; the tree is used up."""
    body = next(tree.iter("body"), tree)
    prose = _prose(body)
    _remove_furniture(body, prose)
    prose = _prose(body)
    parts = _article(body, prose)
    lead = _lead(body, parts[0])
    for part in parts:
        _remove_links(part, prose)
        _remove_bylines(part)
        _trim_end(part)
    _trim_start(parts[0])
    text = "\n\n".join(filter(None, map(element_text, [*lead, *parts])))
    return _without_title(text, title)


def has_marked_article(tree: Any) -> bool:
    """Say whether a page says which of its text is the article, however short, and it is not blank."""
    marked = tree.xpath("//article | //*[contains(@itemprop, 'articleBody')]")
    return any(element_text(each) for each in marked)


def _prose(body: Any) -> Counter[Any]:
    """Return how much prose each element holds, in characters."""
    held: Counter[Any] = Counter()
    for element in body.iter(*_PROSE_BLOCKS):
        size = _own_prose(element)
        if size >= _LEAST_PROSE:
            held[element] += size
            for above in element.iterancestors():
                held[above] += size
                if above is body:
                    break
    return held


def _own_prose(element: Any) -> int:
    """Return the size of the text of a block outside links and other blocks."""
    size = len((element.text or "").strip())
    for child in element:
        tag = child.tag
        if tag in _INLINE and tag != "a":
            size += sum(len(text) for text in child.itertext("a", tag, *_PLAIN) if not text.isspace())
        size += len((child.tail or "").strip())
    return size


_PLAIN = (
    "b",
    "i",
    "em",
    "strong",
    "span",
    "font",
    "u",
    "sup",
    "sub",
    "small",
    "q",
    "cite",
    "abbr",
    "mark",
)


def _remove_furniture(body: Any, prose: Counter[Any]) -> None:
    from lxml import etree

    total = prose[body]
    removed = []
    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        most = _furniture(element)
        if most and (most == 1 or prose[element] <= most * total) and element is not body:
            removed.append(element)
            walk.skip_subtree()
    for element in removed:
        _drop(element)


def _furniture(element: Any) -> float:
    """Return the share of the prose up to which an element is furniture; 0 if it does not look so."""
    tag, attributes = element.tag, element.attrib
    if tag in _DEAD:
        return 1
    if tag in _FURNITURE or (tag == "header" and _is_of_page(element)):
        return _MOST_LOST
    if not attributes or tag in _HOLDERS:
        return 0
    words = {
        word.lower()
        for name in ("class", "id")
        if name in attributes
        for word in _SPLIT_CLASS.split(attributes[name])
    }
    if words & _COMMENTS:
        return _MOST_COMMENTS_LOST
    return _MOST_LOST if words & _WORDS or _is_unseen(attributes) else 0


def _is_of_page(header: Any) -> bool:
    """Say whether a header is that of the page, not that of an article."""
    return not any(True for _ in header.iterancestors("article", "main"))


def _is_unseen(attributes: Any) -> bool:
    return (
        attributes.get("role") in _ROLES
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_NO_DISPLAY.search(attributes.get("style") or ""))
    )


def _drop(element: Any) -> None:
    """Remove an element, but not the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _article(body: Any, prose: Counter[Any]) -> list[Any]:
    """Return the elements that hold the article."""
    total = prose[body]
    bodies = _outermost(body.xpath(".//*[contains(@itemprop, 'articleBody')]"))
    if bodies and sum(prose[each] for each in bodies) >= _HALF * total:
        return bodies
    called = [*body.iter("article"), *body.iter("main"), *body.xpath(".//*[@role='main']")]
    largest = max(called, key=lambda each: prose[each], default=None)
    if largest is not None and prose[largest] >= _HALF * total:
        return [largest]
    return [_densest(body, prose)]


def _outermost(elements: list[Any]) -> list[Any]:
    known = set(elements)
    return [each for each in elements if not any(above in known for above in each.iterancestors())]


def _densest(body: Any, prose: Counter[Any]) -> Any:
    """Return the smallest block that holds most of the prose."""
    block = body
    while len(block):
        largest = max(block, key=lambda each: prose[each])
        if largest.tag == "p" or not prose[largest] or prose[largest] < _MOSTLY * prose[block]:
            break
        block = largest
    return block


def _lead(body: Any, article: Any) -> list[Any]:
    """Return the lead of an article that stands before it, in a list."""
    within = {article, *article.iterancestors()}
    for element in body.iter("p", "div", "h2", "section", "strong"):
        if element in within:
            if element is article:
                return []
            continue
        if (name := element.get("class")) and _LEADS.search(name.lower()):
            return [element] if _size(element) > _LEAST_PROSE else []
    return []


def _remove_links(article: Any, prose: Counter[Any]) -> None:
    """Remove blocks that consist of links, as « Lire aussi »."""
    for element in list(article.iter(*_LINK_BLOCKS)):
        if element is article or prose[element] >= _LEAST_PROSE:
            continue
        links = sum(_size(each) for each in element.iter("a"))
        if links and links >= _LINKS * _size(element):
            _drop(element)


def _remove_bylines(article: Any) -> None:
    """Remove short blocks that hold the date or the author, which are fields of their own."""
    marks = article.xpath(".//time | .//*[@rel='author'] | .//*[@itemprop='author']")
    for mark in marks[:_MOST_BYLINES]:
        block = mark
        for above in mark.iterancestors():
            if above is article or _size(above) > _LONGEST_BYLINE:
                break
            block = above
        if block is not article and _size(block) <= _LONGEST_BYLINE:
            _drop_if_apart(block)


def _drop_if_apart(block: Any) -> None:
    """Drop a block unless it stands within a sentence."""
    before, parent = block.getprevious(), block.getparent()
    if parent is None:
        return
    beside = f"{(parent.text if before is None else before.tail) or ''}{block.tail or ''}"
    if block.tag not in _INLINE or not beside.strip():
        _drop(block)


def _trim_end(article: Any) -> None:
    """Remove headings with nothing below them, and labels, from the end of an article."""
    for element in reversed(list(article.iter(*_PROSE_BLOCKS, *_HEADINGS))):
        size = _size(element)
        if element is article or (element.tail or "").strip():
            return
        if size and not (element.tag in _HEADINGS or _is_label(element, size)):
            return
        _drop(element)


def _trim_start(article: Any) -> None:
    """Remove labels from the beginning of an article, up to its first paragraph or heading."""
    for element in list(article.iter(*_PROSE_BLOCKS, *_HEADINGS)):
        size = _size(element)
        if not size or next(element.iterchildren(*_PROSE_BLOCKS, *_HEADINGS), None) is not None:
            continue
        if element is article or not _is_label(element, size):
            return
        _drop(element)


def _size(element: Any) -> int:
    return len("".join(element.itertext()).strip())


def _is_label(element: Any, size: int) -> bool:
    return element.tag in ("div", "section") and size <= _LONGEST_LABEL


def _without_title(text: str, title: str) -> str:
    """Return the text without its title among its first lines."""
    lines = text.split("\n")
    wanted = _plain(title)
    for at, line in enumerate(lines[:_FIRST_LINES]):
        if wanted and _plain(line) == wanted:
            del lines[: at + 1]
            break
    return "\n".join(lines).strip("\n")


def _plain(line: str) -> str:
    return " ".join(line.split()).casefold()
