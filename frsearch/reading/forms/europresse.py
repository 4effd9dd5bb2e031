"""Europresse (Eureka) `.html`: up to 50 articles a file, in any of its layouts.

To 2013 an article is a table of `span`s without a container of its text; then an `<article>` with
classes, which took their `rdp__` names around 2020. The date is the one printed below the name of the
newspaper: the one in the id, `news·20060315·LM·…`, is that of the database and may be another day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frsearch.reading.encodings import read_text
from frsearch.reading.forms.html_text import element_text, parse_html
from frsearch.reading.forms.press import (
    article,
    cut,
    is_byline,
    no_article,
    one_line,
    page,
    people,
    printed_date,
    split_issue,
    tidy,
    without_page,
)
from frsearch.reading.records import Opened, Outcome

_ARTICLE = re.compile(r"<article\b", re.IGNORECASE)
_PUBLICATION = re.compile(
    r"""<(?:span|div)\b[^<>]{0,200}\bclass\s*=\s*["']?DocPublicationName\b""", re.IGNORECASE
)
_DOCUMENT = re.compile(r"\b[a-z]{2,12}[·.]\d{8}[·.][A-Za-z]+[·.][\w-]+")
_NUMBER = re.compile(r"(?:Numéro de document|Document number)[ \xa0]*:[ \xa0]*(\S+)", re.IGNORECASE)
_FOOT = re.compile(r"^(?:Numéro de document|Document number) ?:", re.IGNORECASE | re.MULTILINE)
_NOTES = re.compile(r"\s*(?:Note|Illustration)\(?s?\)? ?: *\n*", re.IGNORECASE)
_SIGNS = frozenset(("docpublicationname", "docheader", "titrearticle", "titrearticlevisu"))
_FURNITURE = frozenset(("docpublicationname", "docheader", "doctitresoussection"))
_SEASONS = r"(?:printemps|[ée]t[ée]|automne|hiver|spring|summer|autumn|fall|winter)"
_SEASON = re.compile(rf"(?:^|, )(?:le )?{_SEASONS}(?:[-/ ]{_SEASONS})?$", re.IGNORECASE)


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each article."""
    markup = read_text(file.stream, file.encodings)
    pages = cut(markup, _ARTICLE if _ARTICLE.search(markup) else _PUBLICATION)
    number = 0
    for part in pages:
        tree = parse_html(part)
        found = None if tree is None else _Article(tree)
        if found is not None and found.has_signs():
            number += 1
            yield found.outcome(number)
    if not number:
        raise no_article("Europresse")


def _classes(element: Any) -> list[str]:
    return str(element.get("class") or "").lower().split() if isinstance(element.tag, str) else []


def _up_to(element: Any, root: Any) -> Iterator[Any]:
    """Yield an element and those around it, below `root`."""
    while element is not None and element is not root:
        yield element
        element = element.getparent()


def _in_block(element: Any) -> bool:
    return element.getparent().tag in ("p", "div", "span")


def _line(element: Any) -> str:
    return one_line(element_text(element))


class _Article:
    """One article, as a tree."""

    def __init__(self, tree: Any):
        self._tree = tree
        self._by_class: dict[str, list[Any]] = {}
        for each in tree.iter():
            for name in _classes(each):
                self._by_class.setdefault(name, []).append(each)

    def outcome(self, number: int) -> Outcome:
        publication, issue = split_issue(self._first("docpublicationname"))
        header = printed_date(" ".join(map(_line, self._all("docheader"))))
        section, issue_of_section = split_issue(header.before)
        extra: dict[str, Any] = {
            "source": publication,
            "section": _SEASON.sub("", section),
            "page": page(header.after),
            "edition": without_page(header.after),
            "issue": issue or issue_of_section,
            "time": header.time,
            "subsection": self._first("doctitresoussection"),
        }
        fields = {"id": self._id(), "date": header.date}
        body = self._modern if self._tree.find(".//section") is not None or self._bodies() else self._old
        body(fields, extra)
        return article(number, fields, extra)

    def has_signs(self) -> bool:
        """Say whether this is an article, and not what else a page has."""
        return not _SIGNS.isdisjoint(self._by_class)

    def _all(self, name: str) -> list[Any]:
        return self._by_class.get(name, [])

    def _first(self, name: str) -> str:
        """Return the first text that is not blank of the elements with a class."""
        return next(filter(None, map(_line, self._all(name))), "")

    def _id(self) -> str:
        for element in self._tree.iter("span", "div"):
            marks = f"{element.get('id') or ''} {element.get('class') or ''}".lower()
            if "lblnodoc" in marks and (found := _line(element)):
                return found
        text = "".join(self._tree.itertext())
        if labelled := _NUMBER.search(text):
            return labelled[1]
        named = _DOCUMENT.search(text)
        return named[0] if named else ""

    # --- Since 2013 ------------------------------------------------------------------------------

    def _bodies(self) -> list[Any]:
        """Return the elements that hold the text, none of them inside another."""
        for name in ("doctext", "dococurrcontainer"):
            found = [each for each in self._all(name) if any(map(str.strip, each.itertext()))]
            inside = {id(inner) for each in found for inner in each.iterdescendants()}
            if outer := [each for each in found if id(each) not in inside]:
                return outer
        return []

    def _modern(self, fields: dict[str, Any], extra: dict[str, Any]) -> None:
        bodies = self._bodies() or list(self._tree.iter("section"))
        text = "\n\n".join(filter(None, map(element_text, bodies)))
        fields["title"] = self._first("titrearticlevisu") or self._first("rdp__articletitle")
        fields["title"] = fields["title"] or self._first("titrearticle")
        fields["text"] = tidy(text)
        self._above_text(fields["title"], extra)
        self._beside_text(extra)

    def _above_text(self, title: str, extra: dict[str, Any]) -> None:
        """Take what the header has above and below the title."""
        lines = self._header_lines()
        at = next((at for at, (line, _) in enumerate(lines) if line == title), -1)
        extra["kicker"] = " – ".join(line for line, _ in lines[: max(0, at)])
        authors, subtitles = list(map(element_text, self._all("docauthors"))), []
        for line, classes in lines[at + 1 :] if at >= 0 else []:
            in_title = not {"rdp__subtitle", "titrearticle"}.isdisjoint(classes)
            if "docauthors" not in classes and not in_title and not authors and is_byline(line):
                authors.append(line)
            elif "docauthors" not in classes:
                subtitles.append(line)
        extra["author"] = people("\n".join(authors))
        extra["subtitle"] = "\n".join(subtitles)

    def _header_lines(self) -> list[tuple[str, set[str]]]:
        """Return the lines of the header but for source and date, each with the classes around it."""
        header = self._tree.find(".//header")
        lines = []
        for element in () if header is None else header.iter("p", "div", "span"):
            if any(inner.tag in ("p", "div") for inner in element.iterdescendants()):
                continue
            inside = {name for inner in element.iter() for name in _classes(inner)}
            around = {name for outer in _up_to(element, header) for name in _classes(outer)}
            is_part = element.tag == "span" and _in_block(element)
            if not is_part and _FURNITURE.isdisjoint(inside | around) and (line := _line(element)):
                lines.append((line, around))
        return lines

    def _beside_text(self, extra: dict[str, Any]) -> None:
        """Take the notes and captions that stand after the text."""
        for aside in self._tree.iter("aside"):
            for block in aside:
                text = element_text(block)
                label = _NOTES.match(text)
                if label:
                    name = "note" if "note" in label[0].lower() else "illustration"
                    extra[name] = tidy(text[label.end() :])

    # --- To 2013 ---------------------------------------------------------------------------------

    def _old(self, fields: dict[str, Any], extra: dict[str, Any]) -> None:
        headers = self._all("docheader") or self._all("docpublicationname")
        titles = self._all("titrearticlevisu")
        fields["title"] = self._first("titrearticlevisu") or self._first("titrearticle")
        byline = ""
        if titles and headers:
            extra["kicker"] = one_line(_between(headers[-1], titles[0]))
        if titles or headers:
            last = titles[0] if titles else headers[-1]
            byline = _byline(last)
            _remove_up_to(last)
        text = _FOOT.split(element_text(self._tree), maxsplit=1)[0].strip()
        if byline and text.startswith(byline):
            text = text[len(byline) :]
            extra["author"] = people(byline)
        fields["text"] = tidy(text)


def _remove_up_to(last: Any) -> None:
    """Remove an element from its tree, and all that stands before it."""
    element = last
    while (parent := element.getparent()) is not None:
        for before in list(element.itersiblings(preceding=True)):
            parent.remove(before)
        parent.text = None
        element = parent
    last.clear(keep_tail=True)


def _between(first: Any, last: Any) -> str:
    """Return the text between two elements of the same parent."""
    pieces = [first.tail or ""]
    for element in first.itersiblings():
        if element is last:
            return "\n".join(pieces)
        if isinstance(element.tag, str):
            pieces += [element_text(element), element.tail or ""]
    return ""


def _byline(title: Any) -> str:
    """Return the line below an old title if it may name the authors: it ends before the first `<p>`."""
    text, before = title.tail or "", title
    for element in title.itersiblings():
        if element.tag == "p":
            line = one_line(text)
            return (
                line
                if before.tag == "br" and not (before.tail or "").strip() and is_byline(line)
                else ""
            )
        if element.tag != "br":
            return ""
        text += "\n" + (element.tail or "")
        before = element
    return ""
