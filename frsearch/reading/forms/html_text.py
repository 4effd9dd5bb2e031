"""HTML -> plain text: a paragraph a line, with a blank line between paragraphs.

Reads whatever browsers read, with broken tags too. Scripts, styles, comments and `&shy;` are left out.

    >>> html_text("<p>Le <b>sommet</b>&nbsp;aura<br>lieu.</p><p>Suite</p>")
    'Le sommet\\xa0aura\\nlieu.\\n\\nSuite'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frsearch.reading.cut_words import without_hints

_UNSEEN = frozenset("head script style template noscript svg math iframe object select button".split())
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p "
    "pre section summary table tbody tfoot thead tr ul".split()
)
_CELLS = frozenset(("td", "th"))
_PARAGRAPH, _LINE = "\0", "\1"
_BLANK_LINES = re.compile(r"\n(?:[ \t\r]*\n)+")


def html_text(markup: str) -> str:
    """Return the text of some HTML, a part of a page or a whole page."""
    if "<" not in markup and "&" not in markup:
        return without_hints(markup.strip())
    tree = parse_html(markup)
    return "" if tree is None else element_text(tree)


def parse_html(markup: str) -> Any:
    """Return the tree of some HTML, as lxml makes it; None if there is nothing in it."""
    from lxml import etree

    # As bytes, as a declaration of another encoding in the text would be believed.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    data = markup.replace("\0", "").encode("utf-8", "replace")
    try:
        return etree.fromstring(data, parser) if data.strip() else None
    except etree.XMLSyntaxError:  # nothing but comments, for example
        return None


def element_text(element: Any) -> str:
    """Return the text of an element of a tree of lxml; "" for a comment."""
    if not isinstance(element.tag, str):
        return ""
    if not len(element) and element.tag not in _UNSEEN and element.tag != "pre":
        return _spaced(element.text or "").strip(" ")
    text = _spaced("".join(_pieces(element)))
    text = text.replace(f" {_LINE}", _LINE).replace(f"{_LINE} ", _LINE)
    paragraphs = (_single(part.strip(f" {_LINE}"), _LINE) for part in text.split(_PARAGRAPH))
    return without_hints("\n\n".join(filter(None, paragraphs)).replace(_LINE, "\n"))


def _spaced(text: str) -> str:
    """Return a text with one space for each row of blanks."""
    # Without patterns, which stop at each word and take four times as long.
    for blank in "\t\r\n\f\v":
        text = text.replace(blank, " ")
    return _single(text, " ")


def _single(text: str, mark: str) -> str:
    """Return the text with one mark for each row of them."""
    while mark * 2 in text:
        text = text.replace(mark * 2, mark)
    return text


def _pieces(root: Any) -> Iterator[str]:
    """Yield the texts within an element, and the marks of paragraphs and lines, in order."""
    from lxml import etree

    skipped: Any = None
    verbatim = 0
    for event, each in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if skipped is None and each is not root:
                yield each.tail or ""
            continue
        if skipped is not None and each is not skipped:
            continue
        tag = each.tag
        if event == "start":
            if tag in _UNSEEN:
                skipped = each
                continue
            yield _PARAGRAPH if tag in _BLOCKS else _LINE if tag == "br" else ""
            verbatim += tag == "pre"
            yield _lines(each.text or "") if verbatim else each.text or ""
        else:
            skipped = None
            verbatim -= tag == "pre"
            yield _PARAGRAPH if tag in _BLOCKS else " " if tag in _CELLS else ""
            if each is not root:
                yield _lines(each.tail or "") if verbatim else each.tail or ""


def _lines(verbatim: str) -> str:
    """Return a text within `<pre>`, where line ends are seen, and blank lines between paragraphs."""
    return _BLANK_LINES.sub(_PARAGRAPH, verbatim).replace("\n", _LINE)
